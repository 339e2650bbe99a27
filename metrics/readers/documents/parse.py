"""Recognise a document by its bytes, never by its name alone, and read it.

Refuses what is no text: pictures, workbooks, old Word files, locked files, archives. A wrong
ending of the name is no reason to refuse. PDF, Word and HTML are read in the sandbox.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from metrics.i18n import message
from metrics.problems import BrokenData, Problem
from metrics.readers import limits, sandbox
from metrics.readers.documents.document import Document, refusal
from metrics.readers.documents.metadata import day_in, published_in, title_in
from metrics.readers.documents.plain_text import decoded, decoded_page
from metrics.readers.documents.refusals import AS_TEXT, HTML, NO_TEXTS, OLD_WORKBOOK, PDF, WORD
from metrics.readers.file_kind import FileKind, is_old_workbook, kind_of
from metrics.readers.formats.process import Refused
from metrics.readers.grid import Grid
from metrics.readers.refusals import FileRefusal, as_problem
from metrics.readers.text_table import tables_in
from metrics.text import shown, storable

_WEB_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_FEW_CHARACTERS = 20  # a page with fewer is a picture, a cover or empty


def parse(content: bytes, name: str = "") -> Document:
    """Read a file; raises BrokenData, and nothing else, for what cannot be read."""
    try:
        document = _read(content, name)
    except BrokenData:
        raise
    except (MemoryError, RecursionError, Exception) as error:
        raise refusal(
            "unreadable",
            message("The file cannot be read ({reason})", reason=type(error).__name__),
            message("Open it where it was made, copy the text and paste it here"),
            name,
        ) from error
    return _finished(replace(document, name=name))


def pasted(text: str, name: str = "") -> Document:
    """Take a text as it was pasted; raises BrokenData for an empty or endless one."""
    text = storable(text)
    return _finished(Document(text, name, "pasted", tables=tables_in(text)))


def _read(content: bytes, name: str) -> Document:
    if len(content) > limits.MAX_BYTES:
        raise refusal(
            "too-large",
            message("The file is larger than {size} MB", size=limits.MAX_BYTES // 1024**2),
            message("Bring the report alone, without pictures, or paste its text"),
            f"{len(content):,}",
        )
    kind = kind_of(content)
    if kind == FileKind.PDF:
        return _pdf(content)
    if kind == FileKind.ZIP:
        return _word(content)
    if kind == FileKind.WEB_ARCHIVE:
        return _page(_sandboxed("web-archive", content, HTML), ())
    if kind == FileKind.OLE and is_old_workbook(content):
        raise refusal("wrong-type", *OLD_WORKBOOK)
    if kind in NO_TEXTS and kind != FileKind.EMPTY:
        raise refusal("wrong-type", *NO_TEXTS[kind])
    if kind == FileKind.WEB_PAGE or (name.lower().endswith(_WEB_NAMES) and b"<" in content):
        return _html(content)
    text, problems = decoded(content)
    return Document(text, name, "text", problems=problems, tables=tables_in(text))


def _sandboxed(
    reader: str, content: bytes, refusals: Mapping[str, FileRefusal], prefix: str = ""
) -> dict[str, Any]:
    """Return what a reader emits for a document; raises BrokenData."""
    try:
        return next(sandbox.read(reader, content, limits.MAX_DOCUMENT_SECONDS))
    except Refused as refused:
        raise BrokenData([as_problem(refused, {**AS_TEXT, **refusals}, prefix)]) from None


def _tables(answer: dict[str, Any]) -> tuple[Grid, ...]:
    """Return the tables of a document in order, those set by tabs too."""
    lines = answer["text"].split("\n")
    found = [(table["line"], _grid(table)) for table in answer["tables"]]
    for first, grid in found:
        lines[first : first + len(grid.rows)] = [""] * len(grid.rows)
    for grid in tables_in("\n".join(lines), by_spaces=False):
        numbers = range(1, len(grid.rows) + 1)
        found.append((grid.numbers[0] - 1, replace(grid, numbers=numbers)))
    return tuple(grid for _, grid in sorted(found, key=lambda one: one[0]))


def _grid(table: dict[str, Any]) -> Grid:
    return Grid(
        table["rows"],
        range(1, len(table["rows"]) + 1),
        marks={(row, column): mark for row, column, mark in table["marks"]},
        hidden_rows=frozenset(table["hidden_rows"]),
        hidden_columns=frozenset(table["hidden_columns"]),
        merges=tuple(tuple(merge) for merge in table["merges"]),
        before=tuple(table["before"]),
    )


def _word(content: bytes) -> Document:
    answer = _sandboxed("word", content, WORD)
    problems = tuple(Problem(code, "warning", _DOUBTS[code]) for code in answer["doubts"])
    return Document(
        answer["text"], "", "docx", title=answer["title"], problems=problems, tables=_tables(answer)
    )


def _html(content: bytes) -> Document:
    page, problems = decoded_page(content)
    return _page(_sandboxed("html", page.encode("utf-8", "replace"), HTML), problems)


def _page(answer: dict[str, Any], problems: tuple[Problem, ...]) -> Document:
    if answer["left_out"] > 0:
        left_out = f"{answer['left_out']:,}"
        text = message("{n} characters of menus and forms were left out", n=left_out)
        problems = (*problems, Problem("menus", "info", text))
    return Document(
        answer["text"],
        "",
        "html",
        title=answer["title"],
        published=next((day for text in answer["days"] if (day := day_in(text))), None),
        url=answer["url"],
        problems=problems,
        tables=_tables(answer),
    )


def _pdf(content: bytes) -> Document:
    answer = _sandboxed("pdf", content, PDF, "pdf-")
    pages: list[int] = answer["pages"]
    if sum(pages) < _FEW_CHARACTERS:
        raise refusal(
            "scanned",
            message("The PDF has no text layer: its pages are pictures"),
            message("Ask for the PDF that was made from the document, or paste the text"),
        )
    pictures = [number for number, length in enumerate(pages, 1) if length < _FEW_CHARACTERS]
    problems: list[Problem] = []
    if pictures:
        numbers = ", ".join(str(number) for number in pictures[:20])
        text = message("Pages without text, perhaps pictures: {pages}", pages=numbers)
        problems.append(Problem("pages-without-text", "warning", text))
    furniture: list[str] = answer["furniture"]
    if furniture:
        text = message(
            "{n} lines stand on most pages and are left aside: {lines}",
            n=len(furniture),
            lines=" / ".join(shown(line) for line in list(dict.fromkeys(furniture))[:3]),
        )
        problems.append(Problem("furniture", "info", text))
    return Document(answer["text"], "", "pdf", problems=tuple(problems), tables=_tables(answer))


_DOUBTS = {
    "macro": message("The file holds macros; only its text was read, nothing was run"),
    "tracked-changes": message("Text struck out in tracked changes was left out"),
    "hidden-text": message("Text that Word hides was left out"),
}
_MARKED = Problem(
    "unprintable",
    "warning",
    message("Characters without meaning were replaced by “{mark}”", mark="�"),
)


def _finished(document: Document) -> Document:
    """Complete what was read, or refuse a text that holds nothing to read."""
    if not document.text.strip():
        raise refusal(
            "empty", message("There is no text in it"), message("Bring another file"), document.name
        )
    if len(document.text) > limits.MAX_CHARACTERS:
        refused = Refused("too-long", found=len(document.text))
        raise BrokenData([as_problem(refused, AS_TEXT)])
    text = storable(document.text)
    problems = document.problems
    if text != document.text:
        problems = (*problems, _MARKED)
    return replace(
        document,
        text=text,
        title=document.title or title_in(text),
        published=document.published or published_in(text),
        problems=problems,
    )
