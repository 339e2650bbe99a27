"""Keep what is published, by whom, and everything that was ever published before.

`open_store` is the way in. Publications are appended and never altered; what is current is what
they add up to. Acting needs an `Editor` (see `metrics.auth`), reading does not.
"""

from metrics.store.errors import (
    BaseMoved,
    BrokenStore,
    NoSuchVersion,
    NothingToPublish,
    StoreError,
    StoreUnavailable,
)
from metrics.store.opening import create_store, open_store
from metrics.store.publication import Publication
from metrics.store.publications import Store, changes_between, changes_of
from metrics.store.publishing import SourceFile, publish, restore
from metrics.store.seed import bring_in_csv, csv_differs
from metrics.store.verifying import verify

__all__ = [
    "BaseMoved",
    "BrokenStore",
    "NoSuchVersion",
    "NothingToPublish",
    "Publication",
    "SourceFile",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "bring_in_csv",
    "changes_between",
    "changes_of",
    "create_store",
    "csv_differs",
    "open_store",
    "publish",
    "restore",
    "verify",
]
