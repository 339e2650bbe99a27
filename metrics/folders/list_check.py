"""Check the lists of a folder against each other: what names what, and what stands twice."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from metrics.i18n import Message, message
from metrics.model.catalogue import fold
from metrics.model.csv_file import read_rows, split_aliases
from metrics.model.vocabulary import RelationKind
from metrics.problems import BrokenData, Problem, Severity

_SLUG = re.compile(r"(?!m-)[a-z0-9]+(-[a-z0-9]+)*")
_PLACE = re.compile(r"\{(figure|number)\}")
_SITE = re.compile(r"https?://.+", re.IGNORECASE)
_UNKNOWN = (
    message("The metric is not in the catalogue"),
    message("Fill it in, or use a name from the catalogue"),
)
_ANOTHER = message("Choose another")
Row = Mapping[str, str]
Fault = tuple[str, Severity, Message, Message]
"""Column, severity, what is wrong, how to mend it."""


@dataclass
class _Known:
    """Hold what the lists of a folder name, and what was met on the way through one."""

    metrics: frozenset[str]
    leads: Mapping[str, str]
    categories: frozenset[str]
    met: dict[tuple[str, str], str] = field(default_factory=dict)

    def is_taken(self, column: str, name: str, owner: str) -> bool:
        """Return whether another row has this name; the first to ask keeps it."""
        return self.met.setdefault((column, name), owner) != owner


def list_problems(folder: Path) -> Iterator[Problem]:
    """Yield what the lists of a folder name that is not there, or name twice."""
    metrics, categories = _rows(folder / "catalog.csv"), _rows(folder / "categories.csv")
    known = _Known(
        frozenset(row.get("metric", "") for row in metrics),
        {row.get("slug", ""): row.get("category", "") for row in metrics},
        frozenset(row.get("key", "") for row in categories),
    )
    for file, faults in _FAULTS.items():
        known.met.clear()
        for number, row in enumerate(_rows(folder / file), start=2):
            for column, severity, text, fix in faults(row, str(number), known):
                code, found = f"{file.removesuffix('.csv')}-{column}", row.get(column, "")
                yield Problem(
                    code, severity, text, fix, file, row=number, column=column, found=found
                )


def _rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file; none where it is missing or broken."""
    try:
        return read_rows(path)
    except BrokenData:
        return []


def _of_catalogue(row: Row, number: str, known: _Known) -> Iterator[Fault]:
    slug, name = row.get("slug", ""), row.get("metric", "")
    if not _SLUG.fullmatch(slug):
        fix = message("Use small letters, digits and hyphens, not beginning with m-")
        yield "slug", "error", message("This cannot be a short name in addresses"), fix
    elif known.is_taken("slug", slug, number):
        yield "slug", "error", message("Another metric has this short name"), _ANOTHER
    for column, allowed in (("direction", ("up", "down", "")), ("additive", ("yes", "no", ""))):
        if row.get(column, "") not in allowed:
            yield column, "error", *_no_word(tuple(filter(None, allowed)))
    if known.categories and row.get("category") not in known.categories:
        fix = message("Add it to {file}, or use a key that is listed there", file="categories.csv")
        yield "category", "warning", message("The category is not listed"), fix
    if not row.get("name_en"):
        fix = message("Add it; else the Chinese one stands on English pages")
        yield "name_en", "warning", message("The English name is missing"), fix
    for known_as in (name, *split_aliases(row.get("aliases", ""))):
        if known.is_taken("metric", fold(known_as), number):
            text = message("“{name}” means another metric already", name=known_as)
            fix = message("Keep it at one of the two metrics")
            yield "metric" if known_as == name else "aliases", "error", text, fix


def _of_categories(row: Row, number: str, known: _Known) -> Iterator[Fault]:
    lead, key = row.get("lead", ""), row.get("key", "")
    if lead and lead not in known.leads:
        fix = message("Use a slug of {file}", file="catalog.csv")
        yield "lead", "error", message("No metric has this short name"), fix
    elif lead and known.leads[lead] != key:
        yield "lead", "error", message("The metric is of another category"), _ANOTHER
    for column in ("key", "zh", "address"):
        if row.get(column) and known.is_taken(column, fold(row[column]), number):
            yield column, "error", message("Another category has this too"), _ANOTHER
    if row.get("main", "yes") not in ("yes", "no", ""):
        yield "main", "error", *_no_word(("yes", "no"))


def _of_relations(row: Row, _number: str, known: _Known) -> Iterator[Fault]:
    for column in ("one", "other"):
        if row.get(column) not in known.metrics:
            yield column, "error", *_UNKNOWN
    if row.get("kind") not in get_args(RelationKind):
        yield "kind", "error", *_no_word(get_args(RelationKind))


def _of_phrases(row: Row, _number: str, known: _Known) -> Iterator[Fault]:
    if row.get("metric") not in known.metrics:
        yield "metric", "warning", *_UNKNOWN
    for column in ("zh", "en"):
        if row.get(column) and not _PLACE.search(row[column]):
            fix = message("Write {place} where it belongs", place="{figure}")
            yield column, "error", message("The phrase has no place for the figure"), fix


def _of_editions(row: Row, number: str, known: _Known) -> Iterator[Fault]:
    if row.get("url") and not _SITE.fullmatch(row["url"]):
        yield "url", "error", message("This is no web address"), message("It begins with https://")
    named = split_aliases(row.get("metrics", ""))
    if any(name not in known.metrics for name in named):
        yield "metrics", "error", *_UNKNOWN
    if not named and known.is_taken("year", row.get("year", ""), number):
        fix = message("Say in the column metrics which figures this one states")
        yield "year", "error", message("The year has a report already"), fix


def _of_places(row: Row, _number: str, known: _Known) -> Iterator[Fault]:
    if known.is_taken("zh", row.get("zh", ""), row.get("en", "")):
        text = message("The place has another English name above")
        yield "en", "error", text, message("Keep one of the two rows")


def _no_word(allowed: tuple[str, ...]) -> tuple[Message, Message]:
    names = ", ".join(allowed)
    return message("There is no such word here"), message("Use one of {names}", names=names)


_FAULTS: Mapping[str, Callable[[Row, str, _Known], Iterator[Fault]]] = {
    "catalog.csv": _of_catalogue,
    "categories.csv": _of_categories,
    "relations.csv": _of_relations,
    "phrases.csv": _of_phrases,
    "editions.csv": _of_editions,
    "places.csv": _of_places,
}
