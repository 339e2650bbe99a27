"""Load what a page shows together: figures, catalogue, words, editions, bureau.

A folder of data holds `metrics.csv`, `catalog.csv`, `editions.csv`, `omitted.csv` and
`bureau.toml`, and words where they differ from the product's own. Loading checks every row and
reports all problems at once; a data set that loads is sound. Nothing here writes.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TypeVar

import pandas as pd

from metrics import DEFAULTS, data_folder
from metrics.clock import now
from metrics.i18n import Message, message
from metrics.model.bureau import Bureau, load_bureau
from metrics.model.catalogue import Catalogue, load_catalogue
from metrics.model.csv_file import missing_column, read_rows, split_aliases
from metrics.model.observation import (
    COLUMN_NAMES,
    Key,
    Observation,
    exact_decimal,
    from_text,
    to_table,
)
from metrics.model.report_place import ReportPlace
from metrics.model.table_source import TableSource
from metrics.model.target import Target, load_targets
from metrics.model.vocabulary import Vocabulary, load_vocabulary
from metrics.problems import BrokenData, Problem

YEARS = range(1900, 2101)
_EDITION_COLUMNS = ("year", "title_zh", "title_en", "issuer_zh", "issuer_en", "published", "url")
T = TypeVar("T")


def web_address(address: str) -> str:
    """Return a web address as it is, anything else as an empty text.

    An address may come from a foreign report, and run a script.
    """
    return address if address.lower().startswith(("http://", "https://")) else ""


@dataclass(frozen=True)
class Edition:
    """Name a published report, the origin of the figures of `year`.

    `published` is None and `url` is empty when not known. A report that states only some figures
    of a year, beside another, names their `metrics`.
    """

    year: int
    zh: str
    en: str
    issuer_zh: str
    issuer_en: str
    published: date | None
    url: str
    metrics: tuple[str, ...] = ()

    @property
    def link(self) -> str:
        """Return the address as a safe link; empty for what is no web address."""
        return web_address(self.url)


@dataclass(frozen=True)
class Omitted:
    """Hold a figure of a report left out on purpose, and the reason."""

    year: int
    printed: str
    section: str
    what_zh: str
    what_en: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, eq=False)
class Dataset:
    """Hold the figures and what explains them; shared, never changed in place.

    `version` is that of the publication, 0 for figures that come straight from a file.
    `table_sources` say of figures from uploaded tables where they stand, `report_places` of figures
    from reports that are kept.
    """

    table: pd.DataFrame
    catalogue: Catalogue
    vocabulary: Vocabulary
    editions: Mapping[int, Edition]
    omitted: tuple[Omitted, ...]
    bureau: Bureau
    version: int = 0
    table_sources: Mapping[Key, TableSource] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    report_places: Mapping[Key, ReportPlace] = field(default_factory=dict)
    further_editions: tuple[Edition, ...] = ()
    """Reports of some metrics of a year, which hold before the year's own."""

    @cached_property
    def years(self) -> list[int]:
        """Return the years with figures of the bureau's own region, in order.

        All years where it has none at all.
        """
        published = self.table[self.table["value"].notna()]
        own = published[published["region"] == self.bureau.region]
        return sorted({int(year) for year in (own if len(own) else published)["year"]})

    @property
    def next_year(self) -> int:
        """Return the year after the newest one; without figures the year that ended last."""
        return max(self.years, default=now().year - 2) + 1

    @property
    def reports(self) -> list[Edition]:
        """Return all reports by year, those of some metrics behind the year's own."""
        every = (*self.editions.values(), *self.further_editions)
        return sorted(every, key=lambda one: (one.year, bool(one.metrics)))


def load(folder: Path | None = None) -> Dataset:
    """Load the data set of a folder, once for each state of its files.

    Raises BrokenData with every problem of every file.
    """
    return _load(folder or data_folder(), _state(folder or data_folder()), True)


