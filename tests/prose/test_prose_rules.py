"""Rule ids and word lists: each rule has a text, each list its columns, no word stands twice."""

import re
from pathlib import Path

import pytest

from metrics.prose import UnknownRule, describe_rule, read, rule_ids
from metrics.prose import non_figures as masks
from metrics.prose.lexicon import DATA, rows
from metrics.prose.non_figures import Masks
from metrics.prose.units import unit_names

PACKAGE = Path(__file__).resolve().parents[2] / "metrics" / "prose"


def test_every_mask_has_a_text_in_both_languages() -> None:
    for rule in {name for name, _ in masks._masks()} | set(masks._phrases()[1].values()):
        assert describe_rule(rule, "zh")
        assert describe_rule(rule, "en")


def test_every_rule_written_in_the_code_has_a_text() -> None:
    quoted = set()
    for path in ("naming", "naming_rules", "acceptance", "tokens", "tables", "reader"):
        source = (PACKAGE / f"{path}.py").read_text(encoding="utf-8")
        quoted |= set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source))
    flags = {"part-of", "order-uncertain", "person-times", "organisation-times"}
    assert quoted - flags <= set(rule_ids())


def test_an_unknown_rule_or_language_is_named_in_the_exception() -> None:
    with pytest.raises(UnknownRule, match="no-such-rule"):
        describe_rule("no-such-rule")
    with pytest.raises(UnknownRule, match="'fr'"):
        describe_rule("date", "fr")


def test_the_rules_of_a_reading_are_known() -> None:
    text = "一是举办培训12期，1200人参加。依据第3条，处2万元罚款，同比下降3%，占全县的5%。"
    reading = read(text, 2025)
    used = {rejected.rule for rejected in reading.rejected}
    used |= {rule for figure in reading.figures for rule in figure.rules}
    assert used <= set(rule_ids())


def test_no_word_list_repeats_a_row() -> None:
    for path in sorted(DATA.glob("*.csv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(set(lines)), path.name


def test_there_are_more_than_two_hundred_units_and_each_has_a_family() -> None:
    assert len(unit_names()) > 200
    assert all(row["family"] for row in rows("units"))


def test_a_mask_covers_the_numerals_of_a_phrase() -> None:
    masks = Masks("落实三重一大制度")
    assert masks.rule(2) == masks.rule(4) == "set-phrase"
    assert masks.rule(0) == "set-phrase" or masks.rule(0) == ""
