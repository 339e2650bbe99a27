"""What a page would show for the other years, sent ahead: a reader's choice is there at once.

The way from a click to the server and back takes several times what drawing does. What is sent
ahead is made from the same figures by the same functions; the server's answer follows and is what
holds. It comes after all that the page shows itself, and only as much of it as a slow line carries
in a moment. Refuses nothing: where something is missing, the page waits for the server.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from metrics.i18n import Words
from ui.components.static_files import figures_address

Frame = Mapping[str, object]
"""What each place of a page shows, by the places' keys."""

_MOST_BYTES = 120_000
_SENT = "_ahead_sent"
_ahead = st.components.v2.component(
    "bureau_ahead",
    js=(Path(__file__).parent / "loader.js")
    .read_text(encoding="utf-8")
    .replace("FIGURES_ADDRESS", figures_address()),
    isolate_styles=False,
)


def begin() -> None:
    """Begin a whole page, whose browser may know nothing of what was sent before."""
    st.session_state[_SENT] = ""


def send_ahead(
    page: str, chosen: int, years: Sequence[int], frame: Callable[[int], Frame], _: Words
) -> None:
    """Send what the page shows in each year, nearest to the chosen one first, once for a `page`.

    `page` says what the page depends on besides the year. The browser knows the year switch by
    its name.
    """
    if len(years) < 2 or st.session_state.get(_SENT) == page:
        return
    st.session_state[_SENT] = page
    frames: dict[str, Frame] = {}
    size = 0
    for year in sorted(years, key=lambda year: abs(year - chosen)):
        made = frame(year)
        size += len(json.dumps(made, ensure_ascii=False))
        if size > _MOST_BYTES:
            break
        frames[str(year)] = made
    _ahead(data={"page": page, "label": _("Year"), "frames": frames}, key="ahead")
