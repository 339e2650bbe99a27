"""Proofread a draft: compare each of its figures with what is published.

Every figure gets one verdict: supported, rounded acceptably, differing, unverifiable or not found,
with the observation, its sentence and the reason. A figure that cannot be tied to a metric is not
found, never guessed; where its value is published under another name, a hint says so. What the
published figures do not decide (another year, no base, no rate) is unverifiable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

from metrics.checks import RateCheck, RateOutcome, check_difference, check_rate
from metrics.extraction.known_metrics import Known, KnownAlias, known_metrics, region_named
from metrics.extraction.label import Label
from metrics.extraction.proposals import label_of
from metrics.extraction.ranking import THRESHOLD, match_label
from metrics.i18n import Message, message
from metrics.model.catalogue import Metric, fold
from metrics.model.dataset import Dataset
from metrics.model.observation import Key, Observation, from_table
from metrics.model.series import SHARE_UNITS, regions_present
from metrics.proofreading.rounding import (
    DIFFERING,
    ROUNDED,
    SUPPORTED,
    Comparison,
    compare_stated,
)
from metrics.prose import Rejected, TextFigure, read
from metrics.readers.documents import Document
from metrics.store.evidence import Source

NOT_FOUND, UNVERIFIABLE = "not-found", "unverifiable"
OUTCOMES = (DIFFERING, UNVERIFIABLE, NOT_FOUND, ROUNDED, SUPPORTED)
_OF_CHECK = {
    RateOutcome.AGREES: SUPPORTED,
    RateOutcome.DIFFERS: DIFFERING,
    RateOutcome.NOT_COMPARABLE: UNVERIFIABLE,
}
_NAMED = 0.99
"""The score of a metric's own name or of a confirmed one."""
_CERTAIN = 0.85
_LEAD = 0.1
"""A nearly certain name this much likelier than one whose value agrees keeps its metric."""
_WEAK = 0.25
"""Below this likeness, an equal value alone supports nothing."""
_TELLING_DIGITS = 3
_CLAUSE_WORTH = 0.9
_BASE = re.compile(r"[比较与以对]\s*(\d{4})\s*年")
_CLAUSE_ENDS = ",\uff0c。;\uff1b:\uff1a、!\uff01?\uff1f\n"


@dataclass(frozen=True)
class Verdict:
    """Hold the verdict on one figure.

    `difference` is the draft's value less the published one; `suggestion` is how the report
    prints the figure, where the draft should change. Of an unverifiable figure, `observation` is
    the nearest that is published.
    """

    figure: TextFigure
    outcome: str
    reason: Message
    observation: Observation | None = None
    metric: Metric | None = None
    difference: Decimal | None = None
    suggestion: str = ""
    notes: tuple[Message, ...] = ()
    source: Source | None = None


@dataclass(frozen=True)
class Proofreading:
    """Hold all verdicts on a draft, in the order of its text."""

    document: Document
    verdicts: tuple[Verdict, ...]
    rejected: tuple[Rejected, ...]
    region: str

    def count(self, outcome: str) -> int:
        """Return the number of figures with an outcome."""
        return sum(verdict.outcome == outcome for verdict in self.verdicts)


@dataclass(frozen=True)
class _Candidate:
    known: Known
    score: float
    row: Observation
    comparison: Comparison | None


def proofread(
    document: Document,
    dataset: Dataset,
    year: int | None = None,
    region: str = "",
    aliases: Mapping[str, KnownAlias] | None = None,
    sources: Mapping[Key, Source] | None = None,
) -> Proofreading:
    """Return the verdicts on the figures of a draft.

    A figure whose sentence names a region that has figures is compared with that region's.
    `year` is the one that figures without a year are about, by default the newest published.
    `sources` (`metrics.store.evidence.sources_of`) give the sentences.
    """
    reading = read(document.text, year)
    place = region or dataset.bureau.region
    regions = regions_present(dataset)
    readers: dict[str, _Reader] = {}
    verdicts: list[Verdict] = []
    for figure in reading.figures:
        named = region_named(figure, document.text, regions) or place
        if named not in readers:
            readers[named] = _Reader(dataset, named, aliases or {}, year)
        verdict = readers[named].verdict(figure, document.text, verdicts)
        source = (sources or {}).get(verdict.observation.key) if verdict.observation else None
        verdicts.append(replace(verdict, source=source))
    return Proofreading(document, tuple(verdicts), reading.rejected, place)


