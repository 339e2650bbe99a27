"""Forms, pages and remarks of offices: what is a header, a mark, a page, and what a figure."""

import pytest

from tests.support.intake_files import checked, codes, lines
from tests.tables.test_office_tables import HEAD, taken


def test_a_line_of_a_form_is_no_header_over_its_columns() -> None:
    intake = checked(
        lines(
            ("编制单位：环翠区应急管理局（盖章）", "", "审定日期：2026年1月8日"),
            ("指标", "2024年", "2025年"),
            ("各级各部门演练", "12192", "13040"),
        )
    )
    assert intake.ok and [(o.year, o.region) for o in intake.observations] == [
        (2024, "环翠区"),
        (2025, "环翠区"),
    ]


@pytest.mark.parametrize("over", [("", "月份"), ()])
def test_months_may_be_bare_numbers(over: tuple[str, ...]) -> None:
    months = [str(month) for month in range(1, 13)]
    head = [(*over, *[""] * 11, "合计")] if over else []
    intake = checked(
        lines(
            ("2025年逐月情况",),
            *head,
            ("指标", *months, "" if over else "合计"),
            ("各级各部门演练", *["1000"] * 12, "12000"),
        )
    )
    assert intake.ok and taken(intake) == [(2025, "威海市", "各级各部门演练", "12000")]


def test_a_number_written_out_is_read_and_a_shortened_one_asked_for() -> None:
    intake = checked(
        lines(
            ("2025年情况",),
            HEAD,
            ("各级各部门演练", "次", "一万三千零四十"),
            ("各类应急演练", "次", "两万五"),
        )
    )
    assert [value for *_, value in taken(intake)] == ["13040"]
    assert {("read-as", 3), ("no-figure", 4)} <= {(p.code, p.row) for p in intake.problems}


def test_a_sum_at_the_end_is_over_the_pages_before_too() -> None:
    def page(*rows: tuple[str, str]) -> str:
        cells = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
        return f"<table><tr><td>区县</td><td>各级各部门演练</td></tr>{cells}</table>"

    first = page(("环翠区", "3000"), ("文登区", "2800"), ("本页小计", "5800"))
    rest = (("荣成市", "4000"), ("乳山市", "3240"), ("本页小计", "7240"))
    for total, wrong in (("13040", []), ("13000", [5])):
        text = f"<p>威海市2025年演练</p>{first}<p>续表</p>{page(*rest, ('合计', total))}"
        intake = checked(text.encode(), "2025.html")
        assert [p.row for p in intake.problems if p.code == "wrong-sum"] == wrong


def test_numbers_of_pages_and_codes_are_no_figures() -> None:
    contents = "<tr><td>目录</td><td></td></tr><tr><td>各区县情况</td><td>1</td></tr>"
    contents = f"<table>{contents}<tr><td>代码</td><td>2</td></tr></table>"
    rows = "<tr><td>区县代码</td><td>区县</td><td>各级各部门演练</td></tr>"
    rows += "".join(
        f"<tr><td>3710{at}</td><td>{name}</td><td>{value}</td></tr>"
        for at, (name, value) in enumerate((("环翠区", "3000"), ("文登区", "2800")), 10)
    )
    intake = checked(f"{contents}<p>2025年</p><table>{rows}</table>".encode(), "2025.html")
    assert intake.ok and not {"unread-column", "unread-row"} & set(codes(intake))
    assert [(region, value) for _, region, _, value in taken(intake)] == [
        ("环翠区", "3000"),
        ("文登区", "2800"),
    ]


def test_a_note_may_say_that_a_word_stands_for_no_figure() -> None:
    rows = [("区县", "各级各部门演练(次)"), ("环翠区", "八十三"), ("文登区", "无")]
    rows += [("荣成市", "40"), ("乳山市", "32")]
    plain = checked(lines(("2025年",), *rows))
    noted = checked(lines(("2025年",), *rows, ("注：“无”表示未统计",)))
    assert ("no-figure", 4) in {(p.code, p.row) for p in plain.problems}
    assert "no-figure" not in codes(noted) and taken(noted)[0][3] == "83"


