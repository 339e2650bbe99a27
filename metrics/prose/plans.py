"""Decide which figures of a report are planned, and for which year.

Parts that plan, words that plan.

A part plans by its heading (明年工作打算), a sentence by its words (力争, 拟, 到2027年). Words that
look back (已, 实际, 2025年) end a plan inside its own part, too: what a plan's part reports is no
plan. A goal of a year gone by (年度计划检查600家) is a goal of that year. The words lie in
the list `prose/plans.csv`; what a goal asks for is read in `targets`.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from metrics.prose.clauses import Sentence, Spot
from metrics.prose.deadlines import YearWord, year_words
from metrics.prose.lexicon import alternatives, rows, words
from metrics.prose.sections import (
    Outline,
    heading_role,
    planned_years,
    plans_year,
    years_in,
)
from metrics.prose.targets import led_by_bound

_TITLE = re.compile(r"《[^《》\n]*》|“(?!十[一-龥]五)[^“”\n]{1,24}”")
_LINE = re.compile(r"^[ \t]*(?P<body>[^\n,，。;!?|]{4,28}?)[:：]?[ \t]*$", re.MULTILINE)
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、是]|\(|\d|第")
_BEGUN = 2025  # a later five-year period lies ahead where a text names no year of its own
_OPENING = 16
_BY_PLAN = re.compile(
    r"(?:按照?|根据|依照|依据|围绕|对照|结合|纳入|列入|执行|落实|制定|印发|编制|超|完成|[比较])[^,，。;]{0,8}\Z"
)
_MOVED_ON = re.compile("纳入|列入|移交|下沉|转交|交由|作为|归口|划入|推送|提级|压实|送达?")
_LE = re.compile(r"[\u4e00-\u9fff](?<![为除不罢极算])了(?![解望结却])")
_CARRIED_OUT = re.compile(
    r"^[,，;、 ]*(?:(?:年内|全年|共|累计|年底)*)(?:完成|建成|检查|实现|达到?)?"
)
_DISTANCE = re.compile(
    r"(?:超出?|超过|超额|高[于出]|低于|少于|多于|快于|慢于|比|较)(?:了|原|年度|全年|年初|既定|完成|[省市县]级?)*"
    r"(?:MEASURES)[值数线]?(?:多|少|快|慢|高|低|提前|增加|减少)?(?:完成|了|出)*\Z"
)
_SHARE_OF = re.compile(
    r"(?:(?:MEASURES)(?:数|值|量)?的|(?:占|为|是)?(?:MEASURES)的|^的|占(?:MEASURES)[^,，。;]{0,16}的|(?:MEASURES)?(?:完成|执行|兑现)率为?)\Z"
)
_MISSING = re.compile(r"(?:还差|相差|差距|(?<!补齐)缺口|尚差|欠|占[^,，]{0,12}指标的)[约为了]?\Z")
_GOAL_BEFORE = re.compile(
    r"(?:GOALS)(?:数|值|量|任务)?(?:分别|总)?(?:为|是|:|达到?|定为|确定为|设定为|调整为)?\Z"
    r"|(?:GOALS)(?:为|是|:)[^,，。;\d]{1,14}\Z"
)
_MADE = re.compile(
    r"(?:制定|编制|印发|修订|出台|执行|落实|完成|实施)[^,，。;]{0,8}(?:计划|规划|方案|任务|要求)\Z"
)
_SET_BEFORE = re.compile(
    r"(?:确定|下达|核定|设定|提出|明确|规定|要求|安排|计划|分解|预定|既定)的\Z"
    r"|下达[^,，。;]{1,12}(?:任务|指标|计划)(?:数|为|是)?\Z|(?:下达|规定|核定)的[^,，。;]{1,8}\Z"
)
_GOAL_BEHIND = re.compile(
    r"的?(?:年度|全年|总体|既定|规划|预期|年初|[省市县]定|上级)+(?:目标|任务|计划|指标)"
    r"|的(?:[^,，。;的]{0,4})(?:目标|任务|要求|控制线|红线|计划)"
)
_GOAL_AFTER_ALL = re.compile(
    r"[,，]?(?:都|均)?是[^,，。;]{0,12}(?:目标|打算|主要任务|重点任务|工作任务|计划)"
)
_CONTROLLED = re.compile("控制在\\Z")
_AIMED = re.compile("目标|指标|要求")
_EACH = re.compile(r"每[^,，。;]{1,12}(?:至少|不少于|不低于|最少)")
_CLAUSE_MARK = re.compile("[,，;:。]")
_PLANS, _LOOKS_BACK, _OPEN = "plan", "done", ""


@dataclass(frozen=True)
class Planned:
    """Hold the year that a figure is planned for, None where the text names none."""

    deadline: int | None


@dataclass(frozen=True)
class _State:
    """Hold what the words read so far say of the next figure."""

    kind: str = _OPEN
    year: int | None = None
    later: int | None = None  # years after the report
    scheme: bool = False  # 计划, 安排: what follows may tell how it went
    default: bool = False  # of the part or paragraph, not of the sentence
    brief: bool = False  # holds for one clause
    place: int = -1  # behind the word that says so


@dataclass(frozen=True)
class _Word:
    """Hold a word of planning or looking back at its place."""

    start: int
    end: int
    kind: str
    year: YearWord | None = None


@cache
def _kinds() -> dict[str, tuple[str, str, str]]:
    """Return the kind of each word, and what beside it changes that."""
    known = ("own", "before", "aim", "scheme", "intent", "done", "back")
    return {
        row["word"]: (row["kind"], row["not_after"] or "", row["not_before"] or "")
        for row in rows("plans")
        if row["kind"] in known
    }


@cache
def _cue() -> re.Pattern[str]:
    """Return the pattern of the words that plan or look back."""
    listed = sorted(_kinds(), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in listed))


@cache
def _verb() -> re.Pattern[str]:
    """Return what follows 计划, 拟, 将 where they announce something."""
    verbs = {*words("verbs", "act"), *words("verbs", "create"), *words("verbs", "hold")}
    verbs |= {*words("verbs", "growth"), *words("verbs", "decline"), *words("verbs", "participate")}
    small = "[一二两三四五]年|[在于到至用对把为以再新总共全达使让有年明稳今本分每]|20"
    listed = "|".join(map(re.escape, sorted(verbs, key=len, reverse=True)))
    return re.compile(
        f"(?:{small}|{listed}|继续|进一步|累计|力争|确保|坚持|保持|控制|压缩|提高|投资|安装)"
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns around a figure, nouns of goals and measures filled in."""
    goals, measures = alternatives("plans", "goal")[3:-1], alternatives("plans", "measure")[3:-1]
    filled = {"distance": _DISTANCE, "share": _SHARE_OF, "goal": _GOAL_BEFORE}
    return {
        name: re.compile(each.pattern.replace("MEASURES", measures).replace("GOALS", goals))
        for name, each in filled.items()
    }


