"""What several series are called beside one another: only what tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.series import Series
from metrics.model.vocabulary import name_in
from metrics.wording.series import series_name


def labels(series: Sequence[Series], dataset: Dataset, _: Words) -> list[str]:
    """Return a name for each series: the metric, the region, or both; in the order given.

    One metric in several regions is told apart by the region alone. Names that are still the same
    get their category, then their sub-category.
    """
    regions = {one.region for one in series}
    metrics = {(one.metric.zh, one.category, one.subcategory) for one in series}
    places = [dataset.vocabulary.place(one.region, _.language) for one in series]
    if len(regions) > 1 and len(metrics) == 1:
        return places
    names = [series_name(one, dataset, _) for one in series]
    if len(regions) > 1:
        names = [f"{place} · {name}" for place, name in zip(places, names, strict=True)]
    categories = [name_in(dataset.vocabulary.category(s.category), _.language) for s in series]
    names = _told_apart(names, categories)
    groups = [dataset.vocabulary.place(one.subcategory, _.language) for one in series]
    return _told_apart(names, groups)


def _told_apart(names: Sequence[str], more: Sequence[str]) -> list[str]:
    counts = Counter(names)
    return [
        f"{name} · {added}" if counts[name] > 1 and added else name
        for name, added in zip(names, more, strict=True)
    ]
