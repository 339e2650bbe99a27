"""Report problems of a file as a whole: sheets, headers, columns, title lines."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from metrics.i18n import message
from metrics.intake.layout import Layout
from metrics.model.observation import COLUMNS
from metrics.problems import Problem
from metrics.readers.grid import Grid, column_letter
from metrics.tables.headers import REFERENCE, SOURCES
from metrics.tables.result import SheetReading
from metrics.text import clean, shown

NAMED_ROWS = 20
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_FIGURE = re.compile(r"\d[\d,.]*")
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")


def no_sheet(wanted: str, everything: Sequence[str]) -> Problem:
    """Refuse a sheet that the workbook does not have."""
    text = message("There is no sheet named “{name}”", name=shown(wanted))
    fix = message("Choose one of: {names}", names=_listed(everything))
    return Problem("no-sheet", "error", text, fix, found=wanted)


def several_sheets(data: Sequence[str]) -> Problem:
    """Refuse a workbook of which several sheets hold one observation a row."""
    text = message("Several sheets hold figures: {names}", names=_listed(data))
    fix = message("Choose the sheet to take")
    return Problem("several-sheets", "error", text, fix, found=_listed(data))


def sheets_together(data: Sequence[str]) -> Problem:
    """Say that several sheets of one observation a row are read as one file."""
    text = message("Several sheets hold figures, and all of them are read: {names}",
                   names=_listed(data))  # fmt: skip
    fix = message("Choose the sheets if one of them is a draft")
    return Problem("sheets-together", "warning", text, fix, found=_listed(data))


def nothing_named(grids: Sequence[Grid]) -> Problem:
    """Refuse a table of years and places that does not say what is counted."""
    head = next((row for grid in grids for row in grid.rows if sum(map(bool, row)) > 1), [])
    found = shown(" | ".join(clean(cell) for cell in head if cell.strip()))
    text = message("The table names years and places, but not what its figures count: {found}",
                   found=found)  # fmt: skip
    fix = message("Say above the table which metric it is about")
    return Problem("no-figures", "error", text, fix, found=found)


def no_figures(grids: Sequence[Grid], left_out: bool = False) -> Problem:
    """Refuse a file without figures of a year; `left_out`: of plans or totals only."""
    if left_out:
        text = message("The file holds plans, changes, totals or parts of a year only")
        fix = message("Add the figures that were reached in the year")
        return Problem("no-figures", "error", text, fix)
    texts = [clean(cell) for grid in grids for row in grid.rows[:3] for cell in row if cell.strip()]
    rows = [row for grid in grids for row in grid.rows if sum(map(bool, row)) > 1]
    if len(rows) > 2 and not any(map(_YEAR.search, texts)):
        text = message(
            "The file is a list of {n} rows ({found}); neither a title nor a header says of which "
            "year its numbers are, so it holds no yearly figures",
            n=f"{len(rows) - 1:,}",
            found=shown(" | ".join(texts)),
        )
        fix = message("If they are of one year, say which for the whole file")
        return Problem("no-figures", "error", text, fix, found=shown(" | ".join(texts)))
    text = message(
        "No table of the file holds figures of a year: it begins with “{found}”",
        found=shown(" | ".join(texts)),
    )
    fix = message("A table of figures names its years, what is counted, and the numbers")
    return Problem("no-figures", "error", text, fix, found=shown(" | ".join(texts)))


def figures_in_sentences(grids: Sequence[Grid]) -> Problem | None:
    """Refuse a table whose cells hold several figures each; None where most do not."""
    rows = [
        (grid, n, row)
        for grid in grids
        for n, row in enumerate(grid.rows, 1)
        if sum(map(bool, row)) > 1
    ]
    several = [
        (grid.sheet, n, column_letter(column), text)
        for grid, n, row in rows
        for column, text in enumerate(row)
        if len(_FIGURE.findall(text)) > 1 and len(_WORD.findall(text)) > 1
    ]
    if not several or len(several) < len(rows[1:]) / 2:
        return None
    sheet, row, column, text = several[0]
    said = message(
        "{n} cells hold several figures each in sentences, first {cell}: “{found}”; "
        "a table is read with one figure a cell",
        n=len(several),
        cell=f"{column}{row}",
        found=shown(clean(text)),
    )
    fix = message(
        "Give every figure a row of its own, or put the sentences into a Word or text file and "
        "read it as a report"
    )
    return Problem(
        "figures-in-sentences", "error", said, fix, sheet=sheet, row=row, column=column,
        found=shown(text),
    )  # fmt: skip


def table_remarks(grids: Sequence[Grid], sheets: Sequence[SheetReading]) -> Iterator[Problem]:
    """Report hidden sheets, rows and columns of the tables of a file."""
    visible = [grid for grid in grids if not grid.hidden] or list(grids)
    for grid in grids:
        if grid not in visible and any(any(row) for row in grid.rows):
            text = message(
                "The sheet “{name}” is hidden in the workbook; it is not read",
                name=grid.sheet or "",
            )
            yield Problem("hidden-sheet", "warning", text, found=grid.sheet or "")
    for grid, sheet in zip(visible, sheets, strict=True):
        taken = {at for (_row, at), state in sheet.states.items() if state == "taken"}
        out = grid.hidden_columns - taken if sheet.states else frozenset()
        yield from (replace(one, sheet=grid.sheet) for one in hidden_parts(grid, out))


def sheet_remarks(grid: Grid, sheets: Sequence[Grid], data: Sequence[Grid]) -> Iterator[Problem]:
    """Report other and hidden sheets, rows and columns of a workbook."""
    for other in sheets:
        if other is grid or not other.rows:
            continue
        figures = any(other is one for one in data)
        text = message("The sheet “{name}” is not taken", name=other.sheet or "")
        yield Problem(
            "other-sheet", "warning" if figures else "info", text, found=other.sheet or ""
        )
    if grid.hidden:
        text = message("The sheet “{name}” is hidden in the workbook", name=grid.sheet or "")
        yield Problem("hidden-sheet", "warning", text)
    yield from hidden_parts(grid)


def hidden_parts(grid: Grid, left_out: Collection[int] = ()) -> Iterator[Problem]:
    """Report a sheet's hidden rows and columns, those `left_out`, and formulas."""
    rows = sorted(grid.hidden_rows)
    listed = ", ".join(map(str, rows[:NAMED_ROWS])) + ("…" if len(rows) > NAMED_ROWS else "")
    filled = {at for row in grid.rows[:NAMED_ROWS] for at, cell in enumerate(row) if cell}
    hidden = sorted(grid.hidden_columns & filled)
    columns = [
        (True, [at for at in hidden if at not in left_out]),
        (False, [at for at in hidden if at in left_out]),
    ]
    if rows and hidden:
        yield _hidden_rows_and_columns(rows[0], listed, hidden, left_out)
    elif rows:
        text = message(
            "{n} rows are hidden in the workbook and were read: {rows}", n=len(rows), rows=listed
        )
        fix = message("If they are not meant, remove them from the file")
        yield Problem("hidden-rows", "warning", text, fix, row=rows[0], found=listed)
    for read, listed_columns in () if rows else columns:
        if not listed_columns:
            continue
        letters = ", ".join(map(column_letter, listed_columns))
        text = message(
            "Columns are hidden in the workbook and were read: {columns}", columns=letters
        )
        fix = message("If they are not meant, remove them from the file")
        if not read:
            text = message(
                "Columns are hidden in the workbook and were not read: {columns}", columns=letters
            )
            fix = message("If their figures are meant, show the columns")
        yield Problem("hidden-columns", "warning", text, fix, column=letters)
    if grid.formulas:
        text = message("{n} cells hold formulas; their stored results were read", n=grid.formulas)
        yield Problem("formulas", "info", text)


