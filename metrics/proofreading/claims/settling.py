"""Settle what a clause is about: what it says itself, and what the clause before had set."""

from dataclasses import replace
from typing import Any

from metrics.proofreading.claims.kinds import MOVES
from metrics.proofreading.claims.naming import STRONG, Namer
from metrics.proofreading.claims.scene import Base, Clause, Scene
from metrics.proofreading.claims.words import bare_of_light, may_mean

_SCOPED = {"record", "most", "first"}
"""Cues behind which 2020年以来 says among which years, not of which: 2023年…，为2020年以来最多."""
_OVER_YEARS = {"total", "mean", *MOVES}
_TELLING = 4


class Settler:
    """Settle the clauses of one draft."""

    def __init__(self, namer: Namer, default: int, home: tuple[str, ...] = ()) -> None:
        self._namer, self._default, self._home = namer, default, home

    def settled(self, clause: Clause, unit: str = "") -> Scene:
        """Return the scene of a clause so far, with what the clause before had set."""
        before = clause.scene
        bare = bare_of_light(clause.words)
        metrics = self._namer.subject(clause, unit)
        unknown = "" if metrics or len(bare) < 2 or _goes_on(clause, bare) else bare
        spans = bool(clause.recent or clause.span or clause.count > 1)  # 同比增长24.7%，四年翻番
        anew = spans or (clause.years and before.spent and (bare or before.base.is_time))
        base = self._base(clause, Base() if anew and not _spans_base(clause) else before.base)
        whole_metrics = self._namer.named(clause.whole_words, clause.base_metrics)
        if clause.whole or not whole_metrics or not before.metrics:  # 占救护召唤总数的86.8%
            metrics = metrics or whole_metrics or self._namer.named(clause.divisor_words, (), unit)
        own = bool(metrics or unknown)
        return replace(
            before,
            **self._times(clause),
            regions=tuple(clause.regions) or before.regions or self._meant(before, own=own),
            collective=clause.collective or (before.collective and not clause.regions),
            earlier=() if own else before.earlier,
            mentioned=tuple(dict.fromkeys((*before.mentioned, *clause.regions))),
            metrics=metrics or before.metrics,
            doubtful=(before.doubtful and not own) or clause.loose_pointer,
            base=base,
            carried_regions=_leaves_regions(clause, own=bool(metrics)),
            led=before.led and not own,
            of_gap="gap" in clause.cues or (before.of_gap and not own),
            carried_base=_carried(clause, base, own=own or bool(clause.regions)),
            spent=before.spent and not clause.base,
            of_rate=before.of_rate and not own,
            whole=clause.whole or (before.whole if before.among else ()),
            whole_metrics=whole_metrics or (() if bare else before.whole_metrics),
            divisor=self._namer.divisor(clause.divisor_words),
            part=clause.part or (before.part and not spans),
            excluded=clause.excluded or before.excluded,
            excluded_years=clause.excluded_years or before.excluded_years,
            index=clause.index or before.index,
            outside=clause.outside or (before.outside and not clause.regions),
            unknown=unknown or (before.unknown if not metrics else ""),
            words=bare,
        )

    def _meant(self, before: Scene, *, own: bool) -> tuple[str, ...]:
        return (() if own else before.earlier) or self._home

    def _base(self, clause: Clause, before: Base) -> Base:
        """Return the base of a clause, with the metrics that its words name."""
        if clause.base_metrics or (clause.base_words and clause.base is None):
            based = self._namer.based(clause.base_words.removesuffix("的"), clause.base_metrics)
            return replace(clause.base or Base(), metrics=based)
        beside = clause.scene.outside and bool(clause.regions)  # 全省增长15%，我市高出12个百分点
        return clause.base or (Base(outside=True) if beside else before)

    def _times(self, clause: Clause) -> dict[str, Any]:
        """Return the year and years of a clause, and what the sentence has named so far."""
        before, stated = clause.scene, clause.years[-1] if clause.years else None
        year, here = stated or before.year, bool(stated) or before.here
        span, loose = clause.span, clause.loose
        seen = tuple(dict.fromkeys((*before.seen, *clause.years)))
        if span and not stated and before.year and not _is_scope(clause):
            year = span[-1]  # 2022年…；2020年至2024年，年均增长12.1%
        if clause.recent and not span:
            anew = before.trail and not stated and clause.words  # 2023年…2690项；近三年
            last = (year if here and not anew else None) or self._default
            year = year if here and not anew else None
            span, loose = tuple(range(last - clause.recent + 1, last + 1)), True
        if clause.count > 1 and not span:
            last = (year if here else None) or self._default
            span, loose = _counted(clause, seen, last)
        if clause.after:
            year, span, here, loose = _following(clause, self._default)
        annual = not (stated or span) and (
            may_mean("annual", clause.words) or (before.annual and not clause.words)
        )
        carried = () if stated or annual else before.years
        return {
            "year": year,
            "here": here,
            "dated": bool(stated or span),
            "annual": annual,
            "relative": clause.relative or (before.relative and not stated),
            "anchor": clause.anchor or (0 if stated else before.anchor),
            "topic": stated if stated and not before.trail else before.topic,
            "seen": seen,
            "years": span or carried,
            "loose": loose if span else before.loose,
            "window": span or before.window,
        }


