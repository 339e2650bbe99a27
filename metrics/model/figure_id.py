"""Write and read the identifier of one figure, as a click sends it."""

import json

from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series import find_series
from metrics.model.target import Target


def figure_id(observation: Observation, dataset: Dataset) -> str:
    """Return a figure's identifier, which `figure_at` reads: its key as JSON."""
    metric = dataset.catalogue.get(observation.metric, observation.category, observation.unit)
    o = observation
    named = [metric.slug, o.year, o.region, o.category, o.subcategory]
    return json.dumps(named, ensure_ascii=False)


def named(observation: Observation, dataset: Dataset) -> list[tuple[str, str]]:
    """Return the parameters that name a figure's series in an address.

    Region, category and sub-category are named only where the metric alone means another series.
    """
    metric = dataset.catalogue.get(observation.metric, observation.category, observation.unit)
    pairs = [("metric", metric.slug)]
    if observation.region != (dataset.bureau.home or dataset.bureau.region):
        pairs.append(("region", observation.region))
    first = find_series(dataset, metric.slug, observation.region)
    if first is not None and first.category != observation.category:
        pairs.append(("category", observation.category))
        first = find_series(dataset, metric.slug, observation.region, observation.category)
    usual = {metric.subcategory, first.subcategory if first else metric.subcategory}
    if usual != {observation.subcategory}:
        pairs.append(("subcategory", observation.subcategory))
    return pairs


def figure_at(place: str, dataset: Dataset) -> Observation | None:
    """Return the figure of an identifier; None when it is none, or no longer there."""
    try:
        slug, year, region, category, subcategory = json.loads(place)
    except (ValueError, TypeError):
        return None
    if not all(isinstance(name, str) for name in (slug, region, category, subcategory)):
        return None
    series = find_series(dataset, slug, region, category, subcategory)
    return series.at(year) if series else None


def goal_id(goal: Target) -> str:
    """Return a goal's identifier, which `goal_at` reads: its key as JSON."""
    return json.dumps(goal.key, ensure_ascii=False)


def goal_at(place: str, dataset: Dataset) -> Target | None:
    """Return the goal of an identifier; None for a figure's, or when it is gone."""
    key = json.loads(place)
    return next((goal for goal in dataset.targets if [*goal.key] == key), None)
