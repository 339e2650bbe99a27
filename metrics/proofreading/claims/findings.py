"""Hold the outcome of a claim, and make one of a stated and a computed value."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.i18n import Message, message
from metrics.model.catalogue import Metric
from metrics.model.observation import Observation
from metrics.numbers import plain
from metrics.proofreading.claims.amounts import Amount
from metrics.proofreading.claims.levels import StatedValue, agreement
from metrics.proofreading.rounding import DIFFERING, ROUNDED, SUPPORTED, UNVERIFIABLE, Outcome


@dataclass(frozen=True)
class Finding:
    """Hold the outcome of a claim: reason, figures used, right value."""

    outcome: Outcome
    reason: Message
    metric: Metric | None = None
    uses: tuple[Observation, ...] = ()
    arithmetic: str = ""

    @property
    def agrees(self) -> bool:
        """Return whether the claim may stand as it is."""
        return self.outcome in (SUPPORTED, ROUNDED)


def unverifiable(reason: Message, metric: Metric | None = None,
                 uses: tuple[Observation, ...] = (), arithmetic: str = "") -> Finding:  # fmt: skip
    """Return that what is published does not decide a claim."""
    return Finding(UNVERIFIABLE, reason, metric, uses, arithmetic)


def compared(stated: StatedValue, computed: Amount, metric: Metric) -> Finding:
    """Return whether a computed amount bears a stated value out."""
    agrees = agreement(stated, computed.span)
    text = computed.text
    if agrees is None:
        reason = message("What is published is not exact enough to tell: {arithmetic}",
                         arithmetic=text)  # fmt: skip
        return unverifiable(reason, metric, computed.uses, text)
    if agrees:
        rounded = stated.qualifier != "exact" or not computed.span.exact
        outcome: Outcome = ROUNDED if rounded and stated.value != computed.nominal else SUPPORTED
        reason = message("The published figures give it: {arithmetic}", arithmetic=text)
        return Finding(outcome, reason, metric, computed.uses, text)
    reason = message("Computed from what is published: {arithmetic}", arithmetic=text)
    return Finding(DIFFERING, reason, metric, computed.uses, text)


def held(holds: bool | None, shown: str, metric: Metric, uses: tuple[Observation, ...]) -> Finding:
    """Return the finding of a claim that is so or not; None where that is undecided."""
    if holds is None:
        reason = message("What is published is not exact enough to tell: {arithmetic}",
                         arithmetic=shown)  # fmt: skip
        return unverifiable(reason, metric, uses, shown)
    if holds:
        return Finding(
            SUPPORTED,
            message("The published figures give it: {arithmetic}", arithmetic=shown),
            metric,
            uses,
            shown,
        )
    reason = message("What is published says otherwise: {arithmetic}", arithmetic=shown)
    return Finding(DIFFERING, reason, metric, uses, shown)


def listed(rows: tuple[Observation, ...] | list[Observation], *, regions: bool = False) -> str:
    """Return figures in a line, each with its year or region."""
    return " · ".join(f"{row.region if regions else row.year} {row.as_printed}" for row in rows)


def as_percent(number: Decimal) -> str:
    """Return a percentage for a reader."""
    return plain(number.quantize(Decimal("0.1"))) + "%"


def together(findings: Sequence[Finding], metric: Metric, heads: Sequence[str] = ()) -> Finding:
    """Return the finding on all: differing where one is, supported where all are.

    `heads` go before the arithmetic of each; by default regions do, where there are several.
    """
    wrong = next((each for each in findings if each.outcome == DIFFERING), None)
    open_ = next((each for each in findings if not each.agrees), None)
    if wrong or open_:
        return wrong or open_ or findings[0]
    regions = {row.region for each in findings for row in each.uses}
    if not heads and len(regions) > 1:
        heads = [each.uses[0].region if each.uses else "" for each in findings]
    shown = [each.arithmetic for each in findings]
    text = "; ".join(f"{head}: {each}" for head, each in zip(heads, shown, strict=False))
    text = text or " · ".join(shown)
    uses = tuple(dict.fromkeys(row for each in findings for row in each.uses))
    reason = message("The published figures give it: {arithmetic}", arithmetic=text)
    return Finding(findings[0].outcome, reason, metric, uses, text)
