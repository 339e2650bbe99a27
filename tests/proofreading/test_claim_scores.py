"""Labelled sentences of an invented city: none wrong is supported, none right is called wrong."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from metrics.model.dataset import load
from metrics.proofreading.claims.findings import UNVERIFIABLE
from metrics.proofreading.proofread import proofread
from metrics.proofreading.rounding import DIFFERING, ROUNDED, SUPPORTED
from metrics.proofreading.verdicts import OUTCOMES, Verdict
from metrics.readers.documents import pasted
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
    data = sample() if name == "sample" else load(FOLDER)
    results, wrong = Counter[str](), list[str]()
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        verdicts = proofread(pasted(claim["text"]), data).verdicts
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


def test_a_report_is_never_called_wrong_by_its_own_figures() -> None:
    report = (LABELLED / "reports" / "lanyu-2024.txt").read_text(encoding="utf-8")
    paragraphs = [each for each in report.splitlines() if each.strip()]
    data = load(LABELLED / "published")
    for draft in (f"岚屿市应急管理局2024年工作总结\n\n{report}", *paragraphs):
        verdicts = proofread(pasted(draft), data).verdicts
        assert not [each.figure.printed for each in verdicts if each.outcome == DIFFERING]
