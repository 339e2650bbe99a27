"""Judge a figure that a draft states as published: its metric, its year, its value.

A figure that cannot be tied to a metric is not found, never guessed; where its value is published
under another name, a hint says so. A year or metric without a figure is unverifiable, whatever
another year says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.extraction.known_metrics import Known
from metrics.extraction.label import Label
from metrics.extraction.proposals import label_of
from metrics.extraction.ranking import THRESHOLD
from metrics.i18n import Message, message
from metrics.model.catalogue import Metric, fold
from metrics.model.observation import Observation
from metrics.proofreading.claims.conversions import MEASURED, TENTHS, factor_between
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.scene import Named
from metrics.proofreading.rounding import (
    DIFFERING,
    NOT_FOUND,
    SUPPORTED,
    UNVERIFIABLE,
    Comparison,
    compare_stated,
)
from metrics.proofreading.verdicts import Verdict
from metrics.prose import TextFigure

_NAMED = 0.99
"""The score of a metric's own name or of a confirmed one."""
_CERTAIN = 0.85
_ANOTHER_SIZE = 2
_LEAD = 0.1
"""A nearly certain name this much likelier than one whose value agrees keeps its metric."""
_WEAK = 0.25
"""Below this likeness, an equal value alone supports nothing."""
_TELLING_DIGITS, _SMALL = 3, 10
_CARRIED_WORTH = 0.8
_CARRIED_RULES = frozenset(("carried-head", "earlier-clause", "attribute"))


@dataclass(frozen=True)
class Spot:
    """Hold where a stated figure belongs.

    Its year and region, and the metrics of its words.

    `carried` says that its own words name nothing, and the metrics come from words before.
    """

    year: int
    region: str
    named: Named = ()
    carried: bool = False


@dataclass(frozen=True)
class _Candidate:
    known: Known
    score: float
    row: Observation
    comparison: Comparison | None


