"""Write the analyst's charts' alternative texts and captions.

What a chart cannot show, its caption names with the reason.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from metrics.analysis.comparison import (
    LOG_MEANING,
    MOST_SHOWN,
    Indexed,
    IndexedSeries,
    IndexPoint,
    RegionComparison,
    RegionFigure,
    log_helps,
    stated,
)
from metrics.model.observation import Observation
from metrics.model.series import Series
from metrics.wording.formatter import Formatter
from metrics.wording.labels import labels
from metrics.wording.series import figures_by_year, why_not_text

_TENTH = Decimal("0.1")


def compared_alt(
    series: Sequence[Series], years: Sequence[int], fmt: Formatter, *, log: bool = False
) -> str:
    """Return the alternative text of a comparison: each series, each year."""
    drawn = series[:MOST_SHOWN]
    texts = []
    for one, label in zip(drawn, labels(drawn, fmt), strict=True):
        figures = {o.year: o for o in stated(one, years)}
        texts.append(figures_by_year(label, {year: figures.get(year) for year in years}, fmt))
    return fmt.join([*texts, *_limits(series, years, fmt, log)])


def compared_caption(
    series: Sequence[Series], years: Sequence[int], fmt: Formatter, *, log: bool = False
) -> list[str]:
    """Return a comparison's caption: its axis, silent years, what is not drawn.

    That is figures in another unit than the chart's, and series beyond MOST_SHOWN.
    """
    _, drawn = fmt.words, series[:MOST_SHOWN]
    silent: dict[str, list[str]] = {}
    for one, label in zip(drawn, labels(drawn, fmt), strict=True):
        if lacking := [year for year in years if not one.published(year)]:
            silent.setdefault(fmt.year_ranges(lacking), []).append(label)
    return _limits(series, years, fmt, log) + [
        _("{metric}: not published for {years}", metric=_.list(names), years=lacking)
        for lacking, names in silent.items()
    ]


def _limits(series: Sequence[Series], years: Sequence[int], fmt: Formatter, log: bool) -> list[str]:
    """Return the lines of a comparison on its axis and on what is not drawn."""
    drawn = series[:MOST_SHOWN]
    lines = [fmt.words.say(LOG_MEANING)] if log and log_helps(drawn, years) else []
    names = labels(series, fmt)
    for one, label in zip(drawn, names, strict=False):
        in_unit = {o.year for o in stated(one, years)}
        for o in one.observations:
            if o.year in years and o.value is not None and o.year not in in_unit:
                lines.append(_other_unit(label, o, fmt))
    return lines + beyond(names, MOST_SHOWN, fmt)


def _other_unit(name: str, o: Observation, fmt: Formatter) -> str:
    return fmt.words(
        "Not drawn, another unit: {metric} {year}, {figure}",
        metric=name,
        year=o.year,
        figure=fmt.figure(o),
    )


def beyond(names: Sequence[str], most: int, fmt: Formatter) -> list[str]:
    """Return the line that names the series beyond the first `most`, if any."""
    if len(names) <= most:
        return []
    _, rest = fmt.words, {"total": len(names), "names": fmt.words.list(list(names[most:]))}
    return [_("The chart holds the first {most} of {total}; not drawn: {names}", most=most, **rest)]


def index_text(point: IndexPoint, fmt: Formatter) -> str:
    """Return an index with one decimal: 115.3, or about 115.3."""
    number = f"{point.index.quantize(_TENTH, ROUND_HALF_UP):,}"
    return fmt.about(number) if point.about else number


def indexed_alt(indexed: Indexed, years: Sequence[int], fmt: Formatter) -> str:
    """Return the alternative text of an indexed chart: each index and figure."""
    texts = []
    names = labels([line.series for line in indexed.lines], fmt)
    for line, name in zip(indexed.lines, names, strict=True):
        each = fmt.words.list([_index_in(line, year, fmt) for year in years])
        head = {"metric": name, "year": indexed.base_year}
        texts.append(fmt.words("{metric}, {year} = 100: {told}", told=each, **head))
    return fmt.join([*texts, *indexed_caption(indexed, fmt)])


def _index_in(line: IndexedSeries, year: int, fmt: Formatter) -> str:
    """Return a year with its index and figure, with its range, or with none."""
    _ = fmt.words
    for point in line.points:
        if point.year == year:
            named = {"index": index_text(point, fmt), "figure": fmt.figure(point.observation)}
            return _("{year} {index} ({figure})", year=year, **named)
    for o in line.ranges:
        if o.year == year:
            return _("{year} — ({figure}, a range has no index)", year=year, figure=fmt.figure(o))
    return _("{year} not published", year=year)


def indexed_caption(indexed: Indexed, fmt: Formatter) -> list[str]:
    """Return an indexed chart's caption: what 100 is, what is left out and why."""
    _ = fmt.words
    drawn = [line.series for line in indexed.lines]
    names = labels([*drawn, *(omitted.series for omitted in indexed.omissions)], fmt)
    lines = []
    if drawn:
        lines.append(_("The figure of {year} is 100 in each line", year=indexed.base_year))
    lines += beyond(names[: len(drawn)], MOST_SHOWN, fmt)
    for line, name in zip(indexed.lines[:MOST_SHOWN], names, strict=False):
        for o in line.ranges:
            named = {"metric": name, "year": o.year, "figure": fmt.figure(o)}
            lines.append(_("Not drawn, a range has no index: {metric} {year}, {figure}", **named))
    reasons: dict[str, list[str]] = {}
    for omitted, name in zip(indexed.omissions, names[len(drawn) :], strict=True):
        reasons.setdefault(_.say(omitted.why), []).append(name)
    for reason, left_out in reasons.items():
        lines.append(_("Left out, {reason}: {names}", reason=reason, names=_.list(left_out)))
    return lines


