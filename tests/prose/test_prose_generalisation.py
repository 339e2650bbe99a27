"""The reader on kinds of sentence that other bureaus write: found by labelling fresh reports."""

import pytest

from metrics.prose import TextFigure, read


def figures(text: str) -> tuple[TextFigure, ...]:
    """The figures of a text of 2025."""
    return read(text, 2025).figures


def metrics(text: str) -> list[str]:
    """The metric names of a text."""
    return [figure.metric for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("发布日期：2025-03-02 来源：溪口县水务局 阅读：2,318次", "furniture"),
        ("抄送县委办。共印30份", "furniture"),
        ("工作场所每10万人配备标准另行规定，百万吨死亡率持续走低。", "per-base"),
        ("地址：溪口县滨河路8号C座9层903室。", "address"),
        ("乘电梯至5层办理。", "address"),
        ("可乘12路公交前往。", "address"),
        ("上一条：关于开展检查的通知", "word"),
        ("优化35kV变电站布局。", "level"),
        ("抗震设防烈度8度。", "level"),
        ("打造10分钟便民服务圈。", "programme"),
        ("情况复杂的可延长10个工作日。", "duration"),
        ("五村联动机制成效明显。", "grouping"),
    ],
)
def test_numerals_of_pages_places_and_limits_count_nothing(text: str, rule: str) -> None:
    reading = read(text, 2025)
    assert reading.figures == ()
    assert rule in {rejected.rule for rejected in reading.rejected}


def test_the_base_of_a_death_rate_is_no_figure_but_the_rate_is() -> None:
    (figure,) = figures("从业人员10万人生产安全事故死亡人数为0.82人。")
    assert (figure.printed, figure.unit) == ("0.82人", "人")


@pytest.mark.parametrize(
    ("text", "printed", "unit"),
    [
        ("平均接警用时缩短到35秒钟。", "35秒钟", "秒钟"),
        ("新增托位和学位640个学位。", "640个", "个"),
        ("灾害波及6县28乡镇。", "6县", "县"),
        ("承办全国龙舟邀请赛等三项赛事。", "三项", "项"),
        ("全域高温日数偏多，高温41天。", "41天", "天"),
        ("评查得分在82～95分之间。", "82～95分", "分"),
    ],
)
def test_units_and_small_numbers_of_other_fields_are_read(
    text: str, printed: str, unit: str
) -> None:
    first = figures(text)[0]
    assert (first.printed, first.unit) == (printed, unit)


def test_a_minus_sign_belongs_to_a_rate_and_not_to_a_range() -> None:
    (falling,) = figures("工业用水量同比增长-3.4%。")
    assert (falling.printed, str(falling.value)) == ("-3.4%", "-3.4")
    (between,) = figures("入库率在2%-3%之间。")
    assert (str(between.value), str(between.upper)) == ("2", "3")


def test_the_harmed_are_named_by_what_harmed_them() -> None:
    assert metrics("溪口县发生山洪灾害，造成4人死亡、2人失踪。") == ["山洪灾害死亡", "山洪灾害失踪"]
    assert metrics("全年水上交通事故6起，造成3人死亡、5人受伤。")[1:] == [
        "水上交通事故死亡",
        "水上交通事故受伤",
    ]


def test_a_description_without_its_noun_takes_the_noun_from_before() -> None:
    names = metrics("摸排老旧桥梁420座，需要限载的36座，已拆除7座。")
    assert names == ["摸排老旧桥梁", "需要限载的老旧桥梁", "拆除老旧桥梁"]


def test_parties_and_occasion_are_no_part_of_a_name() -> None:
    text = "县水务局会同公安、住建等部门对沿河餐饮、采砂场、码头开展联合检查28次。"
    assert metrics(text) == ["联合检查"]
    assert metrics("对医院开展消防检查12次。") == ["医院消防检查"]


def test_a_short_part_takes_the_noun_of_the_whole() -> None:
    names = metrics("组建志愿服务队92支，其中医疗救护15支、水域搜救6支。")
    assert names[1:] == ["组建医疗救护志愿服务队", "组建水域搜救志愿服务队"]


def test_parts_of_a_rate_are_rates() -> None:
    names = metrics("全县应急预案备案率96.5%，其中矿山99%、学校94.2%。")
    assert names[1:] == ["矿山备案率", "学校备案率"]


def test_every_counted_subject_keeps_its_own_predicate() -> None:
    names = metrics("6所学校被评为省级示范校、11所学校被评为市级示范校。")
    assert names == ["被评为省级示范校的学校", "被评为市级示范校的学校"]


