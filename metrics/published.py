"""What readers see now: the words of the data folder and the figures of the store.

Follows the store: every publication makes a new data set, shared by all readers until the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from metrics.dataset import Dataset, load_words
from metrics.observation import Observation, to_table
from metrics.store import Store


def published(store: Store, folder: Path | None = None, version: int | None = None) -> Dataset:
    """Return what is published, now or as of a version; built once for each version.

    Raises BrokenData for words that cannot be read, StoreError for a store that cannot.
    """
    wanted = store.version() if version is None else version
    return _published(store, wanted, load_words(folder))


@lru_cache(maxsize=6)
def _published(store: Store, version: int, words: Dataset) -> Dataset:
    return replace(words, table=to_table(store.current(version)), version=version)


def with_rows(data: Dataset, rows: Iterable[Observation]) -> Dataset:
    """Return the same data set with other figures, as it would be after a publication."""
    return replace(data, table=to_table(rows))
