"""What a page shows as data: it can be shown, and sent ahead for what a reader may choose next.

A part is one component's content at a key of its own; boxes, grids and headings arrange parts.
Nothing here depends on a reader's session until `show_parts`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from metrics.i18n import Words
from ui.components.chart import show_drawn
from ui.components.figures import show_figures
from ui.session.markdown import plain_text
from ui.session.url_state import is_on_paper

_ON_PAPER = 2  # boxes side by side that a page of A4 has room for


@dataclass(frozen=True)
class Part:
    """Hold what one component shows: `content` of `figures` or of `chart.drawn`."""

    key: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Heading:
    """The heading of what follows; the same whatever a reader chooses."""

    text: str


@dataclass(frozen=True)
class Box:
    """Parts inside a border."""

    parts: tuple[Part | Heading, ...]


@dataclass(frozen=True)
class Grid:
    """Boxes side by side, `columns` of them where none becomes narrower than so many pixels."""

    boxes: tuple[Box, ...]
    columns: int = 3
    narrowest: int = 215


Body = Sequence[Part | Box | Grid | Heading]


def show_parts(body: Body, _: Words, *, page: str = "") -> None:
    """Show the body of a page; `page` is its key in `year_switch`."""
    for one in body:
        if isinstance(one, Heading):
            st.subheader(plain_text(one.text), anchor=False)
        elif isinstance(one, Box):
            with st.container(border=True):
                show_parts(one.parts, _, page=page)
        elif isinstance(one, Grid):
            columns = min(one.columns, _ON_PAPER) if is_on_paper() else one.columns
            grid = st.grid(columns, min_column_width=one.narrowest)
            for box in one.boxes:
                with grid.container(border=True, height="stretch"):
                    show_parts(box.parts, _, page=page)
        elif one.content["kind"] == "chart":
            show_drawn(one.content, _, key=one.key, page=page)
        else:
            show_figures(one.content, key=one.key, page=page)


def contents(body: Body) -> dict[str, Mapping[str, Any]]:
    """Return what each place of a body shows, by the places' keys."""
    return {part.key: part.content for part in _parts(body)}


def _parts(body: Body) -> Iterator[Part]:
    for one in body:
        if isinstance(one, Part):
            yield one
        elif isinstance(one, Box):
            yield from _parts(one.parts)
        elif isinstance(one, Grid):
            yield from _parts(one.boxes)
