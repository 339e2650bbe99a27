"""How workbooks, web pages and Word files of unusual make are read, and kinds told apart."""

import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from metrics.problems import BrokenData
from metrics.readers import limits
from metrics.readers.delimited import read_delimited
from metrics.readers.documents import parse
from metrics.readers.file_kind import FileKind, kind_of
from metrics.readers.grid import Grid
from metrics.readers.sandbox import _ROOT
from metrics.readers.workbook import read_workbook
from tests.readers.test_documents import raw_word
from tests.support.intake_files import checked, codes


def book_of(*cells: object, number_format: str = "") -> bytes:
    """Return a workbook with a header and one row; numbers get the format."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet("表")
    look = book.add_format({"num_format": number_format} if number_format else {})
    small = book.add_format({"font_script": 1})
    sheet.write_row(0, 0, ["年份", "类别", "指标", "数值", "单位"])
    for at, cell in enumerate(cells):
        if isinstance(cell, tuple):
            sheet.write_rich_string(1, at, cell[0], small, cell[1])
        elif isinstance(cell, str):
            sheet.write_string(1, at, cell)
        else:
            sheet.write(1, at, cell, look)
    book.close()
    return content.getvalue()


def renamed(content: bytes, names: dict[str, str], slash: str = "/") -> bytes:
    """Return the package with parts under other names, and relationships that follow them."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for part, other in names.items():
                text = text.replace(part.rpartition("/")[2], other.rpartition("/")[2])
            new.writestr(names.get(name, name).replace("/", slash), text)
    return result.getvalue()


def only_sheet(content: bytes) -> Grid:
    """Return the one sheet of a workbook."""
    book = read_workbook(content, "zip")
    assert not book.problems
    return book.sheets[0]


@pytest.mark.parametrize(
    ("names", "slash"),
    [
        ({}, "\\"),
        (
            {
                "xl/workbook.xml": "xl/book7.xml",
                "xl/_rels/workbook.xml.rels": "xl/_rels/book7.xml.rels",
            },
            "/",
        ),
        ({"xl/styles.xml": "xl/looks.xml"}, "/"),
        ({"xl/sharedStrings.xml": "xl/words.xml"}, "/"),
        ({"xl/styles.xml": "xl/STYLES.xml"}, "/"),
    ],
)
def test_parts_are_found_by_relationships(names: dict[str, str], slash: str) -> None:
    content = renamed(
        book_of(2024, "执法", "抽查合格率", 0.875, "%", number_format="0.0%"), names, slash
    )
    assert only_sheet(content).rows[1][3] == "87.5%"


def test_without_styles_percent_is_not_taken_as_known() -> None:
    content = book_of(2024, "执法", "抽查合格率", 0.875, "%", number_format="0.0%")
    bare = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            if name != "xl/styles.xml":
                new.writestr(name, old.read(name))
    assert not only_sheet(bare.getvalue()).percent_known


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("0年", "2023"),
        ("0年度", "2023"),
        ("G/通用格式年", "2023"),
        ("yyyy年", "1905-07-15"),
        ("m月d日", "1905-07-15"),
        ("[h]:mm", "1905-07-15"),
        ("0.00E+00", "2023"),
    ],
)
def test_a_format_is_a_date_by_its_letters(number_format: str, text: str) -> None:
    assert only_sheet(book_of(2023, number_format=number_format)).rows[1][0] == text


def test_raised_characters_are_no_digits_of_a_number() -> None:
    content = book_of("2025", "培训", "宣贯培训", ("7350", "2"), "人次")
    grid = only_sheet(content)
    assert grid.rows[1][3] == "7350²" and grid.marks[(2, 3)] == "raised"
    intake = checked(content, "a.xlsx")
    assert not intake.ok and "two-readings" in codes(intake, "error")