def test_a_part_may_have_dashes_before_it_and_an_average_its_months() -> None:
    rows = (
        ("指标", "2025年", "月平均演练数"),
        ("——其中：各级各部门演练", "13040", "1086.7"),
    )
    assert taken(checked(lines(*rows))) == [(2025, "威海市", "各级各部门演练", "13040")]


def test_a_short_name_is_known_with_what_its_title_is_about() -> None:
    rows = (("区县", "演练"), ("环翠区", "3000"), ("文登区", "2800"))
    intake = checked(lines(("威海市2025年各级各部门情况",), *rows))
    assert intake.ok and {metric for _, _, metric, _ in taken(intake)} == {"各级各部门演练"}


def test_a_line_of_units_between_equal_heads_begins_another_table() -> None:
    head = ("指标", "2025年")
    intake = checked(
        lines(
            ("单位：万人次",),
            head,
            ("宣贯培训", "151"),
            ("单位：次",),
            head,
            ("各级各部门演练", "13040"),
        )
    )
    assert intake.ok and [(str(o.value), o.unit) for o in intake.observations] == [
        ("1510000", "人次"),
        ("13040", "次"),
    ]


def test_remarks_in_a_cell_and_a_day_of_completion_change_no_figure() -> None:
    head = ("指标", "完成数", "计量单位", "完成日期")
    rows = (
        ("各级各部门演练", "13040（含联合演练12）", "次", "2025-12-20"),
        ("新增救援装备", "1650台", "台(套)", "2025-12-22"),
    )
    intake = checked(lines(("2025年",), head, *rows))
    assert intake.ok and [value for *_, value in taken(intake)] == ["13040", "1650"]


def test_a_sum_of_some_columns_is_over_those_before_it() -> None:
    head = ("指标", "环翠区", "文登区", "小计", "荣成市", "合计")
    for part, wrong in (("500", []), ("800", ["D"])):
        row = ("各级各部门演练", "200", "300", part, "400", "900")
        problems = checked(lines(("2025年",), head, row)).problems
        assert [p.column for p in problems if p.code == "wrong-sum"] == wrong


def test_a_card_of_pairs_is_read_with_its_own_place_and_year() -> None:
    rows = (
        ("填报单位", "环翠区应急管理局", "统计年度", "2025年"),
        ("各级各部门演练（次）", "52", "宣贯培训（人次）", "¥300"),
        ("管控重大事故隐患（项）", "31↑", "新增救援装备（台）", "7"),
    )
    found = checked(lines(*rows)).observations
    assert {(o.year, o.region) for o in found} == {(2025, "环翠区")}
    assert {o.metric: str(o.value) for o in found} == {
        "各级各部门演练": "52",
        "宣贯培训": "300",
        "管控重大事故隐患": "31",
        "新增救援装备": "7",
    }


def test_metrics_may_be_grouped_by_a_column_of_their_own() -> None:
    rows = (
        ("一级指标", "二级指标", "三级指标", "2025年"),
        ("演练", "部门", "各级各部门演练", "52"),
        ("隐患", "重大", "管控重大事故隐患", "31"),
    )
    intake = checked(lines(*rows))
    assert intake.ok and [str(o.value) for o in intake.observations] == ["52", "31"]
    twice = (*rows, ("演练", "基层", "各级各部门演练", "9"))
    assert not checked(lines(*twice)).ok


def test_a_column_of_time_may_hold_years() -> None:
    rows = (
        ("统计时间", "指标", "计数"),
        ("2024年", "各级各部门演练", "5"),
        ("2025年", "同上", "6"),
    )
    assert [o.year for o in checked(lines(*rows)).observations] == [2024, 2025]
