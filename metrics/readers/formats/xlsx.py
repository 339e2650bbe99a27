"""Read XLSX: each cell's stored text, number or result, and its format.

Reads the XML itself: no library at hand keeps number formats, errors, formulas without results,
raised characters and hidden rows together within the limits (docs/decisions/0021).
"""

import re
from datetime import date
from functools import cache
from typing import IO, Any, NamedTuple

from metrics.readers.formats.number_format import look_of, look_of_number
from metrics.readers.formats.package import Package, attribute, local, utf8_parser
from metrics.readers.formats.process import Refused
from metrics.readers.formats.sheets import Cells, SheetWriter, number_text
from metrics.readers.formats.text_tables import shifted

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RANGE = re.compile(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)")
_TRUE = ("1", "true")
_DIGITS = "0123456789"
_EMPTY = ("", "")

Text = tuple[str, str]
"""A text and its mark: `raised` where characters stand above or below the line."""


class _Book(NamedTuple):
    """Hold what all sheets' cells refer to; `formats` is None without styles."""

    strings: list[Text]
    formats: list[str] | None
    epoch: date

    def string(self, index: int) -> Text:
        """Return a shared text; raises Refused for one that does not exist."""
        if not 0 <= index < len(self.strings):
            raise Refused("damaged", reason="IndexError")
        return self.strings[index]

    def look(self, style: int) -> str:
        """Return what a cell style makes of a number."""
        return self.formats[style] if self.formats and style < len(self.formats) else ""


def read_xlsx(package: Package, main: str, root: Any, out: SheetWriter) -> None:
    """Emit every worksheet; `main` is the workbook's part, `root` its element."""
    targets = package.targets_by_id(main)
    parts = dict(targets.values())
    strings = parts.get("sharedStrings", "")
    styles = parts.get("styles", "")
    book = _Book(
        [_rich_text(item) for item in package.elements(strings, "si")] if strings else [],
        _formats(package.tree(styles)) if styles in package else None,
        _epoch(root),
    )
    for sheet in root.iterfind(".//{*}sheet"):
        kind, part = targets.get(attribute(sheet, "id") or "", ("", ""))
        if kind == "worksheet":
            out.start(sheet.get("name") or "", sheet.get("state", "visible") != "visible")
            with package.open(part) as source:
                _SheetReader(book, out).read(source)


def _epoch(root: Any) -> date:
    properties = root.find("{*}workbookPr")
    old = properties is not None and properties.get("date1904") in _TRUE
    return date(1904, 1, 1) if old else date(1899, 12, 30)


def _rich_text(item: Any) -> Text:
    """Return a text with raised and lowered digits; leave out readings (rPh)."""
    texts, mark = [], ""
    for run in item:
        if local(run) == "t":
            texts.append(run.text or "")
        elif local(run) == "r":
            align = run.find("{*}rPr/{*}vertAlign")
            text, raised = shifted(
                run.findtext("{*}t") or "", None if align is None else align.get("val")
            )
            texts.append(text)
            mark = mark or raised
    return _unescaped("".join(texts)), mark


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)


def _formats(root: Any) -> list[str]:
    """Return the look of each cell style: '', date, percent or scaled."""
    codes = {e.get("numFmtId"): e.get("formatCode") or "" for e in root.iterfind(".//{*}numFmt")}
    return [_look(e.get("numFmtId") or "0", codes) for e in root.iterfind("{*}cellXfs/{*}xf")]


def _look(number: str, codes: dict[str | None, str]) -> str:
    code = codes.get(number)
    if code is not None:
        return look_of(code)
    return look_of_number(int(number)) if number.isdigit() else ""


class _SheetReader:
    """Read the cells of one worksheet as a stream; handle an XML parser's events."""

    def __init__(self, book: _Book, out: SheetWriter) -> None:
        self.book, self.out, self.plain = book, out, book.look(0)
        self.hidden_columns: list[int] = []
        self.merges: list[list[int]] = []
        self.number = 0
        self.column = -1
        self.hidden = self.styled = False
        self.cells: Cells = {}
        self.cell: dict[str, str] = {}
        self.value: str | None = None
        self.formula: str | None = None
        self.shift: str | None = None
        self.raised = ""
        self.text: list[str] | None = None

    def read(self, source: IO[bytes]) -> None:
        """Emit all rows of the sheet."""
        parser = utf8_parser()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.ParseFile(source)
        known = self.book.formats is not None or not self.styled
        self.out.end(self.hidden_columns, self.merges, percent_known=known)

    def characters(self, text: str) -> None:
        """Keep a text inside a value, a formula or an inline text."""
        if self.text is not None:
            self.text.append(text)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element; what is not of the table is passed over."""
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "c":
            self.cell, self.value, self.formula, self.raised = attributes, None, None, ""
            reference = attributes.get("r")
            self.column = _column(reference.rstrip(_DIGITS)) if reference else self.column + 1
        elif tag in ("v", "t", "f"):
            self.text = []
        elif tag == "row":
            self.number = int(attributes.get("r") or self.number + 1)
            self.hidden = attributes.get("hidden") in _TRUE
            self.cells, self.column = {}, -1
        elif tag == "r":
            self.shift = None
        elif tag == "vertAlign":
            self.shift = attributes.get("val")
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            last = min(int(attributes.get("max") or 0), self.out.limits["MAX_COLUMNS"])
            self.hidden_columns += range(int(attributes.get("min") or 1) - 1, last)
        elif tag == "mergeCell" and len(self.merges) < self.out.limits["MAX_ROWS"]:
            self.merges += _range(attributes.get("ref") or "")

    def end(self, tag: str) -> None:
        """End an element."""
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "v":
            self.value, self.text = "".join(self.text or ()), None
        elif tag == "c":
            content = self.content()
            if content[0]:
                self.cells[self.column] = content
        elif tag == "t":
            text, raised = shifted("".join(self.text or ()), self.shift)
            self.value, self.raised = (self.value or "") + text, self.raised or raised
            self.text = None
        elif tag == "f":
            self.formula, self.text = "".join(self.text or ()), None
        elif tag == "row" and self.cells:
            self.out.add(self.number, self.cells, self.hidden)
        elif tag in ("is", "rPh"):
            self.shift = None

    def content(self) -> Text:
        """Return what the cell that ends shows, and its mark."""
        kind, value = self.cell.get("t", "n"), self.value
        if self.formula is not None:
            if not value and kind != "str":
                return "=" + self.formula, "formula"
            self.out.formulas += 1
        if value is None:
            return _EMPTY
        if kind == "s":
            return self.book.string(int(value))
        if kind == "n":
            style = self.cell.get("s", "0")
            self.styled = self.styled or style != "0"
            look = self.book.look(int(style)) if style != "0" else self.plain
            return number_text(value, look, self.book.epoch)
        if kind == "b":
            return ("TRUE" if value == "1" else "FALSE"), "boolean"
        return (value, "date") if kind == "d" else (_unescaped(value), self.raised)


@cache
def _column(letters: str) -> int:
    """Return the column that letters name, counted from 0."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    if not 1 <= index <= 16_384:
        raise Refused("damaged", reason="column")
    return index - 1


def _range(reference: str) -> list[list[int]]:
    """Return the rows and columns of a reference like A1:B2; none where it is not one."""
    parts = _RANGE.fullmatch(reference)
    if not parts:
        return []
    left, top, right, bottom = parts.groups()
    return [[int(top), _column(left), int(bottom), _column(right)]]
