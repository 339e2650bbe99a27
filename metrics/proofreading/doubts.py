"""Withhold a verdict on a differing figure, with the reason.

What a draft leaves out (the year, the word for a total) may be read in another way that fits, and
words that name a part (核销 of 隐患点) make a figure that is far off one of something else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from metrics.i18n import Message, message
from metrics.model.catalogue import Metric
from metrics.model.observation import Observation
from metrics.proofreading.claims.alternatives import Subject, fits_level
from metrics.proofreading.claims.conversions import in_unit_of
from metrics.proofreading.claims.levels import ONE_SIDED, StatedValue, span_of
from metrics.proofreading.claims.naming import of_a_part
from metrics.proofreading.claims.published import Published, simplified
from metrics.proofreading.claims.scene import Claim
from metrics.proofreading.rounding import ROUNDED, SUPPORTED
from metrics.proofreading.stated_levels import LevelJudge, Spot
from metrics.proofreading.verdicts import Verdict
from metrics.prose import TextFigure

_FAR = 2


@dataclass(frozen=True)
class Case:
    """Hold a stated figure that differs: claim, place, verdict, words around it."""

    figure: TextFigure
    claim: Claim
    spot: Spot
    found: Verdict
    words: str


@dataclass(frozen=True)
class OpenReason:
    """Hold why a figure is left open, and the reading that fits."""

    reason: Message
    uses: tuple[Observation, ...] = ()
    arithmetic: str = ""


class Doubts:
    """Doubt the differing figures of one draft."""

    def __init__(self, published: Published, levels: LevelJudge, default: int) -> None:
        self._published, self._levels, self._default = published, levels, default

    def why_open(self, case: Case) -> OpenReason | None:
        """Return why a figure is left open; None where it stays differing."""
        for year in self._years(case):
            verdict = self._levels.verdict(case.figure, replace(case.spot, year=year))
            if verdict.outcome in (SUPPORTED, ROUNDED):
                return OpenReason(message("It depends on the year that is meant"))
        metric = case.found.metric
        stated = in_unit_of(case.figure, metric) if metric else None
        if metric and stated and (other := self._fitting(case, metric, stated)):
            return other
        scene = case.claim.scene
        if metric and stated and self._of_another(case, metric, stated):
            return OpenReason(message("What it is about is not clear"))
        alone = self._levels.verdict(case.figure, replace(case.spot, named=()))
        if scene.doubtful and case.spot.carried and alone.metric != metric:
            return OpenReason(message("What it is about is not clear"))
        return None

    def _years(self, case: Case) -> Iterator[int]:
        """Yield the other years that a figure may be of."""
        claim, scene, metric = case.claim, case.claim.scene, case.found.metric
        if claim.kind == "level-before" and not scene.base.is_time and metric:
            first = scene.years[0] - 1 if scene.years else None  # 四年间由2715项增至4453项
            series = self._published.series(metric, case.spot.region)
            yield from series if first is None else [first] if scene.loose else []
            if scene.loose:
                yield from (self._default - len(scene.years) + n for n in (0, 1))
        elif claim.kind == "level-before" and scene.base.ago:
            yield from (year - scene.base.ago for year in (*scene.seen, self._default))
        elif len(scene.years) > 1:
            yield from (*scene.years, *([self._default] if scene.loose else []))
        elif "to" in claim.cues and not scene.here and metric:
            yield from self._published.series(metric, case.spot.region)  # 减到271处，再减到246处
        elif not scene.words and scene.stated and not scene.dated and metric:
            yield from self._published.series(metric, case.spot.region)  # 92.8%、94.1%、93.5%
        elif scene.relative:
            yield from (case.spot.year - 1, case.spot.year + 1)
        else:
            yield from scene.other_years(self._default)

    def _fitting(self, case: Case, metric: Metric, stated: StatedValue) -> OpenReason | None:
        """Return the looser or summed reading that a figure fits, or None."""
        claim, scene, row = case.claim, case.claim.scene, case.found.observation
        if row and case.figure.qualifier in ONE_SIDED and span_of(row).lies_in(stated.loosely):
            reason = message("It fits another reading: {arithmetic}", arithmetic=row.as_printed)
            return OpenReason(reason, case.found.uses)
        if claim.kind != "level" or ("to" in claim.cues and not scene.years):
            return None
        regions = scene.regions or (case.spot.region,)
        subject = Subject(self._published, metric, regions, case.spot.year)
        other = fits_level(stated, subject, case.words.replace(simplified(metric.zh).lower(), ""))
        if other is None:
            return None
        reason = message("It fits another reading: {arithmetic}", arithmetic=other.text)
        return OpenReason(reason, other.uses, other.text)

    def _of_another(self, case: Case, metric: Metric, stated: StatedValue) -> bool:
        """Return whether a figure is far off, and its words name a part of the metric."""
        row = case.found.observation
        if row is None or row.value is None:
            return False
        one, other = sorted((abs(stated.value), abs(row.value)))
        slip = _digits(one) == _digits(other)  # 870 for 87, 1560 for 5160
        return one * _FAR < other and not slip and of_a_part(case.claim.scene.words, metric)


def _digits(value: Decimal) -> list[int]:
    return sorted(digit for digit in value.normalize().as_tuple().digits if digit)
