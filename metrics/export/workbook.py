"""Write a selection as a workbook: typed cells on one sheet, their meaning on another.

Headers, categories and qualifiers are in the reader's language, and the intake reads them back; a
text that would run as a formula carries an apostrophe, which the intake takes off again.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

import xlsxwriter

from metrics.analysis.filter_names import filters_in_words, years_in_words
from metrics.analysis.selection import Selection
from metrics.export.further_columns import FurtherColumns
from metrics.export.summary import citation, metrics_of, qualifiers_of, reports_by_year, units_of
from metrics.files import WORKBOOK_OPTIONS
from metrics.i18n import LANGUAGES, Words, words
from metrics.model.csv_file import EXACT_DIGITS
from metrics.model.observation import COLUMNS, Observation
from metrics.model.target import targets_by_key
from metrics.model.vocabulary import name_in
from metrics.numbers import plain
from metrics.text import mark_as_text
from metrics.wording.formatter import Formatter
from metrics.wording.targets import goal_text

HEADER = {"bold": True, "bg_color": "#e8eef5"}
"""The format of headers in workbooks to take away."""
MOST_ROWS = 1_048_575  # rows that a sheet holds below its header
_WIDEST, _MEASURED = 40, 500
_ABOUT_WIDTHS, _LINE_HEIGHT = (24, 32, 18, 56), 16
Row = tuple[str, ...]
Sections = Iterator[tuple[str, Sequence[Row]]]


def workbook(selection: Selection, _: Words, made: datetime) -> bytes:
    """Return a selection as an XLSX file; raises ValueError for too many rows."""
    if selection.count > MOST_ROWS:
        raise ValueError(f"a sheet holds {MOST_ROWS} rows, and these are {selection.count}")
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, WORKBOOK_OPTIONS)
    bureau = Formatter(selection.dataset, _).name(selection.dataset.bureau)
    facts = {"title": _("{bureau}: annual metrics", bureau=bureau), "author": bureau}
    book.set_properties({**facts, "company": bureau, "created": made.replace(tzinfo=None)})
    _write_figures(book, selection, _)
    _write_about(book, selection, _, made)
    book.close()
    return target.getvalue()


def _write_figures(book: Any, selection: Selection, _: Words) -> None:
    sheet = book.add_worksheet(_("Figures"))
    columns = (*COLUMNS, *FurtherColumns(selection.dataset).sources)
    headers = [column.zh if _.language == "zh" else column.name for column in columns]
    left = book.add_format({"align": "left"})
    rows = list(_cells(selection.rows(), Formatter(selection.dataset, _)))
    if _.language == "en":
        # The catalogue's names are Chinese; the English names stand behind them.
        headers.append(_("English name"))
    goals = _goal_texts(selection, _)
    if any(goals):
        headers.append(_("Goal of the year"))
        rows = [(*cells, goal) for cells, goal in zip(rows, goals, strict=True)]
    sheet.write_row(0, 0, headers, book.add_format(HEADER))
    grouped = book.add_format({"num_format": "#,##0"})
    for at, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, Decimal):
                _write_number(sheet, at, column, cell, grouped)
            elif isinstance(cell, int):
                sheet.write_number(at, column, cell, left)
            elif cell:
                sheet.write_string(at, column, mark_as_text(cell))
    for column, header in enumerate(headers):
        shown = [_width(str(cells[column])[:_WIDEST]) for cells in rows[:_MEASURED]]
        sheet.set_column(column, column, min(_WIDEST, max([_width(header) + 3, *shown]) + 1))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(headers) - 1)
    _print_on_a4(sheet)
    sheet.repeat_rows(0)


def _goal_texts(selection: Selection, _: Words) -> list[str]:
    """Return the goals of each row's year as texts, empty for none."""
    fmt, known = Formatter(selection.dataset, _), targets_by_key(selection.dataset.targets)
    rows = selection.rows() if known else ()
    return [_.list([goal_text(goal, fmt) for goal in known.get(row.key, ())]) for row in rows]


def _print_on_a4(sheet: Any) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _cells(rows: Iterable[Observation], fmt: Formatter) -> Iterator[tuple[Any, ...]]:
    """Yield each row's cells: numbers as they are, an empty text for none."""
    data, known = fmt.dataset, fmt.dataset.vocabulary
    categories = {key: fmt.name(one) for key, one in known.categories.items()}
    qualifiers = {key: fmt.name(one) for key, one in known.qualifiers.items()}
    english = {
        name: name_in(data.catalogue.get(name), "en")
        for name in data.table["metric"].cat.categories
    }
    further = FurtherColumns(data)
    for row in rows:
        cells = {column.name: getattr(row, column.name) for column in COLUMNS}
        cells["category"] = categories.get(row.category, row.category)
        cells["qualifier"] = qualifiers.get(row.qualifier, row.qualifier)
        cells |= further.source_cells(row.key)
        shown = tuple("" if cell is None else cell for cell in cells.values())
        yield (*shown, english[row.metric]) if fmt.language == "en" else shown


