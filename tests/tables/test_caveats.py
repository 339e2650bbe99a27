"""Words around figures that may make them other figures are quoted, never passed over."""

from decimal import Decimal

import pytest

from metrics.intake import Intake
from metrics.model.dataset import load
from metrics.tables.names import Names
from tests.support.intake_files import checked, lines

DRILLS = "各级各部门演练"
HEAD = ("指标", "单位", "数值", "备注")
TITLE = ("2025年统计表",)


def quoted(intake: Intake) -> list[str]:
    """Return the texts that a file is warned of."""
    return [problem.found or "" for problem in intake.problems if problem.code == "caveat"]


@pytest.mark.parametrize(
    "note",
    [
        "注：全市数据不含荣成市。",
        "说明：本表数据截至2025年10月底。",
        "注：以上为2024年末数",
        "注：2025年为快报数，以年报为准。",
        "注：以万次为单位",
    ],
)
def test_a_note_that_may_change_the_figures_is_quoted(note: str) -> None:
    intake = checked(lines(TITLE, HEAD, (DRILLS, "次", "12", ""), (note,)))
    assert intake.ok and quoted(intake) == [note]


@pytest.mark.parametrize(
    "note",
    [
        "注：含线上活动。",
        "填报日期：2026年1月8日",
        "数据截至2026年1月5日",
        "数据来源：2024年统计年鉴",
        "注：统计时间为2025年1—12月",
        "单位：次",
    ],
)
def test_an_ordinary_note_is_no_doubt(note: str) -> None:
    assert not quoted(checked(lines(TITLE, HEAD, (DRILLS, "次", "12", ""), (note,))))


def test_titles_headers_and_remarks_are_looked_at_like_notes() -> None:
    rows = (("指标", "单位", "2025年(快报)", "备注"), (DRILLS, "次", "12", "截至11月底"))
    intake = checked(lines(("市直部门情况",), *rows))
    assert quoted(intake) == ["市直部门情况", "截至11月底"]
    assert "2025年(快报)" in next(
        str(one.message) for one in intake.problems if one.found == "市直部门情况"
    )


def test_remarks_and_unread_columns_of_a_tidy_file_are_looked_at() -> None:
    head = ("年份", "指标", "数值", "单位", "备注")
    rows = (
        ("2025", DRILLS, "12", "次", "截至11月底"),
        ("2025", "实操培训", "9", "人次", "不含外地"),
    )
    assert quoted(checked(lines(head, *rows))) == ["截至11月底"]
    states = [(*row[:4], state) for row, state in zip(rows, ("初步", "最终"), strict=True)]
    assert [q.id for q in checked(lines((*head[:4], "状态"), *states)).questions] == ["rows:1"]


def test_a_number_that_programs_write_for_none_is_none() -> None:
    rows = (("区县", f"{DRILLS}(次)"), ("环翠区", "12"), ("文登区", "-999"))
    intake = checked(lines(TITLE, *rows))
    assert [o.value for o in intake.observations] == [12, None]
    assert [(p.row, p.column) for p in intake.problems if p.code == "placeholder"] == [(4, "B")]


def test_a_line_between_rows_says_the_unit_of_those_below_it() -> None:
    rows = (("指标", "数值"), ("宣贯培训", "1300000"), ("单位：万人次",), ("实操培训", "9.5"))
    intake = checked(lines(TITLE, ("单位：人次",), *rows))
    assert [(int(o.value or 0), o.unit) for o in intake.observations] == [
        (1300000, "人次"),
        (95000, "人次"),
    ]


def test_one_unit_is_counted_in_another_scale_of_it() -> None:
    names = Names(load())
    assert names.ratio("元", "万元") == Decimal("0.0001")
    assert names.ratio("人次", "人") is None and names.ratio("次", "次") is None


def test_a_larger_place_is_not_ones_own_and_offices_are_their_districts() -> None:
    rows = (("单位", f"{DRILLS}(次)"), ("全省", "99"), ("全市", "20"), ("环翠区教育局", "12"))
    intake = checked(lines(TITLE, *rows))
    assert [q.id for q in intake.questions] == ["rows:1"]
    taken = {o.region: o.value for o in intake.observations}
    assert taken == {"威海市": Decimal(20), "环翠区": Decimal(12)}
