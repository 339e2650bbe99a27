"""Cut the words around a figure: what may be dropped, what is a verb, what is a noun phrase.

The functions take small stretches of normalised text and give back smaller ones. They know word
lists and no grammar beyond them; which stretch names the figure is decided in `naming`.
"""

import re
from functools import cache, lru_cache

from metrics.prose.lexicon import alternatives

_SEPARATORS = "、和及与,，;:。 \t\n•●○◆■▪·*>()-—"
# 及格 and 和解 begin with the character of a list mark and hold none.
_FRONT_MARKS = re.compile(
    r"^(?:[、,，;:。 \t\n•●○◆■▪·*>()\-—]|和(?![谐平解田])|及(?![格时物])|与(?!会))+"
)
_LIST_NUMBER = re.compile(
    r"^\s*(?:[①-⑳]|\d{1,2}(?:[、．]|\.(?!\d)|(?:\.\d{1,2}){1,3}(?=[\u4e00-\u9fff]))"
    r"|\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|[一二三四五六七八九十]{1,3}(?:、|是(?!否)|要(?=[\u4e00-\u9fff]{3})))"
)
# Words of planning and of setting goals name nothing: 原计划培训…, 省下达我市的…, 明年再建….
_PLAN_FRONT = (
    r"(?:原|年度|年初)?计划(?!生育)"
    r"|(?:拟于?|力争|争取|有望|预计|预期(?!寿命))(?:到|用|于)?(?=.{2})"
    r"|规划到?(?=(?:19|20)\d\d年)"
    r"|[于到]?(?:明年|来年|下一?年度|新的一年|新一年)(?:上半年|下半年)?"
    r"|(?:用|今后|未来)[一二两三四五\d]年(?:时间|内)?|[一二两三四五]年内(?:\([^()]*\))?|期望"
    r"|(?:财政)?预算安排|本?年度安排|我们"
    r"|(?:上级|国家|[省市县])?(?:下达|规划确定|年初确定)(?:给?我[省市县区]|全[省市县区])?的?"
    r"|(?:把|将)(?![关握脉军近领])(?=.{3})|(?:接获|接报|录得|收到|受理|处理)的(?=.{2})"
    r"|[\u4e00-\u9fff]{2,4}处(?=在(?:去年|上年|年内))|[\u4e00-\u9fff]{0,4}(?:[处局署]|中心|[大支总]队)(?:辖下|下辖|属下)?(?=年内|全年|去年|本年|在去年|在本年|共(?![享同建管治]))"
    r"|在?(?:去年|年内)(?=.{2})|首季度?|(?:[\u4e00-\u9fff]{0,4}年度)?(?:控制)?目标为(?=.{2})|即(?=平均|[日月年]均)"
)
_BEFORE_VERB = "要|应|须|需|再|又|还|即|共|全[省市县区]"
_GOAL_END = re.compile(
    r"(?:控制指标|控制目标|(?:年度|全年)(?:目标|任务)|(?<=[率比降长例数])目标|力争|保持|的?基础上"
    r"|(?:则|共)?录得|共进行|(?<![主需重概纲摘必紧])要)\Z"
)
_DATE_WORDS = (
    r"(?:截至|截止|到|至|自|从|在)?(?:(?:19|20)\d{2}年度?|\d{1,2}月(?:份)?(?:\d{1,2}日)?"
    r"|[一二〇零○三四五六七八九]{4}年|前?[\d一二三四]+(?:[-—~至到][\d一二三四]+)?(?:个?月份?|季度)|[上下]半年"
    r"|“?十[一二三四五]五”?(?:时期|期间|以来)?)(?:[底末初]?前(?![三期年])|底|末|初|以来|期间|[汛节]期?[前后]|开学[前后]|[入今]冬前|上半年|下半年|后(?![备勤续方])|起(?![草重降诉]))?(?:共|全年)?"
)
_BODY = (
    r"[\u4e00-\u9fff]{1,10}?(?:应急管理局|应急局|管理局|监管局|监督局|委员会|办公室|救援大队|救援支队|救援总队"
    r"|大队|支队|总队|中心|政府|局|厅|委|办|市|县|区|省|镇|街道|乡|州|旗)"
)
# 地区, 超市 and 城镇 end like a body and are none.
_NO_BODY = "(?<![地社园景灾库城山辖]区)(?<![超上]市)(?<!城镇)(?<!乡镇)"
_QUANTIFIERS = re.compile(
    r"^(?:各类|各级各类|各种|各项|一批|多个|多家|有关|相关|全部|所有)(?=.{2})"
)
_LISTED = re.compile(r"(?P<first>[^、的]{2,16})(?:、[^、的]{1,16})+等(?=[\u4e00-\u9fff]{2})")
_LOOSE_DASH = re.compile(r"(?<=[—·-]) +| +(?=[—·-])")
_LIGHT_END = re.compile(r"(?:的|了|等|、|,|，|:|:|\s|和|及|与|各类?|这|该|其|[±+▲△▼↑↓])+\Z")
_ASPECT = re.compile(r"(?:正在|仍在|尚在|均已?|都已?|已经|已)(?=(?![等价衡匀])[\u4e00-\u9fff]{2})")
# What a clause without a figure speaks of: 应急避难场所建设加快推进.
_TOPIC = re.compile(
    r"(?P<noun>[\u4e00-\u9fff“”]{3,16}?)(?:建设|工作|改造|整治|管理)?"
    r"(?:(?:稳步|加快|持续|不断|扎实|有序|深入|全面|进一步|明显|显著|顺利|逐步|取得|得到|更加)"
    r"[\u4e00-\u9fff]{2,8})?\Z"
)
_NO_TOPIC = re.compile(
    r"(?:检查|执法|宣传|演练|培训|救援|管理|工作|情况|成效|整治|保障|能力|水平|安全)\Z"
)
_PREDICATE_GUARD = re.compile(r"(?:平均|首都|成都|都市|都会|获得感|收获|占地|占比|均衡|均等|均价)")


