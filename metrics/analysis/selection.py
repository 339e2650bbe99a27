"""Read an analyst's filters and select the figures that remain.

One definition for the page, the HTTP interface and the command line. A filter left out does not
narrow; several values of one filter widen, several filters narrow. `change` looks at the last
year shown. A value that does not exist is refused, and what exists is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from metrics.analysis.year_changes import CHANGE_STATUSES, statuses
from metrics.i18n import Message, message
from metrics.model.catalogue import fold
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series import Series, series_numbered
from metrics.model.series_index import Mask, Numbers, SeriesIndex, series_index
from metrics.problems import Problem
from metrics.text import shown

EARLIEST, LATEST = "earliest", "latest"
MULTI_FILTERS = ("category", "subcategory", "metric", "region", "unit", "change")
"""Filters of several values; in an address each value is a parameter of its own."""
FILTERS = (*MULTI_FILTERS, "from", "to", "year", "q")
"""Every filter by its name in an address; `year` is short for the same `from` and `to`."""
_WIDEST = (0, 9999)


@dataclass(frozen=True)
class Filters:
    """Hold filters: `chosen` has the values of each of MULTI_FILTERS that narrows.

    Metrics are named by slug, units by family, changes by status. `first` and `last` are
    years or EARLIEST and LATEST, which follow the data. `search` is looked for in names.
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: str = EARLIEST
    last: str = LATEST
    search: str = ""

    def values(self, name: str) -> tuple[str, ...]:
        """Return the chosen values of one of MULTI_FILTERS; empty when it does not narrow."""
        return self.chosen.get(name, ())

    def parameters(self) -> dict[str, list[str]]:
        """Return `query` as values by name, as `read_filters` takes them."""
        named: dict[str, list[str]] = {}
        for name, value in self.query():
            named.setdefault(name, []).append(value)
        return named

    def query(self) -> list[tuple[str, str]]:
        """Return the filters as the parameters of an address, only those that narrow."""
        pairs = [(name, value) for name in MULTI_FILTERS for value in self.values(name)]
        if self.first == self.last:
            return [*pairs, ("year", self.first), *self._search()]
        ends = (("from", self.first, EARLIEST), ("to", self.last, LATEST))
        pairs += [(name, year) for name, year, default in ends if year != default]
        return pairs + self._search()

    def _search(self) -> list[tuple[str, str]]:
        return [("q", self.search)] if self.search else []


class BadFilters(ValueError):
    """Refuse filters that ask for what does not exist.

    `problems` say what was found and what is allowed; `allowed` holds the values by filter.
    """

    def __init__(self, problems: Sequence[Problem], allowed: Mapping[str, Sequence[str]]) -> None:
        self.problems = tuple(problems)
        self.allowed = dict(allowed)
        super().__init__(f"{len(self.problems)} filters ask for what does not exist")


