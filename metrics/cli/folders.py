"""Hold the verbs that look after a bureau's folder of data."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from metrics import data_folder, fields
from metrics.cli.answer import Answer, Verb, problem_lines
from metrics.cli.arguments import arguments, file_content, own
from metrics.cli.check import question_lines
from metrics.folders.folder_check import check_folder
from metrics.folders.new_folder import (
    Made,
    NewBureau,
    category_names,
    make_folder,
    names_in,
    region_in,
    subject_in,
)
from metrics.i18n import Words, message
from metrics.problems import Problem
from metrics.readers.documents import parse
from metrics.tables.result import Question


def check_data(options: argparse.Namespace, _: Words) -> Answer:
    """List everything that is wrong with a folder of data; changes nothing."""
    folder = options.folder or data_folder()
    if not folder.is_dir():
        raise NotADirectoryError(20, "no folder", str(folder))
    problems = check_folder(folder)
    data: dict[str, Any] = {
        "folder": str(folder),
        "problems": [_as_dict(each, _) for each in problems],
    }
    lines = _grouped(problems, _) or [_("Everything in the folder is right")]
    return Answer(all(each.severity != "error" for each in problems), data, lines)


def new_bureau(options: argparse.Namespace, _: Words) -> Answer:
    """Make a bureau's folder of data, asking at a terminal for what is missing."""
    asks = sys.stdin.isatty()
    bureau = _new_bureau(options, _, asks)
    table = file_content(options.table) if options.table else None
    report = parse(*file_content(options.report)) if options.report else None
    answers = dict(options.answer)
    make = partial(make_folder, options.folder, bureau, table=table, report=report)
    try:
        made = make(year=options.year, answers=answers)
    except LookupError as error:
        text = _("Neither the bureau's name nor the table says its region: give it with --region")
        raise ValueError(text) from error
    while made.questions and asks:
        answers |= {each.id: _answered(each, _) for each in made.questions}
        made = make(year=options.year, answers=answers)
    if made.questions:
        return _open(made, options.folder, _)
    return _made(made, options.folder, _)


def _open(made: Made, folder: Path, _: Words) -> Answer:
    data = {"folder": str(folder), "questions": [each.as_dict(_) for each in made.questions]}
    lines = [_("Nothing was made: answer these questions"), *question_lines(made.questions, _)]
    return Answer(False, data, lines)


def _made(made: Made, folder: Path, _: Words) -> Answer:
    problems = [*made.problems, *check_folder(folder)]
    counts = {"figures": made.figures, "metrics": made.metrics, "goals": made.goals}
    lines = [
        *_grouped(problems, _),
        _(
            "{folder} is made: {figures} figures of {metrics} metrics, {goals} goals",
            folder=folder,
            **counts,
        ),
        _("Categories: {names}", names=_("; ").join(made.categories)),
        _("Start the dashboard with METRICS_DATA={folder}", folder=folder),
    ]
    listed = [_as_dict(each, _) for each in problems]
    data = {"folder": str(folder), "questions": [], **counts, "problems": listed}
    return Answer(True, data, lines)


def _new_bureau(options: argparse.Namespace, _: Words, asks: bool) -> NewBureau:
    """Return the description of a bureau; raises ValueError without a name."""

    def ask(text: str, given: str, default: str = "") -> str:
        if given or not asks:
            return given or default
        return input(f"{text} [{default}]: " if default else f"{text}: ").strip() or default

    name = ask(_("Name of the bureau"), options.bureau)
    region = ask(_("Its region"), options.region, region_in(name))
    if not name:
        raise ValueError(_("The bureau's name is needed: --bureau"))
    if not region and not options.table:
        raise ValueError(_("The bureau's region is needed: --region"))
    english = ask(_("Its English name"), options.bureau_en)
    districts = options.district or names_in(ask(_("Its districts, with commas"), ""))
    subject = options.subject
    if region:
        subject = ask(_("What its figures are about"), subject, subject_in(name, region))
    names = category_names(options.category)
    if not names and not options.table:
        names = category_names(names_in(ask(_("Categories of its figures, with commas"), "")))
    kept = tuple(filter(None, districts))
    return NewBureau(name, region, english, kept, subject, options.field, names)


def _answered(question: Question, _: Words) -> str:
    """Return a person's answer to a question of a table."""
    print(_.say(question.ask))
    for number, option in enumerate(question.options, start=1):
        print(f"  {number}  {_.say(option.label)}")
    while True:
        given = input("> ").strip()
        if given.isdecimal() and 0 < int(given) <= len(question.options):
            return question.options[int(given) - 1].value


def _grouped(problems: Sequence[Problem], _: Words) -> list[str]:
    """Return problems as lines, those that differ in row and text alone as one."""
    alike: dict[tuple[object, ...], list[Problem]] = {}
    for each in problems:
        kind = (
            each.file,
            each.column,
            each.severity,
            _.say(each.message),
            each.fix and _.say(each.fix),
        )
        alike.setdefault(kind, []).append(each)
    return list(problem_lines(map(partial(_as_one, _=_), alike.values()), _))


def _as_one(problems: Sequence[Problem], _: Words) -> Problem:
    """Return one problem that says what stands in the places of several."""
    first, *others = problems
    if not others:
        return first
    found = list(dict.fromkeys(each.found for each in problems if each.found))
    rows = [each.row for each in problems if each.row]
    text = first.message
    if rows:
        said, at = _.say(text), f"{rows[0]}–{rows[-1]}"
        text = message("{what} ({count} times, rows {rows})", what=said, count=len(rows), rows=at)
    listed = _("; ").join(found[:_SHOWN]) + ("…" if len(found) > _SHOWN else "")
    return replace(first, message=text, row=None, found=listed or None)


def _as_dict(problem: Problem, _: Words) -> dict[str, Any]:
    place = {"file": problem.file, "code": problem.code, "column": problem.column}
    return place | problem.as_dict(_)


_SHOWN = 12
_MANY: dict[str, Any] = {"action": "append", "default": []}
_BUREAU = (
    own("folder", type=Path, help="the folder to make"),
    own("--bureau", default="", help="its name, like 云汀市教育局"),
    own("--bureau-en", default="", help="its English name"),
    own("--region", default="", help="its region; default: the name's beginning"),
    own("--district", **_MANY, help="a district of the region; may be given again"),
    own("--subject", default="", help="what the figures are about, for titles"),
    own("--category", metavar="NAME[=ENGLISH]", **_MANY, help="a category"),
    own("--field", default="", choices=("", *fields()), help="field whose words are known"),
    own("--table", type=Path, help="a table of figures to begin with"),
    own("--report", type=Path, help="a report to begin with"),
)
_FOLDER = own("folder", nargs="?", type=Path, help="default: the folder in use")
VERBS: dict[str, Verb] = {
    "check-data": (arguments("--json", _FOLDER), check_data),
    "new-bureau": (arguments(*_BUREAU, "--year", "--answer", "--json"), new_bureau),
}
