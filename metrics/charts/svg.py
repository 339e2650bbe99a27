"""Draw charts as SVG, for pages that need no script: bars, lines and points of a `ChartSpec`.

The figure is the one that browsers draw elsewhere; nothing is decided here but pixels. Texts have
the colour of what surrounds the picture, marks a tone for light and one for dark pages (`--m`,
`--d`). Refuses other traces.
"""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.charts.axes import text_width
from metrics.charts.chart import ChartSpec, Figure
from metrics.charts.palette import on_dark, tones_on_dark
from metrics.markup import Markup, tag

WIDTH = 290
"""Pixels of a picture, in which its texts have the size that they have on a page."""
_LINE, _SIZE, _DOT = 16, 12, 4
_MOST_LEFT = 130
_GAP = 0.5  # of a place, that years without a report leave between two
_DASHES = {"dot": "2 3", "dash": "5 4"}
_KEY = re.compile(r'<span style="color:(#[0-9a-f]{6})">(.*?)</span>')
_TAGS = re.compile(r"</?[a-z]+[^>]*>")
_ACROSS = {"left": "start", "center": "middle", "right": "end"}
_DOWN = {"top": 1.0, "middle": 0.5, "bottom": 0.0}

Link = Callable[[str], str]
"""Gives the address that a figure's identifier leads to; an empty one is none."""


@dataclass(frozen=True)
class _Axis:
    """Place values, or categories by name, between two ends in pixels.

    `gaps` are the places before which years have no report.
    """

    ends: tuple[float, float]
    pixels: tuple[float, float]
    places: Mapping[str, int]
    gaps: Sequence[int] = ()

    @property
    def step(self) -> float:
        return self.share(1 / ((self.ends[1] - self.ends[0]) or 1)) - self.pixels[0]

    def at(self, value: Any) -> float:
        number = self.places[value] if isinstance(value, str) else float(value)
        number += _GAP * sum(place - _GAP <= number for place in self.gaps)
        share = (number - self.ends[0]) / ((self.ends[1] - self.ends[0]) or 1)
        return self.share(share)

    def share(self, share: float) -> float:
        return self.pixels[0] + share * (self.pixels[1] - self.pixels[0])


@dataclass(frozen=True)
class _Plane:
    """Hold the axes of a figure, and what its colours are on a dark page."""

    x: _Axis
    y: _Axis
    tones: Mapping[str, str]

    def place(self, axis: str, value: Any, reference: str) -> float:
        one: _Axis = getattr(self, axis)
        return one.share(float(value)) if reference == "paper" else one.at(value)

    def tone(self, color: str) -> str:
        return f"--m:{color};--d:{self.tones.get(color, on_dark(color))}"


def svg(chart: ChartSpec, link: Link | None = None, *, width: int = WIDTH) -> Markup:
    """Return a chart as an element of a page; `link` makes its figures links.

    Raises ValueError for a trace that is not drawn here.
    """
    layout = chart.figure["layout"]
    plane = _plane(chart.figure, width)
    drawn = [*_grid(layout, plane), *(_shape(each, plane) for each in layout["shapes"])]
    for trace in chart.figure["data"]:
        if trace["type"] not in _TRACES:
            raise ValueError(f"a trace of kind {trace['type']} is not drawn as SVG")
        drawn += _TRACES[trace["type"]](trace, plane, link)
    drawn += _ticks(layout, plane)
    drawn += [_annotation(each, plane) for each in layout["annotations"]]
    title = tag("title", html.unescape(chart.alt))
    size = {"viewBox": f"0 0 {width} {layout['height']}", "class_": "chart"}
    role = "group" if link else "img"
    return tag("svg", title, drawn, xmlns="http://www.w3.org/2000/svg", role=role, **size)


def _plane(figure: Figure, width: int) -> _Plane:
    layout = figure["layout"]
    margin, named = layout["margin"], layout["yaxis"].get("ticktext") or ()
    beside = max((text_width(text) for text in named), default=0)
    left = max(margin["l"], min(beside + 10, _MOST_LEFT) if _is_seen(layout["yaxis"]) else 0)
    height = layout["height"] - margin["t"] - margin["b"]
    across, up = (left, width - margin["r"]), (margin["t"] + height, margin["t"])
    places = _places(layout["xaxis"])
    gaps, (low, high) = _gaps(list(places)), _ends(figure, "x", height)
    x = _Axis((low, high + _GAP * len(gaps)), across, places, gaps)
    y = _Axis(_ends(figure, "y", height), up, _places(layout["yaxis"]))
    return _Plane(x, y, tones_on_dark(json.dumps(figure)))


