"""Show the page of one or several categories: by year, by sub-category, or as a table."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

import streamlit as st

from metrics.analysis.comparison import has_districts, region_comparison
from metrics.analysis.drawn import shares
from metrics.analysis.forms import telling
from metrics.analysis.selection import Filters, select
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import figure_id
from metrics.model.series import (
    Series,
    categories_present,
    regions_present,
    series_of,
    with_region,
)
from metrics.wording.citations import section_text
from metrics.wording.formatter import Formatter
from metrics.wording.paragraph import category_pieces
from metrics.wording.series import category_sentence, comparison_text
from ui.blocks.bands import category_band, sentence
from ui.blocks.briefing_button import briefing_button
from ui.blocks.header import nothing_published, title_row
from ui.blocks.page_tools import show_origin, show_page_tools
from ui.blocks.presenter import presenter
from ui.blocks.selectors import region_switch, view_switch, year_switch
from ui.blocks.small_multiples import panels, regions_panel
from ui.blocks.source_panel import show_sources_of_page
from ui.blocks.version_notice import show_link_status
from ui.blocks.year_figures import year_parts
from ui.components.figures import Cell, Content, line, table
from ui.components.layout import Body, Box, Grid, Heading, Part, as_data, show_parts
from ui.components.source_request import metric_page
from ui.components.switches import Frame, nearest, send_frames
from ui.frame import as_fragment
from ui.session import url_state
from ui.session.markdown import plain_text
from ui.session.view import View

_LEAD = 2
"""Parts that a page of one category begins with: its sentence, and how many metrics it has."""
_MOST_PANELS, _ACROSS, _NARROWEST = 4, 2, 320


def show_category(view: View) -> None:
    """Show the whole page of the main category whose address this is."""
    address = url_state.page()
    known = view.data.vocabulary.categories.values()
    keys = [each.key for each in known if each.main and each.address == address]
    show_categories(", ".join(map(view.formatter.category, keys)), keys, view)


def show_categories(title: str, categories: Sequence[str], view: View) -> None:
    """Show the whole page of some categories."""
    as_fragment(partial(_show, title, categories), view)


def other_categories(view: View) -> list[str]:
    """Return the categories with figures that have no page of their own."""
    known = view.data.vocabulary
    return [key for key in categories_present(view.data) if not known.category(key).main]


def _show(title: str, categories: Sequence[str], view: View) -> None:
    _ = view.words
    if nothing_published(view):
        return
    with title_row(plain_text(title)):
        views = _views(_)
        chosen = url_state.chosen("view", list(views), "years", _)
        page = "/".join([url_state.page(), str(view.data.version), _.language])
        data = with_region(view.data, region_switch(view.data, _, page=page))
        year = year_switch(data, _, page=page)
        fmt = Formatter(data, _)
        briefing_button(fmt, year, categories, view.store)
        presenter(fmt, year, categories, view.store)
    url_state.show_notices()
    shown = {"category": tuple(categories), "region": (data.bureau.region,)}
    show_link_status(view, Filters(shown, last=str(year)))
    places = partial(_places, view.data, _, tuple(categories))
    parts = places(year=str(year), region=data.bureau.region, view=chosen)
    show_parts(parts["lead"], _, key="lead", page=page)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", key="told"):
            show_parts(parts["told"], _, key="told", page=page)
        view_switch(views, chosen, _, page=page)
    show_parts(parts["body"], _, key="body", page=page)
    show_origin(lambda: select(view.data, Filters(shown, last=str(year))), _)
    show_page_tools(view)
    show_sources_of_page(fmt)
    if not url_state.is_bare():
        now = {"year": str(year), "region": data.bureau.region, "view": chosen}
        others = [
            [now | {"year": str(each)} for each in nearest(data.years, year)],
            [now | {"region": each} for each in _alike(view.data, data.years, year)],
            [now | {"view": each} for each in views],
        ]

        def frame(**choices: str) -> Frame:
            return {name: as_data(body) for name, body in places(**choices).items() if body}

        send_frames(page, now, others, frame)


def _alike(known: Dataset, years: Sequence[int], year: int) -> Iterator[str]:
    """Yield the regions in which the year is the same, with and without an address."""
    for region in regions_present(known):
        others = with_region(known, region).years
        if others[-1:] == years[-1:] and year in others:
            yield region


def _views(_: Words) -> dict[str, str]:
    return {"years": _("By year"), "groups": _("By sub-category"), "table": _("Table")}


def _places(
    known: Dataset, words: Words, categories: Sequence[str], *, year: str, region: str, view: str
) -> dict[str, Body]:
    """Return what each place of the page shows in a choice of its switches."""
    body = _body(known, words, categories, int(year), region, view)
    lead = _LEAD if len(categories) == 1 else 0
    return {"lead": body[: min(lead, 1)], "told": body[min(lead, 1) : lead], "body": body[lead:]}


@lru_cache(maxsize=64)
def _body(
    known: Dataset, words: Words, categories: Sequence[str], year: int, region: str, view: str
) -> Body:
    """Return what the page shows of a year and a region; made once for all readers."""
    data = with_region(known, region)
    fmt = Formatter(data, words)
    body: list[Part | Box | Grid | Heading] = []
    by_view: dict[str, Callable[..., Sequence[Part | Box | Grid]]] = {
        "years": partial(_by_year, home=data is known),
        "groups": _by_subcategory,
        "table": _as_table,
    }
    show = by_view[view]
    for category in categories:
        series = series_of(fmt.dataset, category)
        if not series:
            continue
        if len(categories) > 1:
            body.append(Heading(fmt.category(category)))
        else:
            body.append(Part(f"lead_{category}", _lead(category, year, fmt)))
        body.append(Part(f"said_{category}", line(category_sentence(series, year, fmt))))
        body += show(category, series, year, fmt)
    return body


def _lead(category: str, year: int, fmt: Formatter) -> Content:
    """Return the sentence that a category's page begins with, its figures as buttons."""
    known = fmt.dataset.vocabulary.category(category)
    return sentence(category_pieces(known, year, fmt), fmt)


