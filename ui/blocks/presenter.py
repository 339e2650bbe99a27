"""Show the button that opens the slides of a page.

Nothing is made before a reader asks; then all slides are there.
"""

from collections.abc import Sequence

import streamlit as st

from metrics.offline.slides import slides
from metrics.store import Store
from metrics.wording.formatter import Formatter
from ui.blocks.briefing_button import prepared, shown_categories
from ui.components.presenter import SLIDE, show_slides
from ui.session import url_state

_KEY = "p"


def presenter(fmt: Formatter, year: int, categories: Sequence[str], store: Store) -> None:
    """Offer the slides of a year and some categories (all where none are named)."""
    _, shown = fmt.words, shown_categories(fmt, year, categories)
    if not shown:
        return
    st.button(
        _("Present"),
        icon=":material/slideshow:",
        type="secondary",
        key="present",
        shortcut=_KEY,
        on_click=_go,
    )
    if (asked := url_state.asked(SLIDE)) is None:
        return
    briefing = prepared(fmt, year, shown if categories else [], store)
    made = slides(briefing, fmt, seal=store.publication(fmt.dataset.version).hash)
    at = int(asked) if asked.isdecimal() and len(asked) < len("1000") else 1
    show_slides(made, at, _, title=briefing.title, on_leave=_leave)


def _go() -> None:
    url_state.write(SLIDE, "1", default="")


def _leave() -> None:
    url_state.write(SLIDE, "", default="")
