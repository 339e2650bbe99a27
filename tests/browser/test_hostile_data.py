"""Names, notes, links, files and people of data that mean harm: pages show them as texts.

One server shows a folder in which every text is hostile; a browser walks through all pages.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from metrics.i18n import words
from tests.browser.conftest import Open, Reader, Visit
from tests.browser.publishing import drop, go_to, sign_in, told
from tests.browser.screen import close_panel, settled, source_panel, sticking_out
from tests.support.hostile import (
    EDITOR,
    FORMULA,
    HARM,
    MARKDOWN,
    OUTSIDE,
    PASSCODE,
    QUOTES,
    REPORT,
    TAGS,
    hostile_folder,
    publish_hostile,
)
from tests.support.intake_files import lines
from tests.support.serving import Server, serving

ZH = words("zh")
_DONE = """(marked) => {
  const done = window.harmed === undefined ? [] : ["a script of the data ran"];
  for (const one of document.querySelectorAll(`[${marked}]`)) done.push(one.outerHTML);
  for (const one of document.querySelectorAll("*")) {
    for (const name of ["src", "href", "xlink:href", "action", "data", "srcdoc", "onerror"]) {
      const to = one.getAttribute(name) ?? "";
      // A page of this server may be asked for anything.
      if (/^metric\\?[\\w%+&=.-]*$/.test(to)) continue;
      if (/\\.invalid|javascript:|data:text|harmed/i.test(to)) done.push(one.outerHTML);
    }
  }
  const read = ".katex, .stMarkdownColoredText, [role=img][aria-label*=icon]";
  const own = "strong, em, code, del, h1, h2, h3";
  for (const box of document.querySelectorAll("[data-testid=stMarkdownContainer]")) {
    for (const one of box.querySelectorAll(own)) {
      if (/^_?harm_?$/.test(one.textContent)) done.push(box.innerHTML);
    }
    for (const one of box.querySelectorAll(read)) {
      if (/harm|home|\\\\frac/.test(one.outerHTML)) done.push(box.innerHTML);
    }
    if (/\\u{1f604}/u.test(box.textContent)) done.push(box.innerHTML);
  }
  // Marks that turn the direction of what follows would turn a figure's digits.
  const told = "[data-testid=stMarkdownContainer], svg text, svg a";
  for (const one of document.querySelectorAll(told)) {
    if (one.matches("svg a") || /[\u202a-\u202e\u2066-\u2069]/.test(one.textContent)) {
      done.push(one.outerHTML);
    }
  }
  return done.map((html) => html.slice(0, 200));
}"""
_SHOWN = "() => document.body.innerText.replaceAll('\\u2060', '')"
_INSIDE_A_CHART = ("g ", "text ", "path ", "rect ", "tspan ")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with hostile data, and three hostile publications."""
    home = tmp_path_factory.mktemp("hostile")
    folder = home / "data"
    folder.mkdir()
    store = f"sqlite:///{home}/metrics.db"
    hostile_folder(folder)
    publish_hostile(folder, store)
    where = {"METRICS_DATABASE_URL": store, "METRICS_EDITOR_PASSCODE": PASSCODE}
    with serving(folder, **where) as server:
        yield server


def harmless(page: Page, but: str = "INPUT ") -> None:
    """Check that data did nothing on the page as it is now, and that the page still fits.

    Elements that begin with `but` may stick out: they are drawn within a box that cuts them off.
    """
    assert page.evaluate(_DONE, HARM) == []
    # What a chart draws beyond its own edge is cut off there.
    wide = [one for one in sticking_out(page) if not one.startswith((*_INSIDE_A_CHART, but))]
    assert wide == []


def shows(page: Page, *texts: str) -> None:
    """Check that a reader sees these texts as they are."""
    seen = " ".join(page.evaluate(_SHOWN).split())
    for text in texts:
        assert " ".join(text.split()) in seen, text[:80]


def quiet(visit: Visit) -> None:
    """Check that nothing was asked of another host and nothing broke."""
    assert visit.log.hosts == {visit.server.url.removeprefix("http://")}
    assert visit.log.errors == []


def test_readers_pages_show_hostile_texts_as_texts(open_page: Open, hostile: Server) -> None:
    visit = open_page(hostile, "/")
    page = visit.page
    harmless(page)
    shows(page, TAGS)
    quiet(visit)

    visit = open_page(hostile, "/training")
    harmless(page)
    shows(page, TAGS, MARKDOWN, QUOTES, FORMULA)
    for view in (ZH("By sub-category"), ZH("Table")):
        page.get_by_role("radiogroup", name=ZH("View")).get_by_text(view, exact=True).click()
        settled(page)
        harmless(page)
    page.locator(".figure-link").first.click()
    panel = source_panel(page)
    panel.get_by_text(ZH("In the report"), exact=True).click()
    expect(panel.locator(".source-text mark")).to_be_visible()
    harmless(page)
    shows(page, TAGS, MARKDOWN, REPORT.split("。")[0])
    quiet(visit)
    close_panel(page)

    for path in ("/others?view=groups", "/training?print=true"):
        visit = open_page(hostile, path)
        harmless(page)
        shows(page, MARKDOWN)
        quiet(visit)


