"""List the metrics that a new report may continue: the catalogue's and earlier years'.

Each with all the names that mean it and with its newest earlier row. A confirmed alias means its
metric alone, even where the catalogue differs.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from metrics.checks import published_beside
from metrics.extraction.label import Label
from metrics.model.catalogue import Metric, fold
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation, from_table
from metrics.model.series import regions_present
from metrics.prose import TextFigure

CITY_PROPER = "市本级"
"""What a report calls the city's own bodies beside those of its districts."""
_WHOLE = re.compile("全[省市县区]|我[省市县区]|[合总共]计")


class KnownAlias(Protocol):
    """Hold a name that an editor has confirmed for a metric."""

    @property
    def alias(self) -> str: ...
    @property
    def metric(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def subcategory(self) -> str: ...


@dataclass(frozen=True)
class Known:
    """Hold a known metric with its published rows.

    `last` is that of the newest earlier year of all metrics, `published` that of the year,
    `beside` the one to hold a new figure against. `same_units` are the ways of writing its unit.
    """

    metric: Metric
    label: Label
    last: Observation | None
    published: Observation | None
    beside: Observation | None
    same_units: frozenset[str]

    def means_the_same(self, unit: str) -> bool:
        """Return whether a unit is another way of writing the metric's own."""
        return fold(unit) in self.same_units


def known_metrics(
    dataset: Dataset, region: str, year: int, aliases: Mapping[str, KnownAlias]
) -> list[Known]:
    """Return the metrics that a year's figures may belong to, the catalogue's first."""
    metrics = {metric.key: metric for metric in dataset.catalogue.metrics}
    history: dict[tuple[str, str, str], dict[int, Observation]] = {}
    for row in from_table(dataset.table):
        place = row.metric_key
        if row.region != region:
            continue
        if place not in metrics:
            known = dataset.catalogue.get(row.metric, row.category, row.unit)
            metrics[place] = Metric(
                row.metric, known.slug, known.en, row.category, row.subcategory, row.unit,
                known.additive, known.direction, known.definition_zh, known.definition_en,
            )  # fmt: skip
        history.setdefault(place, {})[row.year] = row
    newest = max((each for rows in history.values() for each in rows if each < year), default=0)
    listed = []
    for place, metric in metrics.items():
        rows = history.get(place, {})
        listed.append(
            Known(
                metric,
                _label(metric, place, aliases),
                rows.get(newest),
                rows.get(year),
                published_beside(year, rows.values()),
                _written_like(metric.unit, dataset),
            )
        )
    return listed


def regions_of(dataset: Dataset) -> list[str]:
    """Return the regions a report may name: districts, and others with figures."""
    districts = dataset.bureau.districts
    proper = (CITY_PROPER,) if districts else ()
    return list(dict.fromkeys([*regions_present(dataset), *districts, *proper]))


def region_named(figure: TextFigure, text: str, regions: Iterable[str], own: str) -> str:
    """Return the region named last before a figure in its sentence, or `own`.

    全市 and 合计 name the bureau's own region again.
    """
    before = text[figure.sentence[0] : figure.start]
    places = {region: before.rfind(region) for region in regions if region}
    whole = max((match.start() for match in _WHOLE.finditer(before)), default=-1)
    places[own] = max(places.get(own, -1), whole)
    named = [region for region, place in places.items() if place >= 0]
    return max(named, key=lambda region: (places[region], len(region)), default=own)


def named_without(figures: Sequence[TextFigure], regions: Sequence[str]) -> tuple[TextFigure, ...]:
    """Return figures whose names leave out their region, a field of the row."""
    return tuple(
        replace(figure, metric=name)
        if (name := figure.metric.replace(region, "", 1).lstrip("的")) and name != figure.metric
        else figure
        for figure, region in zip(figures, regions, strict=True)
    )


def _label(metric: Metric, place: tuple[str, str, str], aliases: Mapping[str, KnownAlias]) -> Label:
    names = [name for name in metric.aliases if fold(name) not in aliases]
    for alias in aliases.values():
        named = (alias.category or place[0], alias.subcategory or place[1], alias.metric)
        if named == place:
            names.append(alias.alias)
    return Label(metric.zh, metric.unit, metric.category, tuple(names))


def _written_like(unit: str, dataset: Dataset) -> frozenset[str]:
    known = dataset.vocabulary.units.get(unit)
    return frozenset(fold(each) for each in (unit, *(known.aliases if known else ())))
