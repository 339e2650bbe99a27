"""Hold the verb `targets`: every goal beside the result that answers it."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from metrics.analysis.target_progress import TargetProgress, target_progress, without_target
from metrics.cli.answer import Answer, Verb
from metrics.cli.arguments import arguments, published_dataset
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.observation import row_dict
from metrics.numbers import plain
from metrics.wording.formatter import Formatter
from metrics.wording.targets import STATE_NAMES, goal_text, share_text, stated_text


def targets(options: argparse.Namespace, _: Words) -> Answer:
    """Return how every goal stands; JSON: targets, without_target."""
    dataset = published_dataset(options)
    found = target_progress(dataset)
    deadlines = sorted({p.target.year for p in found if p.target.year}, reverse=True)
    others = [row for year in deadlines for row in without_target(dataset, year)]
    data = {
        "targets": [_progress_dict(progress) for progress in found],
        "without_target": [row_dict(row) for row in others],
    }
    return Answer(True, data, list(_lines(found, dataset, _)))


def _progress_dict(progress: TargetProgress) -> dict[str, Any]:
    target = progress.target
    return {
        **asdict(target),
        "value": plain(target.value),
        "upper": None if target.upper is None else plain(target.upper),
        "state": progress.state.value,
        "result": row_dict(progress.result) if progress.result else None,
        "share": None if progress.share is None else f"{progress.share:.4f}",
    }


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
