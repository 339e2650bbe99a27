"""Pictures of a year: cards and ranked bars, arranged so that units never share an axis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from metrics.charts import address, axis_unit, ranked_bars
from metrics.dataset import Dataset
from metrics.figure_text import number_text, unit_text
from metrics.findings import comparison_text
from metrics.language import Words
from metrics.observation import Observation
from metrics.provenance import section_text
from metrics.series import Series
from metrics.vocabulary import name_in
from ui.drawing import show_chart
from ui.figures import Card, show_cards


def card(series: Series, year: int, data: Dataset, _: Words, *, titled: str = "") -> Card:
    """Return the card of one metric in one year; `titled` comes before its name."""
    observation = series.at(year)
    assert observation is not None
    name = name_in(series.metric, _.language)
    place = section_text(observation.section, _)
    years = [y for y in data.years if y <= year]
    return Card(
        address=address(observation, data),
        title=f"{titled} · {name}" if titled else name,
        number=number_text(observation, data.vocabulary, _),
        unit=unit_text(observation, data.vocabulary, _.language),
        note=comparison_text(series, year, len(data.years) > 1, _),
        place=_("Source: {place}", place=place) if place else _("Source"),
        color=data.vocabulary.category(observation.category).color,
        years=_shares(series, years),
    )


def missing_card(series: Series, year: int, data: Dataset, _: Words, *, titled: str) -> Card:
    """Return the card of a metric that has no figure for the year."""
    return Card(
        address="",
        title=f"{titled} · {name_in(series.metric, _.language)}",
        number=_("not published"),
        unit="",
        note="",
        place="",
        color=data.vocabulary.category(series.metric.category).color,
        years=_shares(series, [y for y in data.years if y <= year]),
    )


def show_year(
    all_series: Sequence[Series],
    year: int,
    data: Dataset,
    _: Words,
    *,
    key: str,
    form: str = "plain",
) -> None:
    """Show the figures of one year: bars where several share a unit, a card for each other one.

    `form` is that of the cards.
    """
    by_unit: dict[str, list[Observation]] = defaultdict(list)
    for series in all_series:
        observation = series.at(year)
        if observation is not None and observation.value is not None:
            by_unit[observation.unit].append(observation)
    for unit, observations in by_unit.items():
        if len(observations) > 1:
            st.caption(_("Unit: {unit}", unit=axis_unit(unit, data, _)))
            color = data.vocabulary.category(observations[0].category).color
            show_chart(ranked_bars(observations, data, color, _), key=f"{key}_{year}_{unit}")
    alone = {o[0].metric for o in by_unit.values() if len(o) == 1}
    cards = [card(s, year, data, _) for s in all_series if s.observations[0].metric in alone]
    if cards:
        show_cards(cards, key=f"{key}_{year}_cards", form=form)
    if not by_unit:
        st.caption(_("No figures published for {year}", year=year))


def _shares(series: Series, years: Sequence[int]) -> tuple[tuple[int, float | None], ...]:
    values = [series.at(year) for year in years]
    numbers = [float(o.value) if o and o.value is not None else None for o in values]
    highest = max((n for n in numbers if n is not None), default=0) or 1
    return tuple(
        (year, None if n is None else max(n, 0) / highest)
        for year, n in zip(years, numbers, strict=True)
    )
