"""Bringing a year in, in a real browser: an analyst publishes, readers elsewhere see it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from metrics.figure_text import figure_text, number_text
from metrics.observation import COLUMN_NAMES
from metrics.series import find_series
from metrics.store import Store, open_store
from tests.browser.conftest import LOCALES, MILLISECONDS, WIDE, Log
from tests.browser.publishing import (
    NAME,
    PASSCODE,
    ZH,
    drop,
    fill_sign_in,
    go_to,
    mend,
    publish,
    publish_button,
    sign_in,
    success,
    tick_all,
    told,
)
from tests.browser.screen import lead_figures, settled
from tests.intake_files import ROWS, lines, workbook
from tests.serving import Server, serving

COLLEAGUES = lines(
    ("威海市应急管理局2025年度指标(终稿)",),
    ("年份", "类别", "子类", "指标", "数值", "单位"),
    ("2025", "培训", "宣贯活动", "宣贯培训", "151万余", "人次"),
    ("2025", "演练", "各级各部门", "各级各部门演练", "13040", "次"),
    ("2025", "隐患", "重大事故隐患", "管控重大事故隐患", "四千多吧", "项"),
    ("2025", "装备", "救援装备", "新增救援装备", "1650", "台(套)"),
).encode("gbk")
"""What a colleague saves in Excel: GBK, a title above the header, one cell that is no number."""

Reader = Callable[..., Page]


@pytest.fixture(scope="module")
def desks(chromium: Browser) -> Iterator[dict[tuple[object, ...], BrowserContext]]:
    """Browsers of their own, by kind and number; they stay warm from test to test."""
    made: dict[tuple[object, ...], BrowserContext] = {}
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def reader(chromium: Browser, desks: dict[tuple[object, ...], BrowserContext]) -> Iterator[Reader]:
    """Open a page in a browser of its own, as somebody else at another desk; all end together."""
    opened: list[Page] = []

    def opens(
        server: Server,
        path: str = "/upload",
        *,
        language: str = "zh",
        size: tuple[int, int] = WIDE,
        scheme: str = "light",
        clock: bool = False,
        log: Log | None = None,
    ) -> Page:
        kind = (language, size, scheme, clock, len(opened))
        if kind not in desks:
            desks[kind] = chromium.new_context(
                locale=LOCALES[language],
                viewport={"width": size[0], "height": size[1]},
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
            )
            desks[kind].set_default_timeout(MILLISECONDS)
        page = desks[kind].new_page()
        opened.append(page)
        if clock:
            page.clock.install()
        if log:
            log.listen(page)
        page.goto(server.url + path)
        settled(page, drawn=not path.startswith("/upload"))
        return page

    yield opens
    for page in opened:
        page.close()


@pytest.fixture(scope="module")
def desk() -> Iterator[Server]:
    """A server where several tests publish, one after another."""
    with serving(METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        yield server


@pytest.fixture(scope="module")
def seat(chromium: Browser, desk: Server) -> Iterator[Page]:
    """The page of an analyst who stays signed in while several tests work there."""
    context = chromium.new_context(locale=LOCALES["zh"], reduced_motion="reduce")
    context.set_default_timeout(MILLISECONDS)
    page = context.new_page()
    page.goto(f"{desk.url}/upload")
    sign_in(page)
    yield page
    context.close()


@pytest.fixture
def analyst(seat: Page) -> Page:
    """The page of an analyst who is about to choose a file."""
    if seat.locator("h1").inner_text() != ZH("Upload a year"):
        go_to(seat, ZH("Upload a year"), drawn=False)
    another_file(seat)
    return seat


def another_file(page: Page) -> None:
    """Leave the file that was being looked at."""
    button = page.get_by_role("button", name=ZH("Another file"))
    if button.count():
        button.click()
    expect(page.locator("input[type=file]")).to_have_count(1)
    settled(page, drawn=False)


@pytest.fixture(scope="module")
def records(desk: Server) -> Iterator[Store]:
    """The store of that server, as another process sees it."""
    store = open_store(desk.store)
    yield store
    store.database.close()


def one_row(value: str, metric: str = "各级各部门演练", year: int = 2025) -> bytes:
    """A file of a single figure."""
    columns = ("年份", "类别", "子类", "指标", "数值", "单位")
    row = (str(year), "演练", "各级各部门", metric, value, "次")
    return lines(columns, row).encode("utf-8-sig")


def test_a_colleague_s_file_goes_from_drop_to_published_and_back(reader: Reader) -> None:
    _ = ZH
    with serving(METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        elsewhere = reader(server, "/", clock=True)
        before = lead_figures(elsewhere)
        store = open_store(server.store)
        page = reader(server)
        expect(told(page)).to_contain_text(_("Publishing needs an editor. Reading does not."))
        assert page.locator("input[type=file]").count() == 0
        sign_in(page)

        drop(page, "2025年度数据(终稿).csv", COLLEAGUES)
        expect(told(page)).to_contain_text("2025年度数据(终稿).csv")
        for understood in (
            _("encoding {name}", name="gb18030"),
            _("separated by {name}", name=_("comma")),
            _("header in row {row}", row=2),
            _.n("{n} row understood", "{n} rows understood", 3),
            "151万余 →",
        ):
            expect(told(page)).to_contain_text(understood)
        wrong = told(page).get_by_test_id("stForm").filter(has_text="四千多吧")
        expect(wrong).to_contain_text("第 5 行")
        expect(wrong).to_contain_text("“数值”列")
        expect(wrong).to_contain_text("不是数字")
        expect(wrong).to_contain_text("请写")
        expect(publish_button(page)).to_be_disabled()

        mend(page, 5, "数值", "4870")
        understood = _.n("{n} row understood", "{n} rows understood", 4)
        expect(told(page)).to_contain_text(understood)
        expect(publish_button(page)).to_be_disabled()
        assert tick_all(page) > 0
        shown = told(page).locator(".figure-table tbody tr").all_inner_texts()
        assert len(shown) == 4
        assert "151万余人次" in shown[0] and "136万余人次" in shown[0] and "%" in shown[0]
        page.get_by_label(_("Note for readers")).fill("依据2025年报告")
        publish(page)
        expect(told(page)).to_contain_text(_("Version {version} is published", version=2))
        assert store.version() == 2

        elsewhere.clock.fast_forward("01:30")
        quietly = _("New figures have been published; they appear with your next click.")
        expect(elsewhere.get_by_text(quietly)).to_be_visible()
        assert lead_figures(elsewhere) == before
        go_to(elsewhere, _("Training"))
        toast = _("New figures have been published (version {version})", version=2)
        expect(elsewhere.get_by_text(toast)).to_be_visible()
        expect(elsewhere.get_by_text(quietly)).to_have_count(0)
        elsewhere.get_by_role("navigation").get_by_role("link", name=_("Overview")).click()
        expect(elsewhere.locator("h1")).to_contain_text("2025")
        settled(elsewhere)
        assert_leads(elsewhere, store, server, 2025)

        go_to(page, _("History"))
        assert_listed(page, store)
        assert "依据2025年报告" in told(page).inner_text()
        pick(page, _("Version"), "1")
        expect(told(page).get_by_role("heading", level=3).first).to_have_text(
            _("Version {version}", version=1)
        )
        expect(told(page)).to_contain_text(
            _(
                "Added {added}, changed {changed}, withdrawn {withdrawn}, unchanged {unchanged}",
                added=0,
                changed=0,
                withdrawn=4,
                unchanged=20,
            )
        )
        assert_table_as_of(page, store, server, 1)

        page.get_by_label(_("Note for readers")).fill("看错了")
        page.get_by_role("button", name=_("Publish version {version} again", version=1)).click()
        expect(page.get_by_role("status").first).to_contain_text(
            _("Version {version} is published", version=3)
        )
        settled(page)
        assert_listed(page, store)
        assert store.version() == 3
        assert store.current(3) == store.current(1)

        go_to(elsewhere, _("Drills"))
        elsewhere.get_by_role("navigation").get_by_role("link", name=_("Overview")).click()
        expect(elsewhere.locator("h1")).to_contain_text("2024")
        settled(elsewhere)
        assert lead_figures(elsewhere) == before
        store.database.close()


def assert_leads(page: Page, store: Store, server: Server, year: int) -> None:
    """Compare the large cards with what the store holds for a year."""
    kept = {(o.year, o.metric): o for o in store.current()}
    data = server.data
    leads = [c.lead for c in data.vocabulary.categories.values() if c.main]
    shown = lead_figures(page)
    assert len(shown) == len(leads)
    for card, slug in zip(shown, leads, strict=True):
        series = find_series(data, slug)
        assert series is not None
        assert card["number"] == number_text(kept[year, series.metric.zh], data.vocabulary, ZH)


def assert_listed(page: Page, store: Store) -> None:
    """Compare the list of publications with the store's."""
    rows = told(page).locator(".figure-table").first.locator("tbody tr")
    publications = store.history()
    expect(rows).to_have_count(len(publications))
    for row, one in zip(rows.all(), publications, strict=True):
        cells = row.locator("th, td").all_inner_texts()
        assert cells[0] == str(one.version)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", cells[1])
        assert cells[2] == one.who
        assert cells[4:7] == [str(one.added), str(one.changed), str(one.withdrawn)]
        assert cells[7:] == [one.file or "—", one.note or "—"]


