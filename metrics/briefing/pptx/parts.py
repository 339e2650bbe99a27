"""Hold the parts of slides: the deck, text boxes, cards, tables, footers.

Places and sizes are inches on a page of 13.33 by 7.5. Texts never leave their boxes: sizes are
measured, and what cannot fit ends in … (the notes of the slide hold it whole).
"""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from metrics.briefing.content import Briefing
from metrics.briefing.style import (
    FONTS,
    GROUND,
    HAIRLINE,
    INK,
    MUTED,
    NAVY,
    WARNING,
    WARNING_GROUND,
    WHITE,
    Run,
)
from metrics.briefing.text_fit import LINE, fitted, height_of, inches, mixed, size_for

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.55
INNER = WIDTH - 2 * MARGIN
TOP, BOTTOM = 1.55, 6.95
"""Where the content of a slide begins and ends, below the title and above the footer."""
_TITLE_ONLY = 5
_PAD = 0.07
_ABOVE = 0.04  # room above and below the text of a cell
_CELL_LINES = 5  # lines that a cell of a table has at most
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


class Deck:
    """Hold a presentation in the making, with what its slides share."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing
        self.language = briefing.words.language
        self.file = Presentation()
        self._widen()
        self._name_fonts()

    def slide(
        self,
        title: str,
        *,
        color: str = NAVY,
        kicker: str = "",
        marks: str = "",
        lines_below: bool = False,
    ) -> Any:
        """Add a slide with its title (two lines at most), the facts, the mark of a sample.

        `kicker` stands above the title, `marks` are the numbers of its sources. `lines_below`
        says that other lines follow right below the title.
        """
        slide = self.file.slides.add_slide(self.file.slide_layouts[_TITLE_ONLY])
        bar(slide, MARGIN, 0.45, 0.07, 0.9 if kicker or lines_below else 0.48, color)
        mark = self.sample_mark(slide) if self.briefing.sample else 0
        left, room = MARGIN + 0.2, INNER - 0.2
        if kicker:
            above = [[Run(fitted(kicker, room - mark - 0.2, 12, 1), 12, color, True)]]
            self.text(slide, left, 0.43, room - mark - 0.1, 0.28, above)
            top, height, largest = 0.72, 0.64, 24
        else:
            top, height, largest, room = 0.43, 0.5, 25, room - mark - 0.1
        size = size_for(f"{title} {marks}", room - 0.1, largest, 15)
        shape = slide.shapes.title
        _place(shape, left, top, room, height)
        runs = [Run(fitted(title, room - 0.6, size, 2), size, NAVY, True)]
        runs += [Run(f" {marks}", 11, MUTED)] if marks else []
        self.write(shape.text_frame, [runs], anchor=MSO_ANCHOR.MIDDLE)
        self._footer(slide)
        return slide

    def text(
        self,
        slide: Any,
        left: float,
        top: float,
        width: float,
        height: float,
        lines: Sequence[Sequence[Run]],
        *,
        align: Any = None,
        anchor: Any = MSO_ANCHOR.TOP,
        after: float = 0,
    ) -> Any:
        """Add a box of text: a paragraph for each line of runs."""
        shape = slide.shapes.add_textbox(*map(Inches, (left, top, width, height)))
        self.write(shape.text_frame, lines, align=align, anchor=anchor, after=after)
        return shape

    def write(
        self,
        frame: Any,
        lines: Sequence[Sequence[Run]],
        *,
        align: Any = None,
        anchor: Any = MSO_ANCHOR.TOP,
        after: float = 0,
        pad: float = 0,
    ) -> None:
        """Write paragraphs of runs into a frame, by default without margins."""
        frame.word_wrap = True
        frame.vertical_anchor = anchor
        frame.margin_left = frame.margin_right = Inches(pad)
        frame.margin_top = frame.margin_bottom = Inches(pad / 2)
        for at, runs in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            self._paragraph(paragraph, runs, align, after)

    def _paragraph(self, paragraph: Any, runs: Sequence[Run], align: Any, after: float) -> None:
        paragraph.alignment = align or PP_ALIGN.LEFT
        paragraph.space_after = Pt(after)
        for piece in runs:
            if piece.below:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text = piece.text or "\u00a0"  # an empty one would be as tall as the default
            run.font.size, run.font.bold = Pt(piece.size), piece.bold
            run.font.color.rgb = RGBColor.from_string(piece.color)
            run.font._rPr.set("lang", "zh-CN" if self.language == "zh" else "en-US")
            if piece.link:
                run.hyperlink.address = piece.link

    def sample_mark(self, slide: Any) -> float:
        """Mark a slide of invented figures at its upper right; return the width."""
        text = self.briefing.sample
        width = inches(text, 10) + 0.35
        shape = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, *map(Inches, (WIDTH - MARGIN - width, 0.42, width, 0.3))
        )
        _fill(shape, WARNING_GROUND, WARNING)
        lines = [[Run(text, 10, WARNING, True)]]
        self.write(shape.text_frame, lines, align=PP_ALIGN.CENTER, anchor=MSO_ANCHOR.MIDDLE)
        return width

    def _footer(self, slide: Any) -> None:
        bar(slide, MARGIN, 7.05, INNER, 0.01, HAIRLINE)
        # A long name must not push version and day off the slide.
        bureau, scope, *others = self.briefing.facts
        facts = [fitted(bureau, 3.8, 9, 1), fitted(scope, 3.4, 9, 1), *others]
        line = [[Run(" · ".join(facts), 9, MUTED)]]
        self.text(slide, MARGIN, 7.1, INNER - 1.2, 0.25, line)
        shape = self.text(
            slide, WIDTH - MARGIN - 1, 7.1, 1, 0.25, [[Run("", 9, MUTED)]], align=PP_ALIGN.RIGHT
        )
        paragraph = shape.text_frame.paragraphs[0]._p
        for run in paragraph.findall(qn("a:r")):
            properties = run.find(qn("a:rPr"))
            field = etree.Element(qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
            field.set("type", "slidenum")
            field.append(properties)
            etree.SubElement(field, qn("a:t")).text = str(len(self.file.slides))
            paragraph.replace(run, field)

    def arrow(self, slide: Any, left: float, top: float, width: float, color: str) -> None:
        """Add an arrow to the right."""
        ends = map(Inches, (left, top, left + width, top))
        line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends).line
        line.color.rgb = RGBColor.from_string(color)
        line.width = Pt(1.75)
        etree.SubElement(line._get_or_add_ln(), qn("a:tailEnd"), type="triangle")

    def notes(self, slide: Any, lines: Sequence[str]) -> None:
        """Write what the speaker may be asked for into the notes of a slide."""
        slide.notes_slide.notes_text_frame.text = "\n".join(lines)

    def table(
        self,
        slide: Any,
        left: float,
        top: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[Sequence[Run]]],
        *,
        right: Sequence[int] = (),
        strong: int | None = None,
        taller: float = 0,
    ) -> Any:
        """Add a table; the first row is its header. `right` are columns of figures.

        `strong` is a column on a pale ground: the latest year; `taller` is added to every row.
        """
        heights = [row_height(row, widths) + taller for row in rows]
        frame = slide.shapes.add_table(
            len(rows), len(widths), *map(Inches, (left, top, sum(widths), sum(heights)))
        )
        frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
        frame.table.horz_banding = False
        for column, width in zip(frame.table.columns, widths, strict=True):
            column.width = Inches(width)
        for at, (row, height) in enumerate(zip(rows, heights, strict=True)):
            frame.table.rows[at].height = Inches(height)
            for place, runs in enumerate(row):
                cell = frame.table.cell(at, place)
                cell.margin_left = cell.margin_right = Inches(_PAD)
                cell.margin_top = cell.margin_bottom = Inches(_ABOVE)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                self._paragraph(
                    cell.text_frame.paragraphs[0],
                    runs,
                    PP_ALIGN.RIGHT if place in right else PP_ALIGN.LEFT,
                    0,
                )
                _ground(cell, NAVY if at == 0 else GROUND if place == strong else WHITE)
        return frame

    def _widen(self) -> None:
        """Make the page 16:9 and the template's layouts as wide."""
        ratio = Inches(WIDTH) / self.file.slide_width
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        master = self.file.slide_master
        for shape in [*master.shapes, *(s for each in master.slide_layouts for s in each.shapes)]:
            own = shape._element.find(qn("p:spPr"))
            if own is not None and own.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = (
                    Emu(int(shape.left * ratio)),
                    Emu(int(shape.width * ratio)),
                )

    def _name_fonts(self) -> None:
        """Put the fonts into the theme, where what people add takes them from too."""
        latin, chinese = FONTS[self.language]
        for relation in self.file.slide_master.part.rels.values():
            if relation.reltype.endswith("/theme"):
                theme = etree.fromstring(relation.target_part.blob)
                for name, font in (("latin", latin), ("ea", chinese)):
                    for kind in ("majorFont", "minorFont"):
                        found = theme.find(f".//{qn('a:' + kind)}/{qn('a:' + name)}")
                        if found is not None:
                            found.set("typeface", font)
                relation.target_part._blob = etree.tostring(
                    theme, xml_declaration=True, encoding="UTF-8", standalone=True
                )


