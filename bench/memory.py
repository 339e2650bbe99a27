"""Check that the server's memory stays flat: `python -m bench.memory [--quick] [--rows N]`.

One session runs the page 5,000 times; then 500 sessions come, choose and leave, one after another.
Prints the memory on the way and how much each thousand reruns and each hundred sessions added
after the first tenth, when everything that is kept once is there.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable

from bench.apps import App, start
from bench.browser import chromium
from bench.load import Crowd, Recording, record
from bench.peers import NAIVE, OURS
from bench.table import SIZES, prepared

STATIONS = 20  # how often memory is looked at on the way


async def reruns(app: App, recording: Recording, count: int) -> list[float]:
    """Let one session choose again and again; return the memory at each station."""
    crowd = Crowd(app, recording)
    await crowd.grow(1)

    async def run() -> None:
        for _ in range(count // STATIONS):
            await crowd.spell(1, 0)

    found = await _watched(app, run)
    await crowd.close()
    return found


async def sessions(app: App, recording: Recording, count: int) -> list[float]:
    """Let sessions come, choose and leave; return the memory at each station."""

    async def run() -> None:
        for _ in range(count // STATIONS):
            crowd = Crowd(app, recording)
            await crowd.grow(1)
            await crowd.close()

    return await _watched(app, run)


async def _watched(app: App, act: Callable[[], Awaitable[None]]) -> list[float]:
    found = [app.memory()]
    for _ in range(STATIONS):
        await act()
        found.append(app.memory())
        print(".", end="", file=sys.stderr, flush=True)
    return found


def growth(found: list[float], count: int, each: int) -> float:
    """Return the megabytes each `each` more added, after the first tenth."""
    settled = found[max(len(found) // 10, 1) :]
    return (settled[-1] - settled[0]) / (count * len(settled[1:]) / STATIONS) * each


async def _both(app: App, recording: Recording, runs: int, readers: int) -> None:
    for what, found, count, each in (
        ("reruns", await reruns(app, recording, runs), runs, 1000),
        ("sessions", await sessions(app, recording, readers), readers, 100),
    ):
        shown = " ".join(f"{one:.0f}" for one in found)
        print(f"\n{app.name}, {count:,} {what}, MB: {shown}")
        print(f"  {growth(found, count, each):+.1f} MB for each {each:,} {what}", flush=True)


def main() -> None:
    """Measure the dashboard, and the naive page for comparison where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of it")
    parser.add_argument("--rows", type=int, choices=SIZES, default=SIZES[0])
    parser.add_argument("--naive", action="store_true", help="the naive Streamlit page too")
    options = parser.parse_args()
    runs, readers = (500, 40) if options.quick else (5000, 500)
    for name in (OURS, *((NAIVE,) if options.naive else ())):
        app = start(name, prepared(options.rows))
        try:
            with chromium() as browser:
                recording = record(browser, app)
            asyncio.run(_both(app, recording, runs, readers))
        finally:
            app.stop()


if __name__ == "__main__":
    main()
