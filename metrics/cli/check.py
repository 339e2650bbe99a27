"""Hold the verbs that read a file of figures: check, diff, publish."""

import argparse
from collections.abc import Sequence

from metrics.cli.answer import Answer, Verb, problem_lines
from metrics.cli.arguments import arguments, published_rows
from metrics.cli.store import diff_file, publish_file
from metrics.i18n import Words
from metrics.intake import Intake, as_json
from metrics.intake import check as check_content
from metrics.model.dataset import load_words
from metrics.model.observation import Observation
from metrics.store import open_store


def check(options: argparse.Namespace, _: Words) -> Answer:
    """Check a file and list what was understood; changes nothing."""
    checked = _checked(options, published_rows(options))
    lines = [*problem_lines(checked.problems, _)]
    lines.append(_.n("{n} row understood", "{n} rows understood", len(checked.observations)))
    return Answer(checked.ok, as_json(checked, _.language), lines)


def diff(options: argparse.Namespace, _: Words) -> Answer:
    """List what publishing a file would change; changes nothing."""
    store = open_store(options.store)
    return diff_file(store, _checked(options, store.current()), _, replace=options.replace)


def publish(options: argparse.Namespace, _: Words) -> Answer:
    """Check a file and publish it."""
    store = open_store(options.store)
    base, current = store.current_with_version()
    return publish_file(
        store,
        _checked(options, current),
        _,
        base=base,
        by=options.by,
        note=options.note,
        replace=options.replace,
        accept_warnings=options.accept_warnings,
    )


def _checked(options: argparse.Namespace, published: Sequence[Observation]) -> Intake:
    content, name = options.file.read_bytes(), options.name or options.file.name
    return check_content(
        content, name, dataset=load_words(), published=published, sheet=options.sheet
    )


_READING = ("file", "--name", "--sheet", "--store")
VERBS: dict[str, Verb] = {
    "check": (arguments(*_READING, "--json"), check),
    "publish": (
        arguments(*_READING, "--by", "--note", "--replace", "--accept-warnings", "--json"),
        publish,
    ),
    "diff": (arguments(*_READING, "--replace", "--json"), diff),
}
