"""Separate files of one observation a row from tables of other layouts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from metrics.intake.layout import SEARCHED_ROWS, Layout, find_layout
from metrics.intake.problem_collector import ProblemCollector
from metrics.intake.rows import Taken
from metrics.readers.grid import Grid
from metrics.tables.caveats import caveat_words, doubt
from metrics.tables.headers import REFERENCE, SOURCES
from metrics.tables.labels import read_label
from metrics.tables.lexicon import Lexicon
from metrics.tables.names import Names
from metrics.tables.result import SheetReading
from metrics.text import clean

MOST_TOGETHER = 20_000
"""Rows of several sheets up to which they are read as tables, which is slower."""
_ROWS_ONLY = {"qualifier", "upper", "printed", "section"}


def holds_rows(grid: Grid) -> bool:
    """Return whether a sheet holds one observation a row below a known header."""
    layout = find_layout(grid)
    return bool(layout and layout.complete and len(grid.rows) > layout.last + 1)


def is_tidy(grids: Sequence[Grid], names: Names) -> bool:
    """Check whether a file is read row by row, year, metric and value in columns.

    A column that is not known, but says a month, a place or a plan, is left to the table
    reader.
    """
    lexicon = Lexicon(names)
    found = False
    for grid in grids:
        layout = find_layout(grid)
        if layout is None or (grid.hidden and found):
            continue
        if {"year", "metric", "value"} <= layout.columns.keys():
            if any(_says_more(grid, layout, at, lexicon) for at in range(len(layout.names))):
                return False
            found = True
    return found


def read_by_row(grids: Sequence[Grid], names: Names) -> bool:
    """Return whether a file is read by the reader of rows, not by that of tables."""
    return is_tidy(grids, names) and not _read_together(grids)


def _read_together(grids: Sequence[Grid]) -> bool:
    """Return whether sheets of rows are read as one file, each by its own name.

    Columns that only the reader of rows knows (qualifier, upper bound, printed form, section) stand
    against it.
    """
    shown = [grid for grid in grids if not grid.hidden and holds_rows(grid)]
    layouts = [layout for grid in shown if (layout := find_layout(grid))]
    few = sum(len(grid.rows) for grid in shown) <= MOST_TOGETHER
    return few and len(layouts) > 1 and not any(_ROWS_ONLY & one.columns.keys() for one in layouts)


def _says_more(grid: Grid, layout: Layout, at: int, lexicon: Lexicon) -> bool:
    """Return whether an untaken column qualifies the figures of its rows."""
    if at in layout.columns.values():
        return False
    label = read_label(layout.names[at], lexicon)
    rows = grid.rows[layout.last + 1 : layout.last + 1 + SEARCHED_ROWS]
    cells = [text for row in rows if at < len(row) and (text := clean(row[at]))]
    if label.head in ("month", "region", "unit", "kind") and cells:
        return True
    labels = [read_label(text, lexicon) for text in cells if len(text) <= 12]
    telling = [one for one in labels if one.period or one.region or one.place or one.aspect]
    return 2 * len(telling) > len(cells) > 0


def tidy_sheet(grid: Grid, layout: Layout, out: Collection[int] = ()) -> SheetReading:
    """Return a sheet of rows with the roles of its columns, for drawing it.

    `out` are the rows that a person left out.
    """
    roles = {"value": "figure"} | dict.fromkeys((REFERENCE, *SOURCES), "ignore")
    columns = {at: roles.get(name, name) for name, at in layout.columns.items()}
    others = {at: "ignore" for at in range(len(layout.names)) if at not in columns}
    rows = dict.fromkeys(grid.numbers[: layout.first], "title")
    rows |= dict.fromkeys(grid.numbers[layout.first : layout.last + 1], "header")
    rows |= dict.fromkeys(out, "ignore")
    return SheetReading(grid, grid.sheet or "1", columns | others, rows)


def add_caveats(grid: Grid, layout: Layout, taken: Taken, collector: ProblemCollector) -> None:
    """Add a warning for each title, remark and note that says another time or place.

    Columns that no figure needs say something of their rows. A note is kept with its figure.
    """
    years = {row: one.year for one, row in zip(taken.observations, taken.rows, strict=True)}
    read = {at for name, at in layout.columns.items() if name != "note"} | set(layout.years)
    note = layout.columns.get("note", -1)
    said: set[tuple[str, int | None]] = set()
    every = set(years.values())
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        year = years.get(number)
        if year is None and sum(map(bool, row)) != 1:
            continue
        of = every if year is None else {year}
        for at, text in enumerate(row):
            if not text or (year is not None and at in read) or (text, year) in said:
                continue
            said.add((text, year))
            if words := caveat_words(text, of, kept=year is not None and at == note):
                collector.add(doubt([text], [words], row=number))


def gives_columns(roles: Mapping[str, str]) -> bool:
    """Check whether a person gave a column its role, for the table reader to follow."""
    return any(not address.rpartition("!")[2].isdigit() for address in roles)


def rows_left_out(grid: Grid, roles: Mapping[str, str]) -> set[int]:
    """Return the numbers of the rows that a person left out."""
    out = set()
    for address, role in roles.items():
        sheet, _, place = address.rpartition("!")
        if role == "ignore" and place.isdigit() and sheet in ("", grid.sheet):
            out.add(int(place))
    return out


def without_rows(grid: Grid, out: Collection[int]) -> Grid:
    """Return a grid with these rows emptied."""
    pairs = zip(grid.numbers, grid.rows, strict=True)
    return replace(grid, rows=[[] if number in out else row for number, row in pairs])
