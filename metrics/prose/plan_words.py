"""Find the words of a stretch that plan or look back: 力争, 应达到, 到2027年; 已, 实际, 了.

`words_of_planning` gives them in order. A modal counts before what it may announce only, a plan
that was carried out looks back. What they say of a figure is decided in `plans`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from metrics.prose.deadlines import YearWord, year_words
from metrics.prose.lexicon import alternatives, one_of, rows, worded, words

_KINDS = ("own", "before", "aim", "scheme", "intent", "done", "back")
_BY_PLAN = r"<plans:by>[^,，。;]{0,8}\Z"
# 计划 is a noun before its owner or use: 计划内, 计划的, 计划检查率.
_PLAN_NOUN = r"(?:[的内外书表数项和与及、,，。;:”》)]|\Z|[\u4e00-\u9fff]{0,6}率|<plans:noun>)"
_TILL = re.compile("到(?:20|[明今本来]|年|[“十]|\\d{1,2}月)")
_LE = r"[\u4e00-\u9fff](?<![为除不罢极算])了(?![解望结却])"
_FULFILLED = (
    r"<plans:aimed>[^,，。;:\d]{0,4}?<plans:fulfilled>+<plans:reached>"
    r"|<plans:fulfilled><plans:reached>[^,，。;:\d]{0,10}<plans:aimed>"
)
_DELIVERED = "<plans:all>+<plans:delivered>"
# 其中有4个仍未完工, 尚有17处: what there is, whatever was planned before.
_EXISTS = r"(?:(?<=[,，;])(?:其中)?|[尚仍还]|[^\u4e00-\u9fff]其中)有\Z"
_CAUSE = r"(?<=[,，;。])(?:因(?![此地为])|由于|受(?=[^,，。;]{1,14}影响))"
_RECENT = r"(?:近|过去)[一二两三四五六七八九十\d]{1,2}年(?!内)"
_OUTCOME_NOUN = "<plans:outcome>"
_STATED = (
    r"(?:今年|本年|全年|当前|现)度?(?:实际)?为|[我全][国省市县区镇局](?:实际)?(?:为|达到?)约?\Z"
)
_LOOKING_BACK = (
    (_FULFILLED, "kept"),
    (_DELIVERED, "delivered"),
    (_EXISTS, "done"),
    (_LE, "done"),
    (_OUTCOME_NOUN, "done"),
    (_CAUSE, "done"),
    (_RECENT, "done"),
    (_STATED, "done"),
)
_TITLE = re.compile(r"《[^《》\n]*》|“(?!十[一-龥]五)[^“”\n]{1,24}”")
_CLAUSE_MARK = re.compile("[,，;:。]")


@dataclass(frozen=True)
class PlanWord:
    """Hold a word of planning or looking back at its place."""

    start: int
    end: int
    kind: str
    year: YearWord | None = None


@cache
def _kinds() -> dict[str, tuple[str, str, str]]:
    """Return the kind of each word, and what beside it changes that."""
    return {
        row["word"]: (row["kind"], row["not_after"] or "", row["not_before"] or "")
        for row in rows("plans")
        if row["kind"] in _KINDS
    }


@cache
def _cue() -> re.Pattern[str]:
    """Return the pattern of the words that plan or look back."""
    return re.compile(one_of(_kinds()))


@cache
def _verb() -> re.Pattern[str]:
    """Return the pattern behind a modal: adverbs and parties, then a verb."""
    kinds = ("act", "create", "hold", "growth", "decline", "participate")
    verbs = {word for kind in kinds for word in words("verbs", kind)}
    listed = one_of(verbs | {*words("plans", "announced")})
    small = "[一二两三四五]年|[在于到至用对把为以再新总共全达使让有年明稳今本分每从与向给可会]|20"
    adverbs = f"(?:{alternatives('adverbs', 'lead')}|{alternatives('plans', 'degree')})"
    return re.compile(f"{adverbs}{{0,2}}(?:{small}|不[少低高超大小多得]|{listed})")


def without_titles(text: str) -> str:
    """Return a text whose titles and quotations plan nothing; its length stays."""
    return _TITLE.sub(lambda match: "□" * len(match.group()), text)


def words_of_planning(text: str, start: int, end: int) -> list[PlanWord]:
    """Return the words of planning in a stretch, in order."""
    found = [
        PlanWord(
            each.start,
            each.end,
            "span" if each.span else "year" if each.later is None and each.year else "coming",
            each,
        )
        for each in year_words(text, start, end)
    ]
    looking_back = [
        PlanWord(*match.span(), kind)
        for words_back, kind in _LOOKING_BACK
        for match in worded(words_back).finditer(text, start, end)
    ]
    for match in _listed(text, start, end):
        if not any(each.start <= match.start() < each.end for each in found + looking_back):
            found.append(PlanWord(*match.span(), _kinds()[match.group()][0]))
    return sorted(found + looking_back, key=lambda word: word.start)


def _listed(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the listed words of a stretch that mean what the list says."""
    for match in _cue().finditer(text, start, end):
        kind, *refused = _kinds()[match.group()]
        beside = (
            text[max(0, match.start() - 1) : match.start()],
            text[match.end() : match.end() + 1],
        )
        if any(each and each in listed for each, listed in zip(beside, refused, strict=True)):
            continue
        if kind != "intent" or _announces(text, match):
            yield match


def _announces(text: str, match: re.Match[str]) -> bool:
    """Return whether 计划, 拟, 将 or 应 announces, being neither noun nor measure."""
    if match.group() in ("计划", "规划"):
        window = text[max(0, match.start() - 12) : match.start()]
        return (
            worded(_PLAN_NOUN).match(text, match.end()) is None
            and worded(_BY_PLAN).search(window) is None
        )
    if _verb().match(text, match.end()) is None or text.startswith("尽", match.end() + 1):
        return False  # 应罚尽罚
    if match.group() == "争取" and text.startswith("到", match.end()):
        return _TILL.match(text, match.end()) is not None  # 争取到资金 has it
    end = _CLAUSE_MARK.search(text, match.end())
    clause = text[match.end() : end.start() if end else match.end() + 60]
    return match.group() != "将" or worded("<plans:moved>").search(clause) is None
