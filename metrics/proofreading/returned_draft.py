"""Check a returned draft: its bound numbers, and the figures that are bound to nothing.

Bound numbers are held against what is published by `metrics.next_report`; every other figure is
proofread like that of any draft. The file must have been read as a document before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from metrics.extraction.known_metrics import KnownAlias
from metrics.model.dataset import Dataset
from metrics.model.observation import Key
from metrics.next_report import Bound, BoundState, bound_numbers
from metrics.proofreading.proofread import proofread
from metrics.proofreading.verdicts import Proofreading
from metrics.readers.documents import pasted
from metrics.store.evidence import Source


@dataclass(frozen=True)
class ReturnedDraft:
    """Hold the bound numbers of a returned draft, and the verdicts on its other figures."""

    bound: tuple[Bound, ...]
    proofreading: Proofreading

    def count(self, state: BoundState) -> int:
        """Return how many bound numbers are in a state."""
        return sum(one.state == state for one in self.bound)

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
) -> ReturnedDraft:
    """Check the bytes of a returned Word file; `as_of` gives the data set of a version."""
    returned = bound_numbers(content, dataset, as_of)
    years = [one.row.year for one in returned.bound if one.row]
    found = proofread(
        pasted(returned.text),
        dataset,
        max(years, default=None),
        aliases=aliases,
        sources=sources,
    )
    places = [(one.start, one.end) for one in returned.bound]
    others = tuple(
        verdict
        for verdict in found.verdicts
        if not any(s < verdict.figure.end and verdict.figure.start < e for s, e in places)
    )
    return ReturnedDraft(returned.bound, replace(found, verdicts=others))
