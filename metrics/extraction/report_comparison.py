"""Compare the figures of two reports: changed, dropped, new, reworded.

Both texts are read by the same rules; figures are paired by their names, in the order of the
texts where names recur, then by the words around them. A figure whose clause says it otherwise
(a narrower name, brackets behind it) counts as reworded. Nothing published is asked, and no
figure is judged.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from metrics.extraction.proposals import label_of
from metrics.extraction.ranking import match_all
from metrics.i18n import Message, message
from metrics.prose import TextFigure, read

_SAME_WORDS = 0.7
_CLAUSE_MARK = re.compile(r"[，,；;。：:\n]")
_NO_WORDS = re.compile(r"\s|\d{4}年|^(?:其中|全年|[一二三四五六七八九十]是)")


class ReportChange(StrEnum):
    """Say how a figure of one report stands in another."""

    CHANGED = "changed"
    REWORDED = "reworded"
    DROPPED = "dropped"
    NEW = "new"
    SAME = "same"


CHANGE_NAMES: dict[ReportChange, Message] = {
    ReportChange.CHANGED: message("changed"),
    ReportChange.REWORDED: message("in other words"),
    ReportChange.DROPPED: message("no longer mentioned"),
    ReportChange.NEW: message("new"),
    ReportChange.SAME: message("the same"),
}


@dataclass(frozen=True)
class FigurePair:
    """Hold a figure as two reports state it, or one of them, with its sentences.

    `reworded` says that the words around it differ, whether or not its number does.
    """

    change: ReportChange
    then: TextFigure | None
    now: TextFigure | None
    then_sentence: str = ""
    now_sentence: str = ""
    reworded: bool = False


def compare_reports(then: str, now: str) -> list[FigurePair]:
    """Return the figures of two texts in pairs, in the order of the later text.

    What the later one drops comes behind the others.
    """
    old, new = _Side(then), _Side(now)
    pairs = _pairs(old, new)
    found = []
    for number, figure in enumerate(new.figures):
        at = pairs.get(number)
        before = None if at is None else old.figures[at]
        reworded = at is not None and old.clauses[at] != new.clauses[number]
        change = _change(before, figure, reworded)
        sentences = (_sentence(then, before), _sentence(now, figure))
        found.append(FigurePair(change, before, figure, *sentences, reworded))
    kept = set(pairs.values())
    for number, figure in enumerate(old.figures):
        if number not in kept:
            gone = _sentence(then, figure)
            found.append(FigurePair(ReportChange.DROPPED, figure, None, gone))
    return found


class _Side:
    """Hold the figures of one text and the words of the clause of each."""

    def __init__(self, text: str) -> None:
        self.figures = read(text).figures
        self.clauses = [self._clause(text, number) for number in range(len(self.figures))]

    def _clause(self, text: str, number: int) -> str:
        """Return the words around a figure up to the next clause mark or figure."""
        figure = self.figures[number]
        start, end = figure.sentence
        if number and self.figures[number - 1].end <= figure.start:
            start = max(start, self.figures[number - 1].end)
        if number + 1 < len(self.figures):
            end = min(max(end, figure.end), max(self.figures[number + 1].start, figure.end))
        before = _CLAUSE_MARK.split(text[start : figure.start])[-1]
        behind = _CLAUSE_MARK.split(text[figure.end : end])[0]
        return _NO_WORDS.sub("", f"{before}#{behind}")


def _pairs(old: _Side, new: _Side) -> dict[int, int]:
    """Return the number of the old figure of each new one that has one.

    Equal names are paired first, in the order of the texts; then by likeness, and what is left by
    about the same words around it, as where another unit or brackets give it another name.
    """
    pairs: dict[int, int] = {}
    earlier, later = (
        [(f.metric, f.scope, f.unit, f.target, f.change) for f in side.figures]
        for side in (old, new)
    )
    matcher = SequenceMatcher(None, earlier, later, autojunk=False)
    for first, second, size in matcher.get_matching_blocks():
        pairs.update({second + at: first + at for at in range(size)})
    left, right = _unpaired(pairs, old, new)
    fresh, gone = [new.figures[n] for n in right], [old.figures[n] for n in left]
    matches = match_all([label_of(each) for each in fresh], [label_of(each) for each in gone])
    for number, match in zip(right, matches, strict=True):
        if match.best and old.figures[left[match.best.left]].target == new.figures[number].target:
            pairs[number] = left[match.best.left]
    left, right = _unpaired(pairs, old, new)
    for number in right:
        words = new.clauses[number]
        likest = max(left, key=lambda at: _likeness(old.clauses[at], words), default=None)
        if likest is not None and _likeness(old.clauses[likest], words) >= _SAME_WORDS:
            pairs[number] = likest
            left.remove(likest)
    return pairs


def _likeness(one: str, other: str) -> float:
    if min(len(one), len(other)) * 2 < _SAME_WORDS * (len(one) + len(other)):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _unpaired(pairs: Mapping[int, int], old: _Side, new: _Side) -> tuple[list[int], list[int]]:
    paired = set(pairs.values())
    left = [n for n in range(len(old.figures)) if n not in paired]
    return left, [n for n in range(len(new.figures)) if n not in pairs]


def _change(old: TextFigure | None, new: TextFigure, reworded: bool) -> ReportChange:
    if old is None:
        return ReportChange.NEW
    facts = [(f.value, f.upper, f.unit, f.qualifier) for f in (old, new)]
    if facts[0] != facts[1]:
        return ReportChange.CHANGED
    same = old.metric == new.metric and not reworded
    return ReportChange.SAME if same else ReportChange.REWORDED


def _sentence(text: str, figure: TextFigure | None) -> str:
    """Return the sentence of a figure on one line, of a cell its row."""
    if figure is None:
        return ""
    start, end = figure.sentence
    if "table-cell" in figure.rules:
        start = text.rfind("\n", 0, figure.start) + 1
        end = figure.end + len(text[figure.end :].partition("\n")[0])
    return " ".join(text[start:end].split())
