"""What cannot be right together is found, with the arithmetic; what fits is left in peace."""

from dataclasses import replace
from decimal import Decimal

import pytest

from metrics.extraction.contradictions import (
    contradictions_with,
    contradictions_within,
    printed_differs,
)
from metrics.extraction.proposals import extract
from metrics.i18n import words
from metrics.model.dataset import load
from metrics.model.observation import Observation, to_table
from metrics.prose import read
from metrics.readers.documents import pasted

_ = words("en")
LAST = Observation(2023, "临澜市", "drills", "", "演练", Decimal(5214), "次", printed="5214次")


def said(text: str) -> dict[str, set[str]]:
    """What is found in a text: the codes of the contradictions, by printed figure."""
    figures = read(text, 2025).figures
    found = contradictions_within(figures)
    return {figures[n].printed: {c.code for c in each} for n, each in found.items()}


def now(value: int, **others: object) -> Observation:
    made = replace(LAST, year=2024, value=Decimal(value), printed=f"{value}次")
    return replace(made, **others)  # type: ignore[arg-type]


def test_parts_that_exceed_their_whole() -> None:
    text = "全市修订预案118部,其中总体预案9部、专项预案64部、部门预案55部。"
    assert said(text) == {name: {"parts"} for name in ("118部", "9部", "64部", "55部")}
    assert said(text.replace("55部", "45部")) == {}


def test_a_part_is_of_the_figure_that_its_name_holds() -> None:
    text = "在校学生{}万人,专任教师6.18万人。其中普通高中在校学生10.2万人。"
    assert said(text.format("96.4")) == {}
    assert said(text.format("9.4")) == {name: {"parts"} for name in ("9.4万人", "10.2万人")}


def test_the_arithmetic_of_parts_is_written_out() -> None:
    figures = read("修订预案118部,其中总体预案9部、专项预案64部、部门预案55部。", 2025).figures
    (told, *_others) = contradictions_within(figures)[0]
    assert "9 + 64 + 55 = 128" in _.say(told.text) and "118" in _.say(told.text)
    assert told.others == (1, 2, 3)


@pytest.mark.parametrize(("rate", "fits"), [("37.5%", True), ("27.5%", False), ("3.75%", False)])
def test_a_stated_rate_against_the_increase_beside_it(rate: str, fits: bool) -> None:
    text = f"全年开展安全培训4.4万人次,比上年增加1.2万人次,增长{rate}。"
    assert said(text) == ({} if fits else {rate: {"growth"}})


@pytest.mark.parametrize(
    ("rates", "wrong"), [(("14.0", "21.6"), ()), (("16.2", "21.6"), ("16.2%",))]
)
def test_rates_of_decline(rates: tuple[str, str], wrong: tuple[str, ...]) -> None:
    text = "全市发生生产安全事故37起、死亡29人,同比减少6起、8人,分别下降{}%、{}%。"
    assert said(text.format(*rates)) == {each: {"growth"} for each in wrong}


def test_the_same_metric_with_two_values() -> None:
    found = said("一、成效\n开展应急演练810次。\n二、其他\n今年,开展应急演练801次。")
    assert found == {"810次": {"said-twice"}, "801次": {"said-twice"}}
    assert said("开展应急演练810次。今年,开展应急演练800余次。") == {}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (5301, None),
        (8317, None),
        (52140, "slip"),
        (531, "slip"),
        (53010000, "slip"),
        (5214, "year"),
        (15000, None),
        (150000, "jump"),
        (0, "jump"),
    ],
)
def test_a_row_beside_last_year_s(value: int, code: str | None) -> None:
    assert [c.code for c in contradictions_with(now(value), LAST, None)] == ([code] if code else [])


def test_a_slip_shows_its_ratio() -> None:
    (told,) = contradictions_with(now(53010), LAST, None)
    assert "53010 ÷ 5214 = 10.2" in _.say(told.text)


def test_a_unit_that_changed() -> None:
    found = contradictions_with(now(5301, unit="场次", printed="5301场次"), LAST, None)
    assert [c.code for c in found] == ["unit"]


def test_a_row_beside_the_one_that_is_published() -> None:
    assert contradictions_with(now(5301), None, now(5301)) == []
    (told,) = contradictions_with(now(5301), None, now(5310))
    assert "5310次" in _.say(told.text) and "5301次" in _.say(told.text)


@pytest.mark.parametrize(
    ("printed", "value", "fits"),
    [
        ("1.3万余人", 13000, True),
        ("１．３万余人", 13000, True),
        ("12,192次", 12192, True),
        ("26.9万人次", 269000, True),
        ("26.9万人次", 26900, False),
        ("12192次", 12129, False),
        ("十二次", 13, True),
        ("", 13, True),
    ],
)
def test_a_value_against_its_print(printed: str, value: int, fits: bool) -> None:
    assert (printed_differs(now(value, printed=printed)) is None) is fits


def test_figures_of_two_regions_do_not_contradict_each_other() -> None:
    text = (
        "环翠区开展执法检查100次,同比增长25%。文登区开展执法检查90次。"
        "2024年,文登区开展执法检查50次。"
    )
    figures = read(text, 2025).figures
    places = ["环翠区", "环翠区", "文登区", "文登区"]
    assert contradictions_within(figures, places) == {}
    assert contradictions_within(figures, ["文登区"] * 4)


def test_a_report_on_two_regions_raises_no_doubt() -> None:
    text = "2025年工作报告\n环翠区开展执法检查100次。文登区开展执法检查90次。"
    rows = [replace(LAST, region=region, metric="执法检查") for region in ("环翠区", "文登区")]
    dataset = replace(load(), table=to_table(rows))
    codes = {
        p.row.region: [c.code for c in p.contradictions]
        for p in extract(pasted(text), dataset, 2025).proposals
    }
    assert set(codes) == {"环翠区", "文登区"}
    assert not any("said-twice" in each for each in codes.values())
