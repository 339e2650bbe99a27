"""List what the figures mean, for programs: metrics, categories, units, qualifiers, regions.

Holds what any reader may see.
"""

from dataclasses import asdict
from typing import Any

import numpy as np

from metrics.analysis.selection import MULTI_FILTERS, allowed_values, years_present
from metrics.export.files import edition_dict
from metrics.export.summary import everything, metrics_of
from metrics.i18n import LANGUAGES
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset
from metrics.model.series_index import series_index


def catalog_dict(dataset: Dataset) -> dict[str, Any]:
    """Return metrics, categories, units, qualifiers and regions, with their years."""
    known, bureau = dataset.vocabulary, dataset.bureau
    return {
        "version": dataset.version,
        "sample": bureau.sample,
        "bureau": {"zh": bureau.zh, "en": bureau.en, "region": bureau.region},
        "years": years_present(dataset),
        "metrics": _metrics(dataset),
        "categories": [
            {"key": one.key, "zh": one.zh, "en": one.en}
            for one in map(known.category, allowed_values(dataset, "category"))
        ],
        "subcategories": _places(dataset, "subcategory"),
        "regions": _places(dataset, "region"),
        "units": [
            {"key": one.key, "zh": one.zh, "en": one.en_many, "family": one.family}
            for one in map(known.unit, dataset.table["unit"].cat.categories)
        ],
        "qualifiers": [
            {
                "key": one.key,
                "zh": one.zh,
                "en": one.en,
                "meaning": {"zh": one.meaning_zh, "en": one.meaning_en},
            }
            for one in known.qualifiers.values()
        ],
        "editions": [edition_dict(edition) for edition in dataset.reports],
        "filters": {name: list(allowed_values(dataset, name)) for name in MULTI_FILTERS},
    }


def _metrics(dataset: Dataset) -> list[dict[str, Any]]:
    """Return the metrics of the catalogue, then those that only the figures name."""
    years = _years_by_metric(dataset)
    known = dict.fromkeys((*dataset.catalogue.metrics, *metrics_of(everything(dataset))))
    return [_metric(metric, years.get(metric.zh, [])) for metric in known]


def _metric(metric: Metric, years: list[int]) -> dict[str, Any]:
    facts = asdict(metric)
    definition = {language: facts.pop(f"definition_{language}") for language in LANGUAGES}
    order = ("slug", "zh", "en", "category", "subcategory", "unit", "additive", "direction")
    listed = {name: facts[name] for name in order}
    return {**listed, "definition": definition, "aliases": list(metric.aliases), "years": years}


def _years_by_metric(dataset: Dataset) -> dict[str, list[int]]:
    """Return the years with a figure of any region, by the name of the metric."""
    index = series_index(dataset.table)
    codes = dataset.table["metric"].cat.codes.to_numpy()
    pairs = np.stack([codes[index.stated], index.years[index.stated]], axis=1)
    names = dataset.table["metric"].cat.categories
    found: dict[str, list[int]] = {}
    for code, year in np.unique(pairs, axis=0).tolist():
        found.setdefault(names[code], []).append(year)
    return found


def _places(dataset: Dataset, name: str) -> list[dict[str, str]]:
    """Return regions or sub-categories in both languages, in the order of display."""
    places = dataset.vocabulary.places
    return [{"zh": one, "en": places.get(one, one)} for one in allowed_values(dataset, name)]
