"""Numbers in the notations of real reports: signs, powers, comparison marks, frequencies."""

from decimal import Decimal

import pytest

from metrics.prose import TextFigure, read


def figures(text: str) -> tuple[TextFigure, ...]:
    """Return the figures of a text of 2025."""
    return read(text, 2025).figures


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "unit"),
    [
        ("全年开展安全宣讲，受众4万7人次。", "47000", "exact", "人次"),
        ("受训比例七成多。", "7", "more_than", "成"),
        ("在册隐患小于等于6处。", "6", "up_to", "处"),
        ("办结率大于等于93%。", "93", "at_least", "%"),
        ("全年投入隐患治理资金2.75×10^7元。", "27500000", "exact", "元"),
        ("整改完成率≥96%。", "96", "at_least", "%"),
        ("检查企业>830家次。", "830", "more_than", "家次"),
        ("培训覆盖群众418万+人次。", "4180000", "more_than", "人次"),
        ("配备救援装备1700+台(套)。", "1700", "more_than", "台(套)"),
        ("最低气温零下8.5摄氏度。", "-8.5", "exact", "摄氏度"),
        ("当日最低气温-6.5℃。", "-6.5", "exact", "℃"),
        ("事故起数同比增加-14起。", "-14", "exact", "起"),
        ("排查隐患2，318，450处。", "2318450", "exact", "处"),
        ("培训总量达到37. 4 万人次。", "374000", "exact", "人次"),
        ("检查企业超过了640家。", "640", "more_than", "家"),
        ("检查企业不止260家。", "260", "more_than", "家"),
        ("检查企业310家有余。", "310", "more_than", "家"),
        ("较大以上事故起数为零。", "0", "exact", ""),
        ("落实救灾款3.4×10⁶元。", "3400000", "exact", "元"),
        ("整改率突破了92%。", "92", "more_than", "%"),
        ("平均办理时长3天6小时。", "78", "exact", "小时"),
        ("受教群众多达7300人次。", "7300", "at_least", "人次"),
        ("巡查出动14，208人次。", "14208", "exact", "人次"),
        ("合格率96 .4%。", "96.4", "exact", "%"),
        ("平均处置用时7分25秒。", "445", "exact", "秒"),
        ("平均耗时三个半小时。", "3.5", "exact", "小时"),
        ("宣传经费（万元）：286.5。", "2865000", "exact", "元"),
        ("过半乡镇建成救援站。", "0.5", "more_than", ""),
        ("登记企业1460家①。", "1460", "exact", "家"),
        ("登记企业1460¹家。", "1460", "exact", "家"),
        ("持证率98.1%[3]。", "98.1", "exact", "%"),
    ],
)
def test_a_notation_is_read_with_its_value_and_qualifier(
    text: str, value: str, qualifier: str, unit: str
) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.qualifier, figure.unit) == (Decimal(value), qualifier, unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [("十万分之三点六的失火率创新低。", "0.000036"), ("占比为千万分之八。", "0.0000008")],
)
def test_a_small_fraction_is_exact(text: str, value: str) -> None:
    assert [figure.value for figure in figures(text)] == [Decimal(value)]


def test_negative_growth_keeps_its_sign() -> None:
    (figure,) = figures("事故总量负增长4.6%。")
    assert (figure.value, figure.change) == (Decimal("-4.6"), "growth")


def test_a_range_below_zero_keeps_its_sign() -> None:
    (figure,) = figures("库区温度保持在-4℃~7℃。")
    assert (figure.value, figure.upper) == (Decimal(-4), Decimal(7))


@pytest.mark.parametrize(
    "text",
    [
        "值班人员每天3次巡查。",
        "各单位每季度2次自查。",
        "实行1对1包保。",
        "工作QQ群246813579已建立。",
        "推广4/5G终端。",
        "每班交接2次。",
        "每隔3小时通报一次。",
        "各乡镇每月夜查不少于2次。",
    ],
)
def test_frequencies_pairs_and_identifiers_count_nothing(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("31层以上住宅44栋。", "44栋"),
        ("6个以上危险源企业18家。", "18家"),
        ("发生死亡3至7人的较大事故2起。", "2起"),
        ("1次死亡3人以上事故1起。", "1起"),
        ("投入620.5万元3.1本项目占地15亩。", "15亩"),
        ("12人以上聚集性活动审批73场。", "73场"),
        ("1.3组建抢险队29支。", "29支"),
        ("11/28/26, 1:47 PM\n组建抢险队29支。\nﬁle:///D:/report.html 1/1", "29支"),
    ],
)
def test_a_bound_or_section_number_leaves_the_figure_behind_it(text: str, printed: str) -> None:
    assert figures(text)[-1].printed == printed
    assert len(figures(text)) == (2 if "万元" in text else 1)


def test_the_label_of_a_unit_is_no_name() -> None:
    (figure,) = figures("防汛经费（万元）：286.5。")
    assert figure.metric == "防汛经费"


def test_places_take_what_was_counted_before() -> None:
    names = [f.metric for f in figures("救助站增至40处，东陵区、西陵区分别为9处、7处。")]
    assert names[1:] == ["东陵区救助站", "西陵区救助站"]


def test_a_label_names_the_number_behind_its_unit() -> None:
    read_labels = figures("救灾经费（万元）：512.4；受训人数（人次）：3870")
    assert [(each.metric, each.unit) for each in read_labels] == [
        ("救灾经费", "元"),
        ("受训人数", "人次"),
    ]


def test_zeros_of_two_classes_of_accidents_are_two_figures() -> None:
    first, second = figures("一次死亡10人以上事故0起，3人以上亡人事故0起。")
    assert first.metric != second.metric
    assert "restated" not in second.flags
