"""Find what a table of a draft says of its cells: the year of a column, and that a cell is a date.

Cells of a line stand between tabs; the lines of a table follow each other without a blank one.
"""

import re

from metrics.proofreading.verdicts import Passage
from metrics.prose import TextFigure

_SIGNS = tuple("+＋-−－±")
_YEAR = re.compile(r"\s*((?:19|20)\d{2})\s*年?度?\s*")


def in_row(text: str, figure: TextFigure | Passage) -> bool:
    """Return whether a figure or claim stands in a row of a table."""
    return "\t" in _line(text, figure.start)


def column_year(text: str, start: int) -> int | None:
    """Return the year that heads the column of a cell, or None."""
    opened = text.rfind("\n", 0, start) + 1
    column = text.count("\t", opened, start)
    for line in reversed(text[:opened].split("\n")[:-1]):
        cells = line.split("\t")
        if len(cells) == 1:
            return None
        if column < len(cells) and (year := _YEAR.fullmatch(cells[column])):
            return int(year[1])
    return None


def is_change(text: str, figure: TextFigure | Passage) -> bool:
    """Return whether a cell states how much something changed: −3起, ±0起."""
    return text[: figure.start][-1:] in _SIGNS or figure.printed[:1] in _SIGNS


def is_date(figure: TextFigure) -> bool:
    """Return whether a cell holds nothing but a year: 2024 below 期限."""
    return not figure.unit and _YEAR.fullmatch(figure.printed) is not None


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
