"""Read the years that a text names for what it plans: 2026年底前, 2026—2028年, “十五五”, 明年.

`year_words` finds them in a stretch of laid-out text. A year behind 比, 较 or 自 is a comparison or
a beginning and none of these. Which figures a deadline holds for is decided in `plans`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from metrics.numbers import HAN_YEAR, han_digits
from metrics.prose.lexicon import alternatives, rows

_YEAR = (
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:年?[-—~至到]{1,2}(?P<end>(?:19|20)\d\d))?(?=年)"
    rf"|(?P<han>{HAN_YEAR})(?=年)"
)
_PERIOD = (
    r"“?(?P<period>[一二]?十[一二三四五六七八九]?)五”?"
    r"(?=时期|期间|末|以来|”|[,，全要将力首开])(?!”?[^,，。;]{0,8}(?:规划|普法))"
)
_SPAN = "(?<![近去前续满这过十])(?P<span>[一两二三四五])年(?:内|(?:左右的?)?时间)"
_COMPARED = re.compile(r"(?:[比较自从与和同去]|相比|自从|结转|相较于|始于|早于|高于|低于)\Z")
_GONE = re.compile("(?:过去|走过|逝去)的\\Z")
_SINCE = re.compile(r"年?度?[^,，。;]{0,6}?(?:以来|相比|起(?![草重降诉])|年?(?:的)?同期)")
_OPENING_YEAR = re.compile("”?(?:规划|时期)?的?(?:首年|头年|第一年|开局(?:之|起步)?年|首个年度)")
_TENS = {"十": 10, "二十": 20}
_SPANS = "一二三四五"
_ONES = "一二三四五六七八九"
_FIRST_PERIOD_END = 1955  # 一五 ended in 1957, each period is five years long


@dataclass(frozen=True)
class YearWord:
    """Hold a year named in a text: itself, or years after the report's."""

    start: int
    end: int
    year: int | None = None
    later: int | None = None
    period: bool = False
    since: bool = False
    span: bool = False  # 三年内: so many years from the report on, a plan by other words only


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of printed years, five-year periods and 明年."""
    return re.compile(f"{_YEAR}|{_PERIOD}|{_SPAN}|(?P<word>{alternatives('plans', 'coming')})")


@cache
def _later() -> dict[str, int | None]:
    """Return how many years after the report a word means, None where it does not say."""
    return {
        row["word"]: int(row["years"]) if row["years"] else None
        for row in rows("plans")
        if row["kind"] == "coming"
    }


def period_end(number: str) -> int:
    """Return the last year of a five-year period: 十五 (of 十五五) is 2030."""
    tens = number.rstrip(_ONES)
    ones = number[len(tens) :]
    return _FIRST_PERIOD_END + 5 * (_TENS.get(tens, 0) + (_ONES.index(ones) + 1 if ones else 0))


def is_gone(text: str, start: int) -> bool:
    """Return whether a year is called gone by: 刚刚过去的2025年."""
    return _GONE.search(text, max(0, start - 4), start) is not None


def year_words(text: str, start: int, end: int) -> Iterator[YearWord]:
    """Yield the years that a stretch names; one behind 比 or 较 is passed over."""
    for match in _pattern().finditer(text, start, end):
        if _COMPARED.search(text[max(start, match.start() - 3) : match.start()]):
            continue
        since = is_gone(text, match.start()) or _SINCE.match(text, match.end()) is not None
        if match["period"]:
            last = period_end(match["period"])
            opens = _OPENING_YEAR.match(text, match.end() - text[: match.end()].endswith("”"))
            yield YearWord(*match.span(), last - 4 if opens else last, None, True, since)
        elif match["span"]:
            later = _SPANS.index(match["span"].replace("两", "二")) + 1
            yield YearWord(*match.span(), None, later, span=True)
        elif match["word"]:
            yield YearWord(*match.span(), None, _later()[match["word"]])
        else:
            printed = match["end"] or match["year"] or han_digits(match["han"])
            yield YearWord(*match.span(), int(printed), None, False, since)
