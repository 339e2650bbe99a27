"""Find the tables on a sheet: titles, header rows, rows of figures, sections, notes.

Rows are sorted by what they hold (words, figures, one line), then put together from above. A
header that comes again on the next page is none of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from metrics.tables.bands import bands
from metrics.tables.labels import read_label
from metrics.tables.lexicon import Lexicon
from metrics.tables.set_aside import line_kind, names_unit
from metrics.tables.view import FIGURE, MISSING, SENTENCE, TEXT, YEAR, View
from metrics.tables.words import even, line_words

MOST_HEADER_ROWS = 6
_COLUMN_NUMBERS = re.compile(r"[甲乙丙丁戊]|\d{1,2}|[(（]\d{1,2}[)）]")
_HAN_NUMBER = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?")
_SIGNED = re.compile(
    r"[\u4e00-\u9fff（）() 　]{2,10}[:：]\s*[\u4e00-\u9fff 　]{0,6}"
    r"|(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
)
"""A cell of a line of signatures: an office with a colon, or a day."""
_BLANK, _LINE, _INFO, _HEAD, _BODY, _GAPS, _INDEX = (
    "blank",
    "line",
    "info",
    "head",
    "body",
    "gaps",
    "index",
)


@dataclass
class Block:
    """Hold one table: its rows as indices into the view, its range of columns.

    `titles` are the lines above it, nearest last; `sections` the line rows within, by row.
    """

    view: View
    left: int
    right: int
    titles: list[str] = field(default_factory=list)
    header: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)
    notes: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


def find_blocks(view: View, lexicon: Lexicon) -> list[Block]:
    """Return the tables of a sheet in reading order, those side by side from the left."""
    blocks: list[Block] = []
    for left, right in bands(view, lexicon):
        blocks += _Walk(view, lexicon, left, right).blocks()
    return blocks


def _fills_in(text: str) -> bool:
    """Return whether a cell is a field of a form, filled in or empty."""
    kind = line_kind(text)
    return kind == "info" or (kind == "note" and bool(re.search("[:：].", text)))


def _as_fields(texts: Sequence[str]) -> list[str]:
    return [f"{name}：{text}" for name, text in zip(texts[::2], texts[1::2], strict=True)]


class _Walk:
    """Collect the tables of a band of columns from its rows."""

    def __init__(self, view: View, lexicon: Lexicon, left: int, right: int) -> None:
        self.view, self.lexicon, self.left, self.right = view, lexicon, left, right
        self.found: list[Block] = []
        self.current: Block | None = None
        self.pending: list[tuple[int, str]] = []

    def blocks(self) -> list[Block]:
        """Return the tables of the band."""
        for at in range(len(self.view.rows)):
            kind = self._kind(at)
            if kind == _BODY or (kind == _GAPS and self.current and not self._heads()):
                self._body(at)
            elif kind != _INDEX:
                self.pending.append((at, kind))
        self._end()
        return self.found

    def cells(self, at: int) -> list[tuple[int, str]]:
        """Return the filled cells of a row; a line alone and a form are over all bands."""
        whole = self.view.row(at, 0, self.view.width)
        if len(whole) == 1 and self.view.kind(whole[0][1]) in (TEXT, SENTENCE):
            return whole
        if self._is_form([text for _, text in whole]):
            return whole
        return [cell for cell in whole if self.left <= cell[0] < self.right]

    def _is_info(self, texts: Sequence[str], kinds: Sequence[str]) -> bool:
        """Return whether a row is a note, signatures, or fields of a form."""
        noted = any(line_kind(text) for text in texts[:1]) and FIGURE not in kinds[1:]
        signed = len(texts) > 1 and all(_SIGNED.fullmatch(text) for text in texts)
        return noted or signed or self._is_form(texts)

    def _is_form(self, texts: Sequence[str]) -> bool:
        """Return whether cells are pairs of a form's field and its place or year."""
        if len(texts) % 2 or not texts:
            return False
        words, pairs = line_words(), zip(texts[::2], texts[1::2], strict=True)
        return all(
            (even(name) in words["place"] and self.lexicon.place(text))
            or (even(name) in words["year"] and read_label(text, self.lexicon).years)
            for name, text in pairs
        )

    def _kind(self, at: int) -> str:
        cells = self.cells(at)
        if not cells:
            return _BLANK
        kinds = [self.view.kind(text) for _, text in cells]
        texts = [text for _, text in cells]
        if self._is_info(texts, kinds):
            return _INFO
        if len(cells) > 1 and {*kinds} == {MISSING}:
            return _BLANK
        if len(cells) == 2 and _HAN_NUMBER.fullmatch(texts[0]) and kinds[1] == TEXT:
            return _LINE
        if len(cells) == 1:
            return _BODY if kinds[0] == FIGURE and self.current else _LINE
        if counted := self._counted(cells):
            return counted
        if FIGURE in kinds:
            return _BODY
        if len(cells) <= 4 and YEAR not in kinds and any(map(_fills_in, texts)):
            return _INFO
        if YEAR in kinds:
            return _HEAD if self._years_head(cells) else _BODY
        if MISSING in kinds and all(k in (MISSING, TEXT) for k in kinds):
            return _GAPS
        if SENTENCE in kinds[1:] and self._sentences(cells):
            return _BODY
        return self._worded(cells)

    def _counted(self, cells: Sequence[tuple[int, str]]) -> str:
        """Return the kind of a row that counts: months by bare numbers, or the columns."""
        texts = [text for _, text in cells]
        if self._names_months(cells):
            return _HEAD
        listed = len(cells) > 2 and all(_COLUMN_NUMBERS.fullmatch(text) for text in texts)
        return _INDEX if listed and self._counts(texts) else ""

    def _names_months(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Return whether a row heads the months or quarters of a year by bare numbers."""
        numbered = [(column, text) for column, text in cells if text.isdecimal()]
        count = [int(text) for _, text in numbered]
        if count not in (list(range(1, 5)), list(range(1, 13))):
            return False
        if len(numbered) < len(cells) and len(count) == 12:
            return all(read_label(text, self.lexicon).heads for _, text in set(cells) - {*numbered})
        above = {self._above(column) for column, _ in numbered}
        return all(read_label(text, self.lexicon).head == "month" for text in above)

    def _counts(self, texts: Sequence[str]) -> bool:
        """Return whether a row numbers the columns: 甲 乙 1 2 3."""
        letters = [text for text in texts if text in "甲乙丙丁戊"]
        numbers = [int(text.strip("()（）")) for text in texts if text not in letters]
        if not numbers or numbers[0] not in (0, 1):
            return bool(letters) and not numbers
        counted = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        return counted and (texts[0] == "甲" or len(numbers) > 2)

    def _years_head(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Return whether bare years in a row are a header, not figures."""
        first = read_label(cells[0][1], self.lexicon)
        if cells[0][0] > self.left and self._heads() and not self._numbered(cells):
            return True
        if self.view.kind(cells[0][1]) == YEAR:
            above = self._above(cells[0][0])
            heads = self._heads() or (self.current.header if self.current else [])
            if above and read_label(above, self.lexicon).head in ("year", "serial"):
                return False
            years = [int(text) for _, text in cells if self.view.kind(text) == YEAR]
            rising = len(set(years)) == len(years) or len(years) > 2
            return bool(heads and not above) or (
                not heads and rising and len(cells) > 1 and cells[0][0] > self.left
            )
        if first.head in ("metric", "region", "category", "unit", "serial", "year"):
            return True
        if first.region or first.metric or first.place:
            return False
        return not self.current and not self._heads()

    def _numbered(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Return whether the first filled cell stands below a header of its own."""
        heads = self._heads()
        return any(self.view.rows[at][cells[0][0]] for at in heads[-1:]) and all(
            not self.view.rows[at][column] for at in heads for column in range(cells[0][0])
        )

    def _above(self, column: int) -> str:
        rows = self._heads() or (self.current.header if self.current else [])
        return next((t for at in reversed(rows) if (t := self.view.text(at, column))), "")

    def _sentences(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Return whether a row holds figures in sentences below a header for them."""
        heads = self._heads() or (self.current.header if self.current else [])
        if not heads:
            return False
        for column, text in cells[1:]:
            label = read_label(self._above(column), self.lexicon)
            if self.view.kind(text) == SENTENCE and (
                label.head in ("sentence", "value") or label.relative is not None or label.years
            ):
                return True
        return False

    def _worded(self, cells: Sequence[tuple[int, str]]) -> str:
        """Return the kind of a row of words: one of the table's rows, or of its head."""
        label = read_label(cells[0][1], self.lexicon)
        if not (label.region or label.metric or label.place):
            return _HEAD
        above = [read_label(self._above(column), self.lexicon) for column, _ in cells]
        words = [read_label(text, self.lexicon) for _, text in cells]
        pairs = zip(above[1:], words[1:], strict=True)
        if any(one.heads and one.head != "metric" for over, one in pairs if over.head != "unit"):
            return _HEAD
        if self._heads():
            return _BODY if above[0].head in ("region", "metric", "category") else _HEAD
        return _GAPS if self.current else _HEAD

    def _heads(self) -> list[int]:
        """Return the pending rows that are header rows, from the top."""
        rows: list[int] = []
        for at, kind in reversed(self.pending):
            if (
                (kind == _HEAD and len(rows) < MOST_HEADER_ROWS)
                or (kind == _LINE and rows and self._spans_part(at))
                or (kind == _LINE and not rows and self._spans_part(at) and self._head_before(at))
            ):
                rows.append(at)
            elif not rows and (kind in (_BLANK, _GAPS) or self._head_before(at)):
                continue
            else:
                break
        return rows[::-1]

    def _head_before(self, at: int) -> bool:
        return any(kind == _HEAD and row < at for row, kind in self.pending)

    def _spans_part(self, at: int) -> bool:
        """Return whether a row of one cell is a header level over some columns."""
        column, text = self.cells(at)[0]
        if len(self.cells(at)) > 1:
            return False
        right = self.view.spans.get((at, column), (at, column))[1]
        whole = column <= self.left and right >= self.right - 2
        return (
            not whole
            and column > self.left
            and not line_kind(text)
            and len(text) < 30
            and right > column
        )

    def _body(self, at: int) -> None:
        heads = self._heads()
        if heads and self.current and self._same(heads) and not self._titled(heads):
            self._sections_between(heads)
        elif heads or self.current is None:
            self._begin(heads)
        else:
            self._sections_between([])
        assert self.current is not None
        self.current.body.append(at)
        self.pending = []

    def _titled(self, heads: Sequence[int]) -> bool:
        """Return whether a line above a header says something of its table alone."""
        for at, kind in self.pending:
            if kind == _INFO and at < heads[0] and any(map(names_unit, self._texts(at))):
                return True
            text = self.cells(at)[0][1] if kind == _LINE and at not in heads else ""
            label = read_label(text, self.lexicon)
            if label.years or label.region or label.place or label.metric:
                return True
        return False

    def _texts(self, at: int) -> list[str]:
        return [text for _, text in self.cells(at)]

    def _same(self, heads: Sequence[int]) -> bool:
        assert self.current is not None

        def texts(rows: Sequence[int]) -> list[str]:
            return [
                even(text) for at in rows for _, text in self.view.row(at, self.left, self.right)
            ]

        return texts(heads) == texts(self.current.header)

    def _sections_between(self, heads: Sequence[int]) -> None:
        assert self.current is not None
        for at, kind in self.pending:
            if at in heads:
                continue
            if (kind == _LINE and not heads) or self._says_unit(at, kind):
                self.current.sections[at] = "、".join(text for _, text in self.cells(at))
            elif kind in (_INFO, _LINE):
                self.current.notes.append(at)
            elif kind == _HEAD:
                self.current.unread.append(at)
            elif kind == _GAPS:
                self.current.body.append(at)

    def _says_unit(self, at: int, kind: str) -> bool:
        return kind == _INFO and len(self._texts(at)) == 1 and names_unit(self._texts(at)[0])

    def _begin(self, heads: Sequence[int]) -> None:
        first = heads[0] if heads else None
        titles: list[str] = []
        sections: list[tuple[int, str]] = []
        for at, kind in self.pending:
            if at in heads:
                continue
            texts = [text for _, text in self.cells(at)]
            if first is not None and at > first and kind == _LINE:
                sections.append((at, "、".join(texts)))
            elif self.current and kind == _INFO and line_kind(texts[0]) == "note":
                self.current.notes.append(at)
            elif kind in (_LINE, _INFO, _HEAD):
                texts = _as_fields(texts) if self._is_form(texts) else texts
                titles.append("  ".join(texts))
        block = Block(self.view, self.left, self.right, titles, list(heads))
        block.sections.update(sections)
        self.found.append(block)
        self.current = block
        self.pending = []

    def _end(self) -> None:
        if self.current is None:
            return
        for at, kind in self.pending:
            if self._says_unit(at, kind):
                self.current.titles.insert(0, self._texts(at)[0])
            elif kind in (_INFO, _LINE):
                self.current.notes.append(at)
            elif kind == _GAPS:
                self.current.body.append(at)
            elif kind == _HEAD:
                self.current.unread.append(at)
