"""Say how goals stand, in a reader's language: their state, the goal, the arithmetic.

Nothing is judged here; goals are written as printed. Shares and changes are rounded to a tenth,
finer where that would put them on the other side of the goal.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from metrics.i18n import Message, Words, message
from metrics.model.observation import Observation
from metrics.model.series import POINTS, SHARE_UNITS
from metrics.model.target import Target
from metrics.model.target_changes import TargetChanges
from metrics.model.target_progress import (
    TargetProgress,
    TargetState,
    asks_for_change,
    at_most,
    is_of_part,
)
from metrics.numbers import grouped, plain
from metrics.wording.citations import section_text
from metrics.wording.figures import group_digits
from metrics.wording.formatter import Formatter
from metrics.wording.series import why_not_text

STATE_NAMES: dict[str, Message] = {
    "reached": message("reached"),
    "missed": message("not reached"),
    "under_way": message("under way"),
    "not_due": message("not due yet"),
    "not_mentioned": message("no longer mentioned"),
    "undecided": message("cannot be decided"),
}
_CHANGES: dict[str, tuple[Message, Message]] = {
    "%": (message("growth {goal}"), message("decline {goal}")),
    POINTS: (message("rise {goal}"), message("fall {goal}")),
}
"""Growth and reduction, by the unit of the goal."""
_AMOUNTS = (message("increase {goal}"), message("decrease {goal}"))
_WRAPS = {"at_least": "≥ {}", "at_most": "≤ {}", "about": "≈ {}", "": "{}"}


def goal_text(target: Target, fmt: Formatter) -> str:
    """Return a goal as printed, behind the word of its change; in English with a sign."""
    return with_change(target, _amount_text(target, fmt), fmt.words)


def with_change(target: Target, goal: str, _: Words) -> str:
    """Return a goal behind the word of the change that it asks for: 下降5%以上."""
    if not asks_for_change(target):
        return goal
    growth, reduction = _CHANGES.get(target.unit, _AMOUNTS)
    return _((growth if target.kind == "growth" else reduction).template, goal=goal)


def _amount_text(target: Target, fmt: Formatter) -> str:
    if fmt.language == "zh" and target.printed:
        return group_digits(target.printed)
    ends = [end for end in (target.value, target.upper) if end is not None]
    number = "–".join(grouped(end) for end in ends)
    joined = number + target.unit if target.unit == "%" else number
    unit = "" if target.unit == "%" else f" {fmt.unit(target.unit, target.value)}"
    return _WRAPS[target.direction].format(joined) + unit


def goal_number(target: Target, fmt: Formatter) -> str:
    """Return a goal without its unit, for the narrow places of a chart."""
    unit = "" if target.unit == "%" else fmt.unit(target.unit, target.value)
    return goal_text(target, fmt).replace(unit, "").strip() if unit else goal_text(target, fmt)


def stated_text(target: Target, _: Words) -> str:
    """Return which report sets a goal and where, or an empty text."""
    if not target.stated_in:
        return ""
    place = section_text(target.section, _) if target.section else ""
    report = _("report of {year}", year=target.stated_in)
    return _("{report}, section {place}", report=report, place=place) if place else report


def printed_goal(target: Target) -> str:
    """Return a goal as a Chinese report prints it, else its number and unit."""
    if target.printed:
        return target.printed
    ends = [plain(end) for end in (target.value, target.upper) if end is not None]
    return f"{'至'.join(ends)}{target.unit}"


def percent(share: Decimal) -> str:
    """Return a share in percent, rounded to a tenth, without its sign.

    99.99 is no 100: a share that is not the whole is written finer until it does not say so.
    """
    return plain(_rounded(share * 100, Decimal(100)))


def _rounded(number: Decimal, *bounds: Decimal) -> Decimal:
    """Return a number rounded to a tenth, finer where that would make it a bound."""
    for places in range(1, 12):
        rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if number in bounds or rounded not in bounds:
            return rounded
    return number


def arithmetic_text(progress: TargetProgress, fmt: Formatter) -> str:
    """Return the arithmetic of a goal and its result, or why there is none.

    8317 ÷ 9000 = 92.4%; 103 > 80; 100 ≤ 110 ≤ 120; (110 − 100) ÷ 100 = 10% ≥ 8%; under way
    200 × 105% = 210, the level that is asked for. Empty without a result, and for a bound that is
    not due yet.
    """
    target, result = progress.target, progress.result
    if result is None or result.value is None:
        return ""
    share = ""
    if progress.share is not None:
        share = f"{grouped(result.value)} ÷ {grouped(target.value)} = {percent(progress.share)}%"
    if progress.state == TargetState.UNDECIDED:
        said = (share or _difference(progress), why_undecided(progress, fmt))
        return fmt.words(", ").join(filter(None, said))
    if share:
        return share
    if progress.state not in (TargetState.REACHED, TargetState.MISSED):
        return _asked_level(target, result)
    if progress.moved is None:
        return _beside_goal(progress, result.value, fmt.number(result), fmt)
    compared = _beside_goal(progress, progress.moved, _moved_text(progress), fmt)
    if compared.startswith(_moved_text(progress)):
        return f"{_difference(progress, shown=False)} = {compared}"
    return f"{_difference(progress)}{fmt.words(', ')}{compared}"


def _asked_level(target: Target, result: Observation) -> str:
    """Return the level that a change asks for, empty where it is open."""
    exact = result.qualifier == "exact" and target.upper is None and result.year + 1 == target.year
    if result.value is None or not exact or not asks_for_change(target) or is_of_part(target):
        return ""
    more = -target.value if target.kind == "reduction" else target.value
    if target.unit == "%" and result.unit not in SHARE_UNITS:
        level = result.value * (100 + more) / 100
        return f"{grouped(result.value)} × {grouped(100 + more)}% = {grouped(level)}"
    if target.unit != {"%": POINTS}.get(result.unit, result.unit):
        return ""
    sign = "−" if more < 0 else "+"
    return f"{grouped(result.value)} {sign} {grouped(abs(more))} = {grouped(result.value + more)}"


def _beside_goal(progress: TargetProgress, value: Decimal, shown: str, fmt: Formatter) -> str:
    """Return what answers a goal beside its bounds, with the sign that decides."""
    target, met = progress.target, progress.state == TargetState.REACHED
    mark = "%" if target.unit == "%" else ""
    low, high = (f"{grouped(target.value if end is None else end)}{mark}"
                 for end in (target.value, target.upper))  # fmt: skip
    if target.upper is not None:
        outside = f"{shown} < {low}" if value < target.value else f"{shown} > {high}"
        return f"{low} ≤ {shown} ≤ {high}" if met else outside
    metric = fmt.dataset.catalogue.get(target.metric, target.category, target.unit)
    signs = ("≤", ">") if at_most(target, metric.direction) else ("≥", "<")
    return f"{shown} {signs[not met]} {low}"


def _difference(progress: TargetProgress, *, shown: bool = True) -> str:
    """Return how a change is computed, with its outcome; empty where it is open."""
    change, target = progress.change, progress.target
    if progress.moved is None or change is None or change.old is None or change.new is None:
        return ""
    values = [change.new.value or Decimal(0), change.old.value or Decimal(0)]
    first, second = values[::-1] if target.kind == "reduction" else values
    text = f"{grouped(first)} − {grouped(second)}"
    if target.unit == "%" and change.kind == "growth":
        text = f"({text}) ÷ {grouped(values[1])}"
    return f"{text} = {_moved_text(progress)}" if shown else text


def _moved_text(progress: TargetProgress) -> str:
    """Return how far a result moved, rounded on its side of the goal."""
    target, amount = progress.target, progress.moved or Decimal(0)
    high = target.value if target.upper is None else target.upper
    rounded = _rounded(amount, target.value, high)
    sign = "−" if rounded < 0 else ""
    return f"{sign}{grouped(abs(rounded))}{'%' if target.unit == '%' else ''}"


def why_undecided(progress: TargetProgress, fmt: Formatter) -> str:
    """Return why the result of a goal's year does not decide it."""
    _, target, result, change = fmt.words, progress.target, progress.result, progress.change
    if target.year is None:
        return _("no deadline")
    if is_of_part(target):
        return _("the goal is for {scope} alone", scope=fmt.region(target.scope))
    if change is not None and change.amount is None:
        return why_not_text(change, target.year, _)
    if change is None and result is not None and result.unit != target.unit:
        return _("goal and result are of different units")
    if change is not None and not change.about and progress.moved is None:
        return _("goal and result are of different units")
    if target.direction == "about":
        return _("“about” sets no exact bound")
    return _("the figure may lie on either side of the goal")


def goal_name(target: Target, fmt: Formatter) -> str:
    """Return deadline, metric and goal in one line."""
    metric = fmt.dataset.catalogue.get(target.metric, target.category, target.unit)
    place = "" if target.region == fmt.dataset.bureau.region else fmt.region(target.region)
    year = str(target.year) if target.year else fmt.words("no deadline")
    return " ".join(
        part for part in (year, place, fmt.name(metric), goal_text(target, fmt)) if part
    )


def goal_change_lines(changes: TargetChanges, fmt: Formatter) -> Iterator[str]:
    """Yield changed goals in words: + added, ~ changed, - withdrawn."""
    yield from (f"+ {goal_name(goal, fmt)}" for goal in changes.added)
    for old, new in changes.changed:
        before = goal_text(old, fmt)
        also = fmt.words("“{old}” before", old=before) if before != goal_text(new, fmt) else ""
        yield f"~ {goal_name(new, fmt)}{fmt.words(', ') + also if also else ''}"
    yield from (f"- {goal_name(goal, fmt)}" for goal in changes.withdrawn)