def pick(page: Page, label: str, option: str) -> None:
    """Choose an option of a drop-down list."""
    page.get_by_role("combobox", name=re.compile(re.escape(label))).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page, drawn=False)


def assert_table_as_of(page: Page, store: Store, server: Server, version: int) -> None:
    """Open the table as of a version and compare every figure with the store."""
    page.get_by_text(ZH("The table as of version {version}", version=version)).first.click()
    rows = told(page).locator(".figure-table").last.locator("tbody tr")
    kept = store.current(version)
    expect(rows).to_have_count(len(kept))
    shown = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    assert [(cells[0], cells[3]) for cells in shown] == [
        (str(o.year), figure_text(o, server.data.vocabulary, ZH)) for o in kept
    ]
    with page.expect_download() as caught:
        page.get_by_role("button", name=ZH("Download CSV")).click()
    assert caught.value.path().read_bytes().startswith(b"\xef\xbb\xbf" + COLUMN_NAMES[0].encode())


def test_a_reader_finds_no_way_to_publish(reader: Reader, desk: Server, records: Store) -> None:
    page = reader(desk)
    assert page.locator("input[type=file]").count() == 0
    expect(publish_button(page)).to_have_count(0)
    go_to(page, ZH("History"))
    if records.version() > 1:
        pick(page, ZH("Version"), "1")
        expect(told(page)).to_contain_text(
            ZH("To go back, sign in on the page “Upload a year” first.")
        )
    restore = ZH("Publish version {version} again", version=1)
    assert page.get_by_role("button", name=restore).count() == 0


