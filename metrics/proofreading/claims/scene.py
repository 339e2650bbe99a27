"""Hold the subject of a clause and its claims: metrics, regions, years, bases.

A scene is carried from clause to clause of a sentence, the year also through its paragraph. What a
base is relative to (the year before) is settled only when the year of the clause is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from metrics.model.catalogue import Metric
from metrics.proofreading.claims.tokens import Token

Named = tuple[tuple[Metric, float], ...]
Trail = tuple[tuple[Named, tuple[str, ...]], ...]
"""The metrics and regions of stated figures."""
ClaimKind = Literal[
    "added", "best", "between", "difference", "doubling", "each", "extremes", "first-move",
    "first-over", "gap", "goal-met", "growth", "growth-rank", "halving", "index", "level",
    "level-before", "mean", "mean-change", "most", "moved", "multiplied", "order", "rank",
    "rate-change", "ratio", "record", "rest", "run", "run-over", "run-rank", "run-rate",
    "run-zero", "same", "share", "share-change", "target", "times-more", "top", "total",
    "unclear", "yearly", "yearly-change", "zero",
]  # fmt: skip
"""What a claim states; those without a rule of their own are judged as a level, or not at all."""


@dataclass(frozen=True)
class Base:
    """Hold a claim's base: a year, years before, regions, a metric, an average.

    An average is that of the districts, or of a number of years.
    """

    year: int | None = None
    ago: int = 0
    regions: tuple[str, ...] = ()
    metrics: Named = ()
    outside: bool = False
    unclear: bool = False
    average: Literal["", "year", "region"] = ""
    years: int = 0

    def year_before(self, year: int) -> int:
        """Return the year of the base, of a claim about a year; by default the one before."""
        return self.year if self.year is not None else year - (self.ago or 1)

    @property
    def is_time(self) -> bool:
        """Return whether a year is named."""
        return self.year is not None or self.ago > 0


@dataclass(frozen=True)
class Scene:
    """Hold what the words so far have set.

    `here` says that the sentence itself names the year, `relative` that it does so as 上年 where no
    year goes before, `anchor` is the year that 上年 and 前年 count from, `topic` is the year that
    opens the sentences of a paragraph, `seen` are the years of the sentence. `loose` years are
    those of 近三年, which start anywhere. `earlier` are the regions of the sentence before, `trail`
    the metrics and regions of the sentence's stated figures. `doubtful` says that other words came
    between the metric and a claim, `spent` that a claim used the base, `of_rate` that the clause
    before speaks of a rate of change. `divisor` is what an average divides by. `mentioned` are the
    regions of the sentence, `collective` says that a word like 三地 names them, in no order,
    `window` is the last span of years, `carried` the cues of its last share or rate, which
    青屿区为25.2% repeats. `listed` is the trail of the sentence before, `excluded` are the regions
    and `excluded_years` the years that 除…外 leaves out, `index` is the year whose figure is set
    to 100. `carried_base` says that the base stood with another metric, `moves` that a clause
    without a figure names a metric and what it compares with, `of_gap` that the clause before
    speaks of a gap, `carried_regions` that another metric stood with the regions. `stated` are the
    values that the sentence has stated, `dated` says that the clause names its year, `led` that a
    clause without figures named the metric, `rivals` are
    the years of the sentence before, `annual` says that the clause speaks of 全年 and names none,
    `summands` are the metrics that a total adds up, `averaged` says that the sentence states an
    average.
    """

    year: int | None = None
    here: bool = False
    relative: bool = False
    anchor: int = 0
    topic: int | None = None
    seen: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    loose: bool = False
    regions: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    collective: bool = False
    window: tuple[int, ...] = ()
    metrics: Named = ()
    doubtful: bool = False
    base: Base = Base()
    spent: bool = False
    of_rate: bool = False
    whole: tuple[str, ...] = ()
    whole_metrics: Named = ()
    divisor: Named = ()
    trail: Trail = ()
    among: bool = False
    part: bool = False
    outside: bool = False
    unknown: str = ""
    words: str = ""
    carried: Mapping[str, Token] = field(default_factory=dict)
    listed: Trail = ()
    excluded: tuple[str, ...] = ()
    excluded_years: tuple[int, ...] = ()
    index: int | None = None
    carried_base: bool = False
    moves: bool = False
    of_gap: bool = False
    carried_regions: bool = False
    stated: tuple[Decimal, ...] = ()
    dated: bool = False
    led: bool = False
    rivals: tuple[int, ...] = ()
    annual: bool = False
    summands: tuple[Metric, ...] = ()
    averaged: bool = False

    def having(self, **changes: Any) -> "Scene":
        """Return the scene with changes; itself where nothing changes, which is cheap."""
        same = all(getattr(self, name) == value for name, value in changes.items())
        return self if same else replace(self, **changes)

    def of_the_year(self, before: "Scene") -> "Scene":
        """Return the scene in the year before another was named beside it."""
        return replace(self, year=before.year, here=before.here, anchor=before.anchor,
                       topic=before.topic, relative=True)  # fmt: skip

    def behind_brackets(self, before: "Scene") -> "Scene":
        """Return the scene behind brackets: what stood in them counts only as stated."""
        if self.stated == before.stated:
            return self
        return replace(before, seen=self.seen, stated=self.stated, mentioned=self.mentioned,
                       relative=before.relative or before.year is None)  # fmt: skip

    def for_next_sentence(self) -> "Scene":
        """Return what the next sentence of the paragraph starts from."""
        return Scene(year=self.topic, topic=self.topic, metrics=self.metrics, unknown=self.unknown,
                     earlier=self.earlier if self.carried_regions else self.regions or self.earlier,
                     doubtful=self.doubtful, listed=self.trail or self.listed, index=self.index,
                     rivals=self.seen)  # fmt: skip

    def other_years(self, default: int) -> tuple[int, ...]:
        """Return the other years that a clause without a year may be of."""
        if self.dated:
            return ()
        years = self.seen if self.here else (*self.rivals, default)
        if self.annual:  # 2023年…；全年演练8317次
            years = (*years, default)
        return tuple(each for each in dict.fromkeys(years) if each != (self.year or default))


@dataclass
class Clause:
    """Hold what has been read of a clause so far; `trail` is what came before it."""

    scene: Scene
    tokens: Sequence[Token]
    trail: Trail = ()
    role: str = "subject"
    base: Base | None = None
    bases: tuple[Base, ...] = ()
    before: dict[str, Token] = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    whole_words: str = ""
    divisor_words: str = ""
    base_words: str = ""
    words: str = ""
    cues: dict[str, Token] = field(default_factory=dict)
    regions: list[str] = field(default_factory=list)
    collective: bool = False
    years: list[int] = field(default_factory=list)
    span: tuple[int, ...] = ()
    loose: bool = False
    relative: bool = False
    anchor: int = 0
    recent: int = 0
    count: int = 0
    metrics: list[Token] = field(default_factory=list)
    base_metrics: list[Token] = field(default_factory=list)
    part: bool = False
    outside: bool = False
    figures: int = 0
    moved: tuple[Token, ...] = ()
    taken: tuple[Token, ...] = ()
    goal: Token | None = None
    aside: bool = False
    after: int = 0
    index: int | None = None
    excluded_years: tuple[int, ...] = ()
    excluded: tuple[str, ...] = ()
    loose_pointer: bool = False
    relates: bool = False
    before_that: bool = False
    since: bool = False


@dataclass(frozen=True)
class Claim:
    """Hold one statement to be judged: its kind, its words and what it is about.

    `number` is a count of years, a rank or a doubling; `sign` is 1 for a rise, -1 for a fall; `per`
    is what an average divides by.
    """

    kind: ClaimKind
    start: int
    end: int
    scene: Scene
    figure: Token | None = None
    number: int = 0
    sign: int = 0
    per: str = ""
    value: str = ""
    cues: dict[str, Token] = field(default_factory=dict, compare=False)

    def of_one_year(self) -> "Claim | None":
        """Return a total over years of another metric as a figure of its own year.

        过去五年，轮训由1250场次增加到1988场次；演练8317次: no total of five years.
        """
        scene = self.scene
        own = bool(scene.words and scene.trail and scene.years) and not scene.dated
        if self.kind != "total" or "total" in self.cues or not own:
            return None
        return replace(self, kind="level", scene=replace(scene, years=(), loose=False))

    @property
    def qualifier(self) -> str:
        """Return the qualifier of its figure, or none."""
        return self.figure.figure.qualifier if self.figure and self.figure.figure else ""
