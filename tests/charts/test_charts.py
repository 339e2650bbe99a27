"""What a chart shows: one unit, an axis from zero, the printed figure on every bar, gaps named."""

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.charts import ChartSpec, pale, yearly_bars
from metrics.charts.origins import file_name
from metrics.i18n import LANGUAGES, words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import figure_at, figure_id
from metrics.model.observation import to_table
from metrics.model.series import categories_present, series_of
from metrics.model.vocabulary import name_in
from metrics.wording.formatter import Formatter
from metrics.wording.series import years_alt
from tests.support.sample import figure, real, sample, series

ZH, EN = words("zh"), words("en")
COLOUR = "#2a6bb0"
TAGS = "<b>甲</b> & <script>alert(1)</script>"


def as_object(value: object) -> Any:
    """A figure's JSON with its members as attributes."""
    return json.loads(json.dumps(value), object_hook=lambda members: SimpleNamespace(**members))


def layout(chart: ChartSpec) -> Any:
    return as_object(chart.figure["layout"])


def bar(chart: ChartSpec) -> Any:
    (only,) = chart.figure["data"]
    assert only["type"] == "bar"
    return as_object(only)


def notes_on(chart: ChartSpec) -> list[str]:
    return [note.text for note in layout(chart).annotations]


def joined(text: str) -> str:
    """A text of a chart without its line breaks."""
    return text.replace("<br>", " ")


def without_spaces(text: str) -> str:
    return joined(text).replace(" ", "")


def years_chart(name: str, language: str = "zh", data: Dataset | None = None) -> ChartSpec:
    data = data or sample()
    return yearly_bars(series(data, name), data.years, COLOUR, Formatter(data, words(language)))


def test_a_bar_a_published_year_with_its_printed_figure() -> None:
    data, name = sample(), "宣贯培训"
    for language in LANGUAGES:
        drawn = bar(years_chart(name, language))
        published = [figure(data, name, year) for year in data.years]
        assert list(drawn.x) == [str(o.year) for o in published]
        assert list(drawn.y) == [float(o.value or 0) for o in published]
        printed = [Formatter(data, words(language)).number(o) for o in published]
        said = [joined(text) for text in drawn.text]
        assert all(text in ("", figure) for text, figure in zip(said, printed, strict=True))
        assert (said[0], said[-1]) == (printed[0], printed[-1])


def test_the_latest_year_is_strong_and_earlier_ones_pale() -> None:
    *earlier, latest = bar(years_chart("宣贯培训")).marker.color
    assert {*earlier} == {pale(latest)} and pale(latest) != latest


@pytest.mark.parametrize(
    ("name", "missing"),
    [("新增救援装备", [2021]), ("解读宣贯", [2022]), ("推进长期任务", [2020, 2021, 2022])],
)
def test_a_missing_year_is_named_at_its_place(name: str, missing: list[int]) -> None:
    data = sample()
    chart = years_chart(name)
    assert notes_on(chart).count(ZH("not published")) == len(missing)
    places = [note.x for note in layout(chart).annotations if note.text == "未公布"]
    assert places == [data.years.index(year) for year in missing]
    assert not {str(year) for year in missing} & set(bar(chart).x)
    english = years_chart(name, "en")
    # Where the words would touch, a dash stands at each such year; they are said to the ear.
    said = {joined(note) for note in notes_on(english)} - {"Invented sample"}
    assert said in ({"not published"}, {"—"})
    assert "not published" in english.alt


def test_zero_is_a_bar_and_not_a_gap() -> None:
    chart = years_chart("较大及以上生产安全事故")
    drawn = bar(chart)
    assert list(drawn.y)[list(drawn.x).index("2022")] == 0
    assert "未公布" not in notes_on(chart)


def test_every_year_has_its_place_even_without_a_figure() -> None:
    data = sample()
    for name in ("新增救援装备", "推进长期任务", "宣贯培训"):
        axis = layout(years_chart(name)).xaxis
        assert axis.type == "category"
        assert list(axis.categoryarray) == [str(year) for year in data.years]
        assert axis.range == [-0.5, len(data.years) - 0.5]


