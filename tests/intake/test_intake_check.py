"""The whole way in: the colleague's file, what is published, templates, exports, texts."""

import ast
import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import example, given, settings
from hypothesis import strategies as st

from metrics.export.files import as_file
from metrics.export.summary import everything
from metrics.export.template import template_csv, template_xlsx
from metrics.i18n import LANGUAGES, words
from metrics.intake import as_json, check, problems_csv
from metrics.model.catalogue import fold
from metrics.model.csv_file import csv_bytes
from metrics.model.dataset import load
from metrics.model.observation import COLUMN_NAMES, Observation
from metrics.prose import simplified_characters
from metrics.store.published import with_rows
from metrics.tables.names import folded_name
from metrics.tables.set_aside import is_note, is_total
from metrics.text import clean
from tests.support.intake_files import HEADER, ROWS, checked, codes, lines, published, values

ROOT = Path(__file__).resolve().parents[2]
STORY = (
    "2025年应急指标汇总（终稿）,,,,\r\n"
    "年份,类别,指标,数值,单位\r\n"
    "2025年,培训,培训人次,151万余,人次\r\n"
    "2025年,演练,各级各部门演练,13040,次\r\n"
    "2025年,装备,新增救援装备,三千余,台套\r\n"
    '2025年,隐患,管控重大事故隐患,"4,870",项\r\n'
).encode("gbk")


def test_the_colleagues_file() -> None:
    intake = checked(STORY, "2025年应急指标汇总(终稿).csv", published=published())
    assert (intake.encoding, intake.header_row, intake.ok) == ("gb18030", 2, False)
    (error,) = [p for p in intake.problems if p.severity == "error"]
    assert (error.row, error.column, error.found) == (5, "数值", "三千余")
    mended = checked(STORY, "a.csv", edits={(5, "数值"): "3000余"}, published=published())
    assert mended.ok and values(mended) == [1510000, 13040, 3000, 4870]
    assert mended.written == {mended.observations[2].key: "三千余"}
    first = mended.observations[0]
    assert (first.metric, first.category, first.region) == ("宣贯培训", "training", "威海市")
    assert (first.qualifier, first.printed) == ("more_than", "151万余")
    assert len(mended.sample) == 3


def test_json_has_exactly_the_promised_shape() -> None:
    said = json.loads(json.dumps(as_json(checked(STORY, "a.csv"), "en")))
    assert set(said) == {"ok", "file", "rows", "problems", "questions", "cells", "layout"}
    assert set(said["file"]) == {"encoding", "delimiter", "sheet", "header_row"}
    for problem in said["problems"]:
        assert set(problem) == {"row", "column", "severity", "found", "message", "fix"}
    rows = as_json(checked(lines(HEADER, *ROWS)), "en")["rows"]
    assert rows[0] == {
        "year": 2025, "region": "威海市", "category": "training", "subcategory": "宣贯活动",
        "metric": "宣贯培训", "value": "1510000", "unit": "人次", "qualifier": "exact",
        "upper": None, "printed": "", "section": "", "note": "含线上",
    }  # fmt: skip


def test_a_range_keeps_its_upper_bound_in_json() -> None:
    head = ("年份", "指标", "数值", "单位")
    (row,) = as_json(checked(lines(head, ("2025", "宣贯培训", "3万至5万", "人次"))), "en")["rows"]
    assert (row["value"], row["upper"], row["qualifier"]) == ("30000", "50000", "range")
    assert set(row) == set(COLUMN_NAMES)


def test_the_list_of_problems_downloads_beside_the_rows() -> None:
    raw = problems_csv(checked(STORY, "a.csv"), "en")
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert table[0]["Row"] == "5" and "三千余" in table[0]["The row as it stands"]


def _against_published(metric: str, value: str, unit: str, year: str = "2025") -> set[str]:
    text = lines(("年份", "指标", "数值", "单位"), (year, metric, value, unit))
    return codes(checked(text, published=published()))


def test_warnings_against_what_is_published() -> None:
    assert "jump" in _against_published("新增救援装备", "14000001", "台(套)")
    assert "jump" in _against_published("新增救援装备", "14", "台(套)")
    assert "jump" not in _against_published("新增救援装备", "6900", "台(套)")
    assert "two-readings" in _against_published("市级执法人员下沉一线比例", "0.925", "%")
    assert "jump" not in _against_published("增设救援队伍", "-70", "支")
    assert "jump" not in _against_published("市级执法人员下沉一线比例", "45", "%")
    assert "unit-changed" in _against_published("企业人员轮训", "3600", "场")
    assert "vanished" in _against_published("增设救援队伍", "70", "支")
    assert "parts-exceed" in _against_published("挂牌督办重大事故隐患", "5162", "项", "2024")
    assert "over-whole" in _against_published("市级执法人员下沉一线比例", "101", "%")


