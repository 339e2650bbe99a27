"""Make the next report from last year's text and this year's published figures.

Every number is bound to the observation and the version that states it. Nothing is invented: what
has no published figure is marked as missing, and no prose is written.
"""

from metrics.next_report.binding import (
    STATE_NAMES,
    Bound,
    BoundState,
    bound_numbers,
    refreshed,
)
from metrics.next_report.content import NextReport, NoReport, PieceKind, prepare
from metrics.next_report.kept import draft_report, kept_texts
from metrics.next_report.official_paper import write_docx

__all__ = [
    "STATE_NAMES",
    "Bound",
    "BoundState",
    "NextReport",
    "NoReport",
    "PieceKind",
    "bound_numbers",
    "draft_report",
    "kept_texts",
    "prepare",
    "refreshed",
    "write_docx",
]
