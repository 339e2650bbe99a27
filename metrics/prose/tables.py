"""Read tables kept as text: rows of cells between `|` or tabs, with header and units.

`read_tables` gives one `Cell` a number cell, named by its row label and its column header, with
the unit that the cell, the row label, the header or a `单位：` line gives. Header years and row
numbers are handed back as refusals. Columns set apart by spaces only are not tables here.
"""

import re
from dataclasses import dataclass

from metrics.prose.headings import years_in
from metrics.prose.names import ChangeWord
from metrics.prose.quantities import Quantity, read_printed_unit, read_quantity, with_printed_unit
from metrics.prose.tokens import NUMERAL, NumeralRefusal

_RULE_ROW = re.compile(r"[\s|:\-—+]+")
_CELL = re.compile(r"[^|\t]+")
_LABEL_UNIT = re.compile(r"[(（]([^()（）]{1,8}(?:\([^()]{1,4}\))?)[)）]$")
_UNIT_LINE = re.compile(r"(?:计量)?单位[:：]\s*([^\s)）|]{1,8})")
_NUMBER_HEADER = re.compile(r"序号|编号|行次|代码|#|No\.?", re.IGNORECASE)
_UNIT_HEADER = re.compile(r"(?:计量)?单位")
_PLAIN_HEADER = re.compile(
    r"(?:本年|本期|上年|全年|本月|明年|下年|年度)?"
    r"(?:数量|数值|合计数?|数|指标值?|完成数|实绩|目标值?|任务数?|计划数?|预期目标)?"
)
_YEAR_CELL = re.compile(r"(?:19|20)\d{2}(?:年度?)?|本年|上年|去年|本期|上期")
_CLASS = re.compile(r"[\u4e00-\u9fff]{2,6}指标")
_GOAL_HEADER = re.compile(r"(?:目标|任务|计划|预期|指标)[值数量]?(?:\([^()]*\))?$")
_OUTCOME_HEADER = re.compile(r"完成|实际|占|达成|超|较|比")
_CHANGE_HEADER = re.compile(r"增长|增减|增幅|增速|同比|比上年|较上年")


@dataclass(frozen=True)
class Cell:
    """Hold one number cell of a table and what the table says about it."""

    quantity: Quantity
    metric: str
    year: int | None
    change: ChangeWord
    previous_year: bool = False
    goal: bool = False  # the column's header asks for it
    outcome: bool = False  # the column's header looks back


@dataclass(frozen=True)
class _Row:
    start: int
    end: int
    cells: tuple[tuple[int, int], ...]  # trimmed spans


def _row(text: str, start: int, end: int) -> _Row | None:
    """Return a line as a table row, or None if it is none."""
    line = text[start:end]
    if line.count("|") < 2 and "\t" not in line.strip():
        return None
    pattern, body_start, body_end = _CELL, start, end
    if "|" in line:
        body_start = start + line.index("|") + 1 if line.lstrip().startswith("|") else start
        pattern = re.compile(r"[^|]*")
    cells = []
    for match in pattern.finditer(text, body_start, body_end):
        if match.start() == match.end() and (match.start() >= body_end or "|" not in line):
            continue
        left = match.start() + len(match.group()) - len(match.group().lstrip())
        cells.append((left, max(left, match.start() + len(match.group().rstrip()))))
    if "|" in line:
        cells = [cell for i, cell in enumerate(cells) if cell[0] < cell[1] or i + 1 < len(cells)]
    return _Row(start, end, tuple(cells)) if len(cells) >= 2 else None


def _blocks(text: str) -> list[list[_Row]]:
    """Return runs of neighbouring table rows."""
    blocks: list[list[_Row]] = []
    start, open_block = 0, False
    for line in text.split("\n"):
        row = _row(text, start, start + len(line))
        start += len(line) + 1
        if row is None:
            open_block = open_block and not line.strip()
            continue
        if not open_block:
            blocks.append([])
        blocks[-1].append(row)
        open_block = True
    return blocks


def _number(text: str, span: tuple[int, int]) -> Quantity | None:
    """Return the number of a cell that holds nothing else but its unit."""
    start, end = span
    match = NUMERAL.search(text, start, end)
    if match is None or text[start : match.start()].strip("-+约近超↑↓≥≤≧≦>< "):
        return None
    quantity = read_quantity(text, match.start(), start)
    if quantity is None or quantity.end != end or quantity.number.style != "arabic":
        return None
    return quantity


def _split_label(label: str) -> tuple[str, str]:
    """Return a label without the unit in brackets behind it, and that unit: 事故起数(起)."""
    match = _LABEL_UNIT.search(label)
    if match is None:
        return label, ""
    if read_printed_unit(match.group(1)) is None:
        return label, ""
    return label[: match.start()].strip(), match.group(1)


