"""Number the figures of a briefing and find their sources: [1], [2] … the year's own first.

Numbers run by year, the newest first, so that the list of sources reads report by report. Says of
a figure only what is known of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.briefing.text_fit import clean
from metrics.i18n import Words
from metrics.model.observation import Key, Observation
from metrics.model.series import Series
from metrics.store.evidence import Source
from metrics.wording.citations import place_text, table_files, table_text
from metrics.wording.formatter import Formatter


@dataclass(frozen=True)
class Quote:
    """Hold the sentence that states a figure; `printed` is the figure in it."""

    lead: str
    printed: str
    tail: str

    @property
    def text(self) -> str:
        """Return the whole sentence."""
        return self.lead + self.printed + self.tail


@dataclass(frozen=True)
class Figure:
    """Hold one published figure with its number and its source.

    `text` is the whole figure, `label` the one without its unit, `printed` the report's words,
    `reading` what it says exactly. `quote` is None where no sentence is kept.
    """

    number: int
    year: int
    name: str
    category: str
    text: str
    label: str
    printed: str
    reading: str
    unit: str
    definition: str
    section: str
    place: str
    note: str
    quote: Quote | None
    observation: Observation

    @property
    def value(self) -> Decimal:
        """Return the value; for drawing and ordering."""
        return self.observation.value or Decimal(0)

    @property
    def mark(self) -> str:
        """Return the number as it stands behind a figure."""
        return f"[{self.number}]"

    @property
    def unit_text(self) -> str:
        """Return what stands behind the number in the whole figure, if it begins with it."""
        return self.text.removeprefix(self.label) if self.text.startswith(self.label) else ""

    @property
    def cited(self) -> str:
        """Return the figure with its number behind."""
        return f"{self.text} {self.mark}"


@dataclass(frozen=True)
class Report:
    """Name the report of a year's figures; texts are empty where unknown.

    `tables` are the uploaded tables of a year without a report.
    """

    year: int
    title: str
    issuer: str
    published: str
    url: str
    figures: tuple[Figure, ...]
    tables: tuple[str, ...] = ()

    def line(self, _: Words) -> str:
        """Return the report in one line: issuer, title and day."""
        parts = [self.issuer, f"《{self.title}》" if _.language == "zh" else f"“{self.title}”"]
        parts.append(self.published)
        if self.tables and not self.title:
            return _("Uploaded tables: {files}", files=_.list(list(self.tables)))
        return _(", ").join(part for part in parts if part) if self.title else _("Report unknown")


class Numbering:
    """Number the published figures of some series and years, in order."""

    def __init__(
        self,
        series: Sequence[Series],
        years: Sequence[int],
        fmt: Formatter,
        sentences: Mapping[Key, Source],
    ) -> None:
        self._figures: dict[Key, Figure] = {}
        for year in reversed(years):
            for one in series:
                if observation := one.published(year):
                    placed = observation.key in fmt.dataset.table_sources
                    source = None if placed else sentences.get(observation.key)
                    number = len(self._figures) + 1
                    figure = _figure(number, one, observation, source, fmt)
                    self._figures[observation.key] = figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return all figures in the order of their numbers."""
        return tuple(self._figures.values())

    def at(self, series: Series, year: int) -> Figure | None:
        """Return the figure of a series in a year, or None where none is published."""
        observation = series.at(year)
        return self._figures.get(observation.key) if observation else None

    def of(self, key: Key) -> Figure | None:
        """Return the figure of an observation, or None where it has no number."""
        return self._figures.get(key)


def _figure(
    number: int, series: Series, observation: Observation, source: Source | None, fmt: Formatter
) -> Figure:
    quote = Quote(clean(source.lead), clean(source.printed), clean(source.tail)) if source else None
    return Figure(
        number=number,
        year=observation.year,
        name=clean(fmt.series(series)),
        category=clean(fmt.category(observation.category)),
        text=clean(fmt.figure(observation)),
        label=clean(fmt.number(observation)),
        printed=clean(observation.printed),
        reading=clean(fmt.reading(observation)),
        unit=clean(fmt.unit(observation.unit)),
        definition=clean(series.metric.definition(fmt.language)),
        section=clean(place_text(observation, fmt)),
        place=clean(_place(observation, fmt)),
        note=clean(fmt.note(observation)),
        quote=quote,
        observation=observation,
    )


def _place(observation: Observation, fmt: Formatter) -> str:
    """Return where a figure stands, in full."""
    if table := fmt.dataset.table_sources.get(observation.key):
        return table_text(table, fmt.words)
    place = place_text(observation, fmt)
    return fmt.words("section {place}", place=place) if place else ""


def report_of(year: int, figures: tuple[Figure, ...], fmt: Formatter) -> Report:
    """Return the report of a year with the figures taken from it."""
    edition = fmt.dataset.editions.get(year)
    if edition is None:
        files = table_files(fmt.dataset, year)
        return Report(year, "", "", "", "", figures, tuple(map(clean, files)))
    return Report(
        year=year,
        title=clean(fmt.name(edition)),
        issuer=clean(fmt.issuer(edition)),
        published=fmt.words.date(edition.published) if edition.published else "",
        url=clean(edition.url),
        figures=figures,
    )


def source_line(figure: Figure, _: Words) -> str:
    """Return a figure's source in one line: number, metric, figure, sentence."""
    parts = [f"{figure.mark} {figure.name}", str(figure.year), figure.text, figure.reading]
    if figure.place:
        parts.append(figure.place)
    if figure.note:
        parts.append(figure.note)
    line = " · ".join(parts)
    return f"{line} · “{figure.quote.text}”" if figure.quote else line
