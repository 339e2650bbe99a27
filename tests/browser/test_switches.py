"""The switches: a click shows its picture before the server has answered, and the answer holds."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, WebSocketRoute, expect

from metrics.i18n import words
from metrics.model.series import series_of, with_region
from metrics.model.vocabulary import name_in
from metrics.wording.formatter import Formatter
from tests.browser.conftest import Open
from tests.browser.screen import settled
from tests.support.serving import Server

ZH = words("zh")


class Line:
    """The connection of a page, on which the server's answers can be held back."""

    def __init__(self, page: Page) -> None:
        self.held: list[Callable[[], None]] | None = None
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()

        def answered(message: str | bytes) -> None:
            if self.held is None:
                browser.send(message)
            else:
                self.held.append(lambda: browser.send(message))

        server.on_message(answered)

    def hold(self) -> None:
        """Hold the server's answers back from now on."""
        self.held = []

    def let_go(self) -> None:
        """Let everything through that was held back, in the order in which it came."""
        while self.held:
            self.held.pop(0)()
        self.held = None


def figures(server: Server, year: int, region: str) -> set[str]:
    """The printed numbers of the trainings of a year."""
    data = with_region(server.data, region)
    found = (series.at(year) for series in series_of(data, "training"))
    return {Formatter(data, ZH).number(o) for o in found if o and o.value is not None}


_NUMBERS = """(numbers) => {
  const shown = [...document.querySelectorAll(".figure-number")].map((one) => one.textContent);
  return numbers.length === new Set(shown).size && numbers.every((one) => shown.includes(one));
}"""


def wait_for_figures(page: Page, numbers: set[str]) -> None:
    """Wait until the page shows these numbers and no others."""
    page.wait_for_function(_NUMBERS, arg=sorted(numbers))


def years(page: Page) -> Locator:
    return page.get_by_role("radiogroup", name=ZH("Year"))


def choose_year(page: Page, year: int) -> None:
    years(page).get_by_role("radio", name=str(year), exact=True).click()


def choose_region(page: Page, region: str) -> None:
    page.get_by_role("radiogroup", name=ZH("Region")).get_by_text(region).click()


def test_a_year_is_there_before_the_server_has_answered(
    open_page: Open, sample_server: Server
) -> None:
    home, district = sample_server.data.bureau.region, "望潮区"
    page = open_page(sample_server, "/", fresh=True).page
    line = Line(page)
    page.goto(f"{sample_server.url}/training?view=groups")
    settled(page)
    wait_for_figures(page, figures(sample_server, 2024, home))

    line.hold()
    choose_year(page, 2023)
    expect(page.locator(".figure-said").first).to_contain_text("2023")
    wait_for_figures(page, figures(sample_server, 2023, home))
    assert "year" not in page.url, "the server has not been heard"
    choose_year(page, 2024)
    expect(page.locator(".figure-said").first).to_contain_text("2024")
    wait_for_figures(page, figures(sample_server, 2024, home))
    choose_year(page, 2023)

    line.let_go()
    expect(page).to_have_url(f"{sample_server.url}/training?view=groups&year=2023")
    # Every click is answered in its turn.
    expect(page.locator(".figure-said").first).to_contain_text("2023")
    settled(page)
    wait_for_figures(page, figures(sample_server, 2023, home))

    choose_year(page, 2024)
    expect(page).not_to_have_url(re.compile("year="))
    settled(page)
    # This region has other sub-categories.
    line.hold()
    choose_region(page, district)
    wait_for_figures(page, figures(sample_server, 2024, district))
    assert "region" not in page.url, "the server has not been heard"
    line.let_go()
    expect(page).to_have_url(re.compile("region="))
    settled(page)
    line.hold()
    choose_year(page, 2023)
    expect(page.locator(".figure-said").first).to_contain_text("2023")
    wait_for_figures(page, figures(sample_server, 2023, district))
    line.let_go()
    expect(page).to_have_url(re.compile("region=.*year=2023"))
    for _step in range(3):
        page.go_back()
    expect(page).to_have_url(re.compile(r"groups&year=2023$"))
    wait_for_figures(page, figures(sample_server, 2023, home))


