"""What filters are called and what their values mean, in the words of a reader.

For the page, the files that readers take along, and citations. Chooses nothing itself.
"""

from __future__ import annotations

from metrics.analysis.selection import CHOICES, Filters, Selection
from metrics.i18n import Message, Words, message
from metrics.model.dataset import Dataset
from metrics.model.vocabulary import name_in
from metrics.wording.figures import unit_name

FILTER_NAMES: dict[str, Message] = {
    "category": message("Category"),
    "subcategory": message("Sub-category"),
    "metric": message("Metric"),
    "region": message("Region"),
    "unit": message("Units"),
    "change": message("Change on the year before"),
    "from": message("From year"),
    "to": message("To year"),
    "year": message("Year"),
    "q": message("Search"),
}
"""What each of `selection.NAMES` is called."""
STATUS_NAMES: dict[str, Message] = {
    "up": message("rose"),
    "down": message("fell"),
    "same": message("as before"),
    "first": message("first published figure"),
    "incomparable": message("cannot be compared"),
    "unpublished": message("not published"),
}
"""What each of `series_changes.STATUSES` is called."""


def value_name(name: str, value: str, dataset: Dataset, _: Words) -> str:
    """Return what one value of one of CHOICES is called; a unit family by the units in it."""
    known = dataset.vocabulary
    if name == "category":
        return name_in(known.category(value), _.language)
    if name == "metric":
        return metric_name(value, dataset, _)
    if name == "unit":
        return _family_name(value, dataset, _)
    if name == "change":
        return _.say(STATUS_NAMES[value])
    return known.place(value, _.language) or _("none")


def metric_name(slug: str, dataset: Dataset, _: Words) -> str:
    """Return the name of the metric with a slug, in the catalogue or only in the data."""
    if metric := dataset.catalogue.by_slug(slug):
        return name_in(metric, _.language)
    names = map(dataset.catalogue.get, dataset.table["metric"].cat.categories)
    return next((name_in(metric, _.language) for metric in names if metric.slug == slug), slug)


def filters_in_words(selection: Selection, _: Words) -> list[tuple[str, str]]:
    """Return the filters in force, each with its values; none when nothing narrows."""
    told = _told(selection, _)
    filters, widest = selection.filters, Filters()
    if (filters.first, filters.last) != (widest.first, widest.last):
        told.append((_say("year", _), years_in_words(selection, _)))
    return told


def filters_in_short(selection: Selection, _: Words) -> str:
    """Return the filters in force as one phrase, always with the years."""
    phrases = [_("{name}: {text}", name=name, text=text) for name, text in _told(selection, _)]
    years = _("years: {years}", years=years_in_words(selection, _))
    return _("; ").join([*(phrases or [_("all figures")]), years])


def years_in_words(selection: Selection, _: Words) -> str:
    """Return the years shown: 2024, or 2021–2024."""
    years = selection.years
    if not years:
        return _("none")
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _family_name(family: str, dataset: Dataset, _: Words) -> str:
    used = dataset.table["unit"].cat.categories
    members = [unit for unit in dataset.vocabulary.units if unit in used]
    members += [unit for unit in used if unit not in members]
    names = [
        unit_name(unit, dataset.vocabulary, _.language)
        for unit in members
        if dataset.vocabulary.unit(unit).family == family
    ]
    return "/".join(names) or family


def _told(selection: Selection, _: Words) -> list[tuple[str, str]]:
    """Return all filters in force but the years."""
    filters, data = selection.filters, selection.dataset
    told = [
        (_say(name, _), _.list([value_name(name, value, data, _) for value in values]))
        for name in CHOICES
        if (values := filters.values(name))
    ]
    return [*told, (_say("q", _), filters.search)] if filters.search else told


def _say(name: str, _: Words) -> str:
    return _.say(FILTER_NAMES[name])
