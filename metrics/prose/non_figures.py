"""Recognise numerals that count nothing: dates, numbers of documents, names, set phrases.

Every mask has a rule id that the user can look up. The masks are tried in the order of `_MASKS`;
a character belongs to the first one that covers it. Nothing here looks at units: a numeral that no
mask covers may still be refused later, by `acceptance`, which judges the number phrase.
"""

import re
from functools import cache

from metrics.numbers import HAN, HAN_YEAR, SMALL_HAN, SUPERSCRIPTS
from metrics.prose.lexicon import alternatives, words

_H = f"[{SMALL_HAN}廿卅]"
_N = rf"(?:\d{{1,9}}|{_H}{{1,9}})"
_Y = r"(?:19|20)\d{2}"
_TO = "[-—~至到]+"
_UNIT_LETTERS = (
    r"(?:kg|km|cm|mm|kW|kw|kV|GB|TB|PB|MB|KB|MW|GW|TEU|m[23²³]?|EFLOPS|PFLOPS|BP|[GMK]bps)"
)

_TIME = rf"""
  (?<!\d){_Y}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[ T]*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?(?!\d)
| (?<!\d)\d{{1,2}}/\d{{1,2}}/\d{{2,4}},?\ *\d{{1,2}}:\d{{2}}(?:\ ?[AP]M)?
| (?<![\d:比为按])(?:[01]\d|2[0-4]|(?<=[午晚早])\d):[0-5]\d(?::[0-5]\d)?(?![\d:])
"""
_STANDARD = r"[A-Z]{1,6}(?:/[A-Z]{1,2})?\ ?\d{1,8}(?:\.\d{1,4})?[-—]\d{2,4}(?!\d)"
_DOCUMENT = rf"""
  [〔\[【]\ *\d{{4}}\ *[〕\]】]\ *(?:第?\d+(?:-\d+)?号)?
| \((?:19|20)\d{{2}}\)[\u4e00-\u9fff]{{0,6}}第?\d+号
| (?:{_Y}年)?总?第{_N}期
| 第?{_N}号(?!召|称|码)
"""
_FURNITURE_KEY = (
    r"(?:KEYS)\ ?(?::|为|是)?\ ?[A-Za-z(]?[A-Za-z]*\d[-\dA-Za-z/():.\ ]*(?:号(?:-\d+)?)?"
)
_VISITS = r"""
  (?:发布(?:日期|时间)|来源|作者|编辑|字[号体])[^\n]{0,80}?(?:阅读|浏览|点击|访问)(?:量|人?数|次数)?
  (?::|\()?\ ?\d[\d,]*(?:\.\d+)?万?(?:人?次)?
| 共印(?:发|制)?\ ?\d{1,5}\ ?份(?=[\s。)]|$)
"""
_PAGE = r"(?<!\d)第?\ ?\d{1,5}\ ?页|共\ ?\d{1,5}\ ?页|^[ \t]*[-—·]*\ ?\d{1,4}\ ?[-—·]*[ \t]*$"
_TELEPHONE = r"""
  (?<![\d-])\(?0\d{2,3}\)?-?\ ?\d{7,8}(?!\d) | (?<!\d)1[3-9]\d{9}(?!\d)
| (?<!\d)[48]00-?\d{3,4}-?\d{3,4}(?!\d) | 拨打(?:\d{1,12}[、或和及]?){1,9}
"""
_LAW = rf"""
  第\({_H}+\)[项款]
| 第{_N}(?:[、和至到-]第?{_N}){{0,12}}(?:条|款|项|章|节|编|目)(?:之{_H}+)?
| (?:》|(?:依据|依照|按照|根据|违反)[^,，。;0-9]{{0,30}}(?:法|条例|规定|办法)){_N}条(?:{_N}款)?
| (?<=[条款])第?{_N}[款项]
"""
_SECTION = rf"""
  ^[ \t]*(?:{_H}{{1,3}}、|\(\ ?(?:{_H}{{1,3}}|\d{{1,2}})\ ?\))
| ^[ \t]*(?:\d{{1,2}}(?:[、．]|\.(?!\d))|\d{{1,2}}\))
| \((?:{_H}{{1,3}})\)(?![次项年期])
| (?:(?<=[。;:!?\ \n]))(?:\d{{1,2}}(?:、|\.(?!\d))|\(\d{{1,2}}\)|{_H}{{1,3}}、)(?=[\u4e00-\u9fff“])
| (?:(?<=[。;,:!?，、\s”)])|^)[一二三四五六七八九十]{{1,3}}(?:是|要(?!求)|则)
| (?:(?<=[。;,:，\s])|^)其[一二三四五六七八九]
| (?:(?<![挂蓝地导海插绘示])图|(?<![水电仪气钟手量])表|附件|附表|专栏|案例)
  \ ?(?!\d[\d.,]*[余多]?[十百千]?[万亿]?[张幅起件个份例块册次])
  \d+(?:[-.]\d+)?(?=[:\s\u4e00-\u9fff]|$)
  (?!个|项|种|张|只|块|台|套|份)
| [①-⑳]
"""
_DATE = rf"""
  (?<![\d.]){_Y}年?(?:[-—~至到、和及与]{{1,2}}{_Y}年?){{0,8}}[-—~至到]{{1,2}}(?:{_Y}|\d{{2}})年度?(?:底|末|初)?
| (?<![\d.]){_Y}年?(?:[、和及与]{{1,2}}{_Y}年?){{1,8}}(?<=年)度?
| (?<![\d.]){_Y}(?:学?年度?|财年)(?:底|末|初|上半年|下半年)?(?:第?[一二三四1-4]季度)?
  (?:\d{{1,2}}(?:月份?)?{_TO})?(?:\d{{1,2}}月(?:份|底|初|末|[上中下]旬)?)?
  (?:\d{{1,2}}[日号])?(?:{_TO}(?:\d{{1,2}}月)?\d{{1,2}}[日号])?
| (?<![\d.]){_Y}[-—~]{_Y}(?![\d万千百人个家件名])
| (?<!\d)(?:19|20)\d{{3,6}}(?:日?[至到]\d{{3,4}}日|(?=年))年?
| (?<![\d.])[01]?\d(?:月(?:份)?)?(?:{_TO}|、)[01]?\d月份?(?:[0-3]?\d[日号])?
| (?<![\d.])[01]?\d月(?:份|底|初|末|[上中下]旬|[0-3]?\d[日号]?)?
  (?:{_TO}(?:[01]?\d月)?[0-3]?\d[日号])?
| (?<![\d.])[0-3]?\d[日](?:{_TO}[0-3]?\d日)?(?!均|处理|照)
| (?<![\d.])[0-2]?\d时(?:[0-5]?\d分)?(?!段|间|长)
| (?<![\d.])[0-2]?\d点(?:[0-5]?\d分|半)?(?=[^\u4e00-\u9fff]|前|后|至|到|开|启|左|整|许|接)
| {HAN_YEAR}年(?:{_H}{{1,2}}月(?:{_H}{{1,3}}日)?)?
| {_H}{{1,2}}月(?:份|{_H}{{1,3}}[日号])?(?![饼])
| {_H}{{1,3}}日(?=[,，。;至到起上下]|$)
| (?:第?[一二三四1-4](?:至|[-—~、]|到))?第?[一二三四1-4]季度
| 前(?:{_N})(?:个月|季度|月)
| \d{{1,2}}(?:、\d{{1,2}}){{1,11}}(?:月份?|[一二三四五六七八九]个月)
| (?<![\d.])(?:上|下)?[0-9]{{4}}(?=年)
"""
_PERIOD = rf"""
  (?:近|超|逾|约|满|第)?{_N}(?:余|多|几)?(?:[-—~至到、]{_N})?(?:周年|个?年(?:度|期|级|来|间|内|龄)?)(?!货)
| (?:为期|历时|连续|持续|近|过去|未来|这|今后|最近|每|提前|前|后|长达|累计工期)(?:了|的)?
  {_N}(?:余|多|几)?个?(?:半)?(?:月|天|日|周|星期|季度|昼夜)
| (?:7[×xX*])?(?<!\d)(?<!缩短[到至])(?<!压缩[到至])(?<!控制在)24小时 | 7[×xX*]24
| {_N}(?:余|多)?个?(?:星期|世纪|年代|季度)
"""
_MEETING = rf"""
  {_H}{{1,3}}届(?:{_H}{{1,3}}(?:中|次)|历次)?(?:[、和]{_H}{{1,3}}[中次]){{0,6}}(?:全会|全体会议|会议)?
| {_H}中(?:[、和]{_H}中){{0,6}}全会
| (?<=[委会协大])(?:[^,，。;\n]{{0,4}}){_H}{{1,3}}次(?:全会|全体会议|代表大会|常委会|党代会)
| (?<=会)第?{_H}{{1,3}}次会议
| (?:十[四五六七八九]|二十)大(?![型会]议?)
"""
_PROGRAMME = rf"""
  (?:十[一二三四五六七]五|[六七八九]五)(?=普法|规划|时期|期间|以来|末|开局|收官|中期|前期)
| {_H}{{1,4}}年(?:行动|攻坚|规划|计划|倍增|提升)
| (?<![\d.])\d{{1,2}}·\d{{1,2}}(?!\d)
| (?<![\d.NnXx+])[\dNnXx]{{1,4}}(?:\+[\dNnXx]{{1,4}})+
| {_N}号(?:文件|工程)
| \d{{1,3}}(?:公里|分钟|小时)[\u4e00-\u9fff]{{0,6}}圈
"""
_RANK = rf"""
  第{_N}(?:[-—至到、]第?{_N})?(?:位|名(?!优|单|副)|方阵|梯队|档)
| (?:[居列获夺占排]|排名|跃至|升至|攀升至|全国|全省|全市|全球|世界|国内)第{_N}
| 前(?:(?<![目提以此之当先日午年会赛战事节岗班堂桌跟眼]前)){_N}
  (?:位|名|强|列|甲)?(?![家起次件人]|\d)
| (?:前移|上升|提升|跃升|提高|下降|进|后退|晋升|提前|上移|下移|后移|升|降)了?{_N}
  (?:个位次|位(?!数|于|列|置)|个名次|名次)
| {_N}个?位次
| {_N}(?:个|家|项|名|支|位|所|座|件|部|县|市)[^,，。;!?\n]{{0,30}}(?<!分)之一(?!是)
| (?<!\d)\d+强(?!化|制|烈|降|度|调|对)
"""
_ORDINAL = rf"第{_N}(?:[-—至到、]第?{_N})*"
_LEVEL = rf"""
  [\dⅠ-Ⅻ一二三四五六七八九十]{{1,4}}A{{0,5}}[-—至、]?[\dⅠ-Ⅻ一二三四五六七八九十]{{0,4}}A{{0,5}}级(?!联|别)
| (?:\d[\d.]{{0,8}}|{_H}{{0,6}})[百千万亿]{{0,3}}
  (?:吨|千瓦|千伏|亿元|万元|元|斤|亩|米|平方米)?级(?=[\u4e00-\u9fff])
| {_N}A(?=级|景)|{_N}星级?|[一二三四五](?:等)(?:奖|功|品)|[一二三四]本院校
| (?<![\d.])\d{{1,4}}(?:\.\d)?(?:kV|KV|千伏)(?=[\u4e00-\u9fff]{{2}}) | (?<=烈度)为?[\dⅤ-Ⅻ六七八九]度
| [Ⅰ-ⅿ]+
"""
_PHASE = r"""
  (?<=[\u4e00-\u9fff）)])(?<![第办了训班讲开座课])[一二三四五六]
  (?=期(?:工程|项目|建设|投|厂|地块|改造|扩建|、|等|和|,|，|。))
"""
_EACH = r"(?<!平均)每个?(?:天|日|周|星期|月份?|季度?|半?年|旬|班|学期)各?(?:早晚)?"
_FEW = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
_PER = rf"""
  {_EACH}(?:至少|不少于|不低于)?{_FEW}(?=[次轮遍回])
| (?<!平均)每个?(?:天|日|周|星期|月|季度?|班)(?:(?!平均|近|约|超|逾|达)[\u4e00-\u9fff]){{1,6}}?
  (?:至少|不少于|不低于)?{_FEW}(?=[次轮遍回])
| 每隔(?:\d+|[{HAN}]+)[\u4e00-\u9fff]{{2,8}}?{_FEW}(?=[次轮遍回])
| 每隔?(?:\d+(?:\.\d+)?[十百千万亿]*|[{HAN}]+)
| (?<![\d.,一二两三四五六七八九十百千万亿])(?:10{{0,3}}|[十百千])?[万亿](?!分之)
  (?:人口?|车|吨|元|平方米)?
  (?=[\u4e00-\u9fff]{{0,14}}(?:死亡(?:率|人数|人口)|发病率|死亡数|拥有量|床位数))
"""
_CODE = rf"""
  (?:https?://|www\.)[!-~]+ | [A-Za-z0-9._-]{{1,64}}@[A-Za-z0-9.-]{{1,64}}
| [A-Za-z]{{1,8}}[-_]?\d[\dA-Za-z_./-]*(?:号(?:-\d+)?)?
| (?<![\d.,])\d+(?:\.\d+)?(?!{_UNIT_LETTERS}(?![A-Za-z]))[A-Za-z][A-Za-z0-9-]*
| (?<![\d.])\d\.0(?=版|时代|[,，。;、”)]|行动|升级|任务|方案|模式|系统|平台|改革|工程|政策|提升)
| (?<![\d.])\d{{1,6}}\.\d{{1,6}}\.\d{{1,6}}(?:\.\d{{1,6}}){{0,4}}
| (?<!\d)(?:19|20)\d{{2}}版
| (?<!\d)\d{{11,}}(?!\d|\.\d|[余万亿元人家吨])
| (?<![\d.])\d{{1,4}}(?:\.\d{{1,4}})?英寸
| (?<![\d.])\d+[×xX*]\d+(?![\d亿万^{SUPERSCRIPTS}])
| (?:QQ|微信)(?:群|号|公众号){{0,2}}:?\d{{5,12}}(?!\d|[户个次万]|人(?!数))
| (?<!\d)\d/\dG(?![A-Za-z])
"""
_ADDRESS = r"""
  (?<=[路街道巷弄])\d+(?:-\d+)?(?:号|弄) | \d{1,5}(?:号楼|号院|号门|楼(?![宇盘房])|室(?!内|外)|单元)
| [一二三四五六七八九十]{1,3}楼(?!宇|盘) | \d{1,5}会议室
| 电梯[^,，。\n]{0,4}?\d{1,3}[层楼] | [A-Z\d]座\d{1,2}层 | \d{1,2}层(?=\d{2,4}室)
| \d{1,3}路(?=公交|汽车|车)
| (?:东经|北纬)\d+(?:\.\d+)?[度°](?:\d+[分′])?
"""
_BOUNDS = r"""
  (?<![\d.,])\d[\d.,万亿]{0,14}[\u4e00-\u9fff]{0,3}以上(?:不满|不足|、)?
  \d[\d.,万亿]{0,14}[\u4e00-\u9fff]{0,3}(?:以下|以内)
| (?<![\d.,第])[1一]次(?:性)?(?=(?:造成)?(?:死亡|重伤|死伤|亡人)[\d一二三四五六七八九十])
"""
_COMPOSITION = r"(?<![\d.:])\d{1,6}(?:\.\d{1,4})?(?::\d{1,6}(?:\.\d{1,4})?){2,}"
_VAGUE = r"[几数][十百千万亿]{1,4}|[十百千]几|若干|成[十百千]上[百千万]"
_GROUPING = (
    r"(?<!\d)\d对\d(?!\d)"
    rf"|{_H}{{1,3}}大(?!于|型|量|中|小|专|学|规|约|病|队|件|棚|气|桥|坝|多|面|额|修|赛|户|奖)"
)
_QUOTED = r"“[^“”\n]{1,24}”|\"[^\"\n]{1,24}\"|‘[^‘’\n]{1,24}’"
_TITLE = r"《[^《》\n]{0,100}(?:《[^《》\n]{0,60}》[^《》\n]{0,40})?》"

