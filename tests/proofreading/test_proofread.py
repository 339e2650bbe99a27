"""A draft's figures against what is published: the same, rounded, different, or unknown."""

import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.cli.reading import proofread_draft
from metrics.i18n import LANGUAGES, words
from metrics.model.dataset import load
from metrics.model.observation import COLUMN_NAMES, Observation
from metrics.model.series import compare
from metrics.numbers import QualifierKey
from metrics.proofreading.marked_copy import as_dict, as_html
from metrics.proofreading.proofread import proofread
from metrics.proofreading.rounding import (
    DIFFERING,
    NOT_FOUND,
    ROUNDED,
    SUPPORTED,
    UNVERIFIABLE,
    compare_stated,
)
from metrics.proofreading.verdicts import Proofreading, Verdict
from metrics.proofreading.word_copy import as_docx
from metrics.prose import read
from metrics.readers.documents import pasted
from tests.support.drafts import sample
from tests.support.labelled_reports import LabelledReport, each_report
from tests.support.made_series import made, row

_ = words("en")

SPEECH = """同志们:2024年,全市各级各部门开展应急演练超过1.2万次,市级组织应急演练12次。
培训人员约136万人次,管控重大事故隐患5161项,挂牌督办重大隐患136项。
实操培训27万人次,90%以上的市级执法人员下沉一线。出动无人机35架次。"""


def judged(text: str) -> dict[str, Verdict]:
    """The verdicts on a text about the product's own figures, by printed figure."""
    return {v.figure.printed: v for v in proofread(pasted(text), load()).verdicts}


def in_sample(text: str) -> dict[str, Verdict]:
    return {v.figure.printed: v for v in proofread(pasted(text), sample()).verdicts}


def speech() -> Proofreading:
    return proofread(pasted(SPEECH, "speech.txt"), load())


@pytest.mark.parametrize(
    ("printed", "outcome", "metric"),
    [
        ("超过1.2万次", ROUNDED, "各级各部门演练"),
        ("12次", DIFFERING, "市级应急演练"),
        ("约136万人次", ROUNDED, "宣贯培训"),
        ("5161项", SUPPORTED, "管控重大事故隐患"),
        ("136项", DIFFERING, "挂牌督办重大事故隐患"),
        ("27万人次", ROUNDED, "实操培训"),
        ("90%以上", SUPPORTED, "市级执法人员下沉一线比例"),
        ("35架次", NOT_FOUND, None),
    ],
)
def test_a_speech(printed: str, outcome: str, metric: str | None) -> None:
    verdict = {v.figure.printed: v for v in speech().verdicts}[printed]
    assert verdict.outcome == outcome
    assert (verdict.metric.zh if verdict.metric else None) == metric


def test_a_differing_figure_says_by_how_much_and_what_is_right() -> None:
    verdict = judged("2024年,挂牌督办重大事故隐患136项。")["136项"]
    assert verdict.difference == Decimal(-27)
    assert verdict.suggestion == "163项"
    said = _.say(verdict.reason)
    assert "163项" in said and "−27" in said and "16.6%" in said


def test_a_value_of_another_metric_is_named() -> None:
    verdict = judged("2024年,挂牌督办重大事故隐患5161项。")["5161项"]
    assert verdict.outcome == DIFFERING
    assert any("管控重大事故隐患" in _.say(note) for note in verdict.notes)


def test_a_value_of_another_year_is_named() -> None:
    verdict = in_sample("2022年,管控重大事故隐患3386项。")["3386项"]
    assert verdict.outcome == DIFFERING
    assert any("2021" in _.say(note) for note in verdict.notes)


def test_a_value_under_words_that_name_no_metric_is_a_hint_only() -> None:
    verdict = judged("2024年,接待来访群众12192次。")["12192次"]
    assert verdict.outcome == NOT_FOUND
    assert "各级各部门演练" in _.say(verdict.reason)


def test_a_unit_that_counts_something_else_supports_nothing() -> None:
    assert judged("2024年,实操培训269000人。")["269000人"].outcome != SUPPORTED


