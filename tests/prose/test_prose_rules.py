"""Rule ids and word lists: each rule has a text, each list its columns, no word stands twice."""

import re
from pathlib import Path

import pytest

from metrics import DEFAULTS
from metrics.model.vocabulary import load_vocabulary
from metrics.prose import UnknownRule, describe_rule, read, unit_names
from metrics.prose.lexicon import rows, words
from metrics.prose.non_figures import Masks

PACKAGE = Path(__file__).resolve().parents[2] / "metrics" / "prose"


def test_every_mask_has_a_text_in_both_languages() -> None:
    source = (PACKAGE / "non_figures.py").read_text(encoding="utf-8")
    masks = set(re.findall(r'^ +\("([a-z-]+)", ', source, re.MULTILINE))
    assert len(masks) > 20
    for rule in masks | {row["kind"] for row in rows("phrases")}:
        assert describe_rule(rule, "zh")
        assert describe_rule(rule, "en")


def test_every_list_that_a_pattern_names_has_words() -> None:
    named = {
        match.groups()
        for path in PACKAGE.glob("*.py")
        for match in re.finditer(r"<([a-z]+):([a-z-]+)>", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 30
    assert [name for name in sorted(named) if not words(*name)] == []


def test_every_rule_written_in_the_code_has_a_text() -> None:
    quoted = set()
    for path in ("naming", "naming_rules", "acceptance", "tokens", "tables", "reader"):
        source = (PACKAGE / f"{path}.py").read_text(encoding="utf-8")
        quoted |= set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source))
    flags = {"part-of", "order-uncertain", "person-times", "organisation-times"}
    assert quoted - flags <= {row["rule"] for row in rows("rules")}


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
    assert used <= {row["rule"] for row in rows("rules")}


def test_no_word_list_repeats_a_row() -> None:
    for path in sorted((DEFAULTS / "prose").glob("*.csv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(set(lines)), path.name


def test_there_are_more_than_two_hundred_units_and_each_has_a_family() -> None:
    assert len(unit_names()) > 200
    assert all(row["family"] for row in rows("units"))


def test_a_mask_covers_the_numerals_of_a_phrase() -> None:
    masks = Masks("落实三重一大制度")
    assert masks.rule(2) == masks.rule(4) == "set-phrase"
    assert masks.rule(0) == "set-phrase" or masks.rule(0) == ""


def test_the_reader_knows_the_units_and_qualifiers_that_are_published() -> None:
    vocabulary = load_vocabulary()
    assert {key for key in vocabulary.units if key not in unit_names()} <= {"级"}
    known = {row["qualifier"] for row in rows("qualifiers")}
    assert set(vocabulary.qualifiers) - known <= {"range"}


def test_every_word_for_a_category_counts_in_a_known_place() -> None:
    kinds = set(load_vocabulary().categories) | {"rescue", "casualties", "other"}
    for row in rows("categories"):
        assert row["place"] in ("", "end", "start", "heading", "unit", "tail", "domain"), row
        bare = row["place"] in ("tail", "domain")
        assert (row["kind"] == "") if bare else (row["kind"] in kinds), row
        assert int(row["weight"]) >= (0 if bare else 1), row


def test_a_category_is_told_by_head_heading_and_event() -> None:
    text = (
        "二、隐患排查治理\n逐一标注桥下空间46处。\n"
        "三、演练\n组织盲演6次，参加职工90人。下发整改指令12份。"
    )
    found = [figure.category for figure in read(text, 2025).figures]
    assert found == ["hazards", "drills", "drills", "enforcement"]
