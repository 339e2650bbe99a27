"""Files a person could reasonably mean: encodings, delimiters, layouts, workbooks."""

import datetime
import io

import pytest
import xlsxwriter

from tests.support.intake_files import (
    FIGURES,
    HEADER,
    ROWS,
    checked,
    codes,
    lines,
    part,
    published,
    values,
    with_parts,
    workbook,
)

TEXT = lines(HEADER, *ROWS)
TRADITIONAL = lines(
    ("年份", "地區", "類別", "指標", "數值", "單位"),
    ("2025", "威海市", "培訓", "宣貫培訓", "1510000", "人次"),
    ("2025", "威海市", "隱患", "管控重大事故隱患", "4870", "項"),
)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "utf-32"],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
def test_every_encoding_with_every_delimiter(encoding: str, delimiter: str) -> None:
    intake = checked(lines(HEADER, *ROWS, delimiter=delimiter).encode(encoding))
    assert intake.ok, intake.problems
    assert values(intake) == list(FIGURES)
    assert intake.delimiter == delimiter
    assert intake.observations[0].note == "含线上"


def test_big5_with_traditional_names_means_the_same_metrics() -> None:
    intake = checked(TRADITIONAL.encode("big5"))
    assert intake.ok and intake.encoding == "big5"
    assert [o.metric for o in intake.observations] == ["宣贯培训", "管控重大事故隐患"]
    assert [(o.category, o.unit) for o in intake.observations] == [
        ("training", "人次"),
        ("hazards", "项"),
    ]


def test_bytes_that_could_be_two_encodings_are_refused_or_marked() -> None:
    text = lines(("year", "category", "metric", "value", "unit"), ("2025", "x", "鍩硅", "1", "y"))
    intake = checked(text.encode("gb18030"))
    assert "encoding-undecided" in codes(intake, "error") or "encoding-by-characters" in codes(
        intake, "warning"
    )


def test_utf8_with_one_damaged_byte_is_not_read_as_something_else() -> None:
    raw = TEXT.encode()
    at = raw.index("管控".encode()) + 1
    intake = checked(raw[:at] + b"\xff" + raw[at + 1 :])
    assert not intake.ok and codes(intake, "error") == {"encoding-damaged"}
    assert intake.problems[0].row == 4


