"""Hold the words of the data: categories, units, qualifiers, regions, sub-categories.

They live in CSV files beside the figures, in Chinese and English. What is not listed
keeps its own name; nothing here refuses a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from metrics import product_folder
from metrics.model.csv_file import read_entries, read_rows

DATA_FOLDER = product_folder("data")


class Named(Protocol):
    """Name a thing in Chinese and English."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True)
class Category:
    """Hold a category: its page, colour and lead metric (a slug, or empty)."""

    key: str
    zh: str
    en: str
    color: str
    main: bool
    lead: str
    aliases: tuple[str, ...]


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


@dataclass(frozen=True)
class Vocabulary:
    """Hold all words, by key and in the order of their files."""

    categories: Mapping[str, Category]
    units: Mapping[str, Unit]
    qualifiers: Mapping[str, Qualifier]
    places: Mapping[str, str]
    """English names of regions and sub-categories, by their Chinese names."""

    def category(self, key: str) -> Category:
        """Return a category; one that is not listed is its own name, in grey."""
        listed = self.categories.get(key)
        return listed or Category(key, key, key, OTHER_COLOR, False, "", ())

    def unit(self, key: str) -> Unit:
        """Return a unit; one that is not listed is its own name and its own family."""
        listed = self.units.get(key)
        return listed or Unit(key, key, key, key, key, False, ())

    def place(self, name: str, language: str) -> str:
        """Return a region's or sub-category's name in `language`, else as written."""
        return self.places.get(name, name) if language == "en" else name


OTHER_COLOR = "#64748b"


def load_vocabulary(folder: Path = DATA_FOLDER) -> Vocabulary:
    """Read the vocabularies of `folder`; raises BrokenData for an unreadable file."""
    categories = read_entries(folder / "categories.csv", Category, {})
    units = read_entries(folder / "units.csv", Unit, {"zh": "key"})
    qualifiers = read_entries(folder / "qualifiers.csv", Qualifier, {})
    places = read_rows(folder / "places.csv", ("zh", "en"))
    return Vocabulary(
        {category.key: category for category in categories},
        {unit.key: unit for unit in units},
        {qualifier.key: qualifier for qualifier in qualifiers},
        {row["zh"]: row["en"] for row in places},
    )


def name_in(thing: Named, language: str) -> str:
    """Return a word's or metric's name in `language`."""
    return thing.zh if language == "zh" else thing.en
