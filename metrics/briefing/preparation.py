"""Decides what a briefing says, by fixed rules, from what is published.

Sentences are those of the findings; nothing is computed here but the order of things. Refuses a
year, category or region without figures, and says which there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from metrics.briefing.content import Briefing, Chart, Lead, Row, Section, Sentence
from metrics.briefing.figures import Figure, Numbering, Report, report_of
from metrics.briefing.text_fit import clean
from metrics.i18n import Message, Words, message
from metrics.model.dataset import Dataset
from metrics.model.observation import Key
from metrics.model.series import (
    Series,
    categories_present,
    find_series,
    published_in,
    series_of,
    with_region,
)
from metrics.model.vocabulary import name_in
from metrics.store.evidence import Source
from metrics.wording.formatter import Formatter
from metrics.wording.series import (
    category_sentence,
    comparison_text,
    ranking_alt,
    series_sentence,
    years_alt,
)

MOST_YEARS = 12
"""Years shown without a break; in a longer history only those that have figures."""
MOST_BARS = 10
"""Bars in one picture of a year, and years in one picture of a metric."""
LEADS = 4


class NoBriefing(ValueError):
    """There is nothing to brief on as asked; `reason` says what there is."""

    def __init__(self, reason: Message) -> None:
        self.reason = reason
        super().__init__(reason.template.format(**reason.values))


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
    """Return what a briefing on a year says; the latest year and all categories by default.

    `sentences` are those of `metrics.store.evidence.sources_of`. Raises NoBriefing, naming the
    years or categories that exist, where there is nothing to say.
    """
    data = with_region(dataset, region) if region else dataset
    keys = _categories(data, categories, _)
    year = _year(data, keys, year)
    shown = [(key, _shown(series_of(data, key), year)) for key in keys]
    shown = [(key, series) for key, series in shown if series]
    years = _years(data, year)
    ordered = [series for _key, members in shown for series in members]
    numbering = Numbering(ordered, years, data, sentences or {}, _)
    scope = _scope(data, keys if categories else (), _)
    return Briefing(
        title=clean(_title(data, keys if categories else (), year, _)),
        bureau=clean(name_in(data.bureau, _.language)),
        region=clean(data.vocabulary.place(data.bureau.region, _.language)),
        year=year,
        scope=clean(scope),
        version=_version(data, _),
        made=made.replace(microsecond=0),
        made_text=_("Made on {date}", date=_.date(made.date())),
        sample=_("Invented sample: no figure here is real") if data.bureau.sample else "",
        leads=_leads(shown, year, data, numbering, _),
        sections=tuple(_section(key, each, years, data, numbering, _) for key, each in shown),
        reports=_reports(years, data, numbering, _),
        words=_,
    )


def _reports(
    years: Sequence[int], data: Dataset, numbering: Numbering, _: Words
) -> tuple[Report, ...]:
    """Return the reports of the years that have figures, the newest first."""
    by_year = {year: tuple(f for f in numbering.figures if f.year == year) for year in years}
    return tuple(
        report_of(year, data, by_year[year], _) for year in reversed(years) if by_year[year]
    )


def _categories(data: Dataset, asked: Sequence[str], _: Words) -> list[str]:
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
    """Return the years up to one; those in between without any figure too, for they are gaps."""
    known = [y for y in data.years if y <= year] or [year]
    known = known if year in known else [*known, year]
    span = list(range(known[0], year + 1))
    return span if len(span) <= MOST_YEARS else known


def _title(data: Dataset, keys: Sequence[str], year: int, _: Words) -> str:
    names = [name_in(data.vocabulary.category(key), _.language) for key in keys]
    if not names or len(names) > 2:
        return _("Briefing on emergency management, {year}", year=year)
    return _("Briefing {year}: {names}", year=year, names=_.list(names))


def _scope(data: Dataset, keys: Sequence[str], _: Words) -> str:
    names = [name_in(data.vocabulary.category(key), _.language) for key in keys]
    categories = _.list(names) if names else _("all categories")
    region = data.vocabulary.place(data.bureau.region, _.language)
    return _("Scope: {region}, {categories}", region=region, categories=categories)


def _version(data: Dataset, _: Words) -> str:
    if data.version:
        return _("Published version {version}", version=data.version)
    return _("Figures of the data file")


def _leads(
    shown: Sequence[tuple[str, tuple[Series, ...]]],
    year: int,
    data: Dataset,
    numbering: Numbering,
    _: Words,
) -> tuple[Lead, ...]:
    """Return the key figures: of the main categories, or of the only one."""
    if len(shown) == 1:
        members = [s for s in shown[0][1] if numbering.at(s, year)]
        chosen = [(shown[0][0], one) for one in members[:LEADS]]
    else:
        main = [pair for pair in shown if data.vocabulary.category(pair[0]).main]
        chosen = [(key, _lead_of(key, each, year, data)) for key, each in (main or shown)[:LEADS]]
    leads = []
    for key, series in chosen:
        category = data.vocabulary.category(key)
        leads.append(
            Lead(
                title=clean(name_in(category, _.language)),
                name=clean(Formatter(data, _).series(series)),
                color=category.color,
                figure=numbering.at(series, year),
                change=clean(comparison_text(series, year, Formatter(data, _))),
            )
        )
    return tuple(leads)


def _lead_of(key: str, series: Sequence[Series], year: int, data: Dataset) -> Series:
    """Return the metric that speaks for a category: its lead, else the first with a figure."""
    lead = find_series(data, data.vocabulary.category(key).lead, category=key)
    if lead is not None and lead in series:
        return lead
    published = [one for one in series if (o := one.at(year)) and o.value is not None]
    return (published or list(series))[0]


def _section(
    key: str,
    series: tuple[Series, ...],
    years: Sequence[int],
    data: Dataset,
    numbering: Numbering,
    _: Words,
) -> Section:
    year, category = years[-1], data.vocabulary.category(key)
    said = {one: _sentence(one, year, data, numbering, _) for one in series}
    several = len(years) > 1
    grouped = _by_unit(series, year)
    return Section(
        key=key,
        title=clean(name_in(category, _.language)),
        color=category.color,
        main=category.main,
        finding=said[_lead_of(key, series, year, data)],
        summary=clean(category_sentence(series, year, Formatter(data, _))),
        sentences=tuple(said.values()),
        charts=tuple(
            [_years_chart(one, years, data, numbering, _) for one in series]
            if several
            else [
                chart
                for members in grouped
                if len(members) > 1
                for chart in _ranked_charts(members, year, data, numbering, _)
            ]
        ),
        singles=tuple(
            figure
            for members in ([] if several else grouped)
            if len(members) == 1 and (figure := numbering.at(members[0], year))
        ),
        years=tuple(years),
        rows=tuple(_row(one, years, data, numbering, _) for one in series),
        notes=_notes(series, years, data, _),
    )


def _sentence(series: Series, year: int, data: Dataset, numbering: Numbering, _: Words) -> Sentence:
    text = series_sentence(series, year, Formatter(data, _))
    compared = series.change(year).amount is not None
    figures = [numbering.at(series, year), numbering.at(series, year - 1) if compared else None]
    return Sentence(clean(text), tuple(f.number for f in figures if f))


def _by_unit(series: Sequence[Series], year: int) -> list[list[Series]]:
    """Group the series with a figure in a year by unit, the largest first."""
    groups: dict[str, list[tuple[Decimal, Series]]] = {}
    for one in series:
        for observation in published_in((one,), year):
            assert observation.value is not None
            groups.setdefault(observation.unit, []).append((observation.value, one))
    return [
        [one for _value, one in sorted(group, key=lambda pair: pair[0], reverse=True)]
        for group in groups.values()
    ]


def _years_chart(
    series: Series, years: Sequence[int], data: Dataset, numbering: Numbering, _: Words
) -> Chart:
    """Return the picture of one metric; a year in another unit is a gap that says so."""
    drawn = years[-MOST_BARS:]
    figures = [numbering.at(series, year) for year in drawn]
    units = [f.observation.unit for f in figures if f]
    unit = units[-1] if units else series.observations[-1].unit
    points = [f if f and f.observation.unit == unit else None for f in figures]
    gaps = [
        "" if point else _("other unit") if figure else _("not published")
        for point, figure in zip(points, figures, strict=True)
    ]
    return Chart(
        kind="years",
        title=clean(Formatter(data, _).series(series)),
        unit=clean(Formatter(data, _).unit(unit)),
        change=clean(comparison_text(series, drawn[-1], Formatter(data, _))),
        labels=tuple(map(str, drawn)),
        points=tuple(points),
        gaps=tuple(gaps),
        highest=_highest(points),
        alt=clean(years_alt(series, drawn, Formatter(data, _))),
    )


def _ranked_charts(
    members: Sequence[Series], year: int, data: Dataset, numbering: Numbering, _: Words
) -> list[Chart]:
    """Return the pictures of metrics of one unit, so many bars each, on the same axis."""
    figures = [figure for one in members if (figure := numbering.at(one, year))]
    unit = clean(Formatter(data, _).unit(figures[0].observation.unit))
    parts = [figures[at : at + MOST_BARS] for at in range(0, len(figures), MOST_BARS)]
    return [
        Chart(
            kind="ranked",
            title=_("Compared in the same unit ({unit})", unit=unit),
            unit=unit,
            change="",
            labels=tuple(f.name for f in part),
            points=tuple(part),
            gaps=("",) * len(part),
            highest=_highest(figures),
            alt=clean(ranking_alt([f.observation for f in part], Formatter(data, _))),
        )
        for part in parts
    ]


def _highest(points: Sequence[Figure | None]) -> Decimal:
    values = [p.observation.value for p in points if p and p.observation.value is not None]
    return max([value for value in values if value > 0], default=Decimal(1))


def _row(
    series: Series, years: Sequence[int], data: Dataset, numbering: Numbering, _: Words
) -> Row:
    last = series.observations[-1]
    return Row(
        name=clean(Formatter(data, _).series(series)),
        subcategory=clean(data.vocabulary.place(series.subcategory, _.language)),
        unit=clean(Formatter(data, _).unit(last.unit)),
        definition=clean(series.metric.definition(_.language)),
        figures=tuple(numbering.at(series, year) for year in years),
        change=clean(comparison_text(series, years[-1], Formatter(data, _))),
    )


def _notes(
    series: Sequence[Series], years: Sequence[int], data: Dataset, _: Words
) -> tuple[str, ...]:
    """Return what readers must know of the figures, and of those that are missing."""
    said = []
    for one in series:
        noted: dict[str, list[str]] = {}
        for observation in one.observations:
            if observation.note and observation.year in years:
                noted.setdefault(observation.note, []).append(str(observation.year))
        for note, when in noted.items():
            told = {"name": Formatter(data, _).series(one), "years": _.list(when), "note": note}
            said.append(clean(_("{name}, {years}: {note}", **told)))
    return tuple(said)
