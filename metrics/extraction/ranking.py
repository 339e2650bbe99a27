"""Rank the metrics of earlier years for a new label, and take each of them once.

Likeness is measured on pieces of one and two characters of the comparable form (Dice, and how
much of the shorter name is in the longer). Gates: units that count different things, different
scopes, growth against level. THRESHOLD was chosen on one half of the pairs in
`tests/data/matching_pairs.json` and measured on the other, see there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from metrics.extraction.label import Label
from metrics.extraction.label_words import Form, contrasting, shared_words
from metrics.i18n import Message, message

THRESHOLD = 0.4
"""A best candidate below this is none: the metric is new."""
THRESHOLD_IN_TABLE = 0.7
"""The same for a table, which names in full what it counts."""
SHOWN_FROM = 0.2
"""A candidate below this is not worth showing."""
_SIMILAR_AT_MOST = 0.98
_ALIAS = 0.99
_WHOLE, _PART = 0.6, 0.4
"""Weights of the two measures of likeness."""
_CONTRAST = 0.5
_OTHER_THING = 0.5
"""Names that share only what was done: 新增无人机, 新增装备."""
_NEAR_UNIT = 0.95
_HINT_DIFFERS = 0.85
_OTHER_KIND = 0.3
"""The most that a name reaches when its unit counts something else."""
_NEAR_FAMILIES = frozenset(
    frozenset(pair)
    for pair in (
        ("items", "places"),
        ("items", "documents"),
        ("items", "teams"),
        ("items", "organisations"),
        ("items", "incidents"),
        ("items", "devices"),
        ("times", "sessions"),
        ("times", "incidents"),
        ("devices", "vehicles"),
    )
)
"""Families whose units are written for each other: 9个 and 9部预案, 10次 and 10场演练."""

MatchWay = Literal["exact", "alias", "similar"]


@dataclass(frozen=True)
class Candidate:
    """Hold a candidate: `left` counts from 0, `how` is exact, alias or similar.

    `score` is between 0 and 1: 1 the same name, 0.99 a confirmed alias, less for likeness.
    """

    left: int
    score: float
    how: MatchWay
    reason: Message


@dataclass(frozen=True)
class Match:
    """Hold a label's candidates, best first, and the one it takes or None."""

    right: int
    candidates: tuple[Candidate, ...]
    best: Candidate | None


def match_label(right: Label, lefts: Sequence[Label]) -> list[Candidate]:
    """Return the earlier metrics that a label may continue, the likeliest first."""
    candidates = [_compared(right, left, number) for number, left in enumerate(lefts)]
    likely = [each for each in candidates if each and each.score >= SHOWN_FROM]
    return sorted(likely, key=lambda each: (-each.score, each.left))


def match_all(
    rights: Sequence[Label], lefts: Sequence[Label], threshold: float = THRESHOLD
) -> list[Match]:
    """Match all labels of a report; a metric is taken once, by the likest label."""
    ranked = [match_label(right, lefts) for right in rights]
    pairs = sorted(
        ((each, right) for right, candidates in enumerate(ranked) for each in candidates),
        key=lambda pair: (-pair[0].score, pair[1], pair[0].left),
    )
    best: dict[int, Candidate] = {}
    taken: set[int] = set()
    for each, right in pairs:
        if each.score >= threshold and right not in best and each.left not in taken:
            best[right] = each
            taken.add(each.left)
    return [
        Match(number, tuple(candidates), best.get(number))
        for number, candidates in enumerate(ranked)
    ]


def _compared(right: Label, left: Label, number: int) -> Candidate | None:
    closeness = _unit_closeness(right, left)
    if right.is_change != left.is_change or _scopes_differ(right, left):
        return None
    named = _same_name(right, left)
    if named and closeness:
        return Candidate(number, *named)
    score, mine, its = _likeness(right, left)
    clash = contrasting(right.forms[mine], left.forms[its])
    score *= (_CONTRAST if clash else 1) * closeness
    if right.hint and left.scopes and not right.scopes and right.hint not in left.scopes:
        score *= _HINT_DIFFERS
    if not closeness:
        if not named:
            return None
        units = message("but {right} and {left} count different things", right=right.unit,
                        left=left.unit)  # fmt: skip
        return Candidate(number, _OTHER_KIND, named[1], _joined([named[2], units]))
    score = round(min(score, _SIMILAR_AT_MOST), 2)
    if score < SHOWN_FROM:
        return None
    reason = _reason(right, left, right.names[mine], left.names[its], clash)
    return Candidate(number, score, "similar", reason)


def _same_name(right: Label, left: Label) -> tuple[float, MatchWay, Message] | None:
    if right.folded[0] == left.folded[0]:
        return 1.0, "exact", message("the same name")
    shared = [name for name, folded in zip(left.names, left.folded, strict=True)
              if folded in right.folded]  # fmt: skip
    if shared:
        return _ALIAS, "alias", message("“{name}” is known as a name of it", name=shared[0])
    return None


def _likeness(right: Label, left: Label) -> tuple[float, int, int]:
    """Return the likeness of the two likest names, and the names."""
    best = (-1.0, 0, 0)
    for mine, one in enumerate(right.forms):
        for its, other in enumerate(left.forms):
            score = _alike(one, other)
            if score > best[0]:
                best = (score, mine, its)
    return best


def _alike(one: Form, other: Form) -> float:
    if not one.size or not other.size:
        return 0.0
    theirs = other.pieces
    shared = sum(min(n, theirs[piece]) for piece, n in one.pieces.items() if piece in theirs)
    whole = 2 * shared / (one.size + other.size)
    part = shared / min(one.size, other.size)
    other_thing = one.things and other.things and not one.things & other.things
    return (_WHOLE * whole + _PART * part) * (_OTHER_THING if other_thing else 1)


def count_alike(one: Label, other: Label) -> bool:
    """Return whether the units of two labels may be written for each other."""
    return _unit_closeness(one, other) > 0


def _unit_closeness(right: Label, left: Label) -> float:
    one, other = right.family, left.family
    if not one or not other or one == other:
        return 1.0
    return _NEAR_UNIT if frozenset((one, other)) in _NEAR_FAMILIES else 0.0


def _scopes_differ(right: Label, left: Label) -> bool:
    return bool(right.scopes and left.scopes and not right.scopes & left.scopes)


def _reason(
    right: Label, left: Label, mine: str, its: str, clash: tuple[str, str] | None
) -> Message:
    shared = shared_words(mine, its)[:3]
    parts = [message("“{words}” in both", words="”“".join(shared)) if shared
             else message("the wording means much the same")]  # fmt: skip
    if right.unit and right.unit == left.unit:
        parts.append(message("the same unit {unit}", unit=right.unit))
    elif right.unit and left.unit:
        parts.append(message("{right} and {left} count alike", right=right.unit, left=left.unit))
    if clash:
        parts.append(message("but “{one}” is not “{other}”", one=clash[0], other=clash[1]))
    return _joined(parts)


def _joined(parts: list[Message]) -> Message:
    joined = parts[0]
    for part in parts[1:]:
        joined = message("{first}; {second}", first=joined, second=part)
    return joined
