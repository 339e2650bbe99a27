"""Read written numbers as exact values, with how exact they are."""

from metrics.numbers.bounds import (
    MOST_ROUNDED,
    QUALIFIERS,
    Bounds,
    QualifierKey,
    Stated,
    bounds,
    is_counted_out,
    printed_value,
    step,
)
from metrics.numbers.fractions import FractionKind, divide, named_fraction, read_fraction
from metrics.numbers.grammar import (
    HAN,
    HAN_YEAR,
    SCALES,
    SMALL_HAN,
    grouped,
    han_digits,
    plain,
    read_han,
    scale_factor,
)
from metrics.numbers.numerals import SUPERSCRIPTS, Number, read_number

__all__ = [
    "HAN",
    "HAN_YEAR",
    "MOST_ROUNDED",
    "QUALIFIERS",
    "SCALES",
    "SMALL_HAN",
    "SUPERSCRIPTS",
    "Bounds",
    "FractionKind",
    "Number",
    "QualifierKey",
    "Stated",
    "bounds",
    "divide",
    "grouped",
    "han_digits",
    "is_counted_out",
    "named_fraction",
    "plain",
    "printed_value",
    "read_fraction",
    "read_han",
    "read_number",
    "scale_factor",
    "step",
]
