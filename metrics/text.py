"""Hold how texts are cleaned, shown, and kept harmless in tables, databases and XML.

Cleaning changes nothing that a reader sees: NFC, outer spaces, zero-width characters, and the
apostrophe by which an export marks a text. Imports only the standard library: the processes that
read people's files load this module and little else.
"""

import json
import re
import unicodedata
from bisect import bisect_left

CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
DIRECTION_MARKS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Embeddings, overrides and isolates: they turn the direction of the text behind them."""
INVISIBLE = dict.fromkeys(
    [
        *range(0x200B, 0x2010),  # zero width space, joiners, direction marks
        *range(0x2060, 0x2070),  # word joiner, deprecated format characters
        *DIRECTION_MARKS,
        0x00AD,  # soft hyphen
        0xFEFF,  # byte order mark inside a text
        *(code for code in CONTROLS if code not in (0x09, 0x0A, 0x0D)),
    ]
)
LINE_ENDS = re.compile(r"\r\n?")
SHOWN_LENGTH = 40
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
"""First characters that some spreadsheet takes for the start of a formula."""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_RUNS = re.compile(rf"'*[{re.escape(FORMULA_STARTS)}]")
_MARKED = re.compile(rf"'+[{re.escape(FORMULA_STARTS)}]")
_FORMULA = re.compile(r"=|[@+\-][^|!(]*[|!(]")
_MARKUP = re.compile(r"<[a-zA-Z!/?]")
_FORBIDDEN_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TITLE_END = re.compile(
    r"(?:报告书?|報告|总结|總結|公报|年报|简报|通报|情况|讲话|汇报|通知|公告|意见|要点|说明|說明|计划|安排|打算|思路"
    r"|方案|规划|纲要|实事|项目|清单|目标|任务书?|责任书|谋划|展望|小结|回顾)"
    r"(?:[(（][^()（）]{0,20}[)）])?(?:摘要|摘编|节选|撮要|節錄|节录)?(?:[(（][^()（）]{0,20}[)）])?$"
)
_TITLE_STOPS = re.compile("[,，。;；:：>|]")


def clean(text: str) -> str:
    """Return a cell's text as it is kept: NFC, trimmed, without invisible characters."""
    if text.isascii() and text.isprintable():
        text = text.strip()
    else:
        text = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text).translate(INVISIBLE)).strip()
    return without_mark(text)


def is_formula(text: str) -> bool:
    """Check whether a raw cell would run as a formula, like =A1+B1 or +cmd|…."""
    return bool(_FORMULA.match(text.lstrip()))


def is_markup(text: str) -> bool:
    """Check whether a text holds something like an HTML tag."""
    return bool(_MARKUP.search(text))


def needs_mark(text: str) -> bool:
    """Check whether a text could run as a formula, also once unmarked."""
    return bool(_RUNS.match(text))


def mark_as_text(text: str) -> str:
    """Return a text with an apostrophe where a spreadsheet would run it as a formula.

    The intake takes the apostrophe off (`without_mark`), so a round trip changes nothing.
    """
    return "'" + text if needs_mark(text) else text


def without_mark(text: str) -> str:
    """Return a text without the apostrophe that `mark_as_text` puts before it."""
    return text[1:] if _MARKED.match(text) else text


def storable(text: str) -> str:
    """Return a text with � for what no database keeps: NUL and lone surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", REPLACEMENT) if text else text


def is_storable(text: str) -> bool:
    """Check whether every database keeps a text as it is."""
    return storable(text) == text


def for_xml(text: str, mark: str = REPLACEMENT) -> str:
    """Return a text with a mark for each character that XML forbids; lengths stay."""
    return _FORBIDDEN_IN_XML.sub(mark, text)


class Compact:
    """Hold a text without its white space, which programs set differently."""

    def __init__(self, text: str) -> None:
        self.text = "".join(text.split())
        self._places = [at for at, letter in enumerate(text) if not letter.isspace()]

    def of(self, start: int, end: int) -> range:
        """Return the place in the compact text of a place in the whole."""
        return range(bisect_left(self._places, start), bisect_left(self._places, end))

    def whole(self, place: range) -> tuple[int, int]:
        """Return the start and end in the whole text of a place in the compact one."""
        return (self._places[place.start], self._places[place.stop - 1] + 1) if place else (0, 0)


def shown(text: str) -> str:
    """Return a text for a message: one short line, invisible characters named."""
    if len(text) <= SHOWN_LENGTH and text.isprintable():
        return text
    visible = "".join(_visible(c) for c in text[: SHOWN_LENGTH + 1])
    return visible[:SHOWN_LENGTH] + "…" if len(text) > SHOWN_LENGTH else visible


def printable(text: str) -> str:
    """Return a text on one line with unprintable characters escaped as in JSON."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def on_screen(text: str) -> str:
    """Return lines for a terminal, invisible and direction characters named."""
    if text.isprintable():
        return text
    return "".join(c if c == "\n" else _visible(c) for c in text)


def safe_name(name: str) -> str:
    """Return a file's claimed name without folders, control and direction characters."""
    last = re.split(r"[/\\:]", name)[-1]
    kept = "".join(_visible(c) for c in last).strip(" .")
    return kept[:80] or "?"


def _visible(character: str) -> str:
    if character in "\n\r\t":
        return " "
    if ord(character) in INVISIBLE or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co"):
        return f"[U+{ord(character):04X}]"
    return character


def reads_like_title(line: str) -> bool:
    """Check whether a line ends like the title of a report or plan and is one clause."""
    fits = 6 <= len(line) <= 60 and not _TITLE_STOPS.search(line)
    return fits and _TITLE_END.search(line) is not None
