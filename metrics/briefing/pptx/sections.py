"""Lay out the slides of the categories: the finding as title, charts, a table.

Here are those of several years, drawn as small charts side by side: one slide a category, whose
further metrics stand with all others in the tables of figures behind the categories.
"""

from collections.abc import Sequence
from typing import Any

from metrics.briefing.content import Chart, Section
from metrics.briefing.figures import Figure, source_line
from metrics.briefing.office_charts import draw_in
from metrics.briefing.pptx.parts import (
    BOTTOM,
    INNER,
    MARGIN,
    TOP,
    Deck,
    bar,
    card,
    cell,
    pages_of,
    row_height,
)
from metrics.briefing.style import INK, MUTED, NAVY, WHITE, Run
from metrics.briefing.text_fit import fitted, height_of, mixed, size_for

GAP = 0.2
_MOST_CHARTS = 6
_LEAST_CHART = 2.5  # height that charts above a table have at least
_YEARS_IN_TABLE = 7
_TABLE_TOP = 1.1  # under a title of one line
BODY = 11

Rows = list[Sequence[Sequence[Run]]]


def begin(deck: Deck, section: Section, *, again: bool = False) -> Any:
    """Add a slide of a category: its finding with source numbers, its summary."""
    kicker = f"{section.title} · {section.summary}"
    if again:
        kicker = deck.briefing.words("{title} (continued)", title=kicker)
    finding, color = section.finding, mixed(section.color, 1)
    slide = deck.slide(finding.text, color=color, kicker=kicker, marks=finding.marks)
    write_notes(deck, slide, [section])
    return slide


def write_notes(deck: Deck, slide: Any, sections: Sequence[Section]) -> None:
    """Write sentences of categories and sources of figures into a slide's notes."""
    sentences = [s.cited for each in sections for s in each.sentences]
    sentences += [note for each in sections for note in each.notes]
    _ = deck.briefing.words
    deck.notes(slide, [*sentences, "", *(source_line(f, _) for s in sections for f in s.figures)])


def show_years(deck: Deck, section: Section) -> bool:
    """Show a category over the years; return whether its table is there too."""
    parts = _year_tables(deck, [section])
    charts = sorted(section.charts, key=lambda chart: chart.points[-1] is None)[:_MOST_CHARTS]
    tall = sum(row_height(row, parts[0][0]) for row in parts[0][1])
    room = BOTTOM - TOP - GAP - tall
    slide = begin(deck, section)
    if len(section.charts) <= 3 and len(parts) == 1 and room >= _LEAST_CHART:
        height = min(room, 3.5)
        _show_charts(deck, slide, section, charts, height)
        _show_table(deck, slide, parts[0], TOP + height + GAP)
        return True
    _show_charts(deck, slide, section, charts, BOTTOM - TOP)
    return False


def show_all_figures(deck: Deck, sections: Sequence[Section]) -> None:
    """Show every figure of some categories, the latest years first."""
    _ = deck.briefing.words
    for years, (widths, rows) in zip(
        _blocks(sections[0]), _year_tables(deck, sections, whole=True), strict=True
    ):
        ends = [str(sections[0].years[at]) for at in sorted({years[0], years[-1]})]
        title = _("All figures, {years}", years="–".join(ends))
        for at, page in enumerate(pages_of(rows, widths, BOTTOM - _TABLE_TOP)):
            again = _("{title} (continued)", title=title) if at else title
            _show_table(deck, deck.slide(again), (widths, page), _TABLE_TOP)


