"""Goals beside results: a verdict is right or withheld."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.i18n import words
from metrics.model.dataset import Dataset, load
from metrics.model.observation import from_table
from metrics.model.target import Target
from metrics.model.target_progress import TargetState, target_progress, without_target
from metrics.problems import BrokenData
from metrics.store.published import with_rows
from metrics.wording.formatter import Formatter
from metrics.wording.targets import arithmetic_text, goal_text
from tests.support.command_line import run_here
from tests.support.folders import edit, sound_copy
from tests.support.sample import SAMPLE_FOLDER

DRILLS = Target(
    2024, "临澜市", "各级各部门演练", Decimal(8000), None, "次", "at_least", "8000次以上",
    "at_least", "count", "", "drills", "各级各部门", 2023,
)  # fmt: skip


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load(SAMPLE_FOLDER)


def state_of(data: Dataset, target: Target, **changed: object) -> TargetState:
    """Return the state of one goal when its result of 2024 is changed."""
    rows = [
        replace(row, **changed) if (row.year, row.metric) == (2024, target.metric) else row  # type: ignore[arg-type]
        for row in from_table(data.table)
        if row.region == "临澜市"
    ]
    (progress,) = target_progress(replace(with_rows(data, rows), targets=(target,)))
    return progress.state


def test_each_verdict_says_its_arithmetic(data: Dataset) -> None:
    fmt = Formatter(data, words("en"))
    said = {p.target.printed: arithmetic_text(p, fmt) for p in target_progress(data)}
    assert said["8000次以上"] == "8,317 ÷ 8,000 = 104%"
    assert said["90项以内"] == "87 ≤ 90"
    assert said["100万人次以上"] == "1.18 million+ ≥ 1,000,000"
    over = replace(DRILLS, metric="挂牌督办重大事故隐患", category="hazards",
                   subcategory="重大事故隐患", unit="项", value=Decimal(80),
                   direction="at_most")  # fmt: skip
    (missed,) = target_progress(replace(data, targets=(over,)))
    assert arithmetic_text(missed, fmt) == "87 > 80"


FALL = {"kind": "reduction", "unit": "%", "qualifier": "exact", "direction": ""}


@pytest.mark.parametrize(
    ("goal", "state", "said"),
    [
        ({"value": 8317, "upper": 9000}, "reached", "8,317 ≤ 8,317 ≤ 9,000"),
        ({"value": 7000, "upper": 8000}, "missed", "8,317 > 8,000"),
        ({"value": 8400, "upper": 9000}, "missed", "8,317 < 8,400"),
        ({"value": 8318}, "missed", "8,317 ÷ 8,318 = 99.99%"),
        ({"kind": "growth", "unit": "%", "value": 20}, "reached",
         "(8,317 − 6,400) ÷ 6,400 = 30% ≥ 20%"),
        ({"kind": "growth", "unit": "%", "value": 30}, "missed",
         "(8,317 − 6,400) ÷ 6,400 = 29.95% < 30%"),
        ({"kind": "growth", "unit": "%", "value": 20, "upper": 25}, "missed",
         "(8,317 − 6,400) ÷ 6,400 = 30% > 25%"),
        ({"kind": "growth", "unit": "%", "value": 20, "upper": 40}, "reached",
         "(8,317 − 6,400) ÷ 6,400 = 30%, 20% ≤ 30% ≤ 40%"),
        ({"kind": "growth", "unit": "次", "value": 2000}, "missed",
         "8,317 − 6,400 = 1,917 < 2,000"),
        ({"kind": "growth", "unit": "%", "value": 5, "year": 2025}, "under_way",
         "8,317 × 105% = 8,732.85"),
        ({"kind": "reduction", "unit": "次", "value": 17, "year": 2025}, "under_way",
         "8,317 − 17 = 8,300"),
        ({**FALL, "value": 5}, "missed", "(6,400 − 8,317) ÷ 6,400 = −30% < 5%"),
        ({"kind": "growth", "unit": "百分点", "value": 2}, "undecided",
         "goal and result are of different units"),
        ({"direction": "about", "kind": "growth", "unit": "%", "value": 30}, "undecided",
         "(8,317 − 6,400) ÷ 6,400 = 29.95%, “about” sets no exact bound"),
        ({"unit": "场"}, "undecided", "goal and result are of different units"),
        ({"scope": "县级"}, "undecided", "the goal is for 县级 (untranslated) alone"),
        ({"year": None}, "undecided", "no deadline"),
    ],
)  # fmt: skip
def test_goals_of_growth_and_bands_say_how_they_were_judged(
    data: Dataset, goal: dict[str, object], state: str, said: str
) -> None:
    before = {"value": Decimal(6400), "qualifier": "exact", "printed": ""}
    exact = {"qualifier": "exact", "printed": ""}
    rows = [
        replace(row, **before if row.year == 2023 else exact)
        for row in from_table(data.table)
        if row.metric == DRILLS.metric and row.region == "临澜市"
    ]
    ends = {name: Decimal(goal[name]) for name in ("value", "upper") if name in goal}  # type: ignore[arg-type]
    asked = replace(DRILLS, **goal | ends)  # type: ignore[arg-type]
    (progress,) = target_progress(replace(with_rows(data, rows), targets=(asked,)))
    assert (progress.state, arithmetic_text(progress, Formatter(data, words("en")))) == (
        state,
        said,
    )


def test_a_bare_fall_is_met_by_a_greater_one(data: Dataset) -> None:
    """下降5% of a metric that should fall asks for 5% at least, not for 5% at most."""
    hazards = replace(DRILLS, metric="挂牌督办重大事故隐患", category="hazards",
                      subcategory="重大事故隐患", value=Decimal(5))  # fmt: skip
    asked = replace(hazards, **FALL)  # type: ignore[arg-type]
    rows = [row for row in from_table(data.table) if row.metric == asked.metric]
    now = next(row for row in rows if row.year == 2024 and row.value is not None)
    before = replace(now, year=2023, value=Decimal(1000), printed="")
    (progress,) = target_progress(replace(with_rows(data, [now, before]), targets=(asked,)))
    assert progress.state == TargetState.REACHED
    assert goal_text(asked, Formatter(data, words("zh"))).startswith("下降")


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"value": Decimal(8000)}, TargetState.REACHED),
        ({"value": Decimal(7999)}, TargetState.MISSED),
        ({"value": Decimal(7900), "qualifier": "more_than", "printed": "7900余次"}, "undecided"),
        ({"value": Decimal(8100), "qualifier": "more_than", "printed": "8100余次"}, "reached"),
        ({"value": None, "printed": ""}, TargetState.NOT_MENTIONED),
        ({"unit": "场"}, TargetState.UNDECIDED),
    ],
)
def test_a_result_is_judged_by_all_values_it_may_have(
    data: Dataset, changed: dict[str, object], state: str
) -> None:
    assert state_of(data, DRILLS, **changed) == state


@settings(max_examples=30)
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_at_least_and_at_most_answer_each_other(goal: int, result: int) -> None:
    """Of an exact result, one of the two holds; both only where it is the goal itself."""
    data = load(SAMPLE_FOLDER)
    changed = {"value": Decimal(result), "printed": f"{result}次"}
    least = replace(DRILLS, value=Decimal(goal))
    states = [
        state_of(data, replace(least, direction=each), **changed)
        for each in ("at_least", "at_most")
    ]
    assert (states.count(TargetState.REACHED) == 2) == (goal == result)
    assert set(states) <= {TargetState.REACHED, TargetState.MISSED}


def test_a_goal_of_a_coming_year_is_under_way_and_a_growth_needs_a_rate(data: Dataset) -> None:
    assert state_of(data, replace(DRILLS, year=2026)) == TargetState.UNDER_WAY
    growth = replace(DRILLS, kind="growth", value=Decimal(20), unit="%", qualifier="at_least")
    assert state_of(data, growth) == TargetState.REACHED
    note = "2024年起口径改变"
    assert state_of(data, growth, note=note) == TargetState.UNDECIDED


def test_results_without_a_goal_are_listed_where_there_are_goals(data: Dataset) -> None:
    listed = {row.metric for row in without_target(data, 2024)}
    assert "解读宣贯" in listed and DRILLS.metric not in listed
    assert without_target(data, 2021) == []


def test_the_published_reports_set_no_goal_in_numbers() -> None:
    assert load().targets == ()
    assert target_progress(load()) == []


def test_wrong_rows_are_all_told(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    (folder / "targets.csv").write_bytes((SAMPLE_FOLDER / "targets.csv").read_bytes())

    def spoil(rows: list[dict[str, str]]) -> None:
        rows[0] |= {"value": "八千", "direction": "above"}
        rows[1] |= {"metric": "没有的指标", "year": "明年"}

    edit(folder / "targets.csv", spoil)
    with pytest.raises(BrokenData) as broken:
        load(folder)
    found = {(p.row, p.column) for p in broken.value.problems}
    assert found == {(2, "value"), (2, "direction"), (3, "metric"), (3, "year")}
    assert {p.file for p in broken.value.problems} == {"targets.csv"}


def test_the_command_line_says_how_each_goal_stands() -> None:
    found = json.loads(run_here(SAMPLE_FOLDER, "targets", "--json").stdout)
    states = {(t["year"], t["metric"]): (t["state"], t["share"]) for t in found["targets"]}
    assert states[2024, "各级各部门演练"] == ("reached", "1.0396")
    assert states[2024, "市级应急演练"] == ("missed", "0.9000")
    assert states[2025, "实操培训"] == ("under_way", "0.8680")