def all_year_charts(language: str) -> list[ChartSpec]:
    data = sample()
    return [
        yearly_bars(one, data.years, COLOUR, Formatter(data, words(language)))
        for category in categories_present(data)
        for one in series_of(data, category)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axes_begin_at_zero(language: str) -> None:
    for chart in all_year_charts(language):
        axis = layout(chart).yaxis
        assert axis.rangemode == "tozero" or axis.range[0] == 0


def test_a_series_of_zeros_keeps_its_bars_on_the_ground() -> None:
    data = sample()
    one = series(data, "较大及以上生产安全事故")
    flat = replace(
        one, observations=tuple(replace(o, value=o.value and o.value * 0) for o in one.observations)
    )
    chart = yearly_bars(flat, data.years, COLOUR, Formatter(data, ZH))
    assert layout(chart).yaxis.range == [0, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_chart_are_its_figures(language: str) -> None:
    data, _ = sample(), words(language)
    one = series(data, "新增救援装备")
    alt = yearly_bars(one, data.years, COLOUR, Formatter(data, _)).alt
    assert alt.endswith(years_alt(one, data.years, Formatter(data, _)))
    assert alt.startswith(_("Invented sample"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_of_invented_figures_says_so_in_the_picture(language: str) -> None:
    label = words(language)("Invented sample")
    for chart in all_year_charts(language):
        assert label in notes_on(chart)
    own = real()
    assert label not in notes_on(years_chart("宣贯培训", language, own))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_bar_names_its_figure_when_pointed_at(language: str) -> None:
    data, _ = sample(), words(language)
    name = "实操培训"
    drawn = bar(years_chart(name, language))
    for year, told in zip(drawn.x, drawn.hovertext, strict=True):
        observation = figure(data, name, int(year))
        assert Formatter(data, _).figure(observation) in told
        assert year in told
        assert observation.note in told
    shown = drawn.hovertemplate
    assert shown.startswith("%{hovertext}<br>") and _("Click: source") in shown


def test_a_click_leads_to_the_figure() -> None:
    data = sample()
    for category in categories_present(data):
        for one in series_of(data, category):
            drawn = bar(yearly_bars(one, data.years, COLOUR, Formatter(data, ZH)))
            for place, year in zip(drawn.customdata, drawn.x, strict=True):
                found = figure_at(place, data)
                assert found is not None and found == one.at(int(year))


def test_addresses_are_of_one_figure_each() -> None:
    data = sample()
    places = [
        figure_id(o, data)
        for category in categories_present(data)
        for one in series_of(data, category)
        for o in one.observations
    ]
    assert len(set(places)) == len(places)


# Texts from data


def test_tags_in_names_notes_and_figures_are_shown_as_text() -> None:
    data = real()
    o = replace(figure(data, "宣贯培训", 2024), metric=TAGS, note=TAGS, printed=f"{TAGS}人次")
    odd = replace(data, table=to_table([o]))
    one = bar(yearly_bars(series_of(odd, "training")[0], [2024], COLOUR, Formatter(odd, ZH)))
    for text in [*one.text, *one.hovertext]:
        assert "<script" not in joined(text) and "<b>甲" not in text
    assert "&lt;script&gt;" in one.hovertext[0]


# What goes with a picture that is taken away


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_says_what_it_shows_in_which_unit_and_whose_it_is(language: str) -> None:
    data, _ = replace(real(), version=7), words(language)
    one = series(data, "宣贯培训")
    chart = yearly_bars(one, data.years, COLOUR, Formatter(data, _))
    o = one.observations[-1]
    edition = data.editions[o.year]
    assert name_in(one.metric, language) in chart.title and str(o.year) in chart.title
    assert data.vocabulary.place(o.region, language) in chart.title
    assert Formatter(data, _).unit(o.unit) in chart.unit
    told = " ".join(chart.origins)
    assert name_in(edition, language) in told and name_in(data.bureau, language) in told
    assert edition.published and _.date(edition.published) in told
    assert "7" in chart.origins[-1]
    assert "Invented" not in told and "虚构" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_of_invented_figures_says_so_wherever_it_goes(language: str) -> None:
    _ = words(language)
    for chart in all_year_charts(language):
        assert _("Invented sample data: no figure in this picture is real") in chart.origins
        assert chart.file.startswith(_("Invented sample").replace(" ", "_"))
        if chart.figure["data"][0]["x"]:
            told = " ".join(chart.origins)
            assert chart.figure["data"][0]["x"][0] in told


def test_many_reports_are_named_by_their_years() -> None:
    data = sample()
    told = " ".join(years_chart("宣贯培训", "en").origins)
    assert f"{data.years[0]}–{data.years[-1]}" in told
    gap = yearly_bars(series(data, "解读宣贯"), data.years, COLOUR, Formatter(data, EN))
    assert "2020–2021, 2023–2024" in " ".join(gap.origins)


@given(st.text(max_size=120))
def test_a_picture_can_be_kept_under_its_name_on_any_system(title: str) -> None:
    for bureau in (sample().bureau, real().bureau):
        name = file_name(title, bureau, ZH)
        assert "应急管理局" in name and len(name.encode()) <= 200 and name == name.strip(" ._")
        assert not set(name) & set('\\/:*?"<>|') and name.isprintable()
