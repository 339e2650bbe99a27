"""Put several checked files together into one publication.

A figure that two files state alike counts once; two values for one figure are a question, never a
choice by order. What only shows in all rows together (missing metrics, parts beyond their whole) is
worded for all files, not for each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.i18n import message
from metrics.intake.cross_checks import (
    OF_ALL_ROWS,
    CheckedRows,
    compare_all,
    figure_words,
)
from metrics.intake.named import english_names, problem_in_both, question_in_both
from metrics.intake.office import TIDY
from metrics.intake.problem_collector import ProblemCollector
from metrics.intake.result import Intake
from metrics.model.dataset import Dataset
from metrics.model.observation import Key, Observation
from metrics.problems import Problem, most_severe_first
from metrics.tables.asking import LEAVE
from metrics.tables.names import Names, folded_name
from metrics.tables.result import Option, Question
from metrics.text import shown

WHICH_FILE = "files"
"""Id of the question which of several files is right."""


@dataclass(frozen=True)
class Together:
    """Hold several files as one; `of_file[i]` is the file of `observations[i]`.

    `problems` and `questions` are those of all files together; those of one file stay with it.
    """

    files: tuple[Intake, ...]
    observations: tuple[Observation, ...] = ()
    of_file: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def ok(self) -> bool:
        """Return whether every file can be published, and all of them together."""
        return not self.questions and all(file.ok for file in self.files)

    def all_problems(self) -> tuple[Problem, ...]:
        """Return the problems of all files and of the whole, the gravest first."""
        found = [problem for file in self.files for problem in file.problems]
        return tuple(most_severe_first([*found, *self.problems]))

    def all_questions(self) -> tuple[Question, ...]:
        """Return all questions; those of a file have its number before their id: 2/year."""
        asked = [
            replace(question, id=f"{number}/{question.id}")
            for number, file in enumerate(self.files, 1)
            for question in file.questions
        ]
        return (*asked, *self.questions)

    def places(self, number: int) -> dict[Key, tuple[str, str]]:
        """Return sheet and cell of the figures that are taken from a file, counted from 0."""
        kept = {
            o.key for o, of in zip(self.observations, self.of_file, strict=True) if of == number
        }
        return {key: place for key, place in self.files[number].places.items() if key in kept}


def of_one_file(given: Mapping[str, str], number: int) -> dict[str, str]:
    """Return the answers or roles for a file: those with its number, and common ones."""
    own = f"{number}/"
    everywhere = {name: value for name, value in given.items() if not name.split("/")[0].isdigit()}
    return everywhere | {
        name.removeprefix(own): value for name, value in given.items() if name.startswith(own)
    }


def together(
    files: Sequence[Intake],
    *,
    dataset: Dataset,
    published: Iterable[Observation] = (),
    answers: Mapping[str, str] | None = None,
) -> Together:
    """Return several checked files as one, with what their figures show together.

    Of `answers`, `files` names the file (from 1) that is right where two differ.
    """
    if len(files) == 1:
        whole = files[0]
        return Together((whole,), whole.observations, (0,) * len(whole.observations))
    files = _in_one_spelling(files)
    stated: dict[Key, dict[int, Observation]] = {}
    for number, file in enumerate(files):
        for one in file.observations:
            stated.setdefault(one.key, {})[number] = one
    answer = (answers or {}).get(WHICH_FILE, "")
    taken: list[tuple[Observation, int]] = []
    differing: list[dict[int, Observation]] = []
    for given in stated.values():
        figures = {at: one for at, one in given.items() if one.value is not None} or given
        if len({one.figure for one in figures.values()}) == 1:
            at = min(figures)
            taken.append((figures[at], at))
        elif answer.isdigit() and (at := int(answer) - 1) in figures:
            taken.append((figures[at], at))
        elif answer != LEAVE.value:
            differing.append(figures)
    observations = tuple(one for one, _ in taken)
    known = tuple(published)
    problems = _of_all_rows(files, observations, Names(dataset, known), known)
    bare = tuple(_without(file, OF_ALL_ROWS) for file in files)
    questions = (_which_file(bare, differing, dataset),) if differing else ()
    return Together(bare, observations, tuple(at for _, at in taken), problems, questions)


def _in_one_spelling(files: Iterable[Intake]) -> list[Intake]:
    """Return the files with every name as the first of them spells it."""
    first: dict[str, str] = {}

    def spelling(name: str) -> str:
        return first.setdefault(folded_name(name), name)

    return [
        replace(
            file,
            observations=tuple(replace(o, metric=spelling(o.metric)) for o in file.observations),
        )
        for file in files
    ]


def _without(file: Intake, codes: frozenset[str]) -> Intake:
    return replace(file, problems=tuple(one for one in file.problems if one.code not in codes))


def _of_all_rows(
    files: Sequence[Intake],
    observations: Sequence[Observation],
    names: Names,
    published: Sequence[Observation],
) -> tuple[Problem, ...]:
    """Return the problems that only all rows together show, for several files."""
    collector = ProblemCollector("、".join(file.name for file in files))
    if all(file.ok for file in files):
        compare_all(
            CheckedRows(observations, [0] * len(observations), TIDY, collector, names), published
        )
    english = english_names(names.catalogue, names.vocabulary)
    return tuple(
        problem_in_both(replace(one, row=None, column=None), english) for one in collector.all()
    )


def _which_file(
    files: Sequence[Intake], differing: Sequence[Mapping[int, Observation]], dataset: Dataset
) -> Question:
    """Return the question which file is right, with the first figure that differs."""
    first = [(files[at].name, one) for at, one in differing[0].items()]
    (name, one), (other_name, other) = first[0], first[-1]
    facts = {
        "metric": one.metric,
        "year": one.year,
        "region": one.region,
        "one": figure_words(one),
        "file": shown(name),
        "other": figure_words(other),
        "other_file": shown(other_name),
    }
    ask = message(
        "Two files differ in {metric}, {year}, {region}: {one} in {file}, {other} in "
        "{other_file}. Which is right?",
        **facts,
    )
    if len(differing) > 1:
        ask = message(
            "Files differ in {n} figures, first in {metric}, {year}, {region}: {one} in {file}, "
            "{other} in {other_file}. Which is right?",
            n=len(differing),
            **facts,
        )
    numbers = sorted({at for figures in differing for at in figures})
    options = [Option(str(at + 1), message("{name}", name=shown(files[at].name))) for at in numbers]
    question = Question(WHICH_FILE, ask, (*options, LEAVE))
    return question_in_both(question, english_names(dataset.catalogue, dataset.vocabulary))
