"""Draw series beside one another: lines with their names at their ends, or bars.

Knows points that are ready to be drawn, with their texts and addresses; no rule of comparison.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from metrics.charts.axes import (
    BAR_LOOK,
    DASHES,
    HOVER_TEMPLATE,
    MARKERS,
    PALETTE,
    YEARS_HEIGHT,
    Axis,
    Bar,
    all_years,
    bar_range,
    keys,
    spread,
    text_width,
    value_axis,
    wrapped,
    year_axis,
)
from metrics.charts.chart import Figure, blank, escape, write
from metrics.i18n import Words
from metrics.wording.notes import Annotation, marks_by_figure

_PLOT = 250
_TOP = 8
_LABEL_WIDTH = 104
_LABEL_LINE = 15
_GUTTER = 0.09  # the part of the axis between the last year and the names, at least half a year
MOST_UPRIGHT = 20
"""Bars beside one another on a narrow screen; more lie down and carry their figures."""
_BAR = 19


@dataclass(frozen=True)
class Point:
    """Hold a figure to be drawn: its place, label, hover text and address."""

    year: int
    value: Decimal
    text: str
    hover: str
    address: str
    new_definition: bool


@dataclass(frozen=True)
class Line:
    """Hold a series to be drawn: its name and its points by year."""

    name: str
    points: dict[int, Point]


def drawn_lines(
    lines: Sequence[Line], years: Sequence[int], _: Words, *, log: bool = False
) -> Figure:
    """Draw lines with their names at their ends, the names clear of one another."""
    axis_years = all_years(years)
    axis = _axis_of(lines, _, log=log)
    names = [wrapped(line.name, _LABEL_WIDTH) for line in lines]
    heights = [_LABEL_LINE * (name.count("<br>") + 1) + 3.0 for name in names]
    plot = max(_PLOT, round(sum(heights)))
    right = max((text_width(name) for name in names), default=0) + 44
    figure = blank(plot + _TOP + YEARS_HEIGHT, top=_TOP, right=right, bottom=YEARS_HEIGHT)
    for number, line in enumerate(lines):
        figure["data"].append(_line_trace(line, number, axis_years))
    edge = len(axis_years) - 1 + max(0.5, len(axis_years) * _GUTTER)
    year_axis(figure, axis_years, edge)
    _figure_axis(figure, axis)
    ends = [_end(line, axis_years, axis) for line in lines]
    wanted = [plot * end[1] for end in ends]
    for number, middle in enumerate(spread(wanted, heights, plot)):
        place, height = ends[number]
        if place >= 0:
            _name_end(figure, number, names[number], axis, (place, height), (edge, middle / plot))
    return figure


def _axis_of(lines: Sequence[Line], _: Words, *, log: bool = False) -> Axis:
    values = [point.value for line in lines for point in line.points.values()] or [Decimal(0)]
    return value_axis(min(values), max(values), _, log=log)


def _figure_axis(figure: Figure, axis: Axis) -> None:
    figure["layout"]["yaxis"] = {
        "type": "log" if axis.log else "linear",
        "range": [axis.low, axis.high],
        "tickmode": "array",
        "tickvals": list(axis.ticks),
        "ticktext": list(axis.texts),
        "tickfont": {"size": 12},
        "fixedrange": True,
        "automargin": True,
        "ticks": "",
        "zeroline": not axis.log,
    }


def _line_trace(line: Line, number: int, years: Sequence[int]) -> dict[str, Any]:
    x: list[str] = []
    y: list[float | None] = []
    points: list[Point | None] = []
    for year in years:
        point = line.points.get(year)
        if point and point.new_definition and x:
            # An empty point at the same year ends the line before it.
            x.append(str(year))
            y.append(None)
            points.append(None)
        x.append(str(year))
        y.append(float(point.value) if point else None)
        points.append(point)
    symbol, _glyph = MARKERS[number % len(MARKERS)]
    color = PALETTE[number % len(PALETTE)]
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines+markers",
        "name": escape(line.name),
        "line": {"color": color, "width": 2.5, "dash": DASHES[number % len(DASHES)]},
        "marker": {"symbol": symbol, "size": 9, "color": color},
        "connectgaps": False,
        "cliponaxis": False,
        "hovertext": [point.hover if point else "" for point in points],
        "hovertemplate": HOVER_TEMPLATE,
        "customdata": [point.address if point else "" for point in points],
    }


def _end(line: Line, years: Sequence[int], axis: Axis) -> tuple[int, float]:
    """Return the place of a line's last year, and its height from 0 to 1."""
    if not line.points:
        return -1, 0.0
    last = max(line.points)
    value = float(line.points[last].value)
    height = math.log10(value) if axis.log else value
    return years.index(last), (height - axis.low) / (axis.high - axis.low)


