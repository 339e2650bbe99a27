"""Find the words of a stretch that plan or look back: 力争, 应达到, 到2027年; 已, 实际, 了.

`words_of_planning` gives them in order. A modal counts before what it may announce only, a plan
that was carried out looks back. What they say of a figure is decided in `plans`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from metrics.prose.deadlines import YearWord, year_words
from metrics.prose.lexicon import alternatives, one_of, rows, words

_KINDS = ("own", "before", "aim", "scheme", "intent", "done", "back")
_BY_PLAN = re.compile(
    r"(?:按照?|根据|依照|依据|围绕|对照|结合|纳入|列入|执行|落实|制定|印发|编制|超|完成|[比较]|五”)[^,，。;]{0,8}\Z"
)
# 计划 is a noun before its owner or use: 计划内, 计划的, 计划检查率.
PLAN_NOUN = (
    r"(?:[的内外书表数项和与及、,，。;:”》)]|\Z|[\u4e00-\u9fff]{0,6}率|目标|任务|指标|总|管理|体系|要求|方案|检修|停[电产]|生育|单列"
    r"|(?:完成|执行|落实|实施)情况)"
)
_PLAN_NOUN = re.compile(PLAN_NOUN)
_TILL = re.compile("到(?:20|[明今本来]|年|[“十]|\\d{1,2}月)")
_MOVED_ON = re.compile(
    "[放摆]在|置于|[聘评列定视变化]为|纳入|列入|移交|下沉|转交|交由|作为|归口|划入|推送|提级|压实|送达?"
)
_LE = re.compile(r"[\u4e00-\u9fff](?<![为除不罢极算])了(?![解望结却])")
_FULFILLED = re.compile(
    r"(?:目标|任务|计划|指标)[^,，。;:\d]{0,4}?(?:如期|提前|圆满|全面|全部|顺利|超额|均|都|基本)+"
    r"(?:完成|实现|达成|达到|达标)"
    r"|(?:如期|提前|圆满|顺利|超额|均|全面)(?:完成|实现|达成)[^,，。;:\d]{0,10}(?:目标|任务|计划|指标|预期)"
    r"|(?:均|都)(?:达到|达成|实现|完成|符合)[^,，。;:\d]{0,6}(?:目标|任务|计划|指标|预期)"
)
_DELIVERED = re.compile(
    "(?:均|都|全部|如期|按期|提前|顺利)+(?:到位|投用|启用|建成|完成|完工|竣工|办结|交付|落地)"
)
# 其中有4个仍未完工, 尚有17处: what there is, whatever was planned before.
_EXISTS = re.compile(r"(?:(?<=[,，;])(?:其中)?|[尚仍还]|[^\u4e00-\u9fff]其中)有\Z")
_CAUSE = re.compile(r"(?<=[,，;。])(?:因(?![此地为])|由于|受(?=[^,，。;]{1,14}影响))")
_OUTCOME_NOUN = re.compile("(?:完成|实际|实现|执行)(?:值|数|量)|实绩")
_STATED = re.compile(
    "(?:今年|本年|全年|当前|现)度?(?:实际)?为|[我全][国省市县区镇局](?:实际)?(?:为|达到?)约?\\Z"
)
_LOOKING_BACK = (
    (_FULFILLED, "kept"),
    (_DELIVERED, "delivered"),
    (_EXISTS, "done"),
    (_LE, "done"),
    (_OUTCOME_NOUN, "done"),
    (_CAUSE, "done"),
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
    verbs = {*words("verbs", "act"), *words("verbs", "create"), *words("verbs", "hold")}
    verbs |= {*words("verbs", "growth"), *words("verbs", "decline"), *words("verbs", "participate")}
    small = "[一二两三四五]年|[在于到至用对把为以再新总共全达使让有年明稳今本分每从与向给可会]|20"
    parties = "会同|联合|面向|围绕|依托|针对|通过|按照"
    bounds = "不[少低高超大小多得]|控制|保持|坚持|至少|最[少多]"
    listed = one_of(verbs)
    more = "继续|进一步|力争|确保|逐步|陆续|大幅|压缩|提高|投资|安装|补齐|[抓做打][好实紧牢赢]"
    adverbs = f"(?:{alternatives('adverbs', 'lead')}|更加|常态化|优先|重点)"
    return re.compile(f"{adverbs}{{0,2}}(?:{small}|{parties}|{bounds}|{more}|{listed})")


def without_titles(text: str) -> str:
    """Return a text whose titles and quotations plan nothing; its length stays."""
    return _TITLE.sub(lambda match: "□" * len(match.group()), text)


def words_of_planning(text: str, start: int, end: int) -> list[PlanWord]:
    """Return the words of planning in a stretch, in order."""
    found = [
        PlanWord(
            each.start, each.end, "year" if each.later is None and each.year else "coming", each
        )
        for each in year_words(text, start, end)
    ]
    looking_back = [
        PlanWord(*match.span(), kind)
        for pattern, kind in _LOOKING_BACK
        for match in pattern.finditer(text, start, end)
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
        return _PLAN_NOUN.match(text, match.end()) is None and _BY_PLAN.search(window) is None
    if _verb().match(text, match.end()) is None or text.startswith("尽", match.end() + 1):
        return False  # 应罚尽罚
    if match.group() == "争取" and text.startswith("到", match.end()):
        return _TILL.match(text, match.end()) is not None  # 争取到资金 has it
    end = _CLAUSE_MARK.search(text, match.end())
    clause = text[match.end() : end.start() if end else match.end() + 60]
    return match.group() != "将" or _MOVED_ON.search(clause) is None
