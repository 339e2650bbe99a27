"""Name series beside one another only by their differences."""

from collections import Counter
from collections.abc import Sequence

from metrics.model.series import Series
from metrics.wording.formatter import Formatter


def labels(series: Sequence[Series], fmt: Formatter) -> list[str]:
    """Return a name for each series: the metric, the region, or both, in order.

    One metric in several regions is labelled by the region alone. Names that are still the same
    get their category, then their sub-category.
    """
    regions = [fmt.region(one.region) for one in series]
    several = len({one.region for one in series}) > 1
    if several and len({(one.metric.zh, one.category, one.subcategory) for one in series}) == 1:
        return regions
    names = [fmt.series(one) for one in series]
    if several:
        names = [f"{region} · {name}" for region, name in zip(regions, names, strict=True)]
    names = _distinguish(names, [fmt.category(one.category) for one in series])
    return _distinguish(names, [fmt.subcategory(one.subcategory) for one in series])


def _distinguish(names: Sequence[str], suffixes: Sequence[str]) -> list[str]:
    """Return the names, those that occur twice with their suffix."""
    counts = Counter(names)
    return [
        f"{name} · {suffix}" if counts[name] > 1 and suffix else name
        for name, suffix in zip(names, suffixes, strict=True)
    ]
