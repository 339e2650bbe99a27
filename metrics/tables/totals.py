"""Mark sums, and check them against their parts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from metrics.i18n import message
from metrics.numbers import grouped
from metrics.numbers.grammar import SCALES
from metrics.problems import Problem
from metrics.readers.grid import column_letter
from metrics.tables.cell_number import CellReading, NumberReader
from metrics.tables.columns import Column
from metrics.tables.crossing import Cell, Table
from metrics.text import shown

_SUMS = ("total", "part")


def mark_totals(table: Table, districts: Collection[str], own: str) -> None:
    """Mark what each sum is over; one over parts of a year is the year's figure.

    A bare sum over all places is their city's figure where a line above the table names the city;
    the known `districts` of the `own` city must all be there.
    """
    over_rows = _axis([label for row in table.rows for _, label in row.labels])
    by_column = {one.at: _over(one, table) for one in table.columns if _is_sum(one)}
    for cell in table.cells:
        across = by_column.get(cell.column.at, "")
        if cell.row.total in _SUMS:
            cell.over = over_rows
            cell.whole = cell.whole or across == "period"
            if over_rows == "period":
                cell.total, cell.whole = "", True
            else:
                kept = "part" if across in ("metric", "region", "year") else cell.row.total
                cell.total, cell.state = kept, cell.state or "total"
        elif cell.total and across:
            cell.over = across
            if cell.over == "period":
                cell.total, cell.whole = "", True
            elif cell.over == "itself":
                cell.total = ""
            else:
                cell.state = cell.state or "total"
    if table.city:
        _take_for_city(table, set(districts) if table.city == own else set())


def _is_sum(column: Column) -> bool:
    return any(label.total in _SUMS for label in column.labels)


def _take_for_city(table: Table, districts: set[str]) -> None:
    """Open the one sum over the places of each figure as the figure of the city."""
    groups: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in [*table.earlier, *table.cells]:
        if cell.metric and not cell.aspect and (cell.whole or not cell.period):
            key = (cell.years, cell.relative, cell.period, cell.whole, cell.metric)
            groups[key].append(cell)
    for cells in groups.values():
        sums = [
            cell
            for cell in cells
            if cell.over == "region" and cell.total == "total" and cell.block == table.number
        ]
        parts = {cell.region for cell in cells if not cell.total}
        if len(sums) != 1 or len(parts) < 2 or table.city in parts or not parts >= districts:
            continue
        cell = sums[0]
        if cell.state == "total":
            cell.region, cell.total, cell.state = table.city, "", ""
            cell.row_extra = cell.column_extra = ()


def _axis(labels: Sequence[object]) -> str:
    """Return what most labels along an axis name: region, period or metric."""
    if any(getattr(label, "period", "") for label in labels):
        return "period"
    places = sum(
        bool(getattr(label, "region", "") or getattr(label, "place", "")) for label in labels
    )
    return "region" if places >= 2 else "metric"


def _over(column: Column, table: Table) -> str:
    """Return what a column of totals sums up, by the columns under the same header."""
    level = next(at for at, label in enumerate(column.labels) if label.total in _SUMS)
    upper, own = column.texts[:level], column.texts[level]
    deeper = None if level == len(column.texts) - 1 else level + 1
    beside = [c for c in table.columns if c.role == "figure" and c.at != column.at]
    near = [c for c in beside if c.texts[:level] == upper and c.texts[level : level + 1] != (own,)]
    labels = [label for c in near or beside for label in c.labels[level:deeper]]
    over = _axis(labels)
    if over != "metric":
        return over
    if len({year for label in labels for year in label.years}) > 1:
        return "year"
    named = [
        label for label in column.labels if label.metric or (label.name and not label.category)
    ]
    if named or any(label.metric for row in table.rows for _, label in row.labels):
        known = [label.metric for label in labels if label.metric]
        return "metric" if known and not named else "itself"
    return "metric"


def wrong_sums(
    table: Table, reader: NumberReader, districts: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield a warning for each sum that its parts do not give.

    Where some of the known `districts` do not stand in the table, the city's figure may be more.
    A column with cells in 元 below a line that says 万元 is not added up.
    """
    mixed = _in_two_scales(table, reader)
    values = {
        id(cell): value
        for cell in [*table.earlier, *table.cells]
        if cell.column.at not in mixed and (value := _value(cell, reader)) is not None
    }
    yield from _down(table, values, districts)
    if not mixed:
        yield from _across(table, values, districts)
        yield from _periods(table, values)