@dataclass(frozen=True, eq=False)
class Selection:
    """Hold the figures that remain: `numbers` of series in the table's index.

    Of their rows only `figures` remain, all where none is named.
    """

    dataset: Dataset
    filters: Filters
    years: tuple[int, ...]
    numbers: Numbers
    figures: tuple[Observation, ...] = ()

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Return the series: the bureau's own region first, then by catalogue.

        They hold all their years; `years` says which are shown.
        """
        return self.slice(0, len(self.numbers))

    def slice(self, start: int, stop: int) -> tuple[Series, ...]:
        """Return a part of `series`, without reading the others."""
        numbers = self.numbers[start:stop]
        return tuple(series_numbered(self.dataset, int(number)) for number in numbers)

    @cached_property
    def row_numbers(self) -> Numbers:
        """Return the numbers of the rows that remain, in the order of the table."""
        index = series_index(self.dataset.table)
        kept = np.zeros(len(index), dtype=bool)
        kept[self.numbers] = True
        within = _within(index, _bounds(self.dataset, self.filters))
        rows = np.flatnonzero(within & kept[index.series_of_row])
        if not self.figures:
            return rows
        wanted = {figure.year for figure in self.figures}
        of_years = rows[np.isin(self.dataset.table["year"].to_numpy()[rows], list(wanted))]
        keys = {figure.key for figure in self.figures}
        found = [row.key in keys for row in index.read(of_years)]
        return np.compress(found, of_years)

    @property
    def count(self) -> int:
        """Return the number of rows that remain."""
        return len(self.row_numbers)

    def rows(self, start: int = 0, stop: int | None = None) -> tuple[Observation, ...]:
        """Return the observations that remain, all or a part, in the order of the table."""
        return series_index(self.dataset.table).read(self.row_numbers[start:stop])


def select(dataset: Dataset, filters: Filters) -> Selection:
    """Return the figures of a data set that remain; raises BadFilters."""
    years = _years(dataset, filters)
    remaining = np.flatnonzero(_all(_masks(dataset, filters, years)))
    return Selection(dataset, filters, years, remaining[np.argsort(_ranks(dataset)[remaining])])


def options(dataset: Dataset, filters: Filters) -> dict[str, dict[str, int]]:
    """Return each multi-filter's values with the series that each would leave.

    Counts heed the other filters. Values without any are left out unless chosen; a filter in
    which no value would narrow has none at all. Raises BadFilters.
    """
    years = _years(dataset, filters)
    masks = _masks(dataset, filters, years)
    counted: dict[str, dict[str, int]] = {}
    for name in MULTI_FILTERS:
        others = _all({key: mask for key, mask in masks.items() if key != name})
        named, codes = _coded(dataset, name, years)
        counts = np.bincount(codes[others], minlength=len(named))
        chosen = filters.values(name)
        kept = {
            value: int(count)
            for value, count in zip(named, counts, strict=True)
            if count or value in chosen
        }
        counted[name] = kept if len(kept) > 1 or chosen else {}
    return counted


def read_filters(query: Mapping[str, Sequence[str]], dataset: Dataset) -> Filters:
    """Return the filters of an address; names that are no filter are ignored.

    Metrics may be named by slug, name or alias. Raises BadFilters with all problems.
    """
    filters, problems, allowed = checked_filters(query, dataset)
    if problems:
        raise BadFilters(problems, allowed)
    return filters


def checked_filters(
    query: Mapping[str, Sequence[str]], dataset: Dataset
) -> tuple[Filters, list[Problem], dict[str, Sequence[str]]]:
    """Return an address's sound filters, the problems, and the allowed values."""
    problems: list[Problem] = []
    allowed: dict[str, Sequence[str]] = {}
    chosen: dict[str, tuple[str, ...]] = {}
    for name in MULTI_FILTERS:
        known = allowed_values(dataset, name)
        wanted = dict.fromkeys(
            metric_slug(v, dataset) if name == "metric" else v for v in query.get(name, ())
        )
        sound = tuple(value for value in wanted if value in known)
        if sound:
            chosen[name] = sound
        if unknown := [value for value in wanted if value not in known]:
            problems += _unknown(name, unknown, known)
            allowed[name] = list(known)
    first, last = _ends(query, dataset, problems, allowed)
    search = next(iter(query.get("q", ())), "").strip()
    return Filters(chosen, first, last, search), problems, allowed


def allowed_values(dataset: Dataset, name: str) -> Sequence[str]:
    """Return every value of a multi-filter that the data has, in display order."""
    return CHANGE_STATUSES if name == "change" else list(_coded(dataset, name, ())[0])


def years_present(dataset: Dataset) -> list[int]:
    """Return the years for which any region has figures, in order."""
    index = series_index(dataset.table)
    return [int(year) for year in np.unique(index.years[index.stated])]


def _ends(
    query: Mapping[str, Sequence[str]],
    dataset: Dataset,
    problems: list[Problem],
    allowed: dict[str, Sequence[str]],
) -> tuple[str, str]:
    """Return the two ends of the years; those that do not exist are the widest."""
    known = [str(year) for year in years_present(dataset)]
    short = query.get("year", ())
    ends = []
    for name, default in (("from", EARLIEST), ("to", LATEST)):
        value = next(iter(query.get(name, ())), next(iter(short), default)).strip()
        value = value.removesuffix("年")
        asked = name if query.get(name) else "year"
        if value not in (EARLIEST, LATEST, *known):
            if asked not in allowed:
                problems += _unknown(asked, [value], [EARLIEST, *known, LATEST])
            allowed[asked] = [EARLIEST, *known, LATEST]
            value = default
        ends.append(value)
    first, last = ends
    if known and _year(first, dataset) > _year(last, dataset):
        allowed["from"] = [year for year in known if int(year) <= _year(last, dataset)]
        text = message("The years run backwards, from {first} to {last}", first=first, last=last)
        fix = message("Put the earlier year first")
        problems.append(Problem("filter", "error", text, fix, column="from", found=first))
        return EARLIEST, last
    return first, last


def _years(dataset: Dataset, filters: Filters) -> tuple[int, ...]:
    known = years_present(dataset)
    if not known:
        return ()
    first, last = _year(filters.first, dataset), _year(filters.last, dataset)
    return tuple(year for year in known if first <= year <= last)


def _year(end: str, dataset: Dataset) -> int:
    known = years_present(dataset)
    return known[0] if end == EARLIEST else known[-1] if end == LATEST else int(end)


def _bounds(dataset: Dataset, filters: Filters) -> tuple[int, int]:
    """Return the years that bound the rows; an open end does not narrow.

    So rows of years in which nothing at all is published stay, too.
    """
    if not years_present(dataset):
        return _WIDEST
    if filters.first == filters.last:
        return _year(filters.first, dataset), _year(filters.last, dataset)
    first = _WIDEST[0] if filters.first == EARLIEST else _year(filters.first, dataset)
    return first, _WIDEST[1] if filters.last == LATEST else _year(filters.last, dataset)


