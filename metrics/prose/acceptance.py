"""Decide which number phrases count or measure, once dates and set phrases are masked.

`judge` answers with the id of the rule that refuses the phrase, or with an empty string. It looks
only at the phrase and the few characters around it. The names of figures are not found here.
"""

import re
from functools import cache

from metrics.prose.lexicon import alternatives, worded
from metrics.prose.phrases import ends_with_verb
from metrics.prose.quantities import Quantity, read_quantity
from metrics.prose.units import Unit

_BOUNDARY = re.compile(r"[\s,，。;:!?)、|”]|$|和|及|与(?!会)")
_HAN = re.compile(r"[\u4e00-\u9fff“《]")
_JOINT = re.compile(r"[、和及与或]|以及")
_RATE_BEFORE = re.compile(
    r"(?:率|比|比重|比值|之比|指数|系数|得分|评分|均分|值|浓度|密度|强度|综合分|评价分|pH)"
    r"(?:为|达到?|是|(?:严?控制?|稳定|保持|维持|压减?|压降|升|降|提升|提高)?[至到在]|平均|:"
    r"|(?:同比|比上年|较上年)?(?:下降|上升|提高|降低|增长|增加|减少)了?)?\Z"
)
_COUNT_BEFORE = re.compile(
    r"(?:(?:数|量|总计|合计|共计|人次|金额)(?:为|达到?|是|共|:)?|首[次度]|第一次)\Z"
)
_ATTRIBUTE_FAMILIES = ("money", "area", "length", "mass", "energy", "volume", "time", "people")
_CLASS_NOUN = "的?(?:<nouns:class>|区(?!域))|的(?!比例|比重)"
_PURPOSE = re.compile(r"用于|支持|资金|的?(?:投入|补贴|奖励|罚款)|补助")
_SPAN_WORDS = re.compile(
    r"缩短|压缩|压减|减至|降至|缩减|时限|时长|周期|用时|耗时|天数|工期|时间|平均|提速|优良|提前期|存续期"
    r"|暴雨|高温|降雨|雨日|补水|值守|驻守|人均|户均|月均|日均|增加|减少|天数|比上年|较上年|控制|不超过|寿命|年龄|由|从|至\Z|到\Z|优良天"
)
_LIMIT_BEFORE = re.compile(
    r"(?<!控制)(?<!稳定)(?<!保持)(?<!压缩)(?<!缩短)(?<!压减)(?:在|于|每|隔|提前)\Z"
)
_ASKED = re.compile("的?(?:年度|全年)?(?:控制)?(?:目标|要求|指标|任务)")
_ZERO_BEFORE = re.compile(r"[\u4e00-\u9fff](?:为|保持|是|降至|降到|降为)\Z")
_SECTION_DIGITS = re.compile(r"[1-9]\d?\.\d{1,2}")
_MEASURES = (
    *("money", "area", "length", "mass", "energy", "volume", "time", "share", "points"),
    *("multiple", "temperature", "score", "rate", "data"),
)
# 27层以上住宅36栋: the noun behind the bound is what the next figure counts.
_COUNTED_CLASS = re.compile(
    r"的?([\u4e00-\u9fff“”]{2,12}?)(?:共有?|有|达|为)?[\d一二三四五六七八九十]"
)
_CASUALTY_CLASS = re.compile(r"的?(?:(?:特别)?重大|较大|一般)?[\u4e00-\u9fff]{0,6}事故")
_LIST_WORD = re.compile("[、和及与或]")
_FINAL_ONE = frozenset("次场期人名例宗部座所处辆艘台支起件本册篇项家栋间份条")
_TOGETHER = re.compile(r"[在到于拧聚融捆绑合]\Z")
# 由7个环节减至4个 counts, 从3个方面发力 does not.
_MOVES = re.compile(r"(?:精简|压缩|压减|缩减|减少|增加|扩大|减|增|降|缩)(?:到|至|为)")
_LOOK_BACK = 14
# The bare numbers of a list with another list mark behind them, passed over at one go.
_BARE_ITEMS = re.compile(
    r"(?:(?:[、和及与或]|以及)\d{1,12}(?:\.\d{1,6})?(?:万亿|[万亿])?(?=[、和及与或]|以及)){0,11}"
)


