"""Hold what a briefing consists of: its sections, sentences, tables, charts and numbered sources.

Every text is final and safe for any file. Figures stand as printed and carry the number of their
source; a year without a figure is None, never zero. Knows no file format and no size.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from metrics.analysis.drawn import Drawn
from metrics.briefing.figures import Figure, Report
from metrics.i18n import Words
from metrics.model.target_progress import TargetState


@dataclass(frozen=True)
class Sentence:
    """Hold a finding and the numbers of the figures in it."""

    text: str
    numbers: tuple[int, ...]

    @property
    def marks(self) -> str:
        """Return the numbers as they stand behind the sentence: [1][25]."""
        return "".join(f"[{number}]" for number in self.numbers)

    @property
    def cited(self) -> str:
        """Return the sentence with its numbers behind."""
        return f"{self.text} {self.marks}".rstrip()


@dataclass(frozen=True)
class Row:
    """Hold one metric: a figure for each of the section's years, or None.

    `change` compares the latest year with the one before; `unit` is that of the newest figure.
    """

    name: str
    subcategory: str
    unit: str
    definition: str
    figures: tuple[Figure | None, ...]
    change: str


@dataclass(frozen=True)
class Chart:
    """Hold columns of one metric over the years, from zero.

    Each of the `labels` has a figure or a gap; `gaps` says in words what a label without a figure
    lacks; `highest` is the end of the axis, which pictures of the same unit share.
    """

    title: str
    unit: str
    change: str
    labels: tuple[str, ...]
    points: tuple[Figure | None, ...]
    gaps: tuple[str, ...]
    highest: Decimal
    alt: str

    @property
    def subtitle(self) -> str:
        """Return unit and change for below the title."""
        return " · ".join(filter(None, [self.unit, self.change]))

    @property
    def axis_labels(self) -> list[str]:
        """Return the labels, with what a gap lacks in words below."""
        pairs = zip(self.labels, self.gaps, strict=True)
        return [f"{label}\n{gap}" if gap else label for label, gap in pairs]


@dataclass(frozen=True)
class Phrase:
    """Hold a piece of a sentence; `figure` is the one that it writes, if any."""

    text: str
    figure: Figure | None


@dataclass(frozen=True)
class DrawnSentence:
    """Hold what one form draws, as a sentence; `figures` are the year's."""

    phrases: tuple[Phrase, ...]
    figures: tuple[Figure, ...]
    drawn: Drawn

    @property
    def text(self) -> str:
        """Return the sentence."""
        return "".join(phrase.text for phrase in self.phrases)


@dataclass(frozen=True)
class Section:
    """Hold a category: its `finding`, then all its sentences and figures.

    `claims` say what its forms draw, `charts` are the columns of its metrics where there are
    several years.
    """

    key: str
    title: str
    color: str
    main: bool
    finding: Sentence
    summary: str
    sentences: tuple[Sentence, ...]
    charts: tuple[Chart, ...]
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    claims: tuple[DrawnSentence, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the section's figures in the order of their numbers."""
        found = [figure for row in self.rows for figure in row.figures if figure]
        return tuple(sorted(found, key=lambda figure: figure.number))


@dataclass(frozen=True)
class Lead:
    """Hold a key figure: its category, and its change or why there is none."""

    title: str
    name: str
    color: str
    figure: Figure | None
    change: str

    @property
    def heading(self) -> str:
        """Return category and metric in a line."""
        return f"{self.title} · {self.name}"


@dataclass(frozen=True)
class Goal:
    """Hold a goal with a deadline beside its result, the newest where it is not due.

    `key` is the state for programs, `state` its name; `figure` is the result where the briefing
    numbers it, `result` says it with its year, empty without one; `share` is its arithmetic.
    """

    name: str
    year: int
    state: str
    key: TargetState
    goal: str
    figure: Figure | None
    result: str
    share: str
    stated: str

    @property
    def cited(self) -> str:
        """Return the result with the number of its source."""
        return f"{self.result} {self.figure.mark}" if self.figure else self.result


@dataclass(frozen=True)
class Briefing:
    """Hold a whole briefing; `facts` are on every page: scope, version, day.

    `sample` is empty, or the words that mark invented figures; `phrases` is the year's paragraph,
    empty in a briefing of some categories.
    """

    title: str
    bureau: str
    region: str
    year: int
    scope: str
    version: str
    made: datetime
    made_text: str
    sample: str
    leads: tuple[Lead, ...]
    sections: tuple[Section, ...]
    reports: tuple[Report, ...]
    words: Words
    goals: tuple[Goal, ...] = ()
    phrases: tuple[Phrase, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Return what every page repeats: bureau, scope, version, day."""
        return (self.bureau, self.scope, self.version, self.made_text)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return all figures in the order of their numbers."""
        return tuple(figure for report in self.reports for figure in report.figures)
