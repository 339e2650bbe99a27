"""Add up, divide and compare published figures as spans, with their arithmetic.

An amount is a figure or a sum of figures. Where one is missing, or the years cannot be compared,
`Undecided` is raised with the reason; nothing is filled in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from metrics.checks import why_not_comparable
from metrics.i18n import Message, message
from metrics.model.catalogue import Metric
from metrics.model.observation import Observation
from metrics.model.series import compare
from metrics.numbers import plain
from metrics.proofreading.claims.levels import Span, combine, span_of
from metrics.proofreading.claims.published import Published

_HUNDRED = Decimal(100)
_PLACES = Decimal("0.01")
_STILL_DIFFERENT = ("zero", "negative", "sign")
"""Where there is no rate, but still a difference."""


class Undecided(Exception):
    """Say why what is published does not decide a claim."""

    def __init__(self, reason: Message, uses: Sequence[Observation] = ()) -> None:
        super().__init__(reason.template)
        self.reason, self.uses = reason, tuple(uses)


@dataclass(frozen=True)
class Amount:
    """Hold a value derived from published figures, with its arithmetic."""

    span: Span
    text: str
    uses: tuple[Observation, ...]
    nominal: Decimal

    @property
    def turned(self) -> "Amount":
        """Return the amount with its sign turned, as 下降 states it."""
        return replace(self, span=self.span.turned, nominal=-self.nominal)


def amount(
    published: Published, metric: Metric, regions: Sequence[str], years: Sequence[int]
) -> Amount:
    """Return the sum of a metric's figures over regions and years; raises Undecided."""
    rows: list[Observation] = []
    for year in years:
        for region in regions:
            row = published.get(metric, region, year)
            if row is None:
                raise Undecided(not_published(published, metric, region, year), rows)
            rows.append(row)
    if not rows:
        raise Undecided(message("The regions that are meant are not clear"))
    if len(rows) == 1:
        value = rows[0].value
        assert value is not None
        return Amount(span_of(rows[0]), rows[0].as_printed, tuple(rows), value)
    span = combine(lambda *values: sum(values, Decimal(0)), list(map(span_of, rows)), counts=True)
    nominal = sum((row.value for row in rows if row.value is not None), Decimal(0))
    text = " + ".join(row.as_printed for row in rows)
    return Amount(span, f"{text} = {plain(nominal)}", tuple(rows), nominal)


def not_published(published: Published, metric: Metric, region: str, year: int) -> Message:
    """Return that a metric has no figure of a year."""
    if region == published.city:
        return message("“{metric}” is not published for {year}", metric=metric.zh, year=year)
    return message("“{metric}” of {region} is not published for {year}", metric=metric.zh,
                   region=region or "?", year=year)  # fmt: skip


def must_compare(published: Published, new: Amount, old: Amount, *, rate: bool) -> None:
    """Raise Undecided where two amounts of the same metric cannot be compared."""
    for one, other in zip(new.uses, old.uses, strict=False):
        if one.metric_key != other.metric_key or one.region != other.region:
            continue
        earlier, later = sorted((one, other), key=lambda row: row.year)
        metric = next(k.metric for k in published.known if k.metric.key == one.metric_key)
        changed = published.redefined(metric, one.region, earlier.year, later.year)
        if changed is not None:
            raise Undecided(why_not_comparable("definition", changed, earlier), (one, other))
        why = compare(other, one).why
        if why == "definition" or (why in _STILL_DIFFERENT and not rate):
            continue
        if why:
            raise Undecided(why_not_comparable(why, one, other), (one, other))
    if rate and old.span.low <= 0:
        raise Undecided(message("The figure that it starts from may be 0"), old.uses)


def derived(
    function: Callable[..., Decimal],
    parts: Sequence[Amount],
    formula: str,
    *,
    counts: bool = False,
    unit: str = "",
) -> Amount:
    """Return what a function makes of amounts; `formula` names them {0}, {1}."""
    span = combine(function, [part.span for part in parts], counts=counts)
    nominal = function(*(part.nominal for part in parts))
    text = formula.format(*(_short(part) for part in parts))
    uses = tuple(dict.fromkeys(row for part in parts for row in part.uses))
    return Amount(span, f"{text} = {_shown(nominal)}{unit}", uses, nominal)


def growth(new: Amount, old: Amount) -> Amount:
    """Return by how many percent one amount is above another."""
    return derived(lambda n, o: _HUNDRED * (n - o) / o, (new, old), "({0} − {1}) ÷ {1}", unit="%")


def difference(new: Amount, old: Amount) -> Amount:
    """Return how much one amount is above another."""
    return derived(lambda n, o: n - o, (new, old), "{0} − {1}", counts=True)


def added_up(parts: Sequence[Amount]) -> Amount:
    """Return the sum of amounts."""
    formula = " + ".join(f"{{{number}}}" for number in range(len(parts)))
    return derived(lambda *values: sum(values, Decimal(0)), parts, formula, counts=True)


def ratio(new: Amount, old: Amount, factor: int = 1) -> Amount:
    """Return how often one amount is the other, or `factor` times that."""
    unit = "%" if factor == _HUNDRED else ""
    return derived(lambda n, o: factor * n / o, (new, old), "{0} ÷ {1}", unit=unit)


def in_hundreds(new: Amount, old: Amount) -> Amount:
    """Return one amount where the other is set to 100."""
    return derived(lambda n, o: _HUNDRED * n / o, (new, old), "{0} ÷ {1} × 100")


def yearly(new: Amount, old: Amount, years: int) -> Amount:
    """Return the average growth a year, in percent, over a number of years."""
    root = Decimal(1) / Decimal(years)

    def rate(n: Decimal, o: Decimal) -> Decimal:
        return _HUNDRED * ((n / o) ** root - 1) if n > 0 else -_HUNDRED

    formula = "({0} ÷ {1})^(1/" + str(years) + ") − 1"
    return derived(rate, (new, old), formula, unit="%")


def shared_out(whole: Amount, number: int | Decimal) -> Amount:
    """Return an amount divided by a number."""
    shown = _shown(Decimal(number))
    return derived(lambda value: value / number, (whole,), "{0} ÷ " + shown)


def _short(part: Amount) -> str:
    return f"({part.text.partition(' = ')[0]})" if len(part.uses) > 1 else part.text


def _shown(value: Decimal) -> str:
    rounded = value.quantize(_PLACES) if abs(value) < Decimal("1e20") else value
    return plain(rounded if rounded != value else value).replace("-", "−")
