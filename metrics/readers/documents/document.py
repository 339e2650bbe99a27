"""What a document is once it is read: its text, and what it says of itself.

Offsets everywhere else point into `text`, which is never changed afterwards. Limits stand here,
each under a name that the reader is told when it is hit.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from metrics.i18n import Message
from metrics.problems import BrokenData, Problem

MAX_BYTES = 50 * 1024 * 1024
MAX_CHARACTERS = 1_000_000
"""Characters of one text; some hundreds of printed pages."""
MAX_PAGES = 1_000
MAX_UNPACKED = 100 * 1024 * 1024
"""Bytes that one part of a Word file may unpack to, counted while unpacking."""
MAX_MEMBERS = 5_000
"""Files inside a Word file."""
MAX_SECONDS = 30
"""Time that reading a PDF may take."""
MAX_MEMORY = 900 * 1024 * 1024
"""Memory that reading a PDF may take, where the platform can limit it."""
MAX_NODES = 300_000
"""Elements of a web page or of a Word file."""
MAX_DEPTH = 200
"""How deep elements may lie in each other; deeper ones are taken as lying side by side."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """A document that was read. `kind` is pasted, text, html, docx or pdf.

    `title`, `published` and `url` are what the document says of itself, empty or None where it
    does not. `furniture` marks lines that stand on every page, like running heads, in order: they
    are part of the text, and no figure is taken from them. `problems` never hold an error.
    """

    text: str
    name: str
    kind: str
    title: str = ""
    published: date | None = None
    url: str = ""
    problems: tuple[Problem, ...] = ()
    furniture: tuple[Span, ...] = ()

    def in_furniture(self, start: int, end: int) -> bool:
        """Whether a place lies inside what is repeated on every page."""
        place = bisect_right(self.furniture, (start, len(self.text) + 1)) - 1
        return place >= 0 and end <= self.furniture[place][1]


def refusal(code: str, text: Message, fix: Message, found: str | None = None) -> BrokenData:
    """Return the refusal of a whole document, to be raised."""
    return BrokenData([Problem(code, "error", text, fix, found=found)])


def doubt(code: str, text: Message, fix: Message | None = None, severity: str = "info") -> Problem:
    """Return what the reader should know of a document that was read all the same."""
    return Problem(code, severity, text, fix)
