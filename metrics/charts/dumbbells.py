"""Draw things under one another, each with two places and a bar between: before and now.

The axis does not begin at zero: lengths tell differences, places are compared. Knows ends that are
ready to be drawn; what they are and whether they compare is decided by who calls.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.charts.axes import DOTTED, HOVER_TEMPLATE, QUIET, text_width, wrapped
from metrics.charts.chart import Figure, blank, grow, write
from metrics.charts.palette import pale

_ROW, _LINE, _BETWEEN = 42, 17, 8
_NAME_WIDTH = 118
_WIDTH = 195  # px of the narrowest plot
_LEAST_SPAN = 34  # px of it that ends are drawn on, whatever their labels take
_FROM_DOT = 11
_SIZE = 12
_LONGEST = 72  # px of a number with its change on one line
_GAP = "\u2002"  # between a dot and its label
_AT = {"left": "middle right", "right": "middle left"}
"""Where a label stands from its dot, by the side of it that the dot anchors."""


@dataclass(frozen=True)
class End:
    """Hold one end: its place, its label, hover text (both escaped) and its address."""

    place: float
    text: str
    hover: str
    address: str


@dataclass(frozen=True)
class Dumbbell:
    """Hold a row: its name and its ends; `before` is None where nothing compares."""

    name: str
    now: End
    before: End | None = None


@dataclass(frozen=True)
class Rule:
    """Hold a line across all rows, and what it says over them (escaped)."""

    place: float
    text: str


def dumbbells(rows: Sequence[Dumbbell], color: str, rule: Rule | None = None) -> Figure:
    """Draw rows in the order given, the first on top."""
    names = [wrapped(row.name, _NAME_WIDTH, 13) for row in rows]
    lines = max((name.count("<br>") + 1 for name in names), default=1)
    # Plotly fails over a plot without any height.
    figure = blank(max(_ROW, lines * _LINE + _BETWEEN) * len(rows) + 14)
    figure["layout"]["meta"] = color
    if rows:
        figure["data"] += [_between(rows, color), *_ends(rows, color)]
    figure["layout"]["xaxis"] = {"visible": False, "fixedrange": True, "range": _range(rows, rule)}
    figure["layout"]["yaxis"] = {
        **QUIET,
        "range": [max(len(rows), 1) - 0.5, -0.5],
        "automargin": True,
        "tickmode": "array",
        "tickvals": list(range(len(rows))),
        "ticktext": names,
        "tickfont": {"size": 13},
        "ticklabelstandoff": 8,
    }
    if rule:
        _draw_rule(figure, rule)
    return figure


def _labels(row: Dumbbell) -> Iterator[tuple[End, str]]:
    """Return the ends with the side of their label that the place anchors."""
    before = row.before
    rises = before is None or row.now.place >= before.place
    yield row.now, "left" if rises else "right"
    if before is not None:
        yield before, "right" if rises else "left"


def _range(rows: Sequence[Dumbbell], rule: Rule | None) -> list[float]:
    """Return the ends of the axis, with room for the labels beside the outer ends."""
    ends = [end for row in rows for end in (row.now, row.before) if end is not None]
    places = [end.place for end in ends] + ([rule.place] if rule else [])
    low, high = min(places, default=0.0), max(places, default=1.0)
    sides: dict[str, float] = {"left": 0, "right": 0}
    for row in rows:
        for end, side in _labels(row):
            width = text_width(end.text.replace("<b>", "").replace("</b>", ""), _SIZE)
            sides[side] = max(sides[side], width + _FROM_DOT + 4)
    span = (high - low) or abs(high) or 1.0
    scale = span / max(_WIDTH - sides["left"] - sides["right"], _LEAST_SPAN)
    return [low - scale * max(sides["right"], 12), high + scale * max(sides["left"], 12)]


def _between(rows: Sequence[Dumbbell], color: str) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[int | None] = []
    for number, row in enumerate(rows):
        if row.before is not None:
            x += [row.before.place, row.now.place, None]
            y += [number, number, None]
    line = {"color": pale(color), "width": 4}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _ends(rows: Sequence[Dumbbell], color: str) -> Iterator[dict[str, Any]]:
    """Draw the ends before as rings and those of now as dots, which lie on top."""
    sides = [{id(end): side for end, side in _labels(row)} for row in rows]
    before = [(number, row.before) for number, row in enumerate(rows) if row.before]
    now = [(number, row.now) for number, row in enumerate(rows)]
    line = {"width": 2.5, "color": color}
    for ends, symbol in ((before, "circle-open"), (now, "circle")):
        at = [_AT[sides[number][id(end)]] for number, end in ends]
        yield {
            "type": "scatter",
            "mode": "markers+text",
            "text": [
                _beside(end.text, place) for (_number, end), place in zip(ends, at, strict=True)
            ],
            "textposition": at,
            "textfont": {"size": _SIZE},
            "x": [end.place for _number, end in ends],
            "y": [number for number, _end in ends],
            "marker": {"color": color, "symbol": symbol, "size": 13, "line": line},
            "cliponaxis": False,
            "hovertext": [end.hover for _number, end in ends],
            "hovertemplate": HOVER_TEMPLATE,
            "customdata": [end.address for _number, end in ends],
        }


def _beside(text: str, place: str) -> str:
    """Return a label with a gap at the side of its dot."""
    if not text:
        return ""
    lines = text.split("<br>")
    return "<br>".join(_GAP + line if place == _AT["left"] else line + _GAP for line in lines)


def end_label(number: str, change: str) -> str:
    """Return the label of an end: its number, and its change beside or below it."""
    apart = "<br>" if text_width(number + change) > _LONGEST else " "
    return f"<b>{number}</b>{apart}{change}" if change else f"<b>{number}</b>"


def _draw_rule(figure: Figure, rule: Rule) -> None:
    ends = {"x0": rule.place, "x1": rule.place, "y0": 0, "y1": 1, "xref": "x", "yref": "paper"}
    figure["layout"]["shapes"].append({"type": "line", "line": DOTTED, **ends})
    place = {"x": rule.place, "y": 1, "xref": "x", "yref": "paper", "yanchor": "bottom"}
    write(figure, rule.text, font={"size": 12}, **place)
    grow(figure, top=16)
