"""Any file that holds a table gives its grids; a file that holds none says what it is."""

import zipfile
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.i18n import words
from metrics.readers.source import Source, read_source
from tests.readers.test_document_tables import WORD
from tests.readers.test_documents import raw_word
from tests.support import papers
from tests.support.intake_files import workbook
from tests.support.locking import locked

ROWS = [["区县", "演练(次)", "培训"], ["望潮区", "1204", "8.5"], ["松岭县", "7", "9"]]
TABLE = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)


def source(content: bytes, name: str = "x") -> Source:
    return read_source(content, lambda cell: cell in ("区县", "望潮区"), lambda rows: 0, name=name)


def codes(found: Source) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    "beginning", ["<html>", "<style>td{}</style>", "<!-- made -->", "<div>", "<body>", "<center>"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_under_the_name_of_a_workbook_is_its_table(beginning: str, encoding: str) -> None:
    found = source(f"{beginning}<table>{TABLE}</table>".encode(encoding), "x.xls")
    assert [grid.rows for grid in found.grids] == [ROWS]
    assert not found.problems


def test_a_web_archive_gives_the_tables_of_its_pages() -> None:
    mail = MIMEMultipart("related")
    for _ in range(2):
        page = f"<html><body><p>演练情况</p><table>{TABLE}</table></body></html>"
        mail.attach(MIMEText(page, "html", "gb2312"))
    found = source(mail.as_bytes().replace(b"Content-Type", b"MIME-Version: 1.0\nContent-Type", 1))
    assert [grid.rows for grid in found.grids] == [ROWS, ROWS]
    assert [grid.sheet for grid in found.grids] == ["1 演练情况", "2 演练情况"]


SPREADSHEET = """<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:h="http://www.w3.org/TR/REC-html40">
<ss:Styles><ss:Style ss:ID="p"><ss:NumberFormat ss:Format="0.0%"/></ss:Style>
<ss:Style ss:ID="q" ss:Parent="p"/><ss:Style ss:ID="y"><ss:NumberFormat ss:Format="0年"/></ss:Style>
<ss:Style ss:ID="d"><ss:NumberFormat ss:Format="Short Date"/></ss:Style></ss:Styles>
<ss:Worksheet ss:Name="表一"><ss:Table><ss:Column/><ss:Column ss:Hidden="1" ss:Span="1"/>
<ss:Row ss:Index="3"><ss:Cell ss:MergeAcross="1"><ss:Data ss:Type="String">演练</ss:Data></ss:Cell>
<ss:Cell ss:StyleID="q"><ss:Data ss:Type="Number">0.925</ss:Data></ss:Cell></ss:Row>
<ss:Row ss:Hidden="1"><ss:Cell ss:Index="2" ss:StyleID="y"><ss:Data ss:Type="Number">2025</ss:Data>
</ss:Cell><ss:Cell><ss:Data ss:Type="String">13040<h:Sup>1</h:Sup></ss:Data></ss:Cell>
<ss:Cell><ss:Data ss:Type="DateTime">2025-12-31T00:00:00.000</ss:Data></ss:Cell></ss:Row>
</ss:Table></ss:Worksheet><ss:Worksheet ss:Name="表二"><ss:Table/><x:WorksheetOptions>
<x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></ss:Worksheet></ss:Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_xml_spreadsheet_2003_is_a_workbook(encoding: str) -> None:
    found = source(("\n" + SPREADSHEET.format(encoding=encoding)).encode(encoding), "x.xls")
    first, second = found.grids
    assert first.rows == [["演练", "", "92.5%"], ["", "2025", "13040¹", "2025-12-31"]]
    assert list(first.numbers) == [3, 4]
    assert first.merges == ((3, 0, 3, 1),)
    assert first.hidden_rows == {4} and first.hidden_columns == {1, 2}
    assert first.marks == {(3, 2): "percent", (4, 2): "raised", (4, 3): "date"}
    assert (second.sheet, second.hidden) == ("表二", True)


def test_other_xml_and_entities_are_refused() -> None:
    assert codes(source(b"<?xml version='1.0'?><a/>")) == ["no-spreadsheet"]
    bomb = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><Workbook>&b;</Workbook>"
    assert codes(source(bomb)) == ["document-type"]


def test_a_word_file_gives_its_table_and_one_without_says_so() -> None:
    (grid,) = source(raw_word(WORD)).grids
    assert grid.before == ("2025年工作总结", "单位:万人次")
    assert codes(source(papers.word(["只有文字,没有表格。"]))) == ["no-table"]


@pytest.mark.parametrize("gap", ["  ", "\u3000", "    "])
def test_aligned_text_gives_its_columns_by_position(gap: str) -> None:
    width = {column: max(len(row[column]) for row in ROWS) for column in range(3)}
    lines = [
        gap.join(cell + "\u3000" * (width[k] - len(cell)) for k, cell in enumerate(row))
        for row in ROWS
    ]
    text = "2025年演练情况\n" + "\n".join(lines)
    (grid,) = source(text.encode("gb18030")).grids
    assert grid.rows == ROWS
    assert list(grid.numbers) == [2, 3, 4]
    assert grid.before == ("2025年演练情况",)


def test_empty_cells_of_aligned_text_stay_empty_and_headings_reach_across() -> None:
    text = (
        "                2024年           2025年\n"
        "区县         演练    培训     演练    培训\n"
        "望潮区       1,204      12        7    8.5\n"
        "松岭县                  11        9\n"
        "青屿区的长名称 2         3        4      5\n"
    )
    (grid,) = source(text.encode()).grids
    assert grid.rows == [
        ["", "2024年", "", "2025年", ""],
        ["区县", "演练", "培训", "演练", "培训"],
        ["望潮区", "1,204", "12", "7", "8.5"],
        ["松岭县", "", "11", "9", ""],
        ["青屿区的长名称", "2", "3", "4", "5"],
    ]
    assert grid.merges == ((1, 1, 1, 2), (1, 3, 1, 4))


@pytest.mark.parametrize("mark", ["，", "、", ";", "；"])
def test_a_row_parted_by_another_mark_is_an_error_there(mark: str) -> None:
    rows = [",".join(row) for row in ROWS]
    rows[2] = rows[2].replace(",", mark)
    found = source("\n".join(rows).encode())
    assert [(problem.code, problem.row) for problem in found.problems] == [("other-delimiter", 3)]
    assert found.lost[0][0] == 3


def test_a_note_with_commas_is_no_row_parted_otherwise() -> None:
    text = "\n".join([",".join(row) for row in ROWS] + ["注：演练，培训均为全口径，含线上"])
    assert not source(text.encode()).problems


def test_the_mark_between_words_parts_cells_where_nothing_else_does() -> None:
    text = "\n".join("、".join(row) for row in ROWS)
    assert [grid.rows for grid in source(text.encode()).grids] == [ROWS]
    text = "指标,说明\n演练,桌面、实战、双盲、综合\n培训,线上、线下、入企、入户"
    assert source(text.encode()).delimiter == ","


@pytest.mark.parametrize("odd", [b"\x80", b"\xfe\x59"])
def test_a_byte_that_is_no_gbk_is_named_with_its_row(odd: bytes) -> None:
    found = source("区县,演练\n望潮区,7\n".encode("gbk") + b"x" + odd + b",5\n")
    (problem,) = found.problems
    assert (problem.code, problem.row) == ("encoding-damaged", 3)
    assert odd.hex(" ").upper() in words("en").say(problem.message)


def test_excels_own_password_is_opened_and_another_is_named() -> None:
    for rows in (ROWS, [ROWS[0], *([ROWS[1]] * 3_000)]):
        (grid,) = source(locked(workbook(rows), "VelvetSweatshop")).grids
        assert grid.rows == rows
    assert codes(source(locked(workbook(ROWS), "secret"))) == ["password"]
    damaged = locked(workbook(ROWS), "VelvetSweatshop")
    assert codes(source(damaged[:4_000])) == ["damaged"]


@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_a_damaged_locked_workbook_never_crashes(at: int, put: bytes) -> None:
    content = locked(workbook(ROWS), "VelvetSweatshop")
    damaged = content[: at % len(content)] + put + content[at % len(content) + len(put) :]
    found = source(damaged)
    assert found.grids or found.problems


def archive(**members: bytes) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, member in members.items():
            package.writestr(name, member)
    return content.getvalue()


def test_an_archive_of_one_workbook_is_that_workbook() -> None:
    book = workbook([ROWS[0], ROWS[1]])
    assert source(archive(**{"表/年报.xlsx": book})).grids[0].rows[0] == ROWS[0]
    assert codes(source(archive(**{"a.xlsx": book, "b.xlsx": book}))) == ["zip-of-several"]
    assert codes(source(archive(**{"a.xlsx": book, "b.txt": b"x"}))) == ["zip"]
    assert codes(source(archive(**{"a.xlsx": archive(**{"b.xlsx": book})}))) == ["zip"]
    assert codes(source(archive(**{"a.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}))) == ["damaged"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("鹭洲区,雁湾区\n培训班次,28\n物资储备点数,10\n", "gb18030"),
        ("鷺洲區,演練\n應急,7\n培訓人員,9\n", "big5"),
    ],
)
def test_names_of_rare_characters_leave_no_doubt_of_the_encoding(text: str, encoding: str) -> None:
    found = read_source(text.encode(encoding), lambda cell: False, lambda rows: 0)
    assert found.grids[0].rows[0] == text.split("\n")[0].split(",")
