"""Read XLS by python-calamine: the values of an old workbook, its merged cells.

Number formats and error values are not known there, so percentages are reported as unknown. What
is hidden is read beside it.
"""

import io

import python_calamine

from metrics.readers.formats.process import Emit, Limits, Refused
from metrics.readers.formats.sheets import Cells, SheetWriter, number_text
from metrics.readers.formats.xls_hidden import Hidden, hidden


def read(content: bytes, limits: Limits, emit: Emit) -> None:
    """Emit every sheet of an XLS workbook."""
    out = SheetWriter(emit, limits)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise Refused("password") from None
    except python_calamine.CalamineError:
        raise Refused("damaged") from None
    hides = hidden(content)
    for at, sheet_facts in enumerate(book.sheets_metadata):
        if sheet_facts.name not in book.sheet_names:
            continue
        sheet = book.get_sheet_by_name(sheet_facts.name)
        out.start(sheet.name, sheet_facts.visible != python_calamine.SheetVisibleEnum.Visible)
        rows, columns = hides[at] if at < len(hides) else Hidden(set(), [])
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            texts = ((column, _text(value)) for column, value in enumerate(row))
            cells: Cells = {column: cell for column, cell in texts if cell[0]}
            if cells:
                out.add(number, cells, number in rows)
        merged = sheet.merged_cell_ranges or []
        ranges = [[top + 1, left, bottom + 1, right] for (top, left), (bottom, right) in merged]
        out.end(columns, ranges, percent_known=False)


def _text(value: object) -> tuple[str, str]:
    if isinstance(value, bool):
        return str(value).upper(), "boolean"
    if isinstance(value, (int, float)):
        return number_text(repr(value))
    if isinstance(value, str):
        return value, ""
    return str(value), "date"