def test_the_printed_passcode_opens_the_door_and_guessing_closes_it(reader: Reader) -> None:
    """Without a configured passcode the server prints one; five wrong ones are enough."""
    _ = ZH
    with serving(METRICS_EDITOR_PASSCODE="") as server:
        printed = re.search(r"Passcode for editors.*: (\S+)", server.said())
        assert printed, server.said()
        page = reader(server)
        fill_sign_in(page, passcode=printed[1])
        page.get_by_role("button", name=_("Sign out")).click()
        alert = page.get_by_role("alert")
        for attempt in range(5):
            fill_sign_in(page, passcode=f"falsch{attempt}")
            expect(alert).to_contain_text(_("This is not the passcode"))
            expect(page.get_by_label(_("Passcode"), exact=True)).to_have_value("")
        assert page.locator("input[type=file]").count() == 0
        fill_sign_in(page, passcode=printed[1])
        expect(alert).to_contain_text(_("There were too many wrong attempts"))
        expect(alert).to_contain_text("5")
        # Nor does a browser of its own help.
        other = reader(server)
        fill_sign_in(other, passcode=printed[1])
        expect(other.get_by_role("alert")).to_contain_text(_("There were too many wrong attempts"))


def test_a_draft_survives_a_closed_browser(reader: Reader, desk: Server, records: Store) -> None:
    page = reader(desk)
    sign_in(page)
    drop(page, "draft 年度.csv", COLLEAGUES.replace(b"1650", b"1720"))
    mend(page, 5, "数值", "4711")
    ticked = tick_all(page)
    page.close()

    page = reader(desk)  # in another browser
    sign_in(page, "王五")
    box = told(page).get_by_test_id("stVerticalBlock").filter(has_text="draft 年度.csv").last
    expect(box).to_contain_text(NAME)
    page.get_by_role("button", name=ZH("Continue")).first.click()
    expect(told(page)).to_contain_text("draft 年度.csv")
    settled(page, drawn=False)
    expect(told(page)).to_contain_text("4,711")
    boxes = told(page).get_by_role("checkbox")
    assert boxes.count() == ticked and all(box.is_checked() for box in boxes.all())
    before = records.version()
    publish(page)
    assert records.version() == before + 1
    assert records.history()[0].who == "王五"
    expect(told(page)).not_to_contain_text("draft 年度.csv")


