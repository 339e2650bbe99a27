"""Figures of one name in several places: none is lost, none shows another's source."""

from dataclasses import replace
from decimal import Decimal

from metrics.i18n import words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import figure_at, figure_id
from metrics.model.observation import Observation, from_table, to_table
from metrics.model.series import regions_present, series_of, with_region
from metrics.wording.formatter import Formatter
from tests.support.sample import real, sample

ZH = words("zh")


def _with(*rows: Observation) -> Dataset:
    data = real()
    return replace(data, table=to_table([*from_table(data.table), *rows]))


def _row(category: str, subcategory: str, value: int, region: str = "威海市") -> Observation:
    return Observation(2024, region, category, subcategory, "检查次数", Decimal(value), "次")


def test_one_name_in_two_sub_categories_is_two_series_with_their_own_sources() -> None:
    rows = [_row("消防救援", "企业", 10), _row("消防救援", "学校", 20)]
    data = _with(*rows)
    found = series_of(data, "消防救援")
    values = [row.value for one in found if (row := one.at(2024)) is not None]
    assert sorted(value for value in values if value is not None) == [Decimal(10), Decimal(20)]
    assert sorted(Formatter(data, ZH).series(one) for one in found) == [
        "检查次数 · 企业",
        "检查次数 · 学校",
    ]
    assert [figure_at(figure_id(row, data), data) for row in rows] == rows


def test_one_name_in_two_categories_opens_its_own_source() -> None:
    rows = [_row("消防救援", "", 10), _row("气象", "", 99)]
    data = _with(*rows)
    assert [figure_at(figure_id(row, data), data) for row in rows] == rows


def test_a_year_that_only_another_region_has_moves_nobody() -> None:
    other = replace(_row("气象", "", 5, region="环翠区"), year=2026)
    assert _with(other).years == [2024]


def test_a_year_without_any_value_moves_nobody() -> None:
    empty = replace(_row("气象", "", 5), year=2026, value=None)
    assert _with(empty).years == [2024]


def test_every_region_of_the_sample_can_be_seen() -> None:
    data = sample()
    for region in regions_present(data)[1:]:
        seen = with_region(data, region)
        assert seen.years and all(one.region == region for one in series_of(seen, "training"))
