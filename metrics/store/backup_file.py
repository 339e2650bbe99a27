"""Read a backup, and make a new store from it.

The file may be hostile: nothing is unpacked to disk, names other than those of a backup are
refused, sizes are bounded before they are believed, and a row that no table could hold is refused
before the database sees it. A store that is there is never touched.
"""

import base64
import hashlib
import io
import json
import sqlite3
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from sqlalchemy import Column, Connection, Integer, LargeBinary, inspect, select, text
from sqlalchemy.exc import IntegrityError

from metrics.auth import operating_system_user
from metrics.i18n import message
from metrics.store import audit_lines, ledger, schema
from metrics.store.database import write_many
from metrics.store.errors import BrokenStore, StoreError, at_place
from metrics.store.opening import AlreadyAStore, is_there, make_store
from metrics.store.publications import Store, find_publication, newest_version
from metrics.store.verifying import REMEDY, verify_all
from metrics.text import is_storable

KIND, FORM, MANIFEST = "emergency-metrics-backup", 1, "manifest.json"
TABLES = (
    "changes",
    "target_changes",
    "publications",
    "seeds",
    "drafts",
    "draft_files",
    "audit",
    "editions",
    "evidence",
    "aliases",
    "left_out",
    "targets",
    "descriptions",
    "table_files",
    "table_cells",
    "accounts",
    ledger.NAME,
)
"""In the order in which a new store takes them: a publication seals its rows."""

NOT_KEPT = (schema.versions.name, "account_sessions", "sign_in_failures")
"""What says who is signed in now, and the schema's own; a restored store begins without."""

LONGEST_MANIFEST = 2**20
LONGEST_LINE = 2**28
MOST_BYTES = 2**34
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a way of packing that is not ours
    RuntimeError,  # a password
    ValueError,
    KeyError,
    TypeError,
    RecursionError,
)


@dataclass(frozen=True)
class TableDump:
    """Describe a table of a backup: its rows, bytes and hash."""

    rows: int
    bytes: int
    sha256: str


_NO_ROWS = TableDump(0, 0, "")


@dataclass(frozen=True)
class Backup:
    """Describe a sound backup: its newest version with its hash, and every table."""

    version: int
    hash: str
    schema: int
    at: datetime
    tables: Mapping[str, TableDump]
    line: int = 0
    line_hash: str = ""
    """The last line of the ledger; none in backups of older programs."""


class BrokenBackup(StoreError):
    """Refuse a file that is no backup, or no longer the one that was made."""


