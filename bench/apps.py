"""Start the dashboard and its peers, each as a server in a process of its own."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.peers import DASH, NAIVE, OURS, STATIC
from bench.table import CATEGORY, HOME, MADE, Table

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(__file__).resolve().parent / "peers"
PASSCODE = "a passcode of the bench"
LINES = {
    OURS: "/explore?view=table",
    NAIVE: "/lines",
    DASH: "/lines",
    STATIC: "/lines.html",
}
"""Where each app has the table of all series."""
_SECONDS_TO_START = 300
_STREAMLIT = ["-m", "streamlit", "run"]
_HEADLESS = ["--server.headless", "true", "--browser.gatherUsageStats", "false"]


@dataclass(frozen=True)
class App:
    """Hold a server that answers at `port`; `path` is the page of a category.

    `spawned` is when its process was started, in seconds of the system's clock; `ready` how many
    milliseconds later it answered.
    """

    name: str
    rows: int
    port: int
    path: str
    process: subprocess.Popen[bytes]
    spawned: float
    ready: float

    @property
    def url(self) -> str:
        """Return the address of the page of a category."""
        return self.at(self.path)

    @property
    def lines(self) -> str:
        """Return the address of the page with the table of all series."""
        return self.at(LINES[self.name])

    def at(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def memory(self) -> float:
        """Return the resident megabytes of the server and all it has started."""
        own = psutil.Process(self.process.pid)
        each = (one.memory_info().rss for one in [own, *own.children(recursive=True)])
        return float(sum(each) / 1e6)

    def stop(self) -> None:
        """End the server and wait until it is gone."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(name: str, table: Table) -> App:
    """Start one of `NAMES` on a table, wait for it; raises RuntimeError."""
    port = _free_port()
    command, place, path = _command(name, port)
    environment = {
        **os.environ,
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(ROOT),
        "METRICS_DATA": str(table.folder),
        "METRICS_DATABASE_URL": table.url,
        "METRICS_EDITOR_PASSCODE": PASSCODE,
        "BENCH_CSV": str(table.csv),
        "BENCH_CATALOGUE": str(table.folder / "catalog.csv"),
        "BENCH_HOME": HOME,
        "BENCH_CATEGORY": CATEGORY,
    }
    spawned = time.time()
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=place,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _wait_for_answer(name, port, process)
    return App(name, table.shape.rows, port, path, process, spawned, 1000 * (time.time() - spawned))


def stop_all(apps: Iterable[App]) -> None:
    """End every server."""
    for app in apps:
        app.stop()


def _command(name: str, port: int) -> tuple[list[str], Path, str]:
    """Return the arguments of Python, the folder to run in, and the path of the page."""
    at = ["--server.address", "127.0.0.1", "--server.port", str(port)]
    if name == OURS:
        return [*_STREAMLIT, "dashboard.py", *at], ROOT, "/training?view=groups"
    # The peers run elsewhere, where the dashboard's own settings do not reach them.
    elsewhere = MADE / "elsewhere"
    elsewhere.mkdir(parents=True, exist_ok=True)
    if name == NAIVE:
        page = str(PEERS / "naive_streamlit.py")
        return [*_STREAMLIT, page, *at, *_HEADLESS], elsewhere, "/"
    if name == DASH:
        return ["-m", "bench.peers.dash_app", str(port)], elsewhere, "/"
    return ["-m", "bench.peers.static_page", str(port)], elsewhere, "/"


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def _wait_for_answer(name: str, port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            asking.request("GET", "/")
            if asking.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.01)
        finally:
            asking.close()
    process.kill()
    raise RuntimeError(f"{name} did not start")
