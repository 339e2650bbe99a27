"""Check a returned draft: its bound numbers, and the figures that are bound to nothing.

Bound numbers are held against what is published by `metrics.next_report`; every other figure is
proofread like that of any draft. Last year's words that nobody has touched are not judged, they
are still to be written. The file must have been read as a document before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from metrics.extraction.known_metrics import KnownAlias
from metrics.model.dataset import Dataset
from metrics.model.observation import Key
from metrics.next_report import (
    Bound,
    BoundState,
    Open,
    PieceKind,
    ReturnedText,
    bound_numbers,
)
from metrics.proofreading.proofread import proofread
from metrics.proofreading.verdicts import Proofreading
from metrics.readers.documents import pasted
from metrics.store.evidence import Source


@dataclass(frozen=True)
class ReturnedDraft:
    """Hold a returned draft's bound numbers, open places and other verdicts."""

    bound: tuple[Bound, ...]
    proofreading: Proofreading
    open: tuple[Open, ...] = ()

    def count(self, state: BoundState) -> int:
        """Return how many bound numbers are in a state."""
        return sum(one.state == state for one in self.bound)

    def left(self, kind: PieceKind) -> int:
        """Return how much of a kind is still to be filled in, checked or written."""
        return sum(one.kind == kind for one in self.open)

    @property
    def ok(self) -> bool:
        """Return whether every bound number is right and no other figure differs."""
        differing = self.proofreading.count("differing")
        return not differing and all(one.state == BoundState.RIGHT for one in self.bound)


def check_draft(
    content: bytes,
    dataset: Dataset,
    as_of: Callable[[int], Dataset],
    aliases: Mapping[str, KnownAlias] | None = None,
    sources: Mapping[Key, Source] | None = None,
    progress: Callable[[float], object] | None = None,
) -> ReturnedDraft:
    """Check the bytes of a returned Word file.

    `as_of` gives the data set of a version.

    `progress` is told the share of the proofreading that is done.
    """
    returned = bound_numbers(content, dataset, as_of)
    years = [one.row.year for one in returned.bound if one.row]
    found = proofread(
        pasted(_without_open(returned)),
        dataset,
        max(years, default=None),
        aliases=aliases,
        sources=sources,
        progress=progress,
    )
    kept: list[Bound | Open] = [*returned.bound, *returned.open]
    places = [(one.start, one.end) for one in kept]
    others = tuple(
        verdict
        for verdict in found.verdicts
        if not any(s < verdict.figure.end and verdict.figure.start < e for s, e in places)
    )
    judged = replace(found, document=pasted(returned.text), verdicts=others)
    return ReturnedDraft(returned.bound, judged, returned.open)


def _without_open(returned: ReturnedText) -> str:
    """Return the text with what is still to be written as empty marks; offsets stay."""
    text = list(returned.text)
    for one in returned.open:
        if one.kind == "to_write":
            text[one.start : one.end] = "。" * (one.end - one.start)
    return "".join(text)
