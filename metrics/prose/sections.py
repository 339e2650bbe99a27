"""Read the outline of a report: its title, its year, its headings, and what each part is about.

A numeral's section is written as its heading numbers read, 一(二)三是. A part's role is results,
shortcomings, duties or plan; figures of a plan are targets. Headings are recognised by their
numbers and never by their typography, which a text file has lost.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from metrics import clock
from metrics.numbers import HAN_YEAR, han_digits
from metrics.prose.deadlines import year_words
from metrics.prose.lexicon import alternatives
from metrics.prose.plan_words import PLAN_NOUN
from metrics.text import reads_like_title

_H = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"^[ \t]*(?P<first>{_H})、|(?:^[ \t]*|(?<=[ 。;]))\((?P<second>{_H})\)"
    rf"|^[ \t]*(?P<digit>\d{{1,2}})(?:[、．]|\.(?!\d))"
    rf"|(?:^[ \t]*|(?<=[。;:,，、\s”]))(?P<third>{_H}是)"
    rf"|(?:^[ \t]*|(?<=[。;\s]))(?P<ordinal>第{_H})[,，、]",
    re.MULTILINE,
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年)")
_HAN_YEAR = re.compile(f"({HAN_YEAR})(?=年)")
_STAMP = re.compile(r"((?:19|20)\d{2})[-/.](\d{1,2})[-/.]\d{1,2}")
# A heading may name the coming year without its number; the report's year is known later.
_COMING = re.compile("下一?年度|明年|来年|新一年")
_NEXT_YEAR = 0
# What is titled so with a year, and nothing of the year before in the title, plans that year.
_PLAN_TITLE = re.compile(
    r"(?:(?:任务|计划|目标|安排)(?:分解)?表|(?:要点|计划|安排|打算|思路)的(?:报告|通知|意见|请示)|要点|计划|安排|打算|思路|实施方案|行动方案|规划|纲要|实事|清单|目标|任务书?|谋划|展望|小结|回顾)"
    r"(?:\([^()]{0,20}\))?(?:摘要|摘编|节选)?(?:\([^()]{0,20}\))?$"
)
_TABLE_TITLE = re.compile(r"[\u4e00-\u9fff]{0,20}(?:19|20)\d\d年[^,，。;:]{0,16}(?:表|指标)")
_PERIOD_LONG = 5  # years of a 五年规划
_DONE_TITLE = re.compile("总结|小结|回顾|情况")
# A notice is titled by what it hands on: 关于印发《2026年工作要点》的通知.
_HANDED_ON = re.compile(r"关于(?:印发|转发|下达|公布)《([^《》\n]{6,50})》的(?:通知|函)$")
_WORK_REPORT = re.compile(r"政府工作报告|人民代表大会")
_LOOKING_BACK = re.compile("过去(?:的)?一年|一年来|去年|上年|工作回顾")
_PLAN_WORD = re.compile("工作|任务|安排|计划|目标|打算|重点|思路|举措|措施|展望")
_DONE_WORD = re.compile("情况|总结|回顾|成效|完成|工作$")
# A year that a sentence plans for is no vote for the report's own year.
_PLANNED_YEAR = re.compile(
    r"(?:(?:到|至|规划到|预计|力争到|计划|拟于|将于|确保到|截至|于)?(?:19|20)\d{2}年?[-—~至到]{1,2})?"
    r"(?:(?:到|(?<!截)至|预计到?|力争|计划|拟于?|将于?|确保到?|目标)(?:20)\d{2}年"
    r"|20\d{2}年(?:底前|末前)?(?:[^。;\n已了\d]|\d(?=\d?[月日季])){0,14}?"
    rf"(?:力争|(?<![查训划案动据按照])计划(?!{PLAN_NOUN}|[执完])|拟|预计|(?<!为)确保|将"
    r"|目标(?!.{0,4}(?:实现|完成|达成))|不低于|不少于|控制在|(?<![主重需必概纲摘])要|再(?!次)))"
    r"|20\d{2}年?[-—~至到]{1,2}20\d{2}年[^。;\n已了]{0,8}每年"
    r"|20\d{2}年[^,，。;\n已了]{0,10}(?:开学|汛期?|[节底末])前(?![^,，。;\n]{0,12}[已了])"
    # A label or a line of its own: 2026年度工作任务:
    r"|(?:^|[\n。]) *[一二三四五六七八九十\d、.()]{0,4}20\d{2}年"
    r"(?![^:\n,，。]{0,12}(?:完成|执行|落实|情况|总结|回顾))"
    r"[^:\n,，。;]{0,10}(?:目标|任务|打算|要点|思路|安排|计划)(?:分解|清单|如下|是|为)?(?=:|\n)"
)

PartRole = Literal["", "results", "plan", "duties", "shortcomings"]


@dataclass(frozen=True)
class Section:
    """Hold one stretch under one heading number, up to the next number of any level."""

    start: int
    end: int
    path: str
    heading: str
    role: PartRole = ""
    year: int | None = None
    level: int = 1  # 1 for 一、, 2 for (一), 3 for 1. and 一是


@dataclass(frozen=True)
class Outline:
    """Hold a report's title, year and sections, in offsets of the laid-out text."""

    title: str
    year: int | None
    sections: tuple[Section, ...]
    unfinished: int | None = None  # from here on years are planned, where no title names one

    def at(self, place: int) -> Section | None:
        """Return the section that holds a place, or None before the first heading number."""
        index = bisect_right(self.sections, place, key=lambda section: section.start) - 1
        return self.sections[index] if index >= 0 else None