@pytest.mark.parametrize(
    ("text", "printed", "outcome"),
    [
        ("2022年,开展应急演练6902次,增长32.4%。", "32.4%", SUPPORTED),
        ("2022年,开展应急演练6902次,增长23.4%。", "23.4%", DIFFERING),
        ("2022年,开展应急演练6902次,增加1688次。", "1688次", SUPPORTED),
        ("2022年,隐患整改率94.1%,提高2.3个百分点。", "2.3个百分点", DIFFERING),
        ("2020年,开展应急演练3860次,增长3.0%。", "3.0%", UNVERIFIABLE),
        ("2022年,开展应急演练6902次,下降32.4%。", "32.4%", DIFFERING),
        ("2022年,开展应急演练6902次,增长三成以上。", "三成以上", ROUNDED),
        ("2022年,开展应急演练6902次,增长30%以上。", "30%以上", ROUNDED),
        ("2022年,开展应急演练6902次,增长40%以上。", "40%以上", DIFFERING),
        ("2022年,开展应急演练6902次,增加1688个百分点。", "1688个百分点", UNVERIFIABLE),
        ("2024年,开展应急演练8317次,较2022年增加1415次。", "1415次", SUPPORTED),
        ("2022年,隐患整改率94.1%,提高2.3%。", "2.3%", UNVERIFIABLE),
    ],
)
def test_rises_are_computed_from_published_years(text: str, printed: str, outcome: str) -> None:
    assert in_sample(text)[printed].outcome == outcome


def over(old: Observation, new: Observation, stated: str) -> Verdict:
    """The verdict on what a draft says of a change between two published years."""
    draft = f"2024年,开展应急演练{new.value}{new.unit},{stated}。"
    return proofread(pasted(draft), made([old, new])).verdicts[-1]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ({"value": 0}, {"value": 120}, "It was 0 in 2023"),
        ({"value": -5}, {"value": 120}, "It was -5次 in 2023"),
        ({"value": 100, "unit": "场"}, {"value": 120}, "The unit changed"),
        ({"value": 100}, {"value": 120, "note": "口径有变"}, "The definition changed in 2024"),
        ({"value": 100, "upper": Decimal(110)}, {"value": 120}, "a range has no rate"),
        ({"value": None}, {"value": 120}, "is not published for 2023"),
        ({"value": 100, "year": 2022}, {"value": 120}, "is not published for 2023"),
    ],
)
@pytest.mark.parametrize("stated", ["增长95%", "增长20%", "下降20%"])
def test_a_rate_that_cannot_be_computed_is_never_supported(
    old: dict[str, Any], new: dict[str, Any], why: str, stated: str
) -> None:
    rows = [
        row("各级各部门演练", **{"year": year, **cells})
        for year, cells in ((2023, old), (2024, new))
    ]
    verdict = over(rows[0], rows[1], stated)
    assert verdict.outcome == UNVERIFIABLE
    assert why in _.say(verdict.reason)


@pytest.mark.parametrize(("old", "stated"), [(0, "增加120次"), (-5, "增加125次")])
def test_a_difference_from_zero_or_below_is_still_one(old: int, stated: str) -> None:
    rows = row("各级各部门演练", 2023, old), row("各级各部门演练", 2024, 120)
    assert over(*rows, stated).outcome == SUPPORTED
    assert over(*rows, "增加121次").outcome == DIFFERING


@pytest.mark.parametrize(("stated", "outcome"), [("增长15%", UNVERIFIABLE), ("增长25%", DIFFERING)])
def test_a_rate_of_figures_with_qualifiers_is_supported_only_where_it_must_hold(
    stated: str, outcome: str
) -> None:
    rows = [
        row("各级各部门演练", year, value, qualifier="more_than", printed=printed)
        for year, value, printed in ((2023, 11800, "1.18万余次"), (2024, 13600, "1.36万余次"))
    ]
    assert over(rows[0], rows[1], stated).outcome == outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_survives_a_rate_from_zero(language: str) -> None:
    data = made([row("各级各部门演练", 2023, 0), row("各级各部门演练", 2024, 120)])
    draft = "2024年,开展应急演练120次,增长95%。".encode()
    answer, _found = proofread_draft(draft, "x.txt", data, words(language))
    assert answer.ok and answer.data["counts"][UNVERIFIABLE] == 1
    assert answer.data["figures"][-1]["outcome"] == UNVERIFIABLE


