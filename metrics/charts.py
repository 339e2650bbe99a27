"""Observations in, Plotly figures out. One unit a chart, zero-based, every bar carries its figure.

Charts take the page's text colour from the theme; bars have the category's own colour, which
holds on light and dark. A click on a bar gives the figure's address as `customdata`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from metrics.dataset import Dataset
from metrics.figure_text import figure_text, number_text, unit_name
from metrics.findings import metric_name, ranking_alt, years_alt
from metrics.language import Words
from metrics.observation import Observation
from metrics.series import Series

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
_EARLIER = 0.42
"""Opacity of the years before the latest one shown."""
_YEARS_HEIGHT = 210
_ROW_HEIGHT = 46
_NAME_WIDTH = {"zh": 9, "en": 22}
"""Characters of a metric's name in a line beside its bar."""
_MAX_BAR_SHARE = 1.32
"""Room to the right of the longest bar, for the figure behind it."""


@dataclass(frozen=True)
class Chart:
    """A figure with the words that stand for it where it cannot be seen."""

    figure: go.Figure
    alt: str


def address(observation: Observation, dataset: Dataset) -> str:
    """Return what names one figure in a click: slug, year and region."""
    metric = dataset.catalogue.get(observation.metric, observation.category, observation.unit)
    return f"{metric.slug}|{observation.year}|{observation.region}"


def yearly_bars(
    series: Series, years: Sequence[int], dataset: Dataset, color: str, _: Words
) -> Chart:
    """Draw one metric over the years: a bar a year, the latest strong, gaps named.

    Each bar carries the figure as printed.
    """
    shown = [series.at(year) for year in years]
    published = [o for o in shown if o is not None and o.value is not None]
    latest = max((o.year for o in published), default=0)
    bars = _bars(
        x=[str(o.year) for o in published],
        y=[float(o.value) for o in published if o.value is not None],
        text=[number_text(o, dataset.vocabulary, _) for o in published],
        opacity=[1.0 if o.year == latest else _EARLIER for o in published],
        color=color,
        hover=_hover(published, dataset, _),
        customdata=[address(o, dataset) for o in published],
        cliponaxis=False,
    )
    figure = go.Figure(data=[bars], layout=_layout(_YEARS_HEIGHT))
    labels = [str(year) for year in years]
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=labels)
    figure.update_xaxes(range=[-0.5, len(labels) - 0.5], fixedrange=True, tickfont_size=13)
    figure.update_yaxes(visible=False, rangemode="tozero", fixedrange=True)
    if published and all(o.value == 0 for o in published):
        figure.update_yaxes(range=[0, 1])
    for year, observation in zip(labels, shown, strict=True):
        if observation is None or observation.value is None:
            figure.add_annotation(_missing_year(year, _))
    return Chart(figure, years_alt(series, years, dataset, _))


def ranked_bars(
    observations: Sequence[Observation], dataset: Dataset, color: str, _: Words
) -> Chart:
    """Draw metrics of one year and one unit beside one another, the largest on top."""
    units = {o.unit for o in observations}
    if len(units) != 1:
        raise ValueError(f"units never share an axis; these were given: {', '.join(sorted(units))}")
    ranked = sorted(observations, key=lambda o: o.value or 0, reverse=True)
    values = [float(o.value or 0) for o in ranked]
    bars = _bars(
        x=values,
        y=[_wrapped(metric_name(o, dataset, _), _NAME_WIDTH[_.language]) for o in ranked],
        text=[figure_text(o, dataset.vocabulary, _) for o in ranked],
        opacity=[1.0] * len(ranked),
        color=color,
        hover=_hover(ranked, dataset, _),
        customdata=[address(o, dataset) for o in ranked],
        orientation="h",
        cliponaxis=False,
    )
    figure = go.Figure(data=[bars], layout=_layout(_ROW_HEIGHT * len(ranked) + 16))
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_xaxes(range=[0, (max(values) or 1) * _MAX_BAR_SHARE])
    figure.update_yaxes(autorange="reversed", fixedrange=True, automargin=True, tickfont_size=13)
    figure.update_yaxes(ticklabelstandoff=8, showgrid=False, ticks="")
    return Chart(figure, ranking_alt(ranked, dataset, _))


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


def _layout(height: int) -> dict[str, Any]:
    return {
        "height": height,
        "margin": {"l": 4, "r": 4, "t": 26, "b": 4},
        "font": {"family": FONT},
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "hoverlabel": {"font": {"family": FONT, "size": 13}, "align": "left"},
        "uniformtext": {"mode": "show", "minsize": 12},
    }


def _hover(observations: Sequence[Observation], dataset: Dataset, _: Words) -> list[str]:
    told = []
    for observation in observations:
        name = escape(metric_name(observation, dataset, _))
        figure = escape(figure_text(observation, dataset.vocabulary, _))
        note = f"<br>{escape(observation.note)}" if observation.note else ""
        told.append(f"{name}<br><b>{observation.year}　{figure}</b>{note}<br>{_('Click: source')}")
    return told


def _missing_year(year: str, _: Words) -> dict[str, Any]:
    return {
        "x": year,
        "y": 0,
        "text": _("not published"),
        "showarrow": False,
        "yanchor": "bottom",
        "font": {"size": 12},
        "opacity": 0.75,
    }


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