def _hidden_rows_and_columns(
    row: int, rows: str, columns: Sequence[int], left_out: Collection[int]
) -> Problem:
    """Report in one warning what is hidden of a sheet's rows and columns."""
    letters = ", ".join(map(column_letter, columns))
    out = ", ".join(column_letter(at) for at in columns if at in left_out)
    text = message(
        "Rows and columns are hidden in the workbook and were read: rows {rows}, columns {columns}",
        rows=rows,
        columns=letters,
    )
    if out:
        text = message(
            "Rows and columns are hidden in the workbook: rows {rows} were read, of columns "
            "{columns} not {out}",
            rows=rows,
            columns=letters,
            out=out,
        )
    fix = message("If they are not meant, remove them from the file")
    return Problem("hidden-rows", "warning", text, fix, row=row, column=letters, found=rows)


def missing_columns(layout: Layout | None, grid: Grid, header_row: int | None) -> list[Problem]:
    """Refuse a table without a header, or one that lacks or repeats a column."""
    if layout is None:
        text = message("No row names the columns of a table of figures")
        fix = message(
            "Put a header above the figures that names at least {names}",
            names=_names(("year", "metric", "value")),
        )
        top = next((cells for cells in grid.rows if any(cells)), [])
        return [
            Problem("no-header", "error", text, fix, row=header_row, found=shown(" | ".join(top)))
        ]
    return [*_absent(layout, grid), *_repeated(layout, grid.numbers[layout.last])]


