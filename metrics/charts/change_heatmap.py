"""Draw metrics by years as a heat table: a row a series, a column a year, the figure in each cell.

Colours tell how much a figure changed on the year before, against the other changes of its own
metric, so that no unit is set against another; direction where one is wanted, never good or bad.
A figure without a comparison has no colour and says why when pointed at; a year without a figure
is hatched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from metrics.analysis.headlines import changes_headline
from metrics.charts.axes import HOVER_TEMPLATE, QUIET, hover_text, text_width, title_of, wrapped
from metrics.charts.captions import beyond, heatmap_alt
from metrics.charts.chart import ChartSpec, Figure, blank, escape, finished
from metrics.model.figure_id import figure_id
from metrics.model.series import Change, Series
from metrics.wording.formatter import Formatter
from metrics.wording.labels import labels
from metrics.wording.series import why_not_text

MOST_ROWS = 40  # series that one map holds; the rest are named in words


@dataclass(frozen=True)
class Tones:
    """Hold the colours of cells on a ground, and of the figures in them.

    At full strength `up`, `down`, and `plain` where neither more nor less is better; at no change
    `even`, and `none` where nothing can be compared.
    """

    up: str
    down: str
    plain: str
    even: str
    none: str
    ink: str
    hatch: str


LIGHT = Tones("#e8964a", "#6fa8dc", "#a9a3c4", "#f2f4f6", "#eceef0", "#0e1621", "#c6ccd2")
DARK = Tones("#8a5420", "#2d5f8d", "#5d5685", "#28323d", "#1e262f", "#e8edf2", "#46525f")
_ROW, _TALL_ROW = 34, 52
_MOST_WIDE_COLUMNS = 6
"""Columns in which a figure is written across on a narrow screen; more write it upwards."""
_MOST_COLUMNS = 10
_HEAD, _TALL_HEAD = 28, 46
"""Over the cells: the years, which narrow columns turn upright."""
_NAME_WIDTH = 132
_LINE = 15
_CELL = 0.96
_HISTORY = 2
"""Changes of a metric from which on it is measured against itself alone."""


@dataclass(frozen=True)
class _Block:
    """Hold rows and some of their years; colours of a row are strongest at its limit."""

    rows: tuple[tuple[str, Series], ...]
    columns: tuple[int, ...]
    limits: tuple[Decimal, ...]

    @property
    def head(self) -> int:
        return _HEAD if len(self.columns) <= _MOST_WIDE_COLUMNS else _TALL_HEAD

    @property
    def names(self) -> list[str]:
        return [wrapped(name, _NAME_WIDTH) for name, _series in self.rows]

    @property
    def height(self) -> int:
        lines = max((name.count("<br>") + 1 for name in self.names), default=1)
        row = _ROW if len(self.columns) <= _MOST_WIDE_COLUMNS else _TALL_ROW
        return self.head + max(row, lines * _LINE + 4) * len(self.rows)


def change_heatmap(series: Sequence[Series], years: Sequence[int], fmt: Formatter) -> ChartSpec:
    """Draw the figures of up to MOST_ROWS series by year, tinted by their change.

    Many years stand in blocks under one another, the latest on top. The caption tells how colours
    read, and what is not drawn.
    """
    rows = series[:MOST_ROWS]
    whole = _whole(rows, years, fmt)
    figure = _drawn(_blocks(whole), fmt)
    caption = _caption(series, fmt)
    chart = ChartSpec(
        figure,
        fmt.join([heatmap_alt(rows, years, fmt), *caption]),
        title_of(labels(rows, fmt), years, fmt),
        unit=fmt.words("as published"),
        caption=tuple(caption),
        finding=changes_headline(rows, years[-1], fmt) if years else "",
        dark=_on_dark(rows, years, whole.limits),
    )
    return finished(chart, [o for one in rows for year in years if (o := one.published(year))], fmt)


def _whole(rows: Sequence[Series], years: Sequence[int], fmt: Formatter) -> _Block:
    """Return all rows, each with the change at which its own colours are strongest."""
    changes = [[one.change(year).amount for year in years] for one in rows]
    amounts = [[amount for amount in row if amount is not None] for row in changes]
    together = color_limit([amount for row in amounts for amount in row])
    limits = (color_limit(row) if len(row) >= _HISTORY else together for row in amounts)
    home = fmt.dataset.bureau.region
    named = tuple(
        (fmt.series(one) if one.region == home else label, one)
        for label, one in zip(labels(rows, fmt), rows, strict=True)
    )
    return _Block(named, tuple(years), tuple(limits))


def _on_dark(
    rows: Sequence[Series], years: Sequence[int], limits: Sequence[Decimal]
) -> dict[str, str]:
    """Return what each colour of the cells is on a dark ground."""
    told = {LIGHT.ink: DARK.ink, LIGHT.hatch: DARK.hatch}
    for one, limit in zip(rows, limits, strict=True):
        for year in years:
            amount, plain = one.change(year).amount, not one.metric.direction
            told[cell_color(amount, limit, plain=plain)] = cell_color(
                amount, limit, plain=plain, tones=DARK
            )
    return told


def _drawn(blocks: Sequence[_Block], fmt: Formatter) -> Figure:
    """Draw blocks under one another."""
    total = sum(block.height for block in blocks) or _HEAD
    left = max((text_width(name) for block in blocks for name in block.names), default=0) + 12
    figure = blank(total, top=0, left=left, bottom=0)
    figure["layout"]["barmode"] = "overlay"
    below = total
    for number, block in enumerate(blocks, start=1):
        ends = max(0.0, (below - block.height) / total), (below - block.head) / total
        figure["data"].append(_cells(block, number, fmt))
        _axes(figure, number, block, ends)
        below -= block.height
    return figure


def _blocks(whole: _Block) -> list[_Block]:
    """Split a block into blocks of about as many years each, the latest years first."""
    count = -(-len(whole.columns) // _MOST_COLUMNS) or 1
    size = -(-len(whole.columns) // count)
    years = whole.columns
    ends = range(len(years), 0, -size)
    return [replace(whole, columns=years[max(0, end - size) : end]) for end in ends]


def _caption(series: Sequence[Series], fmt: Formatter) -> list[str]:
    """Return the caption: how colours read, and what is not drawn."""
    _ = fmt.words
    lines = [
        _(
            "The stronger the colour, the larger the change on the year before, measured against"
            " the metric’s other years; grey: no comparison, the reason on pointing"
        )
    ]
    if any(one.metric.direction for one in series):
        lines.append(_("Where more or less is better, orange is up and blue is down"))
    return lines + beyond(labels(series, fmt), MOST_ROWS, fmt)


def color_limit(amounts: Sequence[Decimal]) -> Decimal:
    """Return the change of the strongest colour: round, beyond three in four."""
    sizes = sorted(abs(amount) for amount in amounts if amount)
    if not sizes:
        return Decimal(1)
    most = sizes[(len(sizes) * 3 - 1) // 4]
    scale = Decimal(10) ** most.adjusted()
    return next(step * scale for step in map(Decimal, (1, 2, 5, 10)) if step * scale >= most)


def cell_color(
    amount: Decimal | None, limit: Decimal, *, plain: bool = False, tones: Tones = LIGHT
) -> str:
    """Return the colour of a change as #rrggbb, on which figures are readable.

    A `plain` one tells its size alone.
    """
    if amount is None:
        return tones.none
    strength = float(min(abs(amount) / limit, Decimal(1)))
    ends = (tones.even, tones.plain if plain else tones.up if amount > 0 else tones.down)
    even, full = ([int(end[n : n + 2], 16) for n in (1, 3, 5)] for end in ends)
    mixed = [round(a + (b - a) * strength) for a, b in zip(even, full, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _cells(one: _Block, number: int, fmt: Formatter) -> dict[str, Any]:
    """Return the cells as bars, which can be hatched, labelled and clicked."""
    columns = one.columns
    places = [(row, column) for row in range(len(one.rows)) for column in range(len(columns))]
    changes = [one.rows[row][1].change(columns[column]) for row, column in places]
    return {
        "type": "bar",
        "x": [_CELL] * len(places),
        "base": [column + (1 - _CELL) / 2 for _row, column in places],
        "y": [row for row, _column in places],
        "width": 0.93,
        "orientation": "h",
        "xaxis": f"x{number if number > 1 else ''}",
        "yaxis": f"y{number if number > 1 else ''}",
        "marker": {
            "color": _colors(one, places, changes),
            "line": {"width": 0},
            "pattern": {
                "shape": ["" if change.new is not None else "/" for change in changes],
                "fgcolor": LIGHT.hatch,
                "fillmode": "overlay",
                "size": 6,
                "solidity": 0.2,
            },
        },
        "text": [escape(_cell_text(change, fmt)) for change in changes],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "constraintext": "inside",
        "textangle": 0,
        "textfont": {"size": 13, "color": LIGHT.ink},
        "insidetextfont": {"size": 13, "color": LIGHT.ink},
        "hovertext": [
            _hover(one.rows[row][0], columns[column], change, fmt)
            for (row, column), change in zip(places, changes, strict=True)
        ],
        "hovertemplate": HOVER_TEMPLATE,
        "customdata": [_address(one.rows[row][1], columns[column], fmt) for row, column in places],
    }


def _colors(one: _Block, places: Sequence[tuple[int, int]], changes: Sequence[Change]) -> list[str]:
    return [
        cell_color(change.amount, one.limits[row], plain=not one.rows[row][1].metric.direction)
        for (row, _column), change in zip(places, changes, strict=True)
    ]


def _cell_text(change: Change, fmt: Formatter) -> str:
    """Return the figure as printed, without its unit, which the row's name has."""
    return fmt.number(change.new) if change.new is not None else "—"


