"""Find the hidden rows and columns of an XLS workbook.

Calamine does not tell them. They stand in ROW and COLINFO records of the workbook's stream
[MS-XLS]. A stream that is damaged here hides nothing.
"""

from collections.abc import Iterator
from struct import error, unpack_from
from typing import NamedTuple

from metrics.readers.formats.compound import CompoundFile
from metrics.readers.formats.process import Refused

_SHEET, _ROW, _COLUMNS, _END = 0x85, 0x208, 0x7D, 0x0A
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_MOST_COLUMNS = 256


class Hidden(NamedTuple):
    """Hold what a sheet hides: rows from 1, columns from 0."""

    rows: set[int]
    columns: list[int]


def hidden(content: bytes) -> list[Hidden]:
    """Return what each sheet hides, in the order of the workbook."""
    try:
        book = CompoundFile(content).stream("Workbook")
        starts = [unpack_from("<I", data)[0] for kind, data in _records(book, 0) if kind == _SHEET]
        return [_of_sheet(book, start) for start in starts]
    except (Refused, error, IndexError):
        return []


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part of the stream up to its end."""
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        if kind == _END:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _of_sheet(book: bytes, start: int) -> Hidden:
    rows: set[int] = set()
    columns: list[int] = []
    for kind, data in _records(book, start):
        if kind == _ROW:
            number, flags = unpack_from("<H10xH", data)
            rows |= {number + 1} if flags & _ROW_HIDDEN else set()
        elif kind == _COLUMNS:
            first, last, flags = unpack_from("<HH4xH", data)
            if flags & _COLUMN_HIDDEN:
                columns += range(first, min(last + 1, _MOST_COLUMNS))
    return Hidden(rows, columns)
