"""Hold the row: one metric of one region in one year, as an edition of a report states it.

The one place that knows the columns. Values are exact decimals; an empty value means "not
published", which is not zero. Nothing here reads a file, draws a chart or knows a page.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

from metrics.i18n import Message, message
from metrics.numbers import QualifierKey, plain


class Column(NamedTuple):
    """Describe a column of a metrics file: its name, its Chinese name, its content."""

    name: str
    zh: str
    meaning: Message


COLUMNS: tuple[Column, ...] = (
    Column("year", "年份", message("The year the figure is about, not that of publication")),
    Column("region", "地区", message("Empty means the bureau's own region")),
    Column("category", "类别", message("Required when the metric is new")),
    Column("subcategory", "子类", message("A group inside the category")),
    Column("metric", "指标", message("The canonical name, or one of its aliases")),
    Column("value", "数值", message("The exact number; empty means not published, not zero")),
    Column("unit", "单位", message("Required when the metric is new")),
    Column("qualifier", "限定", message("Whether the number is exact; empty means exact")),
    Column("upper", "上限", message("The upper bound, for ranges only")),
    Column("printed", "原文数字", message("The figure as the report prints it")),
    Column("section", "出处", message("Where in the report, like 一(二)三是")),
    Column("note", "备注", message("What a reader must know, like a changed definition")),
)
_TRANSLATED = (
    message("year"),
    message("region"),
    message("category"),
    message("subcategory"),
    message("metric"),
    message("value"),
    message("unit"),
    message("qualifier"),
    message("upper"),
    message("printed"),
    message("section"),
    message("note"),
)
"""The names of the columns as texts, which `Problem.place` translates where a file has no own."""
COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
KEY: tuple[str, ...] = ("year", "region", "category", "subcategory", "metric")
Key = tuple[int, str, str, str, str]  # the cells of a row in KEY
DECIMALS: tuple[str, ...] = ("value", "upper")  # the columns that hold exact decimals, or nothing
_DECIMAL_PLACES = tuple(map(COLUMN_NAMES.index, DECIMALS))
_REPEATED_PLACES = tuple(
    COLUMN_NAMES.index(name) for name in (*KEY[1:], "unit", "qualifier", "section")
)
"""Where texts stand that repeat from row to row."""


@dataclass(frozen=True)
class Observation:
    """Hold one row; `value` None means not published, `upper` is for ranges only."""

    year: int
    region: str
    category: str
    subcategory: str
    metric: str
    value: Decimal | None
    unit: str
    qualifier: QualifierKey = "exact"
    upper: Decimal | None = None
    printed: str = ""
    section: str = ""
    note: str = ""

    @property
    def key(self) -> Key:
        """Return the cells that must be unique in a table: see KEY."""
        return (self.year, self.region, self.category, self.subcategory, self.metric)

    @property
    def metric_key(self) -> tuple[str, str, str]:
        """Return what names the metric in every region and year, as `Metric.key` does."""
        return (self.category, self.subcategory, self.metric)

    @property
    def figure(self) -> tuple[Decimal | None, Decimal | None, str, str]:
        """Return what the row states: value, upper bound, unit and qualifier."""
        return (self.value, self.upper, self.unit, self.qualifier)

    @property
    def as_printed(self) -> str:
        """Return the printed form, else number and unit; a dash for not published."""
        return self.printed or ("—" if self.value is None else plain(self.value) + self.unit)

    def as_text(self) -> dict[str, str]:
        """Return the row as texts, one for each of COLUMN_NAMES."""
        cells = {name: getattr(self, name) for name in COLUMN_NAMES}
        return {
            name: plain(cell) if isinstance(cell, Decimal) else "" if cell is None else str(cell)
            for name, cell in cells.items()
        }


def from_text(row: Mapping[str, str]) -> Observation:
    """Return the row that `as_text` wrote; texts are taken as they stand."""
    cells: list[Any] = [row[name] for name in COLUMN_NAMES]
    cells[0] = int(cells[0])
    for place in _DECIMAL_PLACES:
        cells[place] = exact_decimal(cells[place])
    return Observation(*cells)


def to_cells(row: Observation) -> tuple[Any, ...]:
    """Return a row as database cells: decimals as texts, None for not published."""
    cells = (getattr(row, name) for name in COLUMN_NAMES)
    return tuple(plain(cell) if isinstance(cell, Decimal) else cell for cell in cells)


def from_cells(cells: Sequence[Any]) -> Observation:
    """Return the row that `to_cells` wrote; texts that repeat share their memory."""
    own = list(cells)
    for place in _DECIMAL_PLACES:
        if own[place] is not None:
            own[place] = Decimal(own[place])
    for place in _REPEATED_PLACES:
        own[place] = sys.intern(own[place])
    return Observation(*own)


def row_dict(row: Observation) -> dict[str, Any]:
    """Return a row for JSON: the year a number, values exact decimal texts or null."""
    return dict(zip(COLUMN_NAMES, to_cells(row), strict=True))


def exact_decimal(text: str) -> Decimal | None:
    """Read a plain number like 1360000 or -26.9; None for others (1e5, 1_000, nan)."""
    plainly = _PLAIN.fullmatch(text.strip())
    return Decimal(plainly.group()) if plainly else None


def to_table(observations: Iterable[Observation]) -> pd.DataFrame:
    """Return observations as the typed table that everything else reads.

    Columns: those of COLUMN_NAMES, and `number` (float, for drawing only). `value` and `upper`
    hold exact Decimals or None; texts that repeat are categoricals; rows keep their order.
    """
    rows = list(observations)
    table = pd.DataFrame({name: [getattr(row, name) for row in rows] for name in COLUMN_NAMES})
    table["number"] = pd.Series(
        [float("nan") if row.value is None else float(row.value) for row in rows], dtype="float64"
    )
    table["year"] = table["year"].astype("int16")
    for name in ("region", "category", "subcategory", "metric", "unit", "qualifier"):
        table[name] = table[name].astype("category")
    for name in DECIMALS:
        table[name] = table[name].astype(object).where(table[name].notna(), None)
    return table


def from_table(table: pd.DataFrame) -> list[Observation]:
    """Return the rows of a typed table as observations, in order."""
    columns = [table[name].tolist() for name in COLUMN_NAMES]
    return [Observation(*cells) for cells in zip(*columns, strict=True)]
