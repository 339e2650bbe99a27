"""Read what stands around a table: title, sheet name, lines above, file name.

Nearest first. Dates of filling in are no years of figures, two years are none, and the office that
fills in a form is a place, not a unit of measurement.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from metrics.numbers import HAN_YEAR, han_digits
from metrics.tables.labels import read_label
from metrics.tables.lexicon import Lexicon
from metrics.tables.set_aside import line_kind
from metrics.tables.words import even, line_words

_DATE = re.compile(
    r"(?:19|20)\d\d\s*(?:年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?(?!\s*[-—–~至到底末])|[-./]\d{1,2}[-./]\d{1,2})"
)
_ALONE = re.compile(r"(?:(?:19|20)\d\d|[二〇零一九]{4})\s*年度?")
"""A year that stands alone in a line of a form."""
_MONTH = re.compile(r"((?:19|20)\d\d)年(?:1[01]|[1-9])月份?(?!\s*\d{1,2}\s*[日号])")
_SPAN = re.compile(r"(?:19|20)\d\d\s*年?度?\s*[-—–~至到―、和与]\s*(?:19|20)\d\d\s*年?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年(?!以来|起|前|后)|财年)")
_LOOSE_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?!\d)")
_HAN = re.compile(f"({HAN_YEAR})年")
_PART = re.compile(
    r"(?:1|一)\s*月?\s*[-—–~至到]\s*(?!12|十二)(?:1[01]|[2-9]|十一?|[二三四五六七八九])\s*月|第?[一二三四]季度(?!报)|前[一二三]个?季度|[上下]?半年(?!来)"
    r"|截[至止](?:到)?(?:(?:19|20)\d\d年)?(?!12)\d{1,2}月|(?<![\d至—-])(?!12)(?:[1-9]|1[01])月份|年初至今|第\d{1,2}周|[周旬日]报(?!告)|(?<!12月)(?<!12月份)月报(?!告)"
)
_WHOLE_MONTHS = re.compile(
    r"(?:1|一)\s*月?\s*[-—–~至到]\s*(?:12|十二)\s*月|截[至止](?:到)?(?:(?:19|20)\d\d年)?12月[底末]?|12月[底末]"
    r"|(?<!\d)0?1月0?1日\s*[-—–~至到]+\s*(?:(?:19|20)\d\d年)?12月3[01]日"
)
_RANGE = re.compile(
    r"((?:19|20)\d\d)[年./-](\d{1,2})(?:[月./-](?:\d{1,2}日?)?)?\s*[-—–~至到]+\s*((?:19|20)\d\d)[年./-](\d{1,2})(?!\d)(?:[月./-](?:\d{1,2}日?)?)?"
)
"""From which day or month to which: 2024.1.1-2024.10.31."""
_UNIT = re.compile(r"(?<![报送编制])(?:计量)?单\s*位\s*[:：为]\s*([^\s,，;；。)）\]]+)")
_CITY = re.compile(r"(?:^|年度?|于|对)([\u4e00-\u9fff]{2,4}?(?:自治[州县]|[市区县旗州盟]))")
_ASIDE = re.compile(r"\([^()]{1,8}\)$")
_NAMELESS = re.compile(
    r"(?:[见如]|列[于入])\s*(?:[下附上右]|[\d一二三四五六]+\s*)?表|[如列]下|所示"
    r"|(?:报告|总结|公报|年报|简报|通报|汇报|讲话|要点)(?:表|[(（].*)?$|(?:管理|监督|监察)局"
)
"""What of a line names nothing: it points to the table (见下表), or is a report's title."""
_SENTENCE = re.compile(r"。|[,，].*[,，]")
_SUBJECT = 14
"""Characters of a sentence in which the place that it is about stands."""
_NOT_A_CITY = re.compile(r"[全各本我县市区]|.*[各全]|.*[年月度]")
_WRAP = re.compile(
    r"《|》|[(（].*?[)）]|(?:附[表件]|表)\s*\d*[-.—\d]*[:：]?|\s|(?:各|全|分)(?:区县?|县区?|市|县|市县|县市|区市|县市区|区县市)|(?:主要|重点)?(?:情况|数据|指标|统计|汇总|一览|明细|对比|完成情况|基本情况|工作)?(?:统计|汇总|一览|情况|明细|对比)?表?$"
)


@dataclass(frozen=True)
class Context:
    """Hold what surrounds a table; `city` is the place that a title names.

    `years` are all that one line names: more than one is no year. `units` of a line that lists
    several are kept apart.
    """

    years: tuple[int, ...] = ()
    region: str = ""
    city: str = ""
    units: tuple[str, ...] = ()
    metric: str = ""
    name: str = ""
    category: str = ""
    part: str = ""

    @property
    def year(self) -> int | None:
        """Return the one year that is named, or None."""
        return self.years[0] if len(self.years) == 1 else None


def nearest(contexts: Sequence[Context]) -> Context:
    """Return the first thing that any context says, nearest first."""
    found = Context()
    for one in contexts:
        found = Context(
            years=found.years or one.years,
            region=found.region or one.region,
            city=found.city or one.city,
            units=found.units or one.units,
            metric=found.metric or one.metric,
            name=found.name or one.name,
            category=found.category or one.category,
            part=found.part or one.part,
        )
    return found