class _Reader:
    """Look up the figures of one draft in what is published."""

    def __init__(
        self,
        dataset: Dataset,
        region: str,
        aliases: Mapping[str, KnownAlias],
        year: int | None,
    ) -> None:
        self._rows: dict[tuple[str, str, str], dict[int, Observation]] = {}
        for row in from_table(dataset.table):
            if row.region == region and row.value is not None:
                self._rows.setdefault(row.metric_key, {})[row.year] = row
        self.years = sorted({year for rows in self._rows.values() for year in rows})
        self._default = year or (self.years[-1] if self.years else 0)
        every = known_metrics(dataset, region, self._default, aliases)
        self._known = [known for known in every if known.metric.key in self._rows]
        self._labels = [known.label for known in self._known]

    def verdict(self, figure: TextFigure, text: str, before: Sequence[Verdict]) -> Verdict:
        """Return the verdict on one figure; `before` are the earlier figures' verdicts."""
        if not self.years:
            return Verdict(figure, NOT_FOUND, message("No figures are published for the region"))
        if "target" in figure.flags:
            return Verdict(figure, NOT_FOUND, message("It is a target; only results are published"))
        if _is_moved(figure) and (changed := self._change(figure, text, before)):
            return changed
        year, scores = figure.year or self._default, self._scores(figure, text)
        if year not in self.years:
            return self._of_silent_year(figure, year, scores)
        chosen = _chosen(self._candidates(figure, year, scores))
        silent = self._silent(year, scores)
        if silent and scores[silent[0]] >= (_NAMED if chosen else THRESHOLD):
            return self._of_silent_metric(figure, year, silent[0])
        if chosen is None:
            return self._by_value(figure, year, scores)
        return self._judged(figure, chosen, year)

    def _of_silent_year(
        self, figure: TextFigure, year: int, scores: Mapping[int, float]
    ) -> Verdict:
        """Return the verdict for a year with nothing published; hint at the newest before."""
        newest = max((each for each in self.years if each < year), default=self.years[-1])
        silent = message("Nothing is published for {year}", year=year)
        chosen = _chosen(self._candidates(figure, newest, scores))
        if chosen is None:
            text = message("No published metric is like it")
            return Verdict(figure, NOT_FOUND, text, notes=(silent,))
        metric = chosen.known.metric
        hint = message("For {year} it is {published}", year=newest, published=chosen.row.as_printed)
        return Verdict(figure, UNVERIFIABLE, silent, chosen.row, metric, notes=(hint,))

    def _silent(self, year: int, scores: Mapping[int, float]) -> list[int]:
        """Return the metrics like a figure, where the likeliest has none for the year."""
        likely = sorted(scores, key=lambda number: -scores[number])
        return [
            number
            for number in likely[:1]
            if year not in self._rows[self._known[number].metric.key]
        ]

    def _of_silent_metric(self, figure: TextFigure, year: int, number: int) -> Verdict:
        metric = self._known[number].metric
        text = message("“{metric}” is not published for {year}", metric=metric.zh, year=year)
        return Verdict(figure, UNVERIFIABLE, text, metric=metric)

    def _scores(self, figure: TextFigure, text: str) -> dict[int, float]:
        """Return the likelihood of each metric that a figure may name."""
        scores: dict[int, float] = {}
        for each in match_label(label_of(figure), self._labels):
            scores[each.left] = each.score
        if max(scores.values(), default=0.0) < _CERTAIN:
            for each in match_label(_clause_label(figure, text), self._labels):
                score = round(each.score * _CLAUSE_WORTH, 2)
                scores[each.left] = max(scores.get(each.left, 0.0), score)
        return scores

    def _candidates(
        self, figure: TextFigure, year: int, scores: Mapping[int, float]
    ) -> list[_Candidate]:
        """Return the metrics that a figure may name, compared, likeliest first."""
        candidates = []
        for number, score in scores.items():
            known = self._known[number]
            row = self._rows[known.metric.key].get(year)
            if row is not None:
                candidates.append(_Candidate(known, score, row, _compared(figure, row, known)))
        return sorted(candidates, key=lambda each: -each.score)

    def _judged(self, figure: TextFigure, chosen: _Candidate, year: int) -> Verdict:
        comparison = chosen.comparison
        facts = {"metric": chosen.known.metric, "observation": chosen.row}
        if comparison is None:
            text = message(
                "Published in another unit: {published}", published=chosen.row.as_printed
            )
            return Verdict(figure, DIFFERING, text, suggestion=chosen.row.as_printed,
                           **facts)  # type: ignore[arg-type]  # fmt: skip
        return Verdict(
            figure,
            comparison.outcome,
            comparison.reason,
            difference=comparison.difference,
            suggestion="" if comparison.agrees else chosen.row.as_printed,
            notes=() if comparison.agrees else self._published_elsewhere(figure, chosen, year),
            **facts,  # type: ignore[arg-type]
        )

    def _published_elsewhere(
        self, figure: TextFigure, chosen: _Candidate, year: int
    ) -> tuple[Message, ...]:
        """Return the notes on where else a differing figure's value is published."""
        notes = []
        for other, row in self._rows[chosen.known.metric.key].items():
            if other != year and row.value == figure.value:
                notes.append(message("{printed} is the figure of {year}",
                                    printed=row.as_printed, year=other))  # fmt: skip
        for known in self._known:
            other_row = self._rows[known.metric.key].get(year)
            if known is not chosen.known and _same_figure(figure, other_row, known):
                notes.append(message("The value is that of “{metric}”", metric=known.metric.zh))
        return tuple(notes[:2])

    def _by_value(self, figure: TextFigure, year: int, scores: Mapping[int, float]) -> Verdict:
        """Look a figure up by value: support where words agree a little, else a hint."""
        equal = [
            (scores.get(number, 0.0), known, row)
            for number, known in enumerate(self._known)
            if (row := self._rows[known.metric.key].get(year))
            and _same_figure(figure, row, known)
            and (known.label.is_change or not _is_moved(figure))
        ]
        if not equal:
            text = message("No published metric is like it")
            return Verdict(figure, NOT_FOUND, text)
        score, known, row = max(equal, key=lambda each: each[0])
        if score >= _WEAK and _is_telling(figure.value):
            text = message("Published as {published} under “{metric}”; the wording is unlike",
                           published=row.as_printed, metric=known.metric.zh)  # fmt: skip
            return Verdict(figure, SUPPORTED, text, row, known.metric, Decimal(0))
        text = message("No published metric is like it; the same value stands under “{metric}”",
                       metric=known.metric.zh)  # fmt: skip
        return Verdict(figure, NOT_FOUND, text)

    def _change(self, figure: TextFigure, text: str, before: Sequence[Verdict]) -> Verdict | None:
        """Check a stated change of the figure before it; None without one."""
        beside = takewhile(lambda v: v.figure.sentence == figure.sentence, reversed(before))
        level = next((v for v in beside if v.metric and _continues(figure, v)), None)
        if level is None or level.metric is None:
            return None
        new = level.observation
        if level.outcome == UNVERIFIABLE or new is None:
            return Verdict(figure, UNVERIFIABLE, level.reason, metric=level.metric)
        base = _base_year(figure, text)
        if base is not None and base != new.year - 1:
            reason = message("It is a change since {year}; only changes on the year before are "
                             "computed", year=base)  # fmt: skip
            return Verdict(figure, UNVERIFIABLE, reason, new, level.metric)
        check = self._checked(figure, new, level.metric)
        return Verdict(figure, _OF_CHECK[check.outcome], check.text, new, level.metric)

    def _checked(self, figure: TextFigure, new: Observation, metric: Metric) -> RateCheck:
        place = (new.category, new.subcategory, new.metric)
        old = self._rows[place].get(new.year - 1)
        if old is None:
            old = replace(new, year=new.year - 1, value=None)
        if figure.unit == "%":
            return check_rate(figure, new, old)
        known = next(each for each in self._known if each.metric == metric)
        if figure.unit in SHARE_UNITS or _counts_the_same(figure, new, known):
            return check_difference(figure, new, old)
        text = message("Published in another unit: {published}", published=new.as_printed)
        return RateCheck(RateOutcome.NOT_COMPARABLE, text)


