"""Derive the values a stated figure may have from its qualifier and last printed digit.

26.9万 is known to 1,000, 136万余 is above 1,360,000 and below 1,370,000, 12192 is itself. Exact
decimals throughout; whether two roundings agree is not decided here.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, Protocol, get_args

from metrics.numbers.numerals import SUPERSCRIPTS, Number, read_number

_GROUPED = re.compile(r"(?<=\d)[,\s]+(?=\d)|(?<=\.)\s+(?=\d)|(?<=\d)\s+(?=\.\d)")
# A footnote mark inside a figure (1286¹家, 1286[1]家) is no digit; behind ×10 it is a power.
_NOTES = re.compile(rf"(?<!×10)(?<!×10¹)[{SUPERSCRIPTS}]+|[①-⑳]|[\[〔［]\d{{1,2}}[\]〕］]")
_RAISED = re.compile(rf"(?<=×10)[{SUPERSCRIPTS}]+")
_LOOSE = re.compile(r"(?<=\d)\s+(?=[余多来]?[十百千万亿])|(?<=\d)来(?=[十百千]?[万亿])")
_DIGIT = re.compile("[0-9]")
_HALF = Decimal("0.5")
MOST_ROUNDED = Decimal("0.1")  # the largest share of a figure by which rounding may move it

QualifierKey = Literal[
    "exact", "more_than", "at_least", "about", "nearly", "less_than", "up_to", "range"
]
QUALIFIERS: dict[str, QualifierKey] = {key: key for key in get_args(QualifierKey)}


class Stated(Protocol):
    """Describe a figure with qualifier and print, of a table or of a text."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def upper(self) -> Decimal | None: ...
    @property
    def qualifier(self) -> QualifierKey: ...
    @property
    def printed(self) -> str: ...


@dataclass(frozen=True)
class Bounds:
    """Hold the lowest and highest value of a figure, both included."""

    low: Decimal
    high: Decimal

    def meets(self, other: "Bounds") -> bool:
        """Return whether both may be the same value."""
        return self.low <= other.high and other.low <= self.high


def bounds(stated: Stated) -> Bounds:
    """Return the lowest and highest value of a figure, which must have a value."""
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
    number = _printed_number(stated.printed)
    if number and not rough:
        return number.last_place
    if value == 0:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    last = Decimal(1).scaleb(exponent)
    return max(last, number.last_place if number else last)


def is_counted_out(stated: Stated) -> bool:
    """Return whether a figure is printed to its last unit: whole, without 万 or 亿."""
    number = _printed_number(stated.printed)
    return number is None or (number.scale == 1 and number.last_place == 1)


def printed_value(printed: str) -> Decimal | None:
    """Read a figure printed in Arabic digits, 1.3万余人 as 13000; None for any other."""
    number = _printed_number(printed)
    return number.value if number else None


@lru_cache(maxsize=1024)
def _printed_number(printed: str) -> Number | None:
    """Return the first number in Arabic digits, spaces and commas inside passed over."""
    raised = _RAISED.sub(lambda power: "^" + power.group(), _NOTES.sub("", printed))
    text = _LOOSE.sub("", _GROUPED.sub("", unicodedata.normalize("NFKC", raised)))
    first = _DIGIT.search(text)
    return read_number(text, first.start()) if first else None
