"""Pictures of a year: cards and ranked bars, arranged so that units never share an axis."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from metrics.charts import ranked_bars
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import address
from metrics.model.observation import Observation
from metrics.model.series import Series
from metrics.model.vocabulary import name_in
from metrics.wording.citations import section_text
from metrics.wording.formatter import Formatter
from metrics.wording.series import comparison_text
from ui.components.chart import Around, drawn
from ui.components.figures import Card, cards, said
from ui.components.layout import Part


def card(series: Series, year: int, data: Dataset, _: Words, *, titled: str = "") -> Card:
    """Return the card of one metric in one year; `titled` comes before its name."""
    observation = series.at(year)
    assert observation is not None
    fmt = Formatter(data, _)
    name = fmt.series(series)
    place = section_text(observation.section, _)
    years = [y for y in data.years if y <= year]
    return Card(
        address=address(observation, data),
        title=f"{titled} · {name}" if titled else name,
        number=fmt.number(observation),
        unit=fmt.number_unit(observation),
        note=observation.note if observation.value is None else comparison_text(series, year, fmt),
        place=_("Source: {place}", place=place) if place else _("Source"),
        color=data.vocabulary.category(observation.category).color,
        years=shares(series, years),
    )


def missing_card(series: Series, year: int, data: Dataset, _: Words, *, titled: str) -> Card:
    """Return the card of a metric that has no figure for the year."""
    return Card(
        address="",
        title=f"{titled} · {Formatter(data, _).series(series)}",
        number=_("not published"),
        unit="",
        note="",
        place="",
        color=data.vocabulary.category(series.metric.category).color,
        years=shares(series, [y for y in data.years if y <= year]),
    )


def rows_parts(
    all_series: Sequence[Series], year: int, data: Dataset, _: Words, *, key: str
) -> list[Part]:
    """Return the figures of one year as lines, with bars where several share a unit."""
    rows = []
    for members in _by_unit(all_series, year).values():
        highest = max(float(o.value or 0) for _series, o in members) or 1
        for series, observation in members:
            share = float(observation.value or 0) / highest if len(members) > 1 else None
            rows.append(replace(card(series, year, data, _), share=share))
    told = _what_lacks(all_series, year, data, _) if rows else _nothing_published(year, _)
    return [Part(key, cards(rows, form="rows")), Part(f"{key}_told", said(told))]


def cards_parts(
    all_series: Sequence[Series], year: int, data: Dataset, _: Words, *, key: str
) -> list[Part]:
    """Return the figures of one year as cards titled by their categories."""
    shown = []
    for one in all_series:
        if _has_figure(one, year):
            named = name_in(data.vocabulary.category(one.category), _.language)
            shown.append(card(one, year, data, _, titled=named))
    told = _what_lacks(all_series, year, data, _) if shown else _nothing_published(year, _)
    return [Part(key, cards(shown)), Part(f"{key}_told", said(told))]


def _what_lacks(all_series: Sequence[Series], year: int, data: Dataset, _: Words) -> str:
    """Name the metrics that had a figure the year before and have none in this one."""
    lacking = [
        Formatter(data, _).series(series)
        for series in all_series
        if _has_figure(series, year - 1) and not _has_figure(series, year)
    ]
    if not lacking:
        return ""
    return _("Not published for {year}: {names}", year=year, names=_.list(lacking))


def _has_figure(series: Series, year: int) -> bool:
    observation = series.at(year)
    return observation is not None and observation.value is not None


def year_parts(
    all_series: Sequence[Series],
    year: int,
    data: Dataset,
    _: Words,
    *,
    key: str,
    heading: str = "",
) -> list[Part]:
    """Return the figures of one year as cards with their definitions, and charts of equal units."""
    groups = _by_unit(all_series, year)
    shown = [series for members in groups.values() for series, _observation in members]
    listed = [
        replace(card(one, year, data, _), definition=one.metric.definition(_.language))
        for one in all_series
        if one in shown
    ]
    parts = [Part(key, cards(listed, heading=heading))]
    if not groups:
        return [*parts, Part(f"{key}_none", said(_nothing_published(year, _)))]
    for unit, members in groups.items():
        if len(members) > 1:
            named = Formatter(data, _).unit(unit)
            around = Around(told=_("Compared in the same unit ({unit})", unit=named))
            observations = [observation for _series, observation in members]
            chart = ranked_bars(observations, None, Formatter(data, _))
            parts.append(Part(f"{key}_{unit}", drawn(chart, around)))
    return parts


def _by_unit(
    all_series: Sequence[Series], year: int
) -> dict[str, list[tuple[Series, Observation]]]:
    """Group the figures published for a year by unit: shared units first, the largest first."""
    groups: dict[str, list[tuple[Series, Observation]]] = defaultdict(list)
    for series in all_series:
        observation = series.at(year)
        if observation is not None and observation.value is not None:
            groups[observation.unit].append((series, observation))
    for members in groups.values():
        members.sort(key=lambda member: member[1].value or 0, reverse=True)
    return dict(sorted(groups.items(), key=lambda group: len(group[1]) == 1))


def _nothing_published(year: int, _: Words) -> str:
    return _("No figures published for {year}", year=year)


def shares(series: Series, years: Sequence[int]) -> tuple[tuple[int, float | None], ...]:
    """Return each year with its share of the highest value, None where there is no figure."""
    values = [series.at(year) for year in years]
    numbers = [float(o.value) if o and o.value is not None else None for o in values]
    highest = max((n for n in numbers if n is not None), default=0) or 1
    return tuple(
        (year, None if n is None else max(n, 0) / highest)
        for year, n in zip(years, numbers, strict=True)
    )
