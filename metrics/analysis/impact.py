"""Preview a publication: the figures, cards and charts it changes, old beside new.

Compares two data sets; publishes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset
from metrics.model.diff import ADDED, CHANGED, WITHDRAWN, Action, Changes
from metrics.model.observation import Key, Observation
from metrics.model.series import series_of_row
from metrics.wording.differences import differences
from metrics.wording.formatter import Formatter


@dataclass(frozen=True)
class ChangedFigure:
    """Hold one changed figure; texts are in the reader's language.

    `before` is what is published for that year now,
    `year_before` the figure of the year before it, `growth` the change on that year once this is
    published. `differences` say what changes besides a figure that looks different, `source` where
    the new figure stands.
    """

    kind: Action
    year: int
    name: str
    before: str
    after: str
    year_before: str
    growth: str
    differences: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class ChangedChart:
    """Name one chart that changes: a metric of a region, and its page."""

    metric: Metric
    region: str
    category: str
    subcategory: str


def applied(current: Iterable[Observation], changes: Changes) -> tuple[Observation, ...]:
    """Return the rows that are current once the changes are published."""
    state = {row.key: row for row in current}
    for row in changes.withdrawn:
        del state[row.key]
    state |= {new.key: new for _old, new in changes.changed}
    state |= {row.key: row for row in changes.added}
    return tuple(state.values())


def changed_figures(
    changes: Changes, fmt: Formatter, sources: Mapping[Key, str] | None = None
) -> list[ChangedFigure]:
    """Return the changed figures: added first, then changed, then withdrawn.

    `fmt` holds the data set after the changes, `sources` the file and cell of new figures.
    """
    lines: list[tuple[Action, Observation | None, Observation | None, Observation]] = [
        *((ADDED, None, row, row) for row in changes.added),
        *((CHANGED, old, new, new) for old, new in changes.changed),
        *((WITHDRAWN, row, None, row) for row in changes.withdrawn),
    ]
    places = sources or {}
    return [replace(_figure(*line, fmt), source=places.get(line[3].key, "")) for line in lines]


def changed_charts(changes: Changes, after: Dataset) -> list[ChangedChart]:
    """Return the charts that change, each once."""
    rows = [*changes.added, *(new for _old, new in changes.changed), *changes.withdrawn]
    charts = (
        ChangedChart(
            after.catalogue.get(row.metric, row.category, row.unit),
            row.region,
            row.category,
            row.subcategory,
        )
        for row in rows
    )
    return list(dict.fromkeys(charts))


def changed_cards(changes: Changes, before: Dataset, after: Dataset) -> int:
    """Return the number of the overview's lead cards that change."""
    latest = after.years[-1] if after.years else 0
    if before.years[-1:] != [latest]:
        return sum(1 for c in after.vocabulary.categories.values() if c.main)
    charts = changed_charts(changes, after)
    own = {(c.category, c.metric.slug) for c in charts if c.region == after.bureau.region}
    categories = after.vocabulary.categories.values()
    return sum(1 for c in categories if c.main and (c.key, c.lead) in own)


def _figure(
    kind: Action, old: Observation | None, new: Observation | None, row: Observation, fmt: Formatter
) -> ChangedFigure:
    """Return a changed figure; `row` is the new one, or the one withdrawn."""
    series = series_of_row(fmt.dataset, row)
    name = fmt.series(series) if series else fmt.metric(row)
    if row.region != fmt.dataset.bureau.region:
        name = f"{fmt.region(row.region)} · {name}"
    previous = series.at(row.year - 1) if series else None
    return ChangedFigure(
        kind,
        row.year,
        name,
        fmt.figure(old) if old else "",
        fmt.figure(new) if new else "",
        fmt.figure(previous) if previous else "—",
        fmt.change(series.change(row.year)) if series and new else "—",
        tuple(differences(old, new, fmt.words)) if old and new else (),
    )
