"""Decide on the figures of a report, one by one: take, change, leave with a reason, undo.

Decisions are plain values that JSON can hold, so that a draft keeps them; what they come to
(rows, places in the text, confirmed names) is worked out here. Nothing is published here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from metrics.extraction.proposals import LEAVE, TAKE, Extraction, Proposal
from metrics.extraction.targets import target_of
from metrics.model.catalogue import fold
from metrics.model.observation import Observation, exact_decimal
from metrics.model.target import Target
from metrics.store.aliases import Alias
from metrics.store.editions import Attachment, EditionText, Evidence, LeftOut

_CHANGEABLE = (
    "year",
    "region",
    "category",
    "subcategory",
    "metric",
    "value",
    "unit",
    "qualifier",
    "note",
)
SURE = ("exact", "alias", "similar")


@dataclass(frozen=True)
class Decision:
    """Hold the decision on figure `number`: `action` is take or leave.

    `cells` are the texts that the editor wrote in place of what was proposed, `reason` is why
    a figure is left.
    """

    number: int
    action: Literal["take", "leave"]
    cells: Mapping[str, str]
    reason: str = ""

    def as_state(self) -> dict[str, Any]:
        """Return the decision as JSON holds it."""
        return {
            "number": self.number,
            "action": self.action,
            "cells": dict(self.cells),
            "reason": self.reason,
        }


def decisions_in(state: Mapping[str, Any]) -> list[Decision]:
    """Return the decisions of a draft's state, in the order they were made."""
    return [Decision(**fields) for fields in state.get("decisions", [])]


def in_force(decisions: Iterable[Decision]) -> dict[int, Decision]:
    """Return the last decision on each figure, by its number."""
    return {decision.number: decision for decision in decisions}


def undecided(extraction: Extraction, decisions: Iterable[Decision]) -> list[Proposal]:
    """Return the undecided proposals, in the order of the queue."""
    made = in_force(decisions)
    return [proposal for proposal in extraction.proposals if proposal.number not in made]


def sure_ones(extraction: Extraction, decisions: Iterable[Decision]) -> list[Proposal]:
    """Return the undecided proposals to take together: known and uncontradicted."""
    return [
        proposal
        for proposal in undecided(extraction, decisions)
        if proposal.suggestion == TAKE and proposal.how in SURE and not proposal.contradictions
    ]


def left_ones(extraction: Extraction, decisions: Iterable[Decision]) -> list[Proposal]:
    """Return the undecided proposals to leave, each with a reason of its own."""
    return [
        proposal
        for proposal in undecided(extraction, decisions)
        if proposal.suggestion == LEAVE and not proposal.contradictions
    ]


def usual_reason(proposal: Proposal, year: int) -> str:
    """Return the key of the usual reason to leave out a figure like this."""
    figure = proposal.figure
    if figure.target:
        return "target"
    if "before" in figure.flags or figure.year not in (None, year):
        return "other-year"
    if figure.change in ("growth", "decline"):
        return "change"
    if figure.change == "rank":
        return "rank"
    return "repeated" if proposal.how == "none" else "scope"


def departs_from_print(proposal: Proposal, row: Observation) -> bool:
    """Return whether a row's value is not what the words of the report say."""
    return row.value != proposal.figure.value


def row_of(proposal: Proposal, cells: Mapping[str, str]) -> Observation:
    """Return a proposal's row with the editor's texts; raises ValueError."""
    written = {name: text.strip() for name, text in cells.items() if name in _CHANGEABLE}
    changed: dict[str, Any] = dict(written)
    if "year" in written:
        changed["year"] = int(written["year"])
    if "value" in written:
        changed["value"] = exact_decimal(written["value"])
        if changed["value"] is None:
            raise ValueError(written["value"])
    row = replace(proposal.row, **changed)
    if "value" in written and row.value != proposal.row.value:
        # The words of the report say another value: they are no printed form of this one.
        row = replace(row, printed="")
    # Only a range has an upper bound; another qualifier drops it.
    return (
        row if row.qualifier == "range" or "qualifier" not in written else replace(row, upper=None)
    )


