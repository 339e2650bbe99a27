"""Back the whole store up to one file, from which either kind of database is restored.

The file is a ZIP that needs no product to read: `manifest.json`, and of every table its rows as
JSON lines, read in one transaction while publishing goes on. Its sums and the hash chain are
checked before it gets its name. Holds how a backup is made; `metrics.store.backup_file` how one
is read, and what is refused. The folder's words (catalogue, bureau) are files of their own.
"""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, LargeBinary, Table, select

from metrics.files import PRIVATE, whole_file
from metrics.store import schema
from metrics.store.backup_file import FORM, KIND, MANIFEST, TABLES, Backup, member_name, read_backup
from metrics.store.publications import Store, find_publication
from metrics.store.verifying import verify_all

_README = """\
A backup of the metrics dashboard's store. `python -m metrics restore-backup FILE` makes a new
store of it, SQLite or PostgreSQL. manifest.json says what it holds; each file in tables/ is one
table: the first line names its columns, every further line is one row (bytes as base64).

看板数据库的备份:用 `python -m metrics restore-backup 文件` 可还原成新的数据库。
manifest.json 写明内容;tables/ 里每个文件是一张表,第一行是列名,以后每行一条记录。
"""
_ROWS_AT_ONCE = {"draft_files": 1}
"""A row is a whole file; of other tables, more rows are fetched at once."""


def make_backup(store: Store, path: Path) -> Backup:
    """Write a backup of the store at one moment, and return its contents.

    Blocks neither readers nor publishers. The file is there whole and checked, or not at all.
    Raises BrokenStore for a store that does not hold what was written, and OSError.
    """
    with whole_file(path, PRIVATE) as file:
        with store.database.reading() as connection:
            checked = verify_all(connection, store.database.place)
            if checked.loss:
                raise checked.loss
            _write(file, connection, checked.newest)
        file.seek(0)
        return read_backup(file, path.name)


def _write(file: BinaryIO, connection: Connection, version: int) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {name: _write_table(archive, name, connection) for name in TABLES}
        newest = find_publication(connection, version)
        manifest = {
            "kind": KIND,
            "form": FORM,
            "schema": schema.schema_version(connection),
            "at": schema.now(),
            "version": version,
            "hash": newest.hash if newest else "",
            "tables": parts,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        archive.writestr("README.txt", _README)


def _write_table(archive: zipfile.ZipFile, name: str, connection: Connection) -> dict[str, Any]:
    """Write the rows of a table; return their entry of the manifest."""
    table = schema.METADATA.tables[name]
    sha256, size, rows = hashlib.sha256(), 0, -1  # the first line names the columns
    with archive.open(member_name(name), "w", force_zip64=True) as member:
        for line in _lines(table, connection):
            member.write(line)
            sha256.update(line)
            size += len(line)
            rows += 1
    return {"rows": rows, "bytes": size, "sha256": sha256.hexdigest()}


def _lines(table: Table, connection: Connection) -> Iterator[bytes]:
    yield _line(list(table.columns.keys()))
    packed = [isinstance(column.type, LargeBinary) for column in table.columns]
    query = select(table).order_by(*table.primary_key.columns)
    at_once = _ROWS_AT_ONCE.get(table.name, 1000)
    for row in connection.execute(query, execution_options={"yield_per": at_once}):
        yield _line(
            [
                base64.b64encode(bytes(cell)).decode() if is_packed else cell
                for is_packed, cell in zip(packed, row, strict=True)
            ]
        )


def _line(cells: list[Any]) -> bytes:
    return (json.dumps(cells, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
