"""How every series changed in one year against the year before, for choosing among very many.

The same outcomes as `Series.change`, found for all series at once. Names no amount; whoever
shows one asks the series itself.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from metrics.model.dataset import Dataset
from metrics.model.series import DEFINITION, SHARE_UNITS, Change
from metrics.model.series_index import Numbers, SeriesIndex, series_index

STATUSES = ("up", "down", "same", "first", "incomparable", "unpublished")
"""Rose, fell, stayed, had no figure in any year before, cannot be compared, has no figure."""
_UP, _DOWN, _SAME, _FIRST, _INCOMPARABLE, _UNPUBLISHED = range(len(STATUSES))


def status_of(change: Change) -> str:
    """Return which of STATUSES a change is."""
    if change.amount is not None:
        return "up" if change.amount > 0 else "down" if change.amount < 0 else "same"
    return change.why if change.why in ("first", "unpublished") else "incomparable"


@lru_cache(maxsize=24)
def statuses(dataset: Dataset, year: int) -> Numbers:
    """Return for each series of the index the place in STATUSES of its change in a year."""
    index = series_index(dataset.table)
    new, old = rows_of_year(index, year), rows_of_year(index, year - 1)
    found = np.full(len(index), _UNPUBLISHED, dtype=np.intp)
    earlier = np.zeros(len(index), dtype=bool)
    earlier[index.series_of_row[index.stated & (index.years < year)]] = True
    found[new >= 0] = np.where(earlier, _INCOMPARABLE, _FIRST)[new >= 0]
    both = np.flatnonzero((new >= 0) & (old >= 0))
    if len(both):
        found[both] = _compared(index, new[both], old[both])
    return found


@lru_cache(maxsize=24)
def rows_of_year(index: SeriesIndex, year: int) -> Numbers:
    """Return for each series the row with its value in a year, -1 where there is none."""
    rows = np.full(len(index), -1, dtype=np.intp)
    of_year = np.flatnonzero(index.stated & (index.years == year))
    rows[index.series_of_row[of_year]] = of_year
    return rows


def _compared(index: SeriesIndex, new: Numbers, old: Numbers) -> Numbers:
    values = index.table["value"].to_numpy()
    units = index.table["unit"].cat
    codes = units.codes.to_numpy()
    notes = index.table["note"].to_numpy()
    shares = [code for code, unit in enumerate(units.categories) if unit in SHARE_UNITS]
    found = np.full(len(new), _SAME, dtype=np.intp)
    # Exact decimals are compared, not the floats for drawing.
    found[np.asarray(values[new] > values[old], dtype=bool)] = _UP
    found[np.asarray(values[new] < values[old], dtype=bool)] = _DOWN
    zero = np.asarray(values[old] == 0, dtype=bool) & ~np.isin(codes[new], shares)
    changed = np.array([DEFINITION in note for note in notes[new]], dtype=bool)
    found[zero | changed | (codes[new] != codes[old])] = _INCOMPARABLE
    return found
