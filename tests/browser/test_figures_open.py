"""Every figure is a door: a card, a bar, a row of a table opens the words that state it."""

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from metrics.analysis.comparison import region_comparison
from metrics.i18n import LANGUAGES, words
from metrics.model.dataset import Dataset
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import find_series, published_in, series_of
from metrics.model.vocabulary import name_in
from metrics.wording.citations import provenance
from metrics.wording.formatter import Formatter
from tests.browser.conftest import NARROW, Open
from tests.browser.screen import PANELS, close_panel, lead_figures, settled, source_panel
from tests.support.sample import figure
from tests.support.serving import Server


def leads(data: Dataset, year: int) -> list[Observation]:
    """The lead figures of the main categories, as the data have them."""
    found = [
        find_series(data, category.lead)
        for category in data.vocabulary.categories.values()
        if category.main
    ]
    return [o for one in found if one and (o := one.at(year))]


def assert_it_tells_the_source(
    panel: Locator, observation: Observation, data: Dataset, language: str
) -> None:
    """Compare what the panel shows with what the data say."""
    _ = words(language)
    told = provenance(observation, Formatter(data, _))
    expect(panel).to_contain_text(told.title)
    expect(panel).to_contain_text(told.figure)
    expect(panel.locator("blockquote mark")).to_have_text(observation.printed)
    expect(panel).to_contain_text(told.reading)
    expect(panel).to_contain_text(told.section)
    expect(panel).to_contain_text(told.metric.definition(language))
    assert told.edition is not None and told.edition.published is not None
    expect(panel).to_contain_text(name_in(told.edition, language))
    expect(panel).to_contain_text(_.date(told.edition.published))
    shown = panel.locator("code").all_inner_texts()
    *citations, link = (text.strip() for text in shown)
    assert citations == [told.citations[one] for one in LANGUAGES]
    assert f"metric={told.metric.slug}&year={observation.year}" in link
    official = panel.get_by_role("link", name=_("Open the official report"))
    if told.edition.url:
        opened_at = f"{told.edition.url}#:~:text={quote(observation.printed, safe='')}"
        expect(official).to_have_attribute("href", opened_at)
    else:
        expect(official).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_shows_the_lead_figures_and_every_other_of_the_year(
    open_page: Open, real_server: Server, language: str
) -> None:
    data, _ = real_server.data, words(language)
    page = open_page(real_server, "/", language=language).page
    shown = lead_figures(page)
    wanted = leads(data, data.years[-1])
    assert len(wanted) == 4
    assert [(card["number"], card["unit"]) for card in shown] == [
        (Formatter(data, _).number(o), Formatter(data, _).number_unit(o)) for o in wanted
    ]
    for card, o in zip(shown, wanted, strict=True):
        metric = data.catalogue.find(o.metric)
        assert metric is not None and name_in(metric, language) == card["name"]
    bands = page.locator("h2.figure-band-title").all_inner_texts()
    assert bands == [name_in(data.vocabulary.category(o.category), language) for o in wanted]
    shown_texts = page.locator(".figure-value, .figure-link").all_inner_texts()
    values = {text.replace(" ", "") for text in shown_texts}
    for category in data.vocabulary.categories:
        for o in published_in(series_of(data, category), data.years[-1]):
            number, unit = (
                Formatter(data, _).number(o),
                Formatter(data, _).number_unit(o),
            )
            assert f"{number}{unit}".replace(" ", "") in values


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_opens_its_source(open_page: Open, real_server: Server, language: str) -> None:
    data = real_server.data
    page = open_page(real_server, "/", language=language).page
    for place, observation in enumerate(leads(data, data.years[-1])):
        page.locator("button.figure-first").nth(place).click()
        assert_it_tells_the_source(source_panel(page), observation, data, language)
        close_panel(page)


def test_the_same_card_opens_again_and_its_panel_closes_with_the_button(
    open_page: Open, real_server: Server
) -> None:
    page = open_page(real_server, "/").page
    card = page.locator("button.figure-first").first
    # Its source came with the page: it is there in the very moment of the click.
    assert card.evaluate(
        "(card) => { card.click(); return document.querySelector('dialog').open; }"
    )
    source_panel(page)
    close_panel(page)
    card.click()
    source_panel(page).get_by_role("button", name="关闭").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def bars(page: Page, chart: int = 0) -> Locator:
    return page.locator(".js-plotly-plot").nth(chart).locator(".bars .point")


def click_bar(page: Page, place: int, chart: int = 0) -> None:
    bars(page, chart).nth(place).locator("path").click(force=True)


def test_a_dot_of_the_districts_opens_its_source_again_and_again(
    open_page: Open, sample_server: Server
) -> None:
    data = sample_server.data
    page = open_page(sample_server, "/hazards").page
    wanted = region_comparison(data, "major-hazards-controlled", "hazards", "重大事故隐患", 2024)
    dots = page.locator(".js-plotly-plot").last.locator(".scatterlayer .trace").last
    for _time in range(2):
        dots.locator("path.point").first.click(force=True)
        top = wanted.ranked[0].observation
        assert_it_tells_the_source(source_panel(page), top, data, "zh")
        close_panel(page)
        settled(page)


def test_a_bar_of_an_earlier_year_opens_that_year(open_page: Open, sample_server: Server) -> None:
    data = sample_server.data
    page = open_page(sample_server, "/training", language="en").page
    for place, year in ((0, data.years[0]), (len(data.years) - 1, data.years[-1])):
        click_bar(page, place)
        panel = source_panel(page)
        assert_it_tells_the_source(panel, figure(data, "宣贯培训", year), data, "en")
        close_panel(page)


