"""Decide what the next report says: last year's sentences with this year's figures.

A sentence that states published figures or goals is kept, and they are replaced; a sentence
without one is left for a person to write, last year's words standing in its place. Comparisons
are written by fixed phrases. Refuses a year of which no text is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from metrics.i18n import Message, message
from metrics.model.dataset import Dataset
from metrics.model.observation import Key, Observation, from_table
from metrics.model.target import Target, TargetKey

PieceKind = Literal["kept", "number", "comparison", "goal", "missing", "unchecked", "to_write"]
LineKind = Literal["title", "first", "second", "body"]
BOUND: tuple[PieceKind, ...] = ("number", "comparison", "goal")
OPEN: tuple[PieceKind, ...] = ("missing", "unchecked", "to_write")
"""What a person has to fill in, check or write."""
GAP = "〔"
"""What the mark of a missing figure begins with."""


class NoReport(Exception):
    """Say why no report can be made, in words for the reader."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.template)
        self.reason = reason


@dataclass(frozen=True)
class Piece:
    """Hold a run of one kind; `was` says last year's print, and of a goal its result.

    `key` is the observation's, `goal` the target's.
    """

    kind: PieceKind
    text: str
    was: str = ""
    key: Key | None = None
    goal: TargetKey | None = None


@dataclass(frozen=True)
class Line:
    """Hold a paragraph; of a `second` heading the first `head` pieces are the heading."""

    kind: LineKind
    pieces: tuple[Piece, ...]
    head: int = 0


@dataclass(frozen=True)
class NextReport:
    """Hold a report on `year`, made from that on `from_year`, and its version."""

    year: int
    from_year: int
    title: str
    version: int
    lines: tuple[Line, ...]

    def pieces(self, kind: PieceKind) -> list[Piece]:
        """Return all pieces of a kind in their order."""
        return [piece for line in self.lines for piece in line.pieces if piece.kind == kind]


def bound_to(piece: Piece, dataset: Dataset) -> Observation | Target | None:
    """Return what a number, comparison or goal states, None for what is not published."""
    if piece.kind not in BOUND:
        return None
    if piece.goal is not None:
        return next((goal for goal in dataset.targets if goal.key == piece.goal), None)
    return observations(dataset).get(piece.key) if piece.key else None


@lru_cache(maxsize=2)
def observations(dataset: Dataset) -> Mapping[Key, Observation]:
    """Return the published rows of a data set by their keys."""
    return {row.key: row for row in from_table(dataset.table)}


def refuse_without_figures(dataset: Dataset, year: int) -> None:
    """Raise NoReport where nothing of a year is published."""
    rows = observations(dataset).values()
    if not any(row.year == year and row.value is not None for row in rows):
        raise NoReport(message("Nothing is published for {year} yet", year=year))
