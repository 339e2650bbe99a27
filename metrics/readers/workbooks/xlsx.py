"""XLSX: the stored text, number or result of every cell, and what its format makes of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, BinaryIO
from xml.parsers import expat

from metrics.readers.workbooks.package import Package, attribute, elements, local
from metrics.readers.workbooks.sheets import Cells, Refused, SheetWriter, number_text

DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
PERCENT_FORMATS = {9, 10}
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DIGITS = "0123456789"


def read_xlsx(package: Package, out: SheetWriter) -> None:
    """Write every worksheet of an XLSX workbook."""
    root = package.tree("xl/workbook.xml")
    targets = {
        item.get("Id"): (item.get("Target") or "", item.get("Type") or "")
        for item in package.tree("xl/_rels/workbook.xml.rels")
    }
    epoch = _epoch(root)
    strings = _shared_strings(package)
    styles = _styles(package)
    for sheet in root.iterfind(".//{*}sheet"):
        target, kind = targets.get(attribute(sheet, "id"), ("", ""))
        if not kind.endswith("/worksheet"):
            continue
        path = target.lstrip("/") if target.startswith("/") else "xl/" + target
        hidden = sheet.get("state", "visible") != "visible"
        out.start(sheet.get("name") or "", hidden)
        _SheetReader(out, strings, styles, epoch).read(package.open(path))


def _epoch(root: Any) -> date:
    properties = root.find("{*}workbookPr")
    old = properties is not None and properties.get("date1904") in ("1", "true")
    return date(1904, 1, 1) if old else date(1899, 12, 30)


def _shared_strings(package: Package) -> list[str]:
    names = [name for name in package.names if name.lower() == "xl/sharedstrings.xml"]
    if not names:
        return []
    return [_rich_text(item) for item in elements(package, names[0], ("si",))]


def _rich_text(item: Any) -> str:
    if len(item) == 1 and local(item[0]) == "t":
        text = item[0].text or ""
    else:
        runs = (e for child in item if local(child) in ("t", "r") for e in child.iter("{*}t"))
        text = "".join(e.text or "" for e in runs)
    return _unescaped(text)


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)


def _styles(package: Package) -> list[str]:
    """Return for each cell style what it makes of a number: '', date, percent or scaled."""
    if "xl/styles.xml" not in package.names:
        return []
    root = package.tree("xl/styles.xml")
    own = {e.get("numFmtId"): e.get("formatCode") or "" for e in root.iterfind(".//{*}numFmt")}
    return [_format_kind(e.get("numFmtId") or "0", own) for e in root.iterfind("{*}cellXfs/{*}xf")]


def _format_kind(number: str, own: dict[str | None, str]) -> str:
    code = own.get(number)
    if code is None:
        known = int(number) if number.isdigit() else 0
        return "date" if known in DATE_FORMATS else "percent" if known in PERCENT_FORMATS else ""
    first = code.split(";")[0]
    bare = _LITERAL.sub("", first)
    if "%" in bare:
        return "percent"
    if re.search(r"[yYdD]|[hH]+|[sS]|年|月|日", bare) and "General" not in bare:
        return "date"
    if re.search(r"[万亿]", first) and not re.search(r"[0#],+([^0#]|$)", bare) and "!" not in first:
        return "scaled"
    return ""


class _SheetReader:
    """Reads the cells of one worksheet as a stream; handlers of an XML parser."""

    def __init__(
        self, out: SheetWriter, strings: list[str], styles: list[str], epoch: date
    ) -> None:
        self.out, self.strings, self.styles, self.epoch = out, strings, styles, epoch
        self.hidden_columns: list[int] = []
        self.merges: list[list[int]] = []
        self.columns: dict[str, int] = {}
        self.number = 0
        self.hidden = self.keep = self.phonetic = False
        self.cells: Cells = {}
        self.column = -1
        self.cell: dict[str, str] = {}
        self.value: str | None = None
        self.formula: str | None = None
        self.text: list[str] = []

    def read(self, source: BinaryIO) -> None:
        """Write all rows of the sheet."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.ParseFile(source)
        self.out.end(self.hidden_columns, [merge for merge in self.merges if merge])

    def characters(self, text: str) -> None:
        if self.keep and not self.phonetic:
            self.text.append(text)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "c":
            self.cell, self.value, self.formula = attributes, None, None
            reference = attributes.get("r")
            if reference:
                letters = reference.rstrip(_DIGITS)
                column = self.columns.get(letters)
                if column is None:
                    column = self.columns[letters] = _column_index(letters)
                self.column = column
            else:
                self.column += 1
        elif tag in ("v", "t", "f"):
            self.keep, self.text = True, []
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "row":
            self.number = int(attributes.get("r") or self.number + 1)
            self.hidden = attributes.get("hidden") in ("1", "true")
            self.cells, self.column = {}, -1
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            last = min(int(attributes.get("max") or 0), self.out.limits["columns"])
            self.hidden_columns += range(int(attributes.get("min") or 1) - 1, last)
        elif tag == "mergeCell" and len(self.merges) < self.out.limits["rows"]:
            self.merges.append(_range(attributes.get("ref") or ""))

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "v":
            self.value, self.keep = "".join(self.text), False
        elif tag == "c":
            self._end_cell()
        elif tag == "t":
            self.keep = False
            if not self.phonetic:
                self.value = (self.value or "") + "".join(self.text)
        elif tag == "f":
            self.formula, self.keep = "".join(self.text), False
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "row" and self.cells:
            self.out.add(self.number, self.cells)
            if self.hidden:
                self.out.hidden_rows.append(self.number)

    def _end_cell(self) -> None:
        text, mark = self._content()
        if text:
            self.cells[self.column] = text
            if mark:
                self.out.marks.append((self.number, self.column, mark))

    def _content(self) -> tuple[str, str]:
        kind, value = self.cell.get("t"), self.value
        if self.formula is not None:
            if not value and kind != "str":
                return "=" + self.formula, "formula"
            self.out.formulas += 1
        if value is None:
            return "", ""
        if kind == "s":
            index = int(value)
            if not 0 <= index < len(self.strings):
                raise Refused("damaged")
            return self.strings[index], ""
        if kind in ("str", "e", "inlineStr"):
            return _unescaped(value), ""
        if kind == "b":
            return ("TRUE" if value == "1" else "FALSE"), "boolean"
        if kind == "d":
            return value, "date"
        style = self.cell.get("s")
        look = self.styles[int(style)] if style and int(style) < len(self.styles) else ""
        return number_text(value, look, self.epoch)


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    if not 1 <= index <= 16_384:
        raise Refused("damaged")
    return index - 1


def _range(reference: str) -> list[int]:
    found = re.fullmatch(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", reference)
    if not found:
        return []
    left, top, right, bottom = found.groups()
    return [int(top), _column_index(left), int(bottom), _column_index(right)]
