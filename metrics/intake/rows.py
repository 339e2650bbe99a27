"""From rows of text to observations: every row is taken, or listed with the reason why not.

What people repeat (names, units, years, values) is understood once and remembered, so that a row
costs little. Problems are collected at their cells; a row with an error gives no observation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from metrics.i18n import Message, message
from metrics.intake.headers import heading
from metrics.intake.layout import Layout
from metrics.intake.names import Names
from metrics.intake.problem_collector import Findings
from metrics.intake.row_key import Identities, Identity
from metrics.intake.row_value import Quantities, Quantity
from metrics.intake.skipped_rows import is_note, is_total, row_text
from metrics.model.catalogue import fold
from metrics.model.dataset import YEARS
from metrics.model.observation import COLUMN_NAMES, Observation
from metrics.numbers import HAN_YEAR, han_digits
from metrics.readers.grid import Grid
from metrics.readers.limits import MAX_FAULTY_ROWS
from metrics.text import clean, is_markup, shown

_YEAR = re.compile(r"(?:fy|cy)?(\d{4})(?:\.0+)?\s*(?:年度?)?", re.IGNORECASE)
_HANZI_YEAR = re.compile(f"({HAN_YEAR})年?度?")
_TEXTS = ("printed", "section", "note")


class NotTaken(NamedTuple):
    """A row that gave no observation: its number, the kind of reason, the reason, its text."""

    row: int
    code: str
    reason: Message
    text: str


@dataclass
class Taken:
    """The observations of a file, the row each came from, and the rows not taken.

    `named` are region, category, sub-category and metric of all rows (`Identities.named`).
    """

    observations: list[Observation]
    rows: list[int]
    not_taken: list[NotTaken]
    empty: int = 0
    named: frozenset[tuple[str, str, str, str]] = frozenset()


class RowReader:
    """Reads the rows below a header."""

    def __init__(
        self, names: Names, layout: Layout, grid: Grid, findings: Findings, delimiter: str | None
    ) -> None:
        self.layout, self.grid, self.findings = layout, grid, findings
        self.identities = Identities(names, layout, findings)
        self.quantities = Quantities(names, layout, grid, findings, delimiter)
        self.delimiter = delimiter
        self.names = names
        self.width = max([len(layout.names), *(at + 1 for at in layout.columns.values())])
        self.years: dict[str, int | None] = {}
        self.texts: dict[str, str] = {}
        self.taken = Taken([], [], [])
        self.seen_notes: set[int] = set()
        self.faulty = 0

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
        self.taken.named = self.identities.named()
        return self.taken

    def _row(self, number: int, picked: tuple[str, ...], cells: list[str]) -> None:
        year = self._year(picked[0])
        identity = self.identities.of(picked[1], picked[2], picked[3], picked[4], picked[6])
        ordinary = (
            year is not None and not identity.odd and cells[0][:1] not in "合总小共累本注备说*※"
        )
        if not ordinary and self._set_aside(number, year, picked, cells, identity):
            return
        value, texts = picked[5], [self._text(text) for text in picked[9:12]]
        stated = picked[7].strip() or picked[8].strip() or any(texts)
        if not value.strip() and not stated:
            self._skip_empty(number, cells)
            return
        failed = self._year_failed(number, year, picked[0])
        failed |= self.identities.report(identity, number)
        quantity = self.quantities.of(number, picked, identity)
        if failed or quantity is None or year is None:
            self.faulty += 1
            reason = message("The row has an error")
            self.taken.not_taken.append(NotTaken(number, "error", reason, row_text(cells)))
            return
        self._keep(number, year, identity, quantity, texts)

    def _stopped(self, number: int) -> None:
        self.findings.add(
            "too-many-errors",
            "error",
            message(
                "More than {limit} rows have errors; the rows below were not read",
                limit=f"{MAX_FAULTY_ROWS:,}",
            ),
            message("Mend what most of them have in common, and bring the file again"),
            number,
        )

    def _keep(
        self, number: int, year: int, identity: Identity, quantity: Quantity, texts: list[str]
    ) -> None:
        self.taken.observations.append(
            Observation(
                year,
                identity.region,
                identity.category,
                identity.subcategory,
                identity.metric,
                quantity.value,
                quantity.unit,
                quantity.qualifier,
                quantity.upper,
                texts[0] or quantity.printed,
                texts[1],
                texts[2],
            )
        )
        self.taken.rows.append(number)
        for name, text in zip(_TEXTS, texts, strict=True):
            if text and "<" in text and is_markup(text):
                self._markup(number, name, text)

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
        folded = fold(text)
        if found := _HANZI_YEAR.fullmatch(folded):
            year: int | None = int(han_digits(found.group(1)))
        else:
            found = _YEAR.fullmatch(folded)
            year = int(found.group(1)) if found else None
        return year if year in YEARS else None

    def _year_failed(self, number: int, year: int | None, raw: str) -> bool:
        at = self.layout.columns.get("year", -1)
        dated = self.grid.marks.get((number, at)) == "date"
        if year is not None and not dated:
            return False
        text = clean(raw)
        said = message("“{found}” is not a year from 1949 to 2100", found=shown(text))
        if not text:
            said = message("The row does not say which year it is about")
        elif dated:
            said = message("“{found}” is a date, not a year", found=shown(text))
        self.findings.add(
            "year",
            "error",
            said,
            message("Write the year in four digits, like 2025"),
            number,
            self.layout.name("year"),
            found=text,
        )
        return True

    def _set_aside(
        self,
        number: int,
        year: int | None,
        picked: Sequence[str],
        cells: Sequence[str],
        identity: Identity,
    ) -> bool:
        """List a row that is no data row, and say so; return whether it was one."""
        texts = [clean(cell) for cell in cells if cell.strip()]
        if not texts:
            return True
        code, reason = self._kind(year, picked, texts, identity)
        if reason is None:
            return False
        if number not in self.seen_notes:
            self.seen_notes.add(number)
            self._not_taken(number, code, reason, cells)
        return True

    def _kind(
        self, year: int | None, picked: Sequence[str], texts: list[str], identity: Identity
    ) -> tuple[str, Message | None]:
        named = [clean(picked[at]) for at in (4, 1, 2, 3)]
        if sum(heading(text).column in COLUMN_NAMES for text in texts) > max(2, len(texts) // 2):
            return "header-again", message("The header is repeated here")
        if not identity.known and any(map(is_total, [texts[0], *named])):
            return "total", message("A total; totals are not taken, the parts are")
        whole = year is not None and picked[4].strip() and picked[5].strip()
        if not whole and any(is_note(text) for text in [texts[0], *named[:1]]):
            return "note", message("A note, not a figure")
        if not picked[4].strip() and not picked[5].strip():
            return "no-figure", message("Neither a metric nor a value stands here")
        if len(texts) == 1 and not identity.known:
            return "note", message("A line of text, not a figure")
        return "", None

    def _not_taken(self, number: int, code: str, reason: Message, cells: Sequence[str]) -> None:
        text = row_text(cells)
        self.taken.not_taken.append(NotTaken(number, code, reason, text))
        self.findings.add(
            "not-taken-" + code,
            "info",
            message("Not taken: {reason}", reason=reason),
            None,
            number,
            None,
            found=shown(text),
        )

    def _skip_empty(self, number: int, cells: Sequence[str]) -> None:
        self.taken.empty += 1
        reason = message("The value is empty: not published, which is not 0")
        self._not_taken(number, "empty-value", reason, cells)

    def _too_wide(self, number: int, cells: list[str]) -> None:
        self.findings.add(
            "row-width",
            "error",
            message(
                "The row has {found} cells, the header {expected}",
                found=len(cells),
                expected=self.width,
            ),
            message(
                "Write numbers without thousands separators, and put quotes around a text "
                "that holds a separator"
            ),
            number,
            None,
            found=shown(row_text(cells)),
        )
        reason = message("The row has more cells than the header")
        self.taken.not_taken.append(NotTaken(number, "row-width", reason, row_text(cells)))

    def _markup(self, number: int, name: str, text: str) -> None:
        self.findings.add(
            "markup",
            "warning",
            message(
                "“{found}” looks like HTML; it is kept and shown as plain text", found=shown(text)
            ),
            message("Remove it if it is not meant"),
            number,
            self.layout.name(name),
            found=shown(text),
        )


def edited(
    grid: Grid, layout: Layout, edits: Mapping[tuple[int, str], str]
) -> tuple[Sequence[list[str]], list[tuple[int, str]]]:
    """Return the rows with corrections put in, and the places of those that fit no cell.

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