@cache
def _nouns(kind: str) -> re.Pattern[str]:
    """Return the nouns of one kind at the start of the text behind a figure."""
    return re.compile(alternatives("nouns", kind))


@cache
def _created_earlier() -> re.Pattern[str]:
    """Return a pattern of a making verb and things listed up to 等: 承办大奖赛等."""
    return re.compile(alternatives("verbs", "create") + r"[^,，。;]{2,}等\Z")


@cache
def _creation() -> re.Pattern[str]:
    """Return a pattern of making and meeting verbs at the end of a fragment."""
    return re.compile(alternatives("verbs", "create") + r"(?:了|过)?\Z")


def _before(text: str, place: int) -> str:
    """Return the last characters of the clause before `place`."""
    start = max(0, place - _LOOK_BACK)
    return re.split(r"[,，。;:!?\n]", text[start:place])[-1]


def shared_unit(text: str, quantity: Quantity) -> Unit | None:
    """Return the unit that a bare number shares with its list: 720、1130人."""
    passed = _BARE_ITEMS.match(text, quantity.end)
    end = passed.end() if passed else quantity.end
    for _ in range(3):
        joint = _JOINT.match(text, end)
        if joint is None or joint.end() >= len(text):
            return None
        following = read_quantity(text, joint.end(), joint.end())
        if following is None or following.shape != "count":
            return None
        if following.unit:
            return following.unit
        end = following.end
    return None


def _judge_bare(text: str, quantity: Quantity) -> str:
    """Return the refusal of a number without a unit; rates and named counts pass."""
    before = text[max(0, quantity.start - 10) : quantity.start]
    ends = bool(_BOUNDARY.match(text, quantity.end))
    arabic = quantity.number.style == "arabic"
    if quantity.number.bare_scale:
        return "" if quantity.qualified and ends and _COUNT_BEFORE.search(before) else "bare-scale"
    if quantity.value == 0 and ends and _ZERO_BEFORE.search(before):
        return ""
    if not arabic:
        return "no-unit"
    if ends and (_RATE_BEFORE.search(before) or _COUNT_BEFORE.search(before)):
        return ""
    scaled = quantity.number.scale >= 10000 or bool(quantity.number.inside)
    if scaled and (ends or (quantity.value % 1 == 0 and quantity.qualified)):
        return ""
    if (
        quantity.qualified
        and ends
        and quantity.qualifier == "more_than"
        and (text[quantity.end - 1] in "余多")
    ):
        return ""
    return "no-unit"


def runs_on(text: str, quantity: Quantity, done: int) -> bool:
    """Return whether a decimal count is a section number run into the text: 万元2.3本项目.

    `done` is where the phrase before ended; a decimal number of things has words before it.
    """
    place = quantity.number.start
    opens = not place or place == done or text[place - 1] in "。;\n"
    decimal = _SECTION_DIGITS.fullmatch(text, place, quantity.number.end) is not None
    return bool(opens and decimal and quantity.family and quantity.family not in _MEASURES)


def at_boundary(text: str, place: int) -> bool:
    """Return whether a clause or list item ends at a place."""
    return _BOUNDARY.match(text, place) is not None


def _judge_time(text: str, quantity: Quantity) -> str:
    """Return a stretch of time counts only where the text measures one (压缩至6个工作日)."""
    name = quantity.unit_name
    if name in ("学时", "课时", "机时", "飞行小时", "志愿小时", "服务小时", "车时", "航时"):
        return ""
    before = _before(text, quantity.start)
    if re.search(r"(?:可以?|再)延长\Z", before):
        return "duration"
    if name in ("岁", "周岁"):
        return "" if re.search("寿命|年龄", before) else "age"
    if name in ("周", "星期", "昼夜", "刻钟"):
        return "duration"
    if _SPAN_WORDS.search(before):
        return ""
    if _LIMIT_BEFORE.search(before):
        return "duration"
    if name in ("天", "月", "自然日", "日历天"):
        return "duration"
    follows = text[quantity.end : quantity.end + 2]
    if quantity.qualifier in ("less_than", "exact") and _HAN.match(follows):
        if _ASKED.match(text, quantity.end):
            return ""
        # 15分钟生活圈: the time describes what follows it.
        return "duration"
    return ""


