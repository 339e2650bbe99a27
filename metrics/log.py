"""Log the events of a server, a line each: JSON, or text in a terminal.

Events have a name and a few fields. They never hold a passcode, an address with a password, a
cell of a file or a text of a report; of people only the name that an editor gives to the history.
The text of an exception may quote data, so only its kind and place are written (except at the
debug level). Whatever cannot be printed is escaped, so that no name can forge a line.
"""

import io
import json
import logging
import os
import secrets
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from metrics.problems import Problem
from metrics.text import printable

LOG_VARIABLE, FORMS = "METRICS_LOG", ("json", "text")
LEVEL_VARIABLE = "METRICS_LOG_LEVEL"
LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
LONGEST = 300
MOST_OF_A_KIND = 60
"""Lines of one kind in a minute; with more, a refused stranger could fill a disk."""
_MINUTE, _MOST_KINDS = 60.0, 500
_FRAMES = 12
_ROOT = Path(__file__).resolve().parent.parent
_OURS = "metrics"
_FRAMEWORK = ("streamlit", "uvicorn", "websockets")
_events = logging.getLogger(f"{_OURS}.events")
logging.getLogger(_OURS).addHandler(logging.NullHandler())


def event(name: str, level: int = logging.INFO, /, **fields: Any) -> None:
    """Log an event with its fields, in this order."""
    _events.log(level, name, extra={"fields": fields})


def refused_upload(kind: str, size: int, problems: Iterable[Problem]) -> None:
    """Log a refused file: its size and its problems by code; never a cell."""
    codes = Counter(problem.code for problem in problems if problem.severity == "error")
    event("upload-refused", logging.WARNING, kind=kind, bytes=size, codes=dict(codes))


def failure(error: BaseException, **fields: Any) -> str:
    """Log a fault and return its number, which readers can report."""
    number = secrets.token_hex(4)
    _events.error("error", extra={"fields": {"id": number, **fields}}, exc_info=error)
    return number


def start_logging(
    environment: Mapping[str, str] | None = None, stream: TextIO | None = None
) -> None:
    """Write events and the framework's log to a stream (standard error).

    A later call replaces an earlier one. Unknown settings are taken for the default;
    `metrics.operations.settings` reports them.
    """
    variables = os.environ if environment is None else environment
    to = stream or sys.stderr
    level = LEVELS.get(variables.get(LEVEL_VARIABLE, "").strip().lower(), logging.INFO)
    asked = variables.get(LOG_VARIABLE, "").strip().lower()
    as_text = to.isatty() if asked not in FORMS else asked == "text"
    lines = Lines(as_text, with_details=level == logging.DEBUG)
    ours = logging.getLogger(_OURS)
    for handler in [each for each in ours.handlers if isinstance(each, _ToStream)]:
        ours.removeHandler(handler)
    handler = _ToStream(to)
    handler.setFormatter(lines)
    handler.addFilter(Bounded())
    handler.setLevel(level)
    ours.addHandler(handler)
    ours.setLevel(min(level, logging.INFO))  # what is not written is counted all the same
    ours.propagate = False
    _let_the_framework_write(lines)


def keep_printing() -> None:
    """Let standard output lose what a full disk does not take, instead of raising."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout is sys.__stdout__:
        sys.stdout = outlasting(sys.stdout)


def outlasting(stream: TextIO) -> TextIO:
    """Return a stream to the same file whose writing never fails."""
    output = io.BufferedWriter(_Losing(stream.fileno(), "wb", closefd=False))
    return io.TextIOWrapper(output, stream.encoding, stream.errors, line_buffering=True)


class _Losing(io.FileIO):
    """Write to a file, and let what it does not take be lost."""

    def write(self, data: Any) -> int:
        """Write what the file takes, and say that it was all."""
        try:
            return super().write(data) or 0
        except OSError:
            return len(data)


class _ToStream(logging.StreamHandler[TextIO]):
    """Mark this module's one handler by its type."""


def _let_the_framework_write(lines: "Lines") -> None:
    """Give the log of the framework the same form."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _FRAMEWORK:
            for handler in logging.getLogger(name).handlers:
                handler.setFormatter(lines)
                if not any(isinstance(each, Bounded) for each in handler.filters):
                    handler.addFilter(Bounded())


class Bounded(logging.Filter):
    """Let few lines of one kind through in a minute, and count the others.

    A kind is the event, or the message before its values: what a stranger makes up adds none.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.clock = clock
        self.seen: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line is written; the first after a full minute has the count."""
        kind = record.name, str(record.msg)[:LONGEST]
        if kind not in self.seen and len(self.seen) >= _MOST_KINDS:
            kind = record.name, ""
        now = self.clock()
        since, count = self.seen.get(kind, (now, 0))
        if now - since >= _MINUTE:
            if count > MOST_OF_A_KIND:
                record.left_out = count - MOST_OF_A_KIND
            since, count = now, 0
        self.seen[kind] = since, count + 1
        return count < MOST_OF_A_KIND


class Lines(logging.Formatter):
    """Format records as lines: JSON of `at`, `level`, `event`, …, or the same as text."""

    def __init__(self, as_text: bool, *, with_details: bool = False) -> None:
        super().__init__()
        self.as_text = as_text
        self.with_details = with_details

    def format(self, record: logging.LogRecord) -> str:
        """Return one line without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields: dict[str, Any] = getattr(record, "fields", None) or {}
        name = record.getMessage()
        if record.name != _events.name:
            fields, name = {"logger": record.name, "message": name}, "message"
        if record.exc_info and record.exc_info[1]:
            fields = {**fields, **self._failed(*record.exc_info[1:])}
        if left_out := getattr(record, "left_out", 0):
            fields = {**fields, "left_out_before": left_out}
        line = {"at": at, "level": record.levelname.lower(), "event": name, **fields}
        if not self.as_text:
            return printable(json.dumps(_brief(line), ensure_ascii=False, default=str))
        texts = (f"{key}={_quoted(value)}" for key, value in _brief(fields).items())
        return " ".join([at, record.levelname, printable(name), *texts])

    def _failed(self, error: BaseException, frames: TracebackType | None) -> dict[str, Any]:
        last = traceback.extract_tb(frames)[-_FRAMES:]
        before = error.__cause__ or error.__context__
        return {
            "kind": type(error).__name__,
            **({"cause": type(before).__name__} if before else {}),
            **({"says": str(error)} if self.with_details else {}),
            "where": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in last],
        }


def _brief(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
    if isinstance(value, Mapping):
        return {str(key)[:LONGEST]: _brief(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_brief(each) for each in value]
    return value


def _quoted(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    plain = text.isprintable() and not set(text) & set(' "=')
    return text if plain else printable(json.dumps(text, ensure_ascii=False))


def _short(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
        return path.relative_to(_ROOT).as_posix()
    return "/".join(path.parts[-2:])