def row_height(row: Sequence[Sequence[Run]], widths: Sequence[float]) -> float:
    """Return the height of a table's row, in which the tallest cell decides."""
    tallest = max(
        cell_height(runs, width - 2 * _PAD - 0.06) for runs, width in zip(row, widths, strict=True)
    )
    return tallest + 2 * _ABOVE


def cell_height(runs: Sequence[Run], room: float) -> float:
    """Return the height of a cell's text; runs that begin a line are apart."""
    parts: list[list[Run]] = [[]]
    for run in runs:
        if run.below:
            parts.append([])
        parts[-1].append(run)
    return sum(
        height_of("".join(r.text for r in part), room, max((r.size for r in part), default=10))
        for part in parts
    )


def pages_of(
    rows: Sequence[Sequence[Sequence[Run]]], widths: Sequence[float], room: float
) -> list[list[Sequence[Sequence[Run]]]]:
    """Split a table's rows into parts that fit, each under the first row.

    Parts are about equally tall: no slide holds a row that was left over.
    """
    heights = [row_height(row, widths) for row in rows]
    count = len(_split(heights, room))
    wanted = heights[0] + sum(heights[1:]) / count
    while len(cuts := _split(heights, min(wanted, room))) > count:
        wanted += 0.1
    return [[rows[0], *rows[first:last]] for first, last in cuts]


