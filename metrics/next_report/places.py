"""Find what of a report's text is bound: its figures, their repetitions, and the goals it sets.

A repetition is a figure that an editor left as one, or that the reader takes for one, and that
says what a figure before it says. Refuses nothing; what is not found stays unbound.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.model.observation import Key
from metrics.model.target import Target
from metrics.prose import Reading, TextFigure
from metrics.store.editions import EditionText, Evidence


@dataclass(frozen=True)
class KeptReport:
    """Hold a kept text with the places of its figures, of repetitions and of goals."""

    text: EditionText
    figures: Mapping[Key, Evidence]
    repeated: Sequence[tuple[int, int]] = ()
    goals: Sequence[tuple[Target, int, int]] = ()


@dataclass(frozen=True)
class Place:
    """Place what is replaced: a figure by its key, or a goal; `again` is a repetition."""

    start: int
    end: int
    printed: str
    key: Key | None = None
    goal: Target | None = None
    again: bool = False


def places_in(kept: KeptReport, reading: Reading) -> list[Place]:
    """Return all places of a text in their order, none inside another."""
    text = kept.text
    own = [each for each in kept.figures.values() if each.edition == text.number]
    found = [Place(each.start, each.end, each.printed, each.key) for each in own]
    found += [Place(start, end, text.text[start:end], goal=goal) for goal, start, end in kept.goals]
    found += _repeated(kept, reading, {place.start: place for place in found})
    ordered: list[Place] = []
    for place in sorted(found, key=lambda each: (each.start, each.again)):
        if not ordered or place.start >= ordered[-1].end:
            ordered.append(place)
    return ordered


def _repeated(kept: KeptReport, reading: Reading, placed: Mapping[int, Place]) -> list[Place]:
    """Return the figures that say again what a placed one before them says."""
    left = {start for start, _end in kept.repeated}
    first_places: dict[tuple[object, ...], Place] = {}
    found = []
    for figure in reading.figures:
        if place := placed.get(figure.start):
            first_places[_statement(figure)] = place
        elif figure.start in left or "restated" in figure.flags:
            first = first_places.get(_statement(figure))
            if first is not None and first.key is not None:
                printed = kept.text.text[figure.start : figure.end]
                again = replace(first, start=figure.start, end=figure.end, again=True)
                found.append(replace(again, printed=printed))
    return found


def _statement(figure: TextFigure) -> tuple[object, ...]:
    return figure.value, figure.upper, figure.unit, figure.qualifier
