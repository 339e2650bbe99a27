"""The analyst's page: filter, look from several sides, take along.

The address holds everything that is on screen; each view is one function of the selection.
"""

from __future__ import annotations

import streamlit as st

from metrics.language import Words
from metrics.selection import Selection, select
from metrics.series import Series
from ui import address as place
from ui.explore_filters import PART, filters_in_address, filters_in_words, show_filters
from ui.explore_table import show_table
from ui.frame import View, nothing_published, title_row
from ui.frozen_link import show_standing
from ui.page_tools import show_page_tools
from ui.panels import show_panels
from ui.pictures import show_year
from ui.source_panel import show_source_if_asked
from ui.text import plain_text

_PANELS_AT_ONCE = 12


def show_explore(view: View) -> None:
    """Show the whole page."""
    _ = view.words
    if nothing_published(view):
        return
    filters = filters_in_address(view.data, _)
    selection = select(view.data, filters)
    shown = _views(selection, _)
    with title_row(_("Explore the data")):
        chosen = place.switch(_("View"), "view", shown, "years", _)
    if place.is_bare():
        _say_filters(selection, _)
    else:
        show_filters(filters, view.data, _)
    place.show_notices()
    show_standing(view, filters)
    if not len(selection.numbers):
        st.info(_("No figures match these filters."))
        return
    {"years": _years, "table": _table}[chosen](selection, _)
    show_page_tools(view)
    show_source_if_asked(view.data, _)


def _views(selection: Selection, _: Words) -> dict[str, str]:
    """Return the views that have something to show, by their names in the address."""
    views = {"years": _("Small charts")}
    if len(selection.years) > 1:
        views |= {"compare": _("Compare"), "index": _("Index"), "change": _("Changes")}
    if len({one.region for one in selection.series}) > 1:
        views["regions"] = _("Regions")
    return {**views, "table": _("Table")}


def _say_filters(selection: Selection, _: Words) -> None:
    if told := filters_in_words(selection.filters, selection.dataset, _):
        st.caption(plain_text(" · ".join(told)))


def _years(selection: Selection, _: Words) -> None:
    data = selection.dataset
    part = _part(selection, _)
    by_region: dict[str, list[int]] = {}
    for number, one in enumerate(part):
        by_region.setdefault(one.region, []).append(number)
    for region, numbers in by_region.items():
        series = [part[number] for number in numbers]
        if len(by_region) > 1 or region != data.bureau.region:
            st.subheader(plain_text(data.vocabulary.place(region, _.language)), anchor=False)
        if len(selection.years) == 1:
            show_year(series, selection.years[-1], data, _, key=f"explore_{region}")
        else:
            show_panels(series, selection.years, data, _)


def _part(selection: Selection, _: Words) -> tuple[Series, ...]:
    """Return the series of the part of the list that the address asks for; show the parts."""
    parts = -(-len(selection.numbers) // _PANELS_AT_ONCE)
    known = [str(number) for number in range(1, parts + 1)]
    chosen = int(place.chosen(PART, known, "1", _))
    if parts > 1:
        key = f"explore_part_{chosen}_{parts}"

        def written() -> None:
            value = st.session_state[key]
            place.ask_for([(PART, str(value))] if value > 1 else [], instead_of=[PART])

        st.pagination(parts, default=chosen, key=key, on_change=written)
    start = (chosen - 1) * _PANELS_AT_ONCE
    return selection.some(start, start + _PANELS_AT_ONCE)


def _table(selection: Selection, _: Words) -> None:
    show_table(selection, _)