def load_words(folder: Path | None = None) -> Dataset:
    """Load the data set of a folder without its figures, once a state of its files.

    Raises BrokenData with every problem of every file but `metrics.csv`, which is not read.
    """
    place = folder or data_folder()
    state = _state(place)
    with _loading:  # readers who come together get the same one
        return _load(place, state, False)


_loading = Lock()


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    files = sorted([*DEFAULTS.glob("*.csv"), *folder.glob("*.csv"), *folder.glob("*.toml")])
    return tuple(chain.from_iterable(map(_stamp, files)))


def _stamp(file: Path) -> Iterator[tuple[str, int, int]]:
    with suppress(OSError):  # a link to nothing is as good as no file
        yield file.name, file.stat().st_mtime_ns, file.stat().st_size


@lru_cache(maxsize=4)
def _load(folder: Path, state: tuple[tuple[str, int, int], ...], figures: bool) -> Dataset:
    problems: list[Problem] = []
    vocabulary = _collected(problems, load_vocabulary, folder)
    catalogue = _collected(problems, load_catalogue, folder / "catalog.csv")
    editions = _collected(problems, _load_editions, folder / "editions.csv") or ()
    omitted = _collected(problems, _load_omitted, folder / "omitted.csv")
    bureau = _collected(problems, load_bureau, folder / "bureau.toml")
    rows = _collected(problems, read_rows, folder / "metrics.csv") if figures else None
    if rows == [] and not (bureau and bureau.empty):
        problems.append(no_figures("metrics.csv"))
    observations: list[Observation] = []
    targets: tuple[Target, ...] | None = ()
    if vocabulary and catalogue and bureau:
        listed = partial(load_targets, words=(catalogue, vocabulary), region=bureau.region)
        targets = _collected(problems, listed, folder / "targets.csv")
    if rows is not None and vocabulary and catalogue and bureau:
        observations, row_problems = read_observations(rows, vocabulary, catalogue, bureau.region)
        problems.extend(row_problems)
    if problems or not (vocabulary and catalogue and bureau):
        raise BrokenData(problems)
    return Dataset(
        to_table(observations),
        catalogue,
        vocabulary,
        {edition.year: edition for edition in editions if not edition.metrics},
        omitted or (),
        bureau,
        targets=targets or (),
        further_editions=tuple(edition for edition in editions if edition.metrics),
    )


def _collected(problems: list[Problem], read: Callable[[Path], T], path: Path) -> T | None:
    """Read a file; collect its problems instead of raising."""
    try:
        return read(path)
    except BrokenData as broken:
        problems.extend(broken.problems)
        return None


def read_observations(
    rows: list[dict[str, str]],
    vocabulary: Vocabulary,
    catalogue: Catalogue,
    region: str,
    file: str = "metrics.csv",
) -> tuple[list[Observation], list[Problem]]:
    """Return the observations of the rows of a stored table, and all problems.

    Aliases become canonical names; what a row leaves out comes from the catalogue. Row 1 is the
    header.
    """
    if rows and (absent := [name for name in ("year", "metric", "value") if name not in rows[0]]):
        return [], [missing_column(file, name) for name in absent]
    observations: list[Observation] = []
    problems: list[Problem] = []
    first_row: dict[tuple[int, str, str, str, str], int] = {}
    for number, row in enumerate(rows, start=2):
        row_problems = list(_row_problems(row, vocabulary, catalogue, file, number))
        problems.extend(row_problems)
        if row_problems:
            continue
        observation = _observation(row, catalogue, region)
        if (earlier := first_row.setdefault(observation.key, number)) != number:
            problems.append(_repeated(file, number, earlier, observation))
        observations.append(observation)
    return observations, problems


def _observation(row: Mapping[str, str], catalogue: Catalogue, region: str) -> Observation:
    cells = {name: row.get(name, "").strip() for name in COLUMN_NAMES}
    known = catalogue.get(cells["metric"], cells["category"], cells["unit"])
    defaults = {
        "region": region,
        "category": known.category,
        "subcategory": known.subcategory,
        "unit": known.unit,
        "qualifier": "exact",
    }
    filled = {name: cells[name] or default for name, default in defaults.items()}
    return from_text({**cells, **filled, "metric": known.zh})


