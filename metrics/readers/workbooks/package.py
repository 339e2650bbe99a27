"""A zipped workbook, opened part by part under guard.

Names, sizes and encryption are checked before anything unpacks; bytes are counted while they do.
Document type definitions, and encodings that could hide one, are refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from lxml import etree

from metrics.readers.workbooks.sheets import Refused

PARSER = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)


class Guarded(io.RawIOBase):
    """A part of a workbook while it unpacks: counts bytes, refuses document type definitions."""

    def __init__(self, source: Any, package: Package) -> None:
        self.source, self.package, self.tail = source, package, b""
        self.first = True

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self.source.read(65536 if size is None or size < 0 else size)
        self.package.unpacked += len(chunk)
        if self.package.unpacked > self.package.limit:
            raise Refused("unpacks-too-large")
        if self.first and chunk:
            self.first = False
            self._refuse_other_encodings(chunk)
        if b"<!DOCTYPE" in self.tail + chunk or b"<!ENTITY" in self.tail + chunk:
            raise Refused("document-type")
        self.tail = chunk[-9:]
        return chunk

    def _refuse_other_encodings(self, chunk: bytes) -> None:
        declared = re.search(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", chunk[:200])
        if b"\0" in chunk[:200] or (
            declared and declared.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii")
        ):
            raise Refused("document-type")
        if not chunk.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise Refused("damaged")


class Package:
    """The parts of a zipped workbook, opened only after their names and sizes were checked."""

    def __init__(self, content: bytes, limits: dict[str, int]) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise Refused("damaged") from None
        members = self.zip.infolist()
        self.names = {member.filename for member in members}
        self.unpacked, self.limit = 0, limits["unpacked"]
        if len(members) > limits["members"] or len(self.names) != len(members):
            raise Refused("too-many-members")
        if any(member.flag_bits & 1 for member in members):
            raise Refused("password")
        if sum(member.file_size for member in members) > self.limit:
            raise Refused("unpacks-too-large")

    def open(self, name: str) -> BinaryIO:
        try:
            return cast(BinaryIO, Guarded(self.zip.open(name), self))
        except KeyError:
            raise Refused("damaged") from None

    def tree(self, name: str) -> Any:
        source = self.open(name)
        return etree.parse(source, PARSER).getroot()


def elements(package: Package, name: str, tags: tuple[str, ...]) -> Iterator[Any]:
    """Yield the elements with these names as they end, and forget them afterwards."""
    for _, element in etree.iterparse(
        package.open(name),
        events=("end",),
        tag=tuple("{*}" + tag for tag in tags),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def local(element: Any) -> str:
    """Return an element's name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute by its name without a namespace, or None."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None