def _is_scope(clause: Clause) -> bool:
    """Return whether 2020年以来 says among which years, not of which."""
    return clause.since and bool(_SCOPED & set(clause.cues))


def _counted(clause: Clause, seen: tuple[int, ...], last: int) -> tuple[tuple[int, ...], bool]:
    """Return the years that 三年 means, and whether they may start anywhere."""
    before = clause.scene
    if clause.count == len(seen):
        return tuple(sorted(seen)), False
    if clause.count == len(before.years):
        return before.years, before.loose
    if _OVER_YEARS & set(clause.cues):
        return tuple(range(last - clause.count + 1, last + 1)), True
    return (), clause.loose


def _goes_on(clause: Clause, bare: str) -> bool:
    """Return whether words go on about the figure before: 从96.5%一路攀升至, 72项的高点."""
    return clause.figures > 0 and ("to" in clause.cues or bare.isascii() or clause.aside)


def _spans_base(clause: Clause) -> bool:
    """Return whether as many years are named as lie behind the base: 以2015年为起点，十年年均."""
    scene, base = clause.scene, clause.scene.base.year
    year = clause.years[-1] if clause.years else scene.year
    number = clause.recent or clause.count
    return not clause.span and None not in (year, base) and (year or 0) - (base or 0) == number


def _leaves_regions(clause: Clause, *, own: bool) -> bool:
    """Return whether regions stood with another metric: 其中渔歌镇多93艘次；整治率94.4%."""
    before = clause.scene
    borrowed = not own and not before.regions and bool(before.earlier)
    left = before.carried_regions or (own and bool(before.metrics))
    return not clause.regions and ((bool(before.regions) and left) or borrowed)


def _carried(clause: Clause, base: Base, *, own: bool) -> bool:
    """Return whether a base stood with another metric: 演练比2022年增长54%；事故下降25%."""
    before = clause.scene
    kept = clause.base is None and base.is_time
    return kept and (before.carried_base or (own and before.spent))


def moves(clause: Clause, settled: Scene) -> bool:
    """Return whether a clause without a figure says that its metric rose or fell."""
    named = bool(settled.metrics) and settled.metrics[0][1] >= STRONG and not settled.unknown
    base = clause.base or clause.scene.base  # 与上年相比，培训有所减少
    compares = base.is_time and not clause.base_words
    about = named and not clause.figures and (compares or "each" in clause.cues)
    return about and bool(settled.words or ("each" in clause.cues and clause.regions))


def passed(before: Scene, settled: Scene) -> Scene:
    """Return the scene behind a clause without a claim; strong words set its metric."""
    if settled.metrics is not before.metrics and settled.metrics[0][1] >= STRONG:
        return replace(settled, led=True)
    if not before.metrics and settled.metrics:
        return replace(settled, doubtful=True)  # 演练在2021年、2022年连续高速增长，增幅…
    other = len(settled.words) >= _TELLING
    return settled.having(metrics=before.metrics, unknown=before.unknown,
                          doubtful=before.doubtful or (other and bool(before.metrics)))  # fmt: skip


def _following(clause: Clause, default: int) -> tuple[int, tuple[int, ...], bool, bool]:
    """Return the year and the span behind 此后四年; without a count, till now."""
    runs = (clause.cues[each].number for each in ("run", "runup", "rundown") if each in clause.cues)
    count = clause.count or next(runs, 0) or default - clause.after
    last = clause.after + count
    return last, tuple(range(clause.after + 1, last + 1)), True, True
