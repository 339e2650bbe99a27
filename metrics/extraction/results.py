"""Export an extraction's proposals as a CSV file, and test it on a known edition.

The CSV has the columns of a metrics file first, so that it uploads as it is. The self-test
shows how far to trust the extraction: hits, misses and wrong ones for each metric.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from metrics.extraction.known_metrics import KnownAlias
from metrics.extraction.proposals import TAKE, Extraction, Proposal, extract
from metrics.i18n import Words
from metrics.model.csv_file import marked, write_rows
from metrics.model.dataset import Dataset
from metrics.model.observation import COLUMN_NAMES, Observation, from_table
from metrics.readers.documents import Document

EVIDENCE_COLUMNS = ("start", "end", "sentence", "match", "reason", "confidence", "rules")
TestOutcome = Literal["hit", "wrong", "miss", "extra"]
HIT: Final = "hit"
WRONG: Final = "wrong"
MISS: Final = "miss"
EXTRA: Final = "extra"


@dataclass(frozen=True)
class Result:
    """Hold a self-test's metric; `outcome` is hit, wrong, miss (unproposed) or extra.

    For a hit or a wrong one, `proposal` is the one that stands against `published`.
    """

    outcome: TestOutcome
    metric: str
    published: Observation | None
    proposal: Proposal | None


@dataclass(frozen=True)
class SelfTest:
    """Hold a self-test's results: the published metrics in order, then extra ones."""

    year: int
    results: tuple[Result, ...]

    def count(self, outcome: TestOutcome) -> int:
        """Return how many results have an outcome."""
        return sum(result.outcome == outcome for result in self.results)


def self_test(
    document: Document,
    dataset: Dataset,
    year: int,
    region: str = "",
    aliases: Mapping[str, KnownAlias] | None = None,
) -> SelfTest:
    """Extract an edition and compare the suggestions with its published figures."""
    extraction = extract(document, dataset, year, region, aliases)
    place = extraction.region
    suggested = {p.row.key: p for p in extraction.proposals if p.suggestion == TAKE}
    results = []
    for row in from_table(dataset.table):
        if (row.year, row.region) == (year, place) and row.value is not None:
            results.append(_result(row, suggested.pop(row.key, None)))
    extra = [
        Result(EXTRA, proposal.row.metric, None, proposal)
        for proposal in sorted(suggested.values(), key=lambda each: each.number)
    ]
    return SelfTest(year, (*results, *extra))


def proposal_csv(extraction: Extraction, _: Words) -> bytes:
    """Return the suggested rows with their evidence as a CSV file, BOM first."""
    ordered = sorted(extraction.proposals, key=lambda proposal: proposal.number)
    rows = [_cells(proposal, _) for proposal in ordered if proposal.suggestion == TAKE]
    return write_rows([*COLUMN_NAMES, *EVIDENCE_COLUMNS], marked(rows))


def _cells(proposal: Proposal, _: Words) -> dict[str, str]:
    figure = proposal.figure
    return {
        **proposal.row.as_text(),
        "sentence": proposal.sentence,
        "match": proposal.how,
        "reason": _.say(proposal.why),
        "rules": ",".join(figure.rules),
        "start": str(figure.start),
        "end": str(figure.end),
        "confidence": str(figure.confidence),
    }


def _result(row: Observation, proposal: Proposal | None) -> Result:
    if proposal is None:
        return Result(MISS, row.metric, row, None)
    return Result(HIT if row.figure == proposal.row.figure else WRONG, row.metric, row, proposal)
