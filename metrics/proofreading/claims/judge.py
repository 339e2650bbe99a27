"""Judge claims of amounts: changes, ratios, totals, shares and averages.

Each kind names the amounts it is made of; `amounts` does the arithmetic and says why it cannot.
A claim whose words allow two readings holds only where both agree.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from metrics.i18n import Message, message
from metrics.model.catalogue import Metric
from metrics.proofreading.claims.alternatives import Subject, fits_change
from metrics.proofreading.claims.amounts import (
    Amount,
    Undecided,
    difference,
    growth,
    must_compare,
    ratio,
    shared_out,
    yearly,
)
from metrics.proofreading.claims.conversions import factor_between, in_unit_of
from metrics.proofreading.claims.findings import (
    NOT_FOUND,
    Finding,
    compared,
    unverifiable,
)
from metrics.proofreading.claims.levels import ONE_SIDED, Said, as_multiple, said
from metrics.proofreading.claims.matter import Matter
from metrics.proofreading.claims.places import PLACES
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.remainders import extremes, rest
from metrics.proofreading.claims.scene import Base, Claim
from metrics.proofreading.rounding import DIFFERING
from metrics.prose import TextFigure

_HUNDRED, _TEN = Decimal(100), Decimal(10)
_LEAST, _CLOSE, _SURE = 0.5, 0.1, 0.97
_MONTHS, _QUARTERS = 12, 4
_PER_MILLE = Decimal("0.1")


def judge(published: Published, claim: Claim, default: int) -> Finding | None:
    """Return the finding on a claim; None where it names nothing that could be published."""
    scene = claim.scene
    if scene.unknown and not claim.scene.metrics:
        return Finding(NOT_FOUND, message("No published metric is like it"))
    if not scene.metrics:
        return None
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
    if len({each.outcome for each in found}) > 1 and not all(each.agrees for each in found):
        reason = message("It may mean “{one}” or “{other}”", one=likely[0].zh, other=likely[1].zh)
        return unverifiable(reason, top, found[0].uses, found[0].arithmetic)
    if scene.doubtful and found[0].outcome == DIFFERING:
        reason = message("What it is about is not clear")
        return unverifiable(reason, top, found[0].uses, found[0].arithmetic)
    return found[0]


def _of_years(published: Published, claim: Claim, metric: Metric, default: int) -> Finding:
    """Judge a claim in its year; where only the paragraph names one, also in the draft's."""
    found, scene = _judged(published, claim, metric, default), claim.scene
    since = _since_another_year(published, claim, metric, default)
    if found.outcome == DIFFERING and since is not None:
        reason = message("It fits another base year: {arithmetic}", arithmetic=since.text)
        return unverifiable(reason, metric, since.uses, since.text)
    implicit = scene.base == Base() and not scene.years
    if found.outcome == DIFFERING and implicit and claim.kind in ("times-more", "doubling"):
        reason = message("What it compares with is not clear")
        return unverifiable(reason, metric, found.uses, found.arithmetic)
    kept = claim.kind == "total" and scene.years and "total" not in claim.cues
    if found.outcome == DIFFERING and kept and claim.qualifier in (*ONE_SIDED, "more_than"):
        reason = message("Over which years is not clear")
        return unverifiable(reason, metric, found.uses, found.arithmetic)
    others = [] if scene.here or scene.year in (None, default) else [default]
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
    rate = claim.kind == "growth"
    stated = _percent(matter.figure) if rate else in_unit_of(matter.figure, metric)
    subject = Subject(published, metric, regions, matter.year)
    return fits_change(stated, subject, claim.sign, rate=rate) if stated else None


def undecidable(claim: Claim) -> Message | None:
    """Return why nothing that is published can decide a claim, or None."""
    scene = claim.scene
    if claim.kind == "target":
        return message("No target is published that it could be held against")
    if scene.part:
        return message("Only whole years are published")
    if scene.outside or scene.base.outside:
        return message("Only figures of the bureau's own regions are published")
    if claim.kind == "unclear" or scene.base.unclear:
        return message("What it compares with is not clear")
    return None


def _judged(published: Published, claim: Claim, metric: Metric, default: int) -> Finding:
    scene = claim.scene
    regions = scene.regions or (published.city,)
    year = scene.year or (scene.years[-1] if scene.years else default)
    matter = Matter(published, claim, metric, regions, year)
    try:
        if place := PLACES.get(claim.kind):
            return place(matter)
        findings = [
            compared(stated, computed, metric) for stated, computed in _KINDS[claim.kind](matter)
        ]
    except Undecided as undecided:
        return unverifiable(undecided.reason, metric, undecided.uses)
    if len({each.outcome for each in findings}) > 1:
        if claim.kind == "added":
            return next(each for each in findings if each.agrees)
        reason = message("It depends on the year from which it is counted")
        return unverifiable(reason, metric, findings[0].uses, findings[0].arithmetic)
    return findings[-1]


