"""Join the headers over and beside a cell into year, region, metric and unit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from metrics.tables.blocks import Block
from metrics.tables.columns import Column
from metrics.tables.context import Context
from metrics.tables.labels import Label
from metrics.tables.lexicon import Lexicon
from metrics.tables.result import CellState, Place
from metrics.tables.rows import Row
from metrics.tables.words import even

WHOLE_PLACE = re.compile("全([国省市区县州盟旗])")
SHORT = 3
"""Characters up to which a name says little without the title of its table."""


@dataclass
class Cell:
    """Hold a cell with a figure and what its headers state; the rest is empty.

    `extra` are names over or beside it that no known thing has; `total` is "total" for a sum over
    other cells, with `over` naming what is summed (region, period, metric); `spread` is true for
    one merged over several rows or columns of other names; `state` is set once it is decided what
    becomes of the cell.
    """

    place: Place
    row: Row
    column: Column
    block: int
    text: str
    written: str
    year: int | None = None
    years: tuple[int, ...] = ()
    relative: int | None = None
    period: str = ""
    whole: bool = False
    aspect: str = ""
    total: str = ""
    over: str = ""
    region: str = ""
    metric: str = ""
    known: bool = False
    category: str = ""
    subcategory: str = ""
    units: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    """The units that the nearest line above says."""
    stated_unit: str = ""
    row_extra: tuple[str, ...] = ()
    column_extra: tuple[str, ...] = ()
    spread: bool = False
    state: CellState = ""

    @property
    def key(self) -> tuple[int | None, int | None, str, str]:
        """Return year, offset of the year, region and metric."""
        return (self.year, self.relative, self.region, self.metric)


@dataclass
class Table:
    """Hold a table with its columns, rows and cells."""

    number: int
    block: Block
    columns: list[Column]
    rows: list[Row]
    context: Context
    sheet: str
    city: str = ""
    """The place that a line above the table names; a bare sum of its parts is its figure."""
    cells: list[Cell] = field(default_factory=list)
    earlier: list[Cell] = field(default_factory=list)
    """Cells of the pages before, where the table goes on with its header again."""


@dataclass(frozen=True)
class _Names:
    metric: str = ""
    known: bool = False
    row_extra: tuple[str, ...] = ()
    column_extra: tuple[str, ...] = ()
    composed: frozenset[str] = field(default_factory=frozenset)


def cross(cell: Cell, context: Context, lexicon: Lexicon) -> Cell:
    """Fill a cell with what its row, column, sections and surroundings state."""
    columns = [label for label in cell.column.labels if label.head in ("", "value", "sentence")]
    if any(role == "year" and label.years for role, label in cell.row.labels):
        columns = [_without_year(label) for label in columns]
    beside = [label for _, label in cell.row.labels]
    near = [*reversed(columns), *reversed(beside)]
    sections = list(reversed(cell.row.sections))
    names = _names(columns, cell.row, context, lexicon)
    years = tuple(
        dict.fromkeys(y for label in near if len(label.years) == 1 for y in label.years)
    ) or next((label.years for label in sections if len(label.years) == 1), ())
    cell.years = years
    cell.relative = (
        None
        if years
        else next((label.relative for label in near if label.relative is not None), None)
    )
    cell.year = years[0] if len(years) == 1 else None
    cell.period = next((label.period for label in [*near, *sections] if label.period), "")
    cell.whole = any(label.whole for label in near)
    cell.aspect = next((label.aspect for label in near if label.aspect), "")
    cell.region = _region(near, sections, context, lexicon)
    cell.total = _total(near)
    cell.metric, cell.known = names.metric, names.known
    cell.row_extra, cell.column_extra = names.row_extra, names.column_extra
    cell.category = _category(cell, near, sections, context)
    cell.subcategory = next(
        (label.name for role, label in cell.row.labels if role == "subcategory"), ""
    )
    cell.around = (cell.row.unit_line,) if cell.row.unit_line else context.units
    _units(cell, columns, beside, sections, names)
    return cell


def _without_year(label: Label) -> Label:
    """Return a label that names a thing with its year as one name: losses in 2017 $."""
    if label.years and label.name and not label.metric and not label.aspect:
        return replace(label, years=(), name=label.text)
    return label


def _total(near: Sequence[Label]) -> str:
    """Return which kind of sum a cell is; one that names its place is its figure."""
    totals = [
        one.total
        for one in near
        if one.total and not (one.region or (one.place and one.total != "part"))
    ]
    return totals[0] if totals and "own" not in totals else ""


def _region(
    near: Sequence[Label], sections: Sequence[Label], context: Context, lexicon: Lexicon
) -> str:
    for label in near:
        if label.region or label.place:
            return label.region or label.place
    whole = next((label for label in near if label.total == "own"), None)
    if whole:
        return _whole_place(whole, context, lexicon)
    for label in sections:
        if label.region or label.place:
            return label.region or label.place
    return context.region or lexicon.own


def _whole_place(label: Label, context: Context, lexicon: Lexicon) -> str:
    """Return the place that 全市 or 全县 means, or the word itself: 全省 in a city's table."""
    places = [one for one in (context.city, context.region, lexicon.own) if one]
    kind = WHOLE_PLACE.match(label.text)
    if kind is None or not places:
        return next(iter(places), "")
    return next((one for one in places if one.endswith(kind[1])), kind[0])


