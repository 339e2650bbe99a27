"""Check a draft made here: its bound numbers, and the figures that are bound to nothing.

Bound numbers are held against what is published by `metrics.next_report`; every other figure is
proofread like that of any draft. Last year's words that nobody has touched are not judged, they
are still to be written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from metrics.i18n import Message, message
from metrics.model.dataset import Dataset
from metrics.model.observation import Key
from metrics.next_report import (
    Bound,
    BoundState,
    Open,
    PieceKind,
    ReturnedNumbers,
    bound_numbers,
)
from metrics.proofreading.proofread import proofread
from metrics.proofreading.rounding import DIFFERING, SUPPORTED
from metrics.proofreading.verdicts import Passage, Proofreading, Verdict
from metrics.readers.documents import Document
from metrics.store import Store
from metrics.store.aliases import confirmed_aliases
from metrics.store.evidence import Source, sources_of
from metrics.store.published import published

_SURE = (BoundState.RIGHT, BoundState.STALE)
"""States of a bound number that its binding decides; an overtyped one is proofread."""


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
        """Return whether no number differs; one that was taken out does not."""
        fine = (BoundState.RIGHT, BoundState.REMOVED)
        differing = self.proofreading.count(DIFFERING)
        return not differing and all(one.state in fine for one in self.bound)


@dataclass(frozen=True)
class Reference:
    """Hold what a draft is held against: data set, store, the year and region meant.

    Without a store no names are confirmed, and no version but the data set's is known.
    """

    dataset: Dataset
    store: Store | None = None
    year: int | None = None
    region: str = ""


_Progress = Callable[[float], object] | None


def check_draft(
    document: Document, content: bytes, reference: Reference, progress: _Progress = None
) -> ReturnedDraft:
    """Check a returned Word file; `document` is what was read of `content`.

    `progress` gets the share of the proofreading that is done.
    """
    returned, found = _read(document, content, reference, progress)
    others = _outside(found, [*returned.bound, *returned.open])
    return ReturnedDraft(returned.bound, others, returned.open)


def proofread_file(
    document: Document, content: bytes | None, reference: Reference, progress: _Progress = None
) -> Proofreading:
    """Proofread a draft, the numbers bound in it by what binds them.

    `content` is its file, None for a text that was pasted.
    """
    returned, found = _read(document, content, reference, progress)
    sure = [one for one in returned.bound if one.state in _SURE]
    bound = sum(one.state != BoundState.REMOVED for one in returned.bound)
    sources = sources_of(reference.store) if reference.store else {}
    verdicts = [_verdict(one, sources) for one in sure if one.end]
    others = _outside(found, [*sure, *returned.open])
    every = sorted([*verdicts, *others.verdicts], key=lambda verdict: verdict.start)
    return replace(found, verdicts=tuple(every), bound=bound, open=returned.open)


def _read(
    document: Document, content: bytes | None, reference: Reference, progress: _Progress
) -> tuple[ReturnedNumbers, Proofreading]:
    """Return the bound numbers of a draft, and the verdicts on all that is not open."""
    dataset, store = reference.dataset, reference.store
    returned = ReturnedNumbers(())
    if content is not None and document.kind == "docx":
        as_of = partial(published, store, None) if store else lambda _version: dataset
        returned = bound_numbers(content, document.text, dataset, as_of)
    years = [one.row.year for one in returned.bound if one.row]
    found = proofread(
        replace(document, text=_without_open(document.text, returned.open)),
        dataset,
        reference.year or max(years, default=None),
        reference.region,
        confirmed_aliases(store) if store else None,
        sources_of(store) if store else None,
        progress=progress,
    )
    return returned, replace(found, document=document)


def _without_open(text: str, left: Iterable[Open]) -> str:
    """Return a text with what is still to be written as empty marks; offsets stay."""
    letters = list(text)
    for one in left:
        if one.kind == "to_write":
            letters[one.start : one.end] = "。" * (one.end - one.start)
    return "".join(letters)


def _outside(found: Proofreading, kept: Iterable[Bound | Open]) -> Proofreading:
    """Return the verdicts that touch none of some places."""
    places = [(one.start, one.end) for one in kept]
    others = tuple(
        verdict
        for verdict in found.verdicts
        if not any(s < verdict.figure.end and verdict.figure.start < e for s, e in places)
    )
    return replace(found, verdicts=others)


def _verdict(one: Bound, sources: Mapping[Key, Source]) -> Verdict:
    """Return the verdict on a bound number by its binding."""
    words = Passage(one.start, one.end, one.text.strip(), (one.start, one.end))
    row = one.row
    source = sources.get(row.key) if row else None
    if one.state == BoundState.RIGHT:
        return Verdict(words, SUPPORTED, _right(one), row, source=source)
    reason = message(
        "Bound to a figure that was {then} in version {version} and is {now} now",
        then=one.text.strip(),
        version=one.version,
        now=one.published or "—",
    )
    return Verdict(words, DIFFERING, reason, row, suggestion=one.published, source=source)


def _right(one: Bound) -> Message:
    if one.kind == "goal":
        return message("Bound to a goal, and says what is published")
    if one.kind == "comparison":
        return message("Computed from what is published, and bound to it")
    return message("Bound to the published figure, and says what it says")
