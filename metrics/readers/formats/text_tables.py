"""Collect a document's text with its tables.

A table is emitted with the line of the text that it begins on, the rows of its cells, its merged
cells, and the lines just above it, which often hold its title, year and unit.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

_MOST_BEFORE = 4  # lines above a table that are handed on with it
_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SHIFTED = {"superscript": _RAISED, "sup": _RAISED, "subscript": _LOWERED, "sub": _LOWERED}


def shifted(text: str, align: str | None) -> tuple[str, str]:
    """Return a raised or lowered text with its mark: 13040 and raised 1 as 13040¹.

    `align` is the name that Excel, Word or HTML give it; other names leave the text alone.
    """
    table = _SHIFTED.get(align or "")
    return (text.translate(table), "raised" if text.strip() else "") if table else (text, "")


class Cell(NamedTuple):
    """Hold a cell on its way into a table; `mark` is one of `Grid.marks`."""

    text: str
    across: int = 1
    down: int = 1
    mark: str = ""


class TextTables:
    """Collect a document's lines and its tables."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tables: list[dict[str, Any]] = []
        self._above: list[str] = []

    def add(self, line: str) -> None:
        """Add a line."""
        self.lines.append(line)
        if line.strip():
            self._above = [*self._above[1 - _MOST_BEFORE :], line.strip()]

    def add_table(
        self,
        rows: Sequence[Sequence[Cell]],
        hidden_rows: Sequence[int] = (),
        hidden_columns: Sequence[int] = (),
    ) -> None:
        """Add a table; cells that reach across or down leave empty ones behind them.

        `hidden_rows` count from 1, `hidden_columns` from 0.
        """
        cells, merges, marks = placed(rows)
        first = len(self.lines)
        self.lines += map("\t".join, cells)
        self.tables.append(
            {
                "line": first,
                "rows": cells,
                "merges": merges,
                "marks": marks,
                "before": self._above,
                "hidden_rows": [*hidden_rows],
                "hidden_columns": [*hidden_columns],
            }
        )
        self._above = []


def placed(
    rows: Sequence[Sequence[Cell]],
) -> tuple[list[list[str]], list[list[int]], list[tuple[int, int, str]]]:
    """Return the texts of cells in their columns, the merged ranges and the marks.

    Ranges and marks are those of `Grid`: rows from 1, columns from 0.
    """
    cells: list[list[str]] = []
    merges: list[list[int]] = []
    marks: list[tuple[int, int, str]] = []
    reaching: dict[int, int] = {}
    for number, row in enumerate(rows, 1):
        texts: list[str] = []
        for cell in row:
            while reaching.get(len(texts), 0) >= number:
                texts.append("")
            column = len(texts)
            last = min(number + cell.down - 1, len(rows))
            if cell.across > 1 or last > number:
                merges.append([number, column, last, column + cell.across - 1])
            if last > number:
                reaching.update(dict.fromkeys(range(column, column + cell.across), last))
            if cell.mark:
                marks.append((number, column, cell.mark))
            texts += [cell.text, *[""] * (cell.across - 1)]
        while reaching.get(len(texts), 0) >= number:
            texts.append("")
        cells.append(texts)
    return cells, merges, marks
