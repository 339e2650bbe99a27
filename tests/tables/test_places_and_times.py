"""Places in other words, and years and changes as heads write them, in tables of offices."""

import io
from dataclasses import replace
from typing import Any

import pytest
import xlsxwriter

from metrics.intake import Intake
from metrics.model.observation import Observation
from tests.support.intake_files import checked, lines, published, workbook

DRILLS = "各级各部门演练"
DISTRICTS = ("环翠区", "文登区", "荣成市", "乳山市")


def known(*regions: str) -> list[Observation]:
    """Return published figures of these places."""
    return [replace(published()[0], region=region) for region in regions]


def by_district(names: tuple[str, ...], **options: Any) -> Intake:
    """Check a table of exercises by district."""
    rows = [(name, str(100 + at)) for at, name in enumerate(names)]
    head = ("区县", f"{DRILLS}（次）")
    return checked(lines(("2025年情况",), head, *rows), **options)


def regions(intake: Intake) -> list[str]:
    """Return the regions that figures are taken for."""
    return [one.region for one in intake.observations]


@pytest.mark.parametrize("name", ["临港区经开区", "经开区", "威海市临港区经济技术开发区"])
def test_a_zone_is_known_by_its_short_and_its_full_name(name: str) -> None:
    zone = known("临港区经济技术开发区")
    assert regions(by_district(("环翠区", name), published=zone))[1:] == ["临港区经济技术开发区"]


def test_a_place_that_is_probably_misspelt_is_asked_about() -> None:
    names = ("环翠区", "文登区", "荣城市", "乳山市")
    intake = by_district(names)
    assert [(q.id, q.options[0].value) for q in intake.questions] == [("region:荣城市", "荣成市")]
    assert regions(by_district(names, answers={"region:荣城市": "荣成市"})) == [*DISTRICTS]
    assert regions(by_district(names, answers={"region:荣城市": "new"})) == [*names]
    assert not by_district((*DISTRICTS, "荣城市")).questions
    assert not by_district(("甲区", "荣城市")).questions


def test_names_that_group_places_are_not_metrics() -> None:
    rows = (
        ("片区", "区县", "2024年", "2025年"),
        ("东片", "环翠区", "3", "4"),
        ("", "文登区", "5", "6"),
    )
    intake = checked(lines((f"{DRILLS}分片区情况",), *rows))
    assert intake.ok and [o.metric for o in intake.observations] == [DRILLS] * 4


def test_a_place_below_a_metric_is_a_part_of_it() -> None:
    rows = (("指标", "2025年"), (DRILLS, "9"), ("其中：环翠区", "4"), ("文登区", "5"))
    taken = checked(lines(*rows)).observations
    assert [(o.region, o.metric, str(o.value)) for o in taken] == [
        ("威海市", DRILLS, "9"),
        ("环翠区", DRILLS, "4"),
        ("文登区", DRILLS, "5"),
    ]


def test_the_day_a_line_was_written_is_not_the_year_of_its_figures() -> None:
    rows = (
        ("年度", "区县", "项目", "本次", "上传日期"),
        ("2025", "环翠区", DRILLS, "4", "2026-01-06"),
        ("2025", "文登区", DRILLS, "5", "2026-01-07"),
    )
    assert [o.year for o in checked(lines(*rows)).observations] == [2025, 2025]


@pytest.mark.parametrize(
    "head",
    ["2025年比2024年增长（%）", "2025年为2024年%", "指数（上年=100）", "2025年较2024年变化"],
)
def test_a_change_over_another_year_is_no_figure(head: str) -> None:
    intake = checked(lines(("指标", "2025年", head), (DRILLS, "9", "103")))
    assert [str(o.value) for o in intake.observations] == ["9"]
    assert not [p for p in intake.problems if p.severity != "info"]


def test_years_may_have_two_digits() -> None:
    intake = checked(lines(("指标", "24年", "25年"), (DRILLS, "8", "9")))
    assert [o.year for o in intake.observations] == [2024, 2025]


@pytest.mark.parametrize(("day", "asked"), [("12月31日", []), ("6月30日", ["parts"])])
def test_a_form_may_say_the_day_of_its_figures(day: str, asked: list[str]) -> None:
    intake = checked(lines((f"数据时间：2025年{day}",), ("指标", "数值"), (DRILLS, "9")))
    assert [q.id for q in intake.questions] == asked


def test_lines_below_the_places_are_no_places() -> None:
    rows = (
        ("区县", f"{DRILLS}（次）"),
        ("环翠区", "4"),
        ("文登区", "5"),
        ("区合计", "9"),
        ("荣成市", "6"),
        ("各区县合计", "15"),
        ("上年全市", "14"),
        ("同比增长%", "7.1"),
        ("————", "————"),
        ("填表：某科", "2026年1月"),
    )
    intake = checked(lines(("2025年演练情况",), *rows))
    found = {(o.year, o.region): str(o.value) for o in intake.observations}
    assert found == {
        (2025, "环翠区"): "4",
        (2025, "文登区"): "5",
        (2025, "荣成市"): "6",
        (2024, "威海市"): "14",
    }
    assert not [p for p in intake.problems if p.severity != "info"]


def test_a_figure_merged_over_two_places_is_of_neither() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("2025年")
    rows = (
        ("区县", f"{DRILLS}（次）"),
        ("环翠区", 9),
        ("文登区", ""),
        ("荣成市", 6),
        ("乳山市", 7),
    )
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    sheet.merge_range("B2:B3", 9)
    book.close()
    intake = checked(target.getvalue(), "a.xlsx")
    assert regions(intake) == ["荣成市", "乳山市"]
    assert [(p.row, p.column) for p in intake.problems if p.severity == "warning"] == [(2, "B")]


def test_a_line_of_a_form_may_end_with_its_year() -> None:
    rows = (("综合机关：环翠区应急管理局", "2025年"), ("指标", "本年"), (DRILLS, "9"))
    assert [(o.year, o.region) for o in checked(lines(*rows)).observations] == [(2025, "环翠区")]


@pytest.mark.parametrize(
    ("name", "found"), [("环翠区（含开发区）", ["环翠区"]), ("环翠区（不含开发区）", [])]
)
def test_a_remark_on_a_place_is_no_other_place_unless_it_takes_away(
    name: str, found: list[str]
) -> None:
    intake = by_district((name, "文登区", "荣成市"))
    assert [one for one in regions(intake) if one.startswith("环翠")] == found
    assert intake.ok == bool(found)


def test_a_sheet_may_be_named_by_a_short_place() -> None:
    rows = (("指标", "2025年"), (DRILLS, "9"))
    sheet = workbook(rows, ("环翠", "文登"))
    assert regions(checked(sheet, "a.xlsx")) == ["环翠区", "文登区"]
