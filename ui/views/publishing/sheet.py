"""Show the sheets of an import with the role of each column, row and cell, to be changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from metrics.i18n import Message, Words, message
from metrics.intake import Intake
from metrics.readers.grid import Grid, column_letter, column_number
from metrics.tables.result import COLUMN_ROLES, ROW_ROLES, CellState, SheetReading
from metrics.text import shown
from ui.components.sheet import SheetCell, SheetChange, SheetRow, SheetTexts, show_sheet
from ui.session.markdown import BadgeColor
from ui.views.publishing.files import FileOfDraft, can_undo, keep_of_file, undo

MOST_ROWS, MOST_COLUMNS = 200, 60
_COLUMN_NAMES: dict[str, Message] = {
    "metric": message("metrics"),
    "region": message("regions"),
    "year": message("years"),
    "category": message("categories"),
    "subcategory": message("sub-categories"),
    "unit": message("units"),
    "period": message("quarters, months"),
    "figure": message("figures"),
    "plan": message("plans, goals"),
    "change": message("growth, ranks"),
    "total": message("totals"),
    "serial": message("serial numbers"),
    "note": message("notes"),
    "ignore": message("left out"),
}
_ROW_NAMES: dict[str, Message] = {
    "header": message("header"),
    "figure": message("figures"),
    "title": message("title"),
    "section": message("group heading"),
    "total": message("total"),
    "note": message("remark line"),
    "ignore": message("left out"),
}
STATES: dict[CellState, tuple[Message, BadgeColor]] = {
    "taken": (message("taken as a figure"), "green"),
    "asked": (message("asked"), "orange"),
    "wrong": (message("to mend"), "red"),
    "total": (message("total, used to check the sum"), "gray"),
    "plan": (message("plan or goal, no figure of the year"), "gray"),
    "change": (message("growth or rank, no figure of the year"), "gray"),
    "part": (message("part of a year"), "gray"),
    "missing": (message("not published"), "gray"),
    "unread": (message("not read"), "gray"),
    "name": (message("name"), "blue"),
    "header": (message("header"), "blue"),
}
"""What became of a cell, in words, and the colour of its badge."""


def role_name(role: str, _: Words) -> str:
    """Return what a column holds, in a word."""
    return _.say(_COLUMN_NAMES[role]) if role in _COLUMN_NAMES else role


def show_sheets(file: FileOfDraft, intake: Intake) -> None:
    """Show the sheets of an import, one at a time where there are several."""
    _ = file.desk.words
    if not intake.grids:
        return
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{_('The sheet as it was read')}**", width="stretch")
            if can_undo(file):
                st.button(
                    _("Undo"),
                    key=f"undo_{file.key}",
                    icon=":material/undo:",
                    on_click=undo,
                    args=(file,),
                )
        st.caption(
            _("Choose what a column or row is at its head; press a cell to write another text.")
        )
        numbers = range(len(intake.grids))
        at = 0
        if len(intake.grids) > 1:
            at = st.segmented_control(
                _("Sheet"),
                numbers,
                default=0,
                required=True,
                format_func=lambda number: intake.grids[number].name,
                key=f"sheet_shown_{file.key}",
            )
        _show_one(intake.grids[at], file, intake)


def _show_one(sheet: SheetReading, file: FileOfDraft, intake: Intake) -> None:
    _, grid = file.desk.words, sheet.grid
    prefix = f"{grid.sheet}!" if len(intake.grids) > 1 and grid.sheet else ""
    if intake.header_row is not None:
        usual = dict.fromkeys(grid.numbers, "figure")  # a tidy sheet names the other rows only
        sheet = replace(sheet, rows=usual | dict(sheet.rows))
    sheet = _as_given(sheet, prefix, file.state.get("read", {}).get("roles", {}))
    states = _states(sheet, intake)
    names = {state: _.say(text) for state, (text, _color) in STATES.items()}
    texts = {place: names.get(state, "") for place, state in states.items()}
    width = min(max((len(row) for row in grid.rows), default=0), MOST_COLUMNS)

    def changed(change: SheetChange) -> None:
        _keep(change, prefix, file)

    mends = _mends(sheet, intake, _)
    texts |= _hints(sheet, intake, _) | mends
    show_sheet(
        [(column_letter(at), sheet.columns.get(at, "")) for at in range(width)],
        _rows(sheet, _shown_numbers(sheet, file, _), width, states, texts, mends),
        _texts(_),
        key=f"sheet_{file.key}_{sheet.name}",
        on_change=changed,
    )
    with st.container(horizontal=True):
        for state in dict.fromkeys(states.values()):
            if state in STATES:
                st.badge(names[state], color=STATES[state][1])


def _shown_numbers(sheet: SheetReading, file: FileOfDraft, _: Words) -> list[int]:
    """Return the numbers of the rows to show: of a long sheet header and a part."""
    numbers = list(sheet.grid.numbers)
    if len(numbers) <= MOST_ROWS:
        return numbers
    at = st.selectbox(
        _("Rows, of {total}", total=f"{len(numbers):,}"),
        range(0, len(numbers), MOST_ROWS),
        format_func=lambda at: f"{numbers[at]}–{numbers[at : at + MOST_ROWS][-1]}",
        key=f"rows_{file.key}_{sheet.name}",
        width=220,
    )
    head = [number for number in numbers[:at] if sheet.rows.get(number) == "header"]
    return [*head, *numbers[at : at + MOST_ROWS]]


def _as_given(sheet: SheetReading, prefix: str, roles: Mapping[str, str]) -> SheetReading:
    """Return a sheet with the editor's roles in place of those it was read in."""
    columns, rows = dict(sheet.columns), dict(sheet.rows)
    for address, role in roles.items():
        place = address.removeprefix(prefix)
        at = column_number(place)
        if place.isdigit():
            rows[int(place)] = role
        elif at is not None:
            columns[at] = role
    return replace(sheet, columns=columns, rows=rows)


