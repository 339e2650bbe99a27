"""Hold the arguments that several verbs share, and read what they name.

Nothing here makes a store for the mere asking.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from metrics import data_folder
from metrics.i18n import message
from metrics.model.dataset import Dataset, load_words, web_address
from metrics.model.observation import Observation
from metrics.model.table_source import NamedReport
from metrics.problems import Problem
from metrics.store import Store, StoreUnavailable, open_store
from metrics.store.opening import is_there
from metrics.store.published import published, with_rows
from metrics.store.seed import read_seed


def pair(text: str) -> tuple[str, str]:
    """Return both sides of NAME=VALUE. Raises ValueError for other texts."""
    name, sign, value = text.partition("=")
    if not sign:
        raise ValueError(text)
    return name, value


Argument = tuple[str, dict[str, Any]]
_ARGUMENTS: dict[str, dict[str, Any]] = {
    "file": {"type": Path, "help": "the file to read"},
    "files": {
        "type": Path,
        "nargs": "+",
        "metavar": "file",
        "help": "the files to read; several are taken as one, question 2/year is the second's",
    },
    "--afresh": {
        "action": "store_true",
        "help": "read the file without what was decided of the last one of its form",
    },
    "document": {"type": Path, "metavar": "file", "help": "the file to read; - is standard input"},
    "--year": {"type": int, "help": "the year that the figures are about"},
    "--region": {"default": "", "help": "the region; default: the bureau's own"},
    "version": {"type": int, "help": "number of a publication"},
    "--name": {"help": "the file's name as the browser claims it"},
    "--sheet": {"help": "the sheet to read, where a workbook has several"},
    "--answer": {
        "type": pair,
        "action": "append",
        "default": [],
        "metavar": "ID=VALUE",
        "help": "answer a question of the check; may be given again",
    },
    "--role": {
        "type": pair,
        "action": "append",
        "default": [],
        "metavar": "PLACE=ROLE",
        "help": "role of a column or row, like C=plan or Sheet1!5=ignore; may be given again",
    },
    "--store": {"help": "path or URL; default: METRICS_DATABASE_URL, else data/metrics.db"},
    "--by": {"help": "who acts; without it the history names nobody, and the log this account"},
    "--note": {"default": "", "help": "what readers of the history should know"},
    "--unit": {"default": "", "help": "the unit of the figures that do not say theirs"},
    "--report-title": {"default": "", "help": "the report that the file's figures come from"},
    "--report-date": {
        "type": date.fromisoformat,
        "metavar": "YYYY-MM-DD",
        "help": "the day on which that report was published",
    },
    "--report-url": {"default": "", "help": "the web address of that report"},
    "--department": {"default": "", "help": "the department that provided the figures"},
    "--replace": {"action": "store_true", "help": "withdraw what the file's year leaves out"},
    "--accept-warnings": {"action": "store_true", "help": "publish in spite of warnings"},
    "--json": {"action": "store_true", "help": "answer in JSON"},
    "-o": {"dest": "output", "type": Path, "help": "write to a file"},
}


def own(name: str, **settings: Any) -> Argument:
    """Return an argument that a single verb has."""
    return name, settings


OUTPUT = own("-o", dest="output", type=Path, required=True, help="the file to write")
"""The file of a verb that has to write one."""


def arguments(*named: str | Argument) -> Callable[[argparse.ArgumentParser], None]:
    """Return what adds these arguments, shared ones by name, to a verb's parser."""

    def add(parser: argparse.ArgumentParser) -> None:
        for each in named:
            name, settings = (each, _ARGUMENTS[each]) if isinstance(each, str) else each
            parser.add_argument(name, **settings)

    return add


REPORT = ("--report-title", "--report-date", "--report-url", "--department")
"""The arguments that `named_report` reads."""


def named_report(options: argparse.Namespace) -> NamedReport:
    """Return the report named for a file; raises ValueError for no web address."""
    if options.report_url and not web_address(options.report_url):
        raise ValueError(f"{options.report_url!r} is no web address: it begins with https://")
    return NamedReport(
        options.report_title, options.report_date, options.report_url, options.department
    )


def existing_store(options: argparse.Namespace) -> Store | None:
    """Return the store of the options, or the folder's; None where that has none.

    Raises StoreUnavailable where a store is named that is not there: a slip of the hand.
    """
    if is_there(options.store):
        return open_store(options.store)
    if options.store:
        raise _no_store()
    return None


def kept_store(options: argparse.Namespace) -> Store:
    """Return the store that the options name; raises StoreUnavailable where none is."""
    store = existing_store(options)
    if store is None:
        raise _no_store()
    return store


def store_to_work_on(options: argparse.Namespace) -> Store:
    """Return the store as `existing_store` does, a new one for a folder that has none."""
    return existing_store(options) or open_store()


def _no_store() -> StoreUnavailable:
    return StoreUnavailable(
        "no-store",
        message("There is no store here"),
        message("Name the store with --store; `init` makes a new one"),
    )


def published_rows(options: argparse.Namespace) -> Sequence[Observation]:
    """Return what is published; without a store, the figures of the data folder."""
    store = existing_store(options)
    return store.current() if store else read_seed(data_folder()).rows


def published_dataset(options: argparse.Namespace) -> Dataset:
    """Return what is published as a data set; see `published_rows`."""
    store = existing_store(options)
    return published(store) if store else with_rows(load_words(), published_rows(options))


def file_content(file: Path) -> tuple[bytes, str]:
    """Return the bytes of a file and its name; `-` is standard input. Raises OSError."""
    if str(file) == "-":
        return sys.stdin.buffer.read(), "stdin.txt"
    return file.read_bytes(), file.name


def json_problem(name: str, row: int | None, reason: str) -> Problem:
    """Return the problem of a file, or of a line, that is not the expected JSON."""
    text = message("This is not the JSON that is expected ({reason})", reason=reason[:200])
    return Problem("json", "error", text, file=name, row=row)
