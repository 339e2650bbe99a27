"""The words of the analyst's charts: alternative texts that tell every figure, and captions.

Whatever a chart cannot show, the words under it name, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from metrics.analysis.comparison import (
    LOG_MEANING,
    MOST_SHOWN,
    Indexed,
    IndexPoint,
    RegionComparison,
    RegionFigure,
    log_helps,
    stated,
)
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series import Series
from metrics.numbers import plain
from metrics.wording.figures import figure_text, group_digits, unit_name
from metrics.wording.labels import labels
from metrics.wording.series import change_text, why_not_text

_TENTH = Decimal("0.1")


def compared_alt(
    series: Sequence[Series], years: Sequence[int], dataset: Dataset, _: Words, *, log: bool = False
) -> str:
    """Return the alternative text of a comparison: every series drawn with each year's figure."""
    shown = series[:MOST_SHOWN]
    told = []
    for one, label in zip(shown, labels(shown, dataset, _), strict=True):
        figures = {o.year: o for o in stated(one, years)}
        each = [_year_told(year, figures.get(year), dataset, _) for year in years]
        told.append(_("{metric} by year: {told}", metric=label, told=_.list(each)))
    return joined([*told, *_beside(series, years, dataset, _, log)], _)


def compared_words(
    series: Sequence[Series], years: Sequence[int], dataset: Dataset, _: Words, *, log: bool = False
) -> list[str]:
    """Return the lines under a comparison: a logarithmic axis, silent years, what is not drawn.

    That is figures in another unit than the chart's, and series beyond MOST_SHOWN.
    """
    said = []
    shown = series[:MOST_SHOWN]
    for one, label in zip(shown, labels(shown, dataset, _), strict=True):
        if silent := [str(year) for year in years if _unstated(one, year)]:
            said.append(
                _("{metric}: not published for {years}", metric=label, years=_.list(silent))
            )
    return _beside(series, years, dataset, _, log) + said


def _beside(
    series: Sequence[Series], years: Sequence[int], dataset: Dataset, _: Words, log: bool
) -> list[str]:
    """Return what a comparison must say besides its figures."""
    shown = series[:MOST_SHOWN]
    said = [_.say(LOG_MEANING)] if log and log_helps(shown, years) else []
    names = labels(series, dataset, _)
    for one, label in zip(shown, names, strict=False):
        drawn = {o.year for o in stated(one, years)}
        for o in one.observations:
            if o.year in years and o.value is not None and o.year not in drawn:
                figure = figure_text(o, dataset.vocabulary, _)
                said.append(
                    _(
                        "Not drawn, another unit: {metric} {year}, {figure}",
                        metric=label,
                        year=o.year,
                        figure=figure,
                    )
                )
    return said + _not_drawn(names, MOST_SHOWN, _)


def _unstated(series: Series, year: int) -> bool:
    observation = series.at(year)
    return observation is None or observation.value is None


def _not_drawn(names: Sequence[str], most: int, _: Words) -> list[str]:
    rest = list(names[most:])
    if not rest:
        return []
    told = {"total": len(names), "names": _.list(rest)}
    return [_("The chart holds the first {most} of {total}; not drawn: {names}", most=most, **told)]


def index_text(point: IndexPoint, _: Words) -> str:
    """Return an index with one decimal: 115.3, or about 115.3."""
    number = f"{point.index.quantize(_TENTH, ROUND_HALF_UP):,}"
    return _("about {change}", change=number) if point.about else number


def indexed_alt(indexed: Indexed, years: Sequence[int], dataset: Dataset, _: Words) -> str:
    """Return the alternative text of an indexed chart: every index with the figure behind it."""
    told = []
    names = labels([line.series for line in indexed.lines], dataset, _)
    for line, name in zip(indexed.lines, names, strict=True):
        points = {point.year: point for point in line.points}
        each = [
            _(
                "{year} {index} ({figure})",
                year=year,
                index=index_text(points[year], _),
                figure=figure_text(points[year].observation, dataset.vocabulary, _),
            )
            if year in points
            else _("{year} not published", year=year)
            for year in years
        ]
        told.append(
            _(
                "{metric}, {year} = 100: {told}",
                metric=name,
                year=indexed.base_year,
                told=_.list(each),
            )
        )
    return joined([*told, *indexed_words(indexed, dataset, _)], _)


def indexed_words(indexed: Indexed, dataset: Dataset, _: Words) -> list[str]:
    """Return the lines under an indexed chart: what 100 is, and every series left out and why."""
    everything = [line.series for line in indexed.lines] + [o.series for o in indexed.left_out]
    names = labels(everything, dataset, _)
    said = []
    if indexed.lines:
        said.append(_("The figure of {year} is 100 in each line", year=indexed.base_year))
    said += _not_drawn(names[: len(indexed.lines)], MOST_SHOWN, _)
    reasons: dict[str, list[str]] = {}
    for left, name in zip(indexed.left_out, names[len(indexed.lines) :], strict=True):
        reasons.setdefault(_.say(left.why), []).append(name)
    for reason, left_out in reasons.items():
        said.append(_("Left out, {reason}: {names}", reason=reason, names=_.list(left_out)))
    return said


