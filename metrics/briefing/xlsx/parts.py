"""Hold the parts of a workbook: sheets with title, facts, frozen header, print setup.

Every sheet carries the facts at its head and on every printed page, and the mark of a sample.
"""

from collections.abc import Sequence
from typing import IO, Any

import xlsxwriter

from metrics.briefing.content import Briefing
from metrics.briefing.figures import Figure
from metrics.briefing.style import (
    FONTS,
    GROUND,
    HAIRLINE,
    INK,
    MUTED,
    NAVY,
    WARNING,
    WARNING_GROUND,
    WHITE,
    properties,
)
from metrics.briefing.text_fit import lines_of
from metrics.files import WORKBOOK_OPTIONS
from metrics.model.csv_file import EXACT_DIGITS
from metrics.numbers import plain
from metrics.text import needs_mark

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
_LINE = 15.5  # height of a line in points
_ACROSS, _UPRIGHT = 0.9, 1.6
"""Height of a sheet in its widths up to which it fits on a page across, and on one upright."""
_ROW_POINTS = 15.0  # height of a row by default


class Book:
    """Hold a workbook in the making, with the formats that its sheets share."""

    def __init__(self, target: IO[bytes], briefing: Briefing) -> None:
        self.briefing = briefing
        self.file = xlsxwriter.Workbook(target, WORKBOOK_OPTIONS)
        self.font = FONTS[briefing.words.language][0]
        self._names: set[str] = {"history"}
        self._wanted: dict[int, dict[str, Any]] = {}
        self._quoted: dict[int, Any] = {}
        self.looks = self._looks()
        self.file.set_properties(properties(briefing))

    def close(self) -> None:
        """Finish the file."""
        self.file.close()

    def sheet(
        self,
        name: str,
        widths: Sequence[float],
        *,
        title: str,
        below: str = "",
        color: str = f"#{NAVY}",
    ) -> "Sheet":
        """Add a sheet with its head; `widths` are those of its columns in characters."""
        return Sheet(self, self._free_name(name), widths, title, below, color)

    def look(self, **wanted: Any) -> Any:
        """Return a format in the house's font."""
        base = {"font_name": self.font, "font_size": 10, "font_color": f"#{INK}"}
        made = self.file.add_format({**base, "valign": "vcenter", **wanted})
        self._wanted[id(made)] = wanted
        return made

    def quoted(self, look: Any) -> Any:
        """Return the same format with a mark that its cell is a text, also after an edit."""
        if id(look) not in self._quoted:
            self._quoted[id(look)] = self.look(**self._wanted[id(look)], quote_prefix=True)
        return self._quoted[id(look)]

    def _looks(self) -> dict[str, Any]:
        line = {"bottom": 1, "bottom_color": f"#{HAIRLINE}", "text_wrap": True}
        figure = {**line, "align": "right"}
        header = {"bold": True, "font_color": f"#{WHITE}", "bg_color": f"#{NAVY}"}
        header |= {"text_wrap": True}
        return {
            "text": self.look(**line),
            "strong": self.look(**line, bold=True),
            "pale": self.look(**line, font_color=f"#{MUTED}"),
            "change": self.look(**line, font_color=f"#{MUTED}", indent=1),
            "figure": self.look(**figure),
            "value": self.look(**figure, num_format="#,##0.##########", bg_color=f"#{GROUND}"),
            "whole": self.look(**figure, num_format="#,##0", bg_color=f"#{GROUND}"),
            "empty": self.look(**figure, bg_color=f"#{GROUND}"),
            "plain": self.look(**line, num_format="0", align="left"),
            "missing": self.look(**figure, font_color=f"#{MUTED}"),
            "unit": self.look(**line, indent=1),
            "header": self.look(**header),
            "header of figures": self.look(**header, align="right"),
            "facts": self.look(font_color=f"#{MUTED}", font_size=9),
            "section": self.look(bold=True, font_size=12, font_color=f"#{NAVY}"),
            "sample": self.look(bold=True, font_color=f"#{WARNING}", bg_color=f"#{WARNING_GROUND}"),
        }

    def _free_name(self, wanted: str) -> str:
        """Return a name that a sheet may have and none has."""
        base = wanted.translate(_FORBIDDEN).strip(" '")[:_LONGEST_NAME].strip(" '") or "-"
        name, number = base, 1
        while name.casefold() in self._names:
            number += 1
            tail = f" {number}"
            name = base[: _LONGEST_NAME - len(tail)] + tail
        self._names.add(name.casefold())
        return name


