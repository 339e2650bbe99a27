"""The analyst's page: filters, table, charts to choose in, files to take along, paper."""

import io
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from metrics.analysis.selection import Selection, read_filters, select
from metrics.i18n import words
from metrics.model.vocabulary import name_in
from metrics.wording.formatter import Formatter
from tests.browser.conftest import NARROW, Open
from tests.browser.layout_faults import layout_faults
from tests.browser.screen import choose, settled, texts
from tests.browser.test_accessibility import serious_violations
from tests.browser.test_every_page import ALLOWED_IN_CHINESE, LATIN
from tests.support.serving import Server

ZH = words("zh")
LINES = ".figure-table tbody tr"
FORMS = {
    "CSV": "Opens in Excel, and can be uploaded here again.",
    "XLSX": "A workbook; its second sheet has filters, definitions and sources.",
    "ZIP": "The data as CSV, the catalogue of metrics, and a README.",
}
"""The kinds of files that are tried, and what the dialog says of each."""
VIEWS = ("years", "compare", "index", "change", "regions", "table")


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def names(page: Page) -> list[str]:
    """The metrics of the table, from the first line down."""
    return page.locator(f"{LINES} th").all_inner_texts()


def chosen_by(server: Server, page: Page) -> Selection:
    """What the library selects for the filters in the page's address."""
    asked = {name: values for name, values in query(page).items() if name in ("category", "from")}
    return select(server.data, read_filters(asked, server.data))


def test_filters_make_an_address_and_the_address_makes_the_table(
    open_page: Open, sample_server: Server
) -> None:
    page = open_page(sample_server, "/explore?view=table").page
    page.get_by_role("button", name=ZH("Category")).first.click()
    for key in ("training", "drills"):
        named = name_in(sample_server.data.vocabulary.category(key), "zh")
        option = page.get_by_role("button", name=re.compile(re.escape(named) + r" \(\d+\)"))
        option.click()
        expect(page).to_have_url(re.compile(f"category={key}"))
        settled(page)
        expect(option).to_be_visible()
    assert query(page)["category"] == ["training", "drills"]
    expected = [name_in(one.metric, "zh") for one in chosen_by(sample_server, page).series]
    assert names(page) == expected
    shown = page.locator(".figure-table").inner_text()
    for row in chosen_by(sample_server, page).rows():
        if row.value is not None:
            assert Formatter(sample_server.data, ZH).figure(row) in shown
    again = open_page(sample_server, page.url.removeprefix(sample_server.url)).page
    assert names(again) == expected
    again.get_by_role("button", name=ZH("Reset")).click()
    settled(again)
    again.get_by_role("button", name=ZH("Change")).first.click()
    again.get_by_role("button", name=re.compile(ZH("rose"))).first.click()
    expect(again).to_have_url(re.compile("change=up"))
    settled(again)
    assert "category" not in query(again), "what was taken back stays so"


def test_the_order_of_the_table_is_in_the_address(open_page: Open, sample_server: Server) -> None:
    page = open_page(sample_server, "/explore?view=table&category=training").page
    given = names(page)
    page.get_by_role("button", name="2024", exact=True).click()
    expect(page).to_have_url(re.compile("sort=-2024"))
    settled(page)
    figures = {
        name_in(one.metric, "zh") + one.region: one.at(2024)
        for one in chosen_by(sample_server, page).series
    }
    values = [row.value for row in figures.values() if row is not None and row.value is not None]
    first = next(one for one, row in figures.items() if row and row.value == max(values))
    assert first.startswith(names(page)[0])
    expect(page.get_by_role("button", name="2024", exact=True)).to_be_focused()

    search = page.get_by_placeholder(ZH("Search in the table"))
    search.fill("实操")
    expect(page.locator(LINES)).to_have_count(1)
    assert "find" not in query(page)
    search.press("Enter")
    expect(page).to_have_url(re.compile("find="))
    page.reload()
    settled(page)
    expect(page.locator(f"{LINES} th")).to_have_text(["实操培训"])
    assert query(page)["sort"] == ["-2024"]
    for _step in range(2):
        page.go_back()
        settled(page)
    expect(search).to_have_value("")
    expect(page.locator(f"{LINES} th")).to_have_text(given)
    assert "sort" not in query(page)


def test_what_is_chosen_in_a_chart_is_what_the_table_shows(
    open_page: Open, sample_server: Server
) -> None:
    page = open_page(sample_server, "/explore?view=compare&category=training").page
    before = page.locator(LINES).count()
    keys = page.locator(".chart-keys").first
    keys.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(LINES)).to_have_count(1)
    settled(page)
    told = ZH.n("{n} figure chosen in the chart", "{n} figures chosen in the chart", 1)
    expect(page.get_by_text(told)).to_be_visible()
    assert page.locator(f"{LINES} .figure-link").count() == 1
    assert len(query(page)["pick"]) == 1, "a link shows the same"
    page.reload()
    settled(page)
    expect(page.locator(LINES)).to_have_count(1)
    page.get_by_role("button", name=ZH("Clear the choice")).click()
    expect(page.locator(LINES)).to_have_count(before)
    assert "pick" not in query(page)


