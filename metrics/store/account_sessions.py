"""Keep which browser an account is signed in at, so that every server process knows.

A session ends at sign-out, after idle time, after a working day, when the account is disabled,
and when its password or role changes. Holds hashes of browsers' cookies, never a cookie.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from metrics.auth import SESSION_HOURS, Editor, session_over
from metrics.store import schema

IDLE_MINUTES = 60
_SEEN_AGAIN = timedelta(minutes=1)
"""How often a reading session is written down as seen."""
_sessions, _accounts = schema.account_sessions, schema.accounts


def browser_hash(cookie: str) -> str:
    """Return what the store keeps of a browser's cookie; empty for none."""
    return hashlib.sha256(cookie.encode()).hexdigest() if cookie else ""


def require_open_session(connection: Connection, editor: Editor) -> None:
    """Refuse an account whose session is over; raises NotAllowed.

    A changed role ends it, too. Who signed in otherwise has no session here.
    """
    if editor.how != "account":
        return
    found = open_session(connection, editor.session)
    if found is None or found.name != editor.name or found.role != editor.role:
        raise session_over()


def open_session(connection: Connection, browser: str) -> Row[*tuple[Any, ...]] | None:
    """Return name, role, begun, seen of the account at a browser; None for none."""
    if not browser:
        return None
    query = (
        select(_accounts.c.name, _accounts.c.role, _sessions.c.begun, _sessions.c.seen)
        .join(_accounts, _accounts.c.folded == _sessions.c.account)
        .where(
            _sessions.c.browser == browser,
            _sessions.c.since == _accounts.c.since,
            _accounts.c.disabled == "",
        )
    )
    found = connection.execute(query).first()
    if found is None or _is_over(found.begun, found.seen):
        return None
    return found


def is_to_note(seen: str) -> bool:
    """Return whether a session was written down as seen a while ago."""
    return datetime.now(UTC) - schema.moment(seen) >= _SEEN_AGAIN


def note_seen(connection: Connection, browser: str) -> None:
    """Write down that a browser is in use."""
    used = update(_sessions).where(_sessions.c.browser == browser)
    connection.execute(used.values(seen=schema.now()))


def begin_session(connection: Connection, browser: str, account: str, since: str) -> None:
    """Record an account's session at a browser, in place of one before.

    Sessions that are over are forgotten.
    """
    end_session(connection, browser)
    oldest = datetime.now(UTC) - timedelta(hours=SESSION_HOURS)
    connection.execute(delete(_sessions).where(_sessions.c.begun < schema.written(oldest)))
    at = schema.now()
    connection.execute(
        _sessions.insert().values(browser=browser, account=account, since=since, begun=at, seen=at)
    )


def end_session(connection: Connection, browser: str) -> None:
    """Delete the session at a browser."""
    connection.execute(delete(_sessions).where(_sessions.c.browser == browser))


def _is_over(begun: str, seen: str) -> bool:
    at = datetime.now(UTC)
    idle, whole = at - schema.moment(seen), at - schema.moment(begun)
    return idle >= timedelta(minutes=IDLE_MINUTES) or whole >= timedelta(hours=SESSION_HOURS)