class LevelJudge:
    """Judge the stated figures of one draft."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._numbers = {known.metric.key: n for n, known in enumerate(published.known)}

    def verdict(self, figure: TextFigure, spot: Spot) -> Verdict:
        """Return the verdict on a figure that a draft states as published."""
        years = self._published.years_of(spot.region)
        if not years:
            return Verdict(figure, NOT_FOUND, message("No figures are published for the region"))
        scores = self._scores(figure, spot)
        if spot.year not in years:
            return self._of_silent_year(figure, spot, scores)
        chosen = _chosen(self._candidates(figure, spot, scores))
        silent = self._silent(spot, scores)
        if silent is not None and scores[silent] >= (_NAMED if chosen else THRESHOLD):
            return self._of_silent_metric(figure, spot, silent)
        if chosen is None:
            return self._by_value(figure, spot, scores)
        return self._judged(figure, chosen, spot)

    def sureness(self, figure: TextFigure, spot: Spot, metric: Metric) -> float:
        """Return how likely a figure names a metric."""
        return self._scores(figure, spot).get(self._numbers[metric.key], 0.0)

    def _row(self, number: int, spot: Spot, year: int | None = None) -> Observation | None:
        metric = self._published.known[number].metric
        return self._published.get(metric, spot.region, spot.year if year is None else year)

    def _of_silent_year(
        self, figure: TextFigure, spot: Spot, scores: Mapping[int, float]
    ) -> Verdict:
        """Say that a year is not published, and what the newest one says of the metric."""
        newest = max(self._published.years_of(spot.region))
        silent = message("No figures are published for {year}", year=spot.year)
        chosen = _chosen(self._candidates(figure, replace(spot, year=newest), scores))
        if chosen is None:
            return Verdict(figure, UNVERIFIABLE, silent)
        hint = message("For {year} it is {published}", year=newest, published=chosen.row.as_printed)
        metric = chosen.known.metric
        return Verdict(figure, UNVERIFIABLE, silent, chosen.row, metric, notes=(hint,))

    def _silent(self, spot: Spot, scores: Mapping[int, float]) -> int | None:
        """Return the metric likest a figure, where it has no figure for the year."""
        likely = max(scores, key=lambda number: scores[number], default=None)
        return likely if likely is not None and self._row(likely, spot) is None else None

    def _of_silent_metric(self, figure: TextFigure, spot: Spot, number: int) -> Verdict:
        metric = self._published.known[number].metric
        text = message("“{metric}” is not published for {year}", metric=metric.zh, year=spot.year)
        return Verdict(figure, UNVERIFIABLE, text, metric=metric)

    def _scores(self, figure: TextFigure, spot: Spot) -> dict[int, float]:
        """Return the likelihood of each metric that a figure may name."""
        scores = dict(self._published.likeness(label_of(figure)))
        if spot.named and _CARRIED_RULES & set(figure.rules):
            scores = {number: score * _CARRIED_WORTH for number, score in scores.items()}
        for metric, score in spot.named:
            number = self._numbers[metric.key]
            worth = score if not spot.carried else score * _CARRIED_WORTH
            if factor_between(figure.unit, metric.unit) is not None:
                scores[number] = max(scores.get(number, 0.0), round(worth, 2))
        return scores

    def _candidates(
        self, figure: TextFigure, spot: Spot, scores: Mapping[int, float]
    ) -> list[_Candidate]:
        """Return the metrics that a figure may name, compared, likeliest first."""
        candidates = []
        for number, score in scores.items():
            known, row = self._published.known[number], self._row(number, spot)
            if row is not None:
                candidates.append(_Candidate(known, score, row, _compared(figure, row, known)))
        return sorted(candidates, key=lambda each: -each.score)

    def _judged(self, figure: TextFigure, chosen: _Candidate, spot: Spot) -> Verdict:
        comparison, row, metric = chosen.comparison, chosen.row, chosen.known.metric
        agrees = comparison is not None and comparison.agrees
        unsure = chosen.score < _CERTAIN or not _is_unit_of(figure, row, chosen.known)
        if not agrees and unsure and _is_small_word(figure):
            return Verdict(figure, NOT_FOUND, message("No published metric is like it"))
        another = comparison is None and figure.value != row.value
        if not agrees and (another or _counts_another(figure, row, chosen.known)):
            text = message("Published in another unit: {published}", published=row.as_printed)
            return Verdict(figure, UNVERIFIABLE, text, row, metric)
        within = row.upper and row.value and row.value <= figure.value <= row.upper
        if not agrees and figure.upper is None and within:
            text = message("What is published is not exact enough to tell: {arithmetic}",
                           arithmetic=row.as_printed)  # fmt: skip
            return Verdict(figure, UNVERIFIABLE, text, row, metric)
        if comparison is None:
            text = message("Published in another unit: {published}", published=row.as_printed)
            return Verdict(figure, DIFFERING, text, row, metric, suggestion=row.as_printed)
        return Verdict(
            figure,
            comparison.outcome,
            comparison.reason,
            row,
            metric,
            difference=comparison.difference,
            suggestion="" if comparison.agrees else row.as_printed,
            notes=() if comparison.agrees else self._published_elsewhere(figure, chosen, spot),
        )

    def _published_elsewhere(
        self, figure: TextFigure, chosen: _Candidate, spot: Spot
    ) -> tuple[Message, ...]:
        """Return the notes on where else a differing figure's value is published."""
        notes = []
        for other, row in self._published.series(chosen.known.metric, spot.region).items():
            if other != spot.year and row.value == figure.value:
                notes.append(message("{printed} is the figure of {year}",
                                    printed=row.as_printed, year=other))  # fmt: skip
        for number, known in enumerate(self._published.known):
            other_row = self._row(number, spot)
            if known is not chosen.known and _same_figure(figure, other_row, known):
                notes.append(message("The value is that of “{metric}”", metric=known.metric.zh))
        return tuple(notes[:2])

    def _by_value(self, figure: TextFigure, spot: Spot, scores: Mapping[int, float]) -> Verdict:
        """Look a figure up by value: support where words agree a little, else a hint."""
        moved = figure.change in ("growth", "decline")
        equal = [
            (scores.get(number, 0.0), known, row)
            for number, known in enumerate(self._published.known)
            if (row := self._row(number, spot))
            and _same_figure(figure, row, known)
            and (known.label.is_change or not moved)
        ]
        if not equal:
            return Verdict(figure, NOT_FOUND, message("No published metric is like it"))
        score, known, row = max(equal, key=lambda each: each[0])
        if score >= _WEAK and len(figure.value.normalize().as_tuple().digits) >= _TELLING_DIGITS:
            text = message("Published as {published} under “{metric}”; the wording is unlike",
                           published=row.as_printed, metric=known.metric.zh)  # fmt: skip
            return Verdict(figure, SUPPORTED, text, row, known.metric)
        text = message("No published metric is like it; the same value stands under “{metric}”",
                       metric=known.metric.zh)  # fmt: skip
        return Verdict(figure, NOT_FOUND, text)


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
    if not figure.unit or _is_unit_of(figure, row, known):
        return compare_stated(figure, row)
    factor = factor_between(figure.unit, row.unit)
    if Label("", row.unit).family not in MEASURED and factor in (None, 1):
        return compare_stated(figure, row)
    return None if factor is None else compare_stated(figure, row, factor)


def _is_unit_of(figure: TextFigure, row: Observation, known: Known) -> bool:
    return fold(figure.unit) == fold(row.unit) or known.means_the_same(figure.unit)


def _counts_another(figure: TextFigure, row: Observation, known: Known) -> bool:
    """Return whether a figure in another unit is of another size: 物资58类、4.1万件."""
    factor = factor_between(figure.unit, row.unit)
    if (
        not figure.unit
        or _is_unit_of(figure, row, known)
        or factor not in (None, 1)
        or not row.value
    ):
        return False
    return not row.value / _ANOTHER_SIZE <= figure.value <= row.value * _ANOTHER_SIZE


def _same_figure(figure: TextFigure, row: Observation | None, known: Known) -> bool:
    if row is None or (row.value, row.upper) != (figure.value, figure.upper):
        return False
    return _is_unit_of(figure, row, known)


def _is_small_word(figure: TextFigure) -> bool:
    """Return whether a figure is a small number in words, which may only group: 四个等级."""
    if figure.unit in TENTHS:
        return False
    return figure.value <= _SMALL and not any(letter.isdecimal() for letter in figure.printed)
