"""Read a quantity: a number with its qualifiers, range, sign and unit.

`read_quantity` reads `近200余家`, `3-5万人`, `百分之九十以上`, `1/3`, `500元至2000元` at the place
of the number and gives value, upper bound, qualifier and unit. It does not ask whether the text
counts anything with it: dates and set phrases are masked before, doubtful ones are judged after.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from metrics.numbers import (
    QUALIFIERS,
    FractionKind,
    Number,
    QualifierKey,
    divide,
    named_fraction,
    read_fraction,
    read_number,
    scale_factor,
)
from metrics.prose.lexicon import alternatives, rows
from metrics.prose.units import Unit, read_unit, unit_family

_RANGE_SIGN = re.compile(r"[-—~至到]{1,2}")
_LATE = re.compile(r"余(?![万亿])|\+(?![\dA-Za-z])")
_TRAIL = re.compile(r"\+(?![\dA-Za-z])|[余多](?!家企业数|方|元化|样|边|发|点|层|头|地)")
# 增长-2.3%: the sign belongs to the figure; in 2-3% it is a range.
_SIGN = re.compile(r"(?:[长比速幅为降升减]|:)([-+])\Z")
# A count has a sign only behind a word of change; elsewhere the stroke may be a dash.
_SIGN_OF_COUNT = re.compile(
    r"(?:增加|增长|减少|增减|净增|变化|变动|同比|环比|上年|[额量值]为?)([-+])\Z"
)
_NEGATIVE_GROWTH = re.compile("负增长(?:了|约|为|达|:)?\\Z")
_BELOW_ZERO = re.compile(r"零下\Z|(?<![\d℃度~至到])-\Z")
_BELOW_ZERO_AGAIN = re.compile("零下|-")
_SCALE = re.compile("万亿|[百千]?万|亿")
_HALF_UNIT = re.compile("个半(小时|工作日|百分点)")
# 投入资金(万元):1,234.5
_UNIT_LABEL = re.compile(r"\((?:单位:?)?([^()\s,，、:]{1,6})\)(?::|为|是|达到?|合计|共)?\Z")
_OUT_OF = re.compile("[^,，。;:\\d]{0,10}?有(?=\\d)")
_SECONDS = {"天": 86400, "小时": 3600, "个小时": 3600, "分钟": 60, "分": 60, "秒": 1, "秒钟": 1}


@dataclass(frozen=True)
class Quantity:
    """Hold a number phrase of normalised text, from its first qualifier to its last."""

    start: int
    end: int
    number: Number
    value: Decimal
    upper: Decimal | None
    qualifier: QualifierKey
    unit: Unit | None
    shape: str = "count"  # count | range | fraction | ratio | half
    qualified: bool = False

    @property
    def unit_name(self) -> str:
        """Return the unit's name, or an empty string."""
        return self.unit.name if self.unit else ""

    @property
    def family(self) -> str:
        """Return the unit's family, or an empty string."""
        return self.unit.family if self.unit else ""


@cache
def _leads() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, tuple[str, str]]]:
    """Return patterns of leading qualifiers, the second with those of bare scales."""
    lead = alternatives("qualifiers", "lead")
    both = lead[:-1] + "|" + alternatives("qualifiers", "bare")[3:]
    table = {
        row["word"]: (row["qualifier"], row["refused_after"] or "")
        for row in rows("qualifiers")
        if row["kind"] in ("lead", "bare")
    }
    return re.compile(lead + r" ?\Z"), re.compile(both + r" ?\Z"), table


