"""The outline of a report: its title, its year, its headings, and what each part is about.

A numeral's section is written as its heading numbers read, 一(二)三是. A part's role is results,
shortcomings, duties or plan; figures of a plan are targets. Headings are recognised by their
numbers and never by their typography, which a text file has lost.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from metrics.numbers import HAN_YEAR, han_digits
from metrics.prose.lexicon import alternatives

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
_TITLE_END = re.compile(r"(?:报告|总结|公报|年报|情况|要点|通报|说明|计划)(?:\([^()]{0,20}\))?$")


@dataclass(frozen=True)
class Section:
    """One stretch under one heading number, up to the next number of any level."""

    start: int
    end: int
    path: str
    heading: str
    role: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Outline:
    """The title, the year and the sections of a report, in the offsets of the laid-out text."""

    title: str
    year: int | None
    sections: tuple[Section, ...]

    def at(self, place: int) -> Section | None:
        """Return the section that holds a place, or None before the first heading number."""
        index = bisect_right([section.start for section in self.sections], place) - 1
        return self.sections[index] if index >= 0 else None


def years_in(text: str) -> list[int]:
    """Return the years printed in a text, those in Arabic digits first."""
    han = [int(han_digits(digits)) for digits in _HAN_YEAR.findall(text)]
    return [int(digits) for digits in _YEAR.findall(text)] + [y for y in han if 1900 <= y < 2100]


def _title(text: str) -> str:
    """Return the first line that ends like a report's title and has no clause mark."""
    for line in text.split("\n")[:15]:
        body = line.strip(" \t>#")
        if 6 <= len(body) <= 60 and _TITLE_END.search(body) and not re.search("[,，。;:]", body):
            return body
    return ""


def _heading(text: str, start: int) -> str:
    """Return the words of a heading: up to its first full stop or line end."""
    return re.split(r"[。\n;]", text[start : start + 80])[0]


def _role(heading: str) -> str:
    """Return what a part is about, by the words of its heading."""
    if re.search(alternatives("roles", "shortcomings"), heading):
        return "shortcomings"
    if re.search("计划(?:完成|执行)", heading):
        return "results"
    for role in ("plan", "duties", "results"):
        if re.search(alternatives("roles", role), heading):
            return role
    return ""


def _path(levels: list[str]) -> str:
    """Return the heading numbers as one label, 一(二)三是."""
    first, second, third = levels
    return first + (f"({second})" if second else "") + third


def _sections(text: str) -> list[Section]:
    """Return the sections in order; a section's role comes from its top heading."""
    marks = list(_MARK.finditer(text))
    levels, role, year = ["", "", ""], "", None
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
        found.append(Section(mark.start(), end, _path(levels), heading, role, year))
    return found


def _report_year(text: str, title: str, sections: list[Section]) -> int | None:
    """Return the year of a report: of its title, else of headings and paragraphs."""
    titled = years_in(title)
    if titled:
        return titled[0]
    votes: Counter[int] = Counter()
    for section in sections:
        if section.year and section.role != "plan":
            votes[section.year] += 2 if section.path == section.path[:1] else 0
    for line in text.split("\n"):
        # A paragraph that opens with a plan's year votes for the plan, not for the report.
        body = line.strip()
        opening = years_in(body[:12])
        if opening and not re.search("计划|力争|目标|下一步", body[:40]):
            votes[opening[0]] += 3
    if votes:
        return votes.most_common(1)[0][0]
    running = Counter(years_in(text))
    if running:
        return running.most_common(1)[0][0]
    stamp = _STAMP.search(text)
    if stamp:
        # A report comes out in the first months after its year.
        return int(stamp.group(1)) - (1 if int(stamp.group(2)) <= 4 else 0)
    return None


def outline(text: str, year: int | None = None) -> Outline:
    """Return the outline of a laid-out report; `year` overrides the year read from it."""
    title = _title(text)
    sections = _sections(text)
    known = year or _report_year(text, title, sections)
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
            )
        )
    return Outline(title, known, tuple(settled))