def _is_threshold(text: str, quantity: Quantity) -> bool:
    """Return whether the phrase describes a class of things: 50万元以下拖欠, 超百亿元的企业."""
    led = quantity.start < quantity.number.start
    if (
        led
        and quantity.family not in ("share", "points", "people")
        and (
            text.startswith("的", quantity.end) and quantity.qualifier in ("more_than", "less_than")
        )
    ):
        return True
    if quantity.qualifier == "exact" or _ASKED.match(text, quantity.end):
        return False
    trailing = text[quantity.end - 2 : quantity.end] in ("以上", "以下", "以内")
    if quantity.shape == "range" and quantity.family == "people":
        return _CASUALTY_CLASS.match(text, quantity.end) is not None
    if quantity.family not in _ATTRIBUTE_FAMILIES:
        return trailing and quantity.family not in _MEASURES and _describes(text, quantity)
    if trailing and quantity.family != "people":
        return bool(_HAN.match(text, quantity.end)) and not _PURPOSE.match(text, quantity.end)
    return bool(worded(_CLASS_NOUN).match(text, quantity.end)) and (
        trailing or quantity.family != "people"
    )


def _describes(text: str, quantity: Quantity) -> bool:
    """Return whether a bound in things describes what is counted behind it."""
    if quantity.unit_name in ("层", "楼层"):
        return _HAN.match(text, quantity.end) is not None
    counted = _COUNTED_CLASS.match(text, quantity.end)
    if counted is None or ends_with_verb(counted.group(1)):
        return False
    return _LIST_WORD.search(counted.group(1)) is None


def _judge_hanzi(text: str, quantity: Quantity) -> str:
    """Return the refusal of a small Han number that groups instead of counting."""
    value, name = quantity.value, quantity.unit_name
    if quantity.family in ("share", "points", "multiple") or quantity.qualified:
        return ""
    before = _before(text, quantity.start)
    prenominal = bool(_HAN.match(text, quantity.end)) and not _BOUNDARY.match(text, quantity.end)
    casualty = name in ("人", "名") and re.match(
        alternatives("verbs", "casualty"), text[quantity.end : quantity.end + 4]
    )
    if value == 1:
        if name == "个" or name not in _FINAL_ONE or _TOGETHER.search(before):
            return "indefinite"
        event = name in ("起", "例", "宗", "座", "所", "辆", "艘") and _creation().search(before)
        noun_before = len(before) >= 3 and not prenominal
        return (
            "" if event or casualty or (noun_before and before[-1] not in "第的") else "indefinite"
        )
    if name in ("县", "村", "乡镇", "县区"):
        return "grouping"
    if value > 10 or casualty:
        return ""
    if not prenominal:
        return "" if len(before) >= 2 else "grouping"
    if name in ("类", "种", "大", "方", "层", "面", "级", "届", "条", "套", "把", "批"):
        return "grouping"
    if _nouns("abstract").match(text, quantity.end):
        return "grouping"
    concrete = quantity.family in ("people", "devices", "vehicles", "organisations", "incidents")
    if _created_earlier().search(text[max(0, quantity.start - 30) : quantity.start]):
        return ""
    if not _creation().search(before) and not (concrete and ends_with_verb(before)):
        return "grouping"
    return ""


def judge(text: str, quantity: Quantity) -> str:
    """Return the rule that refuses a number phrase, or an empty string."""
    if quantity.shape in ("fraction", "half"):
        return ""
    if quantity.shape == "ratio":
        before = text[max(0, quantity.start - 12) : quantity.start]
        return "" if re.search(r"比|配比|师生|床护|医护", before) else "no-unit"
    if quantity.unit is None:
        return _judge_bare(text, quantity)
    if quantity.number.bare_scale and not quantity.qualified:
        return "bare-scale"
    if quantity.family == "time":
        refused = _judge_time(text, quantity)
        if refused:
            return refused
    if _is_threshold(text, quantity):
        return "threshold"
    noun = _nouns("strict").match(text, quantity.end)
    if noun and quantity.value < 20 and not _MOVES.match(text, noun.end()):
        return "grouping"
    if quantity.number.style == "hanzi" and quantity.upper is None:
        return _judge_hanzi(text, quantity)
    return ""