def _within(index: SeriesIndex, bounds: tuple[int, int]) -> Mask:
    return np.asarray((index.years >= bounds[0]) & (index.years <= bounds[1]), dtype=bool)


def _masks(dataset: Dataset, filters: Filters, years: tuple[int, ...]) -> dict[str, Mask]:
    """Return which series each filter leaves, by filter."""
    index = series_index(dataset.table)
    present = np.zeros(len(index), dtype=bool)
    present[index.series_of_row[_within(index, _bounds(dataset, filters))]] = True
    masks = {"years": present}
    for name in MULTI_FILTERS:
        if chosen := filters.values(name):
            named, codes = _coded(dataset, name, years)
            masks[name] = np.isin(codes, [n for n, value in enumerate(named) if value in chosen])
    if filters.search:
        slugs, codes = _coded(dataset, "metric", years)
        matching = _searched(dataset, filters.search)
        masks["q"] = np.isin(codes, [n for n, slug in enumerate(slugs) if slug in matching])
    return masks


def _all(masks: Mapping[str, Mask]) -> Mask:
    return np.asarray(np.logical_and.reduce(list(masks.values())), dtype=bool)


@lru_cache(maxsize=64)
def _coded(dataset: Dataset, name: str, years: tuple[int, ...]) -> tuple[list[str], Numbers]:
    """Return a filter's values in order of display, and each series' place in them."""
    index = series_index(dataset.table)
    if name == "change":
        # Without any figure there is no year to look at; year 0 says that nothing is published.
        return list(CHANGE_STATUSES), statuses(dataset, years[-1] if years else 0)
    if name == "unit":
        units = dataset.table["unit"].cat
        families = [dataset.vocabulary.unit(unit).family for unit in units.categories]
        codes = units.codes.to_numpy().astype(np.intp)[index.last_rows]
        return _ordered(families, codes, [u.family for u in dataset.vocabulary.units.values()])
    names = list(index.names[name])
    if name == "metric":
        slugs = [dataset.catalogue.get(metric).slug for metric in names]
        return _ordered(slugs, index.codes[name], [m.slug for m in dataset.catalogue.metrics])
    known = {
        "category": list(dataset.vocabulary.categories),
        "region": [dataset.bureau.region],
        "subcategory": [m.subcategory for m in dataset.catalogue.metrics],
    }[name]
    return _ordered(names, index.codes[name], known)


def _ordered(
    values: Sequence[str], codes: Numbers, order: Sequence[str]
) -> tuple[list[str], Numbers]:
    """Order values, unknown ones last by name; several codes may share a value."""
    place = {value: number for number, value in reversed(list(enumerate(order)))}
    ordered = sorted(set(values), key=lambda value: (place.get(value, len(place)), value))
    new = {value: number for number, value in enumerate(ordered)}
    return ordered, np.array([new[value] for value in values], dtype=np.intp)[codes]


@lru_cache(maxsize=6)
def _ranks(dataset: Dataset) -> Numbers:
    """Return the place of each series in the order of display."""
    codes = [_coded(dataset, name, ())[1] for name in ("region", "category", "metric")]
    order = np.lexsort((np.arange(len(codes[0])), *reversed(codes)))
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order))
    return ranks


def _searched(dataset: Dataset, search: str) -> set[str]:
    """Return the slugs of the metrics that match in a name, an alias or the slug."""
    wanted = fold(search)
    metrics = [dataset.catalogue.get(name) for name in series_index(dataset.table).names["metric"]]
    return {
        metric.slug
        for metric in metrics
        if any(wanted in fold(n) for n in (metric.zh, metric.en, metric.slug, *metric.aliases))
    }


def metric_slug(name: str, dataset: Dataset) -> str:
    """Return the slug that a name, alias or slug means; an unknown name stays."""
    catalogue, wanted = dataset.catalogue, fold(name)
    if known := catalogue.find(name):
        return known.slug
    for metric in catalogue.metrics:
        if wanted in (metric.slug, fold(metric.en)):
            return metric.slug
    outside = map(catalogue.get, series_index(dataset.table).names["metric"])
    return next((m.slug for m in outside if wanted in (fold(m.zh), m.slug)), name)


def _unknown(name: str, values: Iterable[str], known: Sequence[str]) -> list[Problem]:
    """Return a problem for each value; they share what is allowed, which may be long."""
    fix = message("Use one of: {values}", values=", ".join(known)) if known else None

    def text(value: str) -> Message:
        return message("The filter {name} has no value “{value}”", name=name, value=shown(value))

    return [Problem("filter", "error", text(v), fix, column=name, found=v) for v in values]
