"""Read the units of measure: which characters behind a number are a unit, and its family.

A unit is the longest entry of the list `prose/units.csv` at that place, unless a guard word starts
there (部门 is no 部). Compound forms are built from the list: 台(套), 辆(艘、架、列)次, 元/亩.
Scale words are not units, and nothing here decides whether a number is a figure.
"""

import re
from dataclasses import dataclass
from functools import cache

from metrics.prose.lexicon import alternatives, rows

_ASCII_UNIT = re.compile(r"[A-Za-z]$")
_ASCII_NEXT = re.compile(r"[A-Za-z0-9]")
_MARK = "大关"
"""Behind a unit, no guard: 突破万人大关 speaks of no 人大."""


@dataclass(frozen=True)
class Unit:
    """Hold a unit as printed in the text, its name in a result, and its family."""

    start: int
    end: int
    name: str
    family: str


@cache
def _entries() -> dict[str, tuple[str, str]]:
    """Return every listed unit with its canonical name and family."""
    return {row["unit"]: (row["canonical"] or row["unit"], row["family"]) for row in rows("units")}


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of listed and compound units, the longest first."""
    names = sorted(_entries(), key=len, reverse=True)
    one = "(?:" + "|".join(re.escape(name) for name in names) + ")"
    short = "(?:" + "|".join(re.escape(name) for name in names if len(name) <= 3) + "|车|船)"
    return re.compile(
        rf"{short}\({short}(?:[、,/]{short})*\)次?|{short}/(?:百?万?{short}|日|天|年|月)|/(?:10万|十万|万|千人)|{one}"
    )


@cache
def _guards() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of words that start like a unit: any number, Han numerals."""
    everywhere = alternatives("unit_guards", "all")
    return re.compile(everywhere), re.compile(
        f"{everywhere}|{alternatives('unit_guards', 'hanzi')}"
    )


def read_unit(text: str, start: int, hanzi: bool = False) -> Unit | None:
    """Return the unit at `start`; `hanzi` says that Han numerals precede it."""
    match = _pattern().match(text, start)
    if match is None:
        return None
    guard = _guards()[1 if hanzi else 0].match(text, start)
    if guard and guard.end() > match.end() and not text.startswith(_MARK, match.end()):
        return None
    printed = match.group()
    if _ASCII_UNIT.search(printed) and _ASCII_NEXT.match(text, match.end()):
        return None
    name, family = _entries().get(printed, (printed, ""))
    if not family:
        head = re.split(r"[(/]", printed)[0]
        family = "rate" if "/" in printed else _entries().get(head, ("", "items"))[1]
    return Unit(start, match.end(), name, family)


def unit_family(name: str) -> str:
    """Return the family of a unit, or an empty string for an unknown one."""
    return _entries().get(name, ("", ""))[1]


def unit_names() -> tuple[str, ...]:
    """Return every listed unit, as it may be printed."""
    return tuple(_entries())
