"""Hold what a file was read as: observations, problems, questions, and samples of its cells."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_changes
from typing import NamedTuple

from metrics.i18n import Message, message
from metrics.intake.layout import Layout
from metrics.intake.rows import NotTaken
from metrics.model.observation import Key, Observation
from metrics.model.vocabulary import QUALIFIER_WORDS
from metrics.numbers import grouped, plain
from metrics.problems import Problem
from metrics.readers.grid import Grid
from metrics.tables.result import Place, Question, SheetReading
from metrics.text import clean

SAMPLES = 3
COMPUTED = {"copied", "jump", "merged", "parts-exceed", "repeated", "unit-changed"}
"""Kinds of problems found in what cells mean, not in their text."""


class Sample(NamedTuple):
    """Hold a cell as it was read, for a look at the encoding and columns."""

    row: int
    column: str
    text: str
    meaning: Message


_YEARS = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Intake:
    """Hold what a file holds; `rows[i]` is Excel's row of `observations[i]`.

    `ok` is false when the file is refused: then `problems` hold at least one error. What does not
    apply (a sheet in a text file, an encoding in a workbook) is None. `sheets` are the sheets
    that hold a table of figures.
    """

    ok: bool
    name: str
    sha256: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    sheets: tuple[str, ...] = ()
    observations: tuple[Observation, ...] = ()
    rows: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    sample: tuple[Sample, ...] = ()
    texts: Mapping[int, str] | None = None
    """The text of the rows that have a problem, by row number, for the list of problems."""
    questions: tuple[Question, ...] = ()
    """What the tables leave open; answers go back by the ids of questions."""
    grids: tuple[SheetReading, ...] = ()
    """The sheets as they were read: roles of columns and rows, states of cells."""
    cells: tuple[Place, ...] = ()
    """The cell that each of `observations` stands in."""
    mended: Mapping[Place, str] | None = None
    """What stands in the file in each cell that was given another text."""

    @property
    def places(self) -> dict[Key, tuple[str, str]]:
        """Return the sheet and cell of each observation, by key."""
        pairs = zip(self.observations, self.cells, strict=False)
        return {row.key: (place.sheet or self.sheet or "", place.cell) for row, place in pairs}

    @property
    def written(self) -> dict[Key, str]:
        """Return what stands in the file for each figure whose cell was mended."""
        found, pairs = self.mended or {}, zip(self.observations, self.cells, strict=False)
        return {row.key: found[place] for row, place in pairs if place in found}


def mended_cells(before: Sequence[Grid], after: Sequence[Grid]) -> dict[Place, str]:
    """Return what stood in each cell that has another text, by its place."""
    return {
        Place(old.sheet or "", number, at): row[at] if at < len(row) else ""
        for old, new in zip(before, after, strict=True)
        for number, row, mended in zip(old.numbers, old.rows, new.rows, strict=True)
        if row is not mended
        for at, text in enumerate(mended)
        if text != (row[at] if at < len(row) else "")
    }


def form_of(intake: Intake) -> str:
    """Return a file's form: its sheets and headers, without their years."""
    heads = []
    for sheet in intake.grids:
        rows = dict(zip(sheet.grid.numbers, sheet.grid.rows, strict=True))
        named = [rows[number] for number, role in sorted(sheet.rows.items()) if role == "header"]
        texts = [_YEARS.sub("", clean(cell)) for row in named for cell in row]
        heads.append([_YEARS.sub("", sheet.grid.sheet or ""), *texts])
    if not any(any(texts[1:]) for texts in heads):
        return ""
    return hashlib.sha256(repr(heads).encode()).hexdigest()


def decided(answers: Mapping[str, str], roles: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return decisions on how a file is read, without years and rows, for the next."""
    kept = {
        name: value
        for name, value in answers.items()
        if value and "year" not in name and not _YEARS.fullmatch(value)
    }
    columns = {place: role for place, role in roles.items() if not place[-1].isdigit()}
    return {name: found for name, found in (("answers", kept), ("roles", columns)) if found}


def sample_cells(
    observations: Sequence[Observation], rows: Sequence[int], layout: Layout
) -> tuple[Sample, ...]:
    """Return sample cells of three rows, those outside ASCII first."""
    samples: list[Sample] = []
    for at in sorted({0, len(rows) // 2, len(rows) - 1}) if rows else ():
        one = observations[at]
        text = one.printed or (plain(one.value) if one.value is not None else "")
        meaning = message(
            "{metric} {year}: {value} {unit}, {qualifier}",
            metric=one.metric,
            year=one.year,
            value=message("not published") if one.value is None else grouped(one.value),
            unit=one.unit,
            qualifier=QUALIFIER_WORDS[one.qualifier],
        )
        samples.append(Sample(rows[at], layout.name("value"), text, meaning))
    return tuple(samples[:SAMPLES])


def as_written(problems: tuple[Problem, ...], grid: Grid, layout: Layout) -> tuple[Problem, ...]:
    """Return the problems with the cells' own texts in `found`."""
    if not any(problem.code in COMPUTED for problem in problems):
        return problems
    places = {layout.name(column): at for column, at in layout.columns.items()}
    rows = dict(zip(grid.numbers, grid.rows, strict=True))

    def written(problem: Problem) -> Problem:
        at, cells = places.get(problem.column or ""), rows.get(problem.row or 0)
        if problem.code not in COMPUTED or at is None or cells is None or at >= len(cells):
            return problem
        text = clean(cells[at])
        return with_changes(problem, found=text) if text else problem

    return tuple(map(written, problems))


def row_texts(grid: Grid, problems: Sequence[Problem]) -> dict[int, str]:
    """Return the text of each row that has a problem, by row number."""
    wanted = {problem.row for problem in problems if problem.row is not None}
    return {
        number: " | ".join(clean(cell) for cell in row)
        for number, row in zip(grid.numbers, grid.rows, strict=True)
        if number in wanted
    }