@cache
def _strip_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what may be cut from the front and from the end of a fragment."""
    lead = alternatives("adverbs", "lead")
    scope = alternatives("adverbs", "scope")
    tail = alternatives("adverbs", "tail")
    return (
        re.compile(
            rf"^(?:{_DATE_WORDS}|{lead}|{_PLAN_FRONT}|(?:{_BEFORE_VERB})(?={_verbs()}|把|将|再)"
            rf"|{scope}(?!.{{0,4}}\Z))"
        ),
        re.compile(rf"{tail}\Z"),
    )


@cache
def _protected() -> re.Pattern[str]:
    """Return words that begin like an adverb and are none: 从业人员, 在建项目."""
    return re.compile(alternatives("adverbs", "protect"))


@cache
def _kept_ends() -> re.Pattern[str]:
    """Return words that end like a copula and are none: 占比 ends in 比, 涉及 in 及."""
    return re.compile(alternatives("adverbs", "keep") + r"\Z")


@cache
def _named_whole() -> re.Pattern[str]:
    """Return words that begin like a verb and are none: 生产安全事故."""
    return re.compile(alternatives("nouns", "no-verb"))


@cache
def _verbs() -> str:
    """Return the verbs of doing and holding as one group of a pattern."""
    return "(?:" + alternatives("verbs", "hold") + "|" + alternatives("verbs", "act") + ")"


@cache
def _verb_patterns() -> dict[str, re.Pattern[str]]:
    """Return patterns of verbs at the start, at the end, and all through a fragment."""
    verbs = _verbs()
    adverb = alternatives("adverbs", "lead")
    casualty = alternatives("verbs", "casualty")
    return {
        "start": re.compile(rf"(?:{adverb}){{0,3}}{verbs}(?:了|过)?"),
        "end": re.compile(rf"{verbs}(?:了|过)?\Z"),
        "all": re.compile(rf"(?>{casualty}|{adverb}|{verbs}|正在|了|过)++\Z"),
        "hold": re.compile(rf"^{alternatives('verbs', 'hold')}(?:了|过)?"),
        "act": re.compile(rf"^(?:主动|依法)?{alternatives('verbs', 'act')}"),
        "act_end": re.compile(rf"{alternatives('verbs', 'act')}\Z"),
        "body": re.compile(rf"^(?!全)(?:{_BODY}){_NO_BODY}(?={adverb}|{verbs}|[^\u4e00-\u9fff、])"),
        "predicate": re.compile(alternatives("verbs", "predicate")),
        "casualty": re.compile(casualty),
        "participate": re.compile(alternatives("verbs", "participate")),
    }


def starts_with(kind: str, text: str) -> bool:
    """Return whether a fragment starts with a verb of a kind (`act`, `hold`, …)."""
    return bool(text) and _verb_patterns()[kind].match(text) is not None


def without_number(text: str) -> str:
    """Return a heading without its list number: (三)重大工程 → 重大工程."""
    return _LIST_NUMBER.sub("", text)


@lru_cache(maxsize=4096)
def strip_front(text: str) -> str:
    """Return a fragment without times, adverbs, scopes and a body at its front."""
    lead, _ = _strip_patterns()
    patterns = _verb_patterns()
    protected = _protected()
    text = _LIST_NUMBER.sub("", text)
    for _ in range(8):
        before = text
        text = _FRONT_MARKS.sub("", text)
        if protected.match(text):
            break
        match = lead.match(text)
        if match and match.end() < len(text):
            text = text[match.end() :]
        elif match and match.end() == len(text):
            return ""
        body = patterns["body"].match(text)
        if body:
            text = text[body.end() :]
        if text == before:
            break
    return text


@lru_cache(maxsize=4096)
def strip_end(text: str) -> str:
    """Return a fragment without copulas, adverbs and marks at its end."""
    _, tail = _strip_patterns()
    for _ in range(6):
        before = text
        if _kept_ends().search(text):
            break
        text = _LIGHT_END.sub("", text)
        if (end := _GOAL_END.search(text)) and end.start() >= 2:
            text = text[: end.start()]
        match = tail.search(text)
        if match and not _kept_ends().search(text):
            text = text[: match.start()]
        if text == before:
            break
    return text


@lru_cache(maxsize=4096)
def is_verbal(text: str) -> bool:
    """Return whether a fragment holds verbs and adverbs only."""
    return bool(text) and _verb_patterns()["all"].match(text) is not None


def ends_with_verb(text: str) -> bool:
    """Return whether a fragment ends in a verb, whose object then follows the figure."""
    return bool(text) and _verb_patterns()["end"].search(text) is not None


def ending_verb(name: str) -> str:
    """Return the verb of doing at the end of a name: 许可证新办 → 新办."""
    match = _verb_patterns()["act_end"].search(name)
    return match.group() if match and match.start() >= 3 else ""


def drop_hold(text: str) -> str:
    """Return a fragment without a colourless verb at its front: 组织应急演练 → 应急演练."""
    match = None if _protected().match(text) else _verb_patterns()["hold"].match(text)
    rest = text[match.end() :] if match else text
    return rest if len(rest) >= 2 else text


def leading_verb(text: str) -> str:
    """Return the verb at the front of a name, which a list carries on."""
    match = None if _named_whole().match(text) else _verb_patterns()["act"].match(text)
    return match.group() if match and match.end() < len(text) else ""


def object_of(name: str) -> str:
    """Return the thing counted in a name, its leading verbs left out: 发现隐患 → 隐患."""
    rest = name
    for _ in range(3):
        verb = leading_verb(rest) or (
            rest[: len(rest) - len(drop_hold(rest))] if drop_hold(rest) != rest else ""
        )
        if not verb or len(rest) - len(verb) < 2 or rest[len(verb)] in "为成至":
            break
        rest = rest[len(verb) :]
    return rest


def split_subject(text: str, must: bool = False) -> tuple[str, str]:
    """Return the noun phrase in front of a fragment, and the predicate after it.

    With `must` a noun phrase is wanted even where the words begin like a verb.
    """
    text = text.lstrip("的")
    if text in ("整", "间", "许", "内", "外", "之间", "之多", "大关", "关口", "台阶"):
        return "", ""
    if not text or not re.match(r"[\u4e00-\u9fff“《A-Za-z]", text) or text[0] in "和及与或":
        return "", text
    if aspect := _ASPECT.match(text):
        return "", text[aspect.end() :]
    for match in _verb_patterns()["predicate"].finditer(text):
        if _PREDICATE_GUARD.match(text, max(0, match.start() - 1)) or _PREDICATE_GUARD.match(
            text, match.start()
        ):
            continue
        if match.start() >= 2 or (match.start() and text[0] in "村县镇乡市区校"):
            return text[: match.start()], text[match.start() :]
        if match.start() == 0 and not must:
            thing = len(text) <= 8 and _thing().search(text)
            return (text, "") if thing else ("", text)
    return text, ""


@cache
def _thing() -> re.Pattern[str]:
    """Return a pattern of nouns' ends: 检查组 is a thing, not a verb."""
    return re.compile(alternatives("nouns", "thing") + r"\Z")


