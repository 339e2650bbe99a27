"""Hold what the headings of a report say of its parts: a plan, results, or nothing.

A `State` is what the words read so far say of the next figure; `parts` gives the one that the
headings above a place leave. Words inside a part are read in `plans`, whose goals of one
sentence `settled` holds against each other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from metrics.prose.clauses import Sentence
from metrics.prose.deadlines import year_words
from metrics.prose.headings import heading_role
from metrics.prose.sections import Outline

_LINE = re.compile(r"^[ \t]*(?P<body>[^\n,，。;!?|]{4,28}?)[:：]?[ \t]*$", re.MULTILINE)
_FIRST = ("一", "(一)", "1", "一是", "第一")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、是]|\(|\d{1,2}(?!\d)|第")
PLANS, LOOKS_BACK, OPEN = "plan", "done", ""


@dataclass(frozen=True)
class Planned:
    """Hold the year that a figure is planned for, None where the text names none."""

    deadline: int | None


@dataclass(frozen=True)
class State:
    """Hold what the words read so far say of the next figure."""

    kind: str = OPEN
    year: int | None = None
    later: int | None = None  # years after the report
    scheme: bool = False  # 计划, 安排: what follows may tell how it went
    default: bool = False  # of the part or paragraph, not of the sentence
    brief: bool = False  # holds for one clause
    place: int = -1  # behind the word that says so
    part_of: bool = False  # 其中2027年: one part of what was planned, up to a semicolon
    under: "State | None" = None  # what holds again behind a brief word or a part


def parts(
    text: str, outline: Outline, led: Callable[[State, int, int], State]
) -> tuple[list[int], list[State | None]]:
    """Return where parts begin, and what holds in each: a plan, results, or nothing."""
    marks: list[tuple[int, int, State | None]] = []
    for section in outline.sections:
        role, year = section.role, section.year
        if section.level > 1 or not role:
            role, year = heading_role(section.heading, outline.year)
        state = State(PLANS if role == "plan" else OPEN, year, default=True) if role else None
        marks.append((section.start, section.level, state))
        if state is None and section.path.endswith(_FIRST):
            # 新的一年将推进以下工作: and then 1. or 一、: the line above holds for all items.
            end = len(text[: section.start].rstrip())
            start = text.rfind("\n", 0, end) + 1
            announced = led(State(default=True), start, end)
            if text.endswith(":", start, end) and announced.kind == PLANS:
                marks.append((start, section.level - 1, announced))
    for match in _LINE.finditer(text):
        body = match["body"]
        if body == outline.title or _NUMBERED.match(body):
            continue
        role, year = heading_role(body, outline.year)
        if role:
            state = State(PLANS if role == "plan" else OPEN, year, default=True)
            marks.append((match.start(), _level_of_line(outline, match.start()), state))
    levels: list[State | None] = [None] * 4
    places, found = list[int](), list[State | None]()
    for start, level, state in sorted(marks, key=lambda mark: mark[0]):
        levels[level:] = [state] + [None] * (3 - level)
        places.append(start)
        found.append(next((each for each in reversed(levels) if each is not None), None))
    return places, found


def _level_of_line(outline: Outline, place: int) -> int:
    """Return the level of a bare heading: inside a list that goes on, or above all."""
    tops = [each for each in outline.sections if each.level == 1]
    following = next((each for each in tops if each.start > place), None)
    goes_on = following is not None and following.path != "一" and following is not tops[0]
    return 3 if goes_on else 0


def settled(
    goals: list[Planned | None], text: str, sentence: Sentence, year: int | None
) -> list[Planned | None]:
    """Return the goals; those with a stated outcome belong to the report's year."""
    if year is None or not any(goals) or all(goals):
        return goals
    out = list(goals)
    for index, goal in enumerate(goals[:-1]):
        result = goals[index + 1] is None
        first = (
            sentence.spots[0].figure.start if index == 0 else sentence.spots[index - 1].figure.end
        )
        begin = max(sentence.start, first - 24) if index == 0 else first
        stretch = text[begin : sentence.spots[index].figure.start]
        if (
            goal
            and result
            and goal.deadline == year + 1
            and re.search("计划|规划|安排|拟|原定|年初|应(?!急)", stretch)
        ):
            result_at = sentence.spots[index + 1].figure.start
            words_there = year_words(text, sentence.start, result_at)
            named = [each for each in words_there if each.later or each.year == goal.deadline]
            out[index] = goal if named else Planned(year)
    return out
