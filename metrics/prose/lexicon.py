"""Read the word lists: where they lie, how they are loaded, and how a list becomes a pattern.

Every list of words that the reader knows is a CSV file under `metrics/defaults/prose`, and a
bureau's folder may hold more of them in `prose/`, so that a word can be added without touching
code. A process reads the words of one bureau. This module knows no rule and reads no report.
"""

import csv
import re
from collections.abc import Iterable
from functools import cache

from metrics import word_lists

_WORDS_OF = re.compile("<([a-z]+):([a-z-]+)>")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a word list in file order, the general ones first."""
    found: list[dict[str, str]] = []
    for path in word_lists(f"prose/{name}.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += csv.DictReader(file)
    return tuple(found)


@cache
def words(name: str, kind: str | None = None) -> tuple[str, ...]:
    """Return the `word` column of a list, of one kind or all, longest first."""
    chosen = [row["word"] for row in rows(name) if kind is None or row["kind"] == kind]
    return tuple(sorted(dict.fromkeys(chosen), key=lambda word: (-len(word), word)))


@cache
def alternatives(name: str, kind: str | None = None) -> str:
    """Return a list of words as one group of a pattern, the longest tried first."""
    return one_of(words(name, kind))


def one_of(listed: Iterable[str]) -> str:
    """Return words as one group of a pattern, the longest of a first character first.

    A place whose character begins no word is passed over at once: hundreds of branches cost none.
    """
    tails: dict[str, list[str]] = {}
    for word in sorted(listed, key=lambda word: (-len(word), word)):
        tails.setdefault(word[0], []).append(re.escape(word[1:]))
    if not tails:
        return "(?!)"
    branches = [f"{re.escape(first)}(?:{'|'.join(ends)})" for first, ends in tails.items()]
    starts = "".join(map(re.escape, tails))
    return f"(?:(?=[{starts}])(?:{'|'.join(branches)}))"


@cache
def worded(template: str) -> re.Pattern[str]:
    """Return a pattern; `<plans:goal>` in it stands for the words of that kind."""
    return re.compile(_WORDS_OF.sub(lambda match: alternatives(match[1], match[2]), template))
