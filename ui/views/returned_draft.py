"""Show a returned draft checked: bound numbers, what is open, figures of new sentences.

The file is read and forgotten; refreshing gives another file and leaves the own one as it is.
"""

from collections.abc import Sequence

import streamlit as st

from metrics.i18n import Words
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.next_report import OPEN, OPEN_NAMES, STATE_NAMES, Bound, BoundState, refreshed
from metrics.problems import BrokenData
from metrics.proofreading.marked_copy import (
    counts_text,
    outcome_name,
    published_text,
    reason_text,
)
from metrics.proofreading.returned_draft import Reference, ReturnedDraft, check_draft
from metrics.readers.documents import parse
from metrics.wording.formatter import Formatter
from metrics.wording.targets import goal_name
from ui.components.figures import Cell, show_table
from ui.components.report import Mark, MarkState, show_report
from ui.session.markdown import BadgeColor, plain_text
from ui.session.problem_list import tell_problems
from ui.session.view import View
from ui.views.proofread import STATES as VERDICT_STATES

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CHECKED = "_draft_checked"
_COLORS: dict[BoundState, BadgeColor] = {
    BoundState.RIGHT: "green",
    BoundState.STALE: "orange",
    BoundState.OVERTYPED: "orange",
    BoundState.WITHDRAWN: "gray",
    BoundState.REMOVED: "gray",
}
_MARKS: dict[BoundState, MarkState] = {
    BoundState.RIGHT: "taken",
    BoundState.STALE: "doubtful",
    BoundState.OVERTYPED: "doubtful",
    BoundState.WITHDRAWN: "skipped",
}


def show_checking(view: View) -> None:
    """Ask for a returned draft and show what became of its numbers."""
    _ = view.words
    st.caption(
        _("The Word file that colleagues have edited: which numbers still say what is published, "
          "and whether the figures of new sentences do.")
    )  # fmt: skip
    file = st.file_uploader(_("Drop the returned draft here"), type=["docx"], key="returned")
    if file is None:
        return
    content = file.getvalue()
    try:
        found = _checked(content, file.name, view)
    except BrokenData as broken:
        tell_problems(_("The draft cannot be read"), broken.problems, _)
        return
    if not found.bound:
        st.info(_("No number of this file is bound; it was not made here, or lost its marks."))
        return
    _show_states(found, _)
    _show_bound([one for one in found.bound if one.state != BoundState.RIGHT], view)
    _show_refresh(content, file.name, view)
    _show_others(found, _)
    with st.container(border=True):
        show_report(
            found.proofreading.document.text,
            _marks(found, view.formatter),
            label=_("The returned draft"),
            key="returned_text",
            height=560,
        )


def _checked(content: bytes, name: str, view: View) -> ReturnedDraft:
    """Check a file, or return what was found when nothing has changed since."""
    key = (content, view.data.version)
    known = st.session_state.get(_CHECKED)
    if known is None or known[0] != key:
        text = view.words("Checking the draft…")
        bar = st.progress(0.0, text)
        found = check_draft(
            parse(content, name),
            content,
            Reference(view.data, view.store),
            lambda share: bar.progress(share, text),
        )
        bar.empty()
        known = (key, found)
        st.session_state[_CHECKED] = known
    result: ReturnedDraft = known[1]
    return result


def _show_states(found: ReturnedDraft, _: Words) -> None:
    with st.container(horizontal=True):
        for state, name in STATE_NAMES.items():
            if count := found.count(state):
                st.badge(f"{_.say(name)} {count}", color=_COLORS[state])
        for kind in OPEN:
            if count := found.left(kind):
                st.badge(f"{_.say(OPEN_NAMES[kind])} {count}", color="gray")


def _show_refresh(content: bytes, name: str, view: View) -> None:
    """Offer the file with the published numbers, and say what that changes."""
    _ = view.words
    written, changes = refreshed(content, view.data)
    if not changes:
        st.success(_("Every bound number says what is published; there is nothing to refresh."))
        return
    text = _.n("Refreshing changes {n} number", "Refreshing changes {n} numbers", len(changes))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            _("Refresh: the file with the published numbers (Word)"),
            data=written,
            file_name=name,
            mime=WORD,
            on_click="ignore",
            type="primary",
            icon=":material/refresh:",
        )
        st.caption(text)


def _about(one: Bound, fmt: Formatter) -> str:
    about = one.about
    if isinstance(about, Observation):
        return f"{about.year} {fmt.metric(about)}"
    return goal_name(about, fmt) if about else "—"


def _show_bound(numbers: Sequence[Bound], view: View) -> None:
    _, fmt = view.words, view.formatter
    if not numbers:
        return
    rows = [
        [
            Cell(_about(one, fmt)),
            Cell(one.text or "—", number=True),
            Cell(
                one.published or "—",
                figure_id(one.row, view.data) if one.row else "",
                number=True,
            ),
            Cell(_.say(STATE_NAMES[one.state])),
        ]
        for one in numbers
    ]
    caption = _("Bound numbers that differ")
    st.markdown(caption)
    header = [_("Metric"), _("In the draft"), _("What is published"), _("State")]
    show_table(header, rows, caption=caption, key="bound")


def _show_others(found: ReturnedDraft, _: Words) -> None:
    """Show the verdicts on the figures that are bound to nothing."""
    verdicts = found.proofreading.verdicts
    if not verdicts:
        return
    counted = counts_text(found.proofreading, _)
    st.markdown(plain_text(_("Figures outside the bound numbers: {counts}", counts=counted)))
    rows = [
        [
            Cell(each.figure.printed),
            Cell(outcome_name(each.outcome, _)),
            Cell(reason_text(each, _)),
            Cell(published_text(each).split("\n")[0] or "—"),
        ]
        for each in verdicts
    ]
    header = [_("Figure"), _("Verdict"), _("Reason"), _("What is published")]
    show_table(header, rows, caption=_("Figures of new sentences"), key="unbound")


def _marks(found: ReturnedDraft, fmt: Formatter) -> list[Mark]:
    _ = fmt.words
    marks = [
        Mark(one.start, one.end, _MARKS[one.state],
             f"{_.say(STATE_NAMES[one.state])} · {_about(one, fmt)} · v{one.version}")
        for one in found.bound
        if one.end
    ]  # fmt: skip
    marks += [
        Mark(one.start, one.end, "quiet" if one.kind == "to_write" else "doubtful",
             _.say(OPEN_NAMES[one.kind]))
        for one in found.open
    ]  # fmt: skip
    marks += [
        Mark(each.figure.start, each.figure.end, VERDICT_STATES[each.outcome],
             f"{outcome_name(each.outcome, _)} · {_.say(each.reason)}")
        for each in found.proofreading.verdicts
    ]  # fmt: skip
    return sorted(marks, key=lambda mark: mark.start)
