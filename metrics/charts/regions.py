"""Draw the districts of one metric: from the year before to this one, the largest on top.

The bureau's own figure is never drawn among its districts. Of a share it is a line across them; a
sum of them would stand far outside, and stands in the caption.
"""

from metrics.analysis.comparison import RegionComparison, RegionFigure
from metrics.analysis.headlines import region_headline
from metrics.charts.axes import hover_text, title_of
from metrics.charts.captions import region_caption, regions_alt, share_text
from metrics.charts.chart import ChartSpec, escape, finished
from metrics.charts.dumbbells import Dumbbell, End, Rule, dumbbells, end_label
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import SHARE_UNITS
from metrics.wording.formatter import Formatter


def regions_chart(comparison: RegionComparison, fmt: Formatter) -> ChartSpec:
    """Draw districts by their figures, with the year before where it compares."""
    rows = [_row(figure, comparison, fmt) for figure in comparison.ranked]
    color = fmt.dataset.vocabulary.category(comparison.category).color
    figure = dumbbells(rows, color, _rule(comparison, fmt))
    drawn = [figure.observation for figure in comparison.ranked]
    before = [old for figure in comparison.ranked if (old := _before(figure))]
    years = sorted({o.year for o in [*before, *drawn]}) or [comparison.year]
    names = [fmt.metric(drawn[0])] if drawn else [""]
    chart = ChartSpec(
        figure,
        regions_alt(comparison, fmt),
        title_of(names, years, fmt),
        caption=tuple(region_caption(comparison, fmt)),
        finding=region_headline(comparison.ranked, fmt) or fmt.name(comparison.metric),
    )
    return finished(chart, [*before, *drawn], fmt)


def _before(figure: RegionFigure) -> Observation | None:
    """Return the figure of the year before where the two compare."""
    change = figure.change
    return change.old if change and change.amount is not None else None


def _row(figure: RegionFigure, comparison: RegionComparison, fmt: Formatter) -> Dumbbell:
    o, region, old = figure.observation, fmt.region(figure.region), _before(figure)
    moved = escape(fmt.change(figure.change)) if figure.change and old else ""
    text = fmt.figure(o)
    if figure.share is not None:
        text = f"{text} · {share_text(figure, comparison.about, fmt)}"
    now = _end(o, end_label(escape(fmt.number(o)), moved), text, region, fmt)
    before = _end(old, escape(fmt.number(old)), fmt.figure(old), region, fmt) if old else None
    return Dumbbell(region, now, before)


def _end(o: Observation, label: str, text: str, region: str, fmt: Formatter) -> End:
    hover = hover_text(region, o.year, text, fmt.note(o))
    return End(float(o.value or 0), label, hover, figure_id(o, fmt.dataset))


def _rule(comparison: RegionComparison, fmt: Formatter) -> Rule | None:
    whole = comparison.whole
    if whole is None or comparison.unit not in SHARE_UNITS:
        return None
    text = f"{fmt.region(fmt.dataset.bureau.region)} {fmt.number(whole)}"
    return Rule(float(whole.value or 0), escape(text))
