"""DOCX: its paragraphs as lines, with the numbers that Word puts before them, its tables as rows.

Reads the XML parts it needs and nothing else: macros, links and embedded files are never opened.
Text that was struck out in tracked changes is left out, text that was added is read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from metrics.i18n import Message, message
from metrics.problems import BrokenData, Problem
from metrics.readers.documents import document
from metrics.readers.documents.document import Document, doubt, refusal
from metrics.readers.documents.word_numbering import Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_LOOSE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_OTHERS = {"xl/": "XLSX", "ppt/": "PPTX"}
_LEFT_OUT = (W + "del", W + "moveFrom", W + "delText", W + "instrText", _FALLBACK)
_BREAKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


def read(content: bytes) -> Document:
    """Read a Word file; raises BrokenData for one that is locked, damaged or no Word file."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return _read(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ParseError) as error:
        raise _damaged(error) from None
    except DefusedXmlException as error:
        raise _damaged(error) from None


def _read(package: zipfile.ZipFile) -> Document:
    names = package.namelist()
    if len(names) > document.MAX_MEMBERS:
        raise _too_big(message("more than {n} parts", n=f"{document.MAX_MEMBERS:,}"))
    if "word/document.xml" not in names:
        raise _other(names)
    parts = {name: _part(package, name) for name in _WANTED if name in names}
    body = _Body(Numbering(parts.get("word/numbering.xml"), parts.get("word/styles.xml")))
    lines = list(body.lines(parts["word/document.xml"]))
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        if notes in parts:
            lines.extend(line for line in body.lines(parts[notes]) if line.strip())
    properties = parts.get("docProps/core.xml")
    title = "" if properties is None else (properties.findtext(_TITLE) or "").strip()
    said = {line.strip() for line in lines}
    problems = tuple(_doubts(names, body))
    text = "\n".join(lines) + "\n"
    return Document(text, "", "docx", title if title in said else "", problems=problems)


_WANTED = (
    "word/document.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "docProps/core.xml",
)


def _part(package: zipfile.ZipFile, name: str) -> Element:
    """Return an XML part, unpacked no further than allowed and without any DTD."""
    with package.open(name) as stream:
        content = stream.read(document.MAX_UNPACKED + 1)
    if len(content) > document.MAX_UNPACKED:
        size = document.MAX_UNPACKED // 1024**2
        raise _too_big(message("a part of more than {size} MB", size=size))
    content = content.replace(_STRICT.encode(), _LOOSE.encode())
    root: Element = fromstring(content, forbid_dtd=True)
    return root


class _Body:
    """Turns the elements of a document into lines."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._count = 0
        self.struck = False

    def lines(self, root: Element) -> Iterator[str]:
        """Yield the lines of a part: paragraphs and rows of tables, in order."""
        for block in self._inner(root, (W + "p", W + "tbl")):
            if block.tag == W + "p":
                yield from self._paragraph(block).split("\n")
            else:
                yield ""
                yield from ("\t".join(row) for row in self._rows(block))
                yield ""

    def _inner(self, parent: Element, wanted: tuple[str, ...], depth: int = 0) -> Iterator[Element]:
        """Yield the wanted elements that lie in no other wanted one."""
        for child in parent:
            if child.tag in wanted:
                yield child
            elif child.tag not in _LEFT_OUT and depth < document.MAX_DEPTH:
                yield from self._inner(child, wanted, depth + 1)

    def _rows(self, table: Element) -> Iterator[list[str]]:
        for row in self._inner(table, (W + "tr",)):
            cells: list[str] = []
            for cell in self._inner(row, (W + "tc",)):
                cells.append(" ".join(" ".join(self.lines(cell)).split()))
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                wide = (span.get(W + "val") or "") if span is not None else ""
                if wide.isdecimal() and len(wide) < 3:
                    cells.extend([""] * (int(wide) - 1))
            yield cells

    def _paragraph(self, paragraph: Element) -> str:
        parts: list[str] = []
        boxes: list[Element] = []
        self._collect(paragraph, parts, boxes, 0)
        said = "".join(parts)
        number = self._numbering.label(paragraph) if said.strip() else ""
        inner = [line for box in boxes for line in self.lines(box)]
        return "\n".join([number + said, *inner])

    def _collect(self, node: Element, parts: list[str], boxes: list[Element], depth: int) -> None:
        self._count += 1
        if self._count > document.MAX_NODES * 10:
            raise _too_big(message("too many elements"))
        for child in node:
            if child.tag == W + "t":
                parts.append(child.text or "")
            elif child.tag in _BREAKS:
                parts.append(_BREAKS[child.tag])
            elif child.tag == W + "txbxContent":
                boxes.append(child)
            elif child.tag in _LEFT_OUT:
                self.struck = self.struck or child.tag == W + "del"
            elif child.tag != W + "pPr" and depth < document.MAX_DEPTH:
                self._collect(child, parts, boxes, depth + 1)


def _doubts(names: list[str], body: _Body) -> Iterator[Problem]:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        said = message("The file holds macros; only its text was read, nothing was run")
        yield doubt("macro", said, severity="warning")
    if body.struck:
        said = message("Text struck out in tracked changes was left out")
        yield doubt("tracked-changes", said, severity="warning")


def _other(names: list[str]) -> BrokenData:
    for start, kind in _OTHERS.items():
        if any(name.startswith(start) for name in names):
            return refusal(
                "wrong-type",
                message("This is a file of kind {kind}, no text", kind=kind),
                message("Bring workbooks to the page for uploads, reports as DOCX or PDF"),
            )
    return refusal(
        "wrong-type",
        message("This is an archive"),
        message("Unpack it and bring the report itself"),
    )


def _too_big(what: Message) -> BrokenData:
    return refusal(
        "too-large",
        message("The Word file holds {what}", what=what),
        message("Bring the report alone, without pictures, or paste its text"),
    )


def _damaged(error: Any) -> BrokenData:
    return refusal(
        "damaged",
        message("The Word file is damaged ({reason})", reason=type(error).__name__),
        message("Open it in Word, save it again, or paste its text"),
    )
