"""The grammar of written numbers: `3万4000`, `一百二十三`, `三点五`, `壹佰万`, `七八十`, `1/3`.

`read_number` reads the longest number at a place of normalised text and gives its exact value, as
Decimal. It knows no unit and no qualifier except the ones that stand inside a number (30余万), and
it refuses character runs that are not well-formed numbers (千万 in 千万不要, 百千).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "两": 2, "○": 0}
FORMAL = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True))
_STEPS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}

# A longer run of digits is a code, and would not be exact in Decimal's 28 digits.
_LONGEST = 20
ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?")
HAN_RUN = re.compile(r"[零〇一二两三四五六七八九十百千万亿廿卅]+")
FORMAL_RUN = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}")
# 千瓦, 千米 … are units and 百分点 is one too: their first character is no scale.
_SCALE = re.compile(
    r"万亿|[十百千]亿|[十百千]万(?![瓦伏])亿?|亿|万(?![瓦伏])|千(?![瓦米克伏帕卡焦赫])|百(?![分货姓公])"
)
_INSIDE = re.compile(r"[余多](?=万亿|[十百千]?[万亿]|千(?![瓦米克伏帕卡焦赫])|百(?!分))")
_POINT = re.compile(r"点([零〇一二三四五六七八九]+)")
_NEIGHBOURS = re.compile(r"(?:一二|[二两]三|三四|四五|五六|六七|七八|八九|三五)(?=[十百千万亿])?")


@dataclass(frozen=True)
class Number:
    """A number in the text: where it stands, its value, and how it is written."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None  # 七八名 is a range
    inside: str = ""  # the qualifier inside: 余 of 30余万
    style: str = "arabic"  # arabic | hanzi | formal
    bare_scale: bool = False  # 千亿元: a scale word that stands alone
    scale: Decimal = Decimal(1)  # the scale word's factor, which a range may share


