"""Merge rows of a file that state the same figure, and refuse two values for one."""

from collections.abc import Sequence

from metrics.i18n import message
from metrics.intake.cross_checks import figure_words, written
from metrics.intake.layout import Layout
from metrics.intake.problem_collector import ProblemCollector
from metrics.model.observation import Key, Observation
from metrics.problems import Problem, Severity


def without_repeats(
    observations: Sequence[Observation],
    rows: Sequence[int],
    layout: Layout,
    collector: ProblemCollector,
) -> tuple[list[Observation], list[int], list[int]]:
    """Merge equal rows with a note; refuse two values for one key, naming both rows.

    Returns the observations kept, their rows, and the rows that were merged away.
    """
    first: dict[Key, int] = {}
    kept: list[Observation] = []
    kept_rows: list[int] = []
    merged: list[int] = []
    for observation, row in zip(observations, rows, strict=True):
        at = first.setdefault(observation.key, len(kept))
        if at == len(kept):
            kept.append(observation)
            kept_rows.append(row)
            continue
        merged.append(row)
        _repeat(kept[at], kept_rows[at], observation, row, layout, collector)
    return kept, kept_rows, merged


def _repeat(
    one: Observation,
    row: int,
    other: Observation,
    at: int,
    layout: Layout,
    collector: ProblemCollector,
) -> None:
    if one.figure != other.figure:
        text = message(
            "{metric} stands in row {row} with {first} and here with {second}",
            metric=one.metric,
            row=row,
            first=figure_words(one),
            second=figure_words(other),
        )
        fix = message("Keep the row that is right, and remove the other")
        name = layout.name("value")
        collector.add(
            Problem("repeated", "error", text, fix, row=at, column=name, found=written(other))
        )
        return
    texts = (one.printed, one.section, one.note) != (other.printed, other.section, other.note)
    text = message("The same as row {row}; the two are taken as one", row=row)
    if texts:
        text = message("The same figure as row {row}, with other notes; row {row} is kept", row=row)
    severity: Severity = "warning" if texts else "info"
    name = layout.name("metric")
    collector.add(Problem("merged", severity, text, row=at, column=name, found=one.metric))
