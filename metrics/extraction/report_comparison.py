"""Compare the figures of two reports: changed, dropped, new, said in other words.

Both texts are read by the same rules; figures are paired by their names, in the order of the
texts where names recur. Nothing published is asked, and no figure is judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from metrics.extraction.proposals import label_of
from metrics.extraction.ranking import match_all
from metrics.i18n import Message, message
from metrics.prose import TextFigure, read


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
    """Hold a figure as two reports state it, with its sentences; one side may be missing."""

    change: ReportChange
    then: TextFigure | None
    now: TextFigure | None
    then_sentence: str = ""
    now_sentence: str = ""


def compare_reports(then: str, now: str) -> list[FigurePair]:
    """Return the figures of two texts in pairs, in the order of the later text.

    What the later one drops comes behind the others.
    """
    old, new = read(then), read(now)
    pairs = _pairs(old.figures, new.figures)
    found = []
    for number, figure in enumerate(new.figures):
        before = old.figures[pairs[number]] if number in pairs else None
        found.append(
            FigurePair(
                _change(before, figure),
                before,
                figure,
                _sentence(then, before),
                _sentence(now, figure),
            )
        )
    kept = set(pairs.values())
    for number, figure in enumerate(old.figures):
        if number not in kept:
            gone = _sentence(then, figure)
            found.append(FigurePair(ReportChange.DROPPED, figure, None, gone))
    return found


def _pairs(old: Sequence[TextFigure], new: Sequence[TextFigure]) -> dict[int, int]:
    """Return the number of the old figure of each new one that has one.

    Equal names are paired first, in the order of the texts; the others by likeness.
    """
    pairs: dict[int, int] = {}
    earlier, later = ([(f.metric, f.scope, f.unit, f.target) for f in side] for side in (old, new))
    matcher = SequenceMatcher(None, earlier, later, autojunk=False)
    for first, second, size in matcher.get_matching_blocks():
        pairs.update({second + at: first + at for at in range(size)})
    left = [n for n in range(len(old)) if n not in set(pairs.values())]
    right = [n for n in range(len(new)) if n not in pairs]
    matches = match_all([label_of(new[n]) for n in right], [label_of(old[n]) for n in left])
    for number, match in zip(right, matches, strict=True):
        if match.best and old[left[match.best.left]].target == new[number].target:
            pairs[number] = left[match.best.left]
    return pairs


def _change(old: TextFigure | None, new: TextFigure) -> ReportChange:
    if old is None:
        return ReportChange.NEW
    facts = [(f.value, f.upper, f.unit, f.qualifier) for f in (old, new)]
    if facts[0] != facts[1]:
        return ReportChange.CHANGED
    return ReportChange.SAME if old.metric == new.metric else ReportChange.REWORDED


def _sentence(text: str, figure: TextFigure | None) -> str:
    """Return the sentence of a figure on one line."""
    return "" if figure is None else " ".join(text[slice(*figure.sentence)].split())
