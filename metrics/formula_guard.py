"""How a text is kept from running as a formula in a spreadsheet, and how it is read back.

In files that come back through the intake an apostrophe stands before the text, and the same
apostrophe is taken off on the way in, so that a round trip changes nothing. In files that do not
come back the cell's format says that it is a text. Numbers are no texts and stay as they are.
"""

from __future__ import annotations

import re

TRIGGERS = "=+-@\t\r\n＝＋－＠"
"""First characters that some spreadsheet takes for the start of a formula."""
_RUNS = re.compile(rf"'*[{re.escape(TRIGGERS)}]")
_MARKED = re.compile(rf"'+[{re.escape(TRIGGERS)}]")


def needs_mark(text: str) -> bool:
    """Tell whether a text could run as a formula, also once an apostrophe is taken off."""
    return bool(_RUNS.match(text))


def mark_as_text(text: str) -> str:
    """Return text so that no spreadsheet runs it: with an apostrophe before a formula's start."""
    return "'" + text if needs_mark(text) else text


def without_mark(text: str) -> str:
    """Return a text without the apostrophe that `mark_as_text` puts before it."""
    return text[1:] if _MARKED.match(text) else text