def read_line(text: str, lexicon: Lexicon, *, loose: bool = False) -> Context:
    """Return the context of a line; `loose` takes years without 年 as well."""
    kind = line_kind(text)
    units = _units(text, lexicon)
    if kind == "note":
        return Context()
    if kind == "info" or _starts(text, "place") or _starts(text, "unit"):
        return _info_line(text, units, lexicon)
    region = _region(text, lexicon)
    years = years_in(text, loose=loose)
    part = _part(text)
    if not years and not part and (month := _MONTH.search(text)):
        years, part = (int(month[1]),), month[0]
    metric, name = _metric(text, region, lexicon)
    category = lexicon.category(_stem(text, region)) if len(text) < 40 else ""
    return Context(years, region, region, units, metric, name, category, part)


def _part(text: str) -> str:
    """Return the part of a year that a text names, or an empty text."""
    if (one := _RANGE.search(text)) and one[1] == one[3]:
        return "" if (int(one[2]), int(one[4])) == (1, 12) else one[0]
    return "" if _WHOLE_MONTHS.search(text) else next((m[0] for m in _PART.finditer(text)), "")


def _starts(text: str, kind: str) -> bool:
    flat = even(text)
    return any(
        re.match(re.escape(word) + r"(?:\([^()]{1,8}\))?:", flat) for word in line_words()[kind]
    )


def _info_line(text: str, units: tuple[str, ...], lexicon: Lexicon) -> Context:
    """Read lines of a form: 填报单位:鹭洲区应急管理局  单位:万元  统计年度:2022年."""
    found = Context(units=units)
    for piece in re.split(r"\s{2,}|[;；\t]", text):
        parts = re.split(r"[:：]", piece.strip(), maxsplit=1)
        if len(parts) < 2:
            alone = _ALONE.fullmatch(piece.strip())
            found = replace(found, years=found.years or years_in(piece)) if alone else found
            continue
        head, rest = _ASIDE.sub("", even(parts[0])), parts[1].strip()
        if head in line_words()["place"]:
            found = replace(
                found, region=found.region or lexicon.place(rest) or _region(rest, lexicon)
            )
        elif head in line_words()["year"]:
            found = _dated(rest, found) or replace(
                found, years=found.years or years_in(rest, loose=True), part=_part(rest)
            )
    return found


def _dated(text: str, found: Context) -> Context | None:
    """Return a context with the year of a day or month; None without one."""
    date = _DATE.search(text)
    if not date or found.years or _WHOLE_MONTHS.search(text) or _RANGE.search(text):
        return None
    year, month = (int(one) for one in re.findall(r"\d+", date[0])[:2])
    return replace(found, years=(year,), part="" if month == 12 else date[0])


def years_in(text: str, *, loose: bool = False) -> tuple[int, ...]:
    """Return the years that a line is about: no dates, both ends of a span."""
    if (one := _RANGE.search(text)) and one[1] == one[3]:
        return (int(one[1]),)
    if span := _SPAN.search(text):
        return tuple(int(y) for y in re.findall(r"(?:19|20)\d\d", span[0]))
    rest = _DATE.sub(" ", text) if not _WHOLE_MONTHS.search(text) else text
    years = [int(y) for y in _YEAR.findall(rest)]
    years += [int(han_digits(y)) for y in _HAN.findall(rest)]
    if not years and loose:
        years = [int(y) for y in _LOOSE_YEAR.findall(rest)]
    return tuple(dict.fromkeys(years))


def _units(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    match = _UNIT.search(text.replace("单 位", "单位"))
    if match:
        named = [one for one in re.split(r"[、,，/]", match[1]) if one]
        whole = match[1].rstrip("等")
        if lexicon.unit(whole):
            return (whole,)
        return tuple(one for one in named if lexicon.unit(one))
    inside = re.findall(r"[(（]([^()（）]{1,8})[)）]", text)
    return tuple(one for one in inside if lexicon.unit(one))[:1]


def _region(text: str, lexicon: Lexicon) -> str:
    """Return the place that a line is about; sentences begin with theirs."""
    text = text.strip()
    if whole := lexicon.region(text):
        return whole
    searched = text[:_SUBJECT] if _SENTENCE.search(text) else text
    known = [
        (searched.find(region), -len(region), region)
        for region in set(lexicon.names.regions.values())
        if region and region in searched
    ]
    if known:
        return min(known)[2]
    city = _CITY.search(text.lstrip('《〈"“ '))
    if city and not _NOT_A_CITY.match(city[1]) and lexicon.place(city[1]):
        return city[1]
    return ""


def _stem(text: str, region: str) -> str:
    """Return a title without place, year and the words of titles."""
    stem = _SPAN.sub("", text)
    stem = _YEAR.sub("", _HAN.sub("", stem)).replace(region, "") if region else _YEAR.sub("", stem)
    before = None
    while stem != before:
        before, stem = stem, _WRAP.sub("", stem.strip("度:：-—_ "))
    return stem.strip("的之")


def _metric(text: str, region: str, lexicon: Lexicon) -> tuple[str, str]:
    """Return the known metric that a title names, and what it may name as a new one."""
    stem = _stem(text, region)
    label = read_label(stem, lexicon)
    if lexicon.category(stem):
        return "", ""
    if label.metric:
        return label.metric, ""
    known = [m for m in set(lexicon.names.metrics.values()) if len(m) >= 4 and m in text]
    longest = [m for m in known if not any(m != other and m in other for other in known)]
    if len(longest) == 1:
        return longest[0], ""
    names_it = 2 <= len(stem) <= 20 and not longest and not _NAMELESS.search(text)
    return "", stem if names_it else ""
