"""Read DOCX: paragraphs with Word's numbers as lines, tables as rows.

Reads the XML itself, as python-docx passes over inserted text, content controls, fields, text
boxes and footnotes (docs/decisions/0022). Macros, links and embedded files are never opened. Text
that was struck out in tracked changes and hidden text are left out, text that was added is read.
"""

import posixpath
from collections.abc import Iterator
from typing import Any

from metrics.readers.formats.package import Package, local, xml
from metrics.readers.formats.process import Emit, Limits, Refused
from metrics.readers.formats.text_tables import Cell, TextTables, shifted
from metrics.readers.formats.word_numbering import Numbering, W, value

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_LOOSE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = (W + "del", W + "moveFrom", W + "delText", W + "instrText", _FALLBACK)
_BREAKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_NOTES = ("footnotes", "endnotes")
_OTHERS = {"workbook": "workbook", "presentation": "slides"}
"""Root elements of other office files, and the code of the refusal they lead to."""


def read(content: bytes, limits: Limits, emit: Emit) -> None:
    """Emit the text of a Word file, its stated title and what is doubtful about it."""
    package = Package(content, limits["MAX_WORD_MEMBERS"], limits["MAX_UNPACKED"])
    main = package.main_part()
    if not main:
        raise Refused("archive")
    root = _part(package, main, limits)
    if local(root) != "document":
        raise Refused(_OTHERS.get(local(root), "office"))
    folder, kinds = posixpath.dirname(main), dict(package.targets(main))

    def part(kind: str) -> Any:
        name = kinds.get(kind) or f"{folder}/{kind}.xml"
        return _part(package, name, limits) if name in package else None

    body = _Body(Numbering(part("numbering"), part("styles")), limits["MAX_DEPTH"])
    out = TextTables()
    body.put(root, out)
    for notes in map(part, _NOTES):
        for line in body.lines(notes) if notes is not None else ():
            if line.strip():
                out.add(line)
    text = "\n".join(out.lines) + "\n"
    if len(text) > limits["MAX_CHARACTERS"]:
        raise Refused("too-long", found=len(text))
    if package.holds("vbaproject.bin"):
        body.doubts.append("macro")
    title = _title(package)
    is_shown = title in {line.strip() for line in out.lines}
    doubts = sorted(set(body.doubts))
    emit({"text": text, "title": title if is_shown else "", "doubts": doubts, "tables": out.tables})


def _part(package: Package, name: str, limits: Limits) -> Any:
    """Return the root of an XML part; counts its size and tags before a tree is built."""
    with package.open(name) as source:
        content = source.read(limits["MAX_PART"] + 1)
    if len(content) > limits["MAX_PART"]:
        raise Refused("too-large")
    if content.count(b"<") > 2 * limits["MAX_WORD_NODES"]:
        raise Refused("too-many-elements")
    return xml(content.replace(_STRICT, _LOOSE))


def _title(package: Package) -> str:
    core = dict(package.targets("")).get("core-properties", "docProps/core.xml")
    return (package.tree(core).findtext("{*}title") or "").strip() if core in package else ""


class _Body:
    """Turn a document's elements into lines; `doubts` names what was left out."""

    def __init__(self, numbering: Numbering, depth: int) -> None:
        self._numbering, self._depth = numbering, depth
        self.doubts: list[str] = []

    def put(self, root: Any, out: TextTables) -> None:
        """Add the paragraphs and tables of a part, in order."""
        for block in self._inner(root, (W + "p", W + "tbl")):
            if block.tag == W + "p":
                for line in self._paragraph(block).split("\n"):
                    out.add(line)
            else:
                out.add("")
                out.add_table(self._rows(block))
                out.add("")

    def lines(self, root: Any) -> list[str]:
        """Return the lines of a part: paragraphs and rows of tables, in order."""
        out = TextTables()
        self.put(root, out)
        return out.lines

    def _inner(self, parent: Any, wanted: tuple[str, ...], depth: int = 0) -> Iterator[Any]:
        """Yield the wanted elements that lie in no other wanted one."""
        for child in parent:
            if child.tag in wanted:
                yield child
            elif child.tag not in _LEFT_OUT and depth < self._depth:
                yield from self._inner(child, wanted, depth + 1)

    def _rows(self, table: Any) -> list[list[Cell]]:
        rows: list[list[Cell]] = []
        open_above: dict[int, tuple[int, int]] = {}
        """Row and place of the cell that reaches down, by column."""
        for row in self._inner(table, (W + "tr",)):
            cells = [Cell("")] * _small_number(value(row.find(f"{W}trPr/{W}gridBefore")), 0)
            column = len(cells)
            for cell in self._inner(row, (W + "tc",)):
                across = _small_number(value(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                text = " ".join(" ".join(self.lines(cell)).split())
                if merged is not None and value(merged, "continue") == "continue" and not text:
                    if column in open_above:
                        at, place = open_above[column]
                        first = rows[at][place]
                        rows[at][place] = first._replace(down=len(rows) - at + 1)
                        column += across
                        continue
                elif merged is not None:
                    open_above[column] = len(rows), len(cells)
                else:
                    open_above.pop(column, None)
                cells.append(Cell(text, across))
                column += across
            rows.append(cells)
        return rows

    def _paragraph(self, paragraph: Any) -> str:
        parts: list[str] = []
        boxes: list[Any] = []
        self._collect(paragraph, parts, boxes, 0)
        text = "".join(parts)
        number = self._numbering.label(paragraph) if text.strip() else ""
        return "\n".join([number + text, *(line for box in boxes for line in self.lines(box))])

    def _collect(self, node: Any, parts: list[str], boxes: list[Any], depth: int) -> None:
        for child in node:
            if child.tag == W + "t":
                raised = value(node.find(f"{W}rPr/{W}vertAlign")) == "superscript"
                text = child.text or ""
                parts.append(shifted(text, "superscript")[0] if raised else text)
            elif child.tag in _BREAKS:
                parts.append(_BREAKS[child.tag])
            elif child.tag == W + "txbxContent":
                boxes.append(child)
            elif child.tag in _LEFT_OUT:
                self.doubts += ["tracked-changes"] if child.tag == W + "del" else []
            elif _is_hidden(child):
                self.doubts.append("hidden-text")
            elif child.tag != W + "pPr" and depth < self._depth:
                self._collect(child, parts, boxes, depth + 1)


def _small_number(text: str, otherwise: int) -> int:
    """Return a count of columns, or `otherwise` where none within reason is stated."""
    return int(text) if text.isdecimal() and len(text) < 3 else otherwise


def _is_hidden(run: Any) -> bool:
    """Check whether a run is formatted as hidden text and holds some."""
    vanish = run.find(f"{W}rPr/{W}vanish") if run.tag == W + "r" else None
    hidden = vanish is not None and value(vanish, "1") not in ("0", "false", "off")
    return hidden and any((text.text or "").strip() for text in run.iter(W + "t"))
