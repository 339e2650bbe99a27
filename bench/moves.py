"""Hold every move that is measured: which control, and what must stand on the page after it.

A move is known by its picture (bench/page_clock.js), which says the same for every app. What no
other page has stands in `OWN` with the reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.table import (
    CATEGORY,
    HOME,
    LAST_YEAR,
    SHOWN,
    Shape,
    english,
    region_name,
    shown_figures,
    value,
)

ENGLISH, CHINESE = "English", "中文"
GROUPS, TABLE = "按子类", "表格"
OWN = {
    "source panel: open": "no other page keeps where a figure comes from",
    "source panel: close": "no other page keeps where a figure comes from",
    "next slide": "no other page makes slides",
    "decision": "no other page reads reports",
}
"""Moves that only the dashboard has, and why."""


@dataclass(frozen=True)
class Move:
    """Hold a move: its name, control and option, and the picture asked for.

    One that only leads back is not `measured`.
    """

    name: str
    control: str
    option: str
    picture: tuple[str, ...]
    measured: bool = True


def groups(year: int = LAST_YEAR, region: int = 0) -> dict[str, list[str]]:
    """Return the picture of the category page: figures, and labels of charts."""
    texts = shown_figures(year, region)
    drawn = [f"drawn:{text}" for text in texts]
    return {"figures": [f"text:{text}" for text in texts], "0": drawn[:2], "1": drawn[2:]}


def all_lines(shape: Shape) -> tuple[str, ...]:
    """Return the picture of the table page without a filter."""
    years = shape.year_numbers()
    ends = (str(years[0]), str(years[-1]), HOME, shape.metric_names()[-1][2])
    return (*_cells((*ends, *shown_figures(LAST_YEAR))), f"top:{shown_figures(LAST_YEAR)[0]}")


def year_move(year: int) -> Move:
    """Return the move to a year."""
    return Move("year", "year", str(year), _whole(groups(year)))


def switches() -> Iterator[Move]:
    """Yield the moves within the category page; they end where they began."""
    for year in (LAST_YEAR - 1, LAST_YEAR):
        yield year_move(year)
    for region in (1, 0):
        yield Move("region", "region", region_name(region), _whole(groups(LAST_YEAR, region)))
    home = shown_figures(LAST_YEAR)
    three = [text for year in range(LAST_YEAR - 2, LAST_YEAR + 1) for text in shown_figures(year)]
    yield Move("view", "view", TABLE, (*_cells(three), f"!drawn:{home[0]}"))
    yield Move("view", "view", GROUPS, _whole(groups()))
    chinese = [metric for _group, metric in SHOWN]
    for language, names in ((ENGLISH, [english(n) for n in range(len(SHOWN))]), (CHINESE, chinese)):
        shown = [f"{place}:{name}" for place in ("text", "drawn") for name in names]
        yield Move("language", "language", language, (*shown, *_whole(groups())))


def filters(shape: Shape) -> Iterator[Move]:
    """Yield the moves of the table page and the ways back; the last leaves it."""
    home, district = shown_figures(LAST_YEAR), shown_figures(LAST_YEAR, 1)
    _, metrics = zip(*SHOWN, strict=True)
    others = shape.metrics > len(SHOWN)
    other = f"!cell:{shape.metric_names()[-1][2]}"
    asked = [
        ("filter: subcategory", "群众", (*_cells(home[2:]), f"!cell:{metrics[0]}")),
        ("filter: metric", metrics[2], (*_cells(home[2:3]), f"!cell:{metrics[0]}")),
        ("filter: region", region_name(1), (*_cells(district), f"!cell:{HOME}")),
        # The first line's figure rose, those of the three after it fell.
        ("filter: change", "下降", (*_cells(home[1:]), f"top:{home[1]}")),
        ("search", metrics[2], (*_cells(home[2:3]), f"!cell:{metrics[0]}")),
        ("range", "", (*_cells(home), f"!cell:{shape.year_numbers()[0]}")),
    ]
    if others:
        asked.append(("filter: category", CATEGORY, (*_cells(home), other)))
        asked.append(("filter: unit", "人次", (*_cells(home), other)))
    back = Move("reset", "reset", "重置", all_lines(shape), measured=False)
    for name, option, picture in asked:
        yield Move(name, name, option, picture)
        yield back
    # Of one region every line is on the page, so that the first of an order is known.
    yield Move("filter: region", "filter: region", region_name(1), (f"!cell:{HOME}",), False)
    most = max(value(LAST_YEAR, 1, metric) for metric in range(shape.metrics))
    yield Move("sort", "sort", str(LAST_YEAR), (f"top:{most:,}",))
    # The dashboard's page begins with charts by year, two of which are of these metrics.
    there = (f"title:{CATEGORY}", *(f"drawn:{text}" for text in home[:2]))
    yield Move("page to page", "page", CATEGORY, there)


def names() -> list[str]:
    """Return the names of all moves that are measured anywhere, in their order."""
    largest = Shape(3, 2, len(SHOWN) + 1)
    moves = [*switches(), *filters(largest)]
    return [*dict.fromkeys(move.name for move in moves if move.measured), *OWN]


def _cells(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"cell:{text}" for text in texts)


def _whole(picture: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(entry for group in picture.values() for entry in group)
