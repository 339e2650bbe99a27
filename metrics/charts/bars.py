"""Draw one metric over the years: bars, with ticks for what was to be reached.

Zero-based, the printed figure on every bar, years without a figure named. A bar has the category's
own colour, which holds on light and dark, and its figure's address as `customdata`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from metrics.charts.axes import (
    BAR_LOOK,
    GOAL,
    RULE,
    YEARS_HEIGHT,
    add_marks,
    hover_text,
    source_template,
    year_axis,
)
from metrics.charts.bar_labels import BAR_SHARE, year_labels
from metrics.charts.chart import ChartSpec, Figure, blank, escape, finished, write
from metrics.charts.palette import pale
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import Series
from metrics.model.target import Target
from metrics.wording.formatter import Formatter
from metrics.wording.notes import Annotation
from metrics.wording.series import years_alt
from metrics.wording.targets import goal_number, goal_text

HEIGHT = 186
_TALL_HEAD = 16
_ZERO = {"width": 1, "color": RULE}
_TICK, _POINTED = 0.44, 14  # half a goal's tick in years, and what is pointed at in px
_GOAL_SHIFT = 4
_LABEL_ROOM = 0.2  # of the highest, that a figure over its bar takes
_HEAD_ROOM = 1.25  # of the axis, where a goal's words stand over its tick


def yearly_bars(
    series: Series,
    years: Sequence[int],
    color: str,
    fmt: Formatter,
    *,
    goals: Sequence[Target] = (),
    notes: Sequence[Annotation] = (),
) -> ChartSpec:
    """Draw one metric over the years: a bar a year, the latest strong, gaps named.

    Each bar carries the figure as printed. A goal of a drawn year is a tick, one of the year after
    the last has a place of its own; `notes` have their marks under their years.
    """
    observations = [series.at(year) for year in years]
    published = [o for o in observations if o is not None and o.value is not None]
    after = _text_after(years, goals, fmt)
    labels = year_labels(observations, fmt, after)
    texts = [labels.texts[years.index(o.year)] for o in published]
    top = 4 + (_TALL_HEAD if any("<br>" in text for text in texts) else 0)
    figure = blank(HEIGHT, top=top, bottom=YEARS_HEIGHT)
    figure["data"].append(_bars(published, tones(published, years, color), texts, fmt))
    figure["layout"]["meta"] = color
    year_axis(figure, years)
    figure["layout"]["xaxis"]["range"] = list(labels.ends)
    figure["layout"]["yaxis"] = {"visible": False, "rangemode": "tozero", "fixedrange": True}
    if published and all(o.value == 0 for o in published):
        figure["layout"]["yaxis"]["range"] = [0, 1]
    if any(o.value is not None and o.value < 0 for o in published):
        zero = {"x0": 0, "x1": 1, "y0": 0, "y1": 0, "xref": "paper", "yref": "y"}
        figure["layout"]["shapes"].append({"type": "line", "line": _ZERO, **zero})
    write_silent(figure, observations, labels.texts)
    _add_goals(figure, years, goals, fmt, labels.texts[-1] if after else "")
    add_marks(figure, years, notes)
    return of_series(figure, series, years, fmt)


def _bars(
    published: Sequence[Observation], colors: list[str], texts: list[str], fmt: Formatter
) -> dict[str, Any]:
    bars = {
        "type": "bar",
        "x": [str(o.year) for o in published],
        "y": [float(o.value) for o in published if o.value is not None],
        "text": texts,
        "marker": {"color": colors, "cornerradius": 3},
        "width": BAR_SHARE,
        "hovertext": [hover_of(o, fmt) for o in published],
        "hovertemplate": source_template(fmt.words),
        "customdata": [figure_id(o, fmt.dataset) for o in published],
    }
    return bars | BAR_LOOK


def of_series(figure: Figure, series: Series, years: Sequence[int], fmt: Formatter) -> ChartSpec:
    """Return a finished chart of one metric over the years, with its title and words."""
    named = {"region": fmt.region(series.region), "metric": fmt.series(series)}
    title = fmt.words("{region}, {metric}, {years}", years=fmt.year_ranges(years), **named)
    published = [o for year in years if (o := series.published(year))]
    return finished(ChartSpec(figure, years_alt(series, years, fmt), title), published, fmt)


def tones(published: Sequence[Observation], years: Sequence[int], color: str) -> list[str]:
    """Return the colour of each figure: strong for the latest year, else pale."""
    latest = max(years, default=0)
    return [color if o.year == latest else pale(color) for o in published]


def hover_of(o: Observation, fmt: Formatter) -> str:
    """Return the hover text of a figure."""
    return hover_text(fmt.metric(o), o.year, fmt.figure(o), fmt.note(o))


def write_silent(
    figure: Figure, observations: Sequence[Observation | None], texts: Sequence[str]
) -> None:
    """Write at its place that a year has no figure, a dash where the words do not fit."""
    for place, o in enumerate(observations):
        if o is None or o.value is None:
            write(figure, texts[place] or "—", x=place, y=0, yanchor="bottom", font={"size": 12})


def _text_after(years: Sequence[int], goals: Sequence[Target], fmt: Formatter) -> str:
    """Return the label of the goal of the year after the last, if there is one."""
    after = max(years, default=0) + 1
    text = next((goal_number(goal, fmt) for goal in goals if goal.year == after), "")
    return escape(fmt.words("goal")) + "<br>" + escape(text) if text else ""


def _add_goals(
    figure: Figure, years: Sequence[int], goals: Sequence[Target], fmt: Formatter, text: str
) -> None:
    """Draw goals as ticks over the years in which they are due."""
    after = max(years, default=0) + 1
    due = [goal for goal in goals if goal.year in (*years, after) and goal.value > 0]
    if not due:
        return
    ahead = [goal for goal in due if goal.year == after]
    for goal in ahead[:1]:
        place = {"x": len(years), "y": float(goal.value), "yanchor": "bottom"}
        write(figure, text, yshift=_GOAL_SHIFT, font={"size": 12}, **place)
    if ahead:
        axis = figure["layout"]["xaxis"]
        # Where years are named with gaps, the one behind the last would touch it.
        all_named = len(axis["tickvals"]) == len(years)
        for name in ("categoryarray", *(("tickvals", "ticktext") if all_named else ())):
            axis[name] = [*axis[name], str(after)]
    places = {year: at for at, year in enumerate([*years, after])}
    for goal in due:
        at, height = places[goal.year or after], float(goal.value)
        ends = {"x0": at - _TICK, "x1": at + _TICK, "y0": height, "y1": height}
        line = {"width": 3, "color": GOAL}
        figure["layout"]["shapes"].append({"type": "line", "line": line, **ends})
    figure["data"].append(_ticks(due, fmt))
    values = [*figure["data"][0]["y"], *(float(goal.value) for goal in due)]
    figure["layout"]["yaxis"]["range"] = [min([0, *values]), max(values) * _HEAD_ROOM]
    _clear_of_ticks(figure, {str(goal.year): float(goal.value) for goal in due}, max(values))


def _clear_of_ticks(figure: Figure, ticks: Mapping[str, float], most: float) -> None:
    """Write over the tick what a tick would strike through."""
    bars = figure["data"][0]
    for at, (year, value) in enumerate(zip(bars["x"], bars["y"], strict=True)):
        goal = ticks.get(year)
        if goal is not None and value < goal <= value + most * _LABEL_ROOM:
            text, bars["text"][at] = bars["text"][at], ""
            place = {"x": figure["layout"]["xaxis"]["categoryarray"].index(year), "y": goal}
            write(figure, text, yanchor="bottom", yshift=2, font={"size": 13}, **place)


def _ticks(due: Sequence[Target], fmt: Formatter) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [str(goal.year) for goal in due],
        "y": [float(goal.value) for goal in due],
        "marker": {
            "size": _POINTED,
            "opacity": 0,
        },
        "cliponaxis": False,
        "hovertext": [
            escape(fmt.words("goal for {year}: {goal}", year=g.year, goal=goal_text(g, fmt)))
            for g in due
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
