"""A briefing taken from a page: what the page shows, in a file that opens, on a phone too."""

import io
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect
from pptx import Presentation

from metrics.i18n import words
from tests.browser.conftest import NARROW, WIDE, Open
from tests.browser.screen import sticking_out
from tests.browser.test_accessibility import serious_violations
from tests.support.serving import Server

_SMALLEST_TEXT = """(slides) => {
  const walk = document.createTreeWalker(slides, NodeFilter.SHOW_TEXT);
  let least = Infinity;
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement, drawing = holder.closest("svg");
    if (!walk.currentNode.data.trim() || holder.closest("title, [hidden]")) continue;
    const scale = drawing ? drawing.getScreenCTM().a : 1;
    least = Math.min(least, parseFloat(getComputedStyle(holder).fontSize) * scale);
  }
  return least;
}"""


@pytest.mark.parametrize(
    ("path", "size", "kind", "scope"),
    [
        ("/", NARROW, "Slides (PowerPoint)", "Scope: {region}, {categories}"),
        ("/drills?year=2023", WIDE, "Text (Word)", "Scope: {region}, {categories}"),
    ],
)
def test_a_briefing_is_taken_from_a_page(
    open_page: Open, sample_server: Server, path: str, size: tuple[int, int], kind: str, scope: str
) -> None:
    _, data = words("zh"), sample_server.data
    visit = open_page(sample_server, path, size=size)
    page = visit.page
    page.get_by_role("button", name=_("Briefing")).click()
    button = page.get_by_role("button", name=_(kind))
    expect(button).to_be_visible()
    assert not sticking_out(page)
    with page.expect_download() as caught:
        button.click()
    name = caught.value.suggested_filename
    assert name.startswith("invented-sample-linlan-emergency-management-bureau-briefing-Linlan-")
    content = io.BytesIO(Path(caught.value.path()).read_bytes())
    region = data.bureau.region
    if path == "/":
        wanted = _(scope, region=region, categories=_("all categories"))
        slide = Presentation(content).slides[1]
        told = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert slide.shapes.title.text_frame.text == _("Key figures of {year}", year=2024)
    else:
        wanted = _(scope, region=region, categories=data.vocabulary.category("drills").zh)
        paper = docx.Document(content)
        told = [paragraph.text for paragraph in paper.paragraphs]
        assert _("Key figures of {year}", year=2023) in told
    assert any(wanted in text for text in told)
    assert not visit.log.errors


def test_a_file_to_take_along_opens_its_numbers_without_a_server(
    open_page: Open, sample_server: Server, tmp_path: Path
) -> None:
    _ = words("zh")
    page = open_page(sample_server, "/drills?year=2023", size=NARROW).page
    page.get_by_role("button", name=_("Briefing")).click()
    with page.expect_download() as caught:
        page.get_by_role("button", name=_("One file for phone and screen")).click()
    caught.value.save_as(tmp_path / caught.value.suggested_filename)
    page.goto((tmp_path / caught.value.suggested_filename).as_uri())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert not serious_violations(page)
    assert not sticking_out(page)
    page.evaluate("scrollTo(0, 200)")
    door = page.locator("a.stated").first
    opened = page.locator(door.get_attribute("href") or "")
    door.click()
    expect(opened).to_have_css("position", "fixed")
    opened.get_by_role("link", name=_("Close")).click()
    expect(opened).to_have_css("position", "static")
    assert page.evaluate("scrollY") == 200


def test_slides_state_one_claim_each_and_are_turned_by_keys(
    open_page: Open, sample_server: Server
) -> None:
    _ = words("zh")
    page = open_page(sample_server, "/hazards?year=2023", size=(1920, 1080)).page
    page.keyboard.press("p")
    slides = page.get_by_role("dialog")
    expect(slides.locator("h2:visible")).to_contain_text("管控重大事故隐患")
    count = slides.locator(".slide").count()
    for key, at in (("ArrowRight", 2), (" ", 3), ("PageUp", 2), ("End", count), ("Home", 1)):
        page.keyboard.press(key)
        expect(page, key).to_have_url(re.compile(rf"slide={at}$"))
        assert slides.locator(".slide:visible").count() == 1
    assert slides.evaluate(_SMALLEST_TEXT) >= 28
    page.keyboard.press("s")
    expect(slides.get_by_text(_("Read as")).first).to_be_visible()
    assert not serious_violations(page)
    page.keyboard.press("Escape")
    expect(slides.get_by_text(_("Read as")).first).to_be_hidden()
    page.keyboard.press("Escape")
    expect(slides).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "slide=" not in page.url
