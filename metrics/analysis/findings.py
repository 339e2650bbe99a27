"""What a selection says of its last year, in sentences made by fixed rules from its figures.

Every change has both values; no cause, no adjective. Growth and percentage points are never
ranked together, only what can be compared is ranked, and a largest figure is named only where
all figures of its unit are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from metrics.analysis.candidates import (
    annotated,
    by_region,
    largest_changes,
    silenced,
    with_gaps,
    with_status,
)
from metrics.analysis.selection import Selection, years_present
from metrics.analysis.year_changes import rows_of_year
from metrics.i18n import Words
from metrics.model.figure_id import address
from metrics.model.observation import Observation
from metrics.model.series import SHARE_UNITS, Series, series_numbered, series_of_row
from metrics.model.series_index import Numbers, series_index
from metrics.model.vocabulary import name_in
from metrics.store.restatements import Restated
from metrics.wording.figures import figure_text, unit_name
from metrics.wording.notes import annotations_of
from metrics.wording.series import series_name, series_sentence

Kind = Literal[
    "count", "largest", "rise", "fall", "points-rise", "points-fall",
    "first", "unpublished", "gap", "definition", "unit", "restatement",
]  # fmt: skip
"""What a sentence says, in the order in which a region's sentences stand."""
MOST_CHANGES = 3
MOST_LISTED = 5


@dataclass(frozen=True)
class Finding:
    """One sentence: `address` is that of its figure (empty for none).

    `region` is the region it is about where the selection has several, else empty.
    """

    kind: Kind
    text: str
    address: str = ""
    region: str = ""


@dataclass(frozen=True, eq=False)
class _Asked:
    """What the rules look at: series of one region, by number, and the selection they are from."""

    selection: Selection
    numbers: Numbers
    restated: Restated
    looked_before: bool
    """Whether any year stands before the last one; else nothing in it is first."""

    @property
    def last(self) -> int:
        return self.selection.years[-1]

    def series(self, numbers: Numbers) -> list[Series]:
        return [series_numbered(self.selection.dataset, int(number)) for number in numbers]


def findings(selection: Selection, _: Words, restated: Restated | None = None) -> list[Finding]:
    """Return what the selection says of its last year: by region, and in the order of Kind.

    The largest changes (MOST_CHANGES each), other lists up to MOST_LISTED, then how many more.
    Of a single year also the number of figures by category and the largest by unit. `restated`
    comes from `metrics.store.restatements`.
    """
    if not selection.years:
        return []
    regions = list(by_region(selection))
    looked = selection.years[-1] > years_present(selection.dataset)[0]
    found: list[Finding] = []
    for region, numbers in regions:
        of_region = _of_region(_Asked(selection, numbers, restated or {}, looked), _)
        found += _told_of(region, of_region, selection, _) if len(regions) > 1 else of_region
    return found


def findings_text(found: Iterable[Finding], _: Words) -> str:
    """Return findings as one text, for what stands in place of a picture."""
    return (";" if _.language == "zh" else "; ").join(finding.text for finding in found)


def _told_of(
    region: str, of_region: Iterable[Finding], selection: Selection, _: Words
) -> Iterator[Finding]:
    place = selection.dataset.vocabulary.place(region, _.language)
    for finding in of_region:
        yield replace(finding, text=f"{place} · {finding.text}", region=region)


def _of_region(asked: _Asked, _: Words) -> list[Finding]:
    found: list[Finding] = []
    if len(asked.selection.years) == 1:
        found += [*_counts(asked, _), *_largest(asked, _)]
    found += _changes(asked, _)
    for kind, numbers, told in _lists(asked):
        findings_of = (told(one, asked, _) for one in asked.series(numbers[:MOST_LISTED]))
        found += [*findings_of, *_more(kind, len(numbers), _)]
    dataset, years = asked.selection.dataset, asked.selection.years
    noted = asked.series(annotated(asked.selection, asked.numbers, asked.restated))
    notes = annotations_of(noted, years, dataset, _, asked.restated)
    known: tuple[Kind, ...] = ("definition", "unit", "restatement")
    for noted_kind in known:
        of_kind = [Finding(noted_kind, n.text, n.address) for n in notes if n.kind == noted_kind]
        found += [*of_kind[:MOST_LISTED], *_more(noted_kind, len(of_kind), _)]
    return found


