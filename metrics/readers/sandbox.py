"""Read other people's files in a process of its own, with limits of time and memory.

The process gets the bytes and the limits and answers with lines of JSON. It is given no
environment of the server, may write no file, and loads nothing of the product but
`metrics.readers.formats`. Memory is limited where the platform can (not on Windows), time
everywhere. At most MAX_PROCESSES run at once, so that files cannot exhaust the machine together.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from metrics.readers import limits
from metrics.readers.formats.process import Refused

_ROOT = Path(__file__).resolve().parent.parent.parent
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from metrics.readers.formats.process import main; main()"
)
_ENVIRONMENT = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH")
_turns = threading.BoundedSemaphore(limits.MAX_PROCESSES)


def read(reader: str, content: bytes, seconds: float) -> Iterator[dict[str, Any]]:
    """Return what a reader of `formats.process.READERS` emits for a file.

    Raises Refused with the reader's own code, or `too-slow`, `too-heavy` or `busy`.
    """
    if not _turns.acquire(timeout=limits.MAX_WAIT):
        raise Refused("busy")
    try:
        done = _run(reader, content, seconds)
    finally:
        _turns.release()
    lines = done.stdout.split(b"\n")
    if done.returncode or len(lines) < 2:
        raise Refused("too-heavy")
    last = json.loads(lines[-2])
    if "refused" in last:
        raise Refused(last.pop("refused"), **last)
    return (json.loads(line) for line in lines[:-2])


def _run(reader: str, content: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    numbers = {name: value for name, value in vars(limits).items() if name.startswith("MAX_")}
    arguments = json.dumps({**numbers, "MAX_SECONDS": seconds})
    try:
        return subprocess.run(
            [sys.executable, "-I", "-B", "-c", _START, str(_ROOT), reader, arguments],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )
    except subprocess.TimeoutExpired:
        raise Refused("too-slow") from None
