"""The filters: what they leave, what they count, what they refuse."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.analysis.selection import (
    MULTI_FILTERS,
    BadFilters,
    Filters,
    options,
    read_filters,
    select,
    years_present,
)
from metrics.analysis.year_changes import CHANGE_STATUSES, statuses
from metrics.model.catalogue import fold
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation, from_table
from metrics.model.series import Change, series_numbered, series_of_row
from metrics.store.published import with_rows
from tests.support.sample import real, sample
from tests.support.selections import queries


def _expected(data: Dataset, query: Mapping[str, Sequence[str]]) -> list[Observation]:
    """The rows that one rereading of every row leaves."""
    years = years_present(data)
    first = int(next(iter(query.get("from", ())), years[0]))
    last = int(next(iter(query.get("to", ())), years[-1]))
    return [row for row in from_table(data.table) if _stays(row, data, query, first, last)]


def _status(change: Change) -> str:
    """Return which of CHANGE_STATUSES a change is."""
    if change.amount is not None:
        return "up" if change.amount > 0 else "down" if change.amount < 0 else "same"
    return change.why if change.why in ("first", "unpublished") else "incomparable"


def _stays(
    row: Observation, data: Dataset, query: Mapping[str, Sequence[str]], first: int, last: int
) -> bool:
    metric = data.catalogue.get(row.metric)
    series = series_of_row(data, row)
    assert series is not None
    said = {
        "category": row.category,
        "subcategory": row.subcategory,
        "metric": metric.slug,
        "region": row.region,
        "unit": data.vocabulary.unit(series.observations[-1].unit).family,
        "change": _status(series.change(last)),
    }
    search = fold(next(iter(query.get("q", ())), ""))
    names = (metric.zh, metric.en, metric.slug, *metric.aliases)
    return (
        first <= row.year <= last
        and all(said[name] in query[name] for name in MULTI_FILTERS if query.get(name))
        and any(search in fold(name) for name in names)
    )


_CELL = st.tuples(
    st.integers(2019, 2022),
    st.sampled_from(["甲", "乙", "丙"]),
    st.none() | st.sampled_from([Decimal(n) for n in ("-3", "-0.1", "0", "0.1", "2", "1e-400")]),
    st.sampled_from(["次", "场", "%", "百分点"]),
    st.sampled_from(["", "口径有变"]),
    st.booleans(),
)


@given(st.lists(_CELL, min_size=1, max_size=12, unique_by=lambda cell: cell[:2]))
def test_arrays_and_single_series_tell_the_same_changes(
    cells: list[tuple[int, str, Decimal | None, str, str, bool]],
) -> None:
    rows = [
        Observation(
            year, "临澜市", "drills", "", name, value, unit, note=note,
            upper=value + 1 if spans and value is not None else None,
        )
        for year, name, value, unit, note, spans in cells
    ]  # fmt: skip
    data = with_rows(sample(), rows)
    for year in (2020, 2021, 2022):
        for number, status in enumerate(statuses(data, year)):
            assert CHANGE_STATUSES[status] == _status(series_numbered(data, number).change(year))


@given(query=queries(sample()))
def test_filters_leave_what_every_row_by_itself_says(query: dict[str, list[str]]) -> None:
    data = sample()
    filters = read_filters(query, data)
    chosen = select(data, filters)
    assert list(chosen.rows()) == _expected(data, query)
    again: dict[str, list[str]] = {}
    for name, value in filters.query():
        again.setdefault(name, []).append(value)
    assert select(data, read_filters(again, data)).rows() == chosen.rows()


@given(query=queries(sample()), name=st.sampled_from(MULTI_FILTERS))
def test_a_count_is_what_choosing_the_value_leaves(query: dict[str, list[str]], name: str) -> None:
    data = sample()
    filters = read_filters({**query, name: []}, data)
    for value, count in options(data, filters)[name].items():
        one = replace(filters, chosen={**filters.chosen, name: (value,)})
        assert len(select(data, one).series) == count > 0


def test_a_filter_that_would_not_narrow_is_not_offered() -> None:
    offered = options(real(), Filters())
    assert offered["region"] == {} == offered["change"]
    assert len(offered["category"]) > 1
    one = Filters({"metric": ("outreach-training",)})
    assert options(real(), one)["category"] == {}
    assert "outreach-training" in options(real(), one)["metric"]


def test_without_filters_everything_stays_in_its_order() -> None:
    for data in (real(), sample()):
        assert list(select(data, Filters()).rows()) == from_table(data.table)


def test_rows_of_years_without_any_figure_stay_until_a_year_is_asked_for() -> None:
    rows = from_table(real().table)
    absent = replace(rows[0], year=2023, value=None)
    data = with_rows(real(), [absent, *rows])
    assert select(data, Filters()).rows() == (absent, *rows)
    assert select(data, Filters(last="2024")).rows() == (absent, *rows)
    assert select(data, Filters(first="2024")).rows() == tuple(rows)
    assert select(data, Filters(first="earliest", last="earliest")).rows() == tuple(rows)
    only = with_rows(real(), [absent])
    assert select(only, Filters()).rows() == (absent,)
    for status, kept in (("unpublished", (absent,)), ("up", ())):
        assert select(only, Filters({"change": (status,)})).rows() == kept


def test_series_come_with_the_own_region_first_and_in_the_order_of_the_catalogue() -> None:
    series = select(sample(), Filters()).series
    regions = list(dict.fromkeys(one.region for one in series))
    assert regions[0] == sample().bureau.region
    home = [one.metric.zh for one in series if one.region == regions[0]]
    known = [m.zh for m in sample().catalogue.metrics if m.zh in home]
    by_category = sorted(
        known,
        key=lambda name: list(sample().vocabulary.categories).index(
            sample().catalogue.get(name).category
        ),
    )
    assert home == by_category


def test_ends_follow_the_data_and_a_metric_may_be_named_by_an_alias() -> None:
    data = sample()
    filters = read_filters({"from": ["earliest"], "metric": ["培训人次"]}, data)
    assert filters.query() == [("metric", "outreach-training")]
    years = years_present(data)
    assert select(data, Filters()).years == tuple(years)
    assert select(data, read_filters({"year": [str(years[1])]}, data)).years == (years[1],)
    assert select(data, read_filters({"year": ["latest"]}, data)).years == (years[-1],)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"category": ["nonsense"]}, ("category",)),
        ({"from": ["1066"]}, ("from",)),
        ({"year": ["20x4"]}, ("year",)),
        ({"from": ["2024"], "to": ["2021"]}, ("from",)),
        ({"metric": ["没有这项"], "change": ["sideways"]}, ("metric", "change")),
    ],
)
def test_what_does_not_exist_is_refused_and_what_exists_is_named(
    query: dict[str, list[str]], named: tuple[str, ...]
) -> None:
    with pytest.raises(BadFilters) as refused:
        read_filters(query, sample())
    assert tuple(p.column for p in refused.value.problems) == named
    for name in named:
        allowed = refused.value.allowed[name]
        assert allowed and read_filters({**query, **{n: [] for n in query}}, sample())
        if name == "change":
            assert tuple(allowed) == CHANGE_STATUSES


def test_of_named_figures_only_those_remain_in_the_rows() -> None:
    whole = select(sample(), Filters())
    one, *_rest, other = whole.rows()
    part = replace(whole, figures=(other, one))
    assert part.rows() == (one, other) and part.count == 2