def _section_value(run: str) -> int | None:
    """The value of a run below 10,000 such as 三千零二十, or None if it is not well formed."""
    total, digit, last_step = 0, None, 10000
    for place, char in enumerate(run):
        if char in _STEPS:
            step = _STEPS[char]
            if step >= last_step or (digit is None and (step > 10 or total)):
                return None
            total += (1 if digit is None else digit) * step
            digit, last_step = None, step
        elif char in "零〇":
            if digit is not None or place == 0 or place == len(run) - 1:
                return None
            # After a zero the next digit counts ones or tens, not the step below.
            last_step = min(last_step, 1001)
        else:
            value = DIGITS.get(char, FORMAL.get(char))
            if value is None or digit is not None:
                return None
            digit = value
    if digit is not None:
        # 一百五 is 150, 一百零五 is 105.
        short_form = run[-2:-1] in ("百", "千", "佰", "仟")
        total += digit * (last_step // 10 if short_form else 1)
    return total


def read_hanzi(run: str) -> int | None:
    """The value of a run of Chinese numerals, or None if it is not a well-formed number."""
    if len(run) > _LONGEST:
        return None
    run = run.replace("廿", "二十").replace("卅", "三十")
    if len(run) >= 2 and all(char in DIGITS for char in run):
        positional = "〇" in run or len(run) > 2
        return int("".join(str(DIGITS[char]) for char in run)) if positional else None
    if run in ("零", "〇"):
        return 0
    for scale, factor in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = run.rpartition(scale)
        if found:
            return _join_scale(read_hanzi(head) if head else None, factor, tail)
    return _section_value(run)


def _join_scale(head: int | None, factor: int, tail: str) -> int | None:
    """The value of `head` times a scale word plus what stands behind it, or None."""
    if head is None or (factor == 10**4 and head >= 10**4):
        return None
    if not tail:
        return head * factor
    if tail in DIGITS and tail not in "零〇":
        # 三万二 is 32,000: a last digit counts the step below the scale.
        return head * factor + DIGITS[tail] * (factor // 10)
    rest = read_hanzi(tail.lstrip("零〇"))
    return None if rest is None or rest >= factor else head * factor + rest


def _scale_value(word: str) -> Decimal:
    """The factor of a scale word: 万亿 is 10 to the 12th."""
    factor = 1
    for char in word:
        factor *= _SCALES.get(char) or _STEPS[char]
    return Decimal(factor)


def _tail_scale(text: str, end: int) -> tuple[int, str, Decimal]:
    """The scale behind a number, with a qualifier inside: end, that qualifier, the factor."""
    inside = _INSIDE.match(text, end)
    place = inside.end() if inside else end
    scale = _SCALE.match(text, place)
    if scale is None:
        return end, "", Decimal(1)
    return scale.end(), inside.group() if inside else "", _scale_value(scale.group())


def _arabic_digits(text: str) -> Decimal:
    """The value of Arabic digits with or without thousands commas."""
    return Decimal(text.replace(",", ""))


def _read_arabic(text: str, start: int) -> Number:
    """A number that starts with Arabic digits, with its scale and mixed tail (3万4000)."""
    match = ARABIC.match(text, start)
    assert match is not None  # the caller saw a digit here
    value, end = _arabic_digits(match.group()), match.end()
    end, inside, scale = _tail_scale(text, end)
    value *= scale
    left = scale
    while scale > 1 and not inside and "." not in match.group():
        more = re.compile(r"\d{1,4}(?!\d|\.\d)").match(text, end)
        if more is None:
            break
        tail_end, tail_inside, tail_scale = _tail_scale(text, more.end())
        tail = Decimal(more.group()) * tail_scale
        if tail >= left or tail_inside:
            break
        value, end, left = value + tail, tail_end, tail_scale
        if tail_scale == 1:
            break
    return Number(start, end, value, inside=inside, scale=scale)


def _read_approximate(text: str, start: int) -> Number | None:
    """Two neighbouring digits as a range: 七八名, 两三百人, 四五十万."""
    match = _NEIGHBOURS.match(text, start)
    if match is None:
        return None
    low, high = (Decimal(DIGITS[char]) for char in match.group())
    end, scale = match.end(), Decimal(1)
    if end < len(text) and text[end] == "十":
        end, scale = end + 1, Decimal(10)
    end, inside, more = _tail_scale(text, end)
    scale *= more
    if end < len(text) and HAN_RUN.match(text, end):
        return None
    return Number(start, end, low * scale, high * scale, inside, "hanzi")


def _read_bare_scale(text: str, start: int) -> Number | None:
    """A scale word that stands alone, as in 超千亿元: its number is one."""
    match = re.compile(r"(?:万亿|[十百千]万亿|[十百千][万亿]|[百千万亿])").match(text, start)
    if match is None or HAN_RUN.match(text, match.end()):
        return None
    if _SCALE.match(text, start) is None:
        return None
    return Number(start, match.end(), _scale_value(match.group()), style="hanzi", bare_scale=True)


def _read_run(text: str, start: int) -> Number | None:
    """A number in Chinese numerals, everyday or formal, with a decimal part or a scale behind."""
    formal = FORMAL_RUN.match(text, start)
    run = formal or HAN_RUN.match(text, start)
    if run is None:
        return None
    digits, end = run.group(), run.end()
    value = read_hanzi(digits)
    # The 千 of 三千瓦 or the 百 of 二百分 may belong to the unit: give characters back.
    if (
        value is not None
        and not formal
        and digits[-1] in "千百"
        and len(digits) > 1
        and (_SCALE.match(text, end - 1) is None)
    ):
        digits, end = digits[:-1], end - 1
        value = read_hanzi(digits)
    if value is None:
        return None
    number = Decimal(value)
    point = _POINT.match(text, end)
    if point:
        decimals = "".join(str(DIGITS[char]) for char in point.group(1))
        number, end = number + Decimal(f"0.{decimals}"), point.end()
    tail_end, inside, scale = _tail_scale(text, end)
    style = "formal" if formal else "hanzi"
    return Number(start, tail_end, number * scale, None, inside, style, scale=scale)


def read_number(text: str, start: int) -> Number | None:
    """The longest number that starts at `start` of normalised text, or None."""
    if text[start] in "0123456789":
        match = ARABIC.match(text, start)
        return (
            None if match is None or match.end() - start > _LONGEST else _read_arabic(text, start)
        )
    return _read_approximate(text, start) or _read_bare_scale(text, start) or _read_run(text, start)
