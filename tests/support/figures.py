"""Invented figures for the tests of the store."""

from dataclasses import replace
from decimal import Decimal

from metrics.model.observation import Observation


def figure(metric: str = "演练", value: object = 1, year: int = 2025, **cells: str) -> Observation:
    """Return a row of 威海市; `value` None is one that was not published."""
    number = None if value is None else Decimal(str(value))
    row = Observation(year, "威海市", "drills", "", metric, number, "次", printed=f"{value}次")
    return replace(row, **cells)  # type: ignore[arg-type]


def figures(count: int, *, value: int = 1, year: int = 2025) -> list[Observation]:
    """Return so many rows with different metrics, all with this value."""
    return [figure(f"指标{number}", value, year) for number in range(count)]
