"""Decide which figures of a report are planned, and for which year.

Parts that plan, words that plan.

A part plans by its heading (明年工作打算), a sentence by its words (力争, 拟, 到2027年). Words that
look back (已, 实际, 2025年) end a plan inside its own part, too: what a plan's part reports is no
plan. A goal of a year gone by (年度计划检查600家) is a goal of that year. The words are found in
`plan_words`, what touches the figure is read in `goal_marks` and comes first, what a goal asks for
in `targets`.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from metrics.prose.clauses import Sentence, Spot
from metrics.prose.deadlines import YearWord, year_words
from metrics.prose.goal_marks import asks, demands, is_outdone, lies_ahead, names_goal, tells_result
from metrics.prose.headings import plans_year, years_in
from metrics.prose.lexicon import worded
from metrics.prose.plan_parts import LOOKS_BACK, OPEN, PLANS, Planned, State, parts, settled
from metrics.prose.plan_words import PlanWord, without_titles, words_of_planning
from metrics.prose.report_year import is_planned_year
from metrics.prose.sections import Outline
from metrics.prose.tables import Cell

_OPENING = 16
_CARRIED_OUT = "^[,，;、 ]*(?:<plans:within>|共|累计)*(?:<plans:carried>|达到?)?"
_GOAL_AFTER_ALL = "[,，]?[都均]?是[^,，。;]{0,12}<plans:after-all>"
# 2025年排查出的312处隐患: the year describes what a plan is made for.
_ATTRIBUTE = re.compile(r"年?[^,，。;:\d]{0,12}的(?=\d)")
_BECAME = "[,，]?[一-鿿]{1,12}<plans:became>了?"
_DUE = "<plans:due>[:为]"
_JOINED = re.compile("(?:其中|[并同时先]+[于在到]?)\\Z")
_CLAUSE_MARK = re.compile("[,，;:。]")
_PROPOSED = r"<plans:proposed>[,，:]?(?:力争)?到\Z"
_THIS_YEAR = re.compile("(?:今年|本年度?)(?!年?[底末内]|[上下]半年)")
_COMPARES = re.compile("[,，、]?(?:同比|[比较](?:去年|上年|20\\d\\d年|同期))")
# Among results what was planned at the year's beginning is a goal of that year.
_OF_THE_YEAR = re.compile("原|年初|年度|全年")
_HAS = re.compile("[,，、][\u4e00-\u9fff]{2,6}(?:率|占比|比重|满意度)[为是]?\\Z")
_PART_OF = re.compile("其中[,，:]?[到于在]?\\Z")
_COMPARED = ("比", "较", "同", "与", "和")
_LIST_MARK = re.compile("[ \\t]*(?:—|--|-(?!\\d)|[•●○◆■▪·▲△▶►➢★☆◇√✓①-⑳]|\\(\\d)")
_LONGEST_LIST = 40


@dataclass(frozen=True)
class _Paragraph:
    """Hold what a paragraph says so far, and what its numbered items share."""

    line: int
    item: int
    default: State
    base: State


class Plans:
    """Hold a report's parts that plan; `judge` finds the goals of a sentence."""

    def __init__(self, text: str, outline: Outline) -> None:
        self.text = without_titles(text)
        self.outline = outline
        self.year = outline.year
        self.titled = outline.title
        self.unfinished = outline.unfinished
        titled = plans_year(outline.title, outline.year)
        self.title = State(PLANS, titled, default=True) if titled else State(default=True)
        self.places, self.parts = parts(text, outline, self._led)
        self.paragraph = _Paragraph(-1, -1, State(), State())

    def part(self, place: int) -> State:
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
            state = self._walk(state, default, (place, spot.figure.start))
            if state.scheme and self._carried_out(sentence, spot, goals):
                state = State(LOOKS_BACK)
            if goals and is_outdone(self.text, sentence, spot):
                goals[-1] = None  # 建成86个, 达到规划目标80个的107.5%
            goals.append(self._goal(sentence, spot, state, goals))
            place = spot.figure.end
        behind = worded(_GOAL_AFTER_ALL).search(self.text, place, sentence.end)
        if behind and goals:
            named = self._walk(default, default, behind.span())
            last = self._planned(replace(named, kind=PLANS))
            if named.kind == PLANS and state.kind == OPEN:
                goals = [goal or last for goal in goals]
            goals[-1] = goals[-1] or last
        return settled(goals, self.text, sentence, self.year)

    def _default(self, sentence: Sentence) -> State:
        """Return what a silent sentence takes over from its paragraph, else its part."""
        line = self.text.rfind("\n", 0, sentence.start) + 1
        part = self.part(sentence.start)
        section = self.outline.at(sentence.start)
        item = max(line, section.start) if section else line
        last = self.paragraph
        if last.line != line:
            opened = self._led(self._opened(line, part), line, item)
            last = _Paragraph(line, item, opened, opened)
        default = last.default if last.item == item else last.base
        opening = min(sentence.end, sentence.start + _OPENING)
        first = sentence.spots[0].figure.start
        state = default
        for word in words_of_planning(self.text, sentence.start, min(opening, first)):
            if word.kind in ("year", "coming"):
                state = self._after(word, state, part)
        built_on = "基础上" in self.text[sentence.start : sentence.start + 3 * _OPENING]
        passes = state.kind == LOOKS_BACK and (built_on or state.brief)
        if state.kind and state != default and not passes:
            default = replace(state, default=True, brief=False)
        base = default if item == line else last.base
        self.paragraph = _Paragraph(line, item, default, base)
        return default

    def _opened(self, line: int, part: State) -> State:
        """Return what a part says of a paragraph that opens with a coming year or is due."""
        due = self._due(line)
        if due is not None:
            return State(PLANS, due, default=True)
        if _LIST_MARK.match(self.text, line):
            part = self._announced(line, part)
        years = (each.year for each in year_words(self.text, line, line + _OPENING))
        coming = next((year for year in years if self._is_coming(year)), None)
        return part if coming is None or part.year else replace(part, year=coming)

    def _announced(self, line: int, part: State) -> State:
        """Return what the line above a list says of its items: 2026年将围绕以下指标发力:."""
        start = line
        for _ in range(_LONGEST_LIST):
            end = start - 1
            start = self.text.rfind("\n", 0, max(0, end)) + 1
            above = self.text[start : max(start, end)].rstrip()
            if not start or (above and not _LIST_MARK.match(above)):
                break
        if not above.endswith(":"):
            return part
        return self._led(part, start, start + len(above))

    def _led(self, part: State, start: int, end: int) -> State:
        """Return what the words above or before the items of a list say of them."""
        opening = max(start, self.text.rfind("。", start, end) + 1)
        state = self._walk(part, part, (opening, end))
        return replace(state, default=True, brief=False) if state.kind == PLANS else part

    def _due(self, line: int) -> int | None:
        """Return the year of 完成时限: at the end of a paragraph or of its numbered task."""
        task = self.outline.at(line)
        end = task.end if task and task.start >= line else self.text.find("\n", line)
        due = worded(_DUE).search(self.text, line, end if end >= 0 else len(self.text))
        years = year_words(self.text, due.end(), due.end() + _OPENING) if due else ()
        return next((each.year for each in years), None)

    def _walk(self, state: State, default: State, span: tuple[int, int]) -> State:
        """Return the state behind the words between two figures."""
        place = span[0]
        for word in words_of_planning(self.text, *span):
            state = self._clauses(state, default, place, word.start)
            state = self._after(word, state, default)
            place = word.end
        return self._clauses(state, default, place, span[1])

    def _clauses(self, state: State, default: State, start: int, end: int) -> State:
        """Return the state after clause marks, at which brief ones end."""
        between = self.text[start:end]
        if ";" in between and state.kind == LOOKS_BACK and default.kind == PLANS:
            return default
        if state.part_of and ";" in between:
            return state.under or default
        if ";" in between and state.kind == default.kind == PLANS and default.year:
            return default  # 2028年建成1座; what follows is due when the plan is
        if state.brief and _CLAUSE_MARK.search(between):
            # 目前为51.3%,较上年下降0.6个百分点 goes on about what is.
            goes_on = state.kind == LOOKS_BACK and (
                _COMPARES.match(between) or _HAS.fullmatch(between)
            )
            return state if goes_on else state.under or default
        if ")" in between and not state.default and self._in_brackets(state.place):
            return default
        return state

    def _in_brackets(self, place: int) -> bool:
        """Return whether a word stands in brackets: 覆盖率91%(目标:90%), 整改率98%."""
        near = self.text[max(0, place - 12) : max(0, place)]
        return near.rfind("(") > near.rfind(")")

    def _after(self, word: PlanWord, state: State, default: State) -> State:
        """Return the state behind one word."""
        if word.year is not None:
            return self._at_year(word.year, state, default)
        if word.kind == "own":
            return self._at_own_year(word, state, default)
        if word.kind == "back":
            return default if default.kind == PLANS else State(year=None)
        if word.kind == "delivered":
            return State(LOOKS_BACK) if state.scheme else state
        if word.kind == "kept":
            return State(LOOKS_BACK)
        if word.kind == "done":
            year_named = self.text.startswith(("去年", "上年", "截至", "截止"), word.start)
            if year_named and state.kind == PLANS and _ATTRIBUTE.match(self.text, word.end):
                return State(LOOKS_BACK, brief=True, under=state)
            return State(LOOKS_BACK, brief=default.kind == PLANS and not year_named)
        known = state if not state.default or state.kind == PLANS else State(year=state.year)
        if word.kind == "before" and self._closed(word, default):
            return state
        if word.kind == "before":
            year = known.year or (None if default.kind == PLANS else self._own_year())
            return State(PLANS, year, known.later)
        scheme = word.kind == "scheme" or self.text.startswith(("计划", "规划"), word.start)
        # Among results 确保 tells what for: it holds for its own clause.
        brief = PLANS not in (default.kind, state.kind) and self.text.startswith("确保", word.start)
        year = known.year
        if scheme and year is None and known.later is None and default.kind != PLANS:
            own = _OF_THE_YEAR.search(self.text, max(0, word.start - 2), word.end)
            year = self._own_year() if own else None
        return State(PLANS, year, known.later, scheme=scheme, brief=brief, place=word.end)

    def _at_year(self, word: YearWord, state: State, default: State) -> State:
        """Return the state behind a year, which may date one part or an attribute only."""
        dated = self._dated(word, state)
        if state.kind == dated.kind == PLANS and _PART_OF.search(
            self.text, max(0, word.start - 4), word.start
        ):
            return replace(dated, part_of=True, under=state.under or state)
        describes = dated.kind == LOOKS_BACK and _ATTRIBUTE.match(self.text, word.end)
        return replace(dated, brief=default.kind == PLANS) if describes else dated

    def _at_own_year(self, word: PlanWord, state: State, default: State) -> State:
        """Return the state behind 今年, 全年 and the like."""
        if self.text.startswith(_COMPARED, word.start - 1):
            return state
        if state.kind == PLANS and state.later is not None:
            this_year = _THIS_YEAR.match(self.text, word.start)
            return State(LOOKS_BACK) if this_year and state.later else state
        if state.kind == LOOKS_BACK and default.kind == PLANS:
            return default  # 去年92次, 今年不少于120次
        settled = state.kind and state.default
        return replace(state, year=state.year or (None if settled else self._own_year()))

    def _dated(self, word: YearWord, state: State) -> State:
        """Return the state behind a year: a coming one plans, one gone by looks back."""
        if word.span:
            if state.kind == PLANS:
                return replace(state, year=None, later=word.later)
            return replace(state, later=word.later)
        if word.year is None:
            kept = state.year if word.later is None and state.kind != LOOKS_BACK else None
            return State(PLANS, kept, word.later)
        coming = self._is_coming(word.year) or self._is_planned(word)
        if word.since:
            return State(LOOKS_BACK)
        if worded(_PROPOSED).search(self.text[max(0, word.start - 12) : word.start]):
            return State(PLANS, word.year)  # 规划提出，到2025年…, whatever was reached since
        planned = state.kind == PLANS and not state.default
        near = planned and state.place >= 0
        if coming or (near and not _CLAUSE_MARK.search(self.text, state.place, word.start)):
            return State(PLANS, word.year, scheme=state.scheme and not coming)
        if (
            planned
            and self.unfinished
            and _JOINED.search(self.text[max(0, word.start - 4) : word.start])
        ):
            return replace(state, year=word.year)
        if self.year is None:
            return replace(state, year=word.year)
        return State(LOOKS_BACK, word.year)

    def _closed(self, word: PlanWord, default: State) -> bool:
        """Return whether 年底前 stands behind the year of a report of results."""
        before = self.text[max(0, word.start - 8) : word.start]
        told = re.search(rf"{self.year}年?(?:\d{{1,2}})?\Z", before) is not None
        return told and not self.unfinished and default.kind != PLANS

    def cell(self, cell: Cell) -> Planned | None:
        """Return the goal in a cell of a coming year, or below a heading that plans."""
        if cell.outcome or cell.change != "level" or cell.previous_year:
            return None
        if cell.year is not None:
            return Planned(cell.year) if cell.goal or self._is_coming(cell.year) else None
        part = self.part(cell.quantity.start)
        if part.kind == PLANS:
            return self._planned(part)
        return Planned(self.year) if cell.goal else None

    def _is_coming(self, year: int | None) -> bool:
        """Return whether a year lies ahead of the report or of its plans."""
        if year is None:
            return False
        if self.unfinished is None:
            return self.year is not None and year > self.year
        return year >= self.unfinished

    def _is_planned(self, word: YearWord) -> bool:
        """Return whether a year behind the reported one is planned where it stands."""
        later = self.year is not None and word.year is not None and word.year > self.year
        return later and is_planned_year(self.text, word)

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
        if before.unit_name != spot.figure.unit_name:
            return False
        done = worded(_CARRIED_OUT).match(between)
        told = done is not None and len(done.group().strip(",，;、 ")) >= 2
        return told or worded(_BECAME).fullmatch(between) is not None

    def _goal(
        self, sentence: Sentence, spot: Spot, state: State, goals: Sequence[Planned | None]
    ) -> Planned | None:
        """Return the goal that a figure is by the words beside it, else by the state."""
        if tells_result(self.text, sentence, spot, bool(goals and goals[-1])):
            return None
        if state.kind == PLANS:
            return self._planned(self._dated_behind(state, spot))
        if demands(self.text, sentence, spot):
            return Planned(state.year or self._own_year())
        if names_goal(self.text, sentence, spot):
            return Planned(state.year if state.kind == OPEN and state.year else self._own_year())
        later = lies_ahead(self.text, sentence, spot)
        if later and (not later["year"] or self._is_coming(int(later["year"]))):
            end = (
                sentence.spots[spot.index + 1].figure.start
                if not spot.last_in_clause
                else (sentence.end)
            )
            ahead = self._walk(State(PLANS), State(), (later.start(), end))
            return self._planned(replace(ahead, kind=PLANS))
        if state.kind == OPEN and asks(self.text, sentence, spot, self.year is not None):
            return Planned(state.year)
        return None

    def _dated_behind(self, state: State, spot: Spot) -> State:
        """Return a planning state with the year behind its figure: 35公里预计2026年开工."""
        start, end = spot.figure.end, spot.figure.end + len(spot.right)
        if any(each.year for each in year_words(self.text, spot.clause[0], spot.figure.start)):
            return state
        for each in year_words(self.text, start, end):
            if each.year and not each.since and (self.year is None or each.year > self.year):
                return replace(state, year=each.year)
        return state

    def _planned(self, state: State) -> Planned:
        """Return the goal of a planning state with its year."""
        year = state.year
        if year is None and state.later is None:
            year = self.title.year
        if year is None and self.year is not None:
            year = self.year + (1 if state.later is None else state.later)
        return Planned(year)
