"""Draw the districts of one metric and year, the largest on top.

The bureau's own figure is told in the caption and never drawn among its districts.
"""

from decimal import Decimal

from metrics.analysis.comparison import RegionComparison, RegionFigure
from metrics.charts.axes import Bar, hover_text, ranked, title_of
from metrics.charts.captions import region_caption, regions_alt, share_text
from metrics.charts.chart import ChartSpec, escape, finished
from metrics.model.figure_id import figure_id
from metrics.wording.formatter import Formatter


def regions_chart(comparison: RegionComparison, fmt: Formatter) -> ChartSpec:
    """Draw districts ranked by figure, with shares where there are any."""
    bars = [_bar(figure, comparison, fmt) for figure in comparison.ranked]
    figure = ranked(bars, fmt.dataset.vocabulary.category(comparison.category).color)
    drawn = [figure.observation for figure in comparison.ranked]
    names = [fmt.metric(drawn[0])] if drawn else [""]
    chart = ChartSpec(
        figure,
        regions_alt(comparison, fmt),
        title_of(names, [comparison.year], fmt),
        caption=tuple(region_caption(comparison, fmt)),
    )
    return finished(chart, drawn, fmt)


def _bar(figure: RegionFigure, comparison: RegionComparison, fmt: Formatter) -> Bar:
    o, region = figure.observation, fmt.region(figure.region)
    label, text = escape(fmt.number(o)), fmt.figure(o)
    if figure.share is not None:
        share = share_text(figure, comparison.about, fmt)
        label, text = f"{label}<br>{share}", f"{text} · {share}"
    hover = hover_text(region, o.year, text, o.note)
    return Bar(region, o.value or Decimal(0), label, hover, figure_id(o, fmt.dataset))
