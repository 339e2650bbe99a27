"""Draw bars: one metric over the years, or metrics of one unit beside one another.

Zero-based, the printed figure on every bar, years without a figure named. A bar has the category's
own colour, which holds on light and dark, and its figure's address as `customdata`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.charts.axes import (
    BAR_LOOK,
    YEARS_HEIGHT,
    Bar,
    hover_text,
    ranked,
    source_template,
    year_axis,
)
from metrics.charts.bar_labels import BAR_SHARE, fits_beside, fitting
from metrics.charts.chart import ChartSpec, blank, escape, finished, write
from metrics.charts.palette import pale
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import Series
from metrics.wording.formatter import Formatter
from metrics.wording.series import ranking_alt, years_alt

_HEIGHT, _TALL_HEAD = 186, 16
_ZERO = {"width": 1, "color": "#7d8794"}
_LINE = 8  # characters of a figure above its bar before it breaks into two lines


def yearly_bars(series: Series, years: Sequence[int], color: str, fmt: Formatter) -> ChartSpec:
    """Draw one metric over the years: a bar a year, the latest strong, gaps named.

    Each bar carries the figure as printed.
    """
    observations = [series.at(year) for year in years]
    published = [o for o in observations if o is not None and o.value is not None]
    latest = max(years, default=0)
    labels = _labels(observations, fmt)
    texts = [labels.texts[years.index(o.year)] for o in published]
    top = 4 + (_TALL_HEAD if any("<br>" in text for text in texts) else 0)
    figure = blank(_HEIGHT, top=top, bottom=YEARS_HEIGHT)
    tones = [color if o.year == latest else pale(color) for o in published]
    bars = {
        "type": "bar",
        "x": [str(o.year) for o in published],
        "y": [float(o.value) for o in published if o.value is not None],
        "text": texts,
        "marker": {"color": tones, "cornerradius": 3},
        "width": BAR_SHARE,
        "hovertext": [_hover(o, fmt) for o in published],
        "hovertemplate": source_template(fmt.words),
        "customdata": [figure_id(o, fmt.dataset) for o in published],
    }
    figure["data"].append(bars | BAR_LOOK)
    figure["layout"]["meta"] = color
    year_axis(figure, years)
    figure["layout"]["xaxis"]["range"] = list(labels.ends)
    figure["layout"]["yaxis"] = {"visible": False, "rangemode": "tozero", "fixedrange": True}
    if published and all(o.value == 0 for o in published):
        figure["layout"]["yaxis"]["range"] = [0, 1]
    if any(o.value is not None and o.value < 0 for o in published):
        zero = {"x0": 0, "x1": 1, "y0": 0, "y1": 0, "xref": "paper", "yref": "y"}
        figure["layout"]["shapes"].append({"type": "line", "line": _ZERO, **zero})
    for place, o in enumerate(observations):
        if o is None or o.value is None:
            text = labels.texts[place] or "—"
            write(figure, text, x=place, y=0, yanchor="bottom", font={"size": 12})
    title = _title(series.region, fmt.series(series), years, fmt)
    return finished(ChartSpec(figure, years_alt(series, years, fmt), title), published, fmt)


def ranked_bars(
    observations: Sequence[Observation], color: str | None, fmt: Formatter
) -> ChartSpec:
    """Draw metrics of one year and one unit beside one another, the largest on top.

    Without a `color` each bar has that of its category. Raises ValueError for several units or
    none.
    """
    units = {o.unit for o in observations}
    if len(units) != 1:
        raise ValueError(f"units never share an axis; these were given: {', '.join(sorted(units))}")
    largest_first = sorted(observations, key=lambda o: o.value or 0, reverse=True)
    bars = [
        Bar(
            fmt.metric(o),
            o.value or Decimal(0),
            escape(fmt.number(o)),
            _hover(o, fmt),
            figure_id(o, fmt.dataset),
        )
        for o in largest_first
    ]
    vocabulary = fmt.dataset.vocabulary
    figure = ranked(bars, color or [vocabulary.category(o.category).color for o in largest_first])
    figure["data"][0]["hovertemplate"] = source_template(fmt.words)
    first = largest_first[0]
    names = [fmt.category(first.category)]
    if len({o.subcategory for o in observations}) == 1 and first.subcategory:
        names.append(fmt.subcategory(first.subcategory))
    title = _title(first.region, " · ".join(names), [o.year for o in observations], fmt)
    alt = ranking_alt(largest_first, fmt)
    return finished(ChartSpec(figure, alt, title), largest_first, fmt)


def _hover(o: Observation, fmt: Formatter) -> str:
    return hover_text(fmt.metric(o), o.year, fmt.figure(o), o.note)


def _title(region: str, metric: str, years: Sequence[int], fmt: Formatter) -> str:
    named = {"region": fmt.region(region), "metric": metric, "years": fmt.year_ranges(years)}
    return fmt.words("{region}, {metric}, {years}", **named)


@dataclass(frozen=True)
class _Labels:
    """Hold the text over each year, empty where none fits, and the axis' ends."""

    texts: list[str]
    ends: tuple[float, float]


def _labels(observations: Sequence[Observation | None], fmt: Formatter) -> _Labels:
    values = [None if o is None else o.value for o in observations]
    texts = [
        _label(fmt.words("not published") if o is None or o.value is None else fmt.number(o))
        for o in observations
    ]
    known = [place for place, value in enumerate(values) if value is not None]
    high = max(known, key=lambda place: values[place] or Decimal(0), default=0)
    ends = fitting(texts, 0, 0).ends
    bars = [text if value is not None else "" for text, value in zip(texts, values, strict=True)]
    silent = [text if value is None else "" for text, value in zip(texts, values, strict=True)]
    found = fitting(bars, known[-1] if known else 0, high, ends).shown
    # Words in place of a bar stand on the axis: everywhere, or a dash in their place everywhere.
    places = {at for at, text in enumerate(silent) if text}
    if fitting(silent, 0, 0, ends).shown == places and all(fits_beside(t, ends) for t in silent):
        found |= places
    return _Labels([text if at in found else "" for at, text in enumerate(texts)], ends)


def _label(text: str) -> str:
    """Break the figure above a bar at its first space.

    So that neighbours do not collide.
    """
    return escape(text).replace(" ", "<br>", 1) if len(text) > _LINE else escape(text)
