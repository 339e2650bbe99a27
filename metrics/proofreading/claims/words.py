"""Hold the words that claims are made of, from the list `claims/words.csv`.

A word is a cue of one kind; `{n}` in it is a number, `{p}` the number of a five-year plan. Where a
word starts is found by its first character, so that a long draft costs little.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from metrics.model.csv_file import read_words
from metrics.numbers import SMALL_HAN, read_han

NUMBER = rf"(?P<n>\d{{1,2}}|[{SMALL_HAN}]{{1,3}})"
_PLAN = r"(?P<n>十[一二三四五六七八九]|[一二三四五六七八九])五"
_ORDINAL = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
COUNTED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
}  # fmt: skip
_ENGLISH = rf"(?P<n>\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join([*COUNTED, *_ORDINAL])})"
_BEFORE_PLANS, _PLAN_YEARS = 1951, 5
"""The first year of the third plan is 1966; the two before it lie otherwise."""
_STARTS = f"0123456789{SMALL_HAN}"
MOVES = ("up", "down")
_ENDED = "了"
_TITLE = re.compile(r"[^，。；,;\d]{0,20}(?:[“《]|奖|称号|名单|榜单|先进|优秀|示范|计划|规划|方案)")
_LONGEST_LINK = 4
_GAP, _LONGEST_CAUSE = "…", 12
_NO_CUES = ("onward", "grow", "light", "measure")


@dataclass(frozen=True)
class Word:
    """Hold a cue as it is listed: its words, its kind, what it says beyond that."""

    word: str
    kind: str
    value: str


@cache
def listed() -> tuple[Word, ...]:
    """Return the words of the list, and those of change that go on: 增加到, 增加了."""
    words = [Word(row["word"], row["kind"], row["value"]) for row in read_words("claims/words.csv")]
    onward = [each.word for each in words if "onward" in (each.kind, each.value)]
    made = [
        Word(each.word + behind, "to", each.kind)
        for each in words
        if each.kind in (*MOVES, "grow") and not each.word.isascii()
        for behind in onward
    ]
    ended = [
        replace(each, word=each.word + _ENDED)
        for each in words
        if each.kind in MOVES and not each.word.isascii() and not each.word.endswith(_ENDED)
    ]
    return tuple(each for each in (*words, *made, *ended) if each.kind not in _NO_CUES)


@cache
def light() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of words that name nothing, at start and end."""
    kinds = ("light", "each")
    rows = [row["word"] for row in read_words("claims/words.csv") if row["kind"] in kinds]
    rows += [row["word"] for row in read_words("matching/light.csv")]
    han = _any_of(word for word in rows if not word.isascii())
    latin = _any_of(word for word in rows if word.isascii())
    one = rf"(?:{han}|\b(?:{latin})\b|[\s\W\d])"
    return re.compile(rf"^{one}+"), re.compile(rf"{one}+$")


@cache
def _of_kind(kind: str, file: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in read_words(f"claims/{file}") if row["kind"] == kind)


def measures() -> tuple[str, ...]:
    """Return words that make another measure of a metric: 培训合格率 is not 培训."""
    return _of_kind("measure", "words.csv")


def narrowing(kind: str) -> tuple[str, ...]:
    """Return words before a metric's name that make it a part: 核销隐患点, 重大事故."""
    return _of_kind(kind, "links.csv")


def joining() -> tuple[str, ...]:
    """Return words that stand between two regions of one list: 望潮区加上松岭县."""
    return _of_kind("join", "links.csv")


@cache
def no_places() -> tuple[str, ...]:
    """Return ends of words that look like the name of a place, and are none: 社区, 各县."""
    return _of_kind("no-place", "links.csv")


def includes_itself(words: str) -> bool:
    """Return whether a limit is one that may be reached: 2起以内."""
    return words.endswith(_of_kind("inclusive", "links.csv"))


def names_index(words: str) -> bool:
    """Return whether words name an index number, which is in no unit."""
    return any(each in words for each in _of_kind("index", "links.csv"))