# -- kinds: each yields what is stated and what is computed, once for every reading ------------

Readings = Iterator[tuple[Said, Amount]]


def _percent(figure: TextFigure) -> Said:
    """Return a stated share in percent: 三成, 三分之二, 3.5‰."""
    stated = said(figure)
    if figure.unit == "成":
        return stated.scaled(_TEN)
    if figure.unit == "‰":
        return stated.scaled(_PER_MILLE)
    if figure.unit == "%":
        return stated
    return replace(stated.scaled(_HUNDRED), last=_TEN, rough=_TEN)


def _signed(stated: Said, computed: Amount, sign: int) -> tuple[Said, Amount]:
    """Return a computed change in the direction that the words give."""
    if sign >= 0:
        return stated, computed
    return stated, computed.turned


def _bases(matter: Matter, *, rate: bool) -> Iterator[tuple[Amount, Amount]]:
    """Yield new and old of a change, for each base that the words allow."""
    scene, year = matter.claim.scene, matter.year
    base = scene.base
    if base.regions or base.metrics:
        metric = base.metrics[0][0] if base.metrics and not base.regions else matter.metric
        if metric == matter.metric and set(base.regions or matter.regions) == set(matter.regions):
            raise Undecided(message("What it compares with is not clear"))
        yield matter.of(year), matter.of(year, regions=base.regions, metric=metric)
        return
    if base.is_time or not scene.years:
        olds = [base.year_before(year)]
    else:
        olds = [scene.years[0], *([scene.years[0] - 1] if scene.loose else [])]
    if year in olds:
        olds = [each for each in olds if each != year]
    if not olds:
        raise Undecided(message("What it compares with is not clear"))
    for old_year in olds:
        new, old = matter.of(year), matter.of(old_year)
        must_compare(matter.published, new, old, rate=rate)
        yield new, old


def _growth(matter: Matter) -> Readings:
    stated, sign = _percent(matter.figure), matter.claim.sign
    if matter.published.is_share(matter.metric):
        new, old = next(_bases(matter, rate=False))
        text = difference(new, old).text
        raise Undecided(
            message("A share changes by percentage points: {arithmetic}", arithmetic=text),
            (*new.uses, *old.uses),
        )
    for new, old in _bases(matter, rate=True):
        yield _signed(stated, growth(new, old), sign)


def _difference(matter: Matter) -> Readings:
    figure, metric = matter.figure, matter.metric
    points = figure.unit == "百分点"
    if points != matter.published.is_share(metric):
        text = message("The unit of the change does not go with “{metric}”", metric=metric.zh)
        raise Undecided(text)
    stated = said(figure) if points else in_unit_of(figure, metric)
    if stated is None:
        raise Undecided(message("“{metric}” counts in another unit", metric=metric.zh))
    for new, old in _bases(matter, rate=False):
        yield _signed(stated, difference(new, old), matter.claim.sign)


def _gap(matter: Matter) -> Readings:
    """Return how far two regions lie apart, whichever has more."""
    regions = (*matter.claim.scene.regions, *matter.claim.scene.base.regions)
    stated = in_unit_of(matter.figure, matter.metric)
    if len(regions) != 2 or stated is None:
        raise Undecided(message("What it compares with is not clear"))
    one, other = (matter.of(matter.year, regions=(region,)) for region in regions)
    more, less = (one, other) if one.nominal >= other.nominal else (other, one)
    yield stated, difference(more, less)


def _ratio(matter: Matter) -> Readings:
    figure = matter.figure
    percent = figure.unit != "倍"
    stated = _percent(figure) if percent else as_multiple(said(figure))
    for new, old in _bases(matter, rate=True):
        yield stated, ratio(new, old, 100 if percent else 1)


def _times_more(matter: Matter) -> Readings:
    stated = as_multiple(said(matter.figure))
    for new, old in _bases(matter, rate=True):
        times = ratio(new, old)
        more = Amount(
            replace(times.span, low=times.span.low - 1, high=times.span.high - 1),
            f"{times.text} (− 1)", times.uses, times.nominal - 1,
        )  # fmt: skip
        yield stated, more


def _doubling(matter: Matter) -> Readings:
    figure = matter.figure
    times = Decimal(2) ** figure.value
    stated = as_multiple(replace(said(figure), value=times, rough=Decimal(1)))
    for new, old in _bases(matter, rate=True):
        yield stated, ratio(new, old)


def _multiplied(matter: Matter) -> Readings:
    claim, one = matter.claim, Decimal(1)
    stated = as_multiple(Said(Decimal(claim.number), claim.value or "exact", one, one))
    for new, old in _bases(matter, rate=True):
        yield stated, ratio(new, old)


def _halving(matter: Matter) -> Readings:
    for new, old in _bases(matter, rate=True):
        yield _signed(Said(Decimal(50), "exact", _TEN, _TEN), growth(new, old), -1)


