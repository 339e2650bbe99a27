"""Decide what kind of claim a figure or a cue makes, by its unit and the cues before it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from metrics.model.series import SHARE_UNITS
from metrics.numbers import QUALIFIERS
from metrics.proofreading.claims.scene import Claim, ClaimKind, Scene
from metrics.proofreading.claims.tokens import Token
from metrics.proofreading.claims.words import names_index
from metrics.prose import TextFigure

Cues = Mapping[str, Token]
BASED = ("growth", "difference", "ratio", "times-more", "doubling", "between", "share-change")
"""Kinds that compare with a base."""
_PERCENT = ("%", "成", "‰")
_PARTS = ("fraction", "half")
_NEAR = 2
MOVES = ("up", "down", "rate", "more")
_NOT_JUST_MOVED = frozenset(
    ("run", "runall", "record", "fastest", "rank", "top", "most", "same", "rate", "share", "to",
     "relative", "mean", "average", "target", "double", "triple", "half", "zero", "gap", "from")
)  # fmt: skip
"""Cues beside which a word of change is no claim of its own."""
MULTIPLIED = {"double": 2, "triple": 3}
_PERIODS = ("month", "quarter", "week", "day")


def figure_kind(cues: Cues, scene: Scene, token: Token) -> Claim:
    """Return the claim that a figure makes behind the cues of its clause."""
    token = _hedged(token, cues)
    figure = token.figure
    assert figure is not None
    kind = _narrowed(_by_unit(figure, cues, scene), figure, cues, scene)
    if kind in ("share", "growth") and "from" in cues and _led_by_from(cues):
        year = scene.base.year if scene.base.is_time else next(iter(scene.years), None)
        base = replace(scene.base, year=None)
        scene = replace(scene, year=year or scene.year, base=base, years=())  # 占比由2022年的26.8%
    goal = cues.get("target")
    if goal and (kind != "level" or is_part(figure) or token.start - goal.end <= _NEAR):
        kind = "target"
    start = min([token.start, *(cues[each].start for each in ("first", "run") if each in cues
                                and kind in ("first-over", "run-over", "run-rate"))])  # fmt: skip
    mean = cues.get("mean")
    per = mean.value if mean else "year" if kind in ("mean", "yearly") else ""
    if "average" in cues and not mean and len(scene.regions) > 1 and not scene.years:
        per = "region"
    run = cues.get("run")
    return Claim(kind, start, token.end, scene, token, run.number if run else 0, _sign(cues), per,
                 cues=dict(cues))  # fmt: skip


def _by_unit(figure: TextFigure, cues: Cues, scene: Scene) -> ClaimKind:
    if not figure.unit and not is_part(figure) and (scene.index or names_index(scene.words)):
        return "index" if scene.index else "unclear"
    if figure.unit == "百分点":
        return _of_points(cues, scene)
    if is_part(figure):
        return _of_percent(figure, cues, scene)
    if figure.unit == "番":
        return "doubling"
    if figure.unit == "倍":
        return "times-more" if _moved(cues) and _sign(cues) > 0 else "ratio"
    return _of_count(cues, scene)


def _narrowed(kind: ClaimKind, figure: TextFigure, cues: Cues, scene: Scene) -> ClaimKind:
    """Return a kind as words of extremes, averages and the rest leave it."""
    if "short" in cues and kind in ("difference", "level") and figure.unit in ("百分点", "%"):
        return "unclear"  # 距100%还有4个百分点
    if "relative" in cues or (kind == "first-over" and figure.qualifier == "nearly"):
        return "unclear"  # 比上年少提高0.6个百分点, 首次接近4000万元
    if "extremes" in cues and (figure.unit == "倍" or kind == "gap"):
        return "extremes" if figure.unit == "倍" else kind
    if "most" in cues and kind not in ("level", "level-before", "total", "share"):
        return "unclear"
    if "average" in cues and kind in ("ratio", "times-more", "between"):
        return "unclear"
    if "each" in cues and kind in ("level", "total"):
        return "each" if max(len(scene.regions), len(scene.years)) > 1 else kind
    if "rest" in cues:
        return "rest" if kind in ("level", "total") else "unclear"
    return kind


def _hedged(token: Token, cues: Cues) -> Token:
    """Return a multiple with the qualifier that stands before its base."""
    figure = token.figure
    led = (cues[each] for each in ("hedge", "copula", "share") if each in cues)
    hedge = next((each for each in led if each.value in QUALIFIERS), None)
    if figure is None or hedge is None or figure.qualifier != "exact":
        return token
    return replace(token, figure=replace(figure, qualifier=QUALIFIERS[hedge.value]))


def _moved(cues: Cues) -> bool:
    """Return whether the words before a figure say how much something rose or fell."""
    return any(each in cues for each in MOVES) and ("to" not in cues or "rate" in cues)


def _led_by_from(cues: Cues) -> bool:
    """Return whether 从 stands behind the word of change: down from 39.8%."""
    moves = [cues[each].start for each in (*MOVES, "share") if each in cues]
    return bool(moves) and cues["from"].start > max(moves)


def is_part(figure: TextFigure) -> bool:
    """Return whether a figure states a share: 39.4%, 三成, 三分之二, 过半."""
    return figure.unit in _PERCENT or any(flag in figure.flags for flag in _PARTS)


def _of_points(cues: Cues, scene: Scene) -> ClaimKind:
    counted = bool(scene.metrics) and scene.metrics[0][0].unit not in SHARE_UNITS
    if counted and "share" in scene.carried and not scene.words:
        return "share-change"  # 占全市30.8%，比上年提高0.9个百分点
    if counted and "share" not in cues and ("rate" in cues or scene.of_rate):
        return "rate-change"  # 增速比上年回落5.2个百分点
    if counted and "growth" in scene.carried and not scene.words:
        return "rate-change"
    mean = cues.get("mean")
    if mean and mean.value == "year" and scene.metrics and not counted and _moved(cues):
        return "yearly-change"
    if {"run", "mean", "average"} & set(cues) or {"up", "down"} <= set(cues):
        return "unclear"
    return "share-change" if "share" in cues else "difference"


def _of_percent(figure: TextFigure, cues: Cues, scene: Scene) -> ClaimKind:
    moved = _moved(cues)
    if "from" in cues and (not moved or _led_by_from(cues)):
        return "share" if "share" in cues else "growth" if "rate" in cues else "level-before"
    if "run" in cues:
        return "run-rate" if moved else "run-over"
    if "first" in cues:
        return "first-over"
    if "mean" in cues or "average" in cues:
        return "yearly" if moved else "unclear"
    if "share" in cues:
        return "share-change" if moved else "share"
    if moved:
        return "growth"
    if scene.whole or scene.among:
        return "share"
    counted = bool(scene.metrics) and scene.metrics[0][0].unit not in _PERCENT
    based = (scene.base.is_time or scene.base.regions) and "english" not in figure.rules
    if based and {"copula", "ratio"} & set(cues) and (counted or not scene.metrics):
        return "ratio"
    return "growth" if scene.of_rate and counted and not scene.words else "level"


def _of_count(cues: Cues, scene: Scene) -> ClaimKind:
    moved = _moved(cues) and any(each in cues for each in ("up", "down", "rate"))
    if "gap" in cues or (scene.of_gap and not scene.words and not moved):
        return "unclear" if moved else "gap"
    if "first" in cues:
        return "first-over"
    if "run" in cues:
        return "unclear" if moved else "run-over"
    if "from" in cues:
        return "level-before"
    if "mean" in cues or "average" in cues:
        yearly = cues["mean"].value == "year" if "mean" in cues else False
        if moved and not yearly:
            each = cues["mean"].value if "mean" in cues else ""
            return "mean-change" if each in _PERIODS and scene.base.is_time else "unclear"
        return "yearly-change" if moved else "mean"
    if moved and (scene.base.regions or scene.base.metrics):
        return "between"
    if moved:
        return "difference"
    if "more" in cues:
        return "difference" if scene.base.regions or scene.base.is_time else "added"
    reached = "to" in cues
    changed = reached and bool(cues["to"].value)
    places = len(scene.regions) > 1 and (scene.words or "total" in cues) and not changed
    years = (
        bool(scene.years) and not changed and ("total" in cues or "whole" in cues or not reached)
    )
    return "total" if places or years or scene.summands else "level"


def _sign(cues: Cues) -> int:
    """Return 1 for words of a rise, -1 for those of a fall, by the last of them."""
    found = [cues[each] for each in MOVES if each in cues]
    if not found:
        return 0
    last = max(found, key=lambda token: token.start)
    return -1 if last.kind == "down" or last.value == "down" else 1


def bare_claims(cues: Cues, scene: Scene) -> Iterator[Claim]:
    """Yield the claims of a clause that hold no figure: 翻番, 创历史新高, 居首位."""
    for kind, number, sign, token in _bare(cues, scene):
        yield Claim(kind, token.start, token.end, scene, None, number, sign, value=token.value,
                    cues=dict(cues))  # fmt: skip


def _bare(cues: Cues, scene: Scene) -> Iterator[tuple[ClaimKind, int, int, Token]]:
    yield from _bare_runs(cues)
    yield from _bare_places(cues, scene)
    for kind, number in MULTIPLIED.items():
        if kind in cues:
            yield "multiplied", number, 1, _led(cues[kind], cues.get("hedge"))
    if "half" in cues:
        yield "halving", 1, -1, cues["half"]
    if (goal := cues.get("target")) and goal.value == "beyond" and scene.metrics:
        yield "goal-met", 0, 1, goal
    if "same" in cues:
        yield "unclear" if "rate" in cues or "more" in cues else "same", 0, 0, cues["same"]
    if "first" in cues and _sign(cues) and "run" not in cues:
        yield "first-move", 0, _sign(cues), cues["first"]
    elif scene.moves and {"up", "down"} & set(cues) and not _NOT_JUST_MOVED & set(cues):
        yield "moved", 0, _sign(cues), cues.get("up") or cues["down"]


def _bare_runs(cues: Cues) -> Iterator[tuple[ClaimKind, int, int, Token]]:
    """Yield claims of years in a row."""
    run, moved = cues.get("run"), _sign(cues)
    for kind, sign in (("runup", 1), ("rundown", -1)):
        if kind in cues:
            yield "run", cues[kind].number, sign, cues[kind]
    if run and "zero" in cues:
        yield "run-zero", run.number, 0, _joined(run, cues["zero"])
    elif run and moved:
        move = cues.get("up") or cues.get("down") or cues.get("rate") or run
        yield "run", run.number, moved, _joined(run, move)
    elif "zero" in cues:
        yield "zero", 0, 0, cues["zero"]
    if "runall" in cues and moved:
        yield "run", 0, moved, cues["runall"]


def _bare_places(cues: Cues, scene: Scene) -> Iterator[tuple[ClaimKind, int, int, Token]]:
    """Yield claims of records and ranks, but for records of a rate or share."""
    of_rate = "rate" in cues or "share" in cues or scene.of_rate
    if "record" in cues:
        token = cues["record"]
        kind: ClaimKind = "best" if token.value == "best" else "record"
        yield "unclear" if of_rate else kind, 0, -1 if token.value == "low" else 1, token
    if ordered := _ordered(cues, scene):
        sign = -1 if ordered.value == "low" else 1
        yield "unclear" if of_rate else "order", ordered.number, sign, ordered
    if "fastest" in cues:
        yield "growth-rank", 1, -1 if cues["fastest"].value != "high" else 1, cues["fastest"]
    named = "at" in cues or "rate" in cues or bool(scene.regions)
    ranked: tuple[ClaimKind, ...] = ("rank", "top")
    for each in ranked:
        if each in cues and named:
            token = cues[each]
            number = token.number or int(token.value or 1)
            name = "growth-rank" if "rate" in cues or scene.of_rate else each
            if each == "rank" and "run" in cues:
                name, token = "run-rank", _joined(cues["run"], token)
            falls = "rate" in cues and cues["rate"].value == "down"
            yield name, number, -1 if falls else 1, token
    if "most" in cues and "record" not in cues:
        token = cues["most"]
        yield (
            "growth-rank"
            if scene.of_rate or ("rate" in cues and len(scene.regions) == 1)
            else "unclear"
            if of_rate
            else "most",
            1,
            -1 if token.value == "low" else 1,
            token,
        )


def _ordered(cues: Cues, scene: Scene) -> Token | None:
    """Return the word that puts the regions behind it in order: 从多到少依次为."""
    if len(scene.regions) < 2 or scene.collective:
        return None
    top = cues.get("top") if "apart" in cues else None
    return cues.get("order") or (top if top and top.number == len(scene.regions) else None)


def _led(token: Token, hedge: Token | None) -> Token:
    """Return a word with the qualifier before it: 几乎翻番."""
    if hedge is None or token.value or hedge.end != token.start:
        return token
    return replace(token, start=hedge.start, value=hedge.value)


def _joined(one: Token, other: Token) -> Token:
    return replace(one, start=min(one.start, other.start), end=max(one.end, other.end))
