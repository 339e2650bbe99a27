"""Say of each problem which metric its row is about, and what to write instead.

Reads what stands in the row; decides nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from metrics.problems import Problem
from metrics.tables.result import SheetReading
from metrics.text import clean, shown


def explained(problems: Sequence[Problem], sheets: Sequence[SheetReading]) -> tuple[Problem, ...]:
    """Return problems with the metric of their row, and a text to put in its place."""
    named = {sheet.grid.sheet: _metrics(sheet) for sheet in sheets}
    alone = next(iter(named.values())) if len(named) == 1 else {}
    return tuple(
        replace(
            problem,
            metric=named.get(problem.sheet, alone).get(problem.row or 0),
            suggested=_suggested(problem),
        )
        for problem in problems
    )


def _metrics(sheet: SheetReading) -> Mapping[int, str]:
    """Return the metric that stands in each row, by its number."""
    at = next((at for at, role in sorted(sheet.columns.items()) if role == "metric"), None)
    if at is None:
        return {}
    pairs = zip(sheet.grid.numbers, sheet.grid.rows, strict=True)
    return {
        number: shown(text)
        for number, row in pairs
        if at < len(row) and (text := clean(row[at])) and sheet.rows.get(number) != "header"
    }


def _suggested(problem: Problem) -> str | None:
    """Return the text to write instead: the nearest known name, or a plain number."""
    near = problem.message.values.get("near")
    value = problem.fix.values.get("value") if problem.fix and problem.found else None
    found = near or value
    return found if isinstance(found, str) and found != problem.found else None
