"""Compare a draft's figure with the published one: the same, rounded acceptably, or not.

The rule, in words: a plain number must be the published one, or, printed in 万 or 亿 or with
decimals, round to it at its last digit. 约 must round to it, 近 must lie just above it, 余, 超 and
以上 just below it, not further than the last digit that is not zero; 约 and 近 by no more than a
tenth. What is published with a qualifier may be repeated without it, with a note to the reader.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from metrics.i18n import Message, message
from metrics.model.observation import Observation
from metrics.numbers import MOST_ROUNDED, Stated, is_counted_out, plain, step
from metrics.proofreading.claims.words import includes_itself

Outcome = Literal["supported", "rounded", "differing", "unverifiable", "not-found"]
SUPPORTED: Final = "supported"
ROUNDED: Final = "rounded"
DIFFERING: Final = "differing"
UNVERIFIABLE: Final = "unverifiable"
NOT_FOUND: Final = "not-found"
_HALF, _ONE = Decimal("0.5"), Decimal(1)


@dataclass(frozen=True)
class Comparison:
    """Hold the comparison; `difference` is the stated value less the published."""

    outcome: Outcome
    reason: Message
    difference: Decimal = Decimal(0)

    @property
    def agrees(self) -> bool:
        """Return whether the draft may stand as it is."""
        return self.outcome in (SUPPORTED, ROUNDED)


def compare_stated(stated: Stated, published: Observation, factor: Decimal = _ONE) -> Comparison:
    """Compare a draft's figure with a published one; both must have a value.

    `factor` is the stated unit in the published one, where a measure is written in another.
    """
    if factor != _ONE:
        return _converted(stated, published, factor)
    value, known = stated.value, published.value
    assert value is not None and known is not None
    if stated.upper is not None or published.upper is not None:
        return _ranges(stated, published)
    if value == known:
        return _same_value(stated, published)
    difference = value - known
    if _rounds(stated, known):
        text = message(
            "{stated} is an acceptable rounding of {published}",
            stated=stated.printed,
            published=published.as_printed,
        )
        return Comparison(ROUNDED, text, difference)
    return _differing(stated, published, difference)


def _converted(stated: Stated, published: Observation, factor: Decimal) -> Comparison:
    """Compare a figure in another unit, which must round to the published one."""
    value, known = stated.value, published.value
    assert value is not None and known is not None
    converted = known / factor
    facts = {"stated": stated.printed, "published": published.as_printed}
    if converted == value and stated.qualifier != "exact" and stated.upper is None:
        return _same_value(stated, published)  # 九成以上 for 90%以上
    near = abs(converted - value) <= step(stated) * _HALF
    fits = near if stated.qualifier == "exact" else _rounds(stated, converted)
    if fits and stated.qualifier != "exact" and stated.upper is None:
        return Comparison(
            ROUNDED, message("{stated} is an acceptable rounding of {published}", **facts)
        )
    if fits and stated.upper is None:
        return Comparison(ROUNDED, message("{stated} is {published} in another unit", **facts))
    return _differing(stated, published, value * factor - known)


def _same_value(stated: Stated, published: Observation) -> Comparison:
    one, other = stated.qualifier, published.qualifier
    facts = {"stated": stated.printed, "published": published.as_printed}
    if one == other:
        return Comparison(SUPPORTED, message("Published as {published}", **facts))
    within = one == "less_than" and includes_itself(stated.printed)  # 2起以内
    if other == "exact" and one in ("more_than", "less_than", "nearly") and not within:
        text = message("{stated}: it is exactly {published}, neither more nor less", **facts)
        return Comparison(DIFFERING, text)
    opposite = ({"more_than", "at_least"}, {"less_than", "up_to", "nearly"})
    if any(one in a and other in b for a, b in (opposite, opposite[::-1])):
        text = message("{stated} says the contrary of {published}", **facts)
        return Comparison(DIFFERING, text)
    return Comparison(ROUNDED, message("The report says {published}", **facts))


def _rounds(stated: Stated, known: Decimal) -> bool:
    value = stated.value
    assert value is not None
    gap = known - value
    rough = step(stated, rough=True)
    near = abs(gap) <= MOST_ROUNDED * abs(value)
    if stated.qualifier == "exact":
        return not is_counted_out(stated) and abs(gap) <= step(stated) * _HALF
    if stated.qualifier == "about":
        return near and abs(gap) <= rough * _HALF
    if stated.qualifier == "nearly":
        return near and -rough * _HALF <= gap < 0
    if stated.qualifier in ("more_than", "at_least"):
        return 0 < gap < rough
    return -rough < gap < 0


def _ranges(stated: Stated, published: Observation) -> Comparison:
    facts = {"stated": stated.printed, "published": published.as_printed}
    same = (stated.value, stated.upper) == (published.value, published.upper)
    if same:
        return Comparison(SUPPORTED, message("Published as {published}", **facts))
    value, known = stated.value, published.value
    assert value is not None and known is not None
    if published.upper is None and stated.upper is not None and value <= known <= stated.upper:
        return Comparison(ROUNDED, message("{published} lies within {stated}", **facts))
    return _differing(stated, published, value - known)


def _differing(stated: Stated, published: Observation, difference: Decimal) -> Comparison:
    known = published.value
    assert known is not None
    sign = "+" if difference > 0 else "−"
    amount = sign + plain(abs(difference))
    facts = {"stated": stated.printed, "published": published.as_printed, "amount": amount}
    if known == 0:
        text = message("Published is {published}; the draft says {stated} ({amount})", **facts)
    else:
        share = (100 * abs(difference) / abs(known)).quantize(Decimal("0.1"))
        text = message(
            "Published is {published}; the draft says {stated} ({amount}, {share}%)",
            **facts,
            share=sign + plain(share),
        )
    return Comparison(DIFFERING, text, difference)
