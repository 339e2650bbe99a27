"""Keep the goals that reports set, and those that editors type or upload.

The goals of a report are appended with their places in its text; those of a year's newest report
count. What editors publish besides is added, changed or withdrawn by a publication, whose hash
covers it, and stands over both report and folder. Nothing here says whether a goal was met.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, insert, select

from metrics.model.diff import WITHDRAWN
from metrics.model.observation import exact_decimal
from metrics.model.target import CELLS, Target
from metrics.model.target_changes import TargetChanges
from metrics.numbers import plain
from metrics.store import schema
from metrics.store.database import write_many
from metrics.store.publications import Store
from metrics.text import storable

_TEXTS = (
    "region", "metric", "unit", "qualifier", "printed", "direction", "kind", "scope", "category",
    "subcategory", "section",
)  # fmt: skip
_COLUMNS = ("version", "position", "action", *CELLS)
_NO_DEADLINE = 0


def write_targets(
    connection: Connection,
    targets: Sequence[tuple[Target, int, int]],
    facts: Mapping[str, Any],
) -> None:
    """Write goals with their places; `facts` are the edition, who and when."""
    rows = [
        {
            **{name: storable(getattr(target, name)) for name in _TEXTS},
            **facts,
            "year": target.year or _NO_DEADLINE,
            "value": plain(target.value),
            "upper": None if target.upper is None else plain(target.upper),
            "start_offset": start,
            "end_offset": end,
        }
        for target, start, end in targets
    ]
    if rows:
        connection.execute(insert(schema.targets), rows)


def write_changes(connection: Connection, version: int, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write the goals of a publication before it seals them."""
    if rows:
        numbered = ((version, position, *row) for position, row in enumerate(rows, start=1))
        write_many(connection, schema.target_changes.name, _COLUMNS, numbered)


def change_cells(changes: TargetChanges) -> list[tuple[Any, ...]]:
    """Return the rows of changed goals as the store keeps and hashes them."""
    return [
        (
            action,
            *(_plain(goal, name) for name in CELLS),
        )
        for action, goal in changes.steps()
    ]


def _plain(goal: Target, name: str) -> Any:
    value = getattr(goal, name)
    if isinstance(value, Decimal):
        return plain(value)
    if name == "year":
        return value or _NO_DEADLINE
    return storable(value) if isinstance(value, str) else value


def published_targets(
    store: Store, known: Sequence[Target], version: int | None = None
) -> list[Target]:
    """Return the goals as of a version: the folder's, those of reports, of editors.

    `known` are the folder's. Of one goal the folder's comes before the report's, and what an
    editor published before both.
    """
    found = {goal.key: goal for goal in known}
    listed = {(goal.stated_in, goal.year, goal.region, goal.metric) for goal in known}
    for goal in targets_of(store, version):
        if (goal.stated_in, goal.year, goal.region, goal.metric) not in listed:
            found.setdefault(goal.key, goal)
    table = schema.target_changes
    query = select(table).order_by(table.c.version, table.c.position)
    if version is not None:
        query = query.where(table.c.version <= version)
    with store.database.reading() as connection:
        for row in connection.execute(query):
            goal = _target(dict(row._mapping))
            if row.action == WITHDRAWN:
                found.pop(goal.key, None)
            else:
                found[goal.key] = goal
    return list(found.values())


def targets_of(store: Store, version: int | None = None) -> list[Target]:
    """Return the goals of each year's newest report, in the order of its text.

    Of reports that came with a publication, only of those up to a version.
    """
    table, kept, places = schema.targets, schema.editions, schema.evidence
    brought = (
        select(places.c.edition)
        .group_by(places.c.edition)
        .having(func.min(places.c.version) > (version or 0))
    )
    newest = select(func.max(kept.c.number)).group_by(kept.c.year)
    if version is not None:
        newest = newest.where(kept.c.number.not_in(brought))
    query = (
        select(table, kept.c.year.label("stated_in"))
        .join(kept, kept.c.number == table.c.edition)
        .where(table.c.edition.in_(newest))
        .order_by(kept.c.year, table.c.start_offset)
    )
    with store.database.reading() as connection:
        return [_target(dict(row._mapping)) for row in connection.execute(query)]


def placed_targets(store: Store, edition: int) -> list[tuple[Target, int, int]]:
    """Return the goals that an edition sets, each with its place in the text."""
    table, kept = schema.targets, schema.editions
    query = (
        select(table, kept.c.year.label("stated_in"))
        .join(kept, kept.c.number == table.c.edition)
        .where(table.c.edition == edition)
        .order_by(table.c.start_offset)
    )
    with store.database.reading() as connection:
        rows = [dict(row._mapping) for row in connection.execute(query)]
    return [(_target(row), row["start_offset"], row["end_offset"]) for row in rows]


def _target(row: Mapping[str, Any]) -> Target:
    return Target(
        **{name: row[name] for name in _TEXTS},
        year=row["year"] or None,
        value=Decimal(row["value"]),
        upper=exact_decimal(row["upper"]) if row["upper"] else None,
        stated_in=row["stated_in"],
    )
