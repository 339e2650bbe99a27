"""ODS: the stored value of every cell, by its value type."""

from __future__ import annotations

from datetime import date
from typing import Any

from metrics.readers.workbooks.package import Package, attribute, local
from metrics.readers.workbooks.sheets import Cells, Refused, SheetWriter, number_text


def read_ods(package: Package, out: SheetWriter) -> None:
    """Write every sheet of an ODS workbook."""
    hidden_styles: set[str] = set()
    root = package.tree("content.xml")
    for style in root.iterfind(".//{*}style"):
        shown = [attribute(e, "display") for e in style.iterfind("{*}table-properties")]
        if "false" in shown:
            hidden_styles.add(attribute(style, "name") or "")
    for table in root.iterfind(".//{*}spreadsheet/{*}table"):
        style_name = attribute(table, "style-name")
        out.start(attribute(table, "name") or "", style_name in hidden_styles)
        _ods_sheet(table, out)


def _ods_sheet(table: Any, out: SheetWriter) -> None:
    number = 0
    hidden_columns: list[int] = []
    merges: list[list[int]] = []
    column = 0
    for element in table.iter("{*}table-column", "{*}table-row"):
        if local(element) == "table-column":
            repeated = int(attribute(element, "number-columns-repeated") or 1)
            if attribute(element, "visibility") in ("collapse", "filter"):
                hidden_columns += range(column, min(column + repeated, out.limits["columns"]))
            column += repeated
            continue
        repeated = int(attribute(element, "number-rows-repeated") or 1)
        cells = _ods_cells(element, number + 1, out, merges)
        hidden = attribute(element, "visibility") in ("collapse", "filter")
        for at in range(number + 1, number + repeated + 1) if cells else ():
            out.add(at, cells)
            if hidden:
                out.hidden_rows.append(at)
        number += repeated
    out.end(hidden_columns, merges)


def _ods_cells(row: Any, number: int, out: SheetWriter, merges: list[list[int]]) -> Cells:
    cells: Cells = {}
    column = 0
    for cell in row:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        repeated = int(attribute(cell, "number-columns-repeated") or 1)
        text, mark = _ods_cell(cell, out)
        if text and column + repeated > out.limits["columns"]:
            raise Refused("too-many-columns", row=number, found=column + repeated)
        for at in range(column, column + repeated) if text else ():
            cells[at] = text
            if mark:
                out.marks.append((number, at, mark))
        across = int(attribute(cell, "number-columns-spanned") or 1)
        down = int(attribute(cell, "number-rows-spanned") or 1)
        if across > 1 or down > 1:
            merges.append([number, column, number + down - 1, column + across - 1])
        column += repeated
    return cells


def _ods_cell(cell: Any, out: SheetWriter) -> tuple[str, str]:
    stated = {key.rpartition("}")[2]: value for key, value in cell.attrib.items()}
    kind = stated.get("value-type", "")
    if "formula" in stated:
        if not kind:
            return "=" + stated["formula"], "formula"
        out.formulas += 1
    if kind in ("float", "currency", "percentage"):
        look = "percent" if kind == "percentage" else ""
        return number_text(stated.get("value", ""), look, date(1899, 12, 30))
    if kind in ("date", "time"):
        return stated.get(f"{kind}-value", "?"), "date"
    if kind == "boolean":
        return stated.get("boolean-value", "").upper(), "boolean"
    return "\n".join(_ods_paragraph(p) for p in cell if local(p) == "p"), ""


def _ods_paragraph(paragraph: Any) -> str:
    parts = [paragraph.text or ""]
    for child in paragraph:
        name = local(child)
        if name == "s":
            parts.append(" " * min(int(attribute(child, "c") or 1), 1_000))
        elif name == "line-break":
            parts.append("\n")
        elif name != "annotation":
            parts.append(_ods_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
