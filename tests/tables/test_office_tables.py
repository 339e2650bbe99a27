"""Tables as offices write them: what is taken, what is left out and why, what is asked."""

import pytest

from metrics.i18n import words
from metrics.intake import Intake
from metrics.model.dataset import load
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


def districts(title: str, *totals: tuple[str, str], places: int = 9) -> list[str]:
    """Return the regions read of figures of the bureau's districts with rows of totals."""
    rows = [(name, "100") for name in load().bureau.districts[:places]]
    intake = checked(lines((title,), ("区县", "各级各部门演练(次)"), *rows, *totals))
    assert intake.ok
    return [o.region for o in intake.observations][len(rows) :]


def test_a_bare_sum_of_districts_is_the_citys_where_the_title_names_the_city() -> None:
    known = len(load().bureau.districts)
    total = ("合计", str(100 * known))
    assert districts("威海市2025年各区县情况", total) == ["威海市"]
    assert districts("2025年各区县情况", total) == []
    assert districts("威海市2025年情况", ("合计", "200"), places=2) == [], "not all districts"
    assert districts("威海市2025年情况", ("小计", total[1])) == [], "of some rows only"
    assert districts("威海市2025年情况", ("全市", total[1]), total) == ["威海市"]
    assert districts("威海市2025年情况", ("合计", "5900")) == [], "a wrong sum is no figure"


def test_a_sum_may_be_rounded_more_than_its_parts() -> None:
    def told(total: str) -> bool:
        rows = (("环翠区", "98.64"), ("文登区", "163.17"), ("合计", total))
        head = ("区县", "抢险资金支出(万元)")
        text = lines(("威海市2025年情况",), head, *rows)
        return "wrong-sum" in codes(checked(text, answers={"category": "equipment"}))

    assert not told("261.8") and not told("261.81") and told("262.1") and told("271.81")


def test_a_column_of_figures_with_remarks_among_them_is_not_passed_over() -> None:
    rows = (("环翠区", "3000", "待统计"), ("文登区", "2800", "1286"), ("荣成市", "10", "数据缺"))
    head = ("区县", "各级各部门演练(次)", "解读宣贯(次)")
    intake = checked(lines(("2025年各区县情况",), head, *rows))
    assert {(o.region, o.metric) for o in intake.observations} >= {("文登区", "解读宣贯")}
    assert [p.found for p in intake.problems if p.code == "no-figure"] == ["待统计", "数据缺"]


def test_a_line_of_units_below_the_header_says_them_of_the_columns() -> None:
    rows = (("指标名称", "各级各部门演练", "宣贯培训"), ("计量单位", "次", "万人次"))
    years = (("本年实际", "13040", "151"), ("上年实际", "12192", "148"), ("增减", "848", "3"))
    intake = checked(lines(("威海市2025年业务数据",), *rows, *years))
    assert [(o.year, o.metric) for o in intake.observations] == [
        (year, metric) for year in (2025, 2024) for metric in ("各级各部门演练", "宣贯培训")
    ]
    assert intake.observations[1].value == 1_510_000


def test_a_column_headed_by_years_may_hold_the_names_of_metrics() -> None:
    rows = (("年份", "2024", "2025"), ("各级各部门演练（次）", "12192", "13040"))
    intake = checked(lines(("威海市演练情况",), *rows, ("较上年增加（次）", "—", "848")))
    assert intake.ok and [(o.year, str(o.value)) for o in intake.observations] == [
        (2024, "12192"),
        (2025, "13040"),
    ]


def test_of_the_units_in_a_title_a_figure_takes_its_own() -> None:
    rows = (("指标", "2025年"), ("宣贯培训", "151"), ("各级各部门演练", "13040"))
    intake = checked(lines(("威海市统计表（单位：万人次、次）",), *rows))
    assert [(str(o.value), o.unit) for o in intake.observations] == [
        ("1510000", "人次"),
        ("13040", "次"),
    ]


