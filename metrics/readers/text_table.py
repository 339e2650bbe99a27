"""Find tables in plain text: columns set by tabs, by `|` or by spaces.

Spaces part columns where two or more of them stand, or one of the width of a Chinese character.
Columns are found by position, a Chinese character counting two places. Lines without a number in
any of them are no table.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from metrics.readers.formats.columns import Piece, in_columns
from metrics.readers.grid import Grid

_GAP = re.compile(r"[ \u00a0]{2,}|[ \u00a0]*\u3000[ \u00a0\u3000]*")
_TAB = re.compile(r"[ \u00a0\u3000]*\t[ \u00a0\u3000]*")
_BAR = re.compile(r"[ \u00a0\u3000\t]*[|│┃][ \u00a0\u3000\t]*")
_RULE = re.compile(r"[\s|:+\-—=─━┼├┤┬┴┌┐└┘╋│]+")
_DIGIT = re.compile(r"\d")
_BLANK = " \u00a0\u3000"
_SENTENCE = re.compile(r"[。;!?]|[,\uff0c].*[,\uff0c].*[,\uff0c]")
_MOST_BEFORE = 4  # lines above a table that are handed on with it
_LONGEST_PIECE = 200
_NAME_AND_NUMBER = re.compile(r"(.*[^\s\d]) (-?\d[\d,.]*%?)")


@dataclass(frozen=True)
class _Line:
    number: int
    kind: Literal["rule", "blank", "tab", "bar", "gap", "prose", "end"]
    pieces: tuple[Piece, ...] = ()
    text: str = ""


def tables_in(text: str, *, by_spaces: bool = True) -> tuple[Grid, ...]:
    """Return the tables of a text in their order; row numbers are those of its lines.

    `by_spaces` takes columns that are set apart by spaces, too.
    """
    found: list[Grid] = []
    block: list[_Line] = []
    above: list[str] = []
    lines = [_line(number, line.rstrip("\r")) for number, line in enumerate(text.split("\n"), 1)]
    for line in (*lines, _Line(0, "end")):
        if line.kind == "rule" and block:
            continue
        if block and line.kind != block[0].kind:
            if table := _table(block, above):
                found.append(table)
                above = []
            else:
                above = [*above, *(each.text for each in block)][-_MOST_BEFORE:]
            block = []
        if line.kind in ("tab", "bar") or (line.kind == "gap" and by_spaces):
            block.append(line)
        elif line.text:
            above = [*above[1 - _MOST_BEFORE :], line.text]
    return tuple(found)


def _line(number: int, line: str) -> _Line:
    text = line.strip()
    if not text or _RULE.fullmatch(text):
        return _Line(number, "rule" if text else "blank")
    if len(_BAR.findall(text)) >= 2:
        return _Line(number, "bar", _pieces(line, _BAR), text)
    if "\t" in text:
        return _Line(number, "tab", _pieces(line, _TAB), text)
    pieces = _pieces(line, _GAP)
    if len(pieces) > 1 and not any(_SENTENCE.search(piece.text) for piece in pieces[:-1]):
        return _Line(number, "gap", pieces, text)
    return _Line(number, "prose", (), text)


def _pieces(line: str, gap: re.Pattern[str]) -> tuple[Piece, ...]:
    """Return the pieces of a line; empty ones only between tabs and bars."""
    first = len(line) - len(line.lstrip(_BLANK)) if gap is not _TAB else 0
    end = len(line.rstrip())
    if gap is _BAR:
        first += line.startswith(("|", "│", "┃"), first)
        end -= line.endswith(("|", "│", "┃"), first, end)
    edges = [first]
    for match in gap.finditer(line, first, end):
        edges += match.span()
    edges.append(end)
    widths = [0]
    for character in line:
        widths.append(widths[-1] + (2 if unicodedata.east_asian_width(character) in "WF" else 1))
    pieces = []
    for outer, until in zip(edges[::2], edges[1::2], strict=True):
        text = line[outer:until].strip(_BLANK)
        left = line.index(text, outer)
        pieces.append(Piece(text, widths[left], widths[left + len(text)]))
    return tuple(pieces)


def _parted(line: _Line, fullest: int) -> _Line:
    """Part numbers from long names before them in a line that lacks pieces."""
    if len(line.pieces) >= fullest:
        return line
    pieces: list[Piece] = []
    missing = fullest - len(line.pieces)
    for piece in line.pieces:
        number = _NAME_AND_NUMBER.fullmatch(piece.text) if missing else None
        if number is None:
            pieces.append(piece)
            continue
        missing -= 1
        cut = piece.right - len(number[2])
        pieces += (Piece(number[1], piece.left, cut - 1), Piece(number[2], cut, piece.right))
    return replace(line, pieces=tuple(pieces))


def _is_contents(block: Sequence[_Line]) -> bool:
    """Return whether lines are a list of contents, headings with page numbers."""
    ends = [line.pieces[-1].text for line in block]
    pages = [int(text) for text in ends if text.isdecimal() and len(text) < 4]
    pairs = all(len(line.pieces) == 2 for line in block)
    return pairs and len(pages) == len(ends) > 2 and pages == sorted(pages)


def _table(block: Sequence[_Line], above: Sequence[str]) -> Grid | None:
    """Return the table of lines of one kind, or None where they are none."""
    pieces = [piece for line in block for piece in line.pieces if piece.text]
    if len(block) < 2 or not any(_DIGIT.search(piece.text) for piece in pieces):
        return None
    if any(len(piece.text) > _LONGEST_PIECE for piece in pieces) or _is_contents(block):
        return None
    if block[0].kind == "gap":
        fullest = max(len(line.pieces) for line in block)
        block = [_parted(line, fullest) for line in block]
        width, placed = in_columns([line.pieces for line in block])
    else:
        width = max(len(line.pieces) for line in block)
        placed = [[(at, at, piece) for at, piece in enumerate(line.pieces)] for line in block]
    rows: list[list[str]] = []
    merges: list[tuple[int, int, int, int]] = []
    for line, row in zip(block, placed, strict=True):
        texts = [""] * width
        for first, last, piece in row:
            texts[first] = piece.text
            if last > first:
                merges.append((line.number, first, line.number, last))
        rows.append(texts)
    return Grid(rows, [line.number for line in block], merges=tuple(merges), before=tuple(above))