def test_a_year_without_figures_is_not_supported_by_another_year() -> None:
    found = judged("2026年,管控重大事故隐患5161项,增长5%。开展应急演练12192次。")
    verdict = found["5161项"]
    assert {each.outcome for each in found.values()} == {UNVERIFIABLE}
    assert "2026" in _.say(verdict.reason)
    assert ["2024" in _.say(note) and "5161项" in _.say(note) for note in verdict.notes] == [True]
    assert not verdict.suggestion and verdict.difference is None


def test_a_metric_without_a_figure_in_the_year_is_not_another_metric() -> None:
    data = made([row("各级各部门演练", 2023, 120), row("宣贯培训", 2024, 120)])
    (verdict,) = proofread(pasted("2024年,各级各部门演练120次。"), data).verdicts
    assert verdict.outcome == UNVERIFIABLE
    assert "各级各部门演练" in _.say(verdict.reason)


@given(
    st.integers(-50, 50),
    st.integers(-50, 200),
    st.integers(1, 400),
    st.sampled_from(["增长", "下降"]),
)
@settings(max_examples=60, deadline=None)
def test_a_supported_rate_is_the_one_that_cards_show(
    old: int, new: int, stated: int, verb: str
) -> None:
    rows = row("各级各部门演练", 2023, old), row("各级各部门演练", 2024, new)
    found = proofread(pasted(f"2024年,开展应急演练{new}次,{verb}{stated}%。"), made(rows)).verdicts
    change = compare(*rows)
    for verdict in found[1:]:
        if verdict.outcome == SUPPORTED:
            assert change.kind == "growth" and change.amount is not None
            sign = 1 if verb == "增长" else -1
            assert abs(sign * 100 * change.amount - stated) <= Decimal("0.5")


def test_last_year_in_a_speech_is_last_year() -> None:
    assert judged("2025年1月,市应急局召开会议。去年,管控重大事故隐患5161项。")[
        "5161项"
    ].outcome == (SUPPORTED)


def test_a_region_that_the_sentence_names_is_looked_up() -> None:
    found = in_sample("2022年,全市开展应急演练6902次,其中望潮区开展应急演练2810次。")
    assert {v.outcome for v in found.values()} == {SUPPORTED}
    regions = [v.observation.region for v in found.values() if v.observation]
    assert regions == ["临澜市", "望潮区"]


def test_targets_are_not_held_against_results() -> None:
    text = "二、2026年工作安排\n计划开展市级应急演练12次。"
    assert judged("2025年报告\n" + text)["12次"].outcome == NOT_FOUND


ROUNDINGS = [
    ("12192次", 12192, "exact", SUPPORTED),
    ("12193次", 12192, "exact", DIFFERING),
    ("1.22万次", 12192, "exact", ROUNDED),
    ("1.21万次", 12192, "exact", DIFFERING),
    ("约1.2万次", 12192, "exact", ROUNDED),
    ("约1万次", 12192, "exact", DIFFERING),
    ("超过1.2万次", 12192, "exact", ROUNDED),
    ("1.2万余次", 12192, "exact", ROUNDED),
    ("1.3万余次", 12192, "exact", DIFFERING),
    ("超过12192次", 12192, "exact", DIFFERING),
    ("近1.3万次", 12192, "exact", DIFFERING),
    ("近1.3万次", 12892, "exact", ROUNDED),
    ("近1.2万次", 12192, "exact", DIFFERING),
    ("不少于12000次", 12192, "exact", ROUNDED),
    ("不足1.3万次", 12192, "exact", ROUNDED),
    ("不足1.2万次", 12192, "exact", DIFFERING),
    ("136万余次", 1360000, "more_than", SUPPORTED),
    ("136万次", 1360000, "more_than", ROUNDED),
    ("约136万次", 1360000, "more_than", ROUNDED),
    ("不足136万次", 1360000, "more_than", DIFFERING),
    ("137万次", 1360000, "more_than", DIFFERING),
    ("3至5次", 4, "exact", ROUNDED),
    ("3至5次", 6, "exact", DIFFERING),
]


@pytest.mark.parametrize(("stated", "published", "qualifier", "outcome"), ROUNDINGS)
def test_roundings(stated: str, published: int, qualifier: QualifierKey, outcome: str) -> None:
    (figure,) = read(f"开展应急演练{stated}。", 2024).figures
    row = Observation(2024, "", "", "", "演练", Decimal(published), "次", qualifier)
    found = compare_stated(figure, row)
    assert found.outcome == outcome, _.say(found.reason)


