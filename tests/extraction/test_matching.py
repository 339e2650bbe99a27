"""Last year's metrics are found again in this year's words, and new ones are seen to be new."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.cli.matching import match_labels
from metrics.extraction.known_metrics import known_metrics
from metrics.extraction.label import Label, label_from
from metrics.extraction.ranking import THRESHOLD, Match, match_all, match_label
from metrics.i18n import LANGUAGES, words
from metrics.model.dataset import load
from tests.support.labelled_reports import LabelledReport, each_report

PAIRS = json.loads(
    (Path(__file__).parents[1] / "data/matching_pairs.json").read_text(encoding="utf-8")
)
_ = words("en")

labels = st.builds(
    Label, st.text(max_size=12), st.sampled_from(["", "次", "人次", "人", "项", "%"])
)


def half(name: str) -> list[tuple[Match, list[Label], dict[str, str | None]]]:
    """Every right of one half of the pairs, with its match, the lefts, and what is expected."""
    found = []
    for report in PAIRS:
        if report["half"] == name:
            lefts = [label_from(left) for left in report["left"]]
            rights = [label_from(right) for right in report["right"]]
            matches = match_all(rights, lefts)
            found += [(m, lefts, r) for m, r in zip(matches, report["right"], strict=True)]
    assert found
    return found


@pytest.mark.parametrize(("name", "least"), [("dev", 0.97), ("held", 0.9)])
def test_the_partner_of_another_year_comes_first(name: str, least: float) -> None:
    with_partner = [(m, lefts, r["expect"]) for m, lefts, r in half(name) if r["expect"]]
    first = [
        bool(m.candidates) and lefts[m.candidates[0].left].metric == expected
        for m, lefts, expected in with_partner
    ]
    assert sum(first) / len(first) >= least


@pytest.mark.parametrize(("name", "least"), [("dev", 0.97), ("held", 0.9)])
def test_partners_are_taken_and_new_metrics_are_not(name: str, least: float) -> None:
    right = [
        (lefts[m.best.left].metric if m.best else None) == r["expect"] for m, lefts, r in half(name)
    ]
    assert sum(right) / len(right) >= least
    new = [m.best is None for m, lefts, r in half(name) if r["expect"] is None]
    assert sum(new) / len(new) >= least


@each_report
def test_the_labels_of_a_report_find_the_catalogue_by_name_alone(report: LabelledReport) -> None:
    rights = [label_from(each) for each in report.labels]
    known = report.rows
    matches = match_all(rights, [Label(row.metric, row.unit) for row in known])
    for match, each in zip(matches, report.labels, strict=True):
        if each["kind"] == "metric":
            assert match.best is not None, each["metric"]
            assert known[match.best.left].printed == each["printed"]


def test_the_same_name_is_certain_and_an_alias_nearly() -> None:
    lefts = [Label("宣贯培训", "人次", aliases=("培训人次",)), Label("实操培训", "人次")]
    (exact, *_rest) = match_label(Label("宣贯培训", "人次"), lefts)
    (alias, *_rest) = match_label(Label("培训人次", "人次"), lefts)
    assert (exact.left, exact.score, exact.how) == (0, 1.0, "exact")
    assert (alias.left, alias.how) == (0, "alias")
    assert exact.score > alias.score > match_label(Label("宣贯的培训", "人次"), lefts)[0].score


@pytest.mark.parametrize(
    ("right", "left"),
    [
        (Label("市级应急演练", "次"), Label("全市应急演练", "次")),
        (Label("演练参演", "人"), Label("演练参演", "人次")),
        (Label("应急演练", "次", change="growth"), Label("应急演练", "次")),
        (Label("隐患整改率提高幅度", "百分点"), Label("隐患整改率", "%")),
        (Label("整改火灾隐患", "处"), Label("排查火灾隐患", "处")),
        (Label("火灾受伤人数", "人"), Label("火灾死亡人数", "人")),
    ],
)
def test_what_counts_something_else_is_no_continuation(right: Label, left: Label) -> None:
    assert match_all([right], [left])[0].best is None


def test_a_name_whose_unit_counts_something_else_is_shown_with_the_reason() -> None:
    (found,) = match_label(Label("培训", "场次"), [Label("培训", "人次")])
    assert found.score < THRESHOLD
    assert "场次" in _.say(found.reason) and "人次" in _.say(found.reason)


def test_a_metric_is_taken_once_by_the_likeliest() -> None:
    lefts = [Label("应急演练", "次")]
    found = match_all([Label("各类应急演练活动", "次"), Label("应急演练", "次")], lefts)
    assert found[0].best is None and found[0].candidates
    assert found[1].best is not None and found[1].best.left == 0


def test_a_scope_that_only_the_sentence_suggests_decides_between_two() -> None:
    lefts = [Label("市级演练", "次"), Label("各级演练", "次")]
    assert match_label(Label("演练", "次", hint="all"), lefts)[0].left == 1
    assert match_label(Label("演练", "次", hint="city"), lefts)[0].left == 0


def test_reasons_are_in_the_reader_s_language() -> None:
    (found,) = match_label(Label("组织应急演练", "场"), [Label("应急演练", "次")])
    for language in LANGUAGES:
        assert "应急演练" in words(language).say(found.reason)


def test_a_confirmed_alias_means_its_metric_alone() -> None:
    data = load()
    (owner,) = [m for m in data.catalogue.metrics if "培训" in m.aliases]
    (other,) = [m for m in data.catalogue.metrics if m.zh == "实操培训"]
    alias = type("Alias", (), {"alias": "培训", "metric": other.zh,
                               "category": "", "subcategory": ""})()  # fmt: skip
    known = {k.metric.zh: k.label for k in known_metrics(data, "威海市", 2025, {"培训": alias})}
    assert "培训" in known[other.zh].aliases
    assert "培训" not in known[owner.zh].aliases


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("应急演练(次)", Label("应急演练", "次")),
        ("应急演练（场次）", Label("应急演练", "场次")),
        ("预案(县级)", Label("预案(县级)")),
        ({"metric": "培训", "unit": "人次", "category": "training", "value": 3},
         Label("培训", "人次", "training")),
        ({"name": "演练", "change": "growth"}, Label("演练", change="growth")),
    ],
)  # fmt: skip
def test_labels_are_texts_or_objects(said: object, label: Label) -> None:
    assert label_from(said) == label  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["", "  ", {}, {"metric": ""}, {"metric": 3}, 3, None, ["演练"]])
def test_what_is_no_label_is_said(said: object) -> None:
    with pytest.raises(ValueError):
        label_from(said)  # type: ignore[arg-type]


def test_the_command_answers_for_every_right_in_order() -> None:
    asked = {"left": ["应急演练(次)", {"metric": "实操培训", "unit": "人次"}],
             "right": [{"metric": "实际操作培训", "unit": "人次"}, "无人机(架)"]}  # fmt: skip
    answer = match_labels(json.dumps(asked).encode(), "labels.json", _)
    first, second = answer.data["matches"]
    assert answer.ok
    assert (first["right"], first["best"]) == (asked["right"][0], asked["left"][1])
    assert first["best_index"] == 1 and 0 < first["score"] <= 1
    assert set(first["candidates"][0]) == {"left", "left_index", "score", "how", "reason"}
    assert (second["best"], second["best_index"], second["score"]) == (None, None, None)


@given(labels, st.lists(labels, max_size=5))
def test_scores_are_in_order_and_no_label_raises(right: Label, lefts: list[Label]) -> None:
    scores = [candidate.score for candidate in match_label(right, lefts)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@given(st.lists(labels, max_size=5), st.lists(labels, max_size=5))
def test_no_metric_is_taken_twice(rights: list[Label], lefts: list[Label]) -> None:
    matches = match_all(rights, lefts)
    taken = [match.best.left for match in matches if match.best]
    assert len(matches) == len(rights)
    assert len(taken) == len(set(taken))
