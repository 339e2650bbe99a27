"""Write figures, names and changes in a reader's language.

Rounds changes only and never drops a qualifier: 136万余 stays 136万余, in English 1.36 million+.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from metrics.i18n import Words
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset, Edition
from metrics.model.observation import Observation
from metrics.model.series import Change, Series
from metrics.model.vocabulary import Named, Qualifier, as_read, name_in
from metrics.numbers import grouped
from metrics.wording.figures import (
    JOINED_UNITS,
    group_digits,
    is_printed_in_chinese,
    printed_parts,
    short_number,
)

FEW = 30
"""Counts below it change by a number, not by a rate: from 2 to 1 is one fewer, not −50%."""
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Formatter:
    """Write the values of one data set in one language."""

    dataset: Dataset
    words: Words

    @property
    def language(self) -> str:
        """Return the language, one of `metrics.i18n.LANGUAGES`."""
        return self.words.language

    def name(self, thing: Named) -> str:
        """Return the name of anything that has one in both languages."""
        return name_in(thing, self.language)

    def publisher(self, who: str) -> str:
        """Return who published: a person, else the bureau."""
        return who or self.name(self.dataset.bureau)

    def region(self, name: str) -> str:
        """Return the name of a region or sub-category."""
        return self.dataset.vocabulary.place(name, self.language)

    subcategory = region

    def category(self, key: str) -> str:
        """Return the name of a category."""
        return self.name(self.dataset.vocabulary.category(key))

    def metric(self, row: Observation | Metric) -> str:
        """Return the name of a metric, or of the metric of an observation."""
        if isinstance(row, Observation):
            row = self.dataset.catalogue.get(row.metric, row.category, row.unit)
        return self.name(row)

    def series(self, series: Series) -> str:
        """Return the name of a series; with its sub-category where the name is shared."""
        name = self.metric(series.metric)
        if not series.shared_name or not series.subcategory:
            return name
        return f"{name} · {self.subcategory(series.subcategory)}"

    def note(self, observation: Observation) -> str:
        """Return the note of a figure; one that no page translates is marked in English."""
        return as_read(observation.note, self.language)

    def unit(self, key: str, value: Decimal | None = None) -> str:
        """Return the name of a unit; in English the plural unless `value` is one."""
        unit = self.dataset.vocabulary.unit(key)
        if self.language == "zh":
            return unit.zh
        return unit.en if value == 1 else unit.en_many

    def number(self, observation: Observation) -> str:
        """Return the number with its qualifier and without its unit: 136万余, 12,192.

        A missing value is written out in words.
        """
        if observation.value is None:
            return self.words("not published")
        if self.language == "zh" and is_printed_in_chinese(observation):
            number, unit = printed_parts(observation, self.dataset.vocabulary)
            return group_digits(number) + (unit if unit in JOINED_UNITS else "")
        qualifier = self.dataset.vocabulary.qualifiers[observation.qualifier]
        wrap = qualifier.short_zh if self.language == "zh" else qualifier.short_en
        bounds = [b for b in (observation.value, observation.upper) if b is not None]
        number = "–".join(short_number(bound, self.language) for bound in bounds)
        joined = observation.unit if observation.unit in JOINED_UNITS else ""
        return wrap.format(number + joined)

    def number_unit(self, observation: Observation) -> str:
        """Return the unit to write beside `number`; empty where that holds it already."""
        if observation.value is None or observation.unit in JOINED_UNITS:
            return ""
        if self.language == "zh" and is_printed_in_chinese(observation):
            return printed_parts(observation, self.dataset.vocabulary)[1]
        return self.unit(observation.unit, observation.value)

    def figure(self, observation: Observation) -> str:
        """Return the whole figure: 136万余人次, 90%以上, 1.36 million+ person-times."""
        return self._beside(self.number(observation), self.number_unit(observation))

    def amount(self, value: Decimal, unit: str) -> str:
        """Return a value with every digit and its unit: 1,360,000人次."""
        number = grouped(value)
        if unit in JOINED_UNITS:
            return number + unit
        return self._beside(number, self.unit(unit, value))

    def meaning(self, qualifier: Qualifier) -> str:
        """Return how a qualifier is read, with the fields {number} and {upper}."""
        return qualifier.meaning_zh if self.language == "zh" else qualifier.meaning_en

    def reading(self, observation: Observation) -> str:
        """Return what a figure states exactly: 大于1,360,000人次,报告未说大多少."""
        if observation.value is None:
            return self.words("No number is given; this is not zero")
        meaning = self.meaning(self.dataset.vocabulary.qualifiers[observation.qualifier])
        number = self.amount(observation.value, observation.unit)
        if observation.qualifier == "exact":
            return f"{number} · {meaning}"
        upper = observation.value if observation.upper is None else observation.upper
        return meaning.format(number=number, upper=self.amount(upper, observation.unit))

    def change(self, change: Change) -> str:
        """Return a change as a short label: +15.3%, about −5.8%, +1.2 pp, +2次, or —."""
        if change.amount is None:
            return "—"
        if self.is_of_few(change):
            label = _sign(change.amount) + self.difference(change)
        elif change.kind == "growth":
            label = f"{_signed(change.amount * 100)}%"
        else:
            label = self.words("{amount} pp", amount=_signed(change.amount))
        return self.about(label) if change.about else label

    def is_of_few(self, change: Change) -> bool:
        """Return whether a change is one of so few that a rate would mislead."""
        pair = [one for one in (change.old, change.new) if one is not None]
        if change.kind != "growth" or len(pair) < 2:
            return False
        counted = self.dataset.vocabulary.unit(pair[0].unit).count
        return counted and all(abs(one.value or Decimal(0)) < FEW for one in pair)

    def difference(self, change: Change) -> str:
        """Return by how much two figures differ; no sign, and no unit in English."""
        assert change.old is not None and change.new is not None
        old, new = change.old.value or Decimal(0), change.new.value or Decimal(0)
        by = abs(new - old)
        return self.amount(by, change.new.unit) if self.language == "zh" else grouped(by)

    def about(self, text: str) -> str:
        """Return a number marked as approximate."""
        return self.words("about {change}", change=text)

    def issuer(self, edition: Edition) -> str:
        """Return who published a report."""
        return edition.issuer_zh if self.language == "zh" else edition.issuer_en

    def report(self, edition: Edition) -> str:
        """Return a report as it is cited: issuer, title, and date where that is known."""
        _ = self.words
        facts = {"issuer": self.issuer(edition), "title": self.name(edition)}
        if edition.published is None:
            return _("{issuer}: “{title}”", **facts)
        return _("{issuer}: “{title}”, {date}", **facts, date=_.date(edition.published))

    def year_ranges(self, years: Iterable[int]) -> str:
        """Return years with runs joined: 2020–2022、2024."""
        runs: list[list[int]] = []
        for year in sorted(set(years)):
            if runs and year == runs[-1][-1] + 1:
                runs[-1].append(year)
            else:
                runs.append([year])
        return self.words.list(["–".join(map(str, sorted({run[0], run[-1]}))) for run in runs])

    def join(self, sentences: Iterable[str]) -> str:
        """Join sentences into one text."""
        return self.words("; ").join(sentences)

    def _beside(self, number: str, unit: str) -> str:
        return number + unit if self.language == "zh" else f"{number} {unit}".rstrip()


def _sign(number: Decimal) -> str:
    return "+" if number > 0 else "−" if number < 0 else "±"


def _signed(number: Decimal) -> str:
    """Return a number with its sign and one decimal, none where it is whole."""
    tenths = number.quantize(_TENTH, ROUND_HALF_UP)
    whole = tenths == tenths.to_integral_value()
    return _sign(tenths) + (f"{abs(tenths):,.0f}" if whole else f"{abs(tenths):,}")
