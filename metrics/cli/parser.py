"""The command line: `python -m metrics VERB`. Exit 0 is done, 1 refused, 2 a wrong call.

Knows the verbs and their options; what they do stands in the modules that they name. Texts are
in the reader's language (`--lang`), JSON is for programs.
"""

from __future__ import annotations

import argparse
import errno
import getpass
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from metrics.analysis.selection import BadFilters
from metrics.auth import hash_passcode
from metrics.cli import store as commands
from metrics.cli.export import add_options, exported
from metrics.clock import now
from metrics.export.csv_rows import csv_bytes
from metrics.i18n import LANGUAGES, Words, message, words
from metrics.model.dataset import data_folder, load_words
from metrics.model.observation import Observation
from metrics.problems import BrokenData, Problem
from metrics.store import NoSuchVersion, StoreError, create_store, open_store
from metrics.store.aliases import confirmed_aliases
from metrics.store.opening import is_there
from metrics.store.published import with_rows
from metrics.store.seed import read_seed

DONE, REFUSED, WRONG_CALL = 0, 1, 2


class _NotWritten(OSError):
    """A file that was to be written and could not be."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    _ = words(options.lang)
    try:
        return int(options.run(options, _))
    except NoSuchVersion as error:
        return _refuse([error.problem], _, WRONG_CALL)
    except BadFilters as error:
        return _refuse(error.problems, _, WRONG_CALL)
    except StoreError as error:
        return _refuse([error.problem], _, REFUSED)
    except BrokenData as error:
        return _refuse(error.problems, _, REFUSED)
    except OSError as error:
        return _refuse([_file_problem(error, _)], _, WRONG_CALL)
    except ValueError as error:
        print(error, file=sys.stderr)
        return WRONG_CALL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m metrics", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, run: Any, text: str, *options: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        added.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of texts")
        for option in options:
            added.add_argument(option, **_OPTIONS[option])
        return added

    verb("check", _check, "check a file and say what was understood", "file", *_READING, "--json")
    verb("publish", _publish, "check a file and publish it", "file", *_READING, *_ACTING,
         "--replace", "--accept-warnings", "--json")  # fmt: skip
    verb("diff", _diff, "what publishing a file would change", "file", *_READING, "--replace",
         "--json")  # fmt: skip
    verb("history", _history, "all publications, the newest first", "--store", "--json")
    verb("show", _show, "what one publication changed", "version", "--store", "--json")
    verb("current", _current, "what is published", "--store", "--format", "-o")
    verb("restore", _restore, "go back to a version, as a further publication", "version",
         "--store", *_ACTING, "--json")  # fmt: skip
    verb("verify", _verify, "check every publication against its hash", "--store", "--json")
    init = verb("init", _init, "make a new store from a CSV", "--store", "--json")
    init.add_argument("file", nargs="?", type=Path, help="default: metrics.csv of the data folder")
    template = verb("template", _template, "a workbook to fill in", "--store")
    template.add_argument("--year", type=int, help="default: the year after the latest published")
    template.add_argument("-o", dest="output", type=Path, required=True, help="the file to write")
    figures = verb("figures", _figures, "every numeral of a text, a JSON line each", "document",
                   "--json")  # fmt: skip
    figures.add_argument("--jsonl", metavar="FIELD", help="read JSON lines; FIELD holds the text")
    extract = verb("extract", _extract, "propose the rows of a report", "document", "--store",
                   "--year", "--region", "--json")  # fmt: skip
    extract.add_argument("--csv", type=Path, metavar="OUT", help="write the proposal to a file")
    extract.add_argument("--self-test", action="store_true", help="compare with what is published")
    verb("match", _match, "match this year's labels with last year's", "document", "--json")
    check_draft = verb("proofread", _proofread, "check the figures of a draft", "document",
                       "--store", "--year", "--region", "--json")  # fmt: skip
    check_draft.add_argument("--html", type=Path, metavar="OUT", help="write a marked-up copy")
    brief = verb("brief", _brief, "a briefing on a year, to take along", "--store", "--year",
                 "--region")  # fmt: skip
    brief.add_argument("--category", action="append", default=[], metavar="KEY",
                       help="a category; may be given again; default: all")  # fmt: skip
    brief.add_argument("--format", choices=("pptx", "docx", "xlsx"), required=True)
    brief.add_argument("-o", dest="output", type=Path, required=True, help="the file to write")
    verb("audit", _audit, "check the sentence behind every figure", "--store", "--json")
    add_options(verb("export", _export, "a part of what is published, as a file", "--store", "-o"),
                words("en"))  # fmt: skip
    backup = verb("backup", _answered("backup"), "everything of the store in one file", "--store",
                  "--json")  # fmt: skip
    backup.add_argument("-o", dest="output", type=Path, required=True, help="the file to write")
    verb("restore-backup", _answered("restore_from"), "make a new store of a backup", "file",
         "--store", "--json")  # fmt: skip
    names = verb("aliases", _answered("aliases", "editing"),
                 "the names that editors have confirmed", "--store", "--by", "--json")  # fmt: skip
    names.add_argument("--withdraw", metavar="NAME", help="make a confirmed name mean nothing")
    log = verb("audit-log", _answered("audit_log", "editing"),
               "who did what, the newest first", "--store", "--json")  # fmt: skip
    log.add_argument("--limit", type=int, default=200, help="so many lines; default: 200")
    verb("check-configuration", _answered("check_settings"), "check the settings", "--json")
    verb("hash-passcode", _hash_passcode, "a hash for METRICS_EDITOR_PASSCODE_HASH")
    return parser


_READING = ("--name", "--sheet", "--store")
_ACTING = ("--by", "--note")
_OPTIONS: dict[str, dict[str, Any]] = {
    "file": {"type": Path, "help": "the file to read"},
    "document": {
        "type": Path,
        "metavar": "file",
        "help": "the file to read; - is standard input",
    },
    "--year": {"type": int, "help": "the year that the figures are about"},
    "--region": {"default": "", "help": "the region; default: the bureau's own"},
    "version": {"type": int, "help": "number of a publication"},
    "--name": {"help": "the file's name as the browser claims it"},
    "--sheet": {"help": "the sheet to read, where a workbook has several"},
    "--store": {"help": "path or URL; default: METRICS_DATABASE_URL, else data/metrics.db"},
    "--by": {"help": "who acts; default: the account that runs this"},
    "--note": {"default": "", "help": "what readers of the history should know"},
    "--replace": {"action": "store_true", "help": "withdraw what the file's year leaves out"},
    "--accept-warnings": {"action": "store_true", "help": "publish in spite of warnings"},
    "--json": {"action": "store_true", "help": "answer in JSON"},
    "--format": {"choices": ("csv", "json"), "default": "csv"},
    "-o": {"dest": "output", "type": Path, "help": "write to a file"},
}


def _check(options: argparse.Namespace, _: Words) -> int:
    from metrics.intake import as_json

    checked = _checked(options, _published(options))
    data = as_json(checked, _.language)
    lines = [*commands.problem_lines(checked.problems, _)]
    lines.append(_.n("{n} row understood", "{n} rows understood", len(checked.observations)))
    return _say(commands.Answer(checked.ok, data, lines), options)


def _publish(options: argparse.Namespace, _: Words) -> int:
    store = open_store(options.store)
    base, current = store.current_with_version()
    answer = commands.publish_file(
        store,
        _checked(options, current),
        _,
        base=base,
        by=options.by,
        note=options.note,
        replace=options.replace,
        accept_warnings=options.accept_warnings,
    )
    return _say(answer, options)


def _diff(options: argparse.Namespace, _: Words) -> int:
    store = open_store(options.store)
    checked = _checked(options, store.current())
    return _say(commands.diff_file(store, checked, _, replace=options.replace), options)


def _history(options: argparse.Namespace, _: Words) -> int:
    return _say(commands.history(open_store(options.store), _), options)


def _show(options: argparse.Namespace, _: Words) -> int:
    return _say(commands.show(open_store(options.store), options.version, _), options)


def _restore(options: argparse.Namespace, _: Words) -> int:
    store = open_store(options.store)
    answer = commands.restore_version(store, options.version, _, by=options.by, note=options.note)
    return _say(answer, options)


def _verify(options: argparse.Namespace, _: Words) -> int:
    return _say(commands.verify_store(open_store(options.store), _), options)


def _current(options: argparse.Namespace, _: Words) -> int:
    store = open_store(options.store)
    if options.format == "csv":
        content = csv_bytes(store.current())
    else:
        content = (_as_json(commands.current_dict(store)) + "\n").encode()
    return _hand_over(content, options)


def _export(options: argparse.Namespace, _: Words) -> int:
    return _hand_over(exported(options, _), options)


def _hand_over(content: bytes, options: argparse.Namespace) -> int:
    if options.output:
        _write(options.output, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return DONE


def _init(options: argparse.Namespace, _: Words) -> int:
    if options.file and not options.file.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(options.file))
    seed = read_seed(data_folder(), options.file)
    return _say(commands.history(create_store(options.store, seed), _), options)


def _template(options: argparse.Namespace, _: Words) -> int:
    from metrics.export.template import (
        template_xlsx,  # needs a workbook library, other verbs do not
    )

    data = with_rows(load_words(), _published(options))
    year = options.year or max(data.years, default=now().year - 2) + 1
    _write(options.output, template_xlsx(data, year, _.language))
    return DONE


def _figures(options: argparse.Namespace, _: Words) -> int:
    from metrics.cli.reading import figure_lines

    for line in figure_lines(*_content(options.document), options.jsonl):
        print(line)
    return DONE


def _extract(options: argparse.Namespace, _: Words) -> int:
    from metrics.cli.reading import extract_report
    from metrics.extraction.results import proposal_csv

    answer, extraction = extract_report(
        *_content(options.document),
        with_rows(load_words(), _published(options)),
        _,
        year=options.year,
        region=options.region,
        aliases=confirmed_aliases(open_store(options.store)) if is_there(options.store) else {},
        test=options.self_test,
    )
    if options.csv:
        _write(options.csv, proposal_csv(extraction, _))
        return DONE
    return _say(answer, options)


def _match(options: argparse.Namespace, _: Words) -> int:
    from metrics.cli.reading import match_labels

    return _say(match_labels(*_content(options.document), _), options)


def _proofread(options: argparse.Namespace, _: Words) -> int:
    from metrics.cli.reading import proofread_draft
    from metrics.proofreading.marked_copy import as_html

    store = open_store(options.store) if is_there(options.store) else None
    answer, proofreading = proofread_draft(
        *_content(options.document),
        with_rows(load_words(), _published(options)),
        _,
        year=options.year,
        region=options.region,
        store=store,
        aliases=confirmed_aliases(store) if store else {},
    )
    if options.html:
        _write(options.html, as_html(proofreading, _).encode())
    return _say(answer, options)


def _brief(options: argparse.Namespace, _: Words) -> int:
    from metrics.cli.brief import brief  # needs the libraries of the formats

    content = brief(
        options.format,
        _,
        store=options.store,
        year=options.year,
        categories=options.category,
        region=options.region,
    )
    _write(options.output, content)
    return DONE


def _audit(options: argparse.Namespace, _: Words) -> int:
    from metrics.cli.reading import audit_store

    return _say(audit_store(open_store(options.store), _), options)


def _answered(name: str, module: str = "operations") -> Any:
    """Return what runs a verb of a module of `metrics.cli`; other verbs do not need it."""

    def run(options: argparse.Namespace, _: Words) -> int:
        found = import_module(f"metrics.cli.{module}")
        return _say(getattr(found, name)(options, _), options)

    return run


def _content(file: Path) -> tuple[bytes, str]:
    """Return the bytes of a file and its name; `-` is standard input."""
    if str(file) == "-":
        return sys.stdin.buffer.read(), "stdin.txt"
    return file.read_bytes(), file.name


def _write(file: Path, content: bytes) -> None:
    try:
        commands.write_file(file, content)
    except OSError as error:
        # The error names a temporary file, which nobody asked for.
        raise _NotWritten(error.errno, error.strerror, str(file)) from error


def _file_problem(error: OSError, _: Words) -> Problem:
    """Return what is wrong with a file in the reader's words; the system's, where those lack."""
    reasons = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EISDIR: _("it is a folder"),
        errno.EACCES: _("this account may not"),
    }
    said = {
        "name": str(error.filename or "-"),
        "reason": reasons.get(error.errno or 0, error.strerror or str(error)),
    }
    if isinstance(error, _NotWritten):
        text = message("The file {name} cannot be written ({reason})", **said)
    else:
        text = message("The file {name} cannot be read ({reason})", **said)
    return Problem("file", "error", text)


def _hash_passcode(options: argparse.Namespace, _: Words) -> int:
    asked = sys.stdin.isatty()
    passcode = getpass.getpass(_("Passcode: ")) if asked else sys.stdin.readline()
    if not passcode.strip():
        raise ValueError("no passcode was given")
    print(hash_passcode(passcode))
    return DONE


def _checked(options: argparse.Namespace, published: Sequence[Observation]) -> Any:
    from metrics.intake import check  # readers of workbooks are not needed for other verbs

    content = options.file.read_bytes()
    name = options.name or options.file.name
    words_of_data = load_words()
    return check(content, name, dataset=words_of_data, published=published, sheet=options.sheet)


def _published(options: argparse.Namespace) -> Sequence[Observation]:
    """Return what is published, without making a store for the mere asking."""
    if is_there(options.store):
        return open_store(options.store).current()
    return read_seed(data_folder()).rows


def _say(answer: commands.Answer, options: argparse.Namespace) -> int:
    print(_as_json(answer.as_dict()) if options.json else "\n".join(answer.lines))
    return DONE if answer.ok else REFUSED


def _refuse(problems: Sequence[Any], _: Words, code: int) -> int:
    for line in commands.problem_lines(problems, _):
        print(line, file=sys.stderr)
    return code


def _as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
