"""XLS: the values of an old workbook; how they look (percent, errors) is not known there."""

from __future__ import annotations

import io
from datetime import date

import python_calamine

from metrics.readers.workbooks.sheets import Cells, Refused, SheetWriter, number_text


def read_xls(content: bytes, out: SheetWriter) -> None:
    """Write every sheet of an old XLS workbook; how numbers look is not known there."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise Refused("password") from None
    except python_calamine.CalamineError:
        raise Refused("damaged") from None
    states = {sheet.name: str(sheet.visible).rpartition(".")[2] for sheet in book.sheets_metadata}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        out.start(name, states.get(name, "Visible") != "Visible")
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            cells: Cells = {}
            for column, value in enumerate(row):
                text, mark = _xls_text(value)
                if text:
                    cells[column] = text
                    if mark:
                        out.marks.append((number, column, mark))
            if cells:
                out.add(number, cells)
        merged = sheet.merged_cell_ranges or []
        out.end([], [[a + 1, b, c + 1, d] for (a, b), (c, d) in merged], percent=False)


def _xls_text(value: object) -> tuple[str, str]:
    if isinstance(value, bool):
        return str(value).upper(), "boolean"
    if isinstance(value, (int, float)):
        return number_text(repr(value), "", date(1899, 12, 30))
    if isinstance(value, str):
        return value, ""
    return str(value), "date"
