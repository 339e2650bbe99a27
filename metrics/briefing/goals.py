"""Decide what a briefing says of goals: those of its year, then those under way.

A goal of another region or of a category that is not shown is left out. Verdicts are those of
`metrics.model.target_progress`; nothing is judged here.
"""

from collections.abc import Collection, Sequence

from metrics.briefing.content import Goal
from metrics.briefing.figures import Numbering
from metrics.briefing.text_fit import clean
from metrics.model.target_progress import TargetProgress, target_progress
from metrics.wording.formatter import Formatter
from metrics.wording.targets import STATE_NAMES, arithmetic_text, goal_text, stated_text


def goals_of(
    year: int, categories: Collection[str], numbering: Numbering, fmt: Formatter
) -> tuple[Goal, ...]:
    """Return the goals that are due in a year, then those of later years."""
    data = fmt.dataset
    found = [
        progress
        for progress in target_progress(data)
        if progress.target.region == data.bureau.region
        and progress.target.category in categories
        and (progress.target.year or 0) >= year
    ]
    ordered = sorted(found, key=lambda progress: progress.target.year or 0)
    return tuple(_goal(progress, numbering, fmt) for progress in ordered)


def counts_line(goals: Sequence[Goal]) -> str:
    """Return how many goals stand in each state, in the order of the list."""
    states = list(dict.fromkeys(goal.state for goal in goals))
    return " · ".join(f"{each} {sum(goal.state == each for goal in goals)}" for each in states)


def _goal(progress: TargetProgress, numbering: Numbering, fmt: Formatter) -> Goal:
    target, result = progress.target, progress.result
    figure = numbering.of(result.key) if result else None
    metric = fmt.dataset.catalogue.get(target.metric, target.category, target.unit)
    return Goal(
        name=clean(fmt.name(metric)),
        year=target.year or 0,
        state=fmt.words.say(STATE_NAMES[progress.state]),
        key=progress.state,
        goal=clean(goal_text(target, fmt)),
        figure=figure,
        result=clean(f"{result.year} · {fmt.figure(result)}") if result else "",
        share=clean(arithmetic_text(progress, fmt)),
        stated=clean(stated_text(target, fmt.words)),
    )