class Plans:
    """Hold a report's parts that plan; `judge` finds the goals of a sentence."""

    def __init__(self, text: str, outline: Outline) -> None:
        self.text = _TITLE.sub(lambda match: "□" * len(match.group()), text)
        self.year = outline.year
        self.titled = outline.title
        self.ahead = planned_years(text)
        self.places, self.parts = _parts(text, outline)
        titled = plans_year(outline.title, outline.year)
        self.title = _State(_PLANS, titled, default=True) if titled else _State(default=True)
        self.paragraph: tuple[int, _State] = (-1, _State())

    def part(self, place: int) -> _State:
        """Return what the headings above a place say about it."""
        index = bisect_right(self.places, place) - 1
        found = self.parts[index] if index >= 0 else None
        return self.title if found is None else found

    def judge(self, sentence: Sentence) -> list[Planned | None]:
        """Return the goal that each figure of a sentence is, None for a result."""
        default = self._default(sentence)
        state, goals = default, list[Planned | None]()
        place = sentence.start
        for spot in sentence.spots:
            state = self._walk(sentence, state, default, (place, spot.figure.start))
            if state.scheme and self._carried_out(sentence, spot, goals):
                state = _State(_LOOKS_BACK)
            goals.append(self._goal(sentence, spot, state))
            place = spot.figure.end
        behind = _GOAL_AFTER_ALL.search(self.text, place, sentence.end)
        if behind and goals:
            named = self._walk(sentence, default, default, behind.span())
            goals[-1] = goals[-1] or self._planned(replace(named, kind=_PLANS))
        return _settled(goals, self.text, sentence, self.year)

    def _default(self, sentence: Sentence) -> _State:
        """Return what a silent sentence takes over from its paragraph, else its part."""
        line = self.text.rfind("\n", 0, sentence.start) + 1
        part = self.part(sentence.start)
        default = self.paragraph[1] if self.paragraph[0] == line else part
        opening = min(sentence.end, sentence.start + _OPENING)
        first = sentence.spots[0].figure.start
        state = default
        for word in self._words(sentence.start, min(opening, first)):
            if word.kind in ("year", "coming"):
                state = self._after(word, state, part)
        built_on = "基础上" in self.text[sentence.start : sentence.start + 3 * _OPENING]
        if state.kind and state != default and not (state.kind == _LOOKS_BACK and built_on):
            default = replace(state, default=True, brief=False)
        self.paragraph = (line, default)
        return default

    def _words(self, start: int, end: int) -> list[_Word]:
        """Return the words of planning in a stretch, in order."""
        found = [
            _Word(
                each.start, each.end, "year" if each.later is None and each.year else "coming", each
            )
            for each in year_words(self.text, start, end)
        ]
        for match in _cue().finditer(self.text, start, end):
            kind, *refused = _kinds()[match.group()]
            beside = self.text[match.start() - 1 : match.start()], self.text[match.end()]
            if any(each and each in listed for each, listed in zip(beside, refused, strict=True)):
                continue
            if kind == "intent" and not self._announces(match):
                continue
            if any(each.start <= match.start() < each.end for each in found):
                continue
            found.append(_Word(*match.span(), kind))
        found += [_Word(*match.span(), "done") for match in _LE.finditer(self.text, start, end)]
        return sorted(found, key=lambda word: word.start)

    def _announces(self, match: re.Match[str]) -> bool:
        """Return whether 计划, 拟 or 将 is a verb that announces, and nothing done by a plan."""
        if _verb().match(self.text, match.end()) is None:
            return False
        window = self.text[max(0, match.start() - 12) : match.start()]
        if match.group() in ("计划", "规划"):
            return _BY_PLAN.search(window) is None
        end = _CLAUSE_MARK.search(self.text, match.end())
        clause = self.text[match.end() : end.start() if end else match.end() + 60]
        return match.group() != "将" or _MOVED_ON.search(clause) is None

    def _walk(
        self, sentence: Sentence, state: _State, default: _State, span: tuple[int, int]
    ) -> _State:
        """Return the state behind the words between two figures."""
        place = span[0]
        for word in self._words(*span):
            state = self._clauses(state, default, place, word.start)
            state = self._after(word, state, default)
            place = word.end
        return self._clauses(state, default, place, span[1])

    def _clauses(self, state: _State, default: _State, start: int, end: int) -> _State:
        """Return the state after clause marks, at which brief ones end."""
        between = self.text[start:end]
        if ";" in between and state.kind == _LOOKS_BACK and default.kind == _PLANS:
            return default
        if state.brief and _CLAUSE_MARK.search(between):
            return default
        return state

    def _after(self, word: _Word, state: _State, default: _State) -> _State:
        """Return the state behind one word."""
        if word.year is not None:
            return self._dated(word.year, state)
        if word.kind == "own" and state.kind == _PLANS and state.later is not None:
            return state
        if word.kind == "own":
            settled = state.kind and state.default
            return replace(state, year=state.year or (None if settled else self._own_year()))
        if word.kind == "back":
            return default if default.kind == _PLANS else _State(year=None)
        if word.kind == "done":
            year_named = self.text.startswith(("去年", "上年"), word.start)
            return _State(_LOOKS_BACK, brief=default.kind == _PLANS and not year_named)
        known = state if not state.default or state.kind == _PLANS else _State(year=state.year)
        if word.kind == "before":
            year = known.year or (None if default.kind == _PLANS else self._own_year())
            return _State(_PLANS, year, known.later)
        scheme = word.kind == "scheme" or self.text.startswith("计划", word.start)
        # Among results 确保 tells what for: it holds for its own clause.
        brief = _PLANS not in (default.kind, state.kind) and self.text.startswith(
            "确保", word.start
        )
        return _State(_PLANS, known.year, known.later, scheme=scheme, brief=brief, place=word.end)

    def _dated(self, word: YearWord, state: _State) -> _State:
        """Return the state behind a year: a coming one plans, one gone by looks back."""
        if word.year is None:
            return _State(_PLANS, state.year if word.later is None else None, word.later)
        if self.year:
            coming = word.year > self.year
        else:
            coming = word.year in self.ahead or (word.period and word.year > _BEGUN)
        if word.since:
            return _State(_LOOKS_BACK)
        planned = state.kind == _PLANS and not state.default and state.place >= 0
        if coming or (planned and not _CLAUSE_MARK.search(self.text, state.place, word.start)):
            return _State(_PLANS, word.year, scheme=state.scheme and not coming)
        if self.year is None:
            return replace(state, year=word.year)
        return _State(_LOOKS_BACK, word.year)

    def _own_year(self) -> int | None:
        """Return what 今年 means: the report's year, or the coming one that its title plans."""
        titled = years_in(self.titled)
        return self.title.year or (max(titled) if len(titled) == 1 else None) or self.year

    def _carried_out(self, sentence: Sentence, spot: Spot, goals: Sequence[Planned | None]) -> bool:
        """Return whether a figure is the outcome of a plan: 计划500个,年内建成486个."""
        if not goals or goals[-1] is None:
            return False
        before = sentence.spots[spot.index - 1].figure
        between = self.text[before.end : spot.figure.start]
        done = _CARRIED_OUT.match(between)
        return bool(
            done
            and len(done.group().strip(",，;、 ")) >= 2
            and before.unit_name == spot.figure.unit_name
        )

    def _goal(self, sentence: Sentence, spot: Spot, state: _State) -> Planned | None:
        """Return the goal that a figure is by the words beside it, else by the state."""
        start, end = spot.figure.start, spot.figure.end
        left = self.text[max(sentence.start, spot.clause[0], start - 24) : start]
        patterns = _patterns()
        share = spot.figure.family in ("share", "points")
        if _MISSING.search(left) or patterns["distance"].search(left):
            return None
        if share and patterns["share"].search(left):
            return None
        if _GOAL_BEHIND.match(self.text, end, sentence.end) or (
            (patterns["goal"].search(left) and not _MADE.search(left)) or _SET_BEFORE.search(left)
        ):
            if state.kind == _PLANS:
                return self._planned(state)
            return Planned(state.year if state.kind == _OPEN and state.year else self._own_year())
        if state.kind == _PLANS:
            return self._planned(state)
        aimed = _AIMED.search(self.text, sentence.start, start)
        if state.kind == _OPEN and aimed and _CONTROLLED.search(left):
            return Planned(state.year or self._own_year())
        each = _EACH.search(left) and led_by_bound(left)
        return Planned(None) if each and state.kind == _OPEN else None

    def _planned(self, state: _State) -> Planned:
        """Return the goal of a planning state with its year."""
        year = state.year
        if year is None and self.year is not None:
            year = self.year + (1 if state.later is None else state.later)
        return Planned(year)