class Sheet:
    """Hold a sheet in the making; `row` is the next free one, from 0."""

    def __init__(
        self, book: Book, name: str, widths: Sequence[float], title: str, below: str, color: str
    ) -> None:
        self.book, self.name, self.row = book, name, 0
        self.file = book.file.add_worksheet(name)
        self.widths = list(widths)
        self._height = 0.0
        self._heights: dict[int, float] = {}
        self._filter: tuple[int, int] | None = None
        for column, width in enumerate(widths):
            self.file.set_column(column, column, width)
        self.file.hide_gridlines(2)
        self.file.set_tab_color(color)
        self._head(title, below, color)
        self._set_print()

    def next(self, rows: int = 1) -> None:
        """Go on to a later row."""
        if self._height:
            self._tall(self.row, self._height)
        self._height = 0.0
        self.row += rows

    def grow(self, *lines: int) -> None:
        """Make the row as tall as so many lines need."""
        self._height = min(max(self._height, max(lines) * _LINE + 3), 409)

    def text(self, row: int, column: int, text: str, look: Any = None) -> None:
        """Write a text that stays a text, whatever it begins with."""
        look = look or self.book.looks["text"]
        if needs_mark(text):
            look = self.book.quoted(look)
        self.file.write_string(row, column, text[:_LONGEST_CELL], look)

    def wide(self, column: int, text: str, look: Any = None) -> None:
        """Write a text over all columns from one on, in as many lines as it takes."""
        look = look or self.book.looks["text"]
        last = len(self.widths) - 1
        self.file.merge_range(self.row, column, self.row, last, "", look)
        self.text(self.row, column, text, look)
        self.grow(lines_of(text, sum(self.widths[column:]) / 12, 10))

    def value(self, row: int, column: int, figure: Figure | None) -> None:
        """Write a figure's value as a number; as text beyond Excel's digits."""
        value = figure.observation.value if figure else None
        if value is None:
            self.file.write_blank(row, column, None, self.book.looks["empty"])
        elif len(value.normalize().as_tuple().digits) <= EXACT_DIGITS:
            whole = value == value.to_integral_value()
            look = self.book.looks["whole" if whole else "value"]
            self.file.write_number(row, column, float(value), look)
        else:
            self.text(row, column, plain(value), self.book.looks["figure"])

    def number(self, row: int, column: int, number: int) -> None:
        """Write a number that is not grouped: a year, the number of a source."""
        self.file.write_number(row, column, number, self.book.looks["plain"])

    def section(self, text: str) -> None:
        """Write a heading inside the sheet."""
        self.text(self.row, 0, text, self.book.looks["section"])
        self._tall(self.row, 22)
        self.row += 1

    def header(
        self,
        names: Sequence[str],
        *,
        right: range = range(0),
        freeze: bool = False,
        filtered: bool = False,
    ) -> None:
        """Write the header of a table; `right` are columns of figures.

        Frozen, it is repeated on every printed page.
        """
        for column, name in enumerate(names):
            look = self.book.looks["header of figures" if column in right else "header"]
            self.text(self.row, column, name, look)
        self._tall(self.row, 20)
        if freeze:
            self.file.freeze_panes(self.row + 1, 1)
            self.file.repeat_rows(self.row)
        if filtered:
            self._filter = (self.row, len(names) - 1)
        self.row += 1

    def print_whole(self) -> None:
        """Print the sheet on one page; only a very long one on more."""
        wide = sum(7 * width + 5 for width in self.widths) * 0.75
        ratio = sum(self._heights.get(row, _ROW_POINTS) for row in range(self.row)) / wide
        if ratio > _ACROSS:
            self.file.set_portrait()
        self.file.fit_to_pages(1, 1 if ratio < _UPRIGHT else 0)

    def _tall(self, row: int, points: float) -> None:
        self.file.set_row(row, points)
        self._heights[row] = points

    def end_filter(self) -> None:
        """Offer filters for the rows written since a filtered header."""
        if self._filter:
            first, last = self._filter
            self.file.autofilter(first, 0, max(self.row - 1, first), last)

    def _head(self, title: str, below: str, color: str) -> None:
        """Write the title, what stands below it, the facts and the mark of a sample."""
        look = self.book.look
        briefing = self.book.briefing
        heading = look(bold=True, font_size=16, font_color=f"#{NAVY}", left=5, left_color=color)
        self._tall(0, 30)
        self.text(0, 0, title, heading)
        self.row = 1
        if below:
            self.text(1, 0, below, look(font_color=color, bold=True))
            self.row += 1
        self.text(self.row, 0, " · ".join(briefing.facts), self.book.looks["facts"])
        self.row += 1
        if briefing.sample:
            for column in range(min(len(self.widths), 3)):
                self.file.write_blank(self.row, column, None, self.book.looks["sample"])
            self.text(self.row, 0, briefing.sample, self.book.looks["sample"])
            self.row += 1
        self.row += 1

    def _set_print(self) -> None:
        """Print on A4 across, one page wide, with the facts above and below."""
        briefing = self.book.briefing
        self.file.set_paper(9)
        self.file.set_landscape()
        self.file.fit_to_pages(1, 0)
        self.file.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        self.file.set_header(
            f"&L&8{_furniture(briefing.bureau, 120)}&R&8{_furniture(briefing.sample, 90)}"
        )
        scope, *others = briefing.facts[1:]
        facts = " · ".join([_furniture(scope, 110), *(_furniture(each, 50) for each in others)])
        self.file.set_footer(f"&L&8{facts}&R&8&P / &N")


def _furniture(text: str, longest: int) -> str:
    """Return a text for a page's edge: at most 255 characters, & escaped."""
    if len(text.replace("&", "&&")) > longest:
        text = text[: longest - text.count("&") - 1] + "…"
    return text.replace("&", "&&")
