"""Open one database, SQLite or PostgreSQL: whole reads, one writer, clear errors.

Reads see one state from their first to their last statement. Writes take the lock before they
read, so what they decide on cannot move under them. Holds no figures and knows no table.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool

from metrics.store.errors import (
    StoreError,
    StoreUnavailable,
    cannot_open,
    read_only,
    translate_errors,
)

BUSY_SECONDS = 20
CONNECT_SECONDS = 4
SILENT_SECONDS = 10.0
"""How long nobody else asks a server that has not answered, so that its readers do not wait."""
WRITER_LOCK = 0x6D657472  # the advisory lock that writers of a PostgreSQL store hold

_UNREACHABLE = "store-unreachable"
_GAVE_UP = ("NoAnswer", "ConnectionTimeout")
"""The driver's errors after which a server is called silent; it is loaded for PostgreSQL alone."""

POSTGRESQL_NAMES = ("postgresql", "postgres", "postgresql+psycopg")
SQLITE_NAMES = ("sqlite", "sqlite+pysqlite")


@dataclass
class Database:
    """Read and, if the disk allows, write a database; safe between threads."""

    engine: Engine
    place: str
    """How messages name it: the file's name, or the address without its password."""
    path: Path | None = None
    at_begin: Callable[[Connection], object] | None = field(default=None, repr=False)
    at_end: Callable[[Connection], object] | None = field(default=None, repr=False)
    """What every transaction that writes does first, and last."""
    failing: bool = False
    """Whether the last look found no database."""
    _silent_until: float = field(default=0.0, repr=False)
    _identity: tuple[int, ...] | None = field(default=None, repr=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection whose statements all see the same state."""
        self._follow_the_file()
        with self._asking(), self._translate_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield the one writing connection; commits all at the end, or nothing."""
        self._follow_the_file()
        try:
            with self._asking(), self._translate_errors(), self.engine.connect() as connection:
                writer = connection.execution_options(metrics_writes=True)
                with writer.begin():
                    if self.at_begin:
                        self.at_begin(writer)
                    yield writer
                    if self.at_end:
                        self.at_end(writer)
        except StoreUnavailable as error:
            if error.problem.code == "store-read-only":
                self.engine.dispose()  # the next connection tries the disk afresh
            raise

    def why_read_only(self) -> StoreError | None:
        """Return the problem that keeps the database read-only, or None."""
        if self.path is not None:
            may_write = all(os.access(each, os.W_OK) for each in (self.path, self.path.parent))
            return None if may_write else read_only(self.place)
        try:
            with self.reading() as connection:
                follows = connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar()
        except StoreError as error:
            return error
        return read_only(self.place) if follows else None

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Refuse at once while a server is silent; then one asks it again."""
        now = time.monotonic()
        if now < self._silent_until:
            raise cannot_open(self.place)
        if self._silent_until:
            self._silent_until = now + SILENT_SECONDS
        failing, silent = False, False
        try:
            yield
        except StoreUnavailable as error:
            failing = error.problem.code == _UNREACHABLE
            silent = type(getattr(error.__cause__, "orig", None)).__name__ in _GAVE_UP
            raise
        finally:
            self.failing = failing
            self._silent_until = time.monotonic() + SILENT_SECONDS if silent else 0.0

    def _translate_errors(self) -> AbstractContextManager[None]:
        return translate_errors(self.place, self.engine.dialect.loaded_dbapi.Error)

    def _follow_the_file(self) -> None:
        """Drop connections to a replaced file, as after a restored backup."""
        if self.path is None:
            return
        identity = _identity(self.path)
        if self._identity not in (None, identity):
            self.engine.dispose()
        self._identity = identity


def connect(target: str | Path) -> Database:
    """Return the database of a path or URL; nothing is opened yet.

    Raises ValueError, naming what is accepted, for another kind of URL.
    """
    text = str(target)
    if "://" not in text:
        return _sqlite(Path(text))
    url = make_url(text)
    if url.drivername in SQLITE_NAMES and url.database:
        return _sqlite(Path(url.database))
    if url.drivername in POSTGRESQL_NAMES:
        return _postgresql(url.set(drivername="postgresql+psycopg"))
    raise ValueError(
        f"no store at {url.render_as_string(hide_password=True)}: "
        "a store is a file, sqlite:///FILE or postgresql://HOST/DATABASE"
    )


def _sqlite(path: Path) -> Database:
    engine = create_engine("sqlite://", creator=lambda: _open_file(path), poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("metrics_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return Database(engine, path.name, path)


def _open_file(path: Path) -> sqlite3.Connection:
    """Open an existing file, for reading only where writing is impossible."""
    if not path.exists():  # SQLite would begin an empty one, and hide that figures are gone
        raise cannot_open(path.name)
    try:
        return _prepared(sqlite3.connect(path, **_HOW))
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        unwritable = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if code not in unwritable or not path.is_file() or _has_log(path):
            raise
    # A read-only folder has no room for SQLite's side files; as nothing is waiting in a log and
    # nobody here can write, the file may be read as it stands.
    return _prepared(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, **_HOW))


_HOW: dict[str, Any] = {
    "isolation_level": None,  # transactions begin where this module says, not where sqlite3 thinks
    "check_same_thread": False,
    "timeout": BUSY_SECONDS,
}


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def write_many(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Append rows to a table by its database's fastest way, one in memory at a time."""
    names = ", ".join(columns)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join("?" * len(columns))
    driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


def begin_file(database: Database) -> None:
    """Make the empty file of a new SQLite database; raises StoreUnavailable."""
    if database.path is not None:
        try:
            database.path.touch()
        except OSError as error:
            raise read_only(database.place) from error


def prefer_write_ahead_log(database: Database) -> None:
    """Let readers go on during a write, where the file system can."""
    if database.path is None:
        return
    with translate_errors(database.place), database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        try:
            driver.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
                raise


def _postgresql(url: URL) -> Database:
    from metrics.store.patience import Patient, be_patient, be_wary

    engine = create_engine(
        url,
        pool_pre_ping=True,  # a restarted server costs a reconnection, not an error page
        pool_timeout=BUSY_SECONDS,
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )
    event.listen(engine, "do_connect", lambda _dialect, _it, at, how: Patient.connect(*at, **how))
    event.listen(engine, "checkin", be_wary)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("metrics_writes"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
            be_patient(connection)
            connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            be_patient(connection)

    return Database(engine, url.render_as_string(hide_password=True))


def _identity(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    if os.access(path.parent, os.W_OK):
        return (status.st_dev, status.st_ino)
    # Read as it stands, without SQLite's own watch for changes: any change means a new look.
    return (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size)


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
