"""Read text as a grid: find the delimiter, the ends of records, the quotes.

Quotes are read strictly: text after a closing quote or a quote that never closes is an error at
its row, never a guess. A row is a record, as Excel shows it; a `sep=` line is none.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from metrics.i18n import Message, message
from metrics.problems import Problem
from metrics.readers.formats.process import Refused
from metrics.readers.grid import Grid
from metrics.readers.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from metrics.readers.refusals import TABLE_LIMITS, as_problem
from metrics.text import shown

DELIMITERS = (",", "\t", ";", "|", "，")
OTHER_MARKS = ("，", "、", "；", ";", "|", "\t", ",")
"""What parts the cells of a single row where it was typed differently from the others."""
HEAD_RECORDS = 100
HEAD_CHARACTERS = 300_000
_SEP_LINE = re.compile(r'"?sep=(.)"?[ \t,;|，]*(\r\n|\r|\n|$)', re.IGNORECASE)

_NUMBER = re.compile(r"\s*-?\d[\d.]*%?\s*")
_GUARDED = re.compile(r'\s*="((?:[^"]|"")*)"\s*')
"""A cell guarded as text for spreadsheets: ="2025"."""
_SHORTEN = message("Shorten the text; a quotation mark that never closes also has this effect")
_LIMITS = {
    **TABLE_LIMITS,
    "cell-too-long": TABLE_LIMITS["cell-too-long"]._replace(fix=_SHORTEN),
}

HeaderScore = Callable[[list[list[str]]], int]


@dataclass(frozen=True)
class Table:
    """Hold a grid and its delimiter; `grid` is None when a limit refuses the file.

    `lost` holds (row, text) of the records that could not be read.
    """

    grid: Grid | None
    delimiter: str | None
    problems: tuple[Problem, ...] = ()
    lost: tuple[tuple[int, str], ...] = ()


def read_delimited(text: str, score: HeaderScore, delimiter: str | None = None) -> Table:
    """Return the records of a text.

    `score` rates how well rows hold a known header; `delimiter` overrules the search.
    """
    text, stated = _without_sep_line(text)
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MAX_ROWS * 2:
        return Table(None, None, (_refused("too-many-rows"),))
    chosen = delimiter or stated or best_delimiter(text, score)
    return _read_all(text, chosen)


def best_delimiter(text: str, score: HeaderScore) -> str:
    """Return the delimiter that gives the best header, else the widest rows.

    One that leaves most cells beginning with another delimiter parts the rows at the wrong place.
    The mark “、” stands inside cells too often to be looked for unless no other parts any row.
    """
    head = text[:HEAD_CHARACTERS]
    if not parts_rows(head, DELIMITERS) and parts_rows(head, ("、",)):
        return "、"

    def rating(delimiter: str) -> tuple[bool, int, int]:
        rows = _head(head, delimiter)
        later = [cell for row in rows for cell in row[1:] if cell]
        astray = sum(cell.startswith(DELIMITERS) for cell in later)
        return 2 * astray <= len(later), score(rows), sum(map(len, rows))

    return max(DELIMITERS, key=rating)


def parts_rows(text: str, delimiters: tuple[str, ...] = DELIMITERS) -> bool:
    """Check whether a delimiter parts half of the first rows into cells."""

    def parted(delimiter: str) -> bool:
        widths = [len(_trimmed(row)) for row in _head(text[:HEAD_CHARACTERS], delimiter)]
        rows = [width for width in widths if width]
        return 2 * sum(width > 1 for width in rows) >= max(len(rows), 1)

    return any(map(parted, delimiters))


def _without_sep_line(text: str) -> tuple[str, str | None]:
    line = _SEP_LINE.match(text)
    if not line:
        return text, None
    return text[line.end() :], line.group(1)


def _head(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(_unguarded(row))
            if len(rows) >= HEAD_RECORDS:
                break
    except csv.Error:
        pass  # reading the whole file will say so, with the row
    return rows


def _read_all(text: str, delimiter: str) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    problems: list[Problem] = []
    lost: list[tuple[int, str]] = []
    lines: list[str] = []
    while True:
        first_line = reader.line_num
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            if "field larger" in str(error):
                return Table(None, delimiter, (_refused("cell-too-long", row=len(rows) + 1),))
            lines = lines or list(io.StringIO(text, newline=""))
            raw = "".join(lines[first_line : reader.line_num])[:500].strip()
            problems.append(_bad_quotes(len(rows) + 1, reader.line_num - first_line, raw))
            lost.append((len(rows) + 1, raw))
            row = []
        rows.append(row)
        if len(row) > MAX_COLUMNS and len(_trimmed(row)) > MAX_COLUMNS:
            return Table(
                None, delimiter, (_refused("too-many-columns", row=len(rows), found=len(row)),)
            )
        if len(rows) > MAX_ROWS:
            return Table(None, delimiter, (_refused("too-many-rows"),))
    for number, row in enumerate(rows, start=1):
        if row and len(max(row, key=len)) > MAX_CELL:
            return Table(None, delimiter, (_refused("cell-too-long", row=number),))
    if '="' in text:
        rows = [*map(_unguarded, rows)]
    for number, raw in _typed_otherwise(rows, delimiter):
        problems.append(_other_mark(number, raw, delimiter))
        lost.append((number, raw))
        rows[number - 1] = []
    grid = Grid(rows, range(1, len(rows) + 1))
    return Table(grid, delimiter, tuple(problems), tuple(lost))


def _typed_otherwise(rows: list[list[str]], delimiter: str) -> Iterator[tuple[int, str]]:
    """Yield rows (number, text) that are whole only with another delimiter too."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width = widths.most_common(1)[0][0] if widths else 0
    if width < 3:
        return
    for number, row in enumerate(rows, 1):
        if len(row) >= width and any(row[1:]):
            continue
        for mark in OTHER_MARKS:
            cells = [part for cell in row for part in cell.split(mark)]
            if mark == delimiter or len(cells) == len(row):
                continue
            whole = width - 1 <= len(_trimmed(cells)) <= len(cells) <= width + 1
            if whole and len(cells) >= width and any(_NUMBER.fullmatch(cell) for cell in cells):
                yield number, delimiter.join(row)
                break


def _other_mark(row: int, text: str, delimiter: str) -> Problem:
    mark = "Tab" if delimiter == "\t" else delimiter
    wrong = message(
        "The cells of this row are not parted by “{mark}” as in the other rows", mark=mark
    )
    fix = message("Part the cells of this row by “{mark}” too, and bring the file again", mark=mark)
    return Problem("other-delimiter", "error", wrong, fix, row=row, found=shown(text))


def _unguarded(row: list[str]) -> list[str]:
    """Return the cells of a row without the guard that marks them as text."""
    guards = [_GUARDED.fullmatch(cell) for cell in row]
    return [
        guard[1].replace('""', '"') if guard else cell
        for guard, cell in zip(guards, row, strict=True)
    ]


def _trimmed(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _bad_quotes(row: int, lines: int, raw: str) -> Problem:
    text: Message = message("The quotation marks of this row do not close where a cell ends")
    if lines > 1:
        text = message(
            "A quotation mark opens here and does not close; it swallows {lines} lines", lines=lines
        )
    fix = message("Put the whole cell between quotation marks, and write each one inside it twice")
    return Problem("quotes", "error", text, fix, row=row, found=shown(raw))


def _refused(code: str, **values: int) -> Problem:
    return as_problem(Refused(code, **values), _LIMITS)
