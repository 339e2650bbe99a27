"""Running servers of the dashboard for tests that need a real one."""

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
from pathlib import Path

import pytest

from metrics.dataset import FOLDER_VARIABLE, Dataset, load
from tests.sample import SAMPLE_FOLDER

ROOT = Path(__file__).resolve().parent.parent
_SECONDS_TO_START = 60


@dataclass(frozen=True)
class Server:
    """A dashboard that answers at `url`, showing the figures of `data`."""

    url: str
    data: Dataset


@contextlib.contextmanager
def serving(folder: Path | None = None) -> Iterator[Server]:
    """Run the dashboard on a folder of data (the product's own by default) in its own process."""
    port = _free_port()
    environment = {**os.environ, "PYTHONUTF8": "1"}
    environment.pop(FOLDER_VARIABLE, None)
    if folder is not None:
        environment[FOLDER_VARIABLE] = str(folder)
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_healthy(url, process, output)
            yield Server(url, load(folder) if folder else load(ROOT / "data"))
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def real_server() -> Iterator[Server]:
    """A dashboard with the published figures."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def sample_server() -> Iterator[Server]:
    """A dashboard with the invented figures."""
    with serving(SAMPLE_FOLDER) as server:
        yield server


@pytest.fixture
def fresh_server() -> Iterator[Callable[[], Server]]:
    """Start servers that nobody has visited yet; they end with the test."""
    with contextlib.ExitStack() as running:
        yield lambda: running.enter_context(serving())


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], output: object) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health") as said:
            if said.status == 200:
                return
        time.sleep(0.05)
    output.seek(0)  # type: ignore[attr-defined]
    said = output.read().decode(errors="replace")  # type: ignore[attr-defined]
    pytest.fail(f"the dashboard did not start at {url}:\n{said}")
