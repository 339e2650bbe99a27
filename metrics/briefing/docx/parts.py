"""Hold the parts of a Word text: headings, lines, cards, tables, charts, page furniture.

Sizes are centimetres on A4, type sizes points. Charts are drawn by the same module as those of the
slides and carried over with the sheets behind them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree
from pptx import Presentation

from metrics.briefing.content import Briefing, Chart
from metrics.briefing.office_charts import draw
from metrics.briefing.style import (
    FONTS,
    HAIRLINE,
    MUTED,
    NAVY,
    WARNING,
    WARNING_GROUND,
    WHITE,
    Run,
    describe,
)

ROOM = 17.0  # width between the margins
_EMU = 360000
_KEPT_TOGETHER = 8  # rows of a table that is not parted between pages
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    f' xmlns:c="{_CHART}"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent/>'
    '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr/><wp:cNvGraphicFramePr/>'
    f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart/></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing>"
)


class Paper:
    """Hold a Word text in the making."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing
        self.language = briefing.words.language
        self.file = Document()
        self._drawn = 0
        board = Presentation()
        self._board = board.slides.add_slide(board.slide_layouts[6])
        self._set_page()
        self._set_styles()
        self._set_furniture()
        describe(self.file.core_properties, briefing)

    def heading(self, text: str, level: int, *, color: str = NAVY) -> None:
        """Add a heading; level 0 is the title."""
        paragraph = self.file.add_heading(level=level)
        self._runs(paragraph, [Run(text, {0: 22, 1: 15}.get(level, 12), color, True)])

    def line(
        self,
        runs: Sequence[Run],
        *,
        style: str = "Normal",
        after: float = 6,
        together: bool = False,
    ) -> None:
        """Add a paragraph; `together` keeps it on the page of what follows."""
        paragraph = self.file.add_paragraph(style=style)
        paragraph.paragraph_format.space_after = Pt(after)
        paragraph.paragraph_format.keep_with_next = together
        self._runs(paragraph, runs)

    def mark(self, text: str) -> None:
        """Add the words that mark invented figures, on a ground of their own."""
        paragraph = self.file.add_paragraph()
        _shade(paragraph._p.get_or_add_pPr(), WARNING_GROUND)
        paragraph.paragraph_format.space_after = Pt(8)
        self._runs(paragraph, [Run(f" {text} ", 11, WARNING, True)])

    def cards(self, cards: Sequence[Sequence[Sequence[Run]]], colors: Sequence[str]) -> None:
        """Add cards side by side, each some lines, with a colour at the left."""
        table = self._table([ROOM / max(len(cards), 1)] * len(cards))
        cells = self._add_row(table, [ROOM / max(len(cards), 1)] * len(cards))
        for cell, lines, color in zip(cells, cards, colors, strict=True):
            _border(cell, top=HAIRLINE, right=HAIRLINE, bottom=HAIRLINE, left=color)
            self._fill(cell, lines, after=3)
        self.line([], after=4)

    def table(
        self,
        names: Sequence[str],
        widths: Sequence[float],
        rows: Sequence[Sequence[Sequence[Sequence[Run]]]],
        *,
        right: Iterable[int] = (),
        under: Sequence[Sequence[Run]] = (),
    ) -> None:
        """Add a table whose header row is repeated on every page; no row is torn.

        A cell is some lines of runs. `right` are columns of figures; `under` holds, for each row,
        a line across the page below it, which may be empty.
        """
        table, figures = self._table(widths), set(right)
        header = self._add_row(table, widths, repeated=True)
        for at, (cell, name) in enumerate(zip(header, names, strict=True)):
            _shade(cell._tc.get_or_add_tcPr(), NAVY)
            self._fill(cell, [[Run(name, 9, WHITE, True)]], right=at in figures, together=True)
        for number, row in enumerate(rows):
            more = under[number] if under else ()
            kept = bool(more) or (len(rows) <= _KEPT_TOGETHER and number < len(rows) - 1)
            for at, (cell, lines) in enumerate(zip(self._add_row(table, widths), row, strict=True)):
                _border(cell, bottom="" if more else HAIRLINE)
                self._fill(cell, lines, right=at in figures, together=kept)
            if more:
                cells = self._add_row(table, widths)
                _border(cells[0], bottom=HAIRLINE)
                wide = cells[1].merge(cells[-1])
                _border(wide, bottom=HAIRLINE)
                self._fill(wide, [more])
        self.line([], after=4)

    def charts(self, charts: Sequence[Chart], color: str, *, width: float, height: float) -> None:
        """Add charts of a size in cm, as many side by side as the page is wide.

        They stand in lines of text, not in a table, where some programs draw them too small.
        """
        columns = max(int(ROOM / width), 1)
        for first in range(0, len(charts), columns):
            paragraph = self.file.add_paragraph()
            paragraph.paragraph_format.space_before = Pt(4)
            for chart in charts[first : first + columns]:
                paragraph.add_run()._r.append(self._chart(chart, color, width, height))

    def _chart(self, chart: Chart, color: str, width: float, height: float) -> Any:
        """Draw a chart with its sheet; return the element that shows it."""
        self._drawn += 1
        size = int(width * _EMU), int(height * _EMU)
        frame = draw(self._board.shapes, chart, (0, 0, *size), color, self.language, 9, titled=True)
        sheet = Part(
            PackURI(f"/word/embeddings/chart{self._drawn}.xlsx"),
            CONTENT_TYPE.SML_SHEET,
            frame.chart.part.chart_workbook.xlsx_part.blob,
            self.file.part.package,
        )
        space = etree.fromstring(frame.chart.part.blob)
        part = Part(
            PackURI(f"/word/charts/chart{self._drawn}.xml"),
            CONTENT_TYPE.DML_CHART,
            b"",
            self.file.part.package,
        )
        data = space.find(f"{{{_CHART}}}externalData")
        data.set(qn("r:id"), part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE))
        part._blob = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
        drawing = parse_xml(_DRAWING)
        inline = drawing[0]
        extent, known = inline[0], inline[2]
        extent.set("cx", str(size[0]))
        extent.set("cy", str(size[1]))
        known.set("id", str(1000 + self._drawn))
        known.set("name", chart.title)
        known.set("descr", chart.alt)
        shown = inline.find(f".//{{{_CHART}}}chart")
        shown.set(qn("r:id"), self.file.part.relate_to(part, RELATIONSHIP_TYPE.CHART))
        return drawing

    def _table(self, widths: Sequence[float]) -> Any:
        """Add a table without rows, whose columns keep their widths."""
        table = self.file.add_table(rows=0, cols=len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table

    def _add_row(self, table: Any, widths: Sequence[float], *, repeated: bool = False) -> Any:
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if repeated:
            properties.append(OxmlElement("w:tblHeader"))
        cells = row.cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Cm(width)
        return cells

    def _fill(
        self,
        cell: Any,
        lines: Sequence[Sequence[Run]],
        *,
        after: float = 1,
        right: bool = False,
        together: bool = False,
    ) -> None:
        for at, runs in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            shape = paragraph.paragraph_format
            shape.space_before, shape.space_after = Pt(after), Pt(after)
            shape.keep_with_next = together
            if right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._runs(paragraph, runs)

    def _runs(self, paragraph: Any, runs: Sequence[Run]) -> None:
        latin, chinese = FONTS[self.language]
        for piece in runs:
            run = paragraph.add_run(piece.text)
            run.bold = piece.bold
            run.font.size, run.font.color.rgb = Pt(piece.size), RGBColor.from_string(piece.color)
            run.font.name = latin
            run._r.rPr.rFonts.set(qn("w:eastAsia"), chinese)

    def _set_page(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
        section.header_distance = section.footer_distance = Cm(1)

    def _set_styles(self) -> None:
        """Give the styles the fonts and distances of the house, headings too."""
        latin, chinese = FONTS[self.language]
        for name in ("Normal", "Title", "Heading 1", "List Bullet"):
            style = self.file.styles[name]
            style.font.name = latin
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:eastAsia"), chinese)
        self.file.styles["Normal"].font.size = Pt(10.5)
        self.file.styles["Normal"].paragraph_format.space_after = Pt(4)
        first = self.file.styles["Heading 1"].paragraph_format
        first.space_before, first.space_after, first.keep_with_next = Pt(16), Pt(4), True
        title = self.file.styles["Title"].element.get_or_add_pPr()
        for border in title.findall(qn("w:pBdr")):
            title.remove(border)

    def _set_furniture(self) -> None:
        """Write the facts above and below every page, and its number."""
        section = self.file.sections[0]
        head = section.header.paragraphs[0]
        self._runs(head, [Run(self.briefing.bureau, 8.5, MUTED)])
        if self.briefing.sample:
            self._runs(head, [Run(f"\t{self.briefing.sample}", 8.5, WARNING, True)])
        foot = section.footer.paragraphs[0]
        for paragraph in (head, foot):
            paragraph.style = self.file.styles["Normal"]  # the other has stops of its own
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Cm(ROOM), alignment=WD_TAB_ALIGNMENT.RIGHT)
        self._runs(foot, [Run(" · ".join(self.briefing.facts[1:]) + "\t", 8.5, MUTED)])
        self._field(foot, "PAGE")
        self._runs(foot, [Run(" / ", 8.5, MUTED)])
        self._field(foot, "NUMPAGES")

    def _field(self, paragraph: Any, instruction: str) -> None:
        """Add a field that Word fills in: the number of the page, or of all pages."""
        for kind in ("begin", "", "separate", "shown", "end"):
            self._runs(paragraph, [Run("1" if kind == "shown" else "", 8.5, MUTED)])
            if kind == "shown":
                continue
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = f" {instruction} "
            paragraph.runs[-1]._r.append(element)


def _shade(properties: Any, color: str) -> None:
    """Put a ground under a paragraph or a cell."""
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), color)
    properties.append(shade)


def _border(cell: Any, **colors: str) -> None:
    """Draw the coloured edges of a cell; the left one is thick, as of a card."""
    properties = cell._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:tcBorders")):
        properties.remove(old)
    borders = OxmlElement("w:tcBorders")
    for edge in ("top", "left", "bottom", "right"):
        if not colors.get(edge):
            continue
        line = OxmlElement(f"w:{edge}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "24" if edge == "left" else "4")
        line.set(qn("w:space"), "0")
        line.set(qn("w:color"), colors[edge])
        borders.append(line)
    properties.append(borders)