def test_a_line_of_signatures_is_no_row() -> None:
    intake = titled("2025年", rows=(HEAD, DRILLS, ("主管领导：", "制表人：", "2026年1月9日")))
    assert intake.ok and not codes(intake, "warning")


def test_a_sum_beside_districts_is_not_the_citys_where_nothing_names_it() -> None:
    rows = (
        ("指标", "环翠区", "", "文登区", "", "合计", ""),
        ("", "计划", "完成", "计划", "完成", "计划", "完成"),
        ("各级各部门演练", "20", "52", "20", "22", "40", "74"),
    )
    intake = checked(lines(("2025年完成情况",), *rows))
    assert [(o.region, str(o.value)) for o in intake.observations] == [
        ("环翠区", "52"),
        ("文登区", "22"),
    ]


def test_quarters_with_sums_on_both_sides_give_the_year() -> None:
    rows = (
        ("区县", "一季度", "二季度", "三季度", "四季度", "合计"),
        ("环翠区", "88", "92", "96", "95", "371"),
        ("文登区", "40", "45", "46", "47", "178"),
        ("合计", "128", "137", "142", "142", "549"),
    )
    intake = checked(lines(("威海市2025年各级各部门演练季度统计",), *rows))
    assert intake.ok and [str(o.value) for o in intake.observations] == ["371", "178"]


@pytest.mark.parametrize("name", ["威海市环翠区", "环翠区 Huancui", "山东省威海市环翠区应急管理局"])
def test_a_district_is_known_by_its_full_or_double_name(name: str) -> None:
    rows = (("区县 District", "各级各部门演练 Drills"), (name, "52"))
    intake = checked(lines(("2025年情况",), *rows))
    assert [(o.region, o.metric) for o in intake.observations] == [("环翠区", "各级各部门演练")]


def test_expected_figures_are_not_reached_ones() -> None:
    rows = (("指标", "2024年", "2025年（预计）"), ("各级各部门演练", "12192", "13040"))
    assert [o.year for o in checked(lines(*rows)).observations] == [2024]


def test_a_new_metric_keeps_its_own_word_of_a_unit() -> None:
    rows = (
        ("类别", "指标", "单位", "2025年"),
        ("装备", "新建口袋公园", "座", "17"),
        ("装备", "筹集房源", "", "0.3万套"),
    )
    known = ("装备", "新增救援装备", "套", "1650")
    intake = checked(lines(*rows, known))
    assert [(o.metric, o.unit) for o in intake.observations] == [
        ("新建口袋公园", "座"),
        ("筹集房源", "套"),
        ("新增救援装备", "台(套)"),
    ]


def test_a_cell_in_a_unit_of_its_own_makes_no_sum_wrong() -> None:
    rows = (("环翠区", "98.64"), ("文登区", "1631700元"), ("合计", "261.81"))
    head = ("区县", "抢险资金支出")
    text = lines(("威海市2025年情况（单位：万元）",), head, *rows)
    intake = checked(text, answers={"category": "equipment"})
    assert "wrong-sum" not in codes(intake)


def test_a_task_told_in_a_sentence_of_several_figures_is_referred_to_the_reader_of_reports() -> (
    None
):
    told = ("隐患排查", "全年排查隐患640处，整改率87.4%，明年计划排查700处")
    head = ("序号", "任务", "完成情况")
    text = lines(("威海市2025年任务完成情况",), head, ("1", *told), ("2", *told))
    intake = checked(text)
    assert codes(intake, "error") == {"figures-in-sentences"} and not intake.ok
    assert "C3" in str(intake.problems)


def test_a_second_figure_of_a_cell_is_never_lost_in_silence() -> None:
    def told(cell: str) -> bool:
        intake = checked(lines(("威海市2025年统计表",), HEAD, ("宣贯培训", "人次", cell)))
        assert taken(intake)[0][2:] == ("宣贯培训", "1370000")
        return "further-figures" in codes(intake, "warning")

    assert told("137万人次，共120场")
    assert told("全年培训137万人次，开展演练120场")
    assert not told("全年培训137万人次（其中线上20万人次），比上年增长3.2%，计划140万人次")
