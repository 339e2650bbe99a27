"""Sign editors in and out, and require their proof at every act.

An `Editor` is proof only while its ticket is open in this process; one made up elsewhere, signed
out or expired is refused by `require`, which every acting function calls at the moment of acting.
Passcodes are compared in constant time, attempts are limited, and every one is handed to `record`.
Holds no page and stores nothing.
"""

import base64
import getpass
import hashlib
import hmac
import logging
import os
import secrets
import threading
import time
import unicodedata
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args

from metrics.i18n import Message, message, words
from metrics.problems import Problem

PASSCODE_VARIABLE = "METRICS_EDITOR_PASSCODE"
HASH_VARIABLE = "METRICS_EDITOR_PASSCODE_HASH"
ALLOWED_VARIABLE = "METRICS_EDITORS"
"""E-mail addresses, separated by commas or spaces, that may edit after OpenID Connect."""

FOUR_EYES_VARIABLE = "METRICS_FOUR_EYES"
"""Where it is `on`, nobody releases what they have drafted themselves."""

SESSION_HOURS = 8
ATTEMPTS, WINDOW_SECONDS = 5, 300
"""So many wrong attempts in the window close the sign-in to a browser at an address."""

ATTEMPTS_OF_SOURCE, ATTEMPTS_OF_ALL, ATTEMPTS_AT_MOST = 30, 60, 600
"""So many wrong ones of an address close it to browsers that never signed in here. So many of all
addresses close those of them that have failed: who types the passcode right still comes in; the
most close every such browser."""

SOURCES_KEPT = 10_000
LONGEST_PASSCODE = 200
MOST_MEMORY = 2**27
_SCRYPT = {"n": 2**14, "r": 8, "p": 1}
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_ALL = ""
_log = logging.getLogger(__name__)