def _settled(
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
        stretch = text[first - 24 if index == 0 else first : sentence.spots[index].figure.start]
        if (
            goal
            and result
            and goal.deadline == year + 1
            and re.search("计划|安排|拟|原定|年初", stretch)
        ):
            result_at = sentence.spots[index + 1].figure.start
            words_there = year_words(text, sentence.start, result_at)
            named = [each for each in words_there if each.later or each.year == goal.deadline]
            out[index] = goal if named else Planned(year)
    return out


def _parts(text: str, outline: Outline) -> tuple[list[int], list[_State | None]]:
    """Return where parts begin, and what holds in each: a plan, results, or nothing."""
    marks: list[tuple[int, int, _State | None]] = []
    for section in outline.sections:
        role, year = section.role, section.year
        if section.level > 1:
            role, year = heading_role(section.heading, outline.year)
        state = _State(_PLANS if role == "plan" else _OPEN, year, default=True) if role else None
        marks.append((section.start, section.level, state))
    for match in _LINE.finditer(text):
        body = match["body"]
        if body == outline.title or _NUMBERED.match(body):
            continue
        role, year = heading_role(body, outline.year)
        if role:
            state = _State(_PLANS if role == "plan" else _OPEN, year, default=True)
            marks.append((match.start(), 0, state))
    levels: list[_State | None] = [None] * 4
    places, parts = list[int](), list[_State | None]()
    for start, level, state in sorted(marks, key=lambda mark: mark[0]):
        levels[level:] = [state] + [None] * (3 - level)
        places.append(start)
        parts.append(next((each for each in reversed(levels) if each is not None), None))
    return places, parts
