"""Find tables without lines on a PDF page whose cells wrap, as browsers print narrow ones.

Each column wraps by itself, so that a line of the page is no row. Rows are found by the lines that
hold numbers; the pieces of a column that stand closer to each other than rows do are one cell.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from metrics.readers.formats.columns import Band, Piece
from metrics.readers.formats.pdf_lines import Line, joined
from metrics.readers.formats.text_tables import Cell

_NUMBER = re.compile(r"[-+\d,.\uff0c%％‰⁰¹²³⁴-⁹]*\d[-+\d,.\uff0c%％‰⁰¹²³⁴-⁹]*|[-—–/…]+")
_WRAP = 0.85  # part of the distance of rows below which pieces of a column are one cell
_SAME_CELL = (1.15, 1.1, 1.05)  # parts of the closest distance within one cell
_CENTRED = 0.3  # part of the distance of rows by which a merged cell may miss its middle
_NEXT_ROW = 1.2  # part of the distance of rows up to which a line belongs to the table


class _Piece(NamedTuple):
    """Hold a piece with its base line and the columns over which it stands."""

    text: str
    base: float
    first: int
    last: int


class _Group(NamedTuple):
    """Hold the pieces of one cell."""

    text: str
    top: float
    bottom: float
    first: int
    last: int


def wrapped_rows(lines: Sequence[Line]) -> tuple[int, int, list[list[Cell]]] | None:
    """Return the rows of a table whose cells wrap, and its first and last line.

    None where no cell wraps. `lines` stand below each other without a gap.
    """
    lines = [line._replace(pieces=tuple(_cells(line))) for line in lines]
    anchors = [at for at, line in enumerate(lines) if len(line.pieces) > 1 and _numbers(line)]
    if len(anchors) < 2:
        return None
    pitch = median(lines[a].base - lines[b].base for a, b in pairwise(anchors))
    bands = _bands(lines, anchors)
    lines = [line._replace(pieces=tuple(_in_columns(line, bands))) for line in lines]
    start, end = _reach(lines, anchors, pitch, bands)
    pieces = [_Piece(piece.text, line.base, *_columns(piece, bands))
              for line in lines[start:end] for piece in line.pieces]  # fmt: skip
    close = min(_steps(pieces), default=pitch)
    between = min((a.base - b.base for a, b in pairwise(lines[start:end])), default=pitch)
    if len(bands) < 2 or between >= _WRAP * pitch:
        return None
    bases = [lines[at].base for at in anchors]
    for part in _SAME_CELL if close < _WRAP * pitch else (0.0,):
        groups = _groups(pieces, close * part)
        if not any(sum(one.bottom <= base <= one.top for base in bases) > 1 for one in groups):
            return start, end, _rows(groups, bases, len(bands), lines[anchors[0]].size)
    return None


def _cells(line: Line) -> list[Piece]:
    """Return the pieces of a line, numbers that stand close in narrow cells parted."""
    found: list[Piece] = []
    for piece in line.pieces:
        parts = [one for one in line.parts if piece.left <= one.left and one.right <= piece.right]
        apart = len(parts) > 1 and all(_NUMBER.fullmatch(one.text) for one in parts)
        found += parts if apart else [piece]
    return found


def _in_columns(line: Line, bands: Sequence[Band]) -> list[Piece]:
    """Return the pieces of a line, parted where each part has its own column."""
    found: list[Piece] = []
    for piece in line.pieces:
        parts = [one for one in line.parts if piece.left <= one.left and one.right <= piece.right]
        own = [_columns(one, bands) for one in parts]
        apart = len(set(own)) == len(own) > 1 and all(first == last for first, last in own)
        found += parts if apart else [piece]
    return found


def _numbers(line: Line) -> list[Piece]:
    return [piece for piece in line.pieces if _NUMBER.fullmatch(piece.text)]


def _bands(lines: Sequence[Line], anchors: Sequence[int]) -> list[Band]:
    """Return the reach of each column: of numbers, and of names beside them."""
    numbers = _joined([(p.left, p.right) for at in anchors for p in _numbers(lines[at])])
    names = [
        (piece.left, piece.right)
        for line in lines[anchors[0] : anchors[-1] + 1]
        for piece in line.pieces
        if not any(piece.left < right and left < piece.right for left, right in numbers)
    ]
    return sorted([*numbers, *_joined(names)])


def _joined(reaches: Sequence[Band]) -> list[Band]:
    """Return the reaches with those that overlap put together."""
    found: list[Band] = []
    for left, right in sorted(reaches):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _columns(piece: Piece, bands: Sequence[Band]) -> tuple[int, int]:
    """Return the first and last column over which a piece stands."""
    edges = [(one[1] + other[0]) / 2 for one, other in pairwise(bands)]
    middle = (piece.left + piece.right) / 2
    own = sum(edge <= middle for edge in edges)
    over = [
        k for k, (left, right) in enumerate(bands) if left >= piece.left and right <= piece.right
    ]
    if len(over) > 1:
        return over[0], over[-1]
    return own, own


def _reach(
    lines: Sequence[Line], anchors: Sequence[int], pitch: float, bands: Sequence[Band]
) -> tuple[int, int]:
    """Return the range of lines that belong to the table, head included."""

    def near(at: int, other: int) -> bool:
        alone = lines[at].pieces[0] if len(lines[at].pieces) == 1 else None
        wide = alone and sum(alone.left < b[1] and b[0] < alone.right for b in bands) > 1
        apart = abs(lines[at].base - lines[other].base)
        return apart <= _NEXT_ROW * pitch and not wide

    start, end = anchors[0], anchors[-1] + 1
    while start and near(start - 1, start):
        start -= 1
    while end < len(lines) and near(end, end - 1) and lines[end - 1].base - lines[end].base < pitch:
        end += 1
    return start, end


def _steps(pieces: Sequence[_Piece]) -> Iterator[float]:
    """Yield the distances of pieces that follow each other in a column."""
    for column in {piece.first for piece in pieces}:
        bases = sorted(piece.base for piece in pieces if piece.first == piece.last == column)
        yield from (b - a for a, b in pairwise(bases) if b > a)


def _groups(pieces: Sequence[_Piece], most: float) -> list[_Group]:
    """Return the pieces that make one cell, from the top to the bottom."""
    found: list[list[_Piece]] = []
    for piece in pieces:
        above = next((g for g in reversed(found) if g[-1][2:] == piece[2:]), None)
        if above and above[-1].base - piece.base <= most:
            above.append(piece)
        else:
            found.append([piece])
    return [
        _Group(joined([p.text for p in g]), g[0].base, g[-1].base, g[0].first, g[0].last)
        for g in found
    ]


def _rows(
    groups: Sequence[_Group], bases: Sequence[float], width: int, size: float
) -> list[list[Cell]]:
    """Return the rows of cells: those of the head, then one for each line of numbers."""
    head = [one for one in groups if one.bottom > bases[0] + 0.5 * size]
    levels = _levels(head)
    places: list[tuple[float, float]] = [*levels, *((base, base) for base in bases)]
    held: dict[tuple[int, int], list[_Group]] = {}
    down = dict(_merged([one for one in groups if one not in head], bases, len(levels)))
    for one in groups:
        among = range(len(levels)) if one in head else range(len(levels), len(places))
        over = [at for at in among if places[at][1] <= one.top and one.bottom <= places[at][0]]
        at = over[0] if over else min(among, key=lambda k: _apart(one, places[k]))
        at = down[one][0] if one in down else at
        held.setdefault((at, one.first), []).append(one)
    reach = {(at, one.first): count for one, (at, count) in down.items()}
    return [_row(held, at, width, reach) for at in range(len(places))]


def _merged(
    body: Sequence[_Group], bases: Sequence[float], first_row: int
) -> Iterator[tuple[_Group, tuple[int, int]]]:
    """Yield the groups in the middle of several rows: first row, number of rows.

    A column is merged where its groups part all rows among them.
    """
    slack = _CENTRED * min(a - b for a, b in pairwise(bases))
    beside = [[one for one in body if one.bottom <= base <= one.top] for base in bases]
    tops = [max(one.top for one in row) for row in beside]
    bottoms = [min(one.bottom for one in row) for row in beside]
    for column in sorted({one.first for one in body}):
        groups = [one for one in body if one.first == one.last == column]
        found: list[tuple[_Group, tuple[int, int]]] = []
        at = 0
        for one in groups:
            middle = (one.top + one.bottom) / 2
            apart = [abs((tops[at] + bottom) / 2 - middle) for bottom in bottoms[at:]]
            if not apart or min(apart) > slack:
                break
            count = apart.index(min(apart)) + 1
            found.append((one, (first_row + at, count)))
            at += count
        if len(found) == len(groups) < len(bases) == at:
            yield from found


def _levels(head: Sequence[_Group]) -> list[tuple[float, float]]:
    """Return the top and bottom of each line of the head, by its fullest column."""
    columns = {one.first for one in head}
    by_column = [[one for one in head if one.first == column] for column in sorted(columns)]
    fullest = max(by_column, key=len, default=[])
    return [(one.top, one.bottom) for one in fullest]


def _apart(group: _Group, place: tuple[float, float]) -> float:
    return abs((group.top + group.bottom) - sum(place))


def _row(
    held: dict[tuple[int, int], list[_Group]],
    at: int,
    width: int,
    reach: dict[tuple[int, int], int],
) -> list[Cell]:
    cells: list[Cell] = []
    column = 0
    while column < width:
        here = held.get((at, column), [])
        across = max((one.last for one in here), default=column) - column + 1
        if not any(
            row < at < row + count and over == column for (row, over), count in reach.items()
        ):
            text = joined([one.text for one in here])
            cells.append(Cell(text, across, reach.get((at, column), 1)))
        column += across
    return cells
