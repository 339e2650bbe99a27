"""Show enter goals: typed as a report writes them or from a table, looked over, published.

What is entered is a draft of the store like an unfinished import; nothing is published before the
button says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from metrics.auth import Editor, NotAllowed
from metrics.extraction.target_table import EXAMPLES, checked_goals, goal_cells, read_goal_table
from metrics.i18n import Words
from metrics.model.target import COLUMNS, Target, target_cells
from metrics.model.target_changes import plan_targets
from metrics.problems import Problem
from metrics.store import SourceFile, StoreError, publish
from metrics.store.drafts import GOALS
from metrics.wording.targets import goal_change_lines, goal_name, stated_text
from ui.session.markdown import plain_text
from ui.session.problem_list import tell_problems
from ui.session.sign_in import require_editor
from ui.session.view import View
from ui.views.publishing.desk import (
    Desk,
    Published,
    begin,
    file_of,
    finish,
    is_current,
    keep,
    leave,
    open_desk,
    set_outcome,
)
from ui.views.publishing.drafts import show_drafts

_TYPED = "goals.csv"
_TYPES = ["csv", "xlsx", "xls", "ods", "txt", "docx"]


def show_goal_entry(view: View) -> None:
    """Show the entry of goals, folded away until an editor opens it."""
    _ = view.words
    with st.expander(
        _("Enter goals"), icon=":material/edit:", key="goal_entry", on_change="rerun"
    ) as box:
        if not box.open:
            return
        editor = require_editor(_)
        desk = open_desk(GOALS, view, editor)
        if desk is None:
            _show_beginning(view, editor)
        else:
            _show_draft(desk)


def _show_beginning(view: View, editor: Editor) -> None:
    _ = view.words
    st.caption(
        _("A table has a row for each goal and the columns metric, goal, deadline and report year; "
          "a goal is written as in a report: {examples}", examples=_.list(list(EXAMPLES)))
    )  # fmt: skip
    st.file_uploader(
        _("Drop a table of goals here"),
        type=_TYPES,
        key="goals_file",
        on_change=_take_file,
        args=(view, editor),
    )
    st.button(
        _("Type goals"),
        icon=":material/edit:",
        key="begin_goals",
        on_click=_begin_typing,
        args=(view, editor),
    )
    show_drafts(GOALS, view, editor)


def _begin_typing(view: View, editor: Editor) -> None:
    begin(_TYPED, ",".join(COLUMNS).encode(), GOALS, view, editor, rows=[])


def _take_file(view: View, editor: Editor) -> None:
    file = st.session_state.goals_file
    if file is not None:
        found = read_goal_table(file.getvalue(), file.name, view.data)
        rows = [target_cells(target) for target in found.targets]
        begin(file.name, file.getvalue(), GOALS, view, editor, rows=rows)


def _show_draft(desk: Desk) -> None:
    _, rows = desk.words, list(desk.state.get("rows", []))
    if desk.draft.name != _TYPED:
        unread = read_goal_table(file_of(desk), desk.draft.name, desk.data).problems
        _tell(unread, _)
    _show_form(desk)
    targets, problems = checked_goals(list(enumerate(rows, start=1)), desk.data)
    _tell(problems, _)
    _show_rows(desk, rows, targets)
    _show_publishing(desk, targets, problems)


def _tell(problems: Sequence[Problem], _: Words) -> None:
    if problems:
        tell_problems(_("Rows that are not taken"), problems, _)


def _show_form(desk: Desk) -> None:
    """Show the fields of one more goal."""
    _, fmt = desk.words, desk.view.formatter
    newest = desk.data.next_year - 1
    names = {metric.zh: fmt.name(metric) for metric in desk.data.catalogue.metrics}
    with st.form("goal", border=False, clear_on_submit=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                _("Metric"), names, None, format_func=lambda name: names[name], key="goal_metric"
            )
            st.text_input(_("Goal"), key="goal_words", placeholder=EXAMPLES[0], width=200)
            st.number_input(_("Deadline"), 1949, 2200, newest + 1, key="goal_year", width=130)
            st.number_input(_("Report on"), 1949, 2200, newest, key="goal_report", width=130)
        st.form_submit_button(_("Add the goal"), on_click=_add, args=(desk,))


def _add(desk: Desk) -> None:
    state = st.session_state
    metric, goal, year = state.goal_metric or "", state.goal_words, str(state.goal_year)
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {"metric": metric, "year": year, "stated_in": str(state.goal_report)}
    cells |= goal_cells(goal, metric, year, desk.data)
    targets, problems = checked_goals([(1, cells)], desk.data)
    if problems:
        set_outcome(problems[0])
        return
    (added,) = targets
    rows = list(desk.state.get("rows", []))
    kept = [row for row in rows if checked_goals([(1, row)], desk.data)[0][0].key != added.key]
    keep(desk, rows=[*kept, target_cells(added)], before=rows)


def _show_rows(
    desk: Desk,
    rows: list[dict[str, str]],
    targets: tuple[Target, ...],
) -> None:
    """Show what is entered, each goal with a way out, and the way back."""
    _ = desk.words
    for number, target in enumerate(targets):
        with st.container(horizontal=True, vertical_alignment="center"):
            stated = stated_text(target, _)
            named = " · ".join(
                part for part in (goal_name(target, desk.view.formatter), stated) if part
            )
            st.markdown(plain_text(named), width="stretch")
            without = [row for row in rows if row != target_cells(target)]
            st.button(
                _("Remove"),
                key=f"remove_goal_{number}",
                type="tertiary",
                on_click=_replace,
                args=(desk, without, rows),
            )
    with st.container(horizontal=True):
        before = desk.state.get("before")
        st.button(
            _("Undo"),
            icon=":material/undo:",
            key="undo_goal",
            disabled=before is None,
            on_click=_replace,
            args=(desk, before or [], rows),
        )
        st.button(_("Put aside"), key="leave_goals", on_click=leave, args=(GOALS,))


def _replace(desk: Desk, rows: list[object], before: list[object]) -> None:
    keep(desk, rows=rows, before=before)


def _show_publishing(
    desk: Desk,
    targets: tuple[Target, ...],
    problems: list[Problem],
) -> None:
    """Show what publishing would change, and the button."""
    _ = desk.words
    if not targets:
        return
    years = sorted({target.stated_in for target in targets})
    whole = st.checkbox(
        _(
            "Withdraw the other goals of the reports on {years}",
            years=_.list(list(map(str, years))),
        ),
        key="goals_replace",
    )
    changes = plan_targets(desk.data.targets, targets, years if whole else ())
    if not changes:
        st.info(_("Publishing would change nothing: all of this is published already."))
        return
    for line in goal_change_lines(changes, desk.view.formatter):
        st.markdown(plain_text(line))
    st.text_input(_("Note for readers"), key="goals_note", max_chars=500)
    st.button(
        _("Publish as version {version}", version=desk.data.version + 1),
        key="publish_goals",
        type="primary",
        disabled=bool(problems),
        on_click=_publish,
        args=(desk, targets, years if whole else []),
    )


def _publish(desk: Desk, targets: tuple[Target, ...], years: list[int]) -> None:
    changes = plan_targets(desk.data.targets, targets, years)
    file = SourceFile(desk.draft.name, desk.draft.sha256)
    note, base = st.session_state.goals_note, desk.data.version
    try:
        if not is_current(desk):
            return
        made = publish(
            desk.store, (), editor=desk.editor, base=base, note=note, file=file, goals=changes
        )
    except (StoreError, NotAllowed) as error:
        set_outcome(error.problem)
        return
    finish(desk, Published(made.version))
