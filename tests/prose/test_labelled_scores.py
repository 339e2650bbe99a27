"""The reader on labelled texts: it reads as well as it did, and what gets better is noticed.

The invented texts of tests/labelled are always read; a further set beside the checkout where it is.
"""

import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from bench.score_extraction import (
    LABELLED,
    ROOT,
    Score,
    load,
    score_all,
    score_labelled,
    texts_of,
)

SHARED = ROOT.parent / "shared"
PROBLEMS = ("missed", "misread", "spurious", "upper", "name", "change", "year", "target")
DIGITS = re.compile(r"[\d０-９]+")

BARS = [  # recall, precision, names that one recognises, categories
    ("passages", 0.96, 0.99, 0.95, 0.93),
    ("lanyu-2024", 0.96, 0.99, 0.97, 0.92),
    ("lanyu-2025", 0.99, 0.99, 0.89, 0.88),
    ("futang-2025", 0.98, 0.98, 0.95, 0.92),
]
if (SHARED / "extraction" / "sentences.jsonl").exists():
    BARS += [
        ("seed report", 1.0, 1.0, 0.95, 0.80),
        ("passages together", 0.98, 0.97, 0.90, 0.92),
        ("sentences", 0.98, 0.97, 0.90, 0.92),
        ("sentences without a figure", 1.0, 1.0, 1.0, 0.0),
    ]


@cache
def scores() -> dict[str, Score]:
    """The scores of all labelled texts by group."""
    found = score_labelled()
    if (SHARED / "extraction" / "sentences.jsonl").exists():
        groups, _forms, wrong = score_all(SHARED)
        found |= groups
        found["sentences without a figure"] = Score(reported=wrong)
    return found


@pytest.mark.parametrize(("group", "recall", "precision", "named", "category"), BARS)
def test_the_texts_are_read_within_the_bars(
    group: str, recall: float, precision: float, named: float, category: float
) -> None:
    score = scores()[group]
    report = "\n".join([score.line(group), *(note.line() for note in score.notes)])
    assert score.recall >= recall, report
    assert score.precision >= precision, report
    assert score.named >= named, report
    assert not score.found or score.agree["category"] / score.found >= category, report


def test_what_is_missed_is_what_is_known_to_be_missed() -> None:
    """A new miss is a fault; one that is mended leaves tests/labelled/known_misses.jsonl."""
    found: Counter[tuple[str, str, str]] = Counter()
    said: dict[tuple[str, str, str], str] = {}
    for score in score_labelled().values():
        for note in score.notes:
            key = note.text, note.problem, note.printed
            found[key] += 1
            said[key] = note.line()
    known = Counter(
        (miss["text"], miss["problem"], miss["printed"])
        for miss in load(LABELLED / "known_misses.jsonl")
    )
    new = [said[key] for key in found - known]
    mended = [" ".join(key) for key in known - found]
    report = ["these are new:", *new, "these are right now, and leave the file:", *mended]
    assert not new and not mended, "\n".join(report)


def test_every_known_miss_says_why() -> None:
    texts = texts_of(LABELLED)
    for miss in load(LABELLED / "known_misses.jsonl"):
        assert miss["problem"] in PROBLEMS
        assert miss["printed"] in texts[miss["text"]][0]
        assert miss["why"]


@pytest.mark.parametrize("name", sorted(texts_of(LABELLED)))
def test_every_numeral_is_labelled_once(name: str) -> None:
    text, _ = texts_of(LABELLED)[name]
    marked = [
        row
        for file in ("labels.jsonl", "not_figures.jsonl")
        for row in load(LABELLED / file)
        if row["text"] == name
    ]
    for row in marked:
        assert text[row["start"] : row["end"]] == row["printed"], json.dumps(row)
    spans = sorted((row["start"], row["end"]) for row in marked)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    for numeral in DIGITS.finditer(text):
        inside = any(start <= numeral.start() < end for start, end in spans)
        assert inside, f"{name}: {text[numeral.start() - 9 : numeral.end() + 9]}"


def test_the_texts_cover_whole_reports_and_texts_without_a_figure() -> None:
    labelled = {row["text"] for row in load(LABELLED / "labels.jsonl")}
    passages = load(LABELLED / "passages.jsonl")
    without = {item["id"] for item in passages if item["form"].startswith("none_")}
    assert without == {item["id"] for item in passages} - labelled
    assert labelled <= set(texts_of(LABELLED))
    for path in (LABELLED / "reports").glob("*.txt"):
        assert 2500 <= len(path.read_text(encoding="utf-8")) <= 4000
