"""Read names that are given together: 甲、乙分别增长5.1%、6.2%.

`distribute` pairs each figure of such a list with its own name, in order. Where the counts do not
agree no pairing is invented: every figure gets the whole wording and a flag says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from metrics.prose.lexicon import alternatives
from metrics.prose.phrases import strip_end, strip_front
from metrics.prose.quantities import Quantity
from metrics.prose.trend import without_change

_SPLIT = re.compile(r"、|以及|和(?!谐|平|解)|及(?!其|时)|与(?!会)")
_BETWEEN = re.compile(r"\s*(?:[、和及与,，]|以及|[、，,]?(?:占比?|为|约))?\s*")
_FIELD = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:重点)?(?:领域|行业)\Z")
_YEAR_ITEM = re.compile(r"(?:19|20)\d{2}年?")
_PAIRS = (
    ("城乡", ("城镇", "农村")),
    ("存贷款", ("存款", "贷款")),
    ("进出口", ("进口", "出口")),
    ("产销量", ("产量", "销量")),
    ("收支", ("收入", "支出")),
    ("男女", ("男", "女")),
    ("死伤", ("死亡", "受伤")),
    ("起数人数", ("起数", "人数")),
    ("伤亡", ("受伤", "死亡")),
    ("省市", ("省级", "市级")),
    ("市县", ("市级", "县级")),
)
_SIBLINGS = frozenset(
    (first, second)
    for pair in ("收入支出", "进口出口", "存款贷款", "产量销量", "起数人数", "受理办结", "产值税收")
    for first, second in ((pair[:2], pair[2:]), (pair[2:], pair[:2]))
)


@dataclass(frozen=True)
class Share:
    """Hold one figure's part of a distributed list."""

    metric: str
    year: int | None
    certain: bool


@cache
def _measure() -> re.Pattern[str]:
    """Return a measure noun at the end of a name."""
    return re.compile(alternatives("nouns", "measure") + r"\Z")


def _with_tail(items: list[str]) -> list[str]:
    """Return the items with the noun that only the last prints: 综合性、专业救援队伍."""
    last = items[-1]
    field = _FIELD.search(last)
    if field and not any(_FIELD.search(item) for item in items[:-1]):
        return [item + field.group() for item in items[:-1]] + [last]
    if len(items) == 2 and (items[0][-2:], last) in _SIBLINGS:
        return [items[0], items[0][:-2] + last]  # 预算收入和支出
    tail = _measure().search(last)
    others = items[:-1]
    if tail and not any(_measure().search(item) for item in others):
        stem = tail.group()
    else:
        # Short items before a long one share what is longer: 广州、深圳地铁线网客运量.
        size = max(len(item) for item in others)
        stem = last[size:] if size <= 4 and len(last) >= size + 2 and not tail else ""
        if tail and size <= 4 and len(last) > size + 2:
            stem = last[size:]
    lengths = {len(item) for item in others}
    if stem and len(lengths) == 1 and len(last) - min(lengths) >= len(stem) and max(lengths) <= 5:
        stem = last[min(lengths) :]
    return [item if item.endswith(stem) else item + stem for item in items] if stem else items


def _expand(name: str, count: int) -> list[str]:
    """Return a single name that stands for two, spelled out: 存贷款余额 → 存款余额, 贷款余额."""
    if count == 2:
        for word, parts in _PAIRS:
            if word in name:
                return [name.replace(word, part, 1) for part in parts]
    return []


def _items(names: str, count: int) -> list[str]:
    """Return the names of a list, if there are as many as figures."""
    parts = [part for part in _SPLIT.split(names) if part.strip()]
    if len(parts) > count:
        # A list may hold a comma inside an item: only the last ones are counted.
        parts = [part for part in re.split("、", names) if part.strip()]
    if len(parts) != count:
        return _expand(names, count)
    return _with_tail(parts) if count > 1 else parts


def group_ends(text: str, figures: Sequence[Quantity]) -> list[int]:
    """Return, for every figure, the index behind the last one in its list."""
    ends = [len(figures)] * len(figures)
    for index in range(len(figures) - 2, -1, -1):
        gap = text[figures[index].end : figures[index + 1].start]
        joined = bool(gap.strip()) and _BETWEEN.fullmatch(gap) is not None
        ends[index] = ends[index + 1] if joined else index + 1
    return ends


def distribute(names: str, predicate: str, count: int, earlier: Sequence[str]) -> list[Share]:
    """Return one share a figure for `names分别predicate` followed by `count` figures.

    `earlier` are the names of the figures before the list, for a list that names nothing itself.
    """
    subject = strip_front(without_change(names))
    action = strip_end(without_change(strip_front(predicate)))
    subject = strip_end(subject) if not _YEAR_ITEM.search(names) else names
    items = _items(subject, count) if subject else []
    if items and all(_YEAR_ITEM.match(item.strip()) for item in items):
        # 2023年、2024年事故分别为: the last year carries the thing counted.
        thing = _YEAR_ITEM.sub("", items[-1].strip(), count=1)
        return [Share(thing + action, int(item.strip()[:4]), True) for item in items]
    if items:
        return [Share(item + action, None, True) for item in items]
    known = list(earlier[-count:])
    if len(known) == count:
        return [Share(name + subject + action, None, True) for name in known]
    return [Share(subject + action, None, False)] * count
