"""Keep other names of metrics that editors confirmed, so that next year's match exactly.

Confirming appends; confirming another metric for the same name supersedes the earlier choice,
and a withdrawn alias is a further line. The catalogue's own aliases stay in its file. Refuses
to withdraw a name that is not confirmed, or that was confirmed anew since it was looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from metrics.auth import Editor
from metrics.i18n import message
from metrics.model.catalogue import fold
from metrics.store import schema
from metrics.store.audit_lines import note_act
from metrics.store.errors import StoreError
from metrics.store.publications import Store
from metrics.text import storable


@dataclass(frozen=True)
class Alias:
    """Name a metric, category and sub-category that `alias` means."""

    alias: str
    metric: str
    category: str = ""
    subcategory: str = ""


@dataclass(frozen=True)
class ConfirmedAlias:
    """Hold an alias in force: its editor and time; `number` is the confirmation's."""

    number: int
    alias: Alias
    who: str
    at: datetime


class NoSuchAlias(StoreError, LookupError):
    """Refuse a name that is not confirmed, or no longer."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            "no-such-alias",
            message("“{alias}” is not a confirmed name", alias=alias),
            message("`python -m metrics aliases` lists the names that are confirmed"),
        )


class AliasChanged(StoreError):
    """Refuse an act on a name that was confirmed anew since."""

    def __init__(self, now: ConfirmedAlias) -> None:
        super().__init__(
            "alias-changed",
            message(
                "{who} confirmed “{alias}” anew, as “{metric}”; nothing was withdrawn",
                who=now.who,
                alias=now.alias.alias,
                metric=now.alias.metric,
            ),
            message("Look at what stands there now, then decide again"),
        )


def withdraw_alias(
    store: Store, alias: str, *, editor: Editor, number: int | None = None
) -> ConfirmedAlias:
    """Withdraw an alias, and return what it was.

    `number` is the confirmation that the editor looked at. Raises NotAllowed, NoSuchAlias and
    AliasChanged.
    """
    with store.acting(editor, "approver", "withdraw-alias") as connection:
        confirmed = _in_force(connection).get(fold(storable(alias)))
        if confirmed is None:
            raise NoSuchAlias(alias)
        if number not in (None, confirmed.number):
            raise AliasChanged(confirmed)
        name = confirmed.alias.alias
        write_aliases(connection, [Alias(name, "")], editor, withdrawn=True)
        note_act(connection, "withdraw-alias", editor, f"{name} → {confirmed.alias.metric}")
        return confirmed


def list_aliases(store: Store) -> list[ConfirmedAlias]:
    """Return the aliases in force, the newest first."""
    with store.database.reading() as connection:
        in_force = _in_force(connection)
    return sorted(in_force.values(), key=lambda each: -each.number)


def confirmed_aliases(store: Store) -> dict[str, Alias]:
    """Return the aliases in force, by folded name (`metrics.model.catalogue.fold`)."""
    with store.database.reading() as connection:
        return {folded: confirmed.alias for folded, confirmed in _in_force(connection).items()}


def _in_force(connection: Connection) -> dict[str, ConfirmedAlias]:
    table = schema.aliases
    in_force: dict[str, ConfirmedAlias] = {}
    for row in connection.execute(select(table).order_by(table.c.number)):
        in_force.pop(row.folded, None)
        if not row.withdrawn:
            alias = Alias(row.alias, row.metric, row.category, row.subcategory)
            in_force[row.folded] = ConfirmedAlias(row.number, alias, row.who, schema.moment(row.at))
    return in_force


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
            "who": storable(editor.recorded_name),
            "at": at,
        }
        for choice in aliases
    ]
    if rows:
        connection.execute(insert(schema.aliases), rows)
