"""Read the number at a place of a text: 3万4000, 2万5, 一百二十三, 三点五, 壹佰万, 七八十.

The text is normalised: half width, simplified. Values are exact decimals. No unit is known, and
no qualifier but the one inside a number (30余万). Runs that are no well-formed number (百千) are
refused.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from metrics.numbers.grammar import (
    ARABIC,
    DIGITS,
    FORMAL,
    HAN,
    LONGEST,
    han_digits,
    read_han,
    scale_factor,
)

_ARABIC = re.compile(ARABIC)
_HAN_RUN = re.compile(f"[{HAN}廿卅]+")
_FORMAL_RUN = re.compile(f"[{FORMAL}]{{2,}}")
# 千瓦, 千米 … are units and 百分点 is one too: their first character is no scale.
_SCALE = re.compile(
    r"万亿|[十百千]亿|[十百千]万(?![瓦伏])亿?|亿|万(?![瓦伏])|千(?![瓦米克伏帕卡焦赫])|百(?![分货姓公])"
)
_INSIDE = re.compile(r"[余多](?=万亿|[十百千]?[万亿]|千(?![瓦米克伏帕卡焦赫])|百(?!分))")
_POINT = re.compile("点([零〇一二三四五六七八九]+)")
_BARE_SCALE = re.compile("万亿|[十百千]万亿|[十百千][万亿]|[百千万亿]")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Raised digits: an exponent behind ×10, elsewhere the mark of a footnote."""
_POWER = re.compile(
    rf"[×xX*]10(?:\^(\d|1\d)(?!\d)|([{SUPERSCRIPTS}]|¹[{SUPERSCRIPTS}])(?![{SUPERSCRIPTS}]))"
)
_LOWERED = str.maketrans(SUPERSCRIPTS, "0123456789")
_TAIL_DIGITS = re.compile(r"\d{1,4}(?!\d|\.\d)")
_NEIGHBOURS = re.compile(r"(?:一二|[二两]三|三四|四五|五六|六七|七八|八九|三五)(?=[十百千万亿])?")
NumberStyle = Literal["arabic", "hanzi", "formal"]


@dataclass(frozen=True)
class Number:
    """Hold a number of a text: its place, its value, and how it is written."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None  # 七八名 is a range
    inside: str = ""  # the qualifier inside: 余 of 30余万
    style: NumberStyle = "arabic"
    bare_scale: bool = False  # 千亿元: a scale word that stands alone
    scale: Decimal = Decimal(1)  # the scale word's factor, which a range may share
    last_place: Decimal = Decimal(1)  # of the last printed Arabic digit: 100 of 1.22万


def read_number(text: str, start: int) -> Number | None:
    """Return the longest number that starts at `start`, or None."""
    if text[start] not in "0123456789":
        return (
            _read_approximate(text, start)
            or _read_bare_scale(text, start)
            or _read_run(text, start)
        )
    match = _ARABIC.match(text, start)
    return _read_arabic(text, match) if match and len(match.group()) <= LONGEST else None


def _scale_behind(text: str, end: int) -> tuple[int, str, Decimal]:
    """Return the end of a scale behind a number, the qualifier inside, and the factor."""
    inside = _INSIDE.match(text, end)
    scale = _SCALE.match(text, inside.end() if inside else end)
    if scale is None:
        return end, "", Decimal(1)
    return scale.end(), inside.group() if inside else "", Decimal(scale_factor(scale.group()))


def _read_arabic(text: str, match: re.Match[str]) -> Number:
    """Return the number of Arabic digits with its scale and mixed tail (3万4000)."""
    digits = match.group()
    value = Decimal(digits.replace(",", ""))
    decimals = len(digits.partition(".")[2])
    if power := _POWER.match(text, match.end()):
        exponent = power.group(1) or power.group(2).translate(_LOWERED)
        scale = Decimal(10) ** int(exponent)
        last = scale.scaleb(-decimals)
        value = (value * scale).normalize() + 0
        return Number(match.start(), power.end(), value, scale=scale, last_place=last)
    end, inside, scale = _scale_behind(text, match.end())
    value, left = value * scale, scale
    last = scale.scaleb(-decimals)
    while left > 1 and not inside and not decimals:
        more = _TAIL_DIGITS.match(text, end)
        if more is None:
            break
        tail_end, tail_inside, factor = _scale_behind(text, more.end())
        if factor == 1 and left >= 10_000 and len(more.group()) == 1 and more.group() != "0":
            factor = left / 10  # 2万5 is 25,000, as 两万五 is
            tail_scale = Decimal(1)
        else:
            tail_scale = factor
        tail = Decimal(more.group()) * factor
        if tail >= left or tail_inside:
            break
        value, end, left, last = value + tail, tail_end, tail_scale, factor
    return Number(
        start=match.start(), end=end, value=value, inside=inside, scale=scale, last_place=last
    )


def _read_approximate(text: str, start: int) -> Number | None:
    """Return two neighbouring digits as a range: 七八名, 两三百人, 四五十万."""
    match = _NEIGHBOURS.match(text, start)
    if match is None:
        return None
    low, high = (Decimal(DIGITS[char]) for char in match.group())
    end, scale = match.end(), Decimal(1)
    if end < len(text) and text[end] == "十":
        end, scale = end + 1, Decimal(10)
    end, inside, more = _scale_behind(text, end)
    scale *= more
    if end < len(text) and _HAN_RUN.match(text, end):
        return None
    return Number(start, end, low * scale, high * scale, inside, "hanzi")


def _read_bare_scale(text: str, start: int) -> Number | None:
    """Return a scale word that stands alone (超千亿元) as its factor."""
    match = _BARE_SCALE.match(text, start)
    if match is None or _HAN_RUN.match(text, match.end()):
        return None
    if _SCALE.match(text, start) is None:
        return None
    return Number(
        start, match.end(), Decimal(scale_factor(match.group())), style="hanzi", bare_scale=True
    )


def _read_run(text: str, start: int) -> Number | None:
    """Return a number in Han numerals, with a decimal part or a scale behind."""
    formal = _FORMAL_RUN.match(text, start)
    run = formal or _HAN_RUN.match(text, start)
    if run is None:
        return None
    digits, end = run.group(), run.end()
    value = read_han(digits)
    # The 千 of 三千瓦 or the 百 of 二百分 may belong to the unit: give characters back.
    if (
        value is not None
        and not formal
        and digits[-1] in "千百"
        and len(digits) > 1
        and (_SCALE.match(text, end - 1) is None)
    ):
        digits, end = digits[:-1], end - 1
        value = read_han(digits)
    if value is None:
        return None
    number = Decimal(value)
    point = _POINT.match(text, end)
    if point:
        number, end = number + Decimal(f"0.{han_digits(point.group(1))}"), point.end()
    tail_end, inside, scale = _scale_behind(text, end)
    style: NumberStyle = "formal" if formal else "hanzi"
    return Number(start, tail_end, number * scale, None, inside, style, scale=scale)
