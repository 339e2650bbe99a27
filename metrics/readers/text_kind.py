"""Recognise running text, and tables typed as text, by their first lines.

A text that might be both is neither.
"""

import re
from collections import Counter
from itertools import islice

_SENTENCE = re.compile(r"[。！？]|[.!?](?:\s|$)|[；;]\s*$")
_DELIMITERS = ",\t;|，"
_JUDGED, _FEWEST_ROWS, _FEWEST_CELLS = 200, 2, 3


def is_running_text(text: str) -> bool:
    """Check whether sentences fill most of the lines, and no columns do."""
    lines = _lines(text)
    prose = sum(len(line) for line in lines if _SENTENCE.search(line))
    return 2 * prose > sum(map(len, lines)) and not _in_columns(lines, _DELIMITERS)


def is_delimited(text: str) -> bool:
    """Check whether a delimiter parts most lines into equally many cells."""
    lines = _lines(text)
    return _in_columns(lines, ",\t;|") and not is_running_text(text)


def _lines(text: str) -> list[str]:
    return list(islice((line for line in text.splitlines() if line.strip()), _JUDGED))


def _in_columns(lines: list[str], delimiters: str) -> bool:
    return len(lines) >= _FEWEST_ROWS and any(_parted(lines, mark) for mark in delimiters)


def _parted(lines: list[str], delimiter: str) -> bool:
    rows = [line.split(delimiter) for line in lines]
    width, many = Counter(map(len, rows)).most_common(1)[0]
    filled = any(cell.strip(' "').replace(".", "").isdigit() for row in rows for cell in row)
    return width >= _FEWEST_CELLS and 2 * many > len(rows) and filled
