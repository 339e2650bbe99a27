"""Append who tried what with what result to the audit log, and read it for editors.

Holds names and addresses only; never a passcode, never a figure.
"""

from dataclasses import asdict

from sqlalchemy import Connection, insert, select

from metrics.auth import Attempt, Editor, operating_system_user, require
from metrics.model.act import Act
from metrics.store import schema
from metrics.store.publications import Store
from metrics.text import storable

LONGEST = 500


def record_attempt(store: Store, attempt: Attempt) -> None:
    """Keep an attempt to sign in; for `open_sign_in`, with the store bound."""
    with store.database.writing() as connection:
        note(connection, **asdict(attempt))


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
    texts = {"who": who, "how": how, "source": source, "detail": detail}
    cut = {name: storable(text)[:LONGEST] for name, text in texts.items()}
    connection.execute(
        insert(schema.audit).values(at=schema.now(), event=event, outcome=outcome, **cut)
    )


def note_act(connection: Connection, event: str, editor: Editor, detail: str) -> None:
    """Append an editor's act in the caller's transaction.

    An act from the command line is kept with the account that ran it.
    """
    source = operating_system_user() if editor.how == "local" else ""
    note(connection, event, "done", who=editor.name, how=editor.how, source=source, detail=detail)


def read_audit(store: Store, *, editor: Editor, limit: int = 200) -> list[Act]:
    """Return the latest lines, the newest first; raises NotAllowed."""
    require(editor, "administrator")
    table = schema.audit
    query = select(table).order_by(table.c.number.desc()).limit(limit)
    with store.database.reading() as connection:
        lines = [dict(row._mapping) for row in connection.execute(query)]
    return [Act(**{**line, "at": schema.moment(line["at"])}) for line in lines]
