"""Summarise figures to take away: sources, citation, filters, numbers of rows.

A year without a report that is kept is listed as having none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from metrics.analysis.filter_names import filters_in_short, filters_in_words
from metrics.analysis.selection import Filters, Selection, select
from metrics.clock import now
from metrics.export.further_columns import FurtherColumns
from metrics.i18n import LANGUAGES, Words, words
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset, Edition
from metrics.model.observation import COLUMN_NAMES, from_table
from metrics.model.vocabulary import Qualifier, Unit
from metrics.wording.citations import table_files
from metrics.wording.formatter import Formatter


@dataclass(frozen=True)
class Summary:
    """Hold a selection's sources, citations and counts, for pages and files.

    `citations` holds the citation in each language of the interface, by language; `filters` are
    pairs of words; `rows` of `everything` rows are in the selection.
    """

    sources: tuple[str, ...]
    citations: dict[str, str]
    filters: tuple[tuple[str, str], ...]
    rows: int
    everything: int
    columns: tuple[str, ...]
    version: int
    sample: bool


def summary(selection: Selection, _: Words, day: date | None = None) -> Summary:
    """Return the summary of a selection on a `day`, by default today."""
    data, seen = selection.dataset, day or now().date()
    return Summary(
        sources=tuple(source_lines(selection, _)),
        citations={name: citation(selection, words(name), seen) for name in LANGUAGES},
        filters=tuple(filters_in_words(selection, _)),
        rows=selection.count,
        everything=len(data.table),
        columns=(*COLUMN_NAMES, *(one.name for one in FurtherColumns(data).columns)),
        version=data.version,
        sample=data.bureau.sample,
    )


def everything(dataset: Dataset) -> Selection:
    """Return the selection that nothing narrows."""
    return select(dataset, Filters())


def citation(selection: Selection, _: Words, day: date) -> str:
    """Return a selection's citation: bureau, reports, version, filters, day."""
    data, fmt = selection.dataset, Formatter(selection.dataset, _)
    stated = _(
        "{bureau}, annual metrics, data version {version}.",
        bureau=fmt.name(data.bureau),
        version=data.version,
    )
    parts = [stated]
    if data.bureau.sample:
        parts.insert(0, _("Invented sample data."))
    if editions := list(editions_of(selection).values()):
        reports = _("; ").join(fmt.report(edition) for edition in editions)
        parts.append(_("Source: {reports}.", reports=reports))
    parts.append(_("Contents: {filters}.", filters=filters_in_short(selection, _)))
    parts.append(_("Accessed {date}.", date=_.date(day)))
    return parts[0] + "".join(_(" {sentence}", sentence=part) for part in parts[1:])


def source_lines(selection: Selection, _: Words) -> Iterator[str]:
    """Yield a line for each year with rows: its report, or that none is kept."""
    for year, report in reports_by_year(selection, _):
        if report:
            yield _("{year}: {report}", year=year, report=report)
        else:
            yield _("{year}: no report is kept here", year=year)


def reports_by_year(selection: Selection, _: Words) -> Iterator[tuple[int, str]]:
    """Yield each year with rows, its report and its address; empty for none."""
    editions, fmt = editions_of(selection), Formatter(selection.dataset, _)
    for year in years_with_rows(selection):
        files = table_files(selection.dataset, year)
        stating = [editions[year]] if year in editions else []
        stating += [one for one in selection.dataset.further_editions if one.year == year]
        parts = [f"{fmt.report(edition)} {edition.url}".rstrip() for edition in stating]
        if files:
            parts.append(_("uploaded tables: {files}", files=_.list(files)))
        yield year, _("; ").join(parts)


def editions_of(selection: Selection) -> dict[int, Edition]:
    """Return the reports behind the rows of a selection, by the year of the figures."""
    known = selection.dataset.editions
    return {year: known[year] for year in years_with_rows(selection) if year in known}


def years_with_rows(selection: Selection) -> list[int]:
    """Return the years of the rows of a selection, in order."""
    years = selection.dataset.table["year"].to_numpy()[selection.row_numbers]
    return sorted({int(year) for year in years})


def metrics_of(selection: Selection) -> list[Metric]:
    """Return the metrics of a selection, in the order of the catalogue."""
    known = selection.dataset.catalogue
    order = {metric.zh: number for number, metric in enumerate(known.metrics)}
    rows = selection.dataset.table.iloc[selection.row_numbers].drop_duplicates("metric")
    found = [known.get(row.metric, row.category, row.unit) for row in from_table(rows)]
    return sorted(found, key=lambda metric: order.get(metric.zh, len(order)))


def units_of(selection: Selection) -> list[Unit]:
    """Return the units of a selection's rows, in the order of the vocabulary."""
    known = selection.dataset.vocabulary
    return [known.unit(key) for key in _used(selection, "unit", list(known.units))]


def qualifiers_of(selection: Selection) -> list[Qualifier]:
    """Return the qualifiers of a selection's rows, in the vocabulary's order."""
    known = selection.dataset.vocabulary.qualifiers
    used = _used(selection, "qualifier", list(known))
    return [one for key, one in known.items() if key in used]


def _used(selection: Selection, column: str, order: list[str]) -> list[str]:
    used = set(selection.dataset.table[column].iloc[selection.row_numbers])
    return [key for key in order if key in used] + sorted(used.difference(order))
