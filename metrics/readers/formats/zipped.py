"""Zipped files brought as tables: XLSX and ODS are read, others are refused by name."""

from __future__ import annotations

from metrics.readers.formats.ods import read_ods
from metrics.readers.formats.package import Package, local
from metrics.readers.formats.process import Emit, Limits, Refused
from metrics.readers.formats.sheets import SheetWriter
from metrics.readers.formats.xlsx import read_xlsx

_OTHERS = {
    "xl/workbook.bin": "xlsb",
    "word/": "word",
    "index/document.iwa": "numbers",
    "ofd.xml": "ofd",
}
"""Fragments of part names, in lower case, and the code of the refusal they lead to."""


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
    raise Refused(next((code for part, code in _OTHERS.items() if package.holds(part)), "zip"))
