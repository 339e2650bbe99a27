"""What a selection says of its last year, in sentences made by fixed rules from its figures.

Every change has both values; no cause, no adjective. Growth and percentage points are never
ranked together, and only what can be compared is ranked.
"""

from __future__ import annotations

from dataclasses import dataclass

from metrics.language import Words
from metrics.selection import Selection
from metrics.store.restatements import Restated

KINDS = (
    "count",
    "largest",
    "rise",
    "fall",
    "points-rise",
    "points-fall",
    "first",
    "unpublished",
    "gap",
    "definition",
    "unit",
    "restatement",
)


@dataclass(frozen=True)
class Finding:
    """One sentence: `kind` is one of KINDS, `address` that of its figure (empty for none).

    `region` is the region it is about where the selection has several, else empty.
    """

    kind: str
    text: str
    address: str = ""
    region: str = ""


def findings(selection: Selection, _: Words, restated: Restated | None = None) -> list[Finding]:
    """Return what the selection says of its last year, by region where there are several."""
    return []


def selection_alt(selection: Selection, _: Words, restated: Restated | None = None) -> str:
    """Return the findings as one text, for what stands in place of a picture."""
    return " ".join(finding.text for finding in findings(selection, _, restated))
