"""Running servers of the dashboard, each with a store of its own in a temporary folder."""

import contextlib
import os
import socket
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from metrics import FOLDER_VARIABLE
from metrics.model.dataset import Dataset, load
from metrics.store.opening import URL_VARIABLE
from tests.support.forked import ROOT, start_module

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
    folder: Path | None = None,
    script: str = "dashboard.py",
    base: str = "",
    **settings: str,
) -> Iterator[Server]:
    """Run the dashboard on a folder of data (the product's own by default) in its own process.

    `script` is run in the dashboard's place, at the path `base`; `settings` are further
    environment variables. With a PYTHONPATH no library is loaded before, since Python itself
    reads it.
    """
    port = _free_port()
    environment = {**os.environ, "PYTHONUTF8": "1"}
    environment.pop(FOLDER_VARIABLE, None)
    if folder is not None:
        environment[FOLDER_VARIABLE] = str(folder)
    command = ["run", script, "--server.address", "127.0.0.1", "--server.port", str(port)]
    command += ["--server.baseUrlPath", base] if base else []
    with tempfile.TemporaryDirectory() as home:
        environment[URL_VARIABLE] = f"sqlite:///{home}/metrics.db"
        environment |= settings
        output = Path(home, "output")
        output.touch()
        process = start_module(
            "streamlit", command, environment, output, anew="PYTHONPATH" in settings
        )
        try:
            url = f"http://127.0.0.1:{port}" + (f"/{base}" if base else "")
            _wait_until_healthy(url, process, output)
            data = load(folder) if folder else load(ROOT / "data")
            printed = partial(_said, output)
            yield Server(url, data, environment[URL_VARIABLE], printed, partial(_kill, process))
        finally:
            process.terminate()
            process.join(2)
            _kill(process)


def _kill(process: ForkServerProcess) -> None:
    process.kill()
    process.join()


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def _wait_until_healthy(url: str, process: ForkServerProcess, output: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.is_alive():
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health") as said:
            if said.status == 200:
                return
        time.sleep(0.05)
    pytest.fail(f"the dashboard did not start at {url}:\n{_said(output)}")


def _said(output: Path) -> str:
    return output.read_text(encoding="utf-8", errors="replace")
