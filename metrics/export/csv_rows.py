"""Figures as CSV files to take away, which open safely and read back identically.

A text that a spreadsheet would run as a formula carries an apostrophe, which the intake takes off
again; numbers stay numbers. Nothing is left out and no column is renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from metrics.formula_guard import mark_as_text
from metrics.model.csv_file import written_rows
from metrics.model.observation import COLUMN_NAMES, Observation

NUMBERS = ("year", "value", "upper")
EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; longer ones are written as text."""


def csv_bytes(observations: Iterable[Observation]) -> bytes:
    """Return observations as a CSV file: UTF-8 with BOM, columns COLUMN_NAMES."""
    return b"".join(csv_pieces(observations))


def csv_pieces(observations: Iterable[Observation]) -> Iterator[bytes]:
    """Yield the same file in pieces."""
    return written_rows(COLUMN_NAMES, marked(one.as_text() for one in observations))


def marked(rows: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Yield rows of texts by column name so that no spreadsheet runs one; numbers stay as is."""
    for row in rows:
        yield {name: cell if name in NUMBERS else mark_as_text(cell) for name, cell in row.items()}
