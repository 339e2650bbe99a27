"""Find the table on a sheet: header rows, title lines, and what each column holds.

The header is the row (or pair of rows) that names the most known columns; what stands above it
are title lines. Tables of other layouts are read by `metrics.tables`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_changes

from metrics.readers.grid import Grid
from metrics.tables.headers import Heading, heading
from metrics.text import clean

SEARCHED_ROWS = 60
UNIQUE_COLUMNS = ("year", "region", "category", "subcategory", "metric", "value", "unit")
"""Columns that may stand in a header once only; of others the first is taken."""
_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_TITLE_UNIT = re.compile(r"单\s*位\s*[:：]\s*([^\s,，;；)）]+)")


@dataclass(frozen=True)
class Layout:
    """Hold the header of a grid; columns and `first`/`last` rows count from 0.

    `columns` holds the known columns, `names` the header's own words, `years` the columns that
    are years, `repeated` pairs of columns that name the same thing; `melted` is true where
    rows were made of the facts of another layout.
    """

    first: int
    last: int
    columns: dict[str, int]
    names: list[str]
    years: dict[int, int] = field(default_factory=dict)
    repeated: tuple[tuple[int, int], ...] = ()
    unit: str = ""
    title_year: int | None = None
    melted: bool = False

    @property
    def wide(self) -> bool:
        """Return whether years are columns."""
        return "metric" in self.columns and "value" not in self.columns and bool(self.years)

    @property
    def complete(self) -> bool:
        """Return whether the header names every column that is required."""
        return "metric" in self.columns and ("value" in self.columns or self.wide)

    def name(self, column: str) -> str:
        """Return the file's own name of a column, else the known name."""
        at = self.columns.get(column)
        return column if at is None else self.names[at] or column


def find_layout(grid: Grid, header_row: int | None = None) -> Layout | None:
    """Return the header, or None; `header_row` (Excel's) overrules the search."""
    rows = list(grid.rows[:SEARCHED_ROWS])
    if header_row is not None:
        if header_row not in grid.numbers:
            return None
        at = list(grid.numbers).index(header_row)
        return _with_titles(_layout(grid.rows, at, at), grid)
    best = _best(rows)
    return _with_titles(best, grid) if best else None


def header_score(rows: Sequence[list[str]]) -> int:
    """Score the best of these rows as a header; 0 when none is one."""
    best = _best(rows[:SEARCHED_ROWS])
    return _score(best) if best else 0


def _score(layout: Layout) -> int:
    return 2 * len(layout.columns) + min(len(layout.years), 3) * layout.wide + layout.complete


def _best(rows: Sequence[list[str]]) -> Layout | None:
    best: Layout | None = None
    for at, row in enumerate(rows):
        if not any(row) or _is_figures(row):
            continue
        layout = _layout(rows, at, at)
        if len(layout.columns) + len(layout.years) >= 2 and (
            not best or _score(layout) > _score(best)
        ):
            best = layout
    for at in range(len(rows) - 1):
        if not any(rows[at]) or not any(rows[at + 1]) or _is_figures(rows[at]):
            continue
        pair = _layout(rows, at, at + 1)
        if _is_pair(rows, pair) and (not best or _score(pair) > _score(best)):
            best = pair
    return best


def _is_figures(row: Sequence[str]) -> bool:
    """Return whether most cells of a row are numbers that are no years."""
    numbers = sum(cell.isdecimal() and not cell.startswith(("19", "20")) for cell in row)
    return 2 * numbers > sum(map(bool, row))


def _is_pair(rows: Sequence[list[str]], pair: Layout) -> bool:
    """Return whether a row is a second header row: it leaves the metric's cell empty."""
    lower = rows[pair.last]
    at = pair.columns.get("metric")
    if at is None or not pair.complete:
        return False
    below = lower[at] if at < len(lower) else ""
    return not below.strip() or heading(below).column == "metric"


def _layout(rows: Sequence[list[str]], first: int, last: int) -> Layout:
    headings, names = _headings(rows, first, last)
    columns: dict[str, int] = {}
    years: dict[int, int] = {}
    repeated: list[tuple[int, int]] = []
    unit = ""
    for at, one in enumerate(headings):
        if one.year is not None:
            years[at] = one.year
        elif one.column and one.column not in columns:
            columns[one.column] = at
            unit = one.unit if one.column == "value" and one.unit else unit
        elif one.column in UNIQUE_COLUMNS:
            repeated.append((columns[one.column], at))
    return Layout(first, last, columns, names, years, tuple(repeated), unit)


def _headings(rows: Sequence[list[str]], first: int, last: int) -> tuple[list[Heading], list[str]]:
    if first == last:
        return [heading(cell) for cell in rows[first]], [clean(cell) for cell in rows[first]]
    width = max(len(rows[first]), len(rows[last]))
    upper = rows[first] + [""] * (width - len(rows[first]))
    lower = rows[last] + [""] * (width - len(rows[last]))
    headings: list[Heading] = []
    names: list[str] = []
    for above, below in zip(upper, lower, strict=True):
        choices = (heading(below), heading(above + below), heading(above))
        headings.append(next((c for c in choices if c.column or c.year), Heading()))
        names.append(clean(below) or clean(above))
    return headings, names


def _with_titles(layout: Layout, grid: Grid) -> Layout:
    above = [clean(cell) for row in grid.rows[: layout.first] for cell in row if cell]
    years = {int(year) for text in above for year in _TITLE_YEAR.findall(text)}
    units = [unit for text in above for unit in _TITLE_UNIT.findall(text)]
    return with_changes(
        layout,
        unit=layout.unit or (units[0] if len(set(units)) == 1 else ""),
        title_year=years.pop() if len(years) == 1 else None,
    )


def fill_merged(grid: Grid, layout: Layout) -> Grid:
    """Return the grid with the names of merged cells repeated in each of their rows.

    Only years and names are repeated, never a value.
    """
    places = {layout.columns[c] for c in UNIQUE_COLUMNS if c != "value" and c in layout.columns}
    index = {number: at for at, number in enumerate(grid.numbers)} if grid.merges else {}
    rows = list(grid.rows)
    for top, column, bottom, _ in grid.merges:
        start = index.get(top)
        if column not in places or start is None or start <= layout.last or bottom <= top:
            continue
        text = rows[start][column] if column < len(rows[start]) else ""
        for at in range(start + 1, len(rows)):
            if grid.numbers[at] > bottom:
                break
            wider = rows[at] + [""] * (column + 1 - len(rows[at]))
            wider[column] = wider[column] or text
            rows[at] = wider
    return with_changes(grid, rows=rows)
