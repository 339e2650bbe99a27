"""Hold a document that was read: its text, and what it states about itself.

Offsets everywhere else point into `text`, which is never changed afterwards.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from metrics.i18n import Message
from metrics.problems import BrokenData, Problem
from metrics.readers.grid import Grid

DocumentKind = Literal["pasted", "text", "html", "docx", "pdf"]


@dataclass(frozen=True)
class Document:
    """Hold a document's text, and what it states about itself.

    `title`, `published` and `url` are empty or None where the document states none. Lines that
    stand on every page, like running heads, are no part of the text; a problem names them.
    `tables` stand in the order of the text. `problems` never hold an error.
    """

    text: str
    name: str
    kind: DocumentKind
    title: str = ""
    published: date | None = None
    url: str = ""
    problems: tuple[Problem, ...] = ()
    tables: tuple[Grid, ...] = ()


def refusal(code: str, text: Message, fix: Message, found: str | None = None) -> BrokenData:
    """Return the refusal of a whole document, to be raised."""
    return BrokenData([Problem(code, "error", text, fix, found=found)])
