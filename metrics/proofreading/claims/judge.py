"""Judge claims of amounts: changes, ratios, totals, shares and averages.

Each kind names the amounts it is made of; `amounts` does the arithmetic and says why it cannot.
A claim whose words allow two readings holds only where both agree.
"""

from collections.abc import Callable
from dataclasses import replace

from metrics.i18n import Message, message
from metrics.model.catalogue import Metric
from metrics.proofreading.claims.alternatives import Subject, fits_change
from metrics.proofreading.claims.amounts import Amount, Undecided
from metrics.proofreading.claims.changes import (
    Readings,
    added,
    change,
    doubling,
    gap,
    growth_rate,
    halving,
    index,
    multiplied,
    percent,
    rate_change,
    times_more,
    times_of,
    yearly_change,
    yearly_rate,
)
from metrics.proofreading.claims.conversions import TENTHS, in_unit_of
from metrics.proofreading.claims.each import each_of
from metrics.proofreading.claims.findings import Finding, compared, together, unverifiable
from metrics.proofreading.claims.goals import exceeded, of_target
from metrics.proofreading.claims.kinds import is_part
from metrics.proofreading.claims.levels import ONE_SIDED, StatedValue
from metrics.proofreading.claims.matter import Matter
from metrics.proofreading.claims.naming import of_a_part
from metrics.proofreading.claims.places import PLACES
from metrics.proofreading.claims.portions import mean, mean_change, share, share_change, total
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.remainders import extremes, rest
from metrics.proofreading.claims.scene import Base, Claim, ClaimKind, Named, Scene
from metrics.proofreading.rounding import DIFFERING, NOT_FOUND

_FEW_TOLD = (2, 3)
"""How many figures of a metric a sentence states between which a change is looked for."""
_COUNTS = ("total", "mean", "added")
_OFTEN_SINCE = ("times-more", "doubling", "multiplied", "halving")
"""Kinds that seldom compare with the year before, where no base is named."""
SURE_ENOUGH = 0.65
"""A name less like its metric calls nothing wrong: 森林火情 may not be 森林火灾."""
_LEAST, _CLOSE, _SURE, _NAMED = 0.5, 0.1, 0.97, 0.85


def judge(published: Published, claim: Claim, default: int) -> Finding | None:
    """Return the finding on a claim, or None where it names nothing publishable."""
    scene = claim.scene
    if scene.unknown and not claim.scene.metrics:
        return Finding(NOT_FOUND, message("No published metric is like it"))
    figure = claim.figure.figure if claim.figure else None
    if claim.kind == "target" and not scene.metrics and figure and is_part(figure):
        return unverifiable(message("No target is published that it could be held against"))
    if not scene.metrics:
        return None
    scene = replace(scene, metrics=_that_change(claim))
    claim = replace(claim, scene=scene)
    top, score = scene.metrics[0]
    if score < _LEAST:
        return Finding(NOT_FOUND, message("No published metric is like it"))
    if reason := undecidable(claim):
        return unverifiable(reason, top)
    likely = [top] + [
        metric
        for metric, its in scene.metrics[1:3]
        if score < _SURE and score - its < _CLOSE and metric.unit == top.unit
    ]
    found = [_of_years(published, claim, metric, default) for metric in likely]
    if len({each.outcome for each in found}) > 1 and not found[0].agrees:
        reason = message("It may mean “{one}” or “{other}”", one=likely[0].zh, other=likely[1].zh)
        return unverifiable(reason, top, found[0].uses, found[0].arithmetic)
    if score < SURE_ENOUGH and found[0].outcome == DIFFERING:
        return Finding(NOT_FOUND, message("No published metric is like it"))
    if found[0].outcome == DIFFERING and (scene.doubtful or _of_another(claim, top)):
        reason = message("What it is about is not clear")
        return unverifiable(reason, top, found[0].uses, found[0].arithmetic)
    return found[0]


