"""Where a figure comes from: the words that state it, their place, edition and citation.

Says only what is known: without an edition there is no date and no link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from metrics.i18n import LANGUAGES, Words, words
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset, Edition
from metrics.model.observation import Observation
from metrics.model.vocabulary import name_in
from metrics.numbers import read_han
from metrics.wording.figures import figure_text, reading_text

_HAN = "[一二三四五六七八九十]"
_SECTIONS = [
    re.compile(
        rf"(?P<first>{first})[、.]?(?:[(\uff08](?P<second>{_HAN}{{1,3}}|\d+)[)\uff09])?"
        rf"(?:第(?P<ordinal>{_HAN}{{1,3}})|(?P<point>{_HAN}{{1,3}})是|(?P<digit>\d+)[是、.]?)?"
    )
    for first in ("", r"\d++", *(f"{_HAN}{{{length}}}" for length in (1, 2, 3)))
]
"""The heading numbers of a section, by how the first of them is written."""


@dataclass(frozen=True)
class Provenance:
    """All that the source panel shows of one figure, in one language.

    `citations` holds the citation in each language of the interface, by language.
    """

    observation: Observation
    metric: Metric
    title: str
    figure: str
    reading: str
    section: str
    edition: Edition | None
    citations: dict[str, str]


def provenance(dataset: Dataset, observation: Observation, _: Words) -> Provenance:
    """Return where one figure comes from, in the words of a language."""
    metric = dataset.catalogue.get(observation.metric, observation.category, observation.unit)
    return Provenance(
        observation=observation,
        metric=metric,
        title=name_in(metric, _.language),
        figure=figure_text(observation, dataset.vocabulary, _),
        reading=reading_text(observation, dataset.vocabulary, _),
        section=section_text(observation.section, _),
        edition=dataset.editions.get(observation.year),
        citations={
            language: citation(dataset, observation, words(language)) for language in LANGUAGES
        },
    )


def citation(dataset: Dataset, observation: Observation, _: Words) -> str:
    """Return a citation of one figure: what, how much, when, whose report, where in it."""
    metric = dataset.catalogue.get(observation.metric, observation.category, observation.unit)
    edition = dataset.editions.get(observation.year)
    facts = {
        "region": dataset.vocabulary.place(observation.region, _.language),
        "metric": name_in(metric, _.language),
        "year": observation.year,
        "figure": figure_text(observation, dataset.vocabulary, _),
    }
    stated = _("{region}, {metric}, {year}: {figure}.", **facts)
    if edition is None:
        return stated
    source = report_text(edition, _)
    place = section_text(observation.section, _)
    parts = [source, _("section {place}", place=place) if place else "", edition.url]
    return stated + _(" Source: {parts}", parts=_(", ").join(part for part in parts if part))


def report_text(edition: Edition, _: Words) -> str:
    """Return a report as it is cited: who, what, and when it was published if that is known."""
    said = {
        "issuer": edition.issuer_zh if _.language == "zh" else edition.issuer_en,
        "title": name_in(edition, _.language),
    }
    if edition.published is None:
        return _("{issuer}: “{title}”", **said)
    return _("{issuer}: “{title}”, {date}", **said, date=_.date(edition.published))


def section_text(section: str, _: Words) -> str:
    """Return the place in a report as readers write it: 一(二)三是, in English 1(2), point 3.

    A place that is not made of heading numbers, or that can be read in two ways (二十三是), stays
    as the report prints it.
    """
    if _.language == "zh":
        return section
    found = filter(None, (pattern.fullmatch(section) for pattern in _SECTIONS))
    readings = {_in_english(numbers) for numbers in found} - {None}
    return readings.pop() or section if len(readings) == 1 else section


def _in_english(numbers: re.Match[str]) -> str | None:
    """Return heading numbers as English readers write them, or None where one is no number."""
    last = numbers["ordinal"] or numbers["point"] or numbers["digit"]
    first, second, third = map(_digits, (numbers["first"], numbers["second"], last))
    if first is None or second is None or third is None:
        return None
    head = f"{first}({second})" if second else first
    return f"{head}, point {third}" if head and third else f"{head}{third}"


def _digits(number: str | None) -> str | None:
    """Return a heading number in digits; empty for none, None for what is no number."""
    if not number or number.isdecimal():
        return number or ""
    value = read_han(number)
    return None if value is None else str(value)