def _name_end(
    figure: Figure,
    number: int,
    name: str,
    axis: Axis,
    end: tuple[float, float],
    label: tuple[float, float],
) -> None:
    """Write a name beside the plot, with a thin line to the line's last point.

    `end` and `label` are places on the axis of years, and heights as fractions of the plot.
    """
    color, glyph = PALETTE[number % len(PALETTE)], MARKERS[number % len(MARKERS)][1]
    heights = [axis.low + part * (axis.high - axis.low) for part in (end[1], label[1])]
    first, last = (10**height if axis.log else height for height in heights)
    line = {"color": color, "width": 1}
    ends = {"x0": end[0], "x1": label[0], "y0": first, "y1": last, "xref": "x", "yref": "y"}
    figure["layout"]["shapes"].append({"type": "line", "line": line, "opacity": 0.7, **ends})
    # Annotations on a logarithmic axis stand at the logarithm, shapes at the figure.
    beside = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 3, "align": "left"}
    beside |= {"y": heights[1], "yref": "y", "yanchor": "middle", "font": {"size": 12}}
    write(figure, f'<span style="color:{color}">{glyph}</span> {name}', **beside)


def of_year(lines: Sequence[Line], year: int, notes: Sequence[Annotation]) -> list[Bar]:
    """Return one bar for each line that has a figure of the year, the largest first."""
    marks = marks_by_figure(notes)
    points = [(line.name, line.points[year]) for line in lines if year in line.points]
    points.sort(key=lambda named: -named[1].value)
    return [
        Bar(name, point.value, _marked(point, marks), point.hover, point.address)
        for name, point in points
    ]


def upright_bars(lines: Sequence[Line], years: Sequence[int], _: Words) -> Figure:
    """Draw few bars beside one another, year by year."""
    axis_years = all_years(years)
    axis = _axis_of(lines, _)
    figure = blank(_PLOT + _TOP + YEARS_HEIGHT, top=_TOP, bottom=YEARS_HEIGHT)
    for number, line in enumerate(lines):
        figure["data"].append(_bar_trace(line, number, axis_years, {}, upright=True))
    year_axis(figure, axis_years)
    _figure_axis(figure, axis)
    figure["layout"] |= {"barmode": "group", "bargap": 0.25}
    return _with_keys(figure, lines)


def lying_bars(
    lines: Sequence[Line], years: Sequence[int], _: Words, notes: Sequence[Annotation]
) -> Figure:
    """Draw many bars under one another, the latest year on top, each with its figure."""
    axis_years = all_years(years)[::-1]
    height = len(axis_years) * (len(lines) * _BAR + 16)
    figure = blank(height + _TOP, top=_TOP)
    marks = marks_by_figure(notes)
    for number, line in enumerate(lines):
        figure["data"].append(_bar_trace(line, number, axis_years, marks, upright=False))
    points = [point for line in lines for point in line.points.values()]
    bar_range(figure, [point.value for point in points], [_marked(p, marks) for p in points])
    named = [str(year) for year in axis_years]
    figure["layout"]["yaxis"] = {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": named,
        "range": [len(named) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": named,
        "tickfont": {"size": 12},
        "fixedrange": True,
        "automargin": True,
        "ticks": "",
        "showgrid": False,
    }
    figure["layout"] |= {"barmode": "group", "bargap": 0.2}
    return _with_keys(figure, lines)


def _bar_trace(
    line: Line, number: int, years: Sequence[int], marks: Mapping[str, str], *, upright: bool
) -> dict[str, Any]:
    points = [line.points[year] for year in years if year in line.points]
    places, values = [str(p.year) for p in points], [float(p.value) for p in points]
    return {
        "type": "bar",
        "x": places if upright else values,
        "y": values if upright else places,
        "orientation": "v" if upright else "h",
        "name": escape(line.name),
        "text": None if upright else [_marked(point, marks) for point in points],
        "marker": {"color": PALETTE[number % len(PALETTE)], "cornerradius": 2},
        "hovertext": [p.hover for p in points],
        "hovertemplate": HOVER_TEMPLATE,
        "customdata": [p.address for p in points],
        **BAR_LOOK,
    }


def _marked(point: Point, marks: Mapping[str, str]) -> str:
    """Return a point's label with the marks of its annotations, escaped."""
    return escape(f"{point.text} {marks.get(point.address, '')}".rstrip())


def _with_keys(figure: Figure, lines: Sequence[Line]) -> Figure:
    if len(lines) > 1:
        keys(figure, [(PALETTE[n], wrapped(line.name, 300)) for n, line in enumerate(lines)])
    return figure
