"""Small multiples: one panel a metric, with its own axis, its notes and the way to its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from metrics.annotations import annotations_of
from metrics.charts import address, yearly_bars
from metrics.dataset import Dataset
from metrics.figure_text import unit_name
from metrics.findings import comparison_text, series_name
from metrics.language import Words
from metrics.provenance import section_text
from metrics.series import Series
from metrics.store.restatements import Restated
from ui.address import is_on_paper
from ui.chart import show_chart
from ui.source_panel import ask_for_source
from ui.text import plain_text

_IN_A_ROW, _ON_PAPER = 3, 2
_NARROWEST = 215
"""Pixels: one panel fits a phone."""


def show_panels(
    series: Sequence[Series],
    years: Sequence[int],
    data: Dataset,
    _: Words,
    restated: Restated | None = None,
) -> None:
    """Show each series over the years, the last of them as the one that is compared.

    Figures that were `restated` are told with what was published before.
    """
    in_a_row = _ON_PAPER if is_on_paper() else _IN_A_ROW
    grid = st.grid(in_a_row, min_column_width=_NARROWEST)
    for one in series:
        with grid.container(border=True, height="stretch"):
            _panel(one, list(years), data, _)
            for note in annotations_of([one], years, data, _, restated):
                if note.kind == "restatement":
                    st.caption(plain_text(note.text))


def _panel(series: Series, years: list[int], data: Dataset, _: Words) -> None:
    year = years[-1]
    color = data.vocabulary.category(series.category).color
    unit = unit_name(series.observations[-1].unit, data.vocabulary, _.language)
    name = series_name(series, data, _)
    st.markdown(f"**{plain_text(name)}** :small[{plain_text(unit)}]")
    told = [comparison_text(series, year, data.years, _)]
    if series.region != data.bureau.region:
        told.insert(0, data.vocabulary.place(series.region, _.language))
    st.caption(plain_text(" · ".join(text for text in told if text)) or " ")
    # Not the years: the same chart stays when they change.
    named = "_".join([series.metric.slug, series.region, series.category, series.subcategory])
    show_chart(yearly_bars(series, years, data, color, _), _, key=f"bars_{named}")
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
        plain_text(_("Source: {year} report {place}", year=latest.year, place=place))
        if (place := section_text(latest.section, _))
        else _("Source"),
        key=f"source_{named}",
        type="tertiary",
        icon=":material/format_quote:",
        on_click=ask_for_source,
        args=(address(latest, data),),
    )