def years_in(text: str) -> list[int]:
    """Return the years printed in a text, those in Arabic digits first."""
    han = [int(han_digits(digits)) for digits in _HAN_YEAR.findall(text)]
    return [int(digits) for digits in _YEAR.findall(text)] + [y for y in han if 1900 <= y < 2100]


def _title(text: str) -> str:
    """Return the first line that ends like a report's title and has no clause mark."""
    for line in text.split("\n")[:15]:
        body = line.strip(" \t>#")
        if handed_on := _HANDED_ON.search(body):
            return handed_on[1]
        if reads_like_title(body) or _TABLE_TITLE.fullmatch(body):
            return body
    return ""


def _heading(text: str, start: int) -> str:
    """Return the words of a heading: up to its first full stop or line end."""
    return re.split(r"[。\n;]", text[start : start + 80])[0]


def _role(heading: str) -> PartRole:
    """Return what a part is about, by the words of its heading."""
    if re.search(alternatives("roles", "shortcomings"), heading):
        return "shortcomings"
    if re.search("(?:完成|执行|落实|进展|贯彻)情况|回顾|计划(?:完成|执行)", heading):
        return "results"
    roles: tuple[PartRole, ...] = ("plan", "duties", "results")
    for role in roles:
        if re.search(alternatives("roles", role), heading):
            return role
    return ""


def heading_role(heading: str, known: int | None) -> tuple[PartRole, int | None]:
    """Return the role and year of a short heading below the top: 下步打算, 2026年重点任务."""
    body = heading.strip(" \t:")
    if len(body) > 24 or re.search("[,，]", body):
        return "", None
    years = years_in(body)
    latest = max(years, default=None)
    role = _role(body)
    if latest and _PLAN_WORD.search(body):
        if known and latest > known:
            return "plan", latest
        if known is None and not role and not _DONE_WORD.search(body):
            return "plan", latest
    if role == "plan" and not (latest and known and latest <= known):
        coming = _COMING.search(body)
        return "plan", latest or (known + 1 if known and coming else None)
    done = latest and known and latest <= known and _DONE_WORD.search(body)
    return ("results" if done or role == "results" else "", None)


def _periods(title: str) -> list[int]:
    """Return the last years of the five-year periods that a title plans: “十五五”规划."""
    marked = re.sub("”", "”,", title)
    return [each.year for each in year_words(marked, 0, len(marked)) if each.period and each.year]


def plans_year(title: str, known: int | None) -> int | None:
    """Return the year that a title plans: 2026年工作要点; None for a report."""
    years = years_in(title) or _periods(title)
    if not years or not _PLAN_TITLE.search(title) or len(set(years)) > 1:
        return None
    if known is not None and years[0] <= known:
        return None
    return years[0]


def _path(levels: list[str]) -> str:
    """Return the heading numbers as one label, 一(二)三是."""
    first, second, third = levels
    return first + (f"({second})" if second else "") + third


