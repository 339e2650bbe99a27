"""Lay a page's body out as data: boxes, grids and parts that components draw.

A part is one component's content at a key of its own; boxes, grids and headings arrange parts.
Nothing here depends on a reader's session until `show_parts`.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from metrics.i18n import Words
from ui.components.chart import show_drawn
from ui.components.figures import show_figures
from ui.session.markdown import plain_text
from ui.session.url_state import is_on_paper, only_charts

_DRAWN = ("chart", "band")
_ON_PAPER = 2  # boxes side by side that a page of A4 has room for


@dataclass(frozen=True)
class Part:
    """Hold what one component shows: `content` of `figures` or of `chart.drawn`."""

    key: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Heading:
    """Hold the heading of what follows; the same whatever a reader chooses."""

    text: str


@dataclass(frozen=True)
class Box:
    """Hold parts inside a border."""

    parts: tuple[Part | Heading, ...]


@dataclass(frozen=True)
class Grid:
    """Hold boxes side by side, `columns` of them where there is room."""

    boxes: tuple[Box, ...]
    columns: int = 3
    narrowest: int = 270  # what the labels of a chart reckon with, and its margins


Body = Sequence[Part | Box | Grid | Heading]


def show_parts(body: Body, _: Words, *, page: str = "") -> None:
    """Show the body of a page; `page` is its key in `switches`.

    Where the charts alone are asked for, nothing else is shown.
    """
    for one in body:
        if only_charts() and isinstance(one, Part) and one.content["kind"] not in _DRAWN:
            continue
        if isinstance(one, Heading):
            st.subheader(plain_text(one.text), anchor=False)
        elif isinstance(one, Box):
            with st.container(border=True):
                show_parts(one.parts, _, page=page)
        elif isinstance(one, Grid) and is_on_paper():
            _show_on_paper(one, _)
        elif isinstance(one, Grid):
            grid = st.grid(one.columns, min_column_width=one.narrowest)
            for box in one.boxes:
                with grid.container(border=True, height="stretch"):
                    show_parts(box.parts, _, page=page)
        elif one.content["kind"] == "chart":
            show_drawn(one.content, _, key=one.key, page=page)
        else:
            show_figures(one.content, key=one.key, page=page)


def _show_on_paper(grid: Grid, _: Words) -> None:
    """Show boxes in rows of their own, which a page takes whole or not at all."""
    across = min(grid.columns, _ON_PAPER)
    for at in range(0, len(grid.boxes), across):
        row = grid.boxes[at : at + across]
        # A part has its key for itself, so a row can be named by its first one.
        first = next((part.key for box in row for part in _parts(box.parts)), str(at))
        name = hashlib.sha256(first.encode()).hexdigest()[:12]
        with st.container(key=f"paper_row_{name}"):
            for column, box in zip(st.columns(across), row, strict=False):
                with column, st.container(border=True):
                    show_parts(box.parts, _)


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
