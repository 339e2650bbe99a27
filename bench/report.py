"""Print the table of a run: what each page took, the ratios, and the aims.

Ratios are medians over the rounds of the ratios within a round; absolute values are medians of
all measurements and hold for this machine in this hour only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bench.apps import DASH, NAIVE, NAMES, OURS, STATIC
from bench.rounds import READERS, Plan, Results
from bench.summaries import percentile, ratio, together

_LOADS = tuple(
    f"{kind}: {what}"
    for kind in ("cold", "8 Mbit/s", "warm")
    for what in ("key figures", "first chart", "all charts")
)
_MEASURES = (
    "server answers",
    "start to first visitor's charts",
    *_LOADS,
    "MB of a cold load",
    "requests of a cold load",
    "change",
    "messages a change",
    "kB a change",
    *(f"change, {readers} at once" for readers in READERS),
    *(f"changes a second, {readers} at once" for readers in READERS),
    "memory, nobody",
    "memory, 1 reader",
    f"memory, {READERS[-1]} readers",
)
_LISTED_FILES = 12
_WITH_P95 = ("change", *(f"change, {readers} at once" for readers in READERS))


@dataclass(frozen=True)
class Aim:
    """Hold what is to be reached: `found` no more than `most`; None unmeasured."""

    text: str
    found: float | None
    most: float

    def line(self) -> str:
        """Return the aim, what was found, and whether it is reached."""
        if self.found is None:
            return f"  –  {self.text}: not measured"
        mark = "✓" if self.found <= self.most else "✗"
        return f"  {mark}  {self.text}: {self.found:.2f} (at most {self.most:.2f})"


def table(results: Results, plan: Plan) -> Iterator[str]:
    """Yield the lines of the table."""
    heads = [*NAMES, "/ naive", "/ dash", "/ static"]
    yield f"{'':34}{'rows':>10}" + "".join(f"{head:>16}" for head in heads)
    for what in _MEASURES:
        for rows in plan.sizes:
            if not results.of(what, OURS, rows):
                continue
            cells = [_cell(results, what, name, rows) for name in NAMES]
            found = [_ratio(results, what, peer, rows) for peer in (NAIVE, DASH, STATIC)]
            cells += ["" if one is None else f"{one:.2f}" for one in found]
            yield f"{what:34}{rows:>10,}" + "".join(f"{cell:>16}" for cell in cells)


def aims(results: Results, plan: Plan) -> Iterator[Aim]:
    """Yield the aims that a run has measured."""
    for rows in plan.sizes:
        named = f"{rows:,} rows"
        change = "filter change to picture, of"
        yield Aim(f"{change} naive, {named}", _ratio(results, "change", NAIVE, rows), 0.5)
        yield Aim(f"{change} Dash, {named}", _ratio(results, "change", DASH, rows), 0.8)
        crowd = _ratio(results, "change, 10 at once", NAIVE, rows)
        yield Aim(f"ten sessions at once, of naive, {named}", crowd, 0.2)
    small, large = min(plan.sizes), max(plan.sizes)
    if large > small:
        growth = ratio(results.of("change", OURS, large), results.of("change", OURS, small))
        yield Aim(f"filter change at {large:,} rows, of that at {small}", growth, 1.3)
    memory = _ratio(results, f"memory, {READERS[-1]} readers", NAIVE, large)
    yield Aim(f"memory with {READERS[-1]} sessions, of naive, {large:,} rows", memory, 0.15)
    cold = _ratio(results, "cold: all charts", NAIVE, small)
    yield Aim(f"cold load, of naive, {small} rows", cold, 0.95)
    slow = _ratio(results, "8 Mbit/s: all charts", NAIVE, small)
    yield Aim(f"cold load at 8 Mbit/s, of naive, {small} rows", slow, 0.5)
    for kind in ("cold", "8 Mbit/s"):
        first = ratio(
            results.of(f"{kind}: key figures", OURS, small),
            results.of(f"{kind}: first chart", DASH, small),
        )
        yield Aim(f"first key figures, of Dash's first chart, {kind}", first, 1.0)


def distance(results: Results, plan: Plan) -> Iterator[str]:
    """Yield how far the static page is ahead, for the times that readers feel."""
    for what in ("change", "cold: all charts"):
        for rows in plan.sizes:
            ours, static = (results.of(what, name, rows) for name in (OURS, STATIC))
            found, floor = ratio(ours, static), ratio(static, results.of(what, NAIVE, rows))
            if found is not None and floor is not None:
                yield (
                    f"  {what}, {rows:,} rows: {found:.1f} times the static page, "
                    f"which is at {floor:.2f} of naive"
                )


def largest_files(results: Results, name: str) -> Iterator[str]:
    """Yield the files of a cold load with their bytes, the largest first."""
    files = sorted(results.files.get(name, {}).items(), key=lambda file: -file[1])
    for file, size in files[:_LISTED_FILES]:
        yield f"  {size / 1000:>8,.0f} kB  {file}"
    if rest := files[_LISTED_FILES:]:
        yield f"  {sum(size for _, size in rest) / 1000:>8,.0f} kB  in {len(rest)} more"


def _ratio(results: Results, what: str, peer: str, rows: int) -> float | None:
    return ratio(results.of(what, OURS, rows), results.of(what, peer, rows))


def _cell(results: Results, what: str, name: str, rows: int) -> str:
    found = results.of(what, name, rows)
    if not found:
        return "–"
    values = together(found)
    middle = median(values)
    shown = f"{middle:,.1f}" if middle < 100 else f"{middle:,.0f}"
    return f"{shown} / {percentile(values, 0.95):,.0f}" if what in _WITH_P95 else shown
