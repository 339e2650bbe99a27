"""Hold one publication, and its dictionaries for readers and for operators."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, Literal

from metrics.auth import SignInWay

PublicationKind = Literal["init", "publish", "restore"]
INIT: Final = "init"
PUBLISH: Final = "publish"
RESTORE: Final = "restore"


@dataclass(frozen=True)
class Publication:
    """Hold one act of changing what is published.

    `who` is a person, and empty where the machine's account acted for the bureau; `restored` is
    the version gone back to; `base` the version it was prepared against; `at` is for reading only,
    order comes from `version`.
    """

    version: int
    at: datetime
    kind: PublicationKind
    who: str
    how: SignInWay
    note: str
    file: str
    file_sha256: str
    base: int
    restored: int | None
    replaced_years: tuple[int, ...]
    added: int
    changed: int
    withdrawn: int
    unchanged: int
    content_sha256: str
    previous_hash: str
    hash: str


_PUBLIC = (
    *("version", "kind", "restored", "who", "note", "file", "at", "replaced_years"),
    *("added", "changed", "withdrawn", "unchanged", "hash"),
)
"""What any reader may see: how the editor signed in and the hash of the file are left out."""


def public_dict(publication: Publication) -> dict[str, Any]:
    """Return a publication's public facts, and its hash."""
    facts = full_dict(publication)
    return {name: facts[name] for name in _PUBLIC}


def full_dict(publication: Publication) -> dict[str, Any]:
    """Return all facts of a publication, for operators only."""
    return {
        **asdict(publication),
        "at": publication.at.isoformat(),
        "replaced_years": list(publication.replaced_years),
    }
