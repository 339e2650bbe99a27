"""Hold what a draft says of a target against the published one: its value, how far it was met.

Only a goal that is a plain amount is compared; where none is published, nothing is decided.
"""

from dataclasses import replace
from decimal import Decimal

from metrics.i18n import message
from metrics.proofreading.claims.amounts import Amount, Undecided, difference, ratio
from metrics.proofreading.claims.changes import Readings, percent
from metrics.proofreading.claims.conversions import in_unit_of
from metrics.proofreading.claims.findings import Finding, held
from metrics.proofreading.claims.kinds import is_part
from metrics.proofreading.claims.levels import agreement, exactly, stated_value
from metrics.proofreading.claims.matter import Matter

_WHOLE = Decimal(100)


def exceeded(matter: Matter) -> Finding:
    """Return whether a figure is above the published target: 超额完成全年目标."""
    goal = matter.published.goal(matter.metric, matter.regions[0], matter.year)
    if goal is None or goal.upper is not None:
        raise Undecided(message("No target is published that it could be held against"))
    reached = matter.of(matter.year)
    wanted, shown = exactly(goal.value), f"{reached.text} > {goal.printed}"
    above = reached.span.surely_above(wanted)
    holds = True if above else None if reached.span.maybe_above(wanted) else False
    return held(holds, shown, matter.metric, reached.uses)


def _off_target(matter: Matter, wanted: Amount, shown: str) -> Readings:
    """Yield the distance of a result from its target, where it is stated: 差一次."""
    published = matter.published.is_share(matter.metric)
    points = matter.figure.unit == "百分点"
    stated = stated_value(matter.figure) if points else in_unit_of(matter.figure, matter.metric)
    off = difference(matter.of(matter.year), wanted)
    away = off if off.nominal >= 0 else off.turned
    if points != published or stated is None or not agreement(stated, away.span):
        raise Undecided(message("The target is published as {target}", target=shown))
    yield stated, away


def of_target(matter: Matter) -> Readings:
    """Return the finding on a stated target, or on how much was met."""
    goal = matter.published.goal(matter.metric, matter.regions[0], matter.year)
    if goal is None or goal.upper is not None:
        raise Undecided(message("No target is published that it could be held against"))
    wanted = Amount(exactly(goal.value), goal.printed, (), goal.value)
    said = "target" in matter.claim.cues and matter.figure.value != goal.value
    of_share = not said and matter.published.is_share(matter.metric)
    if of_share or not is_part(matter.figure):  # 高于92.5%的目标
        stated = in_unit_of(matter.figure, matter.metric)
        if stated is None or matter.figure.value != goal.value:
            yield from _off_target(matter, wanted, goal.printed)
            return
        yield replace(stated, qualifier="exact"), wanted
        return
    met = ratio(matter.of(matter.year), wanted, 100)
    cue = matter.claim.cues.get("target")
    beyond = cue is not None and cue.value == "beyond"  # 超额完成3.9%
    less = _WHOLE if beyond else Decimal(0)
    span = replace(met.span, low=met.span.low - less, high=met.span.high - less)
    yield percent(matter.figure), replace(met, span=span, nominal=met.nominal - less)
