"""Compute how districts stand to each other and to the city: extremes, and the rest."""

from collections.abc import Iterator

from metrics.i18n import message
from metrics.proofreading.claims.amounts import Amount, Undecided, difference, ratio
from metrics.proofreading.claims.conversions import in_unit_of
from metrics.proofreading.claims.levels import StatedValue, agreement, as_multiple, stated_value
from metrics.proofreading.claims.matter import Matter


def extremes(matter: Matter) -> Iterator[tuple[StatedValue, Amount]]:
    """Yield the district with most against the one with least: 最多的是最少的1.4倍."""
    known = [matter.of(matter.year, regions=(each,)) for each in matter.published.districts]
    if len(known) < 2 or not all(each.span.exact for each in known):
        raise Undecided(message("What it compares with is not clear"))
    least, *_, most = sorted(known, key=lambda each: each.nominal)
    stated, times = as_multiple(stated_value(matter.figure)), ratio(most, least)
    named = {*matter.regions, *matter.claim.scene.base.regions} & set(matter.published.districts)
    if not named and not agreement(stated, times.span):
        raise Undecided(message("What it compares with is not clear"))
    yield stated, times


def rest(matter: Matter) -> Iterator[tuple[StatedValue, Amount]]:
    """Yield the city without the districts that the sentence states, if it agrees."""
    published, scene = matter.published, matter.claim.scene
    stated = in_unit_of(matter.figure, matter.metric)
    districts = tuple(dict.fromkeys(
        each for metrics, its in scene.trail for each in its
        if metrics and metrics[0][0] == matter.metric and each in published.districts
    ))  # fmt: skip
    if stated is None or not districts:
        raise Undecided(message("What it compares with is not clear"))
    left = difference(matter.of(matter.year, regions=(published.city,)),
                      matter.of(matter.year, regions=districts))  # fmt: skip
    if not agreement(stated, left.span):
        raise Undecided(message("What it compares with is not clear"))
    yield stated, left
