"""Name a figure by the template of its clause: object behind, subject, list, attribute.

Object before the figure, noun behind it, quantified subject, participants of an event, a head
carried from an earlier figure, an attribute of it, a list item that carries a verb. The templates
share one sentence's state; the order in which rules are tried stands in `naming`.
"""

import re

from metrics.prose.carried import CarriedHeads
from metrics.prose.clauses import Spot
from metrics.prose.events import (
    before_cause,
    casualty_behind,
    casualty_stem,
    event_in,
    main_event,
    without_occasion,
)
from metrics.prose.lexicon import worded, words
from metrics.prose.phrases import (
    clean_predicate,
    drop_hold,
    ends_with_verb,
    is_thing,
    is_verbal,
    leading_verb,
    object_of,
    split_subject,
    starts_with,
    strip_end,
    strip_front,
    tidy,
)

HAN_START = re.compile(r"的?[\u4e00-\u9fff“《A-Za-z]")
_LIST_MARK = re.compile(r"\s*(?:[、和及与]|以及)\s*")
_LEVEL_WORD = (
    r"(?:国家级?|[省市县区乡镇村]{1,2}级?|街道级?|第[一二三四五六]轮|[ⅠⅡⅢⅣⅤ一二三四五]类|[一二三四五ⅠⅡⅢⅣⅤ]级"
    r"|[男女]性?|[甲乙丙]类|[一二三四]季度|<nouns:level>|\d{4}年)\Z"
)
_ATTENDS = re.compile("(?:参[加与]|报名)[\u4e00-\u9fff“”]{3,12}(?<![人员众工])")
_SHORT_CORE = 8  # 对照2025年省定85%的达标率目标
_SHORT_PREDICATE = 4  # 整改, not 落实防控措施
PART = re.compile(r"其中|包括|包含|含(?!量)|分别是")
_RATE_END = re.compile(r"[\u4e00-\u9fff]{2}率\Z|(?:占比|比重|比例|满意度)\Z")
_PER = re.compile(r"(?:人均|户均|平均每[日天月年周]|平均|年均|日均|月均)")
_RATE_OF = re.compile("[\u4e00-\u9fff]{2}率\\Z")
_AWARD = re.compile(r"(?:[特一二三四优][等秀]奖|[金银铜]牌|优秀组织奖)\Z")
# What follows a goal or puts a figure off is no noun: 95%的目标提前实现, 13个将于12月底前建成.
_NO_NOUN = re.compile(
    r"的[^,，。;的]{0,4}(?:目标|任务|要求|指标|控制线|红线|底线|上限)"
    r"|([件家户个处人项条桩])\1"  # 问题12件件件有回音
    r"|(?:顺延|结转|转入|推迟|延[期至到]|[待于在]?(?:[明来]年|20\d\d年))"
    r"|(?:将[于在]|将陆续|将全部|预计|拟于|计划(?:于|[\u4e00-\u9fff]{1,4}[前后底])|力争|有望)"
)
_MODAL = re.compile(r"[^,，。;]{2,40}(?:计划|拟|将|力争|预计)(?=[\u4e00-\u9fff]{2})")
_SET_GOAL = re.compile(
    r"的(?!年度|全年|总体|既定|预期)(?P<name>[^,，。;的]{2,8})(?:目标|要求|控制线|红线|底线|上限)"
)
_EACH_END = re.compile(r"(?:实现|做到|达到|确保)?每[支村镇乡街家户企校人县区市队站]{1,2}\Z")
_CAUSED = re.compile(r".{2,}?共?(?:造成|导致|致使)(?:了|全[省市县区])?(?=[\u4e00-\u9fff]{3})")
_LEFT_OVER = re.compile("(?:余下|剩余|其余|剩下|尚余)的?\\Z")
_DONE = re.compile("(?:已|现已|均已)(?P<verb>[\u4e00-\u9fff]{2})\\Z")
_PREPOSITION = re.compile("(?:[对为向将把给使让在由从按]|针对|推动|动员|协调|指导|发动)\\Z")


def _announced(left: str) -> str:
    """Return the words behind who plans: 三年行动计划布设 → 布设."""
    match = _MODAL.match(left)
    rest = left[match.end() :] if match else ""
    done = strip_end(rest)
    return rest if starts_with("act", rest) and done and not is_verbal(done) else left


