"""Hold the goals that reports set: what is to be reached, by when, and in which sense.

Goals of a folder stand in `targets.csv`, of the same care as its figures: every row is checked, and
all problems are reported. Whether a goal was met is not judged here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

from metrics.i18n import Message, message
from metrics.model.catalogue import Catalogue
from metrics.model.csv_file import read_rows
from metrics.model.observation import Key, exact_decimal
from metrics.model.vocabulary import Vocabulary
from metrics.numbers import QUALIFIERS, QualifierKey, plain
from metrics.problems import BrokenData, Problem

CELLS = (
    "stated_in", "year", "region", "metric", "unit", "qualifier", "printed", "direction", "kind",
    "scope", "category", "subcategory", "section", "value", "upper",
)  # fmt: skip
"""The fields of a goal in the order in which the store keeps them."""
TargetKey = tuple[int, int, str, str, str, str, str, str]
UNLISTED = "metric"
"""The code of the problem of a goal whose metric no catalogue lists."""
COLUMNS = (
    "year", "region", "metric", "value", "upper", "unit", "qualifier", "printed", "direction",
    "kind", "scope", "category", "subcategory", "stated_in", "section",
)  # fmt: skip
"""The columns of `targets.csv`; `year` is the deadline, `stated_in` the year of the report."""

GoalDirection = Literal["at_least", "at_most", "about", ""]
GoalKind = Literal["level", "growth", "reduction", "count"]
_DIRECTIONS: dict[str, GoalDirection] = {each: each for each in get_args(GoalDirection)}
_KINDS: dict[str, GoalKind] = {each: each for each in get_args(GoalKind)}


@dataclass(frozen=True)
class Target:
    """Hold one goal; `year` is its deadline, None where the report does not say.

    `direction` is at_least, at_most, about or empty (an exact figure, a band); `kind` is level,
    growth, reduction or count (work to be done); `scope` is empty for the whole region.
    `stated_in` is the year of the report that sets it, 0 where that is not known.
    """

    year: int | None
    region: str
    metric: str
    value: Decimal
    upper: Decimal | None
    unit: str
    qualifier: QualifierKey
    printed: str
    direction: GoalDirection
    kind: GoalKind
    scope: str
    category: str = ""
    subcategory: str = ""
    stated_in: int = 0
    section: str = ""

    @property
    def key(self) -> TargetKey:
        """Return what makes a goal itself: report, deadline, region, metric, kind, scope.

        A level and a count of one metric are one goal, as the border between them is soft.
        """
        place = (self.region, self.category, self.subcategory, self.metric)
        kind = self.kind if self.kind in ("growth", "reduction") else "level"
        return (self.stated_in, self.year or 0, *place, kind, self.scope)


def load_targets(
    path: Path, words: tuple[Catalogue, Vocabulary], region: str
) -> tuple[Target, ...]:
    """Read the goals of a folder; a folder without the file has none.

    Aliases become canonical names. Raises BrokenData with every problem.
    """
    if not path.exists():
        return ()
    rows = list(enumerate(read_rows(path, COLUMNS), start=2))
    return targets_in(rows, words, region, path.name)


def targets_in(
    rows: Sequence[tuple[int, Mapping[str, str]]],
    words: tuple[Catalogue, Vocabulary],
    region: str,
    file: str,
    new: Collection[str] = (),
) -> tuple[Target, ...]:
    """Return the goals of numbered rows; raises BrokenData with every problem.

    `new` are metrics that no catalogue lists and somebody has accepted.
    """
    catalogue, vocabulary = words
    problems = [
        problem
        for number, row in rows
        for column, text, fix in _faults(row, catalogue, vocabulary, new)
        for problem in [
            Problem(column, "error", text, fix, file, None, number, column, row[column])
        ]
    ]
    if problems:
        raise BrokenData(problems)
    return tuple(_target(row, catalogue, region) for _number, row in rows)


def _target(row: Mapping[str, str], catalogue: Catalogue, region: str) -> Target:
    known = catalogue.get(row["metric"], row["category"], row["unit"])
    value = exact_decimal(row["value"])
    assert value is not None
    return Target(
        year=int(row["year"]) if row["year"] else None,
        region=row["region"] or region,
        metric=known.zh,
        value=value,
        upper=exact_decimal(row["upper"]) if row["upper"] else None,
        unit=row["unit"] or known.unit,
        qualifier=QUALIFIERS[row["qualifier"] or "exact"],
        printed=row["printed"],
        direction=_DIRECTIONS[row["direction"]],
        kind=_KINDS[row["kind"]],
        scope=row["scope"],
        category=row["category"] or known.category,
        subcategory=row["subcategory"] or known.subcategory,
        stated_in=int(row["stated_in"] or 0),
        section=row["section"],
    )


def _faults(
    row: Mapping[str, str], catalogue: Catalogue, vocabulary: Vocabulary, new: Collection[str]
) -> Iterator[tuple[str, Message, Message]]:
    for column in ("year", "stated_in"):
        if row[column] and not (row[column].isdecimal() and len(row[column]) == 4):
            yield column, message("This is not a year"), message("Write it like 2024")
    for column in ("value", "upper"):
        if (column == "value" or row[column]) and exact_decimal(row[column]) is None:
            fix = message("Write digits only, like 1360000; leave it empty if not published")
            yield column, message("This is not a plain number"), fix
    if row["metric"] in new:
        yield from _faults_of_new(row, vocabulary)
    elif not catalogue.find(row["metric"]):
        fix = message("Use a name from the catalogue, or take it as a new metric of a category")
        yield UNLISTED, message("The metric is not in the catalogue"), fix
    listed = {
        "qualifier": ("", *vocabulary.qualifiers),
        "direction": _DIRECTIONS,
        "kind": _KINDS,
    }
    for column, names in listed.items():
        if row[column] not in names:
            fix = message("Use one of {names}", names=", ".join(name for name in names if name))
            yield column, message("There is no such word here"), fix


def _faults_of_new(
    row: Mapping[str, str], vocabulary: Vocabulary
) -> Iterator[tuple[str, Message, Message]]:
    if row["category"] not in vocabulary.categories:
        fix = message("Use one of {names}", names=", ".join(vocabulary.categories))
        yield "category", message("A new metric is of one of the categories"), fix
    if not row["unit"]:
        fix = message("Write the goal with its unit: a number, then the unit")
        yield "unit", message("The goal of a new metric has no unit"), fix


def target_dict(target: Target) -> dict[str, Any]:
    """Return a goal for programs; values are decimal texts or null."""
    return {
        **asdict(target),
        "value": plain(target.value),
        "upper": None if target.upper is None else plain(target.upper),
    }


def target_cells(target: Target) -> dict[str, str]:
    """Return a goal as the texts of a row of `targets.csv`."""
    cells = {**target_dict(target), "year": target.year, "stated_in": target.stated_in or None}
    return {name: "" if cells[name] is None else str(cells[name]) for name in COLUMNS}


def targets_by_key(targets: Iterable[Target]) -> dict[Key, list[Target]]:
    """Return the goals of each figure, by the key that its result has or would have."""
    found: dict[Key, list[Target]] = {}
    for goal in targets:
        if goal.year and not goal.scope:
            key = (goal.year, goal.region, goal.category, goal.subcategory, goal.metric)
            found.setdefault(key, []).append(goal)
    return found
