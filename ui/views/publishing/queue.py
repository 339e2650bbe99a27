"""Show the queue of a report's figures: each with its sentence, one key a decision."""

from collections.abc import Mapping

import streamlit as st

from metrics.extraction.known_metrics import regions_of
from metrics.extraction.proposals import LEAVE, TAKE, Extraction, Proposal
from metrics.extraction.review import (
    Decision,
    decisions_in,
    departs_from_print,
    in_force,
    left_ones,
    row_of,
    sure_ones,
    undecided,
    usual_reason,
)
from metrics.i18n import Words
from metrics.model.leaving import REASONS
from metrics.model.vocabulary import name_in
from metrics.numbers import plain
from metrics.prose import describe_rule
from ui.components.report import Mark, MarkState, show_report
from ui.session.markdown import plain_text
from ui.session.view import View
from ui.views.publishing.desk import Desk, keep

_CURRENT = "_review_current"
_WRONG_NUMBER = "_review_wrong_number"
_DEPARTS = "_review_departs"
_NAMES = frozenset(("metric", "region", "category", "subcategory"))
_HEIGHT = 620


def show_text(desk: Desk, extraction: Extraction) -> None:
    """Show the report with every numeral marked by its state."""
    _ = desk.words
    marks = _marks(desk, extraction, _)
    numbers = {p.figure.start: p.number for p in extraction.proposals}
    hints = {mark.start: mark.hint for mark in marks}

    def choose(start: int) -> None:
        if start in numbers:
            st.session_state[_CURRENT] = numbers[start]
        elif start in hints:
            # A finger cannot point: pressing a numeral that is no figure says why it is none.
            st.toast(plain_text(hints[start]))

    show_report(
        extraction.document.text,
        marks,
        label=_("The report with its figures marked"),
        key="report_text_marked",
        height=_HEIGHT,
        on_choose=choose,
    )
    with st.container(horizontal=True):
        st.badge(_("taken"), color="green")
        st.badge(_("to decide"), color="blue")
        st.badge(_("doubtful"), color="orange")
        st.badge(_("target"), color="violet")
        st.badge(_("left out, or no figure: press it for the reason"), color="gray")


def _marks(desk: Desk, extraction: Extraction, _: Words) -> list[Mark]:
    """Return a mark for each numeral: what was decided, or why it is none."""
    made = in_force(decisions_in(desk.state))
    current = figure_in_hand(desk, extraction)
    marks = [
        Mark(
            p.figure.start,
            p.figure.end,
            _state(p, made.get(p.number)),
            f"{p.row.metric} · {_.say(p.why)}",
            current is not None and p.number == current.number,
        )
        for p in extraction.proposals
    ]
    return marks + [
        Mark(r.start, r.end, "rejected", describe_rule(r.rule, _.language))
        for r in extraction.rejected
    ]


def _state(proposal: Proposal, decision: Decision | None) -> MarkState:
    if decision is not None:
        return "taken" if decision.action == TAKE else "skipped"
    if proposal.contradictions:
        return "doubtful"
    return "target" if proposal.figure.target else "proposed"


def figure_in_hand(desk: Desk, extraction: Extraction) -> Proposal | None:
    """Return the figure to decide on: the chosen, else the first undecided one."""
    chosen = st.session_state.get(_CURRENT)
    for proposal in extraction.proposals:
        if proposal.number == chosen:
            return proposal
    later = desk.state.get("later", [])
    waiting = undecided(extraction, decisions_in(desk.state))
    # What was put off comes last, in the order in which it was put off.
    waiting.sort(key=lambda p: later.index(p.number) if p.number in later else -1)
    return waiting[0] if waiting else None


def show_queue(desk: Desk, extraction: Extraction) -> None:
    """Show the figure in hand with its decision keys, and what comes next."""
    _ = desk.words
    decisions = decisions_in(desk.state)
    current = figure_in_hand(desk, extraction)
    sure, left = sure_ones(extraction, decisions), left_ones(extraction, decisions)
    with st.container(border=True):
        if current is None:
            st.markdown(_("Every figure is decided on."))
        else:
            _show_current(current, desk, extraction)
        with st.container(horizontal=True):
            if len(sure) > 1:
                st.button(
                    _("Take the {n} sure ones", n=len(sure)),
                    key="take_sure",
                    on_click=_take_all,
                    args=(sure, desk),
                )
            if len(left) > 1:
                st.button(
                    _("Leave out the {n} that do not belong to this table", n=len(left)),
                    key="leave_all",
                    on_click=_leave_all,
                    args=(left, desk),
                )
            st.button(
                _("Undo"),
                key="undo",
                shortcut="z",
                icon=":material/undo:",
                disabled=not decisions,
                on_click=_undo,
                args=(desk,),
            )
    waiting = [p for p in undecided(extraction, decisions) if p is not current]
    if waiting:
        _show_next(waiting, _)


