"""Choose the category of a new metric among those that a bureau has."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from metrics.extraction.heading_themes import theme_of
from metrics.extraction.label_words import form_of, shared_words
from metrics.model.catalogue import Catalogue
from metrics.model.observation import Observation
from metrics.model.vocabulary import Vocabulary
from metrics.prose import Section

_MEASURE = re.compile(r"(?:[\u4e00-\u9fff]{2}率|占比|比例|比重|金额)\Z")
Placed = tuple[Observation, tuple[str, ...], bool, bool]
"""A row, the headings above it, whether its metric is new and whether it is to be taken."""
_RUN = 3  # what a character of a run counts beside one that stands alone


def in_own_categories(
    every: Iterable[Placed], vocabulary: Vocabulary, catalogue: Catalogue, *, silent: bool
) -> list[Observation]:
    """Return the rows of a report, those of new metrics in categories of the bureau.

    Where no words of a field say what figures are about, `silent`, what is nearest of the known
    metrics says less than the names of categories.
    """
    silent = silent and bool(vocabulary.categories)
    rows: list[Observation] = []
    under: tuple[str, ...] = ()
    before = ""
    for row, above, is_new, is_taken in every:
        near = before if above == under else ""
        asked = replace(row, category="") if silent else row
        last = near or row.category * silent
        placed = _in_own_category(asked, above, vocabulary, catalogue, last) if is_new else row
        rows.append(placed)
        if is_taken:
            under, before = above, placed.category
    return rows


def _in_own_category(
    row: Observation,
    headings: Sequence[str],
    vocabulary: Vocabulary,
    catalogue: Catalogue,
    before: str = "",
) -> Observation:
    """Return the row of a new metric in one of the bureau's categories.

    `headings` stand above the figure, the nearest first; `before` is the category of the figure
    before it under these. Without any evidence it is that one, else the category whose names share
    most characters with the metric's, or the last; the kind that the words of a field name where
    there are no categories.
    """
    listed = vocabulary.categories
    if row.category in listed or not listed:
        return row
    evident = evident_category(row, headings, vocabulary, catalogue, before) or before
    if evident in listed:
        return replace(row, category=evident)
    alike = {key: _alike(row.metric, _names(key, vocabulary, catalogue)) for key in listed}
    best = max(alike, key=lambda key: alike[key])
    return replace(row, category=best if alike[best] else list(listed)[-1])


def evident_category(
    row: Observation,
    headings: Sequence[str],
    vocabulary: Vocabulary,
    catalogue: Catalogue,
    before: str = "",
) -> str:
    """Return the category that words speak for, or an empty text.

    In this order: the one that takes the kind; that the metric's name says whole, or what a heading
    is about; whose own names share the longest words with the metric's or a heading's; whose
    metrics share one with the metric's name. `before` decides between equals.
    """
    listed = vocabulary.categories
    if taking := next((key for key, one in listed.items() if row.category in one.kinds), ""):
        return taking
    own = {key: (one.zh, *one.aliases) for key, one in listed.items()}
    if named := _named(row.metric, headings, own):
        return named
    shared = (_sharing(text, own, before) for text in (row.metric, *headings))
    found, _ = max(shared, key=itemgetter(1))
    every = {key: _names(key, vocabulary, catalogue) for key in listed}
    return found or _sharing(row.metric, every, before)[0]


def _named(metric: str, headings: Sequence[str], own: Mapping[str, tuple[str, ...]]) -> str:
    """Return the category that the metric or a heading names whole, the longest."""
    themes = {theme_of([heading]) for heading in headings}
    said = [
        (len(name), key)
        for is_said in (metric.__contains__, themes.__contains__)
        for key, names in own.items()
        for name in names
        if is_said(name)
    ]
    return max(said, key=itemgetter(0), default=(0, ""))[1]


def headings_above(sections: Iterable[Section], place: int) -> tuple[str, ...]:
    """Return the headings above a place of a report, the nearest first."""
    above: dict[int, str] = {}
    for section in sections:
        if section.start <= place:
            above = {at: words for at, words in above.items() if at < section.level}
            above[section.level] = section.heading
    return tuple(above[level] for level in sorted(above, reverse=True))


def _names(key: str, vocabulary: Vocabulary, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of a category and of its metrics."""
    category = vocabulary.categories[key]
    known = (one for one in catalogue.metrics if one.category == key)
    metrics = (name for one in known for name in (one.zh, *one.aliases))
    return (category.zh, *category.aliases, *metrics)


def _sharing(text: str, names: dict[str, tuple[str, ...]], before: str) -> tuple[str, int]:
    """Return the key whose names share most words with a text, and their length."""
    core = _thing(text)
    lengths = {
        key: max(sum(map(len, shared_words(core, _thing(name)))) for name in of_key)
        for key, of_key in names.items()
    }
    most = max(lengths.values())
    tied = [key for key, length in lengths.items() if length == most]
    if not most:
        return "", 0
    return before if before in tied else max(tied, key=lambda key: _alike(text, names[key])), most


def _thing(name: str) -> str:
    """Return the comparable words of a name without what is measured of a thing."""
    return form_of(_MEASURE.sub("", name) or name).core


def _alike(text: str, names: Iterable[str]) -> int:
    """Return how much a text shares with the name most like it, runs first."""
    return max(
        _RUN * sum(map(len, shared_words(text, name))) + len(set(name) & set(text))
        for name in names
    )
