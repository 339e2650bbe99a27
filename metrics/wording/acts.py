"""Put the lines of the audit log into words: what was done, with what result, how.

The store keeps codes; a code that is not known here is shown as it stands, never guessed.
"""

import re

from metrics.auth import Role
from metrics.i18n import Message, Words, message
from metrics.model.act import Act

_EVENTS = {
    "sign-in": message("sign-in"),
    "publish": message("publication"),
    "restore": message("back to an earlier version"),
    "attach": message("report attached to published figures"),
    "withdraw-alias": message("confirmed name withdrawn"),
    "describe": message("metric described"),
    "withdraw-description": message("description of a metric withdrawn"),
    "begin-draft": message("draft begun"),
    "save-draft": message("draft saved"),
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
    "list-accounts": message("list of accounts"),
    "add-account": message("account made"),
    "reset-password": message("password reset"),
    "change-password": message("password changed"),
    "set-role": message("role changed"),
    "disable-account": message("account closed"),
    "enable-account": message("account opened again"),
}
_OUTCOMES = {
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
    "wrong-password": message("refused: wrong password"),
    "too-many-attempts": message("refused: too many attempts"),
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
    version = re.fullmatch(r"version (\d+)", entry.detail)
    return _("version {version}", version=version[1]) if version else entry.detail
