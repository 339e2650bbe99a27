"""What a draft derives from published figures: right, wrong by a slip, or not to be decided."""

import sys
from dataclasses import replace
from decimal import Decimal
from functools import cache
from types import FrameType

import pytest

from metrics.i18n import words
from metrics.model.csv_file import read_words
from metrics.model.dataset import load
from metrics.proofreading.claims.words import listed
from metrics.proofreading.proofread import Proofreader
from metrics.proofreading.rounding import DIFFERING, NOT_FOUND, ROUNDED, SUPPORTED, UNVERIFIABLE
from metrics.proofreading.verdicts import Verdict
from metrics.readers.documents import pasted
from tests.support.drafts import ROOT, sample

_ = words("en")
RIGHT, WRONG, OPEN = "right", "wrong", "open"
_OUTCOMES = {
    SUPPORTED: RIGHT, ROUNDED: RIGHT, DIFFERING: WRONG, UNVERIFIABLE: OPEN, NOT_FOUND: NOT_FOUND,
}  # fmt: skip


@cache
def proofreader() -> Proofreader:
    return Proofreader(sample())


def verdicts(text: str) -> tuple[Verdict, ...]:
    return proofreader().read(pasted(text)).verdicts


def last(text: str) -> Verdict:
    """The verdict on the last claim of a text about the invented bureau."""
    return verdicts(text)[-1]


