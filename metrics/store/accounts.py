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
from metrics.log import event
from metrics.model.act import ActEvent
from metrics.model.catalogue import fold
from metrics.store import schema
from metrics.store.account_sessions import (
    begin_session,
    end_session,
    is_to_note,
    note_seen,
    open_session,
)
from metrics.store.audit import record_attempt
from metrics.store.audit_lines import note, note_act
from metrics.store.errors import StoreError
from metrics.store.passwords import (
    TEMPORARY_FOR,
    hash_of_nobody,
    hashed_password,
    is_expired,
    is_password,
    is_temporary,
    new_password,
)
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
    """Hold an account as an administrator sees it; `disabled` is the moment, or None.

    `temporary` is that its password was given by somebody else and signs nobody in yet.
    """

    name: str
    role: Role
    made: datetime
    made_by: str
    disabled: datetime | None = None
    temporary: bool = False


class AccountRefused(StoreError):
    """Refuse an act on an account that is there already, or is not there."""


def has_accounts(store: Store) -> bool:
    """Return whether people sign in by accounts of this store."""
    with store.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(_accounts)) not in (0, None)


def list_accounts(store: Store, *, editor: Editor) -> list[Account]:
    """Return all accounts by name; raises NotAllowed."""
    with store.looking(editor, "administrator") as connection:
        rows = connection.execute(select(_accounts).order_by(_accounts.c.folded))
        return [_account(row) for row in rows]


def add_account(
    store: Store, name: str, role: Role, *, editor: Editor, password: str | None = None
) -> str:
    """Make an account and return its password.

    Where none is given, a temporary one is made, which its owner replaces at the first sign-in.
    Raises NotAllowed for a weak one, and AccountRefused for a name that is taken or empty, and for
    a first account that could not make others.
    """
    shown = " ".join(storable(name).split())[:LONGEST_NAME]
    if not shown:
        raise AccountRefused("no-name", message("The account has no name"), message("Name it"))
    given = password or new_password()
    with store.acting(editor, "administrator", "add-account") as connection:
        if _found(connection, shown) is not None:
            raise AccountRefused(
                "account-exists",
                message("There is an account “{name}” already", name=shown),
                message("Take another name, or reset the password of this one"),
            )
        if role != "administrator":
            _require_administrator(connection, editor)
        row = {"folded": fold(shown), "name": shown, "role": role, "since": schema.now()}
        row |= {"hash": hashed_password(given, shown, temporary=not password)}
        row |= {"made": row["since"], "made_by": storable(editor.recorded_name)}
        connection.execute(insert(_accounts).values(**row))
        note_act(connection, "add-account", editor, f"{shown}: {role}")
    return given


def reset_password(store: Store, name: str, *, editor: Editor, password: str | None = None) -> str:
    """Give an account a new password and return it; its sessions end everywhere.

    One that is not given is temporary, as in `add_account`. Raises NotAllowed and AccountRefused.
    """
    given = password or new_password()
    with store.acting(editor, "administrator", "reset-password") as connection:
        row = _known(connection, name)
        hashed = hashed_password(given, row.name, temporary=not password)
        _change(connection, row, hash=hashed)
        connection.execute(delete(_failures).where(_failures.c.account == row.folded))
        note_act(connection, "reset-password", editor, row.name)
    return given


def set_role(store: Store, name: str, role: Role, *, editor: Editor) -> None:
    """Give an account another role and end its sessions.

    Raises NotAllowed and AccountRefused, also for the last administrator.
    """
    with store.acting(editor, "administrator", "set-role") as connection:
        row = _known(connection, name)
        if role != "administrator":
            _require_administrator(connection, editor, besides=row.folded)
        _change(connection, row, role=role)
        note_act(connection, "set-role", editor, f"{row.name}: {row.role} → {role}")


def set_disabled(store: Store, name: str, disabled: bool, *, editor: Editor) -> None:
    """Close an account or open it again; closing ends its sessions.

    Raises NotAllowed and AccountRefused, also for the last administrator.
    """
    act: ActEvent = "disable-account" if disabled else "enable-account"
    with store.acting(editor, "administrator", act) as connection:
        row = _known(connection, name)
        if disabled:
            _require_administrator(connection, editor, besides=row.folded)
        _change(connection, row, disabled=schema.now() if disabled else "")
        note_act(connection, act, editor, row.name)