def _sections(text: str) -> list[Section]:
    """Return the sections in order; a section's role comes from its top heading."""
    marks = list(_MARK.finditer(text))
    levels, year = ["", "", ""], None
    role: PartRole = ""
    found = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        heading = _heading(text, mark.end())
        if mark["first"]:
            levels = [mark["first"], "", ""]
            role = _role(heading)
            years = years_in(heading)
            coming = _COMING.search(heading) is not None
            year = years[0] if years else _NEXT_YEAR if coming else None
        elif mark["second"]:
            levels = [levels[0], mark["second"], ""]
        else:
            levels = [levels[0], levels[1], mark["third"] or mark["ordinal"] or mark["digit"]]
        level = 1 if mark["first"] else 2 if mark["second"] else 3
        found.append(Section(mark.start(), end, _path(levels), heading, role, year, level))
    return found


def _reports_year_before(text: str, title: str, titled: list[int]) -> bool:
    """Return whether a title names the coming year: 2026年工作要点, or a work report."""
    if len(set(titled)) > 1:
        return False
    if _PLAN_TITLE.search(title):
        return _DONE_TITLE.search(title) is None
    if not _WORK_REPORT.search(title):
        return False
    return f"{titled[0] - 1}年" in text or _LOOKING_BACK.search(text) is not None


def planned_years(text: str) -> set[int]:
    """Return the years that a text plans for by the words beside them, or by a 五年规划."""
    printed = {
        int(year) for each in _PLANNED_YEAR.finditer(text) for year in _YEAR.findall(each[0])
    }
    return printed | {
        each.year
        for each in year_words(text, 0, len(text))
        if each.period and each.year and not each.since
    }


def _without_planned_years(text: str) -> str:
    """Return a text whose planned years vote for nothing; its length stays."""
    text = _PLANNED_YEAR.sub(lambda match: "□" * len(match.group()), text)
    for each in year_words(text, 0, len(text)):
        if each.period and not each.since:
            text = text.replace(f"{each.year}年", "□□□□年")
    return text


def _report_year(text: str, title: str, sections: list[Section], this_year: int) -> int | None:
    """Return the year of a report: of its title, else of headings and paragraphs.

    A year that is not over gets no vote: what a text without a title says of it is planned.
    """
    titled = years_in(title)
    if titled:
        return titled[0] - _reports_year_before(text, title, titled)
    if _PLAN_TITLE.search(title) and (periods := _periods(title)):
        return periods[0] - _PERIOD_LONG
    votes: Counter[int] = Counter()
    for section in sections:
        if section.year and section.role != "plan" and section.year < this_year:
            votes[section.year] += 2 if section.path == section.path[:1] else 0
    text = _without_planned_years(text)
    for line in text.split("\n"):
        # A paragraph that opens with a plan's year votes for the plan, not for the report.
        body = line.strip()
        opening = years_in(body[:12])
        if (
            opening
            and opening[0] < this_year
            and not re.search("计划|力争|目标|下一步|预计|拟|十五五", body[:40])
        ):
            votes[opening[0]] += 3
    if votes:
        return max(votes, key=lambda each: (votes[each], each))
    running = Counter(each for each in years_in(text) if each < this_year)
    if running:
        return max(running, key=lambda each: (running[each], each))
    stamp = _STAMP.search(text)
    if stamp:
        # A report comes out in the first months after its year.
        return int(stamp.group(1)) - (1 if int(stamp.group(2)) <= 4 else 0)
    return None


def outline(text: str, year: int | None = None, this_year: int | None = None) -> Outline:
    """Return the outline of a laid-out report; `year` overrides the year read from it."""
    title = _title(text)
    sections = _sections(text)
    now = this_year or clock.now().year
    known = year or _report_year(text, title, sections, now)
    settled = []
    for section in sections:
        plan = section.role == "plan" or (
            section.role == "" and section.year and known and section.year > known
        )
        settled.append(
            Section(
                section.start,
                section.end,
                section.path,
                section.heading,
                "plan" if plan else section.role,
                known + 1 if section.year == _NEXT_YEAR and known else section.year or None,
                section.level,
            )
        )
    voted = not year and not years_in(title) and not _periods(title)
    return Outline(title, known, tuple(settled), now if voted else None)