def _of_another(claim: Claim, metric: Metric) -> bool:
    """Return whether a claim counts what no metric is, or a grade of one: 未发生重大事故."""
    scene, figure = claim.scene, claim.figure.figure if claim.figure else None
    own_unit = figure is None or (claim.kind in _COUNTS and figure.unit != metric.unit)
    return (bool(scene.unknown) and own_unit) or of_a_part(scene.words, metric, "grade")


def _that_change(claim: Claim) -> Named:
    """Return a claim's metrics; behind percentage points none that counts points."""
    metrics = claim.scene.metrics
    if claim.kind != "difference":
        return metrics
    return tuple(each for each in metrics if each[0].unit != "百分点") or metrics


def _of_years(published: Published, claim: Claim, metric: Metric, default: int) -> Finding:
    """Judge a claim in its year; of a year named around it, in the draft's too."""
    found, scene = _judged(published, claim, metric, default), claim.scene
    between = found.outcome == DIFFERING or (not found.agrees and scene.base == Base())
    if between and (told := _between_told(published, claim, metric)):
        return told
    since = _since_another_year(published, claim, metric, default)
    if found.outcome == DIFFERING and since is not None:
        reason = message("It fits another base year: {arithmetic}", arithmetic=since.text)
        return unverifiable(reason, metric, since.uses, since.text)
    if found.outcome == DIFFERING and _is_base_doubtful(published, claim, metric):
        reason = message("What it compares with is not clear")
        return unverifiable(reason, metric, found.uses, found.arithmetic)
    kept = claim.kind == "total" and scene.years and "total" not in claim.cues
    if found.outcome == DIFFERING and kept and claim.qualifier in (*ONE_SIDED, "more_than"):
        reason = message("Over which years is not clear")
        return unverifiable(reason, metric, found.uses, found.arithmetic)
    for own in () if found.agrees else _without_carried(scene):
        usual = _judged(published, replace(claim, scene=own), metric, default)
        if usual.agrees:
            return usual
        if found.outcome != usual.outcome or found.outcome != DIFFERING:
            reason = message("What it is about is not clear")
            return unverifiable(reason, metric, found.uses, found.arithmetic)
    others = list(scene.other_years(default))
    if claim.kind == "run" and scene.year and scene.year + claim.number == default:
        others = [default]  # 2020年触底后连续四年回升
    if scene.relative and scene.year:
        others = [scene.year - 1, scene.year + 1]
    again = (replace(claim, scene=replace(scene, year=year)) for year in others)
    if found.outcome != DIFFERING or not any(
        _judged(published, each, metric, default).agrees for each in again
    ):
        return found
    reason = message("It depends on the year that is meant")
    return unverifiable(reason, metric, found.uses, found.arithmetic)


def _between_told(published: Published, claim: Claim, metric: Metric) -> Finding | None:
    """Return that a change is the one between two figures that its sentence states.

    由18.4亿元提高到31.5亿元，增加13.1亿元; 2024年126项，2023年为118项，增幅6.8%.
    """
    scene = claim.scene
    if claim.kind not in ("growth", "difference") or scene.base.regions or scene.base.metrics:
        return None
    stated, rate = _stated_change(claim, metric), claim.kind == "growth"
    for region in {*scene.regions[:1], published.city} if stated else ():
        series = published.series(metric, region)
        told = [year for year, row in sorted(series.items()) if row.value in scene.stated]
        if stated is None or not _FEW_TOLD[0] <= len(told) <= _FEW_TOLD[1]:
            continue
        subject = Subject(published, metric, (region,), told[-1])
        if change := fits_change(stated, subject, claim.sign, rate=rate, years=told):
            return compared(stated, change, metric)
    return None


def _is_base_doubtful(published: Published, claim: Claim, metric: Metric) -> bool:
    """Return whether what a claim compares with is named badly, or not at all."""
    scene = claim.scene
    if scene.base.metrics:
        other, sure = scene.base.metrics[0]
        counts = claim.kind not in ("ratio", "times-more")
        if sure < _NAMED or (counts and other.unit != metric.unit):
            return True
    if scene.base == Base() and not scene.years and claim.kind in _OFTEN_SINCE:
        return True
    if scene.averaged and claim.kind == "difference" and not scene.base.average:
        return True  # 693 drills a month, 148 more than in 2023
    if claim.kind not in ("growth", "difference") or scene.base != Base() or not scene.year:
        return False
    known = published.series(metric, (scene.regions or (published.city,))[0])
    return any(year < scene.year and year not in known for year in scene.seen)  # 2019年3120次，…


