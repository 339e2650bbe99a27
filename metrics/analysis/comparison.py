"""Compare series, indexes and districts by plain rules and exact numbers.

Refuses to put two metrics or units on one axis, to add up what must not be added, and to count a
district twice; what a comparison leaves out is named with the reason, never dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from metrics.i18n import Message, message
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.series import (
    SHARE_UNITS,
    Change,
    Series,
    changes_definition,
    find_series,
    regions_present,
)

WhyNoTotal = Literal["", "share", "not-additive", "range", "few", "negative", "zero"]
MOST_SHOWN = 8  # series that one chart can keep apart; the rest are named in words
LOG_SPREAD = Decimal(100)
"""How many times the largest figure must be the smallest before a logarithmic axis helps."""
LOG_MEANING = message(
    "Logarithmic axis: each line is ten times the one below, equal distances are equal ratios, "
    "and the axis does not start at zero"
)


@dataclass(frozen=True)
class Omission:
    """Name a series that a comparison leaves out, and why."""

    series: Series
    why: Message


@dataclass(frozen=True)
class IndexPoint:
    """Hold one year of an indexed series: `index` is 100 in the base year.

    `about` is true when a qualifier in this or the base year makes the index approximate.
    """

    year: int
    index: Decimal
    about: bool
    observation: Observation


@dataclass(frozen=True)
class IndexedSeries:
    """Hold a series as multiples of `base`, its figure in the base year.

    Years without a figure have no point, nor have `ranges`, which have no single value.
    """

    series: Series
    base: Observation
    points: tuple[IndexPoint, ...]
    ranges: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class Indexed:
    """Hold the series indexed to one base year, and those that cannot be."""

    base_year: int
    lines: tuple[IndexedSeries, ...]
    omissions: tuple[Omission, ...]


@dataclass(frozen=True)
class RegionFigure:
    """Hold a district's figure; `share` is its fraction of the districts' total.

    None where there is no total. `change` is that on the year before.
    """

    region: str
    observation: Observation
    share: Decimal | None = None
    change: Change | None = None


@dataclass(frozen=True)
class RegionComparison:
    """Hold the districts of one metric and year, the largest first.

    `missing` districts published no figure, those in `other_units` one in another unit. `whole` is
    the bureau's own figure, never part of `total`. `total` and shares are None where
    `why_no_total` says why; `about` is true when a district's figure is not exact.
    """

    metric: Metric
    category: str
    subcategory: str
    year: int
    unit: str
    ranked: tuple[RegionFigure, ...]
    missing: tuple[str, ...]
    other_units: tuple[RegionFigure, ...]
    whole: Observation | None
    total: Decimal | None
    about: bool
    why_no_total: WhyNoTotal

    @property
    def differs(self) -> bool:
        """Return whether exact districts add up to another total than the exact whole."""
        if self.total is None or self.about or self.whole is None:
            return False
        return self.whole.qualifier == "exact" and self.whole.value != self.total


def unit_of(series: Series) -> str:
    """Return the unit that a series is compared in: that of its latest figure."""
    published = [o for o in series.observations if o.value is not None]
    return (published or series.observations)[-1].unit


def metric_key(series: Series) -> str:
    """Return the metric of a series, with where it stands, as an address writes it."""
    return "·".join([series.metric.slug, series.category, series.subcategory])


def comparable(series: Sequence[Series], home: str) -> dict[str, tuple[Series, ...]]:
    """Return the series that may share an axis, by `metric_key`.

    These are one metric in one unit. Where districts are among them, the region `home` that they
    are parts of is not.
    """
    groups: dict[tuple[str, str], list[Series]] = {}
    for one in series:
        groups.setdefault((metric_key(one), unit_of(one)), []).append(one)
    found: dict[str, tuple[Series, ...]] = {}
    for (key, _unit), group in groups.items():
        districts = tuple(one for one in group if one.region != home)
        if len(found.get(key, ())) < len(districts or group):
            found[key] = districts or tuple(group)
    return found


def stated(series: Series, years: Sequence[int]) -> list[Observation]:
    """Return the published figures of some years in the series' unit."""
    unit = unit_of(series)
    return [
        o for o in series.observations if o.year in years and o.value is not None and o.unit == unit
    ]


def log_helps(series: Sequence[Series], years: Sequence[int]) -> bool:
    """Return whether a logarithmic axis helps: all above zero, LOG_SPREAD apart.

    LOG_MEANING explains such an axis to readers.
    """
    values = [o.value for one in series for o in stated(one, years) if o.value is not None]
    return bool(values) and min(values) > 0 and max(values) >= min(values) * LOG_SPREAD


def index_base(
    series: Sequence[Series], years: Sequence[int], base_year: int | None = None
) -> Indexed:
    """Return series as multiples of their figure in `base_year` = 100.

    The base is the first of `years` by default. Left out, with the reason: shares, a base that is
    missing, a range or not above zero, a unit or definition that changes between the years. The
    order stays.
    """
    base = min(years) if base_year is None else base_year
    lines: list[IndexedSeries] = []
    omissions: list[Omission] = []
    for one in series:
        figure = one.at(base)
        if why := _why_no_index(one, figure, years, base):
            omissions.append(Omission(one, why))
        elif figure:
            lines.append(_indexed(one, years, figure))
    return Indexed(base, tuple(lines), tuple(omissions))


