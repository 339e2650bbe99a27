"""Charts on a page: one place that shows them, with their words, and opens sources on a click."""

from __future__ import annotations

import streamlit as st

from metrics.charts import Chart
from ui.source_panel import ask_for_source

_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
_THEMED = """<style>
.js-plotly-plot :is(.bartext, .xtick text, .ytick text, .annotation text) {
  fill: currentColor !important;
}
</style>"""


def theme_charts() -> None:
    """Give the charts' texts the page's colour, also when the reader's system turns dark.

    Streamlit colours a chart once; its texts would stay white on a page that became light.
    """
    st.html(_THEMED)


def show_chart(chart: Chart, *, key: str) -> None:
    """Show a chart; a click on a bar opens the figure's source."""

    def clicked() -> None:
        points = st.session_state[key].selection.points
        memory = f"_last_{key}"
        # A second click on the same bar takes the selection away; it asks for the same source.
        if points:
            st.session_state[memory] = points[0]["customdata"]
        ask_for_source(_first(st.session_state.get(memory)))

    st.plotly_chart(
        chart.figure,
        key=key,
        on_select=clicked,
        selection_mode="points",
        config=_CONFIG,
        alt=chart.alt,
    )


def show_choosing_chart(chart: Chart, *, key: str) -> list[str]:
    """Show a chart whose points readers choose; return the addresses of the chosen figures."""
    chosen = st.plotly_chart(
        chart.figure,
        key=key,
        on_select="rerun",
        selection_mode=("points", "box", "lasso"),
        config=_CONFIG,
        alt=chart.alt,
    )
    found = (_first(point.get("customdata")) for point in chosen.selection.points)
    return [address for address in found if address]


def _first(customdata: object) -> str | None:
    value = customdata[0] if isinstance(customdata, list) else customdata
    return value if isinstance(value, str) else None