def test_a_double_click_publishes_once(analyst: Page, records: Store) -> None:
    page = analyst
    drop(page, "twice.csv", one_row("13101"))
    tick_all(page)
    before = records.version()
    publish_button(page).dblclick()
    expect(page.get_by_role("status").filter(has_text=success())).to_be_visible()
    settled(page, drawn=False)
    assert records.version() == before + 1
    assert page.get_by_role("alert").count() == 0


def test_whoever_prepared_against_an_older_version_is_refused_and_sees_why(
    reader: Reader, desk: Server, records: Store
) -> None:
    first, second = reader(desk), reader(desk)
    before = records.version()
    for page, name, value in ((first, "赵一", "13201"), (second, "钱二", "13202")):
        sign_in(page, name)
        drop(page, f"{name}.csv", one_row(value))
        tick_all(page)
        expect(publish_button(page)).to_contain_text(str(before + 1))
    publish(first)
    publish_button(second).click()
    refused = second.get_by_role("alert")
    expect(refused).to_contain_text("赵一")
    expect(refused).to_contain_text(str(before + 1))
    assert records.version() == before + 1
    # The preview is made again against what is published now.
    settled(second, drawn=False)
    expect(publish_button(second)).to_contain_text(str(before + 2))
    changed = told(second).locator(".figure-table tbody tr")
    expect(changed).to_contain_text("13,201次 → 13,202次")
    tick_all(second)
    publish(second)
    assert [p.who for p in records.history()[:2]] == ["钱二", "赵一"]


def test_a_workbook_with_two_sheets_of_figures_is_asked_about(analyst: Page) -> None:
    page = analyst
    drop(page, "两张表.xlsx", workbook(sheets=("初稿", "终稿")))
    expect(told(page)).to_contain_text("初稿、终稿")
    pick(page, ZH("Which sheet holds the figures?"), "终稿")
    page.get_by_role("button", name=ZH("Take this sheet")).click()
    expect(told(page)).to_contain_text(ZH("sheet {name}", name="终稿"))
    understood = ZH.n("{n} row understood", "{n} rows understood", len(ROWS))
    expect(told(page)).to_contain_text(understood)


def test_years_as_columns_are_turned_into_rows_on_request(analyst: Page) -> None:
    page = analyst
    wide = lines(
        ("类别", "指标", "单位", "2024年", "2025年"),
        ("演练", "各级各部门演练", "次", "12192", "13040"),
        ("隐患", "管控重大事故隐患", "项", "5161", "4870"),
    )
    drop(page, "宽表.csv", wide.encode("utf-8-sig"))
    expect(publish_button(page)).to_have_count(0)
    page.get_by_role("button", name=ZH("Turn the year columns into rows and check again")).click()
    understood = ZH.n("{n} row understood", "{n} rows understood", 4)
    expect(told(page)).to_contain_text(understood)
    settled(page, drawn=False)
    expect(told(page)).to_contain_text("4,870项")


