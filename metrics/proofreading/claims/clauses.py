"""Read the tokens of a draft as claims: clause by clause, figure by figure.

Within a clause the words before a figure say what it is: behind 比 or 较 stands the base, behind 占
the whole, behind 从 where something began. What a clause leaves out it has from the clause before.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from metrics.model.catalogue import Metric
from metrics.model.series import SHARE_UNITS
from metrics.proofreading.claims.kinds import BASED, MOVES, bare_claims, figure_kind, is_part
from metrics.proofreading.claims.listed import its_own, listed_with, of_unit
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.scene import Base, Claim, Clause, Named, Scene
from metrics.proofreading.claims.taking import Taker
from metrics.proofreading.claims.tokens import Token
from metrics.proofreading.claims.words import bare_of_light, measures
from metrics.prose import TextFigure, unit_names


class ClaimReader:
    """Read the claims of one draft."""

    def __init__(self, published: Published, text: str, default: int) -> None:
        self._published, self._text, self._default = published, text, default
        self._taker = Taker(published, text, default)

    def read(self, tokens: Sequence[Token]) -> Iterator[Claim]:
        """Yield the claims of a draft in the order of their words."""
        if any(each.kind == "now" and each.value for each in tokens):
            self._taker.last_year = self._default - 1
        scene, clause, start, lead = Scene(), list[Token](), 0, None
        for token in (*tokens, Token(len(self._text), len(self._text), "end", "\n")):
            if token.kind not in ("comma", "end"):
                clause.append(token)
                continue
            scene = yield from self._clause(clause, scene, (start, token.start))
            clause, start = [], token.end
            if token.kind == "end":
                scene = Scene() if token.value == "\n" else scene.for_next_sentence()
                if token.value == "\n":
                    lead = None
                if point := _POINT.match(self._text, start):
                    lead = scene.topic if _FIRST.search(point[0]) else lead
                    scene = replace(scene, year=lead, topic=lead)

    def _clause(
        self, tokens: Sequence[Token], scene: Scene, span: tuple[int, int]
    ) -> Generator[Claim, None, Scene]:
        """Yield the claims of one clause; returns the scene that it leaves."""
        clause, at = Clause(scene, tokens, trail=scene.trail), span[0]
        for place, token in enumerate(tokens):
            self._taker.add(clause, self._text[at : token.start])
            if token.kind == "region" and place and self._ends_item(tokens[place - 1], token):
                yield from bare_claims(clause.cues, self._settled(clause))
                clause.cues, clause.regions = {}, []
            if token.kind == "figure":
                yield self._figure(clause, token, place)
            else:
                self._taker.take(clause, token, place)
            at = max(at, token.end)
        self._taker.add(clause, self._text[at : span[1]])
        settled = self._settled(clause)
        claims = list(bare_claims(clause.cues, settled))
        yield from claims
        if not claims and not clause.figures:
            if not settled.words and not clause.regions:  # 2020年至2024年，
                settled = replace(settled, regions=scene.regions, earlier=scene.earlier)
            settled = replace(_passed(scene, settled), of_rate="rate" in clause.cues)
        if any(each.kind == "growth-rank" and each.sign > 0 for each in claims):
            settled = replace(settled, of_rate=True)  # 松岭县增幅最大，达31.2%
        if clause.aside:  # 扭转了2023年下滑0.8个百分点的局面，
            settled = replace(settled, year=scene.year, here=scene.here, topic=scene.topic)
        return replace(settled, among=bool(tokens) and tokens[-1].kind == "among")

    def _ends_item(self, before: Token, token: Token) -> bool:
        """Return whether a rank ends an item of a list: 望潮区第一、青屿区第二."""
        return before.kind in _RANKS and self._text[before.end : token.start].strip() == "、"

    def _named(self, words: str, tokens: Sequence[Token], unit: str = "") -> Named:
        """Return the metrics that words may name, likeliest first."""
        bare = bare_of_light(words)
        found = dict(self._published.named(bare, unit)) if len(bare) > 1 else {}
        if measured := next((word for word in measures() if bare.endswith(word)), ""):
            found = {metric: score for metric, score in found.items() if _says(metric, measured)}
            tokens = [each for each in tokens if each.metric and _says(each.metric, measured)]
        for token in tokens:
            if token.metric is not None:
                whole = len(token.value) / max(len(bare), 1)
                likely = 0.97 if whole > 0.6 else 0.75
                found[token.metric] = max(found.get(token.metric, 0.0), likely)
        return tuple(sorted(found.items(), key=lambda item: -item[1]))

    def _divisor(self, words: str) -> Named:
        """Return what 每场演练 divides by: a metric that counts in the unit named."""
        unit = next((words[:n] for n in (3, 2, 1) if words[:n] in _units()), "")
        return self._named(words[len(unit) :] or words, (), unit) if unit else ()

    def _settled(self, clause: Clause, unit: str = "") -> Scene:
        """Return the scene of a clause so far, with what the clause before had set."""
        before = clause.scene
        metrics = self._named(clause.words, clause.metrics, unit)
        bare = bare_of_light(clause.words)
        # 从96.5%一路攀升至98.1%; 8,317 drills at all levels
        goes_on = clause.figures > 0 and ("to" in clause.cues or bare.isascii())
        unknown = "" if metrics or len(bare) < 2 or goes_on else bare
        spans = bool(clause.recent or clause.span or clause.count > 1)  # 同比增长24.7%，四年翻番
        anew = spans or (bool(clause.years) and before.spent)
        base = clause.base or (Base() if anew else before.base)
        if clause.base_metrics or (clause.base_words and clause.base is None):
            based = self._named(clause.base_words, clause.base_metrics)
            base = replace(clause.base or Base(), metrics=based)
        whole_metrics = self._named(clause.whole_words, clause.base_metrics)
        metrics = metrics or whole_metrics or self._named(clause.divisor_words, (), unit)
        own = bool(metrics or unknown)
        return replace(
            before,
            **self._times(clause),
            regions=tuple(clause.regions) or before.regions or (() if own else before.earlier),
            collective=clause.collective or (before.collective and not clause.regions),
            earlier=() if own else before.earlier,
            mentioned=tuple(dict.fromkeys((*before.mentioned, *clause.regions))),
            metrics=metrics or before.metrics,
            doubtful=before.doubtful and not own,
            base=base,
            spent=before.spent and not clause.base,
            of_rate=before.of_rate and not own,
            whole=clause.whole or (before.whole if before.among else ()),
            whole_metrics=whole_metrics,
            divisor=self._divisor(clause.divisor_words),
            part=clause.part or before.part,
            outside=clause.outside or (before.outside and not clause.regions),
            unknown=unknown or (before.unknown if not metrics else ""),
            words=bare,
        )

    def _times(self, clause: Clause) -> dict[str, Any]:
        """Return the year and years of a clause, and what the sentence has named so far."""
        before, stated = clause.scene, clause.years[-1] if clause.years else None
        year, here = stated or before.year, bool(stated) or before.here
        span, loose = clause.span, clause.loose
        seen = tuple(dict.fromkeys((*before.seen, *clause.years)))
        if clause.recent:
            last = (year if here else None) or self._default
            span, loose = tuple(range(last - clause.recent + 1, last + 1)), True
        if clause.count > 1 and clause.count == len(seen) and not span:
            span, loose = tuple(sorted(seen)), False
        elif clause.count > 1 and clause.count == len(before.years) and not span:
            span, loose = before.years, before.loose
        elif clause.count > 1 and not span and _OVER_YEARS & set(clause.cues):
            last = (year if here else None) or self._default
            span, loose = tuple(range(last - clause.count + 1, last + 1)), True
        carried = () if stated else before.years
        return {
            "year": year,
            "here": here,
            "relative": clause.relative or (before.relative and not stated),
            "anchor": clause.anchor or (0 if stated else before.anchor),
            "topic": stated if stated and not before.trail else before.topic,
            "seen": seen,
            "years": span or carried,
            "loose": loose if span else before.loose,
            "window": span or before.window,
        }

    def _figure(self, clause: Clause, token: Token, place: int) -> Claim:
        """Return the claim of a figure, and make the clause ready for the next."""
        figure = token.figure
        assert figure is not None
        named = "english" in figure.rules and figure.family not in _SHARES
        if named:
            clause.words += f" {figure.metric}"
        if figure.unit in _MULTIPLES and clause.count > 1:
            clause.recent = clause.recent or clause.count  # 五年翻了一番
        scene = self._settled(clause, figure.unit if figure.family not in _SHARES else "")
        listed = listed_with(clause.tokens, place, self._text)
        if not clause.cues and (clause.base is not None or listed.number):
            clause.cues = dict(clause.before)  # up 27.2% from 2023 and 115.5% from 2020
        self._look_behind(clause, token, place)
        cues = self._cues(clause, scene, token)
        own = of_unit(its_own(clause, scene, listed, self._named), figure)
        claim = figure_kind(cues, own, token)
        if claim.kind in BASED and "hedge" not in cues and self._of_base(clause, token, place):
            claim = replace(claim, kind="unclear" if figure.unit == "百分点" else "level-before")
        if is_part(figure) and (claim.kind == "level" or not clause.regions):
            claim = self._located(claim, clause, place)
        if claim.kind == "between" and self._text[token.start - 1] == "的":
            claim = replace(claim, kind="unclear")  # 少于两区之和的398场次
        clause.goal = token if claim.kind == "target" else None
        base = self._made_base(clause, token, place)
        clause.aside = self._text[token.end : token.end + 1] == "的" and base is None
        scene = replace(scene, spent=scene.spent or claim.kind in BASED)
        if claim.kind in _REPEATED:
            carried = {k: cue for k, cue in claim.cues.items() if k not in ("hedge", "from")}
            scene = replace(scene, carried={claim.kind: token, **carried})
        subject = (claim.scene.metrics, claim.scene.regions)
        known = claim.kind not in _TOLD or subject in scene.trail[-1:]
        outer = clause.scene
        self._pass_figure(
            clause, replace(scene, trail=scene.trail if known else (*scene.trail, subject))
        )
        if base is not None:
            clause.scene = replace(clause.scene, year=outer.year, here=outer.here, base=base)
        return claim

    def _cues(self, clause: Clause, scene: Scene, token: Token) -> dict[str, Token]:
        """Return the cues of a figure, also those that it leaves out."""
        assert token.figure is not None
        goal = clause.goal if is_part(token.figure) else None
        if goal and self._text[goal.end : token.start] == "的":
            return {"target": goal}  # 年计划12000家次的118.4%
        return _repeated(clause, scene, token.figure)

    def _look_behind(self, clause: Clause, token: Token, place: int) -> None:
        """Take a word of change that stands behind its figure: 5.2%的降幅."""
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        if following is None or following.kind not in ("rate", "up", "down"):
            return
        between = self._text[token.end : following.start]
        if _OF_CHANGE.fullmatch(between) and not set(clause.cues) & set(MOVES):
            clause.cues[following.kind], clause.taken = following, (following,)

    def _of_base(self, clause: Clause, token: Token, place: int) -> bool:
        """Return whether a figure is the base's own: 低于上年的3000台."""
        before = clause.tokens[place - 1] if place else None
        assert token.figure is not None
        return (
            before is not None
            and clause.role == "base"
            and clause.base is not None
            and clause.base.is_time
            and token.figure.unit not in ("倍", "番")
            and self._text[before.end : token.start] == "的"
        )

    def _made_base(self, clause: Clause, token: Token, place: int) -> Base | None:
        """Return the year of a figure that is a base: 2023年6540次的1.27倍, …的基础上."""
        after = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        if after is None or not clause.years:
            return None
        between = self._text[token.end : after.start]
        times = after.figure is not None and (after.figure.unit == "倍" or is_part(after.figure))
        if (times and between == "的") or (after.kind == "close" and not between):
            return Base(year=clause.years[-1])
        return None

    def _pass_figure(self, clause: Clause, scene: Scene) -> None:
        """Prepare a clause for the words behind a figure, maybe of another subject."""
        clause.scene, clause.role, clause.figures = scene, "subject", clause.figures + 1
        clause.before = {k: cue for k, cue in clause.cues.items() if k in MOVES}
        if "apart" in clause.cues:
            # 分别增长12%、下降3%: what goes before holds until another word of change.
            kept = ("apart", "share", "total", *MOVES)
            clause.cues = {k: cue for k, cue in clause.cues.items() if k in kept}
            clause.moved = tuple(cue for k, cue in clause.cues.items() if k in MOVES)
        else:
            clause.cues, clause.words, clause.metrics, clause.whole = {}, "", [], ()
            clause.years = []
        clause.whole_words = clause.base_words = clause.divisor_words = ""
        clause.base_metrics, clause.base = [], None

    def _located(self, claim: Claim, clause: Clause, place: int) -> Claim:
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
        named = self._named(words, [each for each in behind if each.kind == "metric"])
        scene = replace(claim.scene, regions=tuple(regions), metrics=named or claim.scene.metrics)
        return replace(claim, kind="share", scene=replace(scene, unknown=""))


