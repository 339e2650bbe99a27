"""Judge claims that are so or not: runs, records, first times, ranks, and being the same.

One year or region that breaks a claim decides it, even where another figure is missing. Where a
figure's qualifier leaves it open, the claim is undecided.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from metrics.i18n import message
from metrics.model.observation import Observation
from metrics.proofreading.claims.amounts import Undecided, growth, must_compare, not_published
from metrics.proofreading.claims.conversions import in_unit_of
from metrics.proofreading.claims.findings import (
    Finding,
    as_percent,
    held,
    listed,
    together,
    unverifiable,
)
from metrics.proofreading.claims.levels import Span, StatedValue, exactly, span_of, stated_value
from metrics.proofreading.claims.matter import Matter
from metrics.proofreading.claims.scene import ClaimKind
from metrics.proofreading.claims.words import includes_itself


def _all(answers: Iterable[bool | None]) -> bool | None:
    """Return whether all hold: False where one does not, None where one is open."""
    found = list(answers)
    return False if False in found else None if None in found else True


def _above(one: Span, other: Span) -> bool | None:
    if one.surely_above(other):
        return True
    return None if one.maybe_above(other) else False


def _moves(old: Observation, new: Observation, sign: int) -> bool | None:
    one, other = span_of(new), span_of(old)
    return _above(one, other) if sign > 0 else _above(other, one)


def _passes(row: Observation, mark: StatedValue) -> bool | None:
    """Return whether a figure passes a mark in the sense of its qualifier."""
    span, at = span_of(row), exactly(mark.value)
    match mark.qualifier:
        case "more_than":
            return _above(span, at)
        case "less_than" | "nearly":
            return _above(at, span)
        case "up_to":
            above = _above(span, at)
            return None if above is None else not above
    below = _above(at, span)
    return None if below is None else not below


def _mark(matter: Matter) -> StatedValue:
    stated = in_unit_of(matter.figure, matter.metric)
    if stated is None:
        raise Undecided(message("“{metric}” counts in another unit", metric=matter.metric.zh))
    if stated.qualifier == "less_than" and includes_itself(matter.figure.printed):
        return replace(stated, qualifier="up_to")
    return stated


def _several(matter: Matter, first: int, last: int) -> tuple[list[Observation], list[int]]:
    """Return the published figures of a run of years, and the years without one."""
    series = matter.series()
    years = range(first, last + 1)
    return [series[y] for y in years if y in series], [y for y in years if y not in series]


def _with_gaps(
    matter: Matter, answer: bool | None, rows: Sequence[Observation], gaps: Sequence[int]
) -> Finding:
    if gaps and answer is not False:
        region = matter.regions[0]
        raise Undecided(not_published(matter.published, matter.metric, region, gaps[0]), rows)
    return held(answer, listed(list(rows)), matter.metric, tuple(rows))


def _length(matter: Matter) -> int:
    claim = matter.claim
    number = claim.number or (len(claim.scene.years) - 1 if claim.scene.years else 0)
    if number < 1:
        known = [year for year in matter.series() if year < matter.year]
        if not known:
            raise Undecided(message("Over which years is not clear"))
        return matter.year - min(known)
    return number


def _run(matter: Matter) -> Finding:
    """Judge 连续N年增长: each of the years against the year before it."""
    number, sign = _length(matter), matter.claim.sign
    rows, gaps = _several(matter, matter.year - number, matter.year)
    left_out = matter.claim.scene.excluded_years
    pairs = [
        (old, new)
        for old, new in pairwise(rows)
        if new.year == old.year + 1 and new.year not in left_out
    ]
    answer = _all(_moves(old, new, sign) for old, new in pairs)
    changed = matter.published.redefined(
        matter.metric, matter.regions[0], matter.year - number, matter.year
    )
    if changed is not None:
        reason = message("The definition changed in {now}: not comparable", now=changed.year)
        return unverifiable(reason, matter.metric, tuple(rows), listed(rows))
    return _with_gaps(matter, answer if pairs or not gaps else None, rows, gaps)


def _run_over(matter: Matter) -> Finding:
    """Judge 连续N年不低于X: each of the years by itself."""
    mark = _mark(matter)
    rows, gaps = _several(matter, matter.year - _length(matter) + 1, matter.year)
    return _with_gaps(matter, _all(_passes(row, mark) for row in rows), rows, gaps)


def _run_zero(matter: Matter) -> Finding:
    rows, gaps = _several(matter, matter.year - _length(matter) + 1, matter.year)
    return _with_gaps(matter, _all(_is(row, Decimal(0)) for row in rows), rows, gaps)


def _is(row: Observation, value: Decimal) -> bool | None:
    span = span_of(row)
    if span.low == span.high:
        return span.low == value
    return None if span.meets(exactly(value)) else False


def _run_rate(matter: Matter) -> Finding:
    """Judge 连续N年增长X%以上: the growth of each of the years."""
    stated, number = stated_value(matter.figure), _length(matter)
    if matter.figure.unit != "%":
        stated = stated.scaled(Decimal(10))
    answers, uses, texts = list[bool | None](), list[Observation](), list[str]()
    for year in range(matter.year - number + 1, matter.year + 1):
        new, old = matter.of(year), matter.of(year - 1)
        must_compare(matter.published, new, old, rate=True)
        rate = growth(new, old)
        span = rate.span if matter.claim.sign >= 0 else rate.span.turned
        answers.append(True if span.lies_in(stated.true_for(span)) else
                       None if span.meets(stated.true_for(span)) else False)  # fmt: skip
        uses += [*old.uses, *new.uses]
        texts.append(f"{year} {as_percent(rate.nominal)}")
    uses = list(dict.fromkeys(uses))
    return held(_all(answers), " · ".join(texts), matter.metric, tuple(uses))


def _zero(matter: Matter) -> Finding:
    row = matter.of(matter.year).uses[0]
    return held(_is(row, Decimal(0)), listed([row]), matter.metric, (row,))


def _record(matter: Matter) -> Finding:
    """Judge 历史新高 within the years it names, else all up to the claim's."""
    mine = matter.of(matter.year).uses[0]
    scope, window = matter.claim.scene.years, matter.claim.scene.window
    if matter.claim.kind == "most" and not scope and matter.year in window:
        scope = (*window, matter.year + 1)  # 2021年至2023年，以2021年最少
    elif scope and scope[0] < matter.year:
        scope = tuple(year for year in scope if year <= matter.year)
    others = [
        row
        for year, row in matter.series().items()
        if year != matter.year and year in (scope or range(matter.year))
    ]
    if not others:
        raise Undecided(message("No other year is published to compare it with"), (mine,))
    rows = (mine, *others)
    first, last = min(row.year for row in rows), max(row.year for row in rows)
    changed = matter.published.redefined(matter.metric, matter.regions[0], first, last)
    if changed is not None:
        reason = message("The definition changed in {now}: not comparable", now=changed.year)
        return unverifiable(reason, matter.metric, rows, listed(rows))
    kept = "kept" in matter.claim.cues
    answers = [_record_over(mine, row, matter.claim.sign, kept=kept) for row in others]
    return held(_all(answers), listed(sorted(rows, key=lambda row: row.year)), matter.metric, rows)


