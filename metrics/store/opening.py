"""Open a store, or create it: find it, check that it is ours, migrate it.

A new store is made from the folder's `metrics.csv` in one transaction, so two servers that start
together make one. A database that is foreign, damaged or too new is refused and left as it is.
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from metrics import data_folder
from metrics.i18n import message
from metrics.store import ledger, schema
from metrics.store.database import Database, begin_file, connect, prefer_write_ahead_log
from metrics.store.errors import BrokenStore, StoreError, corrupt, foreign, read_only, too_new
from metrics.store.publications import Store
from metrics.store.seed import Seed, read_seed, write_first_publication

URL_VARIABLE = "METRICS_DATABASE_URL"
FILE_NAME = "metrics.db"
_MAGIC = b"SQLite format 3\0"


class AlreadyAStore(StoreError):
    """Refuse to make a new store where one is already."""


def open_store(target: str | Path | None = None, *, folder: Path | None = None) -> Store:
    """Open the store at a path or URL; make a new one of the folder's `metrics.csv`.

    Without a target: $METRICS_DATABASE_URL, else `metrics.db` in the folder. Raises BrokenStore,
    StoreUnavailable, BrokenData for a broken `metrics.csv`, ValueError for another kind of URL.
    """
    home = folder or data_folder()
    database = _at(target, home)
    version = _version_of(database)
    if version:
        _examine(database)
    if version < schema.LATEST:
        _bring_up_to_date(database, home, version)
    if database.path is not None:
        prefer_write_ahead_log(database)
    return _kept(database)


def is_there(target: str | Path | None = None, *, folder: Path | None = None) -> bool:
    """Return whether a target has a store; raises BrokenStore for another's database."""
    return _version_of(_at(target, folder or data_folder())) > 0


def create_store(target: str | Path | None, seed: Seed, *, folder: Path | None = None) -> Store:
    """Make a new store of the rows of `seed`; raises AlreadyAStore."""

    def fill(connection: Connection) -> None:
        schema.migrate(connection, 0)
        write_first_publication(connection, seed)

    return make_store(target, fill, folder=folder)


def make_store(
    target: str | Path | None, fill: Callable[[Connection], object], *, folder: Path | None = None
) -> Store:
    """Make a new store of what `fill` writes, whole or not at all.

    Raises AlreadyAStore where there is one, and what `fill` raises.
    """
    database = _at(target, folder or data_folder())
    if _version_of(database) == 0:
        begin_file(database)
        prefer_write_ahead_log(database)
        with database.writing() as connection:
            if _known_version(database, schema.schema_version(connection)) == 0:
                fill(connection)
                ledger.enter(connection)
                return _kept(database)
    raise AlreadyAStore(
        "already-a-store",
        message("There is a store here already; it was left as it is"),
        message("Publish the file into it, or name another place"),
        database.place,
    )


def _kept(database: Database) -> Store:
    """Return a store whose every act leaves its line in the ledger from now on."""
    ledger.keep(database)
    return Store(database)


def _at(target: str | Path | None, home: Path) -> Database:
    return connect(target or os.environ.get(URL_VARIABLE) or home / FILE_NAME)


def _version_of(database: Database) -> int:
    """Return the schema version of a database, 0 for a new one; raises BrokenStore."""
    path = database.path
    if path is not None:
        _check_file(path)
        if not path.exists():
            return 0
    try:
        with database.reading() as connection:
            return _known_version(database, schema.schema_version(connection))
    except UnicodeDecodeError as error:  # a damaged byte in the names of tables
        raise corrupt(database.place, error.reason) from None


def _known_version(database: Database, version: int | None) -> int:
    if version is None:
        raise foreign(database.place)
    if version > schema.LATEST:
        raise too_new(database.place, version, schema.LATEST)
    return version


def _check_file(path: Path) -> None:
    """Refuse a file that SQLite answers unclearly, or takes for a new database."""
    if path.is_dir():
        raise foreign(path.name)
    if path.is_file() and path.stat().st_size and not _log_of_making(path).exists():
        with path.open("rb") as file:
            header = file.read(100)
        if not header.startswith(_MAGIC):
            raise foreign(path.name)
        # SQLite takes less than one page for an empty database, and would begin a new one over it.
        if path.stat().st_size < max(int.from_bytes(header[16:18], "big"), len(header)):
            raise corrupt(path.name, "truncated")
    if not path.parent.is_dir():
        raise BrokenStore(
            "store-no-folder",
            message("There is no folder for the database"),
            message("Make the folder, or name another place"),
            path.name,
        )


def _log_of_making(path: Path) -> Path:
    """Return the rollback journal that a first start leaves when it is cut off."""
    return path.with_name(path.name + "-journal")


def _examine(database: Database) -> None:
    """Refuse a damaged file before it is used."""
    if database.path is None or not database.path.exists():
        return
    with database.reading() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        verdict = driver.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise corrupt(database.place, verdict.splitlines()[-1])


def _bring_up_to_date(database: Database, home: Path, version: int) -> None:
    if database.path is not None and database.path.exists() and database.why_read_only():
        raise read_only(database.place)
    seed = None if version else read_seed(home)
    begin_file(database)
    prefer_write_ahead_log(database)
    with database.writing() as connection:
        # Another server may have been quicker since the first look.
        current = _known_version(database, schema.schema_version(connection))
        schema.migrate(connection, current)
        if current == 0 and seed is not None:
            write_first_publication(connection, seed)
        ledger.enter(connection)
