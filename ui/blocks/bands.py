"""Show a year's figures as sentences, and side by side, each in the form that fits it."""

from collections.abc import Iterable, Sequence

from metrics.analysis.drawn import drawn_forms
from metrics.model.figure_id import figure_id
from metrics.model.series import Series
from metrics.wording.formatter import Formatter
from metrics.wording.paragraph import Piece
from metrics.wording.series import what_lacks
from ui.components.figures import Content
from ui.components.figures.forms import Words, band, paragraph


def sentence(pieces: Iterable[Piece], fmt: Formatter, *, hint: str = "") -> Content:
    """Return a sentence whose figures open their sources, in categories' colours."""
    known = fmt.dataset.vocabulary
    listed = [
        Words(p.text, figure_id(o, fmt.dataset), known.category(o.category).color)
        if (o := p.observation)
        else Words(p.text)
        for p in pieces
    ]
    return paragraph(listed, hint=hint)


def category_band(
    key: str, series: Sequence[Series], year: int, fmt: Formatter, *, titled: bool = True
) -> Content:
    """Return the band of one category; `series` are its metrics, the lead first."""
    category = fmt.dataset.vocabulary.category(key)
    drawn = drawn_forms(series, year, fmt)
    others = series[1:]
    note = what_lacks(others, year, fmt) if any(s.published(year) for s in series) else ""
    return band(fmt.category(key) if titled else "", category.color, drawn, note=note)
