"""Order the measurements: every round visits every page and size, shuffled anew.

Crowds come first, each size on servers of its own; then all servers stand side by side while the
browser goes around, so that sizes too are compared within a round.
"""

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from bench.apps import DASH, NAIVE, NAMES, OURS, App, start, stop_all
from bench.browser import SLOW_LINE, Load, change, chromium, new_reader, rest, since_start, visit
from bench.load import Crowd, Recording, record
from bench.summaries import Rounds
from bench.table import LAST_YEAR, SIZES, Table, prepared

READERS = (1, 10, 20)
WITH_SERVER = (OURS, NAIVE, DASH)  # the apps whose server does something when a reader chooses
_YEARS = (LAST_YEAR - 1, LAST_YEAR - 2, LAST_YEAR)
"""What is chosen in turn; every table has these years."""


@dataclass(frozen=True)
class Plan:
    """Hold how much is measured: `slow_rounds` also load over a slow line."""

    sizes: tuple[int, ...] = SIZES
    rounds: int = 3
    changes: int = 9
    slow_rounds: int = 2
    spells: int = 2
    spell_seconds: float = 2.5


QUICK = Plan(sizes=(24, 100_000), rounds=2, changes=6, slow_rounds=1, spells=1, spell_seconds=1.5)


@dataclass
class Results:
    """Hold measurements by kind, app and rows: milliseconds, megabytes, counts."""

    found: defaultdict[tuple[str, str, int], defaultdict[int, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    files: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, what: str, app: App, turn: int, *values: float) -> None:
        """Keep measurements of a round."""
        self.found[what, app.name, app.rows][turn] += values

    def of(self, what: str, name: str, rows: int) -> Rounds:
        """Return the measurements of one thing by round, none if it was not measured."""
        return self.found.get((what, name, rows), {})


def measure(plan: Plan) -> Results:
    """Measure everything of a plan."""
    results = Results()
    _say("tables")
    tables = {rows: prepared(rows) for rows in plan.sizes}
    for rows, table in tables.items():
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
    return results


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
                results.add("memory, 1 reader", app, 0, app.memory())
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
    for readers in READERS:
        for app in apps:
            await crowds[app.name].grow(readers)
        for turn in range(plan.spells):
            for app in _rotated(apps, turn):
                spell = await crowds[app.name].spell(readers, plan.spell_seconds)
                results.add(f"change, {readers} at once", app, turn, *spell.waits)
                results.add(f"changes a second, {readers} at once", app, turn, spell.rate)
    for app in apps:
        results.add(f"memory, {READERS[-1]} readers", app, 0, app.memory())
        await crowds[app.name].close()


def _started(name: str, table: Table, results: Results, turn: int) -> App:
    app = start(name, table)
    results.add("server answers", app, turn, app.ready)
    return app


def _first_visit(browser: Browser, app: App, results: Results) -> None:
    context = new_reader(browser)
    page, load = visit(context, app)
    results.add("start to first visitor's charts", app, 1, since_start(app, load))
    rest(page)
    context.close()


def _round(browser: Browser, apps: Sequence[App], turn: int, plan: Plan, results: Results) -> None:
    """Visit every app once: cold, warm, some changes, and over a slow line."""
    for app in apps:
        context = new_reader(browser)
        page, load = visit(context, app)
        _keep("cold", app, turn, load, results)
        page.close()
        page, load = visit(context, app)
        _keep("warm", app, turn, load, results)
        for at in range(plan.changes):
            taken = change(page, _YEARS[at % len(_YEARS)])
            if at:  # the first one pays for what is imported or compiled on demand
                results.add("change", app, turn, taken)
        context.close()
        if turn < plan.slow_rounds and app.rows == min(plan.sizes):
            context = new_reader(browser)
            _keep("8 Mbit/s", app, turn, visit(context, app, SLOW_LINE)[1], results)
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
