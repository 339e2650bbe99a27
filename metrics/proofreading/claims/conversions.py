"""Convert a stated figure into the unit in which its metric is published.

Units that are measured are converted by the list `claims/conversions.csv` (小时 and 天, 亩
and 公顷); units that count the same kind of thing stand for each other (台 and 台(套)); others do
not compare.
"""

from decimal import Decimal
from functools import cache

from metrics.extraction.label import Label
from metrics.extraction.ranking import count_alike
from metrics.model.catalogue import Metric, fold
from metrics.model.csv_file import read_words
from metrics.proofreading.claims.levels import StatedValue, stated_value
from metrics.prose import TextFigure

TENTHS = ("成",)
_PARTS_OF_HUNDRED = {"成": Decimal(10), "‰": Decimal("0.1")}
MEASURED = ("area", "data", "energy", "length", "mass", "money", "power", "time", "volume")
"""Families of units that are converted, not written for each other."""


@cache
def _factors() -> dict[str, tuple[str, Decimal]]:
    rows = read_words("claims/conversions.csv", ("unit", "family", "factor"))
    return {fold(row["unit"]): (row["family"], _factor(row["factor"])) for row in rows}


def _factor(cell: str) -> Decimal:
    top, _, bottom = cell.partition("/")
    return Decimal(top) / Decimal(bottom or 1)


def factor_between(unit: str, other: str) -> Decimal | None:
    """Return what one unit is in another; None for units that do not compare."""
    if not unit or fold(unit) == fold(other):
        return Decimal(1)
    if other == "%" and unit in _PARTS_OF_HUNDRED:
        return _PARTS_OF_HUNDRED[unit]
    one, its = _factors().get(fold(unit)), _factors().get(fold(other))
    if one and its:
        return one[1] / its[1] if one[0] == its[0] else None
    mine, theirs = Label("", unit), Label("", other)
    measured = mine.family in MEASURED or theirs.family in MEASURED
    return Decimal(1) if not measured and count_alike(mine, theirs) else None


def in_unit_of(figure: TextFigure, metric: Metric) -> StatedValue | None:
    """Return a stated figure in a metric's unit; None where it counts something else."""
    factor = factor_between(figure.unit, metric.unit)
    if factor is None:
        return None
    stated = stated_value(figure)
    return stated if factor == 1 else stated.scaled(factor)
