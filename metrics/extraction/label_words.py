"""Reduce names to comparable words: synonyms become one, light words are dropped.

The words stand in the lists `matching/`: `words.csv` (same meaning), `light.csv` (means little),
`actions.csv` (what was done to a thing, not the thing), `contrasts.csv` (of one set, different
groups exclude each other) and `scopes.csv` (whose figure it is).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from metrics.model.csv_file import read_words

_POINT = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}(?:是|、)|[(\uff08][一二三四五六七八九十]{1,3}[)\uff09])"
)


@dataclass(frozen=True, eq=False)
class Form:
    """Hold a name's comparable words: its pieces of one and two characters, contrasts."""

    core: str
    pieces: Counter[str]
    size: int
    things: frozenset[str]
    """The characters of what is counted, without the words for what was done to it."""
    groups: dict[str, dict[str, str]]
    """By set of contrasts, the groups that are named, each with its word."""


@cache
def form_of(name: str) -> Form:
    """Return the comparable form of a name."""
    plain = bare(name)
    unscoped = _scopes()[0].sub("", plain) or plain
    same = _same()[0].sub(lambda match: _same()[1][match.group()], unscoped)
    core = _light().sub("", same) or same
    pieces = Counter(core) + Counter(core[i : i + 2] for i in range(len(core) - 1))
    things = frozenset(_actions().sub("", core))
    return Form(core, pieces, sum(pieces.values()), things, _groups(same))


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """Return a name without spaces, punctuation, years and differences of width."""
    folded = unicodedata.normalize("NFKC", unnumbered(name)).casefold()
    without = re.sub(r"(?:19|20)\d{2}年(?:度)?", "", folded)
    return "".join(c for c in without or folded if c.isalnum())


def unnumbered(name: str) -> str:
    """Return a name without the number of its point: 一是, 二、, (三)."""
    return _POINT.sub("", name, count=1) or name


def scopes_in(name: str) -> frozenset[str]:
    """Return the scopes that a name states: city, all, province, country, county …"""
    pattern, kinds = _scopes()
    return frozenset(kinds[word] for word in pattern.findall(bare(name)))


def contrasting(one: Form, other: Form) -> tuple[str, str] | None:
    """Return the first two words that exclude each other, or None."""
    for name, groups in one.groups.items():
        others = other.groups.get(name)
        if others and not groups.keys() & others.keys():
            return next(iter(groups.values())), next(iter(others.values()))
    return None


def shared_words(one: str, other: str) -> list[str]:
    """Return the runs of two or more characters shared by two names, longest first."""
    first, second = bare(one), bare(other)
    runs: list[str] = []
    while True:
        run = _longest_run(first, second)
        if len(run) < 2:
            return runs
        runs.append(run)
        first, second = first.replace(run, "\n", 1), second.replace(run, "\r", 1)


def _longest_run(first: str, second: str) -> str:
    best = ""
    lengths = [0] * (len(second) + 1)
    for end, character in enumerate(first, 1):
        row = [0] * (len(second) + 1)
        for place, other in enumerate(second, 1):
            if character == other:
                row[place] = lengths[place - 1] + 1
                if row[place] > len(best):
                    best = first[end - row[place] : end]
        lengths = row
    return best


def _groups(name: str) -> dict[str, dict[str, str]]:
    groups: dict[str, dict[str, str]] = {}
    for word in _contrast_pattern().findall(name):
        for kind, group in _contrasts()[word]:
            groups.setdefault(kind, {}).setdefault(group, word)
    return groups


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    means = {row["word"]: row["means"] for row in read_words("matching/words.csv")}
    return _any_of(means), means


@cache
def _light() -> re.Pattern[str]:
    return _any_of(row["word"] for row in read_words("matching/light.csv"))


@cache
def _actions() -> re.Pattern[str]:
    return _any_of(row["word"] for row in read_words("matching/actions.csv"))


@cache
def _scopes() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {row["word"]: row["scope"] for row in read_words("matching/scopes.csv")}
    return _any_of(kinds), kinds


@cache
def _contrasts() -> dict[str, list[tuple[str, str]]]:
    contrasts: dict[str, list[tuple[str, str]]] = {}
    for row in read_words("matching/contrasts.csv"):
        contrasts.setdefault(row["word"], []).append((row["set"], row["group"]))
    return contrasts


@cache
def _contrast_pattern() -> re.Pattern[str]:
    return _any_of(_contrasts())


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of any of the words, the longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