def _write_number(sheet: Any, row: int, column: int, value: Decimal, grouped: Any) -> None:
    if len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
        sheet.write_string(row, column, plain(value))
    else:
        whole = value == value.to_integral_value()
        sheet.write_number(row, column, float(value), grouped if whole else None)


def _width(text: str) -> int:
    """Return how wide a text is in a sheet; a Chinese character takes the room of two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _write_about(book: Any, selection: Selection, _: Words, made: datetime) -> None:
    """Write the sheet of meanings: a title and rows for each section."""
    sheet = book.add_worksheet(_("About these figures"))
    for column, width in enumerate(_ABOUT_WIDTHS):
        sheet.set_column(column, column, width)
    bold = book.add_format(HEADER)
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    at = 0
    for title, rows in _sections(selection, _, made):
        sheet.write_row(at, 0, [title, *[""] * (len(_ABOUT_WIDTHS) - 1)], bold)
        for number, row in enumerate(rows, start=at + 1):
            _write_about_row(sheet, number, [mark_as_text(cell) for cell in row], wrapped)
        at += len(rows) + 2
    _print_on_a4(sheet)


def _write_about_row(sheet: Any, at: int, cells: Sequence[str], wrapped: Any) -> None:
    """Write a row of facts; the last one spans the room that is left."""
    last, end = len(cells) - 1, len(_ABOUT_WIDTHS) - 1
    for column, cell in enumerate(cells[:last]):
        sheet.write_string(at, column, cell, wrapped)
    if last < end:
        sheet.merge_range(at, last, at, end, "", wrapped)
    sheet.write_string(at, last, cells[last], wrapped)
    rooms = [*_ABOUT_WIDTHS[:last], sum(_ABOUT_WIDTHS[last:])]
    lines = max(ceil(_width(cell) * 1.1 / room) for cell, room in zip(cells, rooms, strict=True))
    sheet.set_row(at, _LINE_HEIGHT * max(1, lines))


def _sections(selection: Selection, _: Words, made: datetime) -> Sections:
    yield _("About these figures"), _facts(selection, _, made)
    none = [(_("none"),)]
    yield _("Filters in force"), [*filters_in_words(selection, _)] or none
    yield _("Citation"), [(citation(selection, words(name), made.date()),) for name in LANGUAGES]
    yield _("Reports"), _reports(selection, _) or none
    yield _("Definitions"), [*_definitions(selection, _)] or none
    yield _("Units"), [*_units(selection, _)] or none
    yield _("Qualifiers"), [*_qualifiers(selection, _)] or none
    columns = (*COLUMNS, *FurtherColumns(selection.dataset).columns)
    yield _("Columns"), [(column.name, column.zh, _.say(column.meaning)) for column in columns]


def _facts(selection: Selection, _: Words, made: datetime) -> list[Row]:
    data, fmt = selection.dataset, Formatter(selection.dataset, _)
    counts = {"n": f"{selection.count:,}", "total": f"{len(data.table):,}"}
    facts: list[Row] = [
        (_("Bureau"), fmt.name(data.bureau)),
        (_("Rows"), _("{n} of {total} rows", **counts)),
        (_("Years"), years_in_words(selection, _)),
        (_("Data version"), str(data.version)),
        (_("Made"), made.strftime("%Y-%m-%d %H:%M")),
    ]
    if data.bureau.sample:
        facts.insert(0, (_("Invented sample"), _("No figure in this file is real.")))
    return facts


def _reports(selection: Selection, _: Words) -> list[Row]:
    none = _("no report is kept here")
    return [(str(year), report or none) for year, report in reports_by_year(selection, _)]


def _definitions(selection: Selection, _: Words) -> Iterator[Row]:
    fmt = Formatter(selection.dataset, _)
    for metric in metrics_of(selection):
        unit = fmt.unit(metric.unit)
        yield metric.zh, name_in(metric, "en"), unit, metric.definition(_.language) or "—"


def _units(selection: Selection, _: Words) -> Iterator[Row]:
    for unit in units_of(selection):
        counted = _("whole numbers only") if unit.count else _("decimals allowed")
        yield unit.zh, unit.en_many, counted


def _qualifiers(selection: Selection, _: Words) -> Iterator[Row]:
    fmt = Formatter(selection.dataset, _)
    for one in qualifiers_of(selection):
        meaning = fmt.meaning(one)
        yield fmt.name(one), one.key, meaning.format(number="N", upper="M")
