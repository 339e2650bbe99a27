"""Read the publications of a store and their sum: the figures as of any version.

What is current is the fold of all publications, in the order of their numbers and never of the
clock. A key keeps its place from its first appearance on, so going back to a version gives its
very table. Reading checks every publication against its hash. Nothing here writes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, func, select

from metrics.auth import Editor, NotAllowed, Role, require
from metrics.model.act import ActEvent
from metrics.model.diff import ADDED, CHANGED, WITHDRAWN, Changes, all_changes
from metrics.model.observation import COLUMN_NAMES, Key, Observation, from_cells
from metrics.model.target import CELLS
from metrics.store import schema
from metrics.store.account_sessions import require_open_session
from metrics.store.audit_lines import note_refused_act
from metrics.store.chain import GENESIS, chained_hash, content_hash
from metrics.store.database import Database
from metrics.store.errors import NoSuchVersion, StoreError, StoreUnavailable, altered
from metrics.store.publication import INIT, PUBLISH, RESTORE, Publication

R = TypeVar("R")
State = dict[Key, Observation | None]
"""Every key that was ever published, in order of first appearance; None once withdrawn."""

_NOT_HASHED = ("previous_hash", "hash")
_ROWS = [schema.changes.c.version, schema.changes.c.action] + [
    schema.changes.c[name] for name in COLUMN_NAMES
]


@dataclass(frozen=True)
class _Folded:
    version: int
    hash: str
    state: State
    rows: tuple[Observation, ...]


class Store:
    """Hold an open store: what is published, and its database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._folded = _Folded(0, GENESIS, {}, ())
        self._read_last: dict[object, Any] = {}

    def held(self, what: object, read: Callable[[], R]) -> R:
        """Read something; while a database server does not answer, return it as read last.

        A file that is gone is no such server. Raises StoreUnavailable for what was never read.
        """
        try:
            found = self._read_last[what] = read()
        except StoreUnavailable:
            if self.database.path is not None or what not in self._read_last:
                raise
            found = self._read_last[what]
        return found

    @contextmanager
    def acting(self, editor: Editor, role: Role, act: ActEvent) -> Iterator[Connection]:
        """Yield the writing connection to an editor, checked again under the lock.

        An account must still be there, in its role, its session open. Raises NotAllowed, and
        keeps in the audit log that the `act` was refused.
        """
        self.require(editor, role, act)
        with self._recording_refusals(editor, act), self.database.writing() as connection:
            require(editor, role)
            require_open_session(connection, editor)
            yield connection

    @contextmanager
    def looking(self, editor: Editor, role: Role) -> Iterator[Connection]:
        """Yield a reading connection to an editor, whose session is open in the role.

        Raises NotAllowed.
        """
        require(editor, role)
        with self.database.reading() as connection:
            require_open_session(connection, editor)
            yield connection

    def require(self, editor: Editor, role: Role, act: ActEvent) -> None:
        """Refuse an act before it is prepared, as `acting` does."""
        with self._recording_refusals(editor, act):
            require(editor, role)

    @contextmanager
    def _recording_refusals(self, editor: Editor, act: ActEvent) -> Iterator[None]:
        try:
            yield
        except NotAllowed as refused:
            with suppress(StoreError), self.database.writing() as connection:
                note_refused_act(connection, act, editor, refused)
            raise  # the refusal stands, recorded or not

    def version(self) -> int:
        """Return the newest version; one indexed read, cheap enough for every page run."""
        with self.database.reading() as connection:
            return newest_version(connection)

    def current(self, version: int | None = None) -> tuple[Observation, ...]:
        """Return what is published, now or as of a version.

        Raises NoSuchVersion, or BrokenStore when a publication was altered.
        """
        return self.current_with_version(version)[1]

    def current_with_version(
        self, version: int | None = None
    ) -> tuple[int, tuple[Observation, ...]]:
        """Return a version (the newest) and its rows, read together."""
        with self.database.reading() as connection:
            newest = newest_version(connection)
            wanted = newest if version is None else version
            if not 0 <= wanted <= newest or (wanted == 0 and newest > 0):
                raise NoSuchVersion(wanted, newest)
            folded = self._fold(connection, wanted)
        if folded.version >= self._folded.version or wanted == newest:
            self._folded = folded
        return wanted, folded.rows

    def forget(self) -> None:
        """Drop the cached rows."""
        self._folded = _Folded(0, GENESIS, {}, ())

    def history(self) -> list[Publication]:
        """Return all publications, the newest first."""
        query = select(schema.publications).order_by(schema.publications.c.version.desc())
        place = self.database.place

        def read() -> list[Publication]:
            with self.database.reading() as connection:
                nameless = made_by_machine(connection)
                return [_publication(row, place, nameless) for row in connection.execute(query)]

        return self.held("history", read)

    def publication(self, version: int) -> Publication:
        """Return one publication; raises NoSuchVersion."""

        def read() -> Publication:
            with self.database.reading() as connection:
                publication = find_publication(connection, version, self.database.place)
                if publication is None:
                    raise NoSuchVersion(version, newest_version(connection))
                return publication

        return self.held(("publication", version), read)

    def _fold(self, connection: Connection, until: int) -> _Folded:
        start = self._folded
        if start.version > until or not _same_past(connection, start):
            start = _Folded(0, GENESIS, {}, ())
        if start.version == until:
            return start
        state = dict(start.state)
        previous = start.hash
        for facts, rows, goals in _read(connection, start.version, until):
            sealed = [*rows, *goals]
            previous = _checked_hash(facts, sealed, previous, self.database.place)
            _apply(state, rows)
        return _Folded(
            until, previous, state, tuple(row for row in state.values() if row is not None)
        )


