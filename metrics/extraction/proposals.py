"""Propose rows of a year from a report: a proposal for each figure, no numeral lost.

Proposes, never publishes: a person decides on each. The queue begins with what contradicts
something or is unsure; what is left out has its reason; last year's metrics that the report does
not mention are listed. Reading a report twice gives the same proposals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import takewhile
from typing import Final, Literal

from metrics.checks import check_rate, is_rate, parts_that_exceed
from metrics.extraction.contradictions import (
    Contradiction,
    contradictions_with,
    contradictions_within,
)
from metrics.extraction.issuer import of_another, region_reported
from metrics.extraction.known_metrics import (
    Known,
    KnownAlias,
    known_metrics,
    named_without,
    region_named,
    regions_of,
)
from metrics.extraction.label import Label
from metrics.extraction.label_words import scopes_in, shared_words, unnumbered
from metrics.extraction.new_categories import headings_above, in_own_categories
from metrics.extraction.ranking import THRESHOLD, Match, MatchWay, match_all
from metrics.extraction.refusals import in_english, no_year, not_of_the_table
from metrics.extraction.table_figures import less_sure, sure_in_table, with_tables
from metrics.extraction.targets import asked_for, target_of
from metrics.i18n import Message, message
from metrics.model.catalogue import Catalogue
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.model.target import Target
from metrics.problems import BrokenData, Problem
from metrics.prose import Reading, Rejected, TextFigure, is_english, read
from metrics.readers.documents import Document

Suggestion = Literal["take", "leave", ""]
TAKE: Final = "take"
LEAVE: Final = "leave"
UNDECIDED: Final = ""
ProposalWay = MatchWay | Literal["new", "none"]
_UNKNOWN: ProposalWay = "new"
_NEAR = 200
"""Characters within which the same figure may be a repetition."""
_SURE = {"exact": Decimal(1), "alias": Decimal(1), "similar": Decimal("0.6"), "new": Decimal("0.3")}


@dataclass(frozen=True)
class Alternative:
    """Hold another metric that a figure may continue."""

    metric: str
    category: str
    subcategory: str
    score: float
    reason: Message


@dataclass(frozen=True)
class Proposal:
    """Hold the proposal for one figure; `number` counts in the order of the text.

    `how` is exact, alias or similar (`row` is the next of a known metric), new (a metric of its
    own) or none (not a figure of this year's table). `suggestion` is take, leave or, for a figure
    that nothing names, undecided; `why` is the reason of the match or of leaving it.
    """

    number: int
    figure: TextFigure
    row: Observation
    how: ProposalWay
    score: float
    why: Message
    suggestion: Suggestion
    alternatives: tuple[Alternative, ...]
    contradictions: tuple[Contradiction, ...]
    sentence: str

    @property
    def target(self) -> Target | None:
        """Return the target that the figure states, or None for a result."""
        return target_of(self.figure, self.row)

    @property
    def certainty(self) -> Decimal:
        """Return how sure the proposal is, for the order of the queue."""
        if self.how == "none":
            return Decimal(2)
        likeness = Decimal(str(self.score)) if self.how != "new" else Decimal(1)
        return _SURE[self.how] * likeness * Decimal(str(self.figure.confidence))


@dataclass(frozen=True)
class Coverage:
    """Count the figures taken, left out on purpose and undecided."""

    taken: int
    left_out: int
    undecided: int


@dataclass(frozen=True)
class Extraction:
    """Hold all that was read for one year; `proposals` are in the queue's order."""

    document: Document
    reading: Reading
    year: int
    region: str
    proposals: tuple[Proposal, ...]
    rejected: tuple[Rejected, ...]
    missing: tuple[Observation, ...]
    problems: tuple[Problem, ...] = ()

    def coverage(self, decisions: Mapping[int, str] | None = None) -> Coverage:
        """Count the decisions (take or leave by number), by default the suggestions."""
        made = {p.number: p.suggestion for p in self.proposals} if decisions is None else decisions
        numbers = [proposal.number for proposal in self.proposals]
        taken = sum(made.get(number) == TAKE for number in numbers)
        left = sum(made.get(number) == LEAVE for number in numbers)
        return Coverage(taken, left, len(numbers) - taken - left)

    @property
    def rows(self) -> list[Observation]:
        """Return the suggested rows, in the order of the text."""
        ordered = sorted(self.proposals, key=lambda proposal: proposal.number)
        return [proposal.row for proposal in ordered if proposal.suggestion == TAKE]


def extract(
    document: Document,
    dataset: Dataset,
    year: int | None = None,
    region: str = "",
    aliases: Mapping[str, KnownAlias] | None = None,
) -> Extraction:
    """Return the proposals from a report for a year (its own) and a region.

    `aliases` are confirmed names, by folded name (`metrics.store.aliases.confirmed_aliases`).
    Raises BrokenData when no year is given and the report names none, and for an English report.
    """
    reading = read(document.text, year)
    if is_english(document.text) and all(each.metric.isascii() for each in reading.figures):
        raise BrokenData([in_english(document)])
    wanted = year or reading.year or (document.published.year - 1 if document.published else None)
    if wanted is None:
        raise BrokenData([no_year(document)])
    place = region or region_reported(document, reading.title, dataset.bureau)
    listed = regions_of(dataset)
    reading, places = with_tables(document, reading, dataset, wanted)
    regions = [places.get(each.start) or region_named(each, document.text, listed, place)
               for each in reading.figures]  # fmt: skip
    reading = replace(reading, figures=named_without(reading.figures, regions))
    known = {each: known_metrics(dataset, each, wanted, aliases or {})
             for each in dict.fromkeys((place, *regions))}  # fmt: skip
    every = _proposals(document, reading, wanted, regions, known)
    proposals = _parts_checked(_placed(every, reading, dataset), dataset.catalogue)
    mentioned = {proposal.row.key for proposal in proposals if proposal.suggestion == TAKE}
    missing = tuple(
        metric.last for metric in known[place]
        if metric.last and replace(metric.last, year=wanted).key not in mentioned
    )  # fmt: skip
    queue = sorted(proposals, key=lambda p: (not p.contradictions, p.certainty, p.number))
    return Extraction(
        document, reading, wanted, place, tuple(queue), reading.rejected, missing,
        (*of_another(document, reading.title, dataset.bureau, place), *document.problems),
    )  # fmt: skip


def _placed(every: Sequence[Proposal], reading: Reading, dataset: Dataset) -> list[Proposal]:
    """Return proposals, those of new metrics in a category of the bureau."""
    silent = all(each.figure.category in ("", "other") for each in every)
    rows = in_own_categories(
        [(each.row, headings_above(reading.sections, each.figure.start), not each.score,
          each.suggestion == TAKE) for each in every],
        dataset.vocabulary, dataset.catalogue, silent=silent,
    )  # fmt: skip
    return [replace(each, row=row) for each, row in zip(every, rows, strict=True)]


def _proposals(
    document: Document,
    reading: Reading,
    year: int,
    regions: Sequence[str],
    known: Mapping[str, Sequence[Known]],
) -> list[Proposal]:
    """Return the proposals for all figures, in the order of the text."""
    figures = reading.figures
    reasons = {n: why for n, each in enumerate(figures)
               if (why := not_of_the_table(each, year))}  # fmt: skip
    matches = _matches(figures, known, regions, reasons)
    within = contradictions_within(figures, regions)
    proposals = [
        _proposal(n, document, reading, (year, regions[n]), known[regions[n]],
                  match=matches.get(n), left=reasons.get(n), within=within.get(n, []))
        for n in range(len(figures))
    ]  # fmt: skip
    every = [metric for metrics in known.values() for metric in metrics]
    return _growths_checked(_repetitions_left(proposals), every)


def _parts_checked(proposals: Sequence[Proposal], catalogue: Catalogue) -> list[Proposal]:
    """Add a contradiction to each metric that is larger than the one it is part of."""
    taken = {p.row.key: p for p in proposals if p.suggestion == TAKE}
    checked = {p.number: p for p in proposals}
    for excess in parts_that_exceed({key: p.row for key, p in taken.items()}, catalogue):
        part, whole = taken[excess.part.key], taken[excess.whole.key]
        more = Contradiction("parts", excess.text, (whole.number,))
        checked[part.number] = replace(part, contradictions=(*part.contradictions, more))
    return list(checked.values())


def label_of(figure: TextFigure) -> Label:
    """Return the label under which a figure is matched."""
    hints = sorted(scopes_in(figure.scope)) if "implied" not in figure.flags else []
    return Label(figure.metric, figure.unit, figure.category, hint=hints[0] if hints else "",
                 change=figure.change)  # fmt: skip


def _matches(
    figures: Sequence[TextFigure],
    known: Mapping[str, Sequence[Known]],
    regions: Sequence[str],
    left: Mapping[int, Message],
) -> dict[int, Match]:
    """Match each region's figures, except those left, with its metrics."""
    by_number: dict[int, Match] = {}
    for region, metrics in known.items():
        numbers = [n for n in range(len(figures)) if regions[n] == region and n not in left]
        labels = [label_of(figures[number]) for number in numbers]
        matches = match_all(labels, [metric.label for metric in metrics])
        by_number |= {
            number: sure_in_table(figures[number], match)
            for number, match in zip(numbers, matches, strict=True)
        }
    return by_number


def _proposal(
    number: int,
    document: Document,
    reading: Reading,
    place: tuple[int, str],
    known: Sequence[Known],
    *,
    match: Match | None,
    left: Message | None,
    within: list[Contradiction],
) -> Proposal:
    """Return the proposal for one figure from its match or its reason for leaving."""
    best = match.best if match else None
    figure = less_sure(reading.figures[number], best)
    metric = known[best.left] if best else asked_for(figure, label_of(figure), known)
    candidates = match.candidates if match else ()
    row = _row(figure, *place, metric, known[candidates[0].left] if candidates else None)
    contradictions = list(within)
    how, score, why = _UNKNOWN, 0.0, message("No known metric is like it")
    if candidates and not best:
        why = _unmatched(known[candidates[0].left].metric.zh, candidates[0].score)
    if metric and best:
        how, score, why = best.how, best.score, best.reason
        contradictions += contradictions_with(row, metric.beside, metric.published)
    if left is not None:
        how, why = "none", left
    elif not metric and figure.change in ("growth", "decline"):
        how, why = "none", message("It says how much another figure changed")
    return Proposal(
        number,
        figure,
        row,
        how,
        score,
        why,
        LEAVE if how == "none" else TAKE if row.metric else UNDECIDED,
        tuple(_alternative(known[c.left], c.score, c.reason) for c in candidates if c != best)[:3],
        tuple(contradictions),
        document.text[figure.sentence[0] : figure.sentence[1]].strip(),
    )


def _unmatched(nearest: str, score: float) -> Message:
    if score >= THRESHOLD:
        return message("“{metric}” is already matched by a closer figure", metric=nearest)
    return message("The nearest is “{metric}” ({score}), too unlike", metric=nearest, score=score)


def _alternative(known: Known, score: float, reason: Message) -> Alternative:
    metric = known.metric
    return Alternative(metric.zh, metric.category, metric.subcategory, score, reason)


def _row(
    figure: TextFigure, year: int, region: str, metric: Known | None, nearest: Known | None
) -> Observation:
    """Return the row of a figure, of a known metric or of a new one."""
    if metric:
        category, subcategory = metric.metric.category, metric.metric.subcategory
    else:
        category, subcategory = figure.category, ""
        if figure.category in ("", "other") and nearest:
            category = nearest.metric.category
    unit = figure.unit
    if metric and metric.means_the_same(unit):
        unit = metric.metric.unit
    return Observation(
        year=year,
        region=region,
        category=category,
        subcategory=subcategory,
        metric=metric.metric.zh if metric else unnumbered(figure.metric),
        value=figure.value,
        unit=unit,
        qualifier="range" if figure.upper is not None else figure.qualifier,
        upper=figure.upper,
        printed=figure.printed,
        section=figure.section,
        note=metric.published.note if metric and metric.published else "",
    )


def _repetitions_left(proposals: list[Proposal]) -> list[Proposal]:
    """Leave a new figure that repeats one shortly before it, and a taken key."""
    done: list[Proposal] = []
    keys: dict[object, set[str]] = {}
    for proposal in proposals:
        why, row = None, proposal.row
        taken = keys.setdefault((row.year, row.region, row.subcategory, row.metric), set())
        if proposal.suggestion == TAKE and proposal.how == "new":
            near = takewhile(partial(_is_near, proposal), reversed(done))
            repeated = next((p for p in near if _repeats(proposal, p)), None)
            if repeated is not None:
                why = message("It repeats “{printed}” of “{metric}”",
                              printed=repeated.figure.printed,
                              metric=repeated.row.metric)  # fmt: skip
        known = row.category in taken or (taken and "" in (row.category, *taken))
        if proposal.suggestion == TAKE and why is None and known:
            why = message("The metric is taken already by a figure before it")
        if why is not None:
            done.append(replace(proposal, how="none", suggestion=LEAVE, why=why))
            continue
        if proposal.suggestion == TAKE:
            taken.add(row.category)
        done.append(proposal)
    return done


def _repeats(proposal: Proposal, earlier: Proposal) -> bool:
    one, other = proposal.figure, earlier.figure
    same = (one.value, one.upper, one.unit, one.qualifier, one.change) == (
        other.value, other.upper, other.unit, other.qualifier, other.change)  # fmt: skip
    earlier_names = earlier.row.metric + other.metric
    return same and earlier.suggestion == TAKE and bool(shared_words(one.metric, earlier_names))


def _is_near(proposal: Proposal, earlier: Proposal) -> bool:
    return proposal.figure.start - earlier.figure.end < _NEAR


def _growths_checked(proposals: list[Proposal], known: Sequence[Known]) -> list[Proposal]:
    """Compare stated rates with those computed from last year's rows."""
    last = {replace(k.last, year=0).key: k.last for k in known if k.last}
    levels = {
        (p.row.region, p.figure.metric): p
        for p in proposals
        if p.suggestion == TAKE and p.how != "new"
    }
    done = []
    for proposal in proposals:
        level = levels.get((proposal.row.region, proposal.figure.metric))
        old = last.get(replace(level.row, year=0).key) if level else None
        is_stated = any(each.code == "growth" for each in proposal.contradictions)
        is_of_level = level is not None and proposal.figure.year == level.row.year
        if level and old and is_of_level and proposal.how == "none" and not is_stated:
            done.append(_growth_checked(proposal, level.row, old))
        else:
            done.append(proposal)
    return done


def _growth_checked(proposal: Proposal, new: Observation, old: Observation) -> Proposal:
    if not is_rate(proposal.figure):
        return proposal
    check = check_rate(proposal.figure, new, old)
    if not check.differs:
        return proposal
    contradiction = Contradiction("growth", check.text)
    return replace(proposal, contradictions=(*proposal.contradictions, contradiction))
