"""Proofread a draft: hold its figures and claims against what is published.

Every figure, and every claim about figures (翻番, 居首位), gets one verdict: supported, rounded
acceptably, differing, unverifiable or not found, with the published figures, their sentence and the
reason. What is published decides, never a guess: another year supports nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from metrics.extraction.known_metrics import KnownAlias
from metrics.i18n import message
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset
from metrics.model.observation import Key
from metrics.proofreading.claims.clauses import ClaimReader
from metrics.proofreading.claims.english import english_figures, in_order, is_latin
from metrics.proofreading.claims.judge import SURE_ENOUGH, judge, undecidable
from metrics.proofreading.claims.published import Published, simplified
from metrics.proofreading.claims.scene import Claim, Scene
from metrics.proofreading.claims.tokens import Lexer, Token
from metrics.proofreading.claims.words import may_mean
from metrics.proofreading.claims.years import draft_years
from metrics.proofreading.doubts import Case, Doubts
from metrics.proofreading.rounding import DIFFERING, NOT_FOUND, ROUNDED, SUPPORTED, UNVERIFIABLE
from metrics.proofreading.rows import column_year, in_row, is_change, is_date
from metrics.proofreading.stated_levels import LevelJudge, Spot
from metrics.proofreading.verdicts import OUTCOMES, Passage, Proofreading, Verdict
from metrics.prose import Page, Rejected, TextFigure, lay_out, read
from metrics.readers.documents import Document
from metrics.store.evidence import Source

_NUMBER, _YEAR = re.compile(r"\d+(?:[.,]\d+)*"), re.compile(r"(?:19|20)\d{2}")
_HAN = re.compile("[\u4e00-\u9fff]{0,10}")
_PARAGRAPHS = ("docx", "html")
"""Kinds of documents whose lines are whole paragraphs."""
_UNSURE, _SURE, _FAR = 0.6, 0.97, 20
"""The likeness of a metric that only the value of a figure named."""
_OFTEN = 50
_OF_WHICH = "of which "
_LEVELS = ("level", "level-before")
_AGREE, _TIED = (SUPPORTED, ROUNDED), (SUPPORTED, ROUNDED, DIFFERING)


def proofread(
    document: Document,
    dataset: Dataset,
    year: int | None = None,
    region: str = "",
    aliases: Mapping[str, KnownAlias] | None = None,
    sources: Mapping[Key, Source] | None = None,
    *,
    progress: Callable[[float], object] | None = None,
) -> Proofreading:
    """Return the verdicts on the figures and claims of a draft.

    A figure whose sentence names a region that has figures is compared with that region's.
    `year` is the one that figures without a year are about, by default that of the draft's title,
    else the newest published. `sources` (`metrics.store.evidence.sources_of`) give the sentences.
    `progress` gets the share that is done.
    """
    return Proofreader(dataset, year, region, aliases, sources).read(document, progress=progress)


class Proofreader:
    """Proofread drafts against one data set, whose names are looked up once."""

    def __init__(
        self,
        dataset: Dataset,
        year: int | None = None,
        region: str = "",
        aliases: Mapping[str, KnownAlias] | None = None,
        sources: Mapping[Key, Source] | None = None,
    ) -> None:
        self._year, self._region = year, region or dataset.bureau.region
        self._published = Published(dataset, aliases or {}, self._region, year)
        self._lexer = Lexer(self._published)
        self._sources = sources or {}

    def read(
        self, document: Document, *, progress: Callable[[float], object] | None = None
    ) -> Proofreading:
        """Return the verdicts on a draft; `progress` gets the share that is done."""
        torn = document.kind not in _PARAGRAPHS
        published, page = self._published, lay_out(document.text, torn=torn)
        default, reporting = draft_years(page.plain, self._year, published.newest)
        tokens, rejected = _tokens(document.text, page, self._lexer, reporting, torn=torn)
        claims = ClaimReader(published, page.plain, default).read(tokens)
        taken = _telling(claims, len(page.plain), progress) if progress else claims
        gravest = sorted(_Bench(published, page, default).verdicts(taken), key=_place_and_gravity)
        found = [next(same) for _start, same in groupby(gravest, key=lambda each: each.start)]
        verdicts = tuple(
            replace(each, source=self._sources.get(each.observation.key))
            if each.observation
            else each
            for each in found
        )
        return Proofreading(document, verdicts, rejected, self._region)


def _tokens(
    text: str, page: Page, lexer: Lexer, reporting: int, *, torn: bool
) -> tuple[list[Token], tuple[Rejected, ...]]:
    """Return the tokens of a draft, and the numerals that are no figures."""
    if is_latin(text):
        return list(in_order(lexer.tokens(page, english_figures(text)), page.plain)), ()
    reading = read(text, reporting, torn=torn)
    return lexer.tokens(page, reading.figures, reading.rejected), reading.rejected


def _is_far(verdict: Verdict) -> bool:
    """Return whether a figure is of quite another size than the published one."""
    row, value = verdict.observation, verdict.figure.value if verdict.figure else None
    if row is None or not row.value or not value:
        return False
    return max(value / row.value, row.value / value) > _FAR


def _place_and_gravity(verdict: Verdict) -> tuple[int, int]:
    return verdict.start, OUTCOMES.index(verdict.outcome)


def unread_numbers(proofreading: Proofreading) -> tuple[str, ...]:
    """Return the numbers of an English draft without a verdict; no years."""
    text = proofreading.document.text
    if not is_latin(text):
        return ()
    covered = {p for v in proofreading.verdicts for p in range(v.figure.start, v.figure.end)}
    return tuple(
        match.group()
        for match in _NUMBER.finditer(text)
        if match.start() not in covered and not _YEAR.fullmatch(match.group())
    )


def _telling(
    claims: Iterator[Claim], length: int, progress: Callable[[float], object]
) -> Iterator[Claim]:
    """Yield claims, telling every so often how far into the draft they stand."""
    for number, claim in enumerate(claims):
        if number % _OFTEN == 0:
            progress(min(claim.start / max(length, 1), 1.0))
        yield claim


def _is_date_cell(page: Page, verdict: Verdict) -> bool:
    """Return whether a cell that no published figure agrees with is a year."""
    figure = verdict.figure
    if verdict.outcome in _AGREE or not isinstance(figure, TextFigure):
        return False
    return in_row(page.source, figure) and is_date(figure)


class _Bench:
    """Judge the claims of one draft."""

    def __init__(self, published: Published, page: Page, default: int) -> None:
        self._published, self._page, self._default = published, page, default
        self._levels = LevelJudge(published)
        self._meant: Metric | None = None
        self._named: Metric | None = None
        self._told: Verdict | None = None

    def verdicts(self, claims: Iterator[Claim]) -> Iterator[Verdict]:
        """Yield the verdict of each claim that has one."""
        for each in claims:
            claim = self._narrowed(each)
            figure = claim.figure.figure if claim.figure else None
            if figure and (claim.kind in _LEVELS or "table-cell" in figure.rules):
                verdict = self._level(figure, claim)
                if _is_date_cell(self._page, verdict):
                    continue
                verdict = self._again(verdict)
                if verdict.metric and verdict.outcome in _TIED and claim.scene.metrics:
                    self._meant, self._named = claim.scene.metrics[0][0], verdict.metric
                yield verdict
            elif (derived := self._derived(figure, claim)) is not None:
                alone = claim.of_one_year() if figure and derived.outcome == DIFFERING else None
                yield self._level(figure, alone) if figure and alone else derived

    def _again(self, verdict: Verdict) -> Verdict:
        """Return a figure that says again what its sentence has stated; else it as it is."""
        told, figure = self._told, verdict.figure
        if verdict.outcome in _AGREE and verdict.observation and verdict.metric:
            self._told = verdict
        if verdict.outcome != NOT_FOUND or told is None or told.figure.sentence != figure.sentence:
            return verdict
        text, metric = self._page.source, told.metric
        shown = [(each.value, each.upper, each.unit) for each in (told.figure, figure)]
        behind = _HAN.match(text, figure.end)
        parts = may_mean("part-of", text[told.figure.end : figure.start])
        same = shown[0] == shown[1] and metric and behind and metric.zh[-2:] in behind[0]
        if not same or parts:
            return verdict
        assert metric is not None
        reason = message("It repeats “{printed}” of “{metric}”",
                         printed=told.figure.printed, metric=metric.zh)  # fmt: skip
        return replace(told, figure=figure, reason=reason, notes=())

    def _narrowed(self, claim: Claim) -> Claim:
        """Return a claim about what a stated figure of its sentence was found to be."""
        metrics = claim.scene.metrics
        if self._named is None or not metrics or metrics[0][0] != self._meant:
            return claim
        if all(metric != self._named for metric, _ in metrics):
            scene = replace(claim.scene, metrics=((self._named, _UNSURE),))
            return claim if claim.scene.words else replace(claim, scene=scene)
        return replace(claim, scene=replace(claim.scene, metrics=((self._named, 1.0),)))

    def _level(self, figure: TextFigure, claim: Claim) -> Verdict:
        verdict = self._stated(figure, claim)
        if "target" in figure.flags and verdict.outcome not in _AGREE:
            goal = self._derived(figure, replace(claim, kind="target"))
            if goal is not None and goal.outcome in _AGREE:
                return goal
            if claim.scene.part or verdict.metric is None:
                return verdict
            return Verdict(figure, NOT_FOUND, message("It is a target; only results are published"))
        return verdict

    def _stated(self, figure: TextFigure, claim: Claim) -> Verdict:
        """Return the verdict on a stated figure, whether or not it looks like a target."""
        scene, default = claim.scene, self._default
        region = scene.regions[0] if scene.regions else self._published.city
        year = scene.year or (scene.years[-1] if scene.years else default)
        headed = column_year(self._page.source, figure.start)
        if "table-cell" in figure.rules:
            headed = headed or (figure.year if figure.year != default else None)
            verdict = self._levels.verdict(figure, Spot(headed or figure.year or year, region))
            return verdict if headed else self._in_table(verdict, region)
        if in_row(self._page.source, figure):
            spot = Spot(
                headed or year, region, scene.metrics, carried=not (scene.words or scene.led)
            )
            return self._in_table(self._levels.verdict(figure, spot), region)
        named = () if scene.unknown else scene.metrics
        spot = Spot(year, region, named, carried=not (scene.words or scene.led))
        if claim.kind == "level-before":
            spot, verdict = self._before(figure, spot, scene)
        else:
            verdict = self._levels.verdict(figure, spot)
        if scene.carried_regions and verdict.outcome not in _AGREE:
            usual = self._levels.verdict(figure, replace(spot, region=self._published.city))
            if usual.outcome in _AGREE:
                return usual
        if verdict.outcome != DIFFERING:
            return verdict
        before = self._page.source[max(0, figure.start - len(_OF_WHICH)) : figure.start].lower()
        if before == _OF_WHICH and not scene.words:
            reason = message("What it is about is not clear")
            return replace(verdict, outcome=UNVERIFIABLE, reason=reason, suggestion="")
        if scene.part or scene.outside:
            reason = undecidable(claim) or verdict.reason
            return replace(verdict, outcome=UNVERIFIABLE, reason=reason, suggestion="")
        if len(scene.years) > 1 or len(scene.regions) > 1:
            total = self._derived(figure, replace(claim, kind="total"))
            if total is not None and total.outcome in _AGREE:
                return total  # 这三年，参演人员达到47.2万人次
        return self._doubted(figure, claim, spot, verdict)

    def _before(self, figure: TextFigure, spot: Spot, scene: Scene) -> tuple[Spot, Verdict]:
        """Return the spot and verdict of where a change began: 五年来由310个增加到512个."""
        years = [scene.base.year_before(spot.year)]
        if scene.years and not scene.base.is_time:
            years = [scene.years[0], *([scene.years[0] - 1] if scene.loose else [])]
        if scene.carried_base or (scene.base.year or 0) > spot.year:
            years += [spot.year - 1, *scene.seen]  # 火警较2004年下跌5.2%；死亡人数由15人减至14人
        spots = [replace(spot, year=each) for each in years]
        found = [(each, self._levels.verdict(figure, each)) for each in spots]
        return next((pair for pair in found if pair[1].outcome in _AGREE), found[0])

    def _in_table(self, found: Verdict, region: str) -> Verdict:
        """Return the verdict on a cell; open where it is a goal, or of a year not named."""
        metric = found.metric
        if found.outcome != DIFFERING or metric is None:
            return found
        if is_change(self._page.source, found.figure):
            reason = message("What it compares with is not clear")
            return replace(found, outcome=UNVERIFIABLE, reason=reason, suggestion="")
        goals = self._published.goals_of(metric, region)
        rows = self._published.series(metric, region).values()
        known = [(row.as_printed, row.value) for row in rows]
        known += [(goal.printed, goal.value) for goal in goals]
        for shown, value in known:
            if value == found.figure.value:
                reason = message("It fits another reading: {arithmetic}", arithmetic=shown)
                return replace(found, outcome=UNVERIFIABLE, reason=reason, suggestion="")
        return found

    def _doubted(self, figure: TextFigure, claim: Claim, spot: Spot, found: Verdict) -> Verdict:
        """Return a differing verdict; an open one where another reading is allowed."""
        words = simplified(self._page.source[slice(*figure.sentence)]).lower()
        doubt = Doubts(self._published, self._levels, self._default).why_open(
            Case(figure, claim, spot, found, words)
        )
        metric = found.metric
        if doubt is not None:
            return replace(found, outcome=UNVERIFIABLE, reason=doubt.reason, suggestion="",
                           uses=doubt.uses, arithmetic=doubt.arithmetic)  # fmt: skip
        sure = self._levels.sureness(figure, spot, metric) if metric else 1.0
        if sure < SURE_ENOUGH or (sure < _SURE and _is_far(found)):
            return Verdict(figure, NOT_FOUND, message("No published metric is like it"))
        return found

    def _derived(self, figure: TextFigure | None, claim: Claim) -> Verdict | None:
        finding = judge(self._published, claim, self._default)
        if finding is None and figure is None:
            return None
        if finding is None:
            assert figure is not None
            return Verdict(figure, NOT_FOUND, message("No published metric is like it"))
        words = figure or self._passage(claim)
        dated = claim.scene.here or claim.scene.base.is_time
        if finding.outcome == DIFFERING and not dated and in_row(self._page.source, words):
            reason = message("It depends on the year that is meant")
            finding = replace(finding, outcome=UNVERIFIABLE, reason=reason)
        if figure and claim.figure and claim.start < claim.figure.start:
            start, end = self._page.place(claim.start, claim.end)
            words = replace(figure, start=start, end=end, printed=self._page.source[start:end])
        return Verdict(
            words,
            finding.outcome,
            finding.reason,
            finding.uses[0] if finding.uses else None,
            finding.metric,
            kind=claim.kind,
            uses=finding.uses,
            arithmetic=finding.arithmetic,
        )

    def _passage(self, claim: Claim) -> Passage:
        start, end = self._page.place(claim.start, claim.end)
        return Passage(start, end, self._page.source[start:end], (start, end))