CLAIMS = [
    ("2024年开展应急演练8317次,较2022年增长20.5%。", RIGHT),
    ("2024年开展应急演练8317次,较2022年增长25.0%。", WRONG),
    ("以2021年为基数,2024年各级各部门演练增长59.5%。", RIGHT),
    ("2024年,宣贯培训同比增长45.7%。", OPEN),
    ("2023年,实操培训同比增长60.8%。", OPEN),
    ("2023年,较大及以上生产安全事故同比增长200%。", OPEN),
    ("2024年较大及以上生产安全事故比上年少1起。", RIGHT),
    ("2024年较大及以上生产安全事故比上年少2起。", WRONG),
    ("2024年隐患整改率同比提高2.5%。", OPEN),
    ("2024年隐患整改率同比提高2.5个百分点。", RIGHT),
    ("2024年各级各部门演练比2020年翻了一番多。", RIGHT),
    ("2024年各级各部门演练是2020年的2.2倍。", RIGHT),
    ("2024年各级各部门演练比2020年增长2.2倍。", WRONG),
    ("2024年各级各部门演练比2020年增长1.2倍。", RIGHT),
    ("三年来累计开展应急演练21759次。", RIGHT),
    ("近三年累计开展应急演练21579次。", WRONG),
    ("“十四五”以来,全市累计新增救援装备8240台(套)。", OPEN),
    ("2024年,望潮区、青屿区共开展应急演练6016次。", RIGHT),
    ("2024年,望潮区开展应急演练3275次,占全市的39.4%。", RIGHT),
    ("2024年,望潮区管控重大事故隐患占全市的四成以上。", WRONG),
    ("2024年望潮区各级各部门演练是松岭县的1.4倍。", RIGHT),
    ("2024年望潮区管控重大事故隐患居三地首位。", RIGHT),
    ("2024年松岭县管控重大事故隐患居三地第二位。", WRONG),
    ("隐患整改率连续两年提高。", WRONG),
    ("基层应急救援站连续两年增加。", RIGHT),
    ("2024年各级各部门演练创历史新高。", RIGHT),
    ("2023年各级各部门演练创历史新高。", WRONG),
    ("2024年各级各部门演练首次突破8000次。", RIGHT),
    ("2024年各级各部门演练首次突破6000次。", WRONG),
    ("2022年未发生较大及以上生产安全事故。", RIGHT),
    ("2024年未发生较大及以上生产安全事故。", WRONG),
    ("2024年各级各部门演练月均693次。", RIGHT),
    ("2024年各级各部门演练日均23次。", RIGHT),
    ("2024年上半年各级各部门演练同比增长27.2%。", OPEN),
    ("2024年全省各级各部门演练同比增长27.2%。", OPEN),
    ("2024年完成阶段性重点任务24项,完成年度目标的120%。", OPEN),
    ("2024年群众满意度创历史新高。", NOT_FOUND),
    ("2020年各级各部门演练同比增长20.0%。", OPEN),
    ("2024年市级应急演练与上年持平。", WRONG),
    ("2024年,全市四成以上的重大事故隐患由望潮区管控。", WRONG),
    ("各级各部门演练较2022年、2021年分别增长20.5%、59.5%。", RIGHT),
    ("各级各部门演练较2022年、2021年分别增长20.5%、95.5%。", WRONG),
    ("2024年演练参演人数超20万人次,平均每场演练24人次。", OPEN),
    ("2024年宣贯培训合格率创历史新高。", NOT_FOUND),
    ("2024年各级各部门演练增幅创历史新高。", OPEN),
    ("与2022年相比,2024年各级各部门演练增加1415次,增长20.5%。", RIGHT),
    ("与2022年相比,2024年各级各部门演练增加1415次,增长25.5%。", WRONG),
    ("2024年各级各部门演练增长20.5%。", OPEN),
    ("2024年望潮区与松岭县应急演练相差985次。", RIGHT),
    ("2024年宣贯培训增幅,望潮区居三地第一。", WRONG),
    ("基层应急救援站由38处（2022年）增至52处（2024年）,增加14处。", RIGHT),
    ("2024年管控重大事故隐患从多到少依次为望潮区、青屿区、松岭县。", RIGHT),
    ("2024年管控重大事故隐患从多到少依次为望潮区、松岭县、青屿区。", WRONG),
    ("2022年各级各部门演练首次过6000次。", RIGHT),
    ("2024年两区一县管控重大事故隐患合计4443项。", RIGHT),
    ("2024年,望潮区演练次数已连续三年居首位。", RIGHT),
    ("2024年,青屿区演练次数已连续三年居首位。", WRONG),
    ("各级各部门演练四年四增。", WRONG),
    ("2024年隐患整改率达到历史最好水平。", RIGHT),
    ("2023年隐患整改率达到历史最好水平。", WRONG),
    ("2024年望潮区演练约占全市四成。", RIGHT),
    ("2024年演练次数约是2020年的三倍。", WRONG),
    ("2024年演练次数比历史最低的2020年多4457次。", RIGHT),
    ("2024年演练次数比历史最低的2020年多4475次。", WRONG),
    ("应急演练由3860次增加到8317次,增长115.5%。", RIGHT),
    ("2024年基层应急救援站的数量,几乎翻番。", OPEN),
    ("2024年新增救援装备从高到低排名：望潮区、青屿区、松岭县。", RIGHT),
    ("2024年6月,各级各部门演练同比增长27.2%。", OPEN),
    ("“十四五”期间,创建减灾示范社区46个。", NOT_FOUND),
    ("2024年推进长期任务126项,上年为118项,增幅6.8%。", RIGHT),
    ("2024年推进长期任务126项,上年为118项,增幅8.6%。", WRONG),
    ("2024年管控重大事故隐患4453项（2023年为3974项）,增长12.1%。", RIGHT),
    ("2024年管控重大事故隐患4453项（2021年为3386项）,增长31.5%。", RIGHT),
    ("2022年开展演练6902次;2021年至2024年,各级各部门演练年均增长16.8%。", RIGHT),
    ("2023年管控重大事故隐患3974项;近三年演练次数依次为6902次、6540次、8317次。", RIGHT),
    ("2022年管控重大事故隐患4120项;一年来,各级各部门演练增长27.2%。", RIGHT),
    ("2024年松岭县演练2290次,同比增长31.2%,高于全市的27.2%。", RIGHT),
    ("2024年松岭县演练2290次,同比增长31.2%,高于全市的22.7%。", WRONG),
    ("市级应急演练、解读宣贯2024年分别增长12.5%和下降5.1%。", RIGHT),
    ("2024年望潮区演练3275次。与上年的4个相比,2024年市级专项应急预案多4个。", RIGHT),
    ("2024年望潮区演练3275次;相比2023年,2024年基层应急救援站增长15.6%。", RIGHT),
    ("2023年开展演练6540次,创历史新高。", WRONG),
    ("2024年开展演练8317次,其中有3275次在望潮区。", RIGHT),
    ("2024年松岭县演练2290次,占全市27.5%,不到望潮区的七成。", RIGHT),
    ("2024年应急物资储备总值首次接近2亿元。", OPEN),
    ("2024年演练次数从高到低排列,依次是望潮区、青屿区、松岭县。", RIGHT),
    ("以2020年为起点、2024年为终点,各级各部门演练四年年均增长21.2%。", RIGHT),
    ("2022到2024三年间,全市各级各部门演练共21759次。", RIGHT),
    ("2020到2022三年间,全市各级各部门演练共15796次。", WRONG),
    ("2022年开展演练6902次,为2020年以来最多。", RIGHT),
    ("2023年管控重大事故隐患3974项,是2020年以来最多。", WRONG),
    ("2023年较大及以上生产安全事故控制在2起以内。", RIGHT),
    ("2024年,东海区开展各级各部门演练3021次。", OPEN),
    ("2024年管控重大事故隐患4453项,其中挂牌督办87项,占2.0%。", RIGHT),
    ("2024年挂牌督办重大事故隐患87项,占管控重大事故隐患的2.6%。", WRONG),
    ("2021年末应急物资储备总值7850万元,2024年末达1.2亿元,增长52.9%。", RIGHT),
    ("与上年相比,2024年企业人员轮训有所增加。", WRONG),
    ("2024年各级各部门演练8317次,比8000次的目标多317次。", RIGHT),
    ("2024年完成阶段性重点任务24项,推进长期任务126项,两项合计150项。", RIGHT),
    ("2024年解读宣贯和各级各部门演练合计13810次。", WRONG),
    ("2024年各级各部门演练8317次,比近三年平均水平多1064次。", RIGHT),
    ("2024年,望潮区管控重大事故隐患比三地平均数多329项。", WRONG),
    ("2024年推进长期任务是完成阶段性重点任务的5.3倍。", RIGHT),
    ("2019年演练3120次;2024年达8317次,增长166.6%。", OPEN),
    ("2024年望潮区演练3275次、青屿区2741次,合计6016次。", RIGHT),
    ("2024年望潮区演练3275次、青屿区2741次,合计6061次。", WRONG),
    ("2024年,毗邻的江北市开展各级各部门演练9120次。", OPEN),
    ("2024年,望潮区管控重大事故隐患高于平均数229项。", RIGHT),
    ("2024年推进长期任务126项,相当于阶段性重点任务的5.3倍。", RIGHT),
    ("2022年每100项重大事故隐患中约有38项在望潮区。", RIGHT),
    ("2024年,青屿区、松岭县演练分别增长25.2%、31.2%,新增救援装备分别下降4.7%、7.2%。", RIGHT),
    ("2022年松岭县演练1836次,望潮区演练2810次,两者相加4646次,占全市的67.3%。", RIGHT),
    ("2024年松岭县演练增幅31.2%,居三地之首。", RIGHT),
    ("2024年隐患整改率96%,距100%还有4个百分点。", OPEN),
    ("2023年企业人员轮训比2021年翻了一番。", OPEN),
    ("我县(松岭县)2024年演练2290次。管控重大事故隐患1305项。", RIGHT),
    ("The city held an average of 693 drills a month in 2024, 148 more than in 2023.", OPEN),
    ("Drills rose from 6,540 in 2023 to 8,317 in 2024, an increase of 27.2%.", RIGHT),
    ("In 2024, Wangchao held 3,275 drills, accounting for 39.4% of the city total.", RIGHT),
    ("Over the past three years, 21,579 drills were held in total.", WRONG),
    ("The hazard correction rate rose by 2.5 percentage points in 2024.", RIGHT),
]


