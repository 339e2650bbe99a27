"""The reader on sentences of invented bureaus: values, units, qualifiers, names and refusals."""

from decimal import Decimal

import pytest

from metrics.prose import TextFigure, read


def only(text: str) -> TextFigure:
    """The single figure of a text."""
    figures = read(text, 2025).figures
    assert len(figures) == 1, [figure.printed for figure in figures]
    return figures[0]


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit", "qualifier"),
    [
        ("云溪县发放手册近200余册。", "近200余册", "200", "册", "nearly"),
        ("全年节约经费12万元。", "12万元", "120000", "元", "exact"),
        ("附近3家企业停产。", "3家", "3", "家", "exact"),
        ("参训学员3万4000人。", "3万4000人", "34000", "人", "exact"),
        ("覆盖率达到百分之九十八点五。", "百分之九十八点五", "98.5", "%", "exact"),
        ("罚款壹佰贰拾万元。", "壹佰贰拾万元", "1200000", "元", "exact"),
        ("新购裝備86台（套）。", "86台（套）", "86", "台(套)", "exact"),
        ("检查商户１，２８６家。", "１，２８６家", "1286", "家", "exact"),
        ("入户走访上千人次。", "上千人次", "1000", "人次", "more_than"),
        ("平均时长压缩至5个工作日。", "5个工作日", "5", "个工作日", "exact"),
        ("事故隐患不少于18处。", "不少于18处", "18", "处", "at_least"),
        ("水质达标率比上年提高2.5个百分点。", "2.5个百分点", "2.5", "百分点", "exact"),
        ("总投资不超过3.6亿元。", "不超过3.6亿元", "360000000", "元", "up_to"),
        ("孕产妇死亡率8.6/10万。", "8.6/10万", "8.6", "/10万", "exact"),
    ],
)
def test_a_figure_is_read_with_its_qualifier_and_unit(
    text: str, printed: str, value: str, unit: str, qualifier: str
) -> None:
    figure = only(text)
    assert (figure.printed, figure.unit, figure.qualifier) == (printed, unit, qualifier)
    assert figure.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("每班配教员3-5名。", "3", "5", "名"),
        ("奖励金额2万元至10万元。", "20000", "100000", "元"),
        ("抽调七八名骨干。", "7", "8", "名"),
        ("产能为3-5万吨。", "30000", "50000", "吨"),
    ],
)
def test_a_range_is_one_figure_with_its_upper_bound(
    text: str, low: str, high: str, unit: str
) -> None:
    figure = only(text)
    assert (figure.value, figure.upper) == (Decimal(low), Decimal(high))
    assert (figure.unit, figure.qualifier) == (unit, "at_least")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("依据本条例第十二条办理。", "law-article"),
        ("《云溪县2021年规划》已经印发。", "title"),
        ("落实“五个一”要求。", "quoted"),
        ("全面推进十五五规划编制。", "programme"),
        ("实施三年行动。", "programme"),
        ("处置措施不能一刀切。", "idiom"),
        ("统一调度。", "word"),
        ("解决了一批难题。", "indefinite"),
        ("从3个方面发力。", "grouping"),
        ("获得全省第二名。", "rank"),
        ("云溪发〔2024〕6号", "document-number"),
        ("会议在2025年3月召开。", "date"),
        ("拨打12350举报。", "telephone"),
        ("每万人拥有率提高。", "per-base"),
        ("对20万元以上的工程组织复核。", "threshold"),
        ("三次产业结构为6:54:40。", "composition"),
        ("实行24小时值班。", "period"),
    ],
)
def test_a_numeral_that_counts_nothing_names_its_rule(text: str, rule: str) -> None:
    reading = read(text, 2025)
    assert reading.figures == ()
    assert rule in {rejected.rule for rejected in reading.rejected}


def metrics(text: str) -> list[str]:
    """The metric names of a text."""
    return [figure.metric for figure in read(text, 2025).figures]


