"""Hold the verb `targets`: every goal beside the result that answers it."""

import argparse
from collections.abc import Iterator

from metrics.cli.answer import Answer, Verb
from metrics.cli.arguments import arguments, published_dataset
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.target_progress import TargetProgress, target_progress, targets_dict
from metrics.wording.formatter import Formatter
from metrics.wording.targets import STATE_NAMES, goal_text, share_text, stated_text


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
            f"{target.year or '—'} {target.metric}: {goal_text(target, fmt)}",
            f"{result.year} {fmt.figure(result)}" if result else "",
            share_text(target, result, progress.share),
            stated_text(target, _),
        ]
        yield " | ".join(part for part in parts if part)


VERBS: dict[str, Verb] = {"targets": (arguments("--store", "--json"), targets)}
