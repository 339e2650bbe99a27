"""Show the control that offers a briefing, as office files and for a phone.

Nothing is made before a reader asks for a file; it then holds what is published at that moment.
"""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from metrics.briefing import MEDIA_TYPES, SHORT, Briefing, prepare, write
from metrics.clock import now
from metrics.export.file_names import briefing_name
from metrics.i18n import Words, message
from metrics.model.series import categories_present, published_in, series_of
from metrics.offline.take_along import MEDIA_TYPE, TAKE_ALONG, take_along
from metrics.store import Store
from metrics.store.evidence import sources_of
from metrics.wording.formatter import Formatter
from ui.session import url_state
from ui.session.exports import recorded

_MEDIA_TYPES = {TAKE_ALONG: MEDIA_TYPE, SHORT: MEDIA_TYPES["pptx"], **MEDIA_TYPES}
"""What is offered, in this order."""
_TOLD = {
    TAKE_ALONG: message("Every number opens the report’s own words, without network"),
    SHORT: message("Figures with numbered sources, charts that can be edited"),
}
"""What stands above a format."""


def briefing_button(fmt: Formatter, year: int, categories: Sequence[str], store: Store) -> None:
    """Offer a briefing on a year and some categories (all where none are named).

    The data set is seen from the region that the page shows. Where that has no figure of the year,
    there is nothing to offer.
    """
    data, _ = fmt.dataset, fmt.words
    shown = shown_categories(fmt, year, categories)
    if not shown:
        return
    asked = shown if categories else []
    popover = st.popover(
        _("Briefing"),
        icon=":material/summarize:",
        type="tertiary",
        key="briefing",
        on_change="rerun",
    )

    def made(kind: str) -> bytes:
        briefing = prepared(fmt, year, asked, store)
        if kind == TAKE_ALONG:
            return take_along(briefing, fmt, seal=store.publication(data.version).hash)
        return write(briefing, kind)

    # What is not seen is not sent: the page is all the quicker.
    if not popover.open:
        return
    with popover:
        for kind in _MEDIA_TYPES:
            _show_download(kind, partial(made, kind), briefing_name(data, kind, year, asked), _)


def shown_categories(fmt: Formatter, year: int, categories: Sequence[str]) -> list[str]:
    """Return the categories with figures; None: no figures, or a bare page."""
    data = fmt.dataset
    shown = [key for key in categories or categories_present(data) if series_of(data, key)]
    any_published = any(published_in(series_of(data, key), year) for key in shown)
    return shown if any_published and not url_state.is_bare() else []


def prepared(fmt: Formatter, year: int, categories: Sequence[str], store: Store) -> Briefing:
    """Return the briefing on what a page shows, with the store's sentences."""
    return prepare(
        fmt.dataset,
        fmt.words,
        made=now(),
        year=year,
        categories=categories,
        sentences=sources_of(store),
    )


def _show_download(kind: str, made: Callable[[], bytes], name: str, _: Words) -> None:
    if kind in _TOLD:
        st.caption(_.say(_TOLD[kind]))
    st.download_button(
        _label(kind, _),
        data=recorded(made, name),
        file_name=name,
        mime=_MEDIA_TYPES[kind],
        on_click="ignore",
        key=f"briefing_{kind}",
        width="stretch",
    )


def _label(kind: str, _: Words) -> str:
    return {
        TAKE_ALONG: _("One file for phone and screen"),
        SHORT: _("Slides, six at most (PowerPoint)"),
        "pptx": _("Slides (PowerPoint)"),
        "docx": _("Text (Word)"),
        "xlsx": _("Workbook (Excel)"),
    }[kind]
