"""Bind numbers of a Word text to observations by names that outlive other programs.

A number is a content control whose tag names year, version and the observation (or goal) by a
digest of its key, inside a bookmark of the same name, which stays where a program drops controls.
So is the mark of a figure that is not published yet, so that a refresh can fill it in.
What is left to a person is a bookmark that names a digest of its words, so that it is known whether
they were touched.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from metrics.next_report.content import BOUND, Piece, PieceKind

LETTERS: dict[str, PieceKind] = {
    **{"n": "number", "c": "comparison", "g": "goal"},
    **{"m": "missing", "u": "unchecked", "w": "to_write"},
}
NAME = re.compile(
    r"(?P<kind>[ncgm])(?P<year>\d{4})_v(?P<version>\d{1,9})_(?P<digest>[0-9a-f]{16})"
    r"|(?P<left>[muw])_(?P<words>[0-9a-f]{16})"
)
_LONGEST = 64
"""Characters of a control's title that Word takes."""


@dataclass(frozen=True)
class Binding:
    """Name what a number is bound to; Word shows the `title`."""

    name: str
    title: str


def is_bound(piece: Piece) -> bool:
    """Return whether a piece names an observation or a goal, published or not."""
    return piece.kind in (*BOUND, "missing") and (piece.key is not None or piece.goal is not None)


def bind(piece: Piece, version: int) -> Binding:
    """Return the binding of a number or goal; raises ValueError for other pieces."""
    if piece.goal is not None:
        _stated, year, region, _category, _subcategory, metric, *_rest = piece.goal
    elif piece.key is not None:
        year, region, _category, _subcategory, metric = piece.key
    else:
        raise ValueError(piece.kind)
    name = f"{piece.kind[0]}{year:04d}_v{version}_{digest(piece.goal or piece.key)}"
    return Binding(name, f"{metric} · {year or '—'} · {region} · v{version}"[:_LONGEST])


def left_name(piece: Piece) -> str:
    """Return the name of what is left to a person, by a digest of its words."""
    letter = next(letter for letter, kind in LETTERS.items() if kind == piece.kind)
    return f"{letter}_{words_digest(piece.text)}"


def bookmark(name: str, number: int, inside: Sequence[Any]) -> list[Any]:
    """Return elements in a bookmark; `number` counts the file's bookmarks."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"{name}_{number}")
    end.set(qn("w:id"), str(number))
    return [start, *inside, end]


def control(binding: Binding, number: int, run: Any) -> list[Any]:
    """Return the elements that bind a run; `number` counts the file's controls."""
    outer, facts, inner = (OxmlElement(f"w:sdt{part}") for part in ("", "Pr", "Content"))
    for name, value in (("alias", binding.title), ("tag", binding.name), ("id", str(number))):
        fact = OxmlElement(f"w:{name}")
        fact.set(qn("w:val"), value)
        facts.append(fact)
    inner.append(run)
    outer.extend([facts, inner])
    return bookmark(binding.name, number, [outer])


def digest(named: object) -> str:
    """Return the short name of a key, or of words."""
    return hashlib.sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()[:16]


def words_digest(text: str) -> str:
    """Return the short name of words left to a person, without their end mark.

    LibreOffice moves the end of a bookmark by a character where comments stand before it.
    """
    return digest(text.strip().rstrip("。；;！!？?"))
