"""Write the next report as a Word file laid out by GB/T 9704-2012.

A4; margins 37, 35, 28 and 26 mm; 22 lines of 28 characters a page; title 22 pt, headings and text
16 pt; page numbers between dashes, right on odd pages and left on even ones. Fonts are named, with
others to fall back on. What is missing, unchecked or to be written is coloured, and says so.
"""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from metrics.i18n import words
from metrics.next_report.binding import bind, bookmark, control, is_bound, left_name
from metrics.next_report.bound_list import write_list
from metrics.next_report.content import OPEN, Line, NextReport, Piece

TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋_GB2312"
FIRST_FONT, SECOND_FONT, PAGE_FONT = "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
FALLBACKS = {
    TITLE_FONT: "宋体",
    BODY_FONT: "仿宋",
    SECOND_FONT: "楷体",
    FIRST_FONT: "SimHei",
}
"""What a program shows where a font is not installed."""
LINES, CHARACTERS = 22, 28
LINE_PITCH = 579
"""Twentieths of a point: 22 lines in the 225 mm between the margins."""
CHARACTER_SPACING = -5
"""Twentieths of a point: 28 characters of 16 pt in 156 mm.

A grid of characters says the same, but LibreOffice gives each character that is wider than its
cell two of them, so the lines alone have a grid.
"""
TITLE_SIZE, BODY_SIZE, PAGE_SIZE = 22, 16, 14
_FONTS = {"title": TITLE_FONT, "first": FIRST_FONT, "second": SECOND_FONT, "body": BODY_FONT}
_COLORS = {"missing": "C00000", "unchecked": "B45309", "to_write": "7F7F7F"}


def write_docx(report: NextReport) -> bytes:
    """Return the report as a Word file; the same report gives the same text."""
    file = Document()
    _set_page(file)
    _name_fallbacks(file)
    numbers = iter(range(1, 1_000_000))
    names: list[str] = []
    for line in report.lines:
        paragraph = file.add_paragraph()
        _shape(paragraph, line)
        for at, piece in enumerate(line.pieces):
            font = _FONTS["body" if line.kind == "second" and at >= line.head else line.kind]
            size = TITLE_SIZE if line.kind == "title" else BODY_SIZE
            run = _run(paragraph, piece, font, size)
            if is_bound(piece):
                binding = bind(piece, report.version)
                names.append(binding.name)
                paragraph._p.extend(control(binding, next(numbers), run._r))
            elif piece.kind in OPEN:
                paragraph._p.extend(bookmark(left_name(piece), next(numbers), [run._r]))
            _comment(file, run, line, piece, report)
    write_list(file, names)
    facts = file.core_properties
    facts.title, facts.author, facts.comments = report.title[:255], "", ""
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _comment(file: Any, run: Any, line: Line, piece: Piece, report: NextReport) -> None:
    """Say what the colours mean, and what a missing number was last year."""
    _ = words("zh")
    if line.kind == "title":
        text = _(
            "Made from the report on {from_year} and the figures of {year}, version {version}. "
            "Black numbers are bound to what is published: correct the figure and refresh the "
            "file instead of overtyping. Red: no figure is published yet. Orange: last year's "
            "number, to be checked. Grey: last year's words, to be written anew.",
            from_year=report.from_year,
            year=report.year,
            version=report.version,
        )
    elif piece.kind == "missing" and piece.was:
        text = _("last year: {figure}", figure=piece.was)
    else:
        return
    comment = file.add_comment(run, text, author=_("About this draft"), initials="")
    comment._comment_elm.attrib.pop(qn("w:date"), None)  # the same report gives the same file


def _run(paragraph: Any, piece: Piece, font: str, size: int) -> Any:
    run = paragraph.add_run(piece.text)
    run.font.size = Pt(size)
    _set_font(run._r.get_or_add_rPr().get_or_add_rFonts(), font)
    if size == BODY_SIZE:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(CHARACTER_SPACING))
        run._r.rPr.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz")
    if color := _COLORS.get(piece.kind):
        run.font.color.rgb = RGBColor.from_string(color)
    return run


def _set_font(fonts: Any, name: str) -> None:
    for script, font in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", name), ("cs", LATIN)):
        fonts.set(qn(f"w:{script}"), font)


def _shape(paragraph: Any, line: Line) -> None:
    """Set alignment, indent and the fixed pitch of lines."""
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_PITCH / 20)
    shape.widow_control = False
    if line.kind == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape.space_after = Pt(LINE_PITCH / 20)
        shape.line_spacing = Pt(35)
        return
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(2 * BODY_SIZE * 20))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(indent, "w:jc", "w:rPr")


def _set_page(file: Any) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))
    section._sectPr.append(grid)
    style = file.styles["Normal"]
    style.font.size = Pt(BODY_SIZE)
    _set_font(style.element.get_or_add_rPr().get_or_add_rFonts(), BODY_FONT)
    file.settings.odd_and_even_pages_header_footer = True
    _number_pages(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number_pages(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _number_pages(footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """Write the page number between dashes, one character from the edge."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    indent = Pt(PAGE_SIZE)
    if side == WD_ALIGN_PARAGRAPH.RIGHT:
        paragraph.paragraph_format.right_indent = indent
    else:
        paragraph.paragraph_format.left_indent = indent
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        run.font.size = Pt(PAGE_SIZE)
        _set_font(run._r.get_or_add_rPr().get_or_add_rFonts(), PAGE_FONT)
        if text is None:
            for kind in ("begin", "", "end"):
                run._r.append(_field(kind))


def _field(kind: str) -> Any:
    """Return a part of the field that holds the page number."""
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        return mark
    code = OxmlElement("w:instrText")
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    code.text = " PAGE "
    return code


def _name_fallbacks(file: Any) -> None:
    """Say in the table of fonts what stands in for a font that is not installed."""
    part = next(
        one.target_part for one in file.part.rels.values() if one.reltype.endswith("/fontTable")
    )
    table = etree.fromstring(part.blob)
    for name, instead in FALLBACKS.items():
        font = etree.SubElement(table, qn("w:font"))
        font.set(qn("w:name"), name)
        etree.SubElement(font, qn("w:altName")).set(qn("w:val"), instead)
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
