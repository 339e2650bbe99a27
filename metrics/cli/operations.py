"""Hold the verbs that keep a server running: backups, settings, a passcode's hash."""

import argparse
import getpass
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from metrics.auth import hash_passcode
from metrics.cli.answer import Answer, Verb, problem_lines, writing
from metrics.cli.arguments import OUTPUT, arguments, kept_store
from metrics.i18n import Words
from metrics.operations.settings import check_configuration, summary
from metrics.store.backup import make_backup
from metrics.store.backup_file import Backup, restore_backup


def backup(options: argparse.Namespace, _: Words) -> Answer:
    """Write everything of the store into one file; the store may be in use meanwhile."""
    store = kept_store(options)
    with writing(options.output):
        made = make_backup(store, options.output)
    text = _("Version {version} is backed up in {file}", version=made.version, file=options.output)
    return _answer(made, options.output, text, _)


def restore_from(options: argparse.Namespace, _: Words) -> Answer:
    """Make a new store of a backup; one that is there is never touched."""
    store, held = restore_backup(options.file, options.store)
    place = store.database.place
    text = _("Version {version} is restored to {place}", version=held.version, place=place)
    return _answer(held, options.file, text, _)


def check_settings(_options: argparse.Namespace, _: Words) -> Answer:
    """List what is set, and everything that is wrong with it."""
    problems = check_configuration()
    data: dict[str, Any] = {
        "settings": summary(),
        "problems": [{"setting": each.file, **each.as_dict(_)} for each in problems],
    }
    lines = [f"{name} = {value}" for name, value in summary().items()]
    lines += problem_lines(problems, _)
    lines += [] if problems else [_("All settings are right")]
    return Answer(all(each.severity != "error" for each in problems), data, lines)


def print_hash(_options: argparse.Namespace, _: Words) -> Iterator[str]:
    """Yield the hash of a passcode, typed or in the first line of the input."""
    terminal = sys.stdin.isatty()
    passcode = getpass.getpass(_("Passcode: ")) if terminal else sys.stdin.readline()
    if not passcode.strip():
        raise ValueError("no passcode was given")
    yield hash_passcode(passcode)


def _answer(held: Backup, file: Path, text: str, _: Words) -> Answer:
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    counts = {name: part.rows for name, part in held.tables.items()}
    data = {
        "file": str(file),
        "bytes": file.stat().st_size,
        "sha256": sha256,
        "version": held.version,
        "hash": held.hash,
        "schema": held.schema,
        "at": held.at.isoformat(),
        "tables": counts,
    }
    names = {
        "publications": _("publications"),
        "changes": _("rows"),
        "drafts": _("drafts"),
        "editions": _("reports"),
        "evidence": _("places of figures"),
        "aliases": _("confirmed names"),
        "left_out": _("figures left out"),
        "audit": _("lines of the audit"),
    }
    held_lines = [f"{names[name]} {count:,}" for name, count in counts.items() if name in names]
    return Answer(True, data, [text, _.list(held_lines), f"SHA-256 {sha256}"])


VERBS: dict[str, Verb] = {
    "backup": (arguments("--store", "--json", OUTPUT), backup),
    "restore-backup": (arguments("file", "--store", "--json"), restore_from),
    "check-configuration": (arguments("--json"), check_settings),
    "hash-passcode": (arguments(), print_hash),
}