def _in_two_scales(table: Table, reader: NumberReader) -> set[int]:
    """Return the columns of which some cells state a unit in another scale."""
    mixed = set()
    for cell in table.cells:
        reading = reader.read(cell.text) if cell.text and not cell.text.isdigit() else None
        unit = reading.unit if isinstance(reading, CellReading) else ""
        around = [*cell.units, *table.context.units] if unit else []
        pairs = [(one, unit) for one in around] + [(unit, one) for one in around]
        if any(
            one != other and one.endswith(other) and one.removesuffix(other) in SCALES
            for one, other in pairs
        ):
            mixed.add(cell.column.at)
    return mixed


def _value(cell: Cell, reader: NumberReader) -> Decimal | None:
    reading = reader.read(cell.text) if cell.text else None
    if not isinstance(reading, CellReading) or reading.qualifier or reading.unit == "%":
        return None
    return reading.value


def _additive(cell: Cell) -> bool:
    units = [*cell.units, *(label.unit for label in cell.column.labels)]
    return not cell.aspect and "%" not in units and "%" not in cell.text


def _down(
    table: Table, values: dict[int, Decimal], districts: Collection[str]
) -> Iterator[Problem]:
    """Check the sums of rows column by column: at foot, head and of groups."""
    columns: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in [*table.earlier, *table.cells]:
        if not cell.aspect:
            columns[cell.column.at, cell.year, cell.relative].append(cell)
    for cells in columns.values():
        cells.sort(key=_order)
        sums = [cell for cell in cells if cell.row.total] if _sums_regions(cells) else []
        parts = [cell for cell in cells if not cell.row.total] if sums else []
        if len(parts) < 2 or not _additive(parts[0]):
            continue
        for cell in sums:
            if cell.block != table.number:
                continue
            absent = _some_absent(cell, parts, districts)
            yield from _checked(cell, _candidates(cell, sums, parts, values), parts, values, absent)


def _order(cell: Cell) -> tuple[int, int]:
    return cell.block, cell.row.at


def _sums_regions(cells: Sequence[Cell]) -> bool:
    return _axis([label for one in cells for _, label in one.row.labels]) == "region"


def _candidates(
    cell: Cell, sums: Sequence[Cell], parts: Sequence[Cell], values: dict[int, Decimal]
) -> list[Decimal]:
    """Return what the rows since the last sum, and all rows, add up to."""
    before = [_order(one) for one in sums if _order(one) < _order(cell)]
    start = max(before, default=(-1, -1))
    near = [one for one in parts if start < _order(one) < _order(cell)]
    after = [_order(one) for one in sums if _order(one) > _order(cell)]
    end = min(after, default=(cell.block + 1, 0))
    below = [one for one in parts if _order(cell) < _order(one) < end]
    own = [one for one in parts if one.row.sections == cell.row.sections and one.row.sections]
    groups = [group for group in (near, list(parts), below, own) if group]
    return [sum((values.get(id(one), Decimal(0)) for one in group), Decimal(0)) for group in groups]