def test_an_analyst_sees_hostile_texts_as_texts(open_page: Open, hostile: Server) -> None:
    visit = open_page(hostile, "/explore?version=1")
    page, shown = visit.page, told(visit.page)
    harmless(page)
    shows(page, QUOTES, FORMULA)
    for name in ("Metric", "Sub-category", "Region"):
        # Heads of the table's columns bear the same names; the filters stand before them.
        shown.get_by_role("button", name=ZH(name), exact=True).first.click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        settled(page)
        harmless(page)
        page.keyboard.press("Escape")
    for name in ("Link", "Download data"):
        shown.get_by_role("button", name=ZH(name)).click()
        expect(page.get_by_role("dialog").locator("code").first).to_be_visible()
        settled(page)
        harmless(page)
        close_panel(page)
    for view in ("Compare", "Changes", "Regions", "Table"):
        page.get_by_role("radiogroup", name=ZH("View")).get_by_text(ZH(view), exact=True).click()
        settled(page)
        harmless(page)
    shows(page, TAGS, MARKDOWN)
    quiet(visit)


def test_sources_and_history_show_hostile_texts_as_texts(open_page: Open, hostile: Server) -> None:
    visit = open_page(hostile, "/sources", language="en")
    page = visit.page
    harmless(page)
    shows(page, TAGS, MARKDOWN)
    assert page.get_by_role("link", name=words("en")("Open the official report")).count() == 0
    quiet(visit)

    visit = open_page(hostile, "/history?version=2&with=3")
    visit.page.locator("summary").click()
    expect(visit.page.get_by_role("button", name=ZH("Download CSV"))).to_be_visible()
    settled(visit.page)
    harmless(visit.page)
    shows(visit.page, EDITOR[:80], MARKDOWN)
    quiet(visit)


def test_an_editor_sees_hostile_texts_as_texts(reader: Reader, hostile: Server) -> None:
    page = reader(hostile)
    sign_in(page, name=f"**e** ![](http://{OUTSIDE}/e.png)"[:40])
    cells = [f'"{text.replace(chr(34), chr(34) * 2)}"' for text in (TAGS, MARKDOWN, QUOTES)]
    columns = ("年份", "类别", "指标", "数值", "单位", "备注", "![n](http://o.invalid/n.png)")
    rows = [("2025", cell, cell, "12", "次", cell, cell) for cell in cells]
    drop(page, f"![f](http://{OUTSIDE}/f.png).csv", lines(columns, *rows).encode())
    harmless(page)
    shows(page, TAGS)
    go_to(page, ZH("Read a report"), drawn=False)
    page.get_by_label(ZH("Or paste its text")).fill(f"2025年工作总结。{REPORT}")
    page.get_by_role("button", name=ZH("Read the text")).click()
    expect(page.locator(".report")).to_be_visible()
    settled(page, drawn=False)
    harmless(page)
    shows(page, TAGS)


def test_a_picture_to_take_away_holds_no_markup_of_data(open_page: Open, hostile: Server) -> None:
    page = open_page(hostile, "/training").page
    with page.expect_download() as download:
        page.get_by_role("button", name=ZH("Save the chart as an SVG picture")).first.click()
    drawn = download.value.path().read_text(encoding="utf-8")
    tree = ElementTree.fromstring(drawn)
    made = {one.tag.rpartition("}")[2] for one in tree.iter()}
    assert made.isdisjoint({"script", "a", "image", "foreignObject", "b", "form", "iframe", "img"})
    assert TAGS[:40] in "".join(tree.itertext())


def test_no_other_site_holds_a_page_in_its_own(open_page: Open, hostile: Server) -> None:
    context = open_page(hostile, "/sources").page.context
    with context.expect_page() as opened:
        context.pages[0].evaluate("() => void window.open('about:blank')")
    portal = opened.value
    holding = f"<iframe src='{hostile.url}/training'></iframe>"
    portal.route("http://portal.invalid/", lambda route: route.fulfill(
        body=holding, content_type="text/html"))  # fmt: skip
    portal.goto("http://portal.invalid/")
    expect(portal.locator("iframe")).to_be_visible()
    inside = portal.frames[1]
    inside.wait_for_load_state()
    assert inside.url.startswith("chrome-error:")
    portal.close()


def test_a_file_that_is_too_large_is_refused_in_words(
    open_page: Open, hostile: Server, tmp_path: Path
) -> None:
    large = tmp_path / "大.txt"
    with large.open("wb") as file:
        file.truncate(51 * 2**20)
    visit = open_page(hostile, "/proofread", drawn=False)
    visit.page.locator("input[type=file]").set_input_files(large)
    expect(told(visit.page)).to_contain_text("文件不能超过 50.0MB")
    harmless(visit.page)
    quiet(visit)
