"""Take the figure out of a cell: without footnote marks, out of a sentence, with its unit."""

from __future__ import annotations

import re
from functools import lru_cache

from metrics.prose import read
from metrics.tables.cell_number import CellReading, NumberReader
from metrics.tables.words import without_marks

_ASIDE = re.compile(r"[(（][^()（）]*[)）]")


def figure_text(text: str, unit: str, reader: NumberReader) -> str:
    """Return the one figure of a cell as it is written, or an empty text."""
    bare = without_marks(text)
    if isinstance(reader.read(bare, unit), CellReading):
        return bare
    if not re.search(r"[\u4e00-\u9fff]{2}|[(（]", bare):
        return bare
    outside = _ASIDE.sub("", bare).strip()
    if outside != bare and isinstance(reader.read(outside, unit), CellReading):
        return outside
    return _in_sentence(bare, unit)


def _planned(text: str, start: int) -> bool:
    clause = re.split(r"[,，;；。、]", text[:start])[-1]
    return bool(re.search(r"计划|目标|任务|力争|拟|上年|去年|同期", clause))


@lru_cache(maxsize=4096)
def _in_sentence(text: str, unit: str) -> str:
    """Return the figure of a sentence; of several the only one in the metric's unit."""
    figures = [
        one
        for one in read(text).figures
        if not one.target and one.change in ("level", "share") and not _planned(text, one.start)
    ]
    if len(figures) > 1 and unit:
        figures = [one for one in figures if one.unit == unit]
    return figures[0].printed if len(figures) == 1 else ""
