"""Ask about shares that are typed as parts of one: 0.953 below a name counted in per cent."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from metrics.numbers import plain
from metrics.tables import asking
from metrics.tables.cell_number import CellReading, NumberReader
from metrics.tables.crossing import Cell
from metrics.tables.lexicon import Lexicon
from metrics.tables.result import Question

QUESTION = "shares"
MOSTLY = Decimal("0.5")
"""From here on a share that was never published is rather a part of one."""


def ask_fractions(
    cells: Sequence[Cell], lexicon: Lexicon, reader: NumberReader, answers: Mapping[str, str]
) -> list[Question]:
    """Settle shares of at most one as answered; return the question that is open.

    What a cell itself shows in per cent is a share; a metric that was never above one per cent is
    as it is typed.
    """
    found = [(cell, value) for cell in cells if (value := _fraction(cell, lexicon, reader))]
    answer = answers.get(QUESTION, "")
    for cell, value in found:
        if answer == "fraction":
            cell.text = plain(value * 100)
        elif answer == "percent":
            cell.text += "%"
        else:
            cell.state = "unread" if answer == "leave" else "asked"
    if not found or answer in ("fraction", "percent", "leave"):
        return []
    return [asking.shares(QUESTION, [cell for cell, _ in found], found[0][1])]


def _fraction(cell: Cell, lexicon: Lexicon, reader: NumberReader) -> Decimal | None:
    """Return the number of a cell that may be a part of one, else None."""
    unit = lexicon.unit(cell.stated_unit or lexicon.usual_unit(cell.metric))
    if cell.state != "taken" or unit is None or unit.name != "%":
        return None
    reading = reader.read(cell.text)
    if not isinstance(reading, CellReading) or reading.unit or not 0 < reading.value <= 1:
        return None
    published = lexicon.names.largest_share(cell.metric)
    doubtful = published > 1 if published is not None else reading.value >= MOSTLY
    return reading.value if doubtful else None
