"""Index the rows of each series in a table, and read them only when asked for.

A series is one metric of one region, category and sub-category. Arrays hold for every series which
rows are its own, so that choosing among very many costs a comparison of small numbers each, and
a row becomes an `Observation` only when it is read. Nothing here compares figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.model.observation import COLUMN_NAMES, Observation

Numbers = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
PLACE = ("region", "category", "metric", "subcategory")
"""What tells series apart, in the order in which they are grouped."""


@dataclass(frozen=True, eq=False)
class SeriesIndex:
    """Index the series of a table, numbered in the order of their first rows.

    `names` are the values of each of PLACE by code, `codes` one code a series; `rows` holds row
    numbers by series and year, those of series n from `starts[n]` to `starts[n + 1]`.
    """

    table: pd.DataFrame
    names: Mapping[str, Sequence[str]]
    codes: Mapping[str, Numbers]
    rows: Numbers
    starts: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def years(self) -> Numbers:
        """Return the year of each row of the table."""
        return self.table["year"].to_numpy().astype(np.intp)

    @cached_property
    def stated(self) -> Mask:
        """Return for each row of the table whether it has a value."""
        return np.asarray(self.table["number"].notna().to_numpy(), dtype=bool)

    @cached_property
    def series_of_row(self) -> Numbers:
        """Return the number of the series of each row of the table."""
        numbers = np.empty(len(self.rows), dtype=np.intp)
        numbers[self.rows] = np.repeat(np.arange(len(self)), np.diff(self.starts))
        return numbers

    @cached_property
    def shared_names(self) -> Mask:
        """Return for each series whether other sub-categories have its metric."""
        if not len(self):
            return np.zeros(0, dtype=bool)
        places = np.stack([self.codes[name] for name in PLACE[:3]], axis=1)
        _, inverse, counts = np.unique(places, axis=0, return_inverse=True, return_counts=True)
        return np.asarray(counts[inverse.reshape(-1)] > 1)

    @cached_property
    def last_rows(self) -> Numbers:
        """Return the row number of the latest year of each series."""
        return self.rows[self.starts[1:] - 1]

    def is_named(self, place: str, values: Sequence[str]) -> Mask:
        """Return for each series whether its region, category, … is in `values`."""
        wanted = [code for code, name in enumerate(self.names[place]) if name in values]
        return np.isin(self.codes[place], wanted)

    def observations(self, number: int) -> tuple[Observation, ...]:
        """Return the rows of one series, in order of year."""
        return self.read(self.rows[self.starts[number] : self.starts[number + 1]])

    def read(self, rows: Numbers) -> tuple[Observation, ...]:
        """Return some rows of the table as observations."""
        cells = [self._cells(name, rows) for name in COLUMN_NAMES]
        return tuple(Observation(*row) for row in zip(*cells, strict=True))

    def _cells(self, name: str, rows: Numbers) -> list[Any]:
        column = self._columns[name]
        if isinstance(column, tuple):
            values, codes = column
            return [values[code] for code in codes[rows]]
        return list(column[rows].tolist())

    @cached_property
    def _columns(self) -> dict[str, Any]:
        """Return columns by name: an array, or the values and codes of a categorical."""
        columns: dict[str, Any] = {}
        for name in COLUMN_NAMES:
            column = self.table[name]
            if isinstance(column.dtype, pd.CategoricalDtype):
                columns[name] = (column.cat.categories.tolist(), column.cat.codes.to_numpy())
            else:
                columns[name] = column.to_numpy()
        return columns


class _Table:
    """Key a cache by the table itself, not by equal cells."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table

    def __hash__(self) -> int:
        return id(self.table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Table) and other.table is self.table


def series_index(table: pd.DataFrame) -> SeriesIndex:
    """Return the index of a typed table (`observation.to_table`), built once each."""
    return _indexed(_Table(table))


@lru_cache(maxsize=6)
def _indexed(held: _Table) -> SeriesIndex:
    table = held.table
    columns = {name: table[name].cat for name in PLACE}
    codes = {name: columns[name].codes.to_numpy().astype(np.intp) for name in PLACE}
    places = np.zeros(len(table), dtype=np.int64)
    for name in PLACE:
        places = places * (len(columns[name].categories) + 1) + codes[name]
    _, first, series = np.unique(places, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    series = rank[series.reshape(-1)]
    rows = np.lexsort((table["year"].to_numpy(), series))
    starts = np.searchsorted(series[rows], np.arange(len(order) + 1))
    return SeriesIndex(
        table,
        {name: columns[name].categories.tolist() for name in PLACE},
        {name: codes[name][first[order]] for name in PLACE},
        rows,
        starts,
    )
