"""Files as people bring them, at the page: what is understood, asked, refused and explained."""

import io
import zipfile

from openpyxl import load_workbook
from playwright.sync_api import Dialog, Page, expect

from metrics.store import Store
from tests.browser.conftest import Log
from tests.browser.publishing import ZH, drop, go_to, told
from tests.browser.screen import settled
from tests.support.intake_files import HEADER, ROWS, lines, workbook
from tests.support.serving import Server


def test_a_workbook_with_two_sheets_of_figures_is_asked_about(analyst: Page) -> None:
    page = analyst
    rows = [(*HEADER, "出处"), *((*row, "一(二)") for row in ROWS)]
    drop(page, "两张表.xlsx", workbook(rows, sheets=("初稿", "终稿")))
    expect(told(page)).to_contain_text("初稿、终稿")
    page.get_by_role("button", name=ZH("Take these sheets")).click()
    expect(told(page)).to_contain_text(ZH("{n} files, published together", n=2))
    page.get_by_role("radio", name="终稿").click()
    expect(told(page)).to_contain_text(ZH("sheet {name}", name="终稿"))
    understood = ZH.n("{n} row understood", "{n} rows understood", len(ROWS))
    expect(told(page)).to_contain_text(understood)


def test_years_as_columns_are_read_as_they_stand(analyst: Page) -> None:
    page = analyst
    wide = lines(
        ("类别", "指标", "单位", "2024年", "2025年"),
        ("演练", "各级各部门演练", "次", "12192", "13040"),
        ("隐患", "管控重大事故隐患", "项", "5161", "4870"),
    )
    drop(page, "宽表.csv", wide.encode("utf-8-sig"))
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

    def dismiss(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    drop(page, name, content.encode())
    shown = told(page).inner_text().replace("\u2060", "")
    assert "<img src=x onerror=alert(1)>.csv" in shown
    assert "../" not in shown, "the path is no part of a name"
    for cell in cells:
        assert " ".join(cell.split()) in shown, cell
    # The links of the bar at the bottom are the frame's own.
    framed = ":not([data-testid=stPageLink-NavLink])"
    made = told(page).locator(f"img, a{framed}, iframe, .katex, .stMarkdown script")
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
    box = page.locator("input[type=file]")
    begun = told(page).get_by_role("button", name=ZH("Continue"))
    before = begun.count()
    for name, content, said in (
        ("加密.xlsx", protected + bytes(512), "密码"),
        ("图片.csv", b"\x89PNG\r\n\x1a\n" + junk, "图片"),
        ("空.csv", b"", "空的"),
        ("讲话.txt", "同志们：今天开会。\n2025年演练12860次。".encode(), "一篇文字"),
    ):
        box.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        refused = ZH("{name} is not taken here; nothing of it is kept", name=name)
        expect(told(page)).to_contain_text(refused)
        expect(told(page)).to_contain_text(said)
    expect(begun).to_have_count(before)
    page.get_by_role("button", name=ZH("Read it as a report")).click()
    expect(page.locator("h1")).to_have_text(ZH("Read a report"))
    expect(told(page)).to_contain_text("讲话.txt")
    go_to(page, ZH("Upload a year"), drawn=False)


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
    _name, everything = download(page, ZH("All published data"))
    with zipfile.ZipFile(io.BytesIO(everything)) as archive:
        tables = [name for name in archive.namelist() if name.startswith("versions/")]
    assert len(tables) == records.version()