def test_a_total_is_of_the_project_named_before_it() -> None:
    assert metrics("北河堤防加固工程，总投资2640万元。") == ["北河堤防加固工程总投资"]


def test_income_and_spending_share_their_stem() -> None:
    names = metrics("政府性基金预算收入和支出分别为3.2亿元、2.8亿元。")
    assert names == ["政府性基金预算收入", "政府性基金预算支出"]


def test_a_span_of_years_gives_each_figure_its_year() -> None:
    found = figures("2023年至2025年，溪口县分别建成避险广场3个、5个和8个。")
    assert [figure.year for figure in found] == [2023, 2024, 2025]


def test_last_years_backlog_is_a_figure_of_this_year() -> None:
    found = figures("新收申请18件，上年结转2件，结转2026年度1件。")
    assert {figure.year for figure in found} == {2025}


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("与上年相比，持证人员增加310人。", "growth"),
        ("玉米产量同比增产2.6%。", "growth"),
        ("审批时限缩短5个工作日。", "decline"),
        ("材料压减率64%。", "share"),
    ],
)
def test_what_kind_of_change_a_figure_is(text: str, change: str) -> None:
    assert [figure.change for figure in figures(text)] == [change]


@pytest.mark.parametrize("unit", ["1、", "3家、", "第一、", "2025、", "一中、", "|1", "1-"])
def test_long_lists_are_accounted_for_to_the_last_numeral(unit: str) -> None:
    text = unit * 3000
    reading = read(text, 2025)
    covered = sum(figure.end - figure.start for figure in reading.figures)
    covered += sum(rejected.end - rejected.start for rejected in reading.rejected)
    assert covered >= 3000


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("消防處在去年接獲的火警召喚共28,114宗，按年下跌3.9%。", ["火警召唤", "火警召唤"]),
        ("（二）新建村级服务站40个。", ["新建村级服务站"]),
        ("覆盖率为78%，2026年再提升8个百分点。", ["覆盖率", "覆盖率"]),
        (
            "数量指标\t执法检查次数\t≥400次\n时效指标\t到位时间\t≤2小时",
            ["执法检查次数", "到位时间"],
        ),
        ("以97%的整改率居首，全市万分之二的失火率低于全省。", ["整改率", "失火率"]),
        ("2.1完善应急预案118部。", ["完善应急预案"]),
        ("原计划培训网格员900人。", ["培训网格员"]),
        ("明年再新增床位300张。", ["新增床位"]),
        ("全市发生火灾412起。", ["火灾"]),
        ("技能竞赛一等奖2个、二等奖5个。", ["技能竞赛一等奖", "技能竞赛二等奖"]),
        ("监控系统联网单位860家，联网率91%。", ["监控系统联网单位", "监控系统联网率"]),
        ("开展学校疏散演练覆盖率100%，全年组织860场。", ["学校疏散演练覆盖率", "学校疏散演练"]),
        ("居民反映的积水问题216件件件有着落。", ["居民反映的积水问题"]),
        (
            "挂牌督办险工48处，其中已销案41处，余下7处限期整改。",
            ["挂牌督办险工", "险工销案", "整改险工"],
        ),
        ("举办巡堤讲习班5期，390人次参训。", ["巡堤讲习班", "巡堤讲习班参训人员"]),
        ("起数、伤亡人数一降一升，分别下降6%和上升2%。", ["起数", "伤亡人数"]),
        ("投保企业连续两年负增长之后，去年增长5%。", ["投保企业"]),
        ("近五年平均溺亡8人，2025年溺亡5人。", ["近五年平均溺亡", "溺亡"]),
        ("添置排涝车6台、储备点2个。", ["添置排涝车", "添置储备点"]),
    ],
)
def test_names_hold_no_numbering_plan_word_or_body(text: str, names: list[str]) -> None:
    assert [figure.metric for figure in figures(text)] == names


def test_so_many_out_of_so_many_is_one_share() -> None:
    (figure,) = figures("每20次报警中有7次为误报。")
    assert (figure.printed, str(figure.value), figure.change) == (
        "每20次报警中有7次",
        "0.35",
        "share",
    )


def test_what_a_figure_is_compared_with_is_of_the_other_year() -> None:
    found = figures(
        "培训网格员320人次，比上年的290人次增加30人次；溺亡5人，较2023年的8人下降37.5%。"
    )
    assert [figure.year for figure in found] == [2025, 2024, 2025, 2025, 2023, 2025]
    assert len({figure.metric for figure in found}) == 2
