"""Separate goals from results by the words directly beside a figure.

年度目标50万株 is a goal; 超出计划34场, 完成计划的112% and 在…100处的基础上 are results, whatever
the sentence says. What no mark decides is decided by the words of the sentence, in `plans`.
"""

import re

from metrics.prose.clauses import Sentence, Spot
from metrics.prose.lexicon import worded
from metrics.prose.targets import led_by_bound

_DISTANCE = (
    r"(?:超出?|超过|超额|高[于出]|低于|少于|多于|快于|慢于|比|较)(?:了|原定?|年度|全[年国省市县区]|年初|既定|完成|[省市县]级?)*"
    r"<plans:measure>{1,2}[值数线]?(?:多|少|快|慢|高|低|提前|增加|减少)?(?:完成|了|出)*\Z"
)
_SHARE_OF = (
    r"(?:<plans:measure>(?:数|值|量)?的|(?:占|为|是)?<plans:measure>的|^的"
    r"|占<plans:measure>[^,，。;]{0,16}的|<plans:measure>(?:完成|执行|兑现)率为?)\Z"
)
_GOAL_BEFORE = (
    r"(?<![项个些述大])<plans:goal>(?:数|值|量|任务)?(?:分别|总)?(?:为|是|:|达到?|定为|确定为|设定为|调整为|(?!完成|实现|达成)<verbs:create>)?\Z"
    r"|<plans:goal>(?:为|是|:)[^,，。;\d]{1,14}\Z"
    r"|(?:目标|任务)(?!完成|实现|达成)(?:<verbs:create>)[^,，。;\d]{1,14}\Z"
)
_MISSING = (
    r"(?:<plans:missing>(?:<plans:owner>*<plans:aimed>)?"
    r"|(?<!补齐)缺口|占[^,，]{0,12}指标的)[约为了]?\Z"
)
_APART = re.compile(
    r"[^,，。;]{0,6}?(?:多|少|快|慢|高|低|超|提前|增加|减少|相差|还差)(?:完成|了|出|约)*\Z"
)
_MADE = r"<plans:make>[^,，。;]{0,8}<plans:made>\Z"
_SET_BEFORE = (
    r"<plans:set>的\Z"
    r"|控制在[^,，。;\d]{0,8}<plans:fund>(?:数|值)?\Z"
    r"|<plans:assign>[^,，。;]{1,12}(?:任务|指标|计划)(?:数|为|是)?\Z|(?:下达|规定|核定)的[^,，。;]{1,8}\Z"
)
_GOAL_BEHIND = (
    r"的?<plans:owner>+(?:目标|任务|计划|指标)"
    r"|的[^,，。;的]{0,4}<plans:limit>"
    r"|的[^,，。;的]{2,14}任务(?=已|基本|全部|提前|超额|如期)"
    r"|[作]?为(?:总|年度|工作|奋斗)?(?:目标|底线|上限|任务)"
)
_PROMISED = r"<plans:promise>[^,，。;\d]{1,16}\Z"
_ACTUALLY = re.compile(r"[^。;\d]{0,16}[,，]实际")
_RATE_OF_GOAL = re.compile(r"^的\Z|(?:完成|执行|兑现)率为?\Z")
_ITS_SHARE = re.compile(r"的 ?\d[\d.]*%")
_BASE = re.compile(r"[^,，。;\d]{0,14}基础上")
_COMPARED_BASE = re.compile(r"[比较](?:[去上今]年|20\d\d年)(?:同期|末|底)?的?[^,，。;]{0,6}\Z")
_MOVED = re.compile(r"再?(?:增|减|提|降|压|上升|下降|多|少|高|低|翻)")
_OUGHT = re.compile(r"(?<!占)应[建修配设训检改办完装招][^,，。;\d]{0,4}\Z")
_BASE_BEFORE = re.compile(r"[比较由从][^,，。;()]{2,10}\(为?\Z")
_DONE_BEHIND = re.compile(r"[^,，。;(\d]{0,12}?(?:已|均已|现已)(?![列纳])")
_ASKED = "<plans:asking>|明确(?!责任)"
_EACH = re.compile("每[^,，。;]")
_BOUND = re.compile(r"不(?:少于|低于|超过|高于|大于|小于|得|突破)|至少|最少|最多|至多|[≥≤]")
_DEMAND = re.compile("(?<![按照据合到的])要求(?![的,，])[^,，。;]{2,24}(?:达到?|为)\\Z")
_ASKS = re.compile(r"(?:控制|保持|稳定)(?:在|到)\Z")
_LATER = (
    r"[^,，。;\d]{0,16}?(?:将(?:[于在]|陆续|全部|按期|如期|分批)"
    r"|<plans:coming-at>(?=[于在到至年明今20全\d月])"
    r"|<plans:put-off>[至到]?(?=[明来下次今]年|(?P<year>20\d\d)年|年[底内末]))"
)
_LEFT_OVER = r"(?:尚未|还未|未)[^,，。;\d]{0,6}的?\Z|<plans:left>的?\Z"
_LATER_CLAUSE = (
    r"[^,，。;\d]{0,12}[,，]?(?:<plans:later>|(?:计划)?(?:年内|年底前|\d{1,2}月底?前)(?!已)"
    r"|[待于在将](?:[明来下]年|(?P<year>20\d\d)年))"
)
_TASK = (
    r"(?:(?:全年|年度|年初|本年度?)[^,，。;:\d]{2,14}(?:任务|计划)(?:数|量)?[为是:]?"
    r"|[^,，。;:\d]{2,14}任务(?:数|量)?[为是])\Z"
)
_TASK_DONE = re.compile("完成|实现|达成|超额|落实")
_DEMANDED = (
    r"(?<![按照据合到应对])<plans:authority>+"
    r"(?:要求|明确|规定的?|[确核]定的)(?![的,，])[^。;]{0,30}\Z"
)


