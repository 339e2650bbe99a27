"""Turn rows of text into observations; a row that is not taken is listed with the reason.

What repeats (names, units, years, values) is read once and kept, so that a row costs little.
Problems are collected at their cells; a row with an error gives no observation.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from metrics.i18n import Message, message
from metrics.intake.layout import Layout
from metrics.intake.problem_collector import ProblemCollector
from metrics.intake.row_key import RowKey, RowKeys, looks_like_markup
from metrics.intake.row_value import RowValue, RowValues
from metrics.model.catalogue import fold
from metrics.model.dataset import YEARS
from metrics.model.observation import COLUMN_NAMES, Observation
from metrics.numbers import HAN_YEAR, han_digits
from metrics.problems import Problem
from metrics.readers.grid import Grid
from metrics.readers.limits import MAX_FAULTY_ROWS
from metrics.tables.headers import heading
from metrics.tables.names import Names
from metrics.tables.set_aside import is_note, is_total, row_text
from metrics.tables.words import without_tick
from metrics.text import clean, is_markup, shown

_YEAR = re.compile(r"(?:fy|cy)?(\d{4})(?:\.0+)?\s*(?:年度?)?", re.IGNORECASE)
_HANZI_YEAR = re.compile(f"({HAN_YEAR})年?度?")
_TEXTS = ("printed", "section", "note")


class NotTaken(NamedTuple):
    """Hold a row that gave no observation: number, kind of reason, reason, text."""

    row: int
    code: str
    reason: Message
    text: str


@dataclass
class Taken:
    """Hold the observations of a file, the row of each, and the rows not taken.

    `named` are region, category, sub-category and metric of rows with an error (`RowKeys.named`).
    """

    observations: list[Observation]
    rows: list[int]
    not_taken: list[NotTaken]
    empty: int = 0
    named: frozenset[tuple[str, str, str, str]] = frozenset()


class RowReader:
    """Read the rows below a header."""

    def __init__(
        self,
        names: Names,
        layout: Layout,
        grid: Grid,
        collector: ProblemCollector,
        delimiter: str | None,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        self.layout, self.grid, self.collector = layout, grid, collector
        self.keys = RowKeys(names, layout, collector, answers or {})
        self.values = RowValues(names, layout, grid, collector, delimiter)
        self.delimiter = delimiter
        self.names = names
        self.width = max([len(layout.names), *(at + 1 for at in layout.columns.values())])
        self.years: dict[str, int | None] = {}
        self.texts: dict[str, str] = {}
        self.taken = Taken([], [], [])
        self.seen_notes: set[int] = set()
        self.faulty = 0
        self.failed: list[RowKey] = []

    def read(self) -> Taken:
        """Return what the rows hold."""
        first = self.layout.last + 1
        places = [self.layout.columns.get(name, self.width) for name in COLUMN_NAMES]
        pick = itemgetter(*places)
        pad = [""] * (self.width + 1)
        for number, cells in zip(self.grid.numbers[first:], self.grid.rows[first:], strict=True):
            if not any(cells):
                continue
            size = len(cells)
            extra = cells[self.width :]
            if extra and any(cell.strip() for cell in extra) and self.delimiter:
                self._too_wide(number, cells)
                continue
            picked = pick(cells[: self.width] + pad[min(size, self.width) :])
            self._row(number, picked, cells)
            if self.faulty > MAX_FAULTY_ROWS:
                self._stopped(number)
                break
        self.taken.named = self.keys.named(self.failed)
        return self.taken

    def _row(self, number: int, picked: tuple[str, ...], cells: list[str]) -> None:
        year = self._year(picked[0])
        key = self.keys.of(picked[1], picked[2], picked[3], picked[4], picked[6])
        ordinary = year is not None and not key.odd and cells[0][:1] not in "合总小共累本注备说*※"
        if not ordinary and self._set_aside(number, year, picked, cells, key):
            return
        value, texts = picked[5], [self._text(text) for text in picked[9:12]]
        other = picked[7].strip() or picked[8].strip() or any(texts)
        if not value.strip() and not other:
            self._skip_empty(number, cells)
            return
        failed = self._year_failed(number, year, picked[0])
        failed |= self.keys.report(key, number)
        row_value = self.values.of(number, picked, key)
        if failed or row_value is None or year is None:
            self.faulty += 1
            self.failed.append(key)
            reason = message("The row has an error")
            self.taken.not_taken.append(NotTaken(number, "error", reason, row_text(cells)))
            return
        self._keep(number, year, key, row_value, texts)

    def _stopped(self, number: int) -> None:
        text = message(
            "More than {limit} rows have errors; the rows below were not read",
            limit=f"{MAX_FAULTY_ROWS:,}",
        )
        fix = message("Mend what most of them have in common, and bring the file again")
        self.collector.add(Problem("too-many-errors", "error", text, fix, row=number))

    def _keep(
        self, number: int, year: int, key: RowKey, row_value: RowValue, texts: list[str]
    ) -> None:
        self.taken.observations.append(
            Observation(
                year,
                key.region,
                key.category,
                key.subcategory,
                key.metric,
                row_value.value,
                row_value.unit,
                row_value.qualifier,
                row_value.upper,
                texts[0] or row_value.printed,
                texts[1],
                texts[2],
            )
        )
        self.taken.rows.append(number)
        for name, text in zip(_TEXTS, texts, strict=True):
            if text and "<" in text and is_markup(text):
                problem = looks_like_markup(self.layout.name(name), shown(text))
                self.collector.add(replace(problem, row=number))

    def _text(self, raw: str) -> str:
        if not raw:
            return ""
        text = self.texts.get(raw)
        if text is None:
            text = self.texts[raw] = clean(raw)
        return text

    def _year(self, raw: str) -> int | None:
        if raw in self.years:
            return self.years[raw]
        self.years[raw] = year = self._read_year(clean(raw))
        return year

    def _read_year(self, text: str) -> int | None:
        if not text and "year" not in self.layout.columns:
            return self.layout.title_year
        folded = fold(without_tick(text))
        if match := _HANZI_YEAR.fullmatch(folded):
            year: int | None = int(han_digits(match.group(1)))
        else:
            match = _YEAR.fullmatch(folded)
            year = int(match.group(1)) if match else None
        return year if year in YEARS else None

    def _year_failed(self, number: int, year: int | None, raw: str) -> bool:
        at = self.layout.columns.get("year", -1)
        dated = self.grid.marks.get((number, at)) == "date"
        if year is not None and not dated:
            return False
        text = clean(raw)
        what = message("“{found}” is not a year from 1900 to 2100", found=shown(text))
        if not text:
            what = message("The row does not say which year it is about")
        elif dated:
            what = message("“{found}” is a date, not a year", found=shown(text))
        fix = message("Write the year in four digits, like 2025")
        name = self.layout.name("year")
        self.collector.add(Problem("year", "error", what, fix, row=number, column=name, found=text))
        return True

    def _set_aside(
        self,
        number: int,
        year: int | None,
        picked: Sequence[str],
        cells: Sequence[str],
        key: RowKey,
    ) -> bool:
        """List a row that is no data row with its reason; return whether it was one."""
        texts = [clean(cell) for cell in cells if cell.strip()]
        if not texts:
            return True
        code, reason = self._kind(year, picked, texts, key)
        if reason is None:
            return False
        if number not in self.seen_notes:
            self.seen_notes.add(number)
            self._not_taken(number, code, reason, cells)
        return True

    def _kind(
        self, year: int | None, picked: Sequence[str], texts: list[str], key: RowKey
    ) -> tuple[str, Message | None]:
        if key.left_out:
            return "left-out", message("Left out, as was answered")
        named = [clean(picked[at]) for at in (4, 1, 2, 3)]
        if sum(heading(text).column in COLUMN_NAMES for text in texts) > max(2, len(texts) // 2):
            return "header-again", message("The header is repeated here")
        if is_total(named[1]) and not self.keys.is_own(named[1]):
            return "total", message("A total; totals are not taken, the parts are")
        if not key.known and any(map(is_total, [texts[0], *named])):
            return "total", message("A total; totals are not taken, the parts are")
        whole = year is not None and picked[4].strip() and picked[5].strip()
        if not whole and any(is_note(text) for text in [texts[0], *named[:1]]):
            return "note", message("A note, not a figure")
        if not picked[4].strip() and not picked[5].strip():
            return "no-figure", message("Neither a metric nor a value stands here")
        if len(texts) == 1 and not key.known:
            return "note", message("A line of text, not a figure")
        return "", None

    def _not_taken(self, number: int, code: str, reason: Message, cells: Sequence[str]) -> None:
        text = row_text(cells)
        self.taken.not_taken.append(NotTaken(number, code, reason, text))
        what = message("Not taken: {reason}", reason=reason)
        self.collector.add(
            Problem("not-taken-" + code, "info", what, row=number, found=shown(text))
        )

    def _skip_empty(self, number: int, cells: Sequence[str]) -> None:
        self.taken.empty += 1
        reason = message("The value is empty: not published, which is not 0")
        self._not_taken(number, "empty-value", reason, cells)

    def _too_wide(self, number: int, cells: list[str]) -> None:
        text = row_text(cells)
        what = message(
            "The row has {found} cells, the header {expected}",
            found=len(cells),
            expected=self.width,
        )
        fix = message(
            "Write numbers without thousands separators, and put quotes around a text "
            "that holds a separator"
        )
        self.collector.add(Problem("row-width", "error", what, fix, row=number, found=shown(text)))
        reason = message("The row has more cells than the header")
        self.taken.not_taken.append(NotTaken(number, "row-width", reason, text))


def edited(
    grid: Grid, layout: Layout, edits: Mapping[tuple[int, str], str]
) -> tuple[Sequence[list[str]], list[tuple[int, str]]]:
    """Return the rows with corrections, and the places of those that fit no cell.

    A column may be named as in the file, by its known name or by its letters.
    """
    from metrics.readers.grid import column_letter

    index = {number: at for at, number in enumerate(grid.numbers)}
    rows = list(grid.rows)
    unknown: list[tuple[int, str]] = []
    for (number, column), text in edits.items():
        at = layout.columns.get(column)
        if at is None and column in layout.names:
            at = layout.names.index(column)
        if at is None:
            letters = {column_letter(i): i for i in range(len(layout.names))}
            at = letters.get(column)
        if at is None or number not in index:
            unknown.append((number, column))
            continue
        row = rows[index[number]]
        wider = row + [""] * (at + 1 - len(row))
        wider[at] = text
        rows[index[number]] = wider
    return rows, unknown
