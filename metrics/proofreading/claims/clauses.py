"""Read the tokens of a draft as claims: clause by clause, figure by figure.

Within a clause the words before a figure say what it is: behind 比 or 较 stands the base, behind 占
the whole, behind 从 where something began. What a clause leaves out it has from the clause before.
"""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from metrics.model.series import SHARE_UNITS
from metrics.proofreading.claims.asides import times_in_place
from metrics.proofreading.claims.behind import UNNAMED, BehindReader
from metrics.proofreading.claims.kinds import BASED, MOVES, bare_claims, figure_kind, is_part
from metrics.proofreading.claims.listed import (
    its_own,
    listed_with,
    of_unit,
    summed,
    told_together,
)
from metrics.proofreading.claims.naming import Namer
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.regions import home_of
from metrics.proofreading.claims.scene import Base, Claim, ClaimKind, Clause, Scene
from metrics.proofreading.claims.settling import Settler, moves, passed
from metrics.proofreading.claims.taking import Taker
from metrics.proofreading.claims.times import TIMES
from metrics.proofreading.claims.tokens import Token
from metrics.prose import TextFigure


class ClaimReader:
    """Read the claims of one draft."""

    def __init__(self, published: Published, text: str, default: int) -> None:
        self._published, self._text, self._default = published, text, default
        self._taker = Taker(published, text, default)
        self._namer = Namer(published)
        self._settler = Settler(self._namer, default, home_of(text, published))
        self._behind = BehindReader(self._namer, text)

    def read(self, tokens: Sequence[Token]) -> Iterator[Claim]:
        """Yield the claims of a draft in the order of their words."""
        if any(each.kind == "now" and each.value for each in tokens):
            self._taker.times.last_year = self._default - 1
        scene, clause, start, lead = Scene(), list[Token](), 0, None
        opened: Scene | None = None
        for token in (
            *times_in_place(tokens),
            Token(len(self._text), len(self._text), "end", "\n"),
        ):
            if token.kind not in ("comma", "end"):
                clause.append(token)
                continue
            scene = yield from self._clause(clause, scene, (start, token.start))
            clause, start = [], token.end
            if token.value in _OPENS:
                opened = scene
            elif token.value in _CLOSES and opened is not None:
                scene, opened = scene.behind_brackets(opened), None
            if token.kind == "end":
                opened = None
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
                yield from bare_claims(clause.cues, self._settler.settled(clause))
                clause.cues, clause.regions = {}, []
            if token.kind == "figure":
                yield self._figure(clause, token, place)
            else:
                self._taker.take(clause, token, place)
            at = max(at, token.end)
        self._taker.add(clause, self._text[at : span[1]])
        settled = self._settler.settled(clause)
        settled = settled.having(moves=moves(clause, settled))
        claims = list(bare_claims(self._ordering(clause, settled), settled))
        yield from claims
        if not claims and not clause.figures:
            if not settled.words and not clause.regions:  # 2020年至2024年，
                settled = replace(settled, regions=scene.regions, earlier=scene.earlier)
            settled = passed(scene, settled).having(of_rate="rate" in clause.cues)
            parts = told_together(clause, self._namer.named)
            if parts:
                settled = replace(settled, trail=tuple((each, ()) for each in parts))
            led = [each for each in ("share", "order") if each in clause.cues]
            if led:  # 占全市的比重依次为：桐荫区36.2%
                settled = replace(settled, carried={led[0]: clause.cues[led[0]]})
        if any(each.kind == "growth-rank" and each.sign > 0 for each in claims):
            settled = replace(settled, of_rate=True)  # 松岭县增幅最大，达31.2%
        if clause.before_that:  # 上年为118项，
            settled = settled.of_the_year(scene)
        if clause.aside:  # 扭转了2023年下滑0.8个百分点的局面，
            settled = replace(settled, year=scene.year, here=scene.here, topic=scene.topic)
        return settled.having(among=bool(tokens) and tokens[-1].kind == "among")

    def _ordering(self, clause: Clause, settled: Scene) -> dict[str, Token]:
        """Return a clause's cues, with the order that was to follow: 由高到低：望潮区、青屿区."""
        order = clause.scene.carried.get("order")
        told = set(clause.cues) - {"apart", "copula"} or clause.figures or not clause.regions
        if order is None or told:
            return clause.cues
        named = [each for each in clause.tokens if each.kind == "region"]
        if settled.words or len(named) < 2:
            return clause.cues
        return {"order": replace(order, start=named[0].start, end=named[-1].end)}

    def _ends_item(self, before: Token, token: Token) -> bool:
        """Return whether a rank ends an item of a list: 望潮区第一、青屿区第二."""
        return before.kind in _RANKS and self._text[before.end : token.start].strip() == "、"

    def _figure(self, clause: Clause, token: Token, place: int) -> Claim:
        """Return the claim of a figure, and make the clause ready for the next."""
        figure = token.figure
        assert figure is not None
        named = "english" in figure.rules and figure.family not in UNNAMED
        before = self._text[: token.start].rstrip(_SPACES)
        led = before.endswith((":", "\t")) and bool(clause.scene.metrics)
        if named and not led:  # Rotation training: 1,988 sessions
            clause.words += f" {figure.metric}"
        else:
            self._behind.take_metric(clause, token, place)
        if figure.unit in _MULTIPLES and clause.count > 1:
            clause.recent = clause.recent or clause.count  # 五年翻了一番
        scene = self._settler.settled(clause, figure.unit if figure.family not in UNNAMED else "")
        listed = listed_with(clause.tokens, place, self._text)
        if not clause.cues and (clause.base is not None or listed.number):
            clause.cues = dict(clause.before)  # up 27.2% from 2023 and 115.5% from 2020
        self._behind.take_change(clause, token, place)
        scene = self._behind.based(clause, token, place, scene)
        cues = self._signed(clause, scene, token) or self._cues(clause, scene, token)
        own = of_unit(its_own(clause, scene, listed, self._namer.named), figure)
        own = summed(clause, own, self._namer.named)
        claim = figure_kind(cues, own, token)
        if claim.kind == "total" and own.regions != scene.regions:
            scene = scene.having(regions=own.regions, carried_regions=False)  # 两者相加，占全市的
        claim = self._placed(claim, clause, token, place)
        clause.goal = token if claim.kind == "target" else None
        base = self._made_base(clause, token, place)
        clause.aside = self._text[token.end : token.end + 1] == "的" and base is None
        scene = scene.having(spent=scene.spent or claim.kind in BASED)
        outer = clause.scene
        clause.before_that = clause.relates and claim.kind == "level" and not clause.cues.get("to")
        self._pass_figure(clause, _having_stated(scene, claim, token))
        if base is not None:
            clause.scene = replace(clause.scene, year=outer.year, here=outer.here, base=base)
        return claim

    def _placed(self, claim: Claim, clause: Clause, token: Token, place: int) -> Claim:
        """Return a claim as what stands before and behind its figure leaves it."""
        figure = token.figure
        assert figure is not None
        of_base = claim.kind in ("level", "total", *BASED) and "hedge" not in claim.cues
        if of_base and self._of_base(clause, token, place):
            if not claim.scene.words and clause.tokens[place + 1 : place + 2]:
                doubtful = clause.tokens[place + 1].kind == "close"  # 与上年的4个相比，预案多出4个
                claim = replace(claim, scene=replace(claim.scene, doubtful=doubtful))
            claim = replace(claim, kind="unclear" if figure.unit == "百分点" else "level-before")
        if claim.kind == "share" and self._of_base(clause, token, place):
            return _of_base_year(claim, 0)  # 占比较2021年的86.0%上升4.0个百分点
        if claim.kind in _OF_OTHERS and self._of_base_region(clause, token, place):
            return _of_others(claim)
        if claim.kind == "growth" and (rate := self._rate_of_base(clause, token, place)):
            return _of_base_year(claim, -1 if rate.value == "down" else 1)
        if is_part(figure) and (claim.kind == "level" or not clause.regions):
            claim = self._behind.located(claim, clause, place)
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        behind = self._text[token.end : following.start] if following else ""
        if claim.kind == "level" and behind == "在" and following and following.region:
            scene = replace(claim.scene, regions=(following.region,))  # 有6.5万人次在长堤区
            claim = replace(claim, scene=scene)
        if claim.kind == "between" and self._text[token.start - 1] == "的":
            claim = replace(claim, kind="unclear")  # 少于两区之和的398场次
        return claim

    def _signed(self, clause: Clause, scene: Scene, token: Token) -> dict[str, Token]:
        """Return the cue of a rate that only has a sign: 9105家次，+10.2%."""
        figure, counted = token.figure, bool(scene.metrics)
        assert figure is not None
        sign = figure.printed[:1] + self._text[token.start - 1 : token.start]
        bare = not set(clause.cues) - {"copula"} and not scene.words and not clause.years
        if figure.unit != "%" or not bare or not counted or not _SIGN.search(sign):
            return {}
        if scene.metrics[0][0].unit in SHARE_UNITS:
            return {}
        return {"rate": replace(token, kind="rate", value="up")}

    def _cues(self, clause: Clause, scene: Scene, token: Token) -> dict[str, Token]:
        """Return the cues of a figure, also those that it leaves out."""
        assert token.figure is not None
        goal = clause.goal if is_part(token.figure) else None
        if goal and self._text[goal.end : token.start] == "的":
            return {"target": goal}  # 年计划12000家次的118.4%
        if clause.goal and set(clause.cues) & set(MOVES):
            return {"target": clause.goal, **clause.cues}  # 较目标92.5%高1.3个百分点
        return _repeated(clause, scene, token.figure)

    def _of_base(self, clause: Clause, token: Token, place: int) -> bool:
        """Return whether a figure is the base's own: 低于上年的3000台."""
        before = next(
            (each for each in reversed(clause.tokens[:place]) if each.kind in TIMES), None
        )
        assert token.figure is not None
        return (
            before is not None
            and clause.role == "base"
            and clause.base is not None
            and clause.base.is_time
            and token.figure.unit not in ("倍", "番")
            and self._text[before.end : token.start].startswith("的")
        )

    def _rate_of_base(self, clause: Clause, token: Token, place: int) -> Token | None:
        """Return the word behind the rate of change of a base: 高于2023年15.7%的增幅."""
        before = clause.tokens[place - 1] if place else None
        rate = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        if before is None or before.kind not in TIMES or clause.role != "base":
            return None
        if rate is None or rate.kind != "rate" or self._text[token.end : rate.start] != "的":
            return None
        return rate if self._text[before.end : token.start] in ("", "的") else None

    def _of_base_region(self, clause: Clause, token: Token, place: int) -> bool:
        """Return whether a figure is that of the base's region: 高于全市的27.2%."""
        before = clause.tokens[place - 1] if place else None
        if before is None or before.kind not in ("region", "city") or clause.role != "base":
            return False
        regions = clause.base.regions if clause.base else ()
        return bool(regions) and self._text[before.end : token.start] == "的"

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
            clause.cues = {k: cue for k, cue in clause.cues.items() if k == "short"}
            clause.words, clause.metrics, clause.whole = "", [], ()
            clause.years = []
        clause.whole_words = clause.base_words = clause.divisor_words = ""
        clause.base_metrics, clause.base = [], None


