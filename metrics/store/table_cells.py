"""Keep where the figures of a publication stand in the tables that were uploaded.

Everything is appended with its publication. A cell counts as long as the figure is the one that
was published with it and no report was read for it since; nothing earlier is lost.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select

from metrics.auth import Editor
from metrics.model.diff import WITHDRAWN, Changes
from metrics.model.observation import COLUMN_NAMES, KEY, Key, Observation, from_cells
from metrics.model.table_source import NOT_NAMED, NamedReport, TableSource
from metrics.store import schema
from metrics.store.database import write_many
from metrics.store.publications import Store, made_by_machine
from metrics.text import storable


@dataclass(frozen=True)
class UploadedTable:
    """Hold a file of figures: name, hash, report, sheet and cell of each key.

    `form` names files that are laid out alike, `decisions` what was decided of how to read it,
    `written` what the file holds where a figure was mended.
    """

    name: str
    sha256: str
    cells: Mapping[Key, tuple[str, str]] = field(default_factory=dict)
    report: NamedReport = NOT_NAMED
    form: str = ""
    decisions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    written: Mapping[Key, str] = field(default_factory=dict)


_COLUMNS = ("file", "position", "sheet", "cell")
_REPORT_TEXTS = ("title", "url", "department")
_MENDED = "mended"
"""Name among a file's decisions of what it holds in mended cells, by their address."""


def write_tables(
    connection: Connection,
    version: int,
    changes: Changes,
    tables: Sequence[UploadedTable],
    editor: Editor,
) -> None:
    """Write the places of figures that are stated anew, in their transaction."""
    restated = {new.key for old, new in changes.changed if old.figure == new.figure}
    stated = [
        (position, row.key)
        for position, (action, row) in enumerate(changes.steps(), start=1)
        if action != WITHDRAWN and row.key not in restated
    ]
    for table in tables:
        placed = [(at, table.cells[key]) for at, key in stated if key in table.cells]
        if not placed:
            continue
        number = _write_file(connection, version, table, editor)
        rows = ((number, at, storable(sheet), cell) for at, (sheet, cell) in placed)
        write_many(connection, schema.table_cells.name, _COLUMNS, rows)


def _write_file(connection: Connection, version: int, table: UploadedTable, editor: Editor) -> int:
    report, decisions = table.report, {**table.decisions}
    places = table.cells
    mended = {_address(*places[k]): text for k, text in table.written.items() if k in places}
    if mended:
        decisions[_MENDED] = mended
    statement = insert(schema.table_files).values(
        version=version,
        name=storable(table.name),
        sha256=table.sha256,
        **{name: storable(getattr(report, name)) for name in _REPORT_TEXTS},
        published=report.published.isoformat() if report.published else "",
        form=table.form,
        decisions=json.dumps(decisions, ensure_ascii=True) if decisions else "",
        who=storable(editor.name),
        at=schema.now(),
    )
    result = connection.execute(statement)
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def hash_of_files(hashes: Sequence[str]) -> str:
    """Return the hash by which several files are known as one; of one file its own."""
    if len(hashes) == 1:
        return hashes[0]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def sources_of(tables: Sequence[UploadedTable]) -> dict[Key, str]:
    """Return file, sheet and cell of each figure of several tables; of one nothing."""
    if len(tables) < 2:
        return {}
    return {
        key: f"{table.name} {_address(*place)}"
        for table in tables
        for key, place in table.cells.items()
    }


def _address(sheet: str, cell: str) -> str:
    return f"{sheet}!{cell}" if sheet else cell


def decisions_of_form(store: Store, form: str) -> dict[str, dict[str, str]]:
    """Return what was decided of the newest file of a form; empty where nothing was."""
    files = schema.table_files
    newest = select(files.c.decisions).where(files.c.form == form).order_by(files.c.number.desc())
    with store.database.reading() as connection:
        found = connection.scalar(newest.limit(1)) if form else None
    decided: dict[str, dict[str, str]] = json.loads(found) if found else {}
    decided.pop(_MENDED, None)
    return decided


def table_sources(
    store: Store, rows: Iterable[Observation], version: int
) -> dict[Key, TableSource]:
    """Return where the figures of a version stand in uploaded tables, by key."""
    figures = {row.key: row.figure for row in rows}
    with store.database.reading() as connection:
        found = dict(_placed(connection, figures, version))
        if not found:
            return {}
        for key, of_version, at in _evidence(connection):
            source = found.get(key)
            if source and (at >= source.at if of_version is None else of_version > source.version):
                del found[key]
    return found


def _placed(
    connection: Connection, figures: Mapping[Key, Any], version: int
) -> Iterator[tuple[Key, TableSource]]:
    """Yield the sources of the figures that still are what was published with them."""
    files, cells, changes = schema.table_files, schema.table_cells, schema.changes
    row_of = and_(changes.c.version == files.c.version, changes.c.position == cells.c.position)
    columns = (cells.c.file, cells.c.sheet, cells.c.cell, *(changes.c[n] for n in COLUMN_NAMES))
    query = (
        select(*columns)
        .select_from(cells.join(files, files.c.number == cells.c.file).join(changes, row_of))
        .where(files.c.version <= version)
        .order_by(files.c.number)
    )
    named = {row.number: row for row in connection.execute(select(files))}
    nameless = made_by_machine(connection) if named else frozenset()
    mended = {number: _mended(row) for number, row in named.items()}
    for number, sheet, cell, *stated in connection.execute(query):
        row, file = from_cells(stated), named[number]
        if figures.get(row.key) == row.figure:
            who = "" if file.version in nameless else file.who
            written = mended[number].get(_address(sheet, cell))
            yield row.key, _source(file, (sheet, cell, written), who)


def _mended(file: Any) -> dict[str, str]:
    """Return what a file holds in its mended cells, by their address."""
    texts: dict[str, str] = json.loads(file.decisions or "{}").get(_MENDED, {})
    return texts


def _source(file: Any, place: tuple[str, str, str | None], who: str) -> TableSource:
    sheet, cell, written = place
    at = schema.moment(file.at)
    return TableSource(file.name, sheet, cell, file.version, at, who, _report(file), written)


def _report(file: Any) -> NamedReport:
    day = date.fromisoformat(file.published) if file.published else None
    return NamedReport(**{name: getattr(file, name) for name in _REPORT_TEXTS}, published=day)


def _evidence(connection: Connection) -> Iterator[tuple[Key, int | None, Any]]:
    """Yield version and moment of each figure's newest evidence.

    The version is None for a report attached to published figures.
    """
    table = schema.evidence
    newest = select(func.max(table.c.number)).group_by(*[table.c[name] for name in KEY])
    for row in connection.execute(select(table).where(table.c.number.in_(newest))):
        key = (row.year, row.region, row.category, row.subcategory, row.metric)
        yield key, row.version, schema.moment(row.at)


def named_reports(sources: Mapping[Key, TableSource]) -> dict[int, NamedReport]:
    """Return the reports named for tables, by the year of most of their figures."""
    years: dict[NamedReport, Counter[int]] = {}
    for key, source in sources.items():
        if source.report.title:
            years.setdefault(source.report, Counter())[key[0]] += 1
    return {max(of, key=lambda year: (of[year], year)): report for report, of in years.items()}
