"""Lay out the short version: six slides at most, one claim each, from the year to its goals.

The first says the year in one paragraph, the others what the main categories lead with; the last
shows the goals, else the reports. Sentences and sources stand on the slides and in their notes.
"""

import io
from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR

from metrics.briefing.content import Briefing, DrawnSentence, Section
from metrics.briefing.figures import Figure, source_line
from metrics.briefing.office_charts import draw_in
from metrics.briefing.pptx.forms import draw_claim
from metrics.briefing.pptx.goals import show_goals
from metrics.briefing.pptx.parts import BOTTOM, INNER, MARGIN, TOP, Deck
from metrics.briefing.style import INK, MUTED, Run, describe, sealed
from metrics.briefing.text_fit import fitted, mixed, size_for

MOST_CLAIMS = 4
_WORDS = 1.05  # height of the sentences at the foot of a slide
_FORM = 3.2


def lay_out(briefing: Briefing) -> bytes:
    """Return the short slides as a PPTX file."""
    deck = Deck(briefing)
    _show_year(deck)
    for section in _leading(briefing):
        _show_claim(deck, section, section.claims[0])
    if briefing.goals:
        show_goals(deck, most=1)
    else:
        _show_reports(deck)
    describe(deck.file.core_properties, briefing)
    target = io.BytesIO()
    deck.file.save(target)
    return sealed(target.getvalue(), briefing.made)


def _leading(briefing: Briefing) -> list[Section]:
    """Return the sections that have a slide: main ones, else the first."""
    filled = [section for section in briefing.sections if section.claims]
    return ([section for section in filled if section.main] or filled)[:MOST_CLAIMS]


def _show_year(deck: Deck) -> None:
    """Say the year in one paragraph, each number in the colour of its category."""
    briefing, _ = deck.briefing, deck.briefing.words
    slide = deck.slide(briefing.title, kicker=briefing.bureau)
    colors = {section.key: mixed(section.color, 1) for section in briefing.sections}
    phrases = briefing.phrases or tuple(p for s in _leading(briefing) for p in s.claims[0].phrases)
    text = "".join(phrase.text for phrase in phrases)
    size = size_for(text, INNER - 0.2, 28, 16, 8)
    runs = []
    for phrase in phrases:
        figure = phrase.figure
        color = colors[figure.observation.category] if figure else INK
        runs.append(Run(phrase.text, size, color, figure is not None))
    deck.text(slide, MARGIN, TOP, INNER, BOTTOM - TOP, [runs], anchor=MSO_ANCHOR.MIDDLE)
    _note(deck, slide, [phrase.figure for phrase in phrases if phrase.figure])


def _show_claim(deck: Deck, section: Section, claim: DrawnSentence) -> None:
    briefing, color = deck.briefing, mixed(section.color, 1)
    marks = "".join(figure.mark for figure in claim.figures)
    kicker = f"{section.title} · {briefing.year}"
    slide = deck.slide(claim.text, color=color, kicker=kicker, marks=marks)
    chart = next((c for c in section.charts if claim.figures[0] in c.points), None)
    if chart is not None:
        box = (MARGIN, TOP, INNER, BOTTOM - TOP - _WORDS)
        draw_in(slide.shapes, chart, box, section.color, deck.language, 16)
    else:
        place = TOP + (BOTTOM - TOP - _WORDS - _FORM) / 2
        draw_claim(deck, slide, claim, (MARGIN, place, INNER, _FORM), color)
    _show_words(deck, slide, claim.figures)
    _note(deck, slide, claim.figures)


def _show_words(deck: Deck, slide: Any, figures: Sequence[Figure]) -> None:
    """Write the sentences that state the figures, else what is printed and where."""
    lines = []
    for figure in figures:
        words = figure.quote.text if figure.quote else figure.printed or figure.text
        said = " — ".join(filter(None, [f"“{words}”", figure.place]))
        line = fitted(said, INNER, 14, 2)
        lines.append([Run(line, 14, MUTED)])
    top = BOTTOM - _WORDS + 0.05
    deck.text(slide, MARGIN, top, INNER, _WORDS, lines, anchor=MSO_ANCHOR.BOTTOM)


def _show_reports(deck: Deck) -> None:
    briefing, _ = deck.briefing, deck.briefing.words
    slide = deck.slide(_("Sources"))
    lines = [
        [Run(fitted(f"{report.year} · {report.line(_)}", INNER, 16, 2), 16, INK)]
        for report in briefing.reports[:8]
    ]
    deck.text(slide, MARGIN, TOP, INNER, BOTTOM - TOP, lines, after=8)


def _note(deck: Deck, slide: Any, figures: Sequence[Figure]) -> None:
    deck.notes(slide, [source_line(figure, deck.briefing.words) for figure in figures])
