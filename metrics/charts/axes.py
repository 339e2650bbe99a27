"""Share the parts of charts: colours, axes, hover texts, marks.

Colours differ for colour-blind readers too, together with the marker that goes with each; texts
have the page's own colour. Knows no series and no rule of comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from metrics.charts.bar_labels import BAR_SHARE
from metrics.charts.chart import Figure, blank, escape, grow, write
from metrics.i18n import Words
from metrics.wording.figures import short_number
from metrics.wording.formatter import Formatter
from metrics.wording.notes import Annotation, marks_by_year

PALETTE = ("#3080c8", "#c87028", "#7048f8", "#c03080", "#2898b0", "#c83040", "#a88878", "#7078f8")
"""Colours of lines and bars in their order: 3:1 on light and dark, apart for dichromats too."""
MARKERS = (
    ("circle", "●"),
    ("square", "■"),
    ("triangle-up", "▲"),
    ("diamond", "◆"),
    ("triangle-down", "▼"),
    ("star", "★"),
    ("circle-open", "○"),
    ("square-open", "□"),
)
DASHES = ("solid", "solid", "solid", "solid", "dash", "dash", "dot", "dot")
RULE = "#7d8794"
"""The colour of what is no figure and must be seen: zero, a goal, a rule."""
GOAL = "#3b4754"
DOTTED = {"width": 1.5, "dash": "dot", "color": RULE}
"""A line that is no figure: the base of an index, a change of definition."""
_MOST_YEARS_NAMED = 8
_FEW_YEARS_NAMED = 5
"""Years named on an axis that has more than _MOST_YEARS_NAMED; on a narrow screen they touch."""
_MOST_TICKS = 5
_ROW = 46
_NAME_WIDTH = 118
_HOVER_WIDTH = 240
_BAR_WIDTH = 205  # px, a bar and the figure behind it, on a narrow screen
_MOST_NAMED = 3  # series that a title names
YEARS_HEIGHT = 26  # px that the years take under the plot
_MARK_SHIFT = 24  # px from the axis down to the marks under the years


@dataclass(frozen=True)
class Axis:
    """Hold an axis of figures: its ends (logarithms of ten if `log`), its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]
    texts: tuple[str, ...]
    log: bool = False


@dataclass(frozen=True)
class Bar:
    """Hold one bar of a ranking; `text` and `hover` are escaped."""

    name: str
    value: Decimal
    text: str
    hover: str
    address: str


QUIET: dict[str, Any] = {"showgrid": False, "zeroline": False, "ticks": "", "fixedrange": True}
"""An axis without lines, which nobody moves."""
BAR_LOOK: dict[str, Any] = {
    "textposition": "outside",
    "textfont": {"size": 13},
    "constraintext": "none",
    "cliponaxis": False,
}


HOVER_TEMPLATE = "%{hovertext}<extra></extra>"


def source_template(_: Words) -> str:
    """Return the hover template of bars whose click opens the source."""
    return f"%{{hovertext}}<br>{escape(_('Click: source'))}<extra></extra>"


def hover_text(name: str, year: int, text: str, *lines: str) -> str:
    """Return the hover text of a figure: name, year, text, then lines; escaped."""
    more = [wrapped(line, _HOVER_WIDTH, 13) for line in lines if line]
    return "<br>".join([wrapped(name, _HOVER_WIDTH, 13), f"<b>{year}　{escape(text)}</b>", *more])


def title_of(names: Sequence[str], years: Sequence[int], fmt: Formatter) -> str:
    """Return a chart's title: the first names and how many more, then the years."""
    _ = fmt.words
    text = _.list(list(names[:_MOST_NAMED]))
    if (more := len(names) - _MOST_NAMED) > 0:
        text = _("{names} and {n} more", names=text, n=more)
    return f"{text}{', ' if fmt.language == 'en' else ' '}{fmt.year_ranges(years)}"


