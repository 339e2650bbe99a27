"""Find tables on a PDF page: between drawn lines, or by position alone.

Where lines are drawn, a missing line between two cells makes them one merged cell. Elsewhere two
or more lines of pieces that stand below each other are a table if any of them holds a digit.
"""

from collections.abc import Sequence
from typing import NamedTuple

from metrics.readers.formats.columns import in_columns
from metrics.readers.formats.pdf_lines import Line, joined, lines_of
from metrics.readers.formats.pdf_page import Drawn, Rule, Run
from metrics.readers.formats.pdf_wrapped import wrapped_rows
from metrics.readers.formats.text_tables import Cell

_NEAR = 3.0  # points within which two lines meet or are the same
_MOST_PAIRS = 4_000_000
_LONG = 25  # characters of a piece that reads like prose
_ROW_GAP = 3.5  # distance of two rows, in sizes of their characters, beyond which a table ends


class Table(NamedTuple):
    """Hold a table of a page: its cells, its place, its number of columns."""

    rows: list[list[Cell]]
    top: float
    bottom: float
    width: int


def ruled_tables(page: Drawn) -> tuple[list[Table], list[Run]]:
    """Return the tables between drawn lines, and the runs that stand in none of them."""
    runs = page.runs
    tables: list[Table] = []
    if len(page.across) * len(page.down) > _MOST_PAIRS:
        return tables, runs
    for across, down in _groups(page.across, page.down):
        xs = _edges([rule.at for rule in down], [(r.first, r.last) for r in across])
        ys = _edges([rule.at for rule in across], [(r.first, r.last) for r in down])
        # A single row may be the rest of a table that began on the page before.
        if len(xs) < 3 or len(ys) < (2 if len(xs) > 3 else 3):
            continue
        inside = [run for run in runs if _within(run, xs, ys)]
        rows = _cells(xs, ys[::-1], across, down, inside)
        if sum(bool(cell.text) for row in rows for cell in row) < 3:
            continue
        taken = set(map(id, inside))
        runs = [run for run in runs if id(run) not in taken]
        tables.append(Table(rows, ys[-1], ys[0], len(xs) - 1))
    return tables, runs


def _groups(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Return the lines that meet, directly or by others, together."""
    group = list(range(len(across) + len(down)))

    def first(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for i, one in enumerate(across):
        for j, other in enumerate(down, len(across)):
            if (
                one.first - _NEAR <= other.at <= one.last + _NEAR
                and other.first - _NEAR <= one.at <= other.last + _NEAR
            ):
                group[first(j)] = first(i)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate((*across, *down)):
        found.setdefault(first(i), ([], []))[i >= len(across)].append(rule)
    return [lines for lines in found.values() if all(lines)]


def _edges(places: Sequence[float], reaches: Sequence[tuple[float, float]]) -> list[float]:
    """Return the places of lines in order, each with the ends of its crossings."""
    outer = [min(first for first, _ in reaches), max(last for _, last in reaches)]
    edges: list[float] = []
    for place in sorted((*places, *outer)):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _within(run: Run, xs: Sequence[float], ys: Sequence[float]) -> bool:
    middle, height = (run.left + run.right) / 2, run.base + 0.3 * run.size
    return xs[0] < middle < xs[-1] and ys[0] < height < ys[-1]


def _cells(
    xs: list[float],
    ys: list[float],
    across: Sequence[Rule],
    down: Sequence[Rule],
    runs: Sequence[Run],
) -> list[list[Cell]]:
    """Return the rows of cells; `ys` go from the top to the bottom."""
    held: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        column = _interval((run.left + run.right) / 2, xs)
        line = len(ys) - 2 - _interval(run.base + 0.3 * run.size, ys[::-1])
        held.setdefault((line, column), []).append(run)
    rows: list[list[Cell]] = []
    taken: set[tuple[int, int]] = set()
    for i in range(len(ys) - 1):
        row: list[Cell] = []
        for j in range(len(xs) - 1):
            if (i, j) in taken:
                continue
            right, below = j, i
            while right + 2 < len(xs) and not _parts(down, xs[right + 1], ys[i + 1], ys[i]):
                right += 1
            while below + 2 < len(ys) and not _parts(across, ys[below + 1], xs[j], xs[j + 1]):
                below += 1
            places = [(a, b) for a in range(i, below + 1) for b in range(j, right + 1)]
            taken.update(places)
            inside = [run for place in places for run in held.get(place, ())]
            text = joined([line.text for line in lines_of(inside)])
            row.append(Cell(text, right - j + 1, below - i + 1))
        rows.append(row)
    return rows


def _interval(place: float, edges: Sequence[float]) -> int:
    return max(0, min(sum(edge <= place for edge in edges) - 1, len(edges) - 2))


def _parts(rules: Sequence[Rule], at: float, low: float, high: float) -> bool:
    """Check whether a line at this place runs between two cells."""
    middle = (low + high) / 2
    return any(abs(r.at - at) <= _NEAR and r.first <= middle <= r.last for r in rules)


def aligned_tables(lines: Sequence[Line]) -> list[Line | Table]:
    """Return lines with those that make a table by their columns put together."""
    result: list[Line | Table] = []
    for block in _blocks(lines):
        if wrapped := wrapped_rows(block):
            start, end, rows = wrapped
            top, bottom = block[start].base + block[start].size, block[end - 1].base
            result += _even(block[:start])
            result.append(Table(rows, top, bottom, sum(cell.across for cell in rows[0])))
            result += _even(block[end:])
        else:
            result += _even(block)
    return result


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines that stand below each other without a gap."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and blocks[-1][-1].base - line.base <= _ROW_GAP * line.size:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _even(lines: Sequence[Line]) -> list[Line | Table]:
    """Return lines with those that are rows of a table, a line each, put together."""
    result: list[Line | Table] = []
    block: list[Line] = []
    for line in lines:
        if len(line.pieces) > 1:
            block.append(line)
            continue
        result += [*_as_table(block), line]
        block = []
    return result + _as_table(block)


def _as_table(block: list[Line]) -> list[Line | Table]:
    pieces = [piece for line in block for piece in line.pieces]
    prose = sum(len(piece.text) > _LONG for piece in pieces)
    digits = any(character.isdigit() for piece in pieces for character in piece.text)
    if len(block) < 2 or 3 * prose > len(pieces) or not digits:
        return [*block]
    width, placed = in_columns([line.pieces for line in block])
    rows: list[list[Cell]] = []
    for row in placed:
        cells: list[Cell] = []
        at = 0
        for first, last, piece in row:
            cells += [Cell("")] * (first - at)
            cells.append(Cell(piece.text, last - first + 1))
            at = last + 1
        rows.append(cells + [Cell("")] * (width - at))
    return [Table(rows, block[0].base + block[0].size, block[-1].base, width)]
