"""Join what readers see now: the words of the data folder, the figures of the store.

Follows the store: every publication and every report that is brought in makes a new data set,
shared by all readers until the next. A report's day that is unknown stays unknown.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Lock

from metrics.model.bureau import Bureau
from metrics.model.catalogue import Catalogue
from metrics.model.dataset import Dataset, Edition, Omitted, load_words
from metrics.model.leaving import reason_in
from metrics.model.observation import Key, Observation, to_table
from metrics.model.report_place import ReportPlace
from metrics.model.table_source import NamedReport
from metrics.model.target_changes import TargetChanges, plan_targets
from metrics.model.vocabulary import as_read
from metrics.store import Store, StoreUnavailable
from metrics.store.descriptions import Description, descriptions, newest_description
from metrics.store.editions import EditionText, left_out_of, list_editions, newest_edition
from metrics.store.evidence import sources_of
from metrics.store.table_cells import named_reports, table_sources
from metrics.store.targets import published_targets

MANY_ROWS = 100_000
"""Above this a store does not keep its rows beside the table: they take a kilobyte each.

The price is that the next publication is folded from the beginning, ten seconds for a million rows.
"""


def published(store: Store, folder: Path | None = None, version: int | None = None) -> Dataset:
    """Return the data set published, now or as of a version; built once each.

    Reports that were brought in stand beside those of the folder, whose own entries win. Raises
    BrokenData for words that cannot be read, StoreError for a store that cannot. Where a database
    server does not answer, what was read of it last is returned.
    """
    try:
        now = store.version()
        beside = ((newest_edition(store), newest_description(store)), load_words(folder))
    except StoreUnavailable:
        held = _held(store, load_words(folder))
        if held is None or version not in (None, held.version):
            raise
        return held
    # The current one is looked at each time, so old versions that somebody walks through push out
    # each other only.
    current = _shared((store, now, *beside), _building_current)
    if version in (None, now):
        return current
    return _shared((store, version, *beside), _building_past)


_Key = tuple[Store, int, tuple[int, int], Dataset]
_MOST_KEPT = 6
_kept: OrderedDict[_Key, Dataset] = OrderedDict()
_keeping, _building_current, _building_past = Lock(), Lock(), Lock()


def _shared(key: _Key, building: Lock) -> Dataset:
    """Return the cached data set, or build it once for all who wait."""
    if (dataset := _look_up(key)) is not None:
        return dataset
    with building:
        if (dataset := _look_up(key)) is not None:
            return dataset
        made = _build(*key)
        with _keeping:
            _kept[key] = made
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        return made


def _held(store: Store, words: Dataset) -> Dataset | None:
    """Return the newest data set of a server that does not answer, None without one.

    A file that is gone is no such server: what was in it is not published any more.
    """
    if store.database.path is not None:
        return None
    with _keeping:
        own = [made for key, made in _kept.items() if key[0] is store and key[3] == words]
    return max(own, key=lambda made: made.version, default=None)


def _look_up(key: _Key) -> Dataset | None:
    with _keeping:
        dataset = _kept.get(key)
        if dataset is not None:
            _kept.move_to_end(key)
        return dataset


def _build(store: Store, version: int, _newest: tuple[int, int], words: Dataset) -> Dataset:
    """Build a data set; `_newest` is part of the cache key only."""
    kept: dict[int, Edition] = {}
    for edition in list_editions(store):
        kept.setdefault(edition.year, _as_edition(edition))
    rows = store.current(version)
    table, sources = to_table(rows), table_sources(store, rows, version)
    if len(table) > MANY_ROWS:
        store.forget()
    for year, report in named_reports(sources).items():
        kept.setdefault(year, _as_named(year, report, words.bureau))
    editions = dict(sorted((kept | dict(words.editions)).items()))
    omitted = (*words.omitted, *_left_out(store, words.omitted))
    return replace(
        words,
        table=table,
        catalogue=_with_described(words.catalogue, descriptions(store, version)),
        editions=editions,
        omitted=omitted,
        version=version,
        table_sources=sources,
        report_places=_report_places(store, rows),
        targets=tuple(published_targets(store, words.targets, version)),
    )


def _report_places(store: Store, rows: Iterable[Observation]) -> dict[Key, ReportPlace]:
    """Return where figures stand in kept reports, where those still say them so."""
    sources = sources_of(store)
    printed = {row.key: row.printed for row in rows} if sources else {}
    return {
        key: ReportPlace(found.year, found.title, found.start, found.end, found.sentence)
        for key, found in sources.items()
        if printed.get(key) == found.printed
    }


def _with_described(catalogue: Catalogue, described: Iterable[Description]) -> Catalogue:
    """Return a catalogue with the metrics that editors described and it does not list."""
    new = [each.as_metric() for each in described if catalogue.find(each.metric) is None]
    return Catalogue((*catalogue.metrics, *new)) if new else catalogue


def _left_out(store: Store, known: tuple[Omitted, ...]) -> Iterator[Omitted]:
    """Yield what was left out of the store's reports and is not in the folder."""
    listed = {(omitted.year, omitted.printed, omitted.section) for omitted in known}
    for left in left_out_of(store):
        if (left.year, left.printed, left.section) not in listed:
            reasons = reason_in(left.reason, "zh"), reason_in(left.reason, "en")
            texts = (left.what, as_read(left.what, "en"), *reasons)
            yield Omitted(left.year, left.printed, left.section, *texts)


def _as_edition(kept: EditionText) -> Edition:
    """Return a report of the store for pages; Chinese stands in for English."""
    return Edition(
        year=kept.year,
        zh=kept.title_zh or kept.file,
        en=kept.title_en or as_read(kept.title_zh or kept.file, "en"),
        issuer_zh=kept.issuer_zh,
        issuer_en=kept.issuer_en or as_read(kept.issuer_zh, "en"),
        published=kept.published,
        url=kept.url,
    )


def _as_named(year: int, report: NamedReport, bureau: Bureau) -> Edition:
    """Return the report that was named for an uploaded table, for pages."""
    titles = (report.title, as_read(report.title, "en"))
    return Edition(year, *titles, bureau.zh, bureau.en, report.published, report.url)


def with_rows(data: Dataset, rows: Iterable[Observation]) -> Dataset:
    """Return the data set with other figures, as after a publication."""
    return replace(data, table=to_table(rows))


def goals_between(
    store: Store, earlier: int, later: int, folder: Path | None = None
) -> TargetChanges:
    """Return how the goals of two versions differ; the first began with its own."""
    old, new = (published(store, folder, max(version, 1)).targets for version in (earlier, later))
    return plan_targets(old, new, {goal.stated_in for goal in old})
