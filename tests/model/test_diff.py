"""What publishing changes, and what an empty cell leaves alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.i18n import words
from metrics.model.diff import all_changes, completed, plan
from metrics.model.observation import Observation
from metrics.wording.differences import differences
from tests.support.figures import figure

PRINTED = figure("宣贯", 1360000, 2024, printed="136万余次", section="一(二)三是", note="含线上",
                 qualifier="more_than")  # fmt: skip
TEXTS = ("printed", "section", "note")


def _with_texts(texts: list[str]) -> Observation:
    printed, section, note = texts
    return replace(PRINTED, printed=printed, section=section, note=note)


@pytest.mark.parametrize("cell", ["", "136万余", "1360000余", "136万余次"])
def test_a_table_with_a_published_figure_touches_nothing_of_it(cell: str) -> None:
    row = replace(PRINTED, printed=cell, section="", note="")
    changes = plan([PRINTED], [row])
    assert not changes
    assert changes.unchanged == 1


def test_another_value_keeps_its_section_and_takes_its_own_words() -> None:
    row = replace(PRINTED, value=Decimal(1380000), printed="138万余", section="", note="")
    (pair,) = plan([PRINTED], [row]).changed
    assert pair[1] == replace(row, section=PRINTED.section, note=PRINTED.note)
    blank = completed(replace(row, printed=""), PRINTED)
    assert blank.printed == "", "the words of the old value would be false"


def test_last_year_s_column_takes_no_qualifier_away() -> None:
    bare = replace(PRINTED, qualifier="exact", printed="1360000", section="", note="")
    beside = replace(bare, year=2025, value=Decimal(1510000))
    changes = plan([PRINTED], [bare, beside])
    assert changes.added == (beside,) and not changes.changed
    assert plan([PRINTED], [bare]).changed, "a file of that year alone corrects it"
    assert plan([PRINTED], [replace(bare, value=Decimal(1370000)), beside]).changed


def test_another_place_in_the_report_brings_its_own_words() -> None:
    row = replace(PRINTED, section="二(一)", printed="136万余")
    assert completed(row, PRINTED) == row


def test_going_back_takes_a_state_as_it_was() -> None:
    bare = replace(PRINTED, section="", note="", printed="")
    assert all_changes([PRINTED], [bare]).changed == ((PRINTED, bare),)


@given(st.lists(st.sampled_from(["", "甲", "乙"]), min_size=6, max_size=6), st.booleans())
def test_no_text_is_emptied_and_a_second_time_changes_nothing(texts: list[str], same: bool) -> None:
    old = _with_texts(texts[:3])
    row = _with_texts(texts[3:])
    row = row if same else replace(row, value=Decimal(7))
    new = completed(row, old)
    kept = TEXTS if same else ("section", "note")
    assert all(getattr(new, name) for name in kept if getattr(old, name))
    assert new.figure == row.figure
    assert completed(row, new) == new


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"section": ""}, ["数值不变", "出处“一(二)三是”被清空"]),
        ({"section": "二"}, ["数值不变", "出处“一(二)三是” → “二”"]),
        ({"note": "", "printed": ""}, ["数值不变", "原文“136万余次”被清空", "备注“含线上”被清空"]),
        ({"qualifier": "exact"}, ["读作1,360,000 次（超过此数） → 1,360,000 次"]),
        ({"value": Decimal(5), "printed": "5次"}, []),
        ({}, []),
    ],
)
def test_what_cannot_be_seen_in_the_figure_is_said(
    changed: dict[str, object], said: list[str]
) -> None:
    new = replace(PRINTED, **changed)  # type: ignore[arg-type]
    assert differences(PRINTED, new, words("zh")) == said
    assert len(differences(PRINTED, new, words("en"))) == len(said)
    back = differences(new, PRINTED, words("en"))
    assert len(back) == len(said) and not any("emptied" in text for text in back)
