"""Hold the verbs of goals: beside their results, and published from a table."""

import argparse
import hashlib
from collections.abc import Iterator
from typing import Any

from metrics.auth import local_editor
from metrics.cli.answer import Answer, Verb, problem_lines
from metrics.cli.arguments import (
    arguments,
    file_content,
    own,
    pair,
    published_dataset,
    store_to_work_on,
)
from metrics.extraction.target_table import read_goal_table
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.target_changes import plan_targets, target_changes_dict
from metrics.model.target_progress import TargetProgress, target_progress, targets_dict
from metrics.store import SourceFile, publish
from metrics.wording.formatter import Formatter
from metrics.wording.targets import (
    STATE_NAMES,
    arithmetic_text,
    goal_change_lines,
    goal_name,
    stated_text,
)


def targets(options: argparse.Namespace, _: Words) -> Answer:
    """Return how every goal stands; JSON: targets, without_target."""
    dataset = published_dataset(options)
    return Answer(True, targets_dict(dataset), list(_lines(target_progress(dataset), dataset, _)))


def _lines(found: list[TargetProgress], dataset: Dataset, _: Words) -> Iterator[str]:
    fmt = Formatter(dataset, _)
    if not found:
        yield _("No report that is published here sets a goal in numbers.")
    for progress in found:
        target, result = progress.target, progress.result
        parts = [
            _.say(STATE_NAMES[progress.state]),
            goal_name(target, fmt),
            f"{result.year} {fmt.figure(result)}" if result else "",
            arithmetic_text(progress, fmt),
            stated_text(target, _),
        ]
        yield " | ".join(part for part in parts if part)


def publish_targets(options: argparse.Namespace, _: Words) -> Answer:
    """Check a table of goals and publish them, or list what would change."""
    content, name = file_content(options.document)
    dataset = published_dataset(options)
    new = dict(options.new_metric)
    found = read_goal_table(content, name, dataset, new)
    years = {goal.stated_in for goal in found.targets} if options.replace else set()
    changes = plan_targets(dataset.targets, found.targets, years)
    lines = [*problem_lines(found.problems, _)]
    lines += goal_change_lines(changes, Formatter(dataset, _))
    data: dict[str, Any] = {
        **target_changes_dict(changes),
        "problems": [problem.as_dict(_) for problem in found.problems],
    }
    if any(problem.severity == "error" for problem in found.problems):
        return Answer(False, data, [*lines, _("Refused: nothing was published")])
    if options.dry_run or not changes:
        lines += [] if changes else [_("Nothing would change: all of this is published already")]
        return Answer(True, {**data, "version": dataset.version}, lines)
    store, file = store_to_work_on(options), SourceFile(name, hashlib.sha256(content).hexdigest())
    base, editor = dataset.version or store.version(), local_editor(options.by)
    made = publish(store, (), editor=editor, base=base, note=options.note, file=file, goals=changes)
    lines.append(_("Version {version} is published", version=made.version))
    return Answer(True, {**data, "version": made.version}, lines)


_REPLACE_HELP = "withdraw the goals of the same reports that the table leaves out"
_REPLACE = own("--replace", action="store_true", help=_REPLACE_HELP)
_DRY = own("--dry-run", action="store_true", help="list what would change, and publish nothing")
_NEW_HELP = "take a metric that no catalogue lists, as one of a category; may be given again"
_NEW = own(
    "--new-metric",
    metavar="METRIC=CATEGORY",
    type=pair,
    action="append",
    default=[],
    help=_NEW_HELP,
)
_ACTING = ("--store", "--by", "--note", "--json")
VERBS: dict[str, Verb] = {
    "targets": (arguments("--store", "--json"), targets),
    "publish-targets": (arguments("document", *_ACTING, _REPLACE, _NEW, _DRY), publish_targets),
}
