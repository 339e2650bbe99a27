"""Order the measurements: every round visits every page and size, shuffled anew.

Crowds come first, each size on servers of its own; then all servers stand side by side while the
browser goes around, so that sizes too are compared within a round.
"""

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Error, Page

from bench.apps import App, start, stop_all
from bench.browser import (
    SLOW_LINE,
    Load,
    chromium,
    move,
    new_reader,
    since_start,
    visit,
)
from bench.load import Crowd, Recording, record
from bench.moves import Move, all_lines, filters, switches
from bench.own_moves import own_moves
from bench.peers import DASH, NAIVE, NAMES, OURS
from bench.summaries import Rounds
from bench.table import SHAPES, SIZES, Table, prepared

READERS = (1, 10, 50)
HELD = (1, 20, 100)
"""How many sessions are open when memory is looked at."""
WITH_SERVER = (OURS, NAIVE, DASH)  # the apps whose server does something when a reader chooses
SLOWER = 4  # times that a phone's processor is slower


@dataclass(frozen=True)
class Plan:
    """Hold how much is measured.

    `repeats` is how often a round makes the switches of a page after once that does not count;
    `slow_rounds` also load over a slow line and on a slow processor, at the smallest size. Where
    `moves` are named, the pages that have them are visited for these alone.
    """

    sizes: tuple[int, ...] = SIZES
    rounds: int = 3
    repeats: int = 3
    slow_rounds: int = 2
    spells: int = 2
    spell_seconds: float = 2.5
    moves: tuple[str, ...] = ()

    def has(self, moves: Iterable[Move]) -> bool:
        """Return whether any of these moves is to be measured."""
        return not self.moves or any(one.measured and one.name in self.moves for one in moves)


QUICK = Plan(sizes=(24, 10_000), rounds=2, repeats=1, slow_rounds=1, spells=1, spell_seconds=1.5)


