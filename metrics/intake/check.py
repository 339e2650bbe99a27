"""Check any file that a person could reasonably mean, before it is published.

`check` turns bytes into observations and problems. It refuses rather than guesses, drops no row
silently, keeps what a cell printed, and neither writes nor fetches nor runs anything.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as with_changes
from typing import NamedTuple

from metrics.i18n import Message, message
from metrics.intake.cross_checks import CheckedRows, compare, without_repeats
from metrics.intake.layout import Layout, fill_merged, find_layout, header_score, melt_wide
from metrics.intake.names import Names
from metrics.intake.problem_collector import ProblemCollector
from metrics.intake.remarks import (
    doubtful_edit,
    extra_columns,
    missing_columns,
    nothing_taken,
    several_sheets,
    sheet_remarks,
    title_lines,
    wide_table,
)
from metrics.intake.rows import NotTaken, RowReader, Taken, edited
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.vocabulary import QUALIFIER_WORDS
from metrics.numbers import plain
from metrics.problems import Problem, most_severe_first
from metrics.readers.grid import Grid
from metrics.readers.source import read_source
from metrics.text import clean, safe_name

SAMPLES = 3
COMPUTED = {"copied", "jump", "merged", "parts-exceed", "repeated", "unit-changed"}
"""Kinds of problems found in what cells mean, not in their text."""


class Sample(NamedTuple):
    """Hold a cell as it was read, for a look at the encoding and columns."""

    row: int
    column: str
    text: str
    meaning: Message


@dataclass(frozen=True)
class Intake:
    """Hold what a file holds; `rows[i]` is Excel's row of `observations[i]`.

    `ok` is false when the file is refused: then `problems` hold at least one error. What does not
    apply (a sheet in a text file, an encoding in a workbook) is None. `sheets` are the sheets
    that hold a table of figures. `wide` marks a table with years as columns.
    """

    ok: bool
    name: str
    sha256: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    sheets: tuple[str, ...] = ()
    observations: tuple[Observation, ...] = ()
    rows: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    sample: tuple[Sample, ...] = ()
    wide: bool = False
    texts: Mapping[int, str] | None = None
    """The text of the rows that have a problem, by row number, for the list of problems."""


@dataclass
class _File:
    """Hold what is known so far of a file on its way in."""

    intake: Intake
    collector: ProblemCollector
    lost: tuple[tuple[int, str], ...] = ()

    def refused(self) -> Intake:
        problems = tuple(most_severe_first(self.collector.all()))
        return with_changes(self.intake, ok=False, problems=problems)


def check(
    content: bytes,
    name: str,
    *,
    dataset: Dataset,
    published: Iterable[Observation] = (),
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    edits: Mapping[tuple[int, str], str] | None = None,
    widen: bool = False,
) -> Intake:
    """Return what a file holds and all its problems.

    `name` is the browser's claim, for display only. `published` are the current figures, for
    comparison. `sheet`, `encoding`, `delimiter` and `header_row` (as Excel counts) overrule
    the search. `edits` put new text into cells, by (row, column) with the column's name in
    the file, its known name or its letter. `widen` turns years as columns into rows.
    Raises LookupError for an encoding that does not exist; never for what is in the file.
    """
    shown_name = safe_name(name)
    file = _File(
        Intake(False, shown_name, hashlib.sha256(content).hexdigest()), ProblemCollector(shown_name)
    )
    figures = tuple(published)
    names = Names(dataset, figures)
    grid = _grid(file, content, names, sheet, encoding, delimiter)
    layout = _layout(file, grid, header_row, widen) if grid is not None else None
    if grid is None or layout is None:
        return file.refused()
    return _read(file, names, _edited(file, grid, layout, edits or {}), layout, figures)


def _edited(file: _File, grid: Grid, layout: Layout, edits: Mapping[tuple[int, str], str]) -> Grid:
    """Return the table with the edits, and the names of merged cells repeated."""
    rows, unknown = edited(grid, layout, edits)
    for place in unknown:
        file.collector.add(doubtful_edit(*place))
    return fill_merged(with_changes(grid, rows=rows), layout)


def _read(
    file: _File, names: Names, grid: Grid, layout: Layout, published: Sequence[Observation]
) -> Intake:
    """Return the observations and problems of a table of known layout."""
    for problem in (*title_lines(grid, layout), *extra_columns(grid, layout)):
        file.collector.add(problem)
    long, long_layout = melt_wide(grid, layout) if layout.wide else (grid, layout)
    with _gc_paused():
        taken = RowReader(names, long_layout, long, file.collector, file.intake.delimiter).read()
    checked, merged = _checked_rows(file, names, taken, long_layout)
    compare(checked, published, taken.named)
    return _finished(file, taken, grid, checked, merged)


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Hold the garbage collector while many rows, none of them garbage, are built."""
    resting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if resting:
            gc.enable()


def _checked_rows(
    file: _File, names: Names, taken: Taken, layout: Layout
) -> tuple[CheckedRows, list[int]]:
    """Return the rows without repeats, and the row numbers merged away."""
    kept, rows, merged = without_repeats(taken.observations, taken.rows, layout, file.collector)
    if not kept and not file.collector.failed:
        file.collector.add(nothing_taken(taken.empty))
    return CheckedRows(kept, rows, layout, file.collector, names), merged


