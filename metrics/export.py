"""Figures as files to take away: CSV and XLSX that open safely and read back identically.

A text that a spreadsheet would run as a formula carries an apostrophe, which the intake takes off
again; numbers stay numbers. Nothing is left out and no column is renamed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal

import xlsxwriter

from metrics.intake.celltext import mark_as_text
from metrics.observation import COLUMN_NAMES, Observation, plain
from metrics.tabular import write_rows

NUMBERS = ("year", "value", "upper")
EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; longer ones are written as text."""


def csv_bytes(observations: Iterable[Observation]) -> bytes:
    """Return observations as a CSV file: UTF-8 with BOM, columns COLUMN_NAMES."""
    return write_rows(
        COLUMN_NAMES,
        (
            {name: cell if name in NUMBERS else mark_as_text(cell) for name, cell in row.items()}
            for row in (observation.as_text() for observation in observations)
        ),
    )


def xlsx_bytes(observations: Iterable[Observation]) -> bytes:
    """Return observations as a workbook of one sheet with typed cells."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet("metrics")
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, COLUMN_NAMES, book.add_format({"bold": True}))
    for at, observation in enumerate(observations, start=1):
        for column, name in enumerate(COLUMN_NAMES):
            cell = getattr(observation, name)
            if isinstance(cell, Decimal):
                _write_number(sheet, at, column, cell)
            elif isinstance(cell, int):
                sheet.write_number(at, column, cell)
            elif cell:
                sheet.write_string(at, column, mark_as_text(cell))
    book.close()
    return target.getvalue()


def _write_number(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Decimal
) -> None:
    if len(value.normalize().as_tuple().digits) <= EXACT_DIGITS:
        sheet.write_number(row, column, float(value))
    else:
        sheet.write_string(row, column, plain(value))
