"""A draft's errors are caught, its text stays text; both reading pages fit, and bar nobody."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import docx
import pytest
from playwright.sync_api import Page, expect

from metrics.language import LANGUAGES, words
from metrics.observation import from_table
from tests.browser.conftest import NARROW, WIDE, Open, Visit
from tests.browser.publishing import PASSCODE, told
from tests.browser.reading import (
    bring,
    in_hand,
    none_of_table,
    press,
    press_button,
    sure_ones,
    take_everything,
    visit_extract,
)
from tests.browser.screen import settled, source_panel, sticking_out, texts
from tests.browser.test_accessibility import SCHEMES, serious_violations
from tests.browser.test_every_page import ALLOWED_IN_CHINESE, CJK, LATIN
from tests.drafts import sample
from tests.reports import REPORT
from tests.sample import SAMPLE_FOLDER
from tests.serving import Server, serving

ZH = words("zh")
HOSTILE = '<img src="https://example.invalid/x.png" onerror="alert(1)">'
SPEECH = f"""临澜市2024年应急管理工作汇报
2024年,全市各级各部门开展应急演练超过8300次,市级组织应急演练9次。培训人员约118万人次。
管控重大事故隐患4453项,挂牌督办重大隐患78项。出动无人机35架次。{HOSTILE}
"""


@pytest.fixture(scope="module")
def shared_invented() -> Iterator[Server]:
    """A dashboard with the invented figures, for tests that publish nothing."""
    with serving(SAMPLE_FOLDER, METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        yield server


def proofread_page(open_page: Open, server: Server, text: str = SPEECH, **reader: object) -> Visit:
    _ = words(str(reader.get("language", "zh")))
    visit: Visit = open_page(server, "/proofread", drawn=False, **reader)
    visit.page.get_by_label(_("Or paste its text")).fill(text)
    visit.page.get_by_test_id("stMain").get_by_role("button", name=_("Proofread")).click()
    expect(visit.page.locator(".report")).to_be_visible()
    settled(visit.page, drawn=False)
    return visit


def test_a_wrong_figure_is_caught_and_the_others_are_told(
    open_page: Open, shared_invented: Server
) -> None:
    page = proofread_page(open_page, shared_invented).page
    outcomes = {
        "78项": "doubtful", "35架次": "skipped", "超过8300次": "proposed",
        "约118万人次": "proposed", "9次": "taken", "4453项": "taken",
    }  # fmt: skip
    assert set(page.locator(".report-mark").all_inner_texts()) == set(outcomes)
    for printed, state in outcomes.items():
        expect(page.locator(".report-mark").get_by_text(printed, exact=True)).to_have_class(
            re.compile(f"report-{state}")
        )
    expect(told(page)).to_contain_text(ZH("Write: {figure}", figure="87项"))
    source = page.get_by_role("button", name=re.compile("挂牌督办重大事故隐患"))
    source.first.click()
    expect(source_panel(page)).to_contain_text("87项")


def test_a_hostile_draft_is_shown_as_text(open_page: Open, shared_invented: Server) -> None:
    visit = proofread_page(open_page, shared_invented)
    expect(visit.page.locator(".report")).to_contain_text(HOSTILE)
    assert visit.page.locator(".report img, .report script").count() == 0
    assert visit.log.hosts == {shared_invented.url.removeprefix("http://")}
    assert not visit.log.errors


def test_marked_copies_open(open_page: Open, shared_invented: Server) -> None:
    page = proofread_page(open_page, shared_invented).page
    copies = {}
    for name in (ZH("Marked copy (Word)"), ZH("Marked copy (web page)")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        copies[name] = download.value.path().read_bytes()
    word, html = copies.values()
    said = "\n".join(p.text for p in docx.Document(io.BytesIO(word)).paragraphs)
    assert HOSTILE in said and "78项" in said
    markup = html.decode()
    assert "<script" not in markup and "<img" not in markup and "&lt;img" in markup
    assert "78项" in markup


def seen_in_one_language(page: Page, language: str, allowed: str) -> dict[str, set[str]]:
    """Return texts of the page in another language, but for what the report itself says."""
    if language == "zh":
        known = (
            ALLOWED_IN_CHINESE
            | set(LATIN.findall(HOSTILE))
            | {"Word", "PDF", "TXT", "HTML", "DOCX", "MB", "A", "S", "L", "Z"}
        )
        foreign = {text: set(LATIN.findall(text)) - known for text in texts(page)}
    else:
        foreign = {text: {c for c in CJK.findall(text) if c not in allowed} for text in texts(page)}
    return {text: found for text, found in foreign.items() if found}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_pages_fit_and_speak_one_language(
    open_page: Open, shared_invented: Server, language: str, size: tuple[int, int]
) -> None:
    data = sample()
    allowed = REPORT + SPEECH + "中文李四" + "".join(
        f"{row.metric}{row.subcategory}{row.printed}{row.unit}{row.region}"
        for row in from_table(data.table)
    ) + "".join(metric.zh for metric in data.catalogue.metrics)  # fmt: skip
    visit = visit_extract(open_page, shared_invented, language=language, size=size)
    page = visit.page
    bring(page, REPORT.encode(), "report.txt")
    assert not sticking_out(page)
    assert seen_in_one_language(page, language, allowed) == {}
    if size == NARROW:
        queue, text = page.locator("blockquote").first, page.locator(".report")
        assert queue.bounding_box()["y"] < text.bounding_box()["y"]  # type: ignore[index]
    press_button(page, page.get_by_role("button", name=sure_ones(language)))
    press_button(page, page.get_by_role("button", name=none_of_table(language)))
    while in_hand(page):
        press(page, "a")
    assert not sticking_out(page)
    assert seen_in_one_language(page, language, allowed) == {}
    assert not visit.log.errors
    visit = proofread_page(open_page, shared_invented, language=language, size=size)
    assert not sticking_out(visit.page)
    assert seen_in_one_language(visit.page, language, allowed) == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_neither_page_has_a_serious_barrier(
    open_page: Open, shared_invented: Server, scheme: str, size: tuple[int, int]
) -> None:
    page = visit_extract(open_page, shared_invented, scheme=scheme, size=size).page
    assert not serious_violations(page)
    bring(page, REPORT.encode())
    assert not serious_violations(page)
    take_everything(page)
    assert not serious_violations(page)
    page = proofread_page(open_page, shared_invented, scheme=scheme, size=size).page
    assert not serious_violations(page)
