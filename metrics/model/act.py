"""Hold a line of the audit log: who tried what, when, and with what result."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ActEvent = Literal[
    "sign-in", "publish", "restore", "attach", "export", "settings", "restore-backup",
    "describe", "withdraw-description", "withdraw-alias",
    "begin-draft", "save-draft", "extend-draft", "continue-draft", "propose-draft",
    "send-draft-back", "release-draft", "discard-draft", "bring-back-draft", "delete-draft",
    "add-account", "reset-password", "change-password", "set-role", "disable-account",
    "enable-account",
]  # fmt: skip
ActOutcome = Literal[
    "done", "changed", "signed-in", "signed-out", "wrong-passcode", "refused-for-now",
    "not-signed-in", "session-over", "not-listed", "not-in-this-role", "too-many-attempts",
    "wrong-password", "weak-password", "same-password", "password-to-change", "password-expired",
    "no-name", "no-person", "not-proposed", "own-draft", "not-your-draft", "more-refusals",
]  # fmt: skip


@dataclass(frozen=True)
class Act:
    """Hold one line of the audit log; `number` orders them, not `at`.

    A store that a later release wrote may hold further events and outcomes.
    """

    number: int
    at: datetime
    event: ActEvent
    outcome: ActOutcome
    who: str
    how: str
    source: str
    detail: str
