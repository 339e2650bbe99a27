"""Observations in, charts out: Plotly figures as plain JSON. One unit a chart.

Charts take their text colour from the page's theme. A click on a bar gives the figure's address,
which stands in `customdata`. Nothing here draws; nothing imports Plotly.
"""

from __future__ import annotations

from metrics.charts.bars import ranked_bars, yearly_bars
from metrics.charts.chart import FONT, Chart, axis_unit, escape
from metrics.charts.origins import origin_lines
from metrics.model.figure_id import address, figure_at

__all__ = [
    "FONT",
    "Chart",
    "address",
    "axis_unit",
    "escape",
    "figure_at",
    "origin_lines",
    "ranked_bars",
    "yearly_bars",
]