def _places(axis: Mapping[str, Any]) -> dict[str, int]:
    return {name: at for at, name in enumerate(axis.get("categoryarray", ()))}


def _gaps(names: Sequence[str]) -> list[int]:
    """Return the places of years that do not follow on the one before."""
    if not all(name.isdecimal() for name in names):
        return []
    return [at for at in range(1, len(names)) if int(names[at]) - int(names[at - 1]) > 1]


def _ends(figure: Figure, name: str, height: float) -> tuple[float, float]:
    """Return the ends of an axis; without a range, from zero with room for the labels."""
    axis = figure["layout"][f"{name}axis"]
    if axis.get("type") == "log":
        raise ValueError("a logarithmic axis is not drawn as SVG")
    if "range" in axis:
        return axis["range"][0], axis["range"][1]
    values = [v for t in figure["data"] for v in t.get(name, ()) if isinstance(v, int | float)]
    lines = max((text.count("<br>") + 1 for t in figure["data"] for text in _labels(t)), default=0)
    room = 1 - (lines * _LINE + 4) / height
    low, high = min([0.0, *values]), max([0.0, *values])
    return low / room, (high / room) or (0.0 if low else 1.0)


def _labels(trace: Mapping[str, Any]) -> list[str]:
    return list(trace.get("text") or ())


def _is_seen(axis: Mapping[str, Any]) -> bool:
    return bool(axis) and axis.get("visible", True)


def _grid(layout: Mapping[str, Any], plane: _Plane) -> Iterator[Markup]:
    axis = layout["yaxis"]
    if _is_seen(axis) and axis.get("showgrid", True):
        for value in axis.get("tickvals", ()):
            height = _pixels(plane.y.at(value))
            ends = {"x1": _pixels(plane.x.pixels[0]), "x2": _pixels(plane.x.pixels[1])}
            yield tag("line", class_="grid", y1=height, y2=height, **ends)


def _bars(trace: Mapping[str, Any], plane: _Plane, link: Link | None) -> Iterator[Markup]:
    lying = trace.get("orientation") == "h"
    along, beside = (plane.x, plane.y) if lying else (plane.y, plane.x)
    colors = trace["marker"]["color"]
    thick = abs(beside.step) * float(trace.get("width") or 0.8)
    texts = _labels(trace) or [""] * len(trace["x"])
    for at, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        value, middle = (x, beside.at(y)) if lying else (y, beside.at(x))
        start, end = sorted((along.at(0), along.at(value)))
        box = (start, middle - thick / 2, end - start, thick)
        left, top, width, height = box if lying else (box[1], box[0], box[3], box[2])
        color = colors if isinstance(colors, str) else colors[at]
        size = {"width": _pixels(width), "height": _pixels(max(height, 1))}
        rect = {"x": _pixels(left), "y": _pixels(top), "rx": 2, **size}
        bar = tag("rect", class_="m", style=plane.tone(color), **rect)
        if lying:
            text = _text(texts[at], end + 5, middle, "start", 0.5)
        else:
            text = _text(texts[at], middle, start - 3 if value >= 0 else end + 3, down=value < 0)
        yield _door(trace, at, link, [bar, text])


