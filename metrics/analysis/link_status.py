"""Decide whether a frozen link is current, superseded, changed or withdrawn.

Compares the figures that a link's filters gave as of its version with what is published now.
Holds what differs, with both values; gives no reason.
"""

from dataclasses import dataclass
from typing import Literal

from metrics.analysis.selection import Filters, checked_filters, select
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series import series_of_row

Kind = Literal["current", "superseded", "changed", "withdrawn"]  # from the lightest to the gravest


@dataclass(frozen=True)
class LinkStatus:
    """Hold the state of a link's figures; `kind` is the gravest that applies.

    `changed` holds (then, now), `withdrawn` what is no longer published, `added` how many figures
    the same filters give now that they did not give then.
    """

    kind: Kind
    then: int
    now: int
    changed: tuple[tuple[Observation, Observation], ...] = ()
    withdrawn: tuple[Observation, ...] = ()
    added: int = 0


def link_status(then: Dataset, now: Dataset, filters: Filters) -> LinkStatus:
    """Compare a link's figures as of its version with those published now.

    Raises BadFilters for filters that the older data set does not know.
    """
    rows = select(then, filters).rows()
    changed, withdrawn = [], []
    for row in rows:
        series = series_of_row(now, row)
        today = series.at(row.year) if series else None
        if today is None:
            withdrawn.append(row)
        elif today != row:
            changed.append((row, today))
    known = {row.key for row in rows}
    # Values that the filters name may be gone; the others still find what was added.
    sound, _problems, _allowed = checked_filters(filters.parameters(), now)
    added = sum(row.key not in known for row in select(now, sound).rows())
    kind: Kind = (
        "withdrawn" if withdrawn else "changed" if changed else "superseded" if added else "current"
    )
    return LinkStatus(kind, then.version, now.version, tuple(changed), tuple(withdrawn), added)
