"""Other names of metrics that an editor has confirmed, so that next year's match exactly.

Confirming appends; confirming another metric for the same name supersedes the earlier choice,
and a withdrawn alias is a further line. The catalogue's own aliases stay in its file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from metrics.auth import Editor, require
from metrics.model.catalogue import fold
from metrics.store import schema
from metrics.store.publications import Store
from metrics.store.texts import storable


@dataclass(frozen=True)
class Alias:
    """`alias` means the metric of this name, in this category and sub-category."""

    alias: str
    metric: str
    category: str = ""
    subcategory: str = ""


def confirm_aliases(store: Store, aliases: Sequence[Alias], *, editor: Editor) -> None:
    """Keep confirmed choices; raises NotAllowed."""
    require(editor)
    with store.database.writing() as connection:
        require(editor)
        write_aliases(connection, aliases, editor)


def withdraw_alias(store: Store, alias: str, *, editor: Editor) -> None:
    """Make an alias mean nothing from now on; raises NotAllowed."""
    require(editor)
    with store.database.writing() as connection:
        require(editor)
        write_aliases(connection, [Alias(alias, "")], editor, withdrawn=True)


def confirmed_aliases(store: Store) -> dict[str, Alias]:
    """Return the aliases in force, by their folded names (see `metrics.model.catalogue.fold`)."""
    table = schema.aliases
    found: dict[str, Alias] = {}
    with store.database.reading() as connection:
        for row in connection.execute(select(table).order_by(table.c.number)):
            found.pop(row.folded, None)
            if not row.withdrawn:
                found[row.folded] = Alias(row.alias, row.metric, row.category, row.subcategory)
    return found


def write_aliases(
    connection: Connection, aliases: Sequence[Alias], editor: Editor, *, withdrawn: bool = False
) -> None:
    """Write aliases in the caller's transaction."""
    at = schema.now()
    rows = [
        {
            "alias": storable(choice.alias),
            "folded": fold(storable(choice.alias)),
            "category": storable(choice.category),
            "subcategory": storable(choice.subcategory),
            "metric": storable(choice.metric),
            "withdrawn": int(withdrawn),
            "who": storable(editor.name),
            "at": at,
        }
        for choice in aliases
    ]
    if rows:
        connection.execute(insert(schema.aliases), rows)