def test_bars_carry_the_printed_figure(open_page: Open, sample_server: Server) -> None:
    data, _ = sample_server.data, words("zh")
    page = open_page(sample_server, "/drills").page
    panel = page.locator(".js-plotly-plot").nth(2)
    one = series_of(data, "drills")[2]
    shown = panel.locator(".bars .bartext").evaluate_all(
        "(texts) => texts.map((text) => text.textContent.replace(/\\s/g, ''))"
    )
    published = [o for o in one.observations if o.value is not None]
    assert shown == [Formatter(data, _).number(o) for o in published]
    gaps = len(data.years) - len(published)
    assert panel.get_by_text(_("not published")).count() == gaps > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_of_the_table_opens_its_source(
    open_page: Open, sample_server: Server, language: str
) -> None:
    data, _ = sample_server.data, words(language)
    page = open_page(sample_server, "/equipment?view=table", language=language).page
    for name, year in (("新增救援装备", 2023), ("应急物资储备总值", 2021)):
        observation = figure(data, name, year)
        shown = Formatter(data, _).figure(observation)
        page.locator(".figure-link").get_by_text(shown, exact=True).click()
        assert_it_tells_the_source(source_panel(page), observation, data, language)
        close_panel(page)


def test_the_table_says_what_is_not_published(open_page: Open, sample_server: Server) -> None:
    data, _ = sample_server.data, words("en")
    page = open_page(sample_server, "/equipment?view=table", language="en").page
    header = page.locator(".figure-table thead th").all_inner_texts()
    rows: list[list[str]] = page.locator(".figure-table tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent))"
    )
    years = {title: place for place, title in enumerate(header) if title.isdecimal()}
    assert sorted(map(int, years)) == data.years
    for one, row in zip(series_of(data, "equipment"), rows, strict=True):
        assert row[0] == one.metric.en
        for year, place in years.items():
            o = one.at(int(year))
            silent = o is None or o.value is None
            assert row[place] == (
                _("not published") if silent or o is None else Formatter(data, _).figure(o)
            )


def test_a_note_is_told_beside_the_picture_and_in_the_panel(
    open_page: Open, sample_server: Server
) -> None:
    data = sample_server.data
    noted = figure(data, "实操培训", 2023)
    page = open_page(sample_server, "/training").page
    expect(page.get_by_text(noted.note).first).to_be_visible()
    click_bar(page, data.years.index(2023), chart=2)
    panel = source_panel(page)
    assert_it_tells_the_source(panel, noted, data, "zh")
    expect(panel).to_contain_text(noted.note)


def tab_to(page: Page, selector: str, presses: int = 80) -> None:
    """Move by keyboard until the element that has the focus matches."""
    for _press in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def focused(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        """() => ({text: document.activeElement.innerText,
          outline: getComputedStyle(document.activeElement).outlineStyle})"""
    )
    return found


def test_the_keyboard_opens_a_card(open_page: Open, real_server: Server) -> None:
    data = real_server.data
    page = open_page(real_server, "/").page
    tab_to(page, ".figure-first")
    observation = leads(data, data.years[-1])[0]
    seen = focused(page)
    assert Formatter(data, words("zh")).number(observation) in seen["text"]
    assert seen["outline"] != "none", "one must see where one is"
    page.keyboard.press("Enter")
    assert_it_tells_the_source(source_panel(page), observation, data, "zh")
    close_panel(page)


@pytest.mark.parametrize("path", ["/hazards?view=table", "/training?view=groups", "/sources"])
def test_the_keyboard_reaches_what_a_page_is_about(
    open_page: Open, real_server: Server, path: str
) -> None:
    page = open_page(real_server, path).page
    wanted = ".figure-link" if "table" in path else ".figure-card"
    tab_to(page, ".figure-table" if path == "/sources" else wanted)


def test_every_figure_of_a_page_of_bars_has_a_button(
    open_page: Open, sample_server: Server, real_server: Server
) -> None:
    """Bars are for the mouse; the same figure opens from a card or a button by keyboard."""
    page = open_page(real_server, "/hazards?view=groups").page
    assert page.locator("button.figure-card").count() == len(series_of(real_server.data, "hazards"))
    page = open_page(sample_server, "/drills").page
    sources = page.get_by_role("button", name="出处")
    assert sources.count() == PANELS - 1, "of districts each row has its own dots"
    sources.first.click()
    assert_it_tells_the_source(
        source_panel(page),
        figure(sample_server.data, "各级各部门演练", 2024),
        sample_server.data,
        "zh",
    )


def test_a_source_opens_on_a_phone(open_page: Open, real_server: Server) -> None:
    data = real_server.data
    page = open_page(real_server, "/", size=NARROW).page
    page.locator("button.figure-first").first.click()
    panel = source_panel(page)
    assert_it_tells_the_source(panel, leads(data, data.years[-1])[0], data, "zh")
    box = panel.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= NARROW[0]


def test_addresses_on_the_page_are_those_of_the_data(
    open_page: Open, sample_server: Server
) -> None:
    data = sample_server.data
    page = open_page(sample_server, "/hazards").page
    drawn = page.locator(".js-plotly-plot").first.evaluate("(plot) => plot.data[0].customdata")
    one = series_of(data, "hazards")[0]
    assert drawn == [figure_id(o, data) for o in one.observations if o.value is not None]
