"""Figures over bars never touch, are never cut, and the latest one is there where it fits."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from metrics.charts import yearly_bars
from metrics.charts.bar_labels import ROOM, fitting, width_of
from metrics.i18n import words
from metrics.model.series import series_of
from metrics.wording.formatter import Formatter
from tests.support.made_series import made, row

numbers = st.decimals(0, 10**14, places=0).map("{:,}".format)
labels = st.lists(st.one_of(st.just(""), st.just("未公布"), numbers), min_size=1, max_size=40)


@given(labels, st.data())
def test_labels_never_touch_and_never_leave_the_plot(texts: list[str], data: st.DataObject) -> None:
    strong, high = (data.draw(st.integers(0, len(texts) - 1)) for _ in range(2))
    found = fitting(texts, strong, high)
    low, end = found.ends
    slot = ROOM / (end - low)
    assert low <= -0.5 and end >= len(texts) - 0.5
    spans = {}
    for place in found.shown:
        half = width_of(texts[place]) / 2
        spans[place] = ((place - low) * slot - half, (place - low) * slot + half)
    assert all(left >= -6 and right <= ROOM + 6 for left, right in spans.values())
    for one, other in combinations(spans.values(), 2):
        assert one[1] <= other[0] or other[1] <= one[0]
    if texts[strong] and width_of(texts[strong]) <= ROOM * 0.5 and len(texts) <= 20:
        assert strong in found.shown


def test_the_latest_figure_is_whole_though_the_last_year_has_none() -> None:
    texts = [*[""] * 13, "1,000,000", ""]
    assert 13 in fitting(texts, 13, 0).shown


def test_few_years_carry_all_their_figures() -> None:
    texts = ["近30万", "52.6万", "87.4万", "81万余", "118万余"]
    assert fitting(texts, 4, 4).shown == {0, 1, 2, 3, 4}


def test_many_years_name_the_latest_the_highest_and_the_first() -> None:
    texts = [f"{14_000 + 97 * n:,}" for n in range(13)]
    shown = fitting(texts, 12, 5).shown
    assert {12, 5, 0} <= shown and len(shown) < 13


def test_a_number_is_shown_whole_or_not_at_all() -> None:
    rows = [row("宣贯培训", year, 98_765_432_109_876 - year) for year in range(2020, 2025)]
    data = made(rows)
    chart = yearly_bars(
        series_of(data, "training")[0], data.years, "#2a6bb0", Formatter(data, words("zh"))
    )
    shown = [text for text in chart.figure["data"][0]["text"] if text]
    assert all(len(text.replace(",", "")) == 14 for text in shown)


def test_below_zero_a_line_says_where_zero_is() -> None:
    data = made([row("宣贯培训", year, -5 - year % 3) for year in (2022, 2023, 2024)])
    series = series_of(data, "training")[0]
    chart = yearly_bars(series, data.years, "#2a6bb0", Formatter(data, words("zh")))
    (line,) = chart.figure["layout"]["shapes"]
    assert line["y0"] == line["y1"] == 0
