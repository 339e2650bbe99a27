"""Charts in the browser: changed in place, chosen from, read by keyboard, taken away, printed.

Most of it on one page of two charts, which is served below a path of its own and under a policy
that forbids what does not come from this server.
"""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Download, Locator, Page, expect
from pypdf import PdfReader

from metrics.charts import yearly_bars
from metrics.i18n import words
from metrics.model.figure_id import figure_id
from metrics.model.series import series_of
from metrics.wording.formatter import Formatter
from tests.browser.conftest import WIDE, Open, Visit
from tests.browser.screen import PANELS, choose, settled
from tests.support.forked import ROOT
from tests.support.serving import Server, serving

EN = words("en")
APP = str(Path(__file__).with_name("charts_app.py").relative_to(ROOT))
MARK = "(plots) => plots.forEach((plot) => { plot.marked = true; })"
MARKED = "(plots) => plots.filter((plot) => plot.marked).length"


@pytest.fixture(scope="module")
def two_charts(open_page: Open) -> Iterator[Visit]:
    """The page of two charts."""
    with serving(ROOT / "examples", script=APP, base="dash") as server:
        yield open_page(server, "/", language="en", fresh=True)


def plot(page: Page, place: int) -> Locator:
    return page.locator(".chart-plot").nth(place)


def bars(page: Page, place: int) -> Locator:
    return plot(page, place).locator(".bars .point path")


def press(page: Page, bar: Locator, *, shift: bool = False) -> None:
    """Click a bar as a hand does: plotly.js looks where the mouse is some moments after it came."""
    page.mouse.move(0, 0)
    expect(page.locator(".hoverlayer .hovertext")).to_have_count(0)
    bar.hover(force=True)
    expect(page.locator(".hoverlayer .hovertext")).to_have_count(1)
    bar.click(force=True, modifiers=["Shift"] if shift else [])


def expect_chosen(page: Page, addresses: list[str]) -> None:
    expect(page.get_by_text("Chosen:")).to_have_text(
        f"Chosen: {' '.join(sorted(addresses))}".strip()
    )
    settled(page)


def saved(page: Page, place: int, format_: str) -> Download:
    page.locator(".chart").nth(place).hover()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"{format_} picture").nth(place).click()
    return waiting.value


def test_a_year_and_a_language_change_a_chart_in_place(
    open_page: Open, sample_server: Server
) -> None:
    visit = open_page(sample_server, "/", language="en", fresh=True)
    page, asked = visit.page, []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("navigation").get_by_role("link", name="Training").click()
    expect(page.locator("h1")).to_have_text("Training")
    settled(page)
    assert len([url for url in asked if "/assets/plotly-" in url]) == 1, "shared by all charts"
    data = sample_server.data
    plots = page.locator(".js-plotly-plot")
    plots.evaluate_all(MARK)
    choose(page, "Year", str(data.years[-2]))
    expect(plots.nth(1).locator(".xtick")).to_have_text([str(year) for year in data.years[:-1]])
    page.get_by_role("radiogroup", name="Language").get_by_text("中文").click()
    expect(page.locator("h1")).to_have_text("培训")
    settled(page)
    one = series_of(data, "training")[0]
    shown = [one.at(year) for year in data.years[:-1]]
    figures = [Formatter(data, words("zh")).number(o) for o in shown if o]
    expect(plots.first.locator(".bartext")).to_have_text(figures)
    assert plots.evaluate_all(MARKED) == plots.count() == PANELS
    assert not visit.log.errors and not visit.log.failed


def test_a_page_without_a_chart_does_not_ask_for_plotly(
    open_page: Open, real_server: Server
) -> None:
    page = open_page(real_server, "/", fresh=True).page
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert len(asked) > 10 and not [name for name in asked if "plotly" in name.lower()]


def test_figures_are_chosen_by_click_shift_box_and_keyboard(two_charts: Visit) -> None:
    page, data = two_charts.page, two_charts.server.data
    one = series_of(data, "hazards")[0]
    last, before = (figure_id(o, data) for o in (one.at(2024), one.at(2023)) if o)
    press(page, bars(page, 0).nth(1))
    expect_chosen(page, [last])
    faded, strong = bars(page, 0).evaluate_all("(all) => all.map((bar) => +bar.style.opacity)")
    assert faded < strong
    press(page, bars(page, 0).nth(0), shift=True)
    expect_chosen(page, [before, last])
    page.get_by_text("All years").click()
    expect(bars(page, 0)).to_have_count(len(data.years))
    expect_chosen(page, [before, last])
    page.locator(".chart-keys").first.focus()
    page.keyboard.press("Escape")
    expect_chosen(page, [])
    box = plot(page, 0).bounding_box()
    assert box
    page.mouse.move(box["x"] + 6, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.37, box["y"] + box["height"] - 40, steps=4)
    page.mouse.up()
    first_two = [figure_id(o, data) for year in data.years[:2] if (o := one.at(year))]
    expect_chosen(page, first_two)
    page.get_by_role("button", name=EN("Choose by drawing a line around")).click()
    settled(page)
    plot(page, 0).dblclick(position={"x": 4, "y": 20})
    expect_chosen(page, [])
    page.locator(".chart-keys").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect_chosen(page, first_two[:1])
    page.keyboard.press("Escape")
    expect_chosen(page, [])
    page.get_by_text("All years").click()
    settled(page)