def test_a_raised_unit_stays_a_unit() -> None:
    assert only_sheet(book_of(2025, "场地", "训练场", 90, ("m", "2"))).rows[1][4] == "m²"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<!-- 导出 -->\n<center><b>年报</b></center>", FileKind.WEB_PAGE),
        ("<div>表</div>", FileKind.WEB_PAGE),
        ("<style>td{}</style><table>", FileKind.WEB_PAGE),
        ("From: <导出>\r\nMIME-Version: 1.0\r\n\r\n<html>", FileKind.WEB_ARCHIVE),
        ("<?xml version='1.0'?><rows/>", FileKind.XML),
        ("<5 人的演练,3", FileKind.TEXT),
        ("From: 甲\n一、演练3次", FileKind.TEXT),
    ],
)
def test_kinds_are_told_by_content(content: str, kind: FileKind) -> None:
    assert kind_of(content.encode()) == kind
    assert kind_of(content.encode("utf-16")) == kind


def test_zips_of_other_programs_are_named() -> None:
    for name, code in (("Index/Document.iwa", "numbers"), ("OFD.xml", "ofd"), ("a.txt", "zip")):
        content = BytesIO()
        with zipfile.ZipFile(content, "w") as package:
            package.writestr(name, "x")
        assert [p.code for p in read_workbook(content.getvalue(), "zip").problems] == [code]


def test_guarded_cells_and_trailing_tabs_are_read() -> None:
    def score(rows: list[list[str]]) -> int:
        return sum(cell.strip(",\t") in ("年份", "数值") for row in rows for cell in row)

    guarded = read_delimited('="年份",="数值"\n="2025","=""88"""\n', score)
    assert guarded.grid and guarded.grid.rows == [["年份", "数值"], ["2025", "88"]]
    tabs = read_delimited("年份\t,数值\t,备注\t\n2025\t,88\t,无\t\n", score)
    assert tabs.delimiter == ","


@pytest.mark.parametrize("start", ["<a ", "<!--", "</", "<?", "<![CDATA["])
def test_unclosed_markup_takes_linear_time(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_DOCUMENT_SECONDS", 5)
    page = "<html><body><p>演练31次</p>" + start * 60_000
    assert "演练31次" in parse(page.encode(), "x.html").text


def test_a_page_with_too_many_elements_is_refused() -> None:
    with pytest.raises(BrokenData) as broken:
        parse(b"<html>" + b"<p>x" * (limits.MAX_NODES + 10))
    assert [problem.code for problem in broken.value.problems] == ["too-many-elements"]


def test_a_page_inside_one_form_keeps_its_text() -> None:
    page = '<html><body><form id="f"><p>消除隐患45项。</p><select><option>年</select></form>'
    assert parse(page.encode()).text == "消除隐患45项。\n"


def test_a_small_word_file_that_unpacks_to_a_huge_tree_is_refused_at_once() -> None:
    content = raw_word("<w:p/>" * (2 * limits.MAX_WORD_NODES + 10))
    assert len(content) < 100_000
    with pytest.raises(BrokenData) as broken:
        parse(content)
    assert [problem.code for problem in broken.value.problems] == ["too-many-elements"]


def test_hidden_words_of_a_word_file_are_left_out_and_reported() -> None:
    body = (
        "<w:p><w:r><w:t>培训45人</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>草稿99</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>次</w:t></w:r></w:p>'
    )
    document = parse(raw_word(body))
    assert document.text == "培训45人次\n"
    assert [problem.code for problem in document.problems] == ["hidden-text"]


def test_files_wait_for_their_turn_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    from metrics.readers import sandbox

    monkeypatch.setattr(limits, "MAX_WAIT", 0.01)
    monkeypatch.setattr(sandbox, "_turns", threading.BoundedSemaphore(1))
    with sandbox._turns:
        assert [p.code for p in read_workbook(book_of(1), "zip").problems] == ["busy"]
    assert not read_workbook(book_of(1), "zip").problems


@pytest.mark.parametrize("module", ["zipped", "xls", "pdf", "word", "html"])
def test_the_sandbox_loads_nothing_of_the_product_but_formats(module: str) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
        f"import metrics.readers.formats.process, metrics.readers.formats.{module}; "
        "print(*(m for m in sys.modules if m.split('.')[0] in "
        "('metrics', 'babel', 'pandas', 'streamlit', 'sqlalchemy')))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True)
    loaded = done.stdout.decode().split()
    assert all(
        name in ("metrics", "metrics.readers") or name.startswith("metrics.readers.formats")
        for name in loaded
    )