class ClauseTemplates(CarriedHeads):
    """Hold the state of one sentence and the templates that read its clauses."""

    def _in_part(self, spot: Spot) -> bool:
        """Return whether a list opened by 其中 goes on."""
        if not self.names or "part-of" not in self.names[-1].flags:
            return False
        return spot.same_clause or spot.left.startswith(("、", "和"))

    def _clause_head(self, spot: Spot, left: str, subject: str) -> tuple[str, str]:
        """Return the head of a plain count, from its own clause or an earlier one."""
        front = strip_front(_announced(left))
        core = _EACH_END.sub("", strip_end(front))
        core = core if strip_front(drop_hold(core)) else ""  # 实现2027年
        if spot.figure.family == "people" and casualty_behind(spot.right):
            return self._casualty(core, casualty_behind(spot.right))
        if _PREPOSITION.search(front) and not _PREPOSITION.search(core):
            core = core if len(core) > 2 and not is_verbal(core) else ""
        behind = HAN_START.match(spot.right) is not None and not _NO_NOUN.match(spot.right)
        if (goal := _SET_GOAL.match(spot.right)) and len(core) <= _SHORT_CORE:
            return goal["name"], "figure-noun"
        if not core or (_PREPOSITION.search(core) and behind):
            return self._headless(spot, left, behind)
        if is_verbal(core):
            return self._verbal(spot, core, subject, behind)
        if subject and not spot.right.startswith("的"):
            return subject + core, "subject-object"
        if front.endswith("的") and not behind and len(core) >= 3 and self.names:
            # 存在隐患的316栋: what has them was counted before.
            return f"{core}的{self._carried_object(spot)}", "carried-head"
        if worded(_LEVEL_WORD).fullmatch(core) or (core in words("nouns", "grade") and self.names):
            return self._of_level(core, self._carried_object(spot)), "level-word"
        return self._noun_before(spot, left, core, behind)

    def _casualty(self, core: str, word: str) -> tuple[str, str]:
        """Return people who were harmed, the word behind them: 造成3人死亡、5人受伤."""
        stem = casualty_stem(self.names[-1].metric) if self.names else ""
        own = strip_end(before_cause(core))
        if not stem and len(own) >= 2 and not is_verbal(own):
            return own + word, "figure-verb"
        if not stem:
            stem = self._incident()
        self.taken = 0
        return stem + word, "carried-head"

    def _headless(self, spot: Spot, left: str, behind: bool) -> tuple[str, str]:
        """Return the noun behind a figure with nothing before it, or an earlier head."""
        if spot.same_clause and self.names and re.search(r"\d{4}年", left):
            return self.names[-1].metric, "list-head"
        if self.names and not behind and self._counts_members(spot, left):
            return self.names[-1].metric.removesuffix("人数") + "人数", "second-measure"
        same = self._same_unit(spot, with_object=True, own=True)
        if behind and same and _LEFT_OVER.search(left):
            _, predicate = split_subject(spot.right)
            done = clean_predicate(predicate)
            return (done if len(done) <= _SHORT_PREDICATE else "") + object_of(
                same.metric
            ), "carried-head"
        if behind:
            return self._subject_behind(spot)
        per = _PER.search(left)
        head = self._carried_object(spot) if not self.names else self._same_or_last(spot)
        list_rule = "list-head" if spot.same_clause else "carried-head"
        return (head + per.group() if per else head), list_rule

    def _counts_members(self, spot: Spot, left: str) -> bool:
        """Return whether people are those of the teams just counted: 队伍12支、624人."""
        before = self.sentence.spots[spot.index - 1].figure
        joined = _EACH_END.sub("", left.strip("、,， ")) in ("", "共", "共计", "合计", "计")
        return joined and spot.figure.family == "people" and before.unit_name in ("支", "个", "队")

    def _subject_behind(self, spot: Spot) -> tuple[str, str]:
        """Return a counted noun behind the figure, with what it did: 72个镇街全部建成储备站."""
        attended = strip_end(spot.right)
        if spot.figure.family == "people" and _ATTENDS.fullmatch(attended):
            return attended + "人数", "participants"
        right = spot.right
        if spot.figure.shape == "fraction":
            right = right.removeprefix("为").removeprefix("是")
        noun, predicate = split_subject(right, must=True)
        if noun and (starts_with("participate", noun) or noun in words("plans", "delivered")):
            noun, predicate = "", noun + predicate
        event = self._event(spot, predicate) if noun or predicate else ""
        if not noun:
            same = self._same_unit(spot, with_object=True)
            thing = object_of(same.metric) if same and spot.last_in_clause else ""
            done = clean_predicate(predicate)
            done = done if not thing or len(done) <= _SHORT_PREDICATE else ""
            return (event or done + thing), "figure-verb"
        listed = spot.right.rstrip().endswith(("、", "和", "及"))
        if spot.last_in_clause or predicate or listed or self._stands_alone(spot):
            self._take(spot, noun)
        else:
            # 138个断面优良比例达94.9%: the words name both figures.
            noun = strip_end(noun)
        share = "比例" if spot.figure.family == "share" else ""
        if spot.last_in_clause:
            done = clean_predicate(predicate)
        elif len(clean_predicate(predicate)) >= 5 and spot.right.rstrip().endswith("、"):
            # 4所学校被评为甲、18所学校被评为乙: each subject has its own predicate.
            done = clean_predicate(predicate)
            self.taken = len(spot.right)
        else:
            done = self._shared_predicate(spot)
            if spot.right.rstrip().endswith(("、", "和", "及")):
                noun = noun.rstrip("、和及 ")
        verb = self._list_verb(spot) if not done else ""
        if event and spot.figure.family in ("people", "person-times"):
            return event, "participants"
        name = f"{done}的{noun}" if done else verb + noun
        return name + share, "quantified-subject" if done else "figure-noun"

    def _stands_alone(self, spot: Spot) -> bool:
        """Return whether the next figure has its own noun behind it: 7个县区62个乡镇受灾."""
        following = self.sentence.spots[spot.index + 1]
        counted = following.figure.shape == "count" and following.figure.family != "share"
        return counted and len(spot.right) <= 4 and HAN_START.match(following.right) is not None

    def _take(self, spot: Spot, noun: str) -> None:
        """Remember the words behind a figure that are its noun and not the next one's."""
        if not spot.last_in_clause:
            lead = len(spot.right) - len(spot.right.lstrip("的"))
            self.taken = lead + len(noun.rstrip("、和及与 "))

    def _shared_predicate(self, spot: Spot) -> str:
        """Return the predicate that the last of a list of counted subjects carries."""
        for following in self.sentence.spots[spot.index : spot.index + 8]:
            if following.last_in_clause:
                _, predicate = split_subject(following.right, must=True)
                return clean_predicate(predicate)
            if not following.right.rstrip().endswith(("、", "和", "及", "与")):
                return ""
        return ""

    def _event(self, spot: Spot, predicate: str) -> str:
        """Return the event that people took part in, named up to two clauses back."""
        match = re.match(
            r"(?:注册|报名|共同|积极|踊跃|现场|在线)*(?:参加|参与|观摩|参训|参演|参赛)", predicate
        )
        if match is None:
            return ""
        for clause in self.sentence.earlier_clauses(spot)[:3]:
            if event := event_in(clause):
                return event + match.group() + "人员"
        return ""

    def _list_verb(self, spot: Spot) -> str:
        """Return the verb that the first of a list carries on: 新建A32个、B118处."""
        if not self.names or self.names[-1].rules[0] in ("carried-head", "verb-head"):
            return ""
        if not spot.same_clause or not _LIST_MARK.match(spot.left or " "):
            return ""
        return leading_verb(self.names[-1].metric)

    def _verbal(self, spot: Spot, core: str, subject: str, behind: bool) -> tuple[str, str]:
        """Return the noun behind a figure with verbs before it, or a carried object."""
        verb = drop_hold(core)
        if behind:
            noun, _ = split_subject(spot.right, must=True)
            if noun and not (starts_with("participate", noun) and spot.figure.family == "people"):
                self._take(spot, noun)
                kept = verb if leading_verb(verb + "物品") else ""
                return kept + noun.rstrip("、和及"), "verb-figure-noun"
        if subject:
            return subject + verb, "subject-object"
        if starts_with("participate", verb) or spot.figure.family in ("people", "person-times"):
            event = self._session_before()
            if event.endswith(verb):
                return event + "人员", "event-participants"
            if event and not re.search("死亡|受伤|失踪|转移|营救|疏散|安置", verb):
                return event + verb, "event-participants"
        if sibling := self._sibling(spot, verb):
            return sibling, "carried-head"
        if verb in words("verbs", "reach") and self.names:
            return object_of(self.names[-1].metric) + verb, "carried-head"
        # 开展演练12场: the verb behind 开展 is the thing counted.
        own = spot.figure.family == "money" and verb.endswith("罚款")
        carried = self._carried_for(spot, verb) if verb == core and not own else ""
        if not carried and starts_with("hold", verb) and len(verb) == 2 and self.names:
            # 演练覆盖率100%，全年组织3260场: what is held was named by its rate.
            held = _RATE_OF.sub("", self.names[-1].metric)
            if len(held) >= 4 and held != self.names[-1].metric:
                return held, "carried-head"
        if not carried:
            return verb, "verb-head"
        suffers = starts_with("casualty", verb)
        return (carried + verb if suffers else verb + carried), "carried-head"

    def _noun_before(self, spot: Spot, left: str, core: str, behind: bool) -> tuple[str, str]:
        """Return a name from the noun before a figure: head, or subject of the rest."""
        name = re.sub(r"(?:由|从)(?:\d{4}年)?$", "", drop_hold(core))
        if (caused := _CAUSED.match(name)) and not is_verbal(name[caused.end() :]):
            name = name[caused.end() :]
        name = main_event(without_occasion(left, name), left)
        if behind:
            noun, predicate = split_subject(spot.right)
            if noun and not ends_with_verb(core):
                noun_name, rule = self._subject_behind(spot)
                short = core if len(core) <= 8 and rule == "figure-noun" else ""
                return short + noun_name, rule
            if noun:
                self._take(spot, noun)
                return name + noun.rstrip("、和及"), "verb-figure-noun"
            event = self._event(spot, predicate)
            if event:
                return event, "participants"
            if not noun and len(predicate) <= 4 and spot.last_in_clause:
                return name + clean_predicate(predicate), "object-figure"
        if spot.figure.family == "share" and self._in_rates(spot, left, name):
            return name + self._rate_word(), "list-head"
        same = self._same_unit(spot)
        if same and _PER.fullmatch(name):
            return object_of(same.metric) + name, "attribute"
        if self._is_attribute(spot, name, behind):
            return self._attributed(name), "attribute"
        if starts_with("participate", name) and self._session_before() and len(name) <= 6:
            return self._session_before() + name, "event-participants"
        return self._list_item(spot, left, name)

    def _list_item(self, spot: Spot, left: str, name: str) -> tuple[str, str]:
        """Return the name of a list's further item, with the first one's verb."""
        if (award := _AWARD.search(name)) and self.names:
            stem = _AWARD.sub("", self.names[-1].metric)
            if stem != self.names[-1].metric:
                return stem + award.group(), "list-head"
        if whole := self._done_with(spot, name):
            return whole, "carried-head"
        done = _DONE.search(left)
        if done and done["verb"] == name and (same := self._same_unit(spot, with_object=True)):
            return object_of(same.metric) + name, "carried-head"  # 其中已销案13家
        verb = self._list_verb(spot) or self._part_verb(spot, left)
        acts = starts_with("act", name) and not is_thing(name)
        if verb and not acts and not name.endswith(verb[-2:]):
            return verb + name + self._whole_noun(spot, left, name), "list-head"
        return name, "object-figure"

    def _is_attribute(self, spot: Spot, name: str, behind: bool) -> bool:
        """Return whether a name is only an attribute of something named: 总面积, 合格率."""
        if re.fullmatch("总[\u4e00-\u9fff]{1,4}", name):
            return True
        if name in words("nouns", "attribute") or name in words("nouns", "generic"):
            return bool(self.names or self.context.topic)
        if not self.names:
            return False
        short = len(name.removeprefix("平均")) <= 4 and spot.figure.family == "share"
        rate = re.fullmatch(r"[\u4e00-\u9fff]{2,4}率", name) and starts_with("act", name)
        able = re.match("[可能](?=[\u4e00-\u9fff])", name)
        return bool((short and not behind) or rate or able)

    def _part_verb(self, spot: Spot, left: str) -> str:
        """Return the verb of the whole that its parts take over: 修订预案118部, 其中总体预案9部."""
        if self.names and (PART.search(left[:4]) or self._in_part(spot)):
            return leading_verb(self.names[-1].metric)
        return ""

    def _in_rates(self, spot: Spot, left: str, name: str) -> bool:
        """Return whether a share is a part of a rate that was named: 覆盖率97%, 其中危化品100%."""
        part = PART.search(left[:4]) or self._in_part(spot)
        named = self._rate_word() and not _RATE_END.search(name)
        return bool(part and named and self.names[-1].change == "share")

    def _rate_word(self) -> str:
        """Return the rate that the figure before is, without what it is a rate of."""
        match = _RATE_END.search(self.names[-1].metric) if self.names else None
        return match.group() if match else ""

    def _whole_noun(self, spot: Spot, left: str, name: str) -> str:
        """Return the noun of the whole, for a part too short to have one: 队伍46支, 其中水上9支."""
        if not (PART.search(left[:4]) or self._in_part(spot)) or len(name) > 4 or is_thing(name):
            return ""
        for naming, earlier in zip(
            reversed(self.names), reversed(self.sentence.spots[: spot.index]), strict=False
        ):
            if "part-of" not in naming.flags:
                noun = tidy(object_of(naming.metric))
                same = earlier.figure.unit_name == spot.figure.unit_name
                return noun if same and noun[-1:] != name[-1:] else ""
        return ""

    def _fallback(self, spot: Spot) -> str:
        """Return the nearest clause as the name of a figure that no rule could name."""
        clauses = self.sentence.earlier_clauses(spot)
        return self._previous() or (clauses[0][-20:] if clauses else "") or self.context.topic
