"""PDF with a text layer, read in a process of its own that has a time limit and a memory limit.

Running heads and page numbers are marked, not taken out. A scan is named as one; nothing is
recognised from pictures.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from metrics.i18n import message
from metrics.problems import BrokenData
from metrics.readers.documents import document
from metrics.readers.documents.document import Document, Span, doubt, refusal

_WORKER = Path(__file__).with_name("pdf_worker.py")
_EDGE_LINES = 2
"""How many lines at either end of a page may be repeated on others."""
_FEW_CHARACTERS = 20
"""A page with fewer is a picture, a cover or empty."""
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–·|/]*\d{1,4}[\s\-—–·|/]*$|[\s\-—–·|]+\d{1,4}[\s\-—–·|]*$"
    r"|第\s*\d{1,4}\s*页(?:\s*[,\uff0c/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}\s*$"
)
"""What of a running line is its page number, and may differ from page to page."""


def read(content: bytes) -> Document:
    """Read a PDF; raises BrokenData for a scan, a locked or a damaged one."""
    said = _asked(content)
    if "refused" in said:
        raise _refused(said["refused"])
    pages: list[str] = said["pages"]
    if sum(len(page.strip()) for page in pages) < _FEW_CHARACTERS:
        raise refusal(
            "scanned",
            message("The PDF has no text layer: its pages are pictures"),
            message("Ask for the PDF that was made from the document, or paste the text"),
        )
    pictures = [n for n, page in enumerate(pages, 1) if len(page.strip()) < _FEW_CHARACTERS]
    problems = []
    if pictures:
        named = ", ".join(str(number) for number in pictures[:20])
        text = message("Pages without text, perhaps pictures: {pages}", pages=named)
        problems.append(doubt("pages-without-text", text, severity="warning"))
    furniture = tuple(_furniture(pages))
    if furniture:
        marked = message("{n} lines stand on most pages and are left aside", n=len(furniture))
        problems.append(doubt("furniture", marked))
    return Document("\n".join(pages), "", "pdf", problems=tuple(problems), furniture=furniture)


def _asked(content: bytes) -> dict[str, Any]:
    """Have the pages read elsewhere, so that a hostile file can harm nothing but its reader."""
    limits = [document.MAX_PAGES, document.MAX_CHARACTERS, document.MAX_MEMORY]
    command = [sys.executable, "-I", str(_WORKER), *[str(limit) for limit in limits]]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=document.MAX_SECONDS, check=True
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"refused": "slow"}
    except (subprocess.CalledProcessError, ValueError):
        return {"refused": "damaged"}
    return answer


def _refused(reason: str) -> BrokenData:
    paste = message("Open it, copy the text and paste it here")
    texts = {
        "locked": message("The PDF is locked with a password"),
        "pages": message("The PDF has more than {n} pages", n=f"{document.MAX_PAGES:,}"),
        "long": message("The PDF holds more than {n} characters", n=document.MAX_CHARACTERS),
        "slow": message("Reading the PDF took longer than {n} seconds", n=document.MAX_SECONDS),
    }
    damaged = message("The PDF is damaged or of an unknown make")
    return refusal(f"pdf-{reason}", texts.get(reason, damaged), paste)


def _furniture(pages: list[str]) -> list[Span]:
    """Return the places of lines that stand at the same edge of most pages."""
    if len(pages) < 3:
        return []
    edges: Counter[tuple[int, str]] = Counter()
    placed: list[tuple[tuple[int, str], Span]] = []
    offset = 0
    for page in pages:
        for key, span in _edges(page):
            edges[key] += 1
            placed.append((key, (span[0] + offset, span[1] + offset)))
        offset += len(page) + 1
    return [span for key, span in placed if 2 * edges[key] > len(pages)]


def _edges(page: str) -> list[tuple[tuple[int, str], Span]]:
    """Return the first and last lines of a page: their place from its edge, words and span."""
    lines: list[Span] = []
    start = 0
    for line in page.split("\n"):
        if line.strip():
            lines.append((start, start + len(line)))
        start += len(line) + 1
    places = {*range(min(_EDGE_LINES, len(lines)))}
    found = []
    for number, (first, last) in enumerate(lines):
        from_end = number - len(lines)
        if number in places or from_end >= -_EDGE_LINES:
            edge = number if number in places else from_end
            said = " ".join(_PAGE_NUMBER.sub("#", page[first:last]).split())
            found.append(((edge, said), (first, last)))
    return found
