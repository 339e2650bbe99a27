"""Find the tables that stand side by side on a sheet, as ranges of columns."""

import itertools
from collections.abc import Iterator

from metrics.tables.labels import read_label
from metrics.tables.lexicon import Lexicon
from metrics.tables.view import FIGURE, MISSING, SENTENCE, TEXT, YEAR, View
from metrics.tables.words import even


def bands(view: View, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the column ranges of tables that stand side by side."""
    whole = [(0, view.width)]
    for gap in _gaps(view):
        found = [band for band in _split_at(view, gap) if band[1] - band[0] >= 2]
        if len(found) > 1 and all(_stands_alone(view, band) for band in found):
            return found
    if starts := _pairs(view, lexicon):
        return [*itertools.pairwise([0, *starts[1:], view.width])]
    for row in range(min(len(view.rows), 30)):
        cells = view.row(row, 0, view.width)
        texts = [even(text) for _, text in cells]
        half = len(texts) // 2
        if half >= 2 and texts[:half] == texts[half:] and len(cells) == 2 * half:
            label = read_label(cells[0][1], lexicon)
            if label.head in ("metric", "region", "serial", "year", "category"):
                middle = cells[half][0]
                return [(0, middle), (middle, view.width)]
    return whole


def _pairs(view: View, lexicon: Lexicon) -> list[int]:
    """Return the columns of names where rows are pairs of a name and its figure."""
    starts: set[int] = set()
    names: list[str] = []
    for at in range(len(view.rows)):
        cells = view.row(at, 0, view.width)
        kinds = [view.kind(text) for _, text in cells]
        if FIGURE not in kinds:
            continue
        if len(cells) % 2 or {*kinds[::2]} != {TEXT} or {*kinds[1::2]} - {FIGURE, MISSING, YEAR}:
            return []
        starts.update(column for column, _ in cells[::2])
        names += [text for _, text in cells[::2]]
    known = [name for name in names if read_label(name, lexicon).metric]
    return sorted(starts) if len(starts) > 1 and 2 * len(known) > len(names) else []


def _gaps(view: View) -> Iterator[list[int]]:
    """Yield the empty columns between filled ones, titles set aside."""
    filled = set()
    for at, row in enumerate(view.rows):
        cells = [c for c, cell in enumerate(row) if cell]
        if len(cells) > 1:
            filled.update(cells)
        for column in cells:
            bottom, right = view.spans.get((at, column), (at, column))
            if len(cells) > 1 and bottom >= at:
                filled.update(range(column, right + 1))
    if filled:
        gap = [c for c in range(min(filled), max(filled)) if c not in filled]
        if gap:
            yield gap


def _split_at(view: View, gap: list[int]) -> list[tuple[int, int]]:
    edges = [-1, *gap, view.width]
    return [(a + 1, b) for a, b in itertools.pairwise(edges) if b > a + 1]


def _stands_alone(view: View, band: tuple[int, int]) -> bool:
    """Return whether a band of columns has row labels of its own."""
    words = figures = 0
    for at in range(len(view.rows)):
        cells = view.row(at, *band)
        kinds = [view.kind(text) for _, text in cells]
        if FIGURE not in kinds:
            continue
        figures += 1
        words += TEXT in kinds or SENTENCE in kinds or kinds[0] == YEAR
    return figures >= 1 and words >= figures * 0.8
