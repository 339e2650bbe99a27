"""Summarise many measurements: medians, percentiles, ratios within a round."""

import math
from collections.abc import Mapping, Sequence
from statistics import median

Rounds = Mapping[int, Sequence[float]]
"""The measurements of one thing by the round in which they were made."""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` (0 to 1) of all values do not exceed."""
    if not values:
        raise ValueError("no percentile of nothing")
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def together(rounds: Rounds) -> list[float]:
    """Return the measurements of all rounds."""
    return [value for values in rounds.values() for value in values]


def ratio(ours: Rounds, theirs: Rounds) -> float | None:
    """Return the median over the rounds of the ratio of medians, or None.

    What slows the machine for a while slows both sides of a round.
    """
    common = [n for n, values in ours.items() if values and theirs.get(n)]
    found = [median(ours[n]) / median(theirs[n]) for n in common if median(theirs[n])]
    return median(found) if found else None
