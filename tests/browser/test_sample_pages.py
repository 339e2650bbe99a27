"""Five invented years: every page, picture and citation says that they are invented."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from metrics.i18n import LANGUAGES, words
from metrics.model.series import series_of
from tests.browser.conftest import NARROW, WIDE, Open
from tests.browser.screen import PAGES, source_panel, sticking_out
from tests.support.serving import Server


@pytest.mark.parametrize(("language", "size"), [("zh", NARROW), ("en", WIDE)])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_that_its_figures_are_invented(
    open_page: Open, sample_server: Server, name: str, language: str, size: tuple[int, int]
) -> None:
    _ = words(language)
    visit = open_page(sample_server, f"/{name}", language=language, size=size)
    page = visit.page
    expect(page.locator("h1")).to_have_text(_(PAGES[name], year=sample_server.data.years[-1]))
    notice = _("Invented sample data: no figure on this page is real")
    expect(page.get_by_text(notice)).to_be_in_viewport()
    charts = page.locator(".js-plotly-plot")
    marks = charts.locator(".annotation").filter(has_text=_("Invented sample"))
    assert marks.count() == charts.count()
    assert not sticking_out(page)
    assert not visit.log.errors


@pytest.mark.parametrize("path", ["/training?view=groups", "/others?view=table"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_other_views_fit_too(
    open_page: Open, sample_server: Server, path: str, size: tuple[int, int]
) -> None:
    visit = open_page(sample_server, path, language="en", size=size)
    assert not sticking_out(visit.page)
    assert not visit.log.errors


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


def test_a_panel_a_metric_and_none_is_empty(open_page: Open, sample_server: Server) -> None:
    data = sample_server.data
    page = open_page(sample_server, "/hazards").page
    charts = page.locator(".js-plotly-plot")
    assert charts.count() == len(series_of(data, "hazards"))
    said: list[str] = page.get_by_role("figure").evaluate_all(
        "(pictures) => pictures.map((picture) => picture.getAttribute('aria-label'))"
    )
    for one in series_of(data, "hazards"):
        told = [text for text in said if f"{one.metric.zh}逐年" in (text or "")]
        assert len(told) == 1 and all(str(year) in told[0] for year in data.years)


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
