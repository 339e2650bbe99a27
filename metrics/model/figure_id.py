"""Write and read the identifier of one figure, as a click sends it."""

import json

from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series import find_series


def figure_id(observation: Observation, dataset: Dataset) -> str:
    """Return a figure's identifier: JSON of slug, year, region, (sub-)category.

    `figure_at` reads it.
    """
    metric = dataset.catalogue.get(observation.metric, observation.category, observation.unit)
    o = observation
    named = [metric.slug, o.year, o.region, o.category, o.subcategory]
    return json.dumps(named, ensure_ascii=False)


def figure_at(place: str, dataset: Dataset) -> Observation | None:
    """Return the figure of an identifier; None when it is no longer there."""
    slug, year, region, category, subcategory = json.loads(place)
    series = find_series(dataset, slug, region, category, subcategory)
    return series.at(year) if series else None
