"""Hold what verbs return, and how it is written for people and for programs.

Verbs print nothing themselves. JSON has the same keys in every language.
"""

import argparse
import errno
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from metrics.files import whole_file
from metrics.i18n import Words, message
from metrics.problems import Problem, most_severe_first


@dataclass(frozen=True)
class Answer:
    """Hold a verb's answer: `ok` False is a refusal, `data` the JSON form."""

    ok: bool
    data: dict[str, Any]
    lines: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer for programs."""
        return {"ok": self.ok, **self.data}


Result = Answer | bytes | Iterator[str]
"""An answer; a file, for `-o` or standard output; or lines, written as they come."""
Verb = tuple[
    Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace, Words], Result]
]
"""How a verb adds its arguments to a parser, and how it runs."""


class NotWritten(OSError):
    """Report a file that could not be written, by the name that was asked for."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Name `path` in every OSError, instead of a temporary file; raises NotWritten."""
    try:
        yield
    except OSError as error:
        raise NotWritten(error.errno, error.strerror, str(path)) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises NotWritten."""
    with writing(path), whole_file(path) as file:
        file.write(content)


def as_json(data: Any) -> str:
    """Return data as indented JSON text."""
    return json.dumps(data, ensure_ascii=False, indent=1)


def problem_lines(problems: Iterable[Problem], _: Words) -> Iterator[str]:
    """Yield problems as lines: where, what, what stands there, how to mend it."""
    signs = {"error": _("Error"), "warning": _("Warning"), "info": _("Hint")}
    for problem in most_severe_first(list(problems)):
        parts = [signs[problem.severity], problem.place(_), _.say(problem.message)]
        if problem.found:
            parts.append(_("found: {text}", text=problem.found))
        if problem.fix:
            parts.append(_.say(problem.fix))
        yield " | ".join(part for part in parts if part)


def file_problem(error: OSError, _: Words) -> Problem:
    """Return the problem of a file in words; the system's, where ours lack."""
    reasons = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EISDIR: _("it is a folder"),
        errno.EACCES: _("this account may not"),
    }
    values = {
        "name": str(error.filename or "-"),
        "reason": reasons.get(error.errno or 0, error.strerror or str(error)),
    }
    if isinstance(error, NotWritten):
        text = message("The file {name} cannot be written ({reason})", **values)
    else:
        text = message("The file {name} cannot be read ({reason})", **values)
    return Problem("file", "error", text)
