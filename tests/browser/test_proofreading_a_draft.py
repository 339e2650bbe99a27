"""A draft's errors are caught, its text stays text; both reading pages fit, and bar nobody."""

import io
import re
from typing import Any

import docx
import pytest
from playwright.sync_api import Page, expect

from metrics.i18n import words
from metrics.model.observation import from_table
from tests.browser.conftest import NARROW, Open, Visit
from tests.browser.layout_faults import layout_faults
from tests.browser.publishing import told
from tests.browser.reading import bring, take_everything, visit_extract
from tests.browser.screen import close_panel, settled, source_panel, texts
from tests.browser.test_accessibility import serious_violations
from tests.browser.test_every_page import ALLOWED_IN_CHINESE, CJK, LATIN
from tests.support.drafts import sample
from tests.support.reports import REPORT
from tests.support.serving import Server

ZH = words("zh")
HOSTILE = '<img src="https://example.invalid/x.png" onerror="alert(1)">'
SPEECH = f"""临澜市2024年应急管理工作汇报
2024年,全市各级各部门开展应急演练超过8300次,市级组织应急演练9次。培训人员约118万人次。
管控重大事故隐患4453项,挂牌督办重大隐患78项。出动无人机35架次。{HOSTILE}
"""


# Every language, and every scheme, at both sizes.
ASPECTS = (("en", NARROW, "light"),)


def proofread_page(open_page: Open, server: Server, text: str = SPEECH, **reader: object) -> Visit:
    _ = words(str(reader.get("language", "zh")))
    visit: Visit = open_page(server, "/proofread", drawn=False, **reader)
    visit.page.get_by_label(_("Or paste its text")).fill(text)
    visit.page.get_by_test_id("stMain").get_by_role("button", name=_("Proofread")).click()
    expect(visit.page.locator(".report")).to_be_visible()
    settled(visit.page, drawn=False)
    return visit


@pytest.fixture(scope="module")
def proofread(open_page: Open, shared_invented: Server) -> Visit:
    """The draft with its figures marked; tests that ask for it leave it as it is."""
    return proofread_page(open_page, shared_invented)


def test_a_wrong_figure_is_caught_and_the_others_are_told(proofread: Visit) -> None:
    page = proofread.page
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
    close_panel(page)


def test_a_hostile_draft_is_shown_as_text(proofread: Visit) -> None:
    expect(proofread.page.locator(".report")).to_contain_text(HOSTILE)
    assert proofread.page.locator(".report img, .report script").count() == 0
    assert proofread.log.hosts == {proofread.server.url.removeprefix("http://")}
    assert not proofread.log.errors


def test_marked_copies_open(proofread: Visit) -> None:
    page = proofread.page
    copies = {}
    for name in (ZH("Marked copy (Word)"), ZH("Marked copy (web page)")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        copies[name] = download.value.path().read_bytes()
    word, html = copies.values()
    copy = docx.Document(io.BytesIO(word))
    assert HOSTILE in "\n".join(paragraph.text for paragraph in copy.paragraphs)
    assert any("87项" in comment.text for comment in copy.comments)
    markup = html.decode()
    assert "<script" not in markup and "<img" not in markup and "&lt;img" in markup
    assert "78项" in markup


def test_marks_and_cards_lead_to_each_other_and_the_verdicts_are_filtered(
    open_page: Open, shared_invented: Server
) -> None:
    page = proofread_page(open_page, shared_invented).page
    main = page.get_by_test_id("stMain")
    expect(main.get_by_role("button", name=ZH("Show in the text"))).to_have_count(2)
    page.locator(".report-mark").get_by_text("9次", exact=True).click()
    expect(page.locator(".st-key-draft_chosen")).to_contain_text("9次")
    main.get_by_role("button", name=ZH("Show in the text")).first.click()
    expect(page.locator(".report-current")).to_have_text("78项")
    main.get_by_role("button", name=ZH("Close")).click()
    expect(page.locator(".st-key-draft_chosen")).to_have_count(0)
    main.get_by_role("button", name=re.compile(f"^{ZH('supported')} 2$")).click()
    expect(main.get_by_role("button", name=ZH("Show in the text"))).to_have_count(4)


def test_an_empty_draft_is_told_what_to_do(open_page: Open, shared_invented: Server) -> None:
    page = open_page(shared_invented, "/proofread", drawn=False).page
    page.get_by_test_id("stMain").get_by_role("button", name=ZH("Proofread")).click()
    told_what = ZH("Drop a file first, or paste the text of the draft, then press “Proofread”.")
    expect(page.get_by_text(told_what)).to_be_visible()


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


@pytest.mark.parametrize(
    ("language", "size", "scheme"), ASPECTS, ids=[f"{a}-{b[0]}-{c}" for a, b, c in ASPECTS]
)
def test_both_pages_fit_speak_one_language_and_bar_nobody(
    open_page: Open, shared_invented: Server, language: str, size: tuple[int, int], scheme: str
) -> None:
    data = sample()
    allowed = REPORT + SPEECH + "中文李四" + "".join(
        f"{row.metric}{row.subcategory}{row.printed}{row.unit}{row.region}"
        for row in from_table(data.table)
    ) + "".join(metric.zh for metric in data.catalogue.metrics)  # fmt: skip

    def assert_it_reads_well(page: Page) -> None:
        assert not layout_faults(page)
        assert seen_in_one_language(page, language, allowed) == {}
        assert not serious_violations(page)

    aspect: dict[str, Any] = {"language": language, "size": size, "scheme": scheme}
    visit = visit_extract(open_page, shared_invented, **aspect)
    page = visit.page
    assert not serious_violations(page)
    bring(page, REPORT.encode(), "report.txt")
    assert_it_reads_well(page)
    if size == NARROW:
        queue, text = page.locator("blockquote").first, page.locator(".report")
        assert queue.bounding_box()["y"] < text.bounding_box()["y"]  # type: ignore[index]
    take_everything(page, language)
    assert_it_reads_well(page)
    assert not visit.log.errors
    assert_it_reads_well(proofread_page(open_page, shared_invented, **aspect).page)
