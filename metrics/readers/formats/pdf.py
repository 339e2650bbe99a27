"""PDF with a text layer by pypdf, page by page, with the lines that stand on most pages.

Nothing is recognised from pictures: a scan gives pages without text.
"""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

from pypdf import PdfReader

from metrics.readers.formats.process import Emit, Limits, Refused

_EDGE_LINES = 2
"""Lines at either end of a page that may be repeated on others."""
_MAX_EDGE = 200
"""Characters of a line that may be a running head; longer ones are text."""
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–·|/]*\d{1,4}[\s\-—–·|/]*$|[\s\-—–·|]+\d{1,4}[\s\-—–·|]*$"
    r"|第\s*\d{1,4}\s*页(?:\s*[,\uff0c/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}\s*$"
)
"""What of a running line is its page number, and may differ from page to page."""

Span = tuple[int, int]
Edge = tuple[int, str]


def read(content: bytes, limits: Limits, emit: Emit) -> None:
    """Emit the pages' texts, and the spans of running lines in the joined text."""
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("locked")
    if len(reader.pages) > limits["MAX_PAGES"]:
        raise Refused("pages")
    pages: list[str] = []
    length = 0
    for page in reader.pages:
        pages.append(page.extract_text())
        length += len(pages[-1])
        if length > limits["MAX_CHARACTERS"]:
            raise Refused("long")
    emit({"pages": pages, "furniture": _furniture(pages)})


def _furniture(pages: list[str]) -> list[Span]:
    """Return the spans of lines that stand at the same edge of most pages."""
    if len(pages) < 3:
        return []
    count: Counter[Edge] = Counter()
    edges: list[tuple[Edge, Span]] = []
    offset = 0
    for page in pages:
        for edge, (start, end) in _edges(page):
            count[edge] += 1
            edges.append((edge, (start + offset, end + offset)))
        offset += len(page) + 1
    return [span for edge, span in edges if 2 * count[edge] > len(pages)]


def _edges(page: str) -> list[tuple[Edge, Span]]:
    """Return the first and last lines of a page: place from its edge, words, and span."""
    lines: list[Span] = []
    start = 0
    for line in page.split("\n"):
        if line.strip():
            lines.append((start, start + len(line)))
        start += len(line) + 1
    last_lines = lines[_EDGE_LINES:][-_EDGE_LINES:]
    numbered = [
        *enumerate(lines[:_EDGE_LINES]),
        *enumerate(last_lines, start=-len(last_lines)),
    ]
    return [
        ((edge, " ".join(_PAGE_NUMBER.sub("#", page[first:last]).split())), (first, last))
        for edge, (first, last) in numbered
        if last - first <= _MAX_EDGE
    ]
