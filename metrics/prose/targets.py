"""Read the goal of a planned figure: at least, at most, a level, growth, work to be done.

Which figures are planned, and for which year, is decided in `plans`. Nothing is judged here about
whether a goal was met.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from metrics.numbers import QualifierKey
from metrics.prose.lexicon import worded
from metrics.prose.names import ChangeWord
from metrics.prose.quantities import Quantity

GoalDirection = Literal["", "at_least", "at_most", "about"]
GoalKind = Literal["level", "growth", "reduction", "count"]
AT_LEAST: Final = "at_least"
AT_MOST: Final = "at_most"
ABOUT: Final = "about"
LEVEL: Final = "level"
GROWTH: Final = "growth"
REDUCTION: Final = "reduction"
COUNT: Final = "count"

_DIRECTIONS: dict[str, GoalDirection] = {
    "at_least": AT_LEAST,
    "more_than": AT_LEAST,
    "up_to": AT_MOST,
    "less_than": AT_MOST,
    "about": ABOUT,
    "nearly": ABOUT,
}
_KINDS: dict[ChangeWord, GoalKind] = {"growth": GROWTH, "decline": REDUCTION, "share": LEVEL}
_CONTROLLED = re.compile("控制(?:在|到|为|指标|目标|数|线|值)[^,，;]{0,6}\\Z")
_HELD = r"<verbs:hold-at>[在到]?\Z|(?:<verbs:move>|达)[到至为]\Z"
_MOVED: tuple[tuple[GoalKind, str], ...] = (
    ("growth", r"(?:<verbs:more>|(?<!新)增)\Z"),
    ("reduction", r"<verbs:less>\Z"),
)
"""What moves a figure by an amount: 增加500家 asks for 500 more, 增加到500家 for 500."""
_LED = (
    r"(?:(?P<low>至少|最少|起码|不少于)|最多|至多)(?:再|要|新)?(?:<verbs:act>|<verbs:hold>)\Z"
    r"|(?P<least>不[少低]于)[^,，。;\d]{2,8}的\Z"
)
_STOCKS = ("share", "points", "multiple", "temperature", "score", "rate")


@dataclass(frozen=True)
class Goal:
    """Hold what a text plans about a figure.

    `deadline` is None where the text does not say; `direction` is empty for an exact figure.
    """

    deadline: int | None
    direction: GoalDirection
    kind: GoalKind
    scope: str


def goal_of(
    quantity: Quantity, left: str, change: ChangeWord, deadline: int | None, scope: str
) -> Goal:
    """Return the goal of a planned figure, by its qualifier and words before."""
    direction: GoalDirection = ""
    if quantity.upper is None:
        direction = _DIRECTIONS.get(quantity.qualifier, "")
    if quantity.qualifier == "exact" and _CONTROLLED.search(left):
        direction = AT_MOST
    kind = _KINDS.get(change)
    if kind is None:
        kind = next((kind for kind, words in _MOVED if worded(words).search(left)), None)
    if kind is None:
        held = quantity.family in _STOCKS or worded(_HELD).search(left)
        kind = LEVEL if held else COUNT
    return Goal(deadline, direction, kind, "" if _whole(scope) else scope)


def goal_in_table(qualifier: QualifierKey, deadline: int | None) -> Goal:
    """Return the goal that a cell below a header like 目标值 states."""
    return Goal(deadline, _DIRECTIONS.get(qualifier, ""), LEVEL, "")


def _whole(scope: str) -> bool:
    """Return whether a scope word means the whole region that reports: 全市, 我市."""
    return scope.startswith(("全", "我"))


def led_by_bound(left: str) -> QualifierKey | None:
    """Return the qualifier that stands before a verb: at_least in 至少设置2处."""
    match = worded(_LED).search(left)
    return None if match is None else "at_least" if match["low"] or match["least"] else "up_to"
