"""The analyst's charts: true to the figures, each point a door, whole in words, harmless names."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from metrics.analysis.comparison import MOST_SHOWN, comparable, index_base, region_comparison
from metrics.analysis.selection import Selection
from metrics.charts import ChartSpec
from metrics.charts.axes import PALETTE, spread, text_width, wrapped
from metrics.charts.captions import indexed_caption
from metrics.charts.change_heatmap import DARK as ON_DARK
from metrics.charts.change_heatmap import LIGHT as ON_LIGHT
from metrics.charts.change_heatmap import MOST_ROWS, cell_color, change_heatmap, color_limit
from metrics.charts.comparison import compared_chart, indexed_chart
from metrics.charts.regions import regions_chart
from metrics.i18n import words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import figure_at
from metrics.model.observation import Observation
from metrics.wording.formatter import Formatter
from metrics.wording.labels import labels
from metrics.wording.notes import annotations_of
from tests.support.made_series import (
    CITY,
    YEARS,
    datasets,
    drawn,
    everything,
    made,
    over_years,
    row,
)
from tests.support.sample import real, sample, series

ZH, EN = words("zh"), words("en")
TAGS = '<b>甲</b> & <a href="javascript:x()">乙</a>'
TRAINING, RATE = "宣贯培训", "隐患整改率"
LIGHT, DARK = "#f6f8fa", "#18212b"


def many_years() -> Dataset:
    """Twenty years of twelve districts with long names and gaps."""
    rows = [
        row(
            TRAINING,
            year,
            1000 + 37 * year % (90 + 11 * n),
            region=f"第{n}经济技术开发区管理委员会",
        )
        for n in range(12)
        for year in range(2005, 2025)
        if (year + n) % 9
    ]
    return made(rows)


def one_year() -> Dataset:
    return real()


DATA = {"five": sample, "one": one_year, "many": many_years}


def charts(chosen: Selection, _: Any) -> Iterator[ChartSpec]:
    """Every view of a selection."""
    data, years = chosen.dataset, chosen.years
    for group in comparable(chosen.series, data.bureau.region).values():
        notes = annotations_of(group, years, Formatter(data, _))
        yield compared_chart(group, years, Formatter(data, _), notes=notes)
        yield compared_chart(group, years, Formatter(data, _), log=True)
        yield compared_chart(group, years, Formatter(data, _), form="bar", notes=notes)
    yield indexed_chart(chosen.series, years, None, Formatter(data, _))
    yield change_heatmap(chosen.series, years, Formatter(data, _))
    places = {(s.metric.slug, s.category, s.subcategory) for s in chosen.series}
    for slug, category, subcategory in sorted(places):
        for year in years[-1:]:
            comparison = region_comparison(data, slug, category, subcategory, year)
            yield regions_chart(comparison, Formatter(data, _))


def texts(chart: ChartSpec) -> Iterator[str]:
    """Every text that Plotly would read for markup."""

    def within(thing: Any) -> Iterator[str]:
        if isinstance(thing, dict):
            for name, inner in thing.items():
                if name != "customdata":
                    yield from within(inner)
        elif isinstance(thing, list | tuple):
            for inner in thing:
                yield from within(inner)
        elif isinstance(thing, str):
            yield thing

    yield from within(drawn(chart)["data"])
    yield from within(drawn(chart)["layout"]["annotations"])


def points(chart: ChartSpec) -> Iterator[tuple[dict[str, Any], int, str]]:
    """Every point that can be clicked: its trace, its place there, its address."""
    for trace in drawn(chart)["data"]:
        for place, address in enumerate(trace.get("customdata", [])):
            if address:
                yield trace, place, address


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("_", [ZH, EN], ids=["zh", "en"])
def test_every_point_is_a_door_to_its_figure(name: str, _: Any) -> None:
    chosen = everything(DATA[name]())
    data = chosen.dataset
    seen = 0
    for chart in charts(chosen, _):
        for trace, place, address in points(chart):
            figure = figure_at(address, data)
            hover = trace["hovertext"][place].replace("<br>", "").replace(" ", "")
            if figure is None:
                assert "—" in hover
                continue
            seen += 1
            assert str(figure.year) in hover
            told = Formatter(data, _).figure(figure).replace(" ", "")
            assert told in hover.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert seen


@pytest.mark.parametrize("name", DATA)
def test_every_chart_fits_a_page_as_plain_json(name: str) -> None:
    for chart in charts(everything(DATA[name]()), ZH):
        figure = drawn(chart)
        layout = figure["layout"]
        assert layout["height"] >= layout["margin"]["t"] + layout["margin"]["b"]
        margins = layout["margin"]["l"] + layout["margin"]["r"]
        assert margins <= 200, "a narrow screen has 340 pixels"
        json.dumps({"data": figure["data"]}, allow_nan=False)
        assert chart.alt.strip()


# Lines


@given(datasets([TRAINING], regions=("望潮区", "青屿区")))
@settings(max_examples=60)
def test_a_line_has_the_published_figures_and_breaks_where_there_are_none(data: Dataset) -> None:
    chosen = everything(data)
    years = list(chosen.years)
    if len(years) < 2:
        return
    (group,) = comparable(chosen.series, CITY).values()
    figure = drawn(compared_chart(group, years, Formatter(data, ZH)))
    axis = list(figure["layout"]["xaxis"]["categoryarray"])
    assert axis == [str(year) for year in range(years[0], years[-1] + 1)]
    for one, trace in zip(group, figure["data"], strict=True):
        assert trace["connectgaps"] is False
        expected: list[tuple[str, float | None]] = []
        for year in range(years[0], years[-1] + 1):
            o = one.at(year)
            if o and o.value is not None and "口径" in o.note and expected:
                expected.append((str(year), None))
            expected.append((str(year), float(o.value) if o and o.value is not None else None))
        assert list(zip(trace["x"], trace["y"], strict=True)) == expected
    low, high = figure["layout"]["yaxis"]["range"]
    values = [float(o.value) for one in group for o in one.observations if o.value]
    assert low <= min([0.0, *values]) and high >= max([0.0, *values])
    assert low == 0 or min(values) < 0


def test_a_logarithmic_axis_is_drawn_only_where_it_helps_and_is_explained() -> None:
    wide = everything(over_years({"甲": [1, 10, 1000]}))
    near = everything(over_years({"甲": [1, 2, 50]}))
    for chosen, helps in ((wide, True), (near, False)):
        asked = (chosen.series, chosen.years, Formatter(chosen.dataset, EN))
        chart = compared_chart(*asked, log=True)
        axis = drawn(chart)["layout"]["yaxis"]
        assert axis["type"] == ("log" if helps else "linear")
        explained = [line for line in chart.caption if "Logarithmic" in line]
        assert bool(explained) is helps and ("Logarithmic" in chart.alt) is helps
        bars = drawn(compared_chart(*asked, form="bar", log=True))["layout"]
        assert "log" not in (bars["xaxis"].get("type"), bars["yaxis"].get("type"))


def test_two_metrics_a_whole_among_its_parts_and_unknown_forms_are_refused() -> None:
    data = sample()
    two = [series(data, TRAINING), series(data, "实操培训")]
    with pytest.raises(ValueError, match="outreach-training"):
        compared_chart(two, data.years, Formatter(data, ZH))
    of_one = [s for s in everything(data).series if s.metric.zh == TRAINING]
    with pytest.raises(ValueError):
        compared_chart(of_one, data.years, Formatter(data, ZH))
    parts = [one for one in of_one if one.region != CITY]
    assert len(drawn(compared_chart(parts, data.years, Formatter(data, ZH)))["data"]) == len(parts)
    with pytest.raises(ValueError):
        compared_chart([], data.years, Formatter(data, ZH))
    with pytest.raises(ValueError, match="line, bar"):
        compared_chart(two[:1], data.years, Formatter(data, ZH), form="pie")  # type: ignore[arg-type]


def test_more_series_than_a_chart_holds_are_named() -> None:
    chosen = everything(many_years())
    assert len(chosen.series) == 12
    asked = (chosen.series, chosen.years, Formatter(chosen.dataset, ZH))
    chart = compared_chart(*asked)
    assert len(drawn(chart)["data"]) == MOST_SHOWN
    names = labels(chosen.series, Formatter(chosen.dataset, ZH))
    said = " ".join(chart.caption)
    assert all(name in said and name in chart.alt for name in names[MOST_SHOWN:])


def test_names_at_the_ends_of_lines_do_not_overlap() -> None:
    middles = spread([50, 52, 51, 0, 100, 99], [20] * 6, 120)
    assert sorted(middles)[0] >= 10 and sorted(middles)[-1] <= 110
    assert all(b - a >= 20 - 1e-9 for a, b in combinations(sorted(middles), 2))
    assert sorted(range(6), key=lambda n: middles[n]) == [3, 0, 2, 1, 5, 4]


def test_one_year_is_ranked_with_its_printed_figures() -> None:
    data = sample()
    districts = [s for s in everything(data).series if s.metric.zh == TRAINING and s.region != CITY]
    (trace,) = drawn(compared_chart(districts, [2024], Formatter(data, ZH)))["data"]
    assert list(trace["x"]) == sorted(trace["x"], reverse=True)
    assert "48.6万" in list(trace["text"])


def test_an_index_chart_names_what_it_leaves_out() -> None:
    chosen = everything(sample())
    own = [one for one in chosen.series if one.region == CITY]
    indexed = index_base(own, chosen.years)
    said = " ".join(indexed_caption(indexed, Formatter(chosen.dataset, EN)))
    assert indexed.omissions
    for left in indexed.omissions:
        assert left.series.metric.en in said and EN.say(left.why) in said


# The change map


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("_", [ZH, EN], ids=["zh", "en"])
def test_the_words_of_a_change_map_tell_every_cell(name: str, _: Any) -> None:
    chosen = everything(DATA[name]())
    fmt = Formatter(chosen.dataset, _)
    chart = change_heatmap(chosen.series, chosen.years, fmt)
    shown = chosen.series[:MOST_ROWS]
    told = re.split("[；;] ?", chart.alt.removeprefix(_("Invented sample") + " · "))
    for one, label, said in zip(shown, labels(shown, fmt), told, strict=False):
        assert said.startswith(label)
        for year in chosen.years:
            change = one.change(year)
            assert fmt.change(change) in said or change.amount is None
            assert change.new is None or fmt.figure(change.new) in said
    cells = sum(len(trace["customdata"]) for trace in drawn(chart)["data"])
    assert cells == len(shown) * len(chosen.years)


def test_a_heat_table_states_figures_and_tints_them_by_their_own_history() -> None:
    data = sample()
    rows = [series(data, name) for name in (TRAINING, "实操培训", RATE)]
    (table,) = drawn(change_heatmap(rows, data.years, Formatter(data, EN)))["data"]
    cells = list(zip(table["y"], (round(base) for base in table["base"]), strict=True))
    looks = dict(zip(cells, table["marker"]["color"], strict=True))
    for at, text in zip(cells, table["text"], strict=True):
        o = rows[at[0]].published(data.years[at[1]])
        assert text == (Formatter(data, EN).number(o) if o else "—")
        assert (
            looks[at] == ON_LIGHT.none or rows[at[0]].change(data.years[at[1]]).amount is not None
        )
    assert len({looks[at] for at in cells if at[0] == 2}) > 2, "points have tints of their own"
    changed = cells.index((1, 3))
    assert "definition changed" in table["hovertext"][changed]
    assert looks[1, 3] == ON_LIGHT.none and not table["marker"]["pattern"]["shape"][changed]


def test_one_outlier_does_not_wash_out_the_rest() -> None:
    amounts = [Decimal(n) / 100 for n in (1, -2, 3, 2, -4, 5, 3, -2, 900_000)]
    limit = color_limit(amounts)
    assert limit < 1
    assert cell_color(amounts[-1], limit) == ON_LIGHT.up
    assert cell_color(amounts[0], limit) not in (ON_LIGHT.up, ON_LIGHT.even)


def test_many_years_stand_in_blocks_that_a_narrow_screen_can_read() -> None:
    chosen = everything(many_years())
    traces = drawn(change_heatmap(chosen.series, chosen.years, Formatter(chosen.dataset, ZH)))[
        "data"
    ]
    assert len(traces) == 2
    assert max(round(base) for trace in traces for base in trace["base"]) < 10


# Looks


def _linear(color: str) -> np.ndarray:
    parts = np.array([int(color[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(_linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_colours_hold_on_light_and_dark_and_cells_are_readable() -> None:
    for color in PALETTE:
        assert contrast(color, LIGHT) >= 3 and contrast(color, DARK) >= 3
    for tones in (ON_LIGHT, ON_DARK):
        for color in (tones.up, tones.down, tones.plain, tones.even, tones.none):
            assert contrast(color, tones.ink) >= 4.5


SEEN = {
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
}


@pytest.mark.parametrize("eye", SEEN)
def test_colours_differ_for_colour_blind_readers(eye: str) -> None:
    seen = [_lab(np.array(SEEN[eye]) @ _linear(color)) for color in PALETTE]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) > 15
    for tones in (ON_LIGHT, ON_DARK):
        ends = (tones.up, tones.down, tones.even)
        cells = [_lab(np.array(SEEN[eye]) @ _linear(color)) for color in ends]
        assert min(float(np.linalg.norm(a - b)) for a, b in combinations(cells, 2)) > 20


def _lab(linear: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    scaled = xyz @ np.clip(linear, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_long_names_are_broken_and_whole() -> None:
    for name in (
        "第九经济技术开发区管理委员会安全生产办公室",
        "Rotation training in enterprises",
        "a" * 90,
    ):
        lines = wrapped(name, 104).split("<br>")
        assert "".join(lines).replace(" ", "") == name.replace(" ", "")
        assert all(text_width(line) <= 104 for line in lines)
    assert wrapped("Drill participants", 104) == "Drill<br>participants"


@pytest.mark.parametrize("_", [ZH, EN], ids=["zh", "en"])
def test_names_and_notes_from_data_are_harmless(_: Any) -> None:
    rows: list[Observation] = []
    for region in (TAGS, "乙区"):
        for year, value in ((2022, 5), (2023, 7), (2024, 0)):
            more = {"region": region, "unit": "<i>件</i>", "note": TAGS, "printed": ""}
            rows.append(row(f"{TAGS} 指标", year, value, subcategory=TAGS, **more))
    chosen = everything(made(rows))
    for years in (chosen.years, chosen.years[-1:]):
        for chart in charts(Selection(chosen.dataset, chosen.filters, years, chosen.numbers), _):
            for text in texts(chart):
                left = re.sub(
                    r'<br>|</?b>|<extra></extra>|<span style="color:#\w+">|</span>', "", text
                )
                assert "<" not in left and "<b>甲" not in text


# Marks


def test_annotations_are_marked_under_their_years_on_any_chart_of_years() -> None:
    data = sample()
    one = series(data, "实操培训")
    notes = annotations_of([one], data.years, Formatter(data, ZH))
    plain = compared_chart([one], data.years, Formatter(data, ZH))
    chart = compared_chart([one], data.years, Formatter(data, ZH), notes=notes)
    before = [note["text"] for note in drawn(plain)["layout"]["annotations"]]
    (mark,) = [m for m in drawn(chart)["layout"]["annotations"] if m["text"] not in before]
    assert mark["text"] == "①" and mark["x"] == data.years.index(2023)
    assert "口径" in mark["hovertext"].replace("<br>", "")
    shapes = drawn(plain)["layout"]["shapes"]
    (line,) = [shape for shape in drawn(chart)["layout"]["shapes"] if shape not in shapes]
    assert line["x0"] == line["x1"] == data.years.index(2023) - 0.5
    assert drawn(chart)["layout"]["height"] > drawn(plain)["layout"]["height"]
    assert {str(year) for year in YEARS} == set(drawn(chart)["layout"]["xaxis"]["categoryarray"])
