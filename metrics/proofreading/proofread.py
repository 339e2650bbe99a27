"""Proofread a draft: hold its figures and claims against what is published.

Every figure, and every claim about figures (翻番, 居首位), gets one verdict: supported, rounded
acceptably, differing, unverifiable or not found, with the published figures, their sentence and the
reason. What is published decides, never a guess: another year supports nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from metrics.extraction.known_metrics import KnownAlias
from metrics.i18n import message
from metrics.model.dataset import Dataset
from metrics.model.observation import Key
from metrics.proofreading.claims.clauses import ClaimReader
from metrics.proofreading.claims.english import english_figures, in_order, is_latin
from metrics.proofreading.claims.findings import NOT_FOUND
from metrics.proofreading.claims.judge import judge
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.scene import Claim
from metrics.proofreading.claims.tokens import Lexer
from metrics.proofreading.claims.years import draft_years
from metrics.proofreading.stated_levels import LevelJudge, Spot
from metrics.proofreading.verdicts import Passage, Proofreading, Verdict
from metrics.prose import Page, Rejected, TextFigure, lay_out, read
from metrics.readers.documents import Document
from metrics.store.evidence import Source

_LEVELS = ("level", "level-before")


def proofread(
    document: Document,
    dataset: Dataset,
    year: int | None = None,
    region: str = "",
    aliases: Mapping[str, KnownAlias] | None = None,
    sources: Mapping[Key, Source] | None = None,
) -> Proofreading:
    """Return the verdicts on the figures and claims of a draft.

    A figure whose sentence names a region that has figures is compared with that region's.
    `year` is the one that figures without a year are about, by default that of the draft's title,
    else the newest published. `sources` (`metrics.store.evidence.sources_of`) give the sentences.
    """
    place = region or dataset.bureau.region
    published = Published(dataset, aliases or {}, place, year)
    page = lay_out(document.text)
    default, reporting = draft_years(page.plain, year, published.newest)
    lexer, rejected = Lexer(published), tuple[Rejected, ...]()
    if is_latin(document.text):
        figures = english_figures(document.text)
        tokens = list(in_order(lexer.tokens(page, figures), page.plain))
    else:
        reading = read(document.text, reporting)
        rejected = reading.rejected
        tokens = lexer.tokens(page, reading.figures, rejected)
    claims = ClaimReader(published, page.plain, default).read(tokens)
    bench = _Bench(published, page, default)
    found = sorted(bench.verdicts(claims), key=lambda verdict: verdict.start)
    known = sources or {}
    verdicts = tuple(
        replace(each, source=known.get(each.observation.key)) if each.observation else each
        for each in found
    )
    return Proofreading(document, verdicts, rejected, place)


class _Bench:
    """Judge the claims of one draft."""

    def __init__(self, published: Published, page: Page, default: int) -> None:
        self._published, self._page, self._default = published, page, default
        self._levels = LevelJudge(published)

    def verdicts(self, claims: Iterator[Claim]) -> Iterator[Verdict]:
        """Yield the verdict of each claim that has one."""
        for claim in claims:
            figure = claim.figure.figure if claim.figure else None
            if figure and (claim.kind in _LEVELS or "table-cell" in figure.rules):
                yield self._level(figure, claim)
            elif (verdict := self._derived(figure, claim)) is not None:
                yield verdict

    def _level(self, figure: TextFigure, claim: Claim) -> Verdict:
        if "target" in figure.flags:
            return Verdict(figure, NOT_FOUND, message("It is a target; only results are published"))
        scene, default = claim.scene, self._default
        region = scene.regions[0] if scene.regions else self._published.city
        year = scene.year or (scene.years[-1] if scene.years else default)
        if claim.kind == "level-before":
            year = scene.base.year_before(year)
        if "table-cell" in figure.rules:
            return self._levels.verdict(figure, Spot(figure.year or year, region))
        named = () if scene.unknown else scene.metrics
        return self._levels.verdict(figure, Spot(year, region, named, carried=not scene.words))

    def _derived(self, figure: TextFigure | None, claim: Claim) -> Verdict | None:
        finding = judge(self._published, claim, self._default)
        if finding is None and figure is None:
            return None
        if finding is None:
            assert figure is not None
            return Verdict(figure, NOT_FOUND, message("No published metric is like it"))
        words = figure or self._passage(claim)
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
