"""Join the pages of a PDF: drop running lines, unwrap lines, join long tables."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from metrics.readers.formats.pdf_lines import Line, joined
from metrics.readers.formats.pdf_tables import Table

_EDGE_LINES = 2  # lines at either end of a page that may be repeated on others
_MAX_EDGE = 200  # characters of a line that may be a running head; longer ones are text
_MARGIN = 0.12  # part of a page's height in which the lines of one or two pages may be running ones
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–·|/]*\d{1,4}[\s\-—–·|/]*$|[\s\-—–·|]+\d{1,4}[\s\-—–·|]*$"
    r"|第\s*\d{1,4}\s*页(?:\s*[,\uff0c/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}\s*$"
)
"""What of a running line is its page number, and may differ from page to page."""
_ONLY_NUMBER = re.compile(
    r"[\s\-—–·|]*(?:[\-—–·]\s*\d{1,4}\s*[\-—–·]|\d{1,4}\s*/\s*\d{1,4}"
    r"|第\s*\d{1,4}\s*页(?:\s*[,\uff0c/]?\s*共\s*\d{1,4}\s*页)?)[\s\-—–·|]*"
)
_CONTINUED = re.compile(r"[(\uff08]?\s*(?:续\s*表|接上[页表]|续)")
_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.\uff0e]|[(\uff08][一二三四五六七八九十\d]{1,3}[)\uff09]"
    r"|\d{1,2}[.、\uff0e](?!\d)|第[一二三四五六七八九十百\d]+[章节条部]|[●○◆■▪·•*①-⑳]"
)
_SENTENCE_END = tuple("。!?;:\uff01\uff1f\uff1b\uff1a")
_FULL = 2.0  # sizes of a character by which a wrapped line may end short of the right margin
_WIDE = 0.6  # part of the page's width that its longest line takes where lines are wrapped

AlignedTables = Callable[[Sequence[Line]], list[Line | Table]]


class PageLines(NamedTuple):
    """Hold a page's lines outside drawn tables, its tables, and its size."""

    lines: list[Line]
    tables: list[Table]
    width: float
    height: float

    @property
    def characters(self) -> int:
        """Return the number of characters of the page."""
        cells = (cell for table in self.tables for row in table.rows for cell in row)
        return sum(len(line.text) for line in self.lines) + sum(len(cell.text) for cell in cells)


def running_lines(pages: Sequence[PageLines]) -> list[list[Line]]:
    """Return the lines of each page that repeat at the same place of most pages."""
    edges = [[*_edges(page)] for page in pages]
    count = Counter(key for page in edges for key in {key for key, _ in page})
    return [
        [line for key, line in edge if _is_running(line, count[key], page, len(pages))]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edges(page: PageLines) -> Iterator[tuple[tuple[int, str], Line]]:
    lines = page.lines
    for line in (*lines[:_EDGE_LINES], *lines[_EDGE_LINES:][-_EDGE_LINES:]):
        if len(line.text) <= _MAX_EDGE:
            words = " ".join(_PAGE_NUMBER.sub("#", line.text).split())
            yield (round(line.base / 4), words), line


def _is_running(line: Line, count: int, page: PageLines, pages: int) -> bool:
    if pages > 2 and 2 * count > pages:
        return True
    in_margin = not _MARGIN * page.height < line.base < (1 - _MARGIN) * page.height
    repeated = pages == count == 2
    return in_margin and (repeated or _ONLY_NUMBER.fullmatch(line.text) is not None)


def with_paragraphs(
    pages: Sequence[PageLines], running: Sequence[Sequence[Line]], aligned: AlignedTables
) -> Iterator[str | Table]:
    """Yield the paragraphs and tables of all pages in order."""
    flow = _Flow()
    for page, left_out in zip(pages, running, strict=True):
        dropped = set(map(id, left_out))
        lines = [line for line in page.lines if id(line) not in dropped]
        wrapping = _Wrapping(page, lines)
        for element in _in_order(page, aligned(lines)):
            if isinstance(element, Table):
                yield from flow.add_table(element)
            else:
                yield from flow.add_line(element, wrapping)
    yield from flow.end()


class _Flow:
    """Hold what may still go on: a paragraph, or a table with marks of its rest."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.wrapping: _Wrapping | None = None
        self.table: Table | None = None
        self.marks: list[str] = []

    def add_table(self, table: Table) -> Iterator[str | Table]:
        """Add a table to the one that it goes on with, or yield what came before."""
        before = self.table
        if before is not None and table.top > before.bottom and table.width == before.width:
            self.table = _put_together(before, table)
            return
        yield from self.end()
        self.table = table

    def add_line(self, line: Line, wrapping: "_Wrapping") -> Iterator[str | Table]:
        """Add a line to the paragraph that it goes on with, or yield what came before."""
        if self.table is not None and _CONTINUED.match(line.text):
            self.marks.append(line.text)
            return
        before = self.wrapping
        if not self.lines or before is None or not before.goes_on(self.lines[-1], line, wrapping):
            yield from self.end()
        self.lines.append(line)
        self.wrapping = wrapping

    def end(self) -> Iterator[str | Table]:
        """Yield what has begun."""
        if self.lines:
            yield joined([line.text for line in self.lines], wrapped=True)
        if self.table is not None:
            yield self.table
        yield from self.marks
        self.lines, self.table, self.marks = [], None, []


def _in_order(page: PageLines, elements: Sequence[Line | Table]) -> list[Line | Table]:
    return sorted(
        (*elements, *page.tables),
        key=lambda each: -(each.top if isinstance(each, Table) else each.base + each.size),
    )


def _put_together(table: Table, rest: Table) -> Table:
    """Return a table with its rest; head rows that are repeated stand once."""
    repeated = 0
    for one, other in zip(table.rows, rest.rows, strict=False):
        if one != other:
            break
        repeated += 1
    rows = [*table.rows, *rest.rows[repeated:]]
    return Table(rows, table.top, rest.bottom, table.width)


class _Wrapping:
    """Find the lines of a page that were wrapped at its right margin."""

    def __init__(self, page: PageLines, lines: Sequence[Line]) -> None:
        right = max((line.right for line in lines), default=0.0)
        left = min((line.left for line in lines), default=0.0)
        self.wraps = right - left >= _WIDE * (page.width - 2 * left) > 0
        self.left, self.right = left, right
        steps = [a.base - b.base for a, b in pairwise(lines) if b.left <= left + 0.5 * b.size]
        self.step = median(steps) if steps else 0.0

    def goes_on(self, line: Line, following: Line, there: "_Wrapping") -> bool:
        """Check whether a line, perhaps of the next page, continues a paragraph."""
        size = following.size
        if not self.wraps or abs(line.size - size) > 0.1 * size:
            return False
        if line.right < self.right - _FULL * size or following.left > there.left + 0.6 * size:
            return False
        on_one_page = self is there
        if on_one_page and line.base - following.base > 1.3 * max(self.step, size):
            return False
        ended = line.text.endswith(_SENTENCE_END)
        return not (ended and (not on_one_page or _SECTION.match(following.text)))
