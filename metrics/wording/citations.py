"""State where a figure comes from: its words, section, edition and citation.

States only what is known: without an edition there is no date and no link.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from metrics.clock import day
from metrics.i18n import LANGUAGES, Words, words
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset, Edition
from metrics.model.observation import Observation
from metrics.model.table_source import TableSource
from metrics.numbers import read_han
from metrics.wording.formatter import Formatter

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
    """Hold the source panel's content for one figure, in one language.

    `citations` holds the citation in each language of the interface, by language.
    """

    observation: Observation
    metric: Metric
    title: str
    figure: str
    reading: str
    section: str
    edition: Edition | None
    table: TableSource | None
    citations: dict[str, str]


def provenance(observation: Observation, fmt: Formatter) -> Provenance:
    """Return where one figure comes from."""
    data = fmt.dataset
    return Provenance(
        observation=observation,
        metric=data.catalogue.get(observation.metric, observation.category, observation.unit),
        title=fmt.metric(observation),
        figure=fmt.figure(observation),
        reading=fmt.reading(observation),
        section=section_text(observation.section, fmt.words),
        edition=edition_of(observation, data),
        table=data.table_sources.get(observation.key),
        citations={
            language: citation(observation, Formatter(data, words(language)))
            for language in LANGUAGES
        },
    )


def citation(observation: Observation, fmt: Formatter) -> str:
    """Return a citation of one figure: what, how much, whose report, where in it."""
    _ = fmt.words
    facts = {
        "region": fmt.region(observation.region),
        "metric": fmt.metric(observation),
        "year": observation.year,
        "figure": fmt.figure(observation),
    }
    sentence = _("{region}, {metric}, {year}: {figure}.", **facts)
    parts: list[str] = []
    if edition := edition_of(observation, fmt.dataset):
        place = section_text(observation.section, _)
        parts = [fmt.report(edition), _("section {place}", place=place) if place else ""]
        parts.append(edition.url)
    if table := fmt.dataset.table_sources.get(observation.key):
        parts.append(table_text(table, _))
    if not parts:
        return sentence
    return sentence + _(" Source: {parts}", parts=_(", ").join(part for part in parts if part))


def edition_of(observation: Observation, data: Dataset) -> Edition | None:
    """Return the report that states a figure, if one does.

    A figure of an uploaded table is of a report only where an editor named one for the table.
    """
    table = data.table_sources.get(observation.key)
    if table is None:
        year, metric = observation.year, observation.metric
        stating = (one for one in data.further_editions if one.year == year)
        return next((e for e in stating if metric in e.metrics), data.editions.get(year))
    if not table.report.title:
        return None
    titles, bureau = (table.report.title, table.report.title), data.bureau
    source = (table.report.published, table.report.url)
    return Edition(observation.year, *titles, bureau.zh, bureau.en, *source)


def words_on_page(edition: Edition, printed: str) -> str:
    """Return the address of the official page, opened at the printed words.

    Empty where the report has no address.
    """
    if not edition.link or not printed or "#" in edition.link:
        return edition.link
    # A minus sign has a meaning of its own in a text fragment.
    return f"{edition.link}#:~:text={quote(printed, safe='').replace('-', '%2D')}"


def table_text(table: TableSource, _: Words) -> str:
    """Return where a figure stands in an uploaded table, and as what it was published."""
    return _.clauses(
        [
            _("uploaded table {file}", file=table.file),
            _("worksheet {sheet}", sheet=table.sheet) if table.sheet else "",
            _("cell {cell}", cell=table.cell),
            _("where the file has “{text}”", text=table.written) if table.written else "",
            _("provided by {department}", department=table.report.department)
            if table.report.department
            else "",
            _("version {version}", version=table.version),
            _.date(day(table.at)),
        ]
    )


def table_files(data: Dataset, year: int) -> list[str]:
    """Return the uploaded tables that figures of a year stand in, each once."""
    sources = data.table_sources.items()
    return list(dict.fromkeys(table.file for key, table in sources if key[0] == year))


def door_hint(year: int, fmt: Formatter) -> str:
    """Say what a press on a figure of a year shows."""
    if table_files(fmt.dataset, year):
        return fmt.words("Press any number for its source.")
    return fmt.words("Press any number for the report’s own words.")


def place_text(observation: Observation, fmt: Formatter) -> str:
    """Return a figure's section of a report, or its cell of a table, in few words."""
    if table := fmt.dataset.table_sources.get(observation.key):
        return fmt.words("uploaded table, cell {cell}", cell=table.cell)
    return section_text(observation.section, fmt.words)


def section_text(section: str, _: Words) -> str:
    """Return the place in a report: 一(二)三是, in English 1(2), point 3.

    A place that is not made of heading numbers, or that can be read in two ways (二十三是), stays
    as the report prints it.
    """
    if _.language == "zh":
        return section
    matches = filter(None, (pattern.fullmatch(section) for pattern in _SECTIONS))
    readings = {_in_english(numbers) for numbers in matches} - {None}
    return readings.pop() or section if len(readings) == 1 else section


def _in_english(numbers: re.Match[str]) -> str | None:
    """Return heading numbers as English writes them, or None where one is none."""
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
