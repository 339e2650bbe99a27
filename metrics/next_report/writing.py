"""Write the next report's lines from a kept text and the figures of the new year.

Words stay as they were but for the year, which moves on; a numeral that nothing published states
is marked as unchecked. Goals of the new report stand in its plan, those that its text does not
name in a line of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from metrics.i18n import message, words
from metrics.model.dataset import Dataset
from metrics.model.observation import Key
from metrics.model.series import POINTS
from metrics.model.target import Target
from metrics.next_report.content import (
    GAP,
    Line,
    NextReport,
    NoReport,
    Piece,
    observations,
    refuse_without_figures,
)
from metrics.next_report.phrases import comparison, full_width, printed_form
from metrics.next_report.places import KeptReport, Place, places_in
from metrics.prose import Reading, read
from metrics.wording.formatter import Formatter
from metrics.wording.targets import printed_goal, with_change

_SENTENCE = re.compile(r"[^。；;！!？?]*[。；;！!？?]?")
_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")
_HEADING = 40
"""Characters of a heading, which has two lines at most."""
_QUOTED = re.compile(r"《[^《》]*》|\d{4}[-—~至]\d{4}年?")
_CLAUSE_END = re.compile(r"[,，。；;、)）]")
_COMPARED = re.compile(r"[,，、]?[（(]?(?:同比|环比|[比较与])[^,，。；;、()（）]{0,12}")
"""What stands between a figure and how it had changed: ，比上年增长."""


def prepare(kept: KeptReport, dataset: Dataset, year: int) -> NextReport:
    """Return the next report on `year`, made from the text of an earlier one.

    Raises NoReport where nothing of `year` is published, or no figure of the text has a place.
    """
    refuse_without_figures(dataset, year)
    writer = _Writer(kept, dataset, year)
    if not any(place.key for place in writer.places):
        reason = message("No figure of the report on {year} has its place in the text",
                         year=kept.text.year)  # fmt: skip
        raise NoReport(reason)
    lines = tuple(writer.lines())
    return NextReport(year, kept.text.year, writer.title(), dataset.version, lines)


class _Writer:
    """Write the lines of one report."""

    def __init__(self, kept: KeptReport, dataset: Dataset, year: int) -> None:
        self._text, self._year = kept.text, year
        self._step = year - kept.text.year
        self._fmt = Formatter(dataset, words("zh"))
        self._rows = observations(dataset)
        self._reading: Reading = read(kept.text.text, kept.text.year)
        self._goals = {goal.key: goal for goal in dataset.targets if goal.stated_in == year}
        self.places = places_in(kept, self._reading)

    def title(self) -> str:
        """Return the title with the year moved on."""
        return self._moved_on(self._text.title_zh, plan=True)

    def lines(self) -> Iterator[Line]:
        """Yield title and paragraphs, behind the plan the goals that it does not name."""
        yield Line("title", (Piece("kept", self.title()),))
        planned = False
        for start, end in self._body():
            plan = self._is_plan(start)
            if planned and not plan:
                yield from self._other_goals()
            planned = plan
            yield self._line(start, end)
        yield from self._other_goals()

    def _body(self) -> Iterator[tuple[int, int]]:
        """Yield start and end of each paragraph behind title and source line."""
        text, begun = self._text.text, False
        title = re.sub(r"\s", "", self._text.title_zh)
        titled = bool(title) and title in (re.sub(r"\s", "", line) for line in text.split("\n"))
        for match in re.finditer(r"[^\r\n]+", text):
            line = match.group()
            body = line.strip(" \t\u3000\xa0")
            if not body:
                continue
            if titled and re.sub(r"\s", "", line) == title:
                titled = False
                continue
            begun = begun or (not titled and (body[-1] in "。；;" or bool(_FIRST.match(body))))
            if begun:
                start = match.start() + line.index(body)
                yield start, start + len(body)

    def _line(self, start: int, end: int) -> Line:
        body = self._text.text[start:end]
        plan = self._is_plan(start)
        if _FIRST.match(body) and "。" not in body:
            return Line("first", (Piece("kept", self._moved_on(body, plan)),))
        pieces: list[Piece] = []
        head = 0
        for match in _SENTENCE.finditer(self._text.text, start, end):
            first, last = match.span()
            if first == last:
                continue
            whole = last == end and len(body) > _HEADING  # prose, though it is numbered
            heading = first == start and not whole and _SECOND.match(body) is not None
            pieces += self._sentence(first, last, plan, heading)
            head = len(pieces) if heading else head
        return Line("second" if _SECOND.match(body) else "body", tuple(pieces), head)

    def _sentence(self, start: int, end: int, plan: bool, heading: bool) -> list[Piece]:
        places = [p for p in self.places if start <= p.start and p.end <= end]
        if not places:
            text = self._text.text[start:end]
            if heading:
                return [Piece("kept", self._moved_on(text, plan))]
            return [Piece("to_write", full_width(text))]
        pieces: list[Piece] = []
        at = start
        for place, behind in pairwise([*places, None]):
            assert place is not None
            pieces += self._words(at, place.start, plan)
            bound, compared = self._replaced(place)
            pieces.append(bound)
            at = place.end
            stop = behind.start if behind else end
            if not compared or self._says_its_change(at, behind):
                continue
            changed = self._change_of_last_year(at, stop)
            clause = _CLAUSE_END.search(self._text.text, at, stop)
            if changed or clause:
                ends = clause.start() if clause and not changed else at
                pieces += self._words(at, ends, plan)
                was = self._text.text[at:changed]
                pieces.append(Piece("comparison", compared, was, bound.key))
                at = changed or ends
        return [*pieces, *self._words(at, end, plan)]

    def _says_its_change(self, start: int, behind: Place | None) -> bool:
        """Return whether the text itself compares a figure, by a published one behind it."""
        if behind is None or behind.key is None:
            return False
        row = self._rows.get((behind.key[0] + self._step, *behind.key[1:]))
        said = _COMPARED.fullmatch(self._text.text, start, behind.start)
        return said is not None and row is not None and row.unit == POINTS and row.value is not None

    def _change_of_last_year(self, start: int, stop: int) -> int:
        """Return where last year's words on how a figure had changed end, 0 without any.

        A comparison of this year stands in their place: 3152家次，同比增长5.3%.
        """
        text = self._text.text
        for figure in self._reading.figures:
            if start < figure.start and figure.end <= stop and figure.change:
                said = _COMPARED.fullmatch(text, start, figure.start)
                opened = said is not None and said.group().lstrip(",，、")[:1] in ("(", "（")
                closed = text[figure.end : figure.end + 1] in (")", "）")
                return figure.end + opened if said and opened == closed else 0
        return 0

    def _words(self, start: int, end: int, plan: bool) -> list[Piece]:
        """Return the words between figures; other numerals in them are marked."""
        pieces: list[Piece] = []
        at = start
        for figure in self._reading.figures:
            if start <= figure.start and figure.end <= end:
                pieces.append(
                    Piece("kept", self._moved_on(self._text.text[at : figure.start], plan))
                )
                printed = self._text.text[figure.start : figure.end]
                pieces.append(Piece("unchecked", full_width(printed), was=printed))
                at = figure.end
        pieces.append(Piece("kept", self._moved_on(self._text.text[at:end], plan)))
        return [piece for piece in pieces if piece.text]

    def _replaced(self, place: Place) -> tuple[Piece, str]:
        """Return what stands in a place now and its comparison, which may be empty."""
        if place.goal is not None:
            return self._goal(place.goal, place.printed), ""
        assert place.key is not None
        key: Key = (place.key[0] + self._step, *place.key[1:])
        row = self._rows.get(key)
        if row is None or row.value is None:
            return self._missing(key[-1], place.printed, key), ""
        comment = "" if place.again else comparison(row, self._fmt)
        return Piece("number", printed_form(row, self._fmt), place.printed, key), comment

    def _missing(self, metric: str, was: str, key: Key | None = None) -> Piece:
        gap = self._fmt.words("to be filled in: {metric}", metric=metric)
        return Piece("missing", f"{GAP}{gap}〕", was, key)

    def _goal(self, old: Target, printed: str) -> Piece:
        """Return the new goal in the place of an earlier one, or that it is missing."""
        moved = replace(old, stated_in=self._year, year=old.year and old.year + self._step)
        goal = self._goals.pop(moved.key, None)
        if goal is not None:
            return Piece("goal", printed_goal(goal), printed, goal=goal.key)
        row = self._rows.get((self._year, old.region, old.category, old.subcategory, old.metric))
        reached = row is not None and row.value is not None
        result = f"；{self._year}年{printed_form(row, self._fmt)}" if row and reached else ""
        return self._missing(old.metric, f"{printed}{result}")

    def _other_goals(self) -> Iterator[Line]:
        """Yield a line with the goals of the new report that no paragraph has named."""
        pieces: list[Piece] = []
        for key, goal in self._goals.items():
            year = f"{goal.year}年" if goal.year else ""
            opening = f"{'；' if pieces else ''}{year}{goal.metric}"
            pieces.append(Piece("kept", opening + with_change(goal, "", self._fmt.words)))
            pieces.append(Piece("goal", printed_goal(goal), goal=key))
        self._goals.clear()
        if pieces:
            said = Piece("kept", self._fmt.words("Goals set: "))
            yield Line("body", (said, *pieces, Piece("kept", "。")))

    def _is_plan(self, place: int) -> bool:
        section = next((s for s in self._reading.sections if s.start <= place < s.end), None)
        return section is not None and section.role == "plan"

    def _moved_on(self, text: str, plan: bool) -> str:
        """Return words with their year moved on, but for titles of papers and spans."""
        years = {self._text.year, *([self._text.year + 1] if plan else [])}
        kept = [match.span() for match in _QUOTED.finditer(text)]

        def later(match: re.Match[str]) -> str:
            inside = any(first <= match.start() < last for first, last in kept)
            return match.group() if inside else str(int(match.group()) + self._step)

        pattern = "|".join(str(year) for year in sorted(years))
        compared = rf"(?<=[比较与同]){self._text.year - 1}"  # 较2023年提高
        return full_width(re.sub(rf"(?:(?<!\d)(?:{pattern})|{compared})(?=年)", later, text))
