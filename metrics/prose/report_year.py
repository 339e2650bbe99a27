"""Find the year that a report is about: of its title, else the year that its text reports most.

A year that is not over gets no vote, and a year that its own clause plans for (到2025年, 2025年拟
新建) gets none where another year is reported. `is_planned_year` looks at one place alone: what
one sentence plans says nothing of the same year elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterable

from metrics.prose.deadlines import YearWord, is_gone, year_words
from metrics.prose.headings import (
    first_year_of,
    is_plan_title,
    opens_work,
    periods_of,
    reports_year_before,
    role_of,
    years_in,
)
from metrics.prose.plan_words import without_titles, words_of_planning

_STAMP = re.compile(r"((?:19|20)\d{2})[-/.](\d{1,2})[-/.]\d{1,2}")
_PERIOD_LONG = 5  # years of a 五年规划
_WINDOW = 18  # characters behind a year in which its modal stands
_TILL = re.compile(r"(?:(?<!直)到|(?<!截)至|力争|计划|拟|预计|将于|确保|目标|[-—~])于?\Z")
_BOUND = re.compile(r"年[^,，。;\n已了]{0,12}?(?:不低于|不少于|控制在|再(?!次)|[节底末期]前)")
_NUMBER = re.compile(r"[一二三四五六七八九十\d、.()（） ]{0,5}")
_LABEL = re.compile(r"20\d{2}年(?P<label>[^:\n,，。;]{0,14}?)(?:如下|是|为)?[:\n]")
_OPENING, _FIRST_WORDS = 3, 8
_CLAUSE_MARK = re.compile("[,，;。:\n]")


def is_planned_year(text: str, word: YearWord) -> bool:
    """Return whether a year is one that its own clause plans for: 到2025年, 2025年拟新建."""
    if word.since:
        return False
    if word.period or _TILL.search(text[max(0, word.start - 4) : word.start]):
        return True
    line = text.rfind("\n", 0, word.start) + 1
    label = _LABEL.match(text, word.start)
    if label and _NUMBER.fullmatch(text[line : word.start]):
        return role_of(label["label"]) == "plan"
    if _BOUND.match(text, word.end):
        return True
    for each in words_of_planning(text, word.end, _reach(text, word.end)):
        if each.kind != "own":
            return each.kind in ("aim", "intent", "scheme")
    return False


def is_called_gone(text: str, year: int) -> bool:
    """Return whether a text calls a year gone by, whatever the clock says."""
    return any(is_gone(text, match.start()) for match in re.finditer(f"{year}年", text))


def _reach(text: str, start: int) -> int:
    """Return how far behind a year its modal may stand, inside its sentence."""
    window = re.split("[。;\n]", text[start : start + _WINDOW])[0]
    return start + len(window)


def report_year(text: str, title: str, headed: Iterable[int], this_year: int) -> int | None:
    """Return the year of a report; `headed` are the years of its headings of results."""
    titled = years_in(title)
    if titled:
        first = first_year_of(title) if is_plan_title(title) else None
        return first - 1 if first else titled[0] - reports_year_before(text, title, titled)
    if is_plan_title(title) and (periods := periods_of(title)):
        return periods[0] - _PERIOD_LONG
    votes = Counter({year: 2 * count for year, count in Counter(headed).items()})
    spoken, others = Counter[int](), Counter[int]()
    text = without_titles(text)
    for word in year_words(text, 0, len(text)):
        if word.year is None or word.period:
            continue
        if word.year >= this_year and not is_gone(text, word.start):
            continue
        before = _clause_before(text, word.start)
        if is_planned_year(text, word):
            others[word.year] += not _TILL.search(before)
        elif opens_work(before):
            others[word.year] += 1  # 编制2025年预案: the object of work
        else:
            spoken[word.year] += 1
            votes[word.year] += _OPENING * _opens_paragraph(text, word.start)
    for counted in (+votes, spoken, +others):
        if counted:
            return max(counted, key=lambda each: (counted[each], each))
    # A report comes out in the first months after its year.
    stamp = _STAMP.search(text)
    return int(stamp.group(1)) - (int(stamp.group(2)) <= 4) if stamp else None


def _clause_before(text: str, place: int) -> str:
    """Return the words of a clause in front of a year, without a heading's number."""
    words = _CLAUSE_MARK.split(text[max(0, place - _WINDOW) : place])[-1]
    return _NUMBER.sub("", words, count=1)


def _opens_paragraph(text: str, place: int) -> bool:
    """Return whether a year stands in the first words of its paragraph."""
    line = text.rfind("\n", 0, place) + 1
    return len(_NUMBER.sub("", text[line:place].strip(), count=1)) <= _FIRST_WORDS
