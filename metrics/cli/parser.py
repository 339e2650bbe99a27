"""Run the command line: `metrics VERB`. Exit 0 is done, 1 refused, 2 a wrong call.

Texts are in the reader's language (`--lang`), JSON is for programs. Each verb stands in the module
that the table names; only the module of the verb that is called is loaded.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from metrics.analysis.selection import BadFilters
from metrics.auth import NotAllowed, local_editor
from metrics.cli.answer import (
    Answer,
    Result,
    Verb,
    as_json,
    file_problem,
    problem_lines,
    write_file,
)
from metrics.cli.arguments import existing_store
from metrics.i18n import LANGUAGES, Words, message, words
from metrics.problems import BrokenData, Problem
from metrics.store import NoSuchVersion, StoreError
from metrics.store.audit import record_export
from metrics.text import on_screen

DONE, REFUSED, WRONG_CALL = 0, 1, 2
VERBS = {
    "check": ("check", "check a file and say what was understood"),
    "publish": ("check", "check a file and publish it"),
    "diff": ("check", "what publishing a file would change"),
    "history": ("store", "all publications, the newest first"),
    "show": ("store", "what one publication changed"),
    "current": ("store", "what is published"),
    "restore": ("store", "go back to a version, as a further publication"),
    "verify": ("store", "check every publication against its hash"),
    "init": ("store", "make a new store from a CSV"),
    "template": ("export", "a workbook to fill in"),
    "figures": ("reading", "every numeral of a text, a JSON line each"),
    "extract": ("reading", "propose the rows of a report"),
    "match": ("matching", "match this year's labels with last year's"),
    "proofread": ("reading", "check the figures of a draft"),
    "brief": ("brief", "a briefing on a year, to take along"),
    "draft": ("next_report", "the next report, made from last year's text"),
    "check-draft": ("next_report", "check the bound numbers of a returned draft"),
    "compare-reports": ("next_report", "what two reports say differently"),
    "targets": ("targets", "every goal beside the result that answers it"),
    "publish-targets": ("targets", "publish the goals of a table"),
    "audit": ("reading", "check the sentence behind every figure"),
    "site": ("site", "a static copy of what is published, with its data"),
    "export": ("export", "a part of what is published, as a file"),
    "backup": ("operations", "everything of the store in one file"),
    "restore-backup": ("operations", "make a new store of a backup"),
    "aliases": ("editing", "the names that editors have confirmed"),
    "describe": ("editing", "what a new metric is called in English and counts"),
    "audit-log": ("editing", "who did what, the newest first"),
    "accounts": ("accounts", "make, list, close accounts, change roles and passwords"),
    "new-bureau": ("folders", "make a bureau's folder of data"),
    "check-data": ("folders", "check a bureau's folder of data"),
    "check-configuration": ("operations", "check the settings"),
    "hash-passcode": ("operations", "a hash for METRICS_EDITOR_PASSCODE_HASH"),
}
"""The module of `metrics.cli` that holds a verb in its own VERBS, and the verb's help."""


EXPORTS = ("backup", "brief", "current", "draft", "export", "site")
"""The verbs by which figures leave; the log of acts names them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    call = sys.argv[1:] if arguments is None else arguments
    options = _parser(call[0] if call else "").parse_args(call)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    _ = words(options.lang)
    try:
        code = _write(options.run(options, _), options)
        if options.verb in EXPORTS and code == DONE:
            _note_export(options)
        return code
    except (NoSuchVersion, StoreError, NotAllowed) as error:
        code = WRONG_CALL if isinstance(error, NoSuchVersion) else REFUSED
        return _refuse([error.problem], _, code)
    except (BadFilters, BrokenData) as error:
        return _refuse(error.problems, _, REFUSED if isinstance(error, BrokenData) else WRONG_CALL)
    except BrokenPipeError:  # the reader of standard output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError as error:
        return _refuse([file_problem(error, _)], _, WRONG_CALL)
    except ValueError as error:
        print(error, file=sys.stderr)
        return WRONG_CALL
    except KeyboardInterrupt:
        return REFUSED
    except Exception as error:  # a fault of the product: a line to report, never a traceback
        return _refuse([_fault(error)], _, REFUSED)


def _parser(called: str) -> argparse.ArgumentParser:
    """Return a parser of all verbs, with the arguments of the one that is called."""
    program = "metrics" if Path(sys.argv[0]).stem == "metrics" else "python -m metrics"
    parser = argparse.ArgumentParser(prog=program, description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, (module, text) in VERBS.items():
        verb = verbs.add_parser(name, help=text, description=text)
        if name == called:
            loaded: dict[str, Verb] = import_module(f"metrics.cli.{module}").VERBS
            add_arguments, run = loaded[name]
            verb.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of texts")
            add_arguments(verb)
            verb.set_defaults(run=run)
    return parser


def _write(result: Result, options: argparse.Namespace) -> int:
    """Write what a verb returned, and return the exit code."""
    if isinstance(result, Answer):
        lines = on_screen("\n".join(result.lines))
        text = as_json(result.as_dict()) if options.json else lines
        print(text, flush=True)
        return DONE if result.ok else REFUSED
    if not isinstance(result, bytes):
        for line in result:
            print(line)
        sys.stdout.flush()
    elif options.output:
        write_file(options.output, result)
    else:
        sys.stdout.buffer.write(result)
        sys.stdout.buffer.flush()
    return DONE


def _note_export(options: argparse.Namespace) -> None:
    if store := existing_store(options):
        named = vars(options)
        place = named.get("output") or named.get("folder")
        written = place.name if place else ""
        record_export(store, local_editor(), f"{options.verb} {written}".strip())


def _refuse(problems: Iterable[Problem], _: Words, code: int) -> int:
    for line in problem_lines(problems, _):
        print(on_screen(line), file=sys.stderr)
    return code


def _fault(error: Exception) -> Problem:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = {"kind": type(error).__name__, "place": f"{Path(frame.filename).name}:{frame.lineno}"}
    text = message("This failed unexpectedly ({kind}, {place})", **where)
    return Problem("fault", "error", text, message("Report this line with the call that led to it"))
