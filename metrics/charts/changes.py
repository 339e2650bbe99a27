"""Draw how metrics changed on the year before: each from 100 to what it is now, in its own terms.

Metrics of any unit stand under one another, since each is compared with itself alone. Counts of a
few, shares and what has no rate are put into words; a rate of them would mislead.
"""

from collections.abc import Sequence
from decimal import Decimal

from metrics.analysis.headlines import changes_headline
from metrics.charts.axes import hover_text
from metrics.charts.chart import ChartSpec, escape, finished
from metrics.charts.dumbbells import Dumbbell, End, Rule, dumbbells, end_label
from metrics.model.figure_id import figure_id
from metrics.model.series import Change, Series
from metrics.wording.formatter import Formatter
from metrics.wording.labels import labels
from metrics.wording.series import series_sentence

_COLOR = "#64748b"
_BASE = Decimal(100)


def changes_chart(series: Sequence[Series], year: int, fmt: Formatter) -> ChartSpec:
    """Draw the rates of change of metrics, largest rise on top; the rest as caption."""
    named = dict(zip(series, labels(series, fmt), strict=True))
    drawn = [
        (one, change)
        for one in series
        if (change := one.change(year)).kind == "growth" and not fmt.is_of_few(change)
    ]
    drawn.sort(key=lambda pair: -(pair[1].amount or Decimal(0)))
    rows = [_row(named[one], change, year, fmt) for one, change in drawn]
    colors = {fmt.dataset.vocabulary.category(one.category).color for one in series}
    base = Rule(float(_BASE), escape(fmt.words("{year} = 100", year=year - 1)))
    figure = dumbbells(rows, colors.pop() if len(colors) == 1 else _COLOR, base if rows else None)
    others = [one for one in series if one not in {each for each, _change in drawn}]
    sentences = [series_sentence(one, year, fmt) for one in series if one.published(year)]
    chart = ChartSpec(
        figure,
        fmt.join(sentences),
        fmt.words("Change on the year before, {year}", year=year),
        unit=fmt.words("{year} = 100", year=year - 1),
        caption=tuple(series_sentence(one, year, fmt) for one in others if one.published(year)),
        finding=changes_headline(series, year, fmt),
    )
    compared = [o for _one, c in drawn for o in (c.old, c.new) if o is not None]
    return finished(chart, compared, fmt)


def _row(name: str, change: Change, year: int, fmt: Formatter) -> Dumbbell:
    old, new = change.old, change.new
    assert old is not None and new is not None and change.amount is not None
    label = end_label(escape(fmt.number(new)), escape(fmt.change(change)))
    hover = hover_text(name, year, fmt.figure(new), fmt.change(change), new.note)
    now = End(float(_BASE * (1 + change.amount)), label, hover, figure_id(new, fmt.dataset))
    past = hover_text(name, year - 1, fmt.figure(old), old.note)
    return Dumbbell(name, now, End(float(_BASE), "", past, figure_id(old, fmt.dataset)))
