"""PDF as Chromium, Word and WPS write it: radicals, wrapped lines, tables by lines and by place."""

from collections.abc import Sequence

import pytest

from metrics.readers import limits
from metrics.readers.documents import Document, parse
from metrics.readers.formats.pdf_page import Drawn, Rule, Run
from metrics.readers.formats.pdf_tables import ruled_tables
from metrics.readers.formats.radicals import FOLDED
from tests.support import papers

SIZE = 12
LEFT = 60
WIDTH = 40
"""Characters of a full line."""
ROWS = [["区县", "2024年", "2025年"], ["望潮区", "1,204", "8.5"], ["松岭县", "", "90"]]


def page(*lines: tuple[float, float, str], rules: Sequence[str] = ()) -> papers.Page:
    return papers.Page([papers.Text(x, y, text) for x, y, text in lines], rules)


def read(*pages: papers.Page) -> Document:
    document = parse(papers.drawn_pdf(pages), "x.pdf")
    return document


def table_at(top: float, rows: Sequence[Sequence[str]]) -> list[tuple[float, float, str]]:
    """Cells in columns of 120 points, rows of 20."""
    return [
        (LEFT + 120 * column, top - 20 * line, text)
        for line, row in enumerate(rows)
        for column, text in enumerate(row)
        if text
    ]


def grid_of(top: float, rows: int, columns: int) -> list[str]:
    """Lines around cells as `table_at` sets them."""
    high, low = top + 15, top + 15 - 20 * rows
    across = [
        f"{LEFT - 4} {high - 20 * n} m {LEFT - 4 + 120 * columns} {high - 20 * n} l S"
        for n in range(rows + 1)
    ]
    down = [
        f"{LEFT - 4 + 120 * n} {low} m {LEFT - 4 + 120 * n} {high} l S" for n in range(columns + 1)
    ]
    return across + down


def test_radicals_become_their_characters() -> None:
    text = "⻓期坚持⼈⽂⾃⾏,培训142 万余⼈次,⻘⻨市⻚"
    assert read(page((LEFT, 700, text))).text == "长期坚持人文自行,培训142 万余人次,青麦市页"
    assert "灭火\ufa38 ⻓".translate(FOLDED) == "灭火器 长"
    assert all(len(character) == 1 for character in FOLDED.values())


def test_lines_that_the_page_wrapped_are_one_paragraph() -> None:
    text = "全年开展应急演练8317次,管控" + "管控隐患" * 15 + "2318项。"
    lines = [text[:39], text[39:-4], text[-4:]]
    shown = [(LEFT + (0 if n else 24), 700 - 20 * n, line) for n, line in enumerate(lines)]
    after = (LEFT + 24, 700 - 20 * len(lines), "下一段另起。")
    assert read(page(*shown, after)).text == f"{text}\n下一段另起。"


def test_a_paragraph_goes_on_over_the_page_and_its_number() -> None:
    first, second = "甲" * WIDTH, "乙" * 20
    pages = [
        page((LEFT, 700, first), (280, 30, "- 1 -")),
        page((LEFT, 780, second + "。"), (280, 30, "- 2 -")),
    ]
    document = read(*pages)
    assert document.text == f"{first}{second}。"
    assert [problem.code for problem in document.problems] == ["furniture"]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_gives_its_cells_by_place(ruled: bool) -> None:
    rules = grid_of(660, 3, 3) if ruled else []
    cells = table_at(660, ROWS)
    document = read(
        page((LEFT, 700, "表1 培训情况"), *cells, (LEFT, 560, "以上为初步数。"), rules=rules)
    )
    (table,) = document.tables
    assert table.rows == ROWS
    assert table.before == ("表1 培训情况",)
    assert "区县\t2024年\t2025年\n望潮区\t1,204\t8.5\n松岭县\t\t90\n" in document.text


def test_narrow_cells_that_wrap_are_one_each_and_merged_ones_reach_down() -> None:
    """Each column has its own lines, as a browser prints them; 18 points a line, rows apart."""
    wrapped = [
        *[(60, 700, "类别"), (120, 709, "指标"), (120, 691, "名称"), (200, 700, "2024年")],
        *[
            (260, 700, "2025年"),
            (60, 624, "演练"),
            (120, 660, "各级各部门"),
            (120, 642, "应急演练"),
        ],
        *[(200, 651, "12,192"), (260, 651, "13,040"), (120, 618, "综合演练"), (200, 618, "48")],
        *[(260, 618, "50"), (120, 585, "专项演练"), (200, 585, "7"), (260, 585, "9")],
        *[(60, 540, "培训"), (120, 549, "企业负责人"), (120, 531, "培训期数"), (200, 540, "88")],
        (260, 540, "91"),
    ]
    (table,) = read(page((LEFT, 760, "2025年统计表"), *wrapped)).tables
    assert table.rows[0] == ["类别", "指标名称", "2024年", "2025年"]
    assert [row[1] for row in table.rows[1:]] == [
        "各级各部门应急演练",
        "综合演练",
        "专项演练",
        "企业负责人培训期数",
    ]
    assert [row[0] for row in table.rows[1:]] == ["演练", "", "", "培训"]
    assert table.merges == ((2, 0, 4, 0),) and table.before == ("2025年统计表",)


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_over_two_pages_is_one(ruled: bool) -> None:
    rest = [ROWS[0], ["青屿区", "3", "4"]]
    pages = [
        page(*table_at(100, ROWS), (280, 30, "- 1 -"), rules=grid_of(100, 3, 3) if ruled else []),
        page(
            (LEFT, 780, "续表"),
            *table_at(740, rest),
            (280, 30, "- 2 -"),
            rules=grid_of(740, 2, 3) if ruled else [],
        ),
    ]
    (table,) = read(*pages).tables
    assert table.rows == [*ROWS, rest[1]]


