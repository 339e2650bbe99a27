"""Check everything a store keeps against what was written: publications, ledger, files, guards.

Faults are returned, each by its table; nothing is mended. What no look at the database alone can
tell: whether somebody who may write it wrote rows and hashes anew together, or cut off everything
after a moment. A backup from elsewhere tells that.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from metrics.i18n import message
from metrics.store import ledger, schema
from metrics.store.errors import BrokenStore, StoreError
from metrics.store.publications import Store, newest_version, sound_until

_OUTSIDE, _GUARD = "kept-outside", "guard-gone"
NAMES = {
    "accounts": message("accounts"),
    "aliases": message("confirmed names"),
    "audit": message("audit log"),
    "descriptions": message("descriptions of metrics"),
    "drafts": message("drafts"),
    "editions": message("texts of reports"),
    "evidence": message("places of figures"),
    "ledger": message("ledger"),
    "left_out": message("figures left out"),
    "publications": message("publications"),
    "seeds": message("figures of the beginning"),
    "table_cells": message("cells of tables"),
    "table_files": message("uploaded tables"),
    "targets": message("goals"),
}


@dataclass(frozen=True)
class Verification:
    """Hold the result of checking: the newest version, the last sound one, the faults.

    `line` and `line_hash` are the ledger's last; `since` is when the ledger begins.
    """

    newest: int
    intact_until: int
    faults: tuple[StoreError, ...] = ()
    line: int = 0
    line_hash: str = ""
    since: str = ""

    @property
    def ok(self) -> bool:
        """Return whether everything is what was written."""
        return not self.faults

    @property
    def fault(self) -> StoreError | None:
        """Return the first fault, None without any."""
        return self.faults[0] if self.faults else None

    @property
    def loss(self) -> StoreError | None:
        """Return the first fault by which something written is lost."""
        lost = (each for each in self.faults if each.problem.code not in (_OUTSIDE, _GUARD))
        return next(lost, None)


def verify(store: Store) -> Verification:
    """Check everything anew: publications, ledger, drafts' files, guards.

    A fault is returned, not raised.
    """
    with store.database.reading() as connection:
        return verify_all(connection, store.database.place)


def verify_all(connection: Connection, place: str) -> Verification:
    """Check everything as `verify` does, in the caller's transaction."""
    newest = newest_version(connection)
    intact, fault = sound_until(connection, newest, place)
    kept = ledger.compare(connection)
    faults = [fault] if fault else []
    faults += [_altered(table, place) for table in kept.altered]
    faults += [_from_outside(table, place) for table in kept.outside]
    faults += [_damaged_draft(name, place) for name in _damaged_drafts(connection)]
    faults += [_no_guard(name, place) for name in _missing_guards(connection)]
    return Verification(newest, intact, tuple(faults), kept.number, kept.hash, kept.begun)


def _damaged_drafts(connection: Connection) -> Iterator[str]:
    """Yield the names of drafts whose file is not the one that was brought in."""
    drafts, files = schema.drafts, schema.draft_files
    for draft in connection.execute(select(drafts.c.id, drafts.c.name, drafts.c.sha256)).all():
        payload = connection.scalar(select(files.c.payload).where(files.c.draft == draft.id))
        if payload is None or hashlib.sha256(bytes(payload)).hexdigest() != draft.sha256:
            yield draft.name


def _missing_guards(connection: Connection) -> Iterator[str]:
    """Yield the names of triggers and functions that are gone or changed."""
    dialect = connection.dialect.name
    if dialect == "sqlite":
        found = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        )
        standing = {name: " ".join(sql.split()) for name, sql in found}
        for statement in schema.guards(dialect):
            name = statement.split()[2]
            if standing.get(name) != " ".join(statement.split()):
                yield name
        return
    here = "current_schema()::regnamespace"
    on = text(
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        f"WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = {here}"
    )
    bodies = text(
        "SELECT proname, prosrc FROM pg_proc "
        f"WHERE proname LIKE 'metrics\\_%' AND pronamespace = {here}"
    )
    triggers = set(connection.scalars(on))
    functions = {name: " ".join(body.split()) for name, body in connection.execute(bodies)}
    for statement in schema.guards(dialect):
        kind, name = statement.split()[1:3]
        body = " ".join(statement.partition("$$")[2].removesuffix("$$").split())
        name = name.removesuffix("()")
        if (functions.get(name) != body) if kind == "FUNCTION" else (name not in triggers):
            yield name


BLIND = message(
    "Whoever may write the database could write rows and hashes anew together, or cut off "
    "everything after a moment; only a copy kept elsewhere shows that: verify --against BACKUP"
)
REMEDY = message("Find out who did it; put the newest backup that verifies in its place")


def _altered(table: str, place: str) -> StoreError:
    text = message("What was written is no longer there: {what}", what=NAMES[table])
    return BrokenStore("kept-altered", text, REMEDY, place)


def _from_outside(table: str, place: str) -> StoreError:
    text = message("Something other than this program has written: {what}", what=NAMES[table])
    return BrokenStore(_OUTSIDE, text, REMEDY, place)


def _damaged_draft(name: str, place: str) -> StoreError:
    text = message("The file of the draft “{name}” is not the one that was brought in", name=name)
    return BrokenStore("draft-damaged", text, message("Delete the draft; bring it in anew"), place)


def _no_guard(name: str, place: str) -> StoreError:
    text = message("The database no longer refuses to alter what is kept ({name})", name=name)
    fix = message("Make a backup and restore it to a new place; find out who took it away")
    return BrokenStore(_GUARD, text, fix, place)
