"""Decide whether a figure is a level, growth, decline, share or rank, and of which year.

Both are read from the words directly before the figure: 下降, 比上年增加, 占, 2023年的.
A comparison with something other than the thing's own past (高于全国) stays a level.
"""

import re
from functools import cache, lru_cache
from typing import Literal

from metrics.prose.lexicon import alternatives, worded
from metrics.prose.names import ChangeWord
from metrics.prose.quantities import Quantity

_RATE_UNITS = ("share", "points", "multiple")
_LEVEL_TAIL = re.compile(r"(?:到|至|为|达|达到|在)\Z")
_COMPARED = re.compile(r"比|较|同比|环比|与[^,，]{1,8}相比")
_COMPARES = re.compile(
    r"[与同和比较][^,，]{1,8}(?:相比|比较|比)|同比|环比|[比较](?:上年|去年)(?:同期)?"
)
# 比上一年度高1.7分: only a comparison with the own past makes 高 a growth.
_COMPARED_TO = "(?:(?<=[比较][上去]年)|(?<=[上去]年同期)|(?<=上一年度)|(?<=上一年)|(?<=年初))"
_NO_CHANGE = re.compile(
    r"(?:自然增长率|[压缩削节减](?:减|缩|约|排)率|新增|增至|增加到|增长到|提高到|净减|最多|不少|至少|最少)\Z"
)
_DIFFERENCE = re.compile(
    r"^(?:高于|低于|快于|慢于|好于|优于|高出|领先|超(?!过?\Z)|多于|少于|大于|小于)[^,，]{1,14}\Z"
)
# 能耗下降目标为3%: the change is what is aimed at.
_GOAL_OF = re.compile("(?:的?(?:目标|任务|指标))(?:值|数)?(?:为|是|:|达到?)?\\Z")
_RATE_NOUN = re.compile(r"(?:率|占比|比重|比例|份额|覆盖面|贡献|满意度|程度|比)\Z")
_RATE_NAMES = re.compile(r"率|占比|比重|比例|知晓度|满意度")
_ATTRIBUTIVE = re.compile(
    r"^(?:\d{1,2}月)?(?:\d{1,2}日)?(?:印发|出台|制定|发布|下发|施行|成立|启动|颁布|修订|通过|签订|建成|投用|开工|入选)(?:的|并)"
)
_SINCE = re.compile(r"(?:\d{1,2}月)?(?:底|初|末)?(?:以来|至今|起|后|之前|以前|前(?!三季度|\d))")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_YEAR_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})年?[-—~至到]{1,2}((?:19|20)\d{2})年")
_PAST = re.compile(r"(?:^|从|由)(?:上年|去年|上一年)度?(?!同期|度?结转)的?")
_COMPARISON_YEAR = re.compile(r"(?:比|较|与|相比|同|结转(?:到|至|下)?)\Z")
_MOVED_BY = re.compile(
    r"(?:净[增减][加少长]?|(?:^|[,，、分别])[^,，]{0,3}(?:增加|减少|上升|下降|多|少)"
    r"|[\u4e00-\u9fff](?:减少|下降|上升)"
    r"|[\u4e00-\u9fff]{2}(?:缩短|降低|压减|压缩|提高|提升|上涨|回落)了?)\Z"
)
_AGAINST_YEAR = re.compile(
    r"[比较](?:(?:19|20)\d{2}年(?:同期)?"
    r"|[近前过去]{0,2}[一二两三四五六七八九十\d]{1,2}年(?:的?(?:平均|年均)[值数水平]{0,2}|均值|均数))\Z"
)
# What a clause says of the course so far names nothing: 投入连续两年负增长之后, 由降转升.
_COURSE = (
    r"(?:[近连前继]续?)?(?:[一二两三四五六七八九十\d]{1,2}年)?(?:连续|持续|保持|实现|呈现?|总体)*"
    r"(?:由?[降升减增]转[降升减增]|<adverbs:course>(?:态势|趋势|势头)?)(?:之?后|以后|的?情况下)?\Z"
)
_LESSENED = re.compile("压减|压缩|缩短|减少|下降|降低")
_NEXT_YEAR = re.compile("(?:^|[,，。预计])明年")


