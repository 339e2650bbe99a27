"""Hold the verb `brief`: a briefing on a year as a file.

Figures come from the store, or from the data folder where there is no store yet; sentences only
from the store.
"""

import argparse

from metrics import data_folder
from metrics.briefing import FORMATS, SHORT, NoBriefing, prepare, write
from metrics.cli.answer import Verb
from metrics.cli.arguments import OUTPUT, arguments, existing_store, own
from metrics.clock import now
from metrics.i18n import Words
from metrics.model.dataset import Dataset, load_words
from metrics.model.series import regions_present, with_region
from metrics.offline.take_along import TAKE_ALONG, take_along
from metrics.store.evidence import sources_of
from metrics.store.published import published, with_rows
from metrics.store.seed import read_seed
from metrics.wording.formatter import Formatter


def brief(options: argparse.Namespace, _: Words) -> bytes:
    """Return the briefing asked for as a file: one of FORMATS, or to take along.

    Categories are keys or names in either language. Raises ValueError in the reader's words for a
    year, category or region that has no figures, naming those that have.
    """
    if opened := existing_store(options):
        data, sentences = published(opened), sources_of(opened)
        seal = opened.publication(data.version).hash
    else:
        data, sentences = with_rows(load_words(), read_seed(data_folder()).rows), {}
        seal = ""
    region = _region(options.region, data, _)
    if options.short and options.format != "pptx":
        raise ValueError(_("Only slides (pptx) have a short version"))
    try:
        briefing = prepare(
            data,
            _,
            made=now(),
            year=options.year,
            categories=[_key(name, data) for name in options.category],
            region=region,
            sentences=sentences,
        )
    except NoBriefing as nothing:
        raise ValueError(_.say(nothing.reason)) from nothing
    if options.format == TAKE_ALONG:
        seen = with_region(data, region) if region else data
        return take_along(briefing, Formatter(seen, _), seal=seal)
    return write(briefing, SHORT if options.short else options.format)


def _key(name: str, data: Dataset) -> str:
    """Return the key of a category by its name; an unknown name stays as it is."""
    wanted = name.strip().casefold()
    for known in data.vocabulary.categories.values():
        if wanted in (each.casefold() for each in (known.key, known.zh, known.en)):
            return known.key
    return name


def _region(name: str, data: Dataset, _: Words) -> str | None:
    """Return a region by its name in either language; None is the bureau's own."""
    if not name:
        return None
    regions = regions_present(data)
    for region in regions:
        if name.casefold() in (region.casefold(), data.vocabulary.place(region, "en").casefold()):
            return region
    raise ValueError(
        _(
            "There are no figures of {region}; there are figures of {names}",
            region=name,
            names=_.list(regions),
        )
    )


_CATEGORY_HELP = "a category; may be given again; default: all"
_CATEGORY = own("--category", action="append", default=[], metavar="KEY", help=_CATEGORY_HELP)
_FORMAT = own("--format", choices=[*FORMATS, TAKE_ALONG], required=True)
_SHORT = own("--short", action="store_true", help="six slides at most, one claim each")
VERBS: dict[str, Verb] = {
    "brief": (arguments("--store", "--year", "--region", _CATEGORY, _FORMAT, _SHORT, OUTPUT), brief)
}