def _is_moved(figure: TextFigure) -> bool:
    """Return whether a figure states how much another one rose or fell."""
    return figure.change in ("growth", "decline")


def _base_year(figure: TextFigure, text: str) -> int | None:
    """Return the year that a change compares with, as in 较2021年增长."""
    years = list(_BASE.finditer(text, figure.sentence[0], figure.start))
    clause = max(text.rfind(mark, figure.sentence[0], figure.start) for mark in _CLAUSE_ENDS)
    return int(years[-1][1]) if years and years[-1].start() > clause else None


def _chosen(candidates: Sequence[_Candidate]) -> _Candidate | None:
    """Return a figure's metric: the likeliest name, or one whose value agrees."""
    likely = [each for each in candidates if each.score >= THRESHOLD]
    if not likely:
        return None
    top = likely[0]
    agreeing = next((c for c in likely if c.comparison and c.comparison.agrees), None)
    if agreeing is None or top.score >= _NAMED:
        return top
    if top.score >= _CERTAIN and top.score - agreeing.score > _LEAD:
        return top
    return agreeing


def _compared(figure: TextFigure, row: Observation, known: Known) -> Comparison | None:
    """Compare a figure with a row; None where the units cannot be compared."""
    is_measured = Label("", row.unit).family in _MEASURED
    if figure.unit and is_measured and not _is_unit_of(figure, row, known):
        return None
    return compare_stated(figure, row)


