"""Time the intake of 200,000 honest rows, by format."""

import io
import random
import resource
import sys
import time

import xlsxwriter

from metrics.intake import check
from metrics.model.csv_file import write_rows
from metrics.model.dataset import load
from metrics.model.observation import COLUMN_NAMES


def honest_rows(count: int) -> list[dict[str, str]]:
    """Return rows of catalogue metrics for many districts and years."""
    metrics = load().catalogue.metrics
    chance = random.Random(7)
    rows = []
    for at in range(count):
        metric = metrics[at % len(metrics)]
        number = str(chance.randrange(1, 9_000_000))
        cells = dict.fromkeys(COLUMN_NAMES, "")
        cells |= {"year": str(2000 + at // 20 % 26), "region": f"第{at // 520}镇", "value": number}
        cells |= {"category": metric.category, "metric": metric.zh, "unit": metric.unit}
        rows.append(cells | {"printed": number + metric.unit, "section": "一(二)三是"})
    return rows


def as_workbook(rows: list[dict[str, str]]) -> bytes:
    """Return the rows as an XLSX workbook with typed numbers."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, COLUMN_NAMES)
    for at, row in enumerate(rows, start=1):
        for column, name in enumerate(COLUMN_NAMES):
            if name in ("year", "value"):
                sheet.write_number(at, column, int(row[name]))
            elif row[name]:
                sheet.write_string(at, column, row[name])
    book.close()
    return target.getvalue()


def main() -> None:
    """Time a CSV and an XLSX file of the number of rows in the first argument."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    rows = honest_rows(count)
    csv_file = write_rows(COLUMN_NAMES, rows)
    gbk_file = csv_file.decode("utf-8-sig").encode("gb18030")
    for name, content in (
        ("utf-8.csv", csv_file),
        ("gbk.csv", gbk_file),
        ("xlsx", as_workbook(rows)),
    ):
        start = time.perf_counter()
        intake = check(content, name, dataset=load())
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(
            f"{name}: {len(intake.observations):,} of {count:,} rows in {took:.1f} s "
            f"({took / count * 1e6:.0f} µs a row), {len(content) / 1e6:.0f} MB, "
            f"peak {peak} MB, reading process {child} MB, ok {intake.ok}"
        )


if __name__ == "__main__":
    main()
