"""Measure how publishing and reading grow with the rows: `python -m bench.store [URL]`.

Prints times and, as ratios to the smallest table, how they grow; a ratio near that of the rows
is linear. Also what a page pays for asking whether there is something new.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from metrics.auth import local_editor
from metrics.model.observation import Observation
from metrics.store import open_store, publish, verify

SIZES = (2_000, 20_000, 200_000)
POLLS = 200


def rows_of(count: int, value: int) -> list[Observation]:
    """Return invented rows of one year."""
    return [
        Observation(2025, "荣成市", "training", f"子类{n % 50}", f"指标{n}", Decimal(n + value),
                    "人次", "more_than", None, f"{n}余人次", "一(二)三是", "")
        for n in range(count)
    ]  # fmt: skip


def seconds(act: Callable[[], object]) -> float:
    """Return how long it took."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def measure(target: str, count: int) -> dict[str, float]:
    """Return the times of one table."""
    store, editor = open_store(target), local_editor()
    first, second = rows_of(count, 0), rows_of(count, 1)
    base = store.version()
    found = {"publish": seconds(lambda: publish(store, first, editor=editor, base=base))}
    found["read, nothing kept"] = seconds(open_store(target).current)
    store.current()
    found["change every row"] = seconds(
        lambda: publish(store, second, editor=editor, base=base + 1)
    )
    found["verify"] = seconds(lambda: verify(store))
    store.current()
    one = [rows_of(1, 99)[0]]
    found["change one row"] = seconds(lambda: publish(store, one, editor=editor, base=base + 2))
    found["read what is new"] = seconds(store.current)
    found["anything new?"] = seconds(lambda: [store.version() for _ in range(POLLS)]) / POLLS
    store.database.close()
    return found


def main() -> None:
    """Measure each size in a store of its own and print the table."""
    given = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        results = {n: measure(given or str(Path(folder) / f"{n}.db"), n) for n in SIZES}
    smallest = results[SIZES[0]]
    print(f"{'':20}" + "".join(f"{f'{size:,} rows':>24}" for size in SIZES))
    for name, least in smallest.items():
        cells = [f"{found[name]:.4f} s (x{found[name] / least:.1f})" for found in results.values()]
        print(f"{name:20}" + "".join(f"{cell:>24}" for cell in cells))


if __name__ == "__main__":
    main()
