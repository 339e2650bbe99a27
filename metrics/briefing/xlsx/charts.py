"""Draw the native charts of a workbook: one unit each, from zero, labels as printed.

They draw the values that stand in the sheet. What only they need, labels that name a missing
year, stands in the cells that the chart itself covers.
"""

import re
from typing import Any

from metrics.briefing.content import Chart, Section
from metrics.briefing.style import HAIRLINE, INK, MUTED, PALE_SHARE
from metrics.briefing.text_fit import mixed
from metrics.briefing.xlsx.parts import Sheet

_ROW = 20  # height of an unwritten row in pixels
_CELL = re.compile(r"!(?=\$?[A-Z]+\$?\d)")
_WIDTH, _TALL = 440, 260
_IN_A_LINE = 3


def place_charts(sheet: Sheet, section: Section, values: int) -> None:
    """Put the charts below what is written; `values` is the first row of the values."""
    wide = sum(7 * width + 5 for width in sheet.widths)
    columns = max(1, min(_IN_A_LINE, int(wide // _WIDTH), len(section.charts) or 1))
    width = min(wide / columns, 560) - 8
    for at, chart in enumerate(section.charts):
        if at % columns == 0:
            sheet.row += -(-_TALL // _ROW) + 1 if at else 0
        drawn = _draw(sheet, chart, section, (at, at % columns), values)
        drawn.set_size({"width": width, "height": _TALL})
        left = (at % columns) * (width + 8)
        options = {"x_offset": left, "object_position": 3, "description": chart.alt[:8000]}
        sheet.file.insert_chart(sheet.row, 0, drawn, options)
    if section.charts:
        sheet.row += -(-_TALL // _ROW) + 1


def _draw(sheet: Sheet, chart: Chart, section: Section, at: tuple[int, int], values: int) -> Any:
    drawn = sheet.book.file.add_chart({"type": "column"})
    names, numbers = _ranges(sheet, chart, section, at, values)
    strong, pale = f"#{mixed(section.color, 1)}", f"#{mixed(section.color, PALE_SHARE)}"
    last = len(chart.points) - 1
    drawn.add_series(
        {
            "name": _plain(chart.title),
            "categories": names,
            "values": numbers,
            "gap": 60,
            "fill": {"color": strong},
            "points": [
                {"fill": {"color": strong if place == last else pale}}
                for place in range(len(chart.points))
            ],
            "data_labels": {
                "value": True,
                "position": "outside_end",
                "font": _font(sheet, 9, INK),
                "custom": [
                    {"value": _plain(point.label)} if point else {"delete": True}
                    for point in chart.points
                ],
            },
        }
    )
    _axes(sheet, drawn, chart)
    return drawn


def _axes(sheet: Sheet, drawn: Any, chart: Chart) -> None:
    title = "\n".join(filter(None, [chart.title, chart.subtitle]))
    drawn.set_title({"name": _plain(title), "name_font": _font(sheet, 11, INK, bold=True)})
    drawn.set_legend({"none": True})
    drawn.show_blanks_as("gap")
    drawn.set_chartarea({"border": {"color": f"#{HAIRLINE}"}})
    line = {"color": f"#{HAIRLINE}"}
    names = {"num_font": _font(sheet, 9, INK), "major_tick_mark": "none", "line": line}
    drawn.set_x_axis(names)
    signed = any(p and (p.observation.value or 0) < 0 for p in chart.points)
    scale = {} if signed else {"min": 0}
    values = {**scale, "max": float(chart.highest) * 1.2, "visible": False}
    drawn.set_y_axis({**values, "major_gridlines": {"visible": False}})


def _ranges(
    sheet: Sheet, chart: Chart, section: Section, at: tuple[int, int], values: int
) -> tuple[list[Any], list[Any]]:
    """Return the cells of a chart's labels and values; write those still missing.

    `at` is the number of the chart, and its place in its line: under the line's first chart, each
    has a column for labels, and far from them one for values.
    """
    number, column = at
    first, count = sheet.row + 1, len(chart.points)
    pale = sheet.book.look(font_color=f"#{MUTED}", font_size=8)
    last = first + count - 1
    for place, label in enumerate(chart.axis_labels, start=first):
        sheet.text(place, column, label, pale)
    labels = [sheet.name, first, column, last, column]
    if section.rows[number].figures[-count:] == chart.points:
        row, end = values + number, 1 + len(section.years)
        return labels, [sheet.name, row, end - count + 1, row, end]
    beside = column + _IN_A_LINE
    for place, figure in enumerate(chart.points, start=first):
        if figure:
            value = float(figure.observation.value or 0)
            sheet.file.write_number(place, beside, value, pale)
    return labels, [sheet.name, first, beside, last, beside]


def _font(sheet: Sheet, size: float, color: str, *, bold: bool = False) -> dict[str, Any]:
    return {"name": sheet.book.font, "size": size, "color": f"#{color}", "bold": bold}


def _plain(text: str) -> str:
    """Return a text that the library does not take for a formula.

    A leading = makes one of it, and so does what looks like a cell of a sheet: 甲!A1.
    """
    return _CELL.sub("!\u2060", f" {text}" if text.startswith("=") else text)
