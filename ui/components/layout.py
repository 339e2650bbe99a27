"""Lay a page's body out as data: boxes, grids and parts, drawn by one component.

A part is a figure's, table's or chart's content at a key of its own; boxes, grids and headings
arrange parts. Nothing here depends on a reader's session until `show_parts`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from metrics.i18n import Words
from ui.components.chart import of_every_chart
from ui.components.figures import component_key, mount
from ui.components.source_request import ask_for_source, note_shown
from ui.session.url_state import is_on_paper, only_charts

_DRAWN = ("chart", "band")
_ON_PAPER = 2  # boxes side by side that a page of A4 has room for


@dataclass(frozen=True)
class Part:
    """Hold what stands in one place: `content` of `figures` or of `chart.drawn`."""

    key: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Heading:
    """Hold the heading of what follows."""

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


def show_parts(body: Body, _: Words, *, key: str, page: str = "") -> None:
    """Show a body, or a part of a page's, at a place of its own; empty, it takes none.

    `page` is the key in `switches` of the page that frames are sent for. Where the charts alone
    are asked for, nothing else is shown.
    """
    shown = list(_shown(body))
    if not shown:
        return
    contents = list(_contents(shown))
    for content in contents:
        note_shown(content)
    named = component_key(key)

    def opened() -> None:
        ask_for_source(st.session_state[named].open)

    draws = any(content["kind"] == "chart" for content in contents)
    data = {
        "kind": "body",
        "body": as_data(shown),
        "draws": draws,
        # What the page shows in another choice may have charts where this has none.
        "charts": of_every_chart(_) if draws or page else None,
        "frame": {"key": key, "page": page} if page else None,
    }
    mount(data=data, key=named, on_open_change=opened)


def as_data(body: Body) -> list[dict[str, Any]]:
    """Return a body as it is sent."""
    return [_as_data(one) for one in body]


def _as_data(one: Part | Box | Grid | Heading) -> dict[str, Any]:
    if isinstance(one, Part):
        return {"key": one.key, "content": one.content}
    if isinstance(one, Heading):
        return {"heading": one.text}
    if isinstance(one, Box):
        return {"box": as_data(one.parts)}
    return {"grid": as_data(one.boxes), "columns": one.columns, "narrowest": one.narrowest}


def _shown(body: Body) -> Iterator[Part | Box | Grid | Heading]:
    """Yield a body with what a sheet has room for, or with its charts alone."""
    for one in body:
        if isinstance(one, Grid):
            across = min(one.columns, _ON_PAPER) if is_on_paper() else one.columns
            boxes = tuple(Box(_kept(box.parts)) for box in one.boxes)
            yield replace(one, boxes=boxes, columns=across)
        elif isinstance(one, Box):
            yield Box(_kept(one.parts))
        else:
            yield from _kept([one])


def _kept(parts: Sequence[Part | Heading]) -> tuple[Part | Heading, ...]:
    def is_kept(one: Part | Heading) -> bool:
        return not only_charts() or isinstance(one, Heading) or one.content["kind"] in _DRAWN

    return tuple(filter(is_kept, parts))


def _contents(body: Body) -> Iterator[Mapping[str, Any]]:
    for one in body:
        if isinstance(one, Part):
            yield one.content
        elif isinstance(one, Box):
            yield from _contents(one.parts)
        elif isinstance(one, Grid):
            yield from _contents(one.boxes)
