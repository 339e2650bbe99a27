"""What a publication would change for readers: lines, pictures, cards, and the rows afterwards."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.analysis.impact import applied, changed_cards, changed_charts, changed_figures
from metrics.i18n import LANGUAGES, words
from metrics.model.dataset import Dataset
from metrics.model.diff import Changes, all_changes, plan
from metrics.model.observation import Observation, from_table
from metrics.store.published import with_rows
from metrics.wording.formatter import Formatter
from tests.support.figures import figure, figures
from tests.support.sample import real

DATA = real()
ROWS = from_table(DATA.table)
LATEST = DATA.years[-1]
LEAD = next(o for o in ROWS if o.metric == "各级各部门演练")


def next_year(value: int = 13040) -> Observation:
    """The lead figure of the drills, a year later."""
    return replace(LEAD, year=LEAD.year + 1, value=Decimal(value), printed=f"{value}次")


def after(changes: Changes) -> Dataset:
    return with_rows(DATA, applied(ROWS, changes))


@given(st.data())
def test_applied_is_what_comparing_finds_again(data: st.DataObject) -> None:
    old = [figure(f"指标{n}", n) for n in data.draw(st.sets(st.integers(0, 8)))]
    names = data.draw(st.sets(st.integers(0, 8)))
    new = [figure(f"指标{n}", data.draw(st.integers(0, 9))) for n in names]
    changes = all_changes(old, new)
    result = applied(old, changes)
    assert {row.key: row for row in result} == {row.key: row for row in new}
    assert len(result) == len(new)
    assert not all_changes(result, new)


def test_applied_keeps_the_order_in_which_keys_appeared() -> None:
    old = figures(4)
    new = [replace(old[1], value=Decimal(7)), figure("更多", 1)]
    result = applied(old, plan(old, new))
    assert [row.metric for row in result] == [*(row.metric for row in old), "更多"]
    assert result[1].value == 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_added_figure_stands_beside_the_year_before(language: str) -> None:
    _ = words(language)
    changes = plan(ROWS, [next_year()])
    (line,) = changed_figures(changes, Formatter(after(changes), _))
    assert (line.kind, line.year, line.before) == ("added", LATEST + 1, "")
    assert line.after == Formatter(DATA, _).figure(next_year())
    assert line.year_before == Formatter(DATA, _).figure(LEAD)
    assert LEAD.value is not None
    percent = (Decimal(13040) - LEAD.value) / LEAD.value * 100
    assert line.growth == f"+{percent:.1f}%".replace(".0%", "%")


def test_a_changed_figure_shows_old_and_new_and_a_withdrawn_one_only_the_old() -> None:
    _ = words("zh")
    mended = replace(LEAD, value=Decimal(12000), printed="12000次")
    changes = Changes(changed=((LEAD, mended),), withdrawn=(ROWS[0],))
    changed, withdrawn = changed_figures(changes, Formatter(after(changes), _))
    assert (changed.kind, withdrawn.kind) == ("changed", "withdrawn")
    shown = [Formatter(DATA, _).figure(o) for o in (LEAD, mended)]
    assert [changed.before, changed.after] == shown
    assert (withdrawn.before, withdrawn.after) == (Formatter(DATA, _).figure(ROWS[0]), "")
    assert withdrawn.growth == "—"
    assert changed.year_before == "—", "no earlier year is published"


def test_lines_come_added_then_changed_then_withdrawn() -> None:
    mended = replace(LEAD, value=Decimal(12000), printed="12000次")
    changes = plan(ROWS, [mended, next_year()], replace_years=[LATEST])
    kinds = [line.kind for line in changed_figures(changes, Formatter(after(changes), words("en")))]
    order = ["added", "changed", "withdrawn"]
    assert all(order.index(a) <= order.index(b) for a, b in pairwise(kinds))
    assert len(kinds) == 1 + 1 + len(ROWS) - 1


def test_another_place_is_named() -> None:
    elsewhere = replace(next_year(), region="环翠区")
    changes = plan(ROWS, [elsewhere])
    (line,) = changed_figures(changes, Formatter(after(changes), words("zh")))
    assert line.name.startswith("环翠区 · ")


def test_a_metric_s_chart_changes_once_however_many_years_do() -> None:
    mended = replace(LEAD, value=Decimal(12000), printed="12000次")
    changes = plan(ROWS, [mended, next_year(), replace(next_year(), region="环翠区")])
    found = changed_charts(changes, after(changes))
    assert {(p.metric.zh, p.region) for p in found} == {
        (LEAD.metric, LEAD.region), (LEAD.metric, "环翠区"),
    }  # fmt: skip
    assert len(found) == 2


def test_a_new_year_changes_every_lead_card_and_a_side_figure_none() -> None:
    mains = sum(1 for c in DATA.vocabulary.categories.values() if c.main)
    changes = plan(ROWS, [next_year()])
    assert changed_cards(changes, DATA, after(changes)) == mains
    mended = plan(ROWS, [replace(LEAD, value=Decimal(12000), printed="12000次")])
    assert changed_cards(mended, DATA, after(mended)) == 1
    elsewhere = plan(ROWS, [replace(LEAD, category="others"), mended.changed[0][0]])
    assert changed_cards(elsewhere, DATA, after(elsewhere)) == 0, "a namesake of another category"
    leads = {c.lead for c in DATA.vocabulary.categories.values()}
    side = next(
        o for o in ROWS if DATA.catalogue.get(o.metric, o.category, o.unit).slug not in leads
    )
    aside = plan(ROWS, [replace(side, value=Decimal(1), printed="1")])
    assert changed_cards(aside, DATA, after(aside)) == 0


def test_nothing_changes_nothing() -> None:
    changes = plan(ROWS, ROWS)
    assert not changes
    assert applied(ROWS, changes) == tuple(ROWS)
    assert (
        changed_figures(changes, Formatter(DATA, words("en"))) == []
        and changed_charts(changes, DATA) == []
    )
    assert changed_cards(changes, DATA, after(changes)) == 0
