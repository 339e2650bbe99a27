"""From a workbook to grids: starts the process that reads it, and puts a refusal into words.

The process may take so much time and memory and no more (memory only where the platform can
limit it; the deadline holds everywhere). Nothing of the file is trusted before that process has
counted it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from metrics.i18n import Message, message
from metrics.problems import Problem
from metrics.readers import limits
from metrics.readers.grid import Grid

ROOT = Path(__file__).resolve().parent.parent.parent
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from metrics.readers.workbooks.process import main; main()"
)
_SAVE_AGAIN = message("Open it in Excel or WPS, save it as .xlsx, and bring that file")


@dataclass(frozen=True)
class Book:
    """The sheets of a workbook, or the problem that refuses it."""

    sheets: tuple[Grid, ...]
    problems: tuple[Problem, ...] = ()


def read_workbook(content: bytes, kind: str) -> Book:
    """Return the sheets of a workbook; `kind` is `zip` (XLSX, ODS) or `ole` (XLS)."""
    command = [sys.executable, "-I", "-c", _START, str(ROOT), kind, json.dumps(_told())]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=limits.MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Book((), (_refusal("too-slow", {}),))
    lines = done.stdout.split(b"\n")
    if done.returncode or len(lines) < 2:
        return Book((), (_refusal("too-heavy", {}),))
    last = json.loads(lines[-2])
    if "refused" in last:
        return Book((), (_refusal(last.pop("refused"), last),))
    return _book(json.loads(line) for line in lines[:-2])


def _told() -> dict[str, int]:
    return {
        "unpacked": limits.MAX_UNPACKED,
        "members": limits.MAX_MEMBERS,
        "rows": limits.MAX_ROWS,
        "columns": limits.MAX_COLUMNS,
        "cell": limits.MAX_CELL,
        "characters": limits.MAX_CHARACTERS,
        "memory": limits.MAX_MEMORY,
        "seconds": limits.MAX_SECONDS,
    }


def _book(lines: Iterable[dict[str, Any]]) -> Book:
    grids: list[Grid] = []
    problems: list[Problem] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    started: dict[str, Any] = {}
    for line in lines:
        if "flags" in line:
            problems = [_FLAGS[flag] for flag in line["flags"]]
        elif "sheet" in line:
            started, rows, numbers = line, [], []
        elif "rows" in line:
            rows += line["rows"]
            numbers += line["numbers"]
        elif "marks" in line:
            grids.append(_grid(started, rows, numbers, line))
    return Book(tuple(grids), tuple(problems))


def _grid(
    started: dict[str, Any], rows: list[list[str]], numbers: list[int], end: dict[str, Any]
) -> Grid:
    return Grid(
        rows,
        numbers,
        sheet=started["sheet"],
        hidden=started["hidden"],
        marks={(row, column): mark for row, column, mark in end["marks"]},
        hidden_rows=frozenset(end["hidden_rows"]),
        hidden_columns=frozenset(end["hidden_columns"]),
        merges=tuple(tuple(merge) for merge in end["merges"]),
        formulas=end["formulas"],
        percent_known=end["percent_known"],
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


def _refusal(code: str, values: dict[str, Any]) -> Problem:
    said, fix = _words(code, values)
    found = values.get("found")
    return Problem(
        code, "error", said, fix, row=values.get("row"), found=None if found is None else str(found)
    )


def _words(code: str, values: dict[str, Any]) -> tuple[Message, Message]:
    smaller = message("Split it, or save only the sheet with the figures as a new workbook")
    if code == "too-many-columns":
        return (
            message(
                "The row has {found} columns; at most {limit} are read",
                found=f"{values['found']:,}",
                limit=f"{limits.MAX_COLUMNS:,}",
            ),
            message("Keep the columns of the template and remove the others"),
        )
    said: dict[str, tuple[Message, Message]] = {
        "too-many-rows": (
            message(
                "The file has more than {limit} rows, the most that is read",
                limit=f"{limits.MAX_ROWS:,}",
            ),
            message("Split it into files of fewer rows, for instance one a year"),
        ),
        "cell-too-long": (
            message(
                "A cell of this row holds more than {limit} characters, the most that is read",
                limit=f"{limits.MAX_CELL:,}",
            ),
            message("Shorten the text"),
        ),
        "too-much-text": (
            message(
                "The workbook holds more than {limit} characters of text, the most that is read",
                limit=f"{limits.MAX_CHARACTERS:,}",
            ),
            smaller,
        ),
        "unpacks-too-large": (
            message(
                "The workbook unpacks to more than {limit} MB, the most that is read",
                limit=limits.MAX_UNPACKED // 1024**2,
            ),
            smaller,
        ),
        "too-many-members": (
            message(
                "The workbook holds more than {limit} parts, or one of them twice",
                limit=f"{limits.MAX_MEMBERS:,}",
            ),
            _SAVE_AGAIN,
        ),
        "too-slow": (
            message(
                "Reading the workbook took more than {limit} seconds and was stopped",
                limit=limits.MAX_SECONDS,
            ),
            smaller,
        ),
        "too-heavy": (
            message(
                "Reading the workbook needs more than {limit} MB of memory and was stopped",
                limit=limits.MAX_MEMORY // 1024**2,
            ),
            smaller,
        ),
        "password": (
            message("The workbook is protected by a password and cannot be read"),
            message("Open it in Excel, remove the password, save it, and bring that file"),
        ),
        "document-type": (
            message(
                "The workbook holds a document type definition or a foreign encoding, "
                "which no spreadsheet program writes"
            ),
            _SAVE_AGAIN,
        ),
        "xlsb": (message("This is a binary workbook (.xlsb), which is not read"), _SAVE_AGAIN),
        "word": (
            message("This is a Word document, not a table"),
            message("Copy its table into Excel, save it as .xlsx, and bring that file"),
        ),
        "zip": (
            message("This is a ZIP archive that holds no workbook"),
            message("Unpack it and bring the file inside"),
        ),
        "damaged": (message("The workbook is damaged and cannot be read"), _SAVE_AGAIN),
    }
    return said[code]
