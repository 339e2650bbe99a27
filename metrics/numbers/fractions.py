"""Read the fraction at a place of a text: 百分之三点五, 三分之二, 1/3, 1:4, 一半.

A percentage keeps its printed number and its sign (3.5 and %); any other fraction becomes a
decimal, exact for powers of ten and to four decimals otherwise.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from metrics.numbers.numerals import Number, read_number

_PER = re.compile("([百千万])分之")
_SIGNS = {"百": "%", "千": "‰", "万": "‱"}
_HALF = re.compile("一半|半数|过(?<![超通经难双]过)(?<!时间过)半(?![数年月天日径])")
_SLASH = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/.万十])")
_RATIO = re.compile(r"(\d{1,4}(?:\.\d{1,4})?):(\d{1,4}(?:\.\d{1,4})?)(?![\d:.])")
_FOUR_DECIMALS = Decimal("0.0001")


class FractionKind(StrEnum):
    """List the ways in which a fraction is written."""

    PERCENT = "percent"
    FRACTION = "fraction"
    RATIO = "ratio"
    HALF = "half"


@dataclass(frozen=True)
class Fraction:
    """Hold a fraction of a text; `sign` is %, ‰ or ‱ for a percentage."""

    number: Number
    kind: FractionKind
    sign: str = ""


def read_fraction(text: str, start: int) -> Fraction | None:
    """Return the fraction that starts at `start`, or None."""
    if per := _PER.match(text, start):
        return _percentage(text, per)
    if half := _HALF.match(text, start):
        inside = "过" if half.group() == "过半" else ""
        number = Number(start, half.end(), Decimal("0.5"), inside=inside, style="hanzi")
        return Fraction(number, FractionKind.HALF)
    if slash := _SLASH.match(text, start):
        return _quotient(slash, FractionKind.FRACTION)
    if ratio := _RATIO.match(text, start):
        return _quotient(ratio, FractionKind.RATIO)
    return None


def named_fraction(text: str, bottom: Number) -> Fraction | None:
    """Return N分之M whose N was just read: 三分之二, 十万分之一点二."""
    place = bottom.end + 2
    if not text.startswith("分之", bottom.end) or place >= len(text):
        return None
    top = read_number(text, place)
    if top is None or bottom.value == 0 or top.value > bottom.value:
        return None
    value = divide(top.value, bottom.value)
    number = Number(bottom.start, top.end, value, style=bottom.style)
    return Fraction(number, FractionKind.FRACTION)


def _percentage(text: str, per: re.Match[str]) -> Fraction | None:
    place = per.end()
    number = read_number(text, place) if place < len(text) else None
    if number is None and text.startswith("百", place):
        number = Number(place, place + 1, Decimal(100), style="hanzi")
    if number is None:
        return None
    number = replace(number, start=per.start(), bare_scale=False)
    return Fraction(number, FractionKind.PERCENT, _SIGNS[per.group(1)])


def _quotient(match: re.Match[str], kind: FractionKind) -> Fraction | None:
    top, bottom = Decimal(match.group(1)), Decimal(match.group(2))
    if bottom == 0:
        return None
    return Fraction(Number(match.start(), match.end(), divide(top, bottom)), kind)


def divide(top: Decimal, bottom: Decimal) -> Decimal:
    """Return a quotient, exact for powers of ten and to four decimals otherwise."""
    if bottom == Decimal(1).scaleb(bottom.adjusted()):
        return (top / bottom).normalize()
    return (top / bottom).quantize(_FOUR_DECIMALS).normalize()
