"""Hold the verbs of the store: history, show, current, restore, verify, init.

Who runs the command acts as the account of the operating system.
"""

import argparse
import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from metrics import data_folder
from metrics.auth import local_editor
from metrics.cli.answer import Answer, Verb, as_json, problem_lines
from metrics.cli.arguments import arguments, kept_store, own, store_to_work_on
from metrics.clock import minute_text
from metrics.i18n import Words
from metrics.model.csv_file import csv_bytes
from metrics.model.diff import Changes
from metrics.model.observation import Key, Observation, row_dict
from metrics.model.target_changes import target_changes_dict
from metrics.numbers import plain
from metrics.store import create_store
from metrics.store.backup_file import continues, not_continued, read_backup
from metrics.store.errors import NothingToPublish
from metrics.store.publication import Publication, full_dict
from metrics.store.publications import Store, changes_between, changes_of
from metrics.store.published import goals_between, published
from metrics.store.publishing import restore
from metrics.store.seed import read_seed
from metrics.store.verifying import BLIND, verify
from metrics.wording.differences import differences
from metrics.wording.formatter import Formatter
from metrics.wording.targets import goal_change_lines


def history(options: argparse.Namespace, _: Words) -> Answer:
    """List all publications, the newest first."""
    return _history(kept_store(options), _)


def show(options: argparse.Namespace, _: Words) -> Answer:
    """List what one publication changed, and who made it."""
    store = kept_store(options)
    publication = store.publication(options.version)
    changes = changes_of(store, options.version)
    goals = goals_between(store, options.version - 1, options.version)
    data = {"publication": full_dict(publication), **changes_dict(changes)}
    if goals:
        data["goals"] = target_changes_dict(goals)
    lines = [_history_line(publication, _), *change_lines(changes, _)]
    lines += goal_change_lines(goals, Formatter(published(store), _))
    return Answer(True, data, lines)


def current(options: argparse.Namespace, _: Words) -> bytes:
    """Return what is published as a CSV or JSON file."""
    version, rows = store_to_work_on(options).current_with_version()
    if options.format == "csv":
        return csv_bytes(rows)
    data = {"version": version, "rows": [row_dict(row) for row in rows]}
    return (as_json(data) + "\n").encode()


def restore_version(options: argparse.Namespace, _: Words) -> Answer:
    """Publish everything as it was in a version, as a further publication."""
    store = kept_store(options)
    base = store.version()
    editor = local_editor(options.by)
    try:
        goals = goals_between(store, base, options.version)
        made = restore(
            store, options.version, editor=editor, note=options.note, base=base, goals=goals
        )
    except NothingToPublish as nothing:
        return Answer(True, landed(None, base), [_.say(nothing.problem.message)])
    lines = [published_line(made, _), *change_lines(changes_between(store, base, made.version), _)]
    return Answer(True, landed(made, made.version), lines)


def initialise(options: argparse.Namespace, _: Words) -> Answer:
    """Make a new store of a CSV, by default the data folder's."""
    if options.file and not options.file.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(options.file))
    return _history(create_store(options.store, read_seed(data_folder(), options.file)), _)


def _history(store: Store, _: Words) -> Answer:
    publications = store.history()
    data = {"publications": [full_dict(each) for each in publications]}
    return Answer(True, data, [_history_line(each, _) for each in publications])


def verify_store(options: argparse.Namespace, _: Words) -> Answer:
    """Check everything the store keeps against what was written; see `--against`."""
    store = kept_store(options)
    checked = verify(store)
    problems = [fault.problem for fault in checked.faults]
    data: dict[str, Any] = {
        "version": checked.newest,
        "intact_until": checked.intact_until,
        "ledger": {"line": checked.line, "hash": checked.line_hash, "since": checked.since},
        "cannot_know": _.say(BLIND),
    }
    if options.against:
        with options.against.open("rb") as file:
            held = read_backup(file, options.against.name)
        if not continues(store, held):
            problems.append(not_continued(store.database.place).problem)
    if problems:
        data["problems"] = [problem.as_dict(_) for problem in problems]
        return Answer(False, data, list(problem_lines(problems, _)))
    lines = [_("All {n} versions are what was published", n=checked.newest)]
    lines.append(
        _(
            "So are reports, sources, goals, names, drafts, accounts and the audit log: "
            "ledger line {line}, {hash}",
            line=checked.line,
            hash=checked.line_hash,
        )
    )
    return Answer(True, data, [*lines, *([] if options.against else [_.say(BLIND)])])


