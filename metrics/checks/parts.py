"""Which metric is known to be part of which other one, and whether a part exceeds its whole.

The pairs are data (`data/parts.csv`); a metric that is not listed is part of nothing.
"""

from __future__ import annotations

from functools import lru_cache

from metrics.i18n import Message, message
from metrics.model.csv_file import read_rows
from metrics.model.observation import Observation
from metrics.model.vocabulary import DATA_FOLDER
from metrics.numbers import plain

_OPEN_ABOVE = ("more_than", "at_least")


@lru_cache(maxsize=1)
def known_wholes() -> dict[str, str]:
    """Return the whole of each part, both by the names of their metrics."""
    return {row["part"]: row["whole"] for row in read_rows(DATA_FOLDER / "parts.csv")}


def is_bounded(whole: Observation) -> bool:
    """Tell whether a figure says how much at most; “more than” does not."""
    return whole.qualifier not in _OPEN_ABOVE


def part_exceeds(part: Observation, whole: Observation) -> Message | None:
    """Return what is wrong when a part is larger than the whole it belongs to, else None."""
    if part.value is None or whole.value is None or not is_bounded(whole):
        return None
    if part.value <= (whole.upper or whole.value):
        return None
    return message(
        "{part} is {value}, more than {whole}, of which it is a part: {total}",
        part=part.metric,
        value=plain(part.value),
        whole=whole.metric,
        total=plain(whole.value),
    )
