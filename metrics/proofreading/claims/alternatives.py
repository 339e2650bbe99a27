"""Look for another reading under which a differing figure would be right.

Where a draft leaves out what a figure is (no base year, no word for a total), a value that fits
another reading exactly is no proof of an error: the verdict is open, with the reading named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from metrics.model.catalogue import Metric
from metrics.proofreading.claims.amounts import (
    Amount,
    Undecided,
    amount,
    difference,
    growth,
    must_compare,
    shared_out,
)
from metrics.proofreading.claims.levels import StatedValue, agreement
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.words import may_mean


@dataclass(frozen=True)
class Subject:
    """Hold what a figure is about: a metric of regions in a year."""

    published: Published
    metric: Metric
    regions: Sequence[str]
    year: int

    def of(self, years: Sequence[int], regions: Sequence[str] = ()) -> Amount | None:
        """Return the amount of years, or None where one is not published."""
        try:
            return amount(self.published, self.metric, regions or self.regions, years)
        except Undecided:
            return None

    def other_years(self) -> list[int]:
        """Return the published years but the subject's."""
        return [y for y in self.published.series(self.metric, self.regions[0]) if y != self.year]


def fits_level(stated: StatedValue, subject: Subject, words: str) -> Amount | None:
    """Return the total, average or change that a level is, if its words allow it."""
    return _fitting(stated, _beside_level(subject, words))


def fits_change(
    stated: StatedValue, subject: Subject, sign: int, *, rate: bool, years: Sequence[int] = ()
) -> Amount | None:
    """Return the change on another year, of `years` or any, that a stated change is."""
    return _fitting(stated, _changes(subject, sign, rate=rate, years=years))


def _fitting(stated: StatedValue, readings: Iterator[Amount | None]) -> Amount | None:
    return next((each for each in readings if each and agreement(stated, each.span)), None)


def _beside_level(subject: Subject, words: str) -> Iterator[Amount | None]:
    published, year = subject.published, subject.year
    if len(subject.regions) > 1:
        yield subject.of([year])
    if subject.regions[0] == published.city and published.districts:
        yield subject.of([year], published.districts)
    summed, averaged, moved = (may_mean(each, words) for each in ("total", "mean", "change"))
    for first in subject.other_years():
        if first > year or not (summed or averaged):
            continue
        total = subject.of(range(first, year + 1))
        yield total
        yield shared_out(total, year - first + 1) if total and averaged else None
    if moved:
        yield from _changes(subject, 1, rate=False)
        yield from _changes(subject, -1, rate=False)


def _changes(
    subject: Subject, sign: int, *, rate: bool, years: Sequence[int] = ()
) -> Iterator[Amount | None]:
    new = subject.of([subject.year])
    for other in subject.other_years():
        if years and other not in years:
            continue
        old = subject.of([other])
        if new is None or old is None:
            continue
        more, less = (new, old) if sign >= 0 or rate else (old, new)
        try:
            must_compare(subject.published, new, old, rate=rate)
        except Undecided:
            continue
        change = growth(new, old) if rate else difference(more, less)
        yield change.turned if rate and sign < 0 else change
