"""The overview: the year's picture at a glance."""

from metrics.analysis.selection import Filters
from metrics.model.series import Series, categories_present, find_series, published_in, series_of
from metrics.model.vocabulary import Category
from metrics.wording.formatter import Formatter
from metrics.wording.series import category_sentence, series_sentence
from ui.blocks.briefing_button import briefing_button
from ui.blocks.header import bureau_name, nothing_published, title_row
from ui.blocks.page_tools import show_page_tools
from ui.blocks.selectors import year_switch
from ui.blocks.source_panel import show_source_if_asked
from ui.blocks.version_notice import show_link_status
from ui.blocks.year_figures import card, cards_parts, rows_parts
from ui.components.figures import Card, cards, said
from ui.components.layout import Box, Grid, Heading, Part, contents, show_parts
from ui.components.year_switch import send_frames
from ui.frame import as_fragment
from ui.session import url_state
from ui.session.view import View


def show_overview(view: View) -> None:
    """Show the whole page."""
    as_fragment(_show, view)


def _show(view: View) -> None:
    data, _ = view.data, view.words
    if nothing_published(view):
        return
    page = "/".join(["overview", str(data.version), _.language])
    year = _titled_year(view, page)
    url_state.show_notices()
    show_link_status(view, Filters({"region": (data.bureau.region,)}, str(year), str(year)))
    show_parts(_body(view, year), _, page=page)
    show_page_tools(view)
    show_source_if_asked(view.formatter)
    if not url_state.is_bare():
        send_frames(page, year, data.years, lambda other: contents(_body(view, other)))


def _body(view: View, year: int) -> list[Part | Grid | Heading]:
    """Return what the page shows of a year."""
    data, fmt = view.data, view.formatter
    categories = data.vocabulary.categories.values()
    main = [each for each in categories if each.main and series_of(data, each.key)]
    body: list[Part | Grid | Heading] = [
        Part("published", said(_published(view, year))),
        Part("lead", cards([_lead_card(each, year, fmt) for each in main], form="lead")),
        Grid(tuple(_main_category(each, year, fmt) for each in main), columns=2, narrowest=320),
    ]
    keys = {category.key for category in main}
    others = [s for k in categories_present(data) if k not in keys for s in series_of(data, k)]
    if others:
        body.append(Heading(view.words("Other figures")))
        body += cards_parts(others, year, fmt, key="others")
    return body


def _titled_year(view: View, page: str) -> int:
    """Show the title with the year in it, and the year switch beside it; return the year."""
    data, _ = view.data, view.words
    years = [str(year) for year in data.years]
    year = url_state.chosen("year", years, years[-1], _)
    with title_row(_("Emergency management in {year}", year=year)):
        chosen = year_switch(data, _, page=page)
        briefing_button(view.formatter, chosen, (), view.store)
    return chosen


def _published(view: View, year: int) -> str:
    data, _ = view.data, view.words
    series = [s for category in categories_present(data) for s in series_of(data, category)]
    facts = {"bureau": bureau_name(view), "count": len(published_in(series, year))}
    edition = data.editions.get(year)
    if edition is None:
        return _("{bureau} · {count} metrics", **facts)
    facts["title"] = view.formatter.name(edition)
    if edition.published is None:
        return _("{bureau} · {count} metrics, all from “{title}”", **facts)
    return _(
        "{bureau} · {count} metrics, all from “{title}” (published {date})",
        **facts,
        date=_.date(edition.published),
    )


def _lead_series(category: Category, fmt: Formatter) -> Series:
    """Return the series that speaks for a category: its lead, else its first."""
    return find_series(fmt.dataset, category.lead) or series_of(fmt.dataset, category.key)[0]


def _lead_card(category: Category, year: int, fmt: Formatter) -> Card:
    return card(_lead_series(category, fmt), year, fmt, titled=fmt.name(category))


def _main_category(category: Category, year: int, fmt: Formatter) -> Box:
    series = series_of(fmt.dataset, category.key)
    lead = series_sentence(_lead_series(category, fmt), year, fmt)
    counted = category_sentence(series, year, fmt)
    text = fmt.words("{said}. {counted}.", said=lead, counted=counted)
    return Box(
        (
            Heading(fmt.name(category)),
            Part(f"changed_{category.key}", said(text, form="plain")),
            *rows_parts(series, year, fmt, key=f"rows_{category.key}"),
        )
    )