def change_map_alt(
    series: Sequence[Series], years: Sequence[int], dataset: Dataset, _: Words
) -> str:
    """Return the alternative text of a change map: every cell, with the reason where it is —."""
    told = []
    for one, label in zip(series, labels(series, dataset, _), strict=True):
        each = []
        for year in years:
            change = one.change(year)
            why = why_not_text(change, year, _)
            text = f"{year} {change_text(change, _)}"
            each.append(f"{text} ({why})" if why else text)
        told.append(_("{metric} on the year before: {told}", metric=label, told=_.list(each)))
    return joined(told, _)


def share_text(figure: RegionFigure, about: bool, _: Words) -> str:
    """Return a district's share of the total with one decimal: 42.1%, about 42.1%, or —."""
    if figure.share is None:
        return "—"
    share = f"{(figure.share * 100).quantize(_TENTH, ROUND_HALF_UP)}%"
    return _("about {change}", change=share) if about else share


def regions_alt(
    comparison: RegionComparison, dataset: Dataset, _: Words, *, share: bool = False
) -> str:
    """Return the alternative text of districts side by side, the largest first."""
    told = []
    for figure in comparison.ranked:
        stated_figure = figure_text(figure.observation, dataset.vocabulary, _)
        text = f"{_place(figure.region, dataset, _)} {stated_figure}"
        if share and figure.share is not None:
            text = f"{text} ({share_text(figure, comparison.about, _)})"
        told.append(text)
    head = (
        _("{year}, largest first: {told}", year=comparison.year, told=_.list(told))
        if told
        else _("{year}: no district published a figure", year=comparison.year)
    )
    return joined([head, *region_words(comparison, dataset, _)], _)


def region_words(comparison: RegionComparison, dataset: Dataset, _: Words) -> list[str]:
    """Return the lines under districts side by side.

    Their total, the bureau's own figure, and the districts that are missing.
    """
    said = [*_total_words(comparison, dataset, _)]
    if comparison.missing:
        names = _.list([_place(region, dataset, _) for region in comparison.missing])
        said.append(_("Not published for {year}: {names}", year=comparison.year, names=names))
    for figure in comparison.other_units:
        said.append(
            _(
                "Not drawn, another unit: {metric} {year}, {figure}",
                metric=_place(figure.region, dataset, _),
                year=comparison.year,
                figure=figure_text(figure.observation, dataset.vocabulary, _),
            )
        )
    return said


def _total_words(comparison: RegionComparison, dataset: Dataset, _: Words) -> list[str]:
    whole = comparison.whole
    own = _place(dataset.bureau.region, dataset, _)
    stated_whole = figure_text(whole, dataset.vocabulary, _) if whole else ""
    if comparison.total is None:
        reasons = {
            "share": _("Shares are not added up"),
            "not-additive": _("The districts’ figures of this metric are not added up"),
        }
        said = [reasons[comparison.why_no_total]] if comparison.why_no_total in reasons else []
        return said + (
            [_("{region} itself: {figure}", region=own, figure=stated_whole)] if whole else []
        )
    total = _amount(comparison.total, comparison, dataset, _)
    if comparison.about:
        total = _("about {change}", change=total)
    n = len(comparison.ranked)
    if whole is None:
        return [_("{n} districts together: {total}", n=n, total=total)]
    named = {"n": n, "total": total, "region": own, "figure": stated_whole}
    both = _("{n} districts together: {total}; {region} itself states {figure}", **named)
    return [_("{sentence}, which is not the same", sentence=both) if comparison.differs else both]


def _amount(total: Decimal, comparison: RegionComparison, dataset: Dataset, _: Words) -> str:
    unit = unit_name(comparison.unit, dataset.vocabulary, _.language, total)
    number = group_digits(plain(total))
    return number + unit if _.language == "zh" else f"{number} {unit}"


def _place(region: str, dataset: Dataset, _: Words) -> str:
    return dataset.vocabulary.place(region, _.language)


def _year_told(year: int, observation: Observation | None, dataset: Dataset, _: Words) -> str:
    if observation is None:
        return _("{year} not published", year=year)
    return f"{year} {figure_text(observation, dataset.vocabulary, _)}"


def joined(sentences: Sequence[str], _: Words) -> str:
    """Join sentences into one alternative text."""
    return (";" if _.language == "zh" else "; ").join(sentences)
