"""The marked copy of a Word draft is the secretary's own document, with comments."""

import struct
import zlib
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.shared import RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.i18n import words
from metrics.proofreading.proofread import proofread
from metrics.proofreading.word_copy import as_docx, copy_name
from metrics.readers.documents import parse, pasted
from tests.support.drafts import sample

_ = words("en")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WRONG = "管控重大事故隐患4435项"


def picture() -> bytes:
    """A red square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    lines = b"".join(b"\0" + b"\xff\0\0" * 4 for _line in range(4))
    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def draft() -> bytes:
    """A Word draft with a title, a figure in two runs, a table, a picture and a comment."""
    file = docx.Document()
    file.add_heading("2024年应急管理工作汇报", 0)
    line = file.add_paragraph("2024年，各级各部门开展演练", style="Quote")
    line.add_run("83").bold = True
    line.add_run("17次").italic = True
    line.add_run("，比上年增长27.2%，")
    red = line.add_run(f"{WRONG}。")
    red.font.color.rgb = RGBColor(200, 0, 0)
    file.add_picture(BytesIO(picture()))
    table = file.add_table(rows=1, cols=2, style="Table Grid")
    table.cell(0, 0).text, table.cell(0, 1).text = "挂牌督办重大事故隐患", "87项"
    file.add_comment(file.add_paragraph("待定").runs, text="请核", author="同事", initials="T")
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def marked() -> Any:
    content = draft()
    found = proofread(parse(content, "汇报.docx"), sample())
    return docx.Document(BytesIO(as_docx(found, _, content)))


def test_styles_tables_pictures_and_own_comments_stay() -> None:
    before, after = docx.Document(BytesIO(draft())), marked()
    looks = [
        [(p.style and p.style.name, p.text) for p in each.paragraphs] for each in (before, after)
    ]
    assert looks[0] == looks[1]
    assert len(after.inline_shapes) == 1
    assert after.tables[0].style.name == "Table Grid"
    assert [cell.text for cell in after.tables[0].rows[0].cells] == ["挂牌督办重大事故隐患", "87项"]
    assert "请核" in [comment.text for comment in after.comments]


def test_each_figure_is_shaded_and_commented_where_it_stands() -> None:
    file = marked()
    shaded = {
        "".join(t.text for t in run.iter(f"{W}t")): run.find(f"{W}rPr/{W}shd").get(f"{W}fill")
        for run in file.element.body.iter(f"{W}r")
        if run.find(f"{W}rPr/{W}shd") is not None
    }
    assert set(shaded) == {"83", "17次", "27.2%", "4435项", "87项"}
    assert shaded["4435项"] != shaded["27.2%"]
    runs = {run.text: run for paragraph in file.paragraphs for run in paragraph.runs}
    assert runs["83"].bold and runs["17次"].italic
    assert runs["4435项"].font.color.rgb == RGBColor(200, 0, 0)
    wrong = next(c.text for c in file.comments if "4453项" in c.text and "differing" in c.text)
    assert "Write: 4453项" in wrong


@pytest.mark.parametrize(
    ("name", "expected"),
    [("汇报.docx", "汇报 (proofread).docx"), ("", "draft (proofread).docx"),
     ("../a:b.txt", "a b (proofread).docx")],
)  # fmt: skip
def test_the_copy_is_named_after_the_draft(name: str, expected: str) -> None:
    assert copy_name(pasted("x", name), _, "docx") == expected


@given(
    st.lists(st.sampled_from(["演练8317次", "8317次", " ", "增长27.2%", "。", "x"]), max_size=12)
)
@settings(max_examples=25, deadline=None)
def test_no_split_of_runs_changes_a_text(pieces: list[str]) -> None:
    file = docx.Document()
    paragraph = file.add_paragraph("2024年")
    for piece in pieces:
        paragraph.add_run(piece)
    content = BytesIO()
    file.save(content)
    found = proofread(parse(content.getvalue(), "a.docx"), sample())
    copy = docx.Document(BytesIO(as_docx(found, _, content.getvalue())))
    assert copy.paragraphs[0].text == paragraph.text
