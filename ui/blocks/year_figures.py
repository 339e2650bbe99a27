"""Pictures of a year: cards and ranked bars, arranged so that units never share an axis."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from metrics.analysis.drawn import shares
from metrics.charts import ranked_bars
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import Series
from metrics.wording.citations import place_text
from metrics.wording.formatter import Formatter
from metrics.wording.series import comparison_text
from ui.components.chart import Around, drawn
from ui.components.figures import Card, cards, said
from ui.components.layout import Part


def card(series: Series, year: int, fmt: Formatter, *, titled: str = "") -> Card:
    """Return the card of one metric in one year; `titled` comes before its name.

    A year of which the table has no row is not published.
    """
    _, observation = fmt.words, series.at(year)
    name = fmt.series(series)
    place = place_text(observation, fmt) if observation else ""
    source = _("Source: {place}", place=place) if place else _("Source")
    note = comparison_text(series, year, fmt) if series.published(year) else ""
    return Card(
        address=figure_id(observation, fmt.dataset) if observation else "",
        title=f"{titled} · {name}" if titled else name,
        number=fmt.number(observation) if observation else _("not published"),
        unit=fmt.number_unit(observation) if observation else "",
        note=observation.note if observation and observation.value is None else note,
        place=source if observation else "",
        color=fmt.dataset.vocabulary.category(series.category).color,
        years=shares(series, [y for y in fmt.dataset.years if y <= year]),
    )


def year_parts(
    all_series: Sequence[Series], year: int, fmt: Formatter, *, key: str, heading: str = ""
) -> list[Part]:
    """Return the figures of one year as cards with their definitions, and charts of equal units."""
    groups = _by_unit(all_series, year)
    listed = [
        replace(card(one, year, fmt), definition=one.metric.definition(fmt.language))
        for one in all_series
        if one.published(year)
    ]
    parts = [Part(key, cards(listed, heading=heading))]
    if not groups:
        return [*parts, Part(f"{key}_none", said(_nothing_published(year, fmt)))]
    for unit, members in groups.items():
        if len(members) > 1:
            text = fmt.words("Compared in the same unit ({unit})", unit=fmt.unit(unit))
            chart = ranked_bars([observation for _series, observation in members], None, fmt)
            parts.append(Part(f"{key}_{unit}", drawn(chart, Around(told=text))))
    return parts


def _by_unit(
    all_series: Sequence[Series], year: int
) -> dict[str, list[tuple[Series, Observation]]]:
    """Group the figures published for a year by unit: shared units first, the largest first."""
    groups: dict[str, list[tuple[Series, Observation]]] = defaultdict(list)
    for series in all_series:
        if observation := series.published(year):
            groups[observation.unit].append((series, observation))
    for members in groups.values():
        members.sort(key=lambda member: member[1].value or 0, reverse=True)
    return dict(sorted(groups.items(), key=lambda group: len(group[1]) == 1))


def _nothing_published(year: int, fmt: Formatter) -> str:
    return fmt.words("No figures published for {year}", year=year)