def _without_carried(scene: Scene) -> list[Scene]:
    """Return a scene without base and regions that stood with another metric."""
    rest = [replace(scene, regions=())] if scene.carried_regions else []
    if scene.carried_base:
        rest = [replace(each, base=Base()) for each in (scene, *rest)] + rest
    return rest


def _since_another_year(
    published: Published, claim: Claim, metric: Metric, default: int
) -> Amount | None:
    """Return the change on another year, where the words name no base and one fits."""
    scene = claim.scene
    implicit = scene.base == Base() and not scene.years and claim.figure is not None
    if claim.kind not in ("growth", "difference") or not implicit:
        return None
    regions = scene.regions or (published.city,)
    matter = Matter(published, claim, metric, regions, scene.year or default)
    rate, stated = claim.kind == "growth", _stated_change(claim, metric)
    subject = Subject(published, metric, regions, matter.year)
    years = (*scene.seen, *scene.window) if _is_loose(claim) else ()
    if stated is None or (_is_loose(claim) and not years):
        return None
    return fits_change(stated, subject, claim.sign, rate=rate, years=years)


def _is_loose(claim: Claim) -> bool:
    """Return whether a change is stated in tenths: 三成多."""
    figure = claim.figure.figure if claim.figure else None
    return figure is not None and figure.unit in TENTHS


def _stated_change(claim: Claim, metric: Metric) -> StatedValue | None:
    """Return a stated change as a percentage, or in its metric's unit."""
    assert claim.figure is not None and claim.figure.figure is not None
    figure = claim.figure.figure
    return percent(figure) if claim.kind == "growth" else in_unit_of(figure, metric)


def undecidable(claim: Claim) -> Message | None:
    """Return why nothing that is published can decide a claim, or None."""
    scene = claim.scene
    if scene.part:
        return message("Only whole years are published")
    if scene.outside or scene.base.outside:
        return message("Only figures of the bureau's own regions are published")
    if claim.kind == "unclear" or scene.base.unclear:
        return message("What it compares with is not clear")
    return None


def _judged(published: Published, claim: Claim, metric: Metric, default: int) -> Finding:
    scene = claim.scene
    if parts := each_of(claim, scene.year or default):
        return together([_judged(published, part, metric, default) for part in parts], metric)
    regions = scene.regions or (published.city,)
    year = scene.year or (scene.years[-1] if scene.years else default)
    matter = Matter(published, claim, metric, regions, year)
    findings: list[Finding] = []
    try:
        if claim.kind == "goal-met":
            return exceeded(matter)
        if place := PLACES.get(claim.kind):
            return place(matter)
        for stated, computed in _KINDS[claim.kind](matter):
            findings.append(compared(stated, computed, metric))
    except Undecided as undecided:
        open_ = unverifiable(undecided.reason, metric, undecided.uses)
        return next((each for each in findings if each.agrees), open_)
    if len({each.outcome for each in findings}) > 1:
        agreeing = next((each for each in findings if each.agrees), None)
        reason = message("It depends on the year from which it is counted")
        return agreeing or unverifiable(reason, metric, findings[0].uses, findings[0].arithmetic)
    return findings[-1]


_KINDS: dict[ClaimKind, Callable[[Matter], Readings]] = {
    "growth": growth_rate,
    "difference": change,
    "between": change,
    "gap": gap,
    "ratio": times_of,
    "times-more": times_more,
    "doubling": doubling,
    "multiplied": multiplied,
    "halving": halving,
    "yearly": yearly_rate,
    "yearly-change": yearly_change,
    "total": total,
    "share": share,
    "share-change": share_change,
    "mean": mean,
    "mean-change": mean_change,
    "index": index,
    "rate-change": rate_change,
    "added": added,
    "target": of_target,
    "extremes": extremes,
    "rest": rest,
}