class _Columns:
    """Hold what the header row of a table says of each column."""

    def __init__(self, text: str, header: _Row | None) -> None:
        self.names = [text[a:b] for a, b in header.cells] if header else []

    def name(self, index: int) -> str:
        """Return the header of a column, or an empty string."""
        return self.names[index] if index < len(self.names) else ""

    def find(self, pattern: re.Pattern[str]) -> int | None:
        """Return the first column whose whole header matches."""
        for index, name in enumerate(self.names):
            if pattern.fullmatch(name):
                return index
        return None


def _metric(label: str, header: str) -> str:
    """Return the name of a cell: its row label and a column header that adds to it."""
    name, _ = _split_label(label)
    column, _ = _split_label(header)
    if (
        _PLAIN_HEADER.fullmatch(column)
        or _YEAR_CELL.search(column)
        or _CHANGE_HEADER.search(column)
    ):
        return name
    return name + re.sub("^本年|^全年", "", column)


def _row_label(texts: list[str], passed_over: tuple[int | None, ...]) -> str:
    """Return the first cell of a row that holds words; numbers and units are skipped.

    A class of measures (数量指标) is passed over where the measure stands behind it.
    """
    worded = [
        body
        for index, body in enumerate(texts)
        if body and index not in passed_over and not NUMERAL.match(body)
    ]
    return next(
        (body for body in worded if not _CLASS.fullmatch(body)), worded[0] if worded else ""
    )


def _read_row(text: str, row: _Row, columns: _Columns, default_unit: str) -> list[Cell]:
    """Return the number cells of one row."""
    texts = [text[a:b] for a, b in row.cells]
    skip = columns.find(_NUMBER_HEADER)
    unit_column = columns.find(_UNIT_HEADER)
    label = _row_label(texts, (skip, unit_column))
    found = []
    for index, span in enumerate(row.cells):
        if index == skip:
            continue
        quantity = _number(text, span)
        if quantity is None:
            continue
        header = columns.name(index)
        units = [
            texts[unit_column] if unit_column is not None and unit_column < len(texts) else "",
            _split_label(header)[1],
            _split_label(label)[1],
            default_unit,
        ]
        unit = next((unit for unit in units if unit), "")
        if quantity.unit is None and unit and not _CHANGE_HEADER.search(header):
            quantity = with_printed_unit(quantity, unit)
        years = years_in(header + "年" if header.isdigit() else header)
        change: ChangeWord = "growth" if _CHANGE_HEADER.search(header) else "level"
        found.append(
            Cell(
                quantity,
                _metric(label, header),
                years[0] if years else None,
                change,
                bool(re.search("上年|去年|上期", header)) and change == "level",
                bool(_GOAL_HEADER.search(header)) and not _OUTCOME_HEADER.search(header),
                bool(_OUTCOME_HEADER.search(header)),
            )
        )
    return found


def _row_refusals(text: str, row: _Row, found: list[Cell], rule: str) -> list[NumeralRefusal]:
    """Return the numerals of a row that are no figures: header years, labels."""
    taken = {place for cell in found for place in range(cell.quantity.start, cell.quantity.end)}
    return [
        NumeralRefusal(match.start(), match.end(), rule)
        for match in NUMERAL.finditer(text, row.start, row.end)
        if match.start() not in taken
    ]


def read_tables(text: str) -> tuple[list[Cell], list[NumeralRefusal], list[tuple[int, int]]]:
    """Return figure cells, refused numerals, and the stretches that tables own."""
    cells: list[Cell] = []
    refused: list[NumeralRefusal] = []
    owned: list[tuple[int, int]] = []
    columns = _Columns("", None)
    for block in _blocks(text):
        body = [row for row in block if not _RULE_ROW.fullmatch(text[row.start : row.end])]
        if not body:
            continue
        first = body[0]
        numbers = [_number(text, span) for span in first.cells]
        heads = not any(
            number and not years_in(text[number.start : number.end] + "年") for number in numbers
        )
        if heads:
            columns = _Columns(text, first)
        elif not any(len(row.cells) == len(columns.names) for row in body):
            columns = _Columns("", None)
        line = _UNIT_LINE.search(text, max(0, first.start - 60), first.start)
        for row in body:
            found = (
                []
                if heads and row is first
                else _read_row(text, row, columns, line.group(1) if line else "")
            )
            prose = any(len(text[a:b]) > 40 for a, b in row.cells)
            if prose and not found:
                continue  # a paragraph that happens to stand between bars
            cells.extend(found)
            owned.append((row.start, row.end))
            rule = "table-header" if heads and row is first else "table-label"
            refused.extend(_row_refusals(text, row, found, rule))
    return cells, refused, owned
