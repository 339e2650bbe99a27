"""Show a report's text with its figures marked; a click on a mark chooses it.

The text is shown as it is: nothing in it is read as markup.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from ui.components.mounting import mounted

_report = mounted(Path(__file__).parent)
MarkState = Literal["taken", "proposed", "rejected", "target", "skipped", "doubtful", "quiet"]


@dataclass(frozen=True)
class Mark:
    """Hold characters `start` to `end` of the text, their look and their hint.

    `current` marks the one in hand, which is scrolled into view; one that is not `choosable` is
    no button.
    """

    start: int
    end: int
    state: MarkState
    hint: str
    current: bool = False
    choosable: bool = True


def show_report(
    text: str,
    marks: Sequence[Mark],
    *,
    label: str,
    key: str,
    height: int | None = None,
    on_choose: Callable[[int], None] | None = None,
) -> None:
    """Show a text with marks that do not overlap; `on_choose` gets a clicked one.

    Offsets count characters as Python does. `height` in pixels makes the text scroll.
    """
    data = {
        "paragraphs": paragraphs(text, marks),
        "label": label,
        "height": height,
        "clickable": on_choose is not None,
    }

    def chosen() -> None:
        start = st.session_state[key].choose
        if on_choose is not None and start is not None:
            on_choose(int(start))

    _report(data=data, key=key, on_choose_change=chosen)


def paragraphs(text: str, marks: Sequence[Mark]) -> list[list[dict[str, object]]]:
    """Cut a text into lines of pieces, plain and marked; empty lines go."""
    lines: list[list[dict[str, object]]] = [[]]
    place = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.start < place:
            continue
        _add(lines, text[place : mark.start], {})
        _add(lines, text[mark.start : mark.end], asdict(mark))
        place = mark.end
    _add(lines, text[place:], {})
    return [line for line in lines if any(str(piece["text"]).strip() for piece in line)]


def _add(lines: list[list[dict[str, object]]], text: str, mark: dict[str, object]) -> None:
    for number, part in enumerate(text.replace("\r", "").split("\n")):
        if number:
            lines.append([])
        if part:
            lines[-1].append({"text": part, **mark})
