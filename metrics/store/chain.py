"""Chain the hashes of publications, so that an altered past shows in every later hash.

Each hash covers the publication's rows, its facts and the hash before. Holds how rows and
publications are turned into bytes; that form never changes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

GENESIS = ""  # what stands for the hash before the first publication

Cells = tuple[Any, ...]  # a row as the store keeps it: action, then what `to_cells` makes of it


def content_hash(rows: Iterable[Cells]) -> str:
    """Return the hash of the rows of a publication, in order."""
    return _hash([list(row) for row in rows])


def chained_hash(previous: str, facts: Mapping[str, Any]) -> str:
    """Return the hash of a publication: of the one before, and of its facts."""
    return _hash([previous, sorted(facts.items())])


def _hash(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
