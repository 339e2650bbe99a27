"""Small multiples: one panel a metric, with its own axis, its notes and the way to its source."""

from collections.abc import Sequence

from metrics.charts import yearly_bars
from metrics.model.diff import Restated
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import Series
from metrics.wording.citations import place_text
from metrics.wording.formatter import Formatter
from metrics.wording.notes import annotations_of, noted
from metrics.wording.series import comparison_text
from ui.components.chart import Around, drawn
from ui.components.layout import Box, Grid, Part


def panels(
    series: Sequence[Series], years: Sequence[int], fmt: Formatter, restated: Restated | None = None
) -> Grid:
    """Return a panel for each series over the years, the last of them the one that is compared.

    Figures that were `restated` are told with what was published before.
    """
    return Grid(tuple(Box((_panel(one, list(years), fmt, restated),)) for one in series))


def _panel(series: Series, years: list[int], fmt: Formatter, restated: Restated | None) -> Part:
    _, data = fmt.words, fmt.dataset
    color = data.vocabulary.category(series.category).color
    told = [comparison_text(series, years[-1], fmt)]
    if series.region != data.bureau.region:
        told.insert(0, fmt.region(series.region))
    published = [o for o in series.observations if o.year <= years[-1] and o.value is not None]
    by_note = noted(published, [o.year for o in published], fmt)
    notes = [_("{years}: {note}", years=of_note, note=note) for note, of_note in by_note]
    annotations = annotations_of([series], years, fmt, restated)
    notes += [note.text for note in annotations if note.kind == "restatement"]
    around = Around(
        title=fmt.series(series),
        unit=fmt.unit(series.observations[-1].unit),
        told=" · ".join(text for text in told if text),
        notes=tuple(notes),
        source=_source(published[-1], fmt) if published else "",
        address=figure_id(published[-1], data) if published else "",
    )
    # Not the years: the same chart stays when they change.
    named = "_".join([series.metric.slug, series.region, series.category, series.subcategory])
    return Part(f"bars_{named}", drawn(yearly_bars(series, years, color, fmt), around))


def _source(latest: Observation, fmt: Formatter) -> str:
    _, place = fmt.words, place_text(latest, fmt)
    if not place:
        return _("Source")
    if latest.key in fmt.dataset.table_sources:
        return _("Source: {place}", place=place)
    return _("Source: {year} report {place}", year=latest.year, place=place)