def landed_since(connection: Connection, base: int) -> list[Publication]:
    """Return the publications after version `base`: the last 20, oldest first."""
    numbers = range(base + 1, newest_version(connection) + 1)
    publications = (find_publication(connection, number) for number in numbers[-20:])
    return [publication for publication in publications if publication]


def newest_version(connection: Connection) -> int:
    """Return the newest version, 0 in a store without any."""
    newest = connection.scalar(select(func.max(schema.publications.c.version)))
    return 0 if newest is None else int(newest)


def find_publication(connection: Connection, version: int, place: str = "") -> Publication | None:
    """Return one publication, or None; raises BrokenStore when it was altered."""
    table = schema.publications
    row = connection.execute(select(table).where(table.c.version == version)).first()
    if row is None:
        return None
    nameless = made_by_machine(connection) if row.how == "local" and row.who else frozenset()
    return _publication(row, place, nameless)


def made_by_machine(connection: Connection) -> frozenset[int]:
    """Return the versions that carry the name of a machine's account.

    Earlier programs wrote it. The audit log tells such a name from one that a person gave on the
    command line.
    """
    table, first = schema.audit, schema.publications
    query = select(table.c.detail).where(
        table.c.event.in_((PUBLISH, RESTORE)),
        table.c.outcome == "done",
        table.c.how == "local",
        table.c.who == table.c.source,
    )
    numbers = (detail.removeprefix("version ") for detail in connection.scalars(query))
    begun = connection.scalars(select(first.c.version).where(first.c.kind == INIT))
    return frozenset([*begun, *(int(number) for number in numbers if number.isdecimal())])


def changes_between(store: Store, earlier: int, later: int) -> Changes:
    """Return the changes from one version to another; version 0 is empty."""
    return all_changes(*(store.current(version) if version else () for version in (earlier, later)))


def changes_of(store: Store, version: int) -> Changes:
    """Return what one publication changed; raises NoSuchVersion."""
    store.publication(version)
    return changes_between(store, version - 1, version)


def sound_until(connection: Connection, newest: int, place: str) -> tuple[int, StoreError | None]:
    """Return the last sound version before any fault, and the first fault."""
    state: State = {}
    previous, intact = GENESIS, 0
    try:
        for facts, rows, goals in _read(connection, 0, newest):
            previous = _checked_hash(facts, [*rows, *goals], previous, place)
            if facts["version"] != intact + 1 or not _counts_hold(state, facts, rows):
                raise altered(place, intact + 1)
            _apply(state, rows)
            intact += 1
        later = (
            connection.scalar(select(func.count()).where(table.c.version > newest))
            for table in (schema.changes, schema.target_changes)
        )
        if intact != newest or any(later):
            raise altered(place, intact + 1)
    except StoreError as fault:
        return intact, fault
    return intact, None


