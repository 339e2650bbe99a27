"""Read a workbook into grids in the sandbox; put refusals into words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from metrics.i18n import message
from metrics.problems import Problem
from metrics.readers import limits, sandbox
from metrics.readers.file_kind import (
    COPY_TABLE,
    DAMAGED,
    EXPORT,
    SAVE_AGAIN,
    UNLOCK,
    WHAT_IT_IS,
    FileKind,
)
from metrics.readers.formats.process import Refused
from metrics.readers.grid import Grid
from metrics.readers.refusals import TABLE_LIMITS, FileRefusal, as_problem


@dataclass(frozen=True)
class Book:
    """Hold the sheets of a workbook, or the problem that refuses it."""

    sheets: tuple[Grid, ...]
    problems: tuple[Problem, ...] = ()


def read_workbook(content: bytes, kind: str) -> Book:
    """Return the sheets of a workbook.

    `kind` is `zip` (XLSX, ODS), `ole` (XLS), `xml` or `password` (a locked XLSX).
    """
    try:
        return _book(sandbox.read(kind, content, limits.MAX_SECONDS))
    except Refused as refused:
        return Book((), (as_problem(refused, _REFUSALS),))


def _book(lines: Iterable[dict[str, Any]]) -> Book:
    grids: list[Grid] = []
    problems: list[Problem] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    start: dict[str, Any] = {}
    for line in lines:
        if "flags" in line:
            problems = [_FLAGS[flag] for flag in line["flags"]]
        elif "sheet" in line:
            start, rows, numbers = line, [], []
        elif "rows" in line:
            rows += line["rows"]
            numbers += line["numbers"]
        elif "marks" in line:
            grids.append(_grid(rows, numbers, {**start, **line}))
    return Book(tuple(grids), tuple(problems))


def _grid(rows: list[list[str]], numbers: list[int], facts: dict[str, Any]) -> Grid:
    return Grid(
        rows,
        numbers,
        sheet=facts["sheet"],
        hidden=facts["hidden"],
        marks={(row, column): mark for row, column, mark in facts["marks"]},
        hidden_rows=frozenset(facts["hidden_rows"]),
        hidden_columns=frozenset(facts["hidden_columns"]),
        merges=tuple(tuple(merge) for merge in facts["merges"]),
        formulas=facts["formulas"],
        percent_known=facts["percent_known"],
    )


_FLAGS = {
    "macros": Problem(
        "macros",
        "warning",
        message("The workbook holds macros; none was run, only the cells were read"),
        message("Save it as .xlsx if the macros are not needed"),
    ),
    "links": Problem(
        "links",
        "info",
        message("The workbook refers to other files; none was opened, stored results were read"),
    ),
}
_SAVE_AGAIN = message("Open it in Excel or WPS, save it as .xlsx, and bring that file")
_SMALLER = message("Split it, or save only the sheet with the figures as a new workbook")
_REFUSALS: dict[str, FileRefusal] = {
    **TABLE_LIMITS,
    "too-much-text": FileRefusal(
        message("The workbook holds more than {limit} characters of text, the most that is read"),
        _SMALLER,
        "MAX_CELL_CHARACTERS",
    ),
    "unpacks-too-large": FileRefusal(
        message("The workbook unpacks to more than {limit} MB, the most that is read"),
        _SMALLER,
        "MAX_UNPACKED",
    ),
    "too-many-members": FileRefusal(
        message("The workbook holds more than {limit} parts, or one of them twice"),
        _SAVE_AGAIN,
        "MAX_MEMBERS",
    ),
    "too-slow": FileRefusal(
        message("Reading the workbook took more than {limit} seconds and was stopped"),
        _SMALLER,
        "MAX_SECONDS",
    ),
    "too-heavy": FileRefusal(
        message("Reading the workbook needs more than {limit} MB of memory and was stopped"),
        _SMALLER,
        "MAX_MEMORY",
    ),
    "password": FileRefusal(WHAT_IT_IS[FileKind.LOCKED], UNLOCK),
    "document-type": FileRefusal(
        message(
            "The workbook holds a document type definition or a foreign encoding, "
            "which no spreadsheet program writes"
        ),
        _SAVE_AGAIN,
    ),
    "xlsb": FileRefusal(
        message("This is a binary workbook (.xlsb), which is not read"), _SAVE_AGAIN
    ),
    "word": FileRefusal(
        message("This is a Word document, not a table"),
        COPY_TABLE,
    ),
    "numbers": FileRefusal(message("This is a workbook of Numbers, which is not read"), EXPORT),
    "ofd": FileRefusal(
        message("This is an OFD document, not a table"),
        COPY_TABLE,
    ),
    "zip-of-several": FileRefusal(
        message("This is a ZIP archive that holds several workbooks: {names}"),
        message("Unpack it and bring them one by one"),
    ),
    "no-spreadsheet": FileRefusal(
        message("This is an XML file, not a table that is read here"), _SAVE_AGAIN
    ),
    "zip": FileRefusal(
        message("This is a ZIP archive that holds no workbook"),
        message("Unpack it and bring the file inside"),
    ),
    "slides": FileRefusal(WHAT_IT_IS[FileKind.SLIDES], EXPORT),
    "damaged": FileRefusal(DAMAGED, SAVE_AGAIN),
}
"""What each refusal of the readers of workbooks is called."""
