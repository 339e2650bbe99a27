"""Take the regions of a clause: as its subject, its base, or the whole of a share.

三地 are all districts or those just named, 其余两地 those not named, 两县 those of one kind.
"""

import re
from dataclasses import replace

from metrics.proofreading.claims.kinds import is_part
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.scene import Base, Clause
from metrics.proofreading.claims.tokens import KINDS_OF_DISTRICT, Token
from metrics.proofreading.claims.words import joining

SCOPE_WORDS = ("record", "most", "rank", "fastest", "top")
_OURS = re.compile("[我本](?P<kind>区|县|镇|乡)(?![域内间划])")
_WITHIN = ("在", "于")


def home_of(text: str, published: Published) -> tuple[str, ...]:
    """Return the district that 我县 means in a draft, or one without a name."""
    ours = _OURS.search(text)
    if ours is None or published.city != published.own or published.own.endswith(ours["kind"]):
        return ()
    alike = [each for each in published.districts if each.endswith(ours["kind"])]
    named = [each for each in alike if text.startswith(each, ours.end() + 1)]
    named = named or [each for each in alike if each in text]
    return (named[0],) if len(named) == 1 else ("",)


class RegionTaker:
    """Take the regions of one draft's clauses."""

    def __init__(self, published: Published, text: str) -> None:
        self._published, self._text = published, text

    def take(self, clause: Clause, token: Token, place: int, *, based: bool) -> None:
        """Take a region as the subject, the base or the whole."""
        districts = self._published.districts
        named: tuple[str, ...] = (token.region,) if token.kind == "region" else districts
        if token.kind == "city":
            named = (self._published.city,)
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        if token.kind == "others":
            named = self._others(clause, token.number)
        if clause.role == "except":
            clause.excluded = (*clause.excluded, *named)
            return
        leads = clause.role != "base" and self.leads_to_part(token, following)
        if token.kind == "city" and leads:
            clause.whole = named  # 不足全市的两成
            return
        if based:
            if token.kind == "city" and clause.role != "base":
                clause.whole = named
            else:
                before = clause.base.regions if clause.base else ()
                if before == (self._published.city,):
                    before = ()  # 比全市平均的青屿区: the city only says where
                clause.base = replace(clause.base or Base(), regions=(*before, *named))
        elif clause.role == "whole":
            clause.whole = (*clause.whole, *named)
        elif token.kind == "districts":
            self._districts(clause, token, place)
        else:
            self._subject_region(clause, token, named, place)

    def leads_to_part(self, token: Token, following: Token | None) -> bool:
        """Return whether a share of a place stands right behind it: 全市的两成."""
        if following is None or following.figure is None or not is_part(following.figure):
            return False
        return self._text[token.end : following.start] in ("", "的")

    def _others(self, clause: Clause, number: int) -> tuple[str, ...]:
        """Return the districts not yet named; unknown ones where their number is another."""
        regions = [*_excluded(clause)] or clause.regions or [
            *clause.scene.regions, *self._earlier_regions(clause)]  # fmt: skip
        rest = tuple(each for each in self._published.districts if each not in regions)
        return rest if number in (0, len(rest)) else ("",) * number

    def _earlier_regions(self, clause: Clause) -> tuple[str, ...]:
        """Return the districts whose figures the sentence has stated."""
        named = (each for _, its in clause.scene.trail for each in its)
        return tuple(each for each in dict.fromkeys(named) if each != self._published.city)

    def _districts(self, clause: Clause, token: Token, place: int) -> None:
        """Take 三地 as all districts, or as a word for those that were just named."""
        later = clause.tokens[place + 1 :]
        of_each = any(each.kind == "each" for each in later)
        if any(each.kind in SCOPE_WORDS for each in later) and not of_each:
            return
        named_whole = self._text[token.start].isascii() and not {"total", "mean"} & set(clause.cues)
        if named_whole and not any(each.kind in ("total", "mean") for each in later):
            return  # Wangchao led the three districts
        left = tuple(each for each in self._published.districts if each not in _excluded(clause))
        everywhere = token.number in (0, len(left))
        if later and later[0].kind == "among" and later[0].start == token.end and everywhere:
            clause.whole = left  # 三地之中，望潮区占39.4%
            return
        before = clause.tokens[place - 1] if place else None
        if before and before.kind in SCOPE_WORDS and before.end == token.start and clause.regions:
            return  # 桐荫区连续四年领跑四地
        named = len(clause.regions)
        if named == token.number == 1:
            return  # 东屏区一地
        if named > 1 and token.number in (0, named):
            return
        earlier = self._earlier_regions(clause)
        if not named and 1 < token.number == len(earlier):
            clause.regions = list(earlier)  # 北岚区4376家次、鹿港区3935家次，两区合计
        elif everywhere:
            clause.collective = True
            clause.regions = list(left)
        else:
            kind = self._text[token.end - 1 : token.end]
            alike = [each for each in self._published.districts if each.endswith(kind)]
            one_kind = kind in KINDS_OF_DISTRICT and len(alike) == token.number
            clause.regions = alike if one_kind else [""] * token.number  # 两县

    def _subject_region(
        self, clause: Clause, token: Token, named: tuple[str, ...], place: int
    ) -> None:
        later = clause.tokens[place + 1 :]
        inside = clause.regions and self._text[token.start - 1 : token.start] in _WITHIN
        if token.kind == "city" and inside:
            clause.whole = named  # 望潮区在全市演练总量中占39.4%
            return
        if token.kind == "city" and any(each.kind in SCOPE_WORDS for each in later):
            if not any(each.kind == "figure" for each in later) and clause.regions:
                return
            if later and later[0].kind in SCOPE_WORDS:
                return
        previous = clause.tokens[place - 1] if place else None
        if previous and previous.kind == "compare" and place > 1:
            previous = clause.tokens[place - 2]
        joined = previous is not None and previous.kind == "region"
        if joined and previous is not None:
            between = self._text[previous.end : token.start].strip()
            joined = between in ("", *joining())
        if not joined:
            clause.regions = []
        clause.collective = False
        clause.regions += named


def _excluded(clause: Clause) -> tuple[str, ...]:
    """Return the districts that 除…外 leaves out."""
    return clause.excluded or clause.scene.excluded
