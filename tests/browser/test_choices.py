"""What the reader chooses stands in the address, and the address brings it back."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Page, expect

from metrics.i18n import words
from metrics.model.series import find_series, series_of
from metrics.model.vocabulary import name_in
from metrics.wording.formatter import Formatter
from tests.browser.conftest import NARROW, Open
from tests.browser.screen import PANELS, choose, lead_figures, settled, source_panel
from tests.support.app_pages import page_title
from tests.support.serving import Server

HOME = "临澜市"
"""The region of the sample that is shown until another is chosen."""

ANSWER_LATE = """(choice) => {
  const push = history.pushState;
  history.pushState = function (...entry) {
    history.pushState = push;
    push.apply(this, entry);
    history.replaceState(history.state, "", `?${choice}`);
  };
}"""
"""Let the next page begin with a choice of the page before, as after a slow answer."""

ZH, EN = words("zh"), words("en")


def query(page: Page) -> dict[str, list[str]]:
    """The parameters in the address."""
    return parse_qs(urlsplit(page.url).query)


def expect_query(page: Page, **wanted: str) -> None:
    """Wait until the address holds these parameters and no others."""
    page.wait_for_function(
        """(wanted) => {
          const stated = new URLSearchParams(location.search);
          return stated.toString() === new URLSearchParams(wanted).toString()
            || (stated.size === Object.keys(wanted).length
                && Object.entries(wanted).every(([name, value]) => stated.get(name) === value));
        }""",
        arg=wanted,
    )


def expect_chosen(page: Page, options: list[str]) -> None:
    """Wait until the switches of the page show these options as chosen."""
    switches = page.get_by_role("main").locator("[role=radio][aria-checked=true]")
    expect(switches).to_have_text(options)


def assert_it_shows(page: Page, server: Server, year: int, language: str = "zh") -> None:
    """Compare the lead figures on the screen with those of a year."""
    data, _ = server.data, words(language)
    shown = lead_figures(page)
    mains = [category for category in data.vocabulary.categories.values() if category.main]
    assert len(shown) == len(mains)
    for card, category in zip(shown, mains, strict=True):
        lead = find_series(data, category.lead)
        assert lead is not None
        o = lead.at(year)
        wanted = Formatter(data, _).number(o) if o else _("not published")
        assert card["number"] == wanted
    assert page.locator("h1").inner_text() == page_title("", _, year=year)


def test_every_year_shows_its_own_figures(open_page: Open, sample_server: Server) -> None:
    years = sample_server.data.years
    page = open_page(sample_server, "/").page
    assert query(page) == {}
    assert_it_shows(page, sample_server, years[-1])
    for year in years[:-1]:
        choose(page, "年份", str(year))
        expect_query(page, year=str(year))
        expect(page.locator("h1")).to_have_text(page_title("", ZH, year=year))
        settled(page)
        assert_it_shows(page, sample_server, year)
    choose(page, "年份", str(years[-1]))
    expect_query(page)
    expect(page.locator("h1")).to_have_text(page_title("", ZH, year=years[-1]))


def test_the_view_is_written_and_the_default_is_not(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/training").page
    choose(page, "视图", "表格")
    expect_query(page, view="table")
    expect(page.locator(".figure-table")).to_have_count(1)
    choose(page, "视图", "按子类")
    expect_query(page, view="groups")
    choose(page, "视图", "按年份")
    expect_query(page)
    expect(page.locator(".js-plotly-plot")).to_have_count(PANELS)


def menu(page: Page, title: str) -> None:
    """Go to another page by the menu."""
    page.get_by_role("navigation").get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text(title)
    settled(page)


def test_year_and_language_stay_from_page_to_page(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/").page
    choose(page, "年份", "2022")
    expect_query(page, year="2022")
    page.get_by_role("radiogroup", name="语言").get_by_text("English").click()
    expect_query(page, year="2022", lang="en")
    expect(page.locator("h1")).to_have_text(page_title("", EN, year=2022))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for path in ("drills", "sources"):
        menu(page, page_title(path, EN))
        assert urlsplit(page.url).path == f"/{path}"
        expect_query(page, year="2022", lang="en")
    page.get_by_role("radiogroup", name="Language").get_by_text("中文").click()
    expect(page.locator("h1")).to_have_text(page_title("sources", ZH))
    expect_query(page, year="2022")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_chinese_link_is_chinese_in_an_english_browser(
    open_page: Open, real_server: Server
) -> None:
    page = open_page(real_server, "/training?lang=zh", language="en").page
    expect(page.locator("h1")).to_have_text("培训")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert query(page) == {"lang": ["zh"]}


def test_a_bookmark_is_followed(open_page: Open, sample_server: Server) -> None:
    data = sample_server.data
    page = open_page(sample_server, "/drills?year=2022&view=table&lang=en", fresh=True).page
    expect(page.locator("h1")).to_have_text("Drills")
    header = page.locator(".figure-table thead th").all_inner_texts()
    shown = [int(title) for title in header if title.isdecimal()]
    assert shown == [year for year in reversed(data.years) if year <= 2022]
    assert query(page) == {"year": ["2022"], "view": ["table"], "lang": ["en"]}
    names = page.locator(".figure-table tbody th").all_inner_texts()
    assert names == [name_in(one.metric, "en") for one in series_of(data, "drills")]


def test_a_bookmark_holds_after_a_reload(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/").page
    choose(page, "年份", "2021")
    expect_query(page, year="2021")
    page.reload()
    settled(page)
    assert_it_shows(page, sample_server, 2021)


def test_going_back_leads_to_the_page_before(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/training?year=2022").page
    page.locator(".figure-table").first.scroll_into_view_if_needed()
    down = "() => (document.querySelector('h1')?.getBoundingClientRect().top ?? 0) < 0"
    assert page.evaluate(down)
    menu(page, "演练")
    expect_query(page, year="2022")
    page.go_back()
    page.wait_for_function(down)
    expect(page.locator("h1")).to_have_text("培训")
    expect_query(page, year="2022")
    expect_chosen(page, [HOME, "2022", "按年份"])


def test_one_step_back_is_one_page_back(open_page: Open, sample_server: Server) -> None:
    t, year, kept = EN, 2022, {"lang": "en", "year": "2022"}
    page = open_page(sample_server, f"/?{urlencode(kept)}", fresh=True).page
    before = page.evaluate("history.length")
    for path in ("training", "drills"):
        menu(page, page_title(path, t))
        expect(page).to_have_url(re.compile(f"/{path}([?]|$)"))
        expect_query(page, **kept)
    assert page.evaluate("history.length") == before + 2
    for path in ("training", ""):
        page.go_back()
        expect(page.locator("h1")).to_have_text(page_title(path, t, year=year))
        expect_query(page, **kept)
        assert urlsplit(page.url).path == f"/{path}"
        settled(page)
    expect_chosen(page, [str(year)])
    page.go_forward()
    expect(page.locator("h1")).to_have_text(page_title("training", t))
    expect_query(page, **kept)
    assert page.evaluate("history.length") == before + 2


def test_going_back_undoes_a_choice(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/").page
    for year in ("2022", "2021"):
        choose(page, "年份", year)
        expect_query(page, year=year)
    page.go_back()
    expect_query(page, year="2022")
    expect(page.locator("h1")).to_have_text(page_title("", ZH, year=2022))
    expect_chosen(page, ["2022"])


def test_switches_show_what_is_chosen_on_every_page(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/training?year=2022").page
    expect_chosen(page, [HOME, "2022", "按年份"])
    for title in ("演练", "隐患", "培训"):
        menu(page, title)
        expect_chosen(page, [HOME, "2022", "按年份"])
    choose(page, "视图", "表格")
    expect_chosen(page, [HOME, "2022", "表格"])
    for title in ("演练", "培训"):
        page.evaluate(ANSWER_LATE, "view=table")
        menu(page, title)
        expect_query(page, year="2022")
        expect_chosen(page, [HOME, "2022", "按年份"])


def test_a_year_that_does_not_exist_is_said(open_page: Open, sample_server: Server) -> None:
    years = sample_server.data.years
    page = open_page(sample_server, "/training?year=1999").page
    notice = page.get_by_role("status").filter(has_text="1999")
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text(str(years[-1]))
    expect(page.locator("h1")).to_have_text(page_title("training", ZH))
    choose(page, "年份", str(years[0]))
    expect_query(page, year=str(years[0]))
    expect(notice).to_have_count(0)


def test_a_page_that_does_not_exist_leads_to_the_overview_in_words_of_the_reader(
    open_page: Open, real_server: Server
) -> None:
    page = open_page(real_server, "/nowhere").page
    expect(page.locator("h1")).to_have_text(page_title("", ZH, year=real_server.data.years[-1]))
    told = page.get_by_role("dialog")
    expect(told).to_be_visible()
    expect(told).to_contain_text("没有这个页面")
    assert not re.search("[A-Za-z]{3,}", told.inner_text())


def test_figures_still_open_after_the_year_was_changed(
    open_page: Open, sample_server: Server
) -> None:
    page = open_page(sample_server, "/").page
    choose(page, "年份", "2022")
    expect(page.locator("h1")).to_have_text(page_title("", ZH, year=2022))
    settled(page)
    page.locator("button.figure-first").first.click()
    expect(source_panel(page)).to_contain_text("87.4万人次")


def test_the_menu_opens_and_leads_on_on_a_phone(open_page: Open, real_server: Server) -> None:
    page = open_page(real_server, "/", size=NARROW, fresh=True).page
    expect(page.get_by_role("navigation").get_by_role("link", name="演练")).not_to_be_in_viewport()
    page.get_by_role("button", name="展开侧栏").click()
    page.get_by_role("navigation").get_by_role("link", name="演练").click()
    expect(page.locator("h1")).to_have_text("演练")
    expect(page.locator("h1")).to_be_in_viewport()
