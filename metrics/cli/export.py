"""The verb `export` of the command line: its options, and the file that it makes.

The filters have the names that they have in an address; several values are several options.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from metrics.analysis.filter_names import FILTER_NAMES
from metrics.analysis.selection import FILTERS, MULTI_FILTERS, read_filters, select
from metrics.export.files import FORMATS, as_file
from metrics.i18n import Words
from metrics.model.dataset import Dataset, load
from metrics.store import NoSuchVersion, open_store
from metrics.store.opening import is_there
from metrics.store.published import published


def add_options(parser: argparse.ArgumentParser, _: Words) -> None:
    """Add an option for each filter, and those for the version and the kind of file."""
    for name in FILTERS:
        said, several = _.say(FILTER_NAMES[name]), name in MULTI_FILTERS
        wide = "; may be repeated" if several else ""
        parser.add_argument(f"--{name}", action="append", metavar=name.upper(), help=said + wide)
    parser.add_argument("--version", type=int, help="as of a publication; default: the newest")
    parser.add_argument("--format", choices=FORMATS, default="csv")


def exported(options: argparse.Namespace, _: Words) -> bytes:
    """Return the file that the options ask for; raises BadFilters, StoreError, BrokenData."""
    data = _dataset(options.store, options.version)
    query = {name: getattr(options, name) or [] for name in FILTERS}
    return as_file(select(data, read_filters(query, data)), options.format, _)


def _dataset(target: str | Path | None, version: int | None) -> Dataset:
    """Return what is published, without making a store for the mere asking."""
    if is_there(target):
        return published(open_store(target), version=version)
    if version is not None:
        raise NoSuchVersion(version, 0)
    return load()