@dataclass
class Results:
    """Hold measurements by kind, app and rows: milliseconds, megabytes, counts.

    `failed` says which pictures did not come.
    """

    found: defaultdict[tuple[str, str, int], defaultdict[int, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    files: dict[str, dict[str, int]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def add(self, what: str, app: App, turn: int, *values: float) -> None:
        """Keep measurements of a round."""
        self.found[what, app.name, app.rows][turn] += values

    def of(self, what: str, name: str, rows: int) -> Rounds:
        """Return the measurements of one thing by round, none if it was not measured."""
        return self.found.get((what, name, rows), {})


def measure(plan: Plan, results: Results) -> None:
    """Measure everything of a plan."""
    _say("tables")
    tables = {rows: prepared(rows) for rows in plan.sizes}
    for rows, table in tables.items() if not plan.moves else ():
        _say(f"readers at once, {rows:,} rows")
        _crowds(table, plan, results)
    apps: list[App] = []
    try:
        with chromium() as browser:
            for table in tables.values():
                for name in NAMES:
                    _say(f"start of {name}, {table.shape.rows:,} rows")
                    apps.append(_started(name, table, results, turn=1))
                    _first_visit(browser, apps[-1], results)
            for turn in range(plan.rounds):
                _say(f"round {turn + 1} of {plan.rounds}")
                _round(browser, _rotated(apps, turn), turn, plan, results)
    finally:
        stop_all(apps)


def _crowds(table: Table, plan: Plan, results: Results) -> None:
    """Measure the apps under many readers, and what memory they take."""
    apps: list[App] = []
    try:
        for name in WITH_SERVER:
            apps.append(_started(name, table, results, turn=0))
        recordings = {}
        with chromium() as browser:
            for app in apps:
                results.add("memory, nobody", app, 0, app.memory())
                recordings[app.name] = record(browser, app)
                if answered := recordings[app.name].answered:
                    results.add("messages a change", app, 0, answered[0])
                    results.add("kB a change", app, 0, answered[1] / 1000)
        asyncio.run(_spells(apps, recordings, plan, results))
    finally:
        stop_all(apps)


async def _spells(
    apps: Sequence[App], recordings: dict[str, Recording], plan: Plan, results: Results
) -> None:
    crowds = {app.name: Crowd(app, recordings[app.name]) for app in apps}
    for readers in sorted({*READERS, *HELD}):
        for app in apps:
            await crowds[app.name].grow(readers)
            if readers in HELD:
                results.add(f"memory, {readers} sessions", app, 0, app.memory())
        for turn in range(plan.spells if readers in READERS else 0):
            for app in _rotated(apps, turn):
                spell = await crowds[app.name].spell(readers, plan.spell_seconds)
                results.add(f"year, {readers} at once", app, turn, *spell.waits)
                results.add(f"changes a second, {readers} at once", app, turn, spell.rate)
    for app in apps:
        await crowds[app.name].close()


def _started(name: str, table: Table, results: Results, turn: int) -> App:
    app = start(name, table)
    results.add("server answers", app, turn, app.ready)
    return app


def _first_visit(browser: Browser, app: App, results: Results) -> None:
    context = new_reader(browser)
    _page, load = visit(context, app.url)
    results.add("start to first visitor's charts", app, 1, since_start(app, load))
    context.close()


def _round(browser: Browser, apps: Sequence[App], turn: int, plan: Plan, results: Results) -> None:
    """Visit every app once: cold, warm, every move, and slowly."""
    for app in apps:
        _say(f"  {app.name}, {app.rows:,} rows")
        context = new_reader(browser)
        page, load = visit(context, app.url)
        _keep("cold", app, turn, load, results)
        page.close()
        page, load = visit(context, app.url)
        _keep("warm", app, turn, load, results)
        with _noted(app, results):
            if plan.has(switches()):
                _switch(page, app, turn, plan, results)
        context.close()
        context = new_reader(browser)
        with _noted(app, results):
            if plan.has(filters(SHAPES[app.rows])):
                _filter(context, app, turn, results)
        with _noted(app, results):
            if not plan.moves:
                _own(context, app, turn, results)
        context.close()
        if turn < plan.slow_rounds and app.rows == min(plan.sizes) and not plan.moves:
            _slowly(browser, app, turn, results)


def _switch(page: Page, app: App, turn: int, plan: Plan, results: Results) -> None:
    """Make the moves within a page; the first ones pay for what is compiled on demand."""
    for at in range(plan.repeats + 1):
        for one in switches():
            took = move(page, app, one)
            if at:
                results.add(one.name, app, turn, took.milliseconds)


def _filter(context: BrowserContext, app: App, turn: int, results: Results) -> None:
    """Load the table page and make its moves."""
    shape = SHAPES[app.rows]
    page, load = visit(context, app.lines, {"figures": all_lines(shape)})
    results.add("cold: table page", app, turn, load.figures)
    for one in filters(shape):
        took = move(page, app, one)
        if one.measured:
            results.add(one.name, app, turn, took.milliseconds)
    page.close()


def _own(context: BrowserContext, app: App, turn: int, results: Results) -> None:
    """Make the moves that only the dashboard has."""
    if app.name != OURS:
        return
    for name, took in own_moves(context, app, SHAPES[app.rows]):
        results.add(name, app, turn, took.milliseconds)
        results.add(f"frames: {name}", app, turn, took.frames)


@contextmanager
def _noted(app: App, results: Results) -> Iterator[None]:
    """Note what did not come, and leave out the moves that would follow."""
    try:
        yield
    except (RuntimeError, Error) as error:
        results.failed.append(f"{app.name}, {app.rows:,} rows: {error}")
        _say(results.failed[-1])


def _slowly(browser: Browser, app: App, turn: int, results: Results) -> None:
    """Load the page over a slow line, and on a slow processor."""
    for kind, line, slower in (("8 Mbit/s", SLOW_LINE, 1), ("slow processor", None, SLOWER)):
        context = new_reader(browser)
        _page, load = visit(context, app.url, line=line, slower=slower)
        _keep(kind, app, turn, load, results)
        context.close()


def _keep(kind: str, app: App, turn: int, load: Load, results: Results) -> None:
    results.add(f"{kind}: key figures", app, turn, load.figures)
    results.add(f"{kind}: first chart", app, turn, load.first)
    results.add(f"{kind}: all charts", app, turn, load.charts)
    if kind == "cold":
        results.add("MB of a cold load", app, turn, load.traffic.size / 1e6)
        results.add("requests of a cold load", app, turn, load.traffic.requests)
        results.files[app.name] = dict(load.traffic.files)


def _rotated(apps: Sequence[App], turn: int) -> list[App]:
    return [*apps[turn % len(apps) :], *apps[: turn % len(apps)]]


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {what}", file=sys.stderr, flush=True)
