"""Write a file to fill in: the catalogue's metrics, units, and last year's values.

The intake recognises its columns, does not take the earlier values, and says so when a template
comes back with nothing filled in.
"""

import io
from collections.abc import Mapping

import xlsxwriter

from metrics.export.workbook import HEADER
from metrics.files import WORKBOOK_OPTIONS
from metrics.i18n import Words, message, words
from metrics.model.catalogue import Metric
from metrics.model.csv_file import marked, write_rows
from metrics.model.dataset import Dataset
from metrics.model.observation import COLUMN_NAMES, COLUMNS, KEY, Observation, from_table
from metrics.numbers import plain
from metrics.text import mark_as_text
from metrics.wording.formatter import Formatter

REFERENCE_HEADERS = {"zh": "上年数值", "en": "Last year"}
HEADER_ROW = 0
WIDTHS = {"metric": 30, "note": 30, "printed": 16, "category": 12, "subcategory": 14}
INSTRUCTIONS = (
    message("Fill in the column of values, one row for each metric; leave out what is not known."),
    message("An empty value means not published, which is not 0; such a row is not taken."),
    message("Write digits (1360000), or as the report prints it (136万余); the text is kept."),
    message("New metrics go below: give each a category and a unit."),
    message("Last year's values stand beside for comparison; they are not taken."),
)


def template_rows(dataset: Dataset, year: int, language: str) -> list[dict[str, str]]:
    """Return the rows of a template by the names of its columns, in order.

    Metrics of the catalogue come first, then others that were published last. A name in several
    categories or sub-categories has a row for each.
    """
    earlier, fmt = _latest_before(dataset, year), Formatter(dataset, words(language))
    reference = REFERENCE_HEADERS[language]
    wanted: list[tuple[Observation | Metric, str, str, Observation | None]] = [
        (metric, metric.zh, dataset.bureau.region, earlier.pop(metric.key, None))
        for metric in dataset.catalogue.metrics
    ]
    wanted += [(old, old.metric, old.region, old) for old in earlier.values()]
    named = _names(language)
    rows = []
    for one, name, region, old in wanted:
        stated = (str(year), region, fmt.category(one.category), one.subcategory, name)
        row = {named[column]: "" for column in COLUMN_NAMES}
        row |= {named[column]: text for column, text in zip(KEY, stated, strict=True)}
        rows.append(row | {named["unit"]: (old or one).unit, reference: _value(old)})
    return rows


def template_csv(dataset: Dataset, year: int, language: str) -> bytes:
    """Return a template as a CSV file that Excel opens as it is."""
    return write_rows(_headers(language), marked(template_rows(dataset, year, language)))


def template_xlsx(dataset: Dataset, year: int, language: str) -> bytes:
    """Return a template as a workbook: a sheet with drop-downs, instructions."""
    _ = words(language)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, WORKBOOK_OPTIONS)
    rows = template_rows(dataset, year, language)
    _figures(book, rows, Formatter(dataset, _))
    _instructions(book, _)
    book.close()
    return target.getvalue()


def _names(language: str) -> dict[str, str]:
    """Return the headers by the names of the columns."""
    return {c.name: c.zh if language == "zh" else c.name for c in COLUMNS}


def _headers(language: str) -> list[str]:
    named = _names(language)
    headers = [named[name] for name in COLUMN_NAMES]
    headers.insert(len(KEY) + 2, REFERENCE_HEADERS[language])
    return headers


def _value(old: Observation | None) -> str:
    if old is None or old.value is None:
        return ""
    return old.printed or plain(old.value)


def _latest_before(dataset: Dataset, year: int) -> dict[tuple[str, str, str], Observation]:
    """Return the bureau's own figures of its last year before `year`.

    They are keyed by category, sub-category and metric; years of other regions do not count.
    """
    home = dataset.bureau.region
    rows = [o for o in from_table(dataset.table) if o.year < year and o.region == home]
    last = max((o.year for o in rows), default=None)
    return {(o.category, o.subcategory, o.metric): o for o in rows if o.year == last}


def _figures(book: xlsxwriter.Workbook, rows: list[dict[str, str]], fmt: Formatter) -> None:
    sheet = book.add_worksheet(fmt.words("Figures"))
    headers = _headers(fmt.language)
    bold = book.add_format({**HEADER, "bottom": 1})
    pale = book.add_format({"font_color": "#64748b", "bg_color": "#f4f5f7"})
    sheet.write_row(HEADER_ROW, 0, headers, bold)
    reference = REFERENCE_HEADERS[fmt.language]
    for at, row in enumerate(rows, start=HEADER_ROW + 1):
        for column, header in enumerate(headers):
            text = row[header]
            if column == 0:
                sheet.write_number(at, column, int(text))
            elif text:
                look = pale if header == reference else None
                sheet.write_string(at, column, mark_as_text(text), look)
    places = {name: headers.index(header) for name, header in _names(fmt.language).items()}
    for name, column in places.items():
        sheet.set_column(column, column, WIDTHS.get(name, 10))
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    _drop_downs(book, sheet, fmt, places, len(rows) + 100)


def _drop_downs(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    fmt: Formatter,
    places: Mapping[str, int],
    last: int,
) -> None:
    """Offer known names in three columns; others may still be typed."""
    known = fmt.dataset.vocabulary
    choices = {
        "category": [fmt.name(one) for one in known.categories.values()],
        "unit": list(known.units),
        "qualifier": [fmt.name(one) for one in known.qualifiers.values()],
    }
    lists = book.add_worksheet("_")
    lists.hide()
    for at, (name, values) in enumerate(choices.items()):
        lists.write_column(0, at, [mark_as_text(value) for value in values])
        letter = "ABC"[at]
        rule = {
            "validate": "list",
            "source": f"='_'!${letter}$1:${letter}${len(values)}",
            "error_type": "information",
        }
        sheet.data_validation(HEADER_ROW + 1, places[name], last, places[name], rule)


def _instructions(book: xlsxwriter.Workbook, _: Words) -> None:
    sheet = book.add_worksheet(_("How to fill it in"))
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18, wrap)
    sheet.set_column(1, 1, 80, wrap)
    for at, line in enumerate(INSTRUCTIONS):
        sheet.merge_range(at, 0, at, 1, _.say(line), wrap)
    for at, column in enumerate(COLUMNS, start=len(INSTRUCTIONS) + 1):
        sheet.write_string(at, 0, _names(_.language)[column.name])
        sheet.write_string(at, 1, _.say(column.meaning))
