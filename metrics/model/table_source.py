"""Hold where a figure stands in an uploaded table, and the report that an editor named for it.

A figure of a table is no word of a report: pages and files name the file, the sheet and the cell.
Reads no file and knows no store.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class NamedReport:
    """Name the report and department of a whole file; empty texts are not known."""

    title: str = ""
    published: date | None = None
    url: str = ""
    department: str = ""

    def __bool__(self) -> bool:
        return self != NamedReport()


NOT_NAMED = NamedReport()


@dataclass(frozen=True)
class TableSource:
    """Place a figure in an uploaded table that was published.

    `at` (UTC) and `who` are of the publication; `sheet` is empty where the file has no sheets or
    only one without a name of its own. `written` is what the file holds where its text was mended
    before publishing, None where it was not.
    """

    file: str
    sheet: str
    cell: str
    version: int
    at: datetime
    who: str
    report: NamedReport = NOT_NAMED
    written: str | None = None