def test_charts_and_tables_follow_at_once(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/", fresh=True).page
    line = Line(page)
    page.goto(f"{sample_server.url}/training")
    settled(page)
    line.hold()
    views = page.get_by_role("radiogroup", name=ZH("View"))
    views.get_by_text(ZH("Table")).click()
    lines = page.locator(".figure-table tbody tr")
    home = series_of(sample_server.data, "training")
    expect(page.locator(".chart")).to_have_count(0)
    expect(lines).to_have_count(len(home))
    assert "view" not in page.url, "the server has not been heard"
    line.let_go()
    expect(page).to_have_url(re.compile("view=table"))
    settled(page)

    line.hold()
    for region in ("望潮区", sample_server.data.bureau.region):
        choose_region(page, region)
        of_region = with_region(sample_server.data, region)
        expect(lines).to_have_count(len(series_of(of_region, "training")))
    assert "region" not in page.url, "the server has not been heard"
    choose_year(page, 2022)
    heads = page.locator(".figure-table th[scope=col]")
    expect(heads.nth(2)).to_have_text("2022")
    choose_year(page, 2024)
    views.get_by_text(ZH("By year")).click()
    expect(page.locator(".chart").first.locator(".xtick text").last).to_have_text("2024")
    line.let_go()
    expect(page).not_to_have_url(re.compile("view="))
    settled(page)

    line.hold()
    choose_year(page, 2022)
    last = page.locator(".chart").first.locator(".xtick text").last
    expect(last).to_have_text("2022")
    expect(page.locator(".chart-caption").first).to_contain_text("2021")
    source = page.locator(".chart-source").first
    expect(source).to_contain_text("2022")
    line.let_go()
    settled(page)
    source.click()
    expect(page.get_by_role("dialog")).to_contain_text("2022")


def test_the_overview_follows_at_once(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/", fresh=True).page
    line = Line(page)
    page.goto(sample_server.url)
    settled(page)
    line.hold()
    choose_year(page, 2022)
    told = page.locator(".figure-hint")
    expect(told.first).to_contain_text(name_in(sample_server.data.editions[2022], "zh"))
    lead = page.locator(".figure-first .figure-number")
    of_the_year = figures_of_the_year(sample_server, 2022) | {ZH("not published")}
    expect(lead.first).to_have_text(re.compile("|".join(map(re.escape, of_the_year))))
    numbers = lead.all_inner_texts()
    assert set(numbers) <= of_the_year
    line.let_go()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2022")
    settled(page)
    expect(lead).to_have_text(numbers)


def figures_of_the_year(server: Server, year: int) -> set[str]:
    """The printed numbers of all metrics of the bureau's own region."""
    data = server.data
    series = [one for key in data.vocabulary.categories for one in series_of(data, key)]
    found = (one.at(year) for one in series)
    return {Formatter(data, ZH).number(o) for o in found if o and o.value is not None}


def test_years_are_chosen_by_keyboard(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/training?view=groups").page
    checked = years(page).locator("[aria-checked=true]")
    expect(checked).to_have_text("2024")
    expect(years(page).locator("[tabindex='0']")).to_have_count(1)
    checked.focus()
    page.keyboard.press("ArrowLeft")
    expect(checked).to_have_text("2023")
    expect(checked).to_be_focused()
    expect(page).to_have_url(re.compile("year=2023"))
    settled(page)
    expect(checked).to_be_focused()
    page.keyboard.press("End")
    expect(page).not_to_have_url(re.compile("year="))
    expect(checked).to_have_text("2024")
    page.go_back()
    expect(checked).to_have_text("2023")
    wait_for_figures(page, figures(sample_server, 2023, sample_server.data.bureau.region))


def test_a_year_without_a_frame_waits_for_the_server(
    open_page: Open, sample_server: Server
) -> None:
    page = open_page(sample_server, "/", fresh=True).page
    page.route(re.compile(r"/assets/figures-"), without_frames)
    page.goto(f"{sample_server.url}/training?view=groups")
    settled(page)
    choose_year(page, 2022)
    expect(page).to_have_url(re.compile("year=2022"))
    wait_for_figures(page, figures(sample_server, 2022, sample_server.data.bureau.region))


def without_frames(route: Route) -> None:
    """Answer with the script that keeps no frame."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("  sent = {", "  const unkept = {"))
