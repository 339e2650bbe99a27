"""Hold what a table was read as: facts, roles, states of cells, questions, problems."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from metrics.i18n import Message, Words
from metrics.problems import Problem
from metrics.readers.grid import Grid, column_letter

COLUMN_ROLES = (
    "metric", "region", "year", "category", "subcategory", "unit", "period", "figure", "plan",
    "change", "total", "serial", "note", "ignore",
)  # fmt: skip
"""Roles that a person may give to a column, in the order of a list to choose from."""
ROW_ROLES = ("header", "figure", "title", "section", "total", "note", "ignore")
"""Roles that a person may give to a row."""
CellState = Literal[
    "", "taken", "missing", "total", "part", "plan", "change", "asked", "wrong", "unread", "name",
    "header", "title", "note",
]  # fmt: skip
"""What became of a cell: taken as a figure, left out for a reason, or read as words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Name a cell: sheet (empty where unnamed), Excel's row, column from 0."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """Return the address as Excel shows it, without the sheet: C5."""
        return f"{column_letter(self.column)}{self.row}"

    @property
    def address(self) -> str:
        """Return the address with its sheet: Sheet1!C5."""
        return f"{self.sheet}!{self.cell}" if self.sheet else self.cell


@dataclass(frozen=True)
class Option:
    """Hold one answer to a question: the value that is passed back, and its text."""

    value: str
    label: Message


@dataclass(frozen=True)
class Question:
    """Hold a question that a table leaves open, and the cells it is about."""

    id: str
    ask: Message
    options: tuple[Option, ...]
    cells: tuple[Place, ...] = ()

    def as_dict(self, _: Words) -> dict[str, Any]:
        """Return the question as JSON of the command line."""
        return {
            "id": self.id,
            "ask": _.say(self.ask),
            "options": [{"value": o.value, "label": _.say(o.label)} for o in self.options],
            "cells": [place.address for place in self.cells],
        }


@dataclass(frozen=True)
class Fact:
    """Hold one figure of a table with all that its row, column and surroundings say.

    `value` is the text of the figure without marks, `written` the cell as it stands. `metric` is
    canonical where it is known; what the table leaves open is empty.
    """

    place: Place
    year: int | None
    region: str
    metric: str
    value: str
    written: str
    unit: str = ""
    category: str = ""
    subcategory: str = ""
    known: bool = False


@dataclass(frozen=True)
class SheetReading:
    """Hold a sheet as it was read, for drawing it.

    `columns` and `rows` give roles by column (from 0) and by Excel's row; `states` gives the state
    of cells by (Excel's row, column). A cell not in `states` holds nothing that was looked at.
    """

    grid: Grid
    name: str
    columns: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    states: Mapping[tuple[int, int], CellState] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the roles of the sheet's columns and rows as JSON of the command line."""
        return {
            "sheet": self.grid.sheet,
            "columns": {column_letter(at): role for at, role in sorted(self.columns.items())},
            "rows": {str(number): role for number, role in sorted(self.rows.items())},
        }


@dataclass(frozen=True)
class TablesReading:
    """Hold what all tables of a file say."""

    facts: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    sheets: tuple[SheetReading, ...] = ()
