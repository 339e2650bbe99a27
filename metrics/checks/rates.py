"""Check a stated rise or fall against the figures that it is computed from.

Holds the one tolerance for stated and computed changes. Three outcomes: it agrees, it differs, or
it cannot be compared, with the reason. Refuses what `metrics.model.series` refuses: no rate from
zero, from or to a negative figure, of a range, across a gap, another unit or definition.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from metrics.i18n import Message, message
from metrics.model.observation import Observation
from metrics.model.series import SHARE_UNITS, Pair, WhyNot, compare, why_no_change
from metrics.numbers import MOST_ROUNDED, Bounds, QualifierKey, Stated, bounds, grouped, step
from metrics.prose import TextFigure

_PERCENT, _POINTS = SHARE_UNITS
_HUNDRED, _CENT, _HALF = Decimal(100), Decimal("0.01"), Decimal("0.5")


class RateOutcome(StrEnum):
    """List the outcomes of a stated change against the computed one."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_COMPARABLE = "not-comparable"


@dataclass(frozen=True)
class RateCheck:
    """Hold the outcome of a check, with the arithmetic or why there is none."""

    outcome: RateOutcome
    text: Message

    @property
    def differs(self) -> bool:
        """Return whether the stated change is wrong."""
        return self.outcome is RateOutcome.DIFFERS


@dataclass(frozen=True)
class Level:
    """Hold a figure that a change starts from or leads to.

    `known` is where its words place it, an exact figure at its value; `possible` also has
    the margin of its last printed digit.
    """

    value: Decimal
    known: Bounds
    possible: Bounds
    is_range: bool = False


@dataclass(frozen=True)
class _Room:
    """Hold the changes that a stated one fits, and those its rounding leaves open."""

    apt: Bounds
    possible: Bounds
    qualifier: QualifierKey

    def holds(self, computed: Bounds) -> bool:
        """Return whether all of a computed interval is true, and some is apt."""
        if self.qualifier in ("more_than", "at_least"):
            return self.apt.low <= computed.low <= self.apt.high
        if self.qualifier in ("less_than", "up_to"):
            return self.apt.low <= computed.high <= self.apt.high
        return self.apt.low <= computed.low and computed.high <= self.apt.high


def is_rate(figure: TextFigure) -> bool:
    """Return whether a figure states a rise or fall in per cent."""
    return figure.change in ("growth", "decline") and figure.unit == _PERCENT


def level_of(stated: Stated) -> Level:
    """Return a figure as a side of a change; it must have a value."""
    value, possible = stated.value, bounds(stated)
    assert value is not None
    is_exact = stated.qualifier == "exact" and stated.upper is None
    known = Bounds(value, value) if is_exact else possible
    return Level(value, known, possible, stated.upper is not None)


def check_rate(rate: TextFigure, new: Observation, old: Observation) -> RateCheck:
    """Check a stated rate against the published figures of a year and the one before."""
    if refused := _refused(new, old):
        return refused
    change = compare(old, new)
    if change.kind == "points":
        points = _difference_text(new, old)
        text = message("A share changes by percentage points: {arithmetic}", arithmetic=points)
        return _not_comparable(text)
    if change.why:
        return _not_comparable(why_not_comparable(change.why, new, old))
    return _check_growth(rate, level_of(new), level_of(old))


def check_rate_within(rate: TextFigure, new: Level, old: Level) -> RateCheck:
    """Check a stated rate against two figures of the same text and unit."""
    if why_no_change(Pair(old.value, new.value, is_range=old.is_range or new.is_range)):
        return _not_comparable(message("What is stated gives no rate"))
    return _check_growth(rate, new, old)


def _refused(new: Observation, old: Observation) -> RateCheck | None:
    for row, year in ((new, new.year), (old, new.year - 1)):
        if row.value is None or row.year != year:
            return _not_comparable(
                message("Nothing is published for {year} to compute it from", year=year)
            )
    return None


def _check_growth(rate: TextFigure, new: Level, old: Level) -> RateCheck:
    if old.possible.low <= 0:
        return _not_comparable(message("The figure that it starts from may be 0"))
    sign = _sign(rate)
    known, possible = (
        _ordered(sign * _growth(a.low, b.high), sign * _growth(a.high, b.low))
        for a, b in ((new.known, old.known), (new.possible, old.possible))
    )
    facts = {
        "new": grouped(new.value),
        "old": grouped(old.value),
        "rate": grouped(_growth(new.value, old.value).quantize(_CENT)),
    }
    check = _judged(
        _room(rate, step(rate) * _HALF),
        known,
        possible,
        message("({new} − {old}) ÷ {old} = {rate}%", **facts),
    )
    if not check.differs:
        return check
    facts["computed"] = facts.pop("rate")
    stated_rate = ("−" if sign < 0 else "") + grouped(rate.value) + "%"
    text = message("Stated is {stated}; ({new} − {old}) ÷ {old} = {computed}%",
                   stated=stated_rate, **facts)  # fmt: skip
    return RateCheck(RateOutcome.DIFFERS, text)


def _judged(room: _Room, known: Bounds, possible: Bounds, arithmetic: Message) -> RateCheck:
    if room.holds(known):
        return RateCheck(RateOutcome.AGREES, arithmetic)
    if not room.possible.meets(possible):
        return RateCheck(RateOutcome.DIFFERS, arithmetic)
    text = message("What is published is not exact enough to tell: {arithmetic}",
                   arithmetic=arithmetic)  # fmt: skip
    return _not_comparable(text)


def _room(figure: TextFigure, margin: Decimal) -> _Room:
    """Return the room of a stated change; `margin` is that of its last digit."""
    value, rough = figure.value, step(figure, rough=True)
    near = min(rough * _HALF, abs(value) * MOST_ROUNDED)
    apt = {
        "exact": Bounds(value - margin, value + margin),
        "about": Bounds(value - near, value + near),
        "nearly": Bounds(value - near, value),
    }
    span = bounds(figure)
    possible = Bounds(span.low - margin, span.high + margin)
    if figure.upper is not None:
        return _Room(span, possible, "range")
    return _Room(apt.get(figure.qualifier, span), possible, figure.qualifier)


def _growth(new: Decimal, old: Decimal) -> Decimal:
    return _HUNDRED * (new - old) / old


def _sign(figure: TextFigure) -> int:
    return 1 if figure.change == "growth" else -1


def _ordered(one: Decimal, other: Decimal) -> Bounds:
    return Bounds(min(one, other), max(one, other))


def _not_comparable(reason: Message) -> RateCheck:
    return RateCheck(RateOutcome.NOT_COMPARABLE, reason)


def why_not_comparable(why: WhyNot, new: Observation, old: Observation) -> Message:
    """Return why two figures of a metric have no change."""
    facts = {"old": old.as_printed, "new": new.as_printed, "year": old.year, "now": new.year}
    texts = {
        "unit": message("The unit changed ({old} in {year}, then {new}): not comparable", **facts),
        "definition": message("The definition changed in {now}: not comparable", **facts),
        "range": message("{old} in {year}, then {new}: a range has no rate", **facts),
        "zero": message("It was 0 in {year}: there is no rate", **facts),
        "negative": message("It was {old} in {year}, below 0: there is no rate", **facts),
        "sign": message("It is {new} in {now}, below 0: there is no rate", **facts),
    }
    return texts[why]


def _difference_text(new: Observation, old: Observation) -> Message:
    assert new.value is not None and old.value is not None
    return message("{new} − {old} = {difference}", new=grouped(new.value), old=grouped(old.value),
                   difference=grouped(new.value - old.value))  # fmt: skip
