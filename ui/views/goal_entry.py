"""Show the entry of goals: typed as a report writes them or from a table, then published.

What is entered is a draft of the store like an unfinished import; nothing is published before the
button says so.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from metrics.auth import Editor, NotAllowed
from metrics.extraction.target_table import (
    EXAMPLES,
    Cells,
    checked_goals,
    goal_cells,
    read_goal_table,
)
from metrics.i18n import Words
from metrics.model.target import COLUMNS, UNLISTED, Target, target_cells
from metrics.model.target_changes import TargetChanges, plan_targets
from metrics.problems import Problem
from metrics.store import SourceFile, StoreError, publish
from metrics.store.drafts import GOALS
from metrics.wording.targets import goal_change_lines, goal_name, stated_text
from ui.session.markdown import plain_text
from ui.session.problem_list import tell_problems
from ui.session.sign_in import require_editor
from ui.session.view import View
from ui.views.publishing.approval import may_release
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
from ui.views.publishing.new_metrics import described, show_new_metrics
from ui.views.publishing.unlisted import show_unlisted

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
        rows = [*map(target_cells, found.targets)]
        content = {"rows": rows, "unlisted": list(found.unlisted)}
        begin(file.name, file.getvalue(), GOALS, view, editor, **content)


def _show_draft(desk: Desk) -> None:
    rows = _rows(desk)
    if desk.draft.name != _TYPED:
        unread = read_goal_table(file_of(desk), desk.draft.name, desk.data).problems
        _tell([problem for problem in unread if problem.code != UNLISTED], desk.words)
    _show_form(desk)
    show_unlisted(desk, _unlisted(desk), _settle)
    targets, problems = _checked(desk, rows)
    _tell(problems, desk.words)
    _show_rows(desk, rows, targets)
    show_new_metrics(desk, targets)
    _show_publishing(desk, targets, settled=not problems and not _unlisted(desk))


def _rows(desk: Desk) -> list[Cells]:
    return list(desk.state.get("rows", []))


def _unlisted(desk: Desk) -> list[Cells]:
    """Return the rows whose metric waits for a decision."""
    return list(desk.state.get("unlisted", []))


def _checked(desk: Desk, rows: Sequence[Cells]) -> tuple[tuple[Target, ...], list[Problem]]:
    """Return the goals of rows; a metric that stands in them is one that was accepted."""
    new = {row["metric"] for row in rows if desk.data.catalogue.find(row["metric"]) is None}
    return checked_goals(list(enumerate(rows, start=1)), desk.data, new=new)


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
                _("Metric"),
                names,
                None,
                format_func=lambda name: names.get(name, name),
                accept_new_options=True,
                placeholder=_("Choose one, or type a new one"),
                key="goal_metric",
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
    if metric and [problem.code for problem in problems] == [UNLISTED]:
        _keep(desk, _rows(desk), [*_unlisted(desk), cells])
    elif problems:
        set_outcome(problems[0])
    else:
        _keep(desk, _with(desk, _rows(desk), targets), _unlisted(desk))


def _with(desk: Desk, rows: Sequence[Cells], added: Sequence[Target]) -> list[Cells]:
    """Return rows with goals, each in place of an earlier one of its key."""
    keys = {target.key for target in added}
    kept = [row for row in rows if all(t.key not in keys for t in _checked(desk, [row])[0])]
    return [*kept, *map(target_cells, added)]


def _settle(desk: Desk, metric: str, named: Mapping[str, str] | None) -> None:
    """Take the rows of an unlisted metric as was decided, or leave them out."""
    waiting = _unlisted(desk)
    own = [row for row in waiting if row["metric"] == metric]
    others = [row for row in waiting if row["metric"] != metric]
    taken = [{**row, **named} for row in own] if named is not None else []
    targets, problems = _checked(desk, taken)
    if problems:
        set_outcome(problems[0])
        return
    _keep(desk, _with(desk, _rows(desk), targets), others)


def _keep(desk: Desk, rows: list[Cells], unlisted: list[Cells]) -> None:
    """Keep the goals of the draft, and what they were before."""
    before = {"rows": _rows(desk), "unlisted": _unlisted(desk)}
    keep(desk, rows=rows, unlisted=unlisted, undo=before)


def _undo(desk: Desk) -> None:
    before = desk.state["undo"]
    _keep(desk, before["rows"], before["unlisted"])


def _show_rows(desk: Desk, rows: list[Cells], targets: tuple[Target, ...]) -> None:
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
                on_click=_keep,
                args=(desk, without, _unlisted(desk)),
            )
    with st.container(horizontal=True):
        st.button(
            _("Undo"),
            icon=":material/undo:",
            key="undo_goal",
            disabled="undo" not in desk.state,
            on_click=_undo,
            args=(desk,),
        )
        st.button(_("Put aside"), key="leave_goals", on_click=leave, args=(GOALS,))


def _show_publishing(desk: Desk, targets: tuple[Target, ...], *, settled: bool) -> None:
    """Show what publishing would change, and who may do it."""
    _ = desk.words
    if not targets:
        return
    years = sorted({target.stated_in for target in targets})
    st.checkbox(
        _(
            "Withdraw the other goals of the reports on {years}",
            years=_.list(list(map(str, years))),
        ),
        value=bool(desk.state.get("replace", False)),
        key="goals_replace",
        on_change=_remember_replacing,
        args=(desk,),
    )
    changes = _changes(desk, targets)
    if not changes:
        st.info(_("Publishing would change nothing: all of this is published already."))
        return
    for line in goal_change_lines(changes, desk.view.formatter):
        st.markdown(plain_text(line))
    if not may_release(desk, settled):
        return
    st.text_input(_("Note for readers"), key="goals_note", max_chars=500)
    st.button(
        _("Publish as version {version}", version=desk.data.version + 1),
        key="publish_goals",
        type="primary",
        disabled=not settled,
        on_click=_publish,
        args=(desk, targets),
    )


def _remember_replacing(desk: Desk) -> None:
    keep(desk, replace=st.session_state.goals_replace)


def _changes(desk: Desk, targets: tuple[Target, ...]) -> TargetChanges:
    years = {target.stated_in for target in targets} if desk.state.get("replace") else ()
    return plan_targets(desk.data.targets, targets, years)


def _publish(desk: Desk, targets: tuple[Target, ...]) -> None:
    try:
        if not is_current(desk):
            return
        made = publish(
            desk.store,
            (),
            editor=desk.editor,
            base=desk.data.version,
            note=st.session_state.goals_note,
            file=SourceFile(desk.draft.name, desk.draft.sha256),
            token=f"{desk.draft.id}-{desk.data.version}",
            goals=_changes(desk, targets),
            draft=desk.draft.id,
            described=described(desk, targets, desk.data),
        )
    except (StoreError, NotAllowed) as error:
        set_outcome(error.problem)
        return
    finish(desk, Published(made.version))
