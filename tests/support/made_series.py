"""Data sets made for tests of comparisons: any figures, in the words of the invented sample."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from metrics.analysis.selection import Filters, Selection, select
from metrics.charts import ChartSpec
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation, to_table
from tests.support.sample import sample

CITY = "临澜市"
YEARS = range(2020, 2025)


def row(metric: str, year: int, value: object, **cells: Any) -> Observation:
    """Return a figure of a metric; the catalogue says where it stands, `cells` say otherwise."""
    known = sample().catalogue.get(metric, cells.get("category", "training"), "次")
    said: dict[str, Any] = {
        "region": CITY,
        "category": known.category,
        "subcategory": known.subcategory,
        "unit": known.unit,
        **cells,
    }
    exact = None if value is None else Decimal(str(value))
    return Observation(year=year, metric=metric, value=exact, **said)


def made(rows: Sequence[Observation]) -> Dataset:
    """Return the invented sample with other figures."""
    return replace(sample(), table=to_table(rows))


def over_years(values: Mapping[str, Sequence[object]], first: int = 2020, **cells: Any) -> Dataset:
    """Return figures of metrics from a first year on; None is not published."""
    return made(
        [
            row(metric, first + place, value, **cells)
            for metric, found in values.items()
            for place, value in enumerate(found)
        ]
    )


def everything(data: Dataset) -> Selection:
    """Return a selection of all figures."""
    return select(data, Filters())


def drawn(chart: ChartSpec) -> dict[str, Any]:
    """Return a chart's figure as Plotly's JSON."""
    figure = chart.figure
    return figure if isinstance(figure, dict) else dict(figure.to_plotly_json())


amounts = st.decimals(-10_000, 10_000_000, places=2, allow_nan=False, allow_infinity=False)


def datasets(
    metrics: Sequence[str], regions: Sequence[str] = (CITY,)
) -> st.SearchStrategy[Dataset]:
    """Data sets with any figures, gaps, qualifiers and notes of some metrics and regions."""
    figure = st.tuples(
        st.none() | amounts | st.just(Decimal(0)),
        st.sampled_from(["exact", "exact", "more_than", "about"]),
        st.sampled_from(["", "", "", "口径调整", "<b>备注</b>"]),
    )
    places = [(m, r, y) for m in metrics for r in regions for y in YEARS]
    cells = st.lists(st.none() | figure, min_size=len(places), max_size=len(places))

    def filled(found: list[Any]) -> Dataset:
        kept = [
            row(m, y, cell[0], region=r, qualifier=cell[1], note=cell[2])
            for (m, r, y), cell in zip(places, found, strict=True)
            if cell
        ]
        return made([row(metrics[0], YEARS[0], 7), *[o for o in kept if o.key != _first(metrics)]])

    return cells.map(filled)


def _first(metrics: Sequence[str]) -> tuple[Any, ...]:
    return row(metrics[0], YEARS[0], 7).key
