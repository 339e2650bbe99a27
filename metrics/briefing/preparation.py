"""Decide what a briefing says, by fixed rules, from what is published.

Sentences are those of the findings; nothing is computed here but the order of things. Refuses a
year, category or region without figures, and says which there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from metrics.briefing.claims import claims_of, year_phrases
from metrics.briefing.content import Briefing, Chart, Lead, Row, Section, Sentence
from metrics.briefing.figures import Figure, Numbering, Report, report_of
from metrics.briefing.goals import goals_of
from metrics.briefing.text_fit import clean
from metrics.i18n import Message, Words, message
from metrics.model.bureau import Bureau
from metrics.model.dataset import Dataset
from metrics.model.observation import Key
from metrics.model.series import Series, categories_present, find_series, series_of, with_region
from metrics.store.evidence import Source
from metrics.wording.formatter import Formatter
from metrics.wording.notes import noted
from metrics.wording.series import (
    category_sentence,
    comparison_text,
    series_sentence,
    years_alt,
)

MOST_YEARS = 12  # years shown without a break; in a longer history only those that have figures
MOST_BARS = 10  # bars in one picture of a year, and years in one picture of a metric
LEADS = 4


class NoBriefing(ValueError):
    """Refuse a briefing without figures; `reason` names what there is."""

    def __init__(self, reason: Message) -> None:
        self.reason = reason
        super().__init__(reason.template.format(**reason.values))


@dataclass(frozen=True)
class _Source:
    """Hold what a briefing is made from: numbered figures and the years."""

    fmt: Formatter
    numbering: Numbering
    years: Sequence[int]

    @property
    def year(self) -> int:
        return self.years[-1]

    def named(self, series: Series) -> str:
        return clean(self.fmt.series(series))

    def change(self, series: Series, year: int) -> str:
        return clean(comparison_text(series, year, self.fmt))


def prepare(
    dataset: Dataset,
    _: Words,
    *,
    made: datetime,
    year: int | None = None,
    categories: Sequence[str] = (),
    region: str | None = None,
    sentences: Mapping[Key, Source] | None = None,
) -> Briefing:
    """Return the briefing on a year, by default the latest, of all categories.

    `sentences` are those of `metrics.store.evidence.sources_of`. Raises NoBriefing, naming the
    years or categories that exist, where there is nothing to say.
    """
    data = with_region(dataset, region) if region else dataset
    fmt, keys = Formatter(data, _), _categories(data, categories)
    year = _year(data, keys, year)
    members = ((key, _shown(series_of(data, key), year)) for key in keys)
    shown = [(key, series) for key, series in members if series]
    ordered, years = [one for _key, series in shown for one in series], _years(data, year)
    source = _Source(fmt, Numbering(ordered, years, fmt, sentences or {}), years)
    names = [fmt.category(key) for key in keys] if categories else []
    return Briefing(
        title=clean(_title(names, year, data.bureau, _)),
        bureau=clean(fmt.name(data.bureau)),
        region=clean(fmt.region(data.bureau.region)),
        year=year,
        scope=clean(_scope(names, fmt)),
        version=_version(data.version, _),
        made=made.replace(microsecond=0),
        made_text=_("Made on {date}", date=_.date(made.date())),
        sample=_("Invented sample: no figure here is real") if data.bureau.sample else "",
        leads=_leads(shown, source),
        sections=tuple(_section(key, each, source) for key, each in shown),
        reports=_reports(source),
        words=_,
        goals=goals_of(year, keys, source.numbering, fmt),
        phrases=year_phrases(year, keys, source.numbering, fmt),
    )


def _title(names: list[str], year: int, bureau: Bureau, _: Words) -> str:
    if not names or len(names) > 2:
        if subject := bureau.subject(_.language):
            return _("Briefing on {subject}, {year}", subject=subject, year=year)
        return _("Briefing on the figures of {year}", year=year)
    return _("Briefing {year}: {names}", year=year, names=_.list(names))


def _scope(names: list[str], fmt: Formatter) -> str:
    _, region = fmt.words, fmt.region(fmt.dataset.bureau.region)
    categories = _.list(names) if names else _("all categories")
    return _("Scope: {region}, {categories}", region=region, categories=categories)


def _version(version: int, _: Words) -> str:
    if version:
        return _("Published version {version}", version=version)
    return _("Figures of the data file")


def _reports(source: _Source) -> tuple[Report, ...]:
    """Return the reports of the years that have figures, the newest first."""
    by_year: dict[int, list[Figure]] = {year: [] for year in reversed(source.years)}
    for figure in source.numbering.figures:
        by_year[figure.year].append(figure)
    reports = (report_of(year, tuple(each), source.fmt) for year, each in by_year.items() if each)
    return tuple(reports)


def _categories(data: Dataset, asked: Sequence[str]) -> list[str]:
    present = [key for key in categories_present(data) if series_of(data, key)]
    if unknown := [key for key in asked if key not in present]:
        raise NoBriefing(
            message(
                "There is no category {name} with figures; there are {names}",
                name=", ".join(unknown),
                names=", ".join(present) or "—",
            )
        )
    return [key for key in present if key in asked] if asked else present


def _year(data: Dataset, keys: Sequence[str], year: int | None) -> int:
    """Return the year asked for, or the latest that the categories have figures of."""
    rows = [o for key in keys for s in series_of(data, key) for o in s.observations]
    years = sorted({o.year for o in rows if o.value is not None})
    if year in years or (year is None and years):
        return year or years[-1]
    raise NoBriefing(
        message(
            "No figures are published for {year}; there are figures for {years}",
            year=year or "—",
            years=", ".join(map(str, years)) or "—",
        )
    )


def _shown(series: Sequence[Series], year: int) -> tuple[Series, ...]:
    """Return the series that have a figure in the year or before it."""
    return tuple(
        one
        for one in series
        if any(o.year <= year and o.value is not None for o in one.observations)
    )


def _years(data: Dataset, year: int) -> list[int]:
    """Return the years up to one; those without any figure between them too."""
    known = [y for y in data.years if y <= year] or [year]
    known = known if year in known else [*known, year]
    span = list(range(known[0], year + 1))
    return span if len(span) <= MOST_YEARS else known


def _leads(shown: Sequence[tuple[str, tuple[Series, ...]]], source: _Source) -> tuple[Lead, ...]:
    """Return the key figures: of the main categories, or of the only one."""
    year, known = source.year, source.fmt.dataset.vocabulary
    if len(shown) == 1:
        members = [s for s in shown[0][1] if source.numbering.at(s, year)]
        chosen = [(shown[0][0], one) for one in members[:LEADS]]
    else:
        main = [pair for pair in shown if known.category(pair[0]).main]
        chosen = [(key, _lead_of(key, each, source)) for key, each in (main or shown)[:LEADS]]
    return tuple(
        Lead(
            title=clean(source.fmt.category(key)),
            name=source.named(series),
            color=known.category(key).color,
            figure=source.numbering.at(series, year),
            change=source.change(series, year),
        )
        for key, series in chosen
    )


def _lead_of(key: str, series: Sequence[Series], source: _Source) -> Series:
    """Return a category's lead metric, else its first metric with a figure."""
    data = source.fmt.dataset
    lead = find_series(data, data.vocabulary.category(key).lead, category=key)
    if lead is not None and lead in series:
        return lead
    return next((one for one in series if one.published(source.year)), series[0])