def is_thing(text: str) -> bool:
    """Return whether a fragment ends like the name of a thing: 检查组, 排水车."""
    return bool(text) and _thing().search(text) is not None


def topic_of(clause: str) -> str:
    """Return the subject of a heading or of a clause of progress, or an empty text."""
    if re.search(r"\d", clause):
        return ""
    found = _TOPIC.fullmatch(strip_front(clause.strip()))
    noun = found["noun"] if found else ""
    thing = noun and not starts_with("act", noun) and not _NO_TOPIC.search(noun)
    return noun if thing else ""


def clean_predicate(text: str) -> str:
    """Return a predicate as part of a name: 全部建成了储备站 → 建成储备站."""
    text = re.sub(rf"^{alternatives('adverbs', 'predicate')}+", "", text)
    text = re.sub(r"^([\u4e00-\u9fff]{2})(?:了|到)", r"\1", text)
    return text.strip(_SEPARATORS)


@lru_cache(maxsize=4096)
def tidy(name: str) -> str:
    """Return a name for a chart: at most 40 characters, no marks at its ends.

    Of a list that ends in 等 the first item stays.
    """
    name = _LOOSE_DASH.sub("", name.strip(_SEPARATORS).replace("\n", ""))
    name = _LISTED.sub(r"\g<first>等", name)
    name = _QUANTIFIERS.sub("", name)
    if len(name) > 40:
        name = name[-40:]
    for opening, closing in ("“”", "《》", "()"):
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name
