"""Put what a table leaves open into questions with their options."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from metrics.i18n import Message, message
from metrics.numbers import plain
from metrics.readers.grid import column_letter
from metrics.tables.columns import Column
from metrics.tables.crossing import Cell, Table
from metrics.tables.lexicon import Lexicon
from metrics.tables.result import Option, Place, Question
from metrics.text import shown

LISTED = 6
MOST, MOST_OF_FIRST = 3, 40
"""Questions that are asked of a file at once."""
LEAVE = Option("leave", message("Leave these figures out"))


def year(cells: Sequence[Cell], tables: Sequence[Table], lexicon: Lexicon) -> Question:
    """Return the question for the year, with years named nearby or the newest."""
    near = {y for table in tables for y in table.context.years}
    newest = lexicon.names.newest_year
    listed = sorted(near, reverse=True) or [newest + 1, newest, newest - 1]
    options = [Option(str(y), message("{year}", year=y)) for y in listed]
    if len(options) == 1:
        options.append(Option(str(listed[0] + 1), message("{year}", year=listed[0] + 1)))
    return Question(
        "year", message("Which year are these figures about?"), tuple(options), _places(cells)
    )


def parts(cells: Sequence[Cell], complete: bool, tables: Sequence[Table]) -> Question:
    """Return the question for parts of a year without a whole."""
    periods = list(dict.fromkeys(c.period or tables[c.block].context.part for c in cells))
    names = "、".join(shown(one) for one in periods[:LISTED])
    if complete:
        ask = message(
            "The table gives {parts} and no figure of the whole year. Add them up?", parts=names
        )
        options = (Option("sum", message("Add them up to the year's figure")), LEAVE)
    else:
        ask = message(
            "These figures are of {parts}, not of the whole year. Take them?", parts=names
        )
        options = (LEAVE, Option("take", message("Take them as the year's figures")))
    return Question("parts", ask, options, _places(cells))


def column(name: str, columns: Sequence[Column], cells: Sequence[Cell]) -> Question:
    """Return the question which of several columns holds the figures."""
    options = [
        Option(
            column_letter(c.at),
            message("Column {letter} {title}", letter=column_letter(c.at), title=shown(c.title)),
        )
        for c in columns
    ]
    if len(options) == 1:
        options = [Option(options[0].value, options[0].label), LEAVE]
    ask = message("Several columns stand for the same figures. Which one is meant?")
    return Question(name, ask, tuple(options), _places(cells))


def names(name: str, listed: Sequence[str], cells: Sequence[Cell]) -> Question:
    """Return the question what names beside or over figures are."""
    ask = message("What are {names}?", names=_listed(listed))
    options = (
        Option("region", message("Places: districts or towns")),
        Option("take", message("Remarks that change nothing: take their figures")),
        Option("leave", message("No places: leave their figures out")),
    )
    return Question(name, ask, options, _places(cells))


def shares(name: str, cells: Sequence[Cell], first: Decimal) -> Question:
    """Return the question whether shares are typed as parts of one."""
    metrics = _listed([cell.metric for cell in cells])
    ask = message("{names} are counted in %. What does {figure} mean?",
                  names=metrics, figure=shown(cells[0].written))  # fmt: skip
    options = (
        Option("fraction", message("{share}%: a part of one", share=plain(first * 100))),
        Option("percent", message("{share}%, as it is typed", share=plain(first))),
        LEAVE,
    )
    return Question(name, ask, options, _places(cells))


def place(name: str, near: str, cells: Sequence[Cell]) -> Question:
    """Return the question whether a place is a known one, written otherwise."""
    ask = message("“{found}” is not known. Did you mean {near}?", found=shown(name), near=near)
    options = (
        Option(near, message("Yes, {near}", near=near)),
        Option("new", message("No, another place")),
        LEAVE,
    )
    return Question(f"region:{name}", ask, options, _places(cells))


def metric(name: str, near: str, places: Sequence[Place], lexicon: Lexicon) -> Question:
    """Return the question whether a name is misspelt, or a new metric."""
    ask = message("“{found}” is not known. Did you mean {near}?", found=shown(name), near=near)
    options = [Option(near, message("Yes, {near}", near=near))]
    return Question(
        f"metric:{name}", ask, (*options, *_categories(lexicon, True), LEAVE), tuple(places)
    )


def new_names(
    places: Mapping[str, Sequence[Place]], lexicon: Lexicon, room: int = MOST
) -> list[Question]:
    """Return the questions about names that are not known: misspelt, or new ones."""
    near = {name: lexicon.names.near(name, lexicon.names.metrics) for name in places}
    found = [metric(name, like, places[name], lexicon) for name, like in near.items() if like][
        :room
    ]
    new = {name: places[name] for name, like in near.items() if not like}
    return (found + categories(new, lexicon, room - len(found)))[:room]


def categories(
    lacking: Mapping[str, Sequence[Place]], lexicon: Lexicon, room: int
) -> list[Question]:
    """Return the questions for categories: one for each metric, or for all."""
    options = (*_categories(lexicon, False), LEAVE)
    if not lacking:
        return []
    if len(lacking) <= max(room, 1):
        return [
            Question(
                f"category:{name}",
                message("“{found}” is a new metric. Which category is it of?", found=shown(name)),
                options,
                tuple(places),
            )
            for name, places in lacking.items()
        ]
    ask = message(
        "{names} are new metrics. Which category are they of?", names=_listed(list(lacking))
    )
    return [
        Question(
            "category", ask, options, tuple(one for places in lacking.values() for one in places)
        )
    ]


def units(
    doubtful: Mapping[str, Sequence[Cell]],
    choices: Mapping[str, tuple[str, ...]],
    lexicon: Lexicon,
    room: int,
) -> list[Question]:
    """Return the questions for units that are in doubt or missing."""
    found = []
    for name, cells in doubtful.items():
        metric_name = name.partition(":")[2]
        first = cells[0].written
        listed = [u for u in choices[name] if u] or list(lexicon.names.vocabulary.units)[:8]
        ask = message(
            "Which unit is {metric} counted in? Its first figure is {figure}",
            metric=shown(metric_name),
            figure=shown(first),
        )
        options = tuple(
            Option(unit, message("{figure} {unit}", figure=shown(first), unit=unit))
            for unit in listed
        )
        found.append(Question(name, ask, (*options, LEAVE), _places(cells)))
    if len(found) > room and not any(choices.values()):
        names = _listed([name.partition(":")[2] for name in doubtful])
        ask = message("Which unit are {names} counted in?", names=names)
        listed = list(lexicon.names.vocabulary.units)[:8]
        options = tuple(Option(unit, message("{unit}", unit=unit)) for unit in listed)
        return [
            Question(
                "unit",
                ask,
                (*options, LEAVE),
                _places([c for cells in doubtful.values() for c in cells]),
            )
        ]
    return found


def _categories(lexicon: Lexicon, new: bool) -> tuple[Option, ...]:
    words = lexicon.names.vocabulary.categories
    return tuple(
        Option(f"new:{key}" if new else key, _category(one.zh, new)) for key, one in words.items()
    )


def _category(zh: str, new: bool) -> Message:
    return (
        message("A new metric of {category}", category=zh)
        if new
        else message("{category}", category=zh)
    )


def _listed(names: Sequence[str]) -> tuple[str, ...]:
    once = [shown(one) for one in dict.fromkeys(names)]
    if len(once) > LISTED:
        once[LISTED - 1 :] = [once[LISTED - 1] + "…"]
    return tuple(once)


def _places(cells: Sequence[Cell]) -> tuple[Place, ...]:
    return tuple(cell.place for cell in cells)
