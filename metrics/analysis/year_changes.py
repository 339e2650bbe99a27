"""Classify the change of every series on the year before.

Asks the rule of `metrics.model.series` for all series at once. Names no amount: that is for
`Series.change`.
"""

from functools import lru_cache
from typing import Literal, get_args

import numpy as np
import pandas as pd

from metrics.model.dataset import Dataset
from metrics.model.series import DEFINITION, SHARE_UNITS, Pair, reasons_against
from metrics.model.series_index import Numbers, SeriesIndex, series_index

ChangeStatus = Literal["up", "down", "same", "first", "incomparable", "unpublished"]
CHANGE_STATUSES: tuple[ChangeStatus, ...] = get_args(ChangeStatus)
"""Rose, fell, stayed, had no figure in any year before, cannot be compared, has no figure."""
_UP, _DOWN, _SAME, _FIRST, _INCOMPARABLE, _UNPUBLISHED = range(len(CHANGE_STATUSES))


@lru_cache(maxsize=24)
def statuses(dataset: Dataset, year: int) -> Numbers:
    """Return for each series its change in a year, by place in CHANGE_STATUSES."""
    index = series_index(dataset.table)
    new, old = rows_of_year(index, year), rows_of_year(index, year - 1)
    kinds = np.full(len(index), _UNPUBLISHED, dtype=np.intp)
    earlier = np.zeros(len(index), dtype=bool)
    earlier[index.series_of_row[index.stated & (index.years < year)]] = True
    kinds[new >= 0] = np.where(earlier, _INCOMPARABLE, _FIRST)[new >= 0]
    both = np.flatnonzero((new >= 0) & (old >= 0))
    if len(both):
        kinds[both] = _compared(index, new[both], old[both])
    return kinds


@lru_cache(maxsize=24)
def rows_of_year(index: SeriesIndex, year: int) -> Numbers:
    """Return for each series the row with its value in a year, -1 where there is none."""
    rows = np.full(len(index), -1, dtype=np.intp)
    of_year = np.flatnonzero(index.stated & (index.years == year))
    rows[index.series_of_row[of_year]] = of_year
    return rows


def _compared(index: SeriesIndex, new: Numbers, old: Numbers) -> Numbers:
    table = index.table
    # Exact decimals are compared, not the floats for drawing.
    values, upper, notes = (table[name].to_numpy() for name in ("value", "upper", "note"))
    units = table["unit"].cat
    codes = units.codes.to_numpy()
    shares = [code for code, unit in enumerate(units.categories) if unit in SHARE_UNITS]
    pairs = Pair(
        _signs(table, old),
        _signs(table, new),
        other_unit=codes[new] != codes[old],
        redefined=np.array([DEFINITION in note for note in notes[new]], dtype=bool),
        is_range=pd.notna(upper[new]) | pd.notna(upper[old]),
        is_share=np.isin(codes[new], shares),
    )
    kinds = np.full(len(new), _SAME, dtype=np.intp)
    kinds[np.asarray(values[new] > values[old], dtype=bool)] = _UP
    kinds[np.asarray(values[new] < values[old], dtype=bool)] = _DOWN
    for _why, holds in reasons_against(pairs):
        kinds[np.asarray(holds, dtype=bool)] = _INCOMPARABLE
    return kinds


def _signs(table: pd.DataFrame, rows: Numbers) -> Numbers:
    """Return -1, 0 or 1 for the values of some rows."""
    signs = np.sign(table["number"].to_numpy()[rows])
    values = table["value"].to_numpy()
    # A float is 0 also for a decimal too small for it.
    for place in np.flatnonzero(signs == 0):
        signs[place] = (values[rows[place]] > 0) - (values[rows[place]] < 0)
    return np.asarray(signs, dtype=np.intp)
