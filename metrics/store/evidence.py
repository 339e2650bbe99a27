"""Find the sentence behind a published figure in the edition that is kept.

A figure without an edition or a place has none. Knows the store's editions, not its figures.
"""

import re
from dataclasses import dataclass

from metrics.model.observation import Key
from metrics.model.target import TargetKey
from metrics.store.editions import EditionText, evidence_of, list_editions
from metrics.store.publications import Store
from metrics.store.targets import placed_targets

_SENTENCE_ENDS = re.compile(r"[。!\uff01?\uff1f;\uff1b\n]")
_LONGEST = 300


@dataclass(frozen=True)
class Source:
    """Place a figure in an edition: characters `start` to `end`, and its sentence.

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
        """Return the whole sentence."""
        return self.lead + self.printed + self.tail


def sources_of(store: Store) -> dict[Key, Source]:
    """Return the sources of the figures that have one, by key."""
    return store.held("sources", lambda: _sources_of(store))


def _sources_of(store: Store) -> dict[Key, Source]:
    editions = {edition.number: edition for edition in list_editions(store)}
    sources: dict[Key, Source] = {}
    for key, place in evidence_of(store).items():
        edition = editions.get(place.edition)
        if edition is None or edition.text[place.start : place.end] != place.printed:
            continue
        sources[key] = _source(edition, place.start, place.end)
    return sources


def goal_sources_of(store: Store) -> dict[TargetKey, Source]:
    """Return the sources of the goals that kept reports set, by key."""
    return {
        goal.key: _source(edition, start, end)
        for edition in reversed(list_editions(store))
        for goal, start, end in placed_targets(store, edition.number)
    }


def _source(edition: EditionText, start: int, end: int) -> Source:
    first, last = sentence_around(edition.text, start, end)
    words = (edition.text[first:start], edition.text[start:end], edition.text[end:last])
    return Source(edition.number, edition.year, edition.title_zh, start, end, *words)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence around a place, at most _LONGEST each side."""
    before = [m.end() for m in _SENTENCE_ENDS.finditer(text, max(0, start - _LONGEST), start)]
    first = before[-1] if before else max(0, start - _LONGEST)
    behind = _SENTENCE_ENDS.search(text, end, end + _LONGEST)
    last = behind.end() if behind else min(len(text), end + _LONGEST)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last
