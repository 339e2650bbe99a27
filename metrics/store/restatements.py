"""Find figures that a later publication states otherwise, with what stood before.

Reads only the rows that replaced or withdrew another; a figure published once costs nothing.
The chain is not checked here: a shown version has been read, and reading checks it.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select, tuple_

from metrics.model.diff import ADDED, WITHDRAWN, Earlier, Restated
from metrics.model.observation import COLUMN_NAMES, KEY, Key, from_cells
from metrics.store import schema
from metrics.store.errors import NoSuchVersion
from metrics.store.publications import Store, find_publication, newest_version


def restatements(store: Store, version: int | None = None) -> Restated:
    """Return a version's (the newest's) figures that were published otherwise before.

    Another value, unit, qualifier or upper bound is another figure; another note is not. Computed
    once for each version. Raises NoSuchVersion.
    """

    def read() -> Restated:
        with store.database.reading() as connection:
            newest = newest_version(connection)
            wanted = newest if version is None else version
            if wanted == 0 == newest:
                return {}
            published = find_publication(connection, wanted)
            if published is None:
                raise NoSuchVersion(wanted, newest)
        return _restatements(store, wanted, published.hash)

    return store.held(("restatements", version), read)


@lru_cache(maxsize=6)
def _restatements(store: Store, version: int, published: str) -> Restated:
    """Find the restatements; `published` keeps a restored backup apart in the cache."""
    with store.database.reading() as connection:
        statements: dict[Key, list[Earlier | None]] = {}
        for row in _repeated_rows(connection, version):
            kept = from_cells(row[3:])
            withdrawn = row[2] == WITHDRAWN
            statement = None if withdrawn else Earlier(row[0], schema.moment(row[1]), kept)
            statements.setdefault(kept.key, []).append(statement)
    before = {key: _before(statement) for key, statement in statements.items()}
    return {key: earlier for key, earlier in before.items() if earlier}


def _repeated_rows(connection: Connection, version: int) -> list[Any]:
    """Return the rows of the keys ever replaced or withdrawn, in order."""
    changes, publications = schema.changes, schema.publications
    key = tuple_(*(changes.c[name] for name in KEY))
    again = changes.alias("again")
    replaced = select(*(again.c[name] for name in KEY)).where(
        again.c.version <= version, again.c.action != ADDED
    )
    query = (
        select(changes.c.version, publications.c.at, changes.c.action)
        .add_columns(*(changes.c[name] for name in COLUMN_NAMES))
        .join(publications, publications.c.version == changes.c.version)
        .where(changes.c.version <= version, key.in_(replaced))
        .order_by(changes.c.version, changes.c.position)
    )
    return [tuple(row) for row in connection.execute(query)]


def _before(statements: list[Earlier | None]) -> tuple[Earlier, ...]:
    """Return the differing figures before the last; none after a withdrawal."""
    if statements[-1] is None:
        return ()
    runs: list[Earlier] = []
    for one in statements:
        if one and not (runs and runs[-1].observation.figure == one.observation.figure):
            runs.append(one)
    return tuple(runs[:-1])
