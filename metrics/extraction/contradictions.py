"""Find the figures of a report that contradict each other, last year's or what is published.

Holds the checks inside a text, and the wording of the doubts of `metrics.checks`, with the
arithmetic written out. Mends and refuses nothing: a contradiction puts its figure first in the
queue.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from metrics.checks import (
    DoubtKind,
    Level,
    check_rate_within,
    doubt_beside,
    is_rate,
    level_of,
)
from metrics.i18n import Message, message
from metrics.model.catalogue import fold
from metrics.model.observation import Observation
from metrics.numbers import Bounds, bounds, plain, printed_value
from metrics.prose import TextFigure

_WHOLES = 3  # how many figures back a part's whole may stand
_CODES = {
    DoubtKind.UNIT: "unit",
    DoubtKind.SIGN: "jump",
    DoubtKind.ZERO: "jump",
    DoubtKind.JUMP: "jump",
    DoubtKind.COPIED: "year",
}
_TEXTS = {
    DoubtKind.UNIT: message("In {year} it was {old}, now it is {new}: the units differ"),
    DoubtKind.SIGN: message("In {year} it was {old}, now it is {new}: the sign changed"),
    DoubtKind.ZERO: message("In {year} it was {old}, now it is {new}: it fell to zero"),
    DoubtKind.JUMP: message("In {year} it was {old}, now it is {new}: a jump of more than tenfold"),
    DoubtKind.COPIED: message("{new} is exactly the figure of {year}: is it this year's?"),
}


@dataclass(frozen=True)
class Contradiction:
    """Hold one contradiction; `code` names the check, `others` its further figures."""

    code: str
    text: Message
    others: tuple[int, ...] = ()


Numbered = Iterator[tuple[int, Contradiction]]
Regions = Sequence[str]


def contradictions_within(
    figures: Sequence[TextFigure], regions: Regions = ()
) -> dict[int, list[Contradiction]]:
    """Return what contradicts itself inside one text, by the number of the figure.

    `regions` are those of the figures; without them all figures are of one region.
    """
    places = regions or [""] * len(figures)
    contradictions: dict[int, list[Contradiction]] = {}
    for number, contradiction in chain(
        _parts(figures, places),
        _growth_within(figures, places),
        _stated_twice(figures, places),
        _printed(figures),
    ):
        contradictions.setdefault(number, []).append(contradiction)
    return contradictions


def contradictions_with(
    row: Observation, beside: Observation | None, published: Observation | None
) -> list[Contradiction]:
    """Return what speaks against a row: its print, other years, what is published.

    A figure that is published so already is beyond doubt.
    """
    anew = published is None or published.figure != row.figure
    checks = (
        printed_differs(row),
        _published_otherwise(row, published) if published else None,
        _doubt_beside(row, beside) if beside and anew else None,
    )
    return [each for each in checks if each]


def printed_differs(row: Observation | TextFigure) -> Contradiction | None:
    """Compare a value with what it prints, where that is in Arabic digits."""
    read = printed_value(row.printed)
    if row.value is None or read is None or read in (row.value, row.upper):
        return None
    text = message(
        "Printed is {printed}, that is {read}; the value is {value}",
        printed=row.printed,
        read=plain(read),
        value=plain(row.value),
    )
    return Contradiction("printed", text)


def _printed(figures: Sequence[TextFigure]) -> Numbered:
    for number, figure in enumerate(figures):
        if differs := printed_differs(figure):
            yield number, differs


def _parts(figures: Sequence[TextFigure], regions: Regions) -> Numbered:
    """Yield parts that exceed their whole, alone or together, within one region."""
    whole: int | None = None
    parts: list[int] = []
    for number, figure in enumerate([*figures, None]):
        if figure is not None and "part-of" in figure.flags and figure.change == "level":
            if whole is not None and not parts:
                whole = _whole_of(figures, number, whole)
            if (
                whole is not None
                and regions[number] == regions[whole]
                and _is_part(figure, figures[whole])
            ):
                parts.append(number)
            continue
        if whole is not None and parts:
            yield from _more_than_whole(figures, whole, parts)
        whole, parts = number, []


def _whole_of(figures: Sequence[TextFigure], part: int, nearest: int) -> int:
    """Return what a part is of: a near figure that its name holds, else the nearest."""
    near = range(nearest, max(nearest - _WHOLES, -1), -1)
    named = (n for n in near if figures[n].metric and figures[n].metric in figures[part].metric)
    return next((n for n in named if _is_part(figures[part], figures[n])), nearest)


def _is_part(part: TextFigure, whole: TextFigure) -> bool:
    return (part.unit, part.year) == (whole.unit, whole.year) and whole.change == "level"


def _more_than_whole(figures: Sequence[TextFigure], whole: int, parts: list[int]) -> Numbered:
    total = figures[whole]
    most = bounds(total).high
    if sum((figures[each].value for each in parts), Decimal(0)) <= most:
        return
    added = " + ".join(plain(figures[each].value) for each in parts)
    together = plain(sum((figures[each].value for each in parts), Decimal(0)))
    whole_text = plain(total.value)
    text = (
        message("The parts {added} = {together} exceed the whole {whole}", added=added,
                together=together, whole=whole_text)
        if len(parts) > 1
        else message("The part {part} exceeds the whole {whole}", part=added, whole=whole_text)
    )  # fmt: skip
    for number in (whole, *parts):
        others = tuple(each for each in (whole, *parts) if each != number)
        yield number, Contradiction("parts", text, others)


def _growth_within(figures: Sequence[TextFigure], regions: Regions) -> Numbered:
    """Check each stated rate against the values of the same text and region."""
    levels: dict[tuple[str, str, int | None], int] = {}
    for number, (figure, region) in enumerate(zip(figures, regions, strict=True)):
        if figure.change == "level":
            levels[region, figure.metric, figure.year] = number
        now = levels.get((region, figure.metric, figure.year))
        if now is None or not is_rate(figure):
            continue
        year = None if figure.year is None else figure.year - 1
        earlier = levels.get((region, figure.metric, year)) if year is not None else None
        new = level_of(figures[now])
        for before, old in _before(figures, figure, now, earlier):
            check = check_rate_within(figure, new, old)
            if check.differs:
                yield number, Contradiction("growth", check.text, (now, before))
                break


def _before(
    figures: Sequence[TextFigure], rate: TextFigure, now: int, earlier: int | None
) -> Iterator[tuple[int, Level]]:
    """Yield the figures that give the year before in the text, with its value."""
    level = figures[now]
    if earlier is not None and figures[earlier].unit == level.unit:
        yield earlier, level_of(figures[earlier])
    for number in range(now + 1, len(figures)):
        each = figures[number]
        if each.start > rate.sentence[1]:
            break
        same = (each.metric, each.year, each.unit) == (rate.metric, rate.year, level.unit)
        if same and each.change in ("growth", "decline") and each.sentence == rate.sentence:
            yield number, _before_change(level_of(level), level_of(each), each.change)


def _before_change(new: Level, moved: Level, change: str) -> Level:
    """Return the value of a figure before the change that another one states."""
    sign = 1 if change == "growth" else -1
    known, possible = (
        Bounds(min(ends), max(ends))
        for ends in (
            [here - sign * there for here in (a.low, a.high) for there in (b.low, b.high)]
            for a, b in ((new.known, moved.known), (new.possible, moved.possible))
        )
    )
    is_range = new.is_range or moved.is_range
    return Level(new.value - sign * moved.value, known, possible, is_range)


def _stated_twice(figures: Sequence[TextFigure], regions: Regions) -> Numbered:
    """Yield figures that give one metric of one year and region two values."""
    first: dict[tuple[object, ...], int] = {}
    for number, (figure, region) in enumerate(zip(figures, regions, strict=True)):
        if figure.change not in ("level", "share") or {"target", "part-of", "before"} & {
            *figure.flags
        }:
            continue
        key = (region, fold(figure.metric), figure.unit, figure.year, figure.scope, figure.change)
        earlier = first.setdefault(key, number)
        if not figure.metric or bounds(figures[earlier]).meets(bounds(figure)):
            continue
        text = message(
            "“{metric}” appears twice: {one} and {other}",
            metric=figure.metric,
            one=figures[earlier].printed,
            other=figure.printed,
        )
        yield earlier, Contradiction("said-twice", text, (number,))
        yield number, Contradiction("said-twice", text, (earlier,))


def _published_otherwise(row: Observation, published: Observation) -> Contradiction | None:
    if row.figure == published.figure:
        return None
    text = message(
        "Published for {year} is {published}, the text says {stated}",
        year=row.year,
        published=published.as_printed,
        stated=row.as_printed,
    )
    return Contradiction("published", text)


def _doubt_beside(row: Observation, last: Observation) -> Contradiction | None:
    """Return the doubt about a row beside one of another year."""
    doubt = doubt_beside(row, last)
    if doubt is None:
        return None
    facts = {"year": last.year, "old": last.as_printed, "new": row.as_printed}
    if doubt.kind is DoubtKind.SLIP:
        larger, smaller = map(plain, doubt.ordered)
        text = message(
            "In {year} it was {old}, now {new}: {larger} ÷ {smaller} = {ratio}, "
            "perhaps a slip of ×{slip}",
            **facts,
            larger=larger,
            smaller=smaller,
            ratio=plain(doubt.ratio),
            slip=f"{doubt.slip:,}",
        )
        return Contradiction("slip", text)
    return Contradiction(_CODES[doubt.kind], message(_TEXTS[doubt.kind].template, **facts))
