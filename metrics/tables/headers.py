"""Recognise the columns of a file by name or alias, in any case, order and spacing."""

import re
from dataclasses import dataclass
from functools import lru_cache

from metrics.model.catalogue import fold
from metrics.model.csv_file import read_words, split_aliases
from metrics.model.observation import COLUMNS
from metrics.prose import simplified_characters
from metrics.text import clean

REFERENCE = "reference"
"""A column that shows last year's value for comparison; known, and never taken."""
SOURCES = ("source_file", "source_sheet", "source_cell", "source_department")
"""Columns of our own exports that say where a figure stood; known, and never taken."""
_BRACKETS = re.compile(r"[(\[【〔{].*?[)\]】〕}]")
_INSIDE = re.compile(r"[(\[【〔{](.*?)[)\]】〕}]")
_YEAR = re.compile(r"(?:fy|cy)?((?:19|20)\d\d)(?:年度?)?(?:数值|数据|数量|实际数?|完成数?|值|数)?")
_PARTS = re.compile(r"[\s/|_]+")


@dataclass(frozen=True)
class Heading:
    """Hold what a header cell names: a column (or ''), a year, a unit in brackets."""

    column: str = ""
    year: int | None = None
    unit: str = ""


@lru_cache(maxsize=1)
def aliases() -> dict[str, str]:
    """Return the column of every folded name that a header may have."""
    names = {fold(column.name): column.name for column in COLUMNS}
    names |= {fold(column.zh): column.name for column in COLUMNS}
    for row in read_words("headers.csv"):
        names |= {fold(alias): row["column"] for alias in split_aliases(row["alias"])}
        names.setdefault(fold(row["column"]), row["column"])
    return names


@lru_cache(maxsize=4096)
def heading(text: str) -> Heading:
    """Return what a header cell names; an empty heading for an unknown name."""
    folded = fold(clean(text)).translate(simplified_characters()).strip("*:.、,;# ")
    if not folded or len(folded) > 60:
        return Heading()
    if column := _column(folded):
        return Heading(column)
    if match := _YEAR.fullmatch(folded):
        return Heading(year=int(match.group(1)))
    inside = _INSIDE.search(folded)
    bare = _BRACKETS.sub("", folded).strip("*:.、,;# ")
    if inside and (column := _column(bare)):
        return Heading(column, unit=inside.group(1).removeprefix("单位:"))
    named = {_column(fold(part)) for part in _PARTS.split(clean(text)) if part}
    return Heading(named.pop()) if len(named) == 1 and "" not in named else Heading()


def _column(folded: str) -> str:
    names = aliases()
    return names.get(folded) or names.get(folded.replace("-", "").replace("_", ""), "")
