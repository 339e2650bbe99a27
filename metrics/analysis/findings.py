"""Put a selection's last year into sentences, by fixed rules from its figures.

Every change has both values; no cause, no adjective. Growth and percentage points are never
ranked together, and only what can be compared is ranked: a unit in common is no comparison.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, pairwise
from typing import Literal

from metrics.analysis.candidates import (
    annotated,
    by_region,
    largest_changes,
    silenced,
    with_gaps,
    with_status,
)
from metrics.analysis.headlines import GOAL_KINDS, RECORD_KINDS, headline
from metrics.analysis.selection import Selection, years_present
from metrics.analysis.year_changes import ChangeStatus
from metrics.i18n import Words
from metrics.model.diff import Restated
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import Series, series_numbered
from metrics.model.series_index import Numbers
from metrics.wording.formatter import Formatter
from metrics.wording.notes import annotations_of
from metrics.wording.series import series_sentence

FindingKind = Literal[
    "goal", "lead", "record", "rise", "fall", "points-rise", "points-fall",
    "first", "unpublished", "gap", "definition", "unit", "restatement",
]  # fmt: skip
"""What a sentence is about, in the order in which a region's sentences stand."""
MOST_CHANGES = 3
MOST_LISTED = 5
_MOST_OF_A_REGION, _MOST_OF_ALL = 200, 1_000
"""Series that are looked at one by one, of which leads come first."""


@dataclass(frozen=True)
class Finding:
    """Hold one sentence and the address of its figure (empty for none).

    `region` is the region it is about where the selection has several, else empty.
    """

    kind: FindingKind
    text: str
    address: str = ""
    region: str = ""


@dataclass(frozen=True, eq=False)
class _Scope:
    """Hold the series of one region, by number, with selection and language."""

    selection: Selection
    numbers: Numbers
    restated: Restated
    fmt: Formatter
    looked_before: bool
    """Whether any year stands before the last one; else nothing in it is first."""
    most: int
    """How many series are looked at one by one."""

    @property
    def last(self) -> int:
        return self.selection.years[-1]

    def series(self, numbers: Numbers) -> list[Series]:
        return [series_numbered(self.selection.dataset, int(number)) for number in numbers]


