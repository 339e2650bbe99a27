"""How a figure is written for a reader: as printed, grouped, in Chinese or English.

Never rounds and never drops a qualifier: 136万余 stays 136万余, in English 1.36 million+.
"""

from __future__ import annotations

import re
from decimal import Decimal

from metrics.i18n import Words
from metrics.model.observation import Observation
from metrics.model.vocabulary import Vocabulary
from metrics.numbers import plain

_LONG_NUMBER = re.compile(r"(?<![\d.,])[1-9][0-9]{3,}(?!\d)")
_WAN = Decimal(10_000)
_YI = Decimal(100_000_000)
_MILLION = Decimal(1_000_000)
_BILLION = Decimal(1_000_000_000)
_JOINED_UNITS = ("%",)
"""Units that stand right behind the number in either language."""


def number_text(observation: Observation, vocabulary: Vocabulary, _: Words) -> str:
    """Return the number with its qualifier and without its unit: 136万余, 12,192, 1.36 million+.

    A missing value is said in words.
    """
    if observation.value is None:
        return _("not published")
    if _.language == "zh" and observation.printed:
        number, unit = _printed_parts(observation, vocabulary)
        return group_digits(number) + (unit if unit in _JOINED_UNITS else "")
    qualifier = vocabulary.qualifiers[observation.qualifier]
    joined = observation.unit if observation.unit in _JOINED_UNITS else ""
    wrap = qualifier.short_zh if _.language == "zh" else qualifier.short_en
    return wrap.format(bounds_text(observation, _.language) + joined)


def unit_text(observation: Observation, vocabulary: Vocabulary, language: str) -> str:
    """Return the unit as it is written beside `number_text`; empty when that holds it already."""
    if observation.value is None or observation.unit in _JOINED_UNITS:
        return ""
    if language == "zh" and observation.printed:
        return _printed_parts(observation, vocabulary)[1]
    return unit_name(observation.unit, vocabulary, language, observation.value)


def unit_name(
    unit: str, vocabulary: Vocabulary, language: str, value: Decimal | None = None
) -> str:
    """Return the name of a unit; in English the plural unless `value` is one."""
    known = vocabulary.unit(unit)
    if language == "zh":
        return known.zh
    return known.en if value == 1 else known.en_many


def figure_text(observation: Observation, vocabulary: Vocabulary, _: Words) -> str:
    """Return the whole figure: 136万余人次, 90%以上, 1.36 million+ person-times."""
    number = number_text(observation, vocabulary, _)
    unit = unit_text(observation, vocabulary, _.language)
    return number + unit if _.language == "zh" else f"{number} {unit}".rstrip()


def reading_text(observation: Observation, vocabulary: Vocabulary, _: Words) -> str:
    """Return what a figure says exactly: 大于1,360,000人次,报告未说大多少."""
    if observation.value is None:
        return _("The report gives no number; this is not zero")
    qualifier = vocabulary.qualifiers[observation.qualifier]
    if observation.qualifier == "exact":
        return f"{_with_unit(observation.value, observation, vocabulary, _)} · " + (
            qualifier.meaning_zh if _.language == "zh" else qualifier.meaning_en
        )
    meaning = qualifier.meaning_zh if _.language == "zh" else qualifier.meaning_en
    upper = observation.upper if observation.upper is not None else observation.value
    return meaning.format(
        number=_with_unit(observation.value, observation, vocabulary, _),
        upper=_with_unit(upper, observation, vocabulary, _),
    )


def bounds_text(observation: Observation, language: str) -> str:
    """Return the bare number, or both bounds of a range."""
    assert observation.value is not None
    number = short_number(observation.value, language)
    if observation.upper is None:
        return number
    return f"{number}–{short_number(observation.upper, language)}"


def short_number(value: Decimal, language: str) -> str:
    """Write a number shortly where nothing is lost: 26.9万, 12,192; 1.36 million, 269,000."""
    scales = (
        ((_YI, "亿"), (_WAN, "万"))
        if language == "zh"
        else ((_BILLION, " billion"), (_MILLION, " million"))
    )
    for scale, word in scales:
        short = plain(value / scale)
        if abs(value) >= scale and _decimals(short) <= 2:
            return group_digits(short) + word
    return group_digits(plain(value))


def group_digits(text: str) -> str:
    """Put thousands separators into the whole numbers of a text: 12192次 → 12,192次."""
    return _LONG_NUMBER.sub(lambda found: f"{int(found.group()):,}", text)


def _printed_parts(observation: Observation, vocabulary: Vocabulary) -> tuple[str, str]:
    """Split a printed figure before its unit: 12192次, 2.5个百分点; 900个左右 and 96% stay whole.

    Where no unit is printed, as in a table, the unit is the observation's.
    """
    printed, unit = observation.printed, observation.unit
    for written in (f"个{unit}", unit) if unit not in _JOINED_UNITS else ():
        if (number := printed.removesuffix(written)) not in ("", printed):
            return number, written
    names = (unit, *vocabulary.unit(unit).aliases)
    return printed, "" if any(name in printed for name in names) else unit


def _with_unit(value: Decimal, observation: Observation, vocabulary: Vocabulary, _: Words) -> str:
    number = group_digits(plain(value))
    if observation.unit in _JOINED_UNITS:
        return number + observation.unit
    unit = unit_name(observation.unit, vocabulary, _.language, value)
    return number + unit if _.language == "zh" else f"{number} {unit}".rstrip()


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])