def _yearly(matter: Matter) -> Readings:
    scene, stated = matter.claim.scene, _percent(matter.figure)
    years, last = scene.years, matter.year
    if scene.base.year is not None:
        firsts = [scene.base.year]
    elif years:
        firsts = [years[0], *([years[0] - 1] if scene.loose else [])]
    else:
        raise Undecided(message("The years over which it is averaged are not clear"))
    for first in firsts:
        new, old = matter.of(last), matter.of(first)
        must_compare(matter.published, new, old, rate=True)
        if last <= first or new.span.low <= 0:
            raise Undecided(message("The years over which it is averaged are not clear"))
        yield _signed(stated, yearly(new, old, last - first), matter.claim.sign)


def _total(matter: Matter) -> Readings:
    scene = matter.claim.scene
    stated = in_unit_of(matter.figure, matter.metric)
    if stated is None:
        raise Undecided(message("“{metric}” counts in another unit", metric=matter.metric.zh))
    if matter.published.is_share(matter.metric):
        raise Undecided(message("Shares cannot be added up"))
    yield stated, matter.of(*(scene.years or (matter.year,)))


def _share(matter: Matter) -> Readings:
    scene, stated, published = matter.claim.scene, _percent(matter.figure), matter.published
    mine = tuple(r for r in matter.regions if r != published.city)
    if mine:
        whole = matter.of(matter.year, regions=scene.whole or (published.city,))
        yield stated, ratio(matter.of(matter.year, regions=mine), whole, 100)
        return
    other = next((m for m, _ in scene.whole_metrics if m != matter.metric), None)
    if other is None or other.unit != matter.metric.unit:
        raise Undecided(message("Of what it is a share is not clear"))
    whole = matter.of(matter.year, metric=other)
    yield stated, ratio(matter.of(matter.year), whole, 100)


def _share_change(matter: Matter) -> Readings:
    published, scene = matter.published, matter.claim.scene
    mine = tuple(r for r in matter.regions if r != published.city)
    if not mine or matter.figure.unit != "百分点":
        raise Undecided(message("Of what it is a share is not clear"))
    whole = scene.whole or (published.city,)
    new, old = (
        ratio(matter.of(year, regions=mine), matter.of(year, regions=whole), 100)
        for year in (matter.year, scene.base.year_before(matter.year))
    )
    yield _signed(said(matter.figure), difference(new, old), matter.claim.sign)


def _mean(matter: Matter) -> Readings:
    scene, published, year = matter.claim.scene, matter.published, matter.year
    stated = in_unit_of(matter.figure, matter.metric)
    years = scene.years or (year,)
    if stated is None and not matter.claim.per:
        stated = said(matter.figure)
    if stated is None:
        raise Undecided(message("“{metric}” counts in another unit", metric=matter.metric.zh))
    match matter.claim.per:
        case "month":
            yield stated, shared_out(matter.of(*years), _MONTHS * len(years))
        case "quarter":
            yield stated, shared_out(matter.of(*years), _QUARTERS * len(years))
        case "day":
            yield stated, shared_out(matter.of(*years), sum(365 + isleap(y) for y in years))
        case "region":
            regions = scene.regions if len(scene.regions) > 1 else published.districts
            yield stated, shared_out(matter.of(year, regions=regions), max(len(regions), 1))
        case "year" if len(years) > 1:
            yield stated, shared_out(matter.of(*years), len(years))
        case _:
            yield said(matter.figure), _quotient(matter)


def _quotient(matter: Matter) -> Amount:
    """Return 平均每场演练56人次: a metric in the figure's unit by the one that is named."""
    scene, figure = matter.claim.scene, matter.figure
    named = [*scene.metrics, *(each for told, _ in reversed(scene.trail) for each in told)]
    fitting = (m for m, _ in named if figure.unit and factor_between(figure.unit, m.unit) == 1)
    above = next(fitting, None)
    below = scene.divisor[0][0] if scene.divisor else None
    if above is None or below is None or above == below or len(scene.years) > 1:
        raise Undecided(message("By what it is divided is not clear"))
    return ratio(matter.of(matter.year, metric=above), matter.of(matter.year, metric=below))


def _added(matter: Matter) -> Readings:
    stated = in_unit_of(matter.figure, matter.metric)
    if stated is None:
        raise Undecided(message("“{metric}” counts in another unit", metric=matter.metric.zh))
    yield stated, matter.of(matter.year)
    yield from _difference(matter)


_KINDS: dict[str, Callable[[Matter], Readings]] = {
    "growth": _growth,
    "difference": _difference,
    "between": _difference,
    "gap": _gap,
    "ratio": _ratio,
    "times-more": _times_more,
    "doubling": _doubling,
    "multiplied": _multiplied,
    "halving": _halving,
    "yearly": _yearly,
    "total": _total,
    "share": _share,
    "share-change": _share_change,
    "mean": _mean,
    "added": _added,
    "extremes": extremes,
    "rest": rest,
}