@pytest.mark.parametrize(("text", "expected"), CLAIMS, ids=[text for text, _said in CLAIMS])
def test_a_derived_claim(text: str, expected: str) -> None:
    verdict = last(text)
    assert _OUTCOMES[verdict.outcome] == expected, _.say(verdict.reason)


HONG_KONG = [
    ("2022年接獲樓宇火警召喚31 111宗。", RIGHT),
    ("2022年接獲特別服務召喚35 341宗。", WRONG),
    ("2005年火警受傷人數按年下跌10.4%。", RIGHT),
    ("1998年緊急救護召喚佔救護召喚的85.0%。", RIGHT),
    ("2022年樓宇火警按時到場率為94.9%,高於92.5%的目標。", RIGHT),
    ("2022年樓宇火警按時到場率為94.9%,較目標92.5%高2.4個百分點。", RIGHT),
    ("1998年的救護召喚中,緊急召喚佔85.0%。", RIGHT),
]


@pytest.mark.parametrize(("text", "expected"), HONG_KONG, ids=[text for text, _said in HONG_KONG])
def test_a_claim_in_traditional_characters(text: str, expected: str) -> None:
    reader = Proofreader(load(ROOT / "examples" / "hong-kong"))
    verdict = reader.read(pasted(text)).verdicts[-1]
    assert _OUTCOMES[verdict.outcome] == expected, _.say(verdict.reason)


