"""Keep accounts with a role and a password, and sign people in by them.

Acts on accounts need an administrator. Wrong passwords slow down the account at one address, not
its colleagues there; many wrong ones from anywhere slow down the account. Holds hashes only.
Refuses a second account of one name. Who has the server's shell can always mend accounts.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from metrics.auth import (
    ROLES,
    Attempt,
    Editor,
    NotAllowed,
    Role,
    SignInOutcome,
    issue_ticket,
    sign_out,
    too_many_attempts,
)
from metrics.i18n import message
from metrics.model.catalogue import fold
from metrics.store import schema
from metrics.store.account_sessions import begin_session, end_session, note_seen, open_session
from metrics.store.audit import record_attempt
from metrics.store.audit_lines import note, note_act
from metrics.store.errors import StoreError
from metrics.store.passwords import hash_of_nobody, hashed_password, is_password, new_password
from metrics.store.publications import Store
from metrics.text import storable

LONGEST_NAME = 40
FREE_ATTEMPTS, FREE_FROM_ANYWHERE = 5, 20
"""Wrong passwords after which an account waits: at one address, and counted everywhere."""
_FIRST_WAIT, _LONGEST_WAIT = 30.0, 900.0
_REMEMBERED = timedelta(hours=1)
_MOST_REMEMBERED = 10_000
_accounts, _failures = schema.accounts, schema.sign_in_failures
_hashing = threading.Lock()  # one at a time: hashing is costly on purpose


@dataclass(frozen=True)
class Account:
    """Hold an account as an administrator sees it; `disabled` is the moment, or None."""

    name: str
    role: Role
    made: datetime
    made_by: str
    disabled: datetime | None = None


class AccountRefused(StoreError):
    """Refuse an act on an account that is there already, or is not there."""


def has_accounts(store: Store) -> bool:
    """Return whether people sign in by accounts of this store."""
    with store.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(_accounts)) not in (0, None)


def list_accounts(store: Store, *, editor: Editor) -> list[Account]:
    """Return all accounts by name; raises NotAllowed."""
    with store.acting(editor, "administrator", "list-accounts") as connection:
        rows = connection.execute(select(_accounts).order_by(_accounts.c.folded))
        return [_account(row) for row in rows]


def add_account(
    store: Store, name: str, role: Role, *, editor: Editor, password: str | None = None
) -> str:
    """Make an account and return its password, a new one where none is given.

    Raises NotAllowed for a weak one, and AccountRefused for a name that is taken or empty.
    """
    shown = " ".join(storable(name).split())[:LONGEST_NAME]
    if not shown:
        raise AccountRefused("no-name", message("The account has no name"), message("Name it"))
    given = password or new_password()
    row = {
        "folded": fold(shown),
        "name": shown,
        "role": role,
        "made_by": storable(editor.recorded_name),
    }
    with store.acting(editor, "administrator", "add-account") as connection:
        if _found(connection, shown) is not None:
            raise AccountRefused(
                "account-exists",
                message("There is an account “{name}” already", name=shown),
                message("Take another name, or reset the password of this one"),
            )
        at, hashed = schema.now(), hashed_password(given, shown)
        connection.execute(insert(_accounts).values(**row, hash=hashed, since=at, made=at))
        note_act(connection, "add-account", editor, f"{shown}: {role}")
    return given


def reset_password(store: Store, name: str, *, editor: Editor, password: str | None = None) -> str:
    """Give an account a new password and return it; its sessions end everywhere.

    Raises NotAllowed and AccountRefused.
    """
    given = password or new_password()
    with store.acting(editor, "administrator", "reset-password") as connection:
        row = _known(connection, name)
        _change(connection, row, hash=hashed_password(given, row.name))
        connection.execute(delete(_failures).where(_failures.c.account == row.folded))
        note_act(connection, "reset-password", editor, row.name)
    return given


def change_password(store: Store, old: str, new: str, *, editor: Editor) -> None:
    """Let somebody change their own password; they sign in again. Raises NotAllowed."""
    with store.acting(editor, "reader", "change-password") as connection:
        row = _known(connection, editor.name)
        with _hashing:
            right = is_password(old, row.hash)
        if editor.how != "account" or not right:
            raise _wrong_password()
        _change(connection, row, hash=hashed_password(new, row.name))
        note_act(connection, "change-password", editor, row.name)
    sign_out(editor)


def set_role(store: Store, name: str, role: Role, *, editor: Editor) -> None:
    """Give an account a role, ending its sessions; NotAllowed, AccountRefused."""
    with store.acting(editor, "administrator", "set-role") as connection:
        row = _known(connection, name)
        _change(connection, row, role=role)
        note_act(connection, "set-role", editor, f"{row.name}: {row.role} → {role}")


def set_disabled(store: Store, name: str, disabled: bool, *, editor: Editor) -> None:
    """Close an account or open it again; closing ends its sessions.

    Raises NotAllowed and AccountRefused.
    """
    act = "disable-account" if disabled else "enable-account"
    with store.acting(editor, "administrator", act) as connection:
        row = _known(connection, name)
        _change(connection, row, disabled=schema.now() if disabled else "")
        note_act(connection, act, editor, row.name)


def sign_in_account(store: Store, name: str, password: str, *, source: str, browser: str) -> Editor:
    """Return the editor of an account and password; raises NotAllowed.

    `source` is a network address, `browser` the hash of the browser's cookie, at which the
    account stays signed in; without one the sign-in lasts as long as the page.
    """
    who = " ".join(storable(name).split())[:LONGEST_NAME]
    with store.database.reading() as connection:
        row = _found(connection, who)
        wait = _seconds_to_wait(connection, fold(who), source)
    if wait > 0:
        raise too_many_attempts(wait)
    with _hashing:
        right = is_password(password, row.hash if row else hash_of_nobody())
    if row is None or row.disabled or not right:
        _note_failure(store, who, source)
        raise _wrong_password()
    with store.database.writing() as connection:
        current = _found(connection, who)
        if current is None or current.since != row.since or current.disabled:
            raise _wrong_password()
        connection.execute(
            delete(_failures).where(
                _failures.c.account == row.folded, _failures.c.source == storable(source)
            )
        )
        key = browser or schema.now() + new_password()
        begin_session(connection, key, row.folded, row.since)
        note(connection, "sign-in", "signed-in", who=row.name, how="account", source=source)
    return issue_ticket(row.name, "account", row.role, key)


def resume_session(store: Store, browser: str) -> Editor | None:
    """Return the editor whose account is signed in at a browser, after a reload."""
    with store.database.reading() as connection:
        found = open_session(connection, browser)
    return issue_ticket(found.name, "account", found.role, browser) if found else None


def session_holds(store: Store, editor: Editor) -> bool:
    """Return whether an account is still signed in, and note that it is in use.

    For display only: acts ask again.
    """
    with store.database.reading() as connection:
        found = open_session(connection, editor.session)
    if found is None or (found.name, found.role) != (editor.name, editor.role):
        return False
    with store.database.writing() as connection:
        note_seen(connection, editor.session, found.seen)
    return True


def sign_out_account(store: Store, editor: Editor, *, source: str) -> None:
    """End an account's session at its browser, in every server process."""
    sign_out(editor)
    with store.database.writing() as connection:
        end_session(connection, editor.session)
        note(connection, "sign-in", "signed-out", who=editor.name, how="account", source=source)


