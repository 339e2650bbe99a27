"""Show small multiples: a panel a metric in its form, with notes and source."""

from collections.abc import Sequence

from metrics.analysis.comparison import RegionComparison
from metrics.charts import metric_chart, regions_chart
from metrics.model.diff import Restated
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import Series
from metrics.model.target_progress import goals_until
from metrics.wording.citations import place_text
from metrics.wording.formatter import Formatter
from metrics.wording.notes import annotation_words, series_notes
from metrics.wording.series import comparison_text
from metrics.wording.targets import goal_text
from ui.components.chart import Around, drawn
from ui.components.layout import Box, Grid, Part
from ui.components.source_request import metric_page


def panels(
    series: Sequence[Series],
    years: Sequence[int],
    fmt: Formatter,
    restated: Restated | None = None,
    *,
    more: Sequence[Box] = (),
    columns: int = 3,
    narrowest: int = Grid.narrowest,
) -> Grid:
    """Return a panel for each series over the years; the last year is compared.

    Figures that were `restated` stand with what was published before; `more` boxes follow.
    """
    boxes = tuple(Box((metric_panel(one, list(years), fmt, restated),)) for one in series)
    return Grid((*boxes, *more), columns, narrowest)


def metric_panel(
    series: Series, years: list[int], fmt: Formatter, restated: Restated | None = None
) -> Part:
    """Return a metric's panel: finding, what is measured, chart, notes, source."""
    data = fmt.dataset
    published = [o for o in series.observations if o.year <= years[-1] and o.value is not None]
    notes, standing = series_notes(series, years, fmt, restated)
    chart = metric_chart(series, years, fmt, notes)
    around = Around(
        title=chart.finding,
        unit=_measured(series, years, fmt),
        caption=_caption(series, years[-1], chart.finding, fmt),
        notes=(*annotation_words(notes), *standing),
        source=_source(published[-1], fmt) if published else "",
        address=figure_id(published[-1], data) if published else "",
        page=metric_page(series.observations[-1], data),
    )
    # Not the years: the same chart stays when they change.
    named = "_".join([series.metric.slug, series.region, series.category, series.subcategory])
    return Part(f"bars_{named}", drawn(chart, around))


def regions_panel(comparison: RegionComparison, fmt: Formatter) -> Part:
    """Return the panel of a metric's districts."""
    chart = regions_chart(comparison, fmt)
    around = Around(
        title=chart.finding, unit=chart.title, caption=chart.unit, notes=tuple(chart.caption)
    )
    slug = f"{comparison.metric.slug}_{comparison.category}_{comparison.subcategory}"
    return Part(f"regions_{slug}", drawn(chart, around))


def _measured(series: Series, years: Sequence[int], fmt: Formatter) -> str:
    """Return what a panel measures: metric, unit, another place, years."""
    unit = fmt.unit(series.observations[-1].unit)
    parts = [fmt.words("{metric} ({unit})", metric=fmt.series(series), unit=unit)]
    if series.region != fmt.dataset.bureau.region:
        parts.append(fmt.region(series.region))
    return " · ".join([*parts, fmt.year_ranges(years)])


def _caption(series: Series, year: int, finding: str, fmt: Formatter) -> str:
    """Return the year's change and the goals ahead, if the title has none."""
    sentences = [comparison_text(series, year, fmt)]
    for goal in goals_until(series, year, fmt.dataset):
        text = goal_text(goal, fmt)
        if goal.year and goal.year > year and text not in finding:
            sentences.append(fmt.words("goal for {year}: {goal}", year=goal.year, goal=text))
    return " · ".join(filter(None, sentences))


def _source(latest: Observation, fmt: Formatter) -> str:
    _, place = fmt.words, place_text(latest, fmt)
    if not place:
        return _("Source")
    if latest.key in fmt.dataset.table_sources:
        return _("Source: {place}", place=place)
    return _("Source: {year} report {place}", year=latest.year, place=place)