def test_text_in_no_known_encoding_is_refused() -> None:
    assert codes(checked("année;valeur\n2025;1\n".encode("latin-1"))) <= {
        "encoding-unknown",
        "encoding-undecided",
        "no-header",
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ends_with_newlines_in_cells(end: str) -> None:
    text = lines(HEADER, *ROWS, end=end).replace("含线上", f'"含线上{end}与直播"')
    intake = checked(text)
    assert intake.ok and values(intake) == list(FIGURES)
    assert intake.observations[0].note == "含线上\n与直播"
    assert intake.rows == (2, 3, 4, 5)


def test_sep_line_is_obeyed_and_is_no_row() -> None:
    intake = checked("sep=;\r\n" + lines(HEADER, *ROWS, delimiter=";"))
    assert intake.ok and intake.delimiter == ";" and intake.header_row == 1


def test_title_lines_notes_totals_and_rows_below_them() -> None:
    text = (
        "威海市2025年应急管理指标统计表,,,,,,,\n单位：见表,,,,,,,\n\n"
        + lines(HEADER, *ROWS[:3])
        + "合计,,,,,1527910,,\n注：数据截至年底,,,,,,,\n"
        + lines(ROWS[3])
    )
    intake = checked(text)
    assert intake.ok and intake.header_row == 4
    assert values(intake) == list(FIGURES) and intake.rows == (5, 6, 7, 10)
    assert [(one.row, one.code) for one in intake.not_taken] == [
        (1, "title"),
        (2, "title"),
        (8, "total"),
        (9, "note"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        (
            "Year",
            "REGION",
            "Category",
            "Sub-category",
            "Indicator Name",
            " VALUE ",
            "Unit",
            "Remarks",
        ),
        ("年 度", "区域", "类 别", "二级分类", "指标名称", "数量", "计量单位", "说明"),
        ("年份*", "地区", "类别", "子类", "指标（必填）", "数值：", "单位", "备注"),
        ("年份 year", "地区/region", "类别", "子类", "指标\u200b", "数　值", "单位", "备注"),
    ],
)
def test_headers_by_many_names(header: tuple[str, ...]) -> None:
    intake = checked(lines(header, *ROWS))
    assert intake.ok and values(intake) == list(FIGURES)


def test_columns_in_any_order() -> None:
    order = [6, 4, 5, 0, 2, 1, 7, 3]
    rows = [[row[at] for at in order] for row in (HEADER, *ROWS)]
    intake = checked(lines(*rows))
    assert intake.observations == checked(TEXT).observations


def test_two_header_rows_and_header_in_two_languages() -> None:
    pair = lines(
        ("年份", "地区", "类别", "子类", "指标", "完成情况", "", "备注"),
        ("", "", "", "", "", "数值", "单位", ""),
        *ROWS,
    )
    english = ("year", "region", "category", "subcategory", "metric", "value", "unit", "note")
    for text in (pair, lines(HEADER, english, *ROWS)):
        intake = checked(text)
        assert intake.ok and values(intake) == list(FIGURES) and intake.rows[0] == 3


def test_extra_columns_are_said_and_not_taken() -> None:
    rows = [(*HEADER, "负责人"), *((*row, "张三") for row in ROWS)]
    intake = checked(lines(*rows))
    assert intake.ok and "extra-column" in codes(intake, "info")
    assert "张三" not in str(intake.observations)


@pytest.mark.parametrize("missing", ["指标", "数值"])
def test_a_missing_column_is_named(missing: str) -> None:
    at = HEADER.index(missing)
    rows = [row[:at] + row[at + 1 :] for row in (HEADER, *ROWS)]
    intake = checked(lines(*rows))
    assert not intake.ok and codes(intake, "error") == {"no-column"}


def test_a_missing_year_is_asked() -> None:
    rows = [row[1:] for row in (HEADER, *ROWS)]
    intake = checked(lines(*rows))
    assert not intake.ok and [one.id for one in intake.questions] == ["year"]
    answered = checked(lines(*rows), answers={"year": "2025"})
    assert answered.ok and values(answered) == list(FIGURES)


def test_two_columns_of_the_same_meaning_are_refused() -> None:
    intake = checked(lines((*HEADER, "数量"), *((*row, "7") for row in ROWS)))
    assert not intake.ok and "two-columns" in codes(intake)


def test_a_row_split_by_thousands_separators_is_refused() -> None:
    intake = checked(TEXT.replace("13040", "13,040"))
    assert not intake.ok and {p.row for p in intake.problems if p.severity == "error"} == {3}


def test_quotes_that_do_not_close_are_refused_at_their_row() -> None:
    intake = checked(TEXT.replace("13040", '"13040'))
    assert not intake.ok
    assert [(p.code, p.row) for p in intake.problems if p.severity == "error"] == [("quotes", 3)]


def test_years_as_columns_are_read_with_the_cell_of_each_figure() -> None:
    text = lines(
        ("指标", "类别", "单位", "2023年", "2024年", "2025年"),
        ("新增救援装备", "装备", "台(套)", "1200", "1400余", "1650"),
        ("各级各部门演练", "演练", "次", "", "12192", "13040"),
        ("注：无", "", "", "", "", ""),
    )
    intake = checked(text)
    assert intake.ok and len(intake.observations) == len(intake.cells) == 5
    assert {(o.metric, o.year, str(o.value), o.qualifier) for o in intake.observations} >= {
        ("新增救援装备", 2024, "1400", "more_than"),
        ("各级各部门演练", 2025, "13040", "exact"),
    }
    cells = {
        (o.year, o.metric): c.address
        for o, c in zip(intake.observations, intake.cells, strict=True)
    }
    assert cells[2025, "各级各部门演练"] == "F3"


def test_workbook_with_titles_gap_and_typed_cells() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("上报表")
    sheet.merge_range(0, 0, 0, 9, "2025年统计表", book.add_format())
    for at, row in enumerate((HEADER, *ROWS), start=3):
        sheet.write_row(at, 2, [int(c) if c.isdigit() else c for c in row])
    book.close()
    intake = checked(target.getvalue(), "表.xlsx")
    assert intake.ok and intake.sheet == "上报表" and intake.header_row == 4
    assert values(intake) == list(FIGURES) and intake.rows == (5, 6, 7, 8)


def _special_book() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["年份", "指标", "数值", "单位", "类别"])
    percent = book.add_format({"num_format": "0%"})
    day = book.add_format({"num_format": "m-d"})
    wan = book.add_format({"num_format": '0.0"万"'})
    names = [
        "市级执法人员下沉一线比例",
        "新增救援装备",
        "增设救援队伍",
        "基层应急救援站",
        "宣贯培训",
    ]
    for at, name in enumerate(names, start=1):
        sheet.write_row(at, 0, [2025, name])
    sheet.write_number(1, 2, 0.925, percent)
    sheet.write_formula(2, 2, "=1600+50", None, 1650)
    sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
    sheet.write_datetime(4, 2, datetime.datetime(2025, 3, 5), day)
    sheet.write_number(5, 2, 136, wan)
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()
    return target.getvalue()


