"""Running servers of the dashboard, each with a store of its own in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

import pytest

from metrics.model.dataset import FOLDER_VARIABLE, Dataset, load
from metrics.store.opening import URL_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
_SECONDS_TO_START = 60


@dataclass(frozen=True)
class Server:
    """A dashboard that answers at `url`, showing the figures of `data`, kept at `store`.

    `said` gives what it has printed so far, `kill` ends its process without warning.
    """

    url: str
    data: Dataset
    store: str
    said: Callable[[], str]
    kill: Callable[[], None]


@contextlib.contextmanager
def serving(
    folder: Path | None = None, script: str = "dashboard.py", base: str = "", **settings: str
) -> Iterator[Server]:
    """Run the dashboard on a folder of data (the product's own by default) in its own process.

    `script` is run in the dashboard's place, at the path `base`; `settings` are further
    environment variables.
    """
    port = _free_port()
    environment = {**os.environ, "PYTHONUTF8": "1"}
    environment.pop(FOLDER_VARIABLE, None)
    if folder is not None:
        environment[FOLDER_VARIABLE] = str(folder)
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    command += ["--server.baseUrlPath", base] if base else []
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile() as output:
        environment[URL_VARIABLE] = f"sqlite:///{home}/metrics.db"
        environment |= settings
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            url = f"http://127.0.0.1:{port}" + (f"/{base}" if base else "")
            _wait_until_healthy(url, process, output)
            data = load(folder) if folder else load(ROOT / "data")
            printed = partial(_said, output)
            yield Server(url, data, environment[URL_VARIABLE], printed, partial(_kill, process))
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], output: IO[bytes]) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health") as said:
            if said.status == 200:
                return
        time.sleep(0.05)
    pytest.fail(f"the dashboard did not start at {url}:\n{_said(output)}")


def _said(output: IO[bytes]) -> str:
    """Return what was printed, without moving the place where the server goes on writing."""
    size = os.fstat(output.fileno()).st_size
    return os.pread(output.fileno(), size, 0).decode(errors="replace")
