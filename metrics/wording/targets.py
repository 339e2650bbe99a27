"""Say how goals stand, in a reader's language: their state, the goal, the arithmetic.

Nothing is judged here; shares are rounded to a tenth, goals are written as printed.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from metrics.i18n import Message, Words, message
from metrics.model.target import Target
from metrics.model.target_changes import TargetChanges
from metrics.model.target_progress import TargetProgress, TargetState
from metrics.numbers import grouped, plain
from metrics.wording.citations import section_text
from metrics.wording.figures import group_digits
from metrics.wording.formatter import Formatter

STATE_NAMES: dict[str, Message] = {
    "reached": message("reached"),
    "missed": message("not reached"),
    "under_way": message("under way"),
    "not_due": message("not due yet"),
    "not_mentioned": message("no longer mentioned"),
    "undecided": message("cannot be decided"),
}
_SIGNS: dict[tuple[TargetState, str], str] = {
    (TargetState.REACHED, "at_least"): "≥",
    (TargetState.MISSED, "at_least"): "<",
    (TargetState.REACHED, "at_most"): "≤",
    (TargetState.MISSED, "at_most"): ">",
}
_WRAPS = {"at_least": "≥ {}", "at_most": "≤ {}", "about": "≈ {}", "": "{}"}


def goal_text(target: Target, fmt: Formatter) -> str:
    """Return a goal as printed; in English its value with a sign."""
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
    """Return a share in percent, rounded to a tenth, without its sign."""
    return plain((share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))


def arithmetic_text(progress: TargetProgress, fmt: Formatter) -> str:
    """Return how a result stands to its goal: 8317 ÷ 9000 = 92.4%, or 103 > 80.

    Empty without a result, and where the goal is no one number, or the verdict is open.
    """
    target, result = progress.target, progress.result
    if result is None or result.value is None:
        return ""
    if progress.share is not None:
        return f"{grouped(result.value)} ÷ {grouped(target.value)} = {percent(progress.share)}%"
    sign = _SIGNS.get((progress.state, target.direction))
    if sign is None or target.upper is not None or target.kind in ("growth", "reduction"):
        return ""
    return f"{fmt.number(result)} {sign} {grouped(target.value)}{'%' if target.unit == '%' else ''}"


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
