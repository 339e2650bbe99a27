"""Find the department that a table says it comes from: 填报单位：综合协调科.

Reads the lines that were taken as title or remark; a table without such a line names none.
"""

import re
from collections.abc import Sequence

from metrics.tables.result import SheetReading
from metrics.tables.words import line_words
from metrics.text import clean

_BESIDE, _ASIDE = re.compile(r"\s{2,}|[;；\t]"), re.compile(r"[（(].{0,8}?[)）]|\s")
_LONGEST = 30


def department_of(sheets: Sequence[SheetReading]) -> str:
    """Return the department that the lines around tables name, or an empty text."""
    words = line_words()["department"]
    for sheet in sheets:
        for number, row in zip(sheet.grid.numbers, sheet.grid.rows, strict=True):
            if sheet.rows.get(number) not in ("title", "note"):
                continue
            for piece in (part for cell in row for part in _BESIDE.split(cell)):
                name, _colon, told = piece.replace("：", ":").partition(":")
                if _ASIDE.sub("", name) in words and 0 < len(clean(told)) <= _LONGEST:
                    return clean(told)
    return ""