def _points(trace: Mapping[str, Any], plane: _Plane, link: Link | None) -> Iterator[Markup]:
    """Draw a line where there is one, broken at gaps, then its points."""
    places = [
        None if y is None else (plane.x.at(x), plane.y.at(y))
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    color = trace.get("marker", {}).get("color") or trace.get("line", {}).get("color")
    if "lines" in trace.get("mode", ""):
        look = trace.get("line", {})
        path = _path(places)
        dash = _DASHES.get(look.get("dash", ""))
        style = plane.tone(look.get("color", color))
        yield tag("path", class_="l", d=path, style=style, stroke_dasharray=dash)
    for at, place in enumerate(places):
        if place is not None and "markers" in trace.get("mode", ""):
            tone = plane.tone(color if isinstance(color, str) else color[at])
            dot = {"cx": _pixels(place[0]), "cy": _pixels(place[1]), "r": _DOT}
            yield _door(trace, at, link, [tag("circle", class_="m", style=tone, **dot)])
        if place is not None and "text" in trace.get("mode", ""):
            yield _text(_labels(trace)[at], place[0], place[1] - 8)


def _path(places: list[tuple[float, float] | None]) -> str:
    steps, pen = [], "M"
    for place in places:
        if place is not None:
            steps.append(f"{pen}{_pixels(place[0])} {_pixels(place[1])}")
        pen = "M" if place is None else "L"
    return "".join(steps)


_TRACES: dict[str, Callable[[Mapping[str, Any], _Plane, Link | None], Iterator[Markup]]] = {
    "bar": _bars,
    "scatter": _points,
}


def _door(trace: Mapping[str, Any], at: int, link: Link | None, drawn: list[Markup]) -> Markup:
    hovers = trace.get("hovertext") or ()
    hint = tag("title", _plain(hovers[at])) if len(hovers) > at else ""
    addresses = trace.get("customdata") or ()
    address = link(addresses[at]) if link and len(addresses) > at else ""
    return tag("a", hint, drawn, href=address) if address else tag("g", hint, drawn)


def _ticks(layout: Mapping[str, Any], plane: _Plane) -> Iterator[Markup]:
    for name, axis in (("x", layout["xaxis"]), ("y", layout["yaxis"])):
        texts = axis.get("ticktext", axis.get("tickvals", ()))
        if not _is_seen(axis):
            continue
        for value, text in zip(axis.get("tickvals", ()), texts, strict=True):
            if name == "x":
                yield _text(str(text), plane.x.at(value), plane.y.pixels[0] + 4, down=True)
            else:
                yield _text(str(text), plane.x.pixels[0] - 6, plane.y.at(value), "end", 0.5)


def _shape(shape: Mapping[str, Any], plane: _Plane) -> Markup:
    ends = {
        f"{axis}{number + 1}": _pixels(
            plane.place(axis, shape[f"{axis}{number}"], shape.get(f"{axis}ref", axis))
        )
        for axis in "xy"
        for number in (0, 1)
    }
    look = shape.get("line", {})
    dash, width = _DASHES.get(look.get("dash", "")), look.get("width")
    drawn = {"stroke_dasharray": dash, "stroke_width": width}
    return tag("line", class_="rule", **drawn, **ends)


def _annotation(note: Mapping[str, Any], plane: _Plane) -> Markup:
    x = plane.place("x", note["x"], note.get("xref", "x")) + note.get("xshift", 0)
    y = plane.place("y", note["y"], note.get("yref", "y")) - note.get("yshift", 0)
    down = _DOWN[note.get("yanchor", "middle")]
    size = note.get("font", {}).get("size", _SIZE)
    return _text(note["text"], x, y, _ACROSS[note.get("xanchor", "center")], down, size=size)


def _text(
    text: str,
    x: float,
    y: float,
    anchor: str = "middle",
    down: float = 0.0,
    *,
    size: int = _SIZE,
) -> Markup:
    """Write lines at a place: above it, or with `down` 1 below and 0.5 around it."""
    if not text:
        return Markup("")
    lines = text.split("<br>")
    top = y - len(lines) * _LINE * (1 - down)
    spans = [
        tag("tspan", _colored(line), x=_pixels(x), y=_pixels(top + _LINE * (at + 0.78)))
        for at, line in enumerate(lines)
    ]
    return tag("text", spans, text_anchor=anchor, font_size=size)


def _colored(line: str) -> list[str]:
    """Return a line of an escaped text in pieces; a colour's sign keeps its colour."""
    pieces = _KEY.split(line)
    found: list[str] = [_plain(pieces[0])]
    for color, sign, rest in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        style = f"--m:{color};--d:{on_dark(color)}"
        found += [tag("tspan", _plain(sign), class_="m", style=style), _plain(rest)]
    return found


def _plain(text: str) -> str:
    """Return an escaped text of a figure as plain text."""
    return html.unescape(_TAGS.sub("", text.replace("<br>", "\n")))


def _pixels(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
