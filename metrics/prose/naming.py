"""Decide what a figure counts: the rules that bind each figure of a sentence to its name.

The rules are tried in order, the first that fits names the figure, and its id is kept:
distributed lists, differences, changes, shares, from-to pairs, and then the clause templates
(object before the figure, noun behind it, quantified subject, head carried from an earlier
clause). No rule knows a particular text; the words are in the lexicons.
"""

import re

from metrics.prose import trend
from metrics.prose.clauses import Sentence, Spot
from metrics.prose.lexicon import worded, words
from metrics.prose.lists import Share, distribute, group_ends
from metrics.prose.names import Naming, SentenceContext
from metrics.prose.naming_rules import HAN_START, PART, ClauseTemplates
from metrics.prose.phrases import drop_hold, object_of, strip_end, strip_front, tidy
from metrics.prose.quantities import Quantity

_MEASURE_WORD = {"households": "户数", "people": "人数", "money": "金额", "area": "面积"}
_FROM = re.compile(r"(?P<subject>.*?)(?:由|从)(?P<rest>[^由从]{0,14})\Z")
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,7}(?:[市县旗州]|(?<![园社景灾城库林矿地校山小辖牧])区|(?<![城乡])镇|街道)"
)
_GOAL = re.compile("(?:任务|目标|计划|指标)(?:数|量)?\\Z")
_GOAL_BEHIND = re.compile(
    "的?(?:年度|全年)?(?:任务|目标|计划|指标|要求)(?:(?=[还仍尚相])|(?![\u4e00-\u9fff]))"
)
_GOAL_ALONE = re.compile(
    r"(?:比|较|与|距离?|离|占|为|是|达|高于|低于|[国省市县区]|政府|上级|下达|核定|确定|规定|提出|给?我|的|控制|全年"
    r"|年度|年初|年底|总|原定?|既定|规划|定|(?:19|20)\d\d年?)*"
    r"(?:任务|目标|计划|指标|控制[线数]|(?:完成|实际|实现)(?=[值数量]))(?:数|量|值)?"
)
_MOVED_TO = r"<verbs:move>(?:到|至|为)(?:\d{4}年的?)?$"
# 以98%的整改率, 达到95%的是隐患整改率: the rate is named behind its value.
_RATE_BEHIND = re.compile(
    r"的是?(?P<rate>[\u4e00-\u9fff“”]{0,10}?[\u4e00-\u9fff]{2}率)(?![\u4e00-\u9fff]{0,2}[目指])"
)
# 较2024年的120起下降: what is compared with is the same thing of another year.
_COMPARED_BASE = re.compile(r"[比较](?:[去上]年|(?P<year>20\d\d)年)(?:同期)?的\Z")
_TO = re.compile(r"^(?:[^,，]{0,6}?)(?:到|至|为|成)(?:了)?(?:[^,，]{0,12}的|[^,，]{0,4})?\Z")


