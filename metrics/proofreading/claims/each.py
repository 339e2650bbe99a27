"""Judge claims of each of several years or districts: 均为17支.

Each is judged by itself; one that does not hold decides, and one that is open leaves it open.
"""

from collections.abc import Sequence
from dataclasses import replace

from metrics.proofreading.claims.levels import ONE_SIDED
from metrics.proofreading.claims.scene import Claim, ClaimKind

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
        part_kind: ClaimKind = "run-over" if mark else "total"
        return [_part(claim, its, year, part_kind) for its in regions for year in years]
    at_least = claim.qualifier in (*ONE_SIDED, "more_than")
    if kind == "growth" and at_least and scene.base.year_before(0) == -1:
        kind = "run-rate"  # 均增长25%以上: more of it holds, too
    if len(scene.regions) > 1 and (claim.kind in _OF_EACH or said_of_each):
        return [_part(claim, (each,), scene.year, kind) for each in scene.regions]
    return []


def _part(claim: Claim, regions: tuple[str, ...], year: int | None, kind: ClaimKind) -> Claim:
    one = kind != claim.kind
    years = () if one else claim.scene.years
    cues = {name: cue for name, cue in claim.cues.items() if name != "each"}
    scene = replace(claim.scene, regions=regions, year=year, years=years)
    return replace(claim, kind=kind, scene=scene, cues=cues, number=1 if one else claim.number)
