"""Give the component the forms of a year's figures: sentences, dots, strips, pairs.

Content of the component of `ui.components.figures`, drawn by `forms.js`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from metrics.analysis.drawn import Drawn
from ui.components.figures import Content, tones_of


@dataclass(frozen=True)
class Words:
    """Hold a piece of a paragraph; `address` makes it a figure that opens its source."""

    text: str
    address: str = ""
    color: str = ""


@dataclass(frozen=True)
class Fate:
    """Hold how many numerals of a report were taken, left or none, and a name."""

    kind: Literal["taken", "table", "left", "none"]
    count: int
    text: str


def paragraph(pieces: Sequence[Words], *, hint: str) -> Content:
    """Return a paragraph whose figures are buttons; `hint` says what they do."""
    tones = tones_of(piece.color for piece in pieces)
    listed = [asdict(piece) for piece in pieces]
    return {"kind": "paragraph", "pieces": listed, "hint": hint, "tones": tones}


def band(title: str, color: str, drawn: Sequence[Drawn], *, note: str = "") -> Content:
    """Return a category's figures beside one another under a hairline."""
    listed = [asdict(one) for one in drawn]
    named = {"title": title, "color": color, "note": note}
    return {"kind": "band", **named, "drawn": listed, "tones": tones_of([color])}


def numerals(title: str, fates: Sequence[Fate], color: str) -> Content:
    """Return where each numeral of a report went, as a strip with a mark for each."""
    listed = [asdict(fate) for fate in fates]
    return {"kind": "numerals", "title": title, "fates": listed, "tones": tones_of([color])} | {
        "color": color
    }
