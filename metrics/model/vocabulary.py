"""Hold the words of the data: categories, units, qualifiers, regions, sub-categories.

They live in CSV files in Chinese and English. A folder's categories, relations and phrases are its
own; its units, qualifiers and places come before those that hold for every bureau. What is not
listed keeps its own name; only a qualifier that the rules of numbers do not know is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from metrics import DEFAULTS, data_folder
from metrics.i18n import Message, message
from metrics.model.categories import Category, load_categories, unlisted
from metrics.model.csv_file import read_entries, read_rows
from metrics.numbers import QUALIFIERS, QualifierKey
from metrics.problems import BrokenData, Problem

_HAN = re.compile("[\u4e00-\u9fff]")
_UNTRANSLATED = " (untranslated)"

QUALIFIER_WORDS: dict[QualifierKey, Message] = {
    "exact": message("exactly"),
    "more_than": message("more than this"),
    "at_least": message("at least that"),
    "about": message("about this"),
    "nearly": message("nearly that"),
    "less_than": message("less than this"),
    "up_to": message("at most that"),
    "range": message("a range"),
}
"""How exact a number is, as messages say it behind the number."""


class Named(Protocol):
    """Name a thing in Chinese and English."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True)
class Unit:
    """Hold a unit; units of a `family` count alike, a `count` has whole numbers."""

    key: str
    zh: str
    en: str
    en_many: str
    family: str
    count: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Qualifier:
    """Hold a degree of exactness: `short_*` wraps the number, `meaning_*` explains."""

    key: str
    zh: str
    en: str
    short_zh: str
    short_en: str
    words: tuple[str, ...]
    meaning_zh: str
    meaning_en: str


RelationKind = Literal["part_of", "reach_of", "target_of"]


@dataclass(frozen=True)
class Relation:
    """Say what metric `one` is to metric `other`, both by their Chinese names.

    A part is counted in its whole, a reach is what an activity reached, a target is aimed at by a
    result.
    """

    one: str
    kind: RelationKind
    other: str


@dataclass(frozen=True)
class Phrase:
    """Hold how a sentence or title reads, with fields like {figure}."""

    zh: str
    en: str


@dataclass(frozen=True)
class Vocabulary:
    """Hold all words, by key and in the order of their files."""

    categories: Mapping[str, Category]
    units: Mapping[str, Unit]
    qualifiers: Mapping[QualifierKey, Qualifier]
    places: Mapping[str, str]
    """English names of regions and sub-categories, by their Chinese names."""
    relations: tuple[Relation, ...] = ()
    phrases: Mapping[str, Phrase] = field(default_factory=dict)
    """How sentences say metrics, by the metrics' Chinese names."""
    headlines: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    """How titles say a finding, by its kind, the fullest wording first."""

    def others(self, kind: RelationKind) -> dict[str, str]:
        """Return what metrics are related to in one way, by the metrics' names."""
        return {each.one: each.other for each in self.relations if each.kind == kind}

    def category(self, key: str) -> Category:
        """Return a category; one that is not listed is its own name, in grey."""
        return self.categories.get(key) or unlisted(key)

    def unit(self, key: str) -> Unit:
        """Return a unit; one that is not listed is its own name, marked on English pages."""
        listed, en = self.units.get(key), as_read(key, "en")
        return listed or Unit(key, key, en, en, key, False, ())

    def place(self, name: str, language: str) -> str:
        """Return a region's or sub-category's name in `language`, else as written."""
        return name if language == "zh" else self.places.get(name) or as_read(name, language)


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Read the words of a folder (the bureau's), completed by the general ones.

    Raises BrokenData for an unreadable file and for a qualifier that no rule knows.
    """
    own = folder or data_folder()
    units: dict[str, Unit] = {}
    qualifiers: dict[QualifierKey, Qualifier] = {}
    places: dict[str, str] = {}
    for place in (DEFAULTS, own):
        if (file := place / "units.csv").exists():
            units |= {unit.key: unit for unit in read_entries(file, Unit, {"zh": "key"})}
        if (file := place / "qualifiers.csv").exists():
            listed = {one.key: one for one in read_entries(file, Qualifier, {})}
            if unknown := listed.keys() - QUALIFIERS.keys():
                raise BrokenData([_without_rule(key) for key in sorted(unknown)])
            qualifiers |= {QUALIFIERS[key]: one for key, one in listed.items()}
        if (file := place / "places.csv").exists():
            rows = read_rows(file, ("zh", "en"))
            places |= {row["zh"]: row["en"] for row in rows if row["en"]}
    return Vocabulary(
        load_categories(own),
        units,
        qualifiers,
        places,
        _relations(own),
        _phrases(own),
        _headlines(own),
    )


def _relations(folder: Path) -> tuple[Relation, ...]:
    path = folder / "relations.csv"
    return tuple(read_entries(path, Relation, {})) if path.exists() else ()


def _phrases(folder: Path) -> dict[str, Phrase]:
    path = folder / "phrases.csv"
    rows = read_rows(path, ("metric", "zh", "en")) if path.exists() else []
    return {row["metric"]: Phrase(row["zh"], row["en"]) for row in rows}


def _headlines(folder: Path) -> dict[str, tuple[Phrase, ...]]:
    own, found = folder / "headlines.csv", dict[str, tuple[Phrase, ...]]()
    for row in read_rows(own if own.exists() else DEFAULTS / own.name, ("kind", "zh", "en")):
        found[row["kind"]] = (*found.get(row["kind"], ()), Phrase(row["zh"], row["en"]))
    return found


def _without_rule(key: str) -> Problem:
    text = message("There is no such qualifier")
    fix, place = message("Use one of {names}", names=", ".join(QUALIFIERS)), "qualifiers.csv"
    return Problem("qualifier", "error", text, fix, file=place, column="key", found=key)


def name_in(thing: Named, language: str) -> str:
    """Return a word's or metric's name in `language`, marked where it has none."""
    return thing.zh if language == "zh" else as_read(thing.en, language)


def as_read(text: str, language: str) -> str:
    """Return a text of the data for a page; Chinese is marked on an English one, once."""
    read = language == "zh" or not _HAN.search(text) or text.endswith(_UNTRANSLATED)
    return text if read else text + _UNTRANSLATED
