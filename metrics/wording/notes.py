"""What a reader must know beside the figures: changed definitions, restatements, notes.

Everything comes from the data, a note in its own words; nobody draws a mark by hand. Marks are
numbers in circles that lead from a year in a chart to the words under it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from metrics.clock import day
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import address
from metrics.model.observation import Observation
from metrics.model.series import Series, changes_definition
from metrics.store.restatements import Earlier, Restated
from metrics.wording.figures import figure_text
from metrics.wording.labels import labels

Kind = Literal["definition", "unit", "restatement", "note"]
_CIRCLED = 0x2460
_MOST_CIRCLED = 20


@dataclass(frozen=True)
class Annotation:
    """One thing to know of one figure: `address` is that of the figure.

    `text` names the series and the year and stands for itself.
    """

    year: int
    kind: Kind
    text: str
    address: str


def annotations_of(
    series: Sequence[Series],
    years: Sequence[int],
    dataset: Dataset,
    _: Words,
    restated: Restated | None = None,
) -> list[Annotation]:
    """Return what is to be known of the figures of some series and years, by year.

    `restated` comes from `metrics.store.restatements`; without it restatements are not told.
    """
    found = []
    for one, label in zip(series, labels(series, dataset, _), strict=True):
        for year in years:
            if observation := one.at(year):
                found += _of_figure(one, observation, label, dataset, _, restated or {})
    return sorted(found, key=lambda annotation: annotation.year)


def _of_figure(
    series: Series,
    observation: Observation,
    label: str,
    dataset: Dataset,
    _: Words,
    restated: Mapping[tuple[int, str, str, str, str], tuple[Earlier, ...]],
) -> list[Annotation]:
    said: list[tuple[Kind, str]] = []
    named = {"metric": label, "year": observation.year}
    if changes_definition(observation):
        text = _("{metric}, {year}: definition changed ({note})", note=observation.note, **named)
        said.append(("definition", text))
    elif observation.note:
        said.append(("note", _("{metric}, {year}: {note}", note=observation.note, **named)))
    if (change := series.change(observation.year)).why == "unit" and change.old:
        said.append(("unit", _unit_text(change.old, observation, named, dataset, _)))
    if earlier := restated.get(observation.key):
        said.append(("restatement", _restated_text(observation, earlier, named, dataset, _)))
    return [
        Annotation(observation.year, kind, text, address(observation, dataset))
        for kind, text in said
    ]


def _unit_text(
    old: Observation,
    new: Observation,
    named: Mapping[str, object],
    dataset: Dataset,
    _: Words,
) -> str:
    return _(
        "{metric}, {year}: unit changed ({old} before, now {new})",
        old=figure_text(old, dataset.vocabulary, _),
        new=figure_text(new, dataset.vocabulary, _),
        **named,
    )


def _restated_text(
    observation: Observation,
    earlier: Sequence[Earlier],
    named: Mapping[str, object],
    dataset: Dataset,
    _: Words,
) -> str:
    told = [
        _(
            "{figure} in version {version} of {date}",
            figure=figure_text(one.observation, dataset.vocabulary, _),
            version=one.version,
            date=_.date(day(one.at)),
        )
        for one in earlier
    ]
    return _(
        "{metric}, {year}: restated, now {figure}, published before as {earlier}",
        figure=figure_text(observation, dataset.vocabulary, _),
        earlier=_.list(told),
        **named,
    )


def mark(number: int) -> str:
    """Return the mark of the annotation with this place in the list, from 1: ①, ②, … (21)."""
    return chr(_CIRCLED + number - 1) if number <= _MOST_CIRCLED else f"({number})"


def marks_by_year(notes: Sequence[Annotation]) -> dict[int, str]:
    """Return the marks that stand under each year: ①, or ②–④ for several."""
    numbers: dict[int, list[int]] = {}
    for number, note in enumerate(notes, start=1):
        numbers.setdefault(note.year, []).append(number)
    return {
        year: mark(found[0]) if len(found) == 1 else f"{mark(found[0])}–{mark(found[-1])}"
        for year, found in numbers.items()
    }


def marks_by_figure(notes: Sequence[Annotation]) -> dict[str, str]:
    """Return the marks of each figure by its address."""
    found: dict[str, str] = {}
    for number, note in enumerate(notes, start=1):
        found[note.address] = found.get(note.address, "") + mark(number)
    return found


def annotation_words(notes: Sequence[Annotation]) -> list[str]:
    """Return the lines for the caption under a chart, each behind its mark."""
    return [f"{mark(number)} {note.text}" for number, note in enumerate(notes, start=1)]
