"""Compare two states of the figures: added, changed, withdrawn, unchanged.

Pure functions over observations; a state is a sequence of them, each key once. Nothing here
reads or writes a store.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from metrics.model.observation import Key, Observation

Action = Literal["added", "changed", "withdrawn"]
ADDED: Final = "added"
CHANGED: Final = "changed"
WITHDRAWN: Final = "withdrawn"


@dataclass(frozen=True)
class Changes:
    """Hold a difference: `changed` has (old, new) pairs, `unchanged` a count.

    After `plan`, rows that were not named count as unchanged too.
    """

    added: tuple[Observation, ...] = ()
    changed: tuple[tuple[Observation, Observation], ...] = ()
    withdrawn: tuple[Observation, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)

    def steps(self) -> Iterator[tuple[Action, Observation]]:
        """Yield (action, row) for a publication: the new row, or the one withdrawn."""
        yield from ((WITHDRAWN, row) for row in self.withdrawn)
        yield from ((CHANGED, new) for _, new in self.changed)
        yield from ((ADDED, row) for row in self.added)


@dataclass(frozen=True)
class Earlier:
    """Hold a figure of an earlier version, published `at` (UTC)."""

    version: int
    at: datetime
    observation: Observation


Restated = Mapping[Key, tuple[Earlier, ...]]
"""What was published before of each restated figure, by its key, the oldest first."""


def plan(
    current: Iterable[Observation],
    rows: Iterable[Observation],
    *,
    replace_years: Collection[int] = (),
) -> Changes:
    """Return what publishing `rows` would change in `current`.

    Rows are added and changed by key, each as `completed` from what is published; one that only
    repeats a figure for comparison leaves it as it is. Of `replace_years`, everything that `rows`
    does not name is withdrawn. Raises ValueError when `rows` names a key twice.
    """
    state, rows = {row.key: row for row in current}, list(rows)
    year = main_year(rows)

    def whole(row: Observation) -> Observation:
        old = state.get(row.key)
        if old is None:
            return row
        return old if only_compares(row, old, year) else completed(row, old)

    return _changes(state, map(whole, rows), replace_years)


def only_compares(row: Observation, old: Observation, year: int | None) -> bool:
    """Check whether a row repeats a figure of another year without its words.

    Last year's column of a table says 1400 where 1,400余 is published: that corrects nothing.
    """
    return (
        row.year != year
        and (row.value, row.unit, row.upper) == (old.value, old.unit, old.upper)
        and row.qualifier == "exact" != old.qualifier
        and not row.section
        and not row.note
    )


def completed(row: Observation, old: Observation) -> Observation:
    """Return a row with its empty cells filled from `old`, of the same key.

    A table of figures seldom names the section of a report: an empty cell takes nothing away. The
    printed words of a report stay while the figure is the same and the row names no other place,
    unless it says more: what a cell holds is no wording of a report.
    """
    if row == old:
        return row
    kept = {name: getattr(old, name) for name in ("section", "note") if not getattr(row, name)}
    if row.figure == old.figure:
        of_a_report = old.section and not row.section
        says_less = row.section in ("", old.section) and row.printed in old.printed
        if not row.printed or of_a_report or says_less:
            kept["printed"] = old.printed
    return replace(row, **kept)


def _changes(
    state: dict[Key, Observation], rows: Iterable[Observation], replace_years: Collection[int]
) -> Changes:
    added: list[Observation] = []
    changed: list[tuple[Observation, Observation]] = []
    named = set()
    for row in rows:
        key = row.key
        if key in named:
            raise ValueError(f"the rows name {key} twice")
        named.add(key)
        old = state.get(key)
        if old is None:
            added.append(row)
        elif old != row:
            changed.append((old, row))
    withdrawn = tuple(
        row
        for key, row in (state.items() if replace_years else ())
        if row.year in replace_years and key not in named
    )
    unchanged = len(state) - len(changed) - len(withdrawn)
    return Changes(tuple(added), tuple(changed), withdrawn, unchanged)


def all_changes(old: Iterable[Observation], new: Iterable[Observation]) -> Changes:
    """Return all that differs between two states."""
    state = {row.key: row for row in old}
    return _changes(state, new, {row.year for row in state.values()})


def main_year(rows: Iterable[Observation]) -> int | None:
    """Return the latest year with half as many rows as any; None without rows.

    It is the year that "replace the year" means: of a table with last year beside this one the
    latter, though some of its cells are still empty; but one stray row of another year must not
    withdraw that whole year.
    """
    counts = Counter(row.year for row in rows)
    most = max(counts.values(), default=0)
    return max((year for year in counts if counts[year] * 2 >= most), default=None)
