"""Hold the verbs that read files of figures: check, diff, publish."""

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from metrics.auth import local_editor
from metrics.cli.answer import Answer, Verb, problem_lines
from metrics.cli.arguments import (
    REPORT,
    arguments,
    existing_store,
    named_report,
    published_rows,
    store_to_work_on,
)
from metrics.cli.figure_files import FigureFiles, read_files
from metrics.cli.store import change_lines, changes_dict, landed, published_line
from metrics.i18n import Message, Words, message
from metrics.intake import Together
from metrics.model.diff import Changes, main_year, plan
from metrics.store import NothingToPublish, Store
from metrics.store import publish as publish_rows
from metrics.store.table_cells import sources_of
from metrics.tables.result import Question


def check(options: argparse.Namespace, _: Words) -> Answer:
    """Check files and list what was understood; changes nothing."""
    read = read_files(options, published_rows(options), existing_store(options))
    lines = [*_summary_lines(read, _)]
    count = len(read.whole.observations)
    lines.append(_.n("{n} row understood", "{n} rows understood", count))
    return Answer(read.whole.ok, read.as_dict(_), lines)


def diff(options: argparse.Namespace, _: Words) -> Answer:
    """List what publishing files would change; changes nothing."""
    store = store_to_work_on(options)
    read = read_files(options, store.current(), store)
    return diff_files(store, read, _, replace=options.replace)


def diff_files(store: Store, read: FigureFiles, _: Words, *, replace: bool = False) -> Answer:
    """List what publishing checked files would change."""
    base, current = store.current_with_version()
    changes = Changes(unchanged=len(current))
    if read.whole.ok:
        years = _replaced(read.whole, replace)
        changes = plan(current, read.whole.observations, replace_years=years)
    sources = sources_of(read.tables())
    lines = [*_summary_lines(read, _), *change_lines(changes, _, sources)]
    data = {"base": base, **changes_dict(changes), **_open(read, _)}
    if sources:
        data["sources"] = {
            "added": [sources.get(row.key, "") for row in changes.added],
            "changed": [sources.get(new.key, "") for _old, new in changes.changed],
        }
    return Answer(read.whole.ok, data, lines)


def publish(options: argparse.Namespace, _: Words) -> Answer:
    """Check files and publish them as one version."""
    store = store_to_work_on(options)
    base, current = store.current_with_version()
    return publish_files(store, read_files(options, current, store), _, options, base)


def publish_files(
    store: Store, read: FigureFiles, _: Words, options: argparse.Namespace, base: int
) -> Answer:
    """Publish files that were checked against version `base`, as one version.

    Of the options, `by` acts and `note` is kept; `replace` withdraws what the files leave out of
    their main year, and warnings refuse unless `accept_warnings`.
    """
    opened = _open(read, _)
    if refusal := _refusal(read.whole, options.accept_warnings):
        data = {**landed(None, base), **opened}
        return Answer(False, data, [*_summary_lines(read, _), _.say(refusal)])
    lines = list(problem_lines(read.whole.all_problems(), _))
    lines += read.remembered_lines(_)
    del opened["questions"]
    try:
        made = publish_rows(
            store,
            read.whole.observations,
            editor=local_editor(options.by),
            base=base,
            note=options.note,
            file=read.source,
            replace_years=_replaced(read.whole, options.replace),
            tables=read.tables(named_report(options)),
        )
    except NothingToPublish as nothing:
        text = _.say(nothing.problem.message)
        return Answer(True, {**landed(None, base), **opened}, [*lines, text])
    data = {**landed(made, made.version), **opened}
    return Answer(True, data, [*lines, published_line(made, _)])


def question_lines(questions: Iterable[Question], _: Words) -> Iterator[str]:
    """Yield what tables leave open, with the answers that settle it."""
    for question in questions:
        yield "? " + _.say(question.ask)
        for option in question.options:
            yield f"    --answer {question.id}={option.value}  {_.say(option.label)}"


def _summary_lines(read: FigureFiles, _: Words) -> Iterator[str]:
    """Yield the lines on what is wrong, open and remembered."""
    yield from problem_lines(read.whole.all_problems(), _)
    yield from question_lines(read.whole.all_questions(), _)
    yield from read.remembered_lines(_)


def _open(read: FigureFiles, _: Words) -> dict[str, Any]:
    """Return the problems and questions of files, and what was remembered, as JSON."""
    return {
        "problems": [problem.as_dict(_) for problem in read.whole.all_problems()],
        "questions": [question.as_dict(_) for question in read.whole.all_questions()],
        "remembered": [file.remembered or {} for file in read.files],
    }


def _refusal(whole: Together, accept_warnings: bool) -> Message | None:
    if not whole.ok:
        return message("Refused: nothing was published")
    warned = any(problem.severity == "warning" for problem in whole.all_problems())
    if warned and not accept_warnings:
        return message("There are warnings; publish with --accept-warnings once they are checked")
    return None


def _replaced(whole: Together, replace: bool) -> list[int]:
    year = main_year(whole.observations) if replace else None
    return [] if year is None else [year]


_READING = (
    "files",
    "--name",
    "--sheet",
    "--store",
    "--answer",
    "--role",
    "--year",
    "--region",
    "--unit",
    "--afresh",
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
