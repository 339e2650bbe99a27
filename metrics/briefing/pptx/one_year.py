"""Lay out the slides of a single year: ranked bars, cards, a table with definitions.

Bars compare within a unit; a figure that is alone in its unit is a card. Small categories share a
slide.
"""

from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR

from metrics.briefing.content import Chart, Section
from metrics.briefing.figures import Figure
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
from metrics.briefing.pptx.sections import (
    BODY,
    GAP,
    Rows,
    begin,
    figure_cell,
    head,
    show_chart,
    write_notes,
)
from metrics.briefing.style import INK, MUTED, NAVY, Run
from metrics.briefing.text_fit import fitted, mixed, size_for

_BAR = 0.5  # height of a line of ranked bars
_CARD = 1.25
_CARDS_IN_A_ROW = 4

Picture = Chart | Figure
Line = tuple[list[Picture], float]  # pictures side by side and their height


def show_year(deck: Deck, section: Section) -> None:
    """Show one category: pictures above, the table with definitions below."""
    widths, rows = _table(deck, section, INNER)
    tall = sum(row_height(row, widths) for row in rows)
    lines = _lines(section)
    used = sum(height + GAP for _pictures, height in lines)
    if used + tall <= BOTTOM - TOP:
        slide = begin(deck, section)
        spare = (BOTTOM - TOP - used - tall) / max(len(lines), 1)
        lines = [(each, height + min(spare * 0.7, height * 0.7)) for each, height in lines]
        _show_lines(deck, slide, section, lines, (MARGIN, TOP, INNER))
        top = TOP + sum(height + GAP for _pictures, height in lines)
        taller = min((BOTTOM - top - tall) / len(rows), 0.16)
        deck.table(slide, MARGIN, top, widths, rows, taller=taller)
        return
    for at, page in enumerate(_pages(lines)):
        _show_lines(deck, begin(deck, section, again=at > 0), section, page, (MARGIN, TOP, INNER))
    for part in pages_of(rows, widths, BOTTOM - TOP):
        deck.table(begin(deck, section, again=True), MARGIN, TOP, widths, part)


def show_pair(deck: Deck, pair: Sequence[Section]) -> None:
    """Show two small categories beside each other."""
    _ = deck.briefing.words
    slide = deck.slide(_.list([section.title for section in pair]))
    width = (INNER - 0.4) / 2
    for at, section in enumerate(pair):
        _show_half(deck, slide, section, MARGIN + at * (width + 0.4), width)
    write_notes(deck, slide, pair)


def _show_half(deck: Deck, slide: Any, section: Section, left: float, width: float) -> None:
    top, room, color = TOP - 0.1, width - 0.2, mixed(section.color, 1)
    bar(slide, left, top + 0.03, 0.06, 0.72, color)
    size = size_for(section.finding.cited, room, 16, 12, 1)
    finding = Run(fitted(section.finding.text, room - 0.4, size, 2), size, NAVY, True)
    lines = [[finding, Run(f" {section.finding.marks}", 10, MUTED)]]
    kicker = fitted(f"{section.title} · {section.summary}", room, 11, 1)
    deck.text(slide, left + 0.18, top, room, 0.7, [[Run(kicker, 11, color, True)], *lines])
    widths, rows = _table(deck, section, width)
    tall = sum(row_height(row, widths) for row in rows)
    pictures = [(each, 2.1 if isinstance(each[0], Chart) else 1.5) for each, _h in _lines(section)]
    _show_lines(deck, slide, section, pictures, (left, top + 1, width))
    top += 1 + sum(height + GAP for _pictures, height in pictures)
    deck.table(slide, left, min(top, BOTTOM - tall), widths, rows)


def _table(deck: Deck, section: Section, width: float) -> tuple[list[float], Rows]:
    """Return the table of a year; with definitions where there is room."""
    _ = deck.briefing.words
    wide = width > 8
    shares = [0.26, 0.2, 0.12, 0.42] if wide else [0.5, 0.32, 0.18]
    widths = [width * share for share in shares]
    names = [_("Metric"), _("Figure"), _("Section")] + ([_("Definition")] if wide else [])
    rows: Rows = [head(names, widths)]
    for row in section.rows:
        figure = row.figures[-1]
        below = "" if wide else row.definition
        cells = [
            cell(row.name, widths[0], BODY, bold=True, below=below),
            figure_cell(figure, widths[1], deck, strong=True),
            cell(figure.section if figure else "", widths[2], 10, color=MUTED),
        ]
        cells += [cell(row.definition, widths[3], 10, color=MUTED)] if wide else []
        rows.append(cells)
    return widths, rows


def _lines(section: Section) -> list[Line]:
    """Arrange charts and cards of a year: beside each other, else line by line."""
    charts, singles = list(section.charts), list(section.singles)
    heights = [0.5 + _BAR * len(chart.points) for chart in charts]
    if len(charts) == 1 and 0 < len(singles) < _CARDS_IN_A_ROW:
        return [([charts[0], *singles], max(heights[0], _CARD))]
    lines: list[Line] = [
        ([*charts[at : at + 2]], max(heights[at : at + 2])) for at in range(0, len(charts), 2)
    ]
    count = -(-len(singles) // _CARDS_IN_A_ROW)
    each = -(-len(singles) // count) if count else 1
    lines += [([*singles[at : at + each]], _CARD) for at in range(0, len(singles), each)]
    return lines


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = []
    used = BOTTOM
    for pictures, height in lines:
        if used + height > BOTTOM:
            pages.append([])
            used = TOP
        pages[-1].append((pictures, height))
        used += height + GAP
    return pages


def _show_lines(
    deck: Deck, slide: Any, section: Section, lines: Sequence[Line], at: tuple[float, float, float]
) -> None:
    """Show lines of pictures from a place on; a chart is as wide as two cards or more."""
    start, top, room = at
    for pictures, height in lines:
        shares = [2.2 if isinstance(p, Chart) and len(pictures) > 1 else 1.0 for p in pictures]
        spare, left = room - GAP * (len(pictures) - 1), start
        for picture, share in zip(pictures, shares, strict=True):
            box = (left, top, spare * share / sum(shares), height)
            if isinstance(picture, Chart):
                show_chart(deck, slide, section, picture, box)
            else:
                _show_card(deck, slide, section, picture, box)
            left += box[2] + GAP
        top += height + GAP


def _show_card(
    deck: Deck, slide: Any, section: Section, figure: Figure, box: tuple[float, float, float, float]
) -> None:
    """Show a figure that no other of its unit stands beside."""
    left, top, width, height = box
    room = width - 0.35
    card(slide, left, top, width, height, section.color)
    name = [[Run(fitted(figure.name, room, 12, 2), 12, INK, True)]]
    deck.text(slide, left + 0.2, top + 0.12, room, 0.48, name)
    size = size_for(figure.cited, room, 24, 12)
    shown = Run(fitted(figure.text, room - 0.4, size, 2), size, mixed(section.color, 1), True)
    number = [[shown, Run(f" {figure.mark}", 10, MUTED)]]
    deck.text(slide, left + 0.2, top + 0.6, room, height - 0.7, number, anchor=MSO_ANCHOR.MIDDLE)