def changes_dict(changes: Changes) -> dict[str, Any]:
    """Return changes for programs."""
    return {
        "added": [row_dict(row) for row in changes.added],
        "changed": [{"old": row_dict(old), "new": row_dict(new)} for old, new in changes.changed],
        "withdrawn": [row_dict(row) for row in changes.withdrawn],
        "unchanged": changes.unchanged,
    }


def change_lines(
    changes: Changes, _: Words, sources: Mapping[Key, str] | None = None
) -> Iterator[str]:
    """Yield changes as a reader understands them, then their counts.

    With where each new figure stands, if `sources` say so.
    """

    def at(row: Observation) -> str:
        place = (sources or {}).get(row.key)
        return f" ← {place}" if place else ""

    yield from (f"+ {_name(row)}: {_figure(row, _)}{at(row)}" for row in changes.added)
    for old, new in changes.changed:
        yield f"~ {_name(new)}: {_changed(old, new, _)}{at(new)}"
    yield from (f"- {_name(row)}: {_figure(row, _)}" for row in changes.withdrawn)
    yield _(
        "Added {added}, changed {changed}, withdrawn {withdrawn}, unchanged {unchanged}",
        added=len(changes.added),
        changed=len(changes.changed),
        withdrawn=len(changes.withdrawn),
        unchanged=changes.unchanged,
    )


def landed(
    made: Publication | None, version: int, problems: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return what a publication came to, for programs; without one, nothing changed."""
    return {
        "version": version,
        "publication": full_dict(made) if made else None,
        "problems": list(problems),
    }


def published_line(made: Publication, _: Words) -> str:
    """Return the line on a publication that landed."""
    return _(
        "Version {version} is published: added {added}, changed {changed}, withdrawn {withdrawn}",
        version=made.version,
        added=made.added,
        changed=made.changed,
        withdrawn=made.withdrawn,
    )


def _history_line(made: Publication, _: Words) -> str:
    kinds = {
        "init": _("beginning"),
        "publish": _("publication"),
        "restore": _("back to version {version}", version=made.restored),
    }
    counts = f"+{made.added} ~{made.changed} -{made.withdrawn}"
    when = minute_text(made.at)
    parts = [str(made.version), when, made.who, kinds[made.kind], counts, made.file, made.note]
    return " | ".join(part.replace("\n", " ") for part in parts if part)


def _name(row: Observation) -> str:
    return " ".join(
        part for part in (str(row.year), row.region, row.subcategory, row.metric) if part
    )


def _figure(row: Observation, _: Words) -> str:
    if row.value is None:
        return _("not published")
    upper = "" if row.upper is None else f"-{plain(row.upper)}"
    exact = f"{plain(row.value)}{upper} {row.unit}"
    return f"{row.printed} ({exact})" if row.printed else exact


def _changed(old: Observation, new: Observation, _: Words) -> str:
    """Return a figure, old → new where it looks different, and its other changes."""
    looks = dict.fromkeys((_figure(old, _), _figure(new, _)) if old.figure != new.figure else ())
    return _.clauses([" → ".join(looks), *differences(old, new, _)])


_FORMAT = own("--format", choices=("csv", "json"), default="csv")
_SEED = own("file", nargs="?", type=Path, help="default: metrics.csv of the data folder")
_AGAINST = own(
    "--against", type=Path, help="a backup kept elsewhere, which the store has to go on from"
)
VERBS: dict[str, Verb] = {
    "history": (arguments("--store", "--json"), history),
    "show": (arguments("version", "--store", "--json"), show),
    "current": (arguments("--store", "-o", _FORMAT), current),
    "restore": (arguments("version", "--store", "--by", "--note", "--json"), restore_version),
    "verify": (arguments("--store", "--json", _AGAINST), verify_store),
    "init": (arguments("--store", "--json", _SEED), initialise),
}