def test_a_head_is_carried_to_a_clause_that_has_only_a_verb() -> None:
    assert metrics("全年排查桥梁病害86处，修复79处。") == ["排查桥梁病害", "修复桥梁病害"]


def test_names_before_fenbie_are_paired_in_order() -> None:
    reading = read("粮食产量、油料产量分别增长2.1%和3.4%。", 2025)
    assert [figure.metric for figure in reading.figures] == ["粮食产量", "油料产量"]
    assert {figure.change for figure in reading.figures} == {"growth"}


def test_a_shared_tail_noun_completes_every_item() -> None:
    assert metrics("公办、民办幼儿园分别为12所、30所。") == ["公办幼儿园", "民办幼儿园"]


def test_from_to_keeps_the_earlier_value_apart() -> None:
    before, after = read("在册船舶由85艘增加到132艘。", 2025).figures
    assert before.metric == after.metric == "在册船舶"
    assert "before" in before.flags
    assert "before" not in after.flags


def test_a_counted_subject_takes_its_predicate_into_its_name() -> None:
    assert metrics("36所学校全部接入监控平台。") == ["接入监控平台的学校"]


def test_a_year_in_front_of_the_figure_wins_over_the_reporting_year() -> None:
    figures = read("2023年、2024年分别办结12件、15件。", 2025).figures
    assert [figure.year for figure in figures] == [2023, 2024]


def test_parts_are_flagged_and_take_over_the_verb() -> None:
    whole, part = read("新建公园26个，其中口袋公园19个。", 2025).figures
    assert "part-of" not in whole.flags
    assert "part-of" in part.flags
    assert part.metric == "新建口袋公园"


REPORT = """云溪县水务局2025年工作总结

　　2025年，全县治理河道32公里。
　　一、2025年主要成效
　　（一）强化工程。一是抓建设。建成泵站6座。二是抓管护。培训管护员120人次。
　　二、2026年工作打算
　　（一）新建水厂2座。
"""


def test_sections_year_title_and_targets_of_a_report() -> None:
    reading = read(REPORT)
    assert reading.year == 2025
    assert reading.title == "云溪县水务局2025年工作总结"
    assert [figure.section for figure in reading.figures] == [
        "",
        "一(一)一是",
        "一(一)二是",
        "二(一)",
    ]
    assert [figure.target for figure in reading.figures] == [False, False, False, True]
    assert reading.figures[-1].year == 2026


def test_soft_line_ends_and_page_numbers_do_not_break_a_figure() -> None:
    text = "全年清运垃圾3\n- 12 -\n400余吨，投入车辆86\n辆次。"
    reading = read(text, 2025)
    assert [figure.value for figure in reading.figures] == [3400, 86]
    assert [figure.printed for figure in reading.figures][1] == "86\n辆次"
    page = reading.rejected[0]
    assert (page.printed, page.rule) == ("12", "page-number")


def test_table_cells_take_name_unit_and_year_from_the_table() -> None:
    text = "| 指标 | 2025年 | 2024年 |\n| --- | --- | --- |\n| 用水量(万吨) | 12.5 | 13 |\n"
    this, last = read(text, 2025).figures
    assert (this.metric, this.value, this.unit, this.year) == (
        "用水量",
        Decimal(125000),
        "吨",
        2025,
    )
    assert (last.value, last.year) == (Decimal(130000), 2024)


def test_row_numbers_and_header_years_are_rejected() -> None:
    text = "序号\t名称\t数量\t单位\n1\t水泵\t12\t台\n2\t闸门\t3\t扇\n"
    reading = read(text, 2025)
    assert [(figure.metric, figure.unit) for figure in reading.figures] == [
        ("水泵", "台"),
        ("闸门", "扇"),
    ]
    assert {rejected.rule for rejected in reading.rejected} == {"table-label"}


def test_an_empty_text_has_an_empty_reading() -> None:
    reading = read("")
    assert (reading.figures, reading.rejected, reading.year, reading.title) == ((), (), None, "")
