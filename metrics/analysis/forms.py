"""Choose the form in which a figure is drawn, by its own kind and what it is declared to be.

No mark compares two metrics without a relation between them (`data/relations.csv`); a unit in
common is none. Draws nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series import Series

FormKind = Literal["reach", "strip", "columns", "rates", "events", "dots", "number"]
MOST_DOTS = 100
_FEW_EVENTS = 6
_LEAST_YEARS = 2
_LEAST_SHARE = Decimal("0.01")
"""The smallest part that can be seen beside its whole."""
_PERCENT = "%"


@dataclass(frozen=True)
class Form:
    """Hold how figures are drawn: pairs have activity and reach, or whole and part."""

    kind: FormKind
    series: tuple[Series, ...]


def forms_of(series: Sequence[Series], year: int, dataset: Dataset) -> list[Form]:
    """Return the forms of the metrics that are published for a year, pairs first.

    A metric that has a history shows it, and stands in no pair.
    """
    published = [one for one in series if one.published(year)]
    young = [one for one in published if len(_until(one, year)) < _LEAST_YEARS]
    pairs = list(_pairs(young, year, dataset))
    paired = {one.metric.zh for pair in pairs for one in pair.series}
    alone = [Form(kind_of(s, year, dataset), (s,)) for s in published if s.metric.zh not in paired]
    return [*pairs, *alone]


def telling(series: Sequence[Series], year: int, dataset: Dataset, most: int) -> list[Series]:
    """Return the series that show most of a category: each form once, then others.

    At most `most` of those that are published for the year, the others in their order.
    """
    published = [one for one in series if one.published(year)]
    kinds: set[FormKind] = set()
    first: list[Series] = []
    for one in published:
        if (kind := kind_of(one, year, dataset)) not in kinds:
            kinds.add(kind)
            first.append(one)
    rest = [one for one in published if one not in first]
    kept = [*first, *rest][:most]
    return [one for one in published if one in kept]


def share_of(part: Series, whole: Series, year: int) -> Decimal | None:
    """Return a part's share of its whole; None where the figures do not give one."""
    one, other = part.published(year), whole.published(year)
    if one is None or other is None or one.unit != other.unit:
        return None
    if one.upper is not None or other.upper is not None or not other.value:
        return None
    share = (one.value or Decimal(0)) / other.value
    return share if 0 <= share <= 1 else None


def _pairs(published: Sequence[Series], year: int, dataset: Dataset) -> Iterator[Form]:
    by_name = {one.metric.zh: one for one in published}
    known, used = dataset.vocabulary, set[str]()
    for one in published:
        name = one.metric.zh
        activity = by_name.get(known.others("reach_of").get(name, ""))
        whole = by_name.get(known.others("part_of").get(name, ""))
        if activity is not None and not {name, activity.metric.zh} & used:
            used |= {name, activity.metric.zh}
            yield Form("reach", (activity, one))
        elif whole is not None and not {name, whole.metric.zh} & used:
            share = share_of(one, whole, year)
            if share is not None and share >= _LEAST_SHARE:
                used |= {name, whole.metric.zh}
                yield Form("strip", (whole, one))


def kind_of(series: Series, year: int, dataset: Dataset) -> FormKind:
    """Return the form of one metric with a figure of the year, drawn by itself."""
    until = _until(series, year)
    values = [o.value for o in until if o.value is not None]
    counted = dataset.vocabulary.unit(until[-1].unit).count
    if len(until) >= _LEAST_YEARS:
        if until[-1].unit == _PERCENT:
            return "rates"
        rare = counted and max(values) <= _FEW_EVENTS and min(values) >= 0
        return "events" if rare and all(o.upper is None for o in until) else "columns"
    exact = until[-1].qualifier == "exact" and values[-1] == int(values[-1])
    return "dots" if counted and exact and 1 < values[-1] <= MOST_DOTS else "number"


def _until(series: Series, year: int) -> list[Observation]:
    return [o for o in series.observations if o.year <= year and o.value is not None]
