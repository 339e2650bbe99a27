"""Read the outline of a report: its title, its year, its headings, and what each part is about.

A numeral's section is written as its heading numbers read, 一(二)三是. A part's role is results,
shortcomings, duties or plan; figures of a plan are targets. Headings are recognised by their
numbers and never by their typography, which a text file has lost.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from metrics import clock
from metrics.prose.headings import (
    PartRole,
    names_coming_year,
    periods_of,
    role_of,
    years_in,
)
from metrics.prose.report_year import is_called_gone, report_year
from metrics.text import reads_like_title

_H = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"^[ \t]*(?:第(?P<part>{_H})(?:部分|章)|(?P<first>{_H})、)"
    rf"|(?:^[ \t]*|(?<=[ 。;]))\((?P<second>{_H})\)"
    rf"|^[ \t]*(?P<digit>\d{{1,2}})(?:[、．]|\.(?!\d))"
    rf"|(?:^[ \t]*|(?<=[。;:,，、\s”]))(?P<third>{_H}是)"
    rf"|(?:^[ \t]*|(?<=[。;\s]))(?P<ordinal>第{_H})[,，、]",
    re.MULTILINE,
)
_NEXT_YEAR = 0
_TABLE_TITLE = re.compile(r"[\u4e00-\u9fff]{0,20}(?:19|20)\d\d年[^,，。;:]{0,16}(?:表|指标)")
# A notice is titled by what it hands on: 关于印发《2026年工作要点》的通知.
_HANDED_ON = re.compile(r"关于(?:印发|转发|下达|公布)《([^《》\n]{6,50})》的(?:通知|函)$")


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
        top = mark["first"] or mark["part"]
        if top:
            levels = [top, "", ""]
            role = role_of(heading)
            years = years_in(heading)
            coming = names_coming_year(heading)
            year = years[0] if years else _NEXT_YEAR if coming else None
        elif mark["second"]:
            levels = [levels[0], mark["second"], ""]
        else:
            levels = [levels[0], levels[1], mark["third"] or mark["ordinal"] or mark["digit"]]
        level = 1 if top else 2 if mark["second"] else 3
        found.append(Section(mark.start(), end, _path(levels), heading, role, year, level))
    return found


def outline(text: str, year: int | None = None, this_year: int | None = None) -> Outline:
    """Return the outline of a laid-out report; `year` overrides the year read from it."""
    title = _title(text)
    sections = _sections(text)
    now = this_year or clock.now().year
    headed = [
        section.year
        for section in sections
        if section.level == 1 and section.role != "plan" and section.year and section.year < now
    ]
    known = year or report_year(text, title, headed, now)
    settled = tuple(_settled(section, known) for section in sections)
    voted = not year and not years_in(title) and not periods_of(title)
    ahead = max(now, known + 1) if known and is_called_gone(text, known) else now
    return Outline(title, known, settled, ahead if voted else None)


def _settled(section: Section, known: int | None) -> Section:
    """Return a section with the year and role that the reported year gives it."""
    year = section.year or None
    if section.year == _NEXT_YEAR and known:
        year = known + 1
    ahead = section.role == "" and section.year and known and section.year > known
    return replace(section, role="plan" if ahead else section.role, year=year)
