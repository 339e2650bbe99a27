"""Keep the goals that reports set, with their places in the texts that are kept.

Like places of figures they are appended with a report and never altered; those of a year's newest
report count. Nothing here says whether a goal was met.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, insert, select

from metrics.model.observation import exact_decimal
from metrics.model.target import Target
from metrics.numbers import plain
from metrics.store import schema
from metrics.store.publications import Store
from metrics.text import storable

_TEXTS = (
    "region", "metric", "unit", "qualifier", "printed", "direction", "kind", "scope", "category",
    "subcategory", "section",
)  # fmt: skip
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


def targets_of(store: Store) -> list[Target]:
    """Return the goals of each year's newest report, in the order of its text."""
    table, kept = schema.targets, schema.editions
    newest = select(func.max(kept.c.number)).group_by(kept.c.year)
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
