"""Find the columns of a table that is set by position only.

Positions are points of a page or places of characters of a fixed width. A piece that lies over
several columns reaches across them; nothing is moved to a column that it does not stand in or
next to.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """Hold a piece of a line: its text and its ends."""

    text: str
    left: float
    right: float


Band = tuple[float, float]
Placed = list[tuple[int, int, Piece]]  # first and last column of each piece of a row


def in_columns(rows: Sequence[Sequence[Piece]]) -> tuple[int, list[Placed]]:
    """Return the number of columns, and each row's pieces with their columns."""
    bands = _bands(rows)
    fullest = len(bands)
    placed: list[Placed] = []
    in_head = True
    for row in rows:
        if len(row) == fullest:
            in_head = False
            placed.append([(column, column, piece) for column, piece in enumerate(row)])
        else:
            placed.append(_in_bands(row, bands, in_head))
    return fullest, placed


def _bands(rows: Sequence[Sequence[Piece]]) -> list[Band]:
    """Return the reach of each column, from the rows that have a piece in every one."""
    fullest = max(map(len, rows))
    full = [row for row in rows if len(row) == fullest]
    return [
        (min(row[k].left for row in full), max(row[k].right for row in full))
        for k in range(fullest)
    ]


def _in_bands(row: Sequence[Piece], bands: Sequence[Band], in_head: bool) -> Placed:
    placed: Placed = []
    taken = -1
    for number, piece in enumerate(row):
        last_possible = len(bands) - len(row) + number
        over = [
            k
            for k, (left, right) in enumerate(bands)
            if taken < k <= last_possible and min(piece.right, right) > max(piece.left, left)
        ]
        if not over:
            over = _beside(piece, bands, range(taken + 1, last_possible + 1), in_head)
        elif not in_head and len(over) > 1 and len(row) > 1:
            over = [max(over, key=lambda k: _shared(piece, bands[k]))]
        placed.append((over[0], over[-1], piece))
        taken = over[-1]
    return placed


def _shared(piece: Piece, band: Band) -> float:
    return min(piece.right, band[1]) - max(piece.left, band[0])


def _beside(piece: Piece, bands: Sequence[Band], free: range, in_head: bool) -> list[int]:
    """Return the nearest column; of a heading between two columns, both."""
    centre = (piece.left + piece.right) / 2
    nearest = sorted(free, key=lambda k: abs((bands[k][0] + bands[k][1]) / 2 - centre))
    either = sorted(nearest[:2])
    if not in_head or len(either) < 2 or either[1] != either[0] + 1:
        return nearest[:1]
    between = bands[either[0]][1] <= piece.left and piece.right <= bands[either[1]][0]
    return either if between else nearest[:1]
