"""Merge rows of a file that state the same figure, and refuse two values for one."""

from collections.abc import Sequence

from metrics.i18n import message
from metrics.intake.cross_checks import figure_words, written
from metrics.intake.layout import Layout
from metrics.intake.office import at_its_cell
from metrics.intake.problem_collector import ProblemCollector
from metrics.model.observation import Key, Observation
from metrics.problems import Problem, Severity
from metrics.tables.result import Place


def without_repeats(
    observations: Sequence[Observation],
    rows: Sequence[int],
    layout: Layout,
    collector: ProblemCollector,
    cells: Sequence[Place] = (),
) -> tuple[list[Observation], list[int], list[int]]:
    """Merge equal rows with a note; refuse two values for one key, naming both rows.

    Returns the observations kept, their rows, and the rows that were merged away. `cells` are the
    places of figures that are no row of their own.
    """
    first: dict[Key, int] = {}
    kept: list[int] = []
    merged: list[int] = []
    for at, (observation, row) in enumerate(zip(observations, rows, strict=True)):
        before = first.setdefault(observation.key, at)
        if before == at:
            kept.append(at)
            continue
        merged.append(row)
        problem = _repeat(observations[before], rows[before], observation, row, layout)
        collector.add(at_its_cell(problem, cells[at]) if cells else problem)
    return [observations[at] for at in kept], [rows[at] for at in kept], merged


def _repeat(
    one: Observation,
    row: int,
    other: Observation,
    at: int,
    layout: Layout,
) -> Problem:
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
        return Problem("repeated", "error", text, fix, row=at, column=name, found=written(other))
    texts = (one.printed, one.section, one.note) != (other.printed, other.section, other.note)
    text = message("The same as row {row}; the two are taken as one", row=row)
    if texts:
        text = message("The same figure as row {row}, with other notes; row {row} is kept", row=row)
    severity: Severity = "warning" if texts else "info"
    name = layout.name("metric")
    return Problem("merged", severity, text, row=at, column=name, found=one.metric)
