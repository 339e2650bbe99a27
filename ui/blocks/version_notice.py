"""Show what became of a link that holds on to a version."""

import streamlit as st

from metrics.analysis.link_status import LinkStatus, link_status
from metrics.analysis.selection import Filters
from metrics.clock import day
from metrics.i18n import Words
from metrics.model.observation import Observation
from metrics.wording.differences import differences
from metrics.wording.formatter import Formatter
from ui.session.markdown import plain_text
from ui.session.view import HELD_VERSION, View

_MOST_TOLD = 8


def show_link_status(view: View, filters: Filters) -> None:
    """Say whether a frozen link's figures still hold, else with both values."""
    if not view.frozen:
        return
    _ = view.words
    found = link_status(view.data, view.current, filters)
    made = view.store.publication(found.then).at
    heading = _heading(found, _, _.date(day(made)))
    differences = _differences(found, view.formatter)
    show = {"current": st.success, "superseded": st.info}.get(found.kind, st.warning)
    show("\n".join([plain_text(heading), *(f"- {plain_text(text)}" for text in differences)]))
    if found.then != found.now:
        st.button(_("Show what is published now"), on_click=_let_go, icon=":material/update:")


def _let_go() -> None:
    st.query_params.pop(HELD_VERSION, None)


def _heading(found: LinkStatus, _: Words, day: str) -> str:
    facts = {"version": found.then, "day": day, "now": found.now}
    if found.kind == "withdrawn":
        return _(
            "As of version {version} ({day}). Since then figures shown here were withdrawn "
            "(now version {now}):",
            **facts,
        )
    if found.kind == "changed":
        return _(
            "As of version {version} ({day}). Since then figures shown here were changed "
            "(now version {now}):",
            **facts,
        )
    if found.kind == "superseded":
        added = _.n("{n} further figure", "{n} further figures", found.added)
        return _(
            "As of version {version} ({day}). The figures shown still hold; "
            "{added} have been published since (now version {now}).",
            added=added,
            **facts,
        )
    return _("As of version {version} ({day}). These figures are current.", **facts)


def _differences(status: LinkStatus, fmt: Formatter) -> list[str]:
    _ = fmt.words
    lines = [
        _(
            "{what}: then {old}, now {new}",
            what=_what(then, fmt),
            old=fmt.figure(then),
            new=_now(then, now, fmt),
        )
        for then, now in status.changed
    ]
    lines += [
        _("{what}: then {old}, now withdrawn", what=_what(row, fmt), old=fmt.figure(row))
        for row in status.withdrawn
    ]
    if (more := len(lines) - _MOST_TOLD) > 0:
        return [*lines[:_MOST_TOLD], _.n("and {n} more", "and {n} more", more)]
    return lines


def _now(then: Observation, now: Observation, fmt: Formatter) -> str:
    return fmt.words.clauses([fmt.figure(now), *differences(then, now, fmt.words)])


def _what(row: Observation, fmt: Formatter) -> str:
    own = row.region == fmt.dataset.bureau.region
    parts = [] if own else [fmt.region(row.region)]
    return " · ".join([*parts, fmt.metric(row), str(row.year)])
