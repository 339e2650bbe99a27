"""Decide the claims of a briefing: the words of each form of a category, and those of the year.

A claim is the sentence of what one form draws; the form with the category's lead comes first.
Slides that state one thing each take theirs from here.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from metrics.analysis.drawn import drawn_form
from metrics.analysis.forms import Form, forms_of
from metrics.briefing.content import DrawnSentence, Phrase
from metrics.briefing.figures import Numbering
from metrics.briefing.text_fit import clean_part
from metrics.model.series import Series
from metrics.wording.formatter import Formatter
from metrics.wording.paragraph import (
    Piece,
    claim_pieces,
    lead_series,
    main_categories,
    year_paragraph,
)


def claims_of(
    key: str, series: Sequence[Series], year: int, numbering: Numbering, fmt: Formatter
) -> tuple[DrawnSentence, ...]:
    """Return the claims of a category in a year, the one with its lead first."""
    lead = lead_series(fmt.dataset.vocabulary.category(key), fmt)
    forms = forms_of(series, year, fmt.dataset)
    ordered = sorted(forms, key=lambda form: lead not in form.series)
    return tuple(_claim(form, year, numbering, fmt) for form in ordered)


def year_phrases(
    year: int, categories: Collection[str], numbering: Numbering, fmt: Formatter
) -> tuple[Phrase, ...]:
    """Return the year's paragraph; empty where a main category is not shown."""
    whole = all(category.key in categories for category in main_categories(fmt))
    return _phrases(year_paragraph(year, fmt), numbering) if whole else ()


def _claim(form: Form, year: int, numbering: Numbering, fmt: Formatter) -> DrawnSentence:
    found = (numbering.at(one, year) for one in form.series)
    first, *others = _phrases(claim_pieces(form.series, year, fmt), numbering)
    return DrawnSentence(
        # English begins a sentence with a capital; phrases are written for its middle.
        phrases=(replace(first, text=first.text[:1].upper() + first.text[1:]), *others),
        figures=tuple(figure for figure in found if figure),
        drawn=drawn_form(form, year, fmt),
    )


def _phrases(pieces: Iterable[Piece], numbering: Numbering) -> tuple[Phrase, ...]:
    return tuple(
        Phrase(
            clean_part(piece.text),
            numbering.of(piece.observation.key) if piece.observation else None,
        )
        for piece in pieces
    )
