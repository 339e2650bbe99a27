"""The word lists: where they lie, how they are loaded, and how a list becomes a pattern.

Every list of words that the reader knows is a CSV file under `data/prose`, so that a word can be
added without touching code. This module knows no rule and reads no report.
"""

import csv
import re
from functools import cache

from metrics import product_folder

DATA = product_folder("data") / "prose"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a word list in file order."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def words(name: str, kind: str | None = None) -> tuple[str, ...]:
    """Return the `word` column of a list, of one kind or all, longest first."""
    chosen = [row["word"] for row in rows(name) if kind is None or row["kind"] == kind]
    return tuple(sorted(dict.fromkeys(chosen), key=lambda word: (-len(word), word)))


@cache
def alternatives(name: str, kind: str | None = None) -> str:
    """Return a list of words as one group of a pattern, the longest tried first."""
    return "(?:" + "|".join(re.escape(word) for word in words(name, kind)) + ")"
