"""Show a sheet of a file as a table in which roles and cells can be changed.

A cell's text is shown as it is: nothing in it is read as markup.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from ui.components.mounting import mounted

_sheet = mounted(Path(__file__).parent)


@dataclass(frozen=True)
class SheetCell:
    """Hold a cell: its text, its state (empty: not looked at), its hint.

    `mended` is that its text is not the file's; `across` and `down` are the columns and rows that
    a merged cell takes.
    """

    text: str
    state: str = ""
    hint: str = ""
    mended: bool = False
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class SheetRow:
    """Hold a row under its number in the file; cells covered by a merged one are None."""

    number: int
    role: str
    cells: Sequence[SheetCell | None]


@dataclass(frozen=True)
class SheetTexts:
    """Hold what the sheet says: names of roles by their values, labels with {place}."""

    label: str
    column: str
    row: str
    cell: str
    column_roles: Mapping[str, str] = field(default_factory=dict)
    row_roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetChange:
    """Hold what was changed: a column's or row's role, or a cell's text."""

    kind: Literal["column", "row", "cell"]
    row: int
    column: str
    value: str


def show_sheet(
    columns: Sequence[tuple[str, str]],
    rows: Sequence[SheetRow],
    texts: SheetTexts,
    *,
    key: str,
    on_change: Callable[[SheetChange], None],
) -> None:
    """Show a sheet; `columns` are letters with roles, `on_change` gets each change."""
    data = {
        "columns": [{"letter": letter, "role": role} for letter, role in columns],
        "rows": [_row(row) for row in rows],
        "texts": {**asdict(texts), "column_roles": None, "row_roles": None},
        "columnRoles": list(texts.column_roles.items()),
        "rowRoles": list(texts.row_roles.items()),
    }

    def changed() -> None:
        sent: Any = st.session_state[key].change
        if sent:
            row, column = int(sent.get("row") or 0), str(sent.get("column") or "")
            on_change(SheetChange(sent["kind"], row, column, str(sent["value"])))

    _sheet(data=data, key=key, on_change_change=changed)


def _row(row: SheetRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "role": row.role,
        "cells": [None if cell is None else asdict(cell) for cell in row.cells],
    }
