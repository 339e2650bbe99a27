"""Give each figure of several its own region, year, metric or base.

分别 parts what follows among what went before; a list of figures as long as the list of regions
before it (增长25.8%、25.2%、31.2%) does so without the word.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from metrics.proofreading.claims.conversions import factor_between
from metrics.proofreading.claims.kinds import MOVES, is_part
from metrics.proofreading.claims.scene import Base, Clause, Named, Scene
from metrics.proofreading.claims.tokens import Token
from metrics.proofreading.claims.words import bare_of_light, joining, number_of
from metrics.prose import TextFigure

Naming = Callable[[str, Sequence[Token]], Named]
_PARTED = re.compile("[、和及与]|以及")
_SEVERAL = re.compile("([两二三四五])[项者类]")
_SURE = 0.97
_AGAINST = {"share", "mean", "total"}
"""Cues whose figures behind 分别 are of places or times, not of metrics."""
_NOT_COUNTED = ("share", "points", "multiple")


@dataclass(frozen=True)
class Listed:
    """Hold a figure's place in its clause and list, and the list's length."""

    place: int
    number: int
    count: int


def listed_with(tokens: Sequence[Token], place: int, text: str) -> Listed:
    """Return the list that a figure is part of: only marks of a list part its figures."""
    first = last = place
    while first > 0 and _joined(tokens[first - 1], tokens[first], text):
        first -= 1
    while last + 1 < len(tokens) and _joined(tokens[last], tokens[last + 1], text):
        last += 1
    return Listed(place, place - first, last - first + 1)


def _joined(one: Token, other: Token, text: str) -> bool:
    both = one.kind == other.kind == "figure"
    return both and text[one.end : other.start].strip() in joining()


def its_own(clause: Clause, scene: Scene, listed: Listed, named: Naming) -> Scene:
    """Return the scene of one figure of several; the same scene where it is alone."""
    if "apart" in clause.cues:
        later = sum(each.kind == "figure" for each in clause.tokens[listed.place :])
        return _apart(clause, scene, clause.figures, clause.figures + later, named)
    if listed.count < 2 or not set(clause.cues) & {*MOVES, "share"}:
        return scene
    if len(scene.regions) == listed.count:
        if scene.collective:
            return replace(scene, base=Base(unclear=True))
        return replace(scene, regions=(scene.regions[listed.number],))
    regions = _recent_regions(clause, listed.count)
    return replace(scene, regions=regions[listed.number]) if regions else scene


def _apart(clause: Clause, scene: Scene, number: int, count: int, named: Naming) -> Scene:
    """Give the n-th figure behind 分别 the n-th base, region, year or metric."""
    if number < len(clause.bases) > 1:
        return replace(scene, base=clause.bases[number])
    if number < len(scene.base.regions) > 1:
        base = replace(scene.base, regions=(scene.base.regions[number],))
        return replace(scene, base=base)  # 比青屿区和松岭县分别多282项和405项
    told = [each.metric for each in clause.metrics if each.metric]
    if count == len(told) > 1 and len(clause.regions) < 2:
        return replace(scene, metrics=((told[number], _SURE),), unknown="")
    goes_on = not scene.carried_regions or count == len(scene.regions)
    if number < len(scene.regions) > 1 and goes_on:
        mentioned = tuple(dict.fromkeys(r for _, each in clause.trail for r in each))
        known = sorted(mentioned) == sorted(scene.regions)
        if scene.collective and not known:
            return replace(scene, base=Base(unclear=True))  # 三地依次为39.7%、32.6%、27.7%
        regions = mentioned if known else scene.regions
        return replace(scene, regions=(regions[number],))
    years = scene.years or tuple(clause.years)
    if len(years) > 1 and number < len(years) and "total" not in clause.cues:
        return replace(scene, year=years[number], years=())
    words = _parts(clause)
    parts = [named(each, ()) for each in words]
    if len(parts) > 1 and all(parts) and number < len(parts):
        return replace(scene, metrics=parts[number], unknown="")
    if earlier := _recent_regions(clause, count):
        return replace(scene, regions=earlier[number])
    trail = clause.trail or scene.listed
    if not words and 1 < count <= len(trail):
        return replace(scene, metrics=trail[number - count][0], unknown="")
    parted = count > 1 and not words and not _AGAINST & set(clause.cues)
    return replace(scene, base=Base(unclear=True)) if parted else scene


def _parts(clause: Clause) -> list[str]:
    return [each for each in _PARTED.split(clause.words) if bare_of_light(each)]


def told_together(clause: Clause, named: Naming) -> list[Named]:
    """Return the metrics that a clause without figures names side by side: 起数、损失双下降."""
    words = _parts(clause)
    if len(words) < 2:
        return []
    found: list[Named] = [((each.metric, _SURE),) for each in clause.metrics if each.metric]
    found = found if len(found) > 1 else [named(each, ()) for each in words]
    different = {each[0][0] for each in found if each}
    return found if 1 < len(found) == len(different) else []


def summed(clause: Clause, scene: Scene, named: Naming) -> Scene:
    """Return a scene about the metrics that a total adds up: 解读宣贯和演练合计, 两项合计."""
    if "total" not in clause.cues:
        return scene
    several = [each[0][0] for each in told_together(clause, named)]
    if not several and (counted := _SEVERAL.match(clause.words.lstrip("，,以上"))):
        told = dict.fromkeys(its[0][0] for its, _ in clause.trail if its)
        number = number_of(counted[1])
        several = list(told)[-number:] if number <= len(told) else []
    if len(several) < 2:
        return _of_told_regions(clause, scene)
    summands = tuple(several)
    return replace(scene, metrics=((summands[0], _SURE),), unknown="", summands=summands)


def _of_told_regions(clause: Clause, scene: Scene) -> Scene:
    """Return a scene about the districts stated before: 甲区4次、乙区3次，合计7次."""
    stated = {its[0]: named for named, its in clause.trail if len(its) == 1}
    alike = {each[0][0] for each in stated.values() if each}
    own = scene.words or clause.regions or clause.years or scene.years
    if own or len(stated) < 2 or len(alike) != 1:
        return scene
    return replace(scene, regions=tuple(stated), carried_regions=False)


def _recent_regions(clause: Clause, count: int) -> list[tuple[str, ...]]:
    """Return the regions of the last figures, where each has its own."""
    recent = [regions for _, regions in clause.trail[-count:]]
    single = {regions[0] for regions in recent if len(regions) == 1}
    return recent if 1 < count == len(recent) == len(single) else []


def of_unit(scene: Scene, figure: TextFigure) -> Scene:
    """Return a scene about the earlier metric that a figure counts: 减少5起、4人."""
    counted = figure.unit and figure.family not in _NOT_COUNTED and not is_part(figure)
    if scene.words or not scene.metrics or not counted:
        return scene
    if factor_between(figure.unit, scene.metrics[0][0].unit) is not None:
        return scene
    earlier = (metrics for metrics, _ in reversed(scene.trail) if metrics)
    fits = (each for each in earlier if factor_between(figure.unit, each[0][0].unit) == 1)
    return replace(scene, metrics=next(fits, scene.metrics))