def rows_taken(extraction: Extraction, decisions: Iterable[Decision]) -> list[Observation]:
    """Return the rows taken, in the order of the text; of one key the later."""
    taken = {row.key: row for _proposal, row in _taken(extraction, decisions)}
    return list(taken.values())


def attachment(
    extraction: Extraction, decisions: Iterable[Decision], edition: EditionText
) -> Attachment:
    """Return the report with the places of the figures taken and confirmed names.

    What was decided to be left comes with its reason, in the order of the text; what is left as a
    target is kept as one, under the name that a decision's cells give it.
    """
    decisions = list(decisions)
    taken = {row.key: (proposal, row) for proposal, row in _taken(extraction, decisions)}
    evidence = tuple(
        Evidence(key, p.figure.start, p.figure.end, p.figure.printed)
        for key, (p, _row) in taken.items()
    )
    aliases = {
        fold(p.figure.metric): Alias(p.figure.metric, row.metric, row.category, row.subcategory)
        for p, row in taken.values()
        if p.figure.metric and fold(p.figure.metric) != fold(row.metric) and p.how != "alias"
    }
    left = tuple(_left_out(extraction, decisions))
    goals = tuple(_goals(extraction, decisions))
    return Attachment(edition, evidence, tuple(aliases.values()), left, goals)


def _goals(
    extraction: Extraction, decisions: Iterable[Decision]
) -> Iterable[tuple[Target, int, int]]:
    for proposal, decision in _left(extraction, decisions):
        goal, figure = proposal.target, proposal.figure
        if decision.cells:
            goal = target_of(figure, row_of(proposal, decision.cells))
        if goal is not None and _reason(proposal, decision, extraction.year) == "target":
            yield goal, figure.start, figure.end


def _left_out(extraction: Extraction, decisions: Iterable[Decision]) -> Iterable[LeftOut]:
    for proposal, decision in _left(extraction, decisions):
        figure = proposal.figure
        yield LeftOut(
            year=extraction.year,
            printed=figure.printed,
            section=proposal.row.section,
            what=proposal.row.metric or figure.metric,
            reason=_reason(proposal, decision, extraction.year),
            start=figure.start,
            end=figure.end,
        )


def _left(
    extraction: Extraction, decisions: Iterable[Decision]
) -> Iterable[tuple[Proposal, Decision]]:
    """Yield the figures that are left, with the decision, in the order of the text."""
    made = in_force(decisions)
    for proposal in sorted(extraction.proposals, key=lambda each: each.number):
        decision = made.get(proposal.number)
        if decision is not None and decision.action == LEAVE:
            yield proposal, decision


def _reason(proposal: Proposal, decision: Decision, year: int) -> str:
    return decision.reason or usual_reason(proposal, year)


def differing_repeats(
    extraction: Extraction, decisions: Iterable[Decision]
) -> list[tuple[Observation, Observation]]:
    """Return pairs of rows taken for one metric that differ.

    Of each pair the later would be published; a mere repetition is none.
    """
    seen: dict[object, list[Observation]] = {}
    again = []
    for _proposal, row in _taken(extraction, decisions):
        rows = seen.setdefault((row.year, row.region, row.metric), [])
        earlier = next((one for one in reversed(rows) if _may_be_one(one, row)), None)
        if earlier is not None and earlier.figure != row.figure:
            again.append((earlier, row))
        rows.append(row)
    return again


def _may_be_one(one: Observation, other: Observation) -> bool:
    """Return whether two rows of a metric share a place; an empty sub-category is any."""
    subcategories = {one.subcategory, other.subcategory} - {""}
    return one.category == other.category and len(subcategories) < 2


def _taken(
    extraction: Extraction, decisions: Iterable[Decision]
) -> Iterable[tuple[Proposal, Observation]]:
    made = in_force(decisions)
    for proposal in sorted(extraction.proposals, key=lambda each: each.number):
        decision = made.get(proposal.number)
        if decision is not None and decision.action == TAKE:
            yield proposal, row_of(proposal, decision.cells)
