"""Lay out the last slides: the sources in the order of the numbers.

Each figure of the year has a line, each earlier report one for all its figures, whose own sources
stand in the notes of their slides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.briefing.figures import Figure, Report, source_line
from metrics.briefing.pptx.parts import BOTTOM, INNER, MARGIN, Deck, cell, pages_of
from metrics.briefing.pptx.sections import Rows
from metrics.briefing.style import MUTED, WHITE, Run
from metrics.briefing.text_fit import fitted, size_for
from metrics.model.dataset import web_address

_SIZE = 9
_FACTS = 5  # columns before the one of sentences and notes
_HEAD = 0.94  # where a report is named
_TOP = 1.5
_EXCERPT = 3  # lines of a sentence in the table; the notes of the slide hold it whole


@dataclass(frozen=True)
class _Table:
    """Hold the table of a report's figures, laid out but not placed."""

    report: Report
    widths: list[float]
    rows: Rows


def show_sources(deck: Deck) -> None:
    """Show the sources of the year's figures, then the reports of earlier years."""
    latest, *earlier = deck.briefing.reports
    _show_table(_table(latest, deck), deck)
    if earlier:
        _show_reports(earlier, deck)


def _show_reports(reports: Sequence[Report], deck: Deck) -> None:
    """Show earlier reports, a line each, with the numbers of their figures."""
    _ = deck.briefing.words
    widths = [1.3, 0.8, INNER - 6.6, 4.5]
    names = [_("No."), _("Year"), _("Report"), _("Link")]
    rows: Rows = [
        [cell(n, w, 10, color=WHITE, bold=True) for n, w in zip(names, widths, strict=True)]
    ]
    for report in reports:
        numbers = [figure.mark for figure in (report.figures[0], report.figures[-1])]
        notes = [f"{figure.mark} {figure.note}" for figure in report.figures if figure.note]
        link = web_address(report.url)
        rows.append(
            [
                cell("–".join(dict.fromkeys(numbers)), widths[0], _SIZE),
                cell(str(report.year), widths[1], _SIZE, bold=True),
                cell(report.line(_), widths[2], _SIZE + 1, below=_("; ").join(notes)),
                [Run(fitted(report.url, widths[3] - 0.2, _SIZE, 2), _SIZE, MUTED, link=link)],
            ]
        )
    title = _("Sources: figures of earlier years")
    for at, page in enumerate(pages_of(rows, widths, BOTTOM - _HEAD - 0.1)):
        slide = deck.slide(_("{title} (continued)", title=title) if at else title)
        deck.table(slide, MARGIN, _HEAD + 0.1, widths, page)
        if not at:
            own = [figure for report in reports for figure in report.figures]
            deck.notes(slide, [source_line(figure, _) for figure in own])


def _show_table(table: _Table, deck: Deck) -> None:
    """Show a report's figures on as many slides as they take."""
    shown = 0
    for at, page in enumerate(pages_of(table.rows, table.widths, BOTTOM - _TOP)):
        count = len(page) - 1
        slide = deck.slide(_title(table.report, deck, again=at > 0), lines_below=True)
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


def _title(report: Report, deck: Deck, *, again: bool = False) -> str:
    _ = deck.briefing.words
    title = _("Sources: figures of {year}", year=report.year)
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