def _of_others(claim: Claim) -> Claim:
    """Return a claim about its base's regions: a rate behind one, else a level."""
    scene, figure = claim.scene, claim.figure.figure if claim.figure else None
    carried = scene.carried
    kind: ClaimKind = (
        "growth" if "growth" in carried else "share" if "share" in carried else "level"
    )
    if figure is None or not is_part(figure):
        kind = "level"
    down = "down" in carried and "up" not in carried
    own = replace(scene, regions=scene.base.regions, base=Base(), carried_regions=False)
    return replace(claim, kind=kind, scene=own, sign=(-1 if down else 1) if kind == "growth" else 0)


def _of_base_year(claim: Claim, sign: int) -> Claim:
    """Return a rate of change as that of its base's own year."""
    scene = claim.scene
    year = scene.base.year_before(scene.year) if scene.year else scene.base.year
    if year is None:
        return replace(claim, kind="unclear")
    return replace(claim, scene=replace(scene, year=year, years=(), base=Base()), sign=sign)


def _having_stated(scene: Scene, claim: Claim, token: Token) -> Scene:
    """Return a scene that knows what a claim has stated."""
    if claim.kind in _REPEATED:
        carried = {k: cue for k, cue in claim.cues.items() if k not in ("hedge", "from")}
        scene = replace(scene, carried={claim.kind: token, **carried})
    if claim.kind == "mean":
        scene = replace(scene, averaged=True)
    if claim.kind in _STATED and token.figure:
        scene = replace(scene, stated=(*scene.stated, token.figure.value))
    subject = (claim.scene.metrics, claim.scene.regions)
    if claim.kind not in _TOLD or subject in scene.trail[-1:]:
        return scene
    return replace(scene, trail=(*scene.trail, subject))


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


_REPEATED = ("growth", "share", "yearly", "ratio")
_OF_OTHERS = ("growth", "difference", "between")
_OPENS, _CLOSES = ("(", "（"), (")", "）")
_STATED = ("level", "level-before")
_RANKS = ("rank", "most", "fastest")
_TOLD = ("level", "difference", "added", "total")
_MULTIPLES = ("番", "倍")
_SPACES = " ≥≤≈<>"
_SIGN = re.compile(r"[+＋\-−－]")
_POINT = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[是、]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、])"
)
_FIRST = re.compile(r"^\W*(?:一[是、)）]|1[.、])")