SignInWay = Literal["passcode", "oidc", "local", "account"]
SignInOutcome = Literal[
    "signed-in", "signed-out", "wrong-passcode", "refused-for-now", "not-listed"
]
RefusalCode = Literal[
    "not-signed-in", "session-over", "not-listed", "not-in-this-role", "too-many-attempts",
    "wrong-passcode", "wrong-password", "weak-password", "same-password", "password-to-change",
    "password-expired", "no-name", "no-person", "not-proposed", "own-draft", "not-your-draft",
]  # fmt: skip
Role = Literal["reader", "drafter", "approver", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""What a person may do, each role all that the ones before it may."""


@dataclass(frozen=True)
class Editor:
    """Prove who somebody is and what they may do: name, way of sign-in, role.

    `ticket` and `session`, the account's session in the store, are secrets, for no page and no
    log. Who has the passcode, a listed address or the server's shell may do everything.
    """

    name: str
    how: SignInWay
    expires: datetime
    ticket: str = field(repr=False)
    role: Role = "administrator"
    session: str = field(default="", repr=False)

    @property
    def recorded_name(self) -> str:
        """Return the name for records that readers do not see."""
        return self.name or operating_system_user()


@dataclass(frozen=True)
class Attempt:
    """Hold one attempt to sign in, for the audit log: name, source and outcome."""

    outcome: SignInOutcome
    who: str
    how: SignInWay
    source: str


class NotAllowed(Exception):
    """Refuse an act without an editor's proof; `problem` has the mend."""

    def __init__(self, code: RefusalCode, text: Message, fix: Message) -> None:
        self.code, self.problem = code, Problem(code, "error", text, fix)
        super().__init__(words("en").say(text))


_lock = threading.Lock()
_open_tickets: dict[str, tuple[Editor, float]] = {}
"""The sessions of this process; deadlines are monotonic, so no change of the clock extends one."""


def require(editor: Editor | None, role: Role = "drafter") -> Editor:
    """Return the editor if they may act in that role now; raises NotAllowed."""
    if not isinstance(editor, Editor):
        raise _not_signed_in()
    with _lock:
        known, deadline = _open_tickets.get(editor.ticket, (None, 0.0))
        if known != editor:
            raise _not_signed_in()
        if time.monotonic() >= deadline:
            del _open_tickets[editor.ticket]
            raise session_over()
    if editor.how == "oidc" and not _is_listed(editor.name, os.environ):
        raise _not_listed()
    if ROLES.index(editor.role) < ROLES.index(role):
        raise _not_in_this_role()
    return editor


def is_editor(editor: Editor | None, role: Role = "drafter") -> bool:
    """Return whether an editor may act now; for display only: acts call `require`."""
    try:
        require(editor, role)
    except NotAllowed:
        return False
    return True


def needs_second_person(editor: Editor) -> bool:
    """Return whether what an editor drafted is released by somebody else only.

    Who has the server's shell could write the store's file anyway.
    """
    asked = os.environ.get(FOUR_EYES_VARIABLE, "").strip().casefold()
    return asked not in ("", "off") and editor.how != "local"


def sign_out(editor: Editor | None) -> None:
    """End a session; its proof is void from now on."""
    if editor is not None:
        with _lock:
            _open_tickets.pop(editor.ticket, None)


def local_editor(name: str | None = None) -> Editor:
    """Return the account that runs this process as an editor.

    For the command line only: the account can write the store's file anyway. `name` stands in
    the history; without one nobody is named there, as a machine's account is no publisher.
    """
    return issue_ticket(_tidy_name(name), "local")


def operating_system_user() -> str:
    """Return the name of the account that runs this process."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


@dataclass
class SignIn:
    """Sign editors in; one for each server process.

    `generated` is the passcode that the server prints to its terminal, where none was set.
    """

    passcode_hash: str
    generated: str | None = None
    record: Callable[[Attempt], None] = lambda attempt: None
    clock: Callable[[], float] = time.monotonic
    _failures: dict[str, deque[float]] = field(default_factory=dict, repr=False)
    _known: dict[str, None] = field(default_factory=dict, repr=False)
    _checking: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def sign_in(self, passcode: str, *, name: str, source: str, browser: str = "") -> Editor:
        """Return an editor for the passcode; raises NotAllowed for a wrong or hasty one.

        `name` is for the history; attempts are limited by `source`, a network address that
        colleagues may share, and `browser`, what tells them apart.
        """
        who = _tidy_name(name)
        with self._checking:  # one at a time: hashing is costly on purpose
            wait = self._seconds_to_wait(source, browser)
            if wait > 0:
                self._report("refused-for-now", who, "passcode", source)
                raise too_many_attempts(wait)
            if not matches(passcode, self.passcode_hash):
                self._note_failure(source, browser)
                self._report("wrong-passcode", who, "passcode", source)
                raise NotAllowed(
                    "wrong-passcode",
                    message("This is not the passcode"),
                    message("Ask whoever runs the server; it stands in its terminal or settings"),
                )
            self._failures.pop(f"{source} {browser}", None)
            if browser:
                _forget_oldest(self._known)
                self._known[browser] = None
        if not who:
            raise NotAllowed(
                "no-name", message("Your name is missing"), message("Readers of the history see it")
            )
        self._report("signed-in", who, "passcode", source)
        return issue_ticket(who, "passcode")

    def sign_in_by_oidc(self, email: str, *, verified: bool, source: str) -> Editor:
        """Return an editor for a verified, listed address; raises NotAllowed."""
        who = email.strip().lower()
        if not verified or not _is_listed(who, os.environ):
            self._report("not-listed", who, "oidc", source)
            raise _not_listed()
        self._report("signed-in", who, "oidc", source)
        return issue_ticket(who, "oidc")

    def sign_out(self, editor: Editor, *, source: str) -> None:
        """End a session and record it."""
        sign_out(editor)
        self._report("signed-out", editor.name, editor.how, source)

    def _seconds_to_wait(self, source: str, browser: str) -> float:
        own, of_source = (self._recent(key) for key in (f"{source} {browser}", source))
        limited = [(own, ATTEMPTS)]
        if browser not in self._known:
            of_all = ATTEMPTS_OF_ALL if of_source else ATTEMPTS_AT_MOST
            limited += [(of_source, ATTEMPTS_OF_SOURCE), (self._recent(_ALL), of_all)]
        ends = [each[-limit] + WINDOW_SECONDS for each, limit in limited if len(each) >= limit]
        return max([0.0, *(end - self.clock() for end in ends)])

    def _recent(self, key: str) -> deque[float]:
        failures, moment = self._failures.get(key, deque()), self.clock()
        while failures and moment - failures[0] >= WINDOW_SECONDS:
            failures.popleft()
        return failures

    def _note_failure(self, source: str, browser: str) -> None:
        for key in (f"{source} {browser}", source, _ALL):
            failures = self._failures.pop(key, deque(maxlen=ATTEMPTS_AT_MOST))
            _forget_oldest(self._failures)
            self._failures[key] = failures  # at the end: what failed long ago is forgotten first
            failures.append(self.clock())

    def _report(self, outcome: SignInOutcome, who: str, how: SignInWay, source: str) -> None:
        try:
            self.record(Attempt(outcome, who, how, source))
        except Exception:  # a full disk must not lock out those who can mend it
            _log.exception("an attempt to sign in could not be recorded")


def open_sign_in(
    record: Callable[[Attempt], None] = lambda attempt: None,
    environment: Mapping[str, str] = os.environ,
) -> SignIn:
    """Return the sign-in of an environment; without a passcode, generate one.

    Raises ValueError when the passcode and its hash are both set, or the hash is not one.
    """
    passcode, hashed = environment.get(PASSCODE_VARIABLE), environment.get(HASH_VARIABLE)
    if passcode and hashed:
        raise ValueError(f"set either {PASSCODE_VARIABLE} or {HASH_VARIABLE}, not both")
    if hashed:
        matches("", hashed)  # a hash that cannot be computed is found at start, not at sign-in
        return SignIn(hashed, record=record)
    generated = None if passcode else generated_passcode()
    return SignIn(hash_passcode(passcode or generated or ""), generated, record)


def generated_passcode() -> str:
    """Return a new passcode without characters that look alike."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def hash_passcode(passcode: str) -> str:
    """Return the hash of a passcode, as METRICS_EDITOR_PASSCODE_HASH takes it."""
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(_bytes(passcode), salt=salt, **_SCRYPT)
    numbers = (str(number) for number in _SCRYPT.values())
    return "$".join(["scrypt", *numbers, _encode(salt), _encode(digest)])


def matches(passcode: str, hashed: str) -> bool:
    """Return whether a passcode is the hashed one, in constant time."""
    cost, salt, digest = _parts(hashed)
    given = _bytes(passcode[:LONGEST_PASSCODE])
    try:
        computed = hashlib.scrypt(given, salt=salt, maxmem=MOST_MEMORY, **cost)
    except ValueError:
        raise _not_a_hash() from None
    return hmac.compare_digest(computed, digest)


def _parts(hashed: str) -> tuple[dict[str, int], bytes, bytes]:
    try:
        kind, n, r, p, salt, digest = hashed.strip().split("$")
        if kind != "scrypt":
            raise ValueError(kind)
        cost = {"n": int(n), "r": int(r), "p": int(p)}
        return cost, base64.b64decode(salt, validate=True), base64.b64decode(digest, validate=True)
    except ValueError:
        raise _not_a_hash() from None


def _not_a_hash() -> ValueError:
    return ValueError(
        f"{HASH_VARIABLE} is not a hash of a passcode; `python -m metrics hash-passcode` makes one"
    )


def _bytes(passcode: str) -> bytes:
    # Chinese keyboards may type full-width letters; they mean the same ones.
    return unicodedata.normalize("NFKC", passcode).strip().encode("utf-8", "surrogatepass")


def _encode(content: bytes) -> str:
    return base64.b64encode(content).decode()


def issue_ticket(
    name: str, how: SignInWay, role: Role = "administrator", session: str = ""
) -> Editor:
    """Return a new proof for somebody whose sign-in was checked; for sign-ins only."""
    lasts = timedelta(hours=SESSION_HOURS)
    expires = datetime.now(UTC) + lasts
    editor = Editor(name, how, expires, secrets.token_urlsafe(32), role, session)
    with _lock:
        moment = time.monotonic()
        for ticket in [t for t, (_, deadline) in _open_tickets.items() if deadline <= moment]:
            del _open_tickets[ticket]
        _open_tickets[editor.ticket] = (editor, moment + lasts.total_seconds())
    return editor


def _forget_oldest(kept: dict[str, Any]) -> None:
    if len(kept) >= SOURCES_KEPT:
        del kept[next(iter(kept))]


def _tidy_name(name: str | None) -> str:
    visible = "".join(c if c.isprintable() else " " for c in name or "")
    return " ".join(visible.split())[:80]


def _is_listed(email: str, environment: Mapping[str, str]) -> bool:
    # Not casefold: it takes ß for ss, and another's address for one that is listed.
    listed = environment.get(ALLOWED_VARIABLE, "").replace(",", " ").lower().split()
    return bool(email) and email.lower() in listed


def _not_signed_in() -> NotAllowed:
    return NotAllowed(
        "not-signed-in",
        message("Only editors may do this, and you are not signed in"),
        message("Sign in, then try again"),
    )


def session_over() -> NotAllowed:
    """Return the refusal of somebody whose sign-in has ended."""
    return NotAllowed(
        "session-over",
        message("Your session is over"),
        message("Sign in again; what you were working on is still there"),
    )


def _not_listed() -> NotAllowed:
    return NotAllowed(
        "not-listed",
        message("This account may read but not publish"),
        message("Ask whoever runs the server to put its address on the list of editors"),
    )


def _not_in_this_role() -> NotAllowed:
    return NotAllowed(
        "not-in-this-role",
        message("Your account may not do this"),
        message("Ask an approver to do it, or an administrator for another role"),
    )


def too_many_attempts(seconds: float) -> NotAllowed:
    """Return the refusal of an attempt that comes too soon after wrong ones."""
    return NotAllowed(
        "too-many-attempts",
        message("There were too many wrong attempts"),
        message("Wait {minutes} minutes, then try again", minutes=int(seconds // 60) + 1),
    )
