"""Choose which bars carry their figure, so that no two touch and none is cut.

What does not fit is left out whole, never shortened to a part of a number; the figure is still in
the hover text, the alternative text and the source. The latest year comes first, then the highest,
then the first, then the others from the last back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.charts.chart import escape
from metrics.model.observation import Observation
from metrics.wording.formatter import Formatter

ROOM = 238
"""Pixels of the narrowest panel's plot."""
_WIDE, _NARROW, _MARK = 13, 6.4, 3.2
"""Pixels of a Chinese character, of a digit or letter of `static/fonts`, of its comma or point."""
BAR_SHARE = 0.62
"""The part of a year's place that its bar fills."""
_BETWEEN = 1
_MOST_PADDING = 0.6
"""The most of the plot that an outer label may take."""
_STEPS = 12
_LINE = 8  # characters of a figure above its mark before it breaks into two lines


@dataclass(frozen=True)
class Labels:
    """Hold which places carry their text, and the ends of the axis in places."""

    shown: frozenset[int]
    ends: tuple[float, float]


def fitting(
    texts: Sequence[str],
    strong: int,
    high: int,
    ends: tuple[float, float] | None = None,
    heights: Sequence[Decimal] = (),
) -> Labels:
    """Return the labels that fit over bars side by side.

    `texts` stand at places from 0, empty for none; `strong` and `high` are the places of the latest
    and of the highest bar; `ends` of the axis follow from the texts where they are not given. Lines
    of a text are apart by <br>. Of bars with `heights` no label reaches into a higher one.
    """
    count, room = len(texts), ROOM
    ends = ends or _ends(texts, room, strong)
    slot = room / (ends[1] - ends[0])
    order = dict.fromkeys([strong, high, 0, *range(count - 1, -1, -1)])
    spans: dict[int, tuple[float, float]] = {}
    for place in order:
        if not 0 <= place < count or not texts[place]:
            continue
        half = width_of(texts[place]) / 2
        middle = (place - ends[0]) * slot
        span = (middle - half, middle + half)
        inside = span[0] >= -_BETWEEN and span[1] <= room + _BETWEEN
        inside = inside and not _reaches_into(half / slot, place, heights)
        if inside and all(_apart(span, other) for other in spans.values()):
            spans[place] = span
    return Labels(frozenset(spans), ends)


def fits_beside(text: str, ends: tuple[float, float]) -> bool:
    """Return whether a text in place of a bar leaves the bars beside it free."""
    slot = ROOM / (ends[1] - ends[0])
    return width_of(text) <= (2 - BAR_SHARE) * slot


def _reaches_into(half: float, place: int, heights: Sequence[Decimal]) -> bool:
    """Return whether a label, half as wide, reaches into a higher bar."""
    reach = int(half + BAR_SHARE / 2)
    beside = range(max(place - reach, 0), min(place + reach, len(heights) - 1) + 1)
    return any(heights[other] > heights[place] for other in beside)


@dataclass(frozen=True)
class YearLabels:
    """Hold the text over each year, empty where none fits, and the axis' ends."""

    texts: list[str]
    ends: tuple[float, float]


def year_labels(
    observations: Sequence[Observation | None], fmt: Formatter, after: str = ""
) -> YearLabels:
    """Return the printed figure of each year, or that there is none, where it fits.

    `after` is a label that stands one place behind the last year, escaped.
    """
    values = [None if o is None else o.value for o in observations]
    texts = [
        _label(fmt.words("not published") if o is None or o.value is None else fmt.number(o))
        for o in observations
    ]
    if after:
        values, texts = [*values, Decimal(0)], [*texts, after]
    known = [place for place, o in enumerate(observations) if o and o.value is not None]
    high = max(known, key=lambda place: values[place] or Decimal(0), default=0)
    ends = fitting(texts, 0, 0).ends
    drawn = [text if value is not None else "" for text, value in zip(texts, values, strict=True)]
    silent = [text if value is None else "" for text, value in zip(texts, values, strict=True)]
    heights = [value or Decimal(0) for value in values]
    found = fitting(drawn, known[-1] if known else 0, high, ends, heights).shown
    # Words in place of a mark stand on the axis: everywhere, or a dash in their place everywhere.
    places = {at for at, text in enumerate(silent) if text}
    if fitting(silent, 0, 0, ends).shown == places and all(fits_beside(t, ends) for t in silent):
        found |= places
    return YearLabels([text if at in found else "" for at, text in enumerate(texts)], ends)


def _label(text: str) -> str:
    """Break the figure above a mark at its first space, clear of its neighbours."""
    return escape(text).replace(" ", "<br>", 1) if len(text) > _LINE else escape(text)


def width_of(text: str) -> float:
    """Return the pixels that the longest line of a label takes."""
    lines = text.split("<br>")
    return max(sum(map(_width_of_one, line)) for line in lines)


def _width_of_one(character: str) -> float:
    if character in ",.":
        return _MARK
    return _WIDE if ord(character) > 0x2E80 else _NARROW


def _ends(texts: Sequence[str], room: int, strong: int) -> tuple[float, float]:
    """Return the ends of the axis, farther out beside wide labels near them.

    That is the first label, the last and that of the place `strong`.
    """
    count = max(len(texts), 1)
    outer = {place for place in (0, strong, count - 1) if 0 <= place < len(texts)}
    halves = {place: min(width_of(texts[place]), room * _MOST_PADDING) / 2 for place in outer}
    slot, left, right = room / count, 0.0, 0.0
    for _step in range(_STEPS):
        left = max([0.0, *(half - (at + 0.5) * slot for at, half in halves.items())])
        right = max([0.0, *(half - (count - 0.5 - at) * slot for at, half in halves.items())])
        slot = (room - left - right) / count
    return -0.5 - left / slot, count - 0.5 + right / slot


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] + _BETWEEN <= other[0] or other[1] + _BETWEEN <= one[0]