def _lists(asked: _Asked) -> list[tuple[Kind, Numbers, Callable[[Series, _Asked, Words], Finding]]]:
    """Return what is told series by series: its kind, the series, and how."""
    selection, numbers = asked.selection, asked.numbers
    first = with_status(selection, numbers if asked.looked_before else numbers[:0], "first")
    return [
        ("first", first, _first),
        ("unpublished", silenced(selection, numbers), _unpublished),
        ("gap", with_gaps(selection, numbers), _gaps),
    ]


def _more(kind: Kind, count: int, _: Words) -> list[Finding]:
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


def _published(series: Series, year: int) -> Observation | None:
    observation = series.at(year)
    return observation if observation is not None and observation.value is not None else None


def _of_last_year(asked: _Asked) -> list[Observation]:
    index = series_index(asked.selection.dataset.table)
    rows = rows_of_year(index, asked.last)[asked.numbers]
    return list(index.read(rows[rows >= 0]))


def _counts(asked: _Asked, _: Words) -> Iterator[Finding]:
    vocabulary = asked.selection.dataset.vocabulary
    counts: dict[str, int] = {}
    for o in _of_last_year(asked):
        counts[o.category] = counts.get(o.category, 0) + 1
    for category, count in counts.items():
        name = name_in(vocabulary.category(category), _.language)
        text = _.n(
            "{category}: {n} figure for {year}",
            "{category}: {n} figures for {year}",
            count,
            category=name,
            year=asked.last,
        )
        yield Finding("count", text)


def _largest(asked: _Asked, _: Words) -> Iterator[Finding]:
    dataset = asked.selection.dataset
    units: dict[str, list[Observation]] = {}
    for o in _of_last_year(asked):
        if o.unit not in SHARE_UNITS:
            units.setdefault(o.unit, []).append(o)
    for unit, figures in units.items():
        if len(figures) < 2 or any(o.qualifier != "exact" for o in figures):
            continue
        most = max(o.value for o in figures if o.value is not None)
        for o in figures:
            if o.value == most and (one := series_of_row(dataset, o)):
                text = _(
                    "Largest in {unit}: {metric}, {figure}",
                    unit=unit_name(unit, dataset.vocabulary, _.language),
                    metric=series_name(one, dataset, _),
                    figure=figure_text(o, dataset.vocabulary, _),
                )
                yield Finding("largest", text, address(o, dataset))


def _changes(asked: _Asked, _: Words) -> Iterator[Finding]:
    dataset, year = asked.selection.dataset, asked.last
    told: tuple[tuple[Kind, str, bool], ...] = (
        ("rise", "up", False),
        ("fall", "down", False),
        ("points-rise", "up", True),
        ("points-fall", "down", True),
    )
    for kind, status, share in told:
        numbers = largest_changes(
            asked.selection, asked.numbers, status, share=share, most=MOST_CHANGES
        )
        compared = asked.series(numbers)
        compared.sort(key=lambda one: -abs(one.change(year).amount or Decimal(0)))
        for one in compared[:MOST_CHANGES]:
            new = one.at(year)
            text = series_sentence(one, year, dataset, _)
            yield Finding(kind, text, address(new, dataset) if new else "")


def _first(one: Series, asked: _Asked, _: Words) -> Finding:
    dataset, o = asked.selection.dataset, one.at(asked.last)
    assert o is not None
    text = _(
        "{metric}: first published for {year}, {figure}",
        metric=series_name(one, dataset, _),
        year=asked.last,
        figure=figure_text(o, dataset.vocabulary, _),
    )
    return Finding("first", text, address(o, dataset))


def _unpublished(one: Series, asked: _Asked, _: Words) -> Finding:
    dataset, old = asked.selection.dataset, one.at(asked.last - 1)
    assert old is not None
    text = _(
        "{metric}: not published for {year}; {figure} in {before}",
        metric=series_name(one, dataset, _),
        year=asked.last,
        figure=figure_text(old, dataset.vocabulary, _),
        before=asked.last - 1,
    )
    return Finding("unpublished", text, address(old, dataset))


def _gaps(one: Series, asked: _Asked, _: Words) -> Finding:
    dataset = asked.selection.dataset
    published = [year for year in asked.selection.years if _published(one, year)]
    gaps = [(a, b) for a, b in pairwise(published) if b - a > 1]
    silent = [str(year) for before, after in gaps for year in range(before + 1, after)]
    text = _(
        "{metric}: no figure for {years}, between those of {before} and {after}",
        metric=series_name(one, dataset, _),
        years=_.list(silent),
        before=gaps[0][0],
        after=gaps[-1][1],
    )
    known = one.at(gaps[-1][1])
    return Finding("gap", text, address(known, dataset) if known else "")
