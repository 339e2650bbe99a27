"""Show the views of the analyst's page: each shows a selection from one side.

A comparison's chart and its table belong together: what is chosen in the chart is what the table
shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from metrics.analysis.comparison import comparable, log_helps, metric_key, region_comparison
from metrics.analysis.selection import Selection
from metrics.charts import (
    ChartSpec,
    Form,
    change_heatmap,
    changes_chart,
    compared_chart,
    indexed_chart,
    regions_chart,
)
from metrics.i18n import Words
from metrics.model.diff import Restated
from metrics.model.figure_id import figure_at
from metrics.model.series import Series
from metrics.wording.formatter import Formatter
from metrics.wording.notes import Annotation, annotation_words, annotations_of
from ui.blocks.small_multiples import panels
from ui.blocks.year_figures import year_parts
from ui.components.chart import Around, show_chart
from ui.components.layout import Grid, Heading, Part, show_parts
from ui.session import url_state as place
from ui.session.markdown import plain_text
from ui.views.explore.filters import PART
from ui.views.explore.table import show_table

_PANELS_AT_ONCE = 12
_CARDS_AT_ONCE = 60
"""Figures of one year: those of a unit are compared, which a part of them would not be."""
_PANELS_ON_PAPER = 60
_ROWS_ON_PAPER = 15
_NOTES_BELOW = 24  # notes that a picture has room for
PICK = "pick"
"""The parameter that holds the figures chosen in a chart, each by its identifier."""
_MOST_PICKED = 40
_TWO = 2  # years, of which a change is a way from one to the other
_MOST_LINES = 40  # series that a view looks at; the table says how many more there are


@dataclass(frozen=True)
class Beside:
    """Hold what stands beside the figures: names, restatements, a sentence."""

    fmt: Formatter
    restated: Restated
    sentence: str


@dataclass(frozen=True)
class _Picture:
    """Hold a chart, the series that its table has, the notes on its figures."""

    chart: ChartSpec
    series: Sequence[Series]
    notes: Sequence[Annotation] = ()


def show_small_charts(selection: Selection, beside: Beside) -> None:
    """Show a panel a series; where there is one year, cards and ranked bars."""
    fmt, _ = beside.fmt, beside.fmt.words
    part = _part(selection, _)
    body: list[Part | Grid | Heading] = []
    if len(selection.years) > 1:
        body.append(panels(part, selection.years, fmt, beside.restated))
    else:
        for region in dict.fromkeys(one.region for one in part):
            if region != selection.dataset.bureau.region:
                body.append(Heading(fmt.region(region)))
            of_region = [one for one in part if one.region == region]
            body += year_parts(of_region, selection.years[-1], fmt, key=f"explore_{region}")
    show_parts(body, _, key="small_charts")


def show_comparison(selection: Selection, beside: Beside) -> None:
    """Show one metric in its regions in one chart."""
    fmt, _, years = beside.fmt, beside.fmt.words, selection.years
    groups = comparable(selection.slice(0, _MOST_LINES), selection.dataset.bureau.region)
    named = {key: _counted(fmt.series(members[0]), members) for key, members in groups.items()}
    with _options():
        first = next(iter(named))
        chosen = place.choose(_("Metric"), "in", named, first, _) if len(named) > 1 else first
        bars = len(years) == 1 or _wants_bars(_)
        form: Form = "bar" if bars else "line"
        members = groups[chosen]
        log = form == "line" and log_helps(members, years) and _wants_log(_)
    notes = annotations_of(members, years, fmt, beside.restated)
    chart = compared_chart(members, years, fmt, form=form, log=log, notes=notes)
    _chart_and_table(_Picture(chart, members, notes), selection, beside, key="compare")


def show_index(selection: Selection, beside: Beside) -> None:
    """Show the series as multiples of a base year, whatever their units."""
    fmt, _, years = beside.fmt, beside.fmt.words, selection.years
    series = selection.slice(0, _MOST_LINES)
    with _options():
        known = {str(year): str(year) for year in years}
        fullest = str(max(years, key=lambda year: sum(bool(s.published(year)) for s in series)))
        base = int(place.choose(_("Base year (= 100)"), "base", known, fullest, _))
    notes = annotations_of(series, years, fmt, beside.restated)
    chart = indexed_chart(series, years, base, fmt, notes=notes)
    _chart_and_table(_Picture(chart, series, notes), selection, beside, key="index")


def show_changes(selection: Selection, beside: Beside) -> None:
    """Show how every series changed on the year before: one by one, or year by year."""
    fmt, years = beside.fmt, selection.years
    series = selection.slice(0, _MOST_LINES)
    if len(years) == _TWO:
        chart = changes_chart(series, years[-1], fmt)
        _chart_and_table(_Picture(chart, series), selection, beside, key="change")
        return
    # A map that is longer than a page of A4 would be cut through on paper.
    rows = _ROWS_ON_PAPER if place.is_on_paper() else _MOST_LINES
    pictures = []
    for start in range(0, len(series), rows):
        part = series[start : start + rows]
        pictures.append(_Picture(change_heatmap(part, years, fmt), series))
    for number, picture in enumerate(pictures[:-1]):
        _show_picture(picture, fmt.words, key=f"change_{number}")
    _chart_and_table(pictures[-1], selection, beside, key="change")


def show_regions(selection: Selection, beside: Beside) -> None:
    """Show a metric's regions side by side, with shares where these make sense."""
    data, fmt, _ = selection.dataset, beside.fmt, beside.fmt.words
    of_metrics: dict[str, list[Series]] = {}
    for one in selection.series:
        if one.region != data.bureau.region:
            of_metrics.setdefault(metric_key(one), []).append(one)
    if not of_metrics:
        st.info(_("No district has figures in this selection."))
        return
    named = {key: fmt.series(ones[0]) for key, ones in of_metrics.items()}
    years = {str(year): str(year) for year in selection.years}
    with _options():
        districts = of_metrics[place.choose(_("Metric"), "of", named, next(iter(named)), _)]
        year = int(place.choose(_("Year"), "at", years, str(selection.years[-1]), _))
    chosen = districts[0]
    comparison = region_comparison(
        data, chosen.metric.slug, chosen.category, chosen.subcategory, year
    )
    chart = regions_chart(comparison, fmt)
    _chart_and_table(_Picture(chart, districts), selection, beside, key="regions")


