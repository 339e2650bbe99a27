"""Bars: one metric over the years, or metrics of one unit beside one another.

Zero-based, the printed figure on every bar, years without a figure named. A bar has the category's
own colour, which holds on light and dark, and its figure's address as `customdata`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.charts.chart import (
    TOP,
    Chart,
    base_layout,
    escape,
    finished,
    hover_template,
    hover_texts,
)
from metrics.charts.origins import years_text
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import address
from metrics.model.observation import Observation
from metrics.model.series import Series
from metrics.model.vocabulary import name_in
from metrics.wording.figures import number_text
from metrics.wording.series import metric_name, ranking_alt, series_name, years_alt

_EARLIER = 0.42
"""Opacity of the years before the latest one shown."""
_YEARS_HEIGHT = 210
_ROW_HEIGHT = 46
_NAME_WIDTH = {"zh": 9, "en": 22}
"""Characters of a metric's name in a line beside its bar."""
_BAR_WIDTH = 190
"""Pixels that the longest bar has on a narrow screen, for leaving room for the figure behind it."""
_LINE = 8
"""Characters of a figure above its bar before it breaks into two lines."""


def yearly_bars(
    series: Series, years: Sequence[int], dataset: Dataset, color: str, _: Words
) -> Chart:
    """Draw one metric over the years: a bar a year, the latest strong, gaps named.

    Each bar carries the figure as printed.
    """
    shown = [series.at(year) for year in years]
    published = [o for o in shown if o is not None and o.value is not None]
    latest = max(years, default=0)
    texts = [_label(number_text(o, dataset.vocabulary, _)) for o in published]
    top = 44 if any("<br>" in text for text in texts) else 28
    bars = _bars(
        published,
        dataset,
        _,
        x=[str(o.year) for o in published],
        y=[float(o.value) for o in published if o.value is not None],
        text=texts,
        marker=_marker(color, [1.0 if o.year == latest else _EARLIER for o in published]),
    )
    layout = base_layout(_YEARS_HEIGHT, top)
    labels = [str(year) for year in years]
    layout["xaxis"] = {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": labels,
        "range": [-0.5, len(labels) - 0.5],
        "fixedrange": True,
        "showgrid": False,
        "automargin": True,
        "tickfont": {"size": 13},
    }
    layout["yaxis"] = {"visible": False, "rangemode": "tozero", "fixedrange": True}
    if published and all(o.value == 0 for o in published):
        layout["yaxis"]["range"] = [0, 1]
    layout["annotations"] = [
        _missing_year(place, _)
        for place, observation in enumerate(shown)
        if observation is None or observation.value is None
    ]
    title = _yearly_title(series, years, dataset, _)
    alt = years_alt(series, years, dataset, _)
    return finished({"data": [bars], "layout": layout}, alt, title, published, dataset, _)


def ranked_bars(
    observations: Sequence[Observation], dataset: Dataset, color: str | None, _: Words
) -> Chart:
    """Draw metrics of one year and one unit beside one another, the largest on top.

    Without a `color` each bar has that of its category.
    """
    units = {o.unit for o in observations}
    if len(units) != 1:
        raise ValueError(f"units never share an axis; these were given: {', '.join(sorted(units))}")
    ranked = sorted(observations, key=lambda o: o.value or 0, reverse=True)
    values = [float(o.value or 0) for o in ranked]
    texts = [number_text(o, dataset.vocabulary, _) for o in ranked]
    bars = _bars(
        ranked,
        dataset,
        _,
        x=values,
        y=[_wrapped(metric_name(o, dataset, _), _NAME_WIDTH[_.language]) for o in ranked],
        text=[escape(text) for text in texts],
        marker=_marker(
            color or [dataset.vocabulary.category(o.category).color for o in ranked],
            [1.0] * len(ranked),
        ),
        orientation="h",
    )
    layout = base_layout(_ROW_HEIGHT * len(ranked) + TOP, TOP)
    room = (max(values) or 1) * (1 + _text_width(texts) / _BAR_WIDTH)
    layout["xaxis"] = {"visible": False, "fixedrange": True, "range": [0, room]}
    layout["yaxis"] = {
        "type": "category",
        "autorange": "reversed",
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"size": 13},
        "ticklabelstandoff": 8,
        "showgrid": False,
        "ticks": "",
    }
    title = _ranked_title(ranked, dataset, _)
    alt = ranking_alt(ranked, dataset, _)
    return finished({"data": [bars], "layout": layout}, alt, title, ranked, dataset, _)


def _yearly_title(series: Series, years: Sequence[int], dataset: Dataset, _: Words) -> str:
    return _(
        "{region}, {metric}, {years}",
        region=dataset.vocabulary.place(series.region, _.language),
        metric=series_name(series, dataset, _),
        years=years_text(years),
    )


def _ranked_title(ranked: Sequence[Observation], dataset: Dataset, _: Words) -> str:
    first = ranked[0]
    named = [name_in(dataset.vocabulary.category(first.category), _.language)]
    groups = {o.subcategory for o in ranked}
    if len(groups) == 1 and first.subcategory:
        named.append(dataset.vocabulary.place(first.subcategory, _.language))
    return _(
        "{region}, {metric}, {years}",
        region=dataset.vocabulary.place(first.region, _.language),
        metric=" · ".join(named),
        years=years_text([o.year for o in ranked]),
    )


def _bars(
    observations: Sequence[Observation], dataset: Dataset, _: Words, **parts: Any
) -> dict[str, Any]:
    return {
        "type": "bar",
        "customdata": [address(o, dataset) for o in observations],
        "hovertext": hover_texts(observations, dataset, _),
        "hovertemplate": hover_template(_),
        "textposition": "outside",
        "textfont": {"size": 13},
        "constraintext": "none",
        "cliponaxis": False,
        "width": 0.62,
        **parts,
    }


def _marker(color: str | list[str], opacity: list[float]) -> dict[str, Any]:
    return {"color": color, "opacity": opacity, "cornerradius": 3}


def _missing_year(place: int, _: Words) -> dict[str, Any]:
    return {
        "x": place,
        "y": 0,
        "text": _label(_("not published")),
        "showarrow": False,
        "yanchor": "bottom",
        "font": {"size": 12},
    }


def _label(text: str) -> str:
    """Break the figure above a bar at its first space, so that neighbours do not collide."""
    return escape(text).replace(" ", "<br>", 1) if len(text) > _LINE else escape(text)


def _text_width(texts: Sequence[str]) -> int:
    return max(sum(14 if ord(c) > 0x2E80 else 8 for c in text) for text in texts) + 12


def _wrapped(name: str, width: int) -> str:
    """Break a long name in two lines; Plotly would let it push the bars away."""
    if len(name) <= width:
        return escape(name)
    breaks = [i + 1 for i, c in enumerate(name) if c in " 、，"]
    middle = len(name) / 2
    at = min(breaks, key=lambda i: abs(i - middle), default=0)
    at = at if abs(at - middle) <= len(name) / 4 else round(middle)
    return f"{escape(name[:at].rstrip())}<br>{escape(name[at:].lstrip())}"
