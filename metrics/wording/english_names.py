"""Propose an English name for a metric, put together from the terms of `english_terms.csv`.

A name is cut into known terms, the longest first; what holds an unknown word gets no proposal
rather than half a one. Only a proposal: an editor writes what is published.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache

from metrics import DEFAULTS


@dataclass(frozen=True)
class _Term:
    """Hold a term; its kind is noun, verb, rate or word.

    A verb is a participle, a rate stands for the whole name, a word before a noun.
    """

    kind: str
    en: str
    plural: str


@cache
def _terms() -> dict[tuple[str, bool], _Term]:
    """Return the terms by their Chinese, verbs apart: 检查 opens a name or ends it."""
    with (DEFAULTS / "english_terms.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["zh"], row["kind"] == "verb"): _Term(row["kind"], row["en"], row["plural"])
            for row in csv.DictReader(file)
        }


@cache
def _pattern(verbs: bool) -> re.Pattern[str]:
    listed = sorted((zh for zh, verb in _terms() if verb == verbs), key=len, reverse=True)
    return re.compile("|".join(re.escape(zh) for zh in listed))


def propose_english(name: str) -> str:
    """Return an English name for a Chinese one; empty where a word is unknown."""
    opening = _pattern(True).match(name)
    rest = name[opening.end() :] if opening else name
    done = _terms()[opening.group(), True].en if opening and rest else ""
    if not done:
        rest = name
    words: list[_Term] = []
    place = 0
    while place < len(rest):
        match = _pattern(False).match(rest, place)
        if match is None:
            return ""
        words.append(_terms()[match.group(), False])
        place = match.end()
    if not words or words[-1].kind == "word":
        return ""
    head = words[-1].plural or words[-1].en
    named = " ".join([*(each.en for each in words[:-1] if each.en), head])
    whole = f"{named} {done}".strip()
    return whole[:1].upper() + whole[1:]
