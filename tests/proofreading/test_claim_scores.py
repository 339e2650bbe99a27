"""Labelled sentences of an invented city: none wrong is supported, none right is called wrong."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from metrics.briefing import prepare, write
from metrics.clock import now
from metrics.i18n import words
from metrics.model.dataset import Dataset, load
from metrics.model.observation import from_table
from metrics.model.series import changes_definition
from metrics.proofreading.proofread import Proofreader, proofread
from metrics.proofreading.rounding import DIFFERING, ROUNDED, SUPPORTED, UNVERIFIABLE
from metrics.proofreading.verdicts import OUTCOMES, Verdict
from metrics.readers.documents import parse, pasted
from tests.support.drafts import sample
from tests.support.labelled_reports import LABELLED

FOLDER = LABELLED / "claims"
LEAST_RIGHT = 0.98


def outcome_of(item: dict[str, Any], verdicts: tuple[Verdict, ...]) -> str:
    """The gravest verdict that touches the words of an item."""
    touching = [
        each.outcome
        for each in verdicts
        if each.figure.start < item["end"] and item["start"] < each.figure.end
    ]
    return min(touching, key=OUTCOMES.index, default="none")


@pytest.mark.parametrize("name", ["claims", "further", "sample"])
def test_labelled_claims_are_judged_rightly(name: str) -> None:
    proofreader = Proofreader(sample() if name == "sample" else load(FOLDER))
    results, wrong = Counter[str](), list[str]()
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        verdicts = proofreader.read(pasted(claim["text"])).verdicts
        for item in claim["items"]:
            outcome = outcome_of(item, verdicts)
            right = outcome in item["expect"]
            results["right" if right else outcome] += 1
            if not right:
                wrong.append(f"{claim['text']} {item['printed']} → {outcome}: {item['why']}")
    assert not any(results[each] for each in (SUPPORTED, ROUNDED, DIFFERING)), wrong
    assert results["right"] >= LEAST_RIGHT * results.total(), wrong


def test_ten_slips_of_a_long_speech_are_caught_and_nothing_right_is_called_wrong() -> None:
    marked = (FOLDER / "speech.txt").read_text(encoding="utf-8")
    text, slips = "", list[tuple[int, int]]()
    for place, piece in enumerate(re.split(r"\{\{(.*?)\|.*?\}\}", marked)):
        if place % 2:
            slips.append((len(text), len(text) + len(piece)))
        text += piece
    verdicts = proofread(pasted(text), sample()).verdicts
    caught = {
        slip
        for slip in slips
        for each in verdicts
        if each.figure.start < slip[1] and slip[0] < each.figure.end
        if each.outcome in (DIFFERING, UNVERIFIABLE)
    }
    assert len(caught) == len(slips) == 10
    for each in verdicts:
        if each.outcome == DIFFERING:
            assert any(each.figure.start < end and start < each.figure.end for start, end in slips)
    assert sum(each.outcome in (SUPPORTED, ROUNDED) for each in verdicts) > 90


FILLER = (
    "各级各部门要深刻认识面临的形势，始终绷紧安全这根弦，把责任扛在肩上，以“时时放心不下”的责任感抓好"
    "各项工作落实。要坚持问题导向，健全完善长效机制，推动治理模式向事前预防转型，坚决守住安全底线。"
)
SLIPS = [
    ("2024年，全市管控重大事故隐患{}。", "4453项", "4543项"),
    ("2024年，企业人员轮训场次比2022年增长{}。", "14.8%", "18.4%"),
    ("隐患整改率由2022年的94.1%提高到2024年的96%，提高{}。", "1.9个百分点", "2.9个百分点"),
    ("2024年，各级各部门演练是2020年的{}。", "2.2倍", "3.2倍"),
    ("2022年以来，全市累计开展各级各部门演练{}。", "21759次", "21579次"),
    ("2024年，望潮区与青屿区共管控重大事故隐患{}。", "3138项", "3318项"),
    ("2024年，松岭县新增救援装备占全市的{}。", "27.7%", "22.7%"),
    ("2020年至2024年，各级各部门演练年均增长{}。", "21.2%", "28.9%"),
    ("2024年，青屿区各级各部门演练在三地中排名{}。", "第二位", "第一位"),
    ("2024年，全市平均每月管控重大事故隐患{}。", "371项", "317项"),
]  # fmt: skip


def test_a_speech_of_thirty_pages_is_held_against_all_that_is_published() -> None:
    data = sample()
    told = list(stated(data))
    right, wrong = ([text.format(pair[n]) for text, *pair in SLIPS] for n in (0, 1))
    sentences = [*told[:60], *wrong, *told[60:], *right]
    parts = (sentences[n : n + 3] for n in range(0, len(sentences), 3))
    text = "\n".join(f"{FILLER}{FILLER}{''.join(part)}" for part in parts)
    verdicts = proofread(pasted(text), data).verdicts
    differing = [each.start for each in verdicts if each.outcome == DIFFERING]
    slips = [text.index(each) for each in wrong]
    assert len(differing) == len(slips)
    for at, start, sentence in zip(differing, slips, wrong, strict=True):
        assert start < at < start + len(sentence), sentence
    others = Counter(each.outcome for each in verdicts if each.outcome != DIFFERING)
    assert others[SUPPORTED] + others[ROUNDED] == others.total() > 200
    assert len(text) > 30 * 450


def stated(data: Dataset) -> Iterator[str]:
    """Every published figure as a speech states it, with its change where that is exact."""
    rows = {(row.metric, row.region, row.year): row for row in from_table(data.table)}
    for (metric, region, year), row in rows.items():
        if row.value is None:
            continue
        sentence = f"{year}年，{region}{metric}{row.as_printed}"
        old = rows.get((metric, region, year - 1))
        exact = old is not None and row.qualifier == old.qualifier == "exact"
        if old is not None and exact and old.value and row.unit not in ("百分点", "%"):
            change = 100 * (row.value - old.value) / old.value
            if not changes_definition(row):
                verb = "增长" if change > 0 else "下降"
                sentence += f"，比上年{verb}{abs(change).quantize(Decimal('0.1'))}%"
        yield sentence + "。"


def test_a_report_is_never_called_wrong_by_its_own_figures() -> None:
    report = (LABELLED / "reports" / "lanyu-2024.txt").read_text(encoding="utf-8")
    paragraphs = [each for each in report.splitlines() if each.strip()]
    proofreader = Proofreader(load(LABELLED / "published"))
    for draft in (f"岚屿市应急管理局2024年工作总结\n\n{report}", *paragraphs):
        verdicts = proofreader.read(pasted(draft)).verdicts
        assert not [each.figure.printed for each in verdicts if each.outcome == DIFFERING]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_in_a_briefing_of_the_product_is_called_wrong(language: str) -> None:
    data = sample()
    briefing = prepare(
        data, words(language), made=now(), year=2023, categories=[], region=None, sentences={}
    )
    document = parse(write(briefing, "docx"), "briefing.docx")
    verdicts = Proofreader(data, 2023).read(document).verdicts
    assert not [each.figure.printed for each in verdicts if each.outcome == DIFFERING]
    assert sum(each.outcome in (SUPPORTED, ROUNDED) for each in verdicts) > 90