def test_every_metric_that_is_missing_is_named() -> None:
    known = published()
    row = max(known, key=lambda o: o.year)
    head = ("年份", "地区", "指标", "数值", "单位")
    year = str(row.year + 1)
    blank = next(o for o in known if o.year == row.year and o.metric != row.metric)
    empty = (year, blank.region, blank.metric, "", blank.unit)
    text = lines(head, (year, row.region, row.metric, "5", row.unit), empty)
    (warning,) = [p for p in checked(text, published=known).problems if p.code == "vanished"]
    named = {getattr(name, "zh", name) for name in warning.message.values["names"]}
    there = {o.metric for o in known if o.year == row.year and o.value is not None}
    assert len(named) > 12 and named == there - {row.metric}, "an empty value is no figure"


def test_a_metric_that_is_missing_in_one_sub_category_is_named() -> None:
    row = next(o for o in published() if o.value is not None)
    places = [replace(row, subcategory=name) for name in ("矿山", "工贸")]
    head = ("年份", "地区", "类别", "子类", "指标", "数值", "单位")
    cells = ("2025", row.region, row.category, "矿山", row.metric, "5", row.unit)
    problems = checked(lines(head, cells), published=places).problems
    (warning,) = [p for p in problems if p.code == "vanished"]
    assert warning.message.values["names"] == (f"{row.metric}(工贸)",)
    other = (*cells[:3], "工贸", *cells[4:])
    assert "vanished" not in codes(checked(lines(head, cells, other), published=places))


def test_a_whole_that_falls_below_its_published_part_is_doubted() -> None:
    part = next(o for o in published() if o.metric == "挂牌督办重大事故隐患" and o.value)
    head = ("年份", "地区", "指标", "数值", "单位")
    text = lines(head, (str(part.year), part.region, "管控重大事故隐患", "1", part.unit))
    (warning,) = [p for p in checked(text, published=[part]).problems if p.code == "parts-exceed"]
    assert (warning.row, warning.found) == (2, "1")


def test_regions_that_add_up_to_more_than_the_city_are_doubted() -> None:
    head = ("年份", "地区", "指标", "数值")
    rows = [("2025", name, "管控重大事故隐患", value) for name, value in
            (("威海市", "100"), ("环翠区", "60"), ("文登区", "41"))]  # fmt: skip
    assert "parts-exceed" in codes(checked(lines(head, *rows)), "warning")
    assert "parts-exceed" not in codes(checked(lines(head, *rows[:2])), "warning")


def test_misspelt_and_unknown_names_name_the_nearest() -> None:
    text = lines(
        ("年份", "类别", "指标", "数值", "单位"),
        ("2025", "培训", "宣贯培洲", "5", "人次"),
        ("2025", "演炼", "新演练", "5", "次数次"),
    )
    intake = checked(text, published=published())
    near = {p.code: words("zh").say(p.message) for p in intake.problems}
    assert intake.ok and "宣贯培训" in near["misspelt"] and "演练" in near["unknown-category"]
    assert "次" in near["unknown-unit"]


@pytest.mark.parametrize("unit", ["沓儿", "很长的单位", "lux"])
def test_nothing_like_it_is_named_as_the_nearest(unit: str) -> None:
    head = ("年份", "类别", "指标", "数值", "单位")
    intake = checked(lines(head, ("2025", "消防救援", "出警", "5", unit)), published=published())
    doubts = {p.code: p.message.values for p in intake.problems if p.severity == "warning"}
    assert {"unknown-category", "unknown-unit"} <= set(doubts)
    assert not any("near" in doubts[code] for code in ("unknown-category", "unknown-unit"))


def test_what_was_found_is_the_text_of_the_cell() -> None:
    head = ("年份", "类别", "指标", "数值", "单位")
    rows = [
        ("2025", "装备", "新增救援装备", "1亿余", "套"),
        ("2025", "培训", "管控重大事故隐患", "5", "项"),
    ]
    intake = checked(lines(head, *rows), published=published())
    found = {p.code: (p.column, p.found) for p in intake.problems}
    assert found["jump"] == ("数值", "1亿余")
    assert found["category-differs"] == ("类别", "培训")


def test_a_unit_other_than_the_catalogues_is_said_of_each_metric_by_its_text() -> None:
    head = ("年份", "指标", "数值", "单位")
    rows = [("2025", name, "5", "场/次") for name in ("新增救援装备", "管控重大事故隐患")]
    problems = [p for p in checked(lines(head, *rows)).problems if p.code == "unit-differs"]
    assert [(p.row, p.found) for p in problems] == [(2, "场/次"), (3, "场/次")]


