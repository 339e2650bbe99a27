"""The page of one or several categories: by year, by sub-category, or as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from metrics.charts import address, yearly_bars
from metrics.dataset import Dataset
from metrics.figure_text import figure_text, unit_name
from metrics.findings import category_sentence, comparison_text, series_name
from metrics.language import Words
from metrics.provenance import section_text
from metrics.series import Series, series_of, with_region
from metrics.vocabulary import name_in
from ui import address as place
from ui.briefing_button import briefing_button
from ui.drawing import show_chart
from ui.figures import Cell, show_table
from ui.frame import View, nothing_published, title_row
from ui.pictures import show_year
from ui.source_panel import ask_for_source, show_source_if_asked
from ui.text import plain_text
from ui.year_switch import region_switch, year_switch

_PANELS_IN_A_ROW = 3


def show_categories(title: str, categories: Sequence[str], view: View) -> None:
    """Show the whole page of some categories."""
    _ = view.words
    if nothing_published(view):
        return
    controls = title_row(title)
    with controls:
        data = with_region(view.data, region_switch(view.data, _))
        views = {
            "years": _("By year"),
            "groups": _("By sub-category"),
            "table": _("Table"),
        }
        chosen = place.switch(_("View"), "view", views, "years", _)
        year = year_switch(data, _)
        briefing_button(data, year, categories, view.store, _)
    place.show_notices()
    show = {"years": _by_year, "groups": _by_subcategory, "table": _as_table}[chosen]
    for category in categories:
        series = series_of(data, category)
        if not series:
            continue
        named = name_in(data.vocabulary.category(category), _.language)
        if len(categories) > 1:
            st.subheader(plain_text(named), anchor=False)
        st.caption(category_sentence(series, year, data, _))
        show(category, series, year, data, _)
    show_source_if_asked(data, _)


def _by_year(category: str, series: Sequence[Series], year: int, data: Dataset, _: Words) -> None:
    years = [y for y in data.years if y <= year]
    if len(data.years) == 1:
        show_year(series, year, data, _, key=f"year_{category}")
        return
    color = data.vocabulary.category(category).color
    for start in range(0, len(series), _PANELS_IN_A_ROW):
        row = st.columns(_PANELS_IN_A_ROW)
        for column, one in zip(row, series[start : start + _PANELS_IN_A_ROW], strict=False):
            with column.container(border=True):
                _panel(one, years, data, color, _)


def _panel(series: Series, years: list[int], data: Dataset, color: str, _: Words) -> None:
    year = years[-1]
    unit = unit_name(series.observations[-1].unit, data.vocabulary, _.language)
    name = series_name(series, data, _)
    st.markdown(f"**{plain_text(name)}** :small[{plain_text(unit)}]")
    st.caption(comparison_text(series, year, data.years, _) or " ")
    named = f"{series.metric.slug}_{series.region}_{series.category}_{series.subcategory}_{year}"
    show_chart(yearly_bars(series, years, data, color, _), key=f"bars_{named}")
    shown = [o for o in series.observations if o.year <= year and o.value is not None]
    if not shown:
        return
    noted: dict[str, list[str]] = defaultdict(list)
    for observation in shown:
        if observation.note:
            noted[observation.note].append(str(observation.year))
    for note, noted_years in noted.items():
        st.caption(plain_text(_("{years}: {note}", years=_.list(noted_years), note=note)))
    latest = shown[-1]
    st.button(
        _("Source: {year} report {place}", year=latest.year, place=section_text(latest.section, _))
        if latest.section
        else _("Source"),
        key=f"source_{named}",
        type="tertiary",
        icon=":material/format_quote:",
        on_click=ask_for_source,
        args=(address(latest, data),),
    )


def _by_subcategory(
    category: str, series: Sequence[Series], year: int, data: Dataset, _: Words
) -> None:
    groups: dict[str, list[Series]] = defaultdict(list)
    for one in series:
        groups[one.observations[-1].subcategory].append(one)
    for group, members in groups.items():
        with st.container(border=True):
            named = data.vocabulary.place(group, _.language) or _("Without sub-category")
            st.markdown(f"**{plain_text(named)}**")
            show_year(members, year, data, _, key=f"group_{category}_{group}")


def _as_table(category: str, series: Sequence[Series], year: int, data: Dataset, _: Words) -> None:
    years = [y for y in data.years if y <= year][::-1]
    header = [_("Metric"), _("Sub-category"), *map(str, years)]
    if len(data.years) > 1:
        header.append(_("Change"))
    rows = []
    for one in series:
        last = one.observations[-1]
        cells = [
            Cell(name_in(one.metric, _.language)),
            Cell(data.vocabulary.place(last.subcategory, _.language)),
            *(_year_cell(one, y, data, _) for y in years),
        ]
        if len(data.years) > 1:
            cells.append(Cell(comparison_text(one, year, data.years, _), number=True))
        rows.append(cells)
    caption = _(
        "{category}, by metric and year",
        category=name_in(data.vocabulary.category(category), _.language),
    )
    show_table(header, rows, caption=caption, key=f"table_{category}")


def _year_cell(series: Series, year: int, data: Dataset, _: Words) -> Cell:
    observation = series.at(year)
    if observation is None or observation.value is None:
        return Cell(_("not published"))
    figure = figure_text(observation, data.vocabulary, _)
    return Cell(figure, address(observation, data), number=True)
