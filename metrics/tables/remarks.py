"""Say what holds figures and is not taken: totals, plans, parts, columns and rows not read."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from metrics.i18n import Message, message
from metrics.numbers import grouped
from metrics.problems import Problem, Severity
from metrics.readers.grid import column_letter
from metrics.tables.cell_number import CellRefusal
from metrics.tables.crossing import Cell, Table
from metrics.tables.values import further_figures, in_digits
from metrics.tables.words import without_marks
from metrics.text import shown

_SAID = {
    "total": message("Totals; they are not taken, the parts are"),
    "plan": message("Plans and targets; they are no figures of the year"),
    "change": message("Changes, shares or ranks; they are no figures of the year"),
    "part": message("Parts of the year; the figure of the whole year is taken"),
}
LISTED = 8


def remarks(tables: Sequence[Table]) -> Iterator[Problem]:
    """Yield the remarks on the tables of a file."""
    for table in tables:
        yield from _left_out(table)
        yield from _unread(table)
        yield from _not_figures(table)
        yield from _written_out(table)
        yield from _further(table)
        yield from _rows(table)


def days_only(days: Sequence[str], cells: Sequence[Cell]) -> Problem:
    """Refuse figures of days or weeks, of which no year's figure follows."""
    text = message(
        "The figures are of days or weeks ({first} to {last}); none is of a whole year",
        first=days[0],
        last=days[-1],
    )
    fix = message("Bring a table with the figure of each year")
    sheet = cells[0].place.sheet or None
    return Problem("days-only", "error", text, fix, sheet=sheet, row=cells[0].place.row)


def _by_state(table: Table, state: str) -> list[Cell]:
    return [cell for cell in table.cells if cell.state == state]


def _left_out(table: Table) -> Iterator[Problem]:
    for state, reason in _SAID.items():
        cells = _by_state(table, state)
        if cells:
            text = message("Not taken: {reason}", reason=reason)
            first = cells[0]
            yield _problem(f"not-taken-{state}", "info", text, first, _names(cells, state))


def _names(cells: Sequence[Cell], state: str) -> str:
    """Name the columns, or for totals the rows, of cells."""
    rows = {" ".join(label.text for _, label in c.row.labels) for c in cells if c.row.total}
    names = (
        [c.column.title for c in cells if not c.row.total] if state != "total" or not rows else []
    )
    names += sorted(rows) if state == "total" else []
    return "、".join(shown(name) for name in list(dict.fromkeys(names))[:LISTED])


def _unread(table: Table) -> Iterator[Problem]:
    """Yield a warning for each column of figures that is not read."""
    hidden = table.block.view.grid.hidden_columns
    columns: dict[int, Cell] = {}
    for cell in _by_state(table, "unread"):
        if cell.column.at not in hidden:
            columns.setdefault(cell.column.at, cell)
    for at, cell in columns.items():
        text = message(
            "The figures of column {letter} “{title}” are not read",
            letter=column_letter(at),
            title=shown(cell.column.title),
        )
        fix = message("Say what the column holds if its figures are meant")
        yield Problem(
            "unread-column",
            "warning",
            text,
            fix,
            sheet=table.sheet or None,
            column=cell.column.texts[-1] if cell.column.texts else column_letter(at),
            found=cell.written,
        )


def _not_figures(table: Table) -> Iterator[Problem]:
    for cell in _by_state(table, "wrong"):
        text = message(
            "{cell} “{found}” is no figure that can be read",
            cell=cell.place.cell,
            found=shown(cell.written),
        )
        if len(cell.years) > 1:
            text = message(
                "{cell} stands under two years: {years}",
                cell=cell.place.cell,
                years="、".join(map(str, cell.years)),
            )
        if cell.spread:
            text = message(
                "{cell} “{found}” is merged over several names; it is the figure of none",
                cell=cell.place.cell,
                found=shown(cell.written),
            )
        read = table.block.view.reader.read(cell.written)
        fix = message("Write the number, or leave the cell empty")
        if isinstance(read, CellRefusal) and read.code == "not-a-number":
            fix = read.fix
        yield _problem("no-figure", "warning", text, cell, cell.written, fix)


def _written_out(table: Table) -> Iterator[Problem]:
    for cell in _by_state(table, "taken"):
        if in_digits(without_marks(cell.written)):
            text = message(
                "{cell} “{found}” is read as {value}",
                cell=cell.place.cell,
                found=shown(cell.written),
                value=grouped(Decimal(cell.text)),
            )
            yield _problem("read-as", "info", text, cell, cell.written)


def _further(table: Table) -> Iterator[Problem]:
    """Yield one warning for the cells that hold more figures than the one taken."""
    cells = [
        (cell, further)
        for cell in _by_state(table, "taken")
        if (further := further_figures(without_marks(cell.written), cell.text))
    ]
    if cells:
        cell, further = cells[0]
        text = message(
            "{n} cells hold further figures, which are not taken, first {cell}: {found}",
            n=len(cells),
            cell=cell.place.cell,
            found="、".join(map(shown, further)),
        )
        fix = message("Give each of them a row or a column of its own if it is meant")
        yield _problem("further-figures", "warning", text, cell, cell.written, fix)


def _rows(table: Table) -> Iterator[Problem]:
    """Say which rows of words within a table are not read."""
    view = table.block.view
    for at in table.block.unread:
        found = " | ".join(text for _, text in view.row(at, table.block.left, table.block.right))
        text = message("The row is neither a header nor figures; it is not read")
        yield Problem(
            "unread-row",
            "warning",
            text,
            sheet=table.sheet or None,
            row=view.grid.numbers[at],
            found=shown(found),
        )


def _problem(
    code: str, severity: Severity, text: Message, cell: Cell, found: str, fix: Message | None = None
) -> Problem:
    whole = code.startswith("not-taken") and not cell.row.total
    return Problem(
        code, severity, text, fix, sheet=cell.place.sheet or None,
        row=None if whole else cell.place.row,
        column=cell.column.title if whole else column_letter(cell.place.column), found=found,
    )  # fmt: skip
