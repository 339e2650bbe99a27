"""Calling `python -m metrics`: in a process of its own, or its main function in this one.

A process takes a second to import everything; it is worth that where what a process is made of —
its standard streams, its exit code — is the promise. Everything else is called here.
"""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from metrics import FOLDER_VARIABLE
from metrics.cli import parser as program
from metrics.store.opening import URL_VARIABLE

ROOT = Path(__file__).resolve().parents[2]

Done = subprocess.CompletedProcess[bytes]


def run_as_process(folder: Path, *arguments: str, given: bytes = b"") -> Done:
    """Run a verb on a folder of data, in English, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "metrics", *arguments, "--lang", "en"],
        cwd=ROOT,
        env=_environment(folder),
        input=given,
        capture_output=True,
        check=False,
    )


def run_here(folder: Path, *arguments: str, given: bytes = b"") -> Done:
    """Do the same in this process; fails where the program meets a fault of its own."""
    call = [*arguments, "--lang", "en"]
    read, out, err = (io.TextIOWrapper(io.BytesIO(held), "utf-8") for held in (given, b"", b""))
    environment = patch.dict(os.environ, _environment(folder), clear=True)
    with environment, patch("sys.stdin", read), redirect_stdout(out), redirect_stderr(err):
        code: str | int | None
        try:
            code = program.main(call)
        except SystemExit as ended:  # the parser ends the process itself
            code = ended.code
    assert code is None or isinstance(code, int), code
    done = Done(call, code or 0, _written(out), _written(err))
    assert b"This failed unexpectedly" not in done.stderr, done.stderr.decode()
    return done


def _environment(folder: Path) -> dict[str, str]:
    environment = {**os.environ, FOLDER_VARIABLE: str(folder), "PYTHONUTF8": "1"}
    environment.pop(URL_VARIABLE, None)
    return environment


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, io.BytesIO)
    return held.getvalue()
