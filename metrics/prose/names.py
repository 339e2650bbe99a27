"""Read the name of a figure, and what one sentence hands on to the next."""

from dataclasses import dataclass
from typing import Literal, get_args

ChangeWord = Literal["level", "growth", "decline", "share", "rank"]
"""How a figure is stated: as a level, a rate of change, a part of a whole, a rank."""
CHANGE_WORDS: dict[str, ChangeWord] = {word: word for word in get_args(ChangeWord)}


@dataclass(frozen=True)
class Naming:
    """Hold the name of one figure, its kind, and the rules that named it."""

    metric: str
    change: ChangeWord
    year: int | None
    rules: tuple[str, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class SentenceContext:
    """Hold what a sentence hands on: the reporting year, the last name or topic."""

    year: int | None
    topic: str = ""
