"""Match names in a file: categories, units, qualifiers, metrics, regions.

Known is what the vocabulary, the catalogue or the published figures name. A name that is not
known keeps its own form; the nearest known one is offered, never put in its place.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.vocabulary import Vocabulary
from metrics.numbers import SCALES, QualifierKey
from metrics.prose import category_of_word, simplified_characters, unit_names
from metrics.readers.limits import MAX_NEAR_LOOKUPS
from metrics.tables.headers import aliases

MISSPELT = 74
"""Likeness (0 to 100) from which a name is probably a misspelling of a known one."""
ALIKE = 50
"""Likeness from which a category or unit, mostly of two characters, is worth naming."""
_ONE_WORD = re.compile(r"[^\u4e00-\u9fff]*[约近超万亿千百十余多]*([\u4e00-\u9fff])")
_WAN_SCALES = sorted((s for s in SCALES if s != "十"), key=len, reverse=True)


@dataclass(frozen=True)
class UnitName:
    """Hold a row's unit: its canonical name, whether known, and a scale like 万."""

    name: str
    known: bool
    scale: int = 1


class Names:
    """Hold the names known to a data set and to what is published."""

    def __init__(self, dataset: Dataset, published: Iterable[Observation] = ()) -> None:
        self.vocabulary, self.catalogue = dataset.vocabulary, dataset.catalogue
        self.region = dataset.bureau.region
        self._learn_vocabulary(dataset.vocabulary)
        self.catalogued = {
            folded_name(name): m for m in self.catalogue.metrics for name in (m.en, *m.aliases)
        } | {folded_name(m.zh): m for m in self.catalogue.metrics}
        self.metrics = {folded_name(m.zh): m.zh for m in self.catalogue.metrics}
        own = (self.region, *dataset.bureau.districts)
        self.regions = {folded_name(region): region for region in own}
        self.series: dict[str, tuple[str, str, str]] = {}
        """Category, sub-category and unit of the metrics that are published, by name."""
        self._largest: dict[str, Decimal] = {}
        self.newest_year = 0
        self._learn_published(published)
        self._near: dict[tuple[str, int, int], str | None] = {}

    def _learn_vocabulary(self, words: Vocabulary) -> None:
        self.categories = {
            folded_name(name): key
            for key, one in words.categories.items()
            for name in (key, one.zh, one.en, *one.aliases)
        }
        self.units = {
            folded_name(name): key
            for key, one in words.units.items()
            for name in (key, *one.aliases)
        }
        for metric in self.catalogue.metrics:
            self.units[folded_name(metric.unit)] = metric.unit
        # A neighbour by an alias shares no character with the name that would be shown.
        self.display_categories = {
            folded_name(name): key
            for key, one in words.categories.items()
            for name in (key, one.zh, one.en)
        }
        self.display_units = {folded_name(key): key for key in words.units}
        english = Counter(folded_name(one.en) for one in words.units.values())
        for key, one in words.units.items():
            if english[folded_name(one.en)] == 1:
                self.units.setdefault(folded_name(one.en), key)
                self.units.setdefault(folded_name(one.en_many), key)
        self.qualifiers = {
            folded_name(name): key
            for key, one in words.qualifiers.items()
            for name in (key, one.zh, one.en, *one.words)
        }

    def _learn_published(self, published: Iterable[Observation]) -> None:
        for row in published:
            self.newest_year = max(self.newest_year, row.year)
            self.series.setdefault(row.metric, (row.category, row.subcategory, row.unit))
            if row.unit == "%" and row.value is not None:
                self._largest[row.metric] = max(row.value, self._largest.get(row.metric, row.value))
            self.categories.setdefault(folded_name(row.category), row.category)
            self.units.setdefault(folded_name(row.unit), row.unit)
            if self.categories[folded_name(row.category)] == row.category:
                self.display_categories.setdefault(folded_name(row.category), row.category)
            if self.units[folded_name(row.unit)] == row.unit:
                self.display_units.setdefault(folded_name(row.unit), row.unit)
            self.metrics.setdefault(folded_name(row.metric), row.metric)
            self.regions.setdefault(folded_name(row.region), row.region)

    def category(self, name: str) -> str | None:
        """Return the key of a known category, or None."""
        return self.categories.get(folded_name(name))

    def category_of_word(self, word: str) -> str:
        """Return the known category that a word of the field speaks for, or an empty text."""
        key = category_of_word(word)
        return key if key in self.vocabulary.categories else ""

    def qualifier(self, name: str) -> QualifierKey | None:
        """Return the key of a qualifier by its key, name or word, or None."""
        return self.qualifiers.get(folded_name(name))

    def unit(self, name: str) -> UnitName:
        """Return a unit by name or alias; 万人次 is 人次 with a scale, if 人次 is known."""
        known = self.units.get(folded_name(name))
        if known:
            return UnitName(known, True)
        folded = folded_name(name)
        for scale in _WAN_SCALES:
            rest = folded.removeprefix(scale)
            if rest != folded and (base := self.units.get(rest)):
                return UnitName(base, True, SCALES[scale])
        bare = folded.replace("(", "").replace(")", "")
        if bare != folded and (inner := self.unit(bare)).known:
            return inner
        short = folded.partition("(")[0]
        if short != folded and short in self.units:
            return UnitName(self.units[short], True)
        return UnitName(name, name in _prose_units())

    def ratio(self, unit: str, usual: str) -> Decimal | None:
        """Return the factor from a unit to the usual one of another scale: 元 to 万元 0.0001."""
        if not unit or not usual or unit == usual:
            return None
        (base, scale), (other, usual_scale) = self._scaled(unit), self._scaled(usual)
        return Decimal(scale) / usual_scale if base == other and scale != usual_scale else None

    def _scaled(self, unit: str) -> tuple[str, int]:
        """Return the unit below a scale word, and the scale."""
        for scale in _WAN_SCALES:
            rest = unit.removeprefix(scale)
            if rest != unit and (rest in self.units or rest in _prose_units()):
                return self.units.get(rest, rest), SCALES[scale]
        return unit, 1

    def own_unit(self, written: str, unit: str, usual: str = "") -> str:
        """Return the word that a figure counts in, where it is one of several for a unit.

        Parks are counted in 座, people in 名, flats in 套, unless the metric is known to be counted
        in 处, 人 or 台(套).
        """
        match = _ONE_WORD.fullmatch(written)
        if unit == usual or match is None or match[1] not in _prose_units():
            return unit
        return match[1] if self.units.get(match[1]) == unit else unit

    def metric(self, name: str) -> Metric | None:
        """Return the catalogue's metric of a name or alias, or None."""
        return self.catalogued.get(folded_name(name))

    def published_metric(self, name: str) -> str | None:
        """Return the canonical or published form of a metric's name, or None."""
        return self.metrics.get(folded_name(name))

    def largest_share(self, metric: str) -> Decimal | None:
        """Return the largest published value of a share in per cent, None without one."""
        return self._largest.get(metric)

    def near(self, name: str, known: dict[str, str], at_least: int = MISSPELT) -> str | None:
        """Return the known name most like this one, if like enough.

        A likeness above 0 means that they share a character.
        """
        asked = (name, id(known), at_least)
        if asked not in self._near:
            if len(self._near) >= MAX_NEAR_LOOKUPS:
                return None
            best = process.extractOne(
                folded_name(name), known.keys(), scorer=fuzz.ratio, score_cutoff=at_least
            )
            self._near[asked] = known[best[0]] if best else None
        return self._near[asked]

    @cached_property
    def _words(self) -> frozenset[str]:
        catalogue = {folded_name(alias) for m in self.catalogue.metrics for alias in m.aliases}
        places = {folded_name(place) for place in self.vocabulary.places}
        return frozenset(
            {*self.categories, *self.units, *self.qualifiers, *self.metrics, *self.regions}
            | {*catalogue, *places, *aliases()}
        )

    def known(self, cell: str) -> bool:
        """Return whether a cell is a known word, to judge a file's encoding."""
        return len(cell) <= 60 and folded_name(cell) in self._words


@lru_cache(maxsize=1)
def _prose_units() -> frozenset[str]:
    return frozenset(unit_names())


@lru_cache(maxsize=100_000)
def folded_name(name: str) -> str:
    """Fold a name for comparison, traditional characters to simplified ones.

    The same as `catalogue.fold`, made quick for files in which every row has other names.
    """
    folded = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    if not folded.isprintable():
        folded = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFKC", folded).casefold().translate(simplified_characters())
