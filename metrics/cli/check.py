"""Hold the verbs that read a file of figures: check, diff, publish."""

import argparse
from collections.abc import Iterator, Sequence

from metrics.auth import local_editor
from metrics.cli.answer import Answer, Verb, problem_lines
from metrics.cli.arguments import REPORT, arguments, named_report, published_rows
from metrics.cli.store import change_lines, changes_dict, landed, published_line
from metrics.i18n import Message, Words, message
from metrics.intake import Intake, as_json
from metrics.intake import check as check_content
from metrics.model.dataset import load_words
from metrics.model.diff import Changes, main_year, plan
from metrics.model.observation import Observation
from metrics.store import NothingToPublish, SourceFile, Store, open_store
from metrics.store import publish as publish_rows
from metrics.store.table_cells import UploadedTable


def check(options: argparse.Namespace, _: Words) -> Answer:
    """Check a file and list what was understood; changes nothing."""
    checked = _checked(options, published_rows(options))
    lines = [*problem_lines(checked.problems, _), *question_lines(checked, _)]
    lines.append(_.n("{n} row understood", "{n} rows understood", len(checked.observations)))
    return Answer(checked.ok, as_json(checked, _.language), lines)


def diff(options: argparse.Namespace, _: Words) -> Answer:
    """List what publishing a file would change; changes nothing."""
    store = open_store(options.store)
    return diff_file(store, _checked(options, store.current()), _, replace=options.replace)


def diff_file(store: Store, checked: Intake, _: Words, *, replace: bool = False) -> Answer:
    """List what publishing a checked file would change."""
    base, current = store.current_with_version()
    changes = Changes(unchanged=len(current))
    if checked.ok:
        changes = plan(current, checked.observations, replace_years=_replaced(checked, replace))
    problems = [problem.as_dict(_) for problem in checked.problems]
    lines = [*problem_lines(checked.problems, _), *question_lines(checked, _)]
    lines += change_lines(changes, _)
    questions = [question.as_dict(_) for question in checked.questions]
    data = {"base": base, **changes_dict(changes), "problems": problems, "questions": questions}
    return Answer(checked.ok, data, lines)


def publish(options: argparse.Namespace, _: Words) -> Answer:
    """Check a file and publish it."""
    store = open_store(options.store)
    base, current = store.current_with_version()
    return publish_file(store, _checked(options, current), _, options, base)


def publish_file(
    store: Store, checked: Intake, _: Words, options: argparse.Namespace, base: int
) -> Answer:
    """Publish a file that was checked against version `base`.

    Of the options, `by` acts and `note` is kept; `replace` withdraws what the file leaves out of
    its main year, and warnings refuse unless `accept_warnings`.
    """
    problems = [problem.as_dict(_) for problem in checked.problems]
    lines = list(problem_lines(checked.problems, _))
    if refusal := _refusal(checked, options.accept_warnings):
        questions = [question.as_dict(_) for question in checked.questions]
        data = {**landed(None, base, problems), "questions": questions}
        return Answer(False, data, [*lines, *question_lines(checked, _), _.say(refusal)])
    table = UploadedTable(checked.name, checked.sha256, checked.places, named_report(options))
    try:
        made = publish_rows(
            store,
            checked.observations,
            editor=local_editor(options.by),
            base=base,
            note=options.note,
            file=SourceFile(checked.name, checked.sha256),
            replace_years=_replaced(checked, options.replace),
            tables=[table],
        )
    except NothingToPublish as nothing:
        text = _.say(nothing.problem.message)
        return Answer(True, landed(None, base, problems), [*lines, text])
    return Answer(True, landed(made, made.version, problems), [*lines, published_line(made, _)])


def question_lines(checked: Intake, _: Words) -> Iterator[str]:
    """Yield what a table leaves open, with the answers that settle it."""
    for question in checked.questions:
        yield "? " + _.say(question.ask)
        for option in question.options:
            yield f"    --answer {question.id}={option.value}  {_.say(option.label)}"


def _refusal(checked: Intake, accept_warnings: bool) -> Message | None:
    if not checked.ok:
        return message("Refused: nothing was published")
    warned = any(problem.severity == "warning" for problem in checked.problems)
    if warned and not accept_warnings:
        return message("There are warnings; publish with --accept-warnings once they are checked")
    return None


def _replaced(checked: Intake, replace: bool) -> list[int]:
    year = main_year(checked.observations) if replace else None
    return [] if year is None else [year]


def _checked(options: argparse.Namespace, published: Sequence[Observation]) -> Intake:
    content, name = options.file.read_bytes(), options.name or options.file.name
    return check_content(
        content,
        name,
        dataset=load_words(),
        published=published,
        sheet=options.sheet,
        answers=_of_the_file(options) | dict(options.answer),
        roles=dict(options.role),
    )


def _of_the_file(options: argparse.Namespace) -> dict[str, str]:
    """Return what the call says of the whole file."""
    said = {name: getattr(options, name) for name in ("year", "region", "unit")}
    return {f"file:{name}": str(value) for name, value in said.items() if value}


_READING = (
    "file",
    "--name",
    "--sheet",
    "--store",
    "--answer",
    "--role",
    "--year",
    "--region",
    "--unit",
)
_ACTING = ("--by", "--note")
VERBS: dict[str, Verb] = {
    "check": (arguments(*_READING, "--json"), check),
    "publish": (
        arguments(*_READING, *_ACTING, *REPORT, "--replace", "--accept-warnings", "--json"),
        publish,
    ),
    "diff": (arguments(*_READING, "--replace", "--json"), diff),
}
