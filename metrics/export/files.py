"""Write a selection as a file: CSV, XLSX, JSON, or a ZIP with the data, the catalogue and a README.

CSV has the rows and columns of `metrics.csv`, and those of uploaded tables where there are any; it
comes back through the intake as it went.
Values are exact in every kind. `as_file` makes a whole file, `csv_pieces` and `json_pieces` yield
long ones while they are made.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from metrics.analysis.selection import MULTI_FILTERS, Filters, Selection
from metrics.clock import day, now
from metrics.export.further_columns import FurtherColumns
from metrics.export.readme import readme
from metrics.export.summary import editions_of, metrics_of
from metrics.i18n import Words
from metrics.model import csv_file
from metrics.model.catalogue import COLUMNS, catalogue_rows
from metrics.model.dataset import Dataset, Edition
from metrics.model.observation import COLUMN_NAMES, Observation, row_dict
from metrics.model.table_source import TableSource
from metrics.model.target import COLUMNS as TARGET_COLUMNS
from metrics.model.target import Target, target_cells, target_dict, targets_by_key

FORMATS = ("csv", "xlsx", "json", "zip")
MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
}
_BATCH = 1_000


def as_file(selection: Selection, form: str, _: Words, made: datetime | None = None) -> bytes:
    """Return a selection as a file of one of FORMATS; raises LookupError.

    `made` is the moment that the file states, by default now; texts of a workbook are in the
    language of `_`.
    """
    if form == "csv":
        return csv(selection)
    if form == "json":
        return b"".join(json_pieces(selection))
    if form == "xlsx":
        from metrics.export.workbook import workbook  # other kinds need no workbook library

        return workbook(selection, _, made or now())
    if form == "zip":
        return package(selection, made or now())
    raise LookupError(f"no format {form!r}; there are {', '.join(FORMATS)}")


def csv(selection: Selection) -> bytes:
    """Return the rows as a CSV file: UTF-8 with BOM."""
    return b"".join(csv_pieces(selection))


def csv_pieces(selection: Selection, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Yield the CSV of all rows, or of those from `start` to before `stop`."""
    data = selection.dataset
    further = FurtherColumns(data)
    names = (*COLUMN_NAMES, *(column.name for column in further.columns))
    rows = _rows(selection, start, stop)
    texts = (one.as_text() | further.cells(one.key) for one in rows)
    return csv_file.written_rows(names, csv_file.marked(texts))


def json_pieces(selection: Selection, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Yield a JSON file of all rows, or of those from `start` to before `stop`.

    It holds version, sample, filters, sources, `count` rows in the file, `total` rows that the
    filters leave, `everything` rows of the version, and the rows with the slug of their metric.
    """
    data = selection.dataset
    count = len(selection.row_numbers[start:stop])
    head = {
        "version": data.version,
        "sample": data.bureau.sample,
        "filters": filters_dict(selection.filters),
        "sources": [edition_dict(edition) for edition in editions_of(selection).values()],
        "count": count,
        "total": selection.count,
        "everything": len(data.table),
    }
    text = json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    goals = targets_by_key(data.targets)
    names = data.table["metric"].cat.categories
    slugs = {name: data.catalogue.get(name).slug for name in names}
    between = "\n"
    for row in _rows(selection, start, stop):
        item = {**_row(row, slugs, data), "goals": _goals(goals.get(row.key, ()))}
        text += between + json.dumps(item, ensure_ascii=False)
        between = ",\n"
        if len(text) > 1 << 17:
            yield text.encode()
            text = ""
    yield (text + "\n]}\n").encode()


def package(selection: Selection, made: datetime) -> bytes:
    """Return a ZIP of the data, the catalogue of their metrics, and a README."""
    rows = csv_file.marked(catalogue_rows(metrics_of(selection)))
    files = {
        "README.txt": readme(selection, made).encode("utf-8-sig"),
        "data.csv": csv(selection),
        "catalog.csv": csv_file.write_rows(COLUMNS, rows),
    }
    if goals := selection.dataset.targets:
        cells = csv_file.marked([target_cells(goal) for goal in goals])
        files["targets.csv"] = csv_file.write_rows(TARGET_COLUMNS, cells)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, made.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same bytes on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def filters_dict(filters: Filters) -> dict[str, Any]:
    """Return filters for programs: lists for MULTI_FILTERS, else texts."""
    values: dict[str, Any] = {}
    for name, value in filters.query():
        if name in MULTI_FILTERS:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    return values


def edition_dict(edition: Edition) -> dict[str, Any]:
    """Return a report for programs; what is not known is null or empty."""
    return {
        "year": edition.year,
        "title": {"zh": edition.zh, "en": edition.en},
        "issuer": {"zh": edition.issuer_zh, "en": edition.issuer_en},
        "published": edition.published.isoformat() if edition.published else None,
        "url": edition.url,
        **({"metrics": list(edition.metrics)} if edition.metrics else {}),
    }


def _rows(selection: Selection, start: int, stop: int | None) -> Iterator[Observation]:
    last = len(selection.row_numbers[:stop])
    for first in range(start, last, _BATCH):
        yield from selection.rows(first, min(first + _BATCH, last))


def table_dict(source: TableSource) -> dict[str, Any]:
    """Return a figure's place in a table for programs; what is empty is not known."""
    report = source.report
    return {
        "file": source.file,
        "sheet": source.sheet,
        "cell": source.cell,
        "written": source.written,
        "version": source.version,
        "published": day(source.at).isoformat(),
        "who": source.who,
        "department": report.department,
        "report": {
            "title": report.title,
            "published": report.published.isoformat() if report.published else None,
            "url": report.url,
        },
    }


def _goals(goals: Sequence[Target]) -> list[dict[str, Any]]:
    return [target_dict(goal) for goal in goals]


def _row(row: Observation, slugs: dict[str, str], data: Dataset) -> dict[str, Any]:
    """Return a row with the metric's slug, and where it stands in a table or a report."""
    table, place = data.table_sources.get(row.key), data.report_places.get(row.key)
    return {
        **row_dict(row),
        "slug": slugs[row.metric],
        "table": table_dict(table) if table else None,
        "evidence": asdict(place) if place else None,
    }
