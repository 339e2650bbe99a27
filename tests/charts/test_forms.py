"""Charts of one metric or its districts: a form by kind, one metric an axis, titles that find."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from metrics.analysis.comparison import comparable, has_districts, region_comparison
from metrics.analysis.headlines import LONGEST, headline, region_headline
from metrics.charts import (
    ChartSpec,
    change_heatmap,
    changes_chart,
    compared_chart,
    indexed_chart,
    metric_chart,
    regions_chart,
)
from metrics.i18n import LANGUAGES, words
from metrics.model.dataset import Dataset
from metrics.model.series import Series, categories_present, series_of
from metrics.wording.formatter import Formatter
from metrics.wording.notes import series_notes
from tests.support.made_series import (
    CITY,
    datasets,
    drawn,
    everything,
    made,
    over_years,
    row,
)
from tests.support.sample import real, sample, series

ZH, EN = words("zh"), words("en")
TRAINING, RATE, ACCIDENTS = "宣贯培训", "隐患整改率", "较大及以上生产安全事故"


def own(data: Dataset) -> list[Series]:
    return [one for key in categories_present(data) for one in series_of(data, key)]


def charts_of_figures(data: Dataset, fmt: Formatter) -> Iterator[ChartSpec]:
    """Every chart whose axis has the figures themselves."""
    for year in data.years:
        years = [y for y in data.years if y <= year]
        for one in own(data):
            yield metric_chart(one, years, fmt, series_notes(one, years, fmt)[0])
            if has_districts(data, one):
                place = (one.metric.slug, one.category, one.subcategory, year)
                yield regions_chart(region_comparison(data, *place), fmt)
    for group in comparable(everything(data).series, CITY).values():
        yield compared_chart(group, data.years, fmt)
        yield compared_chart(group, data.years, fmt, form="bar")


def metrics_on(chart: ChartSpec) -> set[str]:
    found = [
        place for trace in chart.figure["data"] for place in trace.get("customdata", []) if place
    ]
    return {json.loads(place)[0] for place in found}


def test_no_axis_of_figures_holds_two_metrics() -> None:
    for data in (sample(), real()):
        fmt = Formatter(data, ZH)
        assert all(len(metrics_on(chart)) <= 1 for chart in charts_of_figures(data, fmt))
        every = everything(data).series
        for chart in (
            changes_chart(every, data.years[-1], fmt),
            change_heatmap(every, data.years, fmt),
            indexed_chart(every, data.years, None, fmt),
        ):
            names = data.vocabulary.units
            assert not any(chart.unit.endswith(f"：{name}") for name in names), "own terms"


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_find_something_in_few_words(language: str) -> None:
    data = sample()
    fmt = Formatter(data, words(language))
    for one in own(data):
        for year in data.years:
            title = headline(one, year, fmt)
            assert 0 < len(title) <= LONGEST[language] and "{" not in title


@given(datasets([TRAINING, RATE, "市级应急演练"]))
@settings(max_examples=60)
def test_titles_hold_for_any_figures(data: Dataset) -> None:
    for _ in (ZH, EN):
        fmt = Formatter(data, _)
        for one in everything(data).series:
            for year in data.years:
                assert 0 < len(headline(one, year, fmt)) <= LONGEST[fmt.language]


@pytest.mark.parametrize(
    ("name", "year", "title"),
    [
        ("管控重大事故隐患", 2024, "管控重大事故隐患为2020年以来最高"),
        ("挂牌督办重大事故隐患", 2024, "挂牌督办重大事故隐患达到目标90项以内"),
        ("解读宣贯", 2024, "解读宣贯4,863次，比上年下降5.1%"),
        (ACCIDENTS, 2022, "较大及以上生产安全事故为零，上年1起"),
        (ACCIDENTS, 2024, "较大及以上生产安全事故1起，比上年少1起"),
        ("实操培训", 2023, "实操培训19.3万人次，口径已变"),
        ("实操培训", 2024, "实操培训2025年目标25万人次"),
        ("新增救援装备", 2021, "新增救援装备：2021年未公布"),
        ("推进长期任务", 2023, "推进长期任务118项，首次公布"),
    ],
)
def test_the_most_telling_comes_first(name: str, year: int, title: str) -> None:
    data = sample()
    assert headline(series(data, name), year, Formatter(data, ZH)) == title


def test_a_record_needs_a_history_that_compares_and_figures_that_decide() -> None:
    cases = {
        (1, 2, 3, 9): "highest since 2020",
        (9, 5, 4, 3): "lowest since 2020",
        (1, 9, 3, 9): "goal for 2024",
        (None, 1, 2, 3): "goal for 2024",
    }
    for values, said in cases.items():
        data = over_years({"市级应急演练": values}, category="drills")
        title = headline(everything(data).series[0], 2023, Formatter(data, EN))
        assert said in title, (values, title)
    rows = [
        row("市级应急演练", 2020 + n, v, qualifier="more_than", category="drills")
        for n, v in enumerate((10, 20, 30, 30))
    ]
    data = made(rows)
    assert "highest" not in headline(everything(data).series[0], 2023, Formatter(data, EN))


def test_districts_are_told_by_what_moved() -> None:
    data, fmt = sample(), Formatter(sample(), ZH)
    place = ("major-hazards-controlled", "hazards", "重大事故隐患")
    said = region_headline(region_comparison(data, *place, 2024).ranked, fmt)
    assert said == "3个区市都在增加，望潮区增得最多"
    assert (
        region_headline(region_comparison(data, *place, 2022).ranked, fmt)
        == "望潮区1,582项，居3个区市之首"
    )


def test_a_share_stands_beside_its_goal_and_an_event_is_a_dot() -> None:
    data, fmt = sample(), Formatter(sample(), ZH)
    strip = drawn(metric_chart(series(data, RATE), data.years, fmt))
    (dots,) = strip["data"]
    assert dots["x"] == [92.8, 94.1, 93.5, 96.0] and strip["layout"]["xaxis"]["range"] == [90, 100]
    events = drawn(metric_chart(series(data, ACCIDENTS), data.years, fmt))["data"][0]
    assert events["x"].count("2020") == 2 and events["x"].count("2022") == 1
    assert events["marker"]["symbol"][events["x"].index("2022")] == "circle-open"


def test_goals_are_ticks_of_their_years_known_to_the_year_that_is_shown() -> None:
    data, fmt = sample(), Formatter(sample(), ZH)
    for year, due in ((2022, []), (2023, ["2024"]), (2024, ["2024", "2025"])):
        years = [y for y in data.years if y <= year]
        traces = drawn(metric_chart(series(data, "各级各部门演练"), years, fmt))["data"]
        assert [x for trace in traces[1:] for x in trace["x"]] == due


def test_districts_go_from_last_year_to_this_one_and_shares_have_the_city_as_a_rule() -> None:
    data, fmt = sample(), Formatter(sample(), ZH)
    place = ("major-hazards-controlled", "hazards", "重大事故隐患")
    chart = drawn(regions_chart(region_comparison(data, *place, 2024), fmt))
    _between, before, now = chart["data"]
    assert now["x"] == [1710, 1428, 1305] and before["x"] == [1496, 1290, 1188]
    assert not chart["layout"]["shapes"]
    rows = [
        row(RATE, year, value, region=region, category="hazards", unit="%")
        for region, values in {CITY: (90, 92), "望潮区": (91, 95), "青屿区": (88, 87)}.items()
        for year, value in zip((2023, 2024), values, strict=True)
    ]
    data = made(rows)
    one = next(s for s in everything(data).series if s.region == CITY)
    rates = region_comparison(data, one.metric.slug, one.category, one.subcategory, 2024)
    (rule,) = drawn(regions_chart(rates, Formatter(data, ZH)))["layout"]["shapes"]
    assert rule["x0"] == rule["x1"] == 92


def test_a_note_of_one_year_is_marked_there_and_a_standing_one_is_not() -> None:
    data, fmt = sample(), Formatter(sample(), ZH)
    notes, standing = series_notes(series(data, TRAINING), data.years, fmt)
    assert not notes and len(standing) == 1
    notes, standing = series_notes(series(data, "管控重大事故隐患"), data.years, fmt)
    assert [note.year for note in notes] == [2021] and not standing
    chart = drawn(metric_chart(series(data, "管控重大事故隐患"), data.years, fmt, notes))
    (mark,) = [a for a in chart["layout"]["annotations"] if a["text"] == "①"]
    assert mark["x"] == data.years.index(2021)


def test_changes_are_sorted_and_few_counts_and_shares_are_told_in_words() -> None:
    data, fmt = sample(), Formatter(sample(), ZH)
    chart = changes_chart(series_of(data, "hazards"), 2024, fmt)
    now = drawn(chart)["data"][2]["x"]
    assert now == sorted(now, reverse=True) and len(now) == 2
    said = " ".join(chart.caption)
    assert "比2023年的2起" in said or "少1起" in said
    assert "隐患整改率" in said
