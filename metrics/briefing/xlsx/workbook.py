"""Lay out a briefing as a workbook: key figures, goals, a sheet for each category, sources.

Figures stand twice: as printed with their numbers, and as plain values for calculating, which
have no qualifier. A year without a figure is an empty cell. Texts are never formulas or links.
"""

import io

from metrics.briefing.content import Briefing, Section
from metrics.briefing.figures import Figure
from metrics.briefing.goals import counts_line
from metrics.briefing.style import sealed
from metrics.briefing.text_fit import lines_of
from metrics.briefing.xlsx.charts import place_charts
from metrics.briefing.xlsx.parts import Book, Sheet


def lay_out(briefing: Briefing) -> bytes:
    """Return the workbook as an XLSX file, with charts that can be edited."""
    target = io.BytesIO()
    book = Book(target, briefing)
    _show_key_figures(book)
    _show_goals(book)
    for section in briefing.sections:
        _show_section(book, section)
    _show_sources(book)
    book.close()
    return sealed(target.getvalue(), briefing.made)


def _show_key_figures(book: Book) -> None:
    """Show the key figures with their values, and each category's finding."""
    briefing, _ = book.briefing, book.briefing.words
    sheet = book.sheet(_("Key figures"), [16, 30, 22, 16, 12, 26], title=briefing.title)
    names = [_("Category"), _("Metric"), _("Figure"), _("Plain value"), _("Unit"), _("Change")]
    sheet.header(names, right=range(2, 4), freeze=True)
    for lead in briefing.leads:
        figure, row = lead.figure, sheet.row
        sheet.text(row, 0, lead.title, book.looks["strong"])
        sheet.text(row, 1, lead.name)
        _write_figure(sheet, row, 2, figure)
        sheet.value(row, 3, figure)
        sheet.text(row, 4, figure.unit if figure else "", book.looks["unit"])
        sheet.text(row, 5, lead.change or "—", book.looks["change"])
        sheet.next()
    sheet.next(2)
    sheet.section(_("Findings"))
    for section in briefing.sections:
        sheet.text(sheet.row, 0, section.title, book.looks["strong"])
        sheet.wide(1, section.finding.cited)
        sheet.next()
        sheet.wide(1, section.summary, book.looks["pale"])
        sheet.next()


def _show_goals(book: Book) -> None:
    """Show a sheet of the goals beside their results."""
    briefing, _ = book.briefing, book.briefing.words
    if not briefing.goals:
        return
    title, below = _("Goals and progress"), counts_line(briefing.goals)
    sheet = book.sheet(title, [30, 10, 20, 26, 14, 26, 30], title=title, below=below)
    names = [_("Metric"), _("Deadline"), _("Goal"), _("Result"), _("State"), _("Arithmetic")]
    sheet.header([*names, _("Stated in")], freeze=True, filtered=True)
    for goal in briefing.goals:
        sheet.text(sheet.row, 0, goal.name, book.looks["strong"])
        sheet.number(sheet.row, 1, goal.year)
        texts = (goal.goal, goal.cited or "—", goal.state, goal.share or "—", goal.stated or "—")
        for column, text in enumerate(texts, start=2):
            sheet.text(sheet.row, column, text)
        sheet.grow(lines_of(goal.name, 30 / 12, 10), lines_of(goal.cited, 26 / 12, 10))
        sheet.next()
    sheet.end_filter()


def _show_section(book: Book, section: Section) -> None:
    several = len(section.years) > 1
    title = section.finding.cited
    years = [15.0] * len(section.years) + [20.0] if several else [22.0, 13.0, 11.0, 12.0, 44.0]
    sheet = book.sheet(
        section.title, [28, 13, *years], title=title, below=section.summary, color=section.color
    )
    first = _show_years(sheet, section) if several else _show_year(sheet, section)
    sheet.next()
    for note in section.notes:
        sheet.wide(0, note, book.looks["pale"])
        sheet.next()
    sheet.next()
    place_charts(sheet, section, first)
    sheet.print_whole()