def all_years(years: Sequence[int]) -> list[int]:
    """Return every year from first to last, so that a silent year has its place."""
    return list(range(min(years), max(years) + 1)) if years else []


def year_axis(figure: Figure, years: Sequence[int], end: float | None = None) -> None:
    """Give a figure an axis of years as categories; of many years some are named.

    `end` is where the axis ends, by default half a year behind the last.
    """
    labels = [str(year) for year in years]
    step = -(-len(labels) // _FEW_YEARS_NAMED) if len(labels) > _MOST_YEARS_NAMED else 1
    named = labels[::-1][::step][::-1]
    figure["layout"]["xaxis"] = {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": labels,
        "range": [-0.5, len(labels) - 0.5 if end is None else end],
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": named,
        "ticktext": named,
        "tickangle": 0,
        "tickfont": {"size": 12},
        "showgrid": False,
        "zeroline": False,
    }


def value_axis(low: Decimal, high: Decimal, _: Words, *, log: bool = False) -> Axis:
    """Return an axis from `low` to `high`; it starts at zero unless `log`."""
    if log:
        return _log_axis(low, high, _)
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    step = _nice_step((high - low) / _MOST_TICKS)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    ticks = [step * n for n in range(int(first), int(last) + 1)]
    return Axis(float(ticks[0]), float(ticks[-1]), *_ticks(ticks, _))


def _log_axis(low: Decimal, high: Decimal, _: Words) -> Axis:
    first, last = low.log10(), high.log10()
    begin, end = float(first) - 0.15, float(last) + 0.15
    decades = range(int(first.to_integral_value(ROUND_FLOOR)), int(last) + 2)
    ticks = [Decimal(10) ** n for n in decades if begin <= n <= end]
    return Axis(begin, end, *_ticks(ticks, _), log=True)


def _ticks(ticks: Sequence[Decimal], _: Words) -> tuple[tuple[float, ...], tuple[str, ...]]:
    return tuple(map(float, ticks)), tuple(short_number(tick, _.language) for tick in ticks)


def _nice_step(rough: Decimal) -> Decimal:
    scale = Decimal(10) ** rough.adjusted()
    steps = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
    return next(step * scale for step in steps if step * scale >= rough)


def text_width(text: str, size: int = 12) -> int:
    """Return about how many pixels the longest line of a text takes."""
    lines = text.split("<br>")
    return max(round(sum(1.0 if ord(c) > 0x2E80 else 0.56 for c in n) * size) for n in lines)


def wrapped(name: str, width: int, size: int = 12) -> str:
    """Break a name into even lines of at most `width` pixels, at spaces; escaped."""
    lines = _lines(name, width, size)
    longest = max((text_width(word.rstrip(), size) for word in _words_of(name)), default=0)
    narrower = text_width(name, size) // (len(lines) or 1) + size
    if longest <= width:
        narrower = max(narrower, longest)
    narrower = min(narrower, width)
    even = _lines(name, narrower, size)
    return "<br>".join(escape(line) for line in (even if len(even) == len(lines) else lines))


def _lines(name: str, width: int, size: int) -> list[str]:
    lines = [""]
    for word in _words_of(name):
        fits = text_width(word.rstrip(), size) <= width
        for piece in [word] if fits else word:
            if lines[-1] and text_width((lines[-1] + piece).rstrip(), size) > width:
                lines.append("")
            lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def _words_of(name: str) -> list[str]:
    words = [""]
    for character in name:
        words[-1] += character
        if character in " 、，·/-":
            words.append("")
    return [word for word in words if word]


def spread(wanted: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Return middles near the `wanted` so that labels do not overlap.

    They keep their order and stay between 0 and `top` where all of them fit.
    """
    order = sorted(range(len(wanted)), key=lambda number: (wanted[number], number))
    middles = [0.0] * len(wanted)
    floor = 0.0
    for number in order:
        middles[number] = max(wanted[number], floor + heights[number] / 2)
        floor = middles[number] + heights[number] / 2
    ceiling = top
    for number in reversed(order):
        middles[number] = min(middles[number], ceiling - heights[number] / 2)
        ceiling = middles[number] - heights[number] / 2
    return middles


def ranked(bars: Sequence[Bar], color: str | list[str]) -> Figure:
    """Draw bars under one another in order, each with its name and figure.

    `color` is one for all, or one for each bar.
    """
    figure = blank(_ROW * len(bars) + 12)
    places = list(range(len(bars)))
    trace = {
        "type": "bar",
        "x": [float(bar.value) for bar in bars],
        "y": places,
        "orientation": "h",
        "text": [bar.text for bar in bars],
        "marker": {"color": color, "cornerradius": 3},
        "width": BAR_SHARE,
        "hovertext": [bar.hover for bar in bars],
        "hovertemplate": HOVER_TEMPLATE,
        "customdata": [bar.address for bar in bars],
    }
    figure["data"].append(trace | BAR_LOOK)
    bar_range(figure, [bar.value for bar in bars], [bar.text for bar in bars])
    figure["layout"]["yaxis"] = {
        "range": [len(bars) - 0.5, -0.5],
        "automargin": True,
        "tickmode": "array",
        "tickvals": places,
        "ticktext": [wrapped(bar.name, _NAME_WIDTH, 13) for bar in bars],
        "tickfont": {"size": 13},
        "ticklabelstandoff": 8,
        **QUIET,
    }
    return figure


def bar_range(figure: Figure, values: Sequence[Decimal], texts: Sequence[str]) -> None:
    """Give lying bars an axis from zero with room for the figures behind them."""
    high = float(max([Decimal(0), *values])) or (0.0 if values and min(values) < 0 else 1.0)
    low = float(min([Decimal(0), *values]))
    text = min(max((text_width(text, 13) + 8 for text in texts), default=0), _BAR_WIDTH * 0.6)
    room = (high - low) * text / (_BAR_WIDTH - text)
    ends = [low - (room if low else 0), high + room]
    figure["layout"]["xaxis"] = {"visible": False, "fixedrange": True, "range": ends}


def add_marks(figure: Figure, years: Sequence[int], notes: Sequence[Annotation]) -> None:
    """Add the marks of annotations to a figure with an axis of `years`."""
    place = {year: number for number, year in enumerate(years)}
    marks = {year: text for year, text in marks_by_year(notes).items() if year in place}
    below = _MARK_SHIFT + figure["layout"]["margin"]["b"]
    for year, text in marks.items():
        hover = "<br>".join(wrapped(note.text, 260) for note in notes if note.year == year)
        at = {"x": place[year], "y": 0, "xref": "x", "yref": "paper", "hovertext": hover}
        font = {"size": 12}
        write(figure, text, yanchor="top", yshift=-_MARK_SHIFT, font=font, **at)
    for year in sorted({note.year for note in notes if note.kind in ("definition", "unit")}):
        if place.get(year):
            at_edge = {"x0": place[year] - 0.5, "x1": place[year] - 0.5, "y0": 0, "y1": 1}
            figure["layout"]["shapes"].append(
                {"type": "line", "xref": "x", "yref": "paper", "line": DOTTED, **at_edge}
            )
    if marks:
        grow(figure, bottom=max(0, below + 18 - figure["layout"]["margin"]["b"]))


def keys(figure: Figure, named: Sequence[tuple[str, str]]) -> None:
    """Name colours over the plot, a line each: pairs of a colour and an escaped name."""
    heights = [17 * (name.count("<br>") + 1) + 3 for _color, name in named]
    room = sum(heights) + 6
    for number, (color, name) in enumerate(named):
        shift = room - sum(heights[:number])
        text = f'<span style="color:{color}">■</span> {name}'
        place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "yshift": shift}
        anchors = {"xanchor": "left", "yanchor": "top", "align": "left"}
        write(figure, text, font={"size": 12}, **place, **anchors)
    grow(figure, top=room)
