"""Hold the verbs that write figures to a file: export, template.

The filters of `export` have the names that they have in an address; several values are several
options.
"""

import argparse

from metrics.analysis.filter_names import FILTER_NAMES
from metrics.analysis.selection import FILTERS, MULTI_FILTERS, read_filters, select
from metrics.cli.answer import Verb
from metrics.cli.arguments import (
    OUTPUT,
    arguments,
    existing_store,
    own,
    published_dataset,
)
from metrics.export.files import FORMATS, as_file
from metrics.i18n import Words, words
from metrics.model.dataset import Dataset, load
from metrics.store import NoSuchVersion
from metrics.store.published import published


def export(options: argparse.Namespace, _: Words) -> bytes:
    """Return the file asked for; raises BadFilters, StoreError, BrokenData."""
    data = _dataset(options)
    query = {name: getattr(options, name) or [] for name in FILTERS}
    return as_file(select(data, read_filters(query, data)), options.format, _)


def template(options: argparse.Namespace, _: Words) -> bytes:
    """Return a workbook to fill in for a year, by default the one after the latest."""
    from metrics.export.template import template_xlsx  # `export` needs no workbook library

    data = published_dataset(options)
    year = options.year or data.next_year
    return template_xlsx(data, year, _.language)


def _dataset(options: argparse.Namespace) -> Dataset:
    if store := existing_store(options):
        return published(store, version=options.version)
    if options.version is not None:
        raise NoSuchVersion(options.version, 0)
    return load()


def _add_export(parser: argparse.ArgumentParser) -> None:
    arguments("--store", "-o")(parser)
    english = words("en")
    for name in FILTERS:
        text = english.say(FILTER_NAMES[name]) + (
            "; may be repeated" if name in MULTI_FILTERS else ""
        )
        parser.add_argument(f"--{name}", action="append", metavar=name.upper(), help=text)
    parser.add_argument("--version", type=int, help="as of a publication; default: the newest")
    parser.add_argument("--format", choices=FORMATS, default="csv")


_YEAR = own("--year", type=int, help="default: the year after the latest published")
VERBS: dict[str, Verb] = {
    "export": (_add_export, export),
    "template": (arguments("--store", _YEAR, OUTPUT), template),
}