def _show_year(sheet: Sheet, section: Section) -> int:
    """Show the table of one year; return its first row."""
    _ = sheet.book.briefing.words
    names = [_("Metric"), _("Sub-category"), _("Figure"), _("Plain value")]
    sheet.header([*names, _("Unit"), _("Section"), _("Definition")], right=range(2, 4), freeze=True)
    first = sheet.row
    for row in section.rows:
        figure = row.figures[-1]
        sheet.text(sheet.row, 0, row.name, sheet.book.looks["strong"])
        sheet.text(sheet.row, 1, row.subcategory)
        _write_figure(sheet, sheet.row, 2, figure)
        sheet.value(sheet.row, 3, figure)
        sheet.text(sheet.row, 4, row.unit, sheet.book.looks["unit"])
        sheet.text(sheet.row, 5, figure.section if figure else "")
        sheet.text(sheet.row, 6, row.definition, sheet.book.looks["pale"])
        sheet.grow(lines_of(row.name, 28 / 12, 10), lines_of(row.definition, 44 / 12, 10))
        sheet.next()
    return first


def _show_years(sheet: Sheet, section: Section) -> int:
    """Show the figures by year, then their values; return the first row of the values."""
    _ = sheet.book.briefing.words
    years = [str(year) for year in section.years]
    figures = range(2, 2 + len(years))
    sheet.header([_("Metric"), _("Sub-category"), *years, _("Change")], right=figures, freeze=True)
    for row in section.rows:
        sheet.text(sheet.row, 0, row.name, sheet.book.looks["strong"])
        sheet.text(sheet.row, 1, row.subcategory)
        for at, figure in enumerate(row.figures, start=2):
            _write_figure(sheet, sheet.row, at, figure)
        sheet.text(sheet.row, 2 + len(years), row.change or "—", sheet.book.looks["change"])
        tall = [lines_of(f.cited, 15 / 12, 10) for f in row.figures if f]
        tall.append(lines_of(row.change, 20 / 12, 10))
        sheet.grow(lines_of(row.name, 28 / 12, 10), *tall)
        sheet.next()
    sheet.next()
    sheet.section(_("Values for calculating, without “more than”, “about” and the like"))
    sheet.header([_("Metric"), _("Unit"), *years], right=figures)
    first = sheet.row
    for row in section.rows:
        sheet.text(sheet.row, 0, row.name, sheet.book.looks["strong"])
        sheet.text(sheet.row, 1, row.unit)
        for at, figure in enumerate(row.figures, start=2):
            sheet.value(sheet.row, at, figure)
        sheet.grow(lines_of(row.name, 28 / 12, 10))
        sheet.next()
    return first


def _write_figure(sheet: Sheet, row: int, column: int, figure: Figure | None) -> None:
    """Write a figure as printed with the number of its source, or that there is none."""
    if figure is None:
        missing = sheet.book.briefing.words("not published")
        sheet.text(row, column, missing, sheet.book.looks["missing"])
    else:
        sheet.text(row, column, figure.cited, sheet.book.looks["figure"])


def _show_sources(book: Book) -> None:
    """Show a row for each figure: number, figure, reading, place, sentence, report."""
    _ = book.briefing.words
    widths = [6, 10, 22, 7, 17, 15, 28, 12, 36, 18, 36, 13, 26]
    sheet = book.sheet(_("Sources"), widths, title=_("Sources of the figures"))
    names = [_("No."), _("Category"), _("Metric"), _("Year"), _("Figure"), _("As printed")]
    names += [_("Read as"), _("Section"), _("Sentence"), _("Note")]
    sheet.header([*names, _("Report"), _("Published"), _("Link")], freeze=True, filtered=True)
    for report in book.briefing.reports:
        line = f"{report.issuer} {report.title}".strip()
        for figure in report.figures:
            quote = figure.quote.text if figure.quote else ""
            sheet.number(sheet.row, 0, figure.number)
            sheet.number(sheet.row, 3, figure.year)
            texts = {1: figure.category, 2: figure.name, 4: figure.text, 5: figure.printed}
            texts |= {6: figure.reading, 7: figure.section, 8: quote, 9: figure.note}
            texts |= {10: line, 11: report.published, 12: report.url}
            for column, text in texts.items():
                sheet.text(sheet.row, column, text)
            sheet.grow(*(lines_of(text, widths[at] / 12, 10) for at, text in texts.items()))
            sheet.next()
    sheet.end_filter()
