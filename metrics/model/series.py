"""Select figures over the years, and compare a year with the one before.

Holds the one rule of which figures have a change (`reasons_against`). A year without a figure
stays a gap; nothing is interpolated, rounded or added up here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series_index import series_index

DEFINITION = "口径"  # what a note says of a changed definition
POINTS = "百分点"
SHARE_UNITS = ("%", POINTS)
"""Units whose change is a difference in percentage points, never a growth rate."""


ChangeKind = Literal["growth", "points", "none"]
WhyNot = Literal[
    "", "unpublished", "first", "gap", "unit", "definition", "range", "zero", "negative", "sign"
]


@dataclass(frozen=True)
class Change:
    """Hold the change of one year on the year before.

    `kind` is growth (`amount` is a fraction of the old value), points (`amount` is a difference in
    percentage points) or none, with `why` not: unpublished, first, gap, unit, definition, range (a
    side is one), zero or negative (the old value), sign (the new value is negative).
    `about` is true when a qualifier on either side makes the amount approximate.
    """

    kind: ChangeKind
    amount: Decimal | None = None
    old: Observation | None = None
    new: Observation | None = None
    about: bool = False
    why: WhyNot = ""


@dataclass(frozen=True)
class Pair:
    """Hold the facts that the rule needs of two figures, or arrays of them.

    `old` and `new` are exact decimals or their signs, the others booleans.
    """

    old: Any
    new: Any
    other_unit: Any = False
    redefined: Any = False
    is_range: Any = False
    is_share: Any = False


@dataclass(frozen=True)
class Series:
    """Hold one metric of one region and sub-category, in order of year.

    `shared_name` is true when the category has the metric's name in other sub-categories too.
    """

    metric: Metric
    region: str
    observations: tuple[Observation, ...]
    shared_name: bool = False

    @property
    def category(self) -> str:
        """Return the key of the series' category."""
        return self.observations[-1].category

    @property
    def subcategory(self) -> str:
        """Return the sub-category of the series."""
        return self.observations[-1].subcategory

    def at(self, year: int) -> Observation | None:
        """Return the observation of a year, or None where the table has none."""
        return next((o for o in self.observations if o.year == year), None)

    def published(self, year: int) -> Observation | None:
        """Return the observation of a year that has a value, or None."""
        observation = self.at(year)
        return observation if observation and observation.value is not None else None

    def change(self, year: int) -> Change:
        """Compare a year with the year before it; see Change for the outcomes."""
        new = self.at(year)
        old = self.at(year - 1)
        if new is None or new.value is None:
            return Change("none", why="unpublished", old=old, new=new)
        if old is None or old.value is None:
            earlier = any(o.year < year and o.value is not None for o in self.observations)
            return Change("none", why="gap" if earlier else "first", old=old, new=new)
        return compare(old, new)


def reasons_against(pair: Pair) -> tuple[tuple[WhyNot, Any], ...]:
    """Return the reasons against a change and whether each holds; the first counts.

    For a pair of figures the answers are booleans, for arrays they are arrays.
    """
    needs_rate = pair.is_share ^ True
    return (
        ("unit", pair.other_unit),
        ("definition", pair.redefined),
        ("range", pair.is_range),
        ("zero", needs_rate & (pair.old == 0)),
        ("negative", needs_rate & (pair.old < 0)),
        ("sign", needs_rate & (pair.new < 0)),
    )


def why_no_change(pair: Pair) -> WhyNot:
    """Return the first reason against the change of one pair, or an empty text."""
    return next((why for why, holds in reasons_against(pair) if holds), "")


def compare(old: Observation, new: Observation) -> Change:
    """Compare the figures of two successive years; both must have a value."""
    assert old.value is not None and new.value is not None
    is_share = new.unit in SHARE_UNITS
    pair = Pair(
        old.value,
        new.value,
        other_unit=old.unit != new.unit,
        redefined=changes_definition(new),
        is_range=old.upper is not None or new.upper is not None,
        is_share=is_share,
    )
    if why := why_no_change(pair):
        return Change("none", why=why, old=old, new=new)
    about = not old.qualifier == new.qualifier == "exact"
    difference = new.value - old.value
    if is_share:
        return Change("points", difference, old, new, about)
    return Change("growth", difference / old.value, old, new, about)


def changes_definition(observation: Observation) -> bool:
    """Return whether an observation's note names a changed definition (口径)."""
    return DEFINITION in observation.note


@lru_cache(maxsize=512)
def _series_at(dataset: Dataset, region: str, category: str) -> tuple[Series, ...]:
    index = series_index(dataset.table)
    matching = index.is_named("region", [region]) & index.is_named("category", [category])
    numbers = np.flatnonzero(matching)
    return in_catalogue_order(dataset, (series_numbered(dataset, int(n)) for n in numbers))


def series_numbered(dataset: Dataset, number: int) -> Series:
    """Return the series of a number in the index of the data set's table."""
    index = series_index(dataset.table)
    rows = index.observations(number)
    metric = dataset.catalogue.get(rows[-1].metric, rows[-1].category, rows[-1].unit)
    return Series(metric, rows[-1].region, rows, bool(index.shared_names[number]))


def in_catalogue_order(dataset: Dataset, series: Iterable[Series]) -> tuple[Series, ...]:
    """Return series in the order of the catalogue, metrics outside it last."""
    place = {metric.zh: number for number, metric in enumerate(dataset.catalogue.metrics)}
    return tuple(sorted(series, key=lambda one: place.get(one.metric.zh, len(place))))


def series_of(dataset: Dataset, category: str, region: str | None = None) -> tuple[Series, ...]:
    """Return the series of a category in a region (the bureau's own by default).

    In the order of the catalogue, metrics outside it last; empty when there are none.
    """
    return _series_at(dataset, region or dataset.bureau.region, category)


def find_series(
    dataset: Dataset,
    slug: str,
    region: str | None = None,
    category: str | None = None,
    subcategory: str | None = None,
) -> Series | None:
    """Return the series of the metric with this slug, or None.

    Without a category or sub-category, whichever comes first.
    """
    for place in categories_present(dataset) if category is None else [category]:
        for series in series_of(dataset, place, region):
            if series.metric.slug == slug and subcategory in (None, series.subcategory):
                return series
    return None


def series_of_row(dataset: Dataset, row: Observation) -> Series | None:
    """Return the series that an observation belongs to, whatever its year."""
    metric = dataset.catalogue.get(row.metric, row.category, row.unit)
    return find_series(dataset, metric.slug, row.region, row.category, row.subcategory)


def with_region(dataset: Dataset, region: str) -> Dataset:
    """Return the data set with another region as its own."""
    return dataset if region == dataset.bureau.region else _seen_from(dataset, region)


@lru_cache(maxsize=64)
def _seen_from(dataset: Dataset, region: str) -> Dataset:
    bureau = dataset.bureau
    return replace(
        dataset, bureau=replace(bureau, region=region, home=bureau.home or bureau.region)
    )


def categories_present(dataset: Dataset) -> list[str]:
    """Return the categories that have figures, known ones first in their order."""
    present = set(series_index(dataset.table).names["category"])
    known = [key for key in dataset.vocabulary.categories if key in present]
    return known + sorted(present - set(known))


def regions_present(dataset: Dataset) -> list[str]:
    """Return the regions that have figures, the bureau's own first."""
    regions = series_index(dataset.table).names["region"]
    return sorted(regions, key=lambda region: (region != dataset.bureau.region, region))


def published_in(series: Iterable[Series], year: int) -> list[Observation]:
    """Return the published observations of one year, in the order of the series."""
    return [o for one in series if (o := one.published(year))]
