"""XLSX: the stored text, number or result of every cell, and what its format makes of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from metrics.workbooks.package import Package, attribute, elements, local
from metrics.workbooks.sheets import Cells, Refused, SheetWriter, number_text

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
        _xlsx_sheet(package, path, out, strings, styles, epoch)


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
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return text


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


def _xlsx_sheet(
    package: Package,
    path: str,
    out: SheetWriter,
    strings: list[str],
    styles: list[str],
    epoch: date,
) -> None:
    hidden_columns: list[int] = []
    merges: list[list[int]] = []
    number = 0
    columns: dict[str, int] = {}
    for element in elements(package, path, ("row", "col", "mergeCell")):
        name = local(element)
        if name == "col":
            if element.get("hidden") in ("1", "true"):
                last = min(int(element.get("max") or 0), out.limits["columns"])
                hidden_columns += range(int(element.get("min") or 1) - 1, last)
        elif name == "mergeCell":
            if len(merges) < out.limits["rows"]:
                merges.append(_range(element.get("ref") or ""))
        else:
            number = int(element.get("r") or number + 1)
            cells = _xlsx_cells(element, number, out, strings, styles, epoch, columns)
            if cells:
                out.add(number, cells)
                if element.get("hidden") in ("1", "true"):
                    out.hidden_rows.append(number)
    out.end(hidden_columns, [merge for merge in merges if merge])


def _xlsx_cells(
    row: Any,
    number: int,
    out: SheetWriter,
    strings: list[str],
    styles: list[str],
    epoch: date,
    columns: dict[str, int],
) -> Cells:
    cells: Cells = {}
    column = -1
    for cell in row:
        reference = cell.get("r")
        if reference:
            letters = reference.rstrip(_DIGITS)
            column = columns.get(letters, -1)
            if column < 0:
                column = columns[letters] = _column_index(letters)
        else:
            column += 1
        if not len(cell):
            continue
        text, mark = _xlsx_cell(cell, out, strings, styles, epoch)
        if text:
            cells[column] = text
            if mark:
                out.marks.append((number, column, mark))
    return cells


def _xlsx_cell(
    cell: Any, out: SheetWriter, strings: list[str], styles: list[str], epoch: date
) -> tuple[str, str]:
    kind = cell.get("t")
    value = formula = None
    for child in cell:
        name = local(child)
        if name == "v":
            value = child.text
        elif name == "f":
            formula = child.text or ""
        elif name == "is":
            return _rich_text(child), ""
    if formula is not None:
        if not value and kind != "str":
            return "=" + formula, "formula"
        out.formulas += 1
    if value is None:
        return "", ""
    if kind == "s":
        index = int(value)
        if not 0 <= index < len(strings):
            raise Refused("damaged")
        return strings[index], ""
    if kind in ("str", "e"):
        return value, ""
    if kind == "b":
        return ("TRUE" if value == "1" else "FALSE"), "boolean"
    if kind == "d":
        return value, "date"
    style = cell.get("s")
    look = styles[int(style)] if style and int(style) < len(styles) else ""
    return number_text(value, look, epoch)


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
