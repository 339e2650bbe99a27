"""Check rows that are to be published.

Refuses what one of the databases would cut or reject: NUL, lone surrogates, numbers without an
end, a key named twice.
"""

from collections.abc import Iterable
from decimal import Decimal

from metrics.i18n import Message, message
from metrics.model.observation import COLUMN_NAMES, Observation
from metrics.problems import BrokenData, Problem
from metrics.text import is_storable, storable

LONGEST_NUMBER = 60
_TEXTS = [name for name in COLUMN_NAMES if name not in ("year", "value", "upper")]


def checked_rows(rows: Iterable[Observation], file: str = "") -> tuple[Observation, ...]:
    """Return the rows; raises BrokenData with every row that cannot be published."""
    checked = tuple(rows)
    problems: list[Problem] = []
    seen = set()
    for row in checked:
        if row.key in seen:
            problems.append(_wrong(file, row, "metric", message("The key appears twice")))
        seen.add(row.key)
        problems.extend(_wrong_cells(file, row))
    if problems:
        raise BrokenData(problems)
    return checked


def _wrong_cells(file: str, row: Observation) -> Iterable[Problem]:
    if not 1 <= row.year <= 9999:
        yield _wrong(file, row, "year", message("This is not a year"))
    for column in ("value", "upper"):
        number: Decimal | None = getattr(row, column)
        if number is not None and not _is_plain(number):
            yield _wrong(file, row, column, message("This is not a number that can be kept"))
    together = "".join([getattr(row, column) for column in _TEXTS])
    if not is_storable(together):
        for column in _TEXTS:
            if not is_storable(getattr(row, column)):
                yield _wrong(
                    file, row, column, message("The text holds characters without meaning")
                )


def _is_plain(number: Decimal) -> bool:
    if not number.is_finite():
        return False
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    return len(digits) + abs(exponent) <= LONGEST_NUMBER


def _wrong(file: str, row: Observation, column: str, text: Message) -> Problem:
    fix = message("Correct the row {year} {metric}", year=row.year, metric=storable(row.metric))
    found, place = storable(str(getattr(row, column)))[:80], file or None
    return Problem("not-storable", "error", text, fix, file=place, column=column, found=found)
