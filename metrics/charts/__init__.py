"""Build charts as Plotly's JSON, with caption and alternative text.

Charts take their text colour from the page's theme. A click gives the figure's identifier, which
stands in `customdata`. Nothing here imports Plotly; the browser draws.
"""

from metrics.charts.bars import yearly_bars
from metrics.charts.change_heatmap import change_heatmap
from metrics.charts.changes import changes_chart
from metrics.charts.chart import FONT, ChartSpec
from metrics.charts.comparison import Form, compared_chart, indexed_chart
from metrics.charts.one_metric import metric_chart
from metrics.charts.origins import origin_lines
from metrics.charts.palette import on_dark, pale, pale_on_dark, tones_on_dark
from metrics.charts.regions import regions_chart

__all__ = [
    "FONT",
    "ChartSpec",
    "Form",
    "change_heatmap",
    "changes_chart",
    "compared_chart",
    "indexed_chart",
    "metric_chart",
    "on_dark",
    "origin_lines",
    "pale",
    "pale_on_dark",
    "regions_chart",
    "tones_on_dark",
    "yearly_bars",
]
