"""Name filters and their values in a reader's words.

For the page, the files that readers take along, and citations. Chooses nothing itself.
"""

from metrics.analysis.selection import MULTI_FILTERS, Filters, Selection
from metrics.i18n import Message, Words, message
from metrics.wording.formatter import Formatter

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
"""The name of each of `selection.FILTERS`."""
STATUS_NAMES: dict[str, Message] = {
    "up": message("rose"),
    "down": message("fell"),
    "same": message("as before"),
    "first": message("first published figure"),
    "incomparable": message("cannot be compared"),
    "unpublished": message("not published"),
}
"""The name of each of `year_changes.CHANGE_STATUSES`."""


def value_name(name: str, value: str, fmt: Formatter) -> str:
    """Return the name of a filter's value; of a unit family its units."""
    if name == "category":
        return fmt.category(value)
    if name == "metric":
        return _slug_name(value, fmt)
    if name == "unit":
        return _family_name(value, fmt)
    if name == "change":
        return fmt.words.say(STATUS_NAMES[value])
    return fmt.region(value) or fmt.words("none")


def _slug_name(slug: str, fmt: Formatter) -> str:
    """Return the name of the metric with a slug, in the catalogue or only in the data."""
    catalogue = fmt.dataset.catalogue
    if metric := catalogue.by_slug(slug):
        return fmt.name(metric)
    metrics = map(catalogue.get, fmt.dataset.table["metric"].cat.categories)
    return next((fmt.name(metric) for metric in metrics if metric.slug == slug), slug)


def filters_in_words(selection: Selection, _: Words) -> list[tuple[str, str]]:
    """Return the filters in force, each with its values; none when nothing narrows."""
    named = _in_force(selection, _)
    filters, widest = selection.filters, Filters()
    if (filters.first, filters.last) != (widest.first, widest.last):
        named.append((_.say(FILTER_NAMES["year"]), years_in_words(selection, _)))
    return named


def filters_in_short(selection: Selection, _: Words) -> str:
    """Return the filters in force as one phrase, always with the years."""
    phrases = [_("{name}: {text}", name=name, text=text) for name, text in _in_force(selection, _)]
    years = _("years: {years}", years=years_in_words(selection, _))
    return _("; ").join([*(phrases or [_("all figures")]), years])


def years_in_words(selection: Selection, _: Words) -> str:
    """Return the selected years: 2024, or 2021–2024."""
    years = selection.years
    if not years:
        return _("none")
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _family_name(family: str, fmt: Formatter) -> str:
    used, known = fmt.dataset.table["unit"].cat.categories, fmt.dataset.vocabulary
    members = [unit for unit in known.units if unit in used]
    members += [unit for unit in used if unit not in members]
    return "/".join(fmt.unit(u) for u in members if known.unit(u).family == family) or family


def _in_force(selection: Selection, _: Words) -> list[tuple[str, str]]:
    """Return all filters in force but the years."""
    fmt, filters = Formatter(selection.dataset, _), selection.filters
    named = [
        (_.say(FILTER_NAMES[name]), _.list([value_name(name, value, fmt) for value in values]))
        for name in MULTI_FILTERS
        if (values := filters.values(name))
    ]
    return [*named, (_.say(FILTER_NAMES["q"]), filters.search)] if filters.search else named
