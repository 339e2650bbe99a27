"""Decide when figures contradict each other or what is published, in tables and texts alike.

`plausibility` holds a figure against an earlier one, `parts` against its whole, `rates` a stated
rate against the one that the figures give. Nothing here refuses a row.
"""

from metrics.checks.parts import parts_that_exceed, regions_that_exceed
from metrics.checks.plausibility import Doubt, DoubtKind, doubt_beside, published_beside
from metrics.checks.rates import (
    Level,
    check_rate,
    check_rate_within,
    is_rate,
    level_of,
    why_not_comparable,
)

__all__ = [
    "Doubt",
    "DoubtKind",
    "Level",
    "check_rate",
    "check_rate_within",
    "doubt_beside",
    "is_rate",
    "level_of",
    "parts_that_exceed",
    "published_beside",
    "regions_that_exceed",
    "why_not_comparable",
]
