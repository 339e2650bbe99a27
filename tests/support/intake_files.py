"""Files built in code for the tests of the intake: texts in encodings, workbooks, archives."""

import io
import zipfile
from collections.abc import Iterable, Sequence

import xlsxwriter

from metrics.intake import Intake, check
from metrics.model.dataset import load
from metrics.model.observation import Observation, from_table

HEADER = ("年份", "地区", "类别", "子类", "指标", "数值", "单位", "备注")
ROWS = (
    ("2025", "威海市", "培训", "宣贯活动", "宣贯培训", "1510000", "人次", "含线上"),
    ("2025", "威海市", "演练", "各级各部门", "各级各部门演练", "13040", "次", ""),
    ("2025", "威海市", "隐患", "重大事故隐患", "管控重大事故隐患", "4870", "项", "逐项整改"),
    ("2025", "威海市", "装备", "救援装备", "新增救援装备", "1650", "台(套)", ""),
)
FIGURES = (1510000, 13040, 4870, 1650)


def published() -> list[Observation]:
    """Return the figures that are published when a file comes in."""
    return from_table(load().table)


def checked(content: bytes | str, name: str = "file.csv", **options: object) -> Intake:
    """Check a file against the product's own data set; text is UTF-8."""
    raw = content.encode() if isinstance(content, str) else content
    return check(raw, name, dataset=load(), **options)  # type: ignore[arg-type]


def lines(*rows: Sequence[str], delimiter: str = ",", end: str = "\r\n") -> str:
    """Return rows as delimited text without quotes."""
    return end.join(delimiter.join(row) for row in rows) + end


def one_value(value: str, unit: str = "人次", **cells: str) -> Intake:
    """Check a file of one row with this text as its value."""
    row = {"年份": "2025", "指标": "宣贯培训", "数值": value, "单位": unit, **cells}
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in row.values()]
    return checked(lines(tuple(row), quoted))


def workbook(
    rows: Iterable[Sequence[object]] = (HEADER, *ROWS), sheets: Sequence[str] = ("数据",)
) -> bytes:
    """Return a workbook whose sheets all hold these rows; numbers stay numbers."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    kept = list(rows)
    for name in sheets:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(kept):
            sheet.write_row(at, 0, row)
    book.close()
    return target.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a workbook with parts replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return target.getvalue()


def part(content: bytes, name: str) -> bytes:
    """Return one part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def codes(intake: Intake, severity: str | None = None) -> set[str]:
    """Return the kinds of problems of an intake, of one severity or all."""
    return {p.code for p in intake.problems if severity in (None, p.severity)}


def values(intake: Intake) -> list[int]:
    """Return the values taken, as integers."""
    return [int(o.value) for o in intake.observations if o.value is not None]
