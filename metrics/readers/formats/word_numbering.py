"""Compute the numbers that Word shows before paragraphs: 一、 (二) 3.

Reads them from the numbering and the styles of a document. A form that is not known is written
as a plain number rather than left out.
"""

import re
from dataclasses import dataclass
from typing import Any

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
_LEVELS = 9


def value(element: Any, otherwise: str = "") -> str:
    """Return the `w:val` of an element, or `otherwise` where either is missing."""
    return otherwise if element is None else element.get(W + "val") or otherwise


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int


class Numbering:
    """Count numbered paragraphs in the order in which they are asked for."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels = {} if numbering is None else _levels(numbering)
        self._styles = {} if styles is None else _styles(styles)
        self._counts: dict[str, list[int]] = {}

    def label(self, paragraph: Any) -> str:
        """Return what stands before a paragraph, or an empty text; counts it."""
        number, depth = self._place(paragraph)
        levels = self._levels.get(number, {})
        level = levels.get(depth)
        if level is None or level.form in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(number, [0] * _LEVELS)
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (_LEVELS - 1 - depth)

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            known = levels.get(at, level)
            return _written(counts[at] or known.start, known.form)

        return re.sub(r"%([1-9])", written, level.text)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Return the list that a paragraph belongs to and how deep in it."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        name = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        for _ in range(_DEEPEST_STYLE):
            if own is not None or not name:
                break
            own, name = self._styles.get(name, (None, ""))
        if own is None:
            return "", 0
        depth = value(own.find(W + "ilvl"))
        level = min(int(depth), _LEVELS - 1) if depth.isdecimal() and len(depth) < 3 else 0
        return value(own.find(W + "numId")), level


def _styles(styles: Any) -> dict[str, tuple[Any, str]]:
    """Return the numbering of each style, and the style that it rests on."""
    return {
        style.get(W + "styleId") or "": (
            style.find(f"{W}pPr/{W}numPr"),
            value(style.find(W + "basedOn")),
        )
        for style in styles.iter(W + "style")
    }


def _levels(numbering: Any) -> dict[str, dict[int, _Level]]:
    """Return the levels of each list, by the number that paragraphs name it with."""
    kinds = {
        kind.get(W + "abstractNumId"): {
            int(level.get(W + "ilvl") or 0): _level(level) for level in kind.iter(W + "lvl")
        }
        for kind in numbering.iter(W + "abstractNum")
    }
    return {
        each.get(W + "numId") or "": kinds.get(value(each.find(W + "abstractNumId")), {})
        for each in numbering.iter(W + "num")
    }


def _level(level: Any) -> _Level:
    start = value(level.find(W + "start"), "1")
    return _Level(
        value(level.find(W + "numFmt"), "decimal"),
        value(level.find(W + "lvlText")),
        int(start[:6]) if start.isdecimal() else 1,
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
