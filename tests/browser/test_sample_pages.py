"""Five invented years: what the panel, the panels of a category and their texts say."""

import re

import pytest
from playwright.sync_api import expect

from metrics.i18n import LANGUAGES, words
from metrics.model.series import series_of
from tests.browser.conftest import Open
from tests.browser.screen import PANELS, source_panel
from tests.support.serving import Server


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_panel_and_the_citations_say_it_too(
    open_page: Open, sample_server: Server, language: str
) -> None:
    page = open_page(sample_server, "/", language=language).page
    page.locator("button.figure-first").first.click()
    panel = source_panel(page)
    expect(panel.get_by_text(words(language)("Invented sample"), exact=True)).to_be_visible()
    chinese, english, _link = panel.locator("code").all_inner_texts()
    assert "虚构示例" in chinese and "invented sample" in english


def test_panels_of_different_forms_and_a_table_of_every_metric(
    open_page: Open, sample_server: Server
) -> None:
    data = sample_server.data
    page = open_page(sample_server, "/hazards").page
    assert page.locator(".js-plotly-plot").count() == PANELS
    said: list[str] = page.get_by_role("figure").evaluate_all(
        "(pictures) => pictures.map((picture) => picture.getAttribute('aria-label'))"
    )
    told = [text for text in said if "逐年" in (text or "")]
    assert len(told) == PANELS - 1, "and one of the districts"
    assert all(str(year) in text for text in told for year in data.years)
    names = page.locator(".figure-table tbody th").all_inner_texts()
    assert names == [one.metric.zh for one in series_of(data, "hazards")]
    page.locator(".figure-table").get_by_role("link", name="隐患整改率", exact=True).click()
    expect(page.locator("h1")).to_have_text("隐患整改率")
    expect(page).to_have_url(re.compile(r"/metric\?metric=hazard-correction-rate"))


def test_texts_of_charts_follow_the_system_from_light_to_dark(
    open_page: Open, sample_server: Server
) -> None:
    page = open_page(sample_server, "/equipment").page
    of_page = "getComputedStyle(document.querySelector('h1')).color"
    all_follow = f"""(before) => {of_page} !== before
      && [...document.querySelectorAll(":is(.bartext, .xtick text, .annotation text)")]
        .every((text) => getComputedStyle(text).fill === {of_page})"""
    page.wait_for_function(all_follow, arg="")
    assert page.locator(".bartext").count() > 0
    for scheme in ("dark", "light"):
        before = page.evaluate(of_page)
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(all_follow, arg=before)
