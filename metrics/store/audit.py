"""Keep who tried what with what result, and read it to administrators.

Sign-ins, refusals, drafts, approvals, publications, exports, settings, accounts. Lines are kept for
good; the ledger of the store chains them with everything else that is only ever appended.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from metrics.auth import (
    SESSION_HOURS,
    Attempt,
    Editor,
    operating_system_user,
    session_over,
)
from metrics.model.act import Act, ActEvent
from metrics.store import schema
from metrics.store.audit_lines import LONGEST, note, note_act, note_refusal
from metrics.store.errors import StoreError
from metrics.store.publications import Store
from metrics.text import storable

_SETTINGS: ActEvent = "settings"


def record_attempt(store: Store, attempt: Attempt) -> None:
    """Keep an attempt to sign in; for `open_sign_in`, with the store bound."""
    told = asdict(attempt)
    with store.database.writing() as connection:
        if attempt.outcome in ("signed-in", "signed-out"):
            note(connection, "sign-in", **told)
        else:
            note_refusal(connection, "sign-in", **told)


def require_fresh(store: Store, email: str, issued: datetime | None) -> None:
    """Refuse what an identity provider issued too long ago, or before a sign-out.

    The browser keeps it for weeks, and a copy of it outlasts the sign-out. Raises NotAllowed.
    """
    oldest = datetime.now(UTC) - timedelta(hours=SESSION_HOURS)
    if issued is None or issued < max(oldest, _last_sign_out(store, email) or oldest):
        raise session_over()


def provider_sign_in_holds(store: Store, editor: Editor) -> bool:
    """Return whether an editor of a provider has not signed out since, anywhere."""
    out = _last_sign_out(store, editor.name)
    return out is None or out <= editor.expires - timedelta(hours=SESSION_HOURS)


def _last_sign_out(store: Store, email: str) -> datetime | None:
    table = schema.audit
    out = (table.c.outcome == "signed-out") & (table.c.how == "oidc")
    query = select(func.max(table.c.at)).where(out, table.c.who == email.strip().lower())
    with store.database.reading() as connection:
        at = connection.scalar(query)
    return schema.moment(at) if at else None


def record_export(store: Store, editor: Editor, what: str) -> None:
    """Keep that somebody took figures away, where the store can be written."""
    try:
        with store.database.writing() as connection:
            note_act(connection, "export", editor, what)
    except StoreError:
        return  # what everybody may read leaves without a line, too


def record_settings(store: Store, settings: Mapping[str, str]) -> None:
    """Keep the settings that a server starts with, where they are others than before."""
    told = storable("; ".join(f"{name}={value}" for name, value in sorted(settings.items())))
    table = schema.audit
    newest = select(table.c.detail).where(table.c.event == _SETTINGS)
    who = operating_system_user()
    try:
        with store.database.writing() as connection:
            before = connection.scalar(newest.order_by(table.c.number.desc()).limit(1))
            if before != told[:LONGEST]:
                note(connection, _SETTINGS, "changed", who=who, how="local", detail=told)
    except StoreError:
        return  # log and pages report a store that cannot be written


def read_audit(
    store: Store,
    *,
    editor: Editor,
    limit: int = 200,
    events: tuple[ActEvent, ...] = (),
    who: str = "",
) -> list[Act]:
    """Return the latest lines, the newest first, of some events or one name only.

    Raises NotAllowed.
    """
    table = schema.audit
    query = select(table).order_by(table.c.number.desc()).limit(limit)
    query = query.where(table.c.event.in_(events)) if events else query
    query = query.where(table.c.who == who) if who else query
    with store.looking(editor, "administrator") as connection:
        lines = [dict(row._mapping) for row in connection.execute(query)]
    return [Act(**{**line, "at": schema.moment(line["at"])}) for line in lines]
