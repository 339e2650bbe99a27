"""What a selection says of its last year, in sentences made by fixed rules from its figures.

Every change has both values; no cause, no adjective. Growth and percentage points are never
ranked together, only what can be compared is ranked, and a largest figure is named only where
all figures of its unit are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from metrics.annotations import annotations_of
from metrics.charts import address
from metrics.figure_text import figure_text, unit_name
from metrics.findings import series_name, series_sentence
from metrics.language import Words
from metrics.observation import Observation
from metrics.selection import Selection, years_present
from metrics.series import SHARE_UNITS, Series
from metrics.store.restatements import Restated
from metrics.vocabulary import name_in

KINDS = (
    *("count", "largest", "rise", "fall", "points-rise", "points-fall"),
    *("first", "unpublished", "gap", "definition", "unit", "restatement"),
)
MOST_CHANGES = 3
MOST_LISTED = 5


@dataclass(frozen=True)
class Finding:
    """One sentence: `kind` is one of KINDS, `address` that of its figure (empty for none).

    `region` is the region it is about where the selection has several, else empty.
    """

    kind: str
    text: str
    address: str = ""
    region: str = ""


@dataclass(frozen=True)
class _Asked:
    """What the rules look at: the series of one region, and the selection that they are from."""

    selection: Selection
    series: tuple[Series, ...]
    restated: Restated

    @property
    def last(self) -> int:
        return self.selection.years[-1]


def findings(selection: Selection, _: Words, restated: Restated | None = None) -> list[Finding]:
    """Return what the selection says of its last year: by region, and in the order of KINDS.

    The largest changes (MOST_CHANGES each), other lists up to MOST_LISTED, then how many more.
    Of a single year also the number of figures by category and the largest by unit. `restated`
    comes from `metrics.store.restatements`.
    """
    if not selection.years:
        return []
    regions: dict[str, list[Series]] = {}
    for one in selection.series:
        regions.setdefault(one.region, []).append(one)
    found: list[Finding] = []
    for region, series in regions.items():
        of_region = _of_region(_Asked(selection, tuple(series), restated or {}), _)
        found += _told_of(region, of_region, selection, _) if len(regions) > 1 else of_region
    return found


def selection_alt(selection: Selection, _: Words, restated: Restated | None = None) -> str:
    """Return the findings as one text, for what stands in place of a picture."""
    told = [finding.text for finding in findings(selection, _, restated)]
    return ("；" if _.language == "zh" else "; ").join(told)


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
    found += _listed("first", _first(asked, _), _)
    found += _listed("unpublished", _unpublished(asked, _), _)
    found += _listed("gap", _gaps(asked, _), _)
    dataset, years = asked.selection.dataset, asked.selection.years
    notes = annotations_of(asked.series, years, dataset, _, asked.restated)
    for kind in ("definition", "unit", "restatement"):
        of_kind = (Finding(kind, n.text, n.address) for n in notes if n.kind == kind)
        found += _listed(kind, of_kind, _)
    return found


def _listed(kind: str, found: Iterable[Finding], _: Words) -> list[Finding]:
    """Return the first of a list, and how many more there are."""
    everything = list(found)
    rest = len(everything) - MOST_LISTED
    if rest <= 0:
        return everything
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
    return [*everything[:MOST_LISTED], Finding(kind, more)]


def _published(series: Series, year: int) -> Observation | None:
    observation = series.at(year)
    return observation if observation is not None and observation.value is not None else None


def _counts(asked: _Asked, _: Words) -> Iterator[Finding]:
    vocabulary = asked.selection.dataset.vocabulary
    counts: dict[str, int] = {}
    for one in asked.series:
        if _published(one, asked.last):
            counts[one.category] = counts.get(one.category, 0) + 1
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
    units: dict[str, list[tuple[Series, Observation]]] = {}
    for one in asked.series:
        if (o := _published(one, asked.last)) and o.unit not in SHARE_UNITS:
            units.setdefault(o.unit, []).append((one, o))
    for unit, figures in units.items():
        if len(figures) < 2 or any(o.qualifier != "exact" for _one, o in figures):
            continue
        most = max(o.value for _one, o in figures if o.value is not None)
        for one, o in figures:
            if o.value == most:
                text = _(
                    "Largest in {unit}: {metric}, {figure}",
                    unit=unit_name(unit, dataset.vocabulary, _.language),
                    metric=series_name(one, dataset, _),
                    figure=figure_text(o, dataset.vocabulary, _),
                )
                yield Finding("largest", text, address(o, dataset))


def _changes(asked: _Asked, _: Words) -> Iterator[Finding]:
    dataset, year = asked.selection.dataset, asked.last
    compared: dict[str, list[tuple[Decimal, Series]]] = {"growth": [], "points": []}
    for one in asked.series:
        change = one.change(year)
        if change.amount:
            compared[change.kind].append((change.amount, one))
    for kind, prefix in (("growth", ""), ("points", "points-")):
        for name, sign in (("rise", 1), ("fall", -1)):
            ranked = sorted(
                ((amount * sign, one) for amount, one in compared[kind] if amount * sign > 0),
                key=lambda ranked: -ranked[0],
            )
            for _amount, one in ranked[:MOST_CHANGES]:
                text = series_sentence(one, year, dataset, _)
                new = one.at(year)
                yield Finding(prefix + name, text, address(new, dataset) if new else "")


def _first(asked: _Asked, _: Words) -> Iterator[Finding]:
    dataset, year = asked.selection.dataset, asked.last
    if year == years_present(dataset)[0]:
        return  # nobody looked before
    for one in asked.series:
        if one.change(year).why == "first" and (o := one.at(year)):
            text = _(
                "{metric}: first published for {year}, {figure}",
                metric=series_name(one, dataset, _),
                year=year,
                figure=figure_text(o, dataset.vocabulary, _),
            )
            yield Finding("first", text, address(o, dataset))


def _unpublished(asked: _Asked, _: Words) -> Iterator[Finding]:
    dataset, year = asked.selection.dataset, asked.last
    for one in asked.series:
        old = _published(one, year - 1)
        if old and not _published(one, year):
            text = _(
                "{metric}: not published for {year}; {figure} in {before}",
                metric=series_name(one, dataset, _),
                year=year,
                figure=figure_text(old, dataset.vocabulary, _),
                before=year - 1,
            )
            yield Finding("unpublished", text, address(old, dataset))


def _gaps(asked: _Asked, _: Words) -> Iterator[Finding]:
    dataset = asked.selection.dataset
    for one in asked.series:
        published = [y for y in asked.selection.years if _published(one, y)]
        for before, after in _apart(published):
            silent = [str(year) for year in range(before + 1, after)]
            text = _(
                "{metric}: no figure for {years}, between those of {before} and {after}",
                metric=series_name(one, dataset, _),
                years=_.list(silent),
                before=before,
                after=after,
            )
            known = one.at(after)
            yield Finding("gap", text, address(known, dataset) if known else "")


def _apart(years: Sequence[int]) -> list[tuple[int, int]]:
    return [(before, after) for before, after in pairwise(years) if after - before > 1]
