"""Hold goals beside the results that answer them: met, missed, under way, not due, undecided.

A verdict rests on the values that a published figure may have (136万余 is above 1,360,000); where
these do not decide, none is given. What was reported without a goal is listed, not judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from metrics.model.dataset import Dataset
from metrics.model.observation import Observation, from_table, row_dict
from metrics.model.series import POINTS, Change, Series, find_series
from metrics.model.target import Target, target_dict
from metrics.numbers import Bounds, bounds


class TargetState(StrEnum):
    """Say how a goal stands."""

    REACHED = "reached"
    MISSED = "missed"
    UNDER_WAY = "under_way"
    NOT_DUE = "not_due"
    NOT_MENTIONED = "not_mentioned"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class TargetProgress:
    """Hold a goal, its state and the result of its year, or the newest before.

    `share` is the result over the goal, None where a qualifier leaves it open or the goal is no
    amount. `change` is how the result moved, for a goal of growth or reduction.
    """

    target: Target
    state: TargetState
    result: Observation | None = None
    share: Decimal | None = None
    change: Change | None = None

    @property
    def moved(self) -> Decimal | None:
        """Return the change that answers the goal, None where it is open."""
        return None if self.change is None else moved(self.target, self.change)


def asks_for_change(target: Target) -> bool:
    """Return whether a goal asks how far a figure moves, not how high it stands."""
    return target.kind in ("growth", "reduction")


def moved(target: Target, change: Change) -> Decimal | None:
    """Return a change in the sense and unit of a goal: a fall for a reduction.

    In percent, in percentage points, or in the figure's own unit (增加500家); None where the change
    is open, or is not what the goal asks for.
    """
    if change.amount is None or change.about or change.old is None or change.new is None:
        return None
    assert change.old.value is not None and change.new.value is not None
    asked = {"%": "growth", POINTS: "points", change.new.unit: change.kind}
    if asked.get(target.unit) != change.kind:
        return None
    in_percent = target.unit == "%" and change.kind == "growth"
    amount = change.amount * 100 if in_percent else change.new.value - change.old.value
    return -amount if target.kind == "reduction" else amount


def at_most(target: Target, wanted: str) -> bool:
    """Return whether a goal is an upper bound.

    `wanted` is the way that its metric should go. A bare number bounds one that should fall from
    above, but a reduction from below.
    """
    falls = wanted == "down" and target.kind != "reduction"
    return target.direction == "at_most" or (target.direction == "" and falls)


def target_progress(dataset: Dataset) -> list[TargetProgress]:
    """Return how every goal stands, those of the latest deadline first."""
    ordered = sorted(dataset.targets, key=lambda target: -(target.year or 0))
    return [_progress(target, dataset) for target in ordered]


def goals_until(series: Series, year: int, dataset: Dataset) -> list[Target]:
    """Return the amounts that a series was to reach, as known in a year.

    Growth and goals of a part of the region are no amounts of the series.
    """
    latest = series.observations[-1]
    return [
        goal
        for goal in dataset.targets
        if (goal.metric, goal.region) == (series.metric.zh, series.region)
        and goal.category in ("", series.category)
        and goal.subcategory in ("", series.subcategory)
        and not asks_for_change(goal)
        and goal.unit == latest.unit
        and goal.scope in ("", series.region)
        and goal.year is not None
        and goal.stated_in <= year
    ]


def verdict(target: Target, series: Series, dataset: Dataset) -> TargetState:
    """Return whether the result of a goal's year meets it; undecided without one."""
    result = series.published(target.year) if target.year else None
    if result is None:
        return TargetState.UNDECIDED
    metric = dataset.catalogue.get(target.metric, target.category, target.unit)
    return _verdict(target, series, result, metric.direction)


def without_target(dataset: Dataset, year: int) -> list[Observation]:
    """Return the results of a year with goals that no goal asked for."""
    asked = {(t.region, t.metric, t.subcategory) for t in dataset.targets if t.year == year}
    if not asked:
        return []
    return [
        row
        for row in from_table(dataset.table)
        if row.year == year
        and row.value is not None
        and row.region == dataset.bureau.region
        and (row.region, row.metric, row.subcategory) not in asked
    ]