_FLAGS = re.VERBOSE | re.MULTILINE
_NUMERAL = rf"\d{HAN}廿卅"
# What a mask may begin with beside a numeral; most places of a text begin none.
_OPENINGS = {
    "threshold": "",
    "timestamp": "",
    "document-number": "〔[【(总第",
    "telephone": "(拨",
    "section-number": r" \t(其图表附专案①-⑳",
    "page-number": r" \t第共\-—·",
    "programme": "NnXx",
    "date": "前第上下",
    "period": "近超逾约满第为历连持过未这今最每提前后长累压",
    "rank": "第居列获夺占排跃升攀全世国前上提下进后晋降",
    "level": "百千吨元斤亩米平级为AⅠ-ⅿ",
    "per-base": "每",
    "code": r"A-Za-zﬁ._微\-",
    "address": "电东北A-Z",
}


def _telephone() -> str:
    """Return the telephone mask with the known hotlines and emergency numbers."""
    hotline = alternatives("hotlines", "hotline")
    emergency = alternatives("hotlines", "emergency")
    return (
        _TELEPHONE
        + rf"""
| (?<![\d.]){hotline}(?!\d|[.,]\d|[余多万亿个人次件户条起名家元吨项%])
| (?<![\d.]){emergency}(?=热线|电话|平台|消防宣传|宣传|指挥|报警|接警|急救|、1|等电话)
| (?<=[、拨])(?<![\d.]){emergency}(?=报警|[、,，。])
"""
    )


