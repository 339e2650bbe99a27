"""Tables inside documents: their cells, merges, the lines above them."""

from metrics.readers.documents import parse
from tests.readers.test_documents import raw_word

PAGE = """<html><body><p>2025年工作总结</p><p>单位:万人次</p><table>
<tr><th rowspan=2>区县</th><th colspan=2>培训</th></tr><tr><th>2024年</th><th>2025年</th></tr>
<tr><td>望潮区</td><td>13040<sup>1</sup></td><td>2.6</td></tr>
<tr style="display:none"><td>松岭县</td><td></td><td>3</td></tr></table><p>完</p></body></html>"""


def word_cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


WORD = (
    "<w:p><w:r><w:t>2025年工作总结</w:t></w:r></w:p><w:p><w:r><w:t>单位:万人次</w:t></w:r></w:p>"
    "<w:tbl><w:tr>"
    + word_cell("区县", '<w:vMerge w:val="restart"/>')
    + word_cell("培训", '<w:gridSpan w:val="2"/>')
    + "</w:tr><w:tr>"
    + word_cell("", "<w:vMerge/>")
    + word_cell("2024年")
    + word_cell("2025年")
    + "</w:tr><w:tr>"
    + word_cell("望潮区")
    + word_cell('13040</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1')
    + word_cell("2.6")
    + "</w:tr></w:tbl>"
)


def test_a_page_gives_its_table_with_merges_and_what_stands_above() -> None:
    document = parse(PAGE.encode(), "x.html")
    (table,) = document.tables
    assert table.rows == [
        ["区县", "培训", ""],
        ["", "2024年", "2025年"],
        ["望潮区", "13040¹", "2.6"],
        ["松岭县", "", "3"],
    ]
    assert table.merges == ((1, 0, 2, 0), (1, 1, 1, 2))
    assert table.before == ("2025年工作总结", "单位:万人次")
    assert table.hidden_rows == {4}
    assert table.marks == {(3, 1): "raised"}


def test_a_word_file_gives_its_table_with_merges_and_what_stands_above() -> None:
    document = parse(raw_word(WORD), "x.docx")
    (table,) = document.tables
    assert table.rows == [
        ["区县", "培训", ""],
        ["", "2024年", "2025年"],
        ["望潮区", "13040¹", "2.6"],
    ]
    assert table.merges == ((1, 0, 2, 0), (1, 1, 1, 2))
    assert table.before == ("2025年工作总结", "单位:万人次")
