"""From a report to published figures with their sentences, and from a draft to its errors."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import docx
import pytest
from playwright.sync_api import Page, expect

from metrics.documents import pasted
from metrics.extraction import extract
from metrics.figure_sources import sources_of
from metrics.language import LANGUAGES, words
from metrics.observation import Observation, from_table
from metrics.store import open_store
from tests.browser.conftest import NARROW, WIDE, Open, Visit
from tests.browser.publishing import PASSCODE, publish, sign_in, told
from tests.browser.reading import (
    bring,
    choose_mark,
    counts,
    in_hand,
    mark,
    press,
    press_button,
)
from tests.browser.screen import settled, source_panel, sticking_out, texts
from tests.browser.test_accessibility import SCHEMES, serious_violations
from tests.browser.test_every_page import ALLOWED_IN_CHINESE, CJK, LATIN
from tests.drafts import SHARED_REPORT, sample
from tests.reports import REPORT
from tests.sample import SAMPLE_FOLDER
from tests.serving import Server, serving

ZH = words("zh")
HOSTILE = '<img src="https://example.invalid/x.png" onerror="alert(1)">'
SPEECH = f"""临澜市2024年应急管理工作汇报
2024年,全市各级各部门开展应急演练超过8300次,市级组织应急演练9次。培训人员约118万人次。
管控重大事故隐患4453项,挂牌督办重大隐患78项。出动无人机35架次。{HOSTILE}
"""


@pytest.fixture
def invented() -> Iterator[Server]:
    """A dashboard with the invented figures that nobody has published to yet."""
    with serving(SAMPLE_FOLDER, METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        yield server


@pytest.fixture(scope="module")
def shared_invented() -> Iterator[Server]:
    """A dashboard with the invented figures, for tests that publish nothing."""
    with serving(SAMPLE_FOLDER, METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        yield server


def visit_extract(open_page: Open, server: Server, **reader: object) -> Visit:
    """Open the page that reads reports, signed in."""
    visit: Visit = open_page(server, "/extract", drawn=False, **reader)
    sign_in(visit.page, language=str(reader.get("language", "zh")))
    return visit


def published(server: Server) -> list[Observation]:
    store = open_store(server.store)
    try:
        return store.current()
    finally:
        store.database.close()


def of_2025(server: Server) -> dict[str, Observation]:
    return {row.metric: row for row in published(server) if row.year == 2025}


def take_everything(page: Page) -> None:
    """Take what is proposed, leave what is not, whatever it is."""
    press_button(page, page.get_by_test_id("stMain").get_by_role("button", name=_sure()))
    press_button(page, page.get_by_test_id("stMain").get_by_role("button", name=_none_of_table()))
    while in_hand(page):
        press(page, "a")


def _sure(language: str = "zh") -> re.Pattern[str]:
    return _numbered(words(language)("Take the {n} sure ones", n="#"))


def _none_of_table(language: str = "zh") -> re.Pattern[str]:
    return _numbered(words(language)("Leave out the {n} that are none of this table", n="#"))


def _numbered(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(r"\#", r"\d+"))


def test_every_numeral_is_marked_with_its_reason(open_page: Open, shared_invented: Server) -> None:
    page = visit_extract(open_page, shared_invented).page
    bring(page, REPORT.encode())
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


def test_the_doubtful_one_is_first_with_its_sentence(
    open_page: Open, shared_invented: Server
) -> None:
    page = visit_extract(open_page, shared_invented).page
    bring(page, REPORT.encode())
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


def test_one_key_decides_and_undo_goes_back(open_page: Open, shared_invented: Server) -> None:
    page = visit_extract(open_page, shared_invented).page
    bring(page, REPORT.encode())
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


def test_keys_decide_nothing_while_one_writes(open_page: Open, shared_invented: Server) -> None:
    page = visit_extract(open_page, shared_invented).page
    bring(page, REPORT.encode())
    before = (in_hand(page), counts(page))
    field = page.get_by_label(ZH("Unit"))
    field.click()
    field.press_sequentially("aslz")
    expect(field).to_have_value("项aslz")
    page.wait_for_timeout(400)
    settled(page, drawn=False)
    assert (in_hand(page), counts(page)) == before


def test_a_numeral_that_is_no_figure_says_why_when_pressed(
    open_page: Open, shared_invented: Server
) -> None:
    page = visit_extract(open_page, shared_invented).page
    bring(page, REPORT.encode())
    chosen = in_hand(page)
    year = page.locator(".report-rejected").first
    reason = year.get_attribute("title") or ""
    year.click()
    expect(page.get_by_test_id("stToast").filter(has_text=reason)).to_be_visible()
    assert in_hand(page) == chosen


def test_a_value_that_is_no_number_is_refused(open_page: Open, shared_invented: Server) -> None:
    page = visit_extract(open_page, shared_invented).page
    bring(page, REPORT.encode())
    before = counts(page)
    page.get_by_label(ZH("Value")).fill("许多")
    page.get_by_label(ZH("Value")).press("Tab")
    settled(page, drawn=False)
    told(page).get_by_role("button", name=ZH("Take")).first.click()
    expect(
        page.get_by_role("alert").filter(has_text=ZH("The value is not a plain number"))
    ).to_be_visible()
    assert counts(page) == before


def test_a_report_is_read_decided_published_and_shows_its_sentences(
    open_page: Open, invented: Server
) -> None:
    """The whole way, a new name given on it; read again, the same wording is known for certain."""
    visit = visit_extract(open_page, invented, fresh=True)
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
    expect(panel.locator(".report-current")).to_have_text("8956次")
    expect(panel.locator(".report")).to_contain_text(REPORT.splitlines()[0])
    assert not serious_violations(page)

    again = visit_extract(open_page, invented, fresh=True).page
    bring(again, REPORT.encode())
    assert "新增消防无人机" in (mark(again, "26架").get_attribute("title") or "")
    choose_mark(again, "26架")
    known = extract(pasted(REPORT), sample()).proposals
    assert [p.how for p in known if p.figure.printed == "26架"] == ["new"]
    said = words("zh")("“{name}” is known as a name of it", name="新购消防无人机")
    expect(told(again)).to_contain_text(said)


def test_two_figures_for_one_metric_are_told_before_publishing(
    open_page: Open, shared_invented: Server
) -> None:
    page = visit_extract(open_page, shared_invented).page
    bring(page, REPORT.encode())
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


def test_a_draft_survives_a_closed_browser(open_page: Open, invented: Server) -> None:
    page = visit_extract(open_page, invented, fresh=True).page
    bring(page, REPORT.encode(), "我的报告.txt")
    first = in_hand(page)
    press(page, "a")
    press(page, "s")
    before = (in_hand(page), counts(page))
    again = visit_extract(open_page, invented, fresh=True).page
    expect(told(again)).to_contain_text("我的报告.txt")
    again.get_by_role("button", name=ZH("Continue")).click()
    expect(again.locator(".report")).to_be_visible()
    settled(again, drawn=False)
    assert (in_hand(again), counts(again)) == before
    expect(mark(again, first)).to_have_class(re.compile("report-taken"))


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


def locked_word() -> bytes:
    """The first bytes of what Word writes for a file with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图片.docx", b"\x89PNG\r\n\x1a\n" + bytes(300)),
        ("加密.docx", locked_word()),
        ("空白.txt", b""),
        ("空白.docx", b""),
        ("坏的.pdf", b"%PDF-1.7\nnothing"),
    ],
)
@pytest.mark.parametrize("path", ["/extract", "/proofread"])
def test_a_file_that_cannot_be_read_is_explained(
    open_page: Open, shared_invented: Server, path: str, name: str, content: bytes
) -> None:
    if path == "/extract":
        visit = visit_extract(open_page, shared_invented)
        heading = ZH("The report cannot be read")
    else:
        visit = open_page(shared_invented, path, drawn=False)
        heading = ZH("The draft cannot be read")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    visit.page.locator("input[type=file]").set_input_files(file)
    expect(told(visit.page)).to_contain_text(heading)
    settled(visit.page, drawn=False)
    assert visit.page.locator(".report").count() == 0
    said = told(visit.page).inner_text()
    assert "Traceback" not in said
    problem = visit.page.get_by_test_id("stAlertContentError")
    assert len(problem.inner_text()) > 10
    assert not visit.log.errors


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
    press_button(page, page.get_by_role("button", name=_sure(language)))
    press_button(page, page.get_by_role("button", name=_none_of_table(language)))
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


def test_the_first_report_becomes_the_published_figures_again(open_page: Open) -> None:
    """Attached to the year that is published, it gives every figure its sentence."""
    if not SHARED_REPORT.is_file():
        pytest.skip("the first report lies beside the repository, and is not there")
    with serving(METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        page = visit_extract(open_page, server).page
        before = published(server)
        bring(page, SHARED_REPORT.read_bytes(), SHARED_REPORT.name)
        press_button(page, page.get_by_role("button", name=_sure()))
        while in_hand(page):
            press(page, "s")
        assert counts(page)[0] == len(before) == 20
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
        assert set(sources) == {row.key for row in before}
        page.goto(server.url + "/drills?view=table")
        settled(page)
        for row in before:
            if row.category == "drills":
                page.locator(".figure-link").get_by_text(f"{row.value:,}次", exact=True).click()
                panel = source_panel(page)
                expect(panel.locator("blockquote")).to_have_text(sources[row.key].sentence)
                page.keyboard.press("Escape")
                expect(page.get_by_role("dialog")).to_have_count(0)
