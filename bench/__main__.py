"""Measure everything: `make bench`, or `python -m bench [--quick] [--sizes …] [--rounds N]`.

Prints one table. Milliseconds where nothing else stands, from the event of the reader's act to the
frame in which the picture stands; sessions at once are median / 95th percentile; memory in MB.
What the dashboard alone can do has no figure of others.
"""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from dataclasses import replace
from importlib.metadata import version

from bench import report
from bench.hot_paths import Growth, lines
from bench.moves import names
from bench.peers import OURS
from bench.rounds import QUICK, Plan, Results, measure
from bench.table import SIZES


def main() -> None:
    """Measure and print."""
    # Ended from outside, the servers that were started are ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = _options()
    plan = QUICK if options.quick else Plan()
    if options.sizes:
        plan = replace(plan, sizes=tuple(options.sizes))
    if options.rounds:
        plan = replace(plan, rounds=options.rounds)
    if options.moves:
        plan = replace(plan, moves=tuple(options.moves))
        options.pages_only = True
    begin, load = time.time(), os.getloadavg()
    results = Results()
    try:
        measure(plan, results)
    except (KeyboardInterrupt, SystemExit):
        options.pages_only = True  # what was measured until then is printed
    found = [] if options.pages_only else _library(options.quick)
    print(__doc__.partition("\n\n")[2] if __doc__ else "")
    print(*_circumstances(begin, load), "", sep="\n")
    _print(results, plan, found, markdown=options.markdown)
    if options.save:
        _save(results, options.save)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="24 and 10,000 rows, 2 rounds")
    parser.add_argument("--markdown", action="store_true", help="tables for docs/speed.md")
    parser.add_argument("--sizes", type=int, nargs="+", choices=SIZES, help="rows of the tables")
    parser.add_argument("--rounds", type=int, help="how often the browser goes around")
    parser.add_argument("--moves", nargs="+", choices=names(), help="only pages with these moves")
    parser.add_argument("--pages-only", action="store_true", help="leave out the library's paths")
    parser.add_argument("--save", help="a file for all measurements, as JSON")
    return parser.parse_args()


def _library(quick: bool) -> list[Growth]:
    """Measure the library in a process of its own, which holds nothing else."""
    command = [sys.executable, "-m", "bench.hot_paths", "--json", *(["--quick"] if quick else [])]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [Growth(**one) for one in json.loads(output)]


def _circumstances(begin: float, load: tuple[float, float, float]) -> list[str]:
    packages = ("streamlit", "dash", "plotly", "pandas", "playwright")
    named = ", ".join(f"{name} {version(name)}" for name in packages)
    loads = " → ".join(f"{one[0]:.1f}" for one in (load, os.getloadavg()))
    return [
        f"Python {platform.python_version()}, {named}",
        f"{os.cpu_count()} cores, load average {loads}, {(time.time() - begin) / 60:.0f} minutes",
    ]


def _print(results: Results, plan: Plan, found: list[Growth], *, markdown: bool) -> None:
    form = report.as_markdown if markdown else report.as_text
    print(*form(report.table(results, plan)), sep="\n")
    print("\nAims, as ratios within this run\n")
    shown = (
        report.as_markdown(report.aims_table(results, plan))
        if markdown
        else (aim.line() for aim in report.aims(results, plan))
    )
    print(*shown, sep="\n")
    print("\nWhat a cold load of the dashboard asks for")
    print(*report.largest_files(results, OURS), sep="\n")
    if results.failed:
        print("\nWhat did not come")
        print(*results.failed, sep="\n")
    if found:
        print("\nThe library's own paths")
        print(*lines(found), sep="\n")


def _save(results: Results, path: str) -> None:
    kept = [
        {"what": what, "app": app, "rows": rows, "rounds": rounds}
        for (what, app, rows), rounds in results.found.items()
    ]
    with open(path, "w", encoding="utf-8") as file:
        json.dump(kept, file, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