def _best(matter: Matter) -> Finding:
    """Judge 历史最好水平: the most or the least, as the metric or a share is meant."""
    metric = matter.metric
    signs = {"up": (1,), "down": (-1,)}.get(metric.direction, (1, -1))
    found = [_record(replace(matter, claim=replace(matter.claim, sign=each))) for each in signs]
    agreeing = next((each for each in found if each.agrees), None)
    sure = metric.direction or (matter.published.is_share(metric) and agreeing is found[0])
    if agreeing is None or sure:
        return agreeing or found[0]
    reason = message("Whether more or less of it is better is not known")
    return unverifiable(reason, metric, agreeing.uses, agreeing.arithmetic)


def _record_over(mine: Observation, other: Observation, sign: int, *, kept: bool) -> bool | None:
    """Check whether a figure is a record over another; a tie keeps the old one."""
    one, two = span_of(mine), span_of(other)
    if one == two and one.low == one.high:
        return True if kept or sign > 0 else None
    return _above(one, two) if sign > 0 else _above(two, one)


def _first_over(matter: Matter) -> Finding:
    """Judge 首次超过X: this year passes the mark, and no earlier one did."""
    mark, mine = _mark(matter), matter.of(matter.year).uses[0]
    earlier = [row for year, row in matter.series().items() if year < matter.year]
    if not earlier:
        raise Undecided(message("No other year is published to compare it with"), (mine,))
    before = [None if (passed := _passes(row, mark)) is None else not passed for row in earlier]
    rows = (*earlier, mine)
    return held(_all([_passes(mine, mark), *before]), listed(rows), matter.metric, rows)


def _first_move(matter: Matter) -> Finding:
    """Judge 首次下降: this year moved so, and no earlier one did."""
    rows, gaps = _several(matter, min(matter.series(), default=matter.year), matter.year)
    pairs = [(old, new) for old, new in pairwise(rows) if new.year == old.year + 1]
    if not pairs or pairs[-1][1].year != matter.year:
        raise Undecided(message("No other year is published to compare it with"), rows)
    sign = matter.claim.sign
    moved = [_moves(old, new, sign) for old, new in pairs]
    answers = [None if each is None else not each for each in moved[:-1]]
    return _with_gaps(matter, _all([moved[-1], *answers]), rows, gaps)


def _ranked(matter: Matter, spans: dict[str, Span], rank: int, *, within: bool) -> bool | None:
    """Return whether the claim's district stands at a place, counted from above."""
    mine, others = spans[matter.regions[0]], [s for r, s in spans.items() if r != matter.regions[0]]
    surely = sum(other.surely_above(mine) for other in others)
    maybe = sum(other.maybe_above(mine) for other in others)
    place = rank if rank > 0 else len(spans) + 1 + rank
    if within:
        return True if maybe < place else None if surely < place else False
    if surely == maybe == place - 1:
        return True
    return None if surely <= place - 1 <= maybe else False