def _found(connection: Connection, name: str) -> Row[Any] | None:
    query = select(_accounts).where(_accounts.c.folded == fold(name))
    return connection.execute(query).first()


def _known(connection: Connection, name: str) -> Row[Any]:
    row = _found(connection, storable(name))
    if row is None:
        raise AccountRefused(
            "no-such-account",
            message("There is no account “{name}”", name=name),
            message("`python -m metrics accounts list` names the accounts"),
        )
    return row


def _change(connection: Connection, row: Row[Any], **cells: str) -> None:
    """Write cells of an account and end its sessions."""
    # A second change within a second must end sessions, too.
    since = f"{schema.now()} {new_password()}"
    statement = update(_accounts).where(_accounts.c.folded == row.folded)
    connection.execute(statement.values(**cells, since=since))


def _account(row: Row[Any]) -> Account:
    disabled = schema.moment(row.disabled) if row.disabled else None
    role = next(role for role in ROLES if role == row.role)
    return Account(row.name, role, schema.moment(row.made), row.made_by, disabled)


def _seconds_to_wait(connection: Connection, account: str, source: str) -> float:
    """Return how long an account waits after wrong passwords, twice as long each time."""
    query = select(_failures.c.source, _failures.c.at).where(_failures.c.account == account)
    since = datetime.now(UTC) - _REMEMBERED
    rows = [(one, schema.moment(at)) for one, at in connection.execute(query)]
    recent = [(one, at) for one, at in rows if at >= since]
    here = [at for one, at in recent if one == storable(source)]
    return max(
        _wait_after(here, FREE_ATTEMPTS),
        _wait_after([at for _one, at in recent], FREE_FROM_ANYWHERE),
    )


def _wait_after(moments: Sequence[datetime], free: int) -> float:
    if len(moments) < free:
        return 0.0
    wait: float = min(_FIRST_WAIT * 2 ** (len(moments) - free), _LONGEST_WAIT)
    return wait - (datetime.now(UTC) - max(moments)).total_seconds()


def _note_failure(store: Store, name: str, source: str) -> None:
    outcome: SignInOutcome = "wrong-passcode"
    record_attempt(store, Attempt("sign-in", outcome, name, "account", source))
    with store.database.writing() as connection:
        oldest = schema.written(datetime.now(UTC) - _REMEMBERED)
        connection.execute(delete(_failures).where(_failures.c.at < oldest))
        newest = connection.scalar(select(func.max(_failures.c.number))) or 0
        beyond = _failures.c.number <= newest - _MOST_REMEMBERED
        connection.execute(delete(_failures).where(beyond))
        row = {"account": fold(name), "source": storable(source), "at": schema.now()}
        connection.execute(insert(_failures).values(**row))


def _wrong_password() -> NotAllowed:
    return NotAllowed(
        "wrong-password",
        message("Name and password do not go together"),
        message("Look at both; an administrator can give you a new password"),
    )
