"""Print the table of a run: what each page took, the ratios, and the aims.

Ratios are medians over the rounds of the ratios within a round; absolute values are medians of
all measurements and hold for this machine in this hour only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bench.moves import OWN, names
from bench.peers import DASH, NAIVE, NAMES, OURS, STATIC
from bench.rounds import HELD, READERS, Plan, Results
from bench.summaries import percentile, ratio, together

_LOADS = tuple(
    f"{kind}: {what}"
    for kind in ("cold", "8 Mbit/s", "slow processor", "warm")
    for what in ("key figures", "first chart", "all charts")
)
_CROWDS = tuple(f"year, {readers} at once" for readers in READERS)
_MEASURES = (
    *names(),
    *(f"frames: {name}" for name in OWN),
    "server answers",
    "start to first visitor's charts",
    *_LOADS,
    "cold: table page",
    "MB of a cold load",
    "requests of a cold load",
    "messages a change",
    "kB a change",
    *_CROWDS,
    *(f"changes a second, {readers} at once" for readers in READERS),
    "memory, nobody",
    *(f"memory, {readers} sessions" for readers in HELD),
)
_LISTED_FILES = 12
_SWITCHES = ("year", "region", "view", "language")
_TABLE_MOVES = tuple(
    name for name in names() if name.startswith("filter") or name in ("search", "range", "sort")
)
_FAR = 100_000  # rows from which on filters may take twice as long beside Dash


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
        return f"  {self.mark}  {self.text}: {self.found:.2f} (at most {self.most:.2f})"

    @property
    def mark(self) -> str:
        """Return whether it is reached."""
        return "–" if self.found is None else "✓" if self.found <= self.most else "✗"


def table(results: Results, plan: Plan) -> Iterator[list[str]]:
    """Yield the table line by line, its heads first."""
    yield ["", "rows", *NAMES, "/ naive", "/ dash", "/ static"]
    for what in _MEASURES:
        for rows in plan.sizes:
            if not results.of(what, OURS, rows):
                continue
            cells = [_cell(results, what, name, rows) for name in NAMES]
            found = [_ratio(results, what, peer, rows) for peer in (NAIVE, DASH, STATIC)]
            cells += ["" if one is None else f"{one:.2f}" for one in found]
            yield [what, f"{rows:,}", *cells]


def as_text(lines: Iterator[list[str]]) -> Iterator[str]:
    """Yield the lines of a table for a terminal."""
    for what, rows, *cells in lines:
        yield f"{what:34}{rows:>10}" + "".join(f"{cell:>16}" for cell in cells)


def as_markdown(lines: Iterator[list[str]]) -> Iterator[str]:
    """Yield the lines of a table for a page of the documentation."""
    for at, cells in enumerate(lines):
        yield "| " + " | ".join(cells) + " |"
        if at == 0:
            yield "| --- |" + " ---: |" * (len(cells) - 1)


def aims(results: Results, plan: Plan) -> Iterator[Aim]:
    """Yield the aims of every size, and whether the run has reached them."""
    for rows in plan.sizes:
        named = f"{rows:,} rows"
        for what in _SWITCHES:
            found = _ratio(results, what, STATIC, rows)
            yield Aim(f"{what}, of the static page, {named}", found, 1.25)
        most = 1.0 if rows >= _FAR else 0.5
        for what in _TABLE_MOVES:
            yield Aim(f"{what}, of Dash, {named}", _ratio(results, what, DASH, rows), most)
        page = _ratio(results, "page to page", NAIVE, rows)
        yield Aim(f"page to page, of naive, {named}", page, 0.4)
        frames = results.of("frames: source panel: open", OURS, rows)
        middle = median(together(frames)) if frames else None
        yield Aim(f"frames until the source panel is open, {named}", middle, 2)
        crowd = _ratio(results, f"year, {READERS[-1]} at once", NAIVE, rows)
        yield Aim(f"{READERS[-1]} sessions at once, of naive, {named}", crowd, 0.15)
    small = min(plan.sizes)
    for kind in ("cold", "8 Mbit/s"):
        load = _ratio(results, f"{kind}: all charts", STATIC, small)
        yield Aim(f"{kind} load, of the static page, {small} rows", load, 1.15)
    memory = _ratio(results, "memory, 1 sessions", NAIVE, small)
    yield Aim(f"memory of one session, of naive, {small} rows", memory, 0.9)


def aims_table(results: Results, plan: Plan) -> Iterator[list[str]]:
    """Yield the aims as lines of a table, its heads first."""
    yield ["aim", "found", "at most", ""]
    for aim in aims(results, plan):
        found = "not measured" if aim.found is None else f"{aim.found:.2f}"
        yield [aim.text, found, f"{aim.most:.2f}", aim.mark]


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
    return f"{shown} / {percentile(values, 0.95):,.0f}" if what in _CROWDS else shown
