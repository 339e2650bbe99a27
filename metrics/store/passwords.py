"""Make and check hashes of passwords by Argon2, and refuse weak ones.

The rules are those of NIST SP 800-63B: length and a list of known ones, no forced mix of
characters and no expiry but for those that somebody else has given. Words of the list count as
known with digits and marks around them.
"""

import re
import secrets
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from metrics import DEFAULTS
from metrics.auth import NotAllowed
from metrics.i18n import Message, message
from metrics.model.csv_file import read_rows
from metrics.store import schema

SHORTEST, LONGEST = 12, 200
_LEAST_KINDS = 5
"""So many different characters a password has at the least."""
_SHORTEST_NAME = 2
_TEMPORARY = "temporary:"
TEMPORARY_FOR = timedelta(days=7)
"""How long a password that somebody else has given can be replaced by its owner."""
_hasher = PasswordHasher()
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def hashed_password(password: str, account: str, *, temporary: bool = False) -> str:
    """Return the hash of a new password; raises NotAllowed for a weak one.

    That of a `temporary` one says so, and since when.
    """
    folded = _folded(password)
    for weak, text in (
        (not SHORTEST <= len(folded) <= LONGEST, _length()),
        (len(set(folded)) < _LEAST_KINDS, message("It repeats a few characters")),
        (_is_a_row(folded), message("Its characters follow one another as on the keyboard")),
        (_holds(folded, account), message("It holds the name of the account")),
        (_is_known(folded), message("It is one of those that are tried first")),
    ):
        if weak:
            raise NotAllowed("weak-password", message("This password is too weak"), text)
    return (_TEMPORARY + schema.now() if temporary else "") + _hasher.hash(folded)


def is_temporary(hashed: str) -> bool:
    """Return whether a hash is that of a password which its owner has to replace."""
    return hashed.startswith(_TEMPORARY)


def is_expired(hashed: str, since: str) -> bool:
    """Return whether a temporary password has come too old.

    `since` is when its account last changed, for hashes that do not say it themselves.
    """
    given = hashed.removeprefix(_TEMPORARY).partition("$")[0] or since.partition(" ")[0]
    return is_temporary(hashed) and datetime.now(UTC) - schema.moment(given) > TEMPORARY_FOR


def is_password(password: str, hashed: str) -> bool:
    """Return whether a password is the hashed one."""
    try:
        own = "$" + hashed.partition("$")[2]
        return _hasher.verify(own, _folded(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def hash_of_nobody() -> str:
    """Return a hash that no password has, so that unknown names take as long."""
    return _hasher.hash(secrets.token_urlsafe(32))


def new_password() -> str:
    """Return a random password without characters that look alike."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))


def _length() -> Message:
    return message("Take at least {n} characters; several words do", n=SHORTEST)


def _folded(password: str) -> str:
    # Chinese keyboards may type full-width letters; they mean the same ones.
    return unicodedata.normalize("NFKC", password).strip()


def _bare(text: str) -> str:
    """Return the letters of a text; a mark where nothing is left."""
    return re.sub(r"[\W\d_]+", "", _folded(text).casefold()) or "\0"


def _holds(password: str, account: str) -> bool:
    name = _bare(account)
    return len(name) >= _SHORTEST_NAME and name in password.casefold()


def _is_known(password: str) -> bool:
    rest = _bare(password)
    listed = _known()
    return rest in listed or any(rest == word * (len(rest) // len(word)) for word in listed)


def _is_a_row(password: str) -> bool:
    """Return whether characters follow one another, as in 12345678 or qwerty."""
    folded = password.casefold()
    rows = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    follow = sum(
        abs(ord(a) - ord(b)) <= 1 or any(a + b in row or b + a in row for row in rows)
        for a, b in pairwise(folded)
    )
    return follow >= 0.7 * (len(folded) - 1)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    rows = read_rows(DEFAULTS / "passwords.csv", ("word",))
    return frozenset(_bare(row["word"]) for row in rows)
