"""Figures whose place, meaning or scale rests on a guess are asked about, never taken."""

from typing import Any

import pytest

from metrics.i18n import words
from metrics.intake import Intake
from tests.support.intake_files import checked, lines, published

DRILLS = "各级各部门演练"
SHARE = "市级执法人员下沉一线比例"
DISTRICTS = ("环翠区", "文登区", "荣成市")


def table(*rows: tuple[str, ...], **options: Any) -> Intake:
    """Check a table of the year 2025."""
    return checked(lines(("2025年情况",), *rows), **options)


def values(intake: Intake) -> list[tuple[str, str]]:
    """Return region and value of what is taken."""
    return [(o.region, str(o.value)) for o in intake.observations]


@pytest.mark.parametrize("name", ["其他", "市直", "四分位数"])
def test_a_name_among_places_that_is_none_is_asked_about(name: str) -> None:
    rows = (("区县", f"{DRILLS}(次)"), *((one, "12") for one in DISTRICTS), (name, "4"))
    intake = table(*rows)
    assert [q.id for q in intake.questions] == ["rows:1"]
    assert len(values(table(*rows, answers={"rows:1": "leave"}))) == 3
    assert (name, "4") in values(table(*rows, answers={"rows:1": "region"}))


@pytest.mark.parametrize("word", ["农村", "其他", "线上"])
def test_a_word_below_a_year_that_nothing_explains_is_asked_about(word: str) -> None:
    rows = (("指标", "单位", "2024年", f"2025年{word}"), (DRILLS, "次", "12", "4"))
    assert [q.id for q in table(*rows).questions] == ["rows:1"]
    assert values(table(*rows, answers={"rows:1": "leave"})) == [("威海市", "12")]
    assert len(values(table(*rows, answers={"rows:1": "take"}))) == 2


def test_a_sum_since_an_earlier_year_is_no_figure() -> None:
    rows = (("指标", "单位", "2025年", "2020年以来累计"), (DRILLS, "次", "12", "61"))
    assert values(table(*rows)) == [("威海市", "12")]


def test_a_line_without_a_name_is_the_sum_of_the_places_above() -> None:
    rows = (("区县", f"{DRILLS}(次)"), *((one, "12") for one in DISTRICTS))
    assert values(table(*rows, ("", "36"))) == [(one, "12") for one in DISTRICTS]
    assert [p.code for p in table(*rows, ("", "37")).problems][:1] == ["wrong-sum"]


def test_a_share_typed_as_a_part_of_one_is_asked_about() -> None:
    rows = (("指标", "单位", "2025年"), (SHARE, "%", "0.953"))
    known = {"published": published()}
    assert [q.id for q in table(*rows, **known).questions] == ["shares"]
    for answer, value in (("fraction", "95.3"), ("percent", "0.953")):
        assert values(table(*rows, answers={"shares": answer}, **known)) == [("威海市", value)]
    assert not table(rows[0], (SHARE, "%", "95.3"), **known).questions


def test_countries_over_the_figures_are_no_metrics() -> None:
    intake = checked(lines(("year", "Belgium", "France"), ("1971", "3", "4"), ("1972", "5", "6")))
    assert not (intake.ok or intake.questions)
    assert "not what its figures count" in words("en").say(intake.problems[0].message)


def test_names_that_only_their_column_calls_places_are_asked_about_beside_known_districts() -> None:
    rows = (("区县", f"{DRILLS}(次)"), ("东片组", "12"), ("西片组", "13"))
    assert [q.id for q in table(*rows).questions] == ["rows:1"]


def test_numbers_before_known_places_are_no_part_of_their_names() -> None:
    rows = (("区县", f"{DRILLS}(次)"), ("01环翠区", "12"), ("02文登区", "13。"))
    assert values(table(*rows)) == [("环翠区", "12"), ("文登区", "13")]


def test_other_cities_beside_ones_own_are_no_parts_of_it() -> None:
    metric = "管控重大事故隐患"
    rows = (("地市", f"{metric}(项)"), ("威海市", "10"), ("芦港市", "16"), ("清漪市", "9"))
    assert "parts-exceed" not in [p.code for p in table(*rows).problems]


@pytest.mark.parametrize(("end", "asked"), [("12月31日", []), ("9月30日", ["parts"])])
def test_a_form_may_say_from_which_day_to_which(end: str, asked: list[str]) -> None:
    head = (f"统计时段：2025年1月1日—2025年{end}",)
    intake = checked(lines(head, ("指标", "单位", "数值"), (DRILLS, "次", "12")))
    assert [q.id for q in intake.questions] == asked


@pytest.mark.parametrize(("title", "taken"), [("任务分解表", 0), ("任务完成情况表", 3)])
def test_figures_below_the_title_of_a_plan_are_plans(title: str, taken: int) -> None:
    rows = (("区县", f"{DRILLS}(次)"), *((one, "12") for one in DISTRICTS))
    assert len(values(checked(lines((f"2025年{title}",), *rows)))) == taken


def test_the_running_sum_of_a_weekly_report_is_no_year() -> None:
    rows = (("指标", "单位", "本周", "本年累计"), (DRILLS, "次", "3", "120"))
    intake = checked(lines(("2025年第47周工作周报",), *rows))
    assert [q.id for q in intake.questions] == ["parts"]


def test_a_line_above_says_the_scale_of_a_name_that_is_like_a_unit() -> None:
    rows = (("区县", "人数"), ("环翠区", "0.3"), ("文登区", "0.4"))
    intake = checked(lines(("2025年企业人员轮训人数（单位：万人）",), *rows), published=published())
    assert "unit:企业人员轮训" not in [q.id for q in intake.questions]
