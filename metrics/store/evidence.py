"""The sentence behind a published figure: where its words stand in the edition that is kept.

Says nothing where no edition or no place is kept. Knows the store's editions, not its figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from metrics.store.editions import evidence_of, list_editions
from metrics.store.publications import Key, Store

_SENTENCE_ENDS = re.compile(r"[。!\uff01?\uff1f;\uff1b\n]")
_LONGEST = 300


@dataclass(frozen=True)
class Source:
    """A figure's place in an edition: characters `start` to `end` of its text, and the sentence.

    `lead` and `tail` are what stands before and behind the figure in its sentence.
    """

    edition: int
    year: int
    title: str
    start: int
    end: int
    lead: str
    printed: str
    tail: str

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return self.lead + self.printed + self.tail


def sources_of(store: Store) -> dict[Key, Source]:
    """Return the sources of all figures that have one, by the key of the figure."""
    editions = {edition.number: edition for edition in list_editions(store)}
    found: dict[Key, Source] = {}
    for key, place in evidence_of(store).items():
        edition = editions.get(place.edition)
        if edition is None or edition.text[place.start : place.end] != place.printed:
            continue
        first, last = sentence_around(edition.text, place.start, place.end)
        found[key] = Source(
            place.edition,
            edition.year,
            edition.title_zh,
            place.start,
            place.end,
            edition.text[first : place.start],
            place.printed,
            edition.text[place.end : last],
        )
    return found


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence around a place begins and ends, at most _LONGEST on either side."""
    before = [m.end() for m in _SENTENCE_ENDS.finditer(text, max(0, start - _LONGEST), start)]
    first = before[-1] if before else max(0, start - _LONGEST)
    behind = _SENTENCE_ENDS.search(text, end, end + _LONGEST)
    last = behind.end() if behind else min(len(text), end + _LONGEST)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last
