"""Tables as offices write them: what is taken, what is left out and why, what is asked."""

from __future__ import annotations

import pytest

from metrics.i18n import words
from metrics.intake import Intake
from tests.support.intake_files import checked, codes, lines, published

HEAD = ("指标", "单位", "数值")
DRILLS = ("各级各部门演练", "次", "13040")


def taken(intake: Intake) -> list[tuple[int, str, str, str]]:
    """Return year, region, metric and value of what a file says."""
    return [(o.year, o.region, o.metric, str(o.value)) for o in intake.observations]


def asked(intake: Intake) -> list[str]:
    """Return the ids of the questions of a file."""
    return [question.id for question in intake.questions]


def titled(*title: str, rows: tuple[tuple[str, ...], ...] = (HEAD, DRILLS)) -> Intake:
    """Check a table below some title lines."""
    return checked(lines(*((line,) for line in title), *rows))


def test_a_date_of_filling_in_is_no_year_and_an_office_no_unit() -> None:
    intake = titled("威海市2025年度主要数据统计表", "填报单位：局办公室", "填报时间：2026年1月8日")
    assert intake.ok, intake.problems
    assert taken(intake) == [(2025, "威海市", "各级各部门演练", "13040")]
    assert intake.observations[0].unit == "次"


def test_the_place_that_fills_in_a_form_is_its_region() -> None:
    intake = titled("2025年统计表", "填报单位：环翠区应急管理局")
    assert taken(intake) == [(2025, "环翠区", "各级各部门演练", "13040")]


@pytest.mark.parametrize("title", ["主要数据", "2024-2025年主要数据", "填报日期：2026年1月8日"])
def test_a_year_that_nothing_names_is_asked(title: str) -> None:
    assert asked(titled(title)) == ["year"]


@pytest.mark.parametrize(
    "title", ["2025年上半年", "2025年1—9月", "截至2025年10月底", "2025年三季度"]
)
def test_a_part_of_a_year_is_asked_about(title: str) -> None:
    intake = titled(f"威海市{title}数据")
    assert not intake.ok and asked(intake) == ["parts"]


@pytest.mark.parametrize("title", ["2025年1-12月", "截至2025年12月底", "二〇二五年"])
def test_a_whole_year_may_be_written_as_its_months(title: str) -> None:
    assert taken(titled(f"威海市{title}数据")) == [(2025, "威海市", "各级各部门演练", "13040")]


def test_quarters_are_added_only_when_asked_for() -> None:
    text = lines(
        ("指标", "一季度", "二季度", "三季度", "四季度"),
        ("各级各部门演练", "3000", "3100", "3200", "3740"),
    )
    assert asked(checked(text, "2025年.csv")) == ["parts"]
    assert taken(checked(text, "2025年.csv", answers={"parts": "sum"}))[0][3] == "13040"


def test_a_wrong_sum_is_told_with_its_cell_and_number() -> None:
    text = lines(
        ("2025年各区县情况",),
        ("区县", "各级各部门演练(次)"),
        ("环翠区", "3000"),
        ("文登区", "2800"),
        ("合计", "5900"),
    )
    intake = checked(text)
    assert [o.region for o in intake.observations] == ["环翠区", "文登区"]
    (wrong,) = [p for p in intake.problems if p.code == "wrong-sum"]
    assert (wrong.row, wrong.column, wrong.found) == (5, "B", "5900")
    assert "5,800" in words("zh").say(wrong.message)


def test_a_sum_over_years_is_no_figure() -> None:
    rows = (("年份", "各级各部门演练(次)"), ("2024年", "12192"), ("2025年", "13040"))
    intake = checked(lines(*rows, ("合计", "25232")))
    assert intake.ok and [(year, v) for year, *_, v in taken(intake)] == [
        (2024, "12192"),
        (2025, "13040"),
    ]


def test_plans_changes_and_ranks_are_no_figures_of_the_year() -> None:
    text = lines(
        ("指标", "单位", "2025年计划", "2025年完成", "同比(%)", "完成率", "排名"),
        ("各级各部门演练", "次", "13000", "13040", "7.0", "100.3%", "2"),
    )
    assert taken(checked(text)) == [(2025, "威海市", "各级各部门演练", "13040")]


def test_two_columns_under_one_year_are_asked_about() -> None:
    text = lines(("指标", "2025年", "2025年"), ("各级各部门演练", "13000", "13040"))
    intake = checked(text)
    (question,) = intake.questions
    assert [option.value for option in question.options] == ["B", "C"]
    assert taken(checked(text, answers={question.id: "C"}))[0][3] == "13040"


def test_a_role_that_a_person_gives_overrules_the_reading() -> None:
    text = lines(("指标", "2025年", "2025年"), ("各级各部门演练", "13000", "13040"))
    intake = checked(text, roles={"B": "plan"})
    assert intake.ok and taken(intake) == [(2025, "威海市", "各级各部门演练", "13040")]
    assert intake.grids[0].columns[1] == "plan" and intake.grids[0].states[2, 2] == "taken"
    assert not checked(text, roles={"B": "plan", "2": "ignore"}).observations


def test_numbers_that_look_like_years_stay_figures() -> None:
    text = lines(
        ("2025年各区县情况",),
        ("区县", "各级各部门演练(次)", "增设救援队伍(支)"),
        ("环翠区", "2024", "2025"),
        ("文登区", "1999", "2,023"),
    )
    values = [o.value for o in checked(text.replace("2,023", '"2,023"')).observations]
    assert [int(value or 0) for value in values] == [2024, 2025, 1999, 2023]


def test_footnote_marks_are_never_digits() -> None:
    text = lines(
        ("2025年各区县情况",),
        ("区县", "各级各部门演练①(次)", "管控重大事故隐患[1](项)"),
        ("环翠区*", "1069①", "402²"),
    )
    assert [v for *_, v in taken(checked(text))] == ["1069", "402"]


def test_two_units_that_do_not_agree_are_asked_about() -> None:
    intake = titled("2025年统计表(单位：万人次)", rows=(HEAD, ("宣贯培训", "人次", "151")))
    (question,) = intake.questions
    assert question.id == "unit:宣贯培训"
    assert {option.value for option in question.options} == {"人次", "万人次", "leave"}


@pytest.mark.parametrize(
    ("head", "cell"), [("月份", "6"), ("时期", "上半年"), ("数据类型", "计划"), ("季度", "1")]
)
def test_a_column_that_narrows_the_figures_is_never_passed_over(head: str, cell: str) -> None:
    text = lines(
        ("年份", head, "指标", "数值", "单位"), ("2025", cell, "宣贯培训", "90000", "人次")
    )
    intake = checked(text)
    assert not intake.ok and not intake.observations
    assert intake.questions or "no-figures" in codes(intake, "error")


def test_a_list_without_figures_of_a_year_is_refused_in_one_sentence() -> None:
    text = lines(("airline", "seats", "incidents"), ("Aer A", "320906734", "2"))
    intake = checked(text, published=published())
    assert codes(intake) == {"no-figures"} and not intake.questions
