"""State and compute totals, shares and averages of published figures.

Each kind yields what is stated and what is computed, once for every reading that its words allow.
"""

from calendar import isleap
from collections.abc import Sequence
from decimal import Decimal

from metrics.i18n import message
from metrics.model.catalogue import Metric
from metrics.proofreading.claims.amounts import (
    Amount,
    Undecided,
    added_up,
    difference,
    ratio,
    shared_out,
)
from metrics.proofreading.claims.changes import Readings, as_printed, percent, signed
from metrics.proofreading.claims.conversions import factor_between, in_unit_of
from metrics.proofreading.claims.levels import StatedValue, agreement, stated_value
from metrics.proofreading.claims.matter import Matter

_MONTHS, _QUARTERS, _WEEKS, _DAYS_OF_WEEK, _HOURS = 12, 4, 52, 7, 24


def _counts(per: str, years: Sequence[int]) -> list[Decimal]:
    """Return how many days or weeks years have: some count a leap year with 365."""
    days = Decimal(sum(365 + isleap(year) for year in years))
    usual = Decimal(365 * len(years))
    if per == "day":
        return [days, usual]
    return [Decimal(_WEEKS * len(years)), days / _DAYS_OF_WEEK]


def total(matter: Matter) -> Readings:
    """Return the stated and the computed total of years or regions."""
    scene = matter.claim.scene
    stated = in_unit_of(matter.figure, matter.metric)
    if stated is None:
        raise Undecided(message("“{metric}” counts in another unit", metric=matter.metric.zh))
    if matter.published.is_share(matter.metric):
        raise Undecided(message("Shares cannot be added up"))
    years = scene.years or (matter.year,)
    if scene.summands:
        yield stated, added_up([matter.of(*years, metric=each) for each in scene.summands])
    else:
        yield stated, matter.of(*years)


def share(matter: Matter) -> Readings:
    """Return the stated and the computed share of a whole."""
    scene, stated, published = matter.claim.scene, percent(matter.figure), matter.published
    mine = tuple(r for r in matter.regions if r != published.city)
    if mine:
        whole = matter.of(matter.year, regions=scene.whole or (published.city,))
        yield stated, ratio(matter.of(matter.year, regions=mine), whole, 100)
        return
    if matter.year in scene.window and scene.here and not scene.whole_metrics:
        yield stated, ratio(matter.of(matter.year), matter.of(*scene.window), 100)
        return  # 两年合计14857次，其中2024年占56.0%
    part, whole_metric = _part_and_whole(matter)
    if whole_metric is None and (known := published.whole_of(part)):
        shown = _share_of(matter, matter.year, part, known)  # 救护召唤中，紧急召唤占85.0%
        if agreement(stated, shown.span):
            yield stated, shown
            return
    yield stated, _shares(matter, matter.year)


def _part_and_whole(matter: Matter) -> tuple[Metric, Metric | None]:
    """Return the metrics of a share: the whole is named, or known to hold the part.

    管控的4120项重大事故隐患中，挂牌督办134项，占3.3%; 楼宇火警占全部火警的九成.
    """
    scene, metric = matter.claim.scene, matter.metric
    named = scene.whole_metrics[0][0] if scene.whole_metrics else None
    if named is not None and named != metric:
        return metric, named
    told = list(dict.fromkeys(its[0][0] for its, _ in scene.trail if its))
    if named == metric:  # 占救护召唤总数的86.8%
        return next(
            (m for m in reversed(told) if matter.published.is_part(m, metric)), metric
        ), named
    holds = (m for m in reversed(told) if matter.published.is_part(metric, m))
    return metric, next(holds, None)


def _shares(matter: Matter, year: int) -> Amount:
    """Return the share of a metric in the whole that its words name; raises Undecided."""
    part, other = _part_and_whole(matter)
    if other is None or other.unit != part.unit:
        raise Undecided(message("Of what it is a share is not clear"))
    return _share_of(matter, year, part, other)


def _share_of(matter: Matter, year: int, part: Metric, whole: Metric) -> Amount:
    return ratio(matter.of(year, metric=part), matter.of(year, metric=whole), 100)


