"""Find the year that a draft is about, without leaking a paragraph's year into another.

Only a title or a heading says it for the whole draft; else it is the newest published year. A
speech at a meeting of the coming year is about the year before.
"""

import re

from metrics.prose import Outline, outline, years_in

_SPOKEN = re.compile("会议|讲话|致辞|发言|推进会|部署会|动员会|计划|要点")
# A draft reports its own year before that is over; only its words make a plan of it.
_NO_YEAR_IS_AHEAD = 9999
_LONGEST_TITLE, _LONGEST_HEADING = 40, 30


def draft_years(text: str, year: int | None, newest: int) -> tuple[int, int]:
    """Return the year of figures without one, and the latest that results may be of."""
    plan = outline(text, this_year=_NO_YEAR_IS_AHEAD)
    default = year or _titled(plan, text, newest) or newest
    return default, year or max(default, plan.year or 0)


def _titled(plan: Outline, text: str, newest: int) -> int | None:
    """Return the year that the title or a heading of results gives a draft."""
    title = plan.title or _first_line(text)
    if years := years_in(title):
        is_before = years[0] == newest + 1 and _SPOKEN.search(title) is not None
        return newest if is_before else years[0]
    headed = (
        section.year
        for section in plan.sections
        if section.year and section.role != "plan" and len(section.heading) < _LONGEST_HEADING
    )
    return next(headed, None)


def _first_line(text: str) -> str:
    """Return the first of several lines, where it is short and no sentence."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    is_title = len(lines) > 1 and len(lines[0]) <= _LONGEST_TITLE
    return lines[0] if is_title and not re.search("[,，。;:]", lines[0]) else ""