def _is_unit_of(figure: TextFigure, row: Observation, known: Known) -> bool:
    return fold(figure.unit) == fold(row.unit) or known.means_the_same(figure.unit)


def _counts_the_same(figure: TextFigure, row: Observation, known: Known) -> bool:
    """Return whether a change counts in the figure's unit, or one of its kind."""
    family = Label("", row.unit).family
    same_kind = family not in _MEASURED and family == Label("", figure.unit).family
    return not figure.unit or same_kind or _is_unit_of(figure, row, known)


_MEASURED = ("area", "data", "energy", "length", "mass", "money", "time", "volume")
"""Families of units that are converted, not written for each other."""


def _same_figure(figure: TextFigure, row: Observation | None, known: Known) -> bool:
    if row is None or (row.value, row.upper) != (figure.value, figure.upper):
        return False
    return _is_unit_of(figure, row, known)


def _is_telling(value: Decimal) -> bool:
    """Return whether a value has enough digits not to be met by chance."""
    return len(value.normalize().as_tuple().digits) >= _TELLING_DIGITS


def _clause_label(figure: TextFigure, text: str) -> Label:
    """Return the words around a figure as a label, where it names its metric badly."""
    start, end = figure.sentence
    first = max((text.rfind(mark, start, figure.start) for mark in _CLAUSE_ENDS), default=-1)
    ends = [at for mark in _CLAUSE_ENDS if (at := text.find(mark, figure.end, end)) >= 0]
    before = text[max(first + 1, start) : figure.start]
    behind = text[figure.end : min(ends, default=end)]
    return replace(label_of(figure), metric=before + behind or figure.metric)


def _continues(figure: TextFigure, verdict: Verdict) -> bool:
    return verdict.figure.metric == figure.metric and verdict.figure.change in ("level", "share")
