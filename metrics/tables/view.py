"""Show a sheet cell by cell: merged cells, and which hold figures or words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from metrics.readers.grid import Grid, column_letter
from metrics.tables.cell_number import CellReading, NumberReader
from metrics.tables.values import WRITTEN_OUT, without_aside
from metrics.tables.words import even, missing_marks, without_marks
from metrics.text import clean

EMPTY, FIGURE, YEAR, MISSING, SENTENCE, TEXT = (
    "empty",
    "figure",
    "year",
    "missing",
    "sentence",
    "text",
)
"""Kinds of cells; YEAR is a bare number that may be a year or a figure."""
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_DASHES = re.compile(r"[-—–―－_=＝.…·\s]{2,}")
_NUMBERISH = re.compile(
    r"[约近超逾≥≤><~+-]?\s*\d[\d,.，\s]*(?:[余多]?[万亿千百]?[余多]?)(?:%|％|‰)?(?:以上|左右|余|多)?"
)
_QUANTITY = re.compile(
    r"\d[\d,.]*\s*(?:余|多)?(?:[万亿]|十万|百万)?(?:余|多)?\s*(?:%|个(?!月)|(?![年月季半日号级])[\u4e00-\u9fff])"
)


class View:
    """Show the cells of a grid, cleaned, with merged cells known."""

    def __init__(self, grid: Grid, reader: NumberReader) -> None:
        self.grid, self.reader = grid, reader
        self.width = max((len(row) for row in grid.rows), default=0)
        self.rows = [
            [clean(cell) for cell in row] + [""] * (self.width - len(row)) for row in grid.rows
        ]
        self.index = {number: at for at, number in enumerate(grid.numbers)}
        self.origin: dict[tuple[int, int], tuple[int, int]] = {}
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        self._kinds: dict[str, str] = {}
        for top, left, bottom, right in grid.merges:
            self._merge(top, left, bottom, right)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        first = self.index.get(top)
        if first is None or left >= self.width:
            return
        last = min(self.index.get(bottom, len(self.rows) - 1), len(self.rows) - 1)
        right = min(right, self.width - 1)
        self.spans[first, left] = (last, right)
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                self.origin[row, column] = (first, left)

    def text(self, row: int, column: int) -> str:
        """Return the text that a cell shows, also inside a merged one."""
        own = self.rows[row][column]
        if own or (row, column) not in self.origin:
            return own
        first, left = self.origin[row, column]
        return self.rows[first][left]

    def kind(self, text: str) -> str:
        """Return what a cell's text is by itself."""
        known = self._kinds.get(text)
        if known is None:
            known = self._kinds[text] = self._kind(text)
        return known

    def _kind(self, text: str) -> str:
        if not text:
            return EMPTY
        if text.isascii() and text.isdigit():
            return YEAR if _BARE_YEAR.fullmatch(text) else FIGURE
        if even(text) in missing_marks():
            return MISSING
        bare = without_marks(text)
        if even(bare) in missing_marks() or _DASHES.fullmatch(text):
            return MISSING
        if not bare:
            return TEXT
        if bare.isdigit() and bare.isascii():
            return YEAR if _BARE_YEAR.fullmatch(bare) and bare == text else FIGURE
        if _NUMBERISH.fullmatch(bare) or isinstance(self.reader.read(bare), CellReading):
            return FIGURE
        if (
            (bare.startswith(("=", "#")) and len(bare) > 1 and not bare[1:2].isalnum())
            or bare.startswith("=")
            or re.fullmatch(r"#[A-Z/0!?]+", bare)
        ):
            return FIGURE
        if WRITTEN_OUT.fullmatch(bare) or _NUMBERISH.fullmatch(without_aside(bare)):
            return FIGURE
        return SENTENCE if _QUANTITY.search(bare) and len(bare) > 4 else TEXT

    def row(self, at: int, left: int, right: int) -> list[tuple[int, str]]:
        """Return the filled cells of a row with their columns; a merged cell counts once."""
        return [(c, self.rows[at][c]) for c in range(left, right) if self.rows[at][c]]

    def address(self, row: int, column: int) -> str:
        """Return a cell's address as Excel shows it: C5."""
        return f"{column_letter(column)}{self.grid.numbers[row]}"


def part(grid: Grid, left: int, right: int) -> Grid:
    """Return a grid with only the columns from `left` to before `right` filled."""
    rows: Sequence[list[str]] = [
        [cell if left <= at < right else "" for at, cell in enumerate(row)] for row in grid.rows
    ]
    merges = tuple(m for m in grid.merges if left <= m[1] < right)
    return replace(grid, rows=rows, merges=merges)
