"""Show switches of a page, and send ahead what the page shows in their other choices.

A reader's click shows its frame at once; the server's answer follows and is what holds. Frames come
after all that the page shows itself, and for each switch only as many as a slow line carries in a
moment. Refuses nothing: where a frame is missing, the page waits for the server.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from ui.components.figures import mount

Frame = Mapping[str, object]
"""What each place of a page shows, by the places' keys: bodies as `layout.as_data` makes them."""
Choices = Mapping[str, str]
"""What is chosen in each switch of a page, by the switches' names."""

_MOST_BYTES = 120_000
_SENT = "_frames_sent"


@dataclass(frozen=True)
class Switch:
    """Hold a switch: its name, and the texts of its options by value.

    `listed` says that a row has no room for the options, `short` that it has even on a phone;
    `steps` are the names of its ways to the option before and after, where these mean something.
    """

    name: str
    label: str
    options: Mapping[str, str]
    listed: bool = False
    short: bool = False
    steps: tuple[str, str] | None = None


def forget_frames() -> None:
    """Forget which frames were sent, for a page that begins anew in the browser."""
    st.session_state[_SENT] = ("", {})


def show_switch(
    switch: Switch, chosen: str, *, page: str, on_choose: Callable[[str], None]
) -> None:
    """Show a switch as a row of choices, or as a list where a row has no room.

    Frames are sent under the key `page`.
    """
    key, heard = f"switch_{switch.name}", f"_choices_of_{switch.name}"

    def act() -> None:
        st.session_state[heard] = st.session_state.get(heard, 0) + 1
        choice = st.session_state[key].choice
        # Answers that come together are drawn as the last of them: frames of the others are lost.
        if choice["kept"] < len(st.session_state.get(_SENT, ("", {}))[1]):
            forget_frames()
        on_choose(str(choice["value"]))

    mount(
        data={
            "kind": "switch",
            "name": switch.name,
            "label": switch.label,
            "options": list(switch.options.items()),
            "listed": switch.listed,
            "short": switch.short,
            "steps": switch.steps,
            "chosen": chosen,
            "page": page,
            # A reader who goes back before a choice is answered gets the same choice again. The
            # browser would take the same answer for none and keep the choice, so each differs.
            "heard": st.session_state.get(heard, 0),
        },
        key=key,
        width="content",
        on_choice_change=act,
    )


def nearest(years: Iterable[int], chosen: int) -> list[int]:
    """Return years in the order of their distance from the chosen one."""
    return sorted(years, key=lambda year: abs(year - chosen))


def send_frames(
    page: str, chosen: Choices, others: Iterable[Iterable[Choices]], frame: Callable[..., Frame]
) -> None:
    """Send the frames that a page lacks, of what is chosen and of other choices.

    `page` is made of all that the page depends on besides its switches; `frame` gets the choices
    by name.
    """
    of_page, known = st.session_state.get(_SENT, ("", {}))
    sizes = dict(known) if of_page == page else {}
    frames = []
    for of_switch in ([chosen], *others):
        room = _MOST_BYTES
        for choices in of_switch:
            key = tuple(sorted(choices.items()))
            parts = frame(**choices) if key not in sizes else None
            if parts is not None:
                sizes[key] = len(json.dumps(parts, ensure_ascii=False).encode())
            room -= sizes[key]
            if room < 0:
                break
            if parts is not None:
                frames.append({"choices": dict(choices), "parts": parts})
    st.session_state[_SENT] = (page, sizes)
    if len(sizes) > 1 and frames:
        mount(data={"kind": "frames", "page": page, "frames": frames}, key="frames")
