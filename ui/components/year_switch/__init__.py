"""Show the switch between years, and what a page shows in each of them.

A reader's click shows the year's frame at once; the server's answer follows and is what holds.
Frames come after all that the page shows itself, and only as many as a slow line carries in a
moment. Refuses nothing: where a frame is missing, the page waits for the server.
"""

import json
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from metrics.i18n import Words
from ui.components.figures import mount

Frame = Mapping[str, object]
"""What each part of a page shows in one year, by the parts' keys."""

_MOST_BYTES = 120_000
_SENT = "_frames_sent"
_KEY = "year_switch"
_HEARD = "_choices_of_a_year"


def forget_frames() -> None:
    """Forget which frames were sent, for a page that begins anew in the browser."""
    st.session_state[_SENT] = ""


def show_year_switch(
    years: Sequence[str], chosen: str, _: Words, *, page: str, on_choose: Callable[[str], None]
) -> None:
    """Show the years as a row of choices, or as a list where a row has no room.

    Frames are sent under the key `page`.
    """

    def act() -> None:
        st.session_state[_HEARD] = st.session_state.get(_HEARD, 0) + 1
        on_choose(str(st.session_state[_KEY].year))

    said = {"label": _("Year"), "before": _("Previous year"), "after": _("Next year")}
    data = {"kind": "years", **said, "years": list(years), "chosen": chosen, "page": page}
    # A reader who goes back before a choice is answered gets the same year again. The browser would
    # take the same answer for none and keep the choice, so each answer differs.
    data["heard"] = st.session_state.get(_HEARD, 0)
    mount(data=data, key=_KEY, width="content", on_year_change=act)


def send_frames(
    page: str, chosen: int, years: Sequence[int], frame: Callable[[int], Frame]
) -> None:
    """Send the frames of a page once, the years nearest to the chosen one first.

    `page` is made of all that the page depends on besides the year.
    """
    if len(years) < 2 or st.session_state.get(_SENT) == page:
        return
    st.session_state[_SENT] = page
    frames: dict[str, Frame] = {}
    size = 0
    for year in sorted(years, key=lambda year: abs(year - chosen)):
        made = frame(year)
        size += len(json.dumps(made, ensure_ascii=False).encode())
        if size > _MOST_BYTES:
            break
        frames[str(year)] = made
    mount(data={"kind": "frames", "page": page, "frames": frames}, key="frames")