def _absent(layout: Layout, grid: Grid) -> Iterator[Problem]:
    row = grid.numbers[layout.last]
    header = shown(" | ".join(name for name in layout.names if name))
    for name in ("year", "metric", "value"):
        dated = name == "year" and (layout.title_year or layout.wide)
        if name in layout.columns or dated or (name == "value" and layout.wide):
            continue
        text = message("The header has no column “{name}”", name=_names((name,)))
        fix = message("Add a column named {name} to the header", name=_names((name,)))
        yield Problem("no-column", "error", text, fix, row=row, column=name, found=header)


def _repeated(layout: Layout, row: int) -> Iterator[Problem]:
    for first, second in layout.repeated:
        text = message(
            "Columns {first} and {second} both mean “{name}”",
            first=column_letter(first),
            second=column_letter(second),
            name=layout.names[second],
        )
        fix = message("Keep one of them, or rename the other")
        yield Problem(
            "two-columns",
            "error",
            text,
            fix,
            row=row,
            column=layout.names[second],
            found=layout.names[first],
        )


def title_lines(grid: Grid, layout: Layout) -> Iterator[Problem]:
    """Report the lines above the header, and what was taken from them."""
    for number, row in zip(grid.numbers[: layout.first], grid.rows[: layout.first], strict=True):
        text = " ".join(clean(cell) for cell in row if cell.strip())
        if text:
            what = message("Not taken: {reason}", reason=message("A title line above the header"))
            yield Problem("not-taken-title", "info", what, row=number, found=shown(text))
    if "year" not in layout.columns and layout.title_year and not layout.wide:
        what = message(
            "The table has no column for the year; {year} is taken from its title",
            year=layout.title_year,
        )
        fix = message("Check that all rows are about {year}", year=layout.title_year)
        yield Problem("year-from-title", "warning", what, fix, found=str(layout.title_year))
    if layout.unit:
        what = message(
            "Where a row has no unit, “{unit}” is taken from the header or title", unit=layout.unit
        )
        yield Problem("unit-from-title", "info", what, found=layout.unit)


def extra_columns(grid: Grid, layout: Layout) -> Iterator[Problem]:
    """Report the columns that are not taken."""
    sources = {at for name, at in layout.columns.items() if name in SOURCES}
    known = {at for name, at in layout.columns.items() if name != REFERENCE}
    taken = known - sources | set(layout.years if layout.wide else ())
    filled = {
        at
        for row in grid.rows[layout.last : layout.last + 1 + NAMED_ROWS]
        for at, cell in enumerate(row)
        if cell.strip()
    }
    for at in sorted(filled - taken):
        name = layout.names[at] if at < len(layout.names) else ""
        if layout.columns.get(REFERENCE) == at:
            text = message("The column shows earlier values for comparison; it is not taken")
        elif at in sources:
            text = message("The column says where figures stood in a table; it is not taken")
        elif name:
            text = message("The column “{name}” is not known; it is not taken", name=shown(name))
        else:
            text = message(
                "Column {letter} has no name in the header; it is not taken",
                letter=column_letter(at),
            )
        yield Problem(
            "extra-column",
            "info",
            text,
            row=grid.numbers[layout.last],
            column=name or column_letter(at),
            found=name,
        )


def nothing_taken(empty: int) -> Problem:
    """Refuse a file without a figure; `empty` rows have a metric but no value."""
    if empty:
        text = message("No values were filled in: all {n} rows have an empty value", n=empty)
        fix = message("Fill in the values, save the file, and bring it again")
        return Problem("no-values", "error", text, fix)
    text = message("There is a header, but no row of figures below it")
    return Problem("no-rows", "error", text, message("Add the rows, or choose another sheet"))


def doubtful_edit(row: int, column: str) -> Problem:
    """Report a correction that fits no cell of the file."""
    text = message("The correction fits no cell of the file")
    return Problem("edit", "warning", text, None, row=row, column=column)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f"{c.zh} ({c.name})" for c in COLUMNS if c.name in columns)


def _listed(names: Sequence[str]) -> str:
    return "、".join(shown(name) for name in names[:NAMED_ROWS])
