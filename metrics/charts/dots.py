"""Draw one metric over the years by dots: shares on a strip, rare events as things to be counted.

A share is read against 100 and its goal, which bars from zero would hide; an event is one dot, and
a stated zero a ring, which is not the gap of a year without a figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.charts.axes import (
    GOAL,
    HOVER_TEMPLATE,
    QUIET,
    RULE,
    YEARS_HEIGHT,
    add_marks,
    year_axis,
)
from metrics.charts.bar_labels import ROOM, width_of, year_labels
from metrics.charts.bars import HEIGHT, hover_of, of_series, tones, write_silent
from metrics.charts.chart import ChartSpec, Figure, blank, escape, write
from metrics.charts.palette import pale
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import Series
from metrics.model.target import Target
from metrics.wording.formatter import Formatter
from metrics.wording.notes import Annotation, marks_by_year
from metrics.wording.targets import goal_text

_STARTS = (0, 50, 80, 90)
"""Where an axis of shares may start: the last that is not above the least of them."""
_TICKS = 5
_LEVELS = (14, 30, 46)  # px over the strip, of the years
_LATEST, _GOAL = 48, 72  # px over the strip, of the latest figure and of the goal's words
_LARGE = 15  # of the latest figure
_STRIP = 0.24  # place of the strip in the plot, from the bottom
_WORDS = 13
_BESIDE = 4
_LEAST_EVENTS = 2


@dataclass(frozen=True)
class _Scale:
    """Hold the ends of an axis of shares."""

    low: float
    high: float

    def pixels(self, value: float) -> float:
        """Return where a value stands on the narrowest plot."""
        return (value - self.low) / (self.high - self.low) * ROOM


def rates_strip(
    series: Series,
    years: Sequence[int],
    color: str,
    fmt: Formatter,
    *,
    goals: Sequence[Target] = (),
    notes: Sequence[Annotation] = (),
) -> ChartSpec:
    """Draw shares on one strip: a dot a year, the latest large, the goal a tick."""
    marks = marks_by_year(notes)
    published = [o for year in years if (o := series.published(year))]
    due = [goal for goal in goals if goal.year and goal.year >= max(years)][:1]
    scale = _scale([*(float(o.value or 0) for o in published), *(float(g.value) for g in due)])
    figure = blank(HEIGHT, bottom=YEARS_HEIGHT, left=16, right=16)
    figure["layout"] |= {"meta": [color, pale(color)]}
    figure["layout"]["xaxis"] = _share_axis(scale)
    figure["layout"]["yaxis"] = {"visible": False, "range": [0, 1], "fixedrange": True}
    rail = {"type": "line", "x0": scale.low, "x1": scale.high, "y0": _STRIP, "y1": _STRIP}
    thick = {"color": RULE, "width": 2}
    figure["layout"]["shapes"].append({**rail, "xref": "x", "yref": "y", "line": thick})
    figure["data"].append(_dots(published, years, color, fmt))
    for o in published[-1:]:
        text = f"<b>{escape(fmt.number(o))}</b> {o.year}{marks.get(o.year, '')}"
        _write_over(figure, text, float(o.value or 0), _LATEST, scale, size=_LARGE)
    _name_years(figure, published, scale, marks)
    for goal in due:
        _goal(figure, goal, scale, fmt)
    return of_series(figure, series, years, fmt)


def _scale(values: Sequence[float]) -> _Scale:
    least, most = min(values, default=0), max(values, default=0)
    low = next((start for start in reversed(_STARTS) if start <= least), least)
    return _Scale(float(low), max(100.0, most))


def _share_axis(scale: _Scale) -> dict[str, Any]:
    step = (scale.high - scale.low) / _TICKS
    ticks = [scale.low + step * n for n in range(_TICKS + 1)]
    return {
        **QUIET,
        "range": [scale.low, scale.high],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [f"{tick:.4g}%" for tick in ticks],
        "tickfont": {"size": 12},
    }


def _dots(
    published: Sequence[Observation], years: Sequence[int], color: str, fmt: Formatter
) -> dict[str, Any]:
    latest = max(years, default=0)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(o.value or 0) for o in published],
        "y": [_STRIP] * len(published),
        "marker": {
            "color": tones(published, years, color),
            "size": [17 if o.year == latest else 12 for o in published],
            "opacity": 1,
            "line": {"width": 0},
        },
        "cliponaxis": False,
        "hovertext": [hover_of(o, fmt) for o in published],
        "hovertemplate": HOVER_TEMPLATE,
        "customdata": [figure_id(o, fmt.dataset) for o in published],
    }


def _name_years(
    figure: Figure, published: Sequence[Observation], scale: _Scale, marks: Mapping[int, str]
) -> None:
    """Write the earlier years that fit over their dots, in rows."""
    taken: list[list[tuple[float, float]]] = [[] for _level in _LEVELS]
    for o in published[-1:]:
        # The latest figure, which is written larger, has its row to itself.
        half = width_of(f"{float(o.value or 0):g}% {o.year}") * _LARGE / _WORDS / 2 + _BESIDE
        middle = scale.pixels(float(o.value or 0))
        taken[-1].append((middle - half, middle + half))
    for o in published[-2::-1]:
        text = f"{o.year}{marks.get(o.year, '')}"
        middle, half = scale.pixels(float(o.value or 0)), width_of(text) / 2
        span = (middle - half - _BESIDE, middle + half + _BESIDE)
        for level, spans in enumerate(taken):
            if all(span[1] <= other[0] or other[1] <= span[0] for other in spans):
                spans.append(span)
                _write_over(figure, text, float(o.value or 0), _LEVELS[level], scale, size=12)
                break


def _goal(figure: Figure, goal: Target, scale: _Scale, fmt: Formatter) -> None:
    value = float(goal.value)
    line = {"color": GOAL, "width": 3}
    place = {"x0": value, "x1": value, "y0": _STRIP - 0.14, "y1": _STRIP + 0.14}
    figure["layout"]["shapes"].append(
        {"type": "line", "xref": "x", "yref": "y", "line": line, **place}
    )
    text = fmt.words("goal for {year}: {goal}", year=goal.year, goal=goal_text(goal, fmt))
    _write_over(figure, escape(text), value, _GOAL, scale, size=12)


def _write_over(
    figure: Figure, text: str, value: float, shift: int, scale: _Scale, *, size: int
) -> None:
    """Write over the strip, anchored so that the words stay inside the plot."""
    half = width_of(text.replace("<b>", "").replace("</b>", "")) * size / _WORDS / 2
    at = scale.pixels(value)
    anchor = "left" if at < half else "right" if at > ROOM - half else "center"
    shifted = {"left": -_WORDS / 2, "right": _WORDS / 2, "center": 0}[anchor]
    write(
        figure, text, x=value, y=_STRIP, xanchor=anchor, xshift=shifted, yanchor="bottom",
        yshift=shift - _WORDS / 2, font={"size": size},
    )  # fmt: skip


def events_dots(
    series: Series,
    years: Sequence[int],
    color: str,
    fmt: Formatter,
    *,
    notes: Sequence[Annotation] = (),
) -> ChartSpec:
    """Draw rare events: a dot for each, a ring for a year that states none."""
    observations = [series.at(year) for year in years]
    published = [o for o in observations if o is not None and o.value is not None]
    labels = year_labels(observations, fmt)
    figure = blank(HEIGHT, bottom=YEARS_HEIGHT)
    figure["layout"]["meta"] = [color, pale(color)]
    shades = dict(zip((o.year for o in published), tones(published, years, color), strict=True))
    figure["data"].append(_events(published, shades, fmt))
    for o in published:
        place = {"x": years.index(o.year), "y": max(int(o.value or 0), 1), "yanchor": "bottom"}
        text = labels.texts[years.index(o.year)]
        write(figure, text, yshift=9, font={"size": 13}, **place)
    year_axis(figure, years)
    figure["layout"]["xaxis"]["range"] = list(labels.ends)
    most = max([_LEAST_EVENTS, *(int(o.value or 0) for o in published)])
    figure["layout"]["yaxis"] = {"visible": False, "range": [0, most + 1.2], "fixedrange": True}
    write_silent(figure, observations, labels.texts)
    add_marks(figure, years, notes)
    return of_series(figure, series, years, fmt)


def _events(
    published: Sequence[Observation], shades: Mapping[int, str], fmt: Formatter
) -> dict[str, Any]:
    """Return a dot for each event, a ring where there was none."""
    each = [(o, n) for o in published for n in range(max(int(o.value or 0), 1))]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [str(o.year) for o, _n in each],
        "y": [n + 1 for _o, n in each],
        "marker": {
            "color": [shades[o.year] for o, _n in each],
            "symbol": ["circle" if o.value else "circle-open" for o, _n in each],
            "size": 15,
            "line": {"width": 2, "color": [shades[o.year] for o, _n in each]},
        },
        "cliponaxis": False,
        "hovertext": [hover_of(o, fmt) for o, _n in each],
        "hovertemplate": HOVER_TEMPLATE,
        "customdata": [figure_id(o, fmt.dataset) for o, _n in each],
    }
