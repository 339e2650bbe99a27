"""Lay out the slides of a single year: each figure in its form, a table with definitions.

No form compares metrics without a declared relation. Small categories share a slide.
"""

from collections.abc import Sequence
from typing import Any

from metrics.briefing.content import DrawnSentence, Section
from metrics.briefing.pptx.forms import draw_claim
from metrics.briefing.pptx.parts import (
    BOTTOM,
    INNER,
    MARGIN,
    TOP,
    Deck,
    bar,
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
    write_notes,
)
from metrics.briefing.style import MUTED, NAVY, Run
from metrics.briefing.text_fit import fitted, mixed, size_for

_CARDS_IN_A_ROW = 4
_HEIGHTS = {"number": 1.0, "dots": 1.6, "strip": 1.7, "reach": 1.2}
_TALL = 1.2  # height of a form that is not listed
_SMALL = 0.85  # share of its height that a form has beside another category

Line = tuple[list[DrawnSentence], float]  # claims side by side and their height


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
    pictures = [(each, height * _SMALL) for each, height in _lines(section)]
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
    """Arrange the forms of a year: pairs across the slide, others beside one another."""
    pairs = [claim for claim in section.claims if claim.drawn.other]
    singles = [claim for claim in section.claims if not claim.drawn.other]
    lines: list[Line] = [([pair], _height(pair)) for pair in pairs]
    count = -(-len(singles) // _CARDS_IN_A_ROW)
    each = -(-len(singles) // count) if count else 1
    for at in range(0, len(singles), each):
        row = singles[at : at + each]
        lines.append((row, max(map(_height, row))))
    return lines


def _height(claim: DrawnSentence) -> float:
    return _HEIGHTS.get(claim.drawn.kind, _TALL)


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = []
    used = BOTTOM
    for claims, height in lines:
        if used + height > BOTTOM:
            pages.append([])
            used = TOP
        pages[-1].append((claims, height))
        used += height + GAP
    return pages


def _show_lines(
    deck: Deck, slide: Any, section: Section, lines: Sequence[Line], at: tuple[float, float, float]
) -> None:
    """Show lines of forms from a place on."""
    left, top, room = at
    color = mixed(section.color, 1)
    for claims, height in lines:
        width = (room - GAP * (len(claims) - 1)) / len(claims)
        for place, claim in enumerate(claims):
            box = (left + place * (width + GAP), top, width, height)
            draw_claim(deck, slide, claim, box, color)
        top += height + GAP
