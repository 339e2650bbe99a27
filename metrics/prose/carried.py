"""Carry heads on: what an earlier figure, clause or heading gives to a figure without its own.

The templates that ask for it stand in `naming_rules`; one sentence's state is held here.
"""

import re
from dataclasses import replace

from metrics.prose.clauses import Sentence, Spot
from metrics.prose.events import before_cause, casualty_stem, event_in, is_event, without_mean
from metrics.prose.lexicon import alternatives, worded, words
from metrics.prose.names import Naming, SentenceContext
from metrics.prose.phrases import (
    drop_hold,
    ending_verb,
    ends_with_verb,
    is_verbal,
    leading_verb,
    object_of,
    split_subject,
    starts_with,
    strip_end,
    strip_front,
    topic_of,
)

_LEVELS = (
    re.compile("[ⅠⅡⅢⅣⅤ]级"),
    re.compile("[一二三四五]级"),
    re.compile("[省市县区乡镇村]级"),
    re.compile("[上下]半年|[一二三四]季度"),
)
# 每季度至少组织一次演练, 全年不少于5次
_ONCE = (
    r"\A(?:至少|最少|最多|不少于)?<verbs:hold>?"
    r"[一二两三四五六\d]{1,2}[次场期轮](?=[\u4e00-\u9fff]{2})"
)
_EVENT_FAMILIES = ("sessions", "times", "incidents", "items")


# 12350平台受理举报: who did it is no part of what is carried.
_BY_WHOM = re.compile(
    r"\A.{2,}?(?:平台|热线|局|中心|部门|队伍?|企业|单位|群众|人员)"
    rf"{alternatives('verbs', 'act')}(?=[\u4e00-\u9fff]{{2}})"
)


