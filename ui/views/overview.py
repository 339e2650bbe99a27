"""The overview: the year's picture at a glance."""

from metrics.analysis.selection import Filters
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.series import Series, categories_present, find_series, published_in, series_of
from metrics.model.vocabulary import Category, name_in
from metrics.wording.formatter import Formatter
from metrics.wording.series import category_sentence, series_sentence
from ui.blocks.briefing_button import briefing_button
from ui.blocks.header import bureau_name, nothing_published, title_row
from ui.blocks.page_tools import show_page_tools
from ui.blocks.selectors import year_switch
from ui.blocks.source_panel import show_source_if_asked
from ui.blocks.version_notice import show_standing
from ui.blocks.year_figures import card, cards_parts, missing_card, rows_parts
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
    show_standing(view, Filters({"region": (data.bureau.region,)}, str(year), str(year)))
    show_parts(_body(view, year), _, page=page)
    show_page_tools(view)
    show_source_if_asked(data, _)
    if not url_state.is_bare():
        send_frames(page, year, data.years, lambda other: contents(_body(view, other)))


def _body(view: View, year: int) -> list[Part | Grid | Heading]:
    """Return what the page shows of a year."""
    data, _ = view.data, view.words
    lead = [_lead_card(category, year, data, _) for category in _main_categories(data)]
    boxes = [_main_category(category, year, data, _) for category in _main_categories(data)]
    body: list[Part | Grid | Heading] = [
        Part("published", said(_published(view, year))),
        Part("lead", cards(lead, form="lead")),
        Grid(tuple(boxes), columns=2, narrowest=320),
    ]
    main = {category.key for category in _main_categories(data)}
    others = [s for k in categories_present(data) if k not in main for s in series_of(data, k)]
    if others:
        body.append(Heading(_("Other figures")))
        body += cards_parts(others, year, data, _, key="others")
    return body


def _titled_year(view: View, page: str) -> int:
    """Show the title with the year in it, and the year switch beside it; return the year."""
    data, _ = view.data, view.words
    years = [str(year) for year in data.years]
    year = url_state.chosen("year", years, years[-1], _)
    with title_row(_("Emergency management in {year}", year=year)):
        chosen = year_switch(data, _, page=page)
        briefing_button(data, chosen, (), view.store, _)
    return chosen


def _published(view: View, year: int) -> str:
    data, _ = view.data, view.words
    series = [s for category in categories_present(data) for s in series_of(data, category)]
    count = len(published_in(series, year))
    edition = data.editions.get(year)
    if edition is None:
        return _("{bureau} · {count} metrics", bureau=bureau_name(view), count=count)
    told = {
        "bureau": bureau_name(view),
        "count": count,
        "title": name_in(edition, _.language),
    }
    if edition.published is None:
        return _("{bureau} · {count} metrics, all from “{title}”", **told)
    return _(
        "{bureau} · {count} metrics, all from “{title}” (published {date})",
        **told,
        date=_.date(edition.published),
    )


def _main_categories(data: Dataset) -> list[Category]:
    return [c for c in data.vocabulary.categories.values() if c.main and series_of(data, c.key)]


def _lead_card(category: Category, year: int, data: Dataset, _: Words) -> Card:
    named = name_in(category, _.language)
    lead = find_series(data, category.lead) or series_of(data, category.key)[0]
    observation = lead.at(year)
    if observation is None:
        return missing_card(lead, year, data, _, titled=named)
    return card(lead, year, data, _, titled=named)


def _main_category(category: Category, year: int, data: Dataset, _: Words) -> Box:
    series = series_of(data, category.key)
    changed = said(_what_changed(category, series, year, data, _), form="plain")
    return Box(
        (
            Heading(name_in(category, _.language)),
            Part(f"changed_{category.key}", changed),
            *rows_parts(series, year, data, _, key=f"rows_{category.key}"),
        )
    )


def _what_changed(
    category: Category, series: tuple[Series, ...], year: int, data: Dataset, _: Words
) -> str:
    lead = find_series(data, category.lead) or series[0]
    lead_said = series_sentence(lead, year, Formatter(data, _))
    counted = category_sentence(series, year, Formatter(data, _))
    return _("{said}. {counted}.", said=lead_said, counted=counted)