def _finished(
    file: _File, taken: Taken, grid: Grid, checked: CheckedRows, merged: Sequence[int]
) -> Intake:
    reason = message("The same as an earlier row")
    not_taken = [
        *(
            NotTaken(row, "quotes", message("The row has an error"), text)
            for row, text in file.lost
        ),
        *file.intake.not_taken,
        *taken.not_taken,
        *(NotTaken(row, "merged", reason, "") for row in merged),
    ]
    problems = tuple(most_severe_first(file.collector.all()))
    if not checked.layout.melted:
        problems = _as_written(problems, grid, checked.layout)
    return with_changes(
        file.intake,
        ok=not file.collector.failed,
        observations=tuple(checked.observations),
        rows=tuple(checked.rows),
        problems=problems,
        not_taken=tuple(sorted(not_taken, key=lambda one: one.row)),
        sample=_sample(checked.observations, checked.rows, checked.layout),
        texts=_texts(grid, problems),
    )


def _grid(
    file: _File,
    content: bytes,
    names: Names,
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
) -> Grid | None:
    source = read_source(
        content,
        names.known,
        header_score,
        name=file.intake.name,
        encoding=encoding,
        delimiter=delimiter,
    )
    for problem in source.problems:
        file.collector.add(problem)
    file.intake = with_changes(file.intake, encoding=source.encoding, delimiter=source.delimiter)
    file.lost = source.lost
    if not source.grids:
        return None
    if len(source.grids) == 1 and source.grids[0].sheet is None:
        return source.grids[0]
    return _chosen_sheet(file, source.grids, sheet)


def _chosen_sheet(file: _File, sheets: Sequence[Grid], wanted: str | None) -> Grid | None:
    """Return the sheet with the figures; several are a problem, hidden ones come last."""
    data = [one for one in sheets if _holds_figures(one)]
    visible = [one for one in data if not one.hidden] or data
    listed = tuple(one.sheet or "" for one in data)
    file.intake = with_changes(file.intake, sheets=listed)
    if wanted is not None:
        chosen = [one for one in sheets if one.sheet == wanted]
    elif len(visible) == 1:
        chosen = visible
    else:
        chosen = [one for one in sheets if one.rows] if not data else []
        chosen = chosen if len(chosen) == 1 else []
    if len(chosen) != 1:
        everything = tuple(one.sheet or "" for one in sheets)
        file.collector.add(several_sheets(wanted, listed, everything))
        return None
    grid = chosen[0]
    file.collector.sheet = grid.sheet
    file.intake = with_changes(file.intake, sheet=grid.sheet)
    for problem in sheet_remarks(grid, sheets, data):
        file.collector.add(problem)
    return grid


def _holds_figures(grid: Grid) -> bool:
    layout = find_layout(grid)
    return bool(layout and layout.complete and len(grid.rows) > layout.last + 1)


def _layout(file: _File, grid: Grid, header_row: int | None, widen: bool) -> Layout | None:
    layout = find_layout(grid, header_row)
    missing = missing_columns(layout, grid, header_row)
    for problem in missing:
        file.collector.add(problem)
    if layout is None:
        return None
    above = [
        (number, " | ".join(clean(cell) for cell in row if cell.strip()))
        for number, row in zip(grid.numbers[: layout.first], grid.rows[: layout.first], strict=True)
    ]
    reason = message("A title line above the header")
    file.intake = with_changes(
        file.intake,
        header_row=grid.numbers[layout.last],
        wide=layout.wide,
        not_taken=tuple(NotTaken(n, "title", reason, text) for n, text in above if text),
    )
    if missing:
        return None
    if layout.wide and not widen:
        file.collector.add(wide_table(grid, layout))
        return None
    return layout


def _sample(
    observations: Sequence[Observation], rows: Sequence[int], layout: Layout
) -> tuple[Sample, ...]:
    """Return sample cells of three rows, those outside ASCII first."""
    samples: list[Sample] = []
    for at in sorted({0, len(rows) // 2, len(rows) - 1}) if rows else ():
        one = observations[at]
        text = one.printed or (plain(one.value) if one.value is not None else "")
        meaning = message(
            "{metric} {year}: {value} {unit}, {qualifier}",
            metric=one.metric,
            year=one.year,
            value=message("not published") if one.value is None else plain(one.value),
            unit=one.unit,
            qualifier=QUALIFIER_WORDS[one.qualifier],
        )
        samples.append(Sample(rows[at], layout.name("value"), text, meaning))
    return tuple(samples[:SAMPLES])


def _as_written(problems: tuple[Problem, ...], grid: Grid, layout: Layout) -> tuple[Problem, ...]:
    """Return the problems with the cells' own texts in `found`."""
    if not any(problem.code in COMPUTED for problem in problems):
        return problems
    places = {layout.name(column): at for column, at in layout.columns.items()}
    rows = dict(zip(grid.numbers, grid.rows, strict=True))

    def written(problem: Problem) -> Problem:
        at, cells = places.get(problem.column or ""), rows.get(problem.row or 0)
        if problem.code not in COMPUTED or at is None or cells is None or at >= len(cells):
            return problem
        text = clean(cells[at])
        return with_changes(problem, found=text) if text else problem

    return tuple(map(written, problems))


def _texts(grid: Grid, problems: Sequence[Problem]) -> dict[int, str]:
    wanted = {problem.row for problem in problems if problem.row is not None}
    return {
        number: " | ".join(clean(cell) for cell in row)
        for number, row in zip(grid.numbers, grid.rows, strict=True)
        if number in wanted
    }
