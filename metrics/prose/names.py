"""Read the name of a figure, and what one sentence hands on to the next."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Naming:
    """Hold the name of one figure, its kind, and the rules that named it."""

    metric: str
    change: str
    year: int | None
    rules: tuple[str, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class SentenceContext:
    """Hold what a sentence hands on: the reporting year, the last name or topic."""

    year: int | None
    topic: str = ""
