"""Draw the claims of one year on slides: numbers, dots, a strip of a part, an arrow to its reach.

The forms are those of the pages (`metrics.analysis.forms`); a form takes the box that it is given.
"""

import math
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

from metrics.briefing.content import DrawnSentence
from metrics.briefing.figures import Figure
from metrics.briefing.pptx.parts import Deck, bar
from metrics.briefing.style import MUTED, PALE_SHARE, Run
from metrics.briefing.text_fit import clean, ems, fitted, mixed

Box = tuple[float, float, float, float]
_DOTS_ACROSS = 20
_HEAD = 0.3  # height of a name over a number
_STRIP = 0.22
_ARROW = 2.6  # width of an arrow with its words
_LARGEST = 66
_BOLD = 1.1  # width of bold numbers beside the estimate
_UNIT = 0.4  # size of a unit beside its number
_TALL = 1.5  # height from which a name is written larger


def draw_claim(deck: Deck, slide: Any, claim: DrawnSentence, box: Box, color: str) -> None:
    """Draw the form of a claim into a box; `color` is that of its category."""
    drawn = claim.drawn
    if len(claim.figures) > 1:
        draw = _strip if drawn.kind == "strip" else _reach
        draw(deck, slide, claim, box, color)
        return
    left, top, width, height = box
    dotted = drawn.kind == "dots"
    tall = height * (0.5 if dotted else 0.75)
    _stated(deck, slide, claim.figures[0], (left, top, width, tall), color)
    if dotted:
        _dots(deck, slide, round(drawn.count), (left, top + tall, width, height - tall), color)


def _stated(
    deck: Deck, slide: Any, figure: Figure, box: Box, color: str, *, right: bool = False
) -> None:
    """Write a figure under its name, as large as its box lets it; its unit smaller."""
    left, top, width, height = box
    align = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    small = 16 if height > _TALL else 12
    name = [[Run(fitted(figure.name, width - 0.1, small, 1), small, MUTED)]]
    deck.text(slide, left, top, width, _HEAD, name, align=align)
    largest = min(_LARGEST, (height - _HEAD) * 44)
    unit = figure.unit_text
    number = figure.text.removesuffix(unit)
    room = (width - 0.2) * 72 - ems(f"{figure.mark}  ") * 10
    wide = (ems(number) + ems(unit) * _UNIT) * _BOLD
    size = max(12, min(largest, math.floor(room / wide)))
    shown = [Run(number, size, color, True)]
    shown += [Run(unit, max(12, round(size * _UNIT)), color)] if unit else []
    shown.append(Run(f" {figure.mark}", 10, MUTED))
    deck.text(
        slide,
        left,
        top + _HEAD,
        width,
        height - _HEAD,
        [shown],
        align=align,
        anchor=MSO_ANCHOR.MIDDLE,
    )


def _dots(deck: Deck, slide: Any, count: int, box: Box, color: str) -> None:
    """Write a dot for each of a count, in lines of the same length."""
    left, top, width, height = box
    rows = -(-count // _DOTS_ACROSS)
    size = min(width * 72 / _DOTS_ACROSS * 0.92, height * 72 / rows / 1.35, 16)
    whole = [_DOTS_ACROSS] * (count // _DOTS_ACROSS)
    lines = [[Run("●" * each, size, color)] for each in [*whole, count % _DOTS_ACROSS] if each]
    deck.text(slide, left, top, width, height, lines)


def _strip(deck: Deck, slide: Any, claim: DrawnSentence, box: Box, color: str) -> None:
    """Draw a whole as a strip with its part at the end, and the computed share."""
    left, top, width, height = box
    whole, part = claim.figures
    tall, half = height - _STRIP - 0.4, width / 2 - 0.1
    _stated(deck, slide, whole, (left, top, half, tall), color)
    beside = (left + half + 0.2, top, half, tall)
    _stated(deck, slide, part, beside, color, right=True)
    wide = max(width * claim.drawn.share, 0.05)
    place = top + tall + 0.05
    bar(slide, left, place, width - wide - 0.03, _STRIP, mixed(f"#{color}", PALE_SHARE))
    bar(slide, left + width - wide, place, wide, _STRIP, color)
    note = [[Run(clean(claim.drawn.computed), 11, MUTED)]]
    deck.text(slide, left, place + _STRIP + 0.03, width, 0.3, note, align=PP_ALIGN.RIGHT)


def _reach(deck: Deck, slide: Any, claim: DrawnSentence, box: Box, color: str) -> None:
    """Draw an activity and whom it reached, an arrow between them."""
    left, top, width, height = box
    arrow = min(_ARROW, width * 0.26)
    each = (width - arrow - 0.4) / 2
    _stated(deck, slide, claim.figures[0], (left, top, each, height), color)
    middle, line = left + each + 0.1, top + height / 2 + 0.15
    note = [[Run(fitted(clean(claim.drawn.computed), arrow, 11, 2), 11, MUTED)]]
    looks = {"align": PP_ALIGN.CENTER, "anchor": MSO_ANCHOR.BOTTOM}
    deck.text(slide, middle, line - 0.55, arrow, 0.5, note, **looks)
    deck.arrow(slide, middle, line, arrow, color)
    beside = (left + each + arrow + 0.4, top, each, height)
    _stated(deck, slide, claim.figures[1], beside, color)
