"""Audit the evidence: check that the words behind every published figure state its value.

Checks each place against the text of its edition, and the reading of that text against the row
that is published now. Mends nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from metrics.i18n import Message, message
from metrics.model.catalogue import fold
from metrics.model.observation import Observation
from metrics.numbers import plain
from metrics.problems import Problem
from metrics.prose import TextFigure, read
from metrics.store import schema
from metrics.store.editions import EditionText, Evidence, evidence_of, list_editions
from metrics.store.publications import Store


@dataclass(frozen=True)
class Audit:
    """Hold the audit's result: sound figures, figures without a place, problems."""

    version: int
    sound: int
    without_place: tuple[Observation, ...]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Return whether every place that is kept states its figure."""
        return not self.problems


def audit(store: Store) -> Audit:
    """Check every published figure.

    A figure without a place of its own is listed, and is no fault. Raises StoreError.
    """
    version, rows = store.current_with_version()
    editions = {edition.number: edition for edition in list_editions(store)}
    places = evidence_of(store)
    readings: dict[int, dict[tuple[int, int], TextFigure]] = {}
    problems = list(_altered(store, editions))
    without: list[Observation] = []
    sound = 0
    for row in rows:
        place = places.get(row.key)
        if place is None:
            if row.value is not None:
                without.append(row)
            continue
        wrong = _wrong(row, place, editions.get(place.edition), readings)
        if wrong is None:
            sound += 1
        else:
            problems.append(wrong)
    return Audit(version, sound, tuple(without), tuple(problems))


def _wrong(
    row: Observation,
    place: Evidence,
    edition: EditionText | None,
    readings: dict[int, dict[tuple[int, int], TextFigure]],
) -> Problem | None:
    """Return the problem of one place, or None."""
    if edition is None:
        return _problem("no-edition", row, message("The edition of its sentence is gone"), "")
    words = edition.text[place.start : place.end]
    if words != place.printed:
        text = message("At its place stands “{words}”, not “{printed}”", words=words[:60],
                       printed=place.printed)  # fmt: skip
        return _problem("words-moved", row, text, words[:60])
    if edition.number not in readings:
        figures = read(edition.text, edition.year).figures
        readings[edition.number] = {(each.start, each.end): each for each in figures}
    figure = readings[edition.number].get((place.start, place.end)) or _read_alone(words)
    if figure is None:
        text = message("No figure is read in “{words}”", words=words)
        return _problem("no-figure", row, text, words)
    if _says(figure, row):
        return None
    text = message(
        "“{words}” says {read}, published is {value}",
        words=words,
        read=_exactly(figure.value, figure.upper, figure.unit, figure.qualifier),
        value=_exactly(row.value, row.upper, row.unit, row.qualifier),
    )
    return _problem("value-differs", row, text, words)


def _read_alone(words: str) -> TextFigure | None:
    """Read a place that is no figure of its own in the text, like a cell of a table."""
    figures = read(f"共有{words}。").figures
    return figures[0] if len(figures) == 1 else None


def _says(figure: TextFigure, row: Observation) -> bool:
    if (figure.value, figure.upper) != (row.value, row.upper):
        return False
    qualifier = "range" if figure.upper is not None else figure.qualifier
    same_unit = not figure.unit or fold(figure.unit) in (fold(row.unit), fold(f"个{row.unit}"))
    return qualifier == row.qualifier and same_unit


def _altered(store: Store, editions: dict[int, EditionText]) -> Iterator[Problem]:
    """Yield the problems of editions whose text was altered."""
    table = schema.editions
    with store.database.reading() as connection:
        rows = connection.execute(select(table.c.number, table.c.sha256))
        hashes = {row.number: row.sha256 for row in rows}
    for number, edition in editions.items():
        if hashes.get(number) != edition.sha256:
            text = message("The text of edition {number} was altered", number=number)
            yield Problem("edition-altered", "error", text, file=edition.file or edition.title_zh)


def _exactly(value: object, upper: object, unit: str, qualifier: str) -> str:
    numbers = [plain(number) for number in (value, upper) if number is not None]  # type: ignore[arg-type]
    return f"{'–'.join(numbers) or '—'} {unit} ({qualifier})"


def _problem(code: str, row: Observation, text: Message, words: str) -> Problem:
    return Problem(
        code,
        "error",
        text,
        message("Correct the figure, or confirm its sentence again"),
        file=f"{row.year} {row.region} {row.metric}",
        found=words or None,
    )
