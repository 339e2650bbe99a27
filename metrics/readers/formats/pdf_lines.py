"""Join the characters of a page into lines.

Characters that stand on one base line make a line; a wide gap parts it into pieces. Digits that
stand higher and smaller are raised. What is drawn twice, as for bold, counts once.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from metrics.readers.formats.columns import Piece
from metrics.readers.formats.pdf_page import Run
from metrics.readers.formats.radicals import FOLDED
from metrics.readers.formats.text_tables import shifted

_SAME_LINE = 0.45  # difference of base lines, in sizes of the characters, within one line
_SPACE = 0.2  # gap, in sizes of the characters, that is a space between letters or digits
_GAP = 1.15  # gap, in sizes of the characters, that parts two pieces of a line
_CELL_GAP = 0.35  # gap, in sizes of the characters, that may part two narrow cells
_SMALL = 0.8


class Line(NamedTuple):
    """Hold a line of a page: its pieces from left to right.

    `parts` are pieces parted at narrower gaps too, as the cells of a narrow table have them.
    """

    pieces: tuple[Piece, ...]
    base: float
    size: float
    parts: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """Return the whole line."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """Return the place where the line begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Return the place where the line ends."""
        return self.pieces[-1].right


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """Return the lines of runs, from the top to the bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.base, run.left)):
        near = rows[-1] if rows else []
        if near and _on_one_line(near, run):
            near.append(run)
        else:
            rows.append([run])
    lines = (_line(row) for row in rows)
    return [line for line in lines if line.pieces]


def _on_one_line(row: Sequence[Run], run: Run) -> bool:
    largest = max(row, key=lambda each: each.size)
    return abs(largest.base - run.base) < _SAME_LINE * max(largest.size, run.size)


def _line(row: Sequence[Run]) -> Line:
    largest = max(row, key=lambda run: run.size)
    size, base = largest.size, largest.base
    drawn: list[tuple[str, Run]] = []
    for run in sorted(row, key=lambda run: run.left):
        before = drawn[-1][1] if drawn else None
        same = before is not None and before.text == run.text
        if before and same and abs(before.left - run.left) < 0.15 * run.size:
            continue  # drawn twice, as for bold
        drawn.append((_text(run, size, base), run))
    pieces, parts = (_parted(drawn, size, gap) for gap in (_GAP, _CELL_GAP))
    return Line(tuple(pieces), base, size, tuple(parts))


def _parted(drawn: Sequence[tuple[str, Run]], size: float, gap: float) -> list[Piece]:
    """Return the pieces of a line between gaps wider than `gap` characters."""
    pieces: list[Piece] = []
    text, left, right = "", 0.0, 0.0
    for shown, run in drawn:
        if text.strip() and run.left - right > gap * size:
            pieces.append(Piece(text.strip(), left, right))
            text = ""
        if not text.strip():
            text, left = "", run.left
        elif run.left - right > _SPACE * size and _are_parted(text[-1], shown[0]):
            text += " "
        text += shown
        right = run.right if shown.strip() else right
    if text.strip():
        pieces.append(Piece(text.strip(), left, right))
    return pieces


def _text(run: Run, size: float, base: float) -> str:
    text = run.text.translate(FOLDED).replace("\u00a0", " ")
    high = run.size < _SMALL * size and run.base > base + 0.15 * size
    return shifted(text, "sup")[0] if high else text


def _are_parted(last: str, first: str) -> bool:
    """Check whether a gap is a space: not beside a Chinese character."""
    return last < "\u2e80" and first < "\u2e80" and last != " " and first != " "


def joined(lines: Sequence[str], wrapped: bool = False) -> str:
    """Return lines as one, with a space between letters or digits only.

    `wrapped` lines were broken at the margin, perhaps inside a number; the lines of a cell may
    hold a number each.
    """
    text = ""
    for line in lines:
        gap = " " if text and line and text[-1] < "\u2e80" and line[0] < "\u2e80" else ""
        if wrapped and text[-1:].isdigit() and line[:1] in "0123456789.%‰":
            gap = ""
        text += gap + line
    return text
