"""What a chart shows: one unit, an axis from zero, the printed figure on every bar, gaps named."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from metrics.charts import Chart, address, figure_at, ranked_bars, yearly_bars
from metrics.dataset import Dataset
from metrics.figure_text import figure_text, number_text
from metrics.findings import ranking_alt, years_alt
from metrics.language import LANGUAGES, words
from metrics.observation import to_table
from metrics.series import categories_present, published_in, series_of
from tests.sample import figure, real, sample, series

ZH, EN = words("zh"), words("en")
COLOUR = "#2a6bb0"
TAGS = "<b>甲</b> & <script>alert(1)</script>"


def bar(chart: Chart) -> go.Bar:
    (only,) = chart.figure.data
    assert isinstance(only, go.Bar)
    return only


def annotations(chart: Chart) -> list[str]:
    return [note.text for note in chart.figure.layout.annotations]


def joined(text: str) -> str:
    """A text of a chart without its line breaks."""
    return text.replace("<br>", " ")


def without_spaces(text: str) -> str:
    return joined(text).replace(" ", "")


def years_chart(name: str, language: str = "zh", data: Dataset | None = None) -> Chart:
    data = data or sample()
    return yearly_bars(series(data, name), data.years, data, COLOUR, words(language))


def test_a_bar_a_published_year_with_its_printed_figure() -> None:
    data, name = sample(), "宣贯培训"
    for language in LANGUAGES:
        drawn = bar(years_chart(name, language))
        published = [figure(data, name, year) for year in data.years]
        assert list(drawn.x) == [str(o.year) for o in published]
        assert list(drawn.y) == [float(o.value or 0) for o in published]
        assert [joined(text) for text in drawn.text] == [
            number_text(o, data.vocabulary, words(language)) for o in published
        ]


def test_the_latest_year_is_strong_and_earlier_ones_pale() -> None:
    *earlier, latest = bar(years_chart("宣贯培训")).marker.opacity
    assert latest == 1
    assert len({*earlier}) == 1 and earlier[0] < latest


@pytest.mark.parametrize(
    ("name", "missing"),
    [("新增救援装备", [2021]), ("解读宣贯", [2022]), ("推进长期任务", [2020, 2021, 2022])],
)
def test_a_missing_year_is_named_at_its_place(name: str, missing: list[int]) -> None:
    data = sample()
    chart = years_chart(name)
    assert annotations(chart).count(ZH("not published")) == len(missing)
    places = [note.x for note in chart.figure.layout.annotations if note.text == "未公布"]
    assert places == [data.years.index(year) for year in missing]
    assert not {str(year) for year in missing} & set(bar(chart).x)
    assert joined(annotations(years_chart(name, "en"))[0]) == "not published"


def test_zero_is_a_bar_and_not_a_gap() -> None:
    chart = years_chart("较大及以上生产安全事故")
    drawn = bar(chart)
    assert list(drawn.y)[list(drawn.x).index("2022")] == 0
    assert "未公布" not in annotations(chart)


def test_every_year_has_its_place_even_without_a_figure() -> None:
    data = sample()
    for name in ("新增救援装备", "推进长期任务", "宣贯培训"):
        axis = years_chart(name).figure.layout.xaxis
        assert axis.type == "category"
        assert list(axis.categoryarray) == [str(year) for year in data.years]
        assert axis.range == (-0.5, len(data.years) - 0.5)


def all_year_charts(language: str) -> list[Chart]:
    data = sample()
    return [
        yearly_bars(one, data.years, data, COLOUR, words(language))
        for category in categories_present(data)
        for one in series_of(data, category)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axes_begin_at_zero(language: str) -> None:
    for chart in all_year_charts(language):
        axis = chart.figure.layout.yaxis
        assert axis.rangemode == "tozero" or axis.range[0] == 0


def test_a_series_of_zeros_keeps_its_bars_on_the_ground() -> None:
    data = sample()
    one = series(data, "较大及以上生产安全事故")
    flat = replace(
        one, observations=tuple(replace(o, value=o.value and o.value * 0) for o in one.observations)
    )
    chart = yearly_bars(flat, data.years, data, COLOUR, ZH)
    assert chart.figure.layout.yaxis.range == (0, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_chart_are_its_figures(language: str) -> None:
    data, _ = sample(), words(language)
    one = series(data, "新增救援装备")
    alt = yearly_bars(one, data.years, data, COLOUR, _).alt
    assert alt.endswith(years_alt(one, data.years, data, _))
    assert alt.startswith(_("Invented sample"))
    training = [o for o in published_in(series_of(real(), "training"), 2024) if o.unit == "人次"]
    ranked = sorted(training, key=lambda o: o.value or 0, reverse=True)
    assert ranked_bars(training, real(), COLOUR, _).alt == ranking_alt(ranked, real(), _)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_of_invented_figures_says_so_in_the_picture(language: str) -> None:
    label = words(language)("Invented sample")
    for chart in all_year_charts(language):
        assert label in annotations(chart)
    own = real()
    assert label not in annotations(years_chart("宣贯培训", language, own))
    city = [o for o in published_in(series_of(sample(), "training"), 2024) if o.unit == "人次"]
    assert label in annotations(ranked_bars(city, sample(), COLOUR, words(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_bar_names_its_figure_when_pointed_at(language: str) -> None:
    data, _ = sample(), words(language)
    name = "实操培训"
    drawn = bar(years_chart(name, language))
    for year, told in zip(drawn.x, drawn.hovertext, strict=True):
        observation = figure(data, name, int(year))
        assert figure_text(observation, data.vocabulary, _) in told
        assert year in told
        assert observation.note in told
        assert _("Click: source") in told
    assert drawn.hovertemplate == "%{hovertext}<extra></extra>"


def test_a_click_leads_to_the_figure() -> None:
    data = sample()
    for category in categories_present(data):
        for one in series_of(data, category):
            drawn = bar(yearly_bars(one, data.years, data, COLOUR, ZH))
            for place, year in zip(drawn.customdata, drawn.x, strict=True):
                found = figure_at(place, data)
                assert found is not None and found == one.at(int(year))


def test_addresses_are_of_one_figure_each() -> None:
    data = sample()
    places = [
        address(o, data)
        for category in categories_present(data)
        for one in series_of(data, category)
        for o in one.observations
    ]
    assert len(set(places)) == len(places)


# Metrics beside one another


def test_two_units_never_share_an_axis() -> None:
    data = real()
    training = published_in(series_of(data, "training"), 2024)
    units = sorted({o.unit for o in training})
    assert len(units) > 1
    with pytest.raises(ValueError) as refused:
        ranked_bars(training, data, COLOUR, ZH)
    assert all(unit in str(refused.value) for unit in units)
    with pytest.raises(ValueError):
        ranked_bars([], data, COLOUR, ZH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_stands_on_top(language: str) -> None:
    data, _ = real(), words(language)
    hazards = published_in(series_of(data, "hazards"), 2024)
    chart = ranked_bars(hazards[::-1], data, COLOUR, _)
    drawn = bar(chart)
    assert list(drawn.x) == sorted((float(o.value or 0) for o in hazards), reverse=True)
    assert chart.figure.layout.yaxis.autorange == "reversed"
    assert list(drawn.text) == [number_text(o, data.vocabulary, _) for o in hazards]
    names = [data.catalogue.find(o.metric) for o in hazards]
    assert [without_spaces(name) for name in drawn.y] == [
        without_spaces(metric.zh if language == "zh" else metric.en) for metric in names if metric
    ]
    low, high = chart.figure.layout.xaxis.range
    assert low == 0 and high > max(drawn.x), "room for the figure behind the longest bar"


def test_bars_of_zero_only_can_be_drawn() -> None:
    data = sample()
    zero = figure(data, "较大及以上生产安全事故", 2022)
    assert list(bar(ranked_bars([zero], data, COLOUR, ZH)).x) == [0]


# Texts from data


def test_tags_in_names_notes_and_figures_are_shown_as_text() -> None:
    data = real()
    o = replace(figure(data, "宣贯培训", 2024), metric=TAGS, note=TAGS, printed=f"{TAGS}人次")
    odd = replace(data, table=to_table([o]))
    drawn = [
        bar(ranked_bars([o], odd, COLOUR, ZH)),
        bar(yearly_bars(series_of(odd, "training")[0], [2024], odd, COLOUR, ZH)),
    ]
    for one in drawn:
        for text in [*one.text, *one.hovertext]:
            assert "<script" not in joined(text) and "<b>甲" not in text
        assert "&lt;script&gt;" in one.hovertext[0]
    assert "<script" not in joined(drawn[0].y[0])
