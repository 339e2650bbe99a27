"""Show pictures of a year: cards, and how their figures changed on the year before."""

from collections.abc import Sequence
from dataclasses import replace

from metrics.analysis.drawn import shares
from metrics.charts import changes_chart
from metrics.model.figure_id import figure_id
from metrics.model.series import Series
from metrics.wording.citations import place_text
from metrics.wording.formatter import Formatter
from metrics.wording.series import comparison_text
from ui.components.chart import Around, drawn
from ui.components.figures import Card, cards, line
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
    """Return the figures of one year as cards, with definitions and changes."""
    listed = [
        replace(card(one, year, fmt), definition=one.metric.definition(fmt.language))
        for one in all_series
        if one.published(year)
    ]
    parts = [Part(key, cards(listed, heading=heading))]
    if not listed:
        return [*parts, Part(f"{key}_none", line(_nothing_published(year, fmt)))]
    if len(fmt.dataset.years) > 1 and len(all_series) > 1:
        chart = changes_chart(all_series, year, fmt)
        around = Around(title=chart.finding, unit=chart.unit, notes=chart.caption)
        parts.append(Part(f"{key}_changes", drawn(chart, around)))
    return parts


def _nothing_published(year: int, fmt: Formatter) -> str:
    return fmt.words("No figures published for {year}", year=year)
