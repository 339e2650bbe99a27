"""What a reader is told who follows a link that holds on to a version."""

import streamlit as st

from metrics.analysis.link_status import LinkStatus, link_status
from metrics.analysis.selection import Filters
from metrics.clock import day
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.wording.formatter import Formatter
from ui.session.markdown import plain_text
from ui.session.view import VERSION, View

_MOST_TOLD = 8


def show_standing(view: View, filters: Filters) -> None:
    """Say whether the figures of a frozen link still hold, with both values where they do not."""
    if not view.frozen:
        return
    _ = view.words
    found = link_status(view.data, view.current, filters)
    made = view.store.publication(found.then).at
    said = _heading(found, _, _.date(day(made)))
    differences = _differences(found, view.data, _)
    show = {"current": st.success, "superseded": st.info}.get(found.kind, st.warning)
    show("\n".join([plain_text(said), *(f"- {plain_text(text)}" for text in differences)]))
    if found.then != found.now:
        st.button(_("Show what is published now"), on_click=_let_go, icon=":material/update:")


def _let_go() -> None:
    st.query_params.pop(VERSION, None)


def _heading(found: LinkStatus, _: Words, day: str) -> str:
    said = {"version": found.then, "day": day, "now": found.now}
    if found.kind == "withdrawn":
        return _(
            "As of version {version} ({day}). Since then figures shown here were withdrawn "
            "(now version {now}):",
            **said,
        )
    if found.kind == "changed":
        return _(
            "As of version {version} ({day}). Since then figures shown here were changed "
            "(now version {now}):",
            **said,
        )
    if found.kind == "superseded":
        added = _.n("{n} further figure", "{n} further figures", found.added)
        return _(
            "As of version {version} ({day}). The figures shown still hold; "
            "{added} have been published since (now version {now}).",
            added=added,
            **said,
        )
    return _("As of version {version} ({day}). These figures are current.", **said)


def _differences(found: LinkStatus, data: Dataset, _: Words) -> list[str]:
    told = [
        _(
            "{what}: then {old}, now {new}",
            what=_what(then, data, _),
            old=Formatter(data, _).figure(then),
            new=_now(then, now, data, _),
        )
        for then, now in found.changed
    ]
    told += [
        _(
            "{what}: then {old}, now withdrawn",
            what=_what(row, data, _),
            old=Formatter(data, _).figure(row),
        )
        for row in found.withdrawn
    ]
    if len(told) > _MOST_TOLD:
        more = len(told) - _MOST_TOLD
        return [*told[:_MOST_TOLD], _.n("and {n} more", "and {n} more", more)]
    return told


def _now(then: Observation, now: Observation, data: Dataset, _: Words) -> str:
    new = Formatter(data, _).figure(now)
    if new == Formatter(data, _).figure(then):
        return _("{figure}, with another section or note", figure=new)
    return new


def _what(row: Observation, data: Dataset, _: Words) -> str:
    region = data.vocabulary.place(row.region, _.language)
    own = row.region == data.bureau.region
    parts = [] if own else [region]
    return " · ".join([*parts, Formatter(data, _).metric(row), str(row.year)])
