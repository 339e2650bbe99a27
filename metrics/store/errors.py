"""Describe what can go wrong with a store, each with what to do next.

Every error carries a `problem` (what is so, how to mend it) that is put into words late. Errors
of the database drivers are translated here and nowhere else; texts never show a password.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from metrics.i18n import Message, message, words
from metrics.problems import Problem
from metrics.store.publication import Publication


class StoreError(Exception):
    """Refuse what a store cannot do; `problem` has what and the mend."""

    def __init__(self, code: str, text: Message, fix: Message, place: str | None = None) -> None:
        self.problem = Problem(code, "error", text, fix, file=place or None)
        super().__init__(code)

    def __str__(self) -> str:
        _ = words("en")
        fix = f" {_.say(self.problem.fix)}." if self.problem.fix else ""
        place = f"{self.problem.file}: " if self.problem.file else ""
        return f"{place}{_.say(self.problem.message)}.{fix}"


E = TypeVar("E", bound=StoreError)


class NoSuchDraft(StoreError, LookupError):
    """Refuse a draft that does not exist, or no longer."""

    def __init__(self, draft: str) -> None:
        super().__init__(
            "no-such-draft",
            message("The draft is no longer there"),
            message("Somebody has published or deleted it; bring the file in again"),
            draft,
        )


class BrokenStore(StoreError):
    """Refuse a database that is corrupt, foreign, altered or too new."""


class StoreUnavailable(StoreError):
    """Report a sound database that is read-only, full, busy or unreachable."""


class BaseMoved(StoreError):
    """Refuse a publication prepared against a version that is not the newest."""

    def __init__(self, base: int, current: int, landed: Sequence[Publication] = ()) -> None:
        self.base = base
        self.current = current
        self.landed = tuple(landed)
        text = (
            message(
                "This was prepared against version {base}, but {who} has published version "
                "{current} since",
                base=base,
                current=current,
                who=self.landed[-1].who,
            )
            if self.landed and self.landed[-1].who
            else message(
                "This was prepared against version {base}, but version {current} is published now",
                base=base,
                current=current,
            )
        )
        super().__init__(
            "base-moved",
            text,
            message("Look at the changes again; they are worked out anew against that version"),
        )


class NothingToPublish(StoreError):
    """Refuse a publication that changes nothing; version `current` stays."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__(
            "nothing-to-publish",
            message("Nothing would change: version {current} says all of this", current=current),
            message("There is nothing to do"),
        )


class NoSuchVersion(StoreError, LookupError):
    """Refuse a version that does not exist."""

    def __init__(self, version: int, newest: int) -> None:
        super().__init__(
            "no-such-version",
            message("There is no version {version}", version=version),
            message("There are versions 1 to {newest}", newest=newest),
        )


def at_place(kind: type[E], code: str, text: Message, fix: Message) -> Callable[[str], E]:
    """Return what makes an error of one kind and text for a place."""
    return lambda place: kind(code, text, fix, place)


foreign = at_place(
    BrokenStore,
    "store-foreign",
    message("This is not a database of this dashboard; it was left as it is"),
    message("Check the path or address, or name a file that does not exist yet"),
)


def corrupt(place: str, reason: str) -> BrokenStore:
    """Return the error for a damaged database."""
    return BrokenStore(
        "store-corrupt",
        message("The database is damaged ({reason}); it was left as it is", reason=reason),
        message("Put the newest backup in its place; keep the damaged file for examination"),
        place,
    )


def too_new(place: str, found: int, known: int) -> BrokenStore:
    """Return the error for a database that a newer program has written."""
    return BrokenStore(
        "store-too-new",
        message(
            "The database was written by a newer program (schema {found}, known up to {known})",
            found=found,
            known=known,
        ),
        message("Install the newer program, or name another database"),
        place,
    )


def altered(place: str, version: int) -> BrokenStore:
    """Return the error for a publication whose rows no longer match its hash."""
    return BrokenStore(
        "store-altered",
        message("Version {version} is no longer what was published", version=version),
        message("Put the newest backup in its place; versions before it can still be read"),
        place,
    )


read_only = at_place(
    StoreUnavailable,
    "store-read-only",
    message("The database cannot be written; reading goes on"),
    message("Let the server's user write the file and its folder, then try again"),
)
cannot_open = at_place(
    StoreUnavailable,
    "store-unreachable",
    message("The database cannot be opened"),
    message("Check that it exists, that it may be read, and that its server is running"),
)
_full = at_place(
    StoreUnavailable,
    "store-full",
    message("The disk is full; nothing was changed"),
    message("Free some space, then try again"),
)
_busy = at_place(
    StoreUnavailable,
    "store-busy",
    message("Somebody else is writing to the database; nothing was changed"),
    message("Try again in a moment"),
)
_disk_error = at_place(
    StoreUnavailable,
    "store-disk",
    message("The disk refused to read or write; nothing was changed"),
    message("Check the disk and its free space, then try again"),
)

_SQLITE = {
    sqlite3.SQLITE_BUSY: _busy,
    sqlite3.SQLITE_LOCKED: _busy,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_READONLY: read_only,
    sqlite3.SQLITE_PERM: read_only,
    sqlite3.SQLITE_IOERR: _disk_error,
    sqlite3.SQLITE_CANTOPEN: cannot_open,
    sqlite3.SQLITE_NOTADB: foreign,
}
_POSTGRESQL = {
    "53100": _full,
    "53200": _busy,
    "53300": _busy,
    "25006": read_only,
    "42501": read_only,
    "55P03": _busy,
    "57014": _busy,
    "40001": _busy,
    "40P01": _busy,
    "58030": _disk_error,
}


@contextmanager
def translate_errors(place: str, driver: type[Exception] = sqlite3.Error) -> Iterator[None]:
    """Translate errors of SQLAlchemy and its `driver` into StoreErrors at `place`.

    A broken constraint is a wrong call, not a fault of the database, and stays as it is.
    """
    try:
        yield
    except (sqlite3.IntegrityError, IntegrityError):
        raise
    except driver as error:
        raise _translated(error, place) from error
    except DBAPIError as error:
        raise _translated(error.orig, place) from error
    except NoConnectionLeft as error:
        raise _busy(place) from error


def _translated(error: BaseException | None, place: str) -> Exception:
    known: Callable[[str], StoreError] | None
    if isinstance(error, sqlite3.Error):
        known = _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        return known(place) if known else corrupt(place, str(error))
    state = getattr(error, "sqlstate", None)
    if known := _POSTGRESQL.get(state or ""):
        return known(place)
    if state is None or state[:2] in ("08", "28", "3D", "57"):
        return cannot_open(place)
    return corrupt(place, str(error).splitlines()[0])
