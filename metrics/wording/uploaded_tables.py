"""List the uploaded tables that figures stand in, each with what an editor named for it."""

from dataclasses import dataclass

from metrics.clock import day
from metrics.model.dataset import Dataset
from metrics.model.table_source import TableSource
from metrics.wording.formatter import Formatter


@dataclass(frozen=True)
class TableInWords:
    """Hold an uploaded table in words: its figures, and who provided and published it."""

    file: str
    figures: str
    department: str
    report: str
    published: str


def uploaded_tables(fmt: Formatter, version: int | None = None) -> list[TableInWords]:
    """Return the tables of figures, the newest first, or those of a version."""
    found: dict[tuple[int, str], list[tuple[int, TableSource]]] = {}
    for key, source in fmt.dataset.table_sources.items():
        if version in (None, source.version):
            found.setdefault((-source.version, source.file), []).append((key[0], source))
    return [_in_words(placed, fmt) for _, placed in sorted(found.items())]


def of_tables(data: Dataset, year: int) -> int:
    """Return how many figures of the bureau's own region in a year only tables state."""
    return sum(
        key[:2] == (year, data.bureau.region) and not source.report.title
        for key, source in data.table_sources.items()
    )


def _in_words(placed: list[tuple[int, TableSource]], fmt: Formatter) -> TableInWords:
    _, source = fmt.words, placed[0][1]
    years = fmt.year_ranges(sorted({year for year, _source in placed}))
    counted = _.n("{n} figure, {years}", "{n} figures, {years}", len(placed), years=years)
    who, when = fmt.publisher(source.who), _.date(day(source.at))
    act = _("{who}, {date}, version {version}", who=who, date=when, version=source.version)
    report = source.report
    return TableInWords(source.file, counted, report.department, report.title, act)
