"""Read PDF with a text layer: its paragraphs, and its tables, in order.

Lines of a paragraph are joined where the page only wrapped them, and tables where they go on
over the page. Lines that stand on most pages at the same place are left out and handed on.
Nothing is recognised from pictures: a scan gives pages without text.
"""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

from metrics.readers.formats.columns import Piece
from metrics.readers.formats.pdf_lines import Line, lines_of
from metrics.readers.formats.pdf_page import drawn
from metrics.readers.formats.pdf_pages import PageLines, running_lines, with_paragraphs
from metrics.readers.formats.pdf_tables import Table, aligned_tables, ruled_tables
from metrics.readers.formats.process import Emit, Limits, Refused
from metrics.readers.formats.text_tables import TextTables


def read(content: bytes, limits: Limits, emit: Emit) -> None:
    """Emit the text and tables, the characters of each page, and the lines left out."""
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("locked")
    if len(reader.pages) > limits["MAX_PAGES"]:
        raise Refused("pages")
    pages: list[PageLines] = []
    length = 0
    fonts: dict[int, Any] = {}
    for page in reader.pages:
        pages.append(_page(page, fonts))
        length += pages[-1].characters
        if length > limits["MAX_CHARACTERS"]:
            raise Refused("long")
    running = running_lines(pages)
    out = TextTables()
    for element in with_paragraphs(pages, running, aligned_tables):
        if isinstance(element, Table):
            out.add("")
            out.add_table(element.rows)
            out.add("")
        else:
            out.add(element)
    emit(
        {
            "text": "\n".join(out.lines),
            "tables": out.tables,
            "pages": [page.characters for page in pages],
            "furniture": [line.text for page in running for line in page],
        }
    )


def _page(page: Any, fonts: dict[int, Any]) -> PageLines:
    """Return a page's content; without places where it cannot be followed."""
    try:
        shown = drawn(page, fonts)
        tables, runs = ruled_tables(shown)
        return PageLines(lines_of(runs), tables, shown.width, shown.height)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        texts = [line.strip() for line in page.extract_text().split("\n")]
        height = float(len(texts))
        lines = [
            Line((Piece(text, 0, 1),), height - row, 1.0) for row, text in enumerate(texts) if text
        ]
        return PageLines(lines, [], 10.0, height)