def _category(
    cell: Cell, near: Sequence[Label], sections: Sequence[Label], context: Context
) -> str:
    role = next((label.category for role, label in cell.row.labels if role == "category"), "")
    found = role or next((label.category for label in [*near, *sections] if label.category), "")
    return found or context.category


def _units(
    cell: Cell,
    columns: Sequence[Label],
    beside: Sequence[Label],
    sections: Sequence[Label],
    names: _Names,
) -> None:
    """Collect the stated units: of the row, the column, the section."""
    units = [
        label.unit
        for label in (*reversed(columns), *reversed(beside))
        if label.unit and not (label.unit == label.name and label.text in names.composed)
    ]
    if cell.row.unit:
        units.append(cell.row.unit)
    units = units or [label.unit for label in sections if label.unit][:1]
    cell.units = tuple(dict.fromkeys(units))


def _names(columns: Sequence[Label], row: Row, context: Context, lexicon: Lexicon) -> _Names:
    """Find the metric among all names over and beside a cell."""
    beside = [
        label
        for role, label in row.labels
        if role in ("metric", "label", "kind") or (role == "region" and label.metric)
    ]
    over = [label for label in columns if _named(label)]
    left = [label for label in beside if _named(label)]
    groups = [label for label in row.sections if _named(label)]
    if pair := _composed([*over, *left], groups, lexicon):
        metric, used = pair
        return _Names(metric, True, _rest(left, used), _rest(over, used), used)
    above = [label.metric for label in reversed(over) if label.metric]
    aside = [label.metric for label in reversed(left) if label.metric]
    if above and aside and above[0] != aside[0]:
        return _Names("", False, tuple(aside[:1]), tuple(above[:1]))
    if above or aside:
        metric = (above or aside)[0]
        return _Names(metric, True, _rest(left, metric), _rest(over, metric))
    return _new_name(over, left, row, groups, context, lexicon)


def _named(label: Label) -> bool:
    return (
        bool(label.metric or label.name)
        and not (label.place and not label.metric)
        and not label.region
    )


def _text(label: Label) -> str:
    return label.metric or label.name


def _composed(
    labels: Sequence[Label], groups: Sequence[Label], lexicon: Lexicon
) -> tuple[str, frozenset[str]] | None:
    """Return a known metric named by two labels together, with their texts."""
    for one in labels:
        for other in [*labels, *groups]:
            if one is other or (one.metric and one.metric == other.metric):
                continue
            for pair in (_text(one) + _text(other), _text(other) + _text(one)):
                if metric := lexicon.metric(pair):
                    return metric, frozenset((one.text, other.text))
    return None


def _rest(labels: Iterable[Label], used: frozenset[str] | str) -> tuple[str, ...]:
    """Return the names that are neither part of the metric, nor a category or unit."""
    rest = []
    for label in labels:
        part = label.text in used if isinstance(used, frozenset) else label.metric == used
        if part or label.category or label.unit == label.name or label.metric:
            continue
        if isinstance(used, str) and even(label.name) in even(used):
            continue
        rest.append(label.name)
    return tuple(rest)


def _new_name(
    over: Sequence[Label],
    left: Sequence[Label],
    row: Row,
    groups: Sequence[Label],
    context: Context,
    lexicon: Lexicon,
) -> _Names:
    """Return the name of an unknown metric, from the row, else the column."""
    if context.metric and any(one.name and one.name in context.metric for one in (*over, *left)):
        return _Names(context.metric, True)
    rows = [label for label in left if not label.category or len(left) == 1]
    if context.metric and not over and _groups_places(row):
        return _Names(context.metric, True, tuple(label.name for label in rows))
    columns = [label for label in over if not label.category or len(over) == 1]
    if rows:
        name = rows[-1].name
        column = [label.name for label in columns if label.unit != label.name]
        return _Names(name, False, tuple(label.name for label in rows[:-1]), tuple(column))
    if columns:
        last = columns[-1].name
        upper = columns[-2].name if len(columns) > 1 else ""
        whole = len(last) >= 5 and not last.startswith(("其中", "总", "合"))
        name = last if whole or not upper or upper in last else upper + last
        name = _whole_name(name, context.name)
        known = lexicon.metric(name)
        used = frozenset(label.text for label in columns[-2:])
        return _Names(known or name, bool(known), composed=used)
    if context.metric:
        return _Names(context.metric, True)
    if groups:
        return _Names(groups[-1].metric or groups[-1].name, bool(groups[-1].metric))
    return _Names(context.name, False)


def _groups_places(row: Row) -> bool:
    """Return whether the names beside a figure only group the places of their rows."""
    roles = {role for role, _ in row.labels}
    return "metric" not in roles and any(label.region or label.place for _, label in row.labels)


def _whole_name(name: str, title: str) -> str:
    """Return a short name with what the title of its table is about: 抽检 of 农产品抽检."""
    if len(name) > SHORT or not title:
        return name
    return title if name in title else title + name
