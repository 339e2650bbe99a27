"""Hold what a published or stated value can be: spans of exact decimals, and their arithmetic.

A published figure without a qualifier is itself, 118万余 lies above 118万 and below 119万. A span
knows whether its ends belong to it, whether a qualifier widened it, and whether it is counted out
to the last unit. A stated value has two spans: where its words are true, and where they are apt.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from metrics.model.observation import Observation
from metrics.numbers import MOST_ROUNDED, QualifierKey, Stated, bounds, is_counted_out, step

_HALF, _TENTH, _ONE, _HUNDRED = Decimal("0.5"), Decimal("0.1"), Decimal(1), Decimal(100)
ONE_SIDED = ("at_least", "less_than", "up_to")
_TWENTIETH = Decimal("0.05")
_FAR = Decimal("1e15")
_MOST_CORNERS = 10
_ARABIC = re.compile("[0-9０-９]")
_OPEN_LOW = ("more_than", "nearly", "less_than")
_OPEN_HIGH = ("more_than", "nearly", "less_than")


@dataclass(frozen=True)
class Span:
    """Hold the values between two ends; an open end does not belong to it."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False
    exact: bool = True
    counted: bool = False

    @property
    def turned(self) -> "Span":
        """Return the span of the negative values."""
        return replace(self, low=-self.high, high=-self.low,
                       low_open=self.high_open, high_open=self.low_open)  # fmt: skip

    def surely_above(self, other: "Span") -> bool:
        """Return whether every value of this span is above every one of the other."""
        open_ends = self.low_open or other.high_open
        return self.low > other.high or (open_ends and self.low == other.high)

    def maybe_above(self, other: "Span") -> bool:
        """Return whether some value of this span is above some of the other."""
        return self.high > other.low

    def lies_in(self, other: "Span") -> bool:
        """Return whether every value of this span is one of the other."""
        low = self.low > other.low or (
            self.low == other.low and (self.low_open or not other.low_open)
        )
        high = self.high < other.high or (
            self.high == other.high and (self.high_open or not other.high_open)
        )
        return low and high

    def meets(self, other: "Span") -> bool:
        """Return whether the spans share a value."""
        low = self.low < other.high or (
            self.low == other.high and not (self.low_open or other.high_open)
        )
        high = other.low < self.high or (
            other.low == self.high and not (other.low_open or self.high_open)
        )
        return low and high


def exactly(value: Decimal) -> Span:
    """Return the span of one value, counted out."""
    return Span(value, value, counted=True)


def span_of(row: Observation) -> Span:
    """Return what a published figure can be; it must have a value."""
    assert row.value is not None
    if row.upper is not None:
        return Span(row.value, row.upper, exact=False)
    if row.qualifier == "exact":
        return Span(row.value, row.value, counted=is_counted_out(row))
    wide = bounds(row)
    high = min(wide.high, max(_HUNDRED, row.value)) if row.unit == "%" else wide.high
    return Span(
        wide.low,
        high,
        row.qualifier in _OPEN_LOW and wide.low != wide.high,
        row.qualifier in _OPEN_HIGH and wide.low != wide.high,
        exact=False,
    )


def combine(function: Callable[..., Decimal], spans: Sequence[Span], *, counts: bool) -> Span:
    """Return the span of a function that is monotone in each of its figures.

    `counts` says that whole numbers stay whole, as in sums and differences.
    """
    ends = [
        ((span.low, span.low_open), (span.high, span.high_open))
        if span.low != span.high
        else ((span.low, False),)
        for span in spans
    ]
    if len(ends) <= _MOST_CORNERS:
        corners = list(product(*ends))
    else:
        corners = [tuple(end[0] for end in ends), tuple(end[-1] for end in ends)]
    found = [
        (function(*(value for value, _ in corner)), any(is_open for _, is_open in corner))
        for corner in corners
    ]
    low, low_open = min(found)
    high, high_open = max(found, key=lambda end: (end[0], not end[1]))
    exact = all(span.exact for span in spans)
    counted = counts and exact and all(span.counted for span in spans)
    return Span(low, high, low_open, high_open, exact, counted)


@dataclass(frozen=True)
class StatedValue:
    """Hold a stated value; `last` is its last digit's place, `rough` without zeros."""

    value: Decimal
    qualifier: QualifierKey
    last: Decimal
    rough: Decimal
    counted: bool = False
    upper: Decimal | None = None

    def scaled(self, factor: Decimal) -> "StatedValue":
        """Return the value in a smaller or larger unit."""
        upper = None if self.upper is None else self.upper * factor
        return replace(self, value=self.value * factor, last=self.last * factor,
                       rough=self.rough * factor, upper=upper)  # fmt: skip

    @property
    def near(self) -> Decimal:
        """Return how far 约 and 近 reach: half a rough step, at most a tenth."""
        return min(self.rough * _HALF, abs(self.value) * MOST_ROUNDED)

    @property
    def loosely(self) -> Span:
        """Return the values that some take 近, 约 or 以上 to reach: no proof of an error."""
        value = self.value
        if self.qualifier == "nearly":
            return Span(value - self.rough, value, low_open=True, high_open=True)
        if self.qualifier == "about":
            wide = abs(value) * _TWENTIETH
            return Span(value - wide, value + wide)
        if self.qualifier in ONE_SIDED:
            return self.true_for(exactly(value))
        return self.apt_for(exactly(value))

    def true_for(self, computed: Span) -> Span:
        """Return the values for which the words are true."""
        value = self.value
        match self.qualifier:
            case "more_than":
                return Span(value, _FAR, low_open=True)
            case "at_least":
                return Span(value, _FAR)
            case "less_than":
                return Span(-_FAR, value, high_open=True)
            case "up_to":
                return Span(-_FAR, value)
        return self.apt_for(computed)

    def apt_for(self, computed: Span) -> Span:
        """Return the values for which the words are also the ones to choose."""
        value, rough = self.value, self.rough
        if self.upper is not None:
            return Span(value, self.upper)
        match self.qualifier:
            case "more_than":
                return Span(value, value + rough, low_open=True)
            case "at_least":
                return Span(value, value + rough)
            case "less_than":
                return Span(value - rough, value, high_open=True)
            case "up_to":
                return Span(value - rough, value)
            case "about":
                return Span(value - self.near, value + self.near)
            case "nearly":
                return Span(value - self.near, value, high_open=True)
        half = Decimal(0) if computed.counted and self.counted else self.last * _HALF
        return Span(value - half, value + half)


def stated_value(stated: Stated) -> StatedValue:
    """Return a stated figure with the places of its digits; it must have a value."""
    value = stated.value
    assert value is not None
    rough = step(stated, rough=True)
    spelled = not _ARABIC.search(stated.printed)
    last = min(_ONE, rough) if spelled else step(stated)
    return StatedValue(value, stated.qualifier, last, max(rough, last),
                is_counted_out(stated), stated.upper)  # fmt: skip


def agreement(stated: StatedValue, computed: Span) -> bool | None:
    """Check whether a computed span bears a stated value out; None: undecided."""
    apt = stated.apt_for(computed)
    if computed.exact:
        return computed.lies_in(apt) or (None if computed.lies_in(stated.loosely) else False)
    if not computed.meets(apt):
        return False
    return True if computed.lies_in(stated.true_for(computed)) else None


def as_multiple(stated: StatedValue) -> StatedValue:
    """Return a stated multiple, which a whole number gives to a tenth."""
    return replace(stated, last=min(stated.last, _TENTH), counted=False)
