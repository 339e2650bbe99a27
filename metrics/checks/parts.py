"""Hold the rules of parts and wholes: metrics that are part of another, regions of the city.

The pairs are data (`data/relations.csv`); a metric that is not listed is part of nothing. Refuses
to hold figures together of another year, region or unit; of another (sub-)category too,
unless both stand where the catalogue lists them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from metrics import data_folder
from metrics.i18n import Message, message
from metrics.model.catalogue import Catalogue
from metrics.model.observation import Key, Observation
from metrics.model.vocabulary import load_vocabulary
from metrics.numbers import SCALES, grouped

_PRINTED = re.compile(r"\d[\d,，]*(?:\.(\d+))?\s*[余多]?(万亿|亿|万)?")
_OPEN_ABOVE = ("more_than", "at_least")


@dataclass(frozen=True)
class PartExceeds:
    """Hold a part that is larger than its whole, both with a value."""

    part: Observation
    whole: Observation

    @property
    def text(self) -> Message:
        """Return the two figures in words."""
        assert self.part.value is not None and self.whole.value is not None
        return message(
            "{part} is {value}, more than {whole}, of which it is a part: {total}",
            part=self.part.metric,
            value=grouped(self.part.value),
            whole=self.whole.metric,
            total=grouped(self.whole.value),
        )


@dataclass(frozen=True)
class RegionsExceed:
    """Hold regions' figures that add up to more than the city's own."""

    city: Observation
    total: Decimal


def known_wholes() -> dict[str, str]:
    """Return the whole of each part, both by metric name."""
    return _wholes_in(data_folder())


@lru_cache(maxsize=4)
def _wholes_in(folder: Path) -> dict[str, str]:
    return load_vocabulary(folder).others("part_of")


def parts_that_exceed(
    figures: Mapping[Key, Observation], catalogue: Catalogue
) -> Iterator[PartExceeds]:
    """Yield each part among the figures that is larger than its whole."""
    wholes = known_wholes()
    for part in figures.values():
        name = wholes.get(part.metric)
        whole = _whole(part, name, figures, catalogue) if name else None
        if whole is None or part.value is None or part.unit != whole.unit:
            continue
        if _exceeds(part.value, whole):
            yield PartExceeds(part, whole)


def regions_that_exceed(
    new: Iterable[Observation], figures: Mapping[Key, Observation], home: str
) -> Iterator[RegionsExceed]:
    """Yield each city figure that its regions among `figures` exceed in sum.

    `figures` are all figures, the new ones among them; only sums that a new one takes part in
    are judged. `home` is the city's own region. Each sub-category has its own sum.
    """
    touched = {(one.year, home, *one.metric_key) for one in new}
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    rounded: dict[Key, Decimal] = defaultdict(Decimal)
    for one in figures.values():
        if one.region == home or one.value is None:
            continue
        key = (one.year, home, *one.metric_key)
        city = figures.get(key) if key in touched else None
        if city is not None and city.unit == one.unit:
            sums[key] += one.value
            rounded[key] += _half_step(one)
    for key, total in sums.items():
        if _exceeds(total - rounded[key] - _half_step(figures[key]), figures[key]):
            yield RegionsExceed(figures[key], total)


def _whole(
    part: Observation, name: str, figures: Mapping[Key, Observation], catalogue: Catalogue
) -> Observation | None:
    """Return the whole beside a part, else the catalogue's for a listed part."""
    beside = figures.get(replace(part, metric=name).key)
    if beside is not None:
        return beside
    own, whole = catalogue.find(part.metric), catalogue.find(name)
    if own is None or whole is None:
        return None
    if (part.category, part.subcategory) != (own.category, own.subcategory):
        return None
    return figures.get((part.year, part.region, whole.category, whole.subcategory, name))


def _half_step(one: Observation) -> Decimal:
    """Return how far a figure printed with decimals or a scale may be rounded: 0.05万."""
    match = _PRINTED.search(one.printed)
    if match is None or not (match[1] or match[2]):
        return Decimal(0)
    return Decimal(SCALES.get(match[2] or "", 1)) * Decimal(10) ** -len(match[1] or "") / 2


def _exceeds(value: Decimal, whole: Observation) -> bool:
    """Check whether a value is above the most that a whole states."""
    if whole.value is None or whole.qualifier in _OPEN_ABOVE:
        return False
    return value > (whole.value if whole.upper is None else whole.upper)
