"""What may be compared with what, and how much: units, indexes, districts and their shares."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings

from metrics.analysis.comparison import (
    comparable,
    index_base,
    log_helps,
    metric_key,
    region_comparison,
    totals_allowed,
    unit_of,
)
from metrics.charts import indexed_chart
from metrics.charts.captions import region_caption, regions_alt, share_text
from metrics.i18n import Words, words
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series import SHARE_UNITS
from metrics.wording.formatter import Formatter
from tests.support.made_series import CITY, YEARS, datasets, everything, made, over_years, row
from tests.support.sample import sample, series

ZH, EN = words("zh"), words("en")
DRILLS = ("drills-all-levels", "drills", "各级各部门")
DISTRICTS = ("望潮区", "青屿区", "松岭县")
TRAINING, RATE = "宣贯培训", "隐患整改率"


def test_metrics_stand_apart_and_a_whole_not_among_its_parts() -> None:
    chosen = everything(sample()).series
    groups = comparable(chosen, CITY)
    assert {metric_key(one) for one in chosen} == set(groups)
    for group in groups.values():
        assert len({(metric_key(one), unit_of(one)) for one in group}) == 1
        assert len(group) == 1 or CITY not in {one.region for one in group}
    assert {one.region for one in groups["outreach-training·training·宣贯活动"]} == set(DISTRICTS)


@pytest.mark.parametrize(
    ("values", "helps"),
    [
        ({"甲": [1, 5], "乙": [100, None]}, True),
        ({"甲": [1, 5], "乙": [99, 3]}, False),
        ({"甲": [0, 5], "乙": [1000, 3]}, False),
        ({"甲": [-1, 5], "乙": [1000, 3]}, False),
        ({"甲": [None, None]}, False),
    ],
)
def test_a_logarithmic_axis_helps_over_two_orders_of_magnitude(
    values: dict[str, list[int | None]], helps: bool
) -> None:
    assert log_helps(everything(over_years(values)).series, list(YEARS)) is helps


@given(datasets([TRAINING, "解读宣贯", RATE]))
@settings(max_examples=60)
def test_an_index_is_exact_and_nothing_is_dropped_silently(data: Dataset) -> None:
    chosen = everything(data)
    indexed = index_base(chosen.series, chosen.years)
    shown = [line.series for line in indexed.lines]
    left = [left.series for left in indexed.omissions]
    assert sorted(map(id, shown + left)) == sorted(map(id, chosen.series))
    for line in indexed.lines:
        base = line.base.value
        assert base is not None and base > 0 and line.base.unit not in SHARE_UNITS
        published = [o for o in line.series.observations if o.value is not None]
        assert [point.observation for point in line.points] == published
        for point in line.points:
            value = point.observation.value
            assert value is not None
            exact = Fraction(value) * 100 / Fraction(base)
            assert abs(Fraction(point.index) - exact) <= abs(exact) / 10**26
            exactly = point.observation.qualifier == line.base.qualifier == "exact"
            assert point.about is (point.year != indexed.base_year and not exactly)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([row("甲", 2021, 5)], "not published for 2020"),
        ([row("甲", 2020, None), row("甲", 2021, 5)], "not published for 2020"),
        ([row("甲", 2020, 0), row("甲", 2021, 5)], "0 or less in 2020"),
        ([row("甲", 2020, -2), row("甲", 2021, 5)], "0 or less in 2020"),
        ([row("甲", 2020, 3, qualifier="range", upper=Decimal(5)), row("甲", 2021, 5)], "a range"),
        ([row("甲", 2020, 3, unit="%"), row("甲", 2021, 5, unit="%")], "a share"),
        ([row("甲", 2020, 3, unit="人"), row("甲", 2021, 5)], "another unit in 2021"),
        ([row("甲", 2020, 3), row("甲", 2021, 5, note="口径调整")], "definition changed in 2021"),
        (
            [row("甲", 2020, 3), row("甲", 2021, None, note="口径调整"), row("甲", 2022, 4)],
            "definition changed in 2021",
        ),
    ],
)
def test_a_series_without_index_says_why(rows: list[Observation], reason: str) -> None:
    chosen = everything(made([*rows, row("乙", 2020, 1)]))
    (left,) = index_base(chosen.series, chosen.years, 2020).omissions
    assert EN.say(left.why).startswith(reason)


def test_a_definition_that_changed_before_the_years_shown_does_not_matter() -> None:
    data = made([row("甲", 2020, 3), row("甲", 2021, 5, note="口径调整"), row("甲", 2022, 10)])
    indexed = index_base(everything(data).series, [2021, 2022])
    assert [point.index for point in indexed.lines[0].points] == [100, 200]


def test_a_range_has_no_index_and_the_chart_says_so() -> None:
    span = row("甲", 2021, 6, qualifier="range", upper=Decimal(8))
    data = made([row("甲", 2020, 3), span, row("甲", 2022, 9)])
    chosen = everything(data)
    (line,) = index_base(chosen.series, chosen.years).lines
    assert [(p.year, p.index) for p in line.points] == [(2020, Decimal(100)), (2022, Decimal(300))]
    for _ in (ZH, EN):
        fmt = Formatter(data, _)
        chart = indexed_chart(chosen.series, chosen.years, None, fmt)
        assert any("2021" in text and fmt.figure(span) in text for text in chart.caption)
        assert (
            fmt.figure(span) in chart.alt and _("{year} not published", year=2021) not in chart.alt
        )


# Districts


@given(datasets(["各级各部门演练"], (CITY, *DISTRICTS)))
@settings(max_examples=80)
def test_districts_are_ranked_and_their_shares_are_the_whole(data: Dataset) -> None:
    found = region_comparison(data, *DRILLS[:1], *DRILLS[1:], 2024) if _has_drills(data) else None
    if found is None:
        return
    values = [figure.observation.value for figure in found.ranked]
    assert values == sorted(values, key=lambda value: -(value or 0))
    assert CITY not in {figure.region for figure in found.ranked} | set(found.missing)
    for figure in found.ranked:
        assert figure.observation.year == 2024 and figure.observation.region == figure.region
    assert found.about is any(f.observation.qualifier != "exact" for f in found.ranked)
    if found.total is None:
        assert found.why_no_total and all(figure.share is None for figure in found.ranked)
        return
    assert found.total == sum(value for value in values if value is not None)
    shares = [figure.share for figure in found.ranked if figure.share is not None]
    assert len(shares) == len(values) >= 2
    assert abs(sum(shares, Decimal(0)) - 1) < Decimal("1e-20")
    rounded = [Decimal(share_text(f, False, Formatter(data, EN)).rstrip("%")) for f in found.ranked]
    assert abs(sum(rounded, Decimal(0)) - 100) <= Decimal("0.05") * len(rounded)


def _has_drills(data: Dataset) -> bool:
    return any(one.metric.slug == DRILLS[0] for one in everything(data).series)


@pytest.mark.parametrize("_", [ZH, EN], ids=["zh", "en"])
def test_the_city_s_own_figure_is_told_beside_the_sum_and_not_in_it(_: Words) -> None:
    data = sample()
    found = region_comparison(data, *DRILLS, 2024)
    whole = series(data, "各级各部门演练").at(2024)
    assert found.whole == whole and whole is not None
    assert found.total == sum(
        series(data, "各级各部门演练", region).at(2024).value  # type: ignore[union-attr, misc]
        for region in DISTRICTS
    )
    said = region_caption(found, Formatter(data, _))[0]
    assert Formatter(data, _).figure(whole) in said
    assert f"{found.total:,}" in said
    other = replace(found, whole=replace(whole, value=Decimal(1), printed="1次"))
    assert other.differs
    assert (
        region_caption(other, Formatter(data, _))[0]
        != region_caption(replace(other, whole=None), Formatter(data, _))[0]
    )


def test_districts_without_a_figure_and_in_other_units_are_named() -> None:
    rows = [
        row("演练", 2024, 9, region="甲区"),
        row("演练", 2024, 12, region="乙区"),
        row("演练", 2024, 3, region="丙区", unit="人"),
        row("演练", 2023, 3, region="丁区"),
        row("宣贯培训", 2024, 3, region="戊区"),
        row("演练", 2024, None, region="己区"),
    ]
    data = made(rows)
    slug = data.catalogue.get("演练").slug
    found = region_comparison(data, slug, "training", "", 2024)
    assert [figure.region for figure in found.ranked] == ["乙区", "甲区"]
    assert set(found.missing) == {"丁区", "戊区", "己区"}
    assert [figure.region for figure in found.other_units] == ["丙区"]
    alt = regions_alt(found, Formatter(data, ZH))
    assert all(region in alt for region in ("甲区", "乙区", "丙区", "丁区", "戊区", "己区"))
    assert found.why_no_total == "not-additive" and found.total is None


@pytest.mark.parametrize(("unit", "why"), [("%", "share"), ("百分点", "share")])
def test_shares_are_never_added_up(unit: str, why: str) -> None:
    metric = replace(sample().catalogue.get(TRAINING), additive=True)
    assert not totals_allowed(metric, unit) and totals_allowed(metric, "人次")
    rows = [row(TRAINING, 2024, 9, region=region, unit=unit) for region in ("甲区", "乙区")]
    found = region_comparison(made(rows), "outreach-training", "training", "宣贯活动", 2024)
    assert (found.total, found.why_no_total) == (None, why)
    assert all(figure.share is None for figure in found.ranked)


def test_an_inexact_district_makes_every_share_approximate() -> None:
    rows = [row(TRAINING, 2024, 30, region="甲区", qualifier="more_than")]
    data = made([*rows, row(TRAINING, 2024, 10, region="乙区")])
    found = region_comparison(data, "outreach-training", "training", "宣贯活动", 2024)
    assert (
        found.about
        and share_text(found.ranked[0], found.about, Formatter(data, EN)) == "about 75.0%"
    )
    assert "about 40" in region_caption(found, Formatter(data, EN))[0]


def test_one_district_has_no_total() -> None:
    data = made([row(TRAINING, 2024, 30, region="甲区"), row(TRAINING, 2024, 50)])
    found = region_comparison(data, "outreach-training", "training", "宣贯活动", 2024)
    assert (found.total, found.why_no_total) == (None, "few")
    assert "50" in region_caption(found, Formatter(data, EN))[0]


def test_an_unknown_metric_is_refused_with_those_that_exist() -> None:
    with pytest.raises(LookupError, match="outreach-training"):
        region_comparison(sample(), "nothing", "training", "", 2024)


def test_a_range_is_not_added_up() -> None:
    span = {"qualifier": "range", "upper": Decimal(60)}
    rows = [
        row(TRAINING, 2024, 40, region="望潮区", **span),
        row(TRAINING, 2024, 9, region="青屿区"),
    ]
    data = made(rows)
    one = everything(data).series[0]
    place = (one.metric.slug, one.category, one.subcategory)
    comparison = region_comparison(data, *place, 2024)
    assert comparison.total is None and all(f.share is None for f in comparison.ranked)
    assert "Ranges are not added up" in region_caption(comparison, Formatter(data, EN))
