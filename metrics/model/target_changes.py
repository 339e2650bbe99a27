"""Compute what publishing goals would change: added, changed, withdrawn.

A goal is itself by its key (`Target.key`). Nothing is written here; raises ValueError for goals
that name a key twice.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from metrics.model.diff import ADDED, CHANGED, WITHDRAWN
from metrics.model.target import Target, target_dict


@dataclass(frozen=True)
class TargetChanges:
    """Hold goals added, changed (old and new) and withdrawn."""

    added: tuple[Target, ...] = ()
    changed: tuple[tuple[Target, Target], ...] = ()
    withdrawn: tuple[Target, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.withdrawn)

    def steps(self) -> Iterator[tuple[str, Target]]:
        """Yield each action with its goal, in the order in which they are kept."""
        yield from ((ADDED, goal) for goal in self.added)
        yield from ((CHANGED, new) for _old, new in self.changed)
        yield from ((WITHDRAWN, goal) for goal in self.withdrawn)


def plan_targets(
    current: Iterable[Target], wanted: Iterable[Target], replace_years: Collection[int] = ()
) -> TargetChanges:
    """Return what publishing goals would change in the current ones.

    Of reports on `replace_years`, goals that `wanted` does not name are withdrawn.
    """
    state = {goal.key: goal for goal in current}
    named: dict[object, Target] = {}
    for goal in wanted:
        if goal.key in named:
            raise ValueError(f"{goal.metric} is named twice")
        named[goal.key] = goal
    return TargetChanges(
        tuple(goal for key, goal in named.items() if key not in state),
        tuple((state[k], goal) for k, goal in named.items() if k in state and state[k] != goal),
        tuple(g for k, g in state.items() if g.stated_in in replace_years and k not in named),
    )


def target_changes_dict(changes: TargetChanges) -> dict[str, Any]:
    """Return changed goals for programs."""
    return {
        "added": [target_dict(goal) for goal in changes.added],
        "changed": [
            {"old": target_dict(old), "new": target_dict(new)} for old, new in changes.changed
        ],
        "withdrawn": [target_dict(goal) for goal in changes.withdrawn],
    }
