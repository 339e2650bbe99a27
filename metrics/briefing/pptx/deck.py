"""Lay out a briefing as slides: title, key figures, goals, a claim a category, tables, sources.

The content decides what they state. Of several years each category has one slide and all have
their tables behind; what does not fit flows to another slide.
"""

import io
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches

from metrics.briefing.content import Briefing, Lead, Section
from metrics.briefing.figures import source_line
from metrics.briefing.pptx.goals import show_goals
from metrics.briefing.pptx.one_year import show_pair, show_year
from metrics.briefing.pptx.parts import (
    BOTTOM,
    HEIGHT,
    INNER,
    MARGIN,
    TOP,
    WIDTH,
    Deck,
    bar,
    card,
    line_height,
)
from metrics.briefing.pptx.sections import show_all_figures, show_years
from metrics.briefing.pptx.sources import show_sources
from metrics.briefing.style import INK, MUTED, NAVY, WHITE, Run, describe, sealed
from metrics.briefing.text_fit import fitted, mixed, size_for

_GAP = 0.25
_TWO_LINES = 20  # size of a key figure that would rather break in two than be smaller
_SMALL = 2  # metrics of a category that shares a slide with another


def lay_out(briefing: Briefing) -> bytes:
    """Return the slides as a PPTX file; 16:9, with charts that can be edited."""
    deck = Deck(briefing)
    _show_title(deck)
    _show_key_figures(deck)
    show_goals(deck)
    _show_sections(deck)
    show_sources(deck)
    describe(deck.file.core_properties, briefing)
    target = io.BytesIO()
    deck.file.save(target)
    return sealed(target.getvalue(), briefing.made)


def _show_sections(deck: Deck) -> None:
    """Show all categories; where there is one year only, small ones in pairs."""
    waiting: list[Section] = []
    in_tables: list[Section] = []
    for section in deck.briefing.sections:
        if len(section.years) > 1:
            if not show_years(deck, section):
                in_tables.append(section)
        elif section.main or len(section.rows) > _SMALL:
            show_year(deck, section)
        else:
            waiting.append(section)
    for at in range(0, len(waiting), 2):
        pair = waiting[at : at + 2]
        if len(pair) == 2:
            show_pair(deck, pair)
        else:
            show_year(deck, pair[0])
    if in_tables:
        show_all_figures(deck, in_tables)


def _show_title(deck: Deck) -> None:
    """Show the navy first slide: title, bureau, facts."""
    briefing = deck.briefing
    slide = deck.file.slides.add_slide(deck.file.slide_layouts[5])
    bar(slide, 0, 0, WIDTH, HEIGHT, NAVY)
    bar(slide, 1.0, 2.35, 0.09, 1.55, mixed(briefing.sections[0].color, 0.75))
    shape = slide.shapes.title
    # The title must lie above the ground, and that is drawn behind it.
    slide.shapes._spTree.append(shape._element)
    size = size_for(briefing.title, 10.8, 40, 24, 1)
    shape.left, shape.top, shape.width, shape.height = map(Inches, (1.3, 2.25, 11, 1.1))
    title = [[Run(fitted(briefing.title, 10.8, size, 2), size, WHITE, True)]]
    deck.write(shape.text_frame, title, anchor=MSO_ANCHOR.MIDDLE)
    bureau = [[Run(fitted(briefing.bureau, 10.8, 20, 1), 20, "DCE6F2")]]
    deck.text(slide, 1.3, 3.4, 11, 0.5, bureau)
    facts = [[Run(fitted(fact, 10.8, 14, 1), 14, "B4C6DB")] for fact in briefing.facts[1:]]
    deck.text(slide, 1.3, 4.75, 11, 1.2, facts, after=4)
    if briefing.sample:
        deck.sample_mark(slide)


