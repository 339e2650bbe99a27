"""Compute what a form draws of a figure: numbers, texts, shares, values of years.

Pages, files and slides draw the same. Draws nothing and knows no size.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from metrics.analysis.forms import Form, FormKind, forms_of, share_of
from metrics.model.figure_id import figure_id
from metrics.model.series import Series, changes_definition
from metrics.wording.formatter import Formatter
from metrics.wording.paragraph import lead_series
from metrics.wording.series import comparison_text

_TENTH = Decimal("0.1")
Years = tuple[tuple[int, float | None], ...]


@dataclass(frozen=True)
class Drawn:
    """Hold a figure and the form in which it is drawn.

    `count` is the value itself, `years` are shares of the highest value, `values` are values of
    years; `other` is the second figure of a pair, `share` its part of the first, `computed` what
    follows from both. `breaks` are years whose definition differs from those before. A `lead`
    speaks for its category.
    """

    kind: FormKind
    title: str
    number: str
    unit: str
    note: str
    address: str
    count: float = 0
    years: Years = ()
    values: Years = ()
    breaks: tuple[int, ...] = ()
    other: "Drawn | None" = None
    share: float = 0
    computed: str = ""
    lead: bool = False


def drawn_forms(series: Sequence[Series], year: int, fmt: Formatter) -> list[Drawn]:
    """Return the forms of a category's metrics in a year; the first is its lead.

    A lead without a figure is drawn as not published.
    """
    drawn = [drawn_form(form, year, fmt) for form in forms_of(series, year, fmt.dataset)]
    if series and not series[0].published(year):
        drawn.insert(0, _silent(series[0], fmt))
    return drawn


def drawn_form(form: Form, year: int, fmt: Formatter) -> Drawn:
    """Return what one form shows of a year."""
    return _FORMS[form.kind](form, year, fmt)


def shares(series: Series, years: Sequence[int]) -> Years:
    """Return the years with their shares of the highest value; None is no figure."""
    published = {o.year: float(o.value) for o in series.observations if o.value is not None}
    highest = max((published[year] for year in years if year in published), default=0) or 1
    return tuple(
        (year, max(published[year], 0) / highest if year in published else None) for year in years
    )


def _single(kind: FormKind) -> Callable[[Form, int, Formatter], Drawn]:
    def drawn(form: Form, year: int, fmt: Formatter) -> Drawn:
        return _figure(kind, form.series[0], year, fmt)

    return drawn


def _figure(kind: FormKind, series: Series, year: int, fmt: Formatter, **more: Any) -> Drawn:
    observation = series.published(year)
    assert observation is not None
    years = [y for y in fmt.dataset.years if y <= year]
    first = min((o.year for o in series.observations if o.value is not None), default=year)
    return Drawn(
        kind,
        fmt.series(series),
        fmt.number(observation),
        fmt.number_unit(observation),
        comparison_text(series, year, fmt),
        figure_id(observation, fmt.dataset),
        lead=_leads(series, fmt),
        count=float(observation.value or 0),
        years=shares(series, [y for y in years if y >= first]) if kind == "columns" else (),
        breaks=tuple(o.year for o in series.observations if changes_definition(o)),
        values=_values(series, years) if kind in ("events", "rates") else (),
        **more,
    )


def _silent(series: Series, fmt: Formatter) -> Drawn:
    text = fmt.words("not published")
    return Drawn("number", fmt.series(series), text, "", "", "", lead=True)


def _leads(series: Series, fmt: Formatter) -> bool:
    known = fmt.dataset.vocabulary.category(series.category)
    return lead_series(known, fmt) is series


def _values(series: Series, years: Sequence[int]) -> Years:
    known = {o.year: o.value for o in series.observations}
    values = ((year, known.get(year)) for year in years)
    return tuple((year, None if value is None else float(value)) for year, value in values)


def _strip(form: Form, year: int, fmt: Formatter) -> Drawn:
    whole, part = form.series
    share = share_of(part, whole, year)
    assert share is not None
    share_text = fmt.words("{share}% (computed)", share=_rounded(share * 100))
    one = _figure("number", part, year, fmt)
    return _figure("strip", whole, year, fmt, other=one, share=float(share), computed=share_text)


def _reach(form: Form, year: int, fmt: Formatter) -> Drawn:
    activity, reached = form.series
    a, b = activity.published(year), reached.published(year)
    assert a is not None and b is not None
    computed = ""
    if a.value and b.value and a.upper is None and b.upper is None:
        each = (b.value / a.value).quantize(Decimal(1), ROUND_HALF_UP)
        computed = fmt.words("about {amount} each (computed)", amount=fmt.amount(each, b.unit))
    return _figure(
        "reach", activity, year, fmt, other=_figure("number", reached, year, fmt), computed=computed
    )


def _rounded(number: Decimal) -> str:
    return f"{number.quantize(_TENTH, ROUND_HALF_UP):f}"


_FORMS: dict[FormKind, Callable[[Form, int, Formatter], Drawn]] = {
    "reach": _reach,
    "strip": _strip,
    **{kind: _single(kind) for kind in ("columns", "rates", "events", "dots", "number")},
}
