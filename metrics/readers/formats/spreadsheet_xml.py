"""Read XML Spreadsheet 2003, often exported as .xls: cells, formats, merges."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from metrics.readers.formats.number_format import look_of
from metrics.readers.formats.package import attribute, local
from metrics.readers.formats.process import Emit, Limits, Refused
from metrics.readers.formats.sheets import Cells, SheetWriter, number_text
from metrics.readers.formats.text_tables import shifted

_TRUE = ("1", "true")
_SHIFTS = {"sup": "sup", "sub": "sub"}


def read(content: bytes, limits: Limits, emit: Emit) -> None:
    """Emit every sheet of the workbook; refuses other XML and any document type."""
    parser = etree.XMLParser(
        remove_comments=True, resolve_entities=False, load_dtd=False, no_network=True
    )
    root = etree.fromstring(content.lstrip(), parser)
    if root.getroottree().docinfo.doctype:
        raise Refused("document-type")
    if local(root) != "Workbook":
        raise Refused("no-spreadsheet")
    looks = _looks(root)
    out = SheetWriter(emit, limits)
    for sheet in root.iterfind("{*}Worksheet"):
        visible = sheet.findtext("{*}WorksheetOptions/{*}Visible") or ""
        out.start(attribute(sheet, "Name") or "", visible.startswith("SheetHidden"))
        _Sheet(out, looks).read(sheet)


def _looks(root: Any) -> dict[str, str]:
    """Return what each style makes of a number; a style may rest on another."""
    looks: dict[str, str] = {}
    for style in root.iterfind("{*}Styles/{*}Style"):
        form = style.find("{*}NumberFormat")
        code = attribute(form, "Format") if form is not None else None
        rests_on = looks.get(attribute(style, "Parent") or "", "")
        looks[attribute(style, "ID") or ""] = rests_on if code is None else look_of(code)
    return looks


def _placed(parent: Any, tag: str) -> Iterator[tuple[int, Any]]:
    """Yield children of a kind by place from 1; `Index` skips, `Span` repeats."""
    at = 0
    for child in parent.iterfind(f"{{*}}{tag}"):
        at = _number(child, "Index", at + 1)
        yield at, child
        at += _number(child, "Span", 0)


def _number(element: Any, name: str, otherwise: int) -> int:
    stated = attribute(element, name) or ""
    return int(stated) if stated.isdecimal() and len(stated) < 8 else otherwise


class _Sheet:
    """Emit the rows of one sheet."""

    def __init__(self, out: SheetWriter, looks: dict[str, str]) -> None:
        self.out, self.looks = out, looks
        self.merges: list[list[int]] = []
        self.columns: dict[int, str] = {}

    def read(self, sheet: Any) -> None:
        """Emit all rows of the sheet."""
        hidden: list[int] = []
        for table in sheet.iterfind("{*}Table"):
            for at, column in _placed(table, "Column"):
                last = min(at + _number(column, "Span", 0), self.out.limits["MAX_COLUMNS"])
                self.columns.update(
                    dict.fromkeys(range(at, last + 1), attribute(column, "StyleID") or "")
                )
                if attribute(column, "Hidden") in _TRUE:
                    hidden += range(at - 1, last)
            for number, row in _placed(table, "Row"):
                cells = self.cells(number, row)
                if cells:
                    self.out.add(number, cells, attribute(row, "Hidden") in _TRUE)
        self.out.end(hidden, self.merges)

    def cells(self, number: int, row: Any) -> Cells:
        """Return the cells of a row that hold something."""
        cells: Cells = {}
        at = 0
        for cell in row.iterfind("{*}Cell"):
            at = _number(cell, "Index", at + 1)
            styles = (attribute(cell, "StyleID"), attribute(row, "StyleID"), self.columns.get(at))
            content = self.content(cell, next((style for style in styles if style), "Default"))
            if content[0]:
                if at > self.out.limits["MAX_COLUMNS"]:
                    raise Refused("too-many-columns", row=number, found=at)
                cells[at - 1] = content
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            if across or down:
                self.merges.append([number, at - 1, number + down, at - 1 + across])
            at += across
        return cells

    def content(self, cell: Any, style: str) -> tuple[str, str]:
        """Return what a cell holds, and its mark."""
        data = cell.find("{*}Data")
        formula = attribute(cell, "Formula")
        if data is None:
            return (formula, "formula") if formula else ("", "")
        self.out.formulas += formula is not None
        kind = attribute(data, "Type") or "String"
        text, raised = _rich_text(data)
        if kind == "Number":
            return number_text(text.strip(), self.looks.get(style, ""))
        if kind == "DateTime":
            return text.removesuffix("T00:00:00.000").replace("T", " "), "date"
        if kind == "Boolean":
            return ("TRUE" if text.strip() == "1" else "FALSE"), "boolean"
        return text, raised


def _rich_text(data: Any) -> tuple[str, str]:
    """Return a cell's text with raised and lowered digits, and its mark."""
    parts = [data.text or ""]
    mark = ""
    for run in data.iterdescendants():
        text, raised = shifted(run.text or "", _inherited_shift(run, data))
        parts += (text, run.tail or "")
        mark = mark or raised
    return "".join(parts), mark


def _inherited_shift(run: Any, data: Any) -> str | None:
    while run is not None and run is not data:
        if name := _SHIFTS.get(local(run).lower()):
            return name
        run = run.getparent()
    return None