@cache
def _titled() -> re.Pattern[str]:
    """Return the pattern of words before the year of a title or prize."""
    return re.compile(rf"(?:{_any_of(_of_kind('titled', 'links.csv'))})了?$")


@cache
def _titled_behind() -> re.Pattern[str]:
    """Return the pattern of words between a year and the paper that it dates."""
    return re.compile(rf"(?:{_any_of(_of_kind('titled', 'links.csv'))})的")


def is_of_title(text: str, start: int, end: int) -> bool:
    """Return whether a year belongs to a title: 入选2024年山东省“…”, 2023年印发的方案."""
    if _titled_behind().match(text, end):
        return True
    before = text[max(start - _LONGEST_LINK, 0) : start]
    return bool(_TITLE.match(text, end) and _titled().search(before))


def is_mark(text: str, at: int) -> bool:
    """Return whether words at a place make the figure before them one that is passed."""
    return text.startswith(_of_kind("mark", "links.csv"), at)


def may_mean(kind: str, words: str) -> bool:
    """Return whether words hint at a total, an average or a change."""
    return any(each in words for each in _of_kind(kind, "links.csv"))


@cache
def of_ratio() -> re.Pattern[str]:
    """Return the words behind times that make it a ratio: 2.2 times the level."""
    behind = _any_of(_of_kind("ratio", "links.csv"))
    return re.compile(rf"\s(?:{behind})\b")


@cache
def _causes() -> re.Pattern[str]:
    """Return the pattern of words that say why something moved: 受疫情影响."""
    pairs = [each.split(_GAP) for each in _of_kind("cause", "links.csv")]
    one = "|".join(rf"{re.escape(a)}[^，。]{{1,{_LONGEST_CAUSE}}}?{re.escape(b)}" for a, b in pairs)
    return re.compile(one)


@lru_cache(maxsize=4096)
def bare_of_light(words: str) -> str:
    """Return words without those at their ends that name nothing, and without causes."""
    first, last = light()
    return last.sub("", first.sub("", _causes().sub("", words)))


def number_of(text: str) -> int:
    """Return the number that a cue holds: 三, 3, third."""
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits.group())
    return read_han(text) or COUNTED.get(text) or _ORDINAL.get(text) or 0


def plan_years(text: str) -> tuple[int, int]:
    """Return the first and last year of a five-year plan: 十四 is 2021 to 2025."""
    first = _BEFORE_PLANS + _PLAN_YEARS * number_of(text)
    return first, first + _PLAN_YEARS - 1


@cache
def starting() -> dict[str, list[tuple[re.Pattern[str], tuple[Word, ...]]]]:
    """Return the words' patterns by first character, and each group's words."""
    by_start: dict[str, list[Word]] = defaultdict(list)
    for each in listed():
        for start in _starts(each.word):
            by_start[start].append(each)
    return {start: _patterns(words) for start, words in by_start.items()}


def _starts(word: str) -> str:
    return _STARTS if word.startswith("{n}") else word[0]


def _patterns(words: Iterable[Word]) -> list[tuple[re.Pattern[str], tuple[Word, ...]]]:
    """Return one pattern of the plain words, and one for each that holds a number."""
    plain = sorted((each for each in words if "{" not in each.word), key=lambda w: -len(w.word))
    slotted = sorted((each for each in words if "{" in each.word), key=lambda w: -len(w.word))
    found: list[tuple[re.Pattern[str], tuple[Word, ...]]] = [
        (re.compile(_source(each.word)), (each,)) for each in slotted
    ]
    if plain:
        whole = re.compile("|".join(_source(each.word) for each in plain))
        found.append((whole, tuple(plain)))
    return found


def _source(word: str) -> str:
    source = re.escape(word).replace(r"\{p\}", _PLAN).replace(r"\{o\}", _ENGLISH)
    latin = word.replace("{n}", "").replace("{o}", "").isascii()
    source = source.replace(r"\{n\}", _ENGLISH if latin else NUMBER).replace(r"\ ", " ")
    return rf"\b{source}\b" if latin else source


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
