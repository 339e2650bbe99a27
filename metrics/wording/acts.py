"""Put the lines of the audit log into words: what was done, with what result, how.

The store keeps codes; a code that is not known here is shown as it stands, never guessed.
"""

import re
from dataclasses import dataclass

from metrics.auth import ROLES, Role
from metrics.i18n import Message, Words, message
from metrics.model.act import Act, ActEvent, ActOutcome

_EVENTS: dict[ActEvent, Message] = {
    "sign-in": message("sign-in"),
    "publish": message("publication"),
    "restore": message("back to an earlier version"),
    "attach": message("report attached to published figures"),
    "withdraw-alias": message("confirmed name withdrawn"),
    "describe": message("metric described"),
    "withdraw-description": message("description of a metric withdrawn"),
    "begin-draft": message("draft begun"),
    "save-draft": message("draft saved"),
    "extend-draft": message("file added to a draft"),
    "continue-draft": message("draft carried on by another person"),
    "release-draft": message("proposed draft released"),
    "delete-draft": message("draft deleted for good"),
    "discard-draft": message("draft deleted"),
    "bring-back-draft": message("draft brought back"),
    "restore-backup": message("store made of a backup"),
    "propose-draft": message("draft proposed for release"),
    "send-draft-back": message("draft sent back"),
    "export": message("figures taken away"),
    "settings": message("settings of the server"),
    "add-account": message("account made"),
    "reset-password": message("password reset"),
    "change-password": message("password changed"),
    "set-role": message("role changed"),
    "disable-account": message("account closed"),
    "enable-account": message("account opened again"),
}
_OUTCOMES: dict[ActOutcome, Message] = {
    "done": message("done"),
    "changed": message("changed"),
    "signed-in": message("signed in"),
    "signed-out": message("signed out"),
    "wrong-passcode": message("refused: wrong passcode"),
    "refused-for-now": message("refused: too many attempts"),
    "not-listed": message("refused: not on the list of editors"),
    "not-signed-in": message("refused: not signed in"),
    "session-over": message("refused: session over"),
    "not-in-this-role": message("refused: not in this role"),
    "own-draft": message("refused: own draft"),
    "not-your-draft": message("refused: another’s draft"),
    "weak-password": message("refused: weak password"),
    "same-password": message("refused: the same password"),
    "password-to-change": message("refused: a password of one’s own is due"),
    "password-expired": message("refused: the given password has expired"),
    "wrong-password": message("refused: wrong password"),
    "too-many-attempts": message("refused: too many attempts"),
    "no-name": message("refused: no name"),
    "no-person": message("refused: passcode names no person"),
    "more-refusals": message("further refusals, not listed one by one"),
    "not-proposed": message("refused: not proposed"),
}
_WAYS = {
    "passcode": message("by passcode"),
    "oidc": message("through the identity provider"),
    "local": message("on the command line"),
    "account": message("by account"),
}
_ROLES: dict[Role, Message] = {
    "reader": message("reader"),
    "drafter": message("drafter"),
    "approver": message("approver"),
    "administrator": message("administrator"),
}


@dataclass(frozen=True)
class Group:
    """Name acts of one kind, for a choice among them."""

    name: Message
    events: tuple[ActEvent, ...]


GROUPS = {
    "sign-ins": Group(message("Signing in and out"), ("sign-in", "change-password")),
    "drafts": Group(
        message("Drafts and releases"),
        (
            *("begin-draft", "save-draft", "extend-draft", "continue-draft", "propose-draft"),
            *("send-draft-back", "release-draft", "discard-draft", "bring-back-draft"),
            "delete-draft",
        ),
    ),
    "publications": Group(
        message("Publications"),
        ("publish", "restore", "attach", "describe", "withdraw-description", "withdraw-alias"),
    ),
    "exports": Group(message("Exports"), ("export",)),
    "accounts": Group(
        message("Accounts"),
        (*("add-account", "reset-password", "set-role", "disable-account", "enable-account"),),
    ),
    "server": Group(message("Server and store"), ("settings", "restore-backup")),
}
"""The acts by kind, as administrators look for them."""


def role_text(role: Role, _: Words) -> str:
    """Return what somebody may do, in a word."""
    return _.say(_ROLES[role])


def event_text(entry: Act, _: Words) -> str:
    """Return the act in words."""
    return _.say(_EVENTS[entry.event]) if entry.event in _EVENTS else entry.event


def outcome_text(entry: Act, _: Words) -> str:
    """Return the result in words."""
    return _.say(_OUTCOMES[entry.outcome]) if entry.outcome in _OUTCOMES else entry.outcome


def way_text(entry: Act, _: Words) -> str:
    """Return the way of signing in, with the address or account it came from."""
    way = _.say(_WAYS[entry.how]) if entry.how in _WAYS else entry.how
    return _.list([part for part in (way, entry.source) if part])


def detail_text(entry: Act, _: Words) -> str:
    """Return the object of the act: a version, a file, a name."""
    if entry.event in ("add-account", "set-role"):
        name, _sign, roles = entry.detail.rpartition(": ")
        known: dict[str, str] = {role: role_text(role, _) for role in ROLES}
        told = " → ".join(known.get(each, each) for each in roles.split(" → "))
        return _("{name}: {roles}", name=name, roles=told) if name else entry.detail
    version = re.fullmatch(r"version (\d+)", entry.detail)
    return _("version {version}", version=version[1]) if version else entry.detail