def test_percent_formula_error_date_and_scaled_format() -> None:
    intake = checked(_special_book(), "a.xlsx")
    taken = {o.metric: (str(o.value), o.unit) for o in intake.observations}
    assert taken["市级执法人员下沉一线比例"] == ("92.5", "%")
    assert taken["新增救援装备"] == ("1650", "台(套)")
    errors = {p.row: p.code for p in intake.problems if p.severity == "error"}
    assert errors == {4: "excel-error", 5: "date", 6: "two-readings"}
    assert {"hidden-rows", "formulas"} <= codes(intake)


def test_formula_without_a_stored_result_is_refused() -> None:
    book = _special_book()
    name = "xl/worksheets/sheet1.xml"
    bare = part(book, name).replace(b"<v>1650</v>", b"")
    intake = checked(with_parts(book, {name: bare}), "a.xlsx")
    assert (3, "formula") in {(p.row, p.code) for p in intake.problems}


def test_names_in_merged_cells_hold_for_all_their_rows() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["年份", "类别", "指标", "数值", "单位"])
    sheet.merge_range(1, 0, 3, 0, 2025, book.add_format())
    sheet.merge_range(1, 1, 3, 1, "消防", book.add_format())
    for at in range(1, 4):
        sheet.write_row(at, 2, [f"检查{at}", at * 10, "次"])
    book.close()
    intake = checked(target.getvalue(), "a.xlsx")
    assert intake.ok and [(o.year, o.category) for o in intake.observations] == [(2025, "消防")] * 3


def test_several_sheets_of_rows_are_one_file() -> None:
    quarters = workbook(sheets=("一季度", "全年"))
    intake = checked(quarters, "a.xlsx")
    assert intake.ok and values(intake) == list(FIGURES)
    assert {cell.sheet for cell in intake.cells} == {"全年"}, "a part of a year is none"
    assert intake.sheets == ("一季度", "全年")
    chosen = checked(quarters, "a.xlsx", sheet="一季度")
    assert chosen.ok and chosen.sheet == "一季度" and values(chosen) == list(FIGURES)
    assert "no-sheet" in codes(checked(quarters, "a.xlsx", sheet="没有"))


def test_sheets_with_columns_of_printed_words_are_chosen_from() -> None:
    head = ("年份", "指标", "数值", "单位", "原文数字")
    rows = (head, ("2025", "宣贯培训", "1510000", "人次", "151万余人次"))
    intake = checked(workbook(rows, ("甲科", "乙科")), "a.xlsx")
    assert "several-sheets" in codes(intake) and intake.sheets == ("甲科", "乙科")


def test_header_row_and_encoding_can_be_overruled() -> None:
    text = "甲,乙,丙\n" + TEXT
    assert checked(text.encode("gbk"), encoding="gb18030", header_row=2).ok
    assert not checked(text, header_row=1).ok
    with pytest.raises(LookupError, match="utf-8"):
        checked(text, encoding="klingon")


def test_edits_are_put_in_before_checking() -> None:
    text = TEXT.replace("13040", "三千余")
    assert not checked(text).ok
    for column in ("数值", "value", "F"):
        intake = checked(text, edits={(3, column): "3000"})
        assert intake.ok and 3000 in values(intake)


def test_same_file_same_answer_and_published_file_is_no_news() -> None:
    assert checked(TEXT) == checked(TEXT)
    assert not codes(checked(TEXT, published=published()), "error")
