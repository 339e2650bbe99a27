"""Draw series over the years, as they are or as multiples of a base year.

One metric in one unit a chart, or indexes. A line carries its name at its end and breaks where a
year is silent or the definition changes; the axis starts at zero unless it is logarithmic. Every
point names its figure in a click (`metrics.model.figure_id`) and as printed when pointed at.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, get_args

from metrics.analysis.comparison import (
    MOST_SHOWN,
    Indexed,
    IndexedSeries,
    comparable,
    index_base,
    log_helps,
    stated,
)
from metrics.analysis.headlines import compared_headline, worded
from metrics.charts.axes import DOTTED, PALETTE, add_marks, all_years, hover_text, ranked, title_of
from metrics.charts.captions import (
    compared_alt,
    compared_caption,
    index_text,
    indexed_alt,
    indexed_caption,
)
from metrics.charts.chart import ChartSpec, Figure, finished
from metrics.charts.lines import (
    MOST_UPRIGHT,
    Line,
    Point,
    drawn_lines,
    lying_bars,
    of_year,
    upright_bars,
)
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import Series, changes_definition
from metrics.wording.formatter import Formatter
from metrics.wording.labels import labels
from metrics.wording.notes import Annotation

Form = Literal["line", "bar"]


def compared_chart(
    series: Sequence[Series],
    years: Sequence[int],
    fmt: Formatter,
    *,
    form: Form = "line",
    log: bool = False,
    notes: Sequence[Annotation] = (),
) -> ChartSpec:
    """Draw one metric in several regions over the years as lines or as bars.

    The first MOST_SHOWN of them; the caption names the others. A single year is drawn as bars,
    the largest on top. `log` holds for lines and only where `log_helps`. Raises ValueError for
    several metrics or units, a whole among its parts, none, or another form.
    """
    groups = comparable(series, fmt.dataset.bureau.region)
    if list(groups.values()) != [tuple(series)]:
        raise ValueError(f"only one metric may have an axis; these were given: {', '.join(groups)}")
    if form not in get_args(Form):
        raise ValueError(f"no form {form!r}; there are {', '.join(get_args(Form))}")
    drawn = series[:MOST_SHOWN]
    log = log and form == "line" and log_helps(drawn, years)
    names = labels(drawn, fmt)
    lines = [_line(one, name, years, fmt) for one, name in zip(drawn, names, strict=True)]
    if len(years) == 1:
        figure = ranked(of_year(lines, years[0], notes), _one_color(drawn, fmt))
    elif form == "line":
        figure = drawn_lines(lines, years, fmt.words, log=log)
    else:
        figure = _bars(lines, years, fmt, notes)
    if figure["layout"]["xaxis"].get("type") == "category":
        add_marks(figure, all_years(years), notes)
    chart = ChartSpec(
        figure,
        compared_alt(series, years, fmt, log=log),
        title_of([fmt.series(series[0])], years, fmt),
        caption=tuple(compared_caption(series, years, fmt, log=log)),
        finding=compared_headline(series, years[-1], fmt),
    )
    return finished(chart, [o for one in drawn for o in stated(one, years)], fmt)


def indexed_chart(
    series: Sequence[Series],
    years: Sequence[int],
    base_year: int | None,
    fmt: Formatter,
    *,
    notes: Sequence[Annotation] = (),
) -> ChartSpec:
    """Draw series as multiples of their figure in `base_year` = 100.

    The base is the first year by default. Units may differ. The first MOST_SHOWN that can be
    indexed; the caption names all others, with the reason.
    """
    indexed = index_base(series, years, base_year)
    names = labels([line.series for line in indexed.lines], fmt)
    lines = [
        _index_line(line, name, indexed, fmt)
        for line, name in zip(indexed.lines[:MOST_SHOWN], names, strict=False)
    ]
    figure = drawn_lines(lines, years, fmt.words)
    base = {"x0": 0, "x1": 1, "xref": "paper", "y0": 100, "y1": 100, "yref": "y"}
    figure["layout"]["shapes"].append({"type": "line", "line": DOTTED, **base})
    add_marks(figure, all_years(years), notes)
    chart = ChartSpec(
        figure,
        indexed_alt(indexed, years, fmt),
        title_of(names, years, fmt),
        unit=fmt.words("{year} = 100", year=indexed.base_year),
        caption=tuple(indexed_caption(indexed, fmt)),
        finding=_highest(lines, names, years[-1], indexed, fmt),
    )
    return finished(chart, [p.observation for line in indexed.lines for p in line.points], fmt)


def _highest(
    lines: Sequence[Line], names: Sequence[str], year: int, indexed: Indexed, fmt: Formatter
) -> str:
    """Return which line stands highest in a year."""
    ends = [(line.points[year].value, at) for at, line in enumerate(lines) if year in line.points]
    if not ends:
        return ""
    index, at = max(ends)
    return worded(
        "indexed",
        fmt,
        {"name": names[at], "index": f"{index:.0f}", "base": indexed.base_year},
    )


def _bars(
    lines: Sequence[Line], years: Sequence[int], fmt: Formatter, notes: Sequence[Annotation]
) -> Figure:
    if len(lines) * len(all_years(years)) <= MOST_UPRIGHT:
        return upright_bars(lines, years, fmt.words)
    return lying_bars(lines, years, fmt.words, notes)


def _line(series: Series, name: str, years: Sequence[int], fmt: Formatter) -> Line:
    points = {}
    for o in stated(series, years):
        assert o.value is not None
        points[o.year] = _point(name, o, o.value, fmt.number(o), fmt.figure(o), fmt)
    return Line(name, points)


def _point(
    name: str, o: Observation, value: Decimal, label: str, text: str, fmt: Formatter
) -> Point:
    hover = hover_text(name, o.year, text, fmt.note(o))
    return Point(o.year, value, label, hover, figure_id(o, fmt.dataset), changes_definition(o))


def _index_line(line: IndexedSeries, name: str, indexed: Indexed, fmt: Formatter) -> Line:
    points = {}
    for point in line.points:
        o, index = point.observation, index_text(point, fmt)
        text = fmt.words(
            "{index} ({figure}; {year}: {base} = 100)",
            index=index,
            figure=fmt.figure(o),
            year=indexed.base_year,
            base=fmt.figure(line.base),
        )
        points[o.year] = _point(name, o, point.index, index, text, fmt)
    return Line(name, points)


def _one_color(series: Sequence[Series], fmt: Formatter) -> str:
    """Return the colour of the category where there is one only."""
    categories = {one.category for one in series}
    if len(categories) > 1:
        return PALETTE[0]
    return fmt.dataset.vocabulary.category(categories.pop()).color