def _district(matter: Matter) -> tuple[str, ...]:
    """Return the districts among which a claim ranks one; the city is Undecided."""
    districts = matter.published.districts
    if matter.regions[0] not in districts or len(matter.regions) > 1 or len(districts) < 2:
        raise Undecided(message("Among whom it ranks is not clear"))
    return districts


def _rank(matter: Matter, *, within: bool = False) -> Finding:
    claim, districts = matter.claim, _district(matter)
    rows = [matter.of(matter.year, regions=(region,)).uses[0] for region in districts]
    spans = {row.region: span_of(row) for row in rows}
    if claim.sign < 0:
        spans = {region: span.turned for region, span in spans.items()}
    answer = _ranked(matter, spans, claim.number, within=within)
    if answer is False and "growth" in claim.scene.carried and not claim.scene.words:
        rate = _growth_rank(matter)  # 增长31.2%，居三地之首
        return rate if rate.agrees else held(None, listed(rows, regions=True), matter.metric,
                                             tuple(rows))  # fmt: skip
    return held(answer, listed(rows, regions=True), matter.metric, tuple(rows))


def _order(matter: Matter) -> Finding:
    """Judge 从多到少依次为: each district named has more than the next, or as much."""
    districts, named = matter.published.districts, matter.regions
    if not set(named) <= set(districts):
        raise Undecided(message("Among whom it ranks is not clear"))
    rows = {each: matter.of(matter.year, regions=(each,)).uses[0] for each in districts}
    pairs = list(pairwise(named))
    if matter.claim.number:  # 前三位依次为
        pairs += [(named[-1], each) for each in districts if each not in named]
    spans = {
        region: span_of(row) if matter.claim.sign > 0 else span_of(row).turned
        for region, row in rows.items()
    }
    answer = _all(spans[a] == spans[b] or _above(spans[a], spans[b]) for a, b in pairs)
    return held(
        answer, listed(list(rows.values()), regions=True), matter.metric, tuple(rows.values())
    )


def _run_rank(matter: Matter) -> Finding:
    """Judge 连续N年居首位: the rank of each of the years."""
    run = matter.claim.cues["run"].number
    years = range(matter.year - run + 1, matter.year + 1)
    ranks = [_rank(matter.in_year(year)) for year in years]
    return together(ranks, matter.metric, [str(year) for year in years])


def _most(matter: Matter) -> Finding:
    """Judge 最多: among the districts for one of them, over the years for the city."""
    if matter.regions[0] not in matter.published.districts:
        return _record(matter)
    rank = _rank(matter)
    return rank if rank.agrees or not matter.claim.scene.years else _record(matter)


def _growth_rank(matter: Matter) -> Finding:
    districts = _district(matter)
    year = matter.claim.scene.base.year_before(matter.year)
    rates = {}
    for region in districts:
        new, old = matter.of(matter.year, regions=(region,)), matter.of(year, regions=(region,))
        must_compare(matter.published, new, old, rate=True)
        rates[region] = growth(new, old)
    spans = {
        region: rate.span if matter.claim.sign > 0 else rate.span.turned
        for region, rate in rates.items()
    }
    answer = _ranked(matter, spans, matter.claim.number, within=False)
    shown = " · ".join(f"{region} {as_percent(rate.nominal)}" for region, rate in rates.items())
    uses = tuple(row for rate in rates.values() for row in rate.uses)
    return held(answer, shown, matter.metric, uses)


def _moved(matter: Matter) -> Finding:
    """Judge 比上年有所增长: more, or less, than the figure of the base."""
    new = matter.of(matter.year)
    old = matter.of(matter.claim.scene.base.year_before(matter.year))
    must_compare(matter.published, new, old, rate=False)
    one, other = (new, old) if matter.claim.sign > 0 else (old, new)
    rows = (*old.uses, *new.uses)
    return held(_above(one.span, other.span), listed(rows), matter.metric, rows)


def _same(matter: Matter) -> Finding:
    """Judge 与上年持平: two exact figures that are equal."""
    base = matter.claim.scene.base
    new = matter.of(matter.year)
    if base.regions:
        old = matter.of(matter.year, regions=base.regions)
    else:
        old = matter.of(base.year_before(matter.year))
        must_compare(matter.published, new, old, rate=False)
    one, other = new.span, old.span
    known = one.low == one.high and other.low == other.high
    answer = one.low == other.low if known else None if one.meets(other) else False
    rows = (*old.uses, *new.uses)
    return held(answer, listed(rows, regions=bool(base.regions)), matter.metric, rows)


PLACES: dict[ClaimKind, Callable[[Matter], Finding]] = {
    "run": _run,
    "run-over": _run_over,
    "run-zero": _run_zero,
    "run-rate": _run_rate,
    "zero": _zero,
    "record": _record,
    "first-over": _first_over,
    "first-move": _first_move,
    "rank": _rank,
    "top": lambda matter: _rank(matter, within=True),
    "most": _most,
    "order": _order,
    "run-rank": _run_rank,
    "best": _best,
    "growth-rank": _growth_rank,
    "same": _same,
    "moved": _moved,
}