def left_of(text: str, sentence: Sentence, spot: Spot) -> str:
    """Return the words of a clause before a figure, at most 24 characters."""
    start = spot.figure.start
    return text[max(sentence.start, spot.clause[0], start - 24) : start]


def tells_result(text: str, sentence: Sentence, spot: Spot, after_goal: bool) -> bool:
    """Return whether a figure is the distance from a goal, its share or its base."""
    left = left_of(text, sentence, spot)
    if worded(_MISSING).search(left) or _BASE_BEFORE.search(
        text, max(0, spot.figure.start - 16), spot.figure.start
    ):
        return True
    if _COMPARED_BASE.search(left) and _MOVED.match(text, spot.figure.end):
        return True  # 比2025年的1.4增加0.6
    if worded(_DISTANCE).search(left) and not _as_large(sentence, spot):
        return True
    end = spot.figure.end
    done = _DONE_BEHIND.match(text, end, sentence.end)
    if done and not worded(_SET_BEFORE).search(left) and not worded(_GOAL_BEHIND).match(text, end):
        return True
    if after_goal and spot.same_clause and _APART.fullmatch(spot.left):
        return True
    share = spot.figure.family in ("share", "points")
    if share and (
        worded(_SHARE_OF).search(left) or (after_goal and _RATE_OF_GOAL.search(spot.left))
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
    if worded(_GOAL_BEHIND).match(text, end, sentence.end):
        return True
    if _counts_goals(left, spot):
        return False
    if worded(_SET_BEFORE).search(left) or _OUGHT.search(left):
        return True
    if worded(_PROMISED).search(left) and _ACTUALLY.match(text, end, sentence.end):
        return True
    if text.endswith("(", 0, spot.clause[0]):  # 控制指标(14起、12人)
        left = text[max(sentence.start, spot.clause[0] - 12) : spot.clause[0] - 1]
    if worded(_TASK).search(left) and not _TASK_DONE.search(left):
        return True
    called = worded(_GOAL_BEFORE).search(left)
    made = worded(_MADE).search(left) and not _ITS_SHARE.match(text, end, sentence.end)
    return bool(called and not made)


def demands(text: str, sentence: Sentence, spot: Spot) -> bool:
    """Return whether an authority asks for a bound: 省里要求覆盖率不低于95%."""
    start = spot.figure.start
    bound = _BOUND.match(text, start) or led_by_bound(spot.left)
    return bool(bound and worded(_DEMANDED).search(text[max(sentence.start, start - 40) : start]))


def _counts_goals(left: str, spot: Spot) -> bool:
    """Return whether a figure counts tasks or indices: 下达整改指标36项."""
    left = left.rstrip("为是:")
    return spot.figure.unit_name in ("项", "条", "份") and left.endswith(("任务", "指标", "计划"))


def is_outdone(text: str, sentence: Sentence, spot: Spot) -> bool:
    """Return whether the share reached follows a figure: 目标80个的107%."""
    return (
        _ITS_SHARE.match(text, spot.figure.end, sentence.end) is not None
        and worded(_GOAL_BEFORE).search(left_of(text, sentence, spot)) is not None
    )


def asks(text: str, sentence: Sentence, spot: Spot, reports: bool) -> bool:
    """Return whether a rule or contract asks for a figure: 要求不少于6场, 每年至少2次.

    In a text that `reports` a year, 每年不少于2次 is a rule that was kept.
    """
    start = spot.figure.start
    if text.startswith("不得", start):
        return True
    asked = worded(_ASKED).search(text, sentence.start, start)
    if not asked and (reports or not _EACH.search(text, sentence.start, start)):
        return False
    left = left_of(text, sentence, spot)
    bound = _BOUND.match(text, start) or led_by_bound(left) or _ASKS.search(left)
    return bool(bound or _DEMAND.search(left))


def lies_ahead(text: str, sentence: Sentence, spot: Spot) -> re.Match[str] | None:
    """Return the words behind a figure that put it off: 剩余13个将于12月底前建成."""
    following = [each.figure.start for each in sentence.spots[spot.index + 1 : spot.index + 2]]
    end = min([sentence.end, *following])
    later = worded(_LATER).match(text, spot.figure.end, end)
    if later is None and worded(_LEFT_OVER).search(left_of(text, sentence, spot)):
        later = worded(_LATER_CLAUSE).match(text, spot.figure.end, end)
    return later