def _show_key_figures(deck: Deck) -> None:
    """Show a card for each key figure and a sentence for each category."""
    briefing, _ = deck.briefing, deck.briefing.words
    slide = deck.slide(_("Key figures of {year}", year=briefing.year))
    count = max(len(briefing.leads), 1)
    width = (INNER - _GAP * (count - 1)) / count
    figures = [lead.figure.cited for lead in briefing.leads if lead.figure]
    size = min((size_for(text, width - 0.5, 28, 12) for text in figures), default=20)
    if size < _TWO_LINES:
        size = min(size_for(text, width - 0.5, _TWO_LINES, 12, 2) for text in figures)
    for at, lead in enumerate(briefing.leads):
        _show_lead(deck, slide, lead, (MARGIN + at * (width + _GAP), width), size)
    _show_findings(deck, slide)
    numbers = {lead.figure.number for lead in briefing.leads if lead.figure}
    numbers |= {number for each in briefing.sections for number in each.finding.numbers}
    deck.notes(slide, [source_line(f, _) for f in briefing.figures if f.number in numbers])


def _show_lead(deck: Deck, slide: Any, lead: Lead, place: tuple[float, float], size: float) -> None:
    """Show a key figure on a card; all have numbers of one size."""
    left, width = place
    top, height, room = TOP, 2.3, width - 0.4
    card(slide, left, top, width, height, lead.color)
    figure = lead.figure.text if lead.figure else deck.briefing.words("not published")
    mark = f" {lead.figure.mark}" if lead.figure else ""
    color = mixed(lead.color, 1)
    inner = (left + 0.22, room)
    named = [[Run(fitted(lead.heading, room, 12, 2), 12, color, True)]]
    deck.text(slide, inner[0], top + 0.14, inner[1], 0.5, named)
    number = [Run(fitted(figure, room, size, 2), size, INK if lead.figure else MUTED, True)]
    shown = [[*number, Run(mark, 10, MUTED)]]
    deck.text(slide, inner[0], top + 0.72, inner[1], 0.75, shown, anchor=MSO_ANCHOR.MIDDLE)
    meaning = lead.figure.definition if lead.figure else ""
    below = (lead.change, 12) if lead.change else (meaning, 9)
    change = [[Run(fitted(below[0], room, below[1], 4), below[1], MUTED)]]
    deck.text(slide, inner[0], top + 1.5, inner[1], 0.7, change)


def _show_findings(deck: Deck, slide: Any) -> None:
    """Write each category's finding; in two columns where they are many."""
    sections = deck.briefing.sections
    columns = 2 if len(sections) > 4 else 1
    width = (INNER - _GAP * (columns - 1)) / columns
    top, each = TOP + 2.55, -(-len(sections) // columns)
    height = min((BOTTOM - top) / each, 0.75)
    for at, section in enumerate(sections):
        left = MARGIN + (at // each) * (width + _GAP)
        place = (left, top + (at % each) * height, width, height)
        _show_finding(deck, slide, section, place, summed=columns == 1)


def _show_finding(
    deck: Deck,
    slide: Any,
    section: Section,
    place: tuple[float, float, float, float],
    *,
    summed: bool,
) -> None:
    """Write a category's name and finding; its summary too where it fits."""
    left, top, width, height = place
    color = mixed(section.color, 1)
    name_width = 1.0 if deck.language == "zh" else 1.35
    room = width - name_width - 0.35
    bar(slide, left, top + 0.05, 0.05, height - 0.15, color)
    cited, lines = section.finding.cited, 1 if summed else 2
    size = size_for(cited, room, 13, 10, lines)
    named = [[Run(fitted(section.title, name_width, 13, 2), 13, color, True)]]
    deck.text(
        slide, left + 0.15, top + 0.03, name_width, height - 0.1, named, anchor=MSO_ANCHOR.MIDDLE
    )
    lines = max(int(height / line_height(size)), 1) - (1 if summed else 0)
    shown = [Run(fitted(section.finding.text, room - 0.4, size, max(lines, 1)), size)]
    text = [[*shown, Run(f" {section.finding.marks}", size - 3, MUTED)]]
    if summed:
        text.append([Run(fitted(section.summary, room, 11, 1), 11, MUTED)])
    deck.text(
        slide,
        left + 0.25 + name_width,
        top + 0.03,
        room,
        height - 0.1,
        text,
        anchor=MSO_ANCHOR.MIDDLE,
    )
