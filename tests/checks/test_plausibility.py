"""One rule of what is not plausible, whichever page a figure comes through."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from metrics.checks import DoubtKind, doubt_beside
from metrics.extraction.proposals import extract
from metrics.intake import check
from metrics.model.dataset import Dataset, load
from metrics.model.observation import Observation, to_table
from metrics.readers.documents import pasted
from tests.support.intake_files import lines, published

HEAD = ("年份", "地区", "指标", "数值", "单位")
NAME = "企业人员轮训"


PUBLISHED = {one.metric: one for one in published()}


def row(value: object, year: int, unit: str = "场次", metric: str = NAME) -> Observation:
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


_SAME = {"slip": "jump", "unit": "unit-changed", "year": "copied"}
_DOUBTS = {"jump", "unit-changed", "copied"}


def doubts_of_table(number: int, history: list[Observation]) -> set[str]:
    """Return the doubts about a figure of 2025 that comes in a CSV file."""
    table = lines(HEAD, ("2025", "威海市", NAME, str(number), "场次"))
    problems = check(table.encode(), "a.csv", dataset=with_history(history), published=history)
    return {problem.code for problem in problems.problems} & _DOUBTS


def doubts_of_report(number: int, history: list[Observation]) -> set[str]:
    """Return the doubts about the same figure that a report states."""
    document = pasted(f"2025年工作报告\n2025年,全市开展{NAME}{number}场次。")
    (proposal,) = extract(document, with_history(history), 2025).proposals
    assert (proposal.row.metric, proposal.row.value) == (NAME, Decimal(number))
    return {_SAME.get(one.code, one.code) for one in proposal.contradictions} & _DOUBTS


def with_history(history: list[Observation]) -> Dataset:
    """Return the product's data set with other figures published."""
    return replace(load(), table=to_table(history))


_OLD = st.builds(
    lambda value, unit, place: replace(row(value, 2024, unit), **place),
    st.none() | st.integers(0, 10**7) | st.sampled_from([2, 20, 100, 2500]),
    st.sampled_from(["场次", "场次", "场次", "场"]),
    st.sampled_from([{}, {}, {}, {"region": "环翠区"}]),
)


@settings(max_examples=60, deadline=None)
@given(
    new=st.integers(1, 10**8) | st.sampled_from([1, 19, 20, 100, 600, 2500]),
    olds=st.dictionaries(st.integers(2019, 2026), _OLD, max_size=4),
)
@example(new=600, olds={2024: row(100, 2024)})
@example(new=2500, olds={2024: row(100, 2024)})
@example(new=2500, olds={2024: row(2500, 2024)})
@example(new=2500, olds={2024: row(None, 2024), 2023: row(100, 2023)})
@example(new=2500, olds={2024: row(5, 2024, metric="宣贯培训"), 2023: row(100, 2023)})
@example(new=2500, olds={2026: row(100, 2026)})
@example(new=1, olds={2019: row(None, 2024), 2025: row(0, 2025, "场")})
@example(new=20, olds={2021: row(1, 2021), 2025: row(20, 2025)})
@example(new=2500, olds={2024: replace(row(100, 2024), region="环翠区")})
def test_a_table_and_a_report_are_judged_alike(new: int, olds: dict[int, Observation]) -> None:
    history = [replace(one, year=year) for year, one in olds.items()]
    assert doubts_of_table(new, history) == doubts_of_report(new, history)


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


def test_one_figure_left_standing_is_asked_about_too() -> None:
    old = [row(5214, 2024)]
    table = lines(HEAD, ("2025", "威海市", NAME, "5214", "场次"))
    problems = check(table.encode(), "a.csv", dataset=load(), published=old).problems
    (asked,) = [problem for problem in problems if problem.code == "copied"]
    assert (asked.row, asked.found) == (2, "5214")