def test_another_bureaus_categories_go_through_the_same_way() -> None:
    text = lines(
        ("年份", "类别", "指标", "数值", "单位"),
        ("2025", "消防", "火灾起数", "120", "起"),
        ("2025", "消防", "培训", "31", "班"),
        ("2024", "消防", "火灾起数", "133", "起"),
        ("2025", "危化品", "检查", "1.2万", "家次"),
    )
    intake = checked(text)
    named = [(o.category, o.metric) for o in intake.observations]
    assert intake.ok and "other-year" in codes(intake, "warning")
    assert named[1:] == [("消防", "培训"), ("消防", "火灾起数"), ("危化品", "检查")]


def test_another_year_is_said_once_with_its_rows() -> None:
    head = ("年份", "类别", "指标", "数值", "单位")
    this = [("2025", "消防", f"火灾{at}", "120", "起") for at in range(40)]
    other = [("2023", "消防", f"火灾{at}", "110", "起") for at in range(30)]
    (warning,) = [p for p in checked(lines(head, *this, *other)).problems if p.code == "other-year"]
    assert (warning.row, warning.found, warning.message.values["n"]) == (42, "2023", "30")
    years = [(str(year), *row[1:]) for year in (2022, 2023, 2024) for row in other]
    assert "other-year" not in codes(checked(lines(head, *this, *years)), "warning")


@pytest.mark.parametrize(
    ("away", "doubted"), [(1, False), (2, True), (30, True), (-5, False), (-6, True)]
)
def test_a_year_far_from_all_that_is_published_is_doubted(away: int, doubted: bool) -> None:
    years = [row.year for row in published()]
    near = max(years) if away > 0 else min(years)
    row = (str(near + away), "消防", "火灾", "120", "起")
    text = lines(("年份", "类别", "指标", "数值", "单位"), row, row)
    doubts = [p for p in checked(text, published=published()).problems if p.code == "far-year"]
    assert len(doubts) == doubted
    for doubt in doubts:
        assert {near, near + away} <= set(doubt.message.values.values())


def test_a_new_metric_needs_a_unit_and_is_asked_for_its_category() -> None:
    row = {"年份": "2025", "类别": "消防", "指标": "火灾", "数值": "5", "单位": "起"}
    without_unit, without_category = ({**row, name: ""} for name in ("单位", "类别"))
    text = lines(tuple(row), tuple(without_unit.values()))
    assert codes(checked(text), "error") == {"no-unit"}
    text = lines(tuple(row), tuple(without_category.values()))
    asked = checked(text)
    assert not asked.ok and [one.id for one in asked.questions] == ["category:火灾"]
    answered = checked(text, answers={"category:火灾": "drills"})
    assert answered.ok and answered.observations[0].category == "drills"


def test_a_misspelt_metric_is_asked_about() -> None:
    head = ("年份", "指标", "数值", "单位")
    text = lines(head, ("2025", "宣贯陪训", "1510000", "人次"))
    (question,) = checked(text).questions
    values = [option.value for option in question.options]
    assert values[0] == "宣贯培训" and "new:drills" in values and values[-1] == "leave"
    taken = checked(text, answers={question.id: "宣贯培训"}).observations
    assert [(o.metric, o.category) for o in taken] == [("宣贯培训", "training")]


def test_the_same_key_twice() -> None:
    twice = checked(lines(HEADER, *ROWS, ROWS[0]))
    assert twice.ok and len(twice.observations) == 4 and "merged" in codes(twice, "info")
    other = (*ROWS[0][:5], "7", *ROWS[0][6:])
    refused = checked(lines(HEADER, *ROWS, other))
    (error,) = [p for p in refused.problems if p.severity == "error"]
    assert error.row == 6 and error.message.values["row"] == 2


def test_every_row_is_taken_or_listed() -> None:
    text = lines(
        ("标题", *[""] * 7), HEADER, *ROWS, ("合计", *[""] * 7), ROWS[0], ("注：无", *[""] * 7)
    )
    text += lines(
        ("2025", "", "", "", "宣贯培训", "", "", ""), ("x", "", "", "", "宣贯培训", "5", "", "")
    )
    intake = checked(text)
    listed = set(intake.rows) | {one.row for one in intake.not_taken} | {intake.header_row}
    assert listed == set(range(1, text.count("\r\n") + 1))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_untouched_template_says_that_nothing_was_filled_in(language: str) -> None:
    for content in (template_xlsx(load(), 2025, language), template_csv(load(), 2025, language)):
        intake = check(content, "t", dataset=load(), published=published())
        assert not intake.ok and codes(intake, "error") == {"no-values"}