def _show_charts(
    deck: Deck, slide: Any, section: Section, charts: Sequence[Chart], height: float
) -> None:
    """Arrange charts in a grid; a free place holds what readers must know."""
    columns = {1: 2, 2: 2, 3: 3, 4: 2}.get(len(charts), 3)
    rows = -(-len(charts) // columns)
    width = (INNER - GAP * (columns - 1)) / columns
    wider = width * 0.4 if len(charts) == 1 else 0
    tall = (height - GAP * (rows - 1)) / rows
    for at in range(columns * rows):
        left = MARGIN + (at % columns) * (width + GAP)
        top = TOP + (at // columns) * (tall + GAP)
        if at < len(charts):
            show_chart(deck, slide, section, charts[at], (left, top, width + wider, tall))
        elif at == len(charts):
            _show_notes(deck, slide, section, (left + wider, top, width - wider, tall))


def show_chart(
    deck: Deck, slide: Any, section: Section, chart: Chart, box: tuple[float, float, float, float]
) -> None:
    """Show a chart on a card under its name, unit and change."""
    left, top, width, height = box
    card(slide, left, top, width, height, section.color)
    room = width - 0.3
    size = size_for(chart.title, room, 12, 9)
    lines = [[Run(fitted(chart.title, room, size, 1), size, INK, True)]]
    lines.append([Run(fitted(chart.subtitle, room, 10, 1), 10, MUTED)])
    deck.text(slide, left + 0.2, top + 0.08, room, 0.5, lines)
    place = (left + 0.15, top + 0.55, width - 0.25, height - 0.6)
    draw_in(slide.shapes, chart, place, section.color, deck.language, 10)


def _show_notes(
    deck: Deck, slide: Any, section: Section, box: tuple[float, float, float, float]
) -> None:
    """Write definitions and notes where a chart would stand."""
    left, top, width, height = box
    room, _ = width - 0.4, deck.briefing.words
    texts = [*section.notes]
    if len(section.rows) == 1 and section.rows[0].definition:
        texts.insert(0, _("Definition: {text}", text=section.rows[0].definition))
    lines: list[list[Run]] = []
    used = 0.5
    for text in texts:
        kept = fitted(text, room, 10, 4)
        used += height_of(kept, room, 10) + 0.06
        if used > height - 0.1:
            break
        lines.append([Run(kept, 10, MUTED)])
    if lines:
        bar(slide, left, top, width, height, "F4F6F9")
        heading = [[Run(_("To be known"), 12, NAVY, True)]]
        deck.text(slide, left + 0.2, top + 0.1, room, 0.3, heading)
        deck.text(slide, left + 0.2, top + 0.45, room, height - 0.5, lines, after=4)


def _blocks(section: Section) -> list[list[int]]:
    """Return the places of each table's years, the latest first."""
    places = list(range(len(section.years)))
    count = -(-len(places) // _YEARS_IN_TABLE)
    each = -(-len(places) // count)
    return [places[max(0, end - each) : end] for end in range(len(places), 0, -each)]


def _year_tables(
    deck: Deck, sections: Sequence[Section], *, whole: bool = False
) -> list[tuple[list[float], Rows]]:
    """Return the table of metrics by years in parts; the first has the change.

    The first part of a `whole` one has categories and definitions under the metrics.
    """
    _ = deck.briefing.words
    last = len(sections[0].years) - 1
    parts = []
    for number, block in enumerate(_blocks(sections[0])):
        change = [1.95] if number == 0 else []
        each = (INNER - 2.6 - sum(change)) / max(len(block), 4)
        widths = [INNER - each * len(block) - sum(change), *[each] * len(block), *change]
        names = [_("Metric"), *(str(sections[0].years[at]) for at in block)]
        names += [_("Change")] if change else []
        rows: Rows = [head(names, widths)]
        for title, row in ((each.title, row) for each in sections for row in each.rows):
            named = title if len(sections) > 1 else ""
            meaning = [named, row.definition] if whole and number == 0 else []
            below = " · ".join(filter(None, meaning))
            cells = [cell(row.name, widths[0], BODY, bold=True, below=below)]
            cells += [
                figure_cell(row.figures[at], widths[1], deck, strong=at == last) for at in block
            ]
            cells += [cell(row.change or "—", change[0], 10, color=MUTED)] if change else []
            rows.append(cells)
        parts.append((widths, rows))
    return parts


def _show_table(deck: Deck, slide: Any, part: tuple[list[float], Rows], top: float) -> None:
    widths, rows = part
    figures = list(range(1, len(widths)))
    latest = len(widths) - 2 if len(rows[0]) > 2 and rows[0][-1][0].text else None
    deck.table(slide, MARGIN, top, widths, rows, right=figures, strong=latest)


def head(texts: Sequence[str], widths: Sequence[float]) -> list[list[Run]]:
    """Return the first row of a table."""
    return [
        cell(text, width, 10, color=WHITE, bold=True)
        for text, width in zip(texts, widths, strict=True)
    ]


def figure_cell(
    figure: Figure | None, width: float, deck: Deck, *, strong: bool = False
) -> list[Run]:
    """Return the cell of a figure with its number, or of a year without one."""
    if figure is None:
        return cell(deck.briefing.words("not published"), width, 10, color=MUTED)
    return cell(figure.text, width, BODY, bold=strong, mark=figure.mark)
