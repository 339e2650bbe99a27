"""Hold the categories of a bureau: their names, their pages, how they look.

They stand in `categories.csv` of the bureau's folder; only key and Chinese name have to be there.
What a row leaves out is general: a colour of the palette, the first metric as the lead, an address
like the key. Without the file the categories are those of the catalogue, by their own names.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from metrics import DEFAULTS
from metrics.i18n import Message, message
from metrics.model.csv_file import read_rows, split_aliases
from metrics.problems import BrokenData, Problem

FILE = "categories.csv"
OTHER_COLOR = "#64748b"
OTHER_ICON = "label"
COLUMNS = ("key", "zh", "en", "icon", "color", "main", "lead", "address", "aliases", "kinds")
TAKEN = frozenset(
    ("overview", "others", "targets", "explore", "proofread", "next_report", "upload", "extract")
) | {"history", "sources", "metric", "accounts", "api", "app", "static", "component", "media"}
"""Addresses of pages and parts of the server that are the same for all bureaus."""
_MOST_MAIN = 4
"""Categories that have a page of their own where the file does not say which."""
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9_-]*")
_ICON = re.compile(r"[a-z0-9_]+")
_COLOR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


@dataclass(frozen=True)
class Category:
    """Hold a category: a `main` one has a page at `address`, led by a metric.

    `lead` is a slug or empty; `icon` is a name of the Material Symbols. `kinds` are what the words
    of a field call figures that stand here too.
    """

    key: str
    zh: str
    en: str
    color: str
    main: bool
    lead: str
    aliases: tuple[str, ...]
    icon: str = OTHER_ICON
    address: str = ""
    kinds: tuple[str, ...] = ()


def unlisted(key: str) -> Category:
    """Return a category that is not listed: its own name, in grey."""
    return Category(key, key, key, OTHER_COLOR, False, "", ())


def load_categories(folder: Path) -> dict[str, Category]:
    """Return the categories of a folder by key, in its order. Raises BrokenData."""
    path = folder / FILE
    if not path.exists():
        return _of_catalogue(folder / "catalog.csv")
    rows = read_rows(path, ("key", "zh"))
    numbered = enumerate(rows, start=2)
    if problems := [each for number, row in numbered for each in _problems(row, number)]:
        raise BrokenData(problems)
    return _completed(rows)


def palette() -> tuple[str, ...]:
    """Return the colours for categories that name none, in the order of use."""
    return tuple(row["color"] for row in read_rows(DEFAULTS / "palette.csv", ("color",)))


def _of_catalogue(path: Path) -> dict[str, Category]:
    """Return the categories that a catalogue names; none where it cannot be read."""
    try:
        rows = read_rows(path, ("category",))
    except BrokenData:
        return {}
    keys = dict.fromkeys(key for row in rows if (key := row["category"].strip()))
    return _completed([{"key": key, "zh": key} for key in keys])


def _completed(rows: list[dict[str, str]]) -> dict[str, Category]:
    named = {color for row in rows if (color := row.get("color", "").lower())}
    free = cycle([color for color in palette() if color not in named] or [OTHER_COLOR])
    says_main = any(row.get("main") for row in rows)
    found: dict[str, Category] = {}
    used = set(TAKEN)
    for at, row in enumerate(rows):
        key = row["key"]
        wanted = row.get("address") or key.casefold()
        if not _ADDRESS.fullmatch(wanted) or wanted in used:
            address = f"category-{hashlib.sha256(key.encode()).hexdigest()[:6]}"
        else:
            address = wanted
        used.add(address)
        found[key] = Category(
            key,
            row["zh"],
            row.get("en") or row["zh"],
            row.get("color") or next(free),
            row.get("main") == "yes" if says_main else at < _MOST_MAIN,
            row.get("lead", ""),
            split_aliases(row.get("aliases", "")),
            row.get("icon") or OTHER_ICON,
            address,
            split_aliases(row.get("kinds", "")),
        )
    return found


def _problems(row: Mapping[str, str], number: int) -> Iterator[Problem]:
    for column, (shape, text, fix) in _WRONG.items():
        cell = row.get(column, "")
        if (cell or column in ("key", "zh")) and not shape.fullmatch(cell):
            yield _problem(column, cell, number, (text, fix))
    if row.get("address") in TAKEN:
        texts = message("A page of every bureau has this address"), message("Choose another")
        yield _problem("address", row["address"], number, texts)


def _problem(column: str, found: str, row: int, texts: tuple[Message, Message]) -> Problem:
    code = f"category-{column}"
    return Problem(code, "error", *texts, file=FILE, row=row, column=column, found=found)


_WRONG: Mapping[str, tuple[re.Pattern[str], Message, Message]] = {
    "key": (re.compile(r".*\S.*"), message("The category has no key"), message("Name it")),
    "zh": (re.compile(r".*\S.*"), message("The category has no name"), message("Name it")),
    "icon": (
        _ICON,
        message("This is no name of an icon"),
        message("Take one of Material Symbols, like school, or leave it empty"),
    ),
    "color": (
        _COLOR,
        message("This is no colour"),
        message("Write it like #2a6bb0, or leave it empty"),
    ),
    "address": (
        _ADDRESS,
        message("This cannot be an address"),
        message("Use small letters, digits and hyphens, or leave it empty"),
    ),
}
"""What the cells of a column look like, what is wrong else, and how to mend it."""
