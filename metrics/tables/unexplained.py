"""Ask about figures whose place or meaning rests on a guess.

A figure is taken when all words over and beside it are understood. A word below the metric's name
that nothing explains, and a name among places that is none, may make it another figure: it is
asked about, never taken as if the word were not there.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from metrics.tables import asking
from metrics.tables.crossing import WHOLE_PLACE, Cell, Table
from metrics.tables.labels import Label
from metrics.tables.result import Question
from metrics.tables.words import even


def ask_unexplained(
    tables: Sequence[Table], districts: Collection[str], answers: Mapping[str, str]
) -> Iterator[Question]:
    """Do with names that may be places what is answered; yield what is open."""
    for table in tables:
        doubtful = {id(cell): (cell, name) for cell, name in _by_row(table)}
        doubtful |= {
            id(cell): (cell, name)
            for cell, name in _odd_places(table, districts)
            if f"region:{name}" not in answers
        }
        doubtful |= {id(cell): (cell, name) for cell, name in _by_column(table)}
        if not doubtful:
            continue
        asked = f"rows:{table.number + 1}"
        answer = answers.get(asked, "")
        for cell, name in doubtful.values():
            if answer == "region":
                cell.region = name
            elif answer != "take":
                cell.state = "unread" if answer == "leave" else "asked"
        if answer not in ("region", "leave", "take"):
            cells, names = zip(*doubtful.values(), strict=True)
            yield asking.names(asked, names, cells)


def _by_row(table: Table) -> Iterator[tuple[Cell, str]]:
    """Yield the figures of known metrics with a name beside them that is no place."""
    found = [
        cell
        for cell in table.cells
        if not cell.state
        and cell.known
        and cell.row_extra
        and (_of_kind(cell) or not _placed(cell))
    ]
    keys = Counter(cell.key for cell in found)
    for cell in found:
        if _of_kind(cell) or keys[cell.key] > 1 or not _grouped(cell):
            yield cell, cell.row_extra[-1]


def _of_kind(cell: Cell) -> bool:
    """Return whether a column of kinds (状态, 性别) says more of a figure."""
    return any(role == "kind" and label.name for role, label in cell.row.labels)


def _grouped(cell: Cell) -> bool:
    """Return whether one column of metrics groups those of another."""
    names = [label for role, label in cell.row.labels if role == "metric"]
    return len(names) > 1 and names[-1].metric == cell.metric


def _placed(cell: Cell) -> bool:
    """Return whether a row names a region beside the names that group the rows."""
    return any(label.region or label.place for _, label in cell.row.labels)


def _odd_places(table: Table, districts: Collection[str]) -> Iterator[tuple[Cell, str]]:
    """Yield the figures of names that only their column calls places.

    In a table of no place that is known or reads like one, the column is believed as long as
    no districts of one's own are known.
    """
    named = {label.region: label for row in table.rows for role, label in row.labels
             if role == "region" and label.region}  # fmt: skip
    odd = {name for name, label in named.items() if label.guessed}
    if len(odd) >= len(named) - len(odd) and not districts:
        odd = set()
    odd |= {cell.region for cell in table.cells if WHOLE_PLACE.fullmatch(cell.region)}
    for cell in table.cells:
        if not cell.state and cell.region in odd:
            yield cell, cell.region


def _by_column(table: Table) -> Iterator[tuple[Cell, str]]:
    """Yield the figures below words that say neither metric nor time nor place."""
    figures = [column for column in table.columns if column.role == "figure"]
    for cell in table.cells:
        if cell.state or not cell.known:
            continue
        labels, last = cell.column.labels, -1
        for at, label in enumerate(labels):
            own = label.name and even(label.name) in even(cell.metric)
            last = at if label.metric == cell.metric or own else last
        last = max([last, *(at for at, one in enumerate(labels) if one.region or one.place)])
        for label in labels[last + 1 :]:
            everywhere = all(label.text in column.texts for column in figures)
            if _unexplained(label) and label.name in cell.column_extra and not everywhere:
                yield cell, label.name
                break


def _unexplained(label: Label) -> bool:
    return not (label.name.isdecimal() or label.unit == label.name)
