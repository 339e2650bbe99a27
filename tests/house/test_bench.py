"""What a measurement rests on: the tables, what pages must say of them, and the arithmetic."""

from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.hands import HANDS
from bench.moves import OWN, Move, filters, names, switches
from bench.peers import NAMES
from bench.summaries import percentile, ratio
from bench.table import (
    CATEGORY,
    HOME,
    SHAPES,
    SHOWN,
    Shape,
    observations,
    prepared,
    shown_figures,
)
from metrics.model.csv_file import read_rows
from metrics.model.series import series_of
from metrics.store import open_store
from metrics.store.published import published

TIMES = st.floats(0.1, 1e6)


@pytest.mark.parametrize("rows", sorted(SHAPES))
def test_a_table_has_its_rows_and_its_pages_cannot_be_mistaken(rows: int) -> None:
    shape = SHAPES[rows]
    assert shape.rows == rows
    assert len(set(shape.metric_names())) == shape.metrics
    told = [text for year in shape.year_numbers() for text in shown_figures(year)]
    assert len(set(told)) == len(told) == shape.years * len(SHOWN)


def every_move() -> list[Move]:
    largest = SHAPES[100_000]
    return [*switches(), *filters(largest)]


def test_every_app_makes_every_move_or_none_but_the_dashboard_can() -> None:
    made = {move.control for move in every_move()}
    assert {name: made - set(HANDS[name]) for name in NAMES} == {name: set() for name in NAMES}
    assert {move.name for move in every_move() if move.measured} | set(OWN) == set(names())
    assert all(OWN.values())


@pytest.mark.parametrize("rows", sorted(SHAPES))
def test_a_move_leads_to_another_picture_than_the_one_before(rows: int) -> None:
    for moves in (list(switches()), list(filters(SHAPES[rows]))):
        for before, after in pairwise(moves):
            assert after.picture and after.picture != before.picture, after


def test_every_row_has_a_key_of_its_own() -> None:
    shape = Shape(3, 4, 30)
    keys = [row.key for row in observations(shape)]
    assert len(set(keys)) == len(keys) == shape.rows


def test_the_dashboard_and_the_others_get_the_same_table(tmp_path: Path) -> None:
    table = prepared(24, tmp_path)
    store = open_store(table.url, folder=table.folder)
    data = published(store, table.folder)
    store.database.close()
    listed = [
        (row["year"], row["region"], row["metric"], row["value"]) for row in read_rows(table.csv)
    ]
    kept = data.table[["year", "region", "metric", "value"]].astype(str)
    assert listed == [tuple(row) for row in kept.itertuples(index=False)]
    shown = series_of(data, CATEGORY, HOME)
    for year in data.years:
        assert [f"{row.value:,}" for one in shown if (row := one.at(year))] == shown_figures(year)


def test_a_table_is_made_once(tmp_path: Path) -> None:
    first = prepared(24, tmp_path).database.stat().st_mtime_ns
    assert prepared(24, tmp_path).database.stat().st_mtime_ns == first


@given(st.lists(TIMES, min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_a_value_that_the_share_does_not_exceed(
    values: list[float], share: float
) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)
    assert sum(value < found for value in values) < share * len(values) or found == min(values)


@given(
    st.dictionaries(st.integers(0, 9), st.lists(TIMES, min_size=1), min_size=1),
    st.floats(0.1, 10),
    st.dictionaries(st.integers(0, 9), st.floats(0.1, 10)),
)
def test_a_ratio_does_not_heed_what_slows_a_whole_round(
    theirs: dict[int, list[float]], times: float, slowed: dict[int, float]
) -> None:
    def in_that_hour(rounds: dict[int, list[float]]) -> dict[int, list[float]]:
        return {n: [one * slowed.get(n, 1) for one in values] for n, values in rounds.items()}

    ours = {n: [one * times for one in values] for n, values in theirs.items()}
    assert ratio(in_that_hour(ours), in_that_hour(theirs)) == pytest.approx(times)


def test_only_common_rounds_make_a_ratio() -> None:
    assert ratio({1: [2.0]}, {2: [1.0]}) is None
    assert ratio({1: [2.0], 2: [9.0]}, {1: [1.0], 3: [5.0]}) == median([2.0])
