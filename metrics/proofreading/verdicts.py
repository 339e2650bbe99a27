"""Hold the verdicts on a draft: one for each figure and each claim, in the order of its text."""

from dataclasses import dataclass
from decimal import Decimal

from metrics.i18n import Message
from metrics.model.catalogue import Metric
from metrics.model.observation import Observation
from metrics.next_report import Open
from metrics.numbers import QualifierKey
from metrics.proofreading.claims.scene import ClaimKind
from metrics.proofreading.rounding import (
    DIFFERING,
    NOT_FOUND,
    ROUNDED,
    SUPPORTED,
    UNVERIFIABLE,
    Outcome,
)
from metrics.prose import Rejected, TextFigure
from metrics.readers.documents import Document
from metrics.store.evidence import Source

OUTCOMES: tuple[Outcome, ...] = (DIFFERING, UNVERIFIABLE, NOT_FOUND, ROUNDED, SUPPORTED)


@dataclass(frozen=True)
class Passage:
    """Hold the words of a claim without a figure of its own: 翻番, 创历史新高."""

    start: int
    end: int
    printed: str
    sentence: tuple[int, int]
    value: Decimal | None = None
    upper: Decimal | None = None
    qualifier: QualifierKey = "exact"
    unit: str = ""
    metric: str = ""


@dataclass(frozen=True)
class Verdict:
    """Hold the verdict on one figure or claim.

    `difference` is the draft's value less the published or computed one; `suggestion` is how the
    report prints the figure, where the draft should change. Of an unverifiable figure,
    `observation` is the nearest that is published. `uses` are the figures that a derived claim is
    computed from, `arithmetic` the computation.
    """

    figure: TextFigure | Passage
    outcome: Outcome
    reason: Message
    observation: Observation | None = None
    metric: Metric | None = None
    difference: Decimal | None = None
    suggestion: str = ""
    notes: tuple[Message, ...] = ()
    source: Source | None = None
    kind: ClaimKind = "level"
    uses: tuple[Observation, ...] = ()
    arithmetic: str = ""

    @property
    def start(self) -> int:
        """Return where the words of the verdict begin in the draft."""
        return self.figure.start


@dataclass(frozen=True)
class Proofreading:
    """Hold all verdicts on a draft, in the order of its text.

    Of a draft that was made here, `bound` counts the numbers that are bound in it, and `open` is
    what a person has still to fill in, check or write; nothing of it is judged.
    """

    document: Document
    verdicts: tuple[Verdict, ...]
    rejected: tuple[Rejected, ...]
    region: str
    bound: int = 0
    open: tuple[Open, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """Return the number of figures with an outcome."""
        return sum(verdict.outcome == outcome for verdict in self.verdicts)