def _split(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Return the first row of each part and the one behind its last; a row at least."""
    first, used, parts = 1, heights[0], []
    for at in range(1, len(heights)):
        if used + heights[at] > room and at > first:
            parts.append((first, at))
            first, used = at, heights[0]
        used += heights[at]
    return [*parts, (first, len(heights))]


def cell(
    text: str,
    width: float,
    size: float,
    *,
    color: str = INK,
    bold: bool = False,
    mark: str = "",
    below: str = "",
) -> list[Run]:
    """Return the runs of a cell, cut to a few lines.

    `mark` is the number of its source, `below` a smaller text under it.
    """
    room = width - 2 * _PAD
    runs = [Run(fitted(text, room, size, _CELL_LINES), size, color, bold)]
    if mark:
        runs.append(Run(f" {mark}", size - 2, MUTED))
    if below:
        runs.append(Run(fitted(below, room, 9, 3), 9, MUTED, below=True))
    return runs


def bar(slide: Any, left: float, top: float, width: float, height: float, color: str) -> Any:
    """Add a filled rectangle without an outline."""
    places = (left, top, width, height)
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, places))
    _fill(shape, color)
    return shape


def card(slide: Any, left: float, top: float, width: float, height: float, color: str) -> None:
    """Add the ground of a card: white, a hairline, the category's colour at left."""
    places = (left, top, width, height)
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, places))
    _fill(shape, WHITE, HAIRLINE)
    bar(slide, left, top, 0.06, height, mixed(color, 1))


def line_height(size: float) -> float:
    """Return the height of one line in inches."""
    return size * LINE / 72


def _fill(shape: Any, color: str, outline: str = "") -> None:
    looks = shape._element.find(qn("p:style"))  # the theme's, with a shadow
    if looks is not None:
        shape._element.remove(looks)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(color)
    if outline:
        shape.line.color.rgb = RGBColor.from_string(outline)
        shape.line.width = Pt(0.75)
    else:
        shape.line.fill.background()


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))


def _ground(cell: Any, color: str) -> None:
    """Fill a cell and draw a hairline below it."""
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(color)
    properties = cell._tc.get_or_add_tcPr()
    line = etree.Element(qn("a:lnB"), w="6350")
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"), val=HAIRLINE)
    properties.insert(0, line)
