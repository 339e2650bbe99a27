"""What a chart is: a Plotly figure as plain JSON, the words that stand for it, where it is from.

A figure is a dict of `data` and `layout`, made without Plotly's own classes, which would check
what is known to be right at the price of most of the time. Colours of text, grid and background
are left out: the page's theme gives them when the chart is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from metrics.charts.origins import file_name, origin_lines
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.text import CONTROLS, DIRECTION_MARKS
from metrics.wording.figures import figure_text, unit_name
from metrics.wording.series import metric_name

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
_HARMLESS: dict[int, str | None] = {
    **dict.fromkeys([*CONTROLS, *DIRECTION_MARKS]),
    **{ord("\n"): " ", ord("\t"): " ", ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"},
}
TOP = 24
"""Pixels above a chart for the mark of an invented sample and for buttons."""


@dataclass(frozen=True)
class Chart:
    """A figure with the words that stand for it where it cannot be seen.

    `figure` is Plotly's JSON: {"data": [...], "layout": {...}}; `customdata` of its traces holds
    the figures' addresses. `title`, `unit`, `origins` (lines that say whose figures these are) and
    `file` (a name without ending) go with the picture that a reader takes away.
    """

    figure: dict[str, Any]
    alt: str
    title: str = ""
    unit: str = ""
    origins: tuple[str, ...] = ()
    file: str = ""


def finished(
    figure: dict[str, Any],
    alt: str,
    title: str,
    observations: Sequence[Observation],
    dataset: Dataset,
    _: Words,
    *,
    unit: str | None = None,
) -> Chart:
    """Return the chart of these observations; one of invented figures says so in every form.

    `title` names what is plotted, without the unit. `unit` is what the axis measures where that is
    not the observations' own unit. The mark of an invented sample stands at the
    left of the top margin.
    """
    units = list(dict.fromkeys(axis_unit(o.unit, dataset, _) for o in observations))
    units = units if unit is None else [unit]
    chart = Chart(
        figure,
        alt,
        title=title,
        unit=_("Unit: {unit}", unit=_.list(units)) if units else "",
        origins=origin_lines(observations, dataset, _),
        file=file_name(title, dataset.bureau.sample, _),
    )
    if not dataset.bureau.sample:
        return chart
    label = _("Invented sample")
    top = figure["layout"]["margin"]["t"]
    mark = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "top"}
    mark |= {"text": label, "showarrow": False, "font": {"size": 11}, "yshift": top}
    layout = figure["layout"]
    layout["annotations"] = [*layout.get("annotations", []), mark]
    return replace(chart, alt=f"{label} · {alt}")


def base_layout(height: int, top: int) -> dict[str, Any]:
    """Return the layout that all charts share; `height` and the margin `top` are in pixels.

    The margin is TOP at least, for what stands above every chart: the mark of an invented sample
    and the buttons that save the chart.
    """
    return {
        "height": height,
        "margin": {"l": 4, "r": 4, "t": top, "b": 4},
        "font": {"family": FONT, "size": 12},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {"font": {"family": FONT, "size": 13}, "align": "left"},
        "uniformtext": {"mode": "show", "minsize": 12},
    }


def hover_texts(observations: Sequence[Observation], dataset: Dataset, _: Words) -> list[str]:
    """Return what is told of each figure when it is pointed at, or reached by keyboard."""
    told = []
    for observation in observations:
        name = escape(metric_name(observation, dataset, _))
        figure = escape(figure_text(observation, dataset.vocabulary, _))
        note = f"<br>{escape(observation.note)}" if observation.note else ""
        told.append(f"{name}<br><b>{observation.year}　{figure}</b>{note}")
    return told


def hover_template(_: Words) -> str:
    """Return how a hover text is shown: with the invitation to open the source."""
    return f"%{{hovertext}}<br>{escape(_('Click: source'))}<extra></extra>"


def escape(text: str) -> str:
    """Make a text from data harmless in a chart, where Plotly reads some HTML tags.

    Marks that turn the direction of what follows go: a name would turn the figure behind it. So
    do control characters, which no picture may hold.
    """
    return text.translate(_HARMLESS)


def axis_unit(unit: str, dataset: Dataset, _: Words) -> str:
    """Return the unit as a chart's heading names it."""
    return unit_name(unit, dataset.vocabulary, _.language)
