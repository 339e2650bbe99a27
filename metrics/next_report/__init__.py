"""Make the next report from last year's text and this year's published figures.

Every number is bound to the observation and the version that states it. Nothing is invented: what
has no published figure is marked as missing, and no prose is written.
"""

from metrics.next_report.binding import Bound, BoundState, bound_numbers, refreshed
from metrics.next_report.content import NextReport, NoReport, prepare
from metrics.next_report.official_paper import write_docx

__all__ = [
    "Bound",
    "BoundState",
    "NextReport",
    "NoReport",
    "bound_numbers",
    "prepare",
    "refreshed",
    "write_docx",
]
