"""The hash chain: each publication's hash covers its rows, all that is said of it, and the one
before, so that nothing in the past can be altered without every later hash telling.

Holds how rows and publications are turned into bytes; that form is for ever.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from metrics.model.observation import Observation
from metrics.numbers import plain

GENESIS = ""
"""What stands for the hash before the first publication."""

Cells = tuple[Any, ...]
"""A row as the store keeps it: action, then one cell for each of COLUMN_NAMES."""


def cells(action: str, row: Observation) -> Cells:
    """Return a row as it is stored: decimals as plain texts, None for not published."""
    value = None if row.value is None else plain(row.value)
    upper = None if row.upper is None else plain(row.upper)
    return (
        action,
        row.year,
        row.region,
        row.category,
        row.subcategory,
        row.metric,
        value,
        row.unit,
        row.qualifier,
        upper,
        row.printed,
        row.section,
        row.note,
    )


def observation(stored: Sequence[Any]) -> Observation:
    """Return the row that was stored; names that repeat share their memory."""
    _, year, region, category, subcategory, metric, value, unit, qualifier, upper, *rest = stored
    printed, section, note = rest
    return Observation(
        year,
        sys.intern(region),
        sys.intern(category),
        sys.intern(subcategory),
        sys.intern(metric),
        None if value is None else Decimal(value),
        sys.intern(unit),
        sys.intern(qualifier),
        None if upper is None else Decimal(upper),
        printed,
        sys.intern(section),
        note,
    )


def content_hash(rows: Iterable[Cells]) -> str:
    """Return the hash of the rows of a publication, in order."""
    return _hash([list(row) for row in rows])


def chained_hash(previous: str, said: Mapping[str, Any]) -> str:
    """Return the hash of a publication: the one before, and all that is said of this one."""
    return _hash([previous, sorted(said.items())])


def _hash(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
