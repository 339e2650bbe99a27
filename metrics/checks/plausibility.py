"""Check a figure against a published one, by one rule for tables and reports.

Tables and reports are judged by the same thresholds:
- A slip of ten: half to twice a power of ten apart. One zero too many, or 万 read as a bare
  number, lands there, whatever the year's own change adds.
- A jump: more than TENFOLD apart and near no such power, or another sign.
- A zero where there was a figure of at least SMALLEST: an empty cell often arrives as zero.
- The very figure of another year, from COPIED_SMALLEST: last year's cell left standing. Shares
  and small stocks stay the same by themselves.
Rare events: below SMALLEST on both sides nothing is doubted, for two cases become nineteen by
chance; 2 → 20 is doubted, for a zero too many writes exactly that. A share that falls is news,
not a slip, unless it looks like a fraction (0.925 after 90 %); one that rises tenfold is doubted
like a count.

Refuses nothing: a doubt is for a person to confirm or to mend.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from metrics.model.observation import Observation
from metrics.model.series import SHARE_UNITS

TENFOLD = 10
SLIPS = (10, 100, 1_000, 10_000, 100_000_000)
SLIP_MARGIN = 2
WHOLE = 100
"""How often a share written as a fraction lies in the share: 0.925 for 92.5 %."""
SMALLEST = 20
COPIED_SMALLEST = 100


class DoubtKind(StrEnum):
    """List the doubts about a figure beside an earlier one."""

    UNIT = "unit"
    SIGN = "sign"
    ZERO = "zero"
    SLIP = "slip"
    JUMP = "jump"
    COPIED = "copied"


@dataclass(frozen=True)
class Doubt:
    """Hold one doubt about `new` beside `old`; `slip` is their power of ten apart."""

    kind: DoubtKind
    new: Observation
    old: Observation
    slip: int = 0

    @property
    def ratio(self) -> Decimal:
        """Return how many times the larger value is the smaller, to a tenth."""
        larger, smaller = self.ordered
        return (larger / smaller).quantize(Decimal("0.1"))

    @property
    def ordered(self) -> tuple[Decimal, Decimal]:
        """Return the larger and the smaller value, without their signs."""
        one, other = (abs(row.value or Decimal(0)) for row in (self.new, self.old))
        return max(one, other), min(one, other)


def published_beside(year: int, published: Iterable[Observation]) -> Observation | None:
    """Return the figure of one series to hold a figure of `year` against.

    That is the newest of the years before, else the earliest of those after; None without a value.
    A published figure of the year itself is corrected by the new one, not a doubt about it.
    """
    candidates = [one for one in published if one.value is not None and one.year != year]
    earlier = [one for one in candidates if one.year < year]
    if earlier:
        return max(earlier, key=lambda one: one.year)
    return min(candidates, key=lambda one: one.year, default=None)


def doubt_beside(new: Observation, old: Observation) -> Doubt | None:
    """Return the doubt about a figure beside one of another year, or None."""
    if new.value is None or old.value is None:
        return None
    if new.unit != old.unit:
        return Doubt(DoubtKind.UNIT, new, old)
    if new.value == 0:
        return Doubt(DoubtKind.ZERO, new, old) if abs(old.value) >= SMALLEST else None
    if old.value == 0:
        return None
    if (new.value < 0) != (old.value < 0):
        return Doubt(DoubtKind.SIGN, new, old)
    if new.value == old.value:
        copied = new.value >= COPIED_SMALLEST and new.unit not in SHARE_UNITS
        return Doubt(DoubtKind.COPIED, new, old) if copied and new.year != old.year else None
    return _far_apart(new, old, abs(new.value), abs(old.value))


def _far_apart(new: Observation, old: Observation, one: Decimal, other: Decimal) -> Doubt | None:
    larger, smaller = max(one, other), min(one, other)
    if larger < SMALLEST:
        return None
    if new.unit in SHARE_UNITS and one < other:
        near = WHOLE / SLIP_MARGIN <= larger / smaller <= WHOLE * SLIP_MARGIN
        return Doubt(DoubtKind.SLIP, new, old, WHOLE) if one <= 1 and near else None
    for slip in SLIPS:
        if slip <= SLIP_MARGIN * larger / smaller and larger / smaller <= SLIP_MARGIN * slip:
            return Doubt(DoubtKind.SLIP, new, old, slip)
    return Doubt(DoubtKind.JUMP, new, old) if larger > TENFOLD * smaller else None