@cache
def _masks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the masks in the order of trial: rule id and pattern."""
    keys = alternatives("furniture", "key")
    furniture = _FURNITURE_KEY.replace("KEYS", keys[3:-1]).replace("(?::|为|是)?", ":")
    sources = (
        ("code", r"(?:[a-zﬁ]{2,5}://|www\.)[!-~]+(?:\ +\d{1,3}/\d{1,3}$)?"),
        ("furniture", furniture),
        ("furniture", _VISITS),
        ("composition", _COMPOSITION),
        ("threshold", _BOUNDS),
        ("timestamp", _TIME),
        ("standard", _STANDARD),
        ("title", _TITLE),
        ("document-number", _DOCUMENT),
        ("telephone", _telephone()),
        ("law-article", _LAW),
        ("section-number", _SECTION),
        ("page-number", _PAGE),
        ("quoted", _QUOTED),
        ("programme", _PROGRAMME),
        ("date", _DATE),
        ("meeting", _MEETING),
        ("period", _PERIOD),
        ("rank", _RANK),
        ("ordinal", _ORDINAL),
        ("level", _LEVEL),
        ("phase", _PHASE),
        ("per-base", _PER),
        ("code", _CODE),
        ("address", _ADDRESS),
        ("vague", _VAGUE),
        ("grouping", _GROUPING),
    )
    return tuple((rule, re.compile(_opened(rule, source), _FLAGS)) for rule, source in sources)


def _opened(rule: str, source: str) -> str:
    """Return a mask that passes over every place where it cannot begin."""
    if rule not in _OPENINGS:
        return source
    return f"(?=[{_NUMERAL}{_OPENINGS[rule]}])(?:{source})"


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of listed phrases, and the rule id of each."""
    table = {
        word: kind
        for kind in ("word", "idiom", "set-phrase", "programme")
        for word in words("phrases", kind)
    }
    # 31一线 is 31 and 一线, but 三十一户 holds no 一户: no phrase begins inside a number.
    numeral = f"[{HAN}]"
    guard = rf"(?<![\d{HAN}余多])(?={numeral})|(?!{numeral})"
    return re.compile(rf"(?:{guard})" + alternatives("phrases")), table


class Masks:
    """Hold which rule, if any, refuses the character at a place of the text."""

    def __init__(self, text: str) -> None:
        rules = [""]
        owner = bytearray(len(text))

        def cover(rule: str, start: int, end: int) -> None:
            if rule not in rules:
                rules.append(rule)
            mark = rules.index(rule)
            for place in range(start, end):
                owner[place] = owner[place] or mark

        masks = _masks()
        pattern, table = _phrases()
        late = [name for name, _ in masks].index("ordinal")
        for position, (rule, mask) in enumerate(masks):
            if position == late:
                for match in pattern.finditer(text):
                    cover(table[match.group()], match.start(), match.end())
            for match in mask.finditer(text):
                cover(rule, match.start(), match.end())
        self._rules = rules
        self._owner = owner

    def rule(self, place: int) -> str:
        """Return the rule that refuses the numeral at `place`, or an empty string."""
        return self._rules[self._owner[place]]

    def end(self, place: int, limit: int) -> int:
        """Return where the stretch of one rule around `place` ends, `limit` at most."""
        mark, end = self._owner[place], place
        while end < limit and self._owner[end] == mark:
            end += 1
        return end
