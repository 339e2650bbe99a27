"""Hold the facts on which a claim is judged: published figures, one metric, regions, a year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from metrics.model.catalogue import Metric
from metrics.model.observation import Observation
from metrics.proofreading.claims.amounts import Amount, amount
from metrics.proofreading.claims.published import Published
from metrics.proofreading.claims.scene import Claim
from metrics.prose import TextFigure


@dataclass(frozen=True)
class Matter:
    """Hold what a claim is judged on: published figures, metric, regions, year."""

    published: Published
    claim: Claim
    metric: Metric
    regions: tuple[str, ...]
    year: int

    @property
    def figure(self) -> TextFigure:
        """Return the figure of the claim, which has one."""
        assert self.claim.figure is not None and self.claim.figure.figure is not None
        return self.claim.figure.figure

    def in_year(self, year: int) -> "Matter":
        """Return the matter in another year."""
        return replace(self, year=year)

    def of(self, *years: int, regions: Sequence[str] = (), metric: Metric | None = None) -> Amount:
        """Return the published amount of years, by default of the claim's metric."""
        return amount(self.published, metric or self.metric, regions or self.regions, years)

    def series(self) -> dict[int, Observation]:
        """Return the figures of the metric in the claim's region, by year."""
        return dict(self.published.series(self.metric, self.regions[0]))
