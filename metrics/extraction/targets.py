"""Turn the goals of a report into targets with their deadline."""

from collections.abc import Sequence

from metrics.extraction.known_metrics import Known
from metrics.extraction.label import Label
from metrics.extraction.ranking import match_label
from metrics.model.observation import Observation
from metrics.model.target import Target
from metrics.prose import TextFigure


def target_of(figure: TextFigure, row: Observation) -> Target | None:
    """Return the target that a figure states, or None for a result.

    `row` is what is proposed for it: metric, categories, region and section are those of the row.
    """
    goal = figure.goal
    if goal is None:
        return None
    return Target(
        year=goal.deadline,
        region=row.region,
        metric=row.metric or figure.metric,
        value=figure.value,
        upper=figure.upper,
        unit=figure.unit,
        qualifier=figure.qualifier,
        printed=figure.printed,
        direction=goal.direction,
        kind=goal.kind,
        scope=_scope(goal.scope, figure.metric, row),
        category=row.category,
        subcategory=row.subcategory,
        section=row.section,
    )


def _scope(scope: str, name: str, row: Observation) -> str:
    """Return a scope unless the metric's name or the level of the region says it."""
    known = (name, row.metric, f"{row.region[-1:]}级")
    return "" if any(scope in words for words in known) else scope


def asked_for(figure: TextFigure, label: Label, known: Sequence[Known]) -> Known | None:
    """Return the known metric that a target asks for by its very name, or None.

    A likeness is not enough: 新建救援站12处 is no goal for the stations that there are.
    """
    if not figure.target:
        return None
    likest = match_label(label, [metric.label for metric in known])
    return known[likest[0].left] if likest and likest[0].how in ("exact", "alias") else None