def _by_year(
    category: str, series: Sequence[Series], year: int, fmt: Formatter, *, home: bool
) -> Sequence[Part | Grid]:
    """Return panels over the years; the bureau's own region, `home`, has districts."""
    data = fmt.dataset
    if len(data.years) == 1:
        drawn = category_band(category, series, year, fmt, titled=False)
        return [Part(f"year_{category}", drawn), _definitions(category, series, year, fmt)]
    districts = (
        [_districts(series[0], year, fmt)] if home and has_districts(data, series[0]) else []
    )
    # The same panels for every year, so that each has its place when the year changes.
    chosen = telling(series, data.years[-1], data, _MOST_PANELS - len(districts))
    years = [y for y in data.years if y <= year]
    shown = panels(chosen, years, fmt, more=districts, columns=_ACROSS, narrowest=_NARROWEST)
    return [shown, _summary(category, series, year, fmt)]


def _districts(series: Series, year: int, fmt: Formatter) -> Box:
    place = (series.category, series.subcategory)
    comparison = region_comparison(fmt.dataset, series.metric.slug, *place, year)
    return Box((regions_panel(comparison, fmt),))


def _summary(category: str, series: Sequence[Series], year: int, fmt: Formatter) -> Part:
    """Return a category's metrics as a table: course, two years, what changed."""
    _, data = fmt.words, fmt.dataset
    color = data.vocabulary.category(category).color
    years = [y for y in data.years if y <= year]
    rows = [
        [
            Cell(fmt.series(one), page=metric_page(one.observations[-1], data)),
            Cell("", years=shares(one, years), color=color),
            _year_cell(one, year, fmt),
            _year_cell(one, year - 1, fmt),
            Cell(comparison_text(one, year, fmt), number=True),
        ]
        for one in series
    ]
    header = [_("Metric"), _("Trend"), str(year), str(year - 1), _("Change")]
    caption = _("{category}, by metric and year", category=fmt.category(category))
    return Part(f"summary_{category}", table(header, rows, caption=caption, dense=True))


def _definitions(category: str, series: Sequence[Series], year: int, fmt: Formatter) -> Part:
    """Return what each metric counts and where the report states it, as a table."""
    _ = fmt.words
    rows = [
        [
            Cell(fmt.series(one), page=metric_page(o, fmt.dataset)),
            Cell(fmt.figure(o), figure_id(o, fmt.dataset), number=True),
            Cell(section_text(o.section, _)),
            Cell(one.metric.definition(fmt.language)),
        ]
        for one in series
        if (o := one.published(year))
    ]
    header = [_("Metric"), str(year), _("Section"), _("Definition")]
    return Part(f"told_{category}", table(header, rows, caption=_("Definitions"), dense=True))


def _by_subcategory(
    category: str, series: Sequence[Series], year: int, fmt: Formatter
) -> Sequence[Box]:
    groups: dict[str, list[Series]] = defaultdict(list)
    for one in series:
        groups[one.subcategory].append(one)
    boxes = []
    for group, members in groups.items():
        named = fmt.subcategory(group) or fmt.words("Without sub-category")
        key = f"group_{category}_{group}"
        boxes.append(Box(tuple(year_parts(members, year, fmt, key=key, heading=named))))
    return boxes


def _as_table(category: str, series: Sequence[Series], year: int, fmt: Formatter) -> Sequence[Part]:
    _, known = fmt.words, fmt.dataset.years
    years = [y for y in known if y <= year][::-1]
    change = [_("Change")] if len(known) > 1 else []
    rows = [
        [
            Cell(fmt.metric(one.metric), page=metric_page(one.observations[-1], fmt.dataset)),
            Cell(fmt.subcategory(one.subcategory)),
            *(_year_cell(one, y, fmt) for y in years),
            *(Cell(comparison_text(one, year, fmt), number=True) for _title in change),
        ]
        for one in series
    ]
    header = [_("Metric"), _("Sub-category"), *map(str, years), *change]
    caption = _("{category}, by metric and year", category=fmt.category(category))
    return [Part(f"table_{category}", table(header, rows, caption=caption))]


def _year_cell(series: Series, year: int, fmt: Formatter) -> Cell:
    observation = series.published(year)
    if observation is None:
        return Cell(fmt.words("not published"))
    return Cell(fmt.figure(observation), figure_id(observation, fmt.dataset), number=True)
