"""Take the figure out of a cell: without footnote marks, out of a sentence, with its unit."""

import re
from functools import lru_cache

from metrics.numbers import plain, read_number
from metrics.prose import TextFigure, read
from metrics.tables.cell_number import CellReading, NumberReader
from metrics.tables.words import without_marks

WRITTEN_OUT = re.compile("(?=.*[百千万亿])[一二两三四五六七八九十百千万亿零〇]{3,}[余多几]?")
"""A number in Chinese numerals; shorter ones are numbers of headings."""
SHORT = re.compile("(?:[一二三四五六七八九]?十)?[一二三四五六七八九]|[一二三四五六七八九]?十|零|两")
"""A short number in Chinese numerals, which is one among figures only."""
_SHORTENED = re.compile("[百千万亿][一二三四五六七八九]$")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")


def figure_text(text: str, unit: str, reader: NumberReader) -> str:
    """Return the one figure of a cell as it is written, or an empty text."""
    bare = without_marks(text)
    if isinstance(reader.read(bare, unit), CellReading):
        return bare
    if written_out := in_digits(bare):
        return written_out
    if not re.search(r"[\u4e00-\u9fff]{2}|[(（]", bare):
        return bare
    outside = without_aside(bare)
    if outside != bare and isinstance(reader.read(outside, unit), CellReading):
        return outside
    return _in_sentence(bare, unit) or _in_sentence(outside, unit)


def without_aside(text: str) -> str:
    """Return a text without what stands in brackets: 3,922（含联合检查12）."""
    return _ASIDE.sub("", text).strip()


def in_digits(text: str) -> str:
    """Return a number that is written out in full (一百五十八), else an empty text.

    两万五 leaves out its last scale, and is asked about.
    """
    if not (WRITTEN_OUT.fullmatch(text) or SHORT.fullmatch(text)) or _SHORTENED.search(text):
        return ""
    number = read_number(text, 0)
    whole = number and number.end == len(text) and not (number.upper or number.inside)
    return plain(number.value) if number and whole else ""


def _planned(text: str, start: int) -> bool:
    clause = re.split(r"[,，;；。、]", text[:start])[-1]
    return bool(re.search(r"计划|目标|任务|力争|拟|上年|去年|同期", clause))


def further_figures(text: str, taken: str) -> list[str]:
    """Return the figures of a cell, outside brackets, that are not the one taken."""
    if taken == text or not re.search(r"[\u4e00-\u9fff%％][,，;；、和及\s]*\S*\d", text):
        return []
    printed = [one.printed for one in _reached(without_aside(text))]
    return [one for one in printed if one != taken] if taken in printed else []


@lru_cache(maxsize=4096)
def _in_sentence(text: str, unit: str) -> str:
    """Return the figure of a sentence; of several the only one in the metric's unit."""
    figures = _reached(text)
    if len(figures) > 1 and unit:
        figures = [one for one in figures if one.unit == unit]
    return figures[0].printed if len(figures) == 1 else ""


def _reached(text: str) -> list[TextFigure]:
    """Return the figures of a text that are neither plans nor changes."""
    return [
        one
        for one in read(text).figures
        if not one.target and one.change in ("level", "share") and not _planned(text, one.start)
    ]
