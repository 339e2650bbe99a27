"""Links that hold: a view, a frozen view over a publication and a restore, a figure, a print."""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from metrics.auth import local_editor
from metrics.i18n import words
from metrics.model.observation import Observation
from metrics.store import open_store, publish, restore
from metrics.wording.formatter import Formatter
from tests.browser.conftest import Open
from tests.browser.screen import settled, source_panel
from tests.support.app_pages import page_title
from tests.support.sample import SAMPLE_FOLDER, figure, sample
from tests.support.serving import Server, serving

ZH, EN = words("zh"), words("en")
TRAINING = "/explore?category=training&view=table"


CURRENT = re.compile(
    re.escape(
        ZH("As of version {version} ({day}). These figures are current.", version=1, day="@")
    ).replace("@", ".+")
)
"""What a frozen link to the first version says while its figures hold."""


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server whose store this file may publish to."""
    with serving(SAMPLE_FOLDER) as server:
        yield server


def corrected(row: Observation) -> Observation:
    assert row.value is not None
    return replace(row, value=row.value + Decimal(7), printed="", qualifier="exact")


def test_a_frozen_link_over_a_publication_and_a_restore(
    open_page: Open, own_server: Server
) -> None:
    old = figure(sample(), "解读宣贯", 2024)
    new = corrected(old)
    then, now = (Formatter(sample(), ZH).figure(row) for row in (old, new))
    page = open_page(own_server, TRAINING).page
    page.get_by_role("button", name=ZH("Link"), exact=True).click()
    links = page.get_by_role("dialog").locator("pre code")
    expect(links).to_have_count(3)
    live, frozen = links.nth(0).inner_text(), links.nth(1).inner_text()
    assert live == f"{own_server.url}{TRAINING}" and frozen == f"{live}&version=1"
    path = frozen.removeprefix(own_server.url)

    page = open_page(own_server, path).page
    expect(page.get_by_text(CURRENT)).to_be_visible()

    store = open_store(own_server.store, folder=SAMPLE_FOLDER)
    publish(store, [new], editor=local_editor("张三"), base=1)
    page = open_page(own_server, path).page
    expect(page.locator(".figure-table")).to_contain_text(then)
    expect(page.get_by_role("alert").last).to_contain_text(f"{then}")
    expect(page.get_by_role("alert").last).to_contain_text(f"{now}")
    page.get_by_role("button", name=ZH("Show what is published now")).click()
    expect(page.locator(".figure-table")).to_contain_text(now)
    assert "version" not in page.url

    restore(store, 1, editor=local_editor("张三"))
    store.database.close()
    page = open_page(own_server, path).page
    expect(page.get_by_text(CURRENT)).to_be_visible()


def test_a_figure_s_link_opens_it_with_its_source(open_page: Open, sample_server: Server) -> None:
    row = figure(sample_server.data, "宣贯培训", 2023)
    link = "/explore?metric=outreach-training&year=2023&region=临澜市"
    panel = source_panel(open_page(sample_server, link, language="en").page)
    expect(panel).to_contain_text(row.printed)
    expect(panel).to_contain_text(Formatter(sample_server.data, EN).figure(row))
    assert "metric=outreach-training&year=2023&version=1" in panel.locator("code").last.inner_text()
    # The same names open it on the overview, and a figure that is not there is said.
    panel = source_panel(open_page(sample_server, "/?metric=outreach-training&year=2022").page)
    expect(panel).to_contain_text("2022")
    page = open_page(sample_server, "/?metric=no-such-metric&year=2022").page
    expect(page.get_by_test_id("stToast")).to_contain_text(
        ZH("The address names a figure that is not published")
    )


@pytest.mark.parametrize("path", ["/", "/training", "/explore?category=drills"])
def test_a_page_prints_on_a4_without_the_menu(
    open_page: Open, sample_server: Server, path: str
) -> None:
    # In English: fonts write some Chinese characters as their look-alikes into a PDF.
    bare = path + ("&" if "?" in path else "?") + "print=true"
    page = open_page(sample_server, bare, language="en").page
    assert (
        page.get_by_role("navigation").get_by_role("link", name="Training", exact=True).count() == 0
    )
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    read = unicodedata.normalize("NFKC", " ".join(s.extract_text() for s in printed.pages))
    told = " ".join(read.split())
    assert "Invented sample data: no figure on this page is real" in told
    assert "Back to the page" not in told and "Upload a year" not in told
    assert 1 <= len(printed.pages) <= 6
    assert all(sheet.extract_text().strip() for sheet in printed.pages)
    page.get_by_role("button", name="Back to the page").click()
    expect(
        page.get_by_role("navigation").get_by_role("link", name="Training", exact=True).first
    ).to_be_visible()
    settled(page)
    assert "print" not in page.url


def test_a_page_stands_in_another_without_the_menu(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/explore?view=compare&embed=true&only=chart").page
    assert (
        page.get_by_role("navigation")
        .get_by_role("link", name=page_title("training", ZH), exact=True)
        .count()
        == 0
    )
    assert page.locator(".figure-table, h1").count() == 0
    assert page.locator(".js-plotly-plot").count() == 1