def hashed_facts(publication: dict[str, Any]) -> dict[str, Any]:
    """Return the facts that a publication's hash covers besides its rows."""
    return {name: fact for name, fact in publication.items() if name not in _NOT_HASHED}


def _read(
    connection: Connection, after: int, until: int
) -> Iterator[tuple[dict[str, Any], list[tuple[Any, ...]], list[tuple[Any, ...]]]]:
    """Yield each publication after one version up to another, with its rows and goals."""
    table = schema.publications
    wanted = select(table).where(table.c.version > after, table.c.version <= until)
    stored = (
        select(*_ROWS)
        .where(schema.changes.c.version > after, schema.changes.c.version <= until)
        .order_by(schema.changes.c.version, schema.changes.c.position)
    )
    publications = connection.execute(wanted.order_by(table.c.version)).all()
    goals = _goals_by_version(connection, after, until)
    by_version = groupby(connection.execute(stored), key=itemgetter(0))
    version, rows = next(by_version, (None, iter(())))
    for publication in publications:
        own: list[tuple[Any, ...]] = []
        if version == publication.version:
            own = [tuple(row[1:]) for row in rows]
            version, rows = next(by_version, (None, iter(())))
        yield dict(publication._mapping), own, goals.get(publication.version, [])


def _goals_by_version(
    connection: Connection, after: int, until: int
) -> dict[int, list[tuple[Any, ...]]]:
    """Return the stored goals of publications by version; few, so all at once."""
    table = schema.target_changes
    query = (
        select(table.c.version, table.c.action, *(table.c[name] for name in CELLS))
        .where(table.c.version > after, table.c.version <= until)
        .order_by(table.c.version, table.c.position)
    )
    found: dict[int, list[tuple[Any, ...]]] = {}
    for version, *cells in connection.execute(query):
        found.setdefault(version, []).append(tuple(cells))
    return found


def _checked_hash(
    facts: dict[str, Any], rows: Iterable[tuple[Any, ...]], previous: str, place: str
) -> str:
    """Return the publication's hash; raises BrokenStore when it does not match."""
    try:
        sound = facts["previous_hash"] == previous and facts["content_sha256"] == content_hash(rows)
    except (TypeError, ValueError):  # a cell is of a kind that was never written
        sound = False
    if not (sound and _is_itself(facts)):
        raise altered(place, facts["version"])
    return str(facts["hash"])


def _is_itself(facts: dict[str, Any]) -> bool:
    """Return whether a publication's hash still covers its facts."""
    try:
        return bool(facts["hash"] == chained_hash(facts["previous_hash"], hashed_facts(facts)))
    except (TypeError, ValueError):
        return False


def _apply(state: State, rows: Iterable[tuple[Any, ...]]) -> None:
    for stored in rows:
        row = from_cells(stored[1:])
        state[row.key] = None if stored[0] == WITHDRAWN else row


def _counts_hold(state: State, facts: dict[str, Any], rows: list[tuple[Any, ...]]) -> bool:
    counts = dict.fromkeys((ADDED, CHANGED, WITHDRAWN), 0)
    for stored in rows:
        is_there = state.get(from_cells(stored[1:]).key) is not None
        if stored[0] not in counts or is_there == (stored[0] == ADDED):
            return False
        counts[stored[0]] += 1
    return all(facts[action] == count for action, count in counts.items())


def _same_past(connection: Connection, folded: _Folded) -> bool:
    """Return whether the database still holds the folded past (no other backup)."""
    if folded.version == 0:
        return True
    publication = find_publication(connection, folded.version)
    return publication is not None and publication.hash == folded.hash


def _publication(row: Row[Any], place: str, nameless: Collection[int]) -> Publication:
    stored = dict(row._mapping)
    if not _is_itself(stored):
        raise altered(place, stored["version"])
    facts = {name: stored[name] for name in Publication.__dataclass_fields__}
    if facts["version"] in nameless:
        facts["who"] = ""
    facts["at"] = schema.moment(facts["at"])
    facts["replaced_years"] = tuple(int(year) for year in facts["replaced_years"].split())
    return Publication(**facts)