def _checked(
    cell: Cell,
    candidates: Sequence[Decimal],
    parts: Sequence[Cell],
    values: dict[int, Decimal],
    absent: bool = False,
) -> Iterator[Problem]:
    value = values.get(id(cell))
    if value is None or not candidates:
        return
    slack = _slack([values[id(one)] for one in parts if id(one) in values], value)
    if any(abs(value - one) <= slack for one in candidates):
        return
    lacking = any(id(one) not in values for one in parts) or absent
    nearest = min(candidates, key=lambda one: abs(value - one))
    if lacking and value > nearest:
        return
    yield _wrong(cell, value, nearest)


def _slack(parts: Sequence[Decimal], total: Decimal) -> Decimal:
    """Return what rounding may add up to: nothing between whole numbers.

    A part may have lost the zeros at its end, so that all count as the finest; a sum may be
    rounded more than its parts.
    """
    places = max(map(_places, parts), default=0)
    finest = max(places, _places(total))
    if not finest:
        return Decimal(0)
    own = min(_places(total), places) if places else finest
    return (len(parts) * Decimal(10) ** -finest + Decimal(10) ** -own) / 2


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _wrong(cell: Cell, value: Decimal, parts: Decimal) -> Problem:
    label = next((label.text for _, label in cell.row.labels if label.text), "")
    text = message(
        "{cell} “{label}” is {found}, but its parts add up to {sum}",
        cell=cell.place.cell,
        label=shown(" ".join(part for part in (label, cell.column.title) if part)),
        found=grouped(value),
        sum=grouped(parts),
    )
    fix = message("Check the sum and its parts; the sum itself is not needed")
    return Problem(
        "wrong-sum", "warning", text, fix, sheet=cell.place.sheet or None, row=cell.place.row,
        column=column_letter(cell.place.column), found=cell.written,
    )  # fmt: skip


def _across(
    table: Table, values: dict[int, Decimal], districts: Collection[str]
) -> Iterator[Problem]:
    """Check the totals over districts that stand beside each other."""
    rows: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in table.cells:
        rows[
            (cell.row.at, cell.years, cell.relative, cell.metric, cell.period, cell.aspect)
        ].append(cell)
    for cells in rows.values():
        sums = [c for c in cells if _sums_up(c)]
        parts = [
            c
            for c in cells
            if not _sums_up(c) and any(label.region or label.place for label in c.column.labels)
        ]
        for cell in sums if len(parts) > 1 else ():
            if _additive(cell):
                before = [one.column.at for one in sums if one.column.at < cell.column.at]
                near = [one for one in parts if max(before, default=-1) < one.column.at]
                near = [one for one in near if one.column.at < cell.column.at]
                added = [
                    sum((values.get(id(one), Decimal(0)) for one in group), Decimal(0))
                    for group in (parts, near)
                    if group
                ]
                absent = _some_absent(cell, parts, districts)
                yield from _checked(cell, added, parts, values, absent)


def _sums_up(cell: Cell) -> bool:
    return not cell.whole and any(label.total for label in cell.column.labels)


def _some_absent(cell: Cell, parts: Sequence[Cell], districts: Collection[str]) -> bool:
    """Return whether a city's figure stands beside some of its known districts only."""
    named = {one.region for one in parts} & set(districts)
    return not cell.total and bool(named) and named != set(districts)


def _periods(table: Table, values: dict[int, Decimal]) -> Iterator[Problem]:
    """Check a year's figure against its parts; a stock equals its last part."""
    groups: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.row.total not in _SUMS or cell.whole:
            groups[cell.key].append(cell)
    for cells in groups.values():
        parts = [cell for cell in cells if cell.period and not cell.whole]
        wholes = [cell for cell in cells if cell.whole]
        if len(parts) not in (2, 4, 12) or len({p.period for p in parts}) != len(parts):
            continue
        for cell in wholes if _additive(parts[0]) else ():
            last = values.get(id(parts[-1]))
            group = sum((values.get(id(one), Decimal(0)) for one in parts), Decimal(0))
            if last != values.get(id(cell)):
                yield from _checked(cell, [group], parts, values)