@cache
def _change_tails() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of growth and decline words at the end of a fragment."""
    suffix = r"(?:了|约|近|超|超过|幅度|率|达|为|:)?\Z"
    return (
        re.compile(f"(?:[负净]?{alternatives('verbs', 'growth')}|{_COMPARED_TO}高出?)" + suffix),
        re.compile(f"(?:净?{alternatives('verbs', 'decline')}|{_COMPARED_TO}低)" + suffix),
    )


@cache
def _comparison_words() -> re.Pattern[str]:
    """Return words of comparison at the end of a fragment."""
    return re.compile(alternatives("adverbs", "compare") + r"\Z")


@lru_cache(maxsize=4096)
def direction(left: str) -> Literal["growth", "decline", ""]:
    """Return `growth`, `decline` or nothing, by the last word before a figure."""
    if _NO_CHANGE.search(left):
        return ""
    left = _GOAL_OF.sub("", left)
    growth, decline = _change_tails()
    rising, falling = growth.search(left), decline.search(left)
    if rising and falling:
        return "growth" if rising.start() > falling.start() else "decline"
    return "growth" if rising else "decline" if falling else ""


@lru_cache(maxsize=4096)
def without_change(left: str) -> str:
    """Return the words before a figure without change and comparison words."""
    growth, decline = _change_tails()
    for pattern in (growth, decline):
        match = pattern.search(left)
        if match:
            left = left[: match.start()]
            break
    for _ in range(6):
        match = _comparison_words().search(left)
        year = _AGAINST_YEAR.search(left)
        if year:
            left = left[: year.start()]
        elif match:
            left = left[: match.start()]
        else:
            break
    return left


def without_course(clause: str) -> str:
    """Return a clause without what it says of the course so far."""
    return worded(_COURSE).sub("", clause)


def is_difference(left: str) -> bool:
    """Return whether a figure is a distance to something else: 高于全国0.4个百分点."""
    return _DIFFERENCE.search(left) is not None


def is_comparison(clause: str) -> bool:
    """Return whether a clause does no more than compare: 与上年比较, 同比."""
    return _COMPARES.fullmatch(clause.strip()) is not None


def change_of(quantity: Quantity, left: str, metric: str) -> ChangeWord:
    """Return the kind of a figure by its unit, the words before it and its name."""
    if is_difference(left.strip("、,， ")) and quantity.family in _RATE_UNITS:
        return "level"
    found = direction(left)
    rated = quantity.family in _RATE_UNITS
    if found and (
        rated or quantity.unit_name == "番" or _COMPARED.search(left) or _MOVED_BY.search(left)
    ):
        return found
    if quantity.shape in ("fraction", "ratio", "half"):
        return "share"
    if quantity.family == "share":
        if _RATE_NAMES.search(metric) or _LEVEL_TAIL.search(left):
            return "share"
        moved = _LESSENED.search(left)
        return "decline" if moved and not _RATE_NOUN.search(left) else "share"
    if quantity.unit is None and _RATE_NAMES.search(metric):
        return "share"
    return "level"


def year_span(clause: str) -> tuple[int, int] | None:
    """Return the first and last year of a span in a clause (2023—2025年), or None."""
    match = _YEAR_SPAN.search(clause)
    return (int(match.group(1)), int(match.group(2))) if match else None


def year_before(left: str, reporting: int | None) -> int | None:
    """Return the year that the words directly before a figure give it, or None."""
    if reporting and _PAST.search(left):
        return reporting - 1
    found = None
    for match in _YEAR.finditer(left):
        if _COMPARISON_YEAR.search(left[: match.start()]):
            continue
        if _ATTRIBUTIVE.match(left[match.end() :]) or _SINCE.match(left[match.end() :]):
            continue
        found = int(match.group(1))
    if found is None and reporting and _NEXT_YEAR.search(left):
        return reporting + 1
    return found