def _texts(_: Words) -> SheetTexts:
    return SheetTexts(
        label=_("The sheet as it was read"),
        column=_("What column {place} holds"),
        row=_("What row {place} holds"),
        cell=_("Cell {place}: change to"),
        column_roles={role: _.say(_COLUMN_NAMES[role]) for role in COLUMN_ROLES},
        row_roles={role: _.say(_ROW_NAMES[role]) for role in ROW_ROLES},
    )


def _states(sheet: SheetReading, intake: Intake) -> dict[tuple[int, int], CellState]:
    """Return the state of each cell: as it was read, asked about, or in an error."""
    states = dict(sheet.states)
    own = [cell for cell in intake.cells if cell.sheet in ("", sheet.grid.sheet)]
    states |= {(cell.row, cell.column): "taken" for cell in own}
    for question in intake.questions:
        for cell in question.cells:
            if cell.sheet in ("", sheet.grid.sheet):
                states[cell.row, cell.column] = "asked"
    return states | dict.fromkeys(_errors(sheet, intake), "wrong")


def _mends(sheet: SheetReading, intake: Intake, _: Words) -> dict[tuple[int, int], str]:
    """Return what the file holds in each cell that was mended."""
    return {
        (cell.row, cell.column): _("The file has “{text}” here", text=shown(text))
        for cell, text in (intake.mended or {}).items()
        if cell.sheet in ("", sheet.grid.sheet)
    }


def _hints(sheet: SheetReading, intake: Intake, _: Words) -> dict[tuple[int, int], str]:
    """Return the hints of the cells in an error."""
    return {place: _.say(text) for place, text in _errors(sheet, intake).items()}


def _errors(sheet: SheetReading, intake: Intake) -> dict[tuple[int, int], Message]:
    header = _header(sheet)
    found: dict[tuple[int, int], Message] = {}
    for problem in intake.problems:
        if problem.severity != "error" or problem.row is None or not problem.column:
            continue
        if problem.sheet not in (None, sheet.grid.sheet):
            continue
        at = header.get(problem.column, column_number(problem.column))
        if at is not None:
            found[problem.row, at] = problem.message
    return found


def _header(sheet: SheetReading) -> dict[str, int]:
    """Return the columns by the names that stand in the header rows."""
    rows = dict(zip(sheet.grid.numbers, sheet.grid.rows, strict=True))
    named = [rows[number] for number, role in sheet.rows.items() if role == "header"]
    return {cell.strip(): at for row in named for at, cell in enumerate(row) if cell.strip()}


def _rows(
    sheet: SheetReading,
    shown: Sequence[int],
    width: int,
    states: Mapping[tuple[int, int], str],
    hints: Mapping[tuple[int, int], str],
    mends: Collection[tuple[int, int]],
) -> list[SheetRow]:
    grid = sheet.grid
    spans, covered = _merged(grid, set(shown), width)
    by_number = dict(zip(grid.numbers, grid.rows, strict=True))
    rows = []
    for number in shown:
        cells = by_number[number]
        line: list[SheetCell | None] = []
        for at in range(width):
            place = (number, at)
            if place in covered:
                line.append(None)
                continue
            text = cells[at] if at < len(cells) else ""
            across, down = spans.get(place, (1, 1))
            state, mended = states.get(place, ""), place in mends
            line.append(SheetCell(text, state, hints.get(place, ""), mended, across, down))
        rows.append(SheetRow(number, sheet.rows.get(number, ""), line))
    return rows


def _merged(
    grid: Grid, shown: Collection[int], width: int
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Return the size of merged cells by their first, and the cells that they cover."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in grid.merges:
        rows = [number for number in range(top, bottom + 1) if number in shown]
        columns = range(left, min(right, width - 1) + 1)
        if not rows or rows[0] != top or not columns:
            continue
        spans[top, left] = (len(columns), len(rows))
        covered |= {(row, column) for row in rows for column in columns} - {(top, left)}
    return spans, covered


def _keep(change: SheetChange, prefix: str, file: FileOfDraft) -> None:
    """Keep a change of a role or a text; the page then reads the file again."""
    if change.kind == "cell":
        edits = [*file.state.get("edits", []), [change.row, prefix + change.column, change.value]]
        keep_of_file(file, edits=edits)
        return
    read: dict[str, Any] = file.state.get("read", {})
    place = change.column if change.kind == "column" else str(change.row)
    roles = {**read.get("roles", {}), prefix + place: change.value}
    keep_of_file(file, read={**read, "roles": roles})
