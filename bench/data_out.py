"""Measure how files and answers grow with the rows: `python -m bench.data_out`.

Prints times and, as ratios to the smallest table, how they grow; a ratio near that of the rows is
linear. Times are those of the processor. `again` is what asking for an answer costs when the
client has it already.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from starlette.applications import Starlette
from starlette.testclient import TestClient

from metrics.auth import local_editor
from metrics.export.files import FORMATS, as_file
from metrics.export.summary import everything
from metrics.i18n import words
from metrics.model.observation import Observation
from metrics.store import open_store, publish
from metrics.store.opening import URL_VARIABLE
from metrics.store.published import published

SIZES = (2_000, 20_000, 200_000)
GZIP = {"Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}


def rows_of(count: int) -> list[Observation]:
    """Return invented rows: ten years of ten regions."""
    return [
        Observation(2015 + n % 10, f"区{n // 10 % 10}", "training", f"子类{n // 100 % 50}",
                    f"指标{n // 100}", Decimal(n), "人次", "more_than", None, f"{n}余人次",
                    "一(二)三是", "")
        for n in range(count)
    ]  # fmt: skip


def seconds(act: Callable[[], object]) -> float:
    """Return how long it took the processor."""
    begin = time.process_time()
    act()
    return time.process_time() - begin


def measure(folder: str, count: int) -> dict[str, float]:
    """Return the times of one table."""
    from web import api

    target = f"sqlite:///{folder}/{count}.db"
    os.environ[URL_VARIABLE] = target
    store = open_store(target)
    publish(store, rows_of(count), editor=local_editor(), base=store.version())
    chosen = everything(published(store))
    chosen.rows(0, 1)
    found = {form: seconds(partial(as_file, chosen, form, words("zh"))) for form in FORMATS}
    client = TestClient(Starlette(routes=list(api.routes())))
    client.get("/api/metrics.csv", params={"limit": 1})
    for kind in ("csv", "json"):
        path = f"/api/metrics.{kind}"
        found[f"api {kind}"] = seconds(partial(client.get, path, headers=PLAIN))
        found[f"api {kind} gzip"] = seconds(partial(client.get, path, headers=GZIP))
        mark = {"If-None-Match": client.head(path).headers["etag"]}
        found[f"api {kind} again"] = seconds(partial(client.get, path, headers=mark))
    for path in ("catalog", "openapi"):
        found[path] = seconds(partial(client.get, f"/api/{path}.json"))
    return found


def main() -> None:
    """Print a line for each act."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        times = [measure(folder, count) for count in sizes]
    for act in times[0]:
        cells = [f"{each[act]:8.3f} s (x{each[act] / times[0][act]:.1f})" for each in times]
        print(f"{act:16}", *cells)


if __name__ == "__main__":
    main()