def targets_dict(dataset: Dataset) -> dict[str, Any]:
    """Return how every goal stands, and what no goal asked for, for programs."""
    found = target_progress(dataset)
    deadlines = sorted({p.target.year for p in found if p.target.year}, reverse=True)
    others = [row for year in deadlines for row in without_target(dataset, year)]
    return {
        "targets": [_progress_dict(progress) for progress in found],
        "without_target": [row_dict(row) for row in others],
    }


def _progress_dict(progress: TargetProgress) -> dict[str, Any]:
    return {
        **target_dict(progress.target),
        "state": progress.state.value,
        "result": row_dict(progress.result) if progress.result else None,
        "share": None if progress.share is None else f"{progress.share:.4f}",
    }


def _progress(target: Target, dataset: Dataset) -> TargetProgress:
    metric = dataset.catalogue.get(target.metric, target.category, target.unit)
    place = (target.category or None, target.subcategory or None)
    series = find_series(dataset, metric.slug, target.region, *place)
    newest = max(dataset.years, default=0)
    if target.year is None:
        return TargetProgress(target, TargetState.UNDECIDED, _latest(series, newest))
    if target.year > newest:
        result = _latest(series, newest)
        state = TargetState.UNDER_WAY if result else TargetState.NOT_DUE
        return TargetProgress(target, state, result, _share(target, result, metric.direction))
    result = series.published(target.year) if series else None
    if result is None or series is None:
        return TargetProgress(target, TargetState.NOT_MENTIONED)
    state = _verdict(target, series, result, metric.direction)
    asked = asks_for_change(target) and not is_of_part(target)
    change = series.change(target.year) if asked else None
    return TargetProgress(target, state, result, _share(target, result, metric.direction), change)


def _latest(series: Series | None, newest: int) -> Observation | None:
    rows: Sequence[Observation] = series.observations if series else ()
    known = [row for row in rows if row.value is not None and row.year <= newest]
    return known[-1] if known else None


def _verdict(target: Target, series: Series, result: Observation, wanted: str) -> TargetState:
    """Return whether a result meets a goal, by all values that it may have."""
    reached = _reached_values(target, series, result)
    if reached is None or is_of_part(target):
        return TargetState.UNDECIDED
    if target.direction == "about":
        return TargetState.UNDECIDED
    low, high = target.value, target.upper if target.upper is not None else target.value
    if target.upper is not None:
        meets, fails = (
            low <= reached.low and reached.high <= high,
            not (reached.low <= high and low <= reached.high),
        )
    elif at_most(target, wanted):
        meets, fails = reached.high <= high, reached.low > high
    else:
        meets, fails = reached.low >= low, reached.high < low
    return TargetState.REACHED if meets else TargetState.MISSED if fails else TargetState.UNDECIDED


def _reached_values(target: Target, series: Series, result: Observation) -> Bounds | None:
    """Return the values that answer a goal, in its unit; None where nothing does."""
    if asks_for_change(target):
        amount = moved(target, series.change(result.year))
        return None if amount is None else Bounds(amount, amount)
    return bounds(result) if result.unit == target.unit else None


def _share(target: Target, result: Observation | None, wanted: str) -> Decimal | None:
    """Return a result as a share of an amount to reach, for exact figures of one unit."""
    if result is None or result.value is None or asks_for_change(target):
        return None
    plain = result.qualifier == "exact" and result.unit == target.unit and result.unit != "%"
    bounded = at_most(target, wanted) or target.upper is not None
    if not plain or bounded or is_of_part(target) or target.value <= 0:
        return None
    return result.value / target.value


def is_of_part(target: Target) -> bool:
    """Return whether a goal is for a part of its region, so that no result answers it."""
    return bool(target.scope) and target.scope != target.region
