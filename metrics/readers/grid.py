"""Hold a table of text as the file has it, before its columns have a meaning.

Whatever a spreadsheet knows beyond the text of a cell (a date, a percentage, a formula without a
result) is kept in `marks`, so that no reader of the grid can mistake it for typed text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grid:
    """Hold rows of text cells; `numbers[i]` is the row number of `rows[i]`.

    `marks` names by (row number, column index from 0) what a cell is when it is not plain text
    or a plain number: date, formula, scaled, raised, percent, boolean. `merges` are ranges of
    (first row, first column, last row, last column), row numbers from 1, columns from 0.
    `before` holds the lines just above a table of a document, nearest last.
    """

    rows: Sequence[list[str]]
    numbers: Sequence[int]
    sheet: str | None = None
    hidden: bool = False
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    formulas: int = 0
    percent_known: bool = True
    before: tuple[str, ...] = ()


def column_letter(index: int) -> str:
    """Return the letters of a column counted from 0, as Excel shows them: A, B, …, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int | None:
    """Return the index from 0 of a column by its letters, None for other texts."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3):
        return None
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
