"""Check any file that a person could reasonably mean, before it is published.

`check` turns bytes into observations and problems. It refuses rather than guesses, drops no row
silently, keeps what a cell printed, and neither writes nor fetches nor runs anything.
"""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as with_changes

from metrics.i18n import message
from metrics.intake.cross_checks import CheckedRows, compare
from metrics.intake.explained import explained
from metrics.intake.layout import Layout, fill_merged, find_layout, header_score
from metrics.intake.named import english_names, problem_in_both, question_in_both
from metrics.intake.office import TIDY, as_rows, compare_at_cells, edited_grids
from metrics.intake.problem_collector import ProblemCollector
from metrics.intake.remarks import (
    doubtful_edit,
    extra_columns,
    figures_in_sentences,
    missing_columns,
    no_figures,
    no_sheet,
    nothing_named,
    nothing_taken,
    several_sheets,
    sheet_remarks,
    sheets_together,
    table_remarks,
    title_lines,
)
from metrics.intake.repeats import without_repeats
from metrics.intake.result import Intake, as_written, mended_cells, row_texts, sample_cells
from metrics.intake.row_key import RowKeys
from metrics.intake.rows import NotTaken, RowReader, Taken, edited
from metrics.intake.tidy import (
    add_caveats,
    gives_columns,
    holds_rows,
    is_tidy,
    read_by_row,
    rows_left_out,
    tidy_sheet,
    without_rows,
)
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.problems import Problem, most_severe_first
from metrics.readers.grid import Grid
from metrics.readers.source import read_source
from metrics.tables import asking
from metrics.tables.names import Names
from metrics.tables.reading import read_tables
from metrics.tables.result import Place, Question, TablesReading
from metrics.text import clean, safe_name


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
    answers: Mapping[str, str] | None = None,
    roles: Mapping[str, str] | None = None,
) -> Intake:
    """Return what a file holds and all its problems.

    `name` is the browser's claim, for display only. `published` are the current figures, for
    comparison. `sheet`, `encoding`, `delimiter` and `header_row` (as Excel counts) overrule
    the search. `edits` put new text into cells, by (row, column) with the column's name in
    the file, its known name or its letter (`Sheet1!C` where there are several sheets).
    `answers` hold the value chosen for questions by id, and year, region and unit of the whole
    file (`file:year`, `file:region`, `file:unit`), `roles` the roles of columns and rows by
    address (`Sheet1!C`, `Sheet1!5`). Raises LookupError for an encoding that does not exist;
    never for what is in the file.
    """
    file = _file(content, name)
    figures, given = tuple(published), _Given(edits or {}, answers or {}, roles or {})
    names = Names(dataset, figures)
    grids = _grids(file, content, names, sheet, encoding, delimiter)
    if not grids:
        return file.refused()
    if header_row is None and (gives_columns(given.roles) or not read_by_row(grids, names)):
        return _named(_read_tables(file, names, grids, figures, given), names)
    alone = len(grids) == 1 and (grids[0].sheet is None or sheet is not None)
    grid = grids[0] if alone else _chosen_sheet(file, grids)
    layout = _layout(file, grid, header_row) if grid is not None else None
    if grid is None or layout is None:
        return file.refused()
    return _read_rows(file, names, grid, layout, figures, given)


@dataclass(frozen=True)
class _Given:
    """Hold what a person decides of a file: texts of cells, answers, roles."""

    edits: Mapping[tuple[int, str], str]
    answers: Mapping[str, str]
    roles: Mapping[str, str]


def _read_rows(
    file: _File,
    names: Names,
    grid: Grid,
    layout: Layout,
    figures: Sequence[Observation],
    given: _Given,
) -> Intake:
    """Return the observations of a tidy table, as a person decides."""
    layout = with_changes(layout, unit=given.answers.get("file:unit") or layout.unit)
    names.region = given.answers.get("file:region") or names.region
    whole = _edited(file, grid, layout, given.edits)
    out = rows_left_out(whole, given.roles)
    rows = without_rows(whole, out) if out else whole
    intake = _read(file, names, rows, layout, figures, given.answers)
    sheets = (tidy_sheet(whole, layout, out),)
    return _named(with_changes(intake, grids=sheets), names)


