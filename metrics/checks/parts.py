"""Hold which metric is part of which, and check parts against their whole.

The pairs are data (`data/parts.csv`); a metric that is not listed is part of nothing. Figures are
held together only where year, category, sub-category and unit agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from metrics.i18n import Message, message
from metrics.model.csv_file import read_rows
from metrics.model.observation import Key, Observation
from metrics.model.vocabulary import DATA_FOLDER
from metrics.numbers import plain

_OPEN_ABOVE = ("more_than", "at_least")


@dataclass(frozen=True)
class RegionsExceed:
    """Hold regions' figures that add up to more than the city's own."""

    city: Observation
    total: Decimal


@lru_cache(maxsize=1)
def known_wholes() -> dict[str, str]:
    """Return the whole of each part, both by metric name."""
    return {row["part"]: row["whole"] for row in read_rows(DATA_FOLDER / "parts.csv")}


def whole_of(part: Observation, figures: Mapping[Key, Observation]) -> Observation | None:
    """Return the whole of a part, of the same sub-category where that has one."""
    name = known_wholes().get(part.metric)
    if name is None:
        return None
    own = figures.get((part.year, part.region, part.category, part.subcategory, name))
    if own is not None:
        return own
    named = [
        one
        for one in figures.values()
        if (one.year, one.region, one.metric) == (part.year, part.region, name)
    ]
    return named[0] if len(named) == 1 else None


def part_exceeds(part: Observation, whole: Observation) -> Message | None:
    """Return the message for a part larger than its whole, else None."""
    if part.value is None or whole.value is None or not _is_bounded(whole):
        return None
    if part.unit != whole.unit or part.value <= _most(whole):
        return None
    return message(
        "{part} is {value}, more than {whole}, of which it is a part: {total}",
        part=part.metric,
        value=plain(part.value),
        whole=whole.metric,
        total=plain(whole.value),
    )


def regions_that_exceed(
    new: Iterable[Observation], figures: Mapping[Key, Observation], home: str
) -> Iterator[RegionsExceed]:
    """Yield each city figure that its regions among `new` exceed in sum.

    `home` is the city's own region. Sub-categories are added up each for itself.
    """
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    for one in new:
        key = replace(one, region=home).key
        city = figures.get(key)
        if one.region != home and one.value is not None and city and city.unit == one.unit:
            sums[key] += one.value
    for key, total in sums.items():
        city = figures[key]
        if city.value is not None and _is_bounded(city) and total > _most(city):
            yield RegionsExceed(city, total)


def _is_bounded(whole: Observation) -> bool:
    return whole.qualifier not in _OPEN_ABOVE


def _most(whole: Observation) -> Decimal:
    """Return the largest value that a bounded figure states."""
    assert whole.value is not None
    return whole.value if whole.upper is None else whole.upper