def findings(selection: Selection, _: Words, restated: Restated | None = None) -> Iterator[Finding]:
    """Yield the sentences on the last year, by region, the most telling first.

    Those of a region are made when they are asked for.

    Goals, lead metrics and records come before what merely changed most. The largest changes
    (MOST_CHANGES each), other lists up to MOST_LISTED, then how many more. `restated`
    comes from `metrics.store.restatements`.
    """
    if not selection.years:
        return
    regions = list(by_region(selection))
    fmt = Formatter(selection.dataset, _)
    looked = selection.years[-1] > years_present(selection.dataset)[0]
    most = min(_MOST_OF_A_REGION, _MOST_OF_ALL // max(len(regions), 1))
    for region, numbers in regions:
        of_region = _of_region(_Scope(selection, numbers, restated or {}, fmt, looked, most))
        if len(regions) > 1:
            name = fmt.region(region)
            of_region = [replace(f, text=f"{name} · {f.text}", region=region) for f in of_region]
        yield from of_region


def _of_region(scope: _Scope) -> list[Finding]:
    telling = list(_telling(scope))
    known = {finding.address for finding in telling}
    fresh, older = _notes(scope)
    changes = [finding for finding in _changes(scope) if finding.address not in known]
    sentences = [*telling, *fresh, *changes]
    for kind, numbers, sentence_of in _lists(scope):
        listed = (sentence_of(one, scope) for one in scope.series(numbers[:MOST_LISTED]))
        sentences += [*listed, *_more(kind, len(numbers), scope.fmt.words)]
    return [*sentences, *older]


def _telling(scope: _Scope) -> Iterator[Finding]:
    """Yield what stands out at any size: goals, lead metrics, records."""
    year, fmt = scope.last, scope.fmt
    looked = scope.series(scope.numbers[: scope.most])
    leads = {known.lead for known in fmt.dataset.vocabulary.categories.values()} - {""}
    of_lead = [one for one in looked if one.metric.slug in leads]
    seen: set[int] = set()
    for one in looked if fmt.dataset.targets else ():
        if text := headline(one, year, fmt, only=GOAL_KINDS):
            seen.add(id(one))
            yield _sentence("goal", text, one.at(year), scope)
    for one in of_lead:
        if id(one) not in seen and one.change(year).amount is not None:
            seen.add(id(one))
            yield _sentence("lead", series_sentence(one, year, fmt), one.at(year), scope)
    records = ((one, headline(one, year, fmt, only=RECORD_KINDS)) for one in looked)
    # Looking for a record costs more than all else here, so it ends with the last one shown.
    found = ((one, text) for one, text in records if text and id(one) not in seen)
    for one, text in islice(found, MOST_CHANGES):
        yield _sentence("record", text, one.at(year), scope)


def _notes(scope: _Scope) -> tuple[list[Finding], list[Finding]]:
    """Return what breaks a comparison in the last year, and notes of the years before."""
    noted = scope.series(annotated(scope.selection, scope.numbers, scope.restated))
    notes = annotations_of(noted, scope.selection.years, scope.fmt, scope.restated)
    fresh, older = list[Finding](), list[Finding]()
    noted_kinds: tuple[FindingKind, ...] = ("definition", "unit", "restatement")
    for kind in noted_kinds:
        of_kind = [n for n in notes if n.kind == kind]
        of_kind.sort(key=lambda note: note.year != scope.last)
        for note in of_kind[:MOST_LISTED]:
            place = fresh if note.year == scope.last else older
            place.append(Finding(kind, note.text, note.address))
        older += _more(kind, len(of_kind), scope.fmt.words)
    return fresh, older


def _lists(scope: _Scope) -> list[tuple[FindingKind, Numbers, Callable[[Series, _Scope], Finding]]]:
    """Return the lists: their kind, their series, and how each is written."""
    selection, numbers = scope.selection, scope.numbers
    first = with_status(selection, numbers if scope.looked_before else numbers[:0], "first")
    return [
        ("first", first, _first),
        ("unpublished", silenced(selection, numbers), _unpublished),
        ("gap", with_gaps(selection, numbers), _gaps),
    ]


def _more(kind: FindingKind, count: int, _: Words) -> list[Finding]:
    """Return how many more there are than a list holds."""
    rest = count - MOST_LISTED
    if rest <= 0:
        return []
    more = {
        "first": _.n(
            "and {n} more first published figure", "and {n} more first published figures", rest
        ),
        "unpublished": _.n("and {n} more not published", "and {n} more not published", rest),
        "gap": _.n("and {n} more gap", "and {n} more gaps", rest),
        "definition": _.n(
            "and {n} more changed definition", "and {n} more changed definitions", rest
        ),
        "unit": _.n("and {n} more changed unit", "and {n} more changed units", rest),
        "restatement": _.n("and {n} more restatement", "and {n} more restatements", rest),
    }[kind]
    return [Finding(kind, more)]


def _changes(scope: _Scope) -> Iterator[Finding]:
    year, numbers = scope.last, scope.numbers
    kinds: tuple[tuple[FindingKind, ChangeStatus, bool], ...] = (
        ("rise", "up", False),
        ("fall", "down", False),
        ("points-rise", "up", True),
        ("points-fall", "down", True),
    )
    for kind, status, share in kinds:
        largest = largest_changes(scope.selection, numbers, status, share=share, most=MOST_CHANGES)
        compared = scope.series(largest)
        compared.sort(key=lambda one: _rank(one, scope))
        for one in compared[:MOST_CHANGES]:
            yield _sentence(kind, series_sentence(one, year, scope.fmt), one.at(year), scope)


def _rank(one: Series, scope: _Scope) -> tuple[bool, Decimal]:
    """Return the place of a change: rates of small counts last, the largest first."""
    change = one.change(scope.last)
    return scope.fmt.is_of_few(change), -abs(change.amount or Decimal(0))


def _sentence(kind: FindingKind, text: str, o: Observation | None, scope: _Scope) -> Finding:
    """Return a sentence that leads to a figure."""
    return Finding(kind, text, figure_id(o, scope.fmt.dataset) if o else "")


def _first(one: Series, scope: _Scope) -> Finding:
    o = one.at(scope.last)
    text = scope.fmt.words(
        "{metric}: first published for {year}, {figure}",
        metric=scope.fmt.series(one),
        year=scope.last,
        figure=scope.fmt.figure(o) if o else "",
    )
    return _sentence("first", text, o, scope)


def _unpublished(one: Series, scope: _Scope) -> Finding:
    old = one.at(scope.last - 1)
    text = scope.fmt.words(
        "{metric}: not published for {year}; {figure} in {before}",
        metric=scope.fmt.series(one),
        year=scope.last,
        figure=scope.fmt.figure(old) if old else "",
        before=scope.last - 1,
    )
    return _sentence("unpublished", text, old, scope)


def _gaps(one: Series, scope: _Scope) -> Finding:
    selected = set(scope.selection.years)
    published = [o for o in one.observations if o.year in selected and o.value is not None]
    gaps = [(a, b) for a, b in pairwise(published) if b.year - a.year > 1]
    silent = [year for before, after in gaps for year in range(before.year + 1, after.year)]
    text = scope.fmt.words(
        "{metric}: no figure for {years}, between those of {before} and {after}",
        metric=scope.fmt.series(one),
        years=scope.fmt.year_ranges(silent),
        before=gaps[0][0].year,
        after=gaps[-1][1].year,
    )
    return _sentence("gap", text, gaps[-1][1], scope)
