"""Append lines to the audit log in a caller's transaction.

Holds names and addresses only; never a passcode, never a figure. Refusals are listed one by one
up to a number each hour, from one place and from all: nobody fills the log by being refused.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, select

from metrics.auth import Editor, NotAllowed, operating_system_user
from metrics.model.act import ActEvent, ActOutcome
from metrics.store import schema
from metrics.text import storable

LONGEST = 500
REFUSALS_OF_ONE, REFUSALS_OF_ALL = 20, 200
"""So many refusals are listed in an hour: of one address or name, and altogether."""

MORE_REFUSALS: ActOutcome = "more-refusals"
_HOUR = timedelta(hours=1)
_DONE = ("done", "signed-in", "signed-out", "changed")


def note(
    connection: Connection,
    event: ActEvent,
    outcome: ActOutcome,
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


def note_act(connection: Connection, event: ActEvent, editor: Editor, detail: str) -> None:
    """Append an editor's act in the caller's transaction.

    An act from the command line is kept with the account that ran it.
    """
    source = operating_system_user() if editor.how == "local" else ""
    who = editor.recorded_name
    note(connection, event, "done", who=who, how=editor.how, source=source, detail=detail)


def note_refusal(
    connection: Connection,
    event: ActEvent,
    outcome: ActOutcome,
    *,
    who: str,
    how: str,
    source: str = "",
) -> None:
    """Append a refusal, while there are few of them; then once that there are more."""
    table = schema.audit
    since = schema.written(datetime.now(UTC) - _HOUR)
    recent = (
        select(table.c.who, table.c.source, table.c.outcome)
        .where(table.c.at >= since, table.c.outcome.not_in(_DONE))
        .order_by(table.c.number.desc())
        .limit(REFUSALS_OF_ALL + 1)
    )
    lines = connection.execute(recent).all()
    place = storable(source or who)[:LONGEST]
    own = [line for line in lines if place == (line.source or line.who)]
    for found, most, shown in (
        (lines, REFUSALS_OF_ALL, ""),
        (own, REFUSALS_OF_ONE, source),
    ):
        if len(found) < most:
            continue
        if len(found) == most:
            note(connection, event, MORE_REFUSALS, who=who, how=how, source=shown)
        return
    note(connection, event, outcome, who=who, how=how, source=source)


def note_refused_act(
    connection: Connection, event: ActEvent, editor: Editor | None, refused: NotAllowed
) -> None:
    """Append that an editor, or nobody, was refused an act."""
    who, how = (editor.recorded_name, editor.how) if isinstance(editor, Editor) else ("", "")
    note_refusal(connection, event, refused.code, who=who, how=how)