def sign_in_account(store: Store, name: str, password: str, *, source: str, browser: str) -> Editor:
    """Return the editor of an account and password; raises NotAllowed.

    `source` is a network address, `browser` the hash of the browser's cookie, at which the
    account stays signed in; without one the sign-in lasts as long as the page. A temporary
    password signs nobody in: `change_password` takes it.
    """
    row = _checked(store, name, password, source)
    if is_temporary(row.hash):
        raise NotAllowed(
            "password-to-change",
            message("This password was given to you for the first sign-in only"),
            message("Choose a password of your own"),
        )
    with store.database.writing() as connection:
        return _begin(connection, _unchanged(connection, row), source, browser)


def change_password(
    store: Store, name: str, old: str, new: str, *, source: str, browser: str
) -> Editor:
    """Let somebody replace their own password, and return their editor.

    Their sessions end everywhere, and one begins at this browser. Raises NotAllowed as
    `sign_in_account` does, and for a new password that is weak or the old one.
    """
    row = _checked(store, name, old, source)
    hashed = hashed_password(new, row.name)
    if is_password(new, row.hash):
        raise NotAllowed(
            "same-password",
            message("This is the password that you have"),
            message("Choose another one"),
        )
    with store.database.writing() as connection:
        _change(connection, _unchanged(connection, row), hash=hashed)
        told = {"who": row.name, "how": "account", "source": source}
        note(connection, "change-password", "done", **told, detail=row.name)
        return _begin(connection, _known(connection, row.name), source, browser)


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
    if is_to_note(found.seen):
        with store.database.writing() as connection:
            note_seen(connection, editor.session)
    return True


def sign_out_account(store: Store, editor: Editor, *, source: str) -> None:
    """End an account's session at its browser, in every server process."""
    sign_out(editor)
    with store.database.writing() as connection:
        end_session(connection, editor.session)
        note(connection, "sign-in", "signed-out", who=editor.name, how="account", source=source)
    event("sign-in", outcome="signed-out", how="account", who=editor.name)


def _checked(store: Store, name: str, password: str, source: str) -> Row[Any]:
    """Return the account of a name and password; raises NotAllowed, and counts."""
    who = " ".join(storable(name).split())[:LONGEST_NAME]
    with _hashing:  # the wait, too: several at once are no more attempts than one by one
        with store.database.reading() as connection:
            row = _found(connection, who)
            wait = _seconds_to_wait(connection, fold(who), source)
        if wait > 0:
            _record(store, "refused-for-now", who, source)
            raise too_many_attempts(wait)
        right = is_password(password, row.hash if row else hash_of_nobody())
        if row is None or row.disabled or not right:
            _note_failure(store, who, source)
            raise _wrong_password()
    if is_expired(row.hash, row.since):
        raise NotAllowed(
            "password-expired",
            message("This password was to be replaced within {n} days", n=TEMPORARY_FOR.days),
            message("Ask an administrator for a new one"),
        )
    return row


def _record(store: Store, outcome: SignInOutcome, who: str, source: str) -> None:
    event("sign-in", outcome=outcome, how="account")  # no name: a password may stand for it
    record_attempt(store, Attempt(outcome, who, "account", source))


def _unchanged(connection: Connection, row: Row[Any]) -> Row[Any]:
    """Return an account under the lock, unless it changed since it was read."""
    current = _found(connection, row.name)
    if current is None or current.since != row.since or current.disabled:
        raise _wrong_password()
    return current


def _begin(connection: Connection, row: Row[Any], source: str, browser: str) -> Editor:
    """Sign an account in, in the caller's transaction."""
    own = (_failures.c.account == row.folded) & (_failures.c.source == storable(source))
    connection.execute(delete(_failures).where(own))
    key = browser or schema.now() + new_password()
    begin_session(connection, key, row.folded, row.since)
    note(connection, "sign-in", "signed-in", who=row.name, how="account", source=source)
    event("sign-in", outcome="signed-in", how="account", who=row.name)
    return issue_ticket(row.name, "account", row.role, key)


def _require_administrator(connection: Connection, editor: Editor, besides: str = "") -> None:
    """Refuse to leave no administrator; the server's shell can make one."""
    open_ones = (_accounts.c.disabled == "") & (_accounts.c.folded != besides)
    others = select(func.count()).where(_accounts.c.role == "administrator", open_ones)
    if editor.how != "local" and not connection.scalar(others):
        raise AccountRefused(
            "no-administrator",
            message("No account would be left that makes others"),
            message("Make another administrator first"),
        )


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
    made = schema.moment(row.made)
    return Account(row.name, role, made, row.made_by, disabled, is_temporary(row.hash))


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
    _record(store, "wrong-passcode", name, source)
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
