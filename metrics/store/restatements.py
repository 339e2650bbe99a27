"""Figures that a later publication states otherwise: what was published before, and when.

Reads only the rows that replaced or withdrew another; a figure published once costs nothing.
The chain is not checked here: whoever shows a version has read it, and reading checks it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select, tuple_

from metrics.model.diff import ADDED, WITHDRAWN, Earlier, Restated
from metrics.model.observation import COLUMN_NAMES, KEY, Observation, from_cells
from metrics.store import schema
from metrics.store.errors import NoSuchVersion
from metrics.store.publications import Key, Store, find_publication, newest_version


def restatements(store: Store, version: int | None = None) -> Restated:
    """Return the figures current in a version (the newest) that were published otherwise before.

    Another value, unit, qualifier or upper bound is another figure; another note is not. Found
    once for each version. Raises NoSuchVersion.
    """
    with store.database.reading() as connection:
        newest = newest_version(connection)
        wanted = newest if version is None else version
        if wanted == 0 == newest:
            return {}
        published = find_publication(connection, wanted)
        if published is None:
            raise NoSuchVersion(wanted, newest)
    return _restatements(store, wanted, published.hash)


@lru_cache(maxsize=6)
def _restatements(store: Store, version: int, published: str) -> Restated:
    """Find the restatements; `published` tells a restored backup from what stood there before."""
    with store.database.reading() as connection:
        stated: dict[Key, list[Earlier | None]] = {}
        for row in _repeated_rows(connection, version):
            kept = from_cells(row[3:])
            withdrawn = row[2] == WITHDRAWN
            said = None if withdrawn else Earlier(row[0], schema.moment(row[1]), kept)
            stated.setdefault(kept.key, []).append(said)
    found = {key: _before(said) for key, said in stated.items()}
    return {key: earlier for key, earlier in found.items() if earlier}


def _repeated_rows(connection: Connection, version: int) -> list[Any]:
    """Return every stored row of the keys that were ever replaced or withdrawn, in order."""
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


def _before(said: list[Earlier | None]) -> tuple[Earlier, ...]:
    """Return the different figures before the last one; none when the last was a withdrawal."""
    if said[-1] is None:
        return ()
    runs: list[Earlier] = []
    for one in said:
        if one and not (runs and _figure(runs[-1].observation) == _figure(one.observation)):
            runs.append(one)
    return tuple(runs[:-1])


def _figure(row: Observation) -> tuple[Any, ...]:
    return (row.value, row.unit, row.qualifier, row.upper)
