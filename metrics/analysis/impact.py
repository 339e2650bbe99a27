"""What a publication would change for readers: figures, cards and charts, old beside new.

Compares two data sets; publishes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.i18n import Words
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset
from metrics.model.diff import Changes
from metrics.model.observation import Observation
from metrics.model.series import series_of_row
from metrics.model.vocabulary import name_in
from metrics.wording.figures import figure_text
from metrics.wording.series import change_text


@dataclass(frozen=True)
class Line:
    """One changed figure: `kind` is added, changed or withdrawn; texts in the reader's language.

    `before` is what is published for that year now, `year_before` the figure of the year before
    it, `growth` the change on that year once this is published.
    """

    kind: str
    year: int
    name: str
    before: str
    after: str
    year_before: str
    growth: str


@dataclass(frozen=True)
class Picture:
    """One chart that changes: a metric of a region, and where it stands."""

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


def lines(changes: Changes, after: Dataset, _: Words) -> list[Line]:
    """Return what changes, figure by figure: added first, then changed, then withdrawn."""
    said = [_line("added", None, row, after, _) for row in changes.added]
    said += [_line("changed", old, new, after, _) for old, new in changes.changed]
    said += [_line("withdrawn", row, None, after, _) for row in changes.withdrawn]
    return said


def pictures(changes: Changes, after: Dataset) -> list[Picture]:
    """Return the charts that change, each once."""
    touched = [
        *changes.added,
        *(new for _old, new in changes.changed),
        *changes.withdrawn,
    ]
    found: dict[Picture, None] = {}
    for row in touched:
        metric = after.catalogue.get(row.metric, row.category, row.unit)
        found.setdefault(Picture(metric, row.region, row.category, row.subcategory))
    return list(found)


def cards_changed(changes: Changes, before: Dataset, after: Dataset) -> int:
    """Return how many of the overview's lead cards show something else afterwards."""
    latest = after.years[-1] if after.years else 0
    if before.years[-1:] != [latest]:
        return sum(1 for c in after.vocabulary.categories.values() if c.main)
    touched = {(p.metric.slug, p.region) for p in pictures(changes, after)}
    leads = {c.lead for c in after.vocabulary.categories.values() if c.main}
    return sum(1 for slug, region in touched if slug in leads and region == after.bureau.region)


def _line(
    kind: str, old: Observation | None, new: Observation | None, after: Dataset, _: Words
) -> Line:
    row = new or old
    assert row is not None
    metric = after.catalogue.get(row.metric, row.category, row.unit)
    series = series_of_row(after, row)
    name = name_in(metric, _.language)
    if row.region != after.bureau.region:
        name = f"{after.vocabulary.place(row.region, _.language)} · {name}"
    if series is not None and series.shared_name and row.subcategory:
        name = f"{name} · {after.vocabulary.place(row.subcategory, _.language)}"
    change = series.change(row.year) if series else None
    previous = series.at(row.year - 1) if series else None
    return Line(
        kind,
        row.year,
        name,
        figure_text(old, after.vocabulary, _) if old else "",
        figure_text(new, after.vocabulary, _) if new else "",
        figure_text(previous, after.vocabulary, _) if previous else "—",
        change_text(change, _) if change and new else "—",
    )