def _named(intake: Intake, names: Names) -> Intake:
    """Return an intake whose problems and questions name things to their reader."""
    english = english_names(names.catalogue, names.vocabulary)
    problems = explained(intake.problems, intake.grids)
    return with_changes(
        intake,
        problems=tuple(problem_in_both(problem, english) for problem in problems),
        questions=tuple(question_in_both(question, english) for question in intake.questions),
    )


def _file(content: bytes, name: str) -> _File:
    shown = safe_name(name)
    digest = hashlib.sha256(content).hexdigest()
    return _File(Intake(False, shown, digest), ProblemCollector(shown))


def _edited(file: _File, grid: Grid, layout: Layout, edits: Mapping[tuple[int, str], str]) -> Grid:
    """Return the table with the edits, and the names of merged cells repeated."""
    rows, unknown = edited(grid, layout, edits)
    for place in unknown:
        file.collector.add(doubtful_edit(*place))
    new = with_changes(grid, rows=rows)
    file.intake = with_changes(file.intake, mended=mended_cells([grid], [new]))
    return fill_merged(new, layout)


def _read(
    file: _File,
    names: Names,
    grid: Grid,
    layout: Layout,
    published: Sequence[Observation],
    answers: Mapping[str, str],
) -> Intake:
    """Return the observations and problems of a table of known layout."""
    for problem in (*title_lines(grid, layout), *extra_columns(grid, layout)):
        file.collector.add(problem)
    reader = RowReader(names, layout, grid, file.collector, file.intake.delimiter, answers)
    with _gc_paused():
        taken = reader.read()
    sheet, column = grid.sheet or "", layout.columns["value"]
    questions = _new_names(file, reader.keys, sheet, column)
    add_caveats(grid, layout, taken, file.collector)
    checked, merged = _checked_rows(file, names, taken, layout, bool(questions))
    compare(checked, published, taken.named)
    intake = _finished(file, taken, grid, checked, merged)
    return with_changes(
        intake,
        ok=intake.ok and not questions,
        questions=questions,
        cells=tuple(Place(sheet, row, column) for row in intake.rows),
    )


