"""Separate goals from results by the words directly beside a figure.

年度目标50万株 is a goal; 超出计划34场, 完成计划的112% and 在…100处的基础上 are results, whatever
the sentence says. What no mark decides is decided by the words of the sentence, in `plans`.
"""

import re
from functools import cache

from metrics.prose.clauses import Sentence, Spot
from metrics.prose.lexicon import alternatives
from metrics.prose.targets import led_by_bound

_DISTANCE = (
    r"(?:超出?|超过|超额|高[于出]|低于|少于|多于|快于|慢于|比|较)(?:了|原定?|年度|全[年国省市县区]|年初|既定|完成|[省市县]级?)*"
    r"(?:MEASURES)[值数线]?(?:多|少|快|慢|高|低|提前|增加|减少)?(?:完成|了|出)*\Z"
)
_SHARE_OF = (
    r"(?:(?:MEASURES)(?:数|值|量)?的|(?:占|为|是)?(?:MEASURES)的|^的"
    r"|占(?:MEASURES)[^,，。;]{0,16}的|(?:MEASURES)(?:完成|执行|兑现)率为?)\Z"
)
_GOAL_BEFORE = (
    r"(?<![项个些述大])(?:GOALS)(?:数|值|量|任务)?(?:分别|总)?(?:为|是|:|达到?|定为|确定为|设定为|调整为|(?!完成|实现|达成)ACTS)?\Z"
    r"|(?:GOALS)(?:为|是|:)[^,，。;\d]{1,14}\Z"
    r"|(?:目标|任务)(?!完成|实现|达成)(?:ACTS)[^,，。;\d]{1,14}\Z"
)
_MISSING = re.compile(r"(?:还差|相差|差距|(?<!补齐)缺口|尚差|欠|占[^,，]{0,12}指标的)[约为了]?\Z")
_APART = re.compile(
    r"[^,，。;]{0,6}?(?:多|少|快|慢|高|低|超|提前|增加|减少|相差|还差)(?:完成|了|出|约)*\Z"
)
_MADE = re.compile(
    r"(?:制定|编制|印发|修订|出台|执行|落实|完成|实施)[^,，。;]{0,8}(?:计划|规划|方案|任务|要求)\Z"
)
_SET_BEFORE = re.compile(
    r"(?:确定|下达|核定|设定|提出|明确|规定|要求|安排|计划|分解|预定|既定)的\Z"
    r"|控制在[^,，。;\d]{0,8}(?:预算|概算|指标|目标|限额|计划)(?:数|值)?\Z"
    r"|(?:下达|承担|认领|领受|分配|分解)[^,，。;]{1,12}(?:任务|指标|计划)(?:数|为|是)?\Z|(?:下达|规定|核定)的[^,，。;]{1,8}\Z"
)
_GOAL_BEHIND = re.compile(
    r"的?(?:年度|全年|总体|既定|规划|预期|年初|[省市县]定|上级)+(?:目标|任务|计划|指标)"
    r"|的(?:[^,，。;的]{0,4})(?:目标|任务|要求|控制线|红线|底线|上限|计划)"
    r"|的[^,，。;的]{2,14}任务(?=已|基本|全部|提前|超额|如期)"
    r"|[作]?为(?:总|年度|工作|奋斗)?(?:目标|底线|上限|任务)"
)
_PROMISED = re.compile(r"(?:提出|承诺|部署|安排|定下)[^,，。;\d]{1,16}\Z")
_ACTUALLY = re.compile(r"[^。;\d]{0,16}[,，]实际")
_RATE_OF_GOAL = re.compile(r"^的\Z|(?:完成|执行|兑现)率为?\Z")
_ITS_SHARE = re.compile(r"的 ?\d[\d.]*%")
_BASE = re.compile(r"[^,，。;\d]{0,14}基础上")
_BASE_BEFORE = re.compile(r"[比较由从][^,，。;()]{2,10}\(为?\Z")
_DONE_BEHIND = re.compile(r"[^,，。;\d]{0,12}?(?:已|均已|现已)(?![列纳])")
_ASKED = re.compile("目标|指标|要求|标准|规定|责任书|承诺|约定|责成|部署|明确(?!责任)")
_EACH = re.compile("每[^,，。;]")
_BOUND = re.compile(r"不(?:少于|低于|超过|高于|大于|小于|得|突破)|至少|最少|最多|至多|[≥≤]")
_DEMAND = re.compile("(?<![按照据合到的])要求(?![的,，])[^,，。;]{2,24}(?:达到?|为)\\Z")
_ASKS = re.compile(r"(?:控制|保持|稳定)(?:在|到)\Z")
_LATER = re.compile(
    r"[^,，。;\d]{0,16}?(?:将(?:[于在]|陆续|全部|按期|如期|分批)|(?:预计|拟|计划|力争|有望|争取|确保)(?=[于在到至年明今20全\d月]))"
)
_LEFT_OVER = re.compile(
    r"(?:尚未|还未|未)[^,，。;\d]{0,6}的?\Z|(?:剩余|其余|余下|剩下|待建|在建|待整改)的?\Z"
)
_LATER_CLAUSE = re.compile(r"[^,，。;\d]{0,12}[,，]?(?:将|拟|计划|预计|力争|确保)")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns around a figure, nouns of goals and measures filled in."""
    filled = {
        "GOALS": alternatives("plans", "goal")[3:-1],
        "MEASURES": alternatives("plans", "measure")[3:-1],
        "ACTS": alternatives("verbs", "create"),
    }
    templates = {"distance": _DISTANCE, "share": _SHARE_OF, "goal": _GOAL_BEFORE}
    placeholder = re.compile("|".join(filled))
    return {
        name: re.compile(placeholder.sub(lambda match: filled[match.group()], template))
        for name, template in templates.items()
    }


def left_of(text: str, sentence: Sentence, spot: Spot) -> str:
    """Return the words of a clause before a figure, at most 24 characters."""
    start = spot.figure.start
    return text[max(sentence.start, spot.clause[0], start - 24) : start]


def tells_result(text: str, sentence: Sentence, spot: Spot, after_goal: bool) -> bool:
    """Return whether a figure is the distance from a goal, its share or its base."""
    left = left_of(text, sentence, spot)
    patterns = _patterns()
    if _MISSING.search(left) or _BASE_BEFORE.search(text[: spot.figure.start]):
        return True
    if patterns["distance"].search(left) and not _as_large(sentence, spot):
        return True
    end = spot.figure.end
    done = _DONE_BEHIND.match(text, end, sentence.end)
    if done and not _SET_BEFORE.search(left) and not _GOAL_BEHIND.match(text, end):
        return True
    if after_goal and spot.same_clause and _APART.fullmatch(spot.left):
        return True
    share = spot.figure.family in ("share", "points")
    if share and (
        patterns["share"].search(left) or (after_goal and _RATE_OF_GOAL.search(spot.left))
    ):
        return True
    return _BASE.match(text, spot.figure.end, sentence.end) is not None


def _as_large(sentence: Sentence, spot: Spot) -> bool:
    """Return whether a figure is as large as the one before: a goal, no distance."""
    if not spot.index:
        return False
    before, figure = sentence.spots[spot.index - 1].figure, spot.figure
    return before.unit_name == figure.unit_name and before.value <= 2 * figure.value


def names_goal(text: str, sentence: Sentence, spot: Spot) -> bool:
    """Return whether the words beside a figure call it a goal."""
    left, end = left_of(text, sentence, spot), spot.figure.end
    if _GOAL_BEHIND.match(text, end, sentence.end):
        return True
    if _counts_goals(left, spot):
        return False
    if _SET_BEFORE.search(left):
        return True
    if _PROMISED.search(left) and _ACTUALLY.match(text, end, sentence.end):
        return True
    if text[: spot.clause[0]].endswith("("):  # 控制指标(14起、12人)
        left = text[max(sentence.start, spot.clause[0] - 12) : spot.clause[0] - 1]
    called = _patterns()["goal"].search(left)
    made = _MADE.search(left) and not _ITS_SHARE.match(text, end, sentence.end)
    return bool(called and not made)


def _counts_goals(left: str, spot: Spot) -> bool:
    """Return whether a figure counts tasks or indices: 下达整改指标36项."""
    return spot.figure.unit_name in ("项", "条", "份") and left.endswith(("任务", "指标", "计划"))


def is_outdone(text: str, sentence: Sentence, spot: Spot) -> bool:
    """Return whether the share reached follows a figure: 目标80个的107%."""
    return (
        _ITS_SHARE.match(text, spot.figure.end, sentence.end) is not None
        and _patterns()["goal"].search(left_of(text, sentence, spot)) is not None
    )


def asks(text: str, sentence: Sentence, spot: Spot, reports: bool) -> bool:
    """Return whether a rule or contract asks for a figure: 要求不少于6场, 每年至少2次.

    In a text that `reports` a year, 每年不少于2次 is a rule that was kept.
    """
    start = spot.figure.start
    if text.startswith("不得", start):
        return True
    asked = _ASKED.search(text, sentence.start, start)
    if not asked and (reports or not _EACH.search(text, sentence.start, start)):
        return False
    left = left_of(text, sentence, spot)
    bound = _BOUND.match(text, start) or led_by_bound(left) or _ASKS.search(left)
    return bool(bound or _DEMAND.search(left))


def lies_ahead(text: str, sentence: Sentence, spot: Spot) -> re.Match[str] | None:
    """Return the words behind a figure that put it off: 剩余13个将于12月底前建成."""
    following = [each.figure.start for each in sentence.spots[spot.index + 1 : spot.index + 2]]
    end = min([sentence.end, *following])
    later = _LATER.match(text, spot.figure.end, end)
    if later is None and _LEFT_OVER.search(left_of(text, sentence, spot)):
        later = _LATER_CLAUSE.match(text, spot.figure.end, end)
    return later
