"""From a report to published figures with their sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import FilePayload, Page, expect

from metrics.extraction.proposals import extract
from metrics.i18n import words
from metrics.model.observation import Observation
from metrics.readers.documents import pasted
from metrics.store import open_store
from metrics.store.evidence import sources_of
from tests.browser.conftest import Open
from tests.browser.publishing import PASSCODE, publish, told
from tests.browser.reading import (
    bring,
    choose_mark,
    counts,
    in_hand,
    mark,
    press,
    press_button,
    sure_ones,
    take_everything,
    visit_extract,
)
from tests.browser.screen import close_panel, settled, source_panel
from tests.browser.test_accessibility import serious_violations
from tests.support.drafts import sample
from tests.support.labelled_reports import INVENTED
from tests.support.reports import REPORT
from tests.support.sample import SAMPLE_FOLDER
from tests.support.serving import Server, serving

ZH = words("zh")


@pytest.fixture
def invented() -> Iterator[Server]:
    """A dashboard with the invented figures that nobody has published to yet."""
    with serving(SAMPLE_FOLDER, METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        yield server


@dataclass
class Desk:
    """The page with the report read and nothing decided, and how it stood then."""

    page: Page
    stood: str = ""

    def stands(self) -> str:
        """Return what the page says and what its fields hold, as one text."""
        said: str = self.page.evaluate(
            """() => location.href + document.querySelector("[data-testid=stMain]")?.innerText
              + [...document.querySelectorAll("input")].map((field) => field.value).join("\\n")"""
        )
        return said


@pytest.fixture(scope="module")
def desks_kept() -> list[Desk]:
    """The desk at which the test before this one sat, if any."""
    return []


@pytest.fixture
def read(open_page: Open, shared_invented: Server, desks_kept: list[Desk]) -> Page:
    """The page with the report read and nothing decided on.

    Whoever leaves it as it was (deciding and undoing it, say) spares the next one the reading.
    """
    if desks_kept and desks_kept[0].stands() == desks_kept[0].stood:
        return desks_kept[0].page
    desks_kept.clear()
    desk = Desk(visit_extract(open_page, shared_invented).page)
    bring(desk.page, REPORT.encode())
    desk.stood = desk.stands()
    desks_kept.append(desk)
    return desk.page


def published(server: Server) -> tuple[Observation, ...]:
    store = open_store(server.store)
    try:
        return store.current()
    finally:
        store.database.close()


def of_2025(server: Server) -> dict[str, Observation]:
    return {row.metric: row for row in published(server) if row.year == 2025}


def test_every_numeral_is_marked_with_its_reason(read: Page) -> None:
    page = read
    found = extract(pasted(REPORT), sample())
    marks = page.locator(".report-mark")
    assert marks.count() == len(found.proposals) + len(found.rejected)
    ordered = sorted(
        [(p.figure.start, p.figure.printed) for p in found.proposals]
        + [(r.start, r.printed) for r in found.rejected]
    )
    assert marks.all_inner_texts() == [printed for _start, printed in ordered]
    reasons = marks.evaluate_all("(marks) => marks.map((mark) => mark.title)")
    assert all(reason.strip() for reason in reasons)
    by_start = dict(zip([start for start, _printed in ordered], reasons, strict=True))
    for proposal in found.proposals:
        said = by_start[proposal.figure.start]
        assert proposal.row.metric in said and ZH.say(proposal.why) in said
    assert counts(page) == (0, 0, len(found.proposals))


def test_the_doubtful_one_is_first_with_its_sentence(read: Page) -> None:
    page = read
    first = extract(pasted(REPORT), sample()).proposals[0]
    assert in_hand(page) == first.figure.printed == "4630项"
    for contradiction in first.contradictions:
        expect(
            page.get_by_role("alert").filter(has_text=ZH.say(contradiction.text))
        ).to_be_visible()
    expect(page.locator("blockquote").first).to_have_text(first.sentence)
    expect(page.get_by_label(ZH("Value"))).to_have_value("4630")
    expect(page.get_by_label(ZH("Unit"))).to_have_value("项")
    expect(page.get_by_label(ZH("Sub-category"))).to_have_value(first.row.subcategory)
    metric = page.get_by_role("combobox", name=ZH("Metric"))
    assert first.row.metric in (metric.get_attribute("aria-label") or "") + metric.input_value()


def test_one_key_decides_and_undo_goes_back(read: Page) -> None:
    page = read
    every = counts(page)[2]
    first = in_hand(page)
    press(page, "a")
    assert counts(page) == (1, 0, every - 1)
    expect(mark(page, first)).to_have_class(re.compile("report-taken"))
    second = in_hand(page)
    press(page, "s")
    assert counts(page) == (1, 1, every - 2)
    expect(mark(page, second)).to_have_class(re.compile("report-skipped"))
    third = in_hand(page)
    press(page, "l")
    assert in_hand(page) != third and counts(page) == (1, 1, every - 2)
    press(page, "z")
    assert in_hand(page) == second and counts(page) == (1, 0, every - 1)
    press(page, "z")
    assert in_hand(page) == first and counts(page) == (0, 0, every)


def test_keys_decide_nothing_while_one_writes(read: Page) -> None:
    page = read
    before = (in_hand(page), counts(page))
    field = page.get_by_label(ZH("Unit"))
    field.click()
    field.press_sequentially("aslz")
    expect(field).to_have_value("项aslz")
    page.wait_for_timeout(400)
    settled(page, drawn=False)
    assert (in_hand(page), counts(page)) == before
    field.fill("项")
    field.press("Tab")
    settled(page, drawn=False)


def test_a_numeral_that_is_no_figure_says_why_when_pressed(read: Page) -> None:
    page = read
    chosen = in_hand(page)
    year = page.locator(".report-rejected").first
    reason = year.get_attribute("title") or ""
    year.click()
    expect(page.get_by_test_id("stToast").filter(has_text=reason)).to_be_visible()
    assert in_hand(page) == chosen


def test_a_value_that_is_no_number_is_refused(read: Page) -> None:
    page = read
    before = counts(page)
    page.get_by_label(ZH("Value")).fill("许多")
    page.get_by_label(ZH("Value")).press("Tab")
    settled(page, drawn=False)
    told(page).get_by_role("button", name=ZH("Take")).first.click()
    expect(
        page.get_by_role("alert").filter(has_text=ZH("The value is not a plain number"))
    ).to_be_visible()
    assert counts(page) == before


def test_a_value_that_the_report_does_not_print_needs_a_reason(read: Page) -> None:
    choose_mark(read, "4630项")
    before = counts(read)
    read.get_by_label(ZH("Value")).fill("4360")
    read.get_by_label(ZH("Value")).press("Tab")
    settled(read, drawn=False)
    told(read).get_by_role("button", name=ZH("Take")).first.click()
    expect(read.get_by_text(ZH("The value differs from the report on purpose"))).to_be_visible()
    expect(read.get_by_label(ZH("Why it differs"))).to_be_visible()
    assert counts(read) == before


def test_a_report_is_read_decided_published_and_shows_its_sentences(
    open_page: Open, invented: Server
) -> None:
    """The whole way, a new name given on it; read again, the same wording is known for certain."""
    visit = visit_extract(open_page, invented)
    page = visit.page
    bring(page, REPORT.encode())
    choose_mark(page, "26架")
    name = page.get_by_role("combobox", name=ZH("Metric"))
    name.fill("新增消防无人机")
    page.keyboard.press("Enter")
    settled(page, drawn=False)
    told(page).get_by_role("button", name=ZH("Take")).first.click()
    expect(mark(page, "26架")).to_have_class(re.compile("report-taken"))
    settled(page, drawn=False)
    take_everything(page)
    assert counts(page)[2] == 0
    expect(told(page)).to_contain_text(ZH("Every figure is decided on."))
    expect(told(page)).to_contain_text("新增消防无人机")
    publish(page)
    rows = of_2025(invented)
    assert rows["新增消防无人机"].printed == "26架" and "新购消防无人机" not in rows
    assert str(rows["各级各部门演练"].value) == "8956"
    assert not visit.log.errors and visit.log.hosts == {invented.url.removeprefix("http://")}

    page.goto(invented.url + "/drills?view=table")
    settled(page)
    page.locator(".figure-link").get_by_text("8,956次", exact=True).click()
    panel = source_panel(page)
    sentence = "全市各级各部门开展应急演练8956次"
    expect(panel.locator("blockquote")).to_contain_text(sentence)
    expect(panel.locator("blockquote").get_by_text("8956次", exact=True)).to_be_visible()
    panel.get_by_text(ZH("In the report")).click()
    expect(panel.locator(".source-text mark")).to_have_text("8956次")
    expect(panel.locator(".source-text")).to_contain_text(REPORT.splitlines()[0])
    assert not serious_violations(page)

    again = visit_extract(open_page, invented).page
    bring(again, REPORT.encode())
    assert "新增消防无人机" in (mark(again, "26架").get_attribute("title") or "")
    choose_mark(again, "26架")
    known = extract(pasted(REPORT), sample()).proposals
    assert [p.how for p in known if p.figure.printed == "26架"] == ["new"]
    said = words("zh")("“{name}” is known as a name of it", name="新购消防无人机")
    expect(told(again)).to_contain_text(said)


def test_two_figures_for_one_metric_are_told_before_publishing(read: Page) -> None:
    page = read
    choose_mark(page, "12次")
    press(page, "a")
    take_everything(page)
    warned = page.get_by_role("alert").filter(has_text="市级应急演练")
    expect(warned).to_contain_text("9次")
    expect(warned).to_contain_text("12次")
    expect(page.get_by_role("button", name=re.compile("发布为"))).to_be_disabled()
    choose_mark(page, "12次")
    press(page, "s")
    expect(warned).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("发布为"))).to_be_enabled()


def test_pasted_text_without_a_year_asks_for_one(open_page: Open, shared_invented: Server) -> None:
    page = visit_extract(open_page, shared_invented).page
    page.get_by_label(ZH("Or paste its text")).fill("全市开展应急演练9146次,组织市级应急演练9次。")
    page.get_by_role("button", name=ZH("Read the text")).click()
    expect(told(page)).to_contain_text(ZH("The report does not say which year it is about"))
    page.get_by_role("button", name=ZH("Read for this year")).click()
    expect(page.locator(".report")).to_contain_text("9146次")
    settled(page, drawn=False)
    expect(told(page)).to_contain_text("2025")
    assert counts(page)[2] == 2


# The two pages read a file with the same function; the other one shows that it tells, too.
@pytest.mark.parametrize(
    ("path", "name", "content"),
    [
        ("/proofread", "图片.docx", b"\x89PNG\r\n\x1a\n" + bytes(300)),
        ("/extract", "坏的.pdf", b"%PDF-1.7\nnothing"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(
    open_page: Open, shared_invented: Server, path: str, name: str, content: bytes
) -> None:
    if path == "/extract":
        visit = visit_extract(open_page, shared_invented)
    else:
        visit = open_page(shared_invented, path, drawn=False)
    heading = ZH("{name} is not taken here; nothing of it is kept", name=name)
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    visit.page.locator("input[type=file]").set_input_files(file)
    expect(told(visit.page)).to_contain_text(heading)
    settled(visit.page, drawn=False)
    assert visit.page.locator(".report").count() == 0
    said = told(visit.page).inner_text()
    assert "Traceback" not in said
    problem = visit.page.get_by_test_id("stAlertContentError")
    assert len(problem.inner_text()) > 10
    assert not visit.log.errors


def test_a_labelled_report_becomes_the_published_figures_again(open_page: Open) -> None:
    """Attached to the year that is published, it gives every figure its sentence."""
    report = INVENTED
    with serving(report.folder, METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        page = visit_extract(open_page, server).page
        before = published(server)
        # A figure without its sentence leads an editor back here.
        page.get_by_role("link", name=ZH("Overview")).first.click()
        page.locator("button.figure-first").first.click()
        source_panel(page).get_by_role("link", name=ZH("Attach the report")).click()
        expect(page.get_by_role("heading", name=ZH("Read a report"))).to_be_visible()
        bring(page, report.path.read_bytes(), report.path.name)
        press_button(page, page.get_by_role("button", name=sure_ones()))
        while in_hand(page):
            press(page, "s")
        assert counts(page)[0] == len(report.read_rows) == len(before) - len(report.missed)
        expect(told(page)).to_contain_text(
            ZH("Publishing would change nothing: all of this is published already.")
        )
        page.get_by_role("button", name=ZH("Give the published figures their sentences")).click()
        expect(page.get_by_role("status").filter(
            has_text=ZH("The published figures now show their sentences.")
        )).to_be_visible()  # fmt: skip
        assert published(server) == before
        store = open_store(server.store)
        sources = sources_of(store)
        store.database.close()
        assert set(sources) == {row.key for row in report.read_rows}
        page.goto(server.url + "/drills?view=table")
        settled(page)
        for row in before:
            if (row.category, row.unit) == ("drills", "次"):
                page.locator(".figure-link").get_by_text(f"{row.value:,}次", exact=True).click()
                panel = source_panel(page)
                expect(panel.locator("blockquote")).to_have_text(sources[row.key].sentence)
                panel.get_by_text(ZH("In the report"), exact=True).click()
                expect(panel.locator(".source-text mark")).to_have_text(row.printed)
                close_panel(page)
