"""Draw one metric over the years in the form that fits it, under a title that says the finding."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from metrics.analysis.forms import kind_of
from metrics.analysis.headlines import headline
from metrics.charts.bars import yearly_bars
from metrics.charts.chart import ChartSpec
from metrics.charts.dots import events_dots, rates_strip
from metrics.model.series import Series
from metrics.model.target_progress import goals_until
from metrics.wording.formatter import Formatter
from metrics.wording.notes import Annotation


def metric_chart(
    series: Series, years: Sequence[int], fmt: Formatter, notes: Sequence[Annotation] = ()
) -> ChartSpec:
    """Draw a metric up to the last of `years`, with the goals known by then."""
    data, last = fmt.dataset, years[-1]
    color = data.vocabulary.category(series.category).color
    goals = goals_until(series, last, data)
    kind = kind_of(series, last, data) if series.published(last) else "columns"
    draw: Callable[..., ChartSpec] = yearly_bars
    more: dict[str, object] = {"goals": goals, "notes": notes}
    if kind == "rates":
        draw = rates_strip
    elif kind == "events":
        draw, more = events_dots, {"notes": notes}
    chart = draw(series, years, color, fmt, **more)
    return replace(chart, finding=headline(series, last, fmt))
