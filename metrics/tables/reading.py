"""Read all tables of a file: cells crossed with their headers, then settled into facts.

Nothing is taken that has two readings: what is open becomes a question, at most three at once, and
figures that are not taken become remarks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from metrics.readers.grid import Grid, column_letter
from metrics.tables.blocks import Block, find_blocks
from metrics.tables.cell_number import NumberReader
from metrics.tables.columns import LABELS, columns_of
from metrics.tables.context import Context, nearest, read_line
from metrics.tables.crossing import Cell, Table, cross
from metrics.tables.lexicon import Lexicon
from metrics.tables.names import Names
from metrics.tables.result import CellState, Place, SheetReading, TablesReading
from metrics.tables.rows import rows_of
from metrics.tables.set_aside import line_kind
from metrics.tables.settling import Settling, foreign, give_state, settle
from metrics.tables.values import SHORT, figure_text
from metrics.tables.view import FIGURE, MISSING, SENTENCE, YEAR, View

_NONE = "无"
_SAYS_NONE = re.compile(r"无[”\"’」]?\s*(?:表示|代表|指|即|系|为)")


def read_tables(
    grids: Sequence[Grid],
    names: Names,
    *,
    file_name: str = "",
    answers: Mapping[str, str] | None = None,
    roles: Mapping[str, str] | None = None,
) -> TablesReading:
    """Return the facts of all tables of a file, and what is open.

    `answers` give the value chosen for questions by id, and year, region and unit of the whole
    file by `file:year`, `file:region`, `file:unit`. `roles` give roles of columns and rows by
    address (`Sheet1!C`, `Sheet1!5`; without a sheet where there is one only).
    """
    lexicon, reader = Lexicon(names), NumberReader(names.vocabulary)
    given = _of_the_file(answers or {})
    shown = [grid for grid in grids if not grid.hidden] or list(grids)
    tables: list[Table] = []
    views: list[tuple[Grid, View]] = []
    before = Context()
    for grid in shown:
        view = View(grid, reader)
        views.append((grid, view))
        columns, rows = _given(grid, roles or {}, view)
        around = _around(grid, file_name, lexicon, before)
        for block in find_blocks(view, lexicon):
            tables.append(_table(len(tables), block, around, lexicon, columns, rows))
            if given:
                tables[-1].context = nearest([given, tables[-1].context])
            around = [*around[:-1], _carried(tables[-1].context), around[-1]]
        before = before if grid.sheet and not grid.before else _carried(nearest([*around, before]))
    _fill(tables, lexicon, reader)
    settled = Settling(tables, lexicon, reader, answers or {})
    if foreign(tables, lexicon):
        give_state(settled.open(), "unread")
    else:
        settled = settle(tables, lexicon, reader, answers or {}, file_name)
    sheets = tuple(_sheet(grid, view, tables, number) for number, (grid, view) in enumerate(views))
    return TablesReading(settled.facts, settled.questions, settled.problems, sheets)


def read_cells(grid: Grid, names: Names, title: str = "") -> list[Cell]:
    """Return the cells of a report's tables, below the report's title."""
    lexicon, reader = Lexicon(names), NumberReader(names.vocabulary)
    view = View(grid, reader)
    about = replace(read_line(title, lexicon), name="", metric="", category="")
    around = _around(grid, "", lexicon, about)
    found: list[Cell] = []
    for block in find_blocks(view, lexicon):
        table = _table(0, block, around, lexicon, {}, {})
        table.cells = _cells(table, lexicon, reader)
        settle([table], lexicon, reader, {})
        for cell in table.cells:
            around_it = cell.around if len(cell.around) == 1 else ()
            cell.stated_unit = cell.stated_unit or next(iter((*cell.units, *around_it)), "")
        found += table.cells
    return found


def _of_the_file(answers: Mapping[str, str]) -> Context | None:
    """Return what a person says of a whole file, which stands above its titles."""
    year, region, unit = (answers.get(f"file:{name}", "") for name in ("year", "region", "unit"))
    if not (year.isdigit() or region or unit):
        return None
    years = (int(year),) if year.isdigit() else ()
    return Context(years, region, region, (unit,) if unit else ())


def _given(
    grid: Grid, roles: Mapping[str, str], view: View
) -> tuple[dict[int, str], dict[int, str]]:
    """Return the given roles of this sheet's columns and rows, by index."""
    columns: dict[int, str] = {}
    rows: dict[int, str] = {}
    letters = {column_letter(at): at for at in range(view.width)}
    for address, role in roles.items():
        sheet, _, place = address.rpartition("!")
        if sheet and sheet != (grid.sheet or ""):
            continue
        if place in letters:
            columns[letters[place]] = role
        elif place.isdigit() and int(place) in view.index:
            rows[view.index[int(place)]] = role
    return columns, rows


def _carried(context: Context) -> Context:
    """Return what a title states of the tables below it too: year and place."""
    return Context(context.years, context.region, context.city)


def _around(grid: Grid, file_name: str, lexicon: Lexicon, before: Context) -> list[Context]:
    """Return the contexts of the lines before, sheet and file, nearest first."""
    lines = [read_line(line, lexicon) for line in reversed(grid.before)]
    names = (grid.sheet or "", file_name.rsplit(".", 1)[0])
    sheet, file = (replace(read_line(one, lexicon, loose=True), name="", city="") for one in names)
    return [*lines, sheet, before, file]


