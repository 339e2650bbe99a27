"""A category's figures of one year side by side, each in the form that fits it."""

from collections.abc import Sequence

from metrics.analysis.drawn import drawn_forms
from metrics.model.series import Series
from metrics.wording.formatter import Formatter
from metrics.wording.series import what_lacks
from ui.components.figures import Content
from ui.components.figures.forms import band


def category_band(
    key: str, series: Sequence[Series], year: int, fmt: Formatter, *, titled: bool = True
) -> Content:
    """Return the band of one category; `series` are its metrics, the lead first."""
    category = fmt.dataset.vocabulary.category(key)
    drawn = drawn_forms(series, year, fmt)
    others = series[1:]
    note = what_lacks(others, year, fmt) if any(s.published(year) for s in series) else ""
    return band(fmt.category(key) if titled else "", category.color, drawn, note=note)
