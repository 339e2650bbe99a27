"""Find the units that a figure may be counted in: of its cell, its headers, the line above."""

from metrics.tables.cell_number import CellReading, NumberReader
from metrics.tables.crossing import Cell
from metrics.tables.lexicon import Lexicon


def unit_choices(cell: Cell, lexicon: Lexicon, reader: NumberReader) -> tuple[str, ...]:
    """Return the units that a cell may be in; '' is the catalogue's."""
    around = cell.around
    usual = lexicon.usual_unit(cell.metric)
    reading = reader.read(cell.text, usual)
    if isinstance(reading, CellReading) and reading.unit:
        return ("",) if not cell.units else tuple(cell.units[:1])
    named = [one for one in cell.units if lexicon.unit(one) or not usual]
    if any(lexicon.same_unit(one, usual) for one in around):
        # 人数 over the figures is a name; the line above says the unit.
        named = [one for one in named if not one.endswith("数")]
    named += [one for one in around if named and _scaled_otherwise(one, named[0], lexicon)]
    bases = {(lexicon.unit(one) or None) for one in named}
    if len(bases) > 1:
        return tuple(dict.fromkeys(named))
    if named:
        return (named[0],)
    if not around:
        return ("",) if usual else ()
    fitting = [u for u in around if lexicon.same_unit(u, usual)]
    if len(around) == 1:
        return _one_around(around[0], usual, bool(fitting), lexicon)
    plain_ones = [u for u in fitting if (n := lexicon.unit(u)) and n.scale == 1]
    if usual and (plain_ones or not fitting):
        return ("",)
    return tuple(dict.fromkeys(fitting)) if usual else ()


def _scaled_otherwise(one: str, other: str, lexicon: Lexicon) -> bool:
    """Return whether two units count the same in different scales."""
    first, second = lexicon.unit(one), lexicon.unit(other)
    return bool(first and second and first.name == second.name and first.scale != second.scale)


def _one_around(unit: str, usual: str, fits: bool, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the units that a figure may be in below a line that names one."""
    named = lexicon.unit(unit)
    if not usual or fits or named is None:
        return (unit,)
    scale = unit.removesuffix(named.name) if named.name else unit
    if not named.name:
        return (unit + usual,)
    return ("",) if named.scale == 1 else (usual, scale + usual)