def _table(
    number: int,
    block: Block,
    around: Sequence[Context],
    lexicon: Lexicon,
    columns: Mapping[int, str],
    rows: Mapping[int, str],
) -> Table:
    titles = [read_line(line, lexicon) for line in reversed(block.titles)]
    found = columns_of(block, lexicon, columns)
    context = nearest([*titles, *around])
    sheet = block.view.grid.sheet or ""
    read = rows_of(block, found, lexicon, rows)
    return Table(number, block, found, read, context, sheet, context.city)


def _fill(tables: Sequence[Table], lexicon: Lexicon, reader: NumberReader) -> None:
    """Fill tables with their cells, those that go on with the cells before."""
    for number, table in enumerate(tables):
        table.cells = _cells(table, lexicon, reader)
        before = tables[number - 1] if number else None
        if before and _goes_on(before, table):
            table.earlier = [*before.earlier, *before.cells]


def _goes_on(table: Table, following: Table) -> bool:
    """Return whether a table goes on in the following one, its header again."""
    lines = [*following.block.titles, *following.block.view.grid.before][-1:]
    again = [line for line in lines if line_kind(line) == "again"]
    heads = [[column.texts for column in one.columns] for one in (table, following)]
    return bool(again) and heads[0] == heads[1]


def _cells(table: Table, lexicon: Lexicon, reader: NumberReader) -> list[Cell]:
    """Return the filled cells of the figure columns with their headers."""
    view, found = table.block.view, []
    none = _explains_none(table.block)
    for row in table.rows:
        for column in table.columns:
            written = view.rows[row.at][column.at]
            if column.role not in ("figure", "plan", "change", "total") or not written:
                continue
            place = Place(table.sheet, view.grid.numbers[row.at], column.at)
            cell = Cell(place, row, column, table.number, "", written)
            cross(cell, table.context, lexicon)
            kind = view.kind(written)
            if kind == MISSING or (none and written == _NONE):
                cell.state = "missing"
            elif kind in (FIGURE, SENTENCE, YEAR) or SHORT.fullmatch(written):
                unit = lexicon.metric_unit(cell.metric)
                cell.text = figure_text(written, unit, reader)
            if column.role in ("plan", "change"):
                cell.aspect = cell.aspect or column.role
            cell.spread = _is_spread(cell, table)
            read = (cell.text and not cell.spread) or cell.aspect
            cell.state = cell.state or ("" if read else "wrong")
            found.append(cell)
    return found


def _is_spread(cell: Cell, table: Table) -> bool:
    """Return whether a cell is merged over rows or columns of several names."""
    view, at = table.block.view, (cell.row.at, cell.column.at)
    bottom, right = view.spans.get(at, at)
    if (bottom, right) == at:
        return False
    names = [one.at for one in table.columns if one.role in LABELS]
    below = any(view.rows[row][name] for row in range(at[0] + 1, bottom + 1) for name in names)
    return below or any(
        at[1] < one.at <= right and one.role == "figure" and one.labels != cell.column.labels
        for one in table.columns
    )


def _explains_none(block: Block) -> bool:
    """Return whether a line about a table says that 无 stands for no figure."""
    cells = (text for at in block.notes for _, text in block.view.row(at, 0, block.view.width))
    return any(_SAYS_NONE.search(line) for line in (*cells, *block.titles))


def _sheet(grid: Grid, view: View, tables: Iterable[Table], number: int) -> SheetReading:
    """Return a sheet with the roles and states that its tables gave."""
    columns: dict[int, str] = {}
    rows: dict[int, str] = {}
    states: dict[tuple[int, int], CellState] = {}
    numbers = grid.numbers
    for table in tables:
        block = table.block
        if block.view is not view:
            continue
        for column in table.columns:
            columns.setdefault(column.at, "metric" if column.role == "label" else column.role)
            named = column.role in LABELS
            for row in table.rows if named else ():
                if view.rows[row.at][column.at]:
                    states[numbers[row.at], column.at] = "name"
        for role, listed in (
            ("header", block.header),
            ("section", block.sections),
            ("note", block.notes),
            ("ignore", block.unread),
        ):
            for at in listed:
                rows[numbers[at]] = role
        for row in table.rows:
            rows[numbers[row.at]] = "total" if row.total else "figure"
        for cell in table.cells:
            states[cell.place.row, cell.place.column] = cell.state
    for at, number_ in enumerate(numbers):
        if any(view.rows[at]) and number_ not in rows:
            rows[number_] = "title"
    return SheetReading(
        grid, grid.sheet or str(number + 1), _by_cells(columns, states), rows, states
    )


def _by_cells(
    columns: Mapping[int, str], states: Mapping[tuple[int, int], CellState]
) -> dict[int, str]:
    """Return the roles of columns, one without a figure by what it holds."""
    found: dict[int, set[CellState]] = {}
    for (_row, at), state in states.items():
        if state not in ("", "missing"):
            found.setdefault(at, set()).add(state)
    alone = {at: next(iter(kinds)) for at, kinds in found.items() if len(kinds) == 1}
    return {
        at: alone[at] if role == "figure" and alone.get(at) in ("plan", "change", "total") else role
        for at, role in columns.items()
    }