def _hover(label: str, year: int, change: Change, fmt: Formatter) -> str:
    observations = [o for o in (change.new, change.old) if o is not None]
    return hover_text(
        label,
        year,
        fmt.change(change),
        *(f"{o.year}　{fmt.figure(o)}" for o in observations),
        why_not_text(change, year, fmt.words),
        fmt.note(change.new) if change.new else "",
    )


def _address(series: Series, year: int, fmt: Formatter) -> str:
    """Return the address of a figure, also of one that the table does not have."""
    observation = series.at(year) or replace(series.observations[-1], year=year)
    return figure_id(observation, fmt.dataset)


def _axes(figure: Figure, number: int, one: _Block, ends: tuple[float, float]) -> None:
    name = "" if number == 1 else str(number)
    years = [str(year) for year in one.columns]
    figure["layout"].update(
        {
            f"xaxis{name}": {
                "anchor": f"y{name}",
                "side": "top",
                "range": [0, len(years)],
                "tickmode": "array",
                "tickvals": [place + 0.5 for place in range(len(years))],
                "ticktext": years,
                "tickfont": {"size": 12},
                "autotickangles": [0, 90],
                **QUIET,
            },
            f"yaxis{name}": {
                "anchor": f"x{name}",
                "domain": list(ends),
                "range": [len(one.rows) - 0.5, -0.5],
                "tickmode": "array",
                "tickvals": list(range(len(one.rows))),
                "ticktext": one.names,
                "tickfont": {"size": 12},
                "ticklabelstandoff": 6,
                **QUIET,
            },
        }
    )
