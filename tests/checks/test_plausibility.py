"""One rule of what is not plausible, whichever page a figure comes through."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.checks.plausibility import DoubtKind, doubt_beside
from metrics.extraction.contradictions import contradictions_with
from metrics.intake import check
from metrics.model.dataset import load
from metrics.model.observation import Observation
from tests.support.intake_files import lines, published

HEAD = ("年份", "地区", "指标", "数值", "单位")
NAME = "企业人员轮训"


PUBLISHED = {one.metric: one for one in published()}


def row(value: object, year: int, unit: str = "人次", metric: str = NAME) -> Observation:
    number = None if value is None else Decimal(str(value))
    return replace(
        PUBLISHED[metric], year=year, value=number, unit=unit, qualifier="exact", printed=""
    )


@pytest.mark.parametrize(
    ("old", "new", "unit", "kind"),
    [
        (100, 600, "次", DoubtKind.SLIP),
        (100, 2500, "次", DoubtKind.JUMP),
        (2500, 100, "次", DoubtKind.JUMP),
        (100, 400, "次", None),
        (2, 20, "起", DoubtKind.SLIP),
        (2, 19, "起", None),
        (5, 0, "起", None),
        ("132.7", 0, "万元", DoubtKind.ZERO),
        ("96.5", "9.6", "%", None),
        ("9.6", "96.5", "%", DoubtKind.SLIP),
        (0, 500, "次", None),
        (30, -30, "万元", DoubtKind.SIGN),
        (5214, 5214, "次", DoubtKind.COPIED),
        (12, 12, "次", None),
        (100, 100, "%", None),
    ],
)
def test_what_is_doubted_beside_another_year(
    old: object, new: object, unit: str, kind: DoubtKind | None
) -> None:
    doubt = doubt_beside(row(new, 2025, unit), row(old, 2024, unit))
    assert (doubt.kind if doubt else None) == kind


def test_another_unit_is_doubted_before_anything_else() -> None:
    doubt = doubt_beside(row(9, 2025, "场"), row(9000, 2024))
    assert doubt and doubt.kind is DoubtKind.UNIT


@given(old=st.integers(1, 10**7), new=st.integers(0, 10**9))
def test_a_table_and_a_report_are_judged_alike(old: int, new: int) -> None:
    last, now = row(old, 2024), row(new, 2025)
    table = lines(HEAD, ("2025", "威海市", NAME, str(new), "人次"))
    problems = check(table.encode(), "a.csv", dataset=load(), published=[last]).problems
    in_table = {problem.code for problem in problems} & {"jump", "unit-changed"}
    in_report = {one.code for one in contradictions_with(now, last, None)} & {
        "slip",
        "jump",
        "unit",
    }
    assert bool(in_table) == bool(in_report)


def test_figures_left_standing_from_last_year_are_asked_about_once() -> None:
    names = ("企业人员轮训", "宣贯培训", "新增救援装备")
    old = [replace(PUBLISHED[name], value=Decimal(500), qualifier="exact") for name in names]
    table = lines(HEAD, *[("2025", "威海市", o.metric, str(o.value), o.unit) for o in old])
    problems = check(table.encode(), "a.csv", dataset=load(), published=old).problems
    (asked,) = [problem for problem in problems if problem.code == "copied"]
    assert asked.severity == "warning" and asked.message.values["n"] == 3


def test_a_value_of_nothing_published_raises_no_doubt() -> None:
    assert doubt_beside(row(None, 2025), row(5, 2024)) is None
    assert doubt_beside(row(Decimal(5), 2025), row(None, 2024)) is None
