"""Recognise dates, percentages and 万 by the number format of a cell."""

import re

_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_FORMATS = {9, 10}
_NAMED = {"percent": "percent"} | dict.fromkeys(
    [
        f"{length} {kind}"
        for length in ("general", "short", "medium", "long")
        for kind in ("date", "time")
    ],
    "date",
)
"""Looks of the formats that XML Spreadsheet 2003 gives a name."""
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|G/通用格式|General', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[ymdhsg]|e(?![+-])|aaa", re.IGNORECASE)
_YEAR_ONLY = re.compile(r'(?:\[[^\]]*\])*[ye]+(?:"年"|\\?年)?(?:;@)?', re.IGNORECASE)
_THOUSANDS = re.compile(r"[0#],+([^0#]|$)")


def look_of_number(number: int) -> str:
    """Return the look of a format that spreadsheets know by its number."""
    return "date" if number in _DATE_FORMATS else "percent" if number in _PERCENT_FORMATS else ""


def look_of(code: str) -> str:
    """Return the look of a format code: '', date, year, percent or scaled.

    Letters that are no letters of dates stand for themselves: `0年` shows 2025 as 2025年.
    """
    if named := _NAMED.get(code.lower()):
        return named
    positive = code.split(";")[0]
    bare = _LITERAL.sub("", positive)
    if _YEAR_ONLY.fullmatch(code):
        return "year"
    if "%" in bare:
        return "percent"
    if _DATE_LETTER.search(bare) or _ELAPSED.search(positive):
        return "date"
    if re.search(r"[万亿]", positive) and not _THOUSANDS.search(bare) and "!" not in positive:
        return "scaled"
    return ""