def _new_names(file: _File, keys: RowKeys, sheet: str, column: int) -> tuple[Question, ...]:
    """Return questions in place of errors about metrics without a category."""
    if not keys.lacking:
        return ()
    file.collector.drop("no-category")
    places = {
        name: [Place(sheet, row, column) for row in rows] for name, rows in keys.lacking.items()
    }
    return tuple(asking.new_names(places, keys.lexicon))


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Hold the garbage collector while rows, none of them garbage, are built."""
    resting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if resting:
            gc.enable()


def _checked_rows(
    file: _File,
    names: Names,
    taken: Taken,
    layout: Layout,
    asked: bool,
    cells: Sequence[Place] = (),
) -> tuple[CheckedRows, list[int]]:
    """Return the rows without repeats, and the row numbers merged away."""
    collector, given = file.collector, (taken.observations, taken.rows)
    kept, rows, merged = without_repeats(*given, layout, collector, cells)
    if not kept and not file.collector.failed and not asked:
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
        problems = as_written(problems, grid, checked.layout)
    return with_changes(
        file.intake,
        ok=not file.collector.failed,
        observations=tuple(checked.observations),
        rows=tuple(checked.rows),
        problems=problems,
        not_taken=tuple(sorted(not_taken, key=lambda one: one.row)),
        sample=sample_cells(checked.observations, checked.rows, checked.layout),
        texts=row_texts(grid, problems),
    )


def _grids(
    file: _File,
    content: bytes,
    names: Names,
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
) -> tuple[Grid, ...]:
    """Return the tables of a file, or of a named sheet; none of a refused file."""
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
    if sheet is None or (len(source.grids) == 1 and source.grids[0].sheet is None):
        return source.grids
    chosen = tuple(one for one in source.grids if one.sheet == sheet)
    if not chosen:
        everything = tuple(one.sheet or "" for one in source.grids)
        file.collector.add(no_sheet(sheet, everything))
        return ()
    file.intake = with_changes(file.intake, sheet=sheet, sheets=_data_sheets(source.grids))
    file.collector.sheet = sheet
    for problem in sheet_remarks(chosen[0], source.grids, _data(source.grids)):
        file.collector.add(problem)
    return chosen


def _data(sheets: Sequence[Grid]) -> list[Grid]:
    return [one for one in sheets if holds_rows(one)]


def _data_sheets(sheets: Sequence[Grid]) -> tuple[str, ...]:
    return tuple(one.sheet or "" for one in _data(sheets))


def _chosen_sheet(file: _File, sheets: Sequence[Grid]) -> Grid | None:
    """Return the sheet with the rows; several are a problem, hidden ones come last."""
    data = _data(sheets)
    visible = [one for one in data if not one.hidden] or data
    listed = _data_sheets(sheets)
    file.intake = with_changes(file.intake, sheets=listed)
    if len(visible) != 1:
        file.collector.add(several_sheets(listed))
        return None
    grid = visible[0]
    file.collector.sheet = grid.sheet
    file.intake = with_changes(file.intake, sheet=grid.sheet)
    for problem in sheet_remarks(grid, sheets, data):
        file.collector.add(problem)
    return grid


def _layout(file: _File, grid: Grid, header_row: int | None) -> Layout | None:
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
        not_taken=tuple(NotTaken(n, "title", reason, text) for n, text in above if text),
    )
    return None if missing else layout


@_gc_paused()
def _read_tables(
    file: _File,
    names: Names,
    sheets: Sequence[Grid],
    published: Sequence[Observation],
    given: _Given,
) -> Intake:
    """Return the observations of tables of any layout, or what is asked about them."""
    grids = edited_grids(sheets, given.edits, file.collector)
    named = {"answers": given.answers, "roles": given.roles}
    reading = read_tables(grids, names, file_name=file.intake.name, **named)
    for problem in [*table_remarks(grids, reading.sheets), *reading.problems]:
        file.collector.add(problem)
    listed = file.intake.sheets
    if len(grids) > 1 and not listed and is_tidy(sheets, names):
        listed = _data_sheets(grids)
        file.collector.add(sheets_together(listed))
    file.intake = with_changes(
        file.intake,
        questions=reading.questions,
        grids=reading.sheets,
        sheets=listed,
        mended=mended_cells(sheets, grids),
    )
    if not reading.facts and not reading.questions:
        file.collector.drop("unread-column")
        for problem in _nothing_read(grids, reading):
            file.collector.add(problem)
        return file.refused()
    taken, cells = as_rows(reading.facts, grids, names, file.collector)
    kept = {id(one): cell for one, cell in zip(taken.observations, cells, strict=True)}
    checked, merged = _checked_rows(file, names, taken, TIDY, bool(reading.questions), cells)
    places = tuple(kept[id(one)] for one in checked.observations)
    compare_at_cells(checked, places, published, taken.named)
    intake = _finished(file, taken, grids[0], checked, merged)
    return with_changes(intake, ok=intake.ok and not reading.questions, cells=places)


def _nothing_read(grids: Sequence[Grid], reading: TablesReading) -> list[Problem]:
    """Return why nothing is read: a column is missing, or any figure of a year."""
    problems = reading.problems
    if any(problem.code == "days-only" for problem in problems):
        return []
    if sentences := figures_in_sentences(grids):
        return [sentences]
    if any(problem.code.startswith("not-taken") for problem in problems):
        return [no_figures(grids, left_out=True)]
    layout = find_layout(grids[0]) if len(grids) == 1 else None
    missing = missing_columns(layout, grids[0], None) if layout else []
    roles = {role for sheet in reading.sheets for role in sheet.columns.values()}
    named = "metric" in roles or not {"year", "figure"} <= roles
    if layout and missing and len(layout.columns) > 2 and (named or "value" in layout.columns):
        return missing
    return [no_figures(grids) if named else nothing_named(grids)]
