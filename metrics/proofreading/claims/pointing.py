"""Find what 前者 and 后者 mean: of the stated metrics, regions or years the first and the last."""

from dataclasses import replace

from metrics.proofreading.claims.scene import Base, Clause
from metrics.proofreading.claims.tokens import Token

_PAIR = 2


def point(clause: Clause, token: Token, *, based: bool) -> None:
    """Take 前者 or 后者 as the subject of a clause, or as its base."""
    scene = clause.scene
    own = len(set(scene.trail)) > 1 or len(scene.seen) == _PAIR  # 2023年1188项，2024年1305项，后者
    trail = scene.trail if own else (*scene.listed, *scene.trail)
    metrics = list(dict.fromkeys(named[0][0] for named, _ in trail if named))
    regions = list(dict.fromkeys(its for _, its in trail if its))
    if len(regions) == 1 and scene.base.regions:
        regions.append(scene.base.regions)  # 望潮区比青屿区多414次，前者是后者的1.19倍
    place = 0 if token.value == "first" else -1
    clause.loose_pointer = max(len(metrics), len(regions), len(scene.seen)) > _PAIR
    if len(metrics) > 1 and len(regions) <= 1:
        metric = metrics[-_PAIR:][place]
        if based:
            clause.base = Base(metrics=((metric, 1.0),))
            return
        clause.metrics.append(replace(token, kind="metric", value=metric.zh, metric=metric))
        clause.words += metric.zh
    elif len(regions) > 1 and len(metrics) <= 1:
        if based:
            clause.base = Base(regions=regions[place])
        else:
            clause.regions = list(regions[place])
    elif len(scene.seen) > 1 and len(metrics) <= 1:
        year = scene.seen[place]
        if based:
            clause.base = Base(year=year)
        else:
            clause.years.append(year)
    else:
        clause.base, clause.loose_pointer = Base(unclear=True), True
