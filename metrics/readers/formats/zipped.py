"""Read zipped tables: XLSX and ODS; refuse other archives by name."""

import posixpath
import zipfile
from importlib import import_module
from io import BytesIO

from metrics.readers.formats.ods import read_ods
from metrics.readers.formats.package import Package, local
from metrics.readers.formats.process import Emit, Limits, Refused
from metrics.readers.formats.sheets import SheetWriter
from metrics.readers.formats.xlsx import read_xlsx

_OTHERS = {
    "xl/workbook.bin": "xlsb",
    "word/": "word",
    "ppt/": "slides",
    "index/document.iwa": "numbers",
    "ofd.xml": "ofd",
}
"""Fragments of part names, in lower case, and the code of the refusal they lead to."""


_BOOKS = (".xlsx", ".xlsm", ".xltx", ".ods", ".et", ".xls")
_NO_MEMBERS = ("__macosx/", ".ds_store", "thumbs.db")


def read(content: bytes, limits: Limits, emit: Emit) -> None:
    """Emit the sheets of a workbook, by what the package holds and not by its name."""
    package = Package(content, limits["MAX_MEMBERS"], limits["MAX_UNPACKED"])
    fragments = {"macros": "vbaproject.bin", "links": "externallinks/"}
    emit({"flags": [flag for flag, part in fragments.items() if package.holds(part)]})
    main = package.main_part()
    if main.casefold().endswith(".bin"):
        raise Refused("xlsb")
    if main and local(root := package.tree(main)) == "workbook":
        return read_xlsx(package, main, root, SheetWriter(emit, limits))
    if "content.xml" in package and "mimetype" in package:
        return read_ods(package, SheetWriter(emit, limits))
    for part, code in _OTHERS.items():
        if package.holds(part):
            raise Refused(code)
    _read_only_member(package, limits, emit)


def _read_only_member(package: Package, limits: Limits, emit: Emit) -> None:
    """Read the only workbook of an archive; refuse any other archive."""
    names = [
        name
        for folded, name in package.names.items()
        if not folded.endswith("/") and not any(part in folded for part in _NO_MEMBERS)
    ]
    books = [name for name in names if name.lower().endswith(_BOOKS)]
    if len(books) > 1:
        shown = ", ".join(posixpath.basename(name) for name in sorted(books)[:5])
        raise Refused("zip-of-several", names=shown)
    if len(names) > 1 or not books:
        raise Refused("zip")
    with package.open(books[0]) as source:
        content = source.read(limits["MAX_BYTES"] + 1)
    if len(content) > limits["MAX_BYTES"] or _member(content) == "zip-in-zip":
        raise Refused("zip")
    if _member(content) == "ole":
        import_module("metrics.readers.formats.xls").read(content, limits, emit)
    else:
        read(content, limits, emit)


def _member(content: bytes) -> str:
    """Return what the only file of an archive is: zip, ole, or an archive of archives."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "ole"
    if not content.startswith(b"PK\x03\x04"):
        raise Refused("zip")
    inner = zipfile.ZipFile(BytesIO(content))
    deeper = all(name.lower().endswith((*_BOOKS, ".zip")) for name in inner.namelist())
    return "zip-in-zip" if deeper else "zip"
