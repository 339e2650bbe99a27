"""Hold a goal that a report sets: what is to be reached, by when, and in which sense."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Target:
    """Hold one goal; `year` is its deadline, None where the report does not say.

    `direction` is at_least, at_most, about or empty (an exact figure, a band); `kind` is level,
    growth, reduction or count (work to be done); `scope` is empty for the whole region.
    """

    year: int | None
    region: str
    metric: str
    value: Decimal
    upper: Decimal | None
    unit: str
    qualifier: str
    printed: str
    direction: str
    kind: str
    scope: str