class _Page(HTMLParser):
    """What is in a marked-up copy: its marks, its tags, its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.marks: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._inside = tag == "mark"
        assert not [name for name, _value in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.marks.append(data)
            self._inside = False


def test_the_copy_marks_every_figure_in_place() -> None:
    found = speech()
    page = _Page(as_html(found, _))
    assert page.marks == [verdict.figure.printed for verdict in found.verdicts]
    assert not page.tags & {"script", "link", "img", "iframe", "a"}


def test_a_hostile_draft_stays_text() -> None:
    text = '2024年,<script>alert(1)</script>管控重大事故隐患<img src=x onerror="x">5161项。&amp;'
    copy = as_html(proofread(pasted(text, "<b>"), load()), _)
    assert not _Page(copy).tags & {"script", "img", "b"}
    assert "&lt;script&gt;" in copy and "&amp;amp;" in copy


def test_the_word_copy_of_a_text_holds_the_draft_and_a_comment_on_each_figure() -> None:
    found = speech()
    file = docx.Document(BytesIO(as_docx(found, _)))
    assert "\n".join(paragraph.text for paragraph in file.paragraphs) == SPEECH
    summary, *said = [comment.text for comment in file.comments]
    assert "differing 2" in summary
    assert len(said) == len(found.verdicts)
    assert any("163项" in text for text in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_refuses_a_draft_that_differs(language: str) -> None:
    answer, found = proofread_draft(SPEECH.encode(), "x.txt", load(), words(language))
    assert not answer.ok
    assert answer.data["counts"][DIFFERING] == 2
    json.dumps(answer.data)
    for each in answer.data["figures"]:
        assert SPEECH[each["start"] : each["end"]] == each["printed"]
    right = SPEECH.replace("136项", "163项").replace("12次", "10次")
    assert proofread_draft(right.encode(), "x.txt", load(), words(language))[0].ok
    assert len(found.verdicts) == len(answer.data["figures"])


def test_no_column_of_a_published_range_is_lost_in_json() -> None:
    draft = "2021年,市级专项应急预案3至5个。".encode()
    (figure,) = proofread_draft(draft, "x.txt", sample(), words("en"))[0].data["figures"]
    assert (figure["value"], figure["upper"]) == ("3", "5")
    published = figure["published"]
    assert set(published) == set(COLUMN_NAMES)
    assert [published[name] for name in ("value", "upper", "qualifier")] == ["3", "5", "range"]
    assert published["note"] and published["section"] and published["category"] == "plans"


@each_report
def test_a_report_supports_itself_and_one_wrong_figure_in_it_is_caught(
    report: LabelledReport,
) -> None:
    text, data = report.text, report.data
    own = [v for v in proofread(pasted(text), data).verdicts if v.outcome == SUPPORTED]
    # A change in points is worked out from the year before, of which nothing is published.
    first = {v.observation.key: v for v in reversed(own) if v.observation}
    assert len(first) == len([row for row in report.read_rows if row.unit != "百分点"])
    for verdict in list(first.values())[::4]:
        start, end = verdict.figure.start, verdict.figure.end
        wrong = re.sub(r"\d+", lambda found: str(int(found[0]) * 7 + 1), text[start:end], count=1)
        found = proofread(pasted(text[:start] + wrong + text[end:]), data).verdicts
        (changed,) = [v for v in found if v.figure.start == start]
        assert changed.outcome == DIFFERING and changed.metric == verdict.metric


def test_a_draft_without_figures() -> None:
    found = proofread(pasted("同志们:大家好!"), load())
    assert found.verdicts == ()
    assert as_dict(found, _)["ok"]
    assert "大家好" in as_html(found, _)


@given(st.text(max_size=60), st.sampled_from(["演练12192次", "增长5%", "其中3至5项", "2023年9人"]))
@settings(max_examples=60, deadline=None)
def test_no_draft_raises_and_every_figure_has_a_verdict(text: str, figure: str) -> None:
    document = pasted(f"{figure}{text}")
    found = proofread(document, sample())
    assert len(found.verdicts) == len(read(document.text).figures)
    assert as_html(found, _) and as_docx(found, _)