def _repeated(clause: Clause, scene: Scene, figure: TextFigure) -> dict[str, Token]:
    """Return the cues of a figure, those of the share before where it says no other.

    松岭县增幅为31.2%，望潮区为25.8%: what is left out is what went before.
    """
    says_more = set(clause.cues) - {"copula", "to", "from", *MOVES} or scene.words
    only_moved = set(clause.cues) & set(MOVES) and not {"to", "from"} & set(clause.cues)
    of_share = bool(scene.metrics) and scene.metrics[0][0].unit in SHARE_UNITS
    if says_more or only_moved or of_share or not is_part(figure):
        return clause.cues
    base = {k: cue for k, cue in clause.cues.items() if k == "from"}
    return {**scene.carried, **base} if scene.carried else clause.cues


def _passed(before: Scene, settled: Scene) -> Scene:
    """Return the scene behind a clause without a claim; strong words set its metric."""
    if settled.metrics is not before.metrics and settled.metrics[0][1] >= _STRONG:
        return settled
    if not before.metrics and settled.metrics:
        return replace(settled, doubtful=True)  # 演练在2021年、2022年连续高速增长，增幅…
    other = len(settled.words) >= _TELLING
    return replace(settled, metrics=before.metrics, unknown=before.unknown,
                   doubtful=before.doubtful or (other and bool(before.metrics)))  # fmt: skip


@cache
def _units() -> frozenset[str]:
    return frozenset(unit_names())


def _says(metric: Metric, word: str) -> bool:
    return any(word in name for name in (metric.zh, *metric.aliases))


_OVER_YEARS = {"total", "mean", *MOVES}
_REPEATED = ("growth", "share", "yearly", "ratio")
_RANKS = ("rank", "most", "fastest")
_TOLD = ("level", "difference", "added", "total")
_MULTIPLES = ("番", "倍")
_SHARES = ("share", "points", "multiple")
_FEW_TOKENS, _TELLING, _STRONG = 3, 4, 0.7
_POINT = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[是、]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、])"
)
_FIRST = re.compile(r"^\W*(?:一[是、)）]|1[.、])")
_OF_CHANGE = re.compile("的(?:速度|幅度|比例|增速|水平)?")
