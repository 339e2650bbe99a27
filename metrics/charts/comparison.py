"""Series beside one another over the years: as they are, or as multiples of a base year.

One unit a chart. A line carries its name at its end and breaks where a year is silent or the
definition changes; the axis starts at zero unless it is logarithmic. Every point names its figure
in a click (`charts.address`) and as printed when pointed at.
"""

from __future__ import annotations

from collections.abc import Sequence

from metrics.analysis.comparison import (
    MOST_SHOWN,
    Indexed,
    comparable,
    index_base,
    log_helps,
    stated,
)
from metrics.charts import Chart, escape
from metrics.charts.axes import (
    DOTTED,
    PALETTE,
    add_marks,
    all_years,
    finished,
    ranked,
    title_of,
    wrapped,
)
from metrics.charts.captions import compared_alt, index_text, indexed_alt
from metrics.charts.lines import (
    MOST_UPRIGHT,
    Line,
    Point,
    drawn_lines,
    lying_bars,
    of_year,
    upright_bars,
)
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import address
from metrics.model.observation import Observation
from metrics.model.series import Series, changes_definition
from metrics.wording.figures import figure_text, number_text
from metrics.wording.labels import labels
from metrics.wording.notes import Annotation


def compared_chart(
    series: Sequence[Series],
    years: Sequence[int],
    dataset: Dataset,
    _: Words,
    *,
    form: str = "line",
    log: bool = False,
    notes: Sequence[Annotation] = (),
) -> Chart:
    """Draw series of one unit over the years as lines, or as bars with `form="bar"`.

    The first MOST_SHOWN of them; `compared_words` names the others. A single year is drawn as
    bars, the largest on top. `log` holds for lines and only where `log_helps`. Raises ValueError
    for several units, none, or another form.
    """
    units = comparable(series)
    if len(units) != 1:
        raise ValueError(f"units never share an axis; these were given: {', '.join(units)}")
    if form not in ("line", "bar"):
        raise ValueError(f"no form {form!r}; there are line, bar")
    shown = series[:MOST_SHOWN]
    log = log and form == "line" and log_helps(shown, years)
    lines = [
        _compared(one, name, years, dataset, _)
        for one, name in zip(shown, labels(shown, dataset, _), strict=True)
    ]
    alt = compared_alt(series, years, dataset, _, log=log)
    if len(years) == 1:
        figure = ranked(of_year(lines, years[0], notes), _one_color(shown, dataset))
    elif form == "line":
        figure = drawn_lines(lines, years, _, log=log)
    elif len(lines) * len(all_years(years)) <= MOST_UPRIGHT:
        figure = upright_bars(lines, years, _)
    else:
        figure = lying_bars(lines, years, _, notes)
    if figure["layout"]["xaxis"].get("type") == "category":
        add_marks(figure, all_years(years), notes)
    title = title_of([line.name for line in lines], years, _)
    plotted = [o for one in shown for o in stated(one, years)]
    return finished(figure, alt, title, plotted, dataset, _)


def indexed_chart(
    series: Sequence[Series],
    years: Sequence[int],
    base_year: int | None,
    dataset: Dataset,
    _: Words,
    *,
    notes: Sequence[Annotation] = (),
) -> Chart:
    """Draw series as multiples of their figure in `base_year` (the first by default) = 100.

    Units may differ. The first MOST_SHOWN that can be indexed; `indexed_words` names all others,
    with the reason.
    """
    indexed = index_base(series, years, base_year)
    names = labels([line.series for line in indexed.lines], dataset, _)
    lines = [
        _indexed(indexed, number, name, dataset, _)
        for number, name in enumerate(names[:MOST_SHOWN])
    ]
    figure = drawn_lines(lines, years, _)
    base = {"x0": 0, "x1": 1, "xref": "paper", "y0": 100, "y1": 100, "yref": "y"}
    figure["layout"]["shapes"].append({"type": "line", "line": DOTTED, **base})
    add_marks(figure, all_years(years), notes)
    return finished(
        figure,
        indexed_alt(indexed, years, dataset, _),
        title_of(names, years, _),
        [point.observation for line in indexed.lines for point in line.points],
        dataset,
        _,
        unit=_("{year} = 100", year=indexed.base_year),
    )


def _compared(series: Series, name: str, years: Sequence[int], dataset: Dataset, _: Words) -> Line:
    points = {}
    for o in stated(series, years):
        assert o.value is not None
        text = number_text(o, dataset.vocabulary, _)
        hover = _hover(name, o, figure_text(o, dataset.vocabulary, _))
        points[o.year] = Point(
            o.year, o.value, text, hover, address(o, dataset), changes_definition(o)
        )
    return Line(name, points)


def _indexed(indexed: Indexed, number: int, name: str, dataset: Dataset, _: Words) -> Line:
    line = indexed.lines[number]
    base = figure_text(line.base, dataset.vocabulary, _)
    points = {}
    for point in line.points:
        o = point.observation
        text = index_text(point, _)
        figure = figure_text(o, dataset.vocabulary, _)
        told = _(
            "{index} ({figure}; {year}: {base} = 100)",
            index=text,
            figure=figure,
            year=indexed.base_year,
            base=base,
        )
        hover = _hover(name, o, told)
        points[o.year] = Point(
            o.year, point.index, text, hover, address(o, dataset), changes_definition(o)
        )
    return Line(name, points)


def _hover(name: str, observation: Observation, told: str) -> str:
    note = f"<br>{wrapped(observation.note, 240, 13)}" if observation.note else ""
    said = f"<b>{observation.year}　{escape(told)}</b>"
    return f"{wrapped(name, 240, 13)}<br>{said}{note}"


def _one_color(series: Sequence[Series], dataset: Dataset) -> str:
    """Return the colour of the category where there is one only."""
    categories = {one.category for one in series}
    return (
        dataset.vocabulary.category(categories.pop()).color if len(categories) == 1 else PALETTE[0]
    )
