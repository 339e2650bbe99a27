"""Put series and categories into sentences by fixed rules.

States changes with both values; names no cause and uses no adjective. The same sentences serve
as titles and as the charts' alternative texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from metrics.i18n import Words, message
from metrics.model.observation import Observation
from metrics.model.series import Change, Series
from metrics.wording.formatter import Formatter


def change_words(change: Change, fmt: Formatter) -> str:
    """Return a change in a sentence: up 15.3%, down about 2.0 percentage points."""
    if change.amount is None:
        return "—"
    _ = fmt.words
    if change.amount == 0:
        return _("about the same") if change.about else _("unchanged")
    amount = _without_sign(change, fmt)
    if change.about:
        amount = fmt.about(amount)
    rises = change.amount > 0
    if change.kind == "points":
        more, less = message("higher by {amount}"), message("lower by {amount}")
    elif fmt.is_of_few(change):
        more, less = message("up by {amount}"), message("down by {amount}")
    else:
        more, less = message("up {amount}"), message("down {amount}")
    return _((more if rises else less).template, amount=amount)


def change_clause(change: Change, fmt: Formatter) -> str:
    """Return a change as a sentence says it: up 15.3% year on year, or ''."""
    if change.amount is None:
        return ""
    _ = fmt.words
    amount = _without_sign(change, fmt)
    if _is_none(change, fmt):
        return _("about as in the year before") if change.about else _("as in the year before")
    amount = fmt.about(amount) if change.about else amount
    rises = change.amount > 0
    if change.kind == "points":
        more, less = message("{amount} higher than before"), message("{amount} lower than before")
    elif fmt.is_of_few(change):
        more, less = message("{amount} more than before"), message("{amount} fewer than before")
    else:
        more = message("up {amount} year on year")
        less = message("down {amount} year on year")
    return _((more if rises else less).template, amount=amount)


def _is_none(change: Change, fmt: Formatter) -> bool:
    """Return whether a change is none, or rounds to none."""
    return change.amount == 0 or _without_sign(change, fmt).startswith("0%")


def _without_sign(change: Change, fmt: Formatter) -> str:
    return fmt.change(replace(change, amount=abs(change.amount or Decimal(0)), about=False)).lstrip(
        "+±"
    )


def why_not_text(change: Change, year: int, _: Words) -> str:
    """Return why a year has no comparison with the one before, or an empty text."""
    reasons = {
        "first": _("first published figure"),
        "gap": _("{year} not published", year=year - 1),
        "zero": _("was 0 in {year}", year=year - 1),
        "negative": _("was below 0 in {year}", year=year - 1),
        "sign": _("below 0 in {year}, no rate", year=year),
        "range": _("a range has no rate"),
        "unit": _("unit changed"),
        "definition": _("definition changed, not comparable"),
        "unpublished": _("not published"),
    }
    return reasons.get(change.why, "")


def comparison_text(series: Series, year: int, fmt: Formatter) -> str:
    """Return the change on the year before, or why there is none.

    Empty in the first of the data set's years, which nothing precedes.
    """
    _, change = fmt.words, series.change(year)
    if change.amount is not None and _is_none(change, fmt):
        same = message("about as in {year}") if change.about else message("as in {year}")
        return _(same.template, year=year - 1)
    if change.amount is not None:
        return _("{change} on {year}", change=change_words(change, fmt), year=year - 1)
    if change.why == "first" and year == min(fmt.dataset.years, default=year):
        return ""
    return why_not_text(change, year, _)


def series_sentence(series: Series, year: int, fmt: Formatter) -> str:
    """Return one sentence on a metric in a year, with both compared values."""
    _, name, observation = fmt.words, fmt.series(series), series.published(year)
    if observation is None:
        return _("{metric}: not published for {year}", metric=name, year=year)
    figure, change = fmt.figure(observation), series.change(year)
    if change.amount is None or change.old is None:
        if reason := comparison_text(series, year, fmt):
            return _("{metric}: {figure} ({reason})", metric=name, figure=figure, reason=reason)
        return _("{metric}: {figure}", metric=name, figure=figure)
    return _(
        "{metric}: {figure}, {change} on the {old} of {year}",
        metric=name,
        figure=figure,
        change=change_words(change, fmt),
        old=fmt.figure(change.old),
        year=year - 1,
    )


def category_sentence(category_series: Sequence[Series], year: int, fmt: Formatter) -> str:
    """Return one sentence on a category: its metrics up, down, not comparable."""
    _ = fmt.words
    published = [s for s in category_series if s.published(year)]
    total = _.n("{n} metric", "{n} metrics", len(published))
    if len(fmt.dataset.years) == 1 or not published:
        return _("{total} in {year}", total=total, year=year)
    amounts = [s.change(year).amount for s in published]
    counts = (
        (message("{n} up"), sum(a is not None and a > 0 for a in amounts)),
        (message("{n} down"), sum(a is not None and a < 0 for a in amounts)),
        (message("{n} unchanged"), sum(a == 0 for a in amounts)),
        (message("{n} without comparison"), amounts.count(None)),
    )
    counted = _.list([_(text.template, n=count) for text, count in counts if count])
    return _("{total} in {year}: {told}", total=total, year=year, told=counted)


def what_lacks(all_series: Sequence[Series], year: int, fmt: Formatter) -> str:
    """Name the metrics that had a figure the year before and have none in this one."""
    _ = fmt.words
    before = [one for one in all_series if one.published(year - 1)]
    lacking = [fmt.series(one) for one in before if not one.published(year)]
    if not lacking:
        return ""
    return _("Not published for {year}: {names}", year=year, names=_.list(lacking))


def years_alt(series: Series, years: Sequence[int], fmt: Formatter) -> str:
    """Return the alternative text of a chart of one metric over the years."""
    observations = {year: series.at(year) for year in years}
    return figures_by_year(fmt.series(series), observations, fmt)


def figures_by_year(
    name: str, observations: Mapping[int, Observation | None], fmt: Formatter
) -> str:
    """Return a series as a sentence: its name, then each year with its figure or none."""
    _ = fmt.words
    figures = [
        f"{year} {fmt.figure(o)}"
        if o and o.value is not None
        else _("{year} not published", year=year)
        for year, o in observations.items()
    ]
    return _("{metric} by year: {told}", metric=name, told=_.list(figures))
