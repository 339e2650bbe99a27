"""Read sentences and clauses of a laid-out report, and where each figure stands among them.

A clause ends at a comma, a semicolon, a colon, a bracket or the sentence's end. `place_figures`
gives every figure the words of its clause before and behind it, up to the next figure. Nothing is
named here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from metrics.prose.quantities import Quantity, read_printed_unit, unit_label

_SENTENCE_END = re.compile(r"[。!?\n]+|;(?=[一二三四五六七八九十]是)")
_LONGEST = 800
_BREAK = re.compile(r"[，;]|,(?!\d)|\s")
_BRACKETS = re.compile(r"\([^()\n]{1,20}\)")
_CLAUSE_END = re.compile(r"[,，;:()〔〕\t|]|——")


# 每站每周3次、骨干轮训520人: the item before holds a numeral that counts nothing.
_ITEM = re.compile(r"\A.*\d[\u4e00-\u9fff]{1,2}、(?=[\u4e00-\u9fff]{2})")


@dataclass(frozen=True)
class Spot:
    """Hold a figure among the words of its clause."""

    index: int
    figure: Quantity
    clause: tuple[int, int]
    left: str  # from the clause's start, or the figure before, to this figure
    right: str  # from this figure to the next one or the clause's end
    same_clause: bool  # another figure stands earlier in the clause
    last_in_clause: bool


@dataclass(frozen=True)
class Sentence:
    """Hold one sentence with its figures in order."""

    text: str
    start: int
    end: int
    spots: tuple[Spot, ...]

    def earlier_clauses(self, spot: Spot) -> list[str]:
        """Return the clauses of the sentence before the one of `spot`, the nearest first."""
        before = self.text[self.start : max(self.start, spot.clause[0] - 1)]
        clauses = [clause.strip() for clause in reversed(_CLAUSE_END.split(before))]
        # The unit of a label, 投入资金(万元):1,234.5, names nothing.
        return [
            each for each in clauses if each and not (len(each) < 7 and read_printed_unit(each))
        ]


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Return start and end of every sentence, its closing mark left out."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.start() > start:
            yield from _pieces(text, start, match.start())
        start = match.end()
    if start < len(text):
        yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence in pieces of bounded length, which keeps reading linear."""
    while end - start > _LONGEST:
        mark = _BREAK.search(text, start + _LONGEST, min(end, start + 2 * _LONGEST))
        cut = mark.end() if mark else min(end, start + 2 * _LONGEST)
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _quiet_brackets(text: str, start: int, end: int, figures: Sequence[Quantity]) -> set[int]:
    """Return the places of brackets that hold no figure: 智能工厂(数字化车间)38家 is one clause."""
    quiet, index = set[int](), 0
    for match in _BRACKETS.finditer(text, start, end):
        while index < len(figures) and figures[index].end <= match.start():
            index += 1
        if index == len(figures) or figures[index].start >= match.end():
            quiet.update(range(match.start(), match.end()))
    return quiet


def _clause_marks(text: str, start: int, end: int, figures: Sequence[Quantity]) -> list[int]:
    """Return the places of a sentence's clause marks outside its figures (台(套))."""
    marks, index = [], 0
    quiet = _quiet_brackets(text, start, end, figures)
    for match in _CLAUSE_END.finditer(text, start, end):
        if match.start() in quiet or (
            match.group() == ":" and unit_label(text[max(start, match.start() - 10) : match.end()])
        ):
            continue
        while index < len(figures) and figures[index].end <= match.start():
            index += 1
        if index < len(figures) and figures[index].start <= match.start():
            continue
        marks.append(match.start())
    return marks


def _unlabelled(left: str) -> str:
    """Return the words before a figure without a unit or an item with a numeral."""
    left = _ITEM.sub("", left)
    label = unit_label(left)
    return left[: label.start()] if label else left


def place_figures(text: str, start: int, end: int, figures: Sequence[Quantity]) -> Sentence:
    """Return a sentence whose figures know the words around them."""
    marks = _clause_marks(text, start, end, figures)
    spots, mark = [], 0
    for index, figure in enumerate(figures):
        while mark < len(marks) and marks[mark] < figure.start:
            mark += 1
        clause_start = marks[mark - 1] + 1 if mark else start
        clause_end = marks[mark] if mark < len(marks) else end
        previous = figures[index - 1].end if index else start
        following = figures[index + 1].start if index + 1 < len(figures) else end
        spots.append(
            Spot(
                index,
                figure,
                (clause_start, clause_end),
                _unlabelled(text[max(clause_start, previous) : figure.start]),
                text[figure.end : min(clause_end, following)],
                index > 0 and previous > clause_start,
                following >= clause_end,
            )
        )
    return Sentence(text, start, end, tuple(spots))
