"""Draw native Office charts, which people can edit, for slides and Word texts.

One unit a chart, from zero; every bar carries the figure as printed, a year without one is a gap
that its label names. The sheet behind a chart holds the same values as plain cells.
"""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import xlsxwriter
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from metrics.briefing.content import Chart
from metrics.briefing.figures import Figure
from metrics.briefing.style import FONTS, HAIRLINE, INK, MUTED, PALE_SHARE
from metrics.briefing.text_fit import fitted, inches, mixed
from metrics.files import WORKBOOK_OPTIONS
from metrics.text import needs_mark

_LABEL_LINES = 3  # lines that a figure above its bar may take


def draw(
    shapes: Any,
    chart: Chart,
    box: tuple[int, int, int, int],
    color: str,
    language: str,
    size: float,
    *,
    titled: bool = False,
) -> Any:
    """Add a chart to a slide's shapes and return its frame; `size` is in points.

    `titled` puts its name, unit and change into the picture.
    """
    chart = _with_gaps(chart)
    data = CategoryChartData()
    width = box[2] / 914400
    data.categories = _ticks(chart, width / len(chart.points), size)
    data.add_series(chart.title, [_number(chart, at) for at in range(len(chart.points))])
    frame = shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, data)
    drawn = frame.chart
    drawn.has_legend = drawn.has_title = False
    drawn.font.size, drawn.font.color.rgb = Pt(size), RGBColor.from_string(INK)
    _set_fonts(drawn.font._rPr, language)
    _axes(drawn, chart, width, size)
    _bars(drawn.plots[0], chart, color, language, width, size)
    if titled:
        _title(drawn, chart, language, width, size)
    _name(frame, chart)
    drawn.part.chart_workbook.update_from_xlsx_blob(_sheet(chart))
    return frame


def draw_in(
    shapes: Any,
    chart: Chart,
    box: tuple[float, float, float, float],
    color: str,
    language: str,
    size: float,
) -> None:
    """Add a chart to a slide's shapes; `box` is in inches, `size` in points."""
    left, top, width, height = (int(Inches(each)) for each in box)
    draw(shapes, chart, (left, top, width, height), color, language, size)


def _with_gaps(chart: Chart) -> Chart:
    """Return a chart with an empty place between columns where years have no report."""
    places: list[int | None] = [0]
    for at in range(1, len(chart.labels)):
        apart = int(chart.labels[at]) - int(chart.labels[at - 1]) > 1
        places += [None, at] if apart else [at]

    def spread(texts: Sequence[Any], empty: Any) -> tuple[Any, ...]:
        return tuple(empty if at is None else texts[at] for at in places)

    return replace(
        chart,
        labels=spread(chart.labels, "⋯"),
        points=spread(chart.points, None),
        gaps=spread(chart.gaps, ""),
    )


def _title(drawn: Any, chart: Chart, language: str, width: float, size: float) -> None:
    """Write a chart's name above it, its unit and change below that."""
    frame = drawn.chart_title.text_frame
    looks = [(chart.title, size + 1, True, INK), (chart.subtitle, size, False, MUTED)]
    for at, (text, points, bold, color) in enumerate(look for look in looks if look[0]):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = fitted(text, width * 0.95, points, 1)
        run.font.size, run.font.bold = Pt(points), bold
        run.font.color.rgb = RGBColor.from_string(color)
        _set_fonts(run.font._rPr, language)
    drawn.chart_title.include_in_layout = False


def _ticks(chart: Chart, room: float, size: float) -> list[str]:
    """Return the labels under columns; a gap is a dash where its words have no room."""
    if all(inches(gap, size) <= room for gap in chart.gaps):
        return chart.axis_labels
    pairs = zip(chart.labels, chart.gaps, strict=True)
    return [f"{label}\n—" if gap else label for label, gap in pairs]


def _number(chart: Chart, at: int) -> float | None:
    """Return a value for drawing; None is a gap."""
    point = chart.points[at]
    return None if point is None else float(point.observation.value or 0)


