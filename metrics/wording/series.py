"""What the figures say, in sentences made by fixed rules from the plotted values.

States changes with both values; names no cause and uses no adjective. The same sentences serve
as titles and as the charts' alternative texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from metrics.i18n import Words, message
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series import Change, Series
from metrics.model.vocabulary import name_in
from metrics.wording.figures import figure_text

_TENTH = Decimal("0.1")


def series_name(series: Series, dataset: Dataset, _: Words) -> str:
    """Return the name of a series; with its sub-category where the name alone is not enough."""
    name = name_in(series.metric, _.language)
    if not series.shared_name or not series.subcategory:
        return name
    return f"{name} · {dataset.vocabulary.place(series.subcategory, _.language)}"


def change_text(change: Change, _: Words) -> str:
    """Return a change as a short label: +15.3%, about −5.8%, +1.2 percentage points, or —."""
    if change.amount is None:
        return "—"
    scaled = change.amount * 100 if change.kind == "growth" else change.amount
    number = scaled.quantize(_TENTH, ROUND_HALF_UP)
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    amount = f"{sign}{abs(number):,}"
    label = f"{amount}%" if change.kind == "growth" else _("{amount} pp", amount=amount)
    return _("about {change}", change=label) if change.about else label


def change_words(change: Change, _: Words) -> str:
    """Return a change as part of a sentence: up 15.3%, down about 2.0 percentage points."""
    if change.amount is None:
        return "—"
    amount = change_text(replace(change, amount=abs(change.amount), about=False), _).lstrip("+±")
    if change.amount == 0:
        return _("about the same") if change.about else _("unchanged")
    if change.about:
        amount = _("about {change}", change=amount)
    return (
        _("up {amount}", amount=amount) if change.amount > 0 else _("down {amount}", amount=amount)
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


def comparison_text(series: Series, year: int, years: Sequence[int], _: Words) -> str:
    """Return the label under a figure: its change on the year before, or why there is none.

    In the first of all `years` there is nothing to say: nobody looked before.
    """
    change = series.change(year)
    if change.amount is not None:
        return _("{change} on {year}", change=change_text(change, _), year=year - 1)
    if change.why == "first" and year == min(years, default=year):
        return ""
    return why_not_text(change, year, _)


def series_sentence(series: Series, year: int, dataset: Dataset, _: Words) -> str:
    """Return one sentence about a metric in a year, with both values where it is compared."""
    name = series_name(series, dataset, _)
    observation = series.at(year)
    if observation is None or observation.value is None:
        return _("{metric}: not published for {year}", metric=name, year=year)
    figure = figure_text(observation, dataset.vocabulary, _)
    change = series.change(year)
    if change.amount is None or change.old is None:
        reason = comparison_text(series, year, dataset.years, _)
        if reason:
            return _("{metric}: {figure} ({reason})", metric=name, figure=figure, reason=reason)
        return _("{metric}: {figure}", metric=name, figure=figure)
    return _(
        "{metric}: {figure}, {change} on the {old} of {year}",
        metric=name,
        figure=figure,
        change=change_words(change, _),
        old=figure_text(change.old, dataset.vocabulary, _),
        year=year - 1,
    )


def category_sentence(
    category_series: Sequence[Series], year: int, dataset: Dataset, _: Words
) -> str:
    """Return one sentence on a category: how many metrics rose, fell or cannot be compared."""
    published = [s for s in category_series if (o := s.at(year)) and o.value is not None]
    total = _.n("{n} metric", "{n} metrics", len(published))
    if len(dataset.years) == 1 or not published:
        return _("{total} in {year}", total=total, year=year)
    amounts = [s.change(year).amount for s in published]
    counts = (
        (message("{n} up"), sum(a is not None and a > 0 for a in amounts)),
        (message("{n} down"), sum(a is not None and a < 0 for a in amounts)),
        (message("{n} unchanged"), sum(a == 0 for a in amounts)),
        (message("{n} without comparison"), amounts.count(None)),
    )
    told = _.list([_(text.template, n=count) for text, count in counts if count])
    return _("{total} in {year}: {told}", total=total, year=year, told=told)


def years_alt(series: Series, years: Sequence[int], dataset: Dataset, _: Words) -> str:
    """Return the alternative text of a chart of one metric over the years."""
    name = series_name(series, dataset, _)
    told = [_year_told(series.at(year), year, dataset, _) for year in years]
    return _("{metric} by year: {told}", metric=name, told=_.list(told))


def ranking_alt(observations: Sequence[Observation], dataset: Dataset, _: Words) -> str:
    """Return the alternative text of a chart that compares metrics of one year and unit."""
    told = [
        f"{metric_name(o, dataset, _)} {figure_text(o, dataset.vocabulary, _)}"
        for o in observations
    ]
    return _("{year}, largest first: {told}", year=observations[0].year, told=_.list(told))


def metric_name(observation: Observation, dataset: Dataset, _: Words) -> str:
    """Return the name of an observation's metric in the reader's language."""
    metric = dataset.catalogue.get(observation.metric, observation.category, observation.unit)
    return name_in(metric, _.language)


def _year_told(observation: Observation | None, year: int, dataset: Dataset, _: Words) -> str:
    if observation is None or observation.value is None:
        return _("{year} not published", year=year)
    return f"{year} {figure_text(observation, dataset.vocabulary, _)}"
