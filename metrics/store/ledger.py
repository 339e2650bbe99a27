"""Keep a ledger of what every act left in the store, so that what was altered since shows.

A line is written at the end of each transaction that changed something: of each table that only
grows, up to which row it goes and the hash of the rows since the line before; of the tables that
change, the hash of all their rows. Each line's hash covers the hash before. What stands there at
the beginning of a transaction and is in no line was written past this program, and is entered as
`outside`, for good. Signed-in sessions and wrong attempts come and go; they are in no line.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, Table, func, insert, select

from metrics.store import schema
from metrics.store.chain import GENESIS, chained_hash
from metrics.store.database import Database

NAME = schema.ledger.name
_BY = {"publications": "version", "seeds": "version", "table_cells": "file"}
GROWING = {
    name: _BY.get(name, "number")
    for name in (
        *("publications", "seeds", "audit", "editions", "evidence", "aliases", "left_out"),
        *("targets", "descriptions", "table_files", "table_cells"),
    )
}
"""The tables that only grow, by the column that counts; a publication's hash covers its rows."""
CHANGING = ("accounts", "drafts")
_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Line:
    """Hold one line: the end of each table, hashes of new rows and whole tables."""

    number: int
    at: str
    outside: bool
    ends: dict[str, int]
    grown: dict[str, str]
    whole: dict[str, str]
    hash: str


@dataclass(frozen=True)
class Tables:
    """Name the tables that fail, and the last line's number and hash."""

    altered: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    number: int = 0
    hash: str = GENESIS
    begun: str = ""


def keep(database: Database) -> None:
    """Let every transaction of a database leave its line."""
    database.at_begin = partial(enter, outside=True)
    database.at_end = enter


def enter(connection: Connection, *, outside: bool = False) -> None:
    """Write a line of what changed since the last, in the caller's transaction."""
    last = _last(connection)
    ends = _ends(connection)
    whole = {name: _hash_of(connection, select(_table(name))) for name in CHANGING}
    if last is not None and (last.ends, last.whole) == (ends, whole):
        return
    before = last.ends if last else {}
    grown = {
        name: _hash_of(connection, _between(name, before.get(name, 0), end))
        for name, end in ends.items()
        if end != before.get(name, 0)
    }
    covers = _written({"ends": ends, "grown": grown, "whole": whole})
    facts = {"at": schema.now(), "outside": int(outside), "covers": covers}
    previous = last.hash if last else GENESIS
    links = {"previous_hash": previous, "hash": chained_hash(previous, facts)}
    connection.execute(insert(schema.ledger).values(**facts, **links))


def compare(connection: Connection) -> Tables:
    """Compare every table with the ledger."""
    altered: dict[str, None] = {}
    outside: dict[str, None] = {}
    ends: dict[str, int] = {}
    previous, last, begun = GENESIS, None, ""
    for row in connection.execute(select(schema.ledger).order_by(schema.ledger.c.number)):
        line = _line(row._mapping)
        facts = {name: row._mapping[name] for name in ("at", "outside", "covers")}
        if row.previous_hash != previous or line.hash != chained_hash(previous, facts):
            altered[NAME] = None
        changed = _changed(connection, line, ends, last)
        altered |= dict.fromkeys(name for name, sound in changed if not sound)
        if line.outside:
            outside |= dict.fromkeys(name for name, _sound in changed)
        ends, last, previous, begun = line.ends, line, line.hash, begun or line.at
    if last is None:
        return Tables((NAME,))
    now = _ends(connection)
    altered |= dict.fromkeys(name for name in GROWING if now[name] != ends.get(name, 0))
    for name, hashed in last.whole.items():
        if _hash_of(connection, select(_table(name))) != hashed:
            altered[name] = None
    return Tables(tuple(altered), tuple(outside), last.number, last.hash, begun)


def _changed(
    connection: Connection, line: Line, ends: dict[str, int], last: Line | None
) -> list[tuple[str, bool]]:
    """Return the tables that a line covers anew, each with whether it holds."""
    found = [
        (name, _hash_of(connection, _between(name, ends.get(name, 0), line.ends[name])) == hashed)
        for name, hashed in line.grown.items()
        if name in GROWING
    ]
    before = last.whole if last else {}
    return found + [(name, True) for name in line.whole if line.whole[name] != before.get(name)]


def _last(connection: Connection) -> Line | None:
    newest = select(schema.ledger).order_by(schema.ledger.c.number.desc()).limit(1)
    row = connection.execute(newest).first()
    return _line(row._mapping) if row else None


def _line(row: Any) -> Line:
    covers = json.loads(row["covers"])
    return Line(
        number=row["number"],
        at=row["at"],
        outside=bool(row["outside"]),
        ends=covers["ends"],
        grown=covers["grown"],
        whole=covers["whole"],
        hash=row["hash"],
    )


def _ends(connection: Connection) -> dict[str, int]:
    """Return the number of each growing table's last row, in one look."""
    looks = [
        select(func.coalesce(func.max(_table(name).c[by]), 0)).scalar_subquery().label(name)
        for name, by in GROWING.items()
    ]
    return dict(connection.execute(select(*looks)).one()._mapping)


def _between(name: str, after: int, until: int) -> Select[Any]:
    """Return the rows of a growing table after one number up to another."""
    table = _table(name)
    counted = table.c[GROWING[name]]
    return select(table).where(counted > after, counted <= until)


def _hash_of(connection: Connection, query: Select[Any]) -> str:
    table = query.get_final_froms()[0]
    assert isinstance(table, Table)
    ordered = query.order_by(*table.primary_key.columns)
    rows = connection.execute(ordered, execution_options={"yield_per": _ROWS_AT_ONCE})
    digest = hashlib.sha256()
    for piece in _pieces(rows):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(rows: Iterable[Any]) -> Iterator[bytes]:
    for row in rows:
        yield _written(list(row)).encode() + b"\n"


def _written(content: object) -> str:
    # Bytes where a text belongs, which SQLite takes, are another content: `repr` writes them.
    return json.dumps(
        content, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=repr
    )


def _table(name: str) -> Table:
    return schema.METADATA.tables[name]