def _row_problems(
    row: Mapping[str, str], vocabulary: Vocabulary, catalogue: Catalogue, file: str, number: int
) -> Iterator[Problem]:
    def wrong(code: str, column: str, text: Message, fix: Message) -> Problem:
        cell_text = row.get(column, "")
        return Problem(
            code, "error", text, fix, file=file, row=number, column=column, found=cell_text
        )

    cell = {name: row.get(name, "").strip() for name in COLUMN_NAMES}
    if texts := _wrong_time("year", cell["year"]):
        yield wrong("year", "year", *texts)
    if not cell["metric"]:
        yield wrong("no-metric", "metric", message("The metric has no name"), message("Name it"))
    for column in ("value", "upper"):
        if cell[column] and exact_decimal(cell[column]) is None:
            text = message("This is not a plain number")
            fix = message("Write digits only, like 1360000; leave it empty if not published")
            yield wrong("value", column, text, fix)
    if cell["qualifier"] not in ("", *vocabulary.qualifiers):
        names = ", ".join(vocabulary.qualifiers)
        text = message("There is no such qualifier")
        yield wrong("qualifier", "qualifier", text, message("Use one of {names}", names=names))
    if not catalogue.find(cell["metric"]):
        for column in ("category", "unit"):
            if not cell[column]:
                text = message("The metric is not in the catalogue, and the row does not say this")
                fix = message("Fill it in, or use a name from the catalogue")
                yield wrong(f"no-{column}", column, text, fix)


def no_figures(file: str) -> Problem:
    """Return the problem of a file without rows."""
    text = message("The file holds no figures")
    fix = message("Put {file} back, for instance from version control or a backup", file=file)
    return Problem("no-figures", "error", text, fix, file=file)


def _repeated(file: str, number: int, earlier: int, observation: Observation) -> Problem:
    text = message("The same metric stands in row {row} already", row=earlier)
    fix, place = message("Keep one of the two rows"), {"file": file, "column": "metric"}
    return Problem("repeated", "error", text, fix, row=number, found=observation.metric, **place)


def _load_editions(path: Path) -> tuple[Edition, ...]:
    return tuple(
        Edition(
            int(row["year"]),
            row["title_zh"],
            row["title_en"] or row["title_zh"],
            row["issuer_zh"],
            row["issuer_en"] or row["issuer_zh"],
            date.fromisoformat(row["published"]) if row["published"] else None,
            row["url"],
            split_aliases(row.get("metrics", "")),
        )
        for row in _sound_rows(path, _EDITION_COLUMNS)
    )


def _load_omitted(path: Path) -> tuple[Omitted, ...]:
    columns = tuple(field.name for field in fields(Omitted))
    return tuple(
        Omitted(int(row["year"]), **{name: row[name] for name in columns if name != "year"})
        for row in _sound_rows(path, columns)
    )


def _sound_rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Read rows with a year and an optional publication day; raises BrokenData."""
    rows = read_rows(path, columns)
    problems = []
    for number, row in enumerate(rows, start=2):
        for column in ("year", "published"):
            if column in columns and (texts := _wrong_time(column, row[column])):
                text = row[column]
                problem = Problem(column, "error", *texts, path.name, None, number, column, text)
                problems.append(problem)
    if problems:
        raise BrokenData(problems)
    return rows


def _wrong_time(column: str, cell: str) -> tuple[Message, Message] | None:
    """Return the problem of a year or day that cannot be read."""
    if column == "year":
        if len(cell) == 4 and cell.isdecimal() and int(cell) in YEARS:
            return None
        return message("This is not a year"), message("Write it like 2024")
    if not cell:
        return None
    try:
        date.fromisoformat(cell)
    except ValueError:
        return message("This is not a day"), message("Write it like 2025-01-22")
    return None
