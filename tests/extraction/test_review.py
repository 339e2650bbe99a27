"""Deciding on a report's figures: each decision can be changed, undone, and comes to exact rows."""

import json
from datetime import date
from decimal import Decimal

import pytest

from metrics.extraction.proposals import LEAVE, TAKE, Extraction, Proposal, extract
from metrics.extraction.review import (
    SURE,
    Decision,
    attachment,
    decisions_in,
    departs_from_print,
    differing_repeats,
    in_force,
    left_ones,
    row_of,
    rows_taken,
    sure_ones,
    undecided,
)
from metrics.i18n import words
from metrics.model.catalogue import fold
from metrics.model.dataset import Dataset
from metrics.model.leaving import REASONS, reason_in
from metrics.model.observation import Observation
from metrics.readers.documents import pasted
from metrics.store.editions import EditionText
from tests.support.drafts import sample
from tests.support.reports import REPORT

EDITION = EditionText(2025, REPORT, "工作总结", published=date(2026, 1, 20))


@pytest.fixture(scope="module")
def data() -> Dataset:
    return sample()


@pytest.fixture(scope="module")
def extraction(data: Dataset) -> Extraction:
    return extract(pasted(REPORT), data)


def of(extraction: Extraction, printed: str) -> Proposal:
    """The first figure of the text that is printed so."""
    return min(
        (p for p in extraction.proposals if p.figure.printed == printed), key=lambda p: p.number
    )


def take(proposal: Proposal, **cells: str) -> Decision:
    return Decision(proposal.number, TAKE, cells)


def test_taking_makes_the_row_that_is_proposed(extraction: Extraction) -> None:
    drills = of(extraction, "8956次")
    assert rows_taken(extraction, [take(drills)]) == [drills.row]
    assert (drills.row.metric, drills.row.value) == ("各级各部门演练", Decimal(8956))


def test_a_changed_cell_changes_the_row_and_nothing_else(extraction: Extraction) -> None:
    drones = of(extraction, "26架")
    (row,) = rows_taken(extraction, [take(drones, metric=" 新增无人机 ", value="2.60")])
    assert (row.metric, row.value) == ("新增无人机", Decimal("2.60"))
    names = Observation.__dataclass_fields__
    changed = {name for name in names if getattr(row, name) != getattr(drones.row, name)}
    assert changed == {"metric", "value", "printed"}


def test_what_is_printed_and_where_it_stands_cannot_be_written(extraction: Extraction) -> None:
    drones = of(extraction, "26架")
    written = row_of(drones, {"printed": "260架", "section": "九"})
    assert written == drones.row


@pytest.mark.parametrize("value", ["", "许多", "1e", "NaN", "１２ ３", "12,3,4x"])
def test_a_value_that_is_no_number_is_refused(extraction: Extraction, value: str) -> None:
    with pytest.raises(ValueError):
        row_of(of(extraction, "26架"), {"value": value})


def test_leaving_takes_nothing_and_is_no_longer_asked(extraction: Extraction) -> None:
    drones = of(extraction, "26架")
    decisions = [Decision(drones.number, LEAVE, {}, "不是年度指标")]
    assert rows_taken(extraction, decisions) == []
    assert drones not in undecided(extraction, decisions)
    coverage = extraction.coverage({n: d.action for n, d in in_force(decisions).items()})
    every = len(extraction.proposals)
    assert (coverage.taken, coverage.left_out, coverage.undecided) == (0, 1, every - 1)


def test_undoing_goes_back_one_decision_at_a_time(extraction: Extraction) -> None:
    first, second = of(extraction, "26架"), of(extraction, "31支")
    made = [
        take(first),
        take(second),
        Decision(first.number, LEAVE, {}, "先不取"),
        take(first, metric="新增无人机"),
    ]
    seen = [
        [row.metric for row in rows_taken(extraction, made[:upto])]
        for upto in range(len(made), -1, -1)
    ]
    assert seen == [
        ["增设救援队伍", "新增无人机"],
        ["增设救援队伍"],
        ["增设救援队伍", "新购消防无人机"],
        ["新购消防无人机"],
        [],
    ]  # fmt: skip


def test_decisions_survive_json(extraction: Extraction) -> None:
    made = [
        take(of(extraction, "26架"), metric="新增无人机", value="26"),
        Decision(of(extraction, "9次").number, LEAVE, {}, "“引号”与\n换行"),
    ]
    state = json.loads(json.dumps({"decisions": [each.as_state() for each in made]}))
    assert decisions_in(state) == made
    assert decisions_in({}) == []


def test_sure_ones_are_known_and_uncontradicted(extraction: Extraction) -> None:
    sure = sure_ones(extraction, [])
    assert sure and all(p.how in SURE and not p.contradictions for p in sure)
    for printed in ("4120项", "4630项", "26架", "12次"):
        assert of(extraction, printed) not in sure, printed
    rest = sure_ones(extraction, [take(sure[0])])
    assert rest == sure[1:]


def test_what_is_left_by_proposal_says_why(extraction: Extraction) -> None:
    left = left_ones(extraction, [])
    assert {p.figure.printed for p in left} == {"18座", "12次", "15处"}
    assert all(p.why for p in left)
    assert left_ones(extraction, [Decision(p.number, LEAVE, {}) for p in left]) == []


