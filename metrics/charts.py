"""Observations in, Plotly figures out. One unit a chart, zero-based, every bar carries its figure.

Charts take the page's text colour from the theme; bars have the category's own colour, which
holds on light and dark. A click on a bar gives the figure's address as `customdata`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from metrics.dataset import Dataset
from metrics.figure_text import figure_text, number_text, unit_name
from metrics.findings import metric_name, ranking_alt, years_alt
from metrics.language import Words
from metrics.observation import Observation
from metrics.series import Series, find_series

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
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


@dataclass(frozen=True)
class Chart:
    """A figure with the words that stand for it where it cannot be seen."""

    figure: go.Figure
    alt: str


def address(observation: Observation, dataset: Dataset) -> str:
    """Return what names one figure in a click, as JSON: slug, year, region, category, sub-category.

    `figure_at` reads it.
    """
    metric = dataset.catalogue.get(observation.metric, observation.category, observation.unit)
    o = observation
    named = [metric.slug, o.year, o.region, o.category, o.subcategory]
    return json.dumps(named, ensure_ascii=False)


def figure_at(place: str, dataset: Dataset) -> Observation | None:
    """Return the figure that an `address` names; None when it is no longer there."""
    slug, year, region, category, subcategory = json.loads(place)
    series = find_series(dataset, slug, region, category, subcategory)
    return series.at(year) if series else None


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
        x=[str(o.year) for o in published],
        y=[float(o.value) for o in published if o.value is not None],
        text=texts,
        opacity=[1.0 if o.year == latest else _EARLIER for o in published],
        color=color,
        hover=_hover(published, dataset, _),
        customdata=[address(o, dataset) for o in published],
        cliponaxis=False,
    )
    figure = go.Figure(data=[bars], layout=_layout(_YEARS_HEIGHT, top))
    labels = [str(year) for year in years]
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=labels)
    figure.update_xaxes(range=[-0.5, len(labels) - 0.5], fixedrange=True, tickfont_size=13)
    figure.update_yaxes(visible=False, rangemode="tozero", fixedrange=True)
    if published and all(o.value == 0 for o in published):
        figure.update_yaxes(range=[0, 1])
    for place, observation in enumerate(shown):
        if observation is None or observation.value is None:
            figure.add_annotation(_missing_year(place, _))
    return _finished(figure, years_alt(series, years, dataset, _), top, dataset, _)


def ranked_bars(
    observations: Sequence[Observation], dataset: Dataset, color: str, _: Words
) -> Chart:
    """Draw metrics of one year and one unit beside one another, the largest on top."""
    units = {o.unit for o in observations}
    if len(units) != 1:
        raise ValueError(f"units never share an axis; these were given: {', '.join(sorted(units))}")
    ranked = sorted(observations, key=lambda o: o.value or 0, reverse=True)
    values = [float(o.value or 0) for o in ranked]
    texts = [number_text(o, dataset.vocabulary, _) for o in ranked]
    bars = _bars(
        x=values,
        y=[_wrapped(metric_name(o, dataset, _), _NAME_WIDTH[_.language]) for o in ranked],
        text=[escape(text) for text in texts],
        opacity=[1.0] * len(ranked),
        color=color,
        hover=_hover(ranked, dataset, _),
        customdata=[address(o, dataset) for o in ranked],
        orientation="h",
        cliponaxis=False,
    )
    top = 20 if dataset.bureau.sample else 0
    figure = go.Figure(data=[bars], layout=_layout(_ROW_HEIGHT * len(ranked) + top, top))
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_xaxes(range=[0, (max(values) or 1) * (1 + _text_width(texts) / _BAR_WIDTH)])
    figure.update_yaxes(autorange="reversed", fixedrange=True, automargin=True, tickfont_size=13)
    figure.update_yaxes(ticklabelstandoff=8, showgrid=False, ticks="")
    return _finished(figure, ranking_alt(ranked, dataset, _), top, dataset, _)


def _finished(figure: go.Figure, alt: str, top: int, dataset: Dataset, _: Words) -> Chart:
    """Return the chart; one of invented figures says so in the picture and in its words."""
    if not dataset.bureau.sample:
        return Chart(figure, alt)
    label = _("Invented sample")
    mark = {"xref": "paper", "yref": "paper", "x": 1, "y": 1, "xanchor": "right", "yanchor": "top"}
    figure.add_annotation(text=label, showarrow=False, font={"size": 11}, yshift=top, **mark)
    return Chart(figure, f"{label} · {alt}")


def _bars(*, color: str, opacity: list[float], hover: list[str], **parts: Any) -> go.Bar:
    return go.Bar(
        marker={"color": color, "opacity": opacity, "cornerradius": 3},
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
        textposition="outside",
        textfont={"size": 13},
        constraintext="none",
        # A click selects a bar; the others must not fade.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {}},
        width=0.62,
        **parts,
    )


def _layout(height: int, top: int) -> dict[str, Any]:
    return {
        "height": height,
        "margin": {"l": 4, "r": 4, "t": top, "b": 4},
        "font": {"family": FONT},
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "hoverlabel": {"font": {"family": FONT, "size": 13}, "align": "left"},
        "uniformtext": {"mode": "show", "minsize": 12},
    }


def _hover(observations: Sequence[Observation], dataset: Dataset, _: Words) -> list[str]:
    invitation = _("Click: source")
    told = []
    for observation in observations:
        name = escape(metric_name(observation, dataset, _))
        figure = escape(figure_text(observation, dataset.vocabulary, _))
        note = f"<br>{escape(observation.note)}" if observation.note else ""
        told.append(f"{name}<br><b>{observation.year}　{figure}</b>{note}<br>{invitation}")
    return told


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


def escape(text: str) -> str:
    """Make a text from data harmless in a chart, where Plotly reads some HTML tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def axis_unit(unit: str, dataset: Dataset, _: Words) -> str:
    """Return the unit as a chart's heading names it."""
    return unit_name(unit, dataset.vocabulary, _.language)