@cache
def _after() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of qualifiers behind a unit, and what each says."""
    table = {row["word"]: row["qualifier"] for row in rows("qualifiers")}
    return re.compile(alternatives("qualifiers", "after")), table


def _lead(text: str, number: Number, floor: int) -> tuple[int, str]:
    """Return where the qualifier before a number starts, and what it says."""
    plain, with_bare, table = _leads()
    window = max(floor, number.start - 5)
    before = text[window : number.start]
    large = number.bare_scale or number.scale >= 10000
    for pattern in (with_bare, plain) if large else (plain,):
        match = pattern.search(before)
        if match:
            word = match.group().strip()
            if not number.bare_scale and pattern is with_bare and word in ("上", "成"):
                continue  # 线上1.2万 and 达成1.2亿元 hold no qualifier
            if word in (">", "<") and not text[: window + match.start()].strip(" \n"):
                continue
            qualifier, refused = table[word]
            previous = text[window + match.start() - 1 : window + match.start()]
            # 节约12万元, 附近3家: the character before makes another word of it.
            if previous and previous in refused:
                continue
            if qualifier == "exact":
                return number.start, "reached"
            return window + match.start(), qualifier
    return number.start, ""


def _unit_and_trail(text: str, number: Number) -> tuple[int, str, Unit | None]:
    """Return the end, qualifier and unit behind a number: 余, 人次."""
    hanzi = number.style != "arabic"
    trail = _TRAIL.match(text, number.end)
    if trail:
        unit = read_unit(text, trail.end(), hanzi)
        if unit is None and trail.group() == "多":
            return number.end, "", None
        return (unit.end if unit else trail.end()), "more_than", unit
    unit = read_unit(text, number.end, hanzi)
    if unit is None:
        return number.end, "", None
    end = unit.end
    late = _LATE.match(text, end)
    if late and (late.group() == "+" or unit.family not in ("share", "score")):
        return late.end(), "more_than", unit
    if unit.name == "成" and (tenth := text[end : end + 1]) in tuple("一二三四五六七八九多"):
        return end + 1, "more_than" if tenth == "多" else "", unit
    return end, "", unit


def _after_qualifier(text: str, end: int, unit: Unit | None) -> tuple[int, str]:
    """Return a qualifier behind the unit (以上, 左右) and the place behind it."""
    pattern, table = _after()
    match = pattern.match(text, end)
    if match:
        return match.end(), table[match.group()]
    if unit and unit.family == "time" and re.compile("内(?![部容外设])").match(text, end):
        return end + 1, "less_than"
    return end, ""


def _sign(before: str, unit: Unit | None) -> tuple[int, bool]:
    """Return the length of a sign before a number, and whether it is negative."""
    if unit is None:
        return 0, False
    if _NEGATIVE_GROWTH.search(before):
        return 0, True
    if unit.family == "temperature" and (below := _BELOW_ZERO.search(before)):
        return len(below.group()), True
    pattern = _SIGN if unit.family in ("share", "points") else _SIGN_OF_COUNT
    sign = pattern.search(before)
    return (1, sign.group(1) == "-") if sign else (0, False)


def _single(text: str, start: int, floor: int) -> Quantity | None:
    """Return one number phrase, ranges left aside."""
    fraction = read_fraction(text, start)
    number = fraction.number if fraction else read_number(text, start)
    if number is None:
        return None
    fraction = fraction or named_fraction(text, number)
    shape, trail, unit = "count", "", None
    if fraction is None:
        end, trail, unit = _unit_and_trail(text, number)
    else:
        number = fraction.number
        end = number.end
        if fraction.kind is FractionKind.PERCENT:
            unit = Unit(end, end, fraction.sign, "share")
            if more := _TRAIL.match(text, end):
                end, trail = more.end(), "more_than"
        else:
            shape = str(fraction.kind)
    end, after = _after_qualifier(text, end, unit)
    first, lead = _lead(text, number, floor)
    inside = "more_than" if number.inside else ""
    qualified = bool(lead or trail or after or inside)
    lead = "" if lead == "reached" else lead
    value = number.value
    if unit and unit.name == "成" and end > unit.end and text[unit.end] in "一二三四五六七八九":
        value += Decimal("一二三四五六七八九".index(text[unit.end]) + 1) / 10
    signed, negative = _sign(text[max(floor, first - 5) : first], unit)
    first -= signed
    value = -value if negative and value else value
    qualifier = QUALIFIERS[lead or trail or inside or after or "exact"]
    if number.upper is not None:
        qualifier, shape = "at_least", "range"
    return Quantity(first, end, number, value, number.upper, qualifier, unit, shape, qualified)


def _shared_scale(low: Quantity, high: Quantity) -> Decimal:
    """Return the lower bound in the scale that only the upper one prints: 3-5万人."""
    bare = low.number.scale == 1 and low.unit is None and high.number.scale > 1
    if bare and low.value < high.value / high.number.scale:
        return low.value * high.number.scale
    return low.value


def read_printed_unit(printed: str) -> tuple[int, Unit] | None:
    """Return the factor and unit that a label prints in brackets: 万元, 台(套)."""
    scale = _SCALE.match(printed)
    factor, name = 1, printed
    if scale and not unit_family(printed):
        factor, name = scale_factor(scale.group()), printed[scale.end() :]
    unit = read_unit(name, 0) if name else None
    return (factor, unit) if unit and unit.end == len(name) else None


def unit_label(before: str) -> re.Match[str] | None:
    """Match a unit (group 1) in brackets before a number, or return None."""
    label = _UNIT_LABEL.search(before)
    return label if label and read_printed_unit(label.group(1)) else None


def with_printed_unit(quantity: Quantity, printed: str) -> Quantity:
    """Return a quantity in a unit printed elsewhere, its scale word applied."""
    known = read_printed_unit(printed)
    if known is None:
        return quantity
    factor, unit = known
    upper = None if quantity.upper is None else quantity.upper * factor
    return replace(
        quantity,
        value=quantity.value * factor,
        upper=upper,
        unit=replace(unit, start=quantity.end, end=quantity.end),
    )


def _half_more(text: str, quantity: Quantity) -> Quantity:
    """Return 两个半小时 with its half; any other quantity as it is."""
    half = _HALF_UNIT.match(text, quantity.number.end)
    if half is None or quantity.upper is not None:
        return quantity
    unit = Unit(half.start(1), half.end(), half.group(1), unit_family(half.group(1)))
    end, after = _after_qualifier(text, half.end(), unit)
    return replace(
        quantity,
        end=end,
        value=quantity.value + Decimal("0.5"),
        qualifier=QUALIFIERS.get(after, quantity.qualifier),
        unit=unit,
    )


def _compound_duration(text: str, quantity: Quantity) -> Quantity:
    """Return days, hours, minutes and seconds as one stretch in the smallest unit."""
    whole = quantity
    while whole.unit and whole.unit.end == whole.end < len(text):
        step = _SECONDS.get(whole.unit_name)
        if step is None or whole.value % 1:
            break
        place = whole.end + text.startswith("零", whole.end)
        number = read_number(text, place) if place < len(text) else None
        unit = read_unit(text, number.end, number.style != "arabic") if number else None
        part = _SECONDS.get(unit.name) if unit else None
        if number is None or unit is None or part is None or part >= step:
            break
        if number.value * part >= step:
            break
        name = {3600: "小时", 60: "分钟"}.get(part, "秒")
        end, after = _after_qualifier(text, unit.end, unit)
        whole = replace(
            whole,
            end=end,
            value=whole.value * (step // part) + number.value,
            qualifier=QUALIFIERS.get(after, whole.qualifier),
            unit=replace(unit, name=name, family="time"),
        )
    return whole


def read_out_of(text: str, start: int, floor: int) -> Quantity | None:
    """Return so many out of so many as one share: 每10次出动有4次, `start` at the 10."""
    whole = _single(text, start, floor)
    gap = _OUT_OF.match(text, whole.end) if whole and whole.unit else None
    if whole is None or gap is None or gap.end() >= len(text) or text[start - 1] != "每":
        return None
    part = _single(text, gap.end(), gap.end())
    if part is None or part.unit_name != whole.unit_name or not 0 < part.value < whole.value:
        return None
    value = divide(part.value, whole.value)
    return replace(part, start=start - 1, value=value, unit=None, shape="fraction")


def read_quantity(text: str, start: int, floor: int = 0) -> Quantity | None:
    """Return the number phrase at `start`; it reaches back to `floor` at most.

    A range (3至5名, 500元至2000元) is one quantity: value is its lower bound, `upper` its upper.
    """
    low = _single(text, start, floor)
    if low is None or low.shape != "count" or low.upper is not None:
        return low
    low = _compound_duration(text, _half_more(text, low))
    sign = _RANGE_SIGN.match(text, low.end)
    if sign is None or sign.end() >= len(text):
        return low
    below = _BELOW_ZERO_AGAIN.match(text, sign.end())
    high_start = below.end() if below else sign.end()
    high = _single(text, high_start, sign.end()) if high_start < len(text) else None
    if high is None or high.shape != "count" or high.upper is not None:
        return low
    if low.unit and (high.unit is None or low.unit_name != high.unit_name):
        return low
    if low.unit is None and low.qualified:
        return low
    value = _shared_scale(low, high)
    # 由85人至64人 falls: that is no range. Neither is 从…到…, which the head rules read.
    if value >= high.value or text[max(floor, low.start - 1) : low.start] in ("从", "由", "自"):
        return low
    if not low.unit and not high.unit:
        return low
    return replace(
        low,
        end=high.end,
        value=value,
        upper=high.value,
        qualifier="at_least",
        unit=high.unit,
        shape="range",
    )
