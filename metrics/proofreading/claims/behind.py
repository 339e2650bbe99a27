"""Read what stands behind a figure and belongs to it: its metric, its base, its region.

三倍于2013年, 5.2%的降幅, 每天近23次演练, 三成以上的演练由望潮区开展.
"""

import re
from dataclasses import replace

from metrics.proofreading.claims.kinds import MOVES
from metrics.proofreading.claims.naming import Namer
from metrics.proofreading.claims.scene import Base, Claim, Clause, Scene
from metrics.proofreading.claims.times import base_of_that_year
from metrics.proofreading.claims.tokens import Token
from metrics.proofreading.claims.words import bare_of_light

UNNAMED = ("share", "points", "multiple")
"""Families of units that count nothing."""
_FEW_TOKENS = 3
_OUT_OF = re.compile(r"每\d+[\u4e00-\u9fff]{1,2}?([\u4e00-\u9fff]{2,12})中")
_RUN_OF_WORDS = re.compile("[\u4e00-\u9fff]*")
_OF_CHANGE = re.compile("的(?:速度|幅度|比例|增速|水平)?")


class BehindReader:
    """Read what stands behind the figures of one draft."""

    def __init__(self, namer: Namer, text: str) -> None:
        self._namer, self._text = namer, text

    def take_metric(self, clause: Clause, token: Token, place: int) -> None:
        """Take the metric behind a derived figure: 平均每月10次综合应急演练."""
        figure, rest = token.figure, clause.tokens[place + 1 :]
        if inside := _OUT_OF.match(figure.printed if figure else ""):
            clause.words += inside[1]  # 每10次演练中有4次
        own = clause.metrics or len(bare_of_light(clause.words)) > 1
        if own or not clause.cues or figure is None or figure.family in UNNAMED or not figure.unit:
            return
        first = rest[0] if rest else None
        words = _RUN_OF_WORDS.match(
            self._text, token.end, first.start if first else len(self._text)
        )
        behind = words[0].removeprefix("的") if words else ""
        if first and first.metric and not behind:
            clause.metrics.append(first)
            clause.words, clause.taken = clause.words + first.value, (*clause.taken, first)
        elif behind and self._namer.surely(behind, figure.unit):
            clause.words += behind

    def take_change(self, clause: Clause, token: Token, place: int) -> None:
        """Take a word of change that stands behind its figure: 5.2%的降幅."""
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        if following is None or following.kind not in ("rate", "up", "down"):
            return
        between = self._text[token.end : following.start]
        if _OF_CHANGE.fullmatch(between) and not set(clause.cues) & set(MOVES):
            clause.cues[following.kind], clause.taken = following, (following,)

    def based(self, clause: Clause, token: Token, place: int, scene: Scene) -> Scene:
        """Take the year or region that stands behind a multiple: 三倍于2013年."""
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        if self._text[: token.start].endswith("其") and scene.base == Base():
            return replace(scene, base=base_of_that_year(clause))  # 2024年是其2.7倍
        multiple = token.figure is not None and token.figure.unit == "倍"
        if following is None or not multiple or following.kind not in ("year", "ago", "region"):
            return scene
        if self._text[token.end : following.start] != "于":
            return scene
        clause.taken = (*clause.taken, following)
        if following.region:
            return replace(scene, base=Base(regions=(following.region,)))
        year = following.years[0] if following.years else None
        return replace(scene, base=Base(year=year, ago=0 if year else following.number or 1))

    def located(self, claim: Claim, clause: Clause, place: int) -> Claim:
        """Return a share whose region stands behind it: 三成以上的演练由望潮区开展."""
        behind, regions = list[Token](), list[str]()
        for each in clause.tokens[place + 1 :]:
            if each.kind == "region":
                regions.append(each.region)
            elif regions or len(behind) > _FEW_TOKENS:
                break
            else:
                behind.append(each)
        first = next((each for each in clause.tokens[place + 1 :] if each.kind == "region"), None)
        lies = bool(behind) and behind[-1].kind in ("lies", "from")
        at = behind[-1].start if lies else first.start - 1 if first else claim.end
        if first is None or not (lies or self._text[first.start - 1] == "在"):
            return claim
        words = self._text[claim.end : at]
        named = self._namer.named(words, [each for each in behind if each.kind == "metric"])
        scene = replace(claim.scene, regions=tuple(regions), metrics=named or claim.scene.metrics)
        return replace(claim, kind="share", scene=replace(scene, unknown=""))
