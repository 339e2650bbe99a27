"""Charts on a page: one place that shows them, with their words, and opens sources on a click."""

from __future__ import annotations

import plotly.io as pio
import streamlit as st

from metrics.charts import Chart
from ui.source_panel import ask_for_source

_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def _ink() -> str:
    """Return the colour that Streamlit's chart template has for strong text, light and dark."""
    return str(pio.templates["streamlit"].data.table[0].cells.font.color)


def show_chart(chart: Chart, *, key: str) -> None:
    """Show a chart; a click on a bar opens the figure's source."""

    def clicked() -> None:
        points = st.session_state[key].selection.points
        memory = f"_last_{key}"
        # A second click on the same bar takes the selection away; it asks for the same source.
        if points:
            st.session_state[memory] = points[0]["customdata"]
        ask_for_source(_first(st.session_state.get(memory)))

    ink = _ink()
    chart.figure.update_layout(font_color=ink)
    chart.figure.update_traces(textfont_color=ink)
    chart.figure.update_xaxes(tickfont_color=ink)
    chart.figure.update_yaxes(tickfont_color=ink)
    st.plotly_chart(
        chart.figure,
        key=key,
        on_select=clicked,
        selection_mode="points",
        config=_CONFIG,
        alt=chart.alt,
    )


def _first(customdata: object) -> str | None:
    value = customdata[0] if isinstance(customdata, list) else customdata
    return value if isinstance(value, str) else None
