"""Mend an import in place: another text, the advised one, or a row left out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from metrics.i18n import Message, Words
from metrics.model.observation import COLUMNS
from metrics.problems import Problem, most_severe_first
from metrics.readers.grid import column_letter
from metrics.tables.result import SheetReading
from metrics.text import shown
from ui.session.markdown import plain_text
from ui.views.publishing.files import FileOfDraft, keep_of_file

Sheets = Sequence[SheetReading]
MOST_SHOWN = 200
_MOST_MENDED = 30
Place = tuple[int | None, str]


def problem_line(problem: Problem, _: Words) -> str:
    """Return a problem in one line: where, what stands there, what is wrong, the mend."""
    message = _.say(problem.message)
    named = not problem.found or problem.found in message
    found = "" if named else f"“{problem.found}”"
    parts = [replace(problem, file=None).place(_), found, message]
    if problem.fix:
        parts.append(_.say(problem.fix))
    return plain_text(" · ".join(part for part in parts if part))


def say_cut(shown: int, total: int, _: Words) -> None:
    """Say that a list is cut, and where the whole list stands."""
    if shown < total:
        st.caption(
            _(
                "The first {n} of {total}; all of them are in the list to download",
                n=f"{shown:,}",
                total=f"{total:,}",
            )
        )


def show_errors(errors: list[Problem], sheets: Sheets, file: FileOfDraft) -> None:
    """Show the errors that can be mended here, then the others.

    `sheets` are those of the file: a cell is named with its own where there are several.
    """
    _ = file.desk.words
    cells: dict[Place, Problem] = {
        (p.row, _column(p, sheets)): p for p in errors if p.row is not None and p.column
    }
    mendable = dict(list(cells.items())[:_MOST_MENDED])
    if mendable:
        with st.form("mend", border=False):
            _mend_here(mendable, sheets, file)
        say_cut(len(mendable), len(cells), _)
    shown_above = {id(problem) for problem in mendable.values()}
    others = most_severe_first([p for p in errors if id(p) not in shown_above])
    for problem in others[:MOST_SHOWN]:
        st.markdown(problem_line(problem, _))
        offer_mends(problem, sheets, file)
    say_cut(min(MOST_SHOWN, len(others)), len(others), _)


def offer_mends(
    problem: Problem,
    sheets: Sheets,
    file: FileOfDraft,
    *,
    button: Callable[..., bool] = st.button,
) -> None:
    """Offer the text that is advised, and to leave the row out."""
    _, row = file.desk.words, problem.row
    if row is None:
        return
    named = f"{file.key}_{problem.code}_{row}_{problem.column}"
    with st.container(horizontal=True):
        if problem.suggested and problem.column:
            button(
                plain_text(_("Write “{text}”", text=shown(problem.suggested))),
                key=f"advised_{named}",
                on_click=_edit,
                args=([[row, _column(problem, sheets), problem.suggested]], file),
            )
        if problem.code == "unknown-category" and problem.severity == "warning":
            _offer_categories(problem, sheets, file)
        if _holds_figures(problem, sheets):
            button(
                _("Leave this row out"),
                key=f"out_{named}",
                on_click=_leave_out,
                args=(_prefix(problem, sheets) + str(row), file),
            )


def _mend_here(mendable: dict[Place, Problem], sheets: Sheets, file: FileOfDraft) -> None:
    _ = file.desk.words
    for place, problem in mendable.items():
        st.markdown(problem_line(problem, _))
        column = _.say(Message(problem.column or ""))
        st.text_input(
            plain_text(_("Row {row}, {column}: change to", row=problem.row, column=column)),
            value=problem.found or "",
            key=_input_key(file, place),
        )
        offer_mends(problem, sheets, file, button=st.form_submit_button)
    st.form_submit_button(
        _("Mend here and check again"),
        icon=":material/edit:",
        on_click=_mend,
        args=(mendable, file),
    )


def _mend(mendable: dict[Place, Problem], file: FileOfDraft) -> None:
    written = {place: st.session_state[_input_key(file, place)] for place in mendable}
    edits = [
        [*place, text] for place, text in written.items() if text != (mendable[place].found or "")
    ]
    _edit(edits, file)


def _edit(edits: list[list[Any]], file: FileOfDraft) -> None:
    keep_of_file(file, edits=[*file.state.get("edits", []), *edits])


def _leave_out(address: str, file: FileOfDraft) -> None:
    read: dict[str, Any] = file.state.get("read", {})
    keep_of_file(file, read={**read, "roles": {**read.get("roles", {}), address: "ignore"}})


def _prefix(problem: Problem, sheets: Sheets) -> str:
    return f"{problem.sheet}!" if len(sheets) > 1 and problem.sheet else ""


def _column(problem: Problem, sheets: Sheets) -> str:
    """Return the column of a cell as an edit names it: its letter where it is known."""
    return _prefix(problem, sheets) + (_letter(problem, sheets) or problem.column or "")


def _holds_figures(problem: Problem, sheets: Sheets) -> bool:
    """Return whether a problem's row is no line around the figures: a note, a title."""
    own = [sheet for sheet in sheets if problem.sheet in (None, sheet.grid.sheet)]
    role = next((role for sheet in own if (role := sheet.rows.get(problem.row or 0))), "figure")
    return role not in ("note", "title", "header", "section")


def _letter(problem: Problem, sheets: Sheets) -> str:
    """Return the letter of the column that a problem is about, by a sheet's roles."""
    named = problem.column or ""
    role = next((column.name for column in COLUMNS if named in (column.name, column.zh)), "")
    if not role:
        return ""
    own = [sheet for sheet in sheets if problem.sheet in (None, sheet.grid.sheet)]
    places = [
        at for sheet in own[:1] for at, given in sorted(sheet.columns.items()) if given == role
    ]
    return column_letter(places[0]) if places else ""


def _offer_categories(problem: Problem, sheets: Sheets, file: FileOfDraft) -> None:
    """Offer the known categories in place of one that is not known."""
    _ = file.desk.words
    known = [category.zh for category in file.desk.data.vocabulary.categories.values()]
    key = f"category_{file.key}_{_prefix(problem, sheets)}{problem.row}"

    def chosen() -> None:
        _edit([[problem.row, _column(problem, sheets), st.session_state[key]]], file)

    st.selectbox(
        _("Category"),
        known,
        index=None,
        placeholder=_("Choose a known category"),
        label_visibility="collapsed",
        key=key,
        width=240,
        on_change=chosen,
    )


def _input_key(file: FileOfDraft, place: Place) -> str:
    return f"mend_{file.key}_{place[0]}_{place[1]}"
