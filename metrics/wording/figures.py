"""Group, shorten and split written numbers. Knows no data set; never rounds."""

import re
from decimal import Decimal

from metrics.model.observation import Observation
from metrics.model.vocabulary import Vocabulary
from metrics.numbers import grouped, plain

_LONG_NUMBER = re.compile(r"(?<![\d.,])[1-9][0-9]{3,}(?!\d)")
_SCALES = {
    "zh": ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万")),
    "en": ((Decimal(1_000_000_000), " billion"), (Decimal(1_000_000), " million")),
}
_FOREIGN = re.compile(r"[A-Za-z]{2,}|\d[\s\u2009\u202f]+\d")
JOINED_UNITS = ("%",)  # units that stand right behind the number in either language


def short_number(value: Decimal, language: str) -> str:
    """Return a number shortened where nothing is lost: 26.9万, 1.36 million."""
    for scale, word in _SCALES[language]:
        short = plain(value / scale)
        if abs(value) >= scale and len(short.partition(".")[2]) <= 2:
            return group_digits(short) + word
    return grouped(value)


def group_digits(text: str) -> str:
    """Return a text with thousands separators in its whole numbers: 12192次 → 12,192次."""
    return _LONG_NUMBER.sub(lambda match: f"{int(match.group()):,}", text)


def is_printed_in_chinese(observation: Observation) -> bool:
    """Return whether a figure stands in its report as a Chinese page may write it.

    Not where it is printed in English, or with spaces in its number: 36 103 fire calls.
    """
    words = observation.printed.replace(observation.unit, "") if observation.unit else ""
    return bool(observation.printed) and not _FOREIGN.search(words or observation.printed)


def printed_parts(observation: Observation, vocabulary: Vocabulary) -> tuple[str, str]:
    """Split a printed figure before its unit: 12192次, 2.5个百分点, 8台套.

    900个左右 and 96% stay whole. Where no unit is printed, as in a table, the unit is the
    observation's.
    """
    printed, unit = observation.printed, observation.unit
    names = sorted((unit, *vocabulary.unit(unit).aliases), key=len, reverse=True)
    for written in (f"个{unit}", *names) if unit not in JOINED_UNITS else ():
        if (number := printed.removesuffix(written)) not in ("", printed):
            return number, written
    return printed, "" if any(name in printed for name in names) else unit
