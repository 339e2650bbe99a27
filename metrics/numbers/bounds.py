"""Between which values a stated figure lies, by its qualifier and by the last digit it prints.

26.9万 is known to 1,000, 136万余 is above 1,360,000 and below 1,370,000, 12192 is itself. The
one place where roundings are judged; exact decimals throughout.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_NUMBER = re.compile(
    r"(\d[\d,\s]*)(?:\.\s*(\d+))?\s*[余多来]?\s*(万亿|[十百千]?[万亿]|[百千](?![瓦米克伏帕卡焦赫]))?"
)
_HALF = Decimal("0.5")
MOST_ROUNDED = Decimal("0.1")
"""No rounding moves a figure by more than this share of it."""


class Stated(Protocol):
    """A figure as somebody states it: an observation, or a figure of a text."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def upper(self) -> Decimal | None: ...
    @property
    def qualifier(self) -> str: ...
    @property
    def printed(self) -> str: ...


@dataclass(frozen=True)
class Bounds:
    """The values that a figure may have, both ends included."""

    low: Decimal
    high: Decimal

    def meets(self, other: Bounds) -> bool:
        """Whether both may be the same value."""
        return self.low <= other.high and other.low <= self.high


def bounds(stated: Stated) -> Bounds:
    """Return between which values a figure lies; it must have a value."""
    value = stated.value
    assert value is not None
    if stated.upper is not None:
        return Bounds(value, stated.upper)
    rough = step(stated, rough=True)
    if stated.qualifier in ("more_than", "at_least"):
        return Bounds(value, value + rough)
    if stated.qualifier in ("less_than", "up_to", "nearly"):
        return Bounds(value - rough, value)
    if stated.qualifier == "about":
        return Bounds(value - rough * _HALF, value + rough * _HALF)
    margin = Decimal(0) if is_counted_out(stated) else step(stated) * _HALF
    return Bounds(value - margin, value + margin)


def step(stated: Stated, *, rough: bool = False) -> Decimal:
    """Return the place of the last printed digit: 1.22万 is 100, 12192 is 1.

    With `rough`, zeros at the end count as rounded away: 1500 is 100 then.
    """
    value = stated.value
    assert value is not None
    found = _NUMBER.search(unicodedata.normalize("NFKC", stated.printed))
    if found and not rough:
        return Decimal(1).scaleb(-len(found[2] or "")) * _scale(found[3])
    if value == 0:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    last = Decimal(1).scaleb(exponent)
    printed = step(stated) if found else last
    return max(last, printed)


def is_counted_out(stated: Stated) -> bool:
    """Whether a figure is printed to its last unit: a whole number without 万 or 亿."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", stated.printed))
    return not (found and (found[2] or found[3]))


def printed_value(printed: str) -> Decimal | None:
    """Read a figure printed in Arabic digits, 1.3万余人 as 13000; None for any other."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", printed))
    if found is None:
        return None
    whole = re.sub(r"[,\s]", "", found[1])
    return Decimal(f"{whole}.{found[2] or 0}") * _scale(found[3])


def _scale(word: str | None) -> int:
    scale = 1
    for character in word or "":
        scale *= _SCALES[character]
    return scale