class SentenceNamer(ClauseTemplates):
    """Name the figures of one sentence, each with sight of those before it."""

    def run(self) -> list[Naming]:
        """Return the names of all figures in order."""
        spots = self.sentence.spots
        self.ends = group_ends(self.sentence.text, [spot.figure for spot in spots])
        while len(self.names) < len(spots):
            spot = spots[len(self.names)]
            if not self._distributed(spot):
                naming = self._single(spot)
                self.names.append(naming)
        return self.names

    # -- lists -----------------------------------------------------------------------------

    def _distributed(self, spot: Spot) -> bool:
        """Name the figures of a 分别 list or a list of changes; return whether it did."""
        count = self.ends[spot.index] - spot.index
        names, found, predicate = spot.left.partition("分别")
        if found and not names.strip() and count > len(self.names):
            names = self._listed_before(spot)
        found_change = trend.direction(spot.left)
        bare = not strip_front(trend.without_change(spot.left))
        if found and "," not in predicate:
            if not names.strip() or not strip_front(trend.without_change(names)):
                names = ""
            names = trend.without_course(names.rstrip(",，、 "))
            count = max(count, self._each_changed(spot, count))
            earlier = [naming.metric for naming in self.names]
            shares = distribute(names, predicate, count, earlier)
        elif found_change and bare and count > 1 and len(self.names) >= count:
            shares = [Share(each.metric, None, True) for each in self.names[-count:]]
            if spot.figure.unit_name not in ("%", "百分点"):
                return False
        else:
            return False
        years = self._years_listed(spot, count)
        for offset, share in enumerate(shares):
            each = self.sentence.spots[spot.index + offset]
            own = each.left if trend.direction(each.left) else spot.left
            change = trend.change_of(each.figure, own, share.metric)
            flags = () if share.certain or years else ("order-uncertain",)
            metric = tidy(share.metric) or tidy(self._fallback(spot))
            self.names.append(
                Naming(
                    self._counted_there(each, metric),
                    change,
                    years[offset] if years else share.year,
                    ("distributed",),
                    flags,
                )
            )
        self.taken = 0
        return True

    def _listed_before(self, spot: Spot) -> str:
        """Return the clause before a list that names nothing: 起数、人数一降一升, 分别为."""
        clauses = self.sentence.earlier_clauses(spot)[:1]
        return clauses[0] if clauses and not re.search(r"\d", clauses[0]) else ""

    def _each_changed(self, spot: Spot, count: int) -> int:
        """Return how many figures a list has whose words of change differ: 下降8%和上升3%."""
        for following in self.sentence.spots[spot.index + count :]:
            words_between = following.left.strip("、和及与 ")
            alone = trend.direction(words_between) and not trend.without_change(words_between)
            if not alone or not following.same_clause:
                break
            count += 1
        return count

    def _years_listed(self, spot: Spot, count: int) -> list[int]:
        """Return the years of 2023年至2025年…分别 if there are as many as figures."""
        clauses = [spot.left, *self.sentence.earlier_clauses(spot)[:1]]
        for clause in clauses:
            span = trend.year_span(clause)
            if span and span[1] - span[0] + 1 == count:
                return list(range(span[0], span[1] + 1))
        return []

    def _counted_there(self, spot: Spot, metric: str) -> str:
        """Return a name that is only a place with what was counted before: 汐川区17处."""
        if _PLACE.fullmatch(metric) is None:
            return metric
        unit, change = spot.figure.unit_name, ("level", "growth", "decline")
        for naming, earlier in zip(self.names, self.sentence.spots, strict=False):
            if earlier.figure.unit_name == unit and naming.change in change:
                if place := _PLACE.match(naming.metric):
                    return metric + naming.metric[place.end() :]
                return metric + naming.metric
        return metric

    def _second_measure(self, spot: Spot) -> str:
        """Return a second unit on the same head: 4915户1.38万人."""
        suffix = _MEASURE_WORD.get(spot.figure.family, "")
        named = drop_hold(self._previous())
        head = named if len(named) <= 8 else object_of(named)
        return head if head.endswith(suffix) else head + suffix

    # -- one figure ------------------------------------------------------------------------

    def _single(self, spot: Spot) -> Naming:
        """Return the name of one figure by the first rule that fits."""
        left = spot.left[self.taken :] if spot.same_clause else spot.left
        subject = spot.left[: self.taken].strip("的") if spot.same_clause else ""
        self.taken = 0
        metric, rule, flags = self._named(spot, left, subject)
        named = tidy(metric)
        named = self._meant(named)
        metric = self._counted_there(spot, named if len(named) > 1 else tidy(self._fallback(spot)))
        change = trend.change_of(spot.figure, left, metric)
        moved = trend.direction(left)
        if (
            change == "level"
            and moved
            and self.names
            and self.names[-1].change in ("growth", "decline")
        ):
            change = moved
        if rule == "change-of-previous" and not left.strip("、和及与 ") and self.names:
            change = self.names[-1].change
        if (
            rule in ("list-head", "attribute")
            and spot.same_clause
            and self.names
            and spot.figure.family == "share"
            and (change == "share" and self.names[-1].change in ("growth", "decline"))
        ):
            change = self.names[-1].change
        if change == "level" and moved:
            before = self.sentence.earlier_clauses(spot)[:1]
            if before and trend.is_comparison(before[0]):
                change = moved
        year = self._year(spot, left)
        if change in ("growth", "decline") and rule == "change-of-previous":
            year = self._latest(year)
        if PART.search(left[:6]) or self._in_part(spot):
            flags = (*flags, "part-of")
        if "累计" in left:
            flags = (*flags, "cumulative")
        return Naming(metric, change, year, (rule,), flags)

    def _meant(self, named: str) -> str:
        """Return what a pronoun stands for: 救护召唤, 后者增加2.9%."""
        if named not in words("nouns", "pronoun") or not self.names:
            return named
        return self.names[-2 if named == "前者" and len(self.names) > 1 else -1].metric

    def _year(self, spot: Spot, left: str) -> int | None:
        """Return the year in the words before a figure or at the start of its clauses."""
        base = _COMPARED_BASE.search(left)
        if base and base["year"]:
            return int(base["year"])
        if base and self.context.year:
            return self.context.year - 1
        own = trend.year_before(left, self.context.year)
        if own is not None:
            return own
        if spot.same_clause and self.names:
            return None if "before" in self.names[-1].flags else self.names[-1].year
        clauses = self.sentence.earlier_clauses(spot)
        for clause in clauses[:2] + clauses[2:][-1:]:
            found = trend.year_before(clause[:18], self.context.year)
            if re.search("[由从]", clause[:18]):
                continue
            if found is not None:
                return found
        return None

    def _latest(self, year: int | None) -> int | None:
        """Return the latest year named in the sentence, for a change between years."""
        known = [naming.year for naming in self.names if naming.year is not None]
        if year is None or len(known) < len(self.names) or not known:
            return year
        return max(known)

    def _named(self, spot: Spot, left: str, subject: str) -> tuple[str, str, tuple[str, ...]]:
        """Return the metric, rule id and flags of a figure by the first rule that fits."""
        if self.names and _COMPARED_BASE.search(left):
            return self._previous(), "change-of-previous", ("before",)
        bare = left.strip("、和及与 ,，")
        if spot.same_clause and not left and self.names and not HAN_START.match(spot.right):
            return self._second_measure(spot), "second-measure", ()
        if trend.is_difference(bare) and spot.figure.family in ("share", "points", "multiple"):
            return self._previous() + bare, "difference", ()
        if (trend.direction(left) and spot.figure.unit_name != "番") or (
            spot.same_clause
            and not bare
            and self.names
            and self.names[-1].change in ("growth", "decline")
        ):
            return self._changed(spot, left, subject)
        if same := self._asked_of(spot, bare):
            return same, "carried-head", ()
        shared = spot.figure.shape == "fraction" or spot.figure.family == "share"
        if shared and (rate := _RATE_BEHIND.match(spot.right)):
            return strip_end(rate["rate"]), "figure-noun", ()
        share = self._share_of(spot.figure, bare, subject)
        if share:
            return share, "share-of", ()
        pair = self._from_to(spot, left)
        if pair:
            return pair
        metric, rule = self._clause_head(spot, left, subject)
        return metric, rule, ()

    def _changed(self, spot: Spot, left: str, subject: str) -> tuple[str, str, tuple[str, ...]]:
        """Return a growth or decline: of the noun before it, or of a figure named earlier."""
        noun = strip_end(strip_front(trend.without_change(left)))
        noun = noun.removesuffix("，")
        if noun and not noun.isdigit() and noun not in words("adverbs", "compare"):
            if noun in words("nouns", "attribute") and self.names:
                return self._attributed(noun), "attribute", ()
            return subject + drop_hold(noun), "changed-noun", ()
        if subject:
            return subject, "changed-noun", ()
        if spot.figure.family not in ("share", "points", "multiple"):
            same = self._same_unit(spot)
            if same:
                return same.metric, "change-of-previous", ()
        if self.names:
            return self.names[-1].metric, "change-of-previous", ()
        for clause in self.sentence.earlier_clauses(spot):
            noun = drop_hold(strip_end(trend.without_course(strip_front(clause))))
            if len(noun) >= 2:
                return noun, "earlier-clause", ()
        return self.context.topic, "change-of-previous", ()

    def _asked_of(self, spot: Spot, bare: str) -> str:
        """Return what a goal that is only called one is a goal of: 为全年目标50万株的82%."""
        alone = _GOAL_ALONE.fullmatch(strip_end(strip_front(bare)).lstrip("为占是达"))
        if alone or _GOAL_BEHIND.match(spot.right):
            same = self._same_unit(spot)
            return same.metric if same else self._labelled(spot)
        return ""

    def _labelled(self, spot: Spot) -> str:
        """Return the label that opens a sentence: 队伍达标率: 2025年目标值90%."""
        label, found, _ = self.sentence.text[self.sentence.start : spot.figure.start].partition(":")
        named = strip_end(strip_front(label)) if found and not re.search(r"\d", label) else ""
        return named if 3 <= len(named) <= 16 else ""

    def _share_of(self, figure: Quantity, bare: str, subject: str) -> str:
        """Return a share of a whole: 占全国9成, 电气类占四成."""
        front = strip_front(bare)
        match = re.search(r"占(?!比|地|用|道|领)", front)
        if match is None or len(front) - match.end() > 24:
            return ""
        whole = strip_end(front[match.end() :])
        counted = figure.family != "share" and figure.shape == "count"
        if counted and _GOAL.search(whole):
            return ""
        part = front[: match.start()] or subject or object_of(self._previous())
        if counted and not whole and figure.unit is not None:
            return part  # 一级火警占37,841宗
        if re.search("比重|比例|份额", whole):
            return f"{part}占{whole}"
        return f"{part}占{whole}比重" if whole else f"{part}占比"

    def _from_to(self, spot: Spot, left: str) -> tuple[str, str, tuple[str, ...]] | None:
        """Return the name of a figure of a pair 由A扩充到B: before and after."""
        before = self.names[-1] if self.names else None
        if before and "before" in before.flags and _TO.match(left):
            return before.metric, "from-to", ()
        if self.names and worded(_MOVED_TO).match(left.strip()):
            return self.names[-1].metric, "from-to", ()
        match = _FROM.search(left)
        if match is None or spot.index + 1 >= len(self.sentence.spots):
            return None
        following = self.sentence.spots[spot.index + 1]
        gap = self.sentence.text[spot.figure.end : following.figure.start]
        if not re.search("到|至|为|成", gap) or len(gap) > 20:
            return None
        subject = drop_hold(strip_end(strip_front(match["subject"])))
        if not subject:
            clauses = self.sentence.earlier_clauses(spot)
            subject = drop_hold(strip_end(strip_front(clauses[0]))) if clauses else self._previous()
        return subject, "from-to", ("before",)


def name_figures(sentence: Sentence, context: SentenceContext) -> list[Naming]:
    """Return the name of every figure of a sentence, in order."""
    return SentenceNamer(sentence, context).run()
