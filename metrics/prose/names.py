"""The name of a figure, and what one sentence hands on to the next."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Naming:
    """The name of one figure, what kind of figure it is, and the rules that said so."""

    metric: str
    change: str
    year: int | None
    rules: tuple[str, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class SentenceContext:
    """What the sentence before hands on: the reporting year and the last name or topic."""

    year: int | None
    topic: str = ""
