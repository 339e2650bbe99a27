"""What a value cell is read as, what is refused, and with which words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.i18n import words
from metrics.model.dataset import load
from metrics.numbers import plain
from metrics.tables.cell_number import CellReading, CellRefusal, NumberReader
from tests.support.intake_files import checked, codes, lines, one_value


@pytest.mark.parametrize(
    ("text", "unit", "value", "qualifier"),
    [
        ("1360000", "人次", "1360000", "exact"),
        ("１３６００００", "人次", "1360000", "exact"),
        ("1,360,000", "人次", "1360000", "exact"),
        ("1，360，000", "人次", "1360000", "exact"),
        ("1 360 000", "人次", "1360000", "exact"),
        ("1.36万", "人次", "13600", "exact"),
        ("136万余", "人次", "1360000", "more_than"),
        ("136余万", "人次", "1360000", "more_than"),
        ("136万余人次", "人次", "1360000", "more_than"),
        ("超过136万人次", "人次", "1360000", "more_than"),
        ("约5000", "人次", "5000", "about"),
        ("5000人次左右", "人次", "5000", "about"),
        ("近200", "人次", "200", "nearly"),
        ("不少于200", "人次", "200", "at_least"),
        ("≥200", "人次", "200", "at_least"),
        ("90%以上", "%", "90", "at_least"),
        ("90％", "%", "90", "exact"),
        ("3个百分点", "百分点", "3", "exact"),
        ("1400余台(套)", "台（套）", "1400", "more_than"),
        ("0", "人次", "0", "exact"),
        ("-3", "元", "-3", "exact"),
        ("−3", "元", "-3", "exact"),
        ("151", "万人次", "1510000", "exact"),
    ],
)
def test_values_as_people_write_them(text: str, unit: str, value: str, qualifier: str) -> None:
    intake = one_value(text, unit)
    assert not codes(intake, "error"), intake.problems
    (row,) = intake.observations
    assert (plain(row.value or Decimal(0)), row.qualifier) == (value, qualifier)
    assert row.printed == ("" if text == value else text + unit * (unit == "万人次"))


def test_a_range_keeps_both_bounds() -> None:
    (row,) = one_value("100-200").observations
    assert (row.value, row.upper, row.qualifier) == (Decimal(100), Decimal(200), "range")


@pytest.mark.parametrize(
    ("text", "unit", "first", "second"),
    [
        ("31,75", "人次", "31.75", "3175"),
        ("1,5", "人次", "1.5", "15"),
        ("0,123", "人次", "0.123", "0123"),
        ("3-5", "人次", "3 – 5", "3月5日"),
        ("(300)", "人次", "300", "-300"),
        ("1426.5万", "万人", "14,265,000 人", "142,650,000,000 人"),
    ],
)
def test_two_readings_are_refused_with_both_named(
    text: str, unit: str, first: str, second: str
) -> None:
    intake = one_value(text, unit)
    (error,) = [p for p in intake.problems if p.severity == "error"]
    said = {str(error.message.values[key]) for key in ("first", "second")}
    assert error.code == "two-readings" and said == {first, second}


@pytest.mark.parametrize("mark", ["-", "—", "——", "/", "…", "未统计", "暂无"])
def test_a_mark_of_a_missing_figure_is_no_zero(mark: str) -> None:
    intake = one_value(mark)
    assert [o.value for o in intake.observations] == [None] and "no-values" not in codes(intake)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("三千余", "not-a-number"),
        ("NaN", "not-finite"),
        ("inf", "not-finite"),
        ("1e309", "too-large"),
        ("9" * 400, "too-large"),
        ("=SUM(A1:A3)", "formula"),
        ("=cmd|' /C calc'!A0", "formula"),
        ("#DIV/0!", "excel-error"),
        ("#N/A", "excel-error"),
        ("#REF!", "excel-error"),
        ("########", "excel-hashes"),
        ("2025-03-05", "date"),
        ("3月5日", "date"),
        ("5-Mar", "date"),
        ("1.234.567", "not-a-number"),
        ("1,36,000", "separators"),
        ("12 13", "separators"),
        ("007", "leading-zeros"),
        ("12abc", "not-a-number"),
        ("TRUE", "not-finite"),
        ("近200余", "two-readings"),
        ("90%", "unit-conflict"),
        ("1_000", "not-a-number"),
    ],
)
def test_what_is_no_number_is_refused_at_its_cell(text: str, code: str) -> None:
    intake = one_value(text)
    (error,) = [p for p in intake.problems if p.severity == "error"]
    assert (error.code, error.row, error.column) == (code, 2, "数值")
    assert not intake.observations


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("三千余", "Write 3000, and 余 as the qualifier"),
        ("四万三", "Write 43000"),
        ("6万8", "Write 68000"),
        ("三四百", "Write 300至400"),
        ("百分之七点二", "Write 7.2%"),
        ("千分之六", "Write 6‰"),
        ("上万", "Write 10000, and 余 as the qualifier"),
        ("五十余万", "Write 500000, and 余 as the qualifier"),
        ("四分之三", "Write digits only, like 1360000; leave it empty if it is not published"),
        ("几十", "Write digits only, like 1360000; leave it empty if it is not published"),
    ],
)
def test_the_mending_of_numerals_is_spelt_out(text: str, advice: str) -> None:
    (error,) = [p for p in one_value(text).problems if p.severity == "error"]
    assert error.fix and words("en").say(error.fix) == advice


def test_empty_is_not_zero_and_not_taken_but_said_words_are() -> None:
    intake = checked(
        lines(("年份", "指标", "数值"), ("2025", "宣贯培训", ""), ("2025", "增设救援队伍", "72"))
    )
    assert [o.metric for o in intake.observations] == ["增设救援队伍"]
    assert "not-taken-empty-value" in codes(intake, "info")
    (row,) = one_value("未公布").observations
    assert row.value is None


def test_value_against_its_own_printed_form() -> None:
    assert "printed-differs" in codes(one_value("1360", 原文数字="136万余人次"), "warning")
    (row,) = one_value("1360000", 原文数字="136万余人次").observations
    assert (row.qualifier, row.printed) == ("more_than", "136万余人次")


def test_counts_below_zero_or_not_whole_are_doubted_not_refused() -> None:
    assert "negative" in codes(one_value("-3"), "warning")
    assert "fraction" in codes(one_value("1.5"), "warning")
    assert "negative" not in codes(one_value("-3", "元"))


@pytest.mark.parametrize(
    ("text", "year"),
    [("2025年", 2025), ("２０２５", 2025), ("2025年度", 2025), ("二〇二五年", 2025)],
)
def test_years(text: str, year: int) -> None:
    assert [o.year for o in one_value("5", 年份=text).observations] == [year]


@pytest.mark.parametrize("text", ["25", "2025-12-31", "", "1800", "去年"])
def test_what_is_no_year_is_refused(text: str) -> None:
    assert codes(one_value("5", 年份=text), "error") == {"year"}


reader = NumberReader(load().vocabulary)
decimals = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=3)


@given(decimals)
def test_plain_decimals_are_read_exactly(value: Decimal) -> None:
    reading = reader.read(plain(value))
    assert isinstance(reading, CellReading) and reading.value == value


@given(st.integers(1, 10**12), st.sampled_from(["", "人次", "余", "余人次", "以上"]))
def test_thousands_separators_change_nothing(value: int, tail: str) -> None:
    grouped, bare = reader.read(f"{value:,}{tail}"), reader.read(f"{value}{tail}")
    assert isinstance(grouped, CellReading) and isinstance(bare, CellReading)
    assert (
        (grouped.value, grouped.qualifier)
        == (bare.value, bare.qualifier)
        == (
            Decimal(value),
            bare.qualifier,
        )
    )


@given(
    st.text(st.sampled_from("0123456789,.-+ 万亿余约%人次至(e#=年月日/"), min_size=1, max_size=12)
)
def test_no_text_breaks_the_reader_and_none_gains_digits(text: str) -> None:
    if not text.strip():
        return
    reading = reader.read(text.strip())
    assert isinstance(reading, (CellReading, CellRefusal))
    if isinstance(reading, CellReading) and not reading.scaled and not reading.scientific:
        digits = [
            c for c in plain(abs(reading.value)) + plain(reading.upper or Decimal(0)) if c > "0"
        ]
        assert len([c for c in digits if c.isdigit()]) <= sum(c.isdigit() for c in text)
