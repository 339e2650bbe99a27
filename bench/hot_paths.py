"""Measure the library's hot paths: `python -m bench.hot_paths [--quick] [--json]`.

Each is measured at two sizes; the growth stands beside that of the size, so 10 for ten times the
rows is linear. The quickest of several tries counts, since other work on the machine only adds.
"""

import argparse
import gc
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bench.intake_rows import honest_rows
from bench.store import measure
from bench.table import CATEGORY, prepared
from metrics.analysis.selection import Filters, options, select
from metrics.intake import check
from metrics.model.csv_file import write_rows
from metrics.model.dataset import Dataset, load
from metrics.model.observation import COLUMN_NAMES
from metrics.prose import read
from metrics.store import open_store
from metrics.store.published import published

_SENTENCE = (
    "{n}年,全市组织安全生产宣传培训{n}场次,受训{n}余人次,同比增长{p}.{d}%;检查企业{n}家次,"
    "发现隐患{n}处,其中重大隐患{p}处,整改率{p}.{d}%。新增应急救援队伍{p}支,配备装备{n}台(套)。\n"
)
"""Invented prose of the kind that reports are written in."""


@dataclass(frozen=True)
class Growth:
    """Hold one path at two sizes, in seconds: `unit` is what the sizes count."""

    name: str
    unit: str
    sizes: tuple[int, int]
    seconds: tuple[float, float]

    @property
    def factor(self) -> float:
        """Return how many times as long the larger size takes."""
        return self.seconds[1] / self.seconds[0]


def quickest(act: Callable[[], object], tries: int) -> float:
    """Return the seconds of the quickest of several tries."""
    spent = []
    for _ in range(tries):
        gc.collect()
        begin = time.perf_counter()
        act()
        spent.append(time.perf_counter() - begin)
    return min(spent)


def invented_prose(length: int) -> str:
    """Return so many characters of prose, no two sentences with equal figures."""
    text = "".join(
        _SENTENCE.format(n=1000 + n, p=1 + n % 90, d=n % 10) for n in range(length // 80 + 1)
    )
    return text[:length]


def intake(sizes: tuple[int, int]) -> Growth:
    """Measure checking a CSV file."""
    words = load()
    files = [write_rows(COLUMN_NAMES, honest_rows(size)) for size in sizes]
    seconds = [quickest(partial(check, one, "rows.csv", dataset=words), 1) for one in files]
    return Growth("intake of a file", "rows", sizes, (seconds[0], seconds[1]))


def publishing(sizes: tuple[int, int]) -> list[Growth]:
    """Measure what a store does when rows are published and read."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (measure(str(Path(folder) / f"{size}.db"), size) for size in sizes)
    names = ("publish", "change every row", "read, nothing kept", "verify")
    return [Growth(name, "rows", sizes, (small[name], large[name])) for name in names]


def extraction(sizes: tuple[int, int]) -> Growth:
    """Measure reading prose."""
    texts = [invented_prose(size) for size in sizes]
    read(texts[0], 2025)  # the first reading loads the word lists
    seconds = [quickest(partial(read, text, 2025), 3) for text in texts]
    return Growth("reading prose", "characters", sizes, (seconds[0], seconds[1]))


def over_tables(sizes: tuple[int, int]) -> list[Growth]:
    """Measure loading what is published, and choosing among it."""
    small, large = (_over_table(size) for size in sizes)
    return [Growth(name, "rows", sizes, (small[name], large[name])) for name in small]


def _over_table(size: int) -> dict[str, float]:
    table = prepared(size)
    store = open_store(table.url, folder=table.folder)
    made: list[Dataset] = []
    spent = {"load": quickest(lambda: made.append(published(store, table.folder)), 1)}
    data = made[0]
    first, other = (Filters({"category": (CATEGORY,)}, year, year) for year in ("2024", "2025"))
    spent["first selection"] = quickest(lambda: select(data, first).numbers, 1)
    spent["selection"] = quickest(lambda: select(data, other).numbers, 5)
    spent["counts beside the filters"] = quickest(lambda: options(data, other), 5)
    store.database.close()
    return spent


def measured(quick: bool) -> list[Growth]:
    """Measure everything; `quick` at smaller sizes."""
    rows = (2_000, 20_000) if quick else (20_000, 200_000)
    tables = (24, 100_000) if quick else (24, 1_000_000)
    prose = (10_000, 50_000) if quick else (10_000, 100_000)
    return [*over_tables(tables), intake(rows), *publishing(rows), extraction(prose)]


def lines(found: Sequence[Growth]) -> list[str]:
    """Return the table, a line each."""
    head = f"{'':28}{'small':>20}{'large':>24}{'size ×':>10}{'time ×':>9}"
    return [head, *(_line(one) for one in found)]


def _line(one: Growth) -> str:
    small, large = (
        f"{size:,} {one.unit} {1000 * seconds:,.1f} ms"
        for size, seconds in zip(one.sizes, one.seconds, strict=True)
    )
    times = one.sizes[1] / one.sizes[0]
    return f"{one.name:28}{small:>28}{large:>32}{times:>10,.0f}{one.factor:>9.1f}"


def main() -> None:
    """Print the table, or the measurements as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes")
    parser.add_argument("--json", action="store_true", help="for the other modules of this folder")
    options_ = parser.parse_args()
    found = measured(options_.quick)
    if options_.json:
        print(json.dumps([asdict(one) for one in found]))
    else:
        print(*lines(found), sep="\n")


if __name__ == "__main__":
    main()
