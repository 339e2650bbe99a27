"""Tell the goals of a report apart from its results, as targets with their deadline."""

from __future__ import annotations

from metrics.model.target import Target
from metrics.prose import TextFigure


def target_of(figure: TextFigure, region: str) -> Target | None:
    """Return the target that a figure of a report states, or None for a result."""
    goal = figure.goal
    if goal is None:
        return None
    return Target(
        year=goal.deadline,
        region=region,
        metric=figure.metric,
        value=figure.value,
        upper=figure.upper,
        unit=figure.unit,
        qualifier=figure.qualifier,
        printed=figure.printed,
        direction=goal.direction,
        kind=goal.kind,
        scope=goal.scope,
    )
