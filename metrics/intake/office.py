"""Take the facts of tables of any layout as rows: one for each figure, with its cell.

The rows go through the same reading of values, units and names as those of a tidy file; problems
are put back at the cells that they come from.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from metrics.intake.cross_checks import CheckedRows, Series, compare
from metrics.intake.layout import Layout
from metrics.intake.problem_collector import ProblemCollector
from metrics.intake.remarks import doubtful_edit
from metrics.intake.rows import RowReader, Taken
from metrics.model.observation import Observation
from metrics.problems import Problem
from metrics.readers.grid import Grid, column_letter, column_number
from metrics.tables.names import Names
from metrics.tables.result import Fact, Place

_COLUMNS = ("year", "region", "category", "subcategory", "metric", "value", "unit")
_NAMES = ("年份", "地区", "类别", "子类", "指标", "数值", "单位")
TIDY = Layout(0, 0, {name: at for at, name in enumerate(_COLUMNS)}, list(_NAMES), melted=True)
"""The layout of rows that were made of facts."""
_AT_THE_FIGURE = {"数值", "单位"}


def as_rows(
    facts: Sequence[Fact], grids: Sequence[Grid], names: Names, collector: ProblemCollector
) -> tuple[Taken, list[Place]]:
    """Return the observations of facts with the cell of each; `rows` are Excel's rows."""
    own = ProblemCollector(collector.file)
    taken = RowReader(names, TIDY, _grid(facts, grids, names), own, None).read()
    places = {number: fact.place for number, fact in enumerate(facts, 2)}
    for problem in own.all():
        collector.add(_at_one_of(problem, places))
    cells = [places[number] for number in taken.rows]
    taken.rows = [place.row for place in cells]
    taken.not_taken = [
        one._replace(row=places[one.row].row) for one in taken.not_taken if one.row in places
    ]
    return taken, cells


def compare_at_cells(
    rows: CheckedRows,
    cells: Sequence[Place],
    published: Iterable[Observation],
    named: Collection[Series] = (),
) -> None:
    """Compare rows of tables with what is published; each doubt stands at its cell."""
    own = ProblemCollector(rows.collector.file)
    places = dict(enumerate(cells))
    compare(replace(rows, rows=[*places], collector=own), published, named)
    for problem in own.all():
        rows.collector.add(_at_one_of(problem, places))


def _grid(facts: Sequence[Fact], grids: Sequence[Grid], names: Names) -> Grid:
    """Return a grid of one row for each fact, with the marks of their cells."""
    by_sheet = {grid.sheet or "": grid for grid in grids}
    rows = [list(_NAMES)]
    marks: dict[tuple[int, int], str] = {}
    for number, fact in enumerate(facts, 2):
        category, subcategory = _kind(fact, names)
        rows.append(
            [str(fact.year), fact.region, category, subcategory, fact.metric, fact.value, fact.unit]
        )
        grid = by_sheet[fact.place.sheet]
        mark = grid.marks.get((fact.place.row, fact.place.column), "")
        if mark and mark != "raised" and fact.value == fact.written:
            marks[number, _COLUMNS.index("value")] = mark
    known = all(grid.percent_known for grid in grids)
    return Grid(rows, range(1, len(rows) + 1), marks=marks, percent_known=known)


def _kind(fact: Fact, names: Names) -> tuple[str, str]:
    """Return category and sub-category of a fact: of known metrics as they are known."""
    if names.metric(fact.metric):
        return "", ""
    series = names.series.get(fact.metric)
    if series:
        return series[0], series[1]
    return fact.category, fact.subcategory


def _at_one_of(problem: Problem, places: Mapping[int, Place]) -> Problem:
    place = None if problem.row is None else places.get(problem.row)
    return problem if place is None else at_its_cell(problem, place)


def at_its_cell(problem: Problem, place: Place) -> Problem:
    """Return a problem at the cell of its figure, as the sheet names it."""
    column = problem.column
    if column in _AT_THE_FIGURE or problem.code.startswith("not-taken"):
        column = column_letter(place.column)
    return replace(problem, row=place.row, column=column, sheet=place.sheet or None)


def edited_grids(
    grids: Sequence[Grid], edits: Mapping[tuple[int, str], str], collector: ProblemCollector
) -> list[Grid]:
    """Return the tables with the edits of their cells, named as 3/C or 3/Sheet1!C."""
    found = []
    done: set[tuple[int, str]] = set()
    for grid in grids:
        index = {number: at for at, number in enumerate(grid.numbers)}
        rows = list(grid.rows)
        for (number, name), text in edits.items():
            sheet, _, letter = name.rpartition("!")
            at = column_number(letter)
            if (sheet and sheet != (grid.sheet or "")) or at is None or number not in index:
                continue
            row = rows[index[number]]
            rows[index[number]] = [*row, *[""] * (at + 1 - len(row))]
            rows[index[number]][at] = text
            done.add((number, name))
        found.append(replace(grid, rows=rows))
    for place in edits.keys() - done:
        collector.add(doubtful_edit(*place))
    return found
