"""Choose by arrays the series that a rule has to look at, among very many.

Names numbers of series in the index of the table, never an amount: floats only narrow what exact
decimals then decide. Nothing here makes a sentence.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from metrics.analysis.selection import Selection
from metrics.analysis.year_changes import CHANGE_STATUSES, ChangeStatus, rows_of_year, statuses
from metrics.model.dataset import Dataset
from metrics.model.diff import Restated
from metrics.model.series import DEFINITION, SHARE_UNITS
from metrics.model.series_index import Numbers, SeriesIndex, series_index
from metrics.wording.formatter import FEW

_CLOSE = 1e-9  # how far floats may be from the exact amounts that they stand for
_OF_A_KEY = ("region", "category", "subcategory", "metric")


def by_region(selection: Selection) -> Iterator[tuple[str, Numbers]]:
    """Yield the regions of a selection in its order, each with its series."""
    index = series_index(selection.dataset.table)
    codes = index.codes["region"][selection.numbers]
    for code in dict.fromkeys(codes.tolist()):
        yield index.names["region"][code], selection.numbers[codes == code]


def with_status(selection: Selection, numbers: Numbers, status: ChangeStatus) -> Numbers:
    """Return the series with this change in the last year."""
    changes = statuses(selection.dataset, selection.years[-1])[numbers]
    return np.asarray(numbers[changes == CHANGE_STATUSES.index(status)], dtype=np.intp)


def silenced(selection: Selection, numbers: Numbers) -> Numbers:
    """Return the series with a figure for the year before the last, none for it."""
    index, last = series_index(selection.dataset.table), selection.years[-1]
    new, old = rows_of_year(index, last), rows_of_year(index, last - 1)
    return numbers[(new[numbers] < 0) & (old[numbers] >= 0)]


def largest_changes(
    selection: Selection, numbers: Numbers, status: ChangeStatus, *, share: bool, most: int
) -> Numbers:
    """Return the series with the `most` largest rises (up) or falls (down).

    Of shares, or of everything else; with all that floats cannot tell from the last of them. Rates
    of small counts come in only where there are not so many others.
    """
    table, last = selection.dataset.table, selection.years[-1]
    moved = with_status(selection, numbers, status)
    new, old = (rows_of_year(series_index(table), year)[moved] for year in (last, last - 1))
    units = table["unit"].cat
    shares = [code for code, unit in enumerate(units.categories) if unit in SHARE_UNITS]
    kept = np.isin(units.codes.to_numpy()[new], shares) == share
    moved, new, old = np.asarray(moved[kept], dtype=np.intp), new[kept], old[kept]
    if len(moved) <= most:
        return moved
    figures = table["number"].to_numpy()
    many = np.maximum(np.abs(figures[new]), np.abs(figures[old])) >= FEW
    if not share and np.count_nonzero(many) >= most:
        moved, new, old = moved[many], new[many], old[many]
    sizes = np.abs(figures[new] - figures[old])
    if not share:
        sizes = sizes / np.abs(figures[old])
    least = np.partition(sizes, len(sizes) - most)[len(sizes) - most]
    return np.asarray(moved[sizes >= least * (1 - _CLOSE) - _CLOSE], dtype=np.intp)


def with_gaps(selection: Selection, numbers: Numbers) -> Numbers:
    """Return the series with a silent year between published years of the selection."""
    gapped = _interrupted(selection.dataset, selection.years)
    return _among(numbers, gapped, series_index(selection.dataset.table))


@lru_cache(maxsize=6)
def _interrupted(dataset: Dataset, among: tuple[int, ...]) -> Numbers:
    index = series_index(dataset.table)
    rows = index.rows[np.isin(index.years[index.rows], among) & index.stated[index.rows]]
    series, years = index.series_of_row[rows], index.years[rows]
    apart = (series[1:] == series[:-1]) & (years[1:] - years[:-1] > 1)
    return np.asarray(series[1:][apart], dtype=np.intp)


def annotated(selection: Selection, numbers: Numbers, restated: Restated) -> Numbers:
    """Return the series with a changed definition or unit, or a restatement."""
    places = _place_numbers(selection.dataset) if restated else {}
    known = {places[key[1:]] for key in restated if key[1:] in places}
    noted = np.concatenate([_redefined(selection.dataset), np.array([*known], dtype=np.intp)])
    return _among(numbers, noted, series_index(selection.dataset.table))


@lru_cache(maxsize=6)
def _redefined(dataset: Dataset) -> Numbers:
    """Return the series with a definition in a note, or with several units."""
    index = series_index(dataset.table)
    notes = [DEFINITION in note for note in dataset.table["note"].tolist()]
    defined = index.series_of_row[np.flatnonzero(notes)]
    if not len(index):
        return defined
    codes = dataset.table["unit"].cat.codes.to_numpy()[index.rows]
    least, most = (f.reduceat(codes, index.starts[:-1]) for f in (np.minimum, np.maximum))
    return np.concatenate([defined, np.flatnonzero(least != most)])


@lru_cache(maxsize=6)
def _place_numbers(dataset: Dataset) -> dict[tuple[str, ...], int]:
    """Return the number of each series by what a key has after its year."""
    index = series_index(dataset.table)
    columns = ([index.names[n][code] for code in index.codes[n]] for n in _OF_A_KEY)
    return {place: number for number, place in enumerate(zip(*columns, strict=True))}


def _among(numbers: Numbers, wanted: Numbers, index: SeriesIndex) -> Numbers:
    """Return those of the numbers that are wanted, in their own order."""
    is_wanted = np.zeros(len(index), dtype=bool)
    is_wanted[wanted] = True
    return numbers[is_wanted[numbers]]
