"""Decide what becomes of each cell: a figure, a sum, a part of a year, a plan, a question."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from metrics.numbers import plain
from metrics.problems import Problem
from metrics.readers.grid import column_letter
from metrics.tables import asking, remarks
from metrics.tables.caveats import caveats
from metrics.tables.cell_number import CellReading, NumberReader
from metrics.tables.context import years_in
from metrics.tables.crossing import Cell, Table
from metrics.tables.fractions import ask_fractions
from metrics.tables.lexicon import Lexicon
from metrics.tables.misspelt_places import misspelt_places
from metrics.tables.result import CellState, Fact, Question
from metrics.tables.totals import mark_totals, wrong_sums
from metrics.tables.unexplained import ask_unexplained
from metrics.tables.unit_choices import unit_choices
from metrics.tables.words import line_words

MOST_DAYS = 4
"""Days that figures may be of (ends of quarters); a table of more is of days or weeks."""
_DAY = re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月|[./-]\d{1,2}[./-])\d{1,2}")


@dataclass
class Settling:
    """Hold what has been settled so far."""

    tables: Sequence[Table]
    lexicon: Lexicon
    reader: NumberReader
    answers: Mapping[str, str]
    facts: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    asked: list[Question] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    @property
    def cells(self) -> Iterable[Cell]:
        """Yield the cells of all tables."""
        for table in self.tables:
            yield from table.cells

    def open(self) -> list[Cell]:
        """Return the cells that nothing is settled about."""
        return [cell for cell in self.cells if not cell.state]


def settle(
    tables: Sequence[Table],
    lexicon: Lexicon,
    reader: NumberReader,
    answers: Mapping[str, str],
    file_name: str = "",
) -> Settling:
    """Return the facts, questions and problems of the tables."""
    it = Settling(tables, lexicon, reader, answers)
    districts = set(lexicon.names.regions.values()) - {lexicon.own}
    for table in tables:
        mark_totals(table, districts, lexicon.own)
    _plans(tables)
    for cell in it.open():
        if cell.aspect and cell.column.role != "figure!":
            cell.state = "plan" if cell.aspect == "plan" else "change"
    _years(it)
    _sums(it, districts)
    _parts(it)
    _columns(it)
    _places(it)
    it.asked += ask_unexplained(tables, districts, answers)
    _metrics(it)
    _units(it)
    it.asked += ask_fractions([*it.cells], lexicon, reader, answers)
    it.remarks += remarks.remarks(tables)
    it.remarks += caveats(tables, lexicon, file_name)
    it.facts = tuple(
        _fact(cell)
        for cell in it.cells
        if cell.state in ("taken", "missing") and cell.metric and cell.year
    )
    it.questions = tuple(it.asked[: _most(it)])
    it.problems = tuple(it.remarks)
    return it


def _plans(tables: Sequence[Table]) -> None:
    """Make plans of the figures below a title that names a plan and nothing reached."""
    words = line_words()
    for table in tables:
        titles = "".join([*table.block.view.grid.before[-1:], *table.block.titles])
        reached = any(word in titles for word in words["done-title"])
        if reached or not any(word in titles for word in words["plan-title"]):
            continue
        for cell in table.cells:
            if not any(label.head == "value" or label.whole for label in cell.column.labels):
                cell.aspect = cell.aspect or "plan"


def _years(it: Settling) -> None:
    """Fill in years from the surroundings; ask where nothing names one."""
    answer = it.answers.get("year", "")
    without: list[Cell] = []
    for table in it.tables:
        base = table.context.year
        if base is None and answer.isdigit():
            base = int(answer)
        for cell in table.cells:
            if len(cell.years) > 1:
                cell.state = cell.state or "wrong"
            elif cell.year is None and base is not None:
                cell.year, cell.relative = base + (cell.relative or 0), None
            elif cell.year is None and not cell.state:
                without.append(cell)
    if without and any(cell.metric for cell in without):
        it.asked.append(asking.year(without, it.tables, it.lexicon))
        for cell in without:
            cell.state = "asked"


def _sums(it: Settling, districts: Collection[str]) -> None:
    """Say which sums are wrong, and take none of them for the city."""
    for table in it.tables:
        wrong = list(wrong_sums(table, it.reader, districts))
        it.remarks += wrong
        places = {(one.row, one.column) for one in wrong}
        for cell in table.cells:
            named = cell.place.row, column_letter(cell.place.column)
            if not cell.state and cell.over == "region" and named in places:
                cell.state = "total"


def foreign(tables: Sequence[Table], lexicon: Lexicon) -> bool:
    """Return whether nothing in the tables is known: no year, no metric, no region."""
    regions = set(lexicon.names.regions.values()) - {lexicon.own}
    cells = (cell for table in tables for cell in table.cells)
    if any(c.years or c.known or c.relative is not None or c.region in regions for c in cells):
        return False
    grids = {id(table.block.view.grid): table.block.view.grid for table in tables}
    lines = [line for table in tables for line in table.block.titles]
    lines += [line for grid in grids.values() for line in (*grid.before, grid.sheet or "")]
    return not any(years_in(line) or lexicon.own in line for line in lines)


def _parts(it: Settling) -> None:
    """Set parts of years aside; ask where the whole year stands nowhere."""
    for cell in it.open():
        running = cell.whole and "累计" in cell.column.title and it.tables[cell.block].context.part
        cell.whole = cell.whole and not running
    wholes = {cell.key for cell in it.open() if cell.whole or not _part(cell, it)}
    lonely: list[Cell] = []
    for cell in it.open():
        if cell.whole or not _part(cell, it):
            continue
        if cell.key in wholes:
            cell.state = "part"
        else:
            lonely.append(cell)
    days = {cell.period for cell in lonely if _DAY.search(cell.period)}
    if len(days) > MOST_DAYS:
        it.remarks.append(remarks.days_only(sorted(days), lonely))
        give_state(lonely, "part")
    elif lonely:
        _ask_parts(it, lonely)


def _ask_parts(it: Settling, lonely: Sequence[Cell]) -> None:
    """Do with parts of years what is answered, or ask."""
    answer = it.answers.get("parts", "")
    if answer == "take":
        for cell in lonely:
            cell.period, cell.whole = "", True
    elif answer == "sum":
        _summed(it, lonely)
    elif answer == "leave":
        give_state(lonely, "part")
    else:
        give_state(lonely, "asked")
        it.asked.append(asking.parts(lonely, _complete(lonely), it.tables))


def give_state(cells: Iterable[Cell], state: CellState) -> None:
    """Set what becomes of cells."""
    for cell in cells:
        cell.state = state


def _part(cell: Cell, it: Settling) -> str:
    return cell.period or it.tables[cell.block].context.part


def _groups(cells: Iterable[Cell]) -> dict[tuple[object, ...], list[Cell]]:
    groups: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[cell.key].append(cell)
    return groups


def _complete(cells: Sequence[Cell]) -> bool:
    """Return whether each figure has all parts of its year."""
    return not any(_DAY.search(cell.period) for cell in cells) and all(
        len({c.period for c in group}) in (2, 4, 12) and len(group) in (2, 4, 12)
        for group in _groups(cells).values()
    )


def _summed(it: Settling, cells: Sequence[Cell]) -> None:
    for group in _groups(cells).values():
        readings = [it.reader.read(cell.text) for cell in group]
        exact = [r for r in readings if isinstance(r, CellReading) and not r.qualifier]
        for cell in group[:-1]:
            cell.state = "part"
        last = group[-1]
        if len(exact) == len(group):
            last.text = plain(sum((r.value for r in exact), Decimal(0)))
            last.written, last.whole = last.text, True
        else:
            last.state = "wrong"


def _columns(it: Settling) -> None:
    """Choose between columns with the same key in a row, or offer the choice."""
    for table in it.tables:
        clashing: dict[tuple[int, ...], list[Cell]] = {}
        rows: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
        for cell in table.cells:
            if not cell.state and cell.metric:
                rows[(cell.row.at, *cell.key)].append(cell)
        for group in rows.values():
            left = _plainest(group)
            if len(left) > 1:
                clashing.setdefault(tuple(c.column.at for c in left), []).extend(left)
        for number, cells in enumerate(clashing.values()):
            _which(it, table, cells, number)


def _plainest(group: list[Cell]) -> list[Cell]:
    """Drop the columns with a name of their own where one column has none."""
    bare = [cell for cell in group if not cell.column_extra]
    if len(bare) != 1 or len(group) == 1:
        return group
    for cell in group:
        if cell is not bare[0]:
            cell.state = "unread"
    return bare


def _which(it: Settling, table: Table, cells: list[Cell], number: int) -> None:
    name = f"column:{table.number + 1}" + (f".{number + 1}" if number else "")
    chosen = it.answers.get(name, "")
    columns = {cell.column.at: cell.column for cell in cells}
    question = asking.column(name, list(columns.values()), cells)
    known = {option.value for option in question.options}
    for cell in cells:
        letter = cell.place.cell.rstrip("0123456789")
        cell.state = "asked" if chosen not in known else "" if letter == chosen else "unread"
        cell.column_extra = cell.column_extra if cell.state else ()
    if chosen not in known:
        it.asked.append(question)


def _places(it: Settling) -> None:
    """Ask of places that are probably known ones, written otherwise."""
    for table in it.tables:
        for region, (near, cells) in misspelt_places(table, it.lexicon).items():
            answer = it.answers.get(f"region:{region}", "")
            if answer == near:
                for cell in cells:
                    cell.region = near
            elif answer == "leave":
                give_state(cells, "unread")
            elif not answer:
                give_state(cells, "asked")
                it.asked.append(asking.place(region, near, cells))


def _metrics(it: Settling) -> None:
    """Decide what unknown metric names are: misspelt, or new with a category."""
    new: dict[str, list[Cell]] = defaultdict(list)
    for cell in it.open():
        if not cell.metric or (not cell.known and _hidden(cell, it)):
            cell.state = "unread"
        elif not cell.known:
            new[cell.metric].append(cell)
    open_names: dict[str, list[Cell]] = {}
    for name, cells in new.items():
        near = it.lexicon.names.near(name, it.lexicon.names.metrics)
        answer = it.answers.get(f"metric:{name}", "") or it.answers.get(f"category:{name}", "")
        answer = answer or (it.answers.get("category", "") if not near else "")
        if answer:
            _answered(cells, answer, it.lexicon)
        elif near or not all(cell.category for cell in cells):
            open_names[name] = cells
    for cells in open_names.values():
        for cell in cells:
            cell.state = "asked"
    places = {name: [cell.place for cell in cells] for name, cells in open_names.items()}
    units_next = any(_lacks_unit(cell, it) for cells in open_names.values() for cell in cells)
    it.asked += asking.new_names(places, it.lexicon, max(1, _room(it) - units_next))


def _most(it: Settling) -> int:
    """Return how many questions are asked at once.

    The first table of a bureau is nothing but new metrics, and each has a category of its own.
    """
    return asking.MOST if it.lexicon.names.metrics else asking.MOST_OF_FIRST


def _room(it: Settling) -> int:
    """Return how many questions may still be asked after those answered, at least one."""
    answered = sum(not name.startswith("file:") for name in it.answers)
    return max(1, _most(it) - len(it.asked) - answered)


def _lacks_unit(cell: Cell, it: Settling) -> bool:
    """Return whether nothing says the unit of a figure, which then is asked next."""
    reading = it.reader.read(cell.text)
    own = isinstance(reading, CellReading) and reading.unit
    return not (own or cell.units or cell.around)


def _hidden(cell: Cell, it: Settling) -> bool:
    """Return whether a column is hidden, where unknown names are not asked about."""
    return cell.column.at in it.tables[cell.block].block.view.grid.hidden_columns


def _answered(cells: Sequence[Cell], answer: str, lexicon: Lexicon) -> None:
    known = lexicon.metric(answer)
    for cell in cells:
        if answer == "leave":
            cell.state = "unread"
        elif known:
            cell.metric, cell.known = known, True
        else:
            cell.category = answer.removeprefix("new:")


def _units(it: Settling) -> None:
    """Choose the unit of each cell, or offer the choice."""
    doubtful: dict[str, list[Cell]] = defaultdict(list)
    options: dict[str, tuple[str, ...]] = {}
    for cell in it.open():
        cell.state = "taken"
        found = unit_choices(cell, it.lexicon, it.reader)
        if len(found) == 1:
            cell.stated_unit = found[0]
            continue
        name = f"unit:{cell.metric}"
        answer = it.answers.get(name) or it.answers.get("unit", "")
        if answer:
            cell.stated_unit = "" if answer == "-" else answer
            cell.state = "unread" if answer == "leave" else cell.state
        else:
            cell.state = "asked"
            doubtful[name].append(cell)
            options[name] = found
    it.asked += asking.units(doubtful, options, it.lexicon, _room(it))


def _fact(cell: Cell) -> Fact:
    assert cell.year is not None
    return Fact(
        cell.place, cell.year, cell.region, cell.metric, cell.text if cell.state == "taken" else "",
        cell.written, cell.stated_unit, cell.category, cell.subcategory, cell.known,
    )  # fmt: skip
