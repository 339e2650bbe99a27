"""What people bring becomes one text, whatever it is saved as; what cannot be read says why."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.i18n import words
from metrics.problems import BrokenData
from metrics.readers import limits
from metrics.readers.documents import Document, parse, pasted
from metrics.readers.text_kind import is_delimited, is_running_text
from tests.support import papers

REPORT = (
    "临澜市应急管理局2024年工作报告\n发布时间:2025-01-15\n\n"
    "一、工作成效\n(一)开展应急演练8317次,培训26.9万人次。\n"
)
PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}">
<meta name="ArticleTitle" content="临澜市应急管理局工作报告">
<meta name="PubDate" content="2025-01-15 10:00">
<link rel="canonical" href="https://example.org/report.html">
<script>document.write("开展演练999次")</script><style>p {{color: red}}</style></head>
<body><div class="top nav"><a href="/">首页</a><a>政务公开</a></div>
<p>开展应急演练<b>8317</b>次,<br>培训26.9万人次。</p><p style="display:none">隐藏77项</p>
<table><tr><th>指标</th><th>数值</th></tr><tr><td>演练</td><td>8317次</td></tr></table>
<div id="footer">备案号12345</div></body></html>"""


def codes(broken: pytest.ExceptionInfo[BrokenData]) -> set[str]:
    return {problem.code for problem in broken.value.problems}


def refused(content: bytes, name: str = "") -> str:
    with pytest.raises(BrokenData) as broken:
        parse(content, name)
    assert all(problem.severity == "error" for problem in broken.value.problems)
    return broken.value.problems[0].code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_a_text_is_read_in_the_encoding_it_is_in(encoding: str) -> None:
    found = parse(REPORT.encode(encoding), "report.txt")
    assert (found.text, found.kind, found.name) == (REPORT, "text", "report.txt")


def test_traditional_text_in_big5_is_no_gbk() -> None:
    text = "應急管理報告:全年開展應急演練8317次,培訓人員26.9萬人次,消除隱患5161項。"
    assert parse(text.encode("big5"), "report.txt").text == text


def test_a_text_says_its_title_and_its_day() -> None:
    found = pasted(REPORT)
    assert found.title == "临澜市应急管理局2024年工作报告"
    assert found.published == date(2025, 1, 15)


def test_line_ends_stay_as_they_are() -> None:
    assert (
        parse("一、成效\r\n演练8317次\r\n".encode(), "x.txt").text == "一、成效\r\n演练8317次\r\n"
    )


@pytest.mark.parametrize(("charset", "codec"), [("utf-8", "utf-8"), ("gb2312", "gb18030")])
def test_a_web_page_gives_its_text_and_nothing_of_its_frame(charset: str, codec: str) -> None:
    found = parse(PAGE.format(charset=charset).encode(codec), "saved.htm")
    assert found.kind == "html"
    assert "开展应急演练8317次,\n培训26.9万人次。" in found.text
    assert "指标\t数值\n演练\t8317次" in found.text
    assert not any(word in found.text for word in ("999", "首页", "color", "隐藏", "备案号"))
    assert found.title == "临澜市应急管理局工作报告"
    assert found.published == date(2025, 1, 15)
    assert found.url == "https://example.org/report.html"
    assert any(problem.code == "menus" for problem in found.problems)


def test_an_article_inside_something_named_like_a_menu_stays() -> None:
    page = '<html><body><div class="nav"><p>开展应急演练8317次,培训26.9万人次。</p></div></body>'
    assert "8317次" in parse(page.encode(), "x.html").text


def test_elements_lying_endlessly_in_each_other_are_read() -> None:
    page = "<html><body>" + "<div>" * 50_000 + "演练8317次" + "</div>" * 50_000
    assert parse(page.encode(), "x.html").text.strip() == "演练8317次"


def test_a_word_file_gives_paragraphs_and_rows() -> None:
    content = papers.word(
        ["一、成效", "开展应急演练8317次。"], [["指标", "数值"], ["演练", "8317"]]
    )
    found = parse(content, "report.docx")
    assert found.kind == "docx"
    assert "一、成效\n开展应急演练8317次。\n" in found.text
    assert "指标\t数值\n演练\t8317" in found.text


def test_numbers_that_word_writes_itself_are_in_the_text() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1.%2 "/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for level, text in ((0, "成效"), (1, "演练"), (1, "培训"), (0, "安排"), (1, "计划"))
    )
    text = parse(raw_word(body, numbering), "x.docx").text
    assert text == "一、成效\n一.1 演练\n一.2 培训\n二、安排\n二.1 计划\n"


def test_struck_out_words_are_left_out_and_said() -> None:
    body = (
        "<w:p><w:r><w:t>演练</w:t></w:r><w:del><w:r><w:delText>999</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>8317</w:t></w:r></w:ins><w:r><w:t>次</w:t></w:r></w:p>"
    )
    found = parse(raw_word(body), "x.docx")
    assert found.text == "演练8317次\n"
    assert [problem.code for problem in found.problems] == ["tracked-changes"]


