"""Show slides over the whole window: all of them are there, so the next one comes at once.

The slides are finished markup of `metrics.offline.slides`, whose texts are escaped; keys, touch and
buttons turn them, and the address keeps the one that is shown.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from metrics.i18n import HTML_LANGUAGES, Words
from metrics.markup import Markup, joined
from ui.components.mounting import mounted

SLIDE = "slide"
"""The parameter of the address with the number of the slide."""
_presenter = mounted(Path(__file__).parent)


def show_slides(
    slides: Sequence[Markup], at: int, _: Words, *, title: str, on_leave: Callable[[], None]
) -> None:
    """Show slides from number `at` on until the reader leaves."""
    data = {
        "slides": joined(slides),
        "at": at,
        "name": SLIDE,
        "dark": st.context.theme.type == "dark",
        "language": HTML_LANGUAGES[_.language],
        "words": {
            "title": title,
            "previous": _("Previous slide"),
            "next": _("Next slide"),
            "source": _("Source"),
            "leave": _("Leave the slides"),
        },
    }
    _presenter(data=data, key="presenter", on_left_change=on_leave)
