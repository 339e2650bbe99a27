"""Lay out the last slides: the sources, report by report, in the order of the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.briefing.figures import Figure, Report, source_line
from metrics.briefing.pptx.parts import BOTTOM, INNER, MARGIN, Deck, cell, pages_of, row_height
from metrics.briefing.pptx.sections import Rows
from metrics.briefing.style import MUTED, WHITE, Run
from metrics.briefing.text_fit import fitted, size_for
from metrics.model.dataset import web_address

_SIZE = 9
_FACTS = 5  # columns before the one of sentences and notes
_HEAD = 0.94  # where a report is named
_TOP = 1.5
_GAP = 0.25  # between two reports on a slide
_EXCERPT = 3  # lines of a sentence in the table; the notes of the slide hold it whole


@dataclass(frozen=True)
class _Table:
    """Hold the table of a report's figures, laid out but not placed."""

    report: Report
    widths: list[float]
    rows: Rows

    @property
    def height(self) -> float:
        """Return the height of the whole table in inches."""
        return sum(row_height(row, self.widths) for row in self.rows)


def show_sources(deck: Deck) -> None:
    """Show a table of sources for each report; small ones share a slide."""
    for some in _together([_table(report, deck) for report in deck.briefing.reports]):
        if len(some) == 1:
            _show_alone(some[0], deck)
            continue
        slide = deck.slide(_title(some, deck), lines_below=True)
        top = _HEAD
        for table in some:
            _show_report(deck, slide, table.report, top)
            deck.table(slide, MARGIN, top + _TOP - _HEAD, table.widths, table.rows)
            top += _TOP - _HEAD + table.height + _GAP
        own = [figure for table in some for figure in table.report.figures]
        deck.notes(slide, [source_line(figure, deck.briefing.words) for figure in own])


def _together(tables: Sequence[_Table]) -> list[list[_Table]]:
    """Return the tables of each slide, in order."""
    slides: list[list[_Table]] = []
    used = BOTTOM
    for table in tables:
        wanted = _TOP - _HEAD + table.height
        if used + wanted > BOTTOM:
            slides.append([])
            used = _HEAD
        slides[-1].append(table)
        used += wanted + _GAP
    return slides


def _show_alone(table: _Table, deck: Deck) -> None:
    """Show a report's table on as many slides as it takes."""
    shown = 0
    for at, page in enumerate(pages_of(table.rows, table.widths, BOTTOM - _TOP)):
        count = len(page) - 1
        slide = deck.slide(_title([table], deck, again=at > 0), lines_below=True)
        _show_report(deck, slide, table.report, _HEAD)
        deck.table(slide, MARGIN, _TOP, table.widths, page)
        own = table.report.figures[shown : shown + count]
        deck.notes(slide, [source_line(figure, deck.briefing.words) for figure in own])
        shown += count


def _table(report: Report, deck: Deck) -> _Table:
    _ = deck.briefing.words
    widths = _widths(report)
    quoted = len(widths) > _FACTS
    names = [_("No."), _("Metric"), _("As printed"), _("Read as"), _("Section")]
    names += [_("Sentence, notes")] if quoted else []
    head = [cell(n, w, 10, color=WHITE, bold=True) for n, w in zip(names, widths, strict=True)]
    return _Table(
        report, widths, [head, *(_row(figure, widths, quoted) for figure in report.figures)]
    )


def _widths(report: Report) -> list[float]:
    """Return the widths of the columns; sentences want more room than notes."""
    if any(figure.quote for figure in report.figures):
        widths = [0.5, 2.1, 1.5, 2.6, 1.0]
    elif any(figure.note for figure in report.figures):
        widths = [0.5, 2.9, 1.8, 3.7, 1.2]
    else:
        return [0.6, 3.6, 2.2, 4.2, INNER - 10.6]
    return [*widths, INNER - sum(widths)]


def _title(tables: Sequence[_Table], deck: Deck, *, again: bool = False) -> str:
    _ = deck.briefing.words
    years = _.list([str(table.report.year) for table in tables])
    title = _("Sources: figures of {year}", year=years)
    return _("{title} (continued)", title=title) if again else title


def _show_report(deck: Deck, slide: object, report: Report, top: float) -> None:
    """Write the report and its link below the title."""
    line = report.line(deck.briefing.words)
    room = INNER - 0.2
    size = size_for(line, room, 11, 8.5)
    lines = [[Run(fitted(line, room, size, 1), size, MUTED)]]
    if report.url:
        link = web_address(report.url)
        lines.append([Run(fitted(report.url, room, 9.5, 1), 9.5, MUTED, link=link)])
    deck.text(slide, MARGIN + 0.2, top, room, 0.42, lines)


def _row(figure: Figure, widths: list[float], quoted: bool) -> list[list[Run]]:
    printed = figure.printed or figure.text
    texts = [figure.mark, figure.name, printed, figure.reading, figure.section or "—"]
    row = [
        cell(text, width, _SIZE, bold=at in (0, 2))
        for at, (text, width) in enumerate(zip(texts, widths, strict=False))
    ]
    if quoted:
        row.append(_words(figure, widths[-1]))
    return row


def _words(figure: Figure, width: float) -> list[Run]:
    """Return the sentence with the figure's words in bold, or the note, or both."""
    size, room = _SIZE - 1, width - 0.2
    runs = []
    if figure.quote:
        lead, tail = figure.quote.lead, figure.quote.tail
        spare = max(int(room * 72 / size * (_EXCERPT - 0.3)) - len(figure.quote.printed), 8)
        if len(lead) + len(tail) > spare:
            before = min(len(lead), max(spare // 2, spare - len(tail)))
            lead = lead if before == len(lead) else "…" + lead[len(lead) - before :]
            after = spare - before
            tail = tail if after >= len(tail) else tail[:after] + "…"
        printed = fitted(figure.quote.printed, room, size, _EXCERPT)
        runs = [Run(lead, size, MUTED), Run(printed, size, bold=True), Run(tail, size, MUTED)]
    if figure.note:
        note = fitted(figure.note, room, size, 2)
        runs.append(Run(f" · {note}" if runs else note, size, MUTED))
    return runs or [Run("", size, MUTED)]