_foreign = at_place(
    BrokenBackup,
    "backup-foreign",
    message("This is not a backup of this dashboard"),
    message("Name a file that `python -m metrics backup` has made"),
)
_damaged = at_place(
    BrokenBackup,
    "backup-damaged",
    message("The backup is damaged: it is not what was written; nothing was restored"),
    message("Use another backup; keep this one for examination"),
)
not_continued = at_place(
    BrokenStore,
    "not-continued",
    message("The backup holds what this store no longer does, or another past"),
    REMEDY,
)
_too_new = at_place(
    BrokenBackup,
    "backup-too-new",
    message("The backup was made by a newer program"),
    message("Install the newer program, then restore"),
)
_too_large = at_place(
    BrokenBackup,
    "backup-too-large",
    message("The backup unpacks to more than {limit} GB", limit=MOST_BYTES // 2**30),
    message("Use the database's own tools for a store of this size"),
)


def read_backup(file: BinaryIO, name: str) -> Backup:
    """Read a whole backup and return its contents; raises BrokenBackup."""
    with _opened(file, name) as (archive, backup):
        newest = {
            table: deque(_rows(archive, table, backup), maxlen=1)[0] for table in backup.tables
        }
    if backup.tables.get(ledger.NAME, _NO_ROWS).rows:
        line = newest[ledger.NAME]
        return replace(backup, line=line[0], line_hash=line[-1])
    return backup


def restore_backup(path: Path, target: str | Path | None = None) -> tuple[Store, Backup]:
    """Make a new store, at a path or URL, from a backup.

    Raises BrokenBackup, AlreadyAStore where there is one, and StoreError; then nothing is made.
    """
    if is_there(target):
        raise _occupied()
    with path.open("rb") as file:
        backup = read_backup(file, path.name)
        with _opened(file, path.name) as (archive, _again), _constraints_hold(path.name):
            made = make_store(target, lambda it: _fill(it, archive, backup))
    return made, backup


def continues(store: Store, earlier: Backup) -> bool:
    """Return whether a store that verifies goes on from what a backup holds."""
    table = schema.ledger
    with store.database.reading() as connection:
        publication = find_publication(connection, earlier.version)
        line = connection.scalar(select(table.c.hash).where(table.c.number == earlier.line))
    found = publication.hash if publication else "", line or ""
    return found == (earlier.hash, earlier.line_hash)


def member_name(table: str) -> str:
    """Return the name of a table's rows in the file."""
    return f"tables/{table}.jsonl"


def _fill(connection: Connection, archive: zipfile.ZipFile, backup: Backup) -> None:
    """Write all rows into an empty database, then verify its publications."""
    schema.migrate(connection, 0, until=backup.schema)
    made = set(inspect(connection).get_table_names())
    if made - set(NOT_KEPT) != set(backup.tables):
        raise _damaged(MANIFEST)
    for table in TABLES:
        if table in backup.tables:
            rows = _rows(archive, table, backup)
            write_many(connection, table, next(rows), rows)
    _count_on(connection, backup)
    schema.migrate(connection, backup.schema)
    if not backup.tables.get(ledger.NAME, _NO_ROWS).rows:  # made before there was one
        ledger.enter(connection)
    checked = verify_all(connection, "")
    newest = find_publication(connection, newest_version(connection))
    restored = (newest.version, newest.hash) if newest else (0, "")
    if checked.loss or restored != (backup.version, backup.hash):
        raise _damaged(member_name("publications"))
    who = operating_system_user()
    detail = f"version {backup.version}"
    audit_lines.note(connection, "restore-backup", "done", who=who, how="local", detail=detail)


def _count_on(connection: Connection, backup: Backup) -> None:
    """Set PostgreSQL's next numbers after the rows; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for name, part in backup.tables.items():
        if part.rows and "number" in schema.METADATA.tables[name].columns:
            newest = select(text("MAX(number)")).select_from(schema.METADATA.tables[name])
            next_number = text("SELECT setval(pg_get_serial_sequence(:name, 'number'), :newest)")
            connection.execute(next_number, {"name": name, "newest": connection.scalar(newest)})


@contextmanager
def _constraints_hold(name: str) -> Iterator[None]:
    """Translate a broken constraint into a fault of the backup."""
    try:
        yield
    except (IntegrityError, sqlite3.IntegrityError, BrokenStore) as error:
        raise _damaged(name) from error
    except AlreadyAStore as error:  # somebody was quicker
        raise _occupied() from error


@contextmanager
def _opened(file: BinaryIO, name: str) -> Iterator[tuple[zipfile.ZipFile, Backup]]:
    """Yield the ZIP and its manifest; raises BrokenBackup when unreadable."""
    try:
        if not zipfile.is_zipfile(file):
            raise _foreign(name)
        with zipfile.ZipFile(file) as archive:
            yield archive, _manifest(archive, name)
    except _UNREADABLE as error:
        raise _damaged(name) from error


def _manifest(archive: zipfile.ZipFile, name: str) -> Backup:
    """Return the manifest, once it agrees with the files in the ZIP."""
    infos = archive.infolist()
    sizes = {info.filename: info.file_size for info in infos}
    if MANIFEST not in sizes:
        raise _foreign(name)
    if sizes[MANIFEST] > LONGEST_MANIFEST:
        raise _damaged(name)
    manifest = json.loads(archive.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("kind") != KIND:
        raise _foreign(name)
    if manifest["form"] > FORM or manifest["schema"] > schema.LATEST:
        raise _too_new(name)
    parts = {table: TableDump(**part) for table, part in manifest["tables"].items()}
    expected = {member_name(table): part.bytes for table, part in parts.items()}
    stray = {MANIFEST, "README.txt"}
    named = {each: size for each, size in sizes.items() if each not in stray}
    if len(infos) != len(sizes) or named != expected or not set(parts) <= set(TABLES):
        raise _damaged(name)
    if sum(sizes.values()) > MOST_BYTES:
        raise _too_large(name)
    return Backup(
        version=int(manifest["version"]),
        hash=str(manifest["hash"]),
        schema=int(manifest["schema"]),
        at=schema.moment(manifest["at"]),
        tables=parts,
    )


def _rows(archive: zipfile.ZipFile, table: str, backup: Backup) -> Iterator[list[Any]]:
    """Yield the column names, then every row; raises BrokenBackup at a fault."""
    columns: list[Column[Any]] = []
    sha256, rows = hashlib.sha256(), -1
    with archive.open(member_name(table)) as member:
        lines = io.BufferedReader(cast(io.RawIOBase, member), 2**16)
        while line := lines.readline(LONGEST_LINE):
            sha256.update(line)
            cells = json.loads(line)
            if rows < 0:
                if len(set(cells)) != len(cells):
                    raise ValueError(table)
                columns = [schema.column(table, name) for name in cells]
                yield cells
            else:
                yield [_cell(c, column) for c, column in zip(cells, columns, strict=True)]
            rows += 1
    if (rows, sha256.hexdigest()) != (backup.tables[table].rows, backup.tables[table].sha256):
        raise _damaged(member_name(table))


def _cell(cell: Any, column: Column[Any]) -> Any:
    """Return a cell as its column takes it; raises ValueError if it cannot."""
    if cell is None:
        return None
    if isinstance(column.type, Integer):
        if type(cell) is int and abs(cell) < 2**31:
            return cell
    elif isinstance(cell, str) and is_storable(cell):
        if isinstance(column.type, LargeBinary):
            return base64.b64decode(cell, validate=True)
        return cell
    raise ValueError(column.name)


def _occupied() -> AlreadyAStore:
    return AlreadyAStore(
        "already-a-store",
        message("There is a store here already; a backup is never written over one"),
        message("Name a place where there is none, or move that store away first"),
    )
