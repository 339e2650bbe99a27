"""Hold the words of headers, lines and empty cells, from the lists `tables/`."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from metrics.model.csv_file import read_words, split_aliases

HEADS = frozenset(
    ("serial", "metric", "region", "year", "month", "category", "subcategory", "unit", "note")
) | {"kind", "value", "sentence", "list"}
"""Roles that a header cell gives to its whole column or row."""
ASPECTS = frozenset(
    ("plan", "change", "rate", "share", "rank", "score", "average", "cumulative", "before_last")
)
"""What else a number may be than the figure of the year; never an observation."""

_MARKS = re.compile(
    r"(?<![mM㎡㎞k])[⁰¹²³⁴-⁹₀-₉]+|[①-⑳⓪⑴-⒇❶-❿㈠-㈩]+|[(（\[〔【]\s*注\s*\d*\s*[)）\]〕】]|[\[〔【]\d{1,2}[\]〕】]|[*※†‡＊]+"
    r"|(?<=\d)\s*[↑↓]$|^[¥￥](?=\s*\d)|(?<=[\d%\u4e00-\u9fff])[。；]$"
)


@dataclass(frozen=True)
class RoleWords:
    """Hold the role of whole texts, and of how a text begins or ends, longest first."""

    whole: Mapping[str, str]
    start: tuple[tuple[str, str], ...]
    end: tuple[tuple[str, str], ...]


@lru_cache(maxsize=20_000)
def even(text: str) -> str:
    """Return a text for comparison: full width folded, no case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def without_marks(text: str) -> str:
    """Return a text without marks of notes, rise and money: ①, ¹, *, [1], ↑, ¥."""
    return _MARKS.sub("", text).strip()


def without_tick(text: str) -> str:
    """Return a number without the sign that guards it as text in a spreadsheet: '2025."""
    return text[1:] if text[:1] in "'`‘’" and text[1:2].isdigit() else text


@lru_cache(maxsize=1)
def role_words() -> RoleWords:
    """Return the words of the roles that headers name."""
    found: dict[str, dict[str, str]] = {"whole": {}, "start": {}, "end": {}}
    for row in read_words("tables/roles.csv", ("role", "how", "words")):
        for word in split_aliases(row["words"]):
            found[row["how"]].setdefault(even(word), row["role"])
    longest = {how: sorted(words.items(), key=lambda w: -len(w[0])) for how, words in found.items()}
    return RoleWords(found["whole"], tuple(longest["start"]), tuple(longest["end"]))


@lru_cache(maxsize=1)
def missing_marks() -> frozenset[str]:
    """Return the texts of cells that hold no figure."""
    rows = read_words("tables/missing.csv", ("mark",))
    return frozenset(even(row["mark"]) for row in rows)


@lru_cache(maxsize=1)
def line_words() -> Mapping[str, tuple[str, ...]]:
    """Return by kind the words with which lines around a table begin."""
    rows = read_words("tables/lines.csv", ("kind", "words"))
    return {
        row["kind"]: tuple(
            sorted((even(word) for word in split_aliases(row["words"])), key=len, reverse=True)
        )
        for row in rows
    }


@lru_cache(maxsize=1)
def zone_endings() -> Mapping[str, str]:
    """Return how names of zones end, the longest first, with their short form."""
    rows = read_words("tables/zones.csv", ("ending", "short"))
    found = {row["ending"]: row["short"] for row in rows}
    return dict(sorted(found.items(), key=lambda one: -len(one[0])))


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the names of countries, Chinese and English."""
    rows = read_words("tables/countries.csv", ("zh", "en"))
    return frozenset(
        even(name) for row in rows for text in row.values() for name in split_aliases(text)
    )