def _section(key: str, series: tuple[Series, ...], source: _Source) -> Section:
    category = source.fmt.dataset.vocabulary.category(key)
    several = len(source.years) > 1
    sentences = {one: _sentence(one, source) for one in series}
    return Section(
        key=key,
        title=clean(source.fmt.name(category)),
        color=category.color,
        main=category.main,
        finding=sentences[_lead_of(key, series, source)],
        summary=clean(category_sentence(series, source.year, source.fmt)),
        sentences=tuple(sentences.values()),
        charts=tuple(_years_chart(one, source) for one in series) if several else (),
        years=tuple(source.years),
        rows=tuple(_row(one, source) for one in series),
        notes=_notes(series, source),
        claims=claims_of(key, series, source.year, source.numbering, source.fmt),
    )


def _sentence(series: Series, source: _Source) -> Sentence:
    compared = series.change(source.year).amount is not None
    years = [source.year, source.year - 1] if compared else [source.year]
    figures = [source.numbering.at(series, year) for year in years]
    text = clean(series_sentence(series, source.year, source.fmt))
    return Sentence(text, tuple(f.number for f in figures if f))


def _years_chart(series: Series, source: _Source) -> Chart:
    """Return the chart of one metric; a year in another unit is a named gap."""
    _, drawn = source.fmt.words, source.years[-MOST_BARS:]
    figures = [source.numbering.at(series, year) for year in drawn]
    units = [f.observation.unit for f in figures if f]
    unit = units[-1] if units else series.observations[-1].unit
    points = [f if f and f.observation.unit == unit else None for f in figures]
    gaps = [
        "" if point else _("other unit") if figure else _("not published")
        for point, figure in zip(points, figures, strict=True)
    ]
    return Chart(
        title=source.named(series),
        unit=clean(source.fmt.unit(unit)),
        change=source.change(series, drawn[-1]),
        labels=tuple(map(str, drawn)),
        points=tuple(points),
        gaps=tuple(gaps),
        highest=_highest(points),
        alt=clean(years_alt(series, drawn, source.fmt)),
    )


def _highest(points: Sequence[Figure | None]) -> Decimal:
    return max((p.value for p in points if p and p.value > 0), default=Decimal(1))


def _row(series: Series, source: _Source) -> Row:
    return Row(
        name=source.named(series),
        subcategory=clean(source.fmt.subcategory(series.subcategory)),
        unit=clean(source.fmt.unit(series.observations[-1].unit)),
        definition=clean(series.metric.definition(source.fmt.language)),
        figures=tuple(source.numbering.at(series, year) for year in source.years),
        change=source.change(series, source.year),
    )


def _notes(series: Sequence[Series], source: _Source) -> tuple[str, ...]:
    """Return what readers must know of the figures, and of those that are missing."""
    _ = source.fmt.words
    return tuple(
        clean(_("{name}, {years}: {note}", name=source.named(one), years=years, note=note))
        for one in series
        for note, years in noted(one.observations, source.years, source.fmt)
    )
