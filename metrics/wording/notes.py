"""Annotate figures: changed definitions and units, restatements, notes.

Everything comes from the data, a note in its own words. Marks are numbers in circles that lead
from a year in a chart to the text under it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from metrics.clock import day
from metrics.model.diff import Earlier, Restated
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import Series, changes_definition
from metrics.wording.formatter import Formatter
from metrics.wording.labels import labels

NoteKind = Literal["definition", "unit", "restatement", "note"]
_CIRCLED = 0x2460
_MOST_CIRCLED = 20


@dataclass(frozen=True)
class Annotation:
    """Hold a note on one figure, which `address` names.

    `text` names the series and the year, so that it can stand alone.
    """

    year: int
    kind: NoteKind
    text: str
    address: str


def annotations_of(
    series: Sequence[Series], years: Sequence[int], fmt: Formatter, restated: Restated | None = None
) -> list[Annotation]:
    """Return the annotations of the figures of some series and years, by year.

    `restated` comes from `metrics.store.restatements`; without it no restatement is named.
    """
    notes = []
    for one, label in zip(series, labels(series, fmt), strict=True):
        for year in years:
            if observation := one.at(year):
                notes += _notes_of(one, observation, label, fmt, restated or {})
    return sorted(notes, key=lambda note: note.year)


def _notes_of(
    series: Series, observation: Observation, label: str, fmt: Formatter, restated: Restated
) -> list[Annotation]:
    """Return the annotations of one figure; `label` names its series."""
    _ = fmt.words
    texts: list[tuple[NoteKind, str]] = []
    named = {"metric": label, "year": observation.year}
    note = fmt.note(observation)
    if changes_definition(observation):
        text = _("{metric}, {year}: definition changed ({note})", note=note, **named)
        texts.append(("definition", text))
    elif observation.note:
        texts.append(("note", _("{metric}, {year}: {note}", note=note, **named)))
    figure = fmt.figure(observation)
    if (change := series.change(observation.year)).why == "unit" and change.old:
        old = fmt.figure(change.old)
        text = _(
            "{metric}, {year}: unit changed ({old} before, now {new})", old=old, new=figure, **named
        )
        texts.append(("unit", text))
    if earlier := restated.get(observation.key):
        text = _(
            "{metric}, {year}: restated, now {figure}, published before as {earlier}",
            figure=figure,
            earlier=_.list([_version_text(one, fmt) for one in earlier]),
            **named,
        )
        texts.append(("restatement", text))
    place = figure_id(observation, fmt.dataset)
    return [Annotation(observation.year, kind, text, place) for kind, text in texts]


def series_notes(
    series: Series, years: Sequence[int], fmt: Formatter, restated: Restated | None = None
) -> tuple[list[Annotation], list[str]]:
    """Return the annotations of one series, and notes that stand by several years.

    The former are marked at their points, the latter are of no point. None names the series.
    """
    shown = [o for year in years if (o := series.published(year))]
    notes, standing = [], []
    for note, of_note in noted(shown, years, fmt):
        first, *others = (o for o in shown if fmt.note(o) == note)
        text = fmt.words("{years}: {note}", years=of_note, note=note)
        if others:
            standing.append(text)
            continue
        kind: NoteKind = "definition" if changes_definition(first) else "note"
        notes.append(Annotation(first.year, kind, text, figure_id(first, fmt.dataset)))
    more = annotations_of([series], [o.year for o in shown], fmt, restated)
    notes += [note for note in more if note.kind in ("unit", "restatement")]
    return sorted(notes, key=lambda note: note.year), standing


def _version_text(earlier: Earlier, fmt: Formatter) -> str:
    _ = fmt.words
    return _(
        "{figure} in version {version} of {date}",
        figure=fmt.figure(earlier.observation),
        version=earlier.version,
        date=_.date(day(earlier.at)),
    )


def noted(
    observations: Iterable[Observation], years: Sequence[int], fmt: Formatter
) -> list[tuple[str, str]]:
    """Return each note on the figures of some years once, with the years it stands by."""
    by_note: dict[str, list[int]] = {}
    for observation in observations:
        if observation.note and observation.year in years:
            by_note.setdefault(fmt.note(observation), []).append(observation.year)
    return [(note, fmt.year_ranges(of_note)) for note, of_note in by_note.items()]


def mark(number: int) -> str:
    """Return the mark of the annotation with this place, from 1: ①, ②, … (21)."""
    return chr(_CIRCLED + number - 1) if number <= _MOST_CIRCLED else f"({number})"


def marks_by_year(notes: Sequence[Annotation]) -> dict[int, str]:
    """Return the marks that stand under each year: ①, or ②–④ for several."""
    numbers: dict[int, list[int]] = {}
    for number, note in enumerate(notes, start=1):
        numbers.setdefault(note.year, []).append(number)
    return {
        year: mark(of_year[0]) if len(of_year) == 1 else f"{mark(of_year[0])}–{mark(of_year[-1])}"
        for year, of_year in numbers.items()
    }


def marks_by_figure(notes: Sequence[Annotation]) -> dict[str, str]:
    """Return the marks of each figure by its address."""
    marks: dict[str, str] = {}
    for number, note in enumerate(notes, start=1):
        marks[note.address] = marks.get(note.address, "") + mark(number)
    return marks


def annotation_words(notes: Sequence[Annotation]) -> list[str]:
    """Return the lines for the caption under a chart, each behind its mark."""
    return [f"{mark(number)} {note.text}" for number, note in enumerate(notes, start=1)]
