"""Processes of the product that start with the libraries of others loaded.

Python's fork server loads them once for each process of the tests; what is forked from it starts
in a fraction of the time. The product's own modules are loaded anew in every process, as where a
user starts it.
"""

import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import ModuleType
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
_LIBRARIES = [
    "streamlit.web.cli",
    "streamlit.web.bootstrap",
    "streamlit.web.server.starlette",
    "streamlit.components.v2",
    "pandas",
    "sqlalchemy.dialects.sqlite",
    "lxml.html",
    "babel.dates",
    "prometheus_client",
    "rapidfuzz",
]


def start_module(
    module: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    output: Path,
    *,
    anew: bool = False,
) -> ForkServerProcess:
    """Start what `python -m module arguments` runs; what it prints goes to the file `output`.

    With `anew` nothing is loaded before: Python itself starts in the environment.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LIBRARIES)
    process = context.Process(
        target=_run, args=(module, list(arguments), dict(environment), output, anew), daemon=True
    )
    # A page tried without a browser leaves its script as the main module; a child would run it.
    with mock.patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()
    return process


def _run(
    module: str, arguments: list[str], environment: dict[str, str], output: Path, anew: bool
) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    file = os.open(output, os.O_WRONLY | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(file, stream.fileno())
    if anew:
        os.execve(sys.executable, [sys.executable, "-m", module, *arguments], environment)
    sys.argv = [module, *arguments]
    sys.path.insert(0, str(ROOT))
    runpy.run_module(module, run_name="__main__", alter_sys=True)
