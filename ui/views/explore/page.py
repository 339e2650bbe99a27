"""Show the analyst's page: filter, look from several sides, take along.

The address holds everything that is on screen; each view is one function of the selection.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import streamlit as st

from metrics.analysis.filter_names import filters_in_short
from metrics.analysis.findings import Finding, findings
from metrics.analysis.selection import Selection, select
from metrics.export.summary import everything
from metrics.i18n import Words
from metrics.model.diff import Restated
from metrics.model.series_index import series_index
from metrics.store.restatements import restatements
from metrics.wording.formatter import Formatter
from ui.blocks.download_dialog import show_download_button
from ui.blocks.header import nothing_published, title_row
from ui.blocks.page_tools import show_origin, show_page_tools
from ui.blocks.source_panel import show_sources_of_page
from ui.blocks.version_notice import show_link_status
from ui.session import url_state as place
from ui.session.markdown import plain_text
from ui.session.view import View
from ui.views.explore.filters import filters_in_address, show_filters
from ui.views.explore.table import show_table
from ui.views.explore.views import (
    Beside,
    picked,
    show_changes,
    show_comparison,
    show_index,
    show_regions,
    show_small_charts,
)

_FIRST_FINDINGS = 4
_ALL_VIEWS = ("years", "compare", "index", "change", "regions", "table")
_SHARES = (1, 5)
"""How the rail of filters and the rest share the width."""


def show_explore(view: View) -> None:
    """Show the whole page."""
    data, _ = view.data, view.words
    if nothing_published(view):
        return
    fmt = view.formatter
    filters = filters_in_address(fmt)
    selection = select(data, filters)
    with title_row(_("Explore the data")):
        views = _views(selection, _)
        # A view that needs more years than are chosen gives way without a word.
        known = views if place.asked("view") not in _ALL_VIEWS else dict.fromkeys(_ALL_VIEWS, "")
        first = next(iter(views))
        asked = place.chosen("view", known, first, _)
        chosen = place.switch(_("View"), "view", views, asked if asked in views else first, _)
    rail, main = _rail_and_main()
    with main:
        place.show_notices()
        show_link_status(view, filters)
        if len(selection.numbers):
            _show(chosen, selection, restatements(view.store, data.version), fmt)
        else:
            st.info(_("No figures match these filters."))
        show_origin(lambda: selection, _)
        with show_page_tools(view):
            if not place.is_bare():
                shown = selection if chosen == "table" else picked(selection)
                show_download_button(shown, everything(data), data.version, _)
    # What was asked for is on its way to the reader before the filters that asked for it.
    with rail:
        if not place.is_bare():
            show_filters(filters, fmt)
        else:
            st.caption(plain_text(filters_in_short(selection, _)))
    show_sources_of_page(fmt)


def _rail_and_main() -> list[st.delta_generator.DeltaGenerator]:
    """Return the places of filters and results, side by side where there is room."""
    if place.is_bare():
        return [st.container(), st.container()]
    return list(st.columns(_SHARES))


def _views(selection: Selection, _: Words) -> dict[str, str]:
    """Return the views that have something to show, by their names in the address.

    The first answers at a glance: every figure of every year in one table, which several years
    have as a picture of their changes.
    """
    if len(selection.years) == 1:
        views = {"table": _("Table"), "years": _("Cards")}
    else:
        views = {"change": _("Changes"), "years": _("Small charts")}
        views |= {"compare": _("Compare"), "index": _("Index")}
    regions = series_index(selection.dataset.table).codes["region"][selection.numbers]
    if len(set(regions.tolist())) > 1:
        views["regions"] = _("Regions")
    return views | {"table": _("Table")}


def _show(chosen: str, selection: Selection, restated: Restated, fmt: Formatter) -> None:
    found = findings(selection, fmt.words, restated)
    if chosen == "table":
        # The table is on its way to the reader while the sentences are made.
        show_table(selection, fmt)
        _show_findings(list(islice(found, _FIRST_FINDINGS)), found, fmt.words)
        return
    first = list(islice(found, _FIRST_FINDINGS))
    shows = {
        "years": show_small_charts,
        "compare": show_comparison,
        "index": show_index,
        "change": show_changes,
        "regions": show_regions,
    }
    sentence = fmt.join(f.text for f in first)
    shows[chosen](selection, Beside(fmt, restated, sentence))
    _show_findings(first, found, fmt.words)


def _show_findings(first: Sequence[Finding], others: Iterator[Finding], _: Words) -> None:
    """Show the selection's findings, the first at once; the others are made on demand."""
    if not first or place.only_charts():
        return
    if place.is_on_paper():
        st.subheader(_("What the figures say"), anchor=False)
        _list([*first, *others])
        return
    with st.expander(_("What the figures say"), expanded=True):
        _list(first)
        if (following := next(others, None)) is None:
            return
        more = st.expander(_("More"), key="more_findings", on_change="rerun")
        if more.open:
            with more:
                _list([following, *others])


def _list(found: Sequence[Finding]) -> None:
    st.markdown("\n".join(f"- {plain_text(one.text)}" for one in found))