def test_the_last_row_of_a_table_alone_on_the_next_page_belongs_to_it() -> None:
    last = ["青屿区", "3", "4"]
    pages = [
        page(*table_at(100, ROWS), rules=grid_of(100, 3, 3)),
        page(*table_at(740, [last]), (LEFT, 680, "二、工作安排"), rules=grid_of(740, 1, 3)),
    ]
    (table,) = read(*pages).tables
    assert table.rows == [*ROWS, last]


def test_cells_without_a_line_between_them_are_merged() -> None:
    runs = [Run("培训", 130, 150, 85, 10), Run("区县", 20, 40, 75, 10)]
    runs += [Run(text, x, x + 30, 65, 10) for text, x in (("2024年", 110), ("2025年", 160))]
    runs += [Run(text, x, x + 30, 45, 10) for text, x in (("望潮区", 20), ("7", 110), ("8", 160))]
    across = [Rule(100, 10, 200), Rule(80, 100, 200), Rule(60, 10, 200), Rule(40, 10, 200)]
    down = [Rule(10, 40, 100), Rule(100, 40, 100), Rule(150, 40, 80), Rule(200, 40, 100)]
    tables, left = ruled_tables(Drawn(300, 300, runs, across, down))
    assert not left
    (table,) = tables
    first, second, third = table.rows
    assert [(cell.text, cell.across, cell.down) for cell in first] == [
        ("区县", 1, 2),
        ("培训", 2, 1),
    ]
    assert [cell.text for cell in second] == ["2024年", "2025年"]
    assert [cell.text for cell in third] == ["望潮区", "7", "8"]


def test_two_numbers_in_one_cell_are_never_joined() -> None:
    cells = [*table_at(660, [["区县", "演练"], ["望潮区", "12"]]), (LEFT + 120, 630, "34")]
    high, low = 675, 620
    rules = [f"{LEFT - 4} {y} m {LEFT + 236} {y} l S" for y in (high, 655, low)]
    rules += [f"{LEFT - 4 + 120 * n} {low} m {LEFT - 4 + 120 * n} {high} l S" for n in range(3)]
    (table,) = read(page(*cells, (LEFT, 500, "一段足够长的说明文字。"), rules=rules)).tables
    assert table.rows[1] == ["望潮区", "12 34"]


def test_raised_digits_are_no_part_of_the_number() -> None:
    body = papers.Page(
        [
            papers.Text(LEFT, 700, "培训人员13040"),
            papers.Text(LEFT + 78, 705, "1", 7),
            papers.Text(LEFT + 82, 700, "人次,管控隐患4453项。"),
        ],
    )
    assert read(body).text == "培训人员13040¹人次,管控隐患4453项。"


def test_text_drawn_twice_for_bold_counts_once() -> None:
    line = "培训人员13040人次,管控隐患4453项。"
    assert read(page((LEFT, 700, line), (LEFT + 0.4, 700, line))).text == line


def test_a_page_lying_on_its_side_is_read_as_it_is_seen() -> None:
    turned = papers.Page([papers.Text(0, 0, "培训人员13040人次,管控隐患4453项。")], turned=90)
    assert read(turned).text == "培训人员13040人次,管控隐患4453项。"


def test_two_columns_of_prose_are_no_table() -> None:
    long = "全年开展应急演练次数多于往年人次" * 2
    lines = [(x, 700 - 20 * n, long[:14]) for n in range(5) for x in (LEFT, LEFT + 250)]
    assert not read(page(*lines)).tables


def test_a_page_with_many_lines_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_DOCUMENT_SECONDS", 20)
    rules = [
        f"{n % 500} 0 m {n % 500} 800 l S 0 {n % 800} m 500 {n % 800} l S" for n in range(9000)
    ]
    assert (
        "8317" in read(page((LEFT, 700, "开展应急演练8317次,培训26.9万人次。"), rules=rules)).text
    )
