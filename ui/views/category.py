"""The page of one or several categories: by year, by sub-category, or as a table."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from metrics.analysis.selection import Filters, select
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import address
from metrics.model.series import Series, series_of, with_region
from metrics.model.vocabulary import name_in
from metrics.wording.formatter import Formatter
from metrics.wording.series import category_sentence, comparison_text
from ui.blocks.briefing_button import briefing_button
from ui.blocks.header import nothing_published, title_row
from ui.blocks.page_tools import show_origin, show_page_tools
from ui.blocks.selectors import region_switch, year_switch
from ui.blocks.small_multiples import panels
from ui.blocks.source_panel import show_source_if_asked
from ui.blocks.version_notice import show_standing
from ui.blocks.year_figures import year_parts
from ui.components.figures import Cell, said, table
from ui.components.layout import Box, Grid, Heading, Part, contents, show_parts
from ui.components.year_switch import send_frames
from ui.frame import as_fragment
from ui.session import url_state
from ui.session.view import View


def show_categories(title: str, categories: Sequence[str], view: View) -> None:
    """Show the whole page of some categories."""
    as_fragment(partial(_show, title, categories), view)


def _show(title: str, categories: Sequence[str], view: View) -> None:
    _ = view.words
    if nothing_published(view):
        return
    controls = title_row(title)
    with controls:
        data = with_region(view.data, region_switch(view.data, _))
        views = {
            "years": _("By year"),
            "groups": _("By sub-category"),
            "table": _("Table"),
        }
        chosen = url_state.switch(_("View"), "view", views, "years", _)
        region = data.bureau.region
        page = "/".join([url_state.page(), str(data.version), _.language, region, chosen])
        year = year_switch(data, _, page=page)
    url_state.show_notices()
    shown = {"category": tuple(categories), "region": (data.bureau.region,)}
    show_standing(view, Filters(shown, last=str(year)))
    body = partial(_body, categories, data=data, view=chosen, _=_)
    show_parts(body(year), _, page=page)
    show_origin(lambda: select(view.data, Filters(shown, last=str(year))), _)
    with show_page_tools(view):
        briefing_button(data, year, categories, view.store, _)
    show_source_if_asked(data, _)
    if not url_state.is_bare():
        send_frames(page, year, data.years, lambda other: contents(body(other)))


def _body(
    categories: Sequence[str], year: int, *, data: Dataset, view: str, _: Words
) -> list[Part | Box | Grid | Heading]:
    """Return what the page shows of a year in one of its views."""
    body: list[Part | Box | Grid | Heading] = []
    show = {"years": _by_year, "groups": _by_subcategory, "table": _as_table}[view]
    for category in categories:
        series = series_of(data, category)
        if not series:
            continue
        if len(categories) > 1:
            body.append(Heading(name_in(data.vocabulary.category(category), _.language)))
        body.append(
            Part(f"said_{category}", said(category_sentence(series, year, Formatter(data, _))))
        )
        body += show(category, series, year, data, _)
    return body


def _by_year(
    category: str, series: Sequence[Series], year: int, data: Dataset, _: Words
) -> Sequence[Part | Grid]:
    if len(data.years) == 1:
        return year_parts(series, year, data, _, key=f"year_{category}")
    return [panels(series, [y for y in data.years if y <= year], data, _)]


def _by_subcategory(
    category: str, series: Sequence[Series], year: int, data: Dataset, _: Words
) -> Sequence[Box]:
    groups: dict[str, list[Series]] = defaultdict(list)
    for one in series:
        groups[one.observations[-1].subcategory].append(one)
    boxes = []
    for group, members in groups.items():
        named = data.vocabulary.place(group, _.language) or _("Without sub-category")
        key = f"group_{category}_{group}"
        boxes.append(Box(tuple(year_parts(members, year, data, _, key=key, heading=named))))
    return boxes


def _as_table(
    category: str, series: Sequence[Series], year: int, data: Dataset, _: Words
) -> Sequence[Part]:
    years = [y for y in data.years if y <= year][::-1]
    header = [_("Metric"), _("Sub-category"), *map(str, years)]
    if len(data.years) > 1:
        header.append(_("Change"))
    rows = []
    for one in series:
        last = one.observations[-1]
        cells = [
            Cell(name_in(one.metric, _.language)),
            Cell(data.vocabulary.place(last.subcategory, _.language)),
            *(_year_cell(one, y, data, _) for y in years),
        ]
        if len(data.years) > 1:
            cells.append(Cell(comparison_text(one, year, Formatter(data, _)), number=True))
        rows.append(cells)
    caption = _(
        "{category}, by metric and year",
        category=name_in(data.vocabulary.category(category), _.language),
    )
    return [Part(f"table_{category}", table(header, rows, caption=caption))]


def _year_cell(series: Series, year: int, data: Dataset, _: Words) -> Cell:
    observation = series.at(year)
    if observation is None or observation.value is None:
        return Cell(_("not published"))
    figure = Formatter(data, _).figure(observation)
    return Cell(figure, address(observation, data), number=True)