def share_change(matter: Matter) -> Readings:
    """Return by how many points a claim says that a share moved, and did."""
    published, scene = matter.published, matter.claim.scene
    mine = tuple(r for r in matter.regions if r != published.city)
    if matter.figure.unit != "百分点":
        raise Undecided(message("Of what it is a share is not clear"))
    stated = stated_value(matter.figure)
    if not mine:
        new, old = (_shares(matter, y) for y in (matter.year, scene.base.year_before(matter.year)))
        yield from _moved(matter, stated, new, old)
        return
    whole = scene.whole or (published.city,)
    earlier = matter.year if scene.base.regions else scene.base.year_before(matter.year)
    compared = ((matter.year, mine), (earlier, scene.base.regions or mine))
    new, old = (
        ratio(matter.of(year, regions=regions), matter.of(year, regions=whole), 100)
        for year, regions in compared
    )
    yield from _moved(matter, stated, new, old)


def _moved(matter: Matter, stated: StatedValue, new: Amount, old: Amount) -> Readings:
    """Yield the change of a share, and that of the shares as they are printed."""
    for one, other in ((new, old), (as_printed(new, stated), as_printed(old, stated))):
        yield signed(stated, difference(one, other), matter.claim.sign)


def mean(matter: Matter) -> Readings:
    """Return the stated and the computed average."""
    scene, published, year = matter.claim.scene, matter.published, matter.year
    stated = in_unit_of(matter.figure, matter.metric)
    years = scene.years or (year,)
    if stated is None and not matter.claim.per:
        stated = stated_value(matter.figure)
    if stated is None:
        raise Undecided(message("“{metric}” counts in another unit", metric=matter.metric.zh))
    match matter.claim.per:
        case "month":
            yield stated, shared_out(matter.of(*years), _MONTHS * len(years))
        case "quarter":
            yield stated, shared_out(matter.of(*years), _QUARTERS * len(years))
        case "week" | "day":
            whole = matter.of(*years)
            means = [shared_out(whole, each) for each in _counts(matter.claim.per, years)]
            yield stated, next((m for m in means if agreement(stated, m.span)), means[0])
        case "hour":
            hours = _counts("day", years)
            yield stated, shared_out(matter.of(*years), hours[0] * _HOURS)
        case "region":
            regions = scene.regions if len(scene.regions) > 1 else published.districts
            yield stated, shared_out(matter.of(year, regions=regions), max(len(regions), 1))
        case "year" if len(years) > 1:
            yield stated, shared_out(matter.of(*years), len(years))
        case _:
            yield stated_value(matter.figure), _quotient(matter)


def mean_change(matter: Matter) -> Readings:
    """Return the stated and the computed change of a monthly average."""
    scene, per, year = matter.claim.scene, matter.claim.per, matter.year
    stated = in_unit_of(matter.figure, matter.metric)
    if stated is None:
        raise Undecided(message("“{metric}” counts in another unit", metric=matter.metric.zh))
    moved = difference(matter.of(year), matter.of(scene.base.year_before(year)))
    number = {"month": _MONTHS, "quarter": _QUARTERS}.get(per)
    parts = [Decimal(number)] if number else _counts(per, (year,))
    yield from (signed(stated, shared_out(moved, each), matter.claim.sign) for each in parts)


def _quotient(matter: Matter) -> Amount:
    """Return 平均每场演练56人次: a metric in the figure's unit by the one that is named."""
    scene, figure = matter.claim.scene, matter.figure
    named = [*scene.metrics, *(each for metrics, _ in reversed(scene.trail) for each in metrics)]
    fitting = (m for m, _ in named if figure.unit and factor_between(figure.unit, m.unit) == 1)
    above = next(fitting, None)
    below = scene.divisor[0][0] if scene.divisor else None
    if above is None or below is None or above == below or len(scene.years) > 1:
        raise Undecided(message("By what it is divided is not clear"))
    return ratio(matter.of(matter.year, metric=above), matter.of(matter.year, metric=below))
