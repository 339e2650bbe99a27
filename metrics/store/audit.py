"""Who tried what, and what came of it: appended to the store, never altered, read by editors.

Holds names and addresses only; never a passcode, never a figure.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from metrics.auth import Attempt, Editor, operating_system_user, require
from metrics.model.act import Act
from metrics.store import schema
from metrics.store.publications import Store
from metrics.text import storable

LONGEST = 500


def record_attempt(store: Store, attempt: Attempt) -> None:
    """Keep an attempt to sign in; hand `partial(record_attempt, store)` to `open_door`."""
    with store.database.writing() as connection:
        note(
            connection,
            attempt.event,
            attempt.outcome,
            who=attempt.who,
            how=attempt.how,
            source=attempt.source,
        )


def note(
    connection: Connection,
    event: str,
    outcome: str,
    *,
    who: str = "",
    how: str = "",
    source: str = "",
    detail: str = "",
) -> None:
    """Append a line in the caller's transaction; texts are cut to LONGEST characters."""
    said = {"who": who, "how": how, "source": source, "detail": detail}
    cut = {name: storable(text)[:LONGEST] for name, text in said.items()}
    connection.execute(
        insert(schema.audit).values(at=schema.now(), event=event, outcome=outcome, **cut)
    )


def note_act(connection: Connection, event: str, editor: Editor, detail: str) -> None:
    """Append what an editor has done, in the caller's transaction.

    An act from the command line comes with the account that ran it.
    """
    source = operating_system_user() if editor.how == "local" else ""
    note(connection, event, "done", who=editor.name, how=editor.how, source=source, detail=detail)


def read_audit(store: Store, *, editor: Editor, limit: int = 200) -> list[Act]:
    """Return the newest lines, the newest first; raises NotAllowed."""
    require(editor)
    table = schema.audit
    query = select(table).order_by(table.c.number.desc()).limit(limit)
    with store.database.reading() as connection:
        lines = [dict(row._mapping) for row in connection.execute(query)]
    return [Act(**{**line, "at": schema.moment(line["at"])}) for line in lines]
