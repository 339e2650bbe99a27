"""Keep in a Word file the list of what was bound in it, so that what was struck out is known.

The list stands in the file's own properties, which programs keep when they save, LibreOffice
by way of ODT too. A property holds at most 255 characters, so the list goes over several.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

_NAMES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_NUMBER = 2
"""Properties are numbered from 2."""
_PREFIX = "bound-"
_IN_ONE = 7
"""Names of at most 32 characters that a property holds."""


def write_list(file: Any, names: Sequence[str]) -> None:
    """Write the names of bindings into the properties of a new file."""
    root = etree.Element(f"{{{_NAMES}}}Properties", nsmap={None: _NAMES, "vt": _TYPES})
    for number, first in enumerate(range(0, len(names), _IN_ONE), start=_FIRST_NUMBER):
        facts = {"fmtid": _FORMAT, "pid": str(number), "name": f"{_PREFIX}{number - 1}"}
        entry = etree.SubElement(root, f"{{{_NAMES}}}property", facts)
        text = " ".join(names[first : first + _IN_ONE])
        etree.SubElement(entry, f"{{{_TYPES}}}lpwstr").text = text
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = file.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT, content, package)
    package.relate_to(part, _RELATION)


def listed(file: Any) -> Iterator[str]:
    """Yield the names that a file lists, none where it lists nothing readable."""
    for relation in file.part.package.rels.values():
        if relation.reltype != _RELATION or relation.is_external:
            continue
        try:
            root = parse_xml(relation.target_part.blob)
        except etree.XMLSyntaxError:
            return
        for entry in root.iterfind(f"{{{_NAMES}}}property"):
            if (entry.get("name") or "").startswith(_PREFIX):
                yield from "".join(entry.itertext()).split()
