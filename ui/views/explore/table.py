"""Show the analyst's table: a line a series, years as columns, every figure opens its source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from metrics.analysis.drawn import shares
from metrics.analysis.selection import Selection
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import figure_id
from metrics.model.observation import Key
from metrics.model.series import Series
from metrics.model.series_index import series_index
from metrics.model.target import Target, targets_by_key
from metrics.wording.citations import place_text
from metrics.wording.formatter import Formatter
from metrics.wording.series import why_not_text
from metrics.wording.targets import goal_text
from ui.components.figures import Cell, Order, show_working_table
from ui.components.source_request import metric_page
from ui.session import url_state as place
from ui.session.markdown import plain_text

_MOST_LINES = 300
_ORDER = ("sort", "find")  # the parameters of the table's order
COLUMNS = (
    "category", "subcategory", "region", "unit", "trend", "change", "goal", "section", "note",
)  # fmt: skip
"""What may be left out; the metric and the years are always there."""


@dataclass(frozen=True)
class _Column:
    title: str
    cell: Callable[[Series], Cell]


def show_table(
    selection: Selection,
    fmt: Formatter,
    *,
    series: Sequence[Series] | None = None,
    only: Sequence[str] = (),
) -> None:
    """Show a selection as a table.

    `series` are those of a chart above it, all by default; `only` are the addresses of the figures
    that alone are to be shown.
    """
    _, shown = fmt.words, list(selection.years)
    columns = _columns(selection, shown, fmt)
    chosen = _chosen_columns(columns, selection, _)
    if series is None:
        series = selection.slice(0, _MOST_LINES)
    years = {str(year): year for year in reversed(shown)}
    # A single figure stands beside its name, several years at the end of the line.
    order = ["metric", *years, *chosen] if len(shown) == 1 else ["metric", *chosen, *years]
    kept = set(only)
    lines = []
    for one in series[:_MOST_LINES]:
        figures = {name: _figure(one, year, kept, fmt) for name, year in years.items()}
        if kept and not any(cell.address for cell in figures.values()):
            continue
        lines.append([figures.get(name) or columns[name].cell(one) for name in order])
    show_working_table(
        {name: name if name in years else columns[name].title for name in order},
        lines,
        caption=_("The selected figures"),
        key="selected",
        order=Order(*(st.query_params.get(name, "") for name in _ORDER)),
        on_order=_written,
        _=_,
    )
    _caption_cut(len(selection.numbers), _)


def _caption_cut(total: int, _: Words) -> None:
    if total > _MOST_LINES:
        st.caption(
            _(
                "The first {n} of {total} lines; narrow the filters, or download all.",
                n=_MOST_LINES,
                total=f"{total:,}",
            )
        )


def _written(order: Order) -> None:
    pairs = zip(_ORDER, (order.sort, order.find), strict=True)
    place.ask_for([(name, value) for name, value in pairs if value], instead_of=_ORDER)


def _columns(selection: Selection, years: Sequence[int], fmt: Formatter) -> dict[str, _Column]:
    _, data, last = fmt.words, selection.dataset, years[-1]
    goals = targets_by_key(data.targets)

    def text(content: str) -> Cell:
        return Cell(content, order=content)

    columns = {
        "metric": _Column(_("Metric"), lambda s: _named(s, fmt)),
        "category": _Column(_("Category"), lambda s: text(fmt.category(s.category))),
        "subcategory": _Column(_("Sub-category"), lambda s: text(fmt.subcategory(s.subcategory))),
        "region": _Column(_("Region"), lambda s: text(fmt.region(s.region))),
        "unit": _Column(_("Unit"), lambda s: text(fmt.unit(s.observations[-1].unit))),
        "trend": _Column(_("Trend"), lambda s: _trend(s, years, data)),
        "change": _Column(_("Change in {year}", year=last), lambda s: _change(s, last, fmt)),
        "goal": _Column(_("Goal of {year}", year=last), lambda s: text(_goal(s, last, goals, fmt))),
        "section": _Column(_("Section"), lambda s: _section(s, last, fmt)),
        "note": _Column(_("Note"), lambda s: _note(s, years, fmt)),
    }
    if len(years) < 2:
        del columns["trend"]
    if not any(key[0] == last for key in goals):
        del columns["goal"]
    return columns


def _chosen_columns(columns: dict[str, _Column], selection: Selection, _: Words) -> list[str]:
    """Show which columns there may be, and return those that the reader wants."""
    offered = [name for name in COLUMNS if name in columns]
    default = [name for name in _telling(selection) if name in offered]
    asked = [name for name in place.asked_for().get("columns", []) if name in offered]
    chosen = asked or default
    if place.is_bare():
        return [name for name in offered if name in chosen]
    with (
        st.container(key="table_columns_choice", horizontal=True, horizontal_alignment="right"),
        st.popover(_("Columns"), type="tertiary", icon=":material/view_column:"),
    ):
        key = "table_columns"
        st.session_state[key] = chosen

        def written() -> None:
            values = [name for name in offered if name in st.session_state[key]]
            pairs = [("columns", name) for name in values] if values != default else []
            place.ask_for(pairs, instead_of=["columns"])

        st.pills(
            _("Columns"),
            offered,
            selection_mode="multi",
            key=key,
            format_func=lambda name: plain_text(columns[name].title),
            on_change=written,
        )
    return [name for name in offered if name in chosen]


def _telling(selection: Selection) -> list[str]:
    """Return the columns that differ from line to line, worth their place unasked."""
    index = series_index(selection.dataset.table)
    differing = [
        name
        for name in ("category", "region")
        if len(set(index.codes[name][selection.numbers].tolist())) > 1
    ]
    # Of a first year there is no change to tell, but room for where each figure stands.
    told = ["trend", "change"] if len(selection.dataset.years) > 1 else ["section"]
    return [*differing, *told]


def _figure(series: Series, year: int, kept: set[str], fmt: Formatter) -> Cell:
    observation = series.published(year)
    if observation is None:
        return Cell("—" if kept else fmt.words("not published"))
    named = figure_id(observation, fmt.dataset)
    if kept and named not in kept:
        return Cell("")
    order = float(observation.value or 0)
    return Cell(fmt.figure(observation), named, number=True, order=order)


def _goal(series: Series, year: int, goals: Mapping[Key, Sequence[Target]], fmt: Formatter) -> str:
    key = (year, *series.observations[-1].key[1:])
    return fmt.words.list([goal_text(goal, fmt) for goal in goals.get(key, ())]) or "—"


def _named(series: Series, fmt: Formatter) -> Cell:
    name = fmt.metric(series.metric)
    return Cell(name, order=name, page=metric_page(series.observations[-1], fmt.dataset))


def _trend(series: Series, years: Sequence[int], data: Dataset) -> Cell:
    color = data.vocabulary.category(series.category).color
    return Cell("", years=shares(series, years), color=color)


def _change(series: Series, year: int, fmt: Formatter) -> Cell:
    change = series.change(year)
    if change.amount is None:
        return Cell(why_not_text(change, year, fmt.words) or "—")
    return Cell(fmt.change(change), number=True, order=float(change.amount))


def _section(series: Series, year: int, fmt: Formatter) -> Cell:
    observation = series.published(year)
    return Cell((observation and place_text(observation, fmt)) or "—")


def _note(series: Series, years: Sequence[int], fmt: Formatter) -> Cell:
    noted = [
        fmt.words("{label}: {value}", label=o.year, value=o.note)
        for o in series.observations
        if o.note and o.year in years
    ]
    return Cell(fmt.join(noted), name=bool(noted))