class CarriedHeads:
    """Hold the names given so far in one sentence, and what they carry on."""

    def __init__(self, sentence: Sentence, context: SentenceContext) -> None:
        self.sentence = sentence
        self.context = context
        self.names: list[Naming] = []
        self.taken = 0  # words behind the last figure that are its own noun

    def _previous(self) -> str:
        """Return the metric of the figure before, or the topic handed on."""
        return self.names[-1].metric if self.names else self.context.topic

    def _same_unit(self, spot: Spot, with_object: bool = False, own: bool = False) -> Naming | None:
        """Return the name of the nearest earlier figure with the same unit, no change.

        With `with_object` its name must hold more than verbs, with `own` it is not carried.
        """
        for earlier in range(len(self.names) - 1, -1, -1):
            figure = self.sentence.spots[earlier].figure
            if (
                figure.unit_name == spot.figure.unit_name
                and self.names[earlier].change in ("level", "share")
                and not (with_object and is_verbal(self.names[earlier].metric))
                and not (own and self.names[earlier].rules[0] == "carried-head")
            ):
                named = self.names[earlier]
                return replace(named, metric=without_mean(named.metric))
        return None

    def _done_with(self, spot: Spot, name: str) -> str:
        """Return what was done with the thing counted before: 完成工程治理38处."""
        done = name.removeprefix("完成")
        if done == name or not ends_with_verb(done) or is_event(done):
            return ""
        same = self._same_unit(spot, with_object=True)
        return done + object_of(same.metric) if same and len(done) <= 6 else ""

    def _session_before(self) -> str:
        """Return the event (training, drill, lecture) counted earlier in the sentence."""
        for earlier in range(len(self.names) - 1, -1, -1):
            counted = self.sentence.spots[earlier].figure.family in _EVENT_FAMILIES
            if counted and is_event(self.names[earlier].metric):
                return object_of(self.names[earlier].metric)
        return ""

    def _attributed(self, attribute: str) -> str:
        """Return an attribute with its subject; a shared stem stands once: 联网率."""
        subject = self._subject_of_previous()
        stem = subject.rfind(attribute[:2]) if attribute.endswith("率") else -1
        return (subject if stem < 0 else subject[:stem]) + attribute

    def _carried_for(self, spot: Spot, verb: str) -> str:
        """Return the object that a bare verb takes from an earlier figure or clause."""
        if starts_with("casualty", verb):
            stem = casualty_stem(self.names[-1].metric) if self.names else ""
            if stem or self._incident():
                return stem or self._incident()
        same = self._same_unit(spot, with_object=True)
        if same and not casualty_stem(same.metric):
            thing = _BY_WHOM.sub("", object_of(same.metric))
            kept = thing.rpartition("的")[2]
            thing = kept if len(kept) >= 2 else thing
            return "" if thing == verb else thing
        clauses = self.sentence.earlier_clauses(spot)
        if clauses and not any(char.isdigit() for char in clauses[0]):
            before = strip_front(clauses[0])
            first = leading_verb(before)
            # 轮训企业负责人, 累计培训3471场次: the verbs share a character.
            if first and set(first) & set(verb) and not is_verbal(before):
                return object_of(before)
        return self._topic_object(spot, verb)

    def _topic_object(self, spot: Spot, verb: str) -> str:
        """Return the thing that a clause before or the heading speaks of: 应急站建设稳步推进."""
        if verb not in words("verbs", "on"):
            return ""
        for clause in (*self.sentence.earlier_clauses(spot), self.context.topic):
            if topic := topic_of(clause):
                return topic
        return ""

    def _carried_object(self, spot: Spot) -> str:
        """Return the thing counted before, or the object of the clause before."""
        for naming in reversed(self.names):
            if naming.rules[0] != "level-word":
                return re.sub("^(?:中央|国家级?|[省市县]级)", "", object_of(naming.metric))
        for clause in self.sentence.earlier_clauses(spot):
            found = object_of(drop_hold(worded(_ONCE).sub("", strip_front(clause))))
            if len(found) >= 2:
                return split_subject(found)[0] or found
        return self.context.topic

    def _subject_of_previous(self) -> str:
        """Return what the figure before was about, to which an attribute (总面积) is added."""
        counted = [
            naming.metric
            for naming, spot in zip(self.names, self.sentence.spots, strict=False)
            if naming.rules[0] != "level-word"
            and (spot.figure.family not in ("share", "points") or naming.change not in ("share",))
        ]
        if not counted:
            clauses = self.sentence.earlier_clauses(self.sentence.spots[len(self.names)])
            plain = clauses and not any(char.isdigit() for char in clauses[0])
            subject = strip_end(strip_front(clauses[0])) if plain else ""
            if len(subject) >= 4 and not starts_with("hold", subject):
                return subject
            return "" if self.names else self._previous()
        name = self._between() or object_of(counted[-1] if counted else self._previous())
        for attribute in words("nouns", "attribute"):
            if name.endswith(attribute) and len(name) >= len(attribute) + 2:
                return name[: -len(attribute)].rstrip("的")
        return name

    def _between(self) -> str:
        """Return the event of a clause between two figures: 全员通过年度考试, 优秀率过半."""
        spot = self.sentence.spots[len(self.names)]
        clauses = self.sentence.earlier_clauses(spot)[:1]
        return event_in(clauses[0]) if clauses and not re.search(r"\d", clauses[0]) else ""

    def _sibling(self, spot: Spot, verb: str) -> str:
        """Return what was done with the thing before: 许可证新办36件、延期128件."""
        if spot.figure.family == "time" and self.names and not spot.same_clause:
            return object_of(self.names[-1].metric) + verb + "时长"
        same = self._same_unit(spot, with_object=True) if spot.same_clause else None
        done = same and ending_verb(same.metric)
        if not same or not done or starts_with("casualty", verb):
            return ""
        thing = same.metric[: -len(done)]
        return thing + verb if len(thing) >= 3 and not starts_with("act", thing) else ""

    def _of_level(self, level: str, thing: str) -> str:
        """Return a thing with its level, in the place of another one: Ⅳ级响应 → Ⅲ级响应."""
        kind = next((each for each in _LEVELS if each.fullmatch(level)), None)
        if kind and kind.search(thing):
            return kind.sub(level, thing, count=1)
        return level + thing

    def _incident(self) -> str:
        """Return the event that harmed people: counted in the sentence, or its topic."""
        for earlier in range(len(self.names) - 1, -1, -1):
            if self.sentence.spots[earlier].figure.family == "incidents":
                return object_of(self.names[earlier].metric)
        spot = self.sentence.spots[len(self.names)]
        for clause in self.sentence.earlier_clauses(spot)[:2]:
            found = strip_end(strip_front(before_cause(clause)))
            if re.search(r"事故|事件|火灾|灾害|地震|坍塌|爆炸|洪水|台风|灾", found):
                return object_of(found)
        return self.context.topic

    def _same_or_last(self, spot: Spot) -> str:
        """Return the name of the nearest figure with this unit, else of the last figure."""
        same = self._same_unit(spot)
        return same.metric if same else self.names[-1].metric