def _why_no_index(
    series: Series, base: Observation | None, years: Sequence[int], base_year: int
) -> Message | None:
    if base is None or base.value is None:
        return message("not published for {year}", year=base_year)
    if base.unit in SHARE_UNITS:
        return message("a share, whose change is told in percentage points")
    if base.upper is not None:
        return message("a range in {year}", year=base_year)
    if base.value <= 0:
        return message("0 or less in {year}", year=base_year)
    spanned = {*years, base_year}
    published = [o for o in series.observations if o.value is not None and o.year in spanned]
    for observation in published:
        if observation.unit != base.unit:
            return message("another unit in {year}", year=observation.year)
    if changed := definition_change(series, min(spanned), max(spanned)):
        return message("definition changed in {year}", year=changed)
    return None


def definition_change(series: Series, first: int, last: int) -> int | None:
    """Return the first year whose definition differs from that of one before.

    Only from year `first` on and up to `last`; None when all the years there compare.
    """
    seen = False
    changed: int | None = None
    for observation in series.observations:
        if not first <= observation.year <= last:
            continue
        if seen and changed is None and changes_definition(observation):
            changed = observation.year
        if observation.value is not None:
            if changed is not None:
                return changed
            seen = True
    return None


def _indexed(series: Series, years: Sequence[int], base: Observation) -> IndexedSeries:
    """Return a series that can be indexed; a range has no index."""
    points, ranges = [], []
    for o in series.observations:
        if o.value is None or base.value is None or o.year not in {*years, base.year}:
            continue
        if o.upper is not None:
            ranges.append(o)
            continue
        about = o.year != base.year and not base.qualifier == o.qualifier == "exact"
        points.append(IndexPoint(o.year, o.value * 100 / base.value, about, o))
    return IndexedSeries(series, base, tuple(points), tuple(ranges))


def totals_allowed(metric: Metric, unit: str) -> bool:
    """Return whether the regions' figures of a metric may be added up."""
    return metric.additive and unit not in SHARE_UNITS


def has_districts(dataset: Dataset, series: Series) -> bool:
    """Return whether another region than the bureau's own has figures of a metric."""
    place = (series.category, series.subcategory)
    others = [r for r in regions_present(dataset) if r != dataset.bureau.region]
    return any(find_series(dataset, series.metric.slug, region, *place) for region in others)


def region_comparison(
    dataset: Dataset, slug: str, category: str, subcategory: str, year: int
) -> RegionComparison:
    """Return the districts' figures of a metric in a year, ranked.

    `dataset` must be seen from the bureau's own region. Raises LookupError, naming the metrics
    that exist, when no region has such a metric.
    """
    own = dataset.bureau.region
    regions = regions_present(dataset)
    of_region = {r: find_series(dataset, slug, r, category, subcategory) for r in regions}
    of_metric = [series for series in of_region.values() if series]
    if not of_metric:
        known = ", ".join(metric.slug for metric in dataset.catalogue.metrics)
        raise LookupError(f"no region has the metric {slug!r} there; there are {known}")
    stating = {s.region: (o, s) for s in of_metric if (o := s.published(year))}
    whole, _of_own = stating.pop(own, (None, None))
    published = [RegionFigure(r, o, change=s.change(year)) for r, (o, s) in stating.items()]
    metric = of_metric[0].metric
    unit = _shared_unit(whole, published) or metric.unit
    of_unit = [figure for figure in published if figure.observation.unit == unit]
    ranked, total, why = _with_shares(metric, unit, of_unit)
    publishing = {own, *(figure.region for figure in published)}
    return RegionComparison(
        metric=metric,
        category=category,
        subcategory=subcategory,
        year=year,
        unit=unit,
        ranked=ranked,
        missing=tuple(region for region in regions if region not in publishing),
        other_units=tuple(figure for figure in published if figure.observation.unit != unit),
        whole=whole if whole and whole.unit == unit else None,
        total=total,
        about=any(figure.observation.qualifier != "exact" for figure in of_unit),
        why_no_total=why,
    )


def _shared_unit(whole: Observation | None, published: Sequence[RegionFigure]) -> str:
    """Return the unit of the bureau's own figure, else that of most districts."""
    if whole is not None and whole.value is not None:
        return whole.unit
    units = [figure.observation.unit for figure in published]
    return max(units, key=units.count, default="")


def _with_shares(
    metric: Metric, unit: str, figures: Sequence[RegionFigure]
) -> tuple[tuple[RegionFigure, ...], Decimal | None, WhyNoTotal]:
    """Return figures ranked with their shares, the total, and why there is none."""
    values = {figure.region: figure.observation.value or Decimal(0) for figure in figures}
    ranked = sorted(figures, key=lambda figure: -values[figure.region])
    total = sum(values.values(), Decimal(0))
    why = _why_no_total(metric, unit, [figure.observation for figure in figures], total)
    if why:
        return tuple(ranked), None, why
    shared = [replace(f, share=values[f.region] / total) for f in ranked]
    return tuple(shared), total, ""


def _why_no_total(
    metric: Metric, unit: str, figures: Sequence[Observation], total: Decimal
) -> WhyNoTotal:
    """Return why figures may not be added up; empty where they may."""
    if unit in SHARE_UNITS:
        return "share"
    if not totals_allowed(metric, unit):
        return "not-additive"
    if any(o.upper is not None for o in figures):
        return "range"
    if len(figures) < 2:
        return "few"
    if any(o.value is not None and o.value < 0 for o in figures):
        return "negative"
    return "" if total else "zero"