def test_taking_the_sure_ones_and_leaving_the_rest_decides_everything(
    extraction: Extraction,
) -> None:
    made = [take(p) for p in sure_ones(extraction, [])]
    made += [Decision(p.number, LEAVE, {}) for p in left_ones(extraction, made)]
    made += [take(p) for p in undecided(extraction, made)]
    assert undecided(extraction, made) == []
    assert rows_taken(extraction, made) == extraction.rows
    assert differing_repeats(extraction, made) == []


def test_two_values_for_one_metric_are_told(extraction: Extraction) -> None:
    result, target = of(extraction, "9次"), of(extraction, "12次")
    decisions = [take(target), take(result)]
    assert differing_repeats(extraction, decisions) == [(result.row, target.row)]
    assert differing_repeats(extraction, [take(result)]) == []
    elsewhere = [take(result), take(target, subcategory="镇街")]
    assert differing_repeats(extraction, elsewhere) == []
    apart = [take(result), take(target, metric="计划市级应急演练")]
    assert differing_repeats(extraction, apart) == []
    assert len(rows_taken(extraction, apart)) == 2


def test_the_same_value_twice_is_a_repetition_only(extraction: Extraction) -> None:
    halls = [p for p in extraction.proposals if p.figure.printed == "18座"]
    assert len(halls) == 2
    assert differing_repeats(extraction, [take(p) for p in halls]) == []


def test_evidence_reads_as_printed(extraction: Extraction) -> None:
    made = [take(p) for p in extraction.proposals if p.suggestion == TAKE]
    attached = attachment(extraction, made, EDITION)
    rows = {row.key: row for row in rows_taken(extraction, made)}
    assert attached.edition == EDITION
    assert {place.key for place in attached.evidence} == set(rows)
    for place in attached.evidence:
        assert REPORT[place.start : place.end] == place.printed == rows[place.key].printed


def test_evidence_follows_a_changed_name(extraction: Extraction) -> None:
    drones = of(extraction, "26架")
    attached = attachment(extraction, [take(drones, metric="新增无人机")], EDITION)
    (place,) = attached.evidence
    assert place.key[-1] == "新增无人机"
    (alias,) = attached.aliases
    assert (alias.alias, alias.metric) == ("新购消防无人机", "新增无人机")


def test_a_name_that_is_the_metric_s_own_needs_no_alias(extraction: Extraction) -> None:
    assert attachment(extraction, [take(of(extraction, "9次"))], EDITION).aliases == ()


def test_a_figure_that_is_left_confirms_nothing(extraction: Extraction) -> None:
    drills = of(extraction, "8956次")
    attached = attachment(extraction, [Decision(drills.number, LEAVE, {})], EDITION)
    assert (attached.evidence, attached.aliases) == ((), ())


def test_what_is_left_goes_with_the_report(extraction: Extraction) -> None:
    drones, teams, drills = (of(extraction, text) for text in ("26架", "31支", "8956次"))
    made = [
        Decision(teams.number, LEAVE, {}, "先不取"),
        Decision(drones.number, LEAVE, {}, "不是年度指标"),
        Decision(drills.number, LEAVE, {}),
        take(teams),
    ]
    left = {each.printed: each for each in attachment(extraction, made, EDITION).left_out}
    assert set(left) == {"26架", "8956次"}, "what was taken after all is not left out"
    assert left["26架"].reason == "不是年度指标" and left["8956次"].reason
    for printed, proposal in (("26架", drones), ("8956次", drills)):
        each = left[printed]
        assert REPORT[each.start : each.end] == each.printed
        assert (each.year, each.section, each.what) == (
            extraction.year, proposal.row.section, proposal.row.metric,
        )  # fmt: skip


def test_confirmed_names_match_exactly_next_year(extraction: Extraction, data: Dataset) -> None:
    made = [take(p) for p in sure_ones(extraction, [])]
    confirmed = attachment(extraction, made, EDITION).aliases
    assert confirmed
    aliases = {fold(alias.alias): alias for alias in confirmed}
    later = REPORT.replace("2026年", "2027年").replace("2025年", "2026年")
    again = extract(pasted(later), data, aliases=aliases)
    for alias in confirmed:
        matched = [p for p in again.proposals if p.figure.metric == alias.alias]
        assert matched and all(p.how in ("alias", "exact", "none") for p in matched)
        assert any(p.row.metric == alias.metric and p.how != "none" for p in matched)
    assert not attachment(again, [take(p) for p in sure_ones(again, [])], EDITION).aliases


def test_a_value_that_the_words_do_not_say_has_no_printed_form(extraction: Extraction) -> None:
    drills = of(extraction, "8956次")
    row = row_of(drills, {"value": "8965", "note": "原文笔误，以台账为准"})
    assert departs_from_print(drills, row)
    assert (row.value, row.printed, row.as_printed) == (Decimal(8965), "", "8965次")
    assert not departs_from_print(drills, row_of(drills, {"metric": "应急演练"}))


def test_the_region_of_a_row_can_be_changed(extraction: Extraction) -> None:
    drills = of(extraction, "8956次")
    assert row_of(drills, {"region": "青屿区"}).region == "青屿区"


def test_what_is_left_has_a_reason_in_both_languages(extraction: Extraction) -> None:
    made = [Decision(p.number, LEAVE, {}) for p in extraction.proposals]
    left = attachment(extraction, made, EDITION).left_out
    assert left and {each.reason for each in left} <= set(REASONS)
    for each in left:
        assert reason_in(each.reason, "zh") != reason_in(each.reason, "en")
    assert reason_in("不是年度指标", "en") == "不是年度指标"
    assert all(words("zh").say(text) for text in REASONS.values())
