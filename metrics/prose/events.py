"""Decide what happened and to whom: the words of an event, cut out of a clause.

`main_event` leaves the parties and occasions of a clause behind (某局会同公安对商场开展联合检查 →
联合检查), `casualty_behind` and `casualty_stem` read 造成3人死亡、5人受伤. Nothing here sees more
than a clause; which clause is asked is decided in `naming_rules`.
"""

import re
from functools import cache

from metrics.prose.lexicon import alternatives, worded
from metrics.prose.phrases import strip_end

_HOLD = re.compile(
    r"(?:先后|累计|联合|集中|共|深入|常态化)*(?:组织开展|联合开展|开展|组织举办|举办|开设|开办|举行|召开|组织|实施|进行)"
    r"(?:了|过)?(?:各类|各种|各项|系列)?(?=[\u4e00-\u9fff“《]{2})"
)
_PARTIES = re.compile(
    r"(?:会同|联合|(?<!各)部门|层面|围绕|针对|聚焦|对|为|向|面向|在.{1,12}[中内上下]|期间|各[市县区镇乡])"
)
_TARGET = re.compile(r"(?:对|为|向)(?P<target>[\u4e00-\u9fff]{2,8})\Z")
_OCCASION = re.compile(r"^(?:围绕|聚焦|针对|依托|通过|利用|结合|紧扣|立足|着眼|突出|紧盯)")
_CAUSES = re.compile(r"(?:共|累计|直接|已)?(?:造成|导致|致使|致|造致)(?:了|全[省市县区])?")
_EVENT = re.compile(
    r"(?:举办|组织参加|承办|召开|组织开展|组织|开展|参加|通过(?=[^,，。;]{0,8}考))(?P<event>[^,，。;:]{3,40})"
)
_EVENT_NAME = "[会班课日]|<nouns:event>"
_COUNTED = re.compile(r"\d[\d,.]*[\u4e00-\u9fff]{1,4}\Z")
_MEAN = (
    r"\A(?:[近前过去]{0,2}[一二两三四五六七八九十\d]{1,2}年(?:平均|年均)|年均|平均每年|每年平均"
    r"|平均(?=<verbs:act>)(?!.*(?:<nouns:measure>|时长|时间|用时)\Z))"
)
_CASUALTY_LEAD = r"^(?:不幸|因灾|当场|轻微|以上)?"


def event_in(clause: str) -> str:
    """Return the event that a clause holds, its count left out: 举办竞赛18场 → 竞赛."""
    found = _EVENT.search(clause)
    return strip_end(_COUNTED.sub("", found["event"])) if found else ""


def is_event(name: str) -> bool:
    """Return whether a name is one of an event that people take part in."""
    return worded(_EVENT_NAME).search(name) is not None


def main_event(name: str, left: str) -> str:
    """Return a name without parties and occasion; `left` holds its clause.

    A short target stays: 对学校开展检查 → 学校检查.
    """
    found = None
    for match in _HOLD.finditer(name):
        found = match
    if found is None or found.start() < 2:
        return name
    before, event = name[: found.start()], name[found.end() :]
    if "“" in event and event.count("“") != event.count("”"):
        return name
    target = _TARGET.search(left[: left.find(before) + len(before)])
    if target and before.endswith(target["target"]):
        return target["target"] + event
    return event if _PARTIES.search(before) or len(before) > 8 else name


def without_occasion(left: str, core: str) -> str:
    """Return the last part of a list behind 围绕, 聚焦…, where the work begins."""
    if _OCCASION.match(left.lstrip("，,、 ")) is None or "、" not in core:
        return core
    last = core.rpartition("、")[2]
    return last if len(last) >= 4 and last.count("“") == last.count("”") else core


@cache
def _casualty() -> re.Pattern[str]:
    """Return a word of harm or rescue at the start of the words behind a figure."""
    return re.compile(_CASUALTY_LEAD + f"(?P<word>{alternatives('verbs', 'casualty')})")


@cache
def _casualty_end() -> re.Pattern[str]:
    """Return a word of harm or rescue at the end of a name."""
    return re.compile(alternatives("verbs", "casualty") + r"\Z")


def casualty_behind(right: str) -> str:
    """Return the word of harm behind a number of people (3人死亡), or an empty string."""
    match = _casualty().match(right)
    return match["word"] if match else ""


def casualty_stem(name: str) -> str:
    """Return the event in a name of harm, or "": 道路交通事故死亡 → 道路交通事故."""
    match = _casualty_end().search(name)
    return without_mean(name[: match.start()]).removeprefix("因") if match else ""


def without_mean(name: str) -> str:
    """Return a name without the years that it is a mean of: 近三年平均死亡 → 死亡."""
    return worded(_MEAN).sub("", name)


def before_cause(clause: str) -> str:
    """Return the words of a clause before 造成 or 致, which name the event."""
    match = _CAUSES.search(clause)
    return clause[: match.start()] if match else clause
