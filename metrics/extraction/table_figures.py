"""Read the tables of a report by the reader of tables: each cell with its row and column.

What the prose reader found in the lines of a table is replaced: a cell has the year, region,
metric and unit of its headers. A numeral of a table that is no figure is refused, none is lost.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.extraction.ranking import THRESHOLD_IN_TABLE, Candidate, Match
from metrics.model.dataset import Dataset
from metrics.model.observation import from_table
from metrics.prose import Reading, Rejected, TextFigure, goal_in_table, unit_family
from metrics.prose.names import ChangeWord
from metrics.readers.documents import Document
from metrics.readers.grid import Grid
from metrics.tables.cell_number import CellReading, NumberReader
from metrics.tables.crossing import Cell
from metrics.tables.lexicon import Lexicon
from metrics.tables.names import Names
from metrics.tables.reading import read_cells
from metrics.text import clean

SURE, UNSURE = 0.9, 0.6
Span = tuple[int, int]
_FROM_TABLE = "table"
_NO_FIGURE = ("missing", "wrong", "unread")


@dataclass(frozen=True)
class _Lines:
    """Hold where the rows and cells of a table stand in the text."""

    rows: tuple[Span, ...]
    cells: Mapping[tuple[int, int], Span]


def with_tables(
    document: Document, reading: Reading, dataset: Dataset, year: int
) -> tuple[Reading, dict[int, str]]:
    """Return a reading with the figures of its tables, and their regions by offset."""
    names = Names(dataset, from_table(dataset.table))
    lexicon, numbers = Lexicon(names), NumberReader(names.vocabulary)
    figures = list(reading.figures)
    rejected = list(reading.rejected)
    places: dict[int, str] = {}
    cursor = 0
    for grid in document.tables:
        lines = _aligned(document.text, grid, cursor)
        if not lines.rows:
            continue
        cursor = lines.rows[-1][1]
        made = []
        for cell in read_cells(grid, names, document.title or reading.title):
            span = lines.cells.get((cell.place.row, cell.place.column))
            figure = span and _figure(cell, span, document, lexicon, numbers, year)
            if figure:
                made.append(figure)
                places[figure.start] = cell.region
        figures, rejected = _put(figures, rejected, made, lines.rows)
    figures.sort(key=lambda one: one.start)
    rejected.sort(key=lambda one: one.start)
    return replace(reading, figures=tuple(figures), rejected=tuple(rejected)), places


def sure_in_table(figure: TextFigure, match: Match) -> Match:
    """Return a match without its best where a table's own name is not like it enough."""
    best = match.best
    if _FROM_TABLE not in figure.rules or best is None or best.how != "similar":
        return match
    return match if best.score >= THRESHOLD_IN_TABLE else replace(match, best=None)


def less_sure(figure: TextFigure, best: Candidate | None) -> TextFigure:
    """Return a figure of a table, less sure where likeness alone names it."""
    if _FROM_TABLE not in figure.rules or best is None or best.how != "similar":
        return figure
    return replace(figure, confidence=min(figure.confidence, UNSURE))


def _aligned(text: str, grid: Grid, cursor: int) -> _Lines:
    """Return where a table's rows stand: the lines that hold their cells in order."""
    if grid.before and (at := text.find(grid.before[-1], cursor)) >= 0:
        cursor = at + len(grid.before[-1])
    rows: list[Span] = []
    cells: dict[tuple[int, int], Span] = {}
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        for start, end in _lines(text, cursor):
            if (found := _in_line(text, start, end, row)) is None:
                continue
            cells |= {(number, column): span for column, span in found.items()}
            rows.append((start, end))
            cursor = end
            break
    return _Lines(tuple(rows), cells)


def _lines(text: str, start: int, most: int = 6) -> Iterator[Span]:
    """Yield the next lines that are not empty."""
    while start < len(text) and most:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            yield start, end
            most -= 1
        start = end + 1


def _in_line(text: str, start: int, end: int, row: Sequence[str]) -> dict[int, Span] | None:
    """Return the spans of a row's cells in a line, or None where it lacks one."""
    spans: dict[int, Span] = {}
    for column, cell in enumerate(row):
        if not (wanted := clean(cell)):
            continue
        at = text.find(wanted, start, end)
        if at < 0:
            return None
        spans[column] = (at, at + len(wanted))
        start = at + len(wanted)
    return spans or None


def _figure(
    cell: Cell,
    span: Span,
    document: Document,
    lexicon: Lexicon,
    numbers: NumberReader,
    year: int,
) -> TextFigure | None:
    """Return the figure of a cell, or None for one that holds none."""
    if cell.state in _NO_FIGURE or not cell.text or not (cell.metric or cell.aspect):
        return None
    if cell.state == "total" and cell.total == "part":
        return None
    stated = cell.stated_unit or next(iter(cell.units), "") or lexicon.usual_unit(cell.metric)
    number = numbers.read(cell.text, stated)
    if not isinstance(number, CellReading):
        return None
    named = lexicon.unit(number.unit or stated)
    unit, scale = (named.name or stated, named.scale) if named else (number.unit or stated, 1)
    written = cell.text if number.unit else stated
    unit = lexicon.names.own_unit(written, unit, lexicon.usual_unit(cell.metric))
    start = document.text.rfind("\n", 0, span[0]) + 1
    end = document.text.find("\n", span[1])
    when, qualifier = cell.year or year + (cell.relative or 0), number.qualifier or "exact"
    planned = cell.aspect == "plan"
    flags = ("target",) if planned else ("part",) if cell.state == "part" else ()
    return TextFigure(
        *span, document.text[slice(*span)], number.value * scale,
        number.upper * scale if number.upper is not None else None,
        qualifier, unit, unit_family(unit), cell.metric, "", "", "", when, "", _change(cell),
        flags, (_FROM_TABLE,), SURE if cell.metric else UNSURE, "",
        (start, end if end >= 0 else len(document.text)),
        goal_in_table(qualifier, when) if planned else None,
    )  # fmt: skip


def _change(cell: Cell) -> ChangeWord:
    if not cell.aspect or cell.aspect == "plan":
        return "level"
    return "rank" if cell.aspect in ("rank", "score") else "growth"


def _put(
    figures: Sequence[TextFigure],
    rejected: Sequence[Rejected],
    made: Sequence[TextFigure],
    rows: Sequence[Span],
) -> tuple[list[TextFigure], list[Rejected]]:
    """Put the figures of a table in the place of what else was found in its lines."""
    spans = [(one.start, one.end) for one in made]

    def inside(start: int, ranges: Sequence[Span]) -> bool:
        return any(first <= start < last for first, last in ranges)

    kept = [one for one in figures if not inside(one.start, rows)]
    before = [one for one in figures if inside(one.start, rows)]
    refused = [one for one in rejected if not inside(one.start, spans)]
    refused += [
        Rejected(one.start, one.end, one.printed, "table-label", one.section)
        for one in before
        if not inside(one.start, spans)
    ]
    by_start = {one.start: one for one in before}
    taken = [_with_words(one, by_start.get(one.start)) for one in made]
    return kept + taken, refused


def _with_words(figure: TextFigure, old: TextFigure | None) -> TextFigure:
    """Return a figure with the category and section that the prose reader gave it."""
    if old is None:
        return figure
    return replace(figure, category=old.category, subcategory=old.subcategory, section=old.section)
