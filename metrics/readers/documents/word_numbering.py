"""The numbers that Word writes before paragraphs and does not keep in their text: 一、 (二) 3.

Reads them from the numbering and the styles of a document. A form that is not known is written
as a plain number rather than left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "〇一二三四五六七八九"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
)
_DEEPEST_STYLE = 20


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int


class Numbering:
    """Counts numbered paragraphs in the order in which they are asked for."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels = _levels(numbering) if numbering is not None else {}
        self._styles = _styles(styles) if styles is not None else {}
        self._counts: dict[str, list[int]] = {}

    def label(self, paragraph: Element) -> str:
        """Return what stands before a paragraph, or an empty text; counts it."""
        number, depth = self._place(paragraph)
        levels = self._levels.get(number, {})
        level = levels.get(depth)
        if level is None or level.form in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(number, [0] * 9)
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (8 - depth)

        def written(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            known = levels.get(place, level)
            return _written(counts[place] or known.start, known.form)

        return re.sub(r"%([1-9])", written, level.text)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Return the list that a paragraph belongs to and how deep in it."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return "", 0
        own = properties.find(W + "numPr")
        style = properties.find(W + "pStyle")
        name = (style.get(W + "val") or "") if style is not None else ""
        for _ in range(_DEEPEST_STYLE):
            if own is not None:
                return _numbers(own)
            own, name = self._styles.get(name, (None, ""))
            if own is None and not name:
                break
        return _numbers(own) if own is not None else ("", 0)


def _numbers(properties: Element) -> tuple[str, int]:
    number = properties.find(W + "numId")
    depth = properties.find(W + "ilvl")
    said = depth.get(W + "val") or "" if depth is not None else ""
    level = min(int(said), 8) if said.isdecimal() and len(said) < 3 else 0
    return (number.get(W + "val") or "" if number is not None else ""), level


def _styles(styles: Element) -> dict[str, tuple[Element | None, str]]:
    """Return the numbering of each style, and the style that it rests on."""
    found: dict[str, tuple[Element | None, str]] = {}
    for style in styles.iter(W + "style"):
        based = style.find(W + "basedOn")
        parent = (based.get(W + "val") or "") if based is not None else ""
        own = style.find(f"{W}pPr/{W}numPr")
        found[style.get(W + "styleId") or ""] = (own, parent)
    return found


def _levels(numbering: Element) -> dict[str, dict[int, _Level]]:
    """Return the levels of each list, by the number that paragraphs name it with."""
    kinds = {
        kind.get(W + "abstractNumId"): {
            int(level.get(W + "ilvl") or 0): _level(level) for level in kind.iter(W + "lvl")
        }
        for kind in numbering.iter(W + "abstractNum")
    }
    lists: dict[str, dict[int, _Level]] = {}
    for each in numbering.iter(W + "num"):
        kind = each.find(W + "abstractNumId")
        if kind is not None:
            lists[each.get(W + "numId") or ""] = kinds.get(kind.get(W + "val"), {})
    return lists


def _level(level: Element) -> _Level:
    def said(name: str, otherwise: str) -> str:
        found = level.find(W + name)
        return otherwise if found is None else found.get(W + "val") or otherwise

    start = said("start", "1")
    return _Level(
        said("numFmt", "decimal"), said("lvlText", ""), int(start[:6]) if start.isdecimal() else 1
    )


def _written(number: int, form: str) -> str:
    if form in _CHINESE:
        return _chinese(number)
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((0x60 if form == "lowerLetter" else 0x40) + number)
    return str(number)


def _chinese(number: int) -> str:
    """Write a number up to 99 in Chinese, larger ones digit by digit."""
    if number > 99:
        return "".join(_HAN[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _HAN[tens]) + ("十" if tens else "") + (_HAN[ones] if ones else "")
