"""Open a zipped workbook or Word file and find its parts by relationships.

Names, declared sizes and encryption are checked before anything unpacks; `zipfile` unpacks no
part further than it declares. Document type definitions, and encodings other than UTF-8, are
refused: no office program writes them.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat

from lxml import etree

from metrics.readers.formats.process import Refused

_SAFE = {"resolve_entities": False, "load_dtd": False, "no_network": True}
_ENCODINGS = ("UTF-8", "ASCII", "US-ASCII")
_MAIN_PARTS = ("xl/workbook.xml", "word/document.xml", "ppt/presentation.xml")


class Package:
    """Hold a zipped file's parts; names match in any case, with any slashes."""

    def __init__(self, content: bytes, members: int, unpacked: int) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise Refused("damaged", reason="BadZipFile") from None
        parts = self._zip.infolist()
        self.names = {_folded(part.filename): part.filename for part in parts}
        if len(parts) > members or len(self.names) != len(parts):
            raise Refused("too-many-members")
        if any(part.flag_bits & 1 for part in parts):
            raise Refused("password")
        if sum(part.file_size for part in parts) > unpacked:
            raise Refused("unpacks-too-large")

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self.names

    def holds(self, fragment: str) -> bool:
        """Check whether the name of a part, in lower case, contains this fragment."""
        return any(fragment in name for name in self.names)

    def open(self, name: str) -> IO[bytes]:
        """Open a part; raises Refused for one that does not exist."""
        if name not in self:
            raise Refused("damaged", reason="KeyError")
        return self._zip.open(self.names[_folded(name)])

    def tree(self, name: str) -> Any:
        """Return the root element of an XML part."""
        with self.open(name) as source:
            return xml(source.read())

    def elements(self, name: str, *tags: str) -> Iterator[Any]:
        """Yield elements with these local names as they end; forget each afterwards."""
        with self.open(name) as source:
            events = etree.iterparse(
                source, tag=[f"{{*}}{tag}" for tag in tags], remove_comments=True, **_SAFE
            )
            for _, element in events:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            _refuse_document_type(events.root)

    def main_part(self) -> str:
        """Return the part that the file is about, or an empty text."""
        stated = [target for kind, target in self.targets("") if kind == "officeDocument"]
        return next((name for name in (*stated, *_MAIN_PARTS) if name in self), "")

    def targets(self, part: str) -> Iterator[tuple[str, str]]:
        """Yield kind and part of each relationship; an empty part is the file."""
        yield from self.targets_by_id(part).values()

    def targets_by_id(self, part: str) -> dict[str, tuple[str, str]]:
        """Return kind and part of each inner relationship of a part, by id."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self:
            return {}
        return {
            item.get("Id") or "": (
                (item.get("Type") or "").rpartition("/")[2],
                _resolved(folder, item.get("Target") or ""),
            )
            for item in self.tree(source)
            if item.get("TargetMode") != "External"
        }


def xml(content: bytes) -> Any:
    """Return the root element of XML; raises Refused for one with a document type."""
    root = etree.fromstring(content, etree.XMLParser(remove_comments=True, **_SAFE))
    _refuse_document_type(root)
    return root


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _refuse_document_type(root: Any) -> None:
    document = root.getroottree().docinfo
    if document.doctype or (document.encoding or "UTF-8").upper() not in _ENCODINGS:
        raise Refused("document-type")


def utf8_parser() -> expat.XMLParserType:
    """Return a parser that refuses document types and other encodings."""

    def declaration(version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "UTF-8").upper() not in _ENCODINGS:
            raise Refused("document-type")

    def document_type(*_: object) -> None:
        raise Refused("document-type")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = document_type
    return parser


def local(element: Any) -> str:
    """Return an element's name without its namespace; empty for instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute by its name without a namespace, or None."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None
