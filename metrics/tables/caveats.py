"""Warn of words around figures that may make them other figures than they seem.

A note below a table, its title, a header or a remark beside a figure may say that a district is
left out, that figures are preliminary, reach until October or are those of another year. Such
words are never passed over: each line is quoted, for a person to look at.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from metrics.i18n import message
from metrics.model.csv_file import read_words, split_aliases
from metrics.problems import Problem
from metrics.tables.columns import LABELS
from metrics.tables.crossing import Cell, Table
from metrics.tables.lexicon import Lexicon
from metrics.tables.words import even, line_words
from metrics.text import shown

_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:0?[1-9]|1[01]|十一|[一二三四五六七八九十])"
_UNTIL = re.compile(
    rf"截[至止](?:日期|时间)?(?:到|[:：为])?\s*(?:({_YEAR})[年./-])?{_MONTH}(?:月|[./-]\d)"
    rf"|(?<![\d年])(?:0?1|一)月?\s*[-—–~至到]+\s*{_MONTH}月|前[一二三1-3]个?季度|[一1][-—~至][二三23]季度"
    rf"|[上下]半年(?=$|[)）,，。;；]|的?数|情况|统计)|(?:为|是|系){_MONTH}月(?:份|底|末)?的?数"
)
"""A part of a year that a note or a remark gives: 截至10月底, 1—11月."""
_OF_YEAR = re.compile(
    rf"[为是系用按据以]\s*({_YEAR})(?=年|[)）]|$)"
    rf"|({_YEAR})\s*年?(?:度|末|底)?的?(?:数|值|统计(?!年鉴|局|公报)|口径|[)）]|$)"
)
"""The year that a note or a remark says figures are of: 为2023年末数."""
_OF_TIME = {"early", "another", "part"}
_DECEMBER = re.compile(
    r"(?<!至)(?:19|20)\d\d年12月(?!底|末|\d)(?:份(?!止))?|(?<![至\d—–~-])12月份(?!止)"
)
_IN_UNIT = re.compile(
    r"单位\s*(?:[:：]|均?[为是])\s*([^\s,，。;；、)）(（]{1,6})"
    r"|(?:^|[,，:：;；均额数])以\s*([^\s,，。;；、]{1,5})(?:为单位|计)"
)


def caveats(tables: Sequence[Table], lexicon: Lexicon, file_name: str = "") -> Iterator[Problem]:
    """Yield one warning of all lines around the figures and one of each remark."""
    lines: dict[str, tuple[str, str | None, int | None]] = {}
    for table in tables:
        sheet = table.sheet or None
        taken = [cell for cell in table.cells if cell.state == "taken"]
        if not taken:
            continue
        for row, text, words in _lines(table, taken, lexicon, file_name):
            lines.setdefault(text, (words, sheet, row))
        remarks = {text: (words, row) for row, text, words in reversed([*_remarks(table, taken)])}
        for text, (words, row) in reversed(remarks.items()):
            if text not in lines:
                yield doubt([text], [words], sheet=sheet, row=row)
    if lines:
        telling, sheets, rows = zip(*lines.values(), strict=True)
        yield doubt([*lines], telling, sheet=sheets[0], row=rows[0])


def doubt(
    texts: Sequence[str],
    words: Iterable[str],
    *,
    sheet: str | None = None,
    row: int | None = None,
) -> Problem:
    """Return the warning of texts whose words may change what figures mean."""
    line = "”“".join(map(shown, texts))
    telling = "”“".join(dict.fromkeys(map(shown, words)))
    what = message("“{line}” may change what the figures mean: “{words}”",
                   line=line, words=telling)  # fmt: skip
    fix = message("Check that they are still the figures of the whole year and the whole place")
    return Problem("caveat", "warning", what, fix, sheet=sheet, row=row, found=shown(texts[0]))


def caveat_words(text: str, years: Collection[int], *, kept: bool = False) -> str:
    """Return the words of a remark that may make a figure of these years another one.

    A remark that is `kept` with its figure may say of what place it is, not of what time.
    """
    if words := _listed_words(text, kept=kept):
        return words
    for match in _UNTIL.finditer(text):
        if not (match[1] and years and int(match[1]) > max(years)):
            return match[0]
    for match in _OF_YEAR.finditer(text):
        if set(years) != {int(match[1] or match[2])} and (match[1] or int(match[2]) not in years):
            return match[0]
    return ""


@lru_cache(maxsize=2)
def _words(kept: bool) -> tuple[str, ...]:
    rows = read_words("tables/caveats.csv", ("kind", "words"))
    rows = [row for row in rows if not kept or row["kind"] in _OF_TIME]
    return tuple(even(word) for row in rows for word in split_aliases(row["words"]))


@lru_cache(maxsize=20_000)
def _listed_words(text: str, *, kept: bool = False) -> str:
    flat = even(text)
    return next((word for word in _words(kept) if word in flat), "")


def _lines(
    table: Table, taken: Sequence[Cell], lexicon: Lexicon, file_name: str
) -> Iterator[tuple[int | None, str, str]]:
    """Yield row, text and telling words of lines and headers around figures."""
    view = table.block.view
    numbers = view.grid.numbers
    years = {cell.year for cell in taken if cell.year}
    for line in (*view.grid.before, view.grid.sheet or "", *table.block.titles, file_name):
        if words := _listed_words(line) or _of_a_title(line):
            yield None, line, words
    for at in sorted({*table.block.sections, *table.block.notes, *table.block.unread}):
        for _, text in view.row(at, 0, view.width):
            if words := caveat_words(text, years) or _other_unit(text, taken, lexicon):
                yield numbers[at], text, words
    for cell in taken:
        for text in (*cell.column.texts, *(label.text for _, label in cell.row.labels)):
            if (words := _listed_words(text)) and words not in even(cell.metric):
                yield None, text, words


def _of_a_title(line: str) -> str:
    """Return what a title says of a plan, or of December alone."""
    words = line_words()
    done = any(word in line for word in words["done-title"])
    planned = next((word for word in words["plan-title"] if word in line and not done), "")
    if planned:
        return planned
    return next((match[0] for match in _DECEMBER.finditer(line)), "")


def _remarks(table: Table, taken: Sequence[Cell]) -> Iterator[tuple[int, str, str]]:
    """Yield row, text and telling words of what stands beside figures."""
    view = table.block.view
    known = {c.at for c in table.columns if c.role in (*LABELS, "figure", "unit", "serial")}
    for at, year in {cell.row.at: cell.year for cell in taken}.items():
        for column, text in view.row(at, table.block.left, table.block.right):
            if column not in known and (words := caveat_words(text, {year} if year else ())):
                yield view.grid.numbers[at], text, words


def _other_unit(text: str, taken: Sequence[Cell], lexicon: Lexicon) -> str:
    """Return what a note says of the unit, where figures are taken in another."""
    for match in _IN_UNIT.finditer(text):
        named = lexicon.unit(match[1] or match[2])
        units = {cell.stated_unit or lexicon.usual_unit(cell.metric) for cell in taken}
        if named and any(lexicon.unit(unit) not in (named, None) for unit in units):
            return match[0]
    return ""