def heatmap_alt(series: Sequence[Series], years: Sequence[int], fmt: Formatter) -> str:
    """Return the alternative text of a heat table: each figure and its change."""
    _, texts = fmt.words, []
    for one, label in zip(series, labels(series, fmt), strict=True):
        each = [_heat_cell(one, year, fmt) for year in years]
        texts.append(_("{metric} by year: {told}", metric=label, told=_.list(each)))
    return fmt.join(texts)


def _heat_cell(series: Series, year: int, fmt: Formatter) -> str:
    """Return a year's figure with its change, or with why it has none."""
    change = series.change(year)
    if change.new is None:
        return fmt.words("{year} not published", year=year)
    why = why_not_text(change, year, fmt.words)
    told = fmt.change(change) if change.amount is not None else why
    named = {"year": year, "figure": fmt.figure(change.new)}
    return fmt.words("{year} {figure} ({told})", told=told, **named)


def share_text(figure: RegionFigure, about: bool, fmt: Formatter) -> str:
    """Return a district's share with one decimal: 42.1%, about 42.1%, or —."""
    if figure.share is None:
        return "—"
    share = f"{(figure.share * 100).quantize(_TENTH, ROUND_HALF_UP)}%"
    return fmt.about(share) if about else share


def regions_alt(comparison: RegionComparison, fmt: Formatter) -> str:
    """Return the alternative text of districts side by side, the largest first."""
    _, texts = fmt.words, []
    for figure in comparison.ranked:
        text = f"{fmt.region(figure.region)} {fmt.figure(figure.observation)}"
        if figure.share is not None:
            text = f"{text} ({share_text(figure, comparison.about, fmt)})"
        texts.append(text)
    head = (
        _("{year}, largest first: {told}", year=comparison.year, told=_.list(texts))
        if texts
        else _("{year}: no district published a figure", year=comparison.year)
    )
    return fmt.join([head, *region_caption(comparison, fmt)])


def region_caption(comparison: RegionComparison, fmt: Formatter) -> list[str]:
    """Return the caption of districts: their total, the whole, who is missing."""
    _, lines = fmt.words, _total_lines(comparison, fmt)
    if comparison.missing:
        names = _.list(list(map(fmt.region, comparison.missing)))
        lines.append(_("Not published for {year}: {names}", year=comparison.year, names=names))
    others = comparison.other_units
    return lines + [_other_unit(fmt.region(f.region), f.observation, fmt) for f in others]


def _total_lines(comparison: RegionComparison, fmt: Formatter) -> list[str]:
    _, whole = fmt.words, comparison.whole
    own = fmt.region(fmt.dataset.bureau.region)
    own_figure = fmt.figure(whole) if whole else ""
    if comparison.total is None:
        reasons = {
            "share": _("Shares are not added up"),
            "not-additive": _("The districts’ figures of this metric are not added up"),
            "range": _("Ranges are not added up"),
        }
        lines = [reasons[comparison.why_no_total]] if comparison.why_no_total in reasons else []
        return lines + (
            [_("{region} itself: {figure}", region=own, figure=own_figure)] if whole else []
        )
    total = fmt.amount(comparison.total, comparison.unit)
    named = {"n": len(comparison.ranked), "total": fmt.about(total) if comparison.about else total}
    if whole is None:
        return [_("{n} districts together: {total}", **named)]
    named |= {"region": own, "figure": own_figure}
    both = _("{n} districts together: {total}; {region} itself states {figure}", **named)
    return [_("{sentence}, which is not the same", sentence=both) if comparison.differs else both]
