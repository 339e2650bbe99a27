"""Decide what a heading or title is about: results, duties, a plan and its year.

A heading plans by what it names last (主要目标任务) or by a coming time (下一步打算).
One that begins with a verb (紧盯目标任务, 强化工作计划管理) tells of work and plans nothing.
"""

import re
from functools import cache
from typing import Literal

from metrics.numbers import HAN_YEAR, han_digits
from metrics.prose.deadlines import year_words
from metrics.prose.lexicon import alternatives, worded
from metrics.prose.phrases import starts_with

PartRole = Literal["", "results", "plan", "duties", "shortcomings"]
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年)")
_HAN_YEAR = re.compile(f"({HAN_YEAR})(?=年)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})年?[-—~至到]{1,2}(?=(?:19|20)\d{2}年)")
# A heading may name the coming year without its number; the report's year is known later.
_COMING = "<roles:coming-year>"
_PLAN_WORD = "<roles:plan-word>"
_DONE_WORD = "<roles:done-word>|工作$"
_FULFILMENT = "<roles:fulfilment>"
_PART = re.compile(r"[,，、;\s]|[和与及](?=[\u4e00-\u9fff]{2})")
_LONGEST = 24
# What a title with a year ends in that plans the year: 2026年工作要点.
_PLAN_TITLE = (
    r"(?:<roles:plan-table>(?:分解)?表|<roles:plan-paper>的<roles:handed>"
    r"|年[^《》]{0,16}工作的(?:(?:实施|指导)?意见|(?:紧急)?通知)|<roles:plan-title>)"
    r"(?:\([^()]{0,20}\))?<roles:excerpt>?(?:\([^()]{0,20}\))?$"
)
# 2025年工作报告及来年计划 reports its one year.
_REPORTS_TOO = "(?:报告|<roles:done-title>)[及和与暨]<roles:coming-year>"
_DONE_TITLE = "<roles:done-title>"
_WORK_REPORT = "<roles:work-report>"
_LOOKING_BACK = "<roles:year-before>"


def years_in(text: str) -> list[int]:
    """Return the years printed in a text, those in Arabic digits first."""
    han = [int(han_digits(digits)) for digits in _HAN_YEAR.findall(text)]
    return [int(digits) for digits in _YEAR.findall(text)] + [y for y in han if 1900 <= y < 2100]


@cache
def _plan_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the nouns that end a heading of plans, and what opens one of work."""
    nouns = alternatives("roles", "plan-noun")
    return (
        re.compile(
            rf"(?P<of>的[\u4e00-\u9fff]{{0,4}})?{nouns}(?:如下|清单|分解)?(?:\([^()]*\))?\Z"
        ),
        re.compile(rf"[\u4e00-\u9fff]{{0,2}}?{alternatives('verbs', 'heading')}"),
    )


def _names_plan(heading: str) -> bool:
    """Return whether a part of a heading names a plan: 主要目标, but not 紧盯目标任务."""
    noun, _ = _plan_patterns()
    for part in _PART.split(heading):
        found = noun.search(part)
        if found and (found["of"] or not opens_work(part)):
            return True
    return False


def opens_work(words: str) -> bool:
    """Return whether words begin with a verb, as a heading of work does: 紧盯目标任务."""
    _, work = _plan_patterns()
    return work.match(words) is not None or starts_with("start", words)


def role_of(heading: str) -> PartRole:
    """Return what a part is about, by the words of its heading."""
    if worded(_FULFILMENT).search(heading):
        return "results"
    if re.search(alternatives("roles", "plan"), heading) or _names_plan(heading):
        return "plan"
    roles: tuple[PartRole, ...] = ("shortcomings", "duties", "results")
    for role in roles:
        if re.search(alternatives("roles", role), heading):
            return role
    return ""


def names_coming_year(heading: str) -> bool:
    """Return whether a heading names the coming year without its number: 明年工作打算."""
    return worded(_COMING).search(heading) is not None


def heading_role(heading: str, known: int | None) -> tuple[PartRole, int | None]:
    """Return the role and year of a short heading below the top: 下步打算, 2026年重点任务."""
    body = heading.strip(" \t:")
    if len(body) > _LONGEST or re.search("[,，]", body):
        return "", None
    years = years_in(body)
    latest = max(years, default=None)
    role = role_of(body)
    if latest and worded(_PLAN_WORD).search(body):
        if known and latest > known:
            return "plan", latest
        if known is None and not role and not worded(_DONE_WORD).search(body):
            return "plan", latest
    if role == "plan" and not (latest and known and latest <= known):
        return "plan", latest or (known + 1 if known and names_coming_year(body) else None)
    done = latest and known and latest <= known and worded(_DONE_WORD).search(body)
    return ("results" if done or role == "results" else "", None)


def periods_of(title: str) -> list[int]:
    """Return the last years of the five-year periods that a title plans: “十五五”规划."""
    marked = re.sub("”", "”,", title)
    return [each.year for each in year_words(marked, 0, len(marked)) if each.period and each.year]


def is_plan_title(title: str) -> bool:
    """Return whether a title names a plan: …工作要点, …三年行动方案."""
    reports = worded(_REPORTS_TOO).search(title)
    return not reports and worded(_PLAN_TITLE).search(title) is not None


def plans_year(title: str, known: int | None) -> int | None:
    """Return the year that a title plans: 2026年工作要点; None for a report."""
    years = years_in(title) or periods_of(title)
    if not years or not is_plan_title(title) or len(set(years)) > 1:
        return None
    if known is not None and years[0] <= known:
        return None
    return years[0]


def first_year_of(title: str) -> int | None:
    """Return the first year of the span that a title names: (2025—2027年)."""
    found = _SPAN.search(title)
    return int(found.group(1)) if found else None


def reports_year_before(text: str, title: str, titled: list[int]) -> bool:
    """Return whether a title names the coming year: 2026年工作要点, or a work report."""
    if len(set(titled)) > 1:
        return False
    if is_plan_title(title):
        return worded(_DONE_TITLE).search(title, title.rfind(f"{titled[0]}年")) is None
    if not worded(_WORK_REPORT).search(title):
        return False
    return f"{titled[0] - 1}年" in text or worded(_LOOKING_BACK).search(text) is not None
