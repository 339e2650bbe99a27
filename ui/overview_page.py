"""The overview: the year's picture at a glance."""

from __future__ import annotations

import streamlit as st

from metrics.dataset import Dataset
from metrics.findings import category_sentence, series_sentence
from metrics.language import Words
from metrics.selection import Filters
from metrics.series import Series, categories_present, find_series, published_in, series_of
from metrics.vocabulary import Category, name_in
from ui import address
from ui.briefing_button import briefing_button
from ui.figures import Card, show_cards
from ui.frame import View, bureau_name, nothing_published, title_row
from ui.frozen_link import show_standing
from ui.page_tools import show_page_tools
from ui.pictures import card, missing_card, say_what_lacks, show_rows
from ui.source_panel import show_source_if_asked
from ui.text import plain_text
from ui.year_switch import year_switch


def show_overview(view: View) -> None:
    """Show the whole page."""
    data, _ = view.data, view.words
    if nothing_published(view):
        return
    year = _titled_year(view)
    address.show_notices()
    show_standing(view, Filters({"region": (data.bureau.region,)}, str(year), str(year)))
    st.caption(_published(view, year))
    lead = [_lead_card(category, year, data, _) for category in _main_categories(data)]
    show_cards([card for card in lead if card], key="lead", form="lead")
    _show_main_categories(year, data, _)
    _show_other_categories(year, data, _)
    show_page_tools(view)
    show_source_if_asked(data, _)


def _titled_year(view: View) -> int:
    """Show the title with the year in it, and the year switch beside it; return the year."""
    data, _ = view.data, view.words
    years = [str(year) for year in data.years]
    year = address.chosen("year", years, years[-1], _)
    with title_row(_("Emergency management in {year}", year=year)):
        chosen = year_switch(data, _)
        briefing_button(data, chosen, (), view.store, _)
    return chosen


def _published(view: View, year: int) -> str:
    data, _ = view.data, view.words
    series = [s for category in categories_present(data) for s in series_of(data, category)]
    count = len(published_in(tuple(series), year))
    edition = data.editions.get(year)
    if edition is None:
        return plain_text(_("{bureau} · {count} metrics", bureau=bureau_name(view), count=count))
    said = {
        "bureau": plain_text(bureau_name(view)),
        "count": count,
        "title": plain_text(name_in(edition, _.language)),
    }
    if edition.published is None:
        return _("{bureau} · {count} metrics, all from “{title}”", **said)
    return _(
        "{bureau} · {count} metrics, all from “{title}” (published {date})",
        **said,
        date=_.date(edition.published),
    )


def _main_categories(data: Dataset) -> list[Category]:
    return [c for c in data.vocabulary.categories.values() if c.main and series_of(data, c.key)]


def _lead_card(category: Category, year: int, data: Dataset, _: Words) -> Card | None:
    named = name_in(category, _.language)
    lead = find_series(data, category.lead) or series_of(data, category.key)[0]
    observation = lead.at(year)
    if observation is None:
        return missing_card(lead, year, data, _, titled=named)
    return card(lead, year, data, _, titled=named)


def _show_main_categories(year: int, data: Dataset, _: Words) -> None:
    categories = _main_categories(data)
    for start in range(0, len(categories), 2):
        for column, category in zip(st.columns(2), categories[start : start + 2], strict=False):
            with column.container(border=True, height="stretch"):
                series = series_of(data, category.key)
                st.subheader(name_in(category, _.language), anchor=False)
                st.markdown(_what_changed(category, series, year, data, _))
                show_rows(series, year, data, _, key=f"rows_{category.key}")


def _what_changed(
    category: Category, series: tuple[Series, ...], year: int, data: Dataset, _: Words
) -> str:
    lead = find_series(data, category.lead) or series[0]
    said = series_sentence(lead, year, data, _)
    counted = category_sentence(series, year, data, _)
    return plain_text(_("{said}. {counted}.", said=said, counted=counted))


def _show_other_categories(year: int, data: Dataset, _: Words) -> None:
    main = {category.key for category in _main_categories(data)}
    cards = [
        card(s, year, data, _, titled=name_in(data.vocabulary.category(key), _.language))
        for key in categories_present(data)
        if key not in main
        for s in series_of(data, key)
        if (o := s.at(year)) is not None and o.value is not None
    ]
    if cards:
        st.subheader(_("Other figures"), anchor=False)
        show_cards(cards, key="others")
        others = [s for k in categories_present(data) if k not in main for s in series_of(data, k)]
        say_what_lacks(others, year, data, _)
