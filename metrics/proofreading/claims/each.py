"""Judge claims of each of several years or districts: 均为17支.

Each is judged by itself; one that does not hold decides, and one that is open leaves it open.
"""

from collections.abc import Sequence
from dataclasses import replace

from metrics.i18n import message
from metrics.model.catalogue import Metric
from metrics.proofreading.claims.findings import Finding
from metrics.proofreading.claims.levels import ONE_SIDED
from metrics.proofreading.claims.scene import Claim
from metrics.proofreading.rounding import DIFFERING

_OF_EACH = (
    "moved",
    "run",
    "run-over",
    "run-zero",
    "run-rate",
    "zero",
    "record",
    "first-over",
    "first-move",
)
"""Kinds that one district alone can meet."""
_CHANGES = ("growth", "difference", "ratio", "times-more", "doubling", "multiplied", "yearly")


def each_of(claim: Claim, default: int) -> list[Claim]:
    """Return the claims of each year or district; none of a claim of all."""
    scene, kind = claim.scene, claim.kind
    said_of_each = "each" in claim.cues and kind in _CHANGES
    if kind == "each":
        years = scene.years or (scene.year or default,)
        regions: Sequence[tuple[str, ...]] = [(each,) for each in scene.regions] or [()]
        mark = claim.qualifier in (*ONE_SIDED, "more_than")  # 均超过1300项: far above it holds, too
        part_kind = "run-over" if mark else "total"
        return [_part(claim, its, year, part_kind) for its in regions for year in years]
    at_least = claim.qualifier in (*ONE_SIDED, "more_than")
    if kind == "growth" and at_least and scene.base.year_before(0) == -1:
        kind = "run-rate"  # 均增长25%以上: more of it holds, too
    if len(scene.regions) > 1 and (claim.kind in _OF_EACH or said_of_each):
        return [_part(claim, (each,), scene.year, kind) for each in scene.regions]
    return []


def _part(claim: Claim, regions: tuple[str, ...], year: int | None, kind: str) -> Claim:
    one = kind != claim.kind
    years = () if one else claim.scene.years
    cues = {name: cue for name, cue in claim.cues.items() if name != "each"}
    scene = replace(claim.scene, regions=regions, year=year, years=years)
    return replace(claim, kind=kind, scene=scene, cues=cues, number=1 if one else claim.number)


def together(findings: Sequence[Finding], metric: Metric) -> Finding:
    """Return the finding on all: differing where one is, supported where all are."""
    wrong = next((each for each in findings if each.outcome == DIFFERING), None)
    open_ = next((each for each in findings if not each.agrees), None)
    if wrong or open_:
        return wrong or open_ or findings[0]
    regions = {row.region for each in findings for row in each.uses}
    shown = (
        f"{each.uses[0].region}: {each.arithmetic}" if len(regions) > 1 and each.uses
        else each.arithmetic for each in findings
    )  # fmt: skip
    text = "; ".join(shown) if len(regions) > 1 else " · ".join(shown)
    uses = tuple(dict.fromkeys(row for each in findings for row in each.uses))
    reason = message("The published figures give it: {arithmetic}", arithmetic=text)
    return Finding(findings[0].outcome, reason, metric, uses, text)
