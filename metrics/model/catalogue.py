"""Hold the catalogue: the name, unit and meaning of each metric.

A metric outside the catalogue is allowed anywhere; it then has its own name, the unit and
category of its rows, and no definition.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Literal

from metrics.model.csv_file import ALIAS_SEPARATOR, read_entries

_RENAMED = {"zh": "metric", "en": "name_en"}
"""Columns that are not called like their field of `Metric`."""


@dataclass(frozen=True)
class Metric:
    """Hold a metric; `additive`: regions may be summed; `direction`: up, down or ''."""

    zh: str
    slug: str
    en: str
    category: str
    subcategory: str
    unit: str
    additive: bool
    direction: Literal["up", "down", ""]
    definition_zh: str
    definition_en: str
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Return category, sub-category and name, which together name the metric."""
        return (self.category, self.subcategory, self.zh)

    def definition(self, language: str) -> str:
        """Return the definition in `language`; empty when there is none."""
        return self.definition_zh if language == "zh" else self.definition_en


COLUMNS = tuple(_RENAMED.get(field.name, field.name) for field in fields(Metric))


@dataclass(frozen=True)
class Catalogue:
    """Hold all known metrics in the order of the file."""

    metrics: tuple[Metric, ...]

    @cached_property
    def _by_name(self) -> Mapping[str, Metric]:
        names = {fold(alias): metric for metric in self.metrics for alias in metric.aliases}
        return names | {fold(metric.zh): metric for metric in self.metrics}

    @cached_property
    def _by_slug(self) -> Mapping[str, Metric]:
        return {metric.slug: metric for metric in self.metrics}

    def find(self, name: str) -> Metric | None:
        """Return the metric that a canonical name or an alias means, or None."""
        return self._by_name.get(fold(name))

    def get(self, name: str, category: str = "", unit: str = "") -> Metric:
        """Return the metric named; one outside the catalogue is made from its row."""
        return self.find(name) or outside(name, category, unit)

    def by_slug(self, slug: str) -> Metric | None:
        """Return the metric with this short stable name, or None."""
        return self._by_slug.get(slug)


def fold(name: str) -> str:
    """Fold a name for comparison: NFKC, no case, spaces or invisible characters."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    kept = "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")
    # What is left may combine now, or fold further.
    return unicodedata.normalize("NFKC", kept).casefold()


def outside(name: str, category: str = "", unit: str = "") -> Metric:
    """Return a metric that no catalogue lists, made from its row."""
    return Metric(name, _slug(name), name, category, "", unit, False, "", "", "")


def load_catalogue(path: Path) -> Catalogue:
    """Read a catalogue file; raises BrokenData when it is missing or broken."""
    return Catalogue(tuple(read_entries(path, Metric, _RENAMED)))


def catalogue_rows(metrics: Iterable[Metric]) -> Iterator[dict[str, str]]:
    """Yield metrics as the rows of a catalogue file, by COLUMNS."""
    for metric in metrics:
        cells = {_RENAMED.get(name, name): cell for name, cell in asdict(metric).items()}
        yield {
            **cells,
            "additive": "yes" if metric.additive else "no",
            "aliases": ALIAS_SEPARATOR.join(metric.aliases),
        }


def _slug(name: str) -> str:
    return "m-" + hashlib.sha256(fold(name).encode()).hexdigest()[:8]
