"""Read goals that people type or keep in a table: one goal a row, under known headers.

A goal may be written as a report writes it (8000次以上, 增长5%以上); the reader of reports says
what it asks for. Every row is checked as those of `targets.csv` are; nothing is published.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from metrics.i18n import message
from metrics.model.catalogue import fold
from metrics.model.csv_file import read_words, split_aliases
from metrics.model.dataset import Dataset
from metrics.model.observation import exact_decimal
from metrics.model.target import COLUMNS, UNLISTED, Target, targets_in
from metrics.numbers import plain
from metrics.problems import BrokenData, Problem
from metrics.prose import read
from metrics.readers.grid import Grid
from metrics.readers.source import read_source

GOAL = "goal"
EXAMPLES = ("8000次以上", "不超过90项", "增长5%以上")
"""Goals as they are typed."""
_SEARCHED = 30
Cells = dict[str, str]
NO_NEW: Mapping[str, str] = {}


@dataclass(frozen=True)
class GoalTable:
    """Hold the goals of a table and what is wrong with its rows.

    `unlisted` are rows with no fault but a metric that no catalogue lists; it is a problem too.
    """

    targets: tuple[Target, ...]
    problems: tuple[Problem, ...]
    unlisted: tuple[Cells, ...] = ()


def read_goal_table(
    content: bytes, name: str, dataset: Dataset, new: Mapping[str, str] = NO_NEW
) -> GoalTable:
    """Return the goals of a file, and the problems of its wrong rows.

    `new` gives the category of each metric that is taken though no catalogue lists it.
    """
    source = read_source(content, _is_header, _score, name=name)
    problems = list(source.problems)
    for grid in source.grids:
        if (found := _header(grid.rows)) is not None:
            rows = list(_rows(grid, *found, dataset))
            for _number, cells in rows:
                cells["category"] = new.get(cells["metric"], cells["category"])
            targets, wrong = checked_goals(rows, dataset, name, new)
            return GoalTable(targets, (*problems, *wrong), _unlisted(rows, wrong))
    if not any(problem.severity == "error" for problem in problems):
        problems.append(_no_goals(name))
    return GoalTable((), tuple(problems))


def checked_goals(
    rows: Sequence[tuple[int, Cells]],
    dataset: Dataset,
    name: str = "",
    new: Collection[str] = (),
) -> tuple[tuple[Target, ...], list[Problem]]:
    """Return the goals of numbered rows, a key once, and every problem.

    `new` are the metrics that are taken though no catalogue lists them.
    """
    words = (dataset.catalogue, dataset.vocabulary)
    found: dict[object, Target] = {}
    problems: list[Problem] = []
    for number, cells in rows:
        try:
            (target,) = targets_in([(number, cells)], words, dataset.bureau.region, name, new)
        except BrokenData as broken:
            problems += broken.problems
            continue
        if target.key in found:
            text, fix = message("The same goal stands in the table already"), message("Keep one")
            problems.append(
                Problem("repeated", "error", text, fix, name, None, number, "metric", target.metric)
            )
            continue
        found[target.key] = target
    return tuple(found.values()), problems


def _unlisted(rows: Iterable[tuple[int, Cells]], problems: Iterable[Problem]) -> tuple[Cells, ...]:
    """Return the rows whose one problem is that no catalogue lists their metric."""
    told: dict[int | None, list[str]] = {}
    for problem in problems:
        told.setdefault(problem.row, []).append(problem.code)
    return tuple(cells for number, cells in rows if told.get(number) == [UNLISTED])


def goal_cells(goal: str, metric: str, year: str, dataset: Dataset) -> Cells:
    """Return the cells of a goal's words: value, unit, qualifier, direction, kind.

    A bare number has the unit of its metric; of words without a number the value is left as it
    is.
    """
    goal = goal.strip()
    if exact_decimal(goal) is not None:
        known = dataset.catalogue.find(metric)
        return {"value": goal, "unit": known.unit if known else "", "kind": "count"}
    deadline = year if year.isdecimal() else "2100"
    figures = read(f"{deadline}年，力争{metric}{goal}。", int(deadline) - 1).figures
    planned = [figure for figure in figures if figure.goal]
    if not planned or planned[-1].goal is None:
        return {"value": goal}
    figure, asked = planned[-1], planned[-1].goal
    return {
        "value": plain(figure.value),
        "upper": "" if figure.upper is None else plain(figure.upper),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "printed": figure.printed,
        "direction": asked.direction,
        "kind": asked.kind,
    }


def _rows(
    grid: Grid, header: int, columns: Mapping[str, int], dataset: Dataset
) -> list[tuple[int, Cells]]:
    """Return the numbered rows below a header as cells of `targets.csv`."""
    rows = []
    for number, row in list(zip(grid.numbers, grid.rows, strict=True))[header + 1 :]:
        stated = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if not any(stated.values()):
            continue
        goal = stated.pop(GOAL, "")
        cells = dict.fromkeys(COLUMNS, "") | stated
        for name in ("year", "stated_in"):
            cells[name] = cells[name].removesuffix("年")
        if goal and not cells["value"]:
            words = goal_cells(goal, cells["metric"], cells["year"], dataset)
            cells |= {name: text for name, text in words.items() if not cells[name]}
        cells["kind"] = cells["kind"] or "count"
        rows.append((number, cells))
    return rows


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    """Return the column of every folded name that a header of goals may have."""
    names = {fold(name): name for name in (*COLUMNS, GOAL)}
    for row in read_words("target_headers.csv"):
        names |= {fold(alias): row["column"] for alias in split_aliases(row["alias"])}
    return names


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        if name := _aliases().get(fold(cell.strip())):
            found.setdefault(name, at)
    return found


def _is_header(text: str) -> bool:
    return fold(text.strip()) in _aliases()


def _score(rows: Sequence[Sequence[str]]) -> int:
    return max((len(_columns(row)) for row in rows[:_SEARCHED]), default=0)


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """Return the place and columns of the row that names a metric and its goal."""
    for at, row in enumerate(rows[:_SEARCHED]):
        columns = _columns(row)
        if "metric" in columns and ("value" in columns or GOAL in columns):
            return at, columns
    return None


def _no_goals(name: str) -> Problem:
    text = message("No table of goals was found")
    fix = message("Name the columns: metric, goal, deadline, report year")
    return Problem("no-goals", "error", text, fix, file=name)