def test_a_verdict_names_the_figures_it_is_computed_from() -> None:
    verdict = last("2024年各级各部门演练比2022年增加1415次。")
    assert [(row.year, row.as_printed) for row in verdict.uses] == [
        (2024, "8,317次"), (2022, "6902次"),
    ]  # fmt: skip
    assert verdict.arithmetic == "8,317次 − 6902次 = 1415"


def test_the_year_of_a_paragraph_does_not_leak_into_the_next() -> None:
    text = "2022年,开展应急演练6902次。\n全市开展应急演练8317次,创历史新高。"
    assert {each.outcome for each in verdicts(text)} == {SUPPORTED}


def test_every_listed_word_of_a_claim_is_found() -> None:
    kinds = {word.kind for word in listed()}
    rows = read_words("claims/words.csv", ("word", "kind", "value"))
    assert len({row["word"] for row in rows}) == len(rows)
    assert kinds - {"to"} == {row["kind"] for row in rows} - {
        "onward",
        "grow",
        "light",
        "measure",
        "to",
    }


def test_one_endless_sentence_costs_as_much_as_its_length() -> None:
    piece = "开展应急演练8317次、同比增长27.2%、管控重大事故隐患4453项、"
    verdicts(piece)
    assert calls(piece * 160) < 5 * calls(piece * 40)


def calls(text: str) -> int:
    """Return how many functions judging a text calls; unlike a clock, no machine changes it."""
    count = 0

    def profiler(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profiler)
    try:
        verdicts(text)
    finally:
        sys.setprofile(before)
    return count


def test_a_goal_to_grow_hides_no_amount_that_was_set() -> None:
    data = sample()
    (drills,) = [g for g in data.targets if (g.metric, g.year) == ("各级各部门演练", 2024)]
    grown = replace(drills, kind="growth", unit="%", value=Decimal(5), printed="5%以上")
    reader = Proofreader(replace(data, targets=(*data.targets, grown)))
    text = "2024年各级各部门演练8317次,完成年度目标的104%。"
    assert reader.read(pasted(text)).verdicts[-1].outcome == SUPPORTED
