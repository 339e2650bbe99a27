"""Read and write the product's own CSV files: UTF-8 with BOM, a header, one row a line.

Files that people make come in through the intake instead; these are strict and report what is
wrong. In a file of observations no text runs as a formula in a spreadsheet: it carries an
apostrophe, which the intake takes off again. Numbers stay numbers.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from metrics import word_lists
from metrics.i18n import message
from metrics.model.observation import COLUMN_NAMES, Observation
from metrics.problems import BrokenData, Problem
from metrics.text import mark_as_text

T = TypeVar("T")
ALIAS_SEPARATOR = "|"
NUMBERS = ("year", "value", "upper")
EXACT_DIGITS = 15  # digits that a spreadsheet keeps of a number; longer ones are written as text
PIECE = 1 << 17  # characters of a long table that are written at once


def read_rows(path: Path, columns: Iterable[str] = ()) -> list[dict[str, str]]:
    """Return the rows of a CSV file as texts by column name, in order.

    Raises BrokenData when the file is missing, is not UTF-8, lacks one of `columns`, or a row has
    too many or too few cells.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BrokenData([missing_file(path)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenData([_unreadable(path, error)]) from None
    return parse_rows(text, path.name, columns)


def read_words(name: str, columns: Iterable[str] = ()) -> list[dict[str, str]]:
    """Return the rows of a list of words: the general ones, then the bureau's own."""
    return [row for path in word_lists(name) for row in read_rows(path, columns)]


def read_entries(path: Path, kind: type[T], renamed: Mapping[str, str]) -> list[T]:
    """Return the rows of a list as entries, with a field for each column.

    `renamed` names columns by the fields that are not called like them. Cells of a field that is
    true or false say yes or no; those of one that is a tuple list names. Raises BrokenData.
    """
    columns = {name: renamed.get(name, name) for name in get_type_hints(kind)}
    read: dict[Any, Callable[[str], Any]] = {
        bool: lambda cell: cell == "yes",
        tuple[str, ...]: split_aliases,
    }
    reads = {name: read.get(hint, str) for name, hint in get_type_hints(kind).items()}
    return [
        kind(**{name: reads[name](row[column]) for name, column in columns.items()})
        for row in read_rows(path, dict.fromkeys(columns.values()))
    ]


def parse_rows(text: str, file: str, columns: Iterable[str] = ()) -> list[dict[str, str]]:
    """Return the rows of CSV text; raises BrokenData for rows unlike the header."""
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[dict[str, str]] = []
    problems: list[Problem] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        problems += [missing_column(file, name) for name in columns if name not in header]
        for cells in reader:
            if len(cells) == len(header):
                rows.append(dict(zip(header, cells, strict=True)))
            elif cells:
                problems.append(_wrong_width(file, reader.line_num, len(cells), len(header)))
    except csv.Error as error:
        problems.append(_not_csv(file, reader.line_num, error))
    if problems:
        raise BrokenData(problems)
    return rows


def write_rows(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows as the bytes of a CSV file for Excel: BOM, UTF-8, CRLF."""
    return b"".join(written_rows(columns, rows))


def written_rows(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[bytes]:
    """Yield the bytes of a CSV file in pieces, to send it while it is written."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
        if text.tell() > PIECE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def csv_bytes(observations: Iterable[Observation]) -> bytes:
    """Return observations as a CSV file with the columns COLUMN_NAMES."""
    return b"".join(csv_pieces(observations))


def csv_pieces(observations: Iterable[Observation]) -> Iterator[bytes]:
    """Yield the bytes of `csv_bytes` in pieces."""
    return written_rows(COLUMN_NAMES, marked(one.as_text() for one in observations))


def marked(rows: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Yield rows of texts with every formula marked as text; numbers stay as they are."""
    for row in rows:
        yield {name: cell if name in NUMBERS else mark_as_text(cell) for name, cell in row.items()}


def split_aliases(cell: str) -> tuple[str, ...]:
    """Return the names that a cell lists, separated by a bar."""
    return tuple(name.strip() for name in cell.split(ALIAS_SEPARATOR) if name.strip())


def missing_file(path: Path) -> Problem:
    """Return the problem of a file that is not there."""
    text, name = message("The file is missing"), path.name
    fix = message("Put {file} back, for instance from version control or a backup", file=name)
    return Problem("file-missing", "error", text, fix, file=name)


def _unreadable(path: Path, error: Exception) -> Problem:
    reason, fix = type(error).__name__, message("Save it as “CSV UTF-8”")
    text = message("The file cannot be read as UTF-8 text ({reason})", reason=reason)
    return Problem("file-unreadable", "error", text, fix, file=path.name)


def missing_column(file: str, name: str) -> Problem:
    """Return the problem of a file whose header lacks a column."""
    text = message("A required column is missing")
    fix = message("Add a column named {name} to the header", name=name)
    return Problem("no-column", "error", text, fix, file=file, row=1, column=name)


def _wrong_width(file: str, row: int, width: int, expected: int) -> Problem:
    counts = {"found": width, "expected": expected}
    text = message("The row has {found} cells, the header {expected}", **counts)
    fix = message("Add or remove commas, or put quotes around a text that holds one")
    return Problem("row-width", "error", text, fix, file=file, row=row, found=str(width))


def _not_csv(file: str, row: int, error: csv.Error) -> Problem:
    text = message("The file is not well-formed CSV from here on ({reason})", reason=str(error))
    fix = message("Close the quotation marks of this row")
    return Problem("not-csv", "error", text, fix, file=file, row=row)
