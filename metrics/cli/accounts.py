"""Hold the verb for accounts: make, list, close, open, give another role or password.

Who runs the command has the server's shell and acts as an administrator. A password is never
an argument, which other programs of the machine could read: it comes on standard input, or a new
one is printed once.
"""

import argparse
import sys
from collections.abc import Callable
from typing import Any

from metrics.auth import ROLES, Editor, Role, local_editor
from metrics.cli.answer import Answer, Verb
from metrics.cli.arguments import arguments, own, store_to_work_on
from metrics.clock import minute_text
from metrics.i18n import Words
from metrics.store import Store
from metrics.store.accounts import (
    Account,
    add_account,
    list_accounts,
    reset_password,
    set_disabled,
    set_role,
)
from metrics.store.passwords import TEMPORARY_FOR
from metrics.wording.acts import role_text

_ACTS = ("add", "list", "disable", "enable", "reset", "role")


def accounts(options: argparse.Namespace, _: Words) -> Answer:
    """Run one act on accounts; raises ValueError for a call without its name or role."""
    store, editor = store_to_work_on(options), local_editor(options.by)
    if options.act == "list":
        found = list_accounts(store, editor=editor)
        data = {"accounts": [_account_dict(each) for each in found]}
        return Answer(True, data, [_line(each, _) for each in found] or [_("There is no account")])
    if not options.account:
        raise ValueError(f"accounts {options.act} needs the name of an account")
    return _CHANGES[options.act](store, editor, options, _)


def _add(store: Store, editor: Editor, options: argparse.Namespace, _: Words) -> Answer:
    given = _given_password(options)
    role: Role = options.role or "drafter"
    made = add_account(store, options.account, role, editor=editor, password=given)
    line = _("Account “{name}” ({role}) is made", name=options.account, role=role_text(role, _))
    return _with_password({"account": options.account, "role": role}, line, given, made, _)


def _reset(store: Store, editor: Editor, options: argparse.Namespace, _: Words) -> Answer:
    given = _given_password(options)
    made = reset_password(store, options.account, editor=editor, password=given)
    line = _("Account “{name}” has another password", name=options.account)
    return _with_password({"account": options.account}, line, given, made, _)


def _close(store: Store, editor: Editor, options: argparse.Namespace, _: Words) -> Answer:
    set_disabled(store, options.account, True, editor=editor)
    line = _("Account “{name}” is closed, and signed out everywhere", name=options.account)
    return Answer(True, {"account": options.account, "disabled": True}, [line])


def _open(store: Store, editor: Editor, options: argparse.Namespace, _: Words) -> Answer:
    set_disabled(store, options.account, False, editor=editor)
    line = _("Account “{name}” is open again", name=options.account)
    return Answer(True, {"account": options.account, "disabled": False}, [line])


def _set_role(store: Store, editor: Editor, options: argparse.Namespace, _: Words) -> Answer:
    if options.role is None:
        raise ValueError("accounts role needs --role")
    set_role(store, options.account, options.role, editor=editor)
    facts = {"name": options.account, "role": role_text(options.role, _)}
    line = _("Account “{name}” is {role} now", **facts)
    return Answer(True, {"account": options.account, "role": options.role}, [line])


_CHANGES: dict[str, Callable[[Store, Editor, argparse.Namespace, Words], Answer]] = {
    "add": _add,
    "disable": _close,
    "enable": _open,
    "reset": _reset,
    "role": _set_role,
}


def _given_password(options: argparse.Namespace) -> str | None:
    return sys.stdin.readline().rstrip("\r\n") if options.password_stdin else None


def _with_password(
    data: dict[str, Any], line: str, given: str | None, password: str, _: Words
) -> Answer:
    """Return an answer that names a new password, but never one that was given."""
    if given:
        return Answer(True, data, [line])
    text = _("Password, shown this once: {password}", password=password)
    then = _("At the first sign-in, within {n} days, its owner replaces it", n=TEMPORARY_FOR.days)
    return Answer(True, {**data, "password": password}, [line, text, then])


def _account_dict(account: Account) -> dict[str, Any]:
    disabled = account.disabled.isoformat() if account.disabled else None
    made = {"made": account.made.isoformat(), "made_by": account.made_by}
    state = {"disabled": disabled, "temporary": account.temporary}
    return {"name": account.name, "role": account.role, **state, **made}


def _line(account: Account, _: Words) -> str:
    parts = [account.name, role_text(account.role, _), minute_text(account.made), account.made_by]
    if account.temporary:
        parts.append(_("has to choose a password"))
    if account.disabled:
        parts.append(_("closed {when}", when=minute_text(account.disabled)))
    return " | ".join(parts)


VERBS: dict[str, Verb] = {
    "accounts": (
        arguments(
            own("act", choices=_ACTS, help="what to do"),
            own("account", nargs="?", help="the name of the account"),
            own("--role", choices=ROLES, help="what the account may do; new ones: drafter"),
            own("--password-stdin", action="store_true", help="read the password from its input"),
            "--store",
            "--by",
            "--json",
        ),
        accounts,
    ),
}
