"""State and compute changes: growth, differences, multiples, and average growth a year.

Each kind yields what is stated and what is computed, once for every reading that its words allow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from metrics.i18n import message
from metrics.numbers import QUALIFIERS
from metrics.proofreading.claims.amounts import (
    Amount,
    Undecided,
    difference,
    growth,
    in_hundreds,
    must_compare,
    ratio,
    shared_out,
    yearly,
)
from metrics.proofreading.claims.conversions import in_unit_of
from metrics.proofreading.claims.levels import (
    StatedValue,
    agreement,
    as_multiple,
    exactly,
    stated_value,
)
from metrics.proofreading.claims.matter import Matter
from metrics.prose import TextFigure

Readings = Iterator[tuple[StatedValue, Amount]]
_HUNDRED, _TEN = Decimal(100), Decimal(10)
_PER_MILLE = Decimal("0.1")
_LITTLE = Decimal("0.15")


def percent(figure: TextFigure) -> StatedValue:
    """Return a stated share in percent: 三成, 三分之二, 3.5‰."""
    stated = stated_value(figure)
    if figure.unit == "成":
        return stated.scaled(_TEN)
    if figure.unit == "‰":
        return stated.scaled(_PER_MILLE)
    if figure.unit == "%":
        return stated
    return replace(stated.scaled(_HUNDRED), last=_TEN, rough=_TEN)


def signed(stated: StatedValue, computed: Amount, sign: int) -> tuple[StatedValue, Amount]:
    """Return a computed change in the direction that the words give."""
    if sign >= 0:
        return stated, computed
    return stated, computed.turned


def _bases(matter: Matter, *, rate: bool) -> Iterator[tuple[Amount, Amount]]:
    """Yield new and old of a change, for each base that the words allow."""
    scene, year = matter.claim.scene, matter.year
    base = scene.base
    if base.average:
        yield from _averages(matter, rate=rate)
        return
    if base.regions or base.metrics:
        metric = base.metrics[0][0] if base.metrics and not base.regions else matter.metric
        if metric == matter.metric and set(base.regions or matter.regions) == set(matter.regions):
            raise Undecided(message("What it compares with is not clear"))
        yield matter.of(year), matter.of(year, regions=base.regions, metric=metric)
        return
    if base.is_time or not scene.years:
        olds = [base.year_before(year)]
    else:
        olds = [scene.years[0], *([scene.years[0] - 1] if scene.loose else [])]
    if year in olds:
        olds = [each for each in olds if each != year]
    if not olds:
        raise Undecided(message("What it compares with is not clear"))
    yield from _comparable(matter, [(each,) for each in olds], rate=rate)


def _averages(matter: Matter, *, rate: bool) -> Iterator[tuple[Amount, Amount]]:
    """Yield an amount and the average of districts or years it is held against."""
    base, year, districts = matter.claim.scene.base, matter.year, matter.published.districts
    new, number = matter.of(year), base.years
    if base.average == "region":
        yield new, shared_out(matter.of(year, regions=districts), len(districts) or 1)
        return
    window = matter.claim.scene.window
    spans = dict.fromkeys((
        *([window] if len(window) == number else []),
        tuple(range(year - number + 1, year + 1)), tuple(range(year - number, year)),
    ))  # fmt: skip
    yield from _comparable(matter, spans, rate=rate)


def _comparable(
    matter: Matter, bases: Iterable[Sequence[int]], *, rate: bool
) -> Iterator[tuple[Amount, Amount]]:
    """Yield new and old for each base; raise at the end where one cannot be.

    A base is one year, or years of which the average counts.
    """
    why: Undecided | None = None
    for years in bases:
        try:
            new, old = matter.of(matter.year), matter.of(*years)
            old = shared_out(old, len(years)) if len(years) > 1 else old
            must_compare(matter.published, new, old, rate=rate)
        except Undecided as undecided:
            why = why or undecided
            continue
        yield new, old
    if why is not None:
        raise why


def growth_rate(matter: Matter) -> Readings:
    """Return by how many percent a claim says that something grew, and did."""
    stated, sign = percent(matter.figure), matter.claim.sign
    if matter.published.is_share(matter.metric):
        new, old = next(_bases(matter, rate=False))
        text = difference(new, old).text
        raise Undecided(
            message("A share changes by percentage points: {arithmetic}", arithmetic=text),
            (*new.uses, *old.uses),
        )
    for new, old in _bases(matter, rate=True):
        yield signed(stated, growth(new, old), sign)


def change(matter: Matter) -> Readings:
    """Return by how much a claim says that something changed, and did."""
    figure, metric = matter.figure, matter.metric
    points = figure.unit == "百分点"
    if points != matter.published.is_share(metric):
        text = message("The unit of the change does not go with “{metric}”", metric=metric.zh)
        raise Undecided(text)
    stated = stated_value(figure) if points else in_unit_of(figure, metric)
    if stated is None:
        raise Undecided(message("“{metric}” counts in another unit", metric=metric.zh))
    for new, old in _bases(matter, rate=False):
        yield signed(stated, difference(new, old), matter.claim.sign)


def gap(matter: Matter) -> Readings:
    """Return how far two regions lie apart, whichever has more."""
    scene = matter.claim.scene
    regions = (*scene.regions, *scene.base.regions)
    regions = regions if len(regions) == 2 else scene.mentioned
    if len(regions) != 2:
        regions = tuple(dict.fromkeys(its[0] for _, its in scene.trail if len(its) == 1))
    stated = in_unit_of(matter.figure, matter.metric)
    if "extremes" in matter.claim.cues:
        regions = matter.published.districts  # 最多与最少相差985次
    elif len(regions) != 2:
        regions = ()
    if not regions or stated is None:
        raise Undecided(message("What it compares with is not clear"))
    known = [matter.of(matter.year, regions=(region,)) for region in regions]
    less, *_, more = sorted(known, key=lambda each: each.nominal)
    yield stated, difference(more, less)


def times_of(matter: Matter) -> Readings:
    """Return how often a claim says that one amount is another, and is."""
    figure = matter.figure
    is_share = figure.unit != "倍"
    stated = percent(figure) if is_share else as_multiple(stated_value(figure))
    for new, old in _bases(matter, rate=True):
        yield stated, ratio(new, old, 100 if is_share else 1)


def times_more(matter: Matter) -> Readings:
    """Return how many times more a claim says that it became, and did."""
    stated = as_multiple(stated_value(matter.figure))
    for new, old in _bases(matter, rate=True):
        times = ratio(new, old)
        more = Amount(
            replace(times.span, low=times.span.low - 1, high=times.span.high - 1),
            f"{times.text} (− 1)", times.uses, times.nominal - 1,
        )  # fmt: skip
        yield stated, more


def doubling(matter: Matter) -> Readings:
    """Return the multiple that 翻N番 states, and the computed one."""
    figure = matter.figure
    times = Decimal(2) ** figure.value
    stated = as_multiple(replace(stated_value(figure), value=times, rough=Decimal(1)))
    yield from _doubled(stated, matter)


def multiplied(matter: Matter) -> Readings:
    """Return the multiple that 翻番 states, and the computed one."""
    claim, one = matter.claim, Decimal(1)
    stated = as_multiple(
        StatedValue(Decimal(claim.number), QUALIFIERS[claim.value or "exact"], one, one)
    )
    yield from _doubled(stated, matter)


def _doubled(stated: StatedValue, matter: Matter) -> Readings:
    """Yield a stated and a computed multiple; a little more than it is no error."""
    for new, old in _bases(matter, rate=True):
        times = ratio(new, old)
        if stated.value < times.nominal <= stated.value + _LITTLE and not agreement(
            stated, times.span
        ):
            reason = message("It fits another reading: {arithmetic}", arithmetic=times.text)
            raise Undecided(reason, times.uses)
        yield stated, times


def halving(matter: Matter) -> Readings:
    """Return the fall that 减半 states, and the computed one."""
    for new, old in _bases(matter, rate=True):
        yield signed(StatedValue(Decimal(50), "exact", _TEN, _TEN), growth(new, old), -1)


def yearly_rate(matter: Matter) -> Readings:
    """Return the stated and the computed average growth a year."""
    stated = percent(matter.figure)
    for new, old, years in _over_years(matter, rate=True):
        if new.span.low <= 0:
            raise Undecided(message("The years over which it is averaged are not clear"))
        yield signed(stated, yearly(new, old, years), matter.claim.sign)


def yearly_change(matter: Matter) -> Readings:
    """Return the stated and the computed average change a year: 年均增加7处."""
    points = matter.figure.unit == "百分点"
    stated = stated_value(matter.figure) if points else in_unit_of(matter.figure, matter.metric)
    if stated is None or points != matter.published.is_share(matter.metric):
        raise Undecided(message("“{metric}” counts in another unit", metric=matter.metric.zh))
    for new, old, years in _over_years(matter, rate=False):
        yield signed(stated, shared_out(difference(new, old), years), matter.claim.sign)


def _over_years(matter: Matter, *, rate: bool) -> Iterator[tuple[Amount, Amount, int]]:
    """Yield new and old of an average change, and the years between; raises Undecided."""
    scene, last = matter.claim.scene, matter.year
    if scene.base.year is not None:
        firsts = [scene.base.year]
    elif scene.years:
        firsts = [scene.years[0], *([scene.years[0] - 1] if scene.loose else [])]
    else:
        raise Undecided(message("The years over which it is averaged are not clear"))
    for new, old in _comparable(matter, [(first,) for first in firsts], rate=rate):
        years = last - old.uses[0].year
        if years <= 0:
            raise Undecided(message("The years over which it is averaged are not clear"))
        yield new, old, years


def index(matter: Matter) -> Readings:
    """Return a stated and the computed index number: 以2018年为100."""
    base = matter.claim.scene.index
    for new, old in _comparable(matter, [(base,)] if base else [], rate=True):
        yield stated_value(matter.figure), in_hundreds(new, old)


def rate_change(matter: Matter) -> Readings:
    """Return the stated and the computed change of a rate, in points."""
    stated, year = stated_value(matter.figure), matter.year
    rate = matter.claim.cues.get("rate")
    falls = rate or matter.claim.scene.carried.get("rate") or matter.claim.figure
    sign = -1 if falls and falls.value == "down" else 1
    base = matter.claim.scene.base
    earlier = year if base.regions else base.year_before(year)
    other = replace(matter, regions=base.regions or matter.regions)
    new, old = _growth_of(matter, year, sign), _growth_of(other, earlier, sign)
    moved = -1 if "down" in matter.claim.cues else 1
    yield signed(stated, difference(new, old), moved)
    yield signed(stated, difference(as_printed(new, stated), as_printed(old, stated)), moved)


def _growth_of(matter: Matter, year: int, sign: int) -> Amount:
    """Return the growth of a year against the one before, or the fall."""
    new, old = next(_comparable(matter.in_year(year), [(year - 1,)], rate=True))
    return growth(new, old) if sign > 0 else growth(new, old).turned


def as_printed(amount: Amount, stated: StatedValue) -> Amount:
    """Return a share as it is printed, with as many digits as its stated change."""
    if not amount.span.exact:
        return amount
    value = amount.nominal.quantize(stated.last)
    return replace(amount, span=exactly(value), nominal=value)


def added(matter: Matter) -> Readings:
    """Return what 新增 states: the figure of the year, or its change."""
    stated = in_unit_of(matter.figure, matter.metric)
    if stated is None:
        raise Undecided(message("“{metric}” counts in another unit", metric=matter.metric.zh))
    yield stated, matter.of(matter.year)
    yield from change(matter)