def _show_current(proposal: Proposal, desk: Desk, extraction: Extraction) -> None:
    _ = desk.words
    for contradiction in proposal.contradictions:
        st.warning(plain_text(_.say(contradiction.text)))
    st.markdown(_sentence(proposal, extraction))
    made = in_force(decisions_in(desk.state)).get(proposal.number)
    cells = made.cells if made else {}
    _show_fields(proposal, cells, desk.view)
    rules = _.list([describe_rule(rule, _.language) for rule in proposal.figure.rules])
    st.caption(plain_text(_("{why} · rule: {rules}", why=_.say(proposal.why), rules=rules)))
    if st.session_state.pop(_WRONG_NUMBER, None) == proposal.number:
        st.error(_("The value is not a plain number"))
    _show_departure(proposal, _)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        arguments = (proposal, desk)
        st.button(
            _("Take"),
            key="take",
            shortcut="a",
            type="secondary" if proposal.suggestion == LEAVE else "primary",
            on_click=_take,
            args=arguments,
        )
        st.button(
            _("Leave out"),
            key="leave",
            shortcut="s",
            type="primary" if proposal.suggestion == LEAVE else "secondary",
            on_click=_leave,
            args=arguments,
        )
        st.button(_("Later"), key="later", shortcut="l", on_click=_later, args=arguments)
        _show_reason(proposal, made, extraction.year, _)


def _show_reason(proposal: Proposal, made: Decision | None, year: int, _: Words) -> None:
    """Show the public reasons, in both languages, for leaving a figure out."""
    usual = usual_reason(proposal, year)
    chosen = made.reason if made and made.reason in REASONS else usual
    keys = list(REASONS)
    st.selectbox(
        _("Reason for leaving it out"),
        keys,
        index=keys.index(chosen),
        key=f"reason_{proposal.number}",
        format_func=lambda key: _.say(REASONS[key]),
    )


def _show_departure(proposal: Proposal, _: Words) -> None:
    """Show that the value is not the printed one, and ask for a tick and a reason."""
    if st.session_state.get(_DEPARTS) != proposal.number:
        return
    printed, value = proposal.figure.printed, plain(proposal.figure.value)
    text = _(
        "The report prints “{printed}”, that is {said}. Another value is taken only with a reason, "
        "which readers see as a note; the printed form is then left out",
        printed=printed,
        said=value,
    )
    st.warning(plain_text(text))
    st.checkbox(_("The value differs from the report on purpose"), key=f"departs_{proposal.number}")
    st.text_input(_("Why it differs"), key=f"why_{proposal.number}")


def _sentence(proposal: Proposal, extraction: Extraction) -> str:
    text, figure = extraction.document.text, proposal.figure
    first, last = figure.sentence
    before = plain_text(text[first : figure.start].replace("\n", " ").lstrip())
    after = plain_text(text[figure.end : last].replace("\n", " ").rstrip())
    return f"> {before}:orange-background[{plain_text(figure.printed)}]{after}"


def _show_fields(proposal: Proposal, cells: Mapping[str, str], view: View) -> None:
    data, _ = view.data, view.words
    row = row_of(proposal, cells) if cells else proposal.row
    number = proposal.number
    known = [metric.zh for metric in data.catalogue.metrics]
    names = list(dict.fromkeys([row.metric, *(a.metric for a in proposal.alternatives), *known]))
    st.selectbox(_("Metric"), names, key=f"metric_{number}", accept_new_options=True)
    regions = list(dict.fromkeys([row.region, *regions_of(data)]))
    place, left, right = st.columns(3)
    place.selectbox(
        _("Region"),
        regions,
        key=f"region_{number}",
        format_func=lambda name: data.vocabulary.place(name, _.language),
    )
    categories = list(dict.fromkeys([row.category, *data.vocabulary.categories]))
    left.selectbox(
        _("Category"),
        categories,
        key=f"category_{number}",
        format_func=lambda key: name_in(data.vocabulary.category(key), _.language),
    )
    right.text_input(_("Sub-category"), row.subcategory, key=f"subcategory_{number}")
    value, unit, qualifier = st.columns(3)
    shown = "" if row.value is None else plain(row.value)
    value.text_input(_("Value"), shown, key=f"value_{number}")
    unit.text_input(_("Unit"), row.unit, key=f"unit_{number}")
    qualifiers = list(dict.fromkeys([row.qualifier, *data.vocabulary.qualifiers]))
    qualifier.selectbox(
        _("Qualifier"),
        qualifiers,
        key=f"qualifier_{number}",
        format_func=lambda key: name_in(data.vocabulary.qualifiers[key], _.language),
    )