def test_files_hold_what_the_page_shows(
    open_page: Open, sample_server: Server, tmp_path: Path
) -> None:
    page = open_page(sample_server, "/explore?category=drills&from=2022").page
    expected = [
        (row.year, row.region, row.metric, None if row.value is None else float(row.value))
        for row in chosen_by(sample_server, page).rows()
    ]
    page.get_by_role("button", name=ZH("Download data"), exact=True).click()
    dialog = page.get_by_role("dialog")
    files: dict[str, Path] = {}
    for form, good_for in FORMS.items():
        dialog.get_by_text(form, exact=True).click()
        expect(dialog.get_by_text(ZH(good_for))).to_be_visible()
        settled(page, drawn=False)
        with page.expect_download() as waiting:
            dialog.get_by_test_id("stDownloadButton").get_by_role("button").click()
        files[form] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[form])
    with zipfile.ZipFile(files["ZIP"]) as packed:
        zipped = packed.read("data.csv")
    assert zipped == files["CSV"].read_bytes()
    table = pd.read_csv(io.BytesIO(zipped), encoding="utf-8-sig")
    columns = ["year", "region", "metric", "value"]
    in_csv = table[columns].astype(object).where(table[columns].notna(), None)
    assert [*in_csv.itertuples(index=False, name=None)] == expected
    sheet = openpyxl.load_workbook(files["XLSX"]).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[1], row[4], row[5]) for row in rows] == expected


def test_every_view_fits_and_has_no_barrier(open_page: Open, sample_server: Server) -> None:
    """The widest of the views at the narrowest size; `test_every_page` looks at the others."""
    _ = words("zh")
    visit = open_page(sample_server, "/explore?category=training", size=NARROW, scheme="dark")
    named = ("Small charts", "Compare", "Index", "Changes", "Regions", "Table")
    for view, name in zip(VIEWS, named, strict=True):
        choose(visit.page, _("View"), _(name))
        if view != VIEWS[0]:
            expect(visit.page).to_have_url(re.compile(f"view={view}"))
        settled(visit.page)
        assert not layout_faults(visit.page)
        foreign = {w for t in texts(visit.page) for w in LATIN.findall(t)}
        assert foreign <= ALLOWED_IN_CHINESE
    assert not serious_violations(visit.page)
    assert not visit.log.errors


def test_a_dark_page_is_printed_dark_on_light(open_page: Open, sample_server: Server) -> None:
    path = "/explore?view=table&category=training&print=true"
    page = open_page(sample_server, path, language="en", scheme="dark").page
    page.wait_for_url(re.compile("light_theme"))
    settled(page)
    colour = page.locator("h1").evaluate("(title) => getComputedStyle(title).color")
    assert max(map(int, re.findall(r"\d+", colour)[:3])) < 100
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    told = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert all(str(year) in told for year in sample_server.data.years)
    page.set_viewport_size({"width": 703, "height": 1030})  # A4 without its margins
    page.emulate_media(media="print")
    assert page.locator(".figure-table").evaluate("(t) => t.scrollWidth - t.clientWidth") <= 1
    page.emulate_media(media="null")  # else other pages of this tab print as they look
    page.get_by_role("button", name="Back to the page").click()
    expect(page).not_to_have_url(re.compile("print|light_theme"))
    settled(page)
    assert query(page) == {"view": ["table"], "category": ["training"]}


@pytest.mark.parametrize("name", ["sources", "history"])
def test_sources_and_history_are_printed_too(
    open_page: Open, sample_server: Server, name: str
) -> None:
    page = open_page(sample_server, f"/{name}", language="en").page
    page.get_by_role("button", name="Print view").click()
    expect(page.get_by_role("button", name="Back to the page")).to_be_visible()
    settled(page, drawn=False)
    assert "print=true" in page.url
    assert (
        page.get_by_role("navigation").get_by_role("link", name="Training", exact=True).count() == 0
    )


def test_charts_in_another_page_name_their_source(open_page: Open, sample_server: Server) -> None:
    path = "/explore?view=compare&category=training&embed=true&only=chart"
    page = open_page(sample_server, path, language="en").page
    edition = sample_server.data.editions[sample_server.data.years[-1]]
    expect(page.get_by_text("Source: reports of")).to_contain_text(edition.issuer_en)


def test_going_back_leads_to_the_filters_in_the_reader_s_language(
    open_page: Open, sample_server: Server
) -> None:
    path = "/explore?view=table&category=training&lang=en"
    page = open_page(sample_server, path).page
    page.get_by_role("navigation").get_by_role("link", name="Drills", exact=True).click()
    expect(page).to_have_url(re.compile("/drills.*lang=en"))
    settled(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Explore the data")
    settled(page)
    expect(
        page.get_by_role("navigation").get_by_role("link", name="Drills", exact=True)
    ).to_be_visible()
    assert page.url == sample_server.url + path
