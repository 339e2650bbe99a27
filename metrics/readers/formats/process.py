"""Run as the sandboxed process: standard input to lines of JSON.

Its last line is `done` or `refused` with a code. Opens no file of its own.
"""

import gc
import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

Limits = dict[str, int]
"""The numbers of `metrics.readers.limits` by name; handed in, as that module loads texts."""
Emit = Callable[[dict[str, Any]], None]
READERS = {
    "zip": "zipped",
    "ole": "xls",
    "password": "locked",
    "xml": "spreadsheet_xml",
    "pdf": "pdf",
    "word": "word",
    "html": "html",
    "web-archive": "web_archive",
}
"""Module of this package whose `read(content, limits, emit)` reads a kind of file."""


class Refused(Exception):
    """Refuse a file; `code` names the reason and `values` fill the message."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def main() -> None:
    """Read standard input with the reader and limits of the command line."""
    reader, limits = sys.argv[1], json.loads(sys.argv[2])
    _limit_this_process(limits["MAX_MEMORY"], int(limits["MAX_SECONDS"]))
    gc.disable()  # the process is short, and its memory is limited
    write = sys.stdout.buffer.write
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def emit(line: dict[str, Any]) -> None:
        write(encode(line).encode("utf-8", "surrogatepass") + b"\n")

    emit(_last_line(reader, limits, emit))
    sys.stdout.buffer.flush()


def _last_line(reader: str, limits: Limits, emit: Emit) -> dict[str, Any]:
    try:
        module = import_module(f"metrics.readers.formats.{READERS[reader]}")
        module.read(sys.stdin.buffer.read(), limits, emit)
    except Refused as refused:
        return {"refused": refused.code, **refused.values}
    except (MemoryError, ImportError):  # a library that no longer fits into memory
        return {"refused": "too-heavy"}
    except Exception as error:  # a damaged file can fail anywhere in the libraries
        heavy = "emory" in str(error)  # libxml2 reports exhausted memory as a syntax error
        return {"refused": "too-heavy" if heavy else "damaged", "reason": type(error).__name__}
    return {"done": True}


def _limit_this_process(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows: the deadline of the parent still holds
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