def _axes(drawn: Any, chart: Chart, width: float, size: float) -> None:
    values, names = drawn.value_axis, drawn.category_axis
    values.visible = False
    values.has_major_gridlines = False
    highest = float(chart.highest)
    slot = width / len(chart.points) * 1.02
    lines = max((len(_printed(p, slot, size)) for p in chart.points if p), default=1)
    values.maximum_scale = highest * (1.04 + 0.14 * lines)
    if all(p is None or (p.observation.value or 0) >= 0 for p in chart.points):
        values.minimum_scale = 0
    names.major_tick_mark = names.minor_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    names.tick_labels.font.size = Pt(size)
    names.tick_labels.offset = 60
    names.format.line.color.rgb = RGBColor.from_string(HAIRLINE)
    names.format.line.dash_style = MSO_LINE.SOLID


def _bars(plot: Any, chart: Chart, color: str, language: str, width: float, size: float) -> None:
    plot.gap_width = 45 if len(chart.points) > 2 else 80
    plot.vary_by_categories = False
    series = plot.series[0]
    series.invert_if_negative = False
    latest = len(chart.points) - 1
    strong = RGBColor.from_string(mixed(color, 1))
    pale = RGBColor.from_string(mixed(color, PALE_SHARE))
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = strong
    for at, figure in enumerate(chart.points):
        if figure is None:
            continue
        point = series.points[at]
        point.format.fill.solid()
        is_strong = at == latest
        point.format.fill.fore_color.rgb = strong if is_strong else pale
        texts = _printed(figure, width / len(chart.points) * 1.02, size)
        _label(point.data_label, texts, is_strong, language, size)


def _label(label: Any, texts: list[str], strong: bool, language: str, size: float) -> None:
    """Write the figure as printed beside its bar, in the lines that it takes."""
    frame = label.text_frame
    frame.word_wrap = False
    for at, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), strong
        run.font.color.rgb = RGBColor.from_string(INK)
        _set_fonts(run.font._rPr, language)
    label.position = XL_LABEL_POSITION.OUTSIDE_END


def _printed(figure: Figure, room: float, size: float) -> list[str]:
    """Break a figure at its first space where it would touch its neighbours."""
    if inches(figure.label, size) <= room or " " not in figure.label:
        parts = [figure.label]
    else:
        parts = figure.label.split(" ", 1)
    lines = [line for part in parts for line in _chunks(part, room, size)]
    return lines if len(lines) <= _LABEL_LINES else [*lines[: _LABEL_LINES - 1], "…"]


def _chunks(text: str, room: float, size: float) -> list[str]:
    """Cut a text that has no place to break into pieces that fit."""
    pieces = [""]
    for character in text:
        if inches(pieces[-1] + character, size) > room and pieces[-1]:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _set_fonts(properties: Any, language: str) -> None:
    """Name the fonts for Latin and Chinese characters, and the text's language."""
    latin, chinese = FONTS[language]
    for tag, name in (("a:latin", latin), ("a:ea", chinese), ("a:cs", latin)):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        etree.SubElement(properties, qn(tag)).set("typeface", name)
    if properties.tag == qn("a:rPr"):
        properties.set("lang", "zh-CN" if language == "zh" else "en-US")


def _name(frame: Any, chart: Chart) -> None:
    """Set the name and the alternative text of a chart."""
    known = frame._element.nvGraphicFramePr.cNvPr
    known.set("name", chart.title)
    known.set("descr", chart.alt)


def _sheet(chart: Chart) -> bytes:
    """Return the workbook behind a chart: labels, values, and the figures as printed."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, WORKBOOK_OPTIONS)
    sheet = book.add_worksheet("Sheet1")
    quoted = book.add_format({"quote_prefix": True})

    def write(row: int, column: int, text: str) -> None:
        sheet.write_string(row, column, text, quoted if needs_mark(text) else None)

    write(0, 1, chart.title)
    write(0, 2, chart.unit)
    for at, (label, figure) in enumerate(
        zip(chart.axis_labels, chart.points, strict=True), start=1
    ):
        write(at, 0, label)
        if figure is not None:
            sheet.write_number(at, 1, float(figure.observation.value or 0))
            write(at, 2, figure.text)
    sheet.set_column(0, 2, 22)
    book.close()
    return target.getvalue()
