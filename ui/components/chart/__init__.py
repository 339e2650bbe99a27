"""Show charts on a page: drawn with plotly.js by a component of our own, changed in place.

A click on a bar or point opens its source; where a page is for choosing, it chooses figures. All
of it works by keyboard, and a reader can take a chart away as a picture that says what it shows.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import streamlit as st

from metrics.charts import FONT, ChartSpec, tones_on_dark
from metrics.i18n import HTML_LANGUAGES, Words
from ui.components.figures import Content, component_key, mount
from ui.components.source_request import ask_for_source, note_shown


@dataclass(frozen=True)
class Around:
    """Hold the words around a chart: what it shows above, notes and source below.

    `caption` explains the figures, `address` the figure that `source` opens, `page` the address
    of the metric's page, to which the title leads.
    """

    title: str = ""
    unit: str = ""
    caption: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    address: str = ""
    page: str = ""


def drawn(chart: ChartSpec, around: Around | None = None) -> Content:
    """Return what the component shows of a chart, and around it."""
    return {
        "kind": "chart",
        "figure": chart.figure,
        "height": chart.figure["layout"]["height"],
        "dark": {**tones_on_dark(json.dumps(chart.figure)), **chart.dark},
        "alt": chart.alt,
        "picture": {
            "title": chart.title,
            "unit": chart.unit,
            "origins": list(chart.origins),
            "file": chart.file,
            "bureau": chart.bureau,
        },
        "around": asdict(around) if around else None,
    }


def show_chart(
    chart: ChartSpec,
    _: Words,
    *,
    key: str,
    on_choose: Callable[[list[str]], None] | None = None,
    chosen: Sequence[str] | None = None,
    around: Around | None = None,
) -> list[str]:
    """Show a chart; a click on a figure opens its source.

    A chart keeps its place by its `key`.

    With `on_choose` a click, shift-click, box or lasso chooses figures instead; it gets their
    addresses, and they are returned in every run until the reader takes the choice back. A page
    that keeps the choice itself says with `chosen` what it is.
    """
    content = drawn(chart, around)
    note_shown(content)
    named = component_key(key)
    choosing = on_choose is not None
    data = {**content, **of_every_chart(_, choosing=choosing)}
    acts: dict[str, Any] = {}
    if on_choose is not None:
        data["chosen"] = _chosen(named) if chosen is None else list(chosen)
        acts = {"on_chosen_change": lambda: on_choose(_chosen(named))}
    height: Literal["content"] | int = "content" if content["around"] else content["height"]

    def opened() -> None:
        ask_for_source(st.session_state[named].open)

    mount(data=data, key=named, height=height, on_open_change=opened, **acts)
    return list(data["chosen"])


def of_every_chart(_: Words, *, choosing: bool = False) -> dict[str, Any]:
    """Return what the charts of a page share; with `choosing` a click chooses figures."""
    return {
        "font": FONT,
        "language": HTML_LANGUAGES[_.language],
        "words": _words_of_a_chart(choosing, _),
        "selecting": choosing,
        "chosen": [],
    }


def _chosen(key: str) -> list[str]:
    state: Any = st.session_state.get(key)
    found = state.get("chosen") if state else None
    return [place for place in found or [] if isinstance(place, str)]


def _words_of_a_chart(selecting: bool, _: Words) -> dict[str, str]:
    keys = (
        _("Arrow keys move between the figures, Enter chooses, Escape takes the choice back")
        if selecting
        else _("Arrow keys move between the figures, Enter opens the source")
    )
    return {
        "keys": keys,
        "png": _("Save the chart as a PNG picture"),
        "svg": _("Save the chart as an SVG picture"),
        "box": _("Choose by drawing a box"),
        "lasso": _("Choose by drawing a line around"),
        "failed": _("The chart could not be loaded"),
        "unsaved": _("The picture could not be made"),
    }
