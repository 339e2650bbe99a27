"""Take the tokens of a clause, one by one, into what the clause says.

Behind 比 or 较 a year, region or metric is the base; behind 占 a region is the whole; a year before
以来 begins a span. A short word of change, or 从, counts only where it can be one.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from metrics.proofreading.claims.kinds import MOVES, MULTIPLIED, is_part
from metrics.proofreading.claims.pointing import point
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.regions import SCOPE_WORDS, RegionTaker
from metrics.proofreading.claims.scene import Base, Clause
from metrics.proofreading.claims.times import TIMES, TimeTaker, base_of_that_year, is_base_of_ratio
from metrics.proofreading.claims.tokens import Token
from metrics.proofreading.claims.words import bare_of_light

_PLACES = ("region", "city", "districts", "outside", "metric", "target", "others")
_TAKEN_TIMES = (*TIMES, "years", "part", "chain", "base", "next", "after", "later")
_REACH, _PAIR = 5, 2
"""Characters within which 比 meets its base, and 多 its figure."""
_DESCRIBED = re.compile("[\u4e00-\u9fff]{1,8}的")
_LEANING = ("except", "beyond", "pointer", "index", "each")
_SAID_OF_EACH = (
    "figure",
    "copula",
    "to",
    "hedge",
    "than",
    "compare",
    "record",
    "first",
    "base",
    *MOVES,
)
_COMPARED = ("close", "same", "up", "down", "more")
_PLAIN_COMPARISONS = ("比", "than", "against", "compared with", "compared to")
_COMPARISONS = ("compare", "close", "than", "hedge")
_MEANS = ("average", "mean")
_EXCEEDING = ("高出", "多出", "超出")


class Taker:
    """Take the tokens of one draft's clauses."""

    def __init__(self, published: Published, text: str, default: int) -> None:
        self._text, self._default = text, default
        self._regions = RegionTaker(published, text)
        self._city, self._districts = published.city, published.districts
        self.times = TimeTaker(text, default)

    def _of(self, token: Token) -> str:
        return self._text[token.start : token.end]

    def _next(self, clause: Clause, place: int) -> Token | None:
        return clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None

    # -- words and tokens ------------------------------------------------------

    def add(self, clause: Clause, words: str) -> None:
        """Add words that no token covers to the subject, the base or the whole."""
        if not words.strip():
            return
        if clause.role == "except":
            return
        if clause.role == "base" and clause.base is None:
            clause.base_words += words
        elif clause.role == "whole":
            clause.whole_words += words
        elif clause.role == "divisor":
            clause.divisor_words += words
        else:
            clause.words += words

    def take(self, clause: Clause, token: Token, place: int) -> None:
        """Take one token that is no figure into a clause."""
        following = self._next(clause, place)
        if any(token is each for each in clause.taken):
            return
        if token.kind == "aside":
            clause.relative = clause.relative or token.value == "titled"  # 根据2023年印发的方案
            return
        if token.kind in _TAKEN_TIMES:
            self.times.take(clause, token, following)
        elif token.kind in _PLACES:
            self._place(clause, token, place)
        elif token.kind in _LEANING:
            self._leaning(clause, token, place)
        elif token.kind in _COMPARISONS:
            self._comparison(clause, token, place, following)
        elif token.kind in ("up", "down", "from") and not self._stands(clause, token, following):
            self.add(clause, self._of(token))
        elif token.kind == "at" and token.end - token.start == 1 and not _ranks(token, following):
            self.add(clause, self._of(token))  # 排查
        elif token.kind == "from":
            clause.role = "from"
            clause.cues["from"] = token
        elif token.kind == "to" and self._only_reaches(clause, token, place):
            return
        elif token.kind == "to" and _adjoins_move(token, following):
            return  # 转为下降5.5%
        else:
            self._cue(clause, token, following)

    def _leaning(self, clause: Clause, token: Token, place: int) -> None:
        """Take 除…外, 前者, 均 and 为100, which lean on other words."""
        later = clause.tokens[place + 1 :]
        between = self._text[token.end : later[0].start] if later else ""
        near = bool(later) and (len(between) <= 1 or not bare_of_light(between))  # 全部实现增长
        if token.kind == "except" and any(each.kind == "beyond" for each in later):
            clause.role = "except"
        elif token.kind == "beyond" and clause.role == "except":
            clause.role = "subject"
        elif token.kind == "pointer":
            times = near and later[0].figure is not None and later[0].figure.unit == "倍"
            point(clause, token, based=clause.role == "base" or times)
        elif token.kind == "index":
            based = clause.base.year if clause.base else None
            clause.index = clause.years[-1] if clause.years else based
            clause.years, clause.base, clause.role = clause.years[:-1], None, "subject"
        elif token.kind == "each" and near and later[0].kind in _SAID_OF_EACH:
            clause.cues["each"] = token
        else:
            self.add(clause, self._of(token))

    def _comparison(
        self, clause: Clause, token: Token, place: int, following: Token | None
    ) -> None:
        """Take a word that begins a base or ends one, or says how near a multiple comes."""
        match token.kind:
            case "compare":
                self._compare(clause, token, place)
            case "close":
                self._close(clause, token, following)
            case "than":
                self._than(clause, token, following)
            case _:
                self._hedge(clause, token, place, following)

    def _cue(self, clause: Clause, token: Token, following: Token | None) -> None:
        """Take a word that says what the figures behind it are."""
        if token.kind == "same" and clause.base is None and len(clause.span) == _PAIR:
            self._close_behind(clause)  # 2024年与2023年持平
        if token.kind in _MEANS and clause.role == "base":
            self._average(clause, token)  # 比三年平均水平低
            return
        clause.role = "whole" if token.kind == "share" else "subject"
        known = clause.words or clause.scene.metrics
        if token.kind == "copula" and known and self._leads_to_multiple(clause, token):
            clause.role = "base"  # 长期任务是阶段性任务的6.6倍
        if token.kind == "mean" and not token.value:
            clause.role = "divisor"
        if token.kind in MOVES and clause.moved:
            clause.cues = {k: cue for k, cue in clause.cues.items() if cue not in clause.moved}
            clause.moved = ()
        clause.cues.setdefault(token.kind, token)
        if token.kind == "most" and clause.cues["most"].value != token.value:
            clause.cues["extremes"] = token
        if self._of(token) in _EXCEEDING and _adjoins(token, following):
            clause.role = "base"  # 高出上年2.5个百分点

    def _leads_to_multiple(self, clause: Clause, token: Token) -> bool:
        """Return whether a metric and its multiple stand behind a copula."""
        for each in clause.tokens:
            if each.start < token.end:
                continue
            if each.kind != "metric":
                multiple = each.figure is not None and each.figure.unit == "倍"
                words = self._text[token.end : each.start]
                return multiple and words.endswith("的") and len(words) > _PAIR
        return False

    def _average(self, clause: Clause, token: Token) -> None:
        """Take an average of years or districts as the base."""
        scene, base, count = clause.scene, clause.base, clause.recent or clause.count
        regions = base.regions if base else ()
        clause.bases, clause.role, clause.recent, clause.count = (), "subject", 0, 0
        if token.value not in ("", "year", "region") or (base and base.metrics):
            clause.base = Base(unclear=True)
        elif regions or token.value == "region":
            all_of_them = set(regions) in ({self._city}, set(self._districts), set())
            clause.base = Base(average="region") if all_of_them else Base(unclear=True)
        elif count > 1 or scene.window:
            clause.base = Base(average="year", years=count if count > 1 else len(scene.window))
        elif (scene.collective or clause.regions) and not (base and base.is_time):
            clause.base = Base(average="region")
        else:
            clause.base = Base(unclear=True)

    def _than(self, clause: Clause, token: Token, following: Token | None) -> None:
        """Begin a base behind 高于, where a time or a place follows; else it is a qualifier."""
        metric = following is not None and following.kind == "metric"
        if metric and "rate" in {each.kind for each in clause.tokens}:
            clause.base = Base(unclear=True)  # 高于隐患增速15.1个百分点
        if not _adjoins(token, following):
            self.add(clause, self._of(token))
            return
        clause.role = "base"
        clause.cues.setdefault(token.value, replace(token, kind=token.value))

    def _hedge(self, clause: Clause, token: Token, place: int, following: Token | None) -> None:
        """Take 接近 as the qualifier of the multiple behind its base: 接近2020年的五倍."""
        later = next((each.figure for each in clause.tokens[place + 1 :] if each.figure), None)
        if following and following.start == token.end and following.kind in MULTIPLIED:
            clause.cues["hedge"] = token  # 几乎翻番
        elif later is not None and (later.unit == "倍" or token.value == "at_least"):
            clause.cues.setdefault("hedge", token)
        elif self._is_part_of_city(clause, place):
            clause.cues["hedge"] = token  # 不足全市的两成
        elif self._is_part_of_base(clause, place):
            clause.role = "base"  # 不到2019年的五成
            clause.cues |= {"hedge": token, "copula": token}
        elif (
            token.value == "more_than"
            and following
            and following.kind == "region"
            and (following.start == token.end and later is None)
        ):
            clause.role = "base"  # 超过桐荫区居全市首位
        elif token.value == "more_than" and later is not None and _adjoins(token, following):
            self._than(clause, replace(token, value="up"), following)

    def _is_part_of_city(self, clause: Clause, place: int) -> bool:
        pair = clause.tokens[place + 1 : place + 3]
        return len(pair) == _PAIR and pair[0].kind == "city" and self._regions.leads_to_part(*pair)

    def _is_part_of_base(self, clause: Clause, place: int) -> bool:
        """Return whether a year and a share stand behind a word: 2019年的五成."""
        pair = clause.tokens[place + 1 : place + 3]
        if len(pair) < _PAIR or pair[0].kind not in (*TIMES, "region") or not pair[1].figure:
            return False
        adjoins = pair[0].start == clause.tokens[place].end
        between = self._text[pair[0].end : pair[1].start]
        return adjoins and between == "的" and is_part(pair[1].figure)

    def _only_reaches(self, clause: Clause, token: Token, place: int) -> bool:
        """Return whether 达 goes with a word of change: 增长达27.2%."""
        before = clause.tokens[place - 1] if place else None
        near = before is not None and token.start - before.end <= 1
        return bool(near and before and before.kind in ("up", "down", "rate") and not token.value)

    def _stands(self, clause: Clause, token: Token, following: Token | None) -> bool:
        """Return whether a short word of change, or 从, is one at its place."""
        if token.kind == "from" and token.value:
            return True
        if token.kind == "from":
            near = following is not None and following.start - token.end <= 2
            return near and following is not None and following.kind in (*TIMES, "figure")
        if token.end - token.start > 1:
            return True
        near = following is not None and following.start - token.end <= _REACH
        before = clause.scene.base.is_time and not clause.scene.spent  # 较2019年，事故少发生17起
        compared = clause.base is not None or clause.role == "base" or before
        kinds = ("figure", "to", "metric") if compared else ("figure", "to")
        if not near or following is None or following.kind not in kinds:
            return False
        return compared or not bare_of_light(clause.words[-2:]) or not clause.words

    def _compare(self, clause: Clause, token: Token, place: int) -> None:
        """Begin a base, where one follows; else 与 joins regions, and 较 is a word's part."""
        if self._text.startswith("同期", token.start):
            return
        rest = clause.tokens[place + 1 :]
        following = rest[0] if rest else None
        if self._of(token) == "较之" and not _begins(following):
            clause.base = base_of_that_year(clause)  # 2024年较之下降
            return
        reach = 0 if following is None else following.start - token.end
        if clause.role == "base" and clause.base is not None and not _begins(following):
            clause.role = "subject"  # 与2022年比
            return
        if following is None and len(clause.span) == _PAIR and clause.role != "base":
            self._close_behind(clause)
            return
        joins = self._of(token) in ("与", "同", "跟")
        moved = any(each.kind in _COMPARED for each in rest) or _ends_in_comparison(rest)
        if moved and not joins and reach == 0 and (ranked := self._ranked(token, rest)):
            clause.role, clause.taken = "base", ranked  # 比全市第二的青屿区多534次
            return
        if (moved or self._of(token) == "和") and (described := self._described(token, rest)):
            clause.role, clause.taken = "base", described  # 比历史上次高的2022年还多
            return
        if following is None or reach > _REACH or not _begins(following):
            if moved and self._of(token) in _PLAIN_COMPARISONS and clause.words:
                clause.role = "base"
            else:
                self.add(clause, self._of(token))
            return
        together = clause.regions and following.kind == "region"
        closed = any(each.kind == "close" for each in rest) or _ends_in_comparison(rest)
        if joins and (not moved or (together and not closed)):
            return
        clause.role = "base"

    def _described(self, token: Token, rest: Sequence[Token]) -> tuple[Token, ...]:
        """Return the tokens up to a year that words behind 比 describe: 历史最高的2020年."""
        place = next((n for n, each in enumerate(rest) if each.kind == "year"), None)
        if place is None or not _DESCRIBED.fullmatch(self._text, token.end, rest[place].start):
            return ()
        return tuple(rest[:place]) or (token,)

    def _ranked(self, token: Token, rest: Sequence[Token]) -> tuple[Token, ...]:
        """Return the words of rank that describe the region behind them: 全市第二的青屿区."""
        words, at = list[Token](), token.end
        for each in rest:
            if self._text[at : each.start] not in ("", "的"):
                break
            if each.kind == "region" and any(word.kind in SCOPE_WORDS for word in words):
                return tuple(words)
            if each.kind not in (*SCOPE_WORDS, "share", "rate", "city", "districts", "at"):
                break
            words.append(each)
            at = each.end
        return ()

    def _close(self, clause: Clause, token: Token, following: Token | None) -> None:
        """End a base at 相比; before a year 相比 begins one, behind 以2020年 it is one."""
        reach = self._text[token.end : following.start] if following else "、"
        near = len(reach) <= 1 and reach != "、"  # 以2015年为起点、2025年为终点
        if clause.role != "base" and near and following and following.kind in (*TIMES, "region"):
            clause.role = "base"
            return
        if clause.role != "base":
            self._close_behind(clause)
        clause.role = "subject"

    def _close_behind(self, clause: Clause) -> None:
        """Take the year that was named last as the base: 2024年与2022年相比."""
        if len(clause.span) == _PAIR:
            clause.years.append(clause.span[0])
            clause.base, clause.span = Base(year=clause.span[1]), ()
        elif clause.years:
            clause.base = Base(year=clause.years.pop())

    # -- places and metrics ----------------------------------------------------

    def _place(self, clause: Clause, token: Token, place: int) -> None:
        if token.kind == "metric":
            self._metric(clause, token)
        elif token.kind == "target":
            clause.cues.setdefault("target", token)
            clause.role = "subject"
        elif token.kind == "outside":
            if clause.role == "base":
                clause.base = Base(outside=True)
            elif not clause.metrics and (token.value or not clause.words):
                clause.outside = True
            else:
                self.add(clause, self._of(token))
        else:
            following = self._next(clause, place)
            based = clause.role == "base" or is_base_of_ratio(clause, token, following)
            self._regions.take(clause, token, place, based=based)

    def _metric(self, clause: Clause, token: Token) -> None:
        known = bool(clause.metrics or clause.words or clause.scene.metrics)
        if clause.role == "base" and clause.base is None and known:
            clause.base_metrics.append(token)
        elif clause.role == "divisor":
            clause.divisor_words += self._of(token)
            clause.role = "subject"  # 平均每起立案处罚罚没4.35万元
        elif clause.role == "whole":
            clause.whole_words += self._of(token)
            clause.base_metrics.append(token)
        else:
            clause.metrics.append(token)
            clause.words += self._of(token)


def _ranks(token: Token, following: Token | None) -> bool:
    """Return whether a rank, or where it is held, stands right behind a word."""
    near = following is not None and following.start - token.end <= 1
    return near and following is not None and following.kind in (
        *SCOPE_WORDS, "region", "city", "districts")  # fmt: skip


def _adjoins_move(token: Token, following: Token | None) -> bool:
    near = following is not None and following.start == token.end
    return near and following is not None and following.kind in MOVES


def _adjoins(token: Token, following: Token | None) -> bool:
    """Return whether a time or place stands right behind a word of comparison."""
    return following is not None and following.start == token.end and following.kind in (
        *TIMES, *_MEANS, "years", "districts", "region", "city", "outside", "others")  # fmt: skip


def _begins(token: Token | None) -> bool:
    """Return whether a token may begin a base."""
    kinds = (*TIMES, *_PLACES, *_MEANS, "years", "pointer")
    return token is not None and token.kind in kinds


def _ends_in_comparison(rest: Sequence[Token]) -> bool:
    """Return whether a clause ends in 比: 2024年与2022年比."""
    return bool(rest) and rest[-1].kind == "compare"