def test_a_template_that_is_filled_in_takes_only_what_was_filled_in() -> None:
    rows = list(csv.reader(io.StringIO(template_csv(load(), 2025, "zh").decode("utf-8-sig"))))
    rows[1][rows[0].index("数值")] = "151万余"
    intake = checked("\r\n".join(",".join(row) for row in rows))
    assert intake.ok and values(intake) == [1510000]
    assert intake.observations[0].unit == "人次"


# --- what is exported reads back identically


def _fits(text: str) -> bool:
    return bool(text) and not is_total(text) and not is_note(text) and "\ufffd" not in text


def _text(least: int) -> st.SearchStrategy[str]:
    alphabet = st.one_of(
        st.sampled_from("=+-@＝＋－＠'\"\n,;|，培训演练 "),
        st.characters(codec="utf-8", max_codepoint=0xFFFF),
    )
    return (
        st.text(alphabet, min_size=least, max_size=8).map(clean).map(lambda t: clean("x" + t)[1:])
    )


names = st.text(st.sampled_from("火灾危化森林检查=+-@'<b>1a"), min_size=2, max_size=6).filter(_fits)
numbers = st.decimals(-(10**14), 10**14, allow_nan=False, allow_infinity=False, places=4)


@st.composite
def tables(draw: st.DrawFn) -> list[Observation]:
    rows = []
    for at in range(draw(st.integers(1, 4))):
        low = draw(numbers).normalize()
        bounded = draw(st.booleans())
        rows.append(
            Observation(
                draw(st.integers(1990, 2090)),
                f"区{at}",
                "类" + draw(names),
                draw(st.just("") | names.map(lambda t: "子" + t)),
                "项" + draw(names),
                low,
                "单位" + draw(st.sampled_from("甲乙丙")),
                "range" if bounded else draw(st.sampled_from(["exact", "more_than", "about"])),
                low + 1 if bounded else None,
                draw(_text(0)),
                draw(_text(0)),
                draw(_text(0)),
            )
        )
    return rows


@settings(max_examples=60, deadline=None)
@given(tables())
def test_csv_exports_read_back_identically(rows: list[Observation]) -> None:
    intake = check(csv_bytes(rows), "export.csv", dataset=load())
    assert intake.ok, [p for p in intake.problems if p.severity == "error"]
    assert list(intake.observations) == rows


def xlsx_bytes(rows: Sequence[Observation], language: str = "zh") -> bytes:
    chosen = everything(with_rows(load(), rows))
    return as_file(chosen, "xlsx", words(language))


@settings(max_examples=8, deadline=None)
@given(tables(), st.sampled_from(LANGUAGES))
def test_workbook_exports_read_back_identically(rows: list[Observation], language: str) -> None:
    intake = check(xlsx_bytes(rows, language), "export.xlsx", dataset=load())
    assert intake.ok, [p for p in intake.problems if p.severity == "error"]
    assert list(intake.observations) == rows


def test_published_figures_survive_the_round_trip() -> None:
    rows = published()
    absent = replace(rows[0], year=2023, value=None, printed="", section="")
    for content in (csv_bytes([*rows, absent]), xlsx_bytes([*rows, absent])):
        assert list(checked(content, "x").observations) == [*rows, absent]


@given(st.text(max_size=12))
def test_no_exported_text_runs_as_a_formula(text: str) -> None:
    row = Observation(2025, "a", "b", "", "c", Decimal("-1"), "d", note=text)
    cells = next(csv.DictReader(io.StringIO(csv_bytes([row]).decode("utf-8-sig"), newline="")))
    assert cells["value"] == "-1" and list(cells) == list(COLUMN_NAMES)
    assert not re.match(r"[=+\-@\t\r＝＋－＠]", cells["note"])


@given(st.text(max_size=12))
@example("r \u0327")
@example("R\u200b\u0327")
def test_names_are_compared_as_the_catalogue_does(text: str) -> None:
    assert folded_name(text) == fold(text).translate(simplified_characters())


# --- words


def _texts_in_code() -> set[str]:
    files = [*(ROOT / "metrics/intake").glob("*.py"), ROOT / "metrics/export/template.py"]
    calls = [
        node
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    return {
        str(call.args[0].value)
        for call in calls
        if getattr(call.func, "id", "") in ("message", "_")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_text_is_translated_with_the_same_places_to_fill() -> None:
    part = ROOT / "locale/zh_CN/parts/intake.po"
    merged = ROOT / "locale/zh_CN/LC_MESSAGES/metrics.po"
    with (part if part.exists() else merged).open("rb") as file:
        translated = {m.id: m.string for m in read_po(file) if isinstance(m.id, str)}
    for text in _texts_in_code():
        assert translated.get(text), text
        fields = re.findall(r"{\w+}", text), re.findall(r"{\w+}", str(translated[text]))
        assert set(fields[0]) == set(fields[1]), text