def _chart_and_table(picture: _Picture, selection: Selection, beside: Beside, *, key: str) -> None:
    """Show a chart with its words, and the table of what is chosen in it."""
    _ = beside.fmt.words
    # What the selection says comes first, then every figure that is drawn.
    alt = beside.fmt.join(text for text in (beside.sentence, picture.chart.alt) if text)
    picture = replace(picture, chart=replace(picture.chart, alt=alt))
    chosen = _show_picture(picture, _, key=key)
    if place.only_charts():
        return
    if chosen:
        with st.container(horizontal=True, vertical_alignment="center"):
            counted = _.n(
                "{n} figure chosen in the chart", "{n} figures chosen in the chart", len(chosen)
            )
            st.caption(counted, width="content")
            if not place.is_bare():
                st.button(_("Clear the choice"), type="tertiary", on_click=_choose, args=([],))
    show_table(selection, beside.fmt, series=picture.series, only=chosen)


def picked(selection: Selection) -> Selection:
    """Return the part of a selection that is chosen in a chart; all where nothing is."""
    found = [figure_at(one, selection.dataset) for one in place.asked_for().get(PICK, [])]
    part = replace(selection, figures=tuple(one for one in found if one))
    return part if part.count else selection


def _show_picture(picture: _Picture, _: Words, *, key: str) -> list[str]:
    """Show a chart with its words; return what is chosen in it."""
    chart, alone = picture.chart, place.only_charts()
    drawn = {name for trace in chart.figure["data"] for name in trace.get("customdata", ())}
    asked = [figure for figure in place.asked_for().get(PICK, []) if figure in drawn]
    with st.container(border=True, key=f"paper_row_{key}"):
        chosen = show_chart(
            _with_notes(picture),
            _,
            key=f"explore_{key}",
            on_choose=None if alone else _choose,
            chosen=asked,
            around=Around(title=chart.finding, unit=chart.title, caption=chart.unit),
        )
        for line in chart.caption:
            st.caption(plain_text(line))
        if notes := picture.notes:
            counted = _.n("{n} note on these figures", "{n} notes on these figures", len(notes))
            with st.expander(counted, expanded=place.is_on_paper()):
                st.markdown("\n".join(f"- {plain_text(w)}" for w in annotation_words(notes)))
    return chosen


def _with_notes(picture: _Picture) -> ChartSpec:
    """Return the chart with its marks explained in its picture, too."""
    noted = tuple(annotation_words(picture.notes)) if len(picture.notes) <= _NOTES_BELOW else ()
    return replace(picture.chart, origins=(*noted, *picture.chart.origins))


def _choose(chosen: list[str]) -> None:
    """Write what is chosen in a chart into the address, which the table follows."""
    place.ask_for([(PICK, figure) for figure in chosen[:_MOST_PICKED]], instead_of=[PICK])


def _options() -> st.delta_generator.DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="bottom", gap="medium")


def _wants_bars(_: Words) -> bool:
    forms = {"line": _("Lines"), "bar": _("Bars")}
    return place.switch(_("Form"), "form", forms, "line", _) == "bar"


def _wants_log(_: Words) -> bool:
    scales = {"linear": _("Linear"), "log": _("Logarithmic")}
    return place.switch(_("Axis"), "axis", scales, "linear", _) == "log"


def _counted(name: str, members: Sequence[Series]) -> str:
    return f"{name} ({len(members)})" if len(members) > 1 else name


def _part(selection: Selection, _: Words) -> tuple[Series, ...]:
    """Show the parts of a long list; return the series of the one asked for.

    On paper, where nobody can turn to the next part, it is the whole list unless a part is
    asked for.
    """
    if place.is_on_paper() and PART not in place.asked_for():
        return selection.slice(0, _PANELS_ON_PAPER)
    at_once = _PANELS_AT_ONCE if len(selection.years) > 1 else _CARDS_AT_ONCE
    parts = -(-len(selection.numbers) // at_once)
    known = [str(number) for number in range(1, parts + 1)]
    chosen = int(place.chosen(PART, known, "1", _))
    if parts > 1 and place.is_on_paper():
        st.caption(_("Part {part} of {parts}", part=chosen, parts=parts))
    elif parts > 1:
        key = f"explore_part_{chosen}_{parts}"

        def written() -> None:
            value = st.session_state[key]
            place.ask_for([(PART, str(value))] if value > 1 else [], instead_of=[PART])

        st.pagination(parts, default=chosen, key=key, on_change=written)
    start = (chosen - 1) * at_once
    return selection.slice(start, start + at_once)