def _show_next(waiting: list[Proposal], _: Words) -> None:
    with st.expander(_("Next: {n}", n=len(waiting))):
        for proposal in waiting[:40]:
            st.markdown(
                plain_text(f"{proposal.figure.printed} · {proposal.row.metric} · ")
                + plain_text(_.say(proposal.why))
            )


def _cells_written(proposal: Proposal) -> dict[str, str]:
    """Return what the editor wrote in place of the proposal."""
    written = {}
    for name in ("metric", "region", "category", "subcategory", "value", "unit", "qualifier"):
        text = st.session_state.get(f"{name}_{proposal.number}")
        proposed_value = getattr(proposal.row, name)
        proposed = (
            plain(proposed_value)
            if name == "value" and proposed_value is not None
            else str(proposed_value or "")
        )
        if text is not None and text != proposed:
            written[name] = text
    return written


def _placed(proposal: Proposal, desk: Desk) -> dict[str, str]:
    """Return what the editor wrote, a metric of the catalogue with its own place."""
    cells = _cells_written(proposal)
    if known := desk.data.catalogue.find(cells.get("metric", proposal.row.metric)):
        return {"category": known.category, "subcategory": known.subcategory} | cells
    return cells


def _take(proposal: Proposal, desk: Desk) -> None:
    cells = _placed(proposal, desk)
    try:
        row = row_of(proposal, cells)
    except ValueError:
        st.session_state[_WRONG_NUMBER] = proposal.number
        return
    if departs_from_print(proposal, row):
        why = st.session_state.get(f"why_{proposal.number}", "").strip()
        if not (st.session_state.get(f"departs_{proposal.number}") and why):
            st.session_state[_DEPARTS] = proposal.number
            return
        cells = cells | {"note": why}
    st.session_state.pop(_DEPARTS, None)
    _decide(Decision(proposal.number, TAKE, cells), desk)


def _leave(proposal: Proposal, desk: Desk) -> None:
    # Empty is the usual reason of such a figure.
    reason = st.session_state.get(f"reason_{proposal.number}", "")
    # A goal is kept under the name that was written; its number stays that of the text.
    goal = proposal.figure.target and not _NAMES.isdisjoint(_cells_written(proposal))
    named = _placed(proposal, desk) if goal else {}
    cells = {name: text for name, text in named.items() if name in _NAMES}
    _decide(Decision(proposal.number, LEAVE, cells, reason), desk)


def _later(proposal: Proposal, desk: Desk) -> None:
    later = [n for n in desk.state.get("later", []) if n != proposal.number]
    keep(desk, later=[*later, proposal.number])
    st.session_state[_CURRENT] = None


def _take_all(sure: list[Proposal], desk: Desk) -> None:
    taken = [Decision(p.number, TAKE, {}).as_state() for p in sure]
    keep(desk, decisions=[*desk.state.get("decisions", []), *taken])
    st.session_state[_CURRENT] = None


def _leave_all(left: list[Proposal], desk: Desk) -> None:
    gone = [Decision(p.number, LEAVE, {}).as_state() for p in left]
    keep(desk, decisions=[*desk.state.get("decisions", []), *gone])
    st.session_state[_CURRENT] = None


def _decide(decision: Decision, desk: Desk) -> None:
    made = [*desk.state.get("decisions", []), decision.as_state()]
    keep(desk, decisions=made)
    st.session_state[_CURRENT] = None


def _undo(desk: Desk) -> None:
    made = desk.state.get("decisions", [])
    if made:
        keep(desk, decisions=made[:-1])
        st.session_state[_CURRENT] = made[-1]["number"]
