"""The quiet control that offers a briefing on what the page shows, in three formats.

Nothing is made before a reader asks for a file; it then holds what is published at that moment.
"""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from metrics.briefing import FORMATS, MEDIA_TYPES, prepare, write
from metrics.clock import now
from metrics.export.file_names import briefing_name
from metrics.i18n import Words
from metrics.model.series import categories_present, published_in, series_of
from metrics.store import Store
from metrics.store.evidence import sources_of
from metrics.wording.formatter import Formatter
from ui.session import url_state


def briefing_button(fmt: Formatter, year: int, categories: Sequence[str], store: Store) -> None:
    """Offer a briefing on a year and some categories (all where none are named).

    The data set is seen from the region that the page shows. Where that has no figure of the year,
    there is nothing to offer.
    """
    data, _ = fmt.dataset, fmt.words
    shown = [key for key in categories or categories_present(data) if series_of(data, key)]
    if url_state.is_bare() or not any(published_in(series_of(data, key), year) for key in shown):
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
        sources = sources_of(store)
        told = prepare(data, _, made=now(), year=year, categories=asked, sentences=sources)
        return write(told, kind)

    # What is not seen is not sent: the page is all the quicker.
    if not popover.open:
        return
    with popover:
        st.caption(_("Figures with numbered sources, charts that can be edited"))
        for kind in FORMATS:
            st.download_button(
                _label(kind, _),
                data=partial(made, kind),
                file_name=briefing_name(data, kind, year, asked),
                mime=MEDIA_TYPES[kind],
                on_click="ignore",
                key=f"briefing_{kind}",
                width="stretch",
            )


def _label(kind: str, _: Words) -> str:
    return {
        "pptx": _("Slides (PowerPoint)"),
        "docx": _("Text (Word)"),
        "xlsx": _("Workbook (Excel)"),
    }[kind]
