"""Make the next report from last year's text and this year's published figures.

Every number is bound to the observation and the version that states it. Nothing is invented: what
has no published figure is marked as missing, and no prose is written.
"""

from metrics.next_report.content import (
    BOUND,
    OPEN,
    NextReport,
    NoReport,
    Piece,
    PieceKind,
    bound_to,
)
from metrics.next_report.kept import draft_report, kept_texts
from metrics.next_report.official_paper import write_docx
from metrics.next_report.places import KeptReport
from metrics.next_report.returned import (
    OPEN_NAMES,
    STATE_NAMES,
    Bound,
    BoundState,
    Change,
    Open,
    ReturnedNumbers,
    bound_numbers,
    refreshed,
)
from metrics.next_report.writing import prepare

__all__ = [
    "BOUND",
    "OPEN",
    "OPEN_NAMES",
    "STATE_NAMES",
    "Bound",
    "BoundState",
    "Change",
    "KeptReport",
    "NextReport",
    "NoReport",
    "Open",
    "Piece",
    "PieceKind",
    "ReturnedNumbers",
    "bound_numbers",
    "bound_to",
    "draft_report",
    "kept_texts",
    "prepare",
    "refreshed",
    "write_docx",
]
