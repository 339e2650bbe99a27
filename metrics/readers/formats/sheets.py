"""Count a sheet's content against the limits and emit its rows in portions.

A stored 0.035 with a format of per cent leaves as the text 3.5%.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from metrics.readers.formats.process import Emit, Limits, Refused

PORTION = 4_000  # rows of one line of output
_WHOLE_YEAR = ("-01-01", "-12-31")
"""Days that stand for their year where a format shows the year alone."""
Cells = dict[int, tuple[str, str]]
"""Text and mark (see `Grid.marks`) of each cell of a row that is not empty, by column from 0."""


class SheetWriter:
    """Count a sheet's content against the limits; emit its rows in portions."""

    def __init__(self, emit: Emit, limits: Limits) -> None:
        self.emit, self.limits = emit, limits
        self.characters = 0

    def start(self, name: str, hidden: bool) -> None:
        """Begin a sheet."""
        self.emit({"sheet": name, "hidden": hidden})
        self.rows: list[list[str]] = []
        self.numbers: list[int] = []
        self.count = self.formulas = 0
        self.marks: list[tuple[int, int, str]] = []
        self.hidden_rows: list[int] = []

    def add(self, number: int, cells: Cells, hidden: bool = False) -> None:
        """Add a row; raises Refused when a limit is passed."""
        width = max(cells) + 1
        if width > self.limits["MAX_COLUMNS"]:
            raise Refused("too-many-columns", row=number, found=width)
        self.count += 1
        if self.count > self.limits["MAX_ROWS"]:
            raise Refused("too-many-rows")
        row = [""] * width
        for column, (text, mark) in cells.items():
            row[column] = text
            if mark:
                self.marks.append((number, column, mark))
        lengths = [*map(len, row)]
        if max(lengths) > self.limits["MAX_CELL"]:
            raise Refused("cell-too-long", row=number)
        self.characters += sum(lengths)
        if self.characters > self.limits["MAX_CELL_CHARACTERS"]:
            raise Refused("too-much-text")
        self.rows.append(row)
        self.numbers.append(number)
        if hidden:
            self.hidden_rows.append(number)
        if len(self.rows) >= PORTION:
            self._flush()

    def _flush(self) -> None:
        self.emit({"numbers": self.numbers, "rows": self.rows})
        self.rows, self.numbers = [], []

    def end(
        self, hidden_columns: list[int], merges: list[list[int]], percent_known: bool = True
    ) -> None:
        """End a sheet; `percent_known` is false where number formats could not be read."""
        self._flush()
        self.emit(
            {
                "marks": self.marks,
                "hidden_rows": self.hidden_rows,
                "hidden_columns": hidden_columns,
                "merges": merges,
                "formulas": self.formulas,
                "percent_known": percent_known,
            }
        )


def number_text(value: str, look: str = "", epoch: date = date(1899, 12, 30)) -> tuple[str, str]:
    """Return a stored number as text with its 15 meaningful digits, and its mark.

    `look` is what its format makes of it: date, year of a date, percent, scaled or nothing. Dates
    count from `epoch`.
    """
    if not look and value.isdigit() and value.isascii() and len(value) < 16:
        return value, ""
    try:
        number = Decimal(format(float(value), ".15g"))
    except (ValueError, ArithmeticError):
        return value, ""
    if not number.is_finite():
        return value, ""
    if look == "year" and (day := _date_text(float(number), epoch))[4:] in _WHOLE_YEAR:
        return day[:4] + "年", ""
    if look in ("date", "year"):
        return _date_text(float(number), epoch), "date"
    if look == "percent":
        return _plain(number * 100) + "%", "percent"
    return _plain(number), look


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _date_text(serial: float, epoch: date) -> str:
    try:
        moment = datetime(epoch.year, epoch.month, epoch.day) + timedelta(days=serial)
    except (OverflowError, ValueError):
        return f"{serial:g}"
    whole = not (moment.hour or moment.minute or moment.second)
    return f"{moment:%Y-%m-%d}" if whole else f"{moment:%Y-%m-%d %H:%M:%S}"