def test_names_and_cells_that_mean_harm_are_shown_as_text(analyst: Page, desk: Server) -> None:
    log = Log()
    page = analyst
    log.listen(page)
    name = "../../<img src=x onerror=alert(1)>.csv"
    cells = [
        "<script>document.title='taken'</script>",
        "<img src=http://outside.invalid/x onerror=alert(2)>",
        '=HYPERLINK("http://outside.invalid","x")',
        "![x](http://outside.invalid/y.png) :red[x] **x** $x$ &lt;b&gt;",
    ]
    rows = [
        ("2025", "演练", metric, "12", "次", note)
        for metric, note in zip(cells, cells[::-1], strict=True)
    ]
    rows.append(("2025", "演练", "各级各部门演练", cells[1], "次", ""))
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    content = lines(("年份", "类别", "指标", "数值", "单位", "备注"), *quoted)
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    drop(page, name, content.encode())
    shown = told(page).inner_text().replace("\u2060", "")
    assert "<img src=x onerror=alert(1)>.csv" in shown
    assert "../" not in shown, "the path is no part of a name"
    for cell in cells:
        assert " ".join(cell.split()) in shown, cell
    made = told(page).locator("img, a, iframe, .katex, .stMarkdown script")
    assert made.evaluate_all("(found) => found.map((one) => one.outerHTML)") == []
    assert page.title() != "taken" and not ran
    assert log.hosts == {desk.url.removeprefix("http://")}
    assert not log.errors


def test_refused_files_are_explained(analyst: Page) -> None:
    page = analyst
    protected = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    )
    junk = bytes(range(256)) * 64
    for name, content, said in (
        ("加密.xlsx", protected + bytes(512), "密码"),
        ("图片.csv", b"\x89PNG\r\n\x1a\n" + junk, ""),
        ("空.csv", b"", ""),
        ("说明.txt", "这里没有表格,只有文字。".encode(), ""),
    ):
        drop(page, name, content)
        errors = ZH.n("{n} error", "{n} errors", 1)
        expect(told(page)).to_contain_text(errors)
        expect(told(page)).to_contain_text(said)
        expect(told(page)).to_contain_text(ZH("Nothing can be shown until the file is readable."))
        expect(publish_button(page)).to_have_count(0)
        page.get_by_role("button", name=ZH("Another file")).click()
        expect(page.locator("input[type=file]")).to_have_count(1)
        settled(page, drawn=False)


def download(page: Page, button: str) -> tuple[str, bytes]:
    """Press a button that downloads; return the file's name and bytes."""
    with page.expect_download() as caught:
        page.get_by_role("button", name=button).click()
    return caught.value.suggested_filename, caught.value.path().read_bytes()


def test_what_is_downloaded_opens_again(analyst: Page, desk: Server, records: Store) -> None:
    page = analyst
    year = max(o.year for o in records.current()) + 1
    name, book = download(page, ZH("Template for {year} (Excel)", year=year))
    assert str(year) in name and name.endswith(".xlsx")
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    metrics = {row[header.index("指标")] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert {m.zh for m in desk.data.catalogue.metrics} <= metrics
    name, plain = download(page, ZH("Template for {year} (CSV)", year=year))
    assert plain.startswith(b"\xef\xbb\xbf") and name.endswith(".csv")

    drop(page, name, plain)  # brought back as it came: nothing is filled in
    expect(told(page)).to_contain_text(ZH.n("{n} error", "{n} errors", 1))
    name, problems = download(page, ZH("Download the list"))
    assert problems.startswith(b"\xef\xbb\xbf")
    assert len(problems.decode("utf-8-sig").splitlines()) > 1

    go_to(page, ZH("History"))
    _name, everything = download(page, ZH("Everything ever published"))
    with zipfile.ZipFile(io.BytesIO(everything)) as archive:
        tables = [name for name in archive.namelist() if name.startswith("versions/")]
    assert len(tables) == records.version()
