"""What a sheet holds, counted against the limits and written in portions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

PORTION = 4_000
Cells = dict[int, str]
Emit = Callable[[dict[str, Any]], None]


class Refused(Exception):
    """The workbook is not read; `code` says why and `values` fill the message."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class SheetWriter:
    """Counts what a sheet holds against the limits and writes its rows in portions."""

    def __init__(self, emit: Emit, limits: dict[str, int]) -> None:
        self.emit, self.limits = emit, limits
        self.characters = 0

    def start(self, name: str, hidden: bool) -> None:
        self.emit({"sheet": name, "hidden": hidden})
        self.rows: list[list[str]] = []
        self.numbers: list[int] = []
        self.count = self.formulas = 0
        self.marks: list[tuple[int, int, str]] = []
        self.hidden_rows: list[int] = []

    def add(self, number: int, cells: Cells) -> None:
        width = max(cells) + 1
        if width > self.limits["columns"]:
            raise Refused("too-many-columns", row=number, found=width)
        self.count += 1
        if self.count > self.limits["rows"]:
            raise Refused("too-many-rows")
        row = [cells.get(i, "") for i in range(width)]
        longest = max(map(len, row))
        if longest > self.limits["cell"]:
            raise Refused("cell-too-long", row=number)
        self.characters += sum(map(len, row))
        if self.characters > self.limits["characters"]:
            raise Refused("too-much-text")
        self.rows.append(row)
        self.numbers.append(number)
        if len(self.rows) >= PORTION:
            self.flush()

    def flush(self) -> None:
        self.emit({"numbers": self.numbers, "rows": self.rows})
        self.rows, self.numbers = [], []

    def end(self, hidden_columns: list[int], merges: list[list[int]], percent: bool = True) -> None:
        self.flush()
        self.emit(
            {
                "marks": self.marks,
                "hidden_rows": self.hidden_rows,
                "hidden_columns": hidden_columns,
                "merges": merges,
                "formulas": self.formulas,
                "percent_known": percent,
            }
        )


def number_text(value: str, look: str, epoch: date) -> tuple[str, str]:
    """Return a stored number as text with its 15 meaningful digits, and its mark."""
    if not look and value.isdigit() and value.isascii() and len(value) < 16:
        return value, ""
    try:
        number = Decimal(format(float(value), ".15g"))
    except (ValueError, ArithmeticError):
        return value, ""
    if not number.is_finite():
        return value, ""
    if look == "date":
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
