"""Choose the category of a new metric among those that a bureau has."""

from dataclasses import replace

from metrics.extraction.label_words import shared_words
from metrics.model.catalogue import Catalogue
from metrics.model.observation import Observation
from metrics.model.vocabulary import Vocabulary

_RUN = 3  # what a character of a run counts beside one that stands alone


def in_own_category(row: Observation, vocabulary: Vocabulary, catalogue: Catalogue) -> Observation:
    """Return the row of a new metric in one of the bureau's categories.

    It is the kind that the words of a field name, the category that says it takes the kind, the one
    whose names share most with the metric's, or else the last; the kind where there are none.
    """
    listed, kind = vocabulary.categories, row.category
    if kind in listed or not listed:
        return row
    taking = next((key for key, one in listed.items() if kind in one.kinds), "")
    shared = {key: _shared(row.metric, key, vocabulary, catalogue) for key in listed}
    best = max(shared, key=lambda key: shared[key])
    return replace(row, category=taking or (best if shared[best] else list(listed)[-1]))


def _shared(metric: str, key: str, vocabulary: Vocabulary, catalogue: Catalogue) -> int:
    """Return how much a metric's name shares with a category's names, runs first."""
    category = vocabulary.categories[key]
    known = (one for one in catalogue.metrics if one.category == key)
    names = (
        category.zh,
        *category.aliases,
        *(name for one in known for name in (one.zh, *one.aliases)),
    )
    return max(
        _RUN * sum(map(len, shared_words(metric, name))) + len(set(name) & set(metric))
        for name in names
    )
