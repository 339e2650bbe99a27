"""Recognise rows that are no data: totals, notes and what else stands around a table."""

import re
from collections.abc import Sequence
from functools import lru_cache

from metrics.tables.names import folded_name
from metrics.tables.words import even, line_words
from metrics.text import clean

_TOTALS = {"合计", "总计", "小计", "共计", "累计", "总和", "总数", "本页小计", "本页合计", "合计数"}
_TOTALS |= {
    "total",
    "totals",
    "subtotal",
    "subtotals",
    "sub-total",
    "grandtotal",
    "sum",
    "全部合计",
}
_TOTAL = re.compile(
    r"(合\s*计|总\s*计|小\s*计|共\s*计)([(:：（].*)?|.{0,12}(合计|小计|总计)", re.DOTALL
)
_NOTE = re.compile(
    r"[（(]?(备?注|说明|附注|注释|数据来源|资料来源|来源|填报?说明|填表|填报|制表|审核|联系|统计口径|口径"
    r"|单位负责人|notes?|sources?|remarks?|prepared|checked)\s*\d*[)）]?\s*[:：.、]|[*※☆]|\d+[.、]\s*\D|[①-⑳]",
    re.IGNORECASE,
)
_AFTER_FIELD = re.compile(r"\s*\d*[)）]?(?:\([^()]{1,8}\))?\s*[:：.、]")
_FIELD = re.compile(r"([\u4e00-\u9fff]{2,8}?)(?:\([^()]{1,8}\))?:(?=.)")
"""The name of a field of a form with what is filled in: 编制单位（盖章）：某局."""


def is_total(text: str) -> bool:
    """Return whether a cell names a total or subtotal row."""
    return bool(text) and (folded_name(text) in _TOTALS or bool(_TOTAL.fullmatch(text)))


def is_note(text: str) -> bool:
    """Return whether a text begins like a footnote, a source or a signature line."""
    return bool(_NOTE.match(text)) or line_kind(text) == "note"


@lru_cache(maxsize=10_000)
def line_kind(text: str) -> str:
    """Return note, info or again for a line that begins like one, else an empty text."""
    words, flat = line_words(), even(text).lstrip("(（[*")
    if any(word in even(text) for word in words["again"]) and len(flat) < 40:
        return "again"
    for kind in ("note", "info"):
        for word in words[kind]:
            if flat.startswith(word) and _AFTER_FIELD.match(flat[len(word) :]):
                return kind
    if (field := _FIELD.match(flat)) and (kind := field_kind(field[1])):
        return kind
    first = even(re.split(r"\s", text.strip(), maxsplit=1)[0])
    if first != even(text) and first in words["note"]:
        return "note"
    if re.match(r"[*※☆①-⑳⑴-⒇¹²³]|\[\d\]", text):
        return "note"
    return ""


def field_kind(name: str) -> str:
    """Return note or info for the name of a form's field that ends like one (审定日期)."""
    for kind, ends in (("note", "note-end"), ("info", "info-end")):
        if name.endswith(line_words()[ends]):
            return kind
    return ""


def names_unit(text: str) -> bool:
    """Return whether a line says the unit of what stands below it: 单位：万元."""
    return even(text).lstrip("(（").startswith(tuple(f"{word}:" for word in line_words()["unit"]))


def row_text(cells: Sequence[str]) -> str:
    """Return the cells of a row as one line."""
    return " | ".join(clean(cell) for cell in cells if cell.strip())[:500]
