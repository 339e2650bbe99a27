"""Fit texts into files: clean, measure, break and shorten them.

Widths are estimates that rather say too much; no font is opened.
"""

import math
import re

from metrics.text import for_xml

_NARROW = set(" .,:;'|!()[]ijlftI1-")
_WIDE = set("MWmw@%&")
LINE = 1.35  # height of a line in sizes of its font


def clean(text: str) -> str:
    """Return a text in one line without what XML forbids, which becomes �."""
    return " ".join(for_xml(text).split())


def clean_part(text: str) -> str:
    """Return a part of a sentence like `clean`, with the spaces at its ends."""
    return re.sub(r"\s+", " ", for_xml(text))


def ems(text: str) -> float:
    """Return the width of a text in sizes of its font."""
    return sum(_em(character) for character in text)


def _em(character: str) -> float:
    if ord(character) > 0x2E7F or character in "“”‘’…—":
        return 1.0
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.9
    return 0.7 if character.isupper() else 0.56


def inches(text: str, size: float) -> float:
    """Return the width of a text in inches at a size in points."""
    return ems(text) * size / 72


def lines_of(text: str, width: float, size: float) -> int:
    """Return how many lines a text takes in a width of inches at a size in points."""
    if not text:
        return 1
    room, lines, used = max(width * 72 / size, 1.0), 1, 0.0
    for word in re.findall(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+", text):
        long = ems(word)
        if used + ems(word.rstrip()) <= room:
            used += long
        elif ems(word.rstrip()) <= room:
            lines, used = lines + 1, long
        else:
            whole = used + long
            lines += math.ceil(whole / room) - 1
            used = whole % room
    return lines


def height_of(text: str, width: float, size: float) -> float:
    """Return the height in inches of a text in a width of inches."""
    return lines_of(text, width, size) * size * LINE / 72


def fitted(text: str, width: float, size: float, lines: int) -> str:
    """Return a text cut with … so that it takes no more than so many lines."""
    if lines_of(text, width, size) <= lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if lines_of(text[:middle] + "…", width, size) <= lines:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def size_for(text: str, width: float, largest: float, smallest: float, lines: int = 1) -> float:
    """Return the largest size in points at which a text fits so many lines."""
    size = largest
    while size > smallest and lines_of(text, width, size) > lines:
        size -= 0.5
    return size


def mixed(color: str, share: float) -> str:
    """Return a share of a colour (#rrggbb) on white, as RRGGBB."""
    digits = color.removeprefix("#")
    channels = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    parts = [round(each * share + 255 * (1 - share)) for each in channels]
    return "".join(f"{part:02X}" for part in parts)