def test_arrows_read_figures_aloud_and_enter_opens_the_source(two_charts: Visit) -> None:
    page, data = two_charts.page, two_charts.server.data
    one = series_of(data, "hazards")[1]
    shown = [o for year in data.years if (o := one.published(year))]
    said = page.locator(".chart-said").nth(1)
    page.locator(".chart-keys").nth(1).focus()
    for observation in shown:
        page.keyboard.press("ArrowDown")
        expect(said).to_contain_text(Formatter(data, EN).figure(observation))
        expect(plot(page, 1).locator(".hoverlayer .hovertext")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Asked:")).to_have_text(f"Asked: {figure_id(shown[-1], data)}")
    settled(page)
    bars(page, 1).first.click(force=True)
    expect(page.get_by_text("Asked:")).to_have_text(f"Asked: {figure_id(shown[0], data)}")
    settled(page)
    drawn = yearly_bars(one, data.years, "#000000", Formatter(data, EN))
    assert page.get_by_role("figure").nth(1).get_attribute("aria-label") == drawn.alt


def test_pictures_to_take_away_say_what_they_show(two_charts: Visit) -> None:
    page, data = two_charts.page, two_charts.server.data
    wanted = yearly_bars(
        series_of(data, "hazards")[0], data.years[-2:], "#2a6bb0", Formatter(data, EN)
    )
    page.emulate_media(color_scheme="dark")
    svg = saved(page, 0, "SVG")
    assert svg.suggested_filename == f"{wanted.file}.svg" and "2023-2024" in wanted.file
    text = re.sub(r"\s+", " ", " ".join(re.findall(r">([^<>]+)<", svg.path().read_text("utf-8"))))
    for told in (wanted.title, wanted.unit, EN("Invented sample"), "2023", "4,453"):
        assert told in text
    assert all(line in text for line in wanted.origins)
    png = saved(page, 0, "PNG")
    assert png.suggested_filename == f"{wanted.file}.png"
    with Image.open(io.BytesIO(png.path().read_bytes())) as picture:
        assert picture.width == 1600 and picture.height > 700
        assert picture.getpixel((2, 2)) == (255, 255, 255, 255), "white on any theme"
        colors = {color for _count, color in picture.getcolors(1 << 20) or []}
    assert (0x2A, 0x6B, 0xB0, 255) in colors and (0x14, 0x18, 0x1F, 255) in colors
    # The script of this test has no folder of fonts beside it.
    log = two_charts.log
    assert not [told for told in [*log.failed, *log.errors] if "/app/static/fonts/" not in told]
    page.emulate_media(color_scheme="light")
    settled(page)


def test_charts_fit_the_paper(two_charts: Visit) -> None:
    page, data = two_charts.page, two_charts.server.data
    page.emulate_media(media="print")
    page.add_style_tag(content="@media print { main, main * { color: rgb(1, 2, 3); } }")
    page.set_viewport_size({"width": 560, "height": 800})
    for picture in page.locator(".chart-plot .main-svg").all():
        box = picture.bounding_box()
        assert box is None or box["x"] + box["width"] <= 560
    text = bars(page, 1).first.locator("xpath=../*[name()='text']")
    assert text.evaluate("(text) => getComputedStyle(text).fill") == "rgb(1, 2, 3)"
    expect(page.locator(".chart-actions").first).not_to_be_visible()
    page.emulate_media(media="screen")
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    printed = " ".join(sheet.extract_text() for sheet in paper.pages)
    last = series_of(data, "hazards")[0].at(2024)
    assert last and Formatter(data, EN).number(last) in printed
    assert "SVG" not in printed
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    settled(page)


def test_scripts_are_kept_by_the_browser_and_come_compressed(two_charts: Visit) -> None:
    page = two_charts.page
    asked: list[str] = page.evaluate(
        "performance.getEntriesByType('resource').map((one) => one.name)"
    )
    found = sorted({url for url in asked if "/dash/assets/" in url})
    assert len(found) == 3
    for url in found:
        plain = page.request.get(url, headers={"Accept-Encoding": "identity"})
        small = page.request.get(url)
        assert small.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert small.body() == plain.body() and len(plain.body()) > 1000
        assert "immutable" in small.headers["cache-control"]
    assert page.request.get(found[0].replace("assets/", "assets/x")).status == 404
    assert json.loads(page.evaluate("JSON.stringify(typeof Plotly.react)")) == "function"
