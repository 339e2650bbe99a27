"""Read ODS: the stored value of every cell, with merges and what is hidden."""

from typing import Any

from metrics.readers.formats.package import Package, attribute, local
from metrics.readers.formats.process import Refused
from metrics.readers.formats.sheets import Cells, SheetWriter, number_text

_HIDDEN = ("collapse", "filter")


def read_ods(package: Package, out: SheetWriter) -> None:
    """Emit every sheet of an ODS workbook."""
    root = package.tree("content.xml")
    hidden_styles = {
        attribute(style, "name")
        for style in root.iterfind(".//{*}style")
        if any(attribute(e, "display") == "false" for e in style.iterfind("{*}table-properties"))
    }
    for table in root.iterfind(".//{*}spreadsheet/{*}table"):
        hidden = attribute(table, "style-name") in hidden_styles
        out.start(attribute(table, "name") or "", hidden)
        _read_sheet(table, out)


def _repeated(element: Any, what: str) -> int:
    return int(attribute(element, f"number-{what}-repeated") or 1)


def _read_sheet(table: Any, out: SheetWriter) -> None:
    number = 0
    hidden_columns: list[int] = []
    merges: list[list[int]] = []
    column = 0
    for element in table.iter("{*}table-column", "{*}table-row"):
        if local(element) == "table-column":
            repeated = _repeated(element, "columns")
            if attribute(element, "visibility") in _HIDDEN:
                hidden_columns += range(column, min(column + repeated, out.limits["MAX_COLUMNS"]))
            column += repeated
            continue
        repeated = _repeated(element, "rows")
        cells = _cells(element, number + 1, out, merges)
        hidden = attribute(element, "visibility") in _HIDDEN
        for at in range(number + 1, number + repeated + 1) if cells else ():
            out.add(at, cells, hidden)
        number += repeated
    out.end(hidden_columns, merges)


def _cells(row: Any, number: int, out: SheetWriter, merges: list[list[int]]) -> Cells:
    cells: Cells = {}
    column = 0
    for cell in row:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        repeated = _repeated(cell, "columns")
        text, mark = _cell_text(cell, out)
        if text and column + repeated > out.limits["MAX_COLUMNS"]:
            raise Refused("too-many-columns", row=number, found=column + repeated)
        for at in range(column, column + repeated) if text else ():
            cells[at] = text, mark
        across = int(attribute(cell, "number-columns-spanned") or 1)
        down = int(attribute(cell, "number-rows-spanned") or 1)
        if across > 1 or down > 1:
            merges.append([number, column, number + down - 1, column + across - 1])
        column += repeated
    return cells


def _cell_text(cell: Any, out: SheetWriter) -> tuple[str, str]:
    stated = {key.rpartition("}")[2]: value for key, value in cell.attrib.items()}
    kind = stated.get("value-type", "")
    if "formula" in stated:
        if not kind:
            return "=" + stated["formula"], "formula"
        out.formulas += 1
    if kind in ("float", "currency", "percentage"):
        look = "percent" if kind == "percentage" else ""
        return number_text(stated.get("value", ""), look)
    if kind in ("date", "time"):
        return stated.get(f"{kind}-value", "?"), "date"
    if kind == "boolean":
        return stated.get("boolean-value", "").upper(), "boolean"
    return "\n".join(_paragraph(p) for p in cell if local(p) == "p"), ""


def _paragraph(paragraph: Any) -> str:
    parts = [paragraph.text or ""]
    for child in paragraph:
        name = local(child)
        if name == "s":
            parts.append(" " * min(int(attribute(child, "c") or 1), 1_000))
        elif name == "line-break":
            parts.append("\n")
        elif name != "annotation":
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