def test_macros_are_named_and_never_run() -> None:
    content = BytesIO(papers.word(["演练8317次"]))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr("word/vbaProject.bin", b"\0")
    found = parse(content.getvalue(), "x.docm")
    assert found.text == "演练8317次\n"
    assert [problem.code for problem in found.problems] == ["macro"]


def test_a_pdf_with_a_text_layer_is_read_page_by_page() -> None:
    found = parse(
        papers.pdf([["开展应急演练8317次,"], ["培训26.9万人次,管控隐患4453项。"]]), "r.pdf"
    )
    assert found.kind == "pdf"
    assert found.text == "开展应急演练8317次,\n培训26.9万人次,管控隐患4453项。"


def test_running_heads_are_left_out_and_named() -> None:
    pages = [["临澜市工作报告", f"第{n}项工作完成{n}00次", f"- {n} -"] for n in range(1, 5)]
    found = parse(papers.pdf(pages), "r.pdf")
    assert found.text == "\n".join(f"第{n}项工作完成{n}00次" for n in range(1, 5))
    (problem,) = found.problems
    assert problem.code == "furniture"
    assert "临澜市工作报告 / - 1 -" in words("en").say(problem.message)


def test_a_scan_and_a_locked_pdf_are_named() -> None:
    assert refused(papers.pdf([[], []])) == "scanned"
    assert refused(papers.pdf([["开展应急演练8317次"]], password="secret")) == "pdf-locked"


def test_pages_that_are_pictures_are_listed() -> None:
    found = parse(papers.pdf([["开展应急演练8317次,培训26.9万人次,管控隐患项。"], []]), "r.pdf")
    assert [problem.code for problem in found.problems] == ["pages-without-text"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "wrong-type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "wrong-type"),
        (b"{\\rtf1\\ansi text}", "wrong-type"),
        (b"\x7fELF\0\1\2\3" + bytes(range(256)), "wrong-type"),
        (b"%PDF-1.7\nnothing of the kind", "pdf-damaged"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged"),
    ],
)
def test_what_is_no_text_is_named(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_locked_word_file_is_no_old_one() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    with pytest.raises(BrokenData) as broken:
        parse(old + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in words("en").say(broken.value.problems[0].message)


def test_a_workbook_is_sent_to_the_upload() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(content.getvalue()) == "wrong-type"


def test_a_part_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PART", 100_000)
    content = raw_word("<w:p><w:r><w:t>" + "8" * 1_000_000 + "</w:t></w:r></w:p>")
    assert len(content) < 20_000
    assert refused(content) == "too-large"


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert refused(raw_word("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", before=bomb)) == "document-type"


def test_limits_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 100)
    assert refused(b"8317" * 50) == "too-large"
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 10)
    assert refused("演练8317次,培训26.9万人次".encode()) == "too-long"


def test_what_no_database_keeps_is_replaced_where_it_stands() -> None:
    found = pasted("演练\0" + "8317次\ud800")
    assert found.text == "演练\N{REPLACEMENT CHARACTER}8317次?"
    assert found.text.index("8317") == 3


@given(st.binary(max_size=400), st.sampled_from(["", "x.html", "x.pdf", "x.docx", "x.txt"]))
@settings(max_examples=60, deadline=None)
def test_no_bytes_raise_anything_but_broken_data(content: bytes, name: str) -> None:
    try:
        assert isinstance(parse(content, name), Document)
    except BrokenData as broken:
        assert broken.problems


@given(st.text(alphabet="<>/=\"' !-divtablrphscyn&;#x演练次0", max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_web_page_raises_anything_but_broken_data(page: str) -> None:
    try:
        assert parse(f"<html>{page}".encode(), "x.html").kind == "html"
    except BrokenData as broken:
        assert codes_of(broken) <= {"empty"}


def codes_of(broken: BrokenData) -> set[str]:
    return {problem.code for problem in broken.problems}


def raw_word(body: str, numbering: str = "", before: str = "") -> bytes:
    """A Word file with nothing in it but this body."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml",
            f"{before}<w:document {space}><w:body>{body}</w:body></w:document>",
        )
        package.writestr("word/numbering.xml", f"<w:numbering {space}>{numbering}</w:numbering>")
    return content.getvalue()


def test_comments_without_end_take_no_time() -> None:
    assert parse(b"<!---->" * 500 + b"8317").kind == "text"


@pytest.mark.parametrize(
    ("text", "running", "table"),
    [
        ("同志们：今天开会。\n全年开展演练12860次，同比增长5.5%。", True, False),
        ("Comrades, we meet today.\nWe held 12,860 drills, 5.5% more.", True, False),
        ("指标,单位,2025年\n演练,次,12860\n培训,人次,1510000", False, True),
        ("指标,数值,备注\n演练,12860,含线上。\n培训,1510000,不含线上。", False, True),
        ("指标\t单位\t2025年\n演练\t次\t12860", False, True),
        ("一、总体情况\n二、主要做法", False, False),
        ("", False, False),
    ],
)
def test_running_text_is_told_from_a_typed_table(text: str, running: bool, table: bool) -> None:
    assert (is_running_text(text), is_delimited(text)) == (running, table)
