"""Hold a line of the audit log: who tried what, when, and with what result."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Act:
    """Hold one line of the audit log; `number` orders them, not `at`."""

    number: int
    at: datetime
    event: str
    outcome: str
    who: str
    how: str
    source: str
    detail: str
