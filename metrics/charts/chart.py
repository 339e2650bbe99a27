"""Hold a chart: Plotly's JSON, the texts that stand for it, its origins.

A figure is a dict of `data` and `layout`, made without Plotly's own classes, whose checks would
take most of the time. Colours of text, grid and background are left out: the page's theme gives
them when the chart is drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from metrics.charts.origins import file_name, origin_lines
from metrics.model.observation import Observation
from metrics.text import CONTROLS, DIRECTION_MARKS
from metrics.wording.formatter import Formatter

FONT = "Bureau Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
_HARMLESS: dict[int, str | None] = {
    **dict.fromkeys([*CONTROLS, *DIRECTION_MARKS]),
    **{ord("\n"): " ", ord("\t"): " ", ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"},
}
_TOP = 24  # px above a chart for the mark of an invented sample and for buttons

Figure = dict[str, Any]
"""A figure as Plotly's JSON: `data` and `layout`, without colours of text and ground."""


@dataclass(frozen=True)
class ChartSpec:
    """Hold a chart with the texts that stand for it where it cannot be seen.

    `figure` is Plotly's JSON: {"data": [...], "layout": {...}}; `customdata` of its traces holds
    the figures' addresses. `caption` holds the lines under the chart, `finding` says in a few words
    what it shows, `dark` what colours are on a dark page where the rule of tones does not hold.
    `title`, `unit`, `origins` (whose figures these are), `bureau` and `file` (a name without
    ending) go with the picture that a reader takes away.
    """

    figure: Figure
    alt: str
    title: str = ""
    unit: str = ""
    caption: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    file: str = ""
    bureau: str = ""
    finding: str = ""
    dark: Mapping[str, str] = field(default_factory=dict)


def finished(chart: ChartSpec, observations: Sequence[Observation], fmt: Formatter) -> ChartSpec:
    """Return a chart with its unit, origins, file name and sample mark.

    A `unit` that the chart has stays; it is what the axis measures where that is not the
    observations' own. Invented figures are marked in the alternative text, and in the corner over
    the plot.
    """
    _ = fmt.words
    grow(chart.figure, top=_TOP)
    sample = fmt.dataset.bureau.sample
    units = [chart.unit] if chart.unit else [fmt.unit(o.unit) for o in observations]
    label = _("Invented sample")
    if sample:
        margin = chart.figure["layout"]["margin"]
        place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1}
        place |= {"xshift": -margin["l"], "yshift": margin["t"]}
        anchors = {"xanchor": "left", "yanchor": "top"}
        write(chart.figure, label, font={"size": 11}, **place, **anchors)
    return replace(
        chart,
        alt=f"{label} · {chart.alt}" if sample else chart.alt,
        unit=_("Unit: {unit}", unit=_.list(list(dict.fromkeys(units)))) if units else "",
        origins=origin_lines(observations, fmt),
        file=file_name(chart.title, fmt.dataset.bureau, _),
        bureau=fmt.name(fmt.dataset.bureau),
    )


def blank(height: int, *, top: int = 8, right: int = 8, left: int = 4, bottom: int = 4) -> Figure:
    """Return a figure without traces; the height and margins are in pixels."""
    layout = {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "font": {"family": FONT},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"font": {"family": FONT, "size": 13}, "align": "left"},
        "hovermode": "closest",
        "xaxis": {},
        "yaxis": {},
        "annotations": [],
        "shapes": [],
    }
    return {"data": [], "layout": layout}


def write(figure: Figure, text: str, **parts: Any) -> None:
    """Put a text without an arrow into a figure."""
    figure["layout"]["annotations"].append({"text": text, "showarrow": False, **parts})


def grow(figure: Figure, *, top: int = 0, bottom: int = 0) -> None:
    """Make a figure higher by margins, so that the plot keeps its size."""
    layout = figure["layout"]
    margin = layout["margin"]
    layout["margin"] = {**margin, "t": margin["t"] + top, "b": margin["b"] + bottom}
    layout["height"] += top + bottom


def escape(text: str) -> str:
    """Return a text from data in harmless form for Plotly, which reads some HTML tags.

    Marks that turn the direction of what follows go: a name would turn the figure behind it. So
    do control characters, which no picture may hold.
    """
    return text.translate(_HARMLESS)
