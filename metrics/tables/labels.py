"""Read one header cell: which year, region, metric, unit or aspect its text names.

A text is consumed piece by piece (marks, numbering, brackets, years, periods, known words); what is
left over is a name that is not known.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from metrics.numbers import HAN_YEAR, han_digits
from metrics.tables.lexicon import Lexicon
from metrics.tables.names import folded_name
from metrics.tables.words import ASPECTS, HEADS, even, role_words, without_marks

_YEAR = r"(?:19|20)\d\d"
_DASH = r"[-—–~至到―－/、和与及]"
_YEARS = re.compile(rf"({_YEAR})年?度?{_DASH}({_YEAR})年?度?")
_DATED = re.compile(
    rf"(?:截至|截止|至)?({_YEAR})(?:年(\d{{1,2}})月(?:(\d{{1,2}})日|底|末)?|[./-](\d{{1,2}})[./-](\d{{1,2}})日?)"
)
_ONE_YEAR = re.compile(rf"(?:fy|cy)?(?<!\d)({_YEAR})(?:年度?[末底]?|(?!\d))")
_SHORT_YEAR = re.compile(r"['‘’]?([0-4]\d)年度?")
"""A header of a year in two digits: 24年."""
_COMPARED = re.compile(
    r"[比较][^,，。]{0,12}(?:[增减升降±]|变化)|^(?:较|比|与|同|对比)(?:19|20)\d\d年?(?:相?比较?|同期)?%?$|(?:年|期|月)=100|(?:年|期)[为是][^,，。]{0,8}(?:年|期)的?(?:%|百分比)"
)
"""A change over another year: 2024年比2023年增长, an index with 上年=100."""
_SINCE = re.compile(
    rf"(?:{_YEAR}|[一二三四]五|(?<![去今当本])年|建[成局国]|成立|启动)年?(?:以来|至今|起(?:累计|[)）]|$)|开始|之前|以前)"
)
"""A sum over years: 2020年以来累计."""
_HAN_YEAR = re.compile(f"({HAN_YEAR})年度?")
_HAN = "一二三四五六七八九十"
_MONTH = rf"(?:1[0-2]|[1-9]|十[一二]|[{_HAN}])"
_WHOLE = re.compile(
    rf"(?:1|一)月?{_DASH}(?:12|十二)月份?|截[至止]12月[底末]?|(?:1|一){_DASH}(?:4|四)季度"
)
_PART = re.compile(
    rf"(?:1|一|{_MONTH})月?{_DASH}{_MONTH}月份?(?:累计)?|第?[一二三四1-4]{_DASH}[一二三四1-4]季度?"
    rf"|前[一二三1-3两]个?季度|第?[一二三四1-4]季度?(?=$|[^\d类级等批次])|第?[一二三四1-4]季度|q[1-4](?!\d)|h[12](?!\d)|[上下]?半年度?|年中(?!心)|前{_MONTH}个?月"
    rf"|截[至止](?:到)?{_MONTH}月(?:[底末]|\d+日)?|{_MONTH}月[底末]|(?<!\d){_MONTH}月份?(?:止)?累计|本月止累计|累计至本月|本月末?|当月|[本上当]周|[本上当]旬|本季度?|当季|上月"
    rf"|(?<![\d年]){_MONTH}月份?|年初至今|to date|ytd"
)
_NUMBERING = (
    re.compile(r"第?[一二三四五六七八九十]{1,3}[、.．,，]\s*"),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]\s*"),
    re.compile(r"\d{1,2}[、.．]\s*(?=[^\d\s])|\d{1,2}\s+(?=[\u4e00-\u9fff])"),
    re.compile(r"\d{1,2}(?:[.．]\d{1,2})+[、.．]?\s*(?=\D)|[(（]\d{1,2}[)）]\s*|\d{1,2}[)）]\s*"),
)
_OF_WHICH = re.compile(r"(?:[-—–]+\s*)?(?:其中|包括|包含)[:：、,，]?\s*|[#＃]\s*")
_BRACKET = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*(?:\([^()]{1,4}\))?)[)\]】〕]")
_BILINGUAL = re.compile(
    r"((?=.*[\u4e00-\u9fff])[^A-Za-z]+?)\s*[\n ／/]\s*[A-Za-z][A-Za-z\d .,'&()%/=-]*[A-Za-z\d.)%]"
)
"""A name in Chinese with its English behind it."""
_UNIT_TAIL = re.compile(
    r"(.+?)(?:[/,，、;；\s]|\s*(?:计量)?单位[:：])\s*(?:(?:计量)?单位[:：]\s*)?([^\s/,，、;；:：]{1,6}(?:/套)?)$"
)


@dataclass(frozen=True)
class Label:
    """Hold what a header text names; empty fields are not named.

    `relative` counts years from the table's (0 this, -1 last); `period` is a part of a year as it
    is written; `whole` is true for 全年; `total` is "total" for a sum, "part" for one of some rows
    only (小计), "own" for 全市; `place` is a name that only looks like a region. `level` is the
    depth of its numbering, 0 without one; `guessed` is true for a region that only its column calls
    one.
    """

    text: str = ""
    head: str = ""
    years: tuple[int, ...] = ()
    relative: int | None = None
    period: str = ""
    whole: bool = False
    aspect: str = ""
    total: str = ""
    region: str = ""
    place: str = ""
    category: str = ""
    unit: str = ""
    metric: str = ""
    name: str = ""
    of_which: bool = False
    level: int = 0
    guessed: bool = False

    @property
    def heads(self) -> bool:
        """Return whether the text says something of its column, not only a name."""
        return bool(
            self.head
            or self.years
            or self.relative is not None
            or self.period
            or self.whole
            or self.aspect
            or self.total
            or self.region
            or self.unit
            or self.metric
        )


def read_label(text: str, lexicon: Lexicon) -> Label:
    """Return what a header text names, read once for each text."""
    known = lexicon.labels.get(text)
    if known is None:
        known = lexicon.labels[text] = _read(text, lexicon)
    assert isinstance(known, Label)
    return known


def _read(text: str, lexicon: Lexicon) -> Label:
    bare = without_marks(text)
    if not bare:
        return Label(text)
    label = Label(text)
    if role := role_words().whole.get(even(bare)):
        return _with_role(label, role)
    if (both := _BILINGUAL.fullmatch(bare)) and (own := read_label(both[1], lexicon)).heads:
        return replace(own, text=text)
    bare, level = _without_numbering(bare, lexicon)
    of_which = _OF_WHICH.match(bare)
    bare = bare[of_which.end() :] if of_which else bare
    label = replace(label, level=level, of_which=bool(of_which))
    core = re.sub(
        r"(?<![A-Za-z])\s+(?![A-Za-z])|\n", "", unicodedata.normalize("NFKC", bare)
    ).strip(":;,. ")
    if metric := lexicon.metric(core):
        return replace(label, metric=metric)
    if _COMPARED.search(core):
        return replace(label, aspect="change")
    if _SINCE.search(core):
        return replace(label, aspect="cumulative")
    if (short := _SHORT_YEAR.fullmatch(core)) and _recent(2000 + int(short[1]), lexicon):
        return replace(label, years=(2000 + int(short[1]),))
    label, core = _brackets(label, core, lexicon)
    return _core(label, core, lexicon)


def _recent(year: int, lexicon: Lexicon) -> bool:
    """Return whether a year of two digits is near those that are published."""
    newest = lexicon.names.newest_year
    return not newest or newest - 15 <= year <= newest + 3


def _without_numbering(text: str, lexicon: Lexicon) -> tuple[str, int]:
    if lexicon.metric(text):
        return text, 0
    for level, pattern in enumerate(_NUMBERING, 1):
        if (match := pattern.match(text)) and match.end() < len(text):
            return text[match.end() :], level
    return text, 0


def _brackets(label: Label, core: str, lexicon: Lexicon) -> tuple[Label, str]:
    """Take units, years and aspects out of brackets, and units set off behind a name."""
    if folded_name(core) in lexicon.names.units:
        return label, core
    kept = core
    for match in _BRACKET.finditer(core):
        inside = re.sub(r"^(?:计量)?单位[:：]?", "", match[1])
        if lexicon.unit(inside):
            label = replace(label, unit=inside)
        else:
            inner = _core(Label(), inside, lexicon)
            if inner.name or inner.metric or inner.region or inner.category or not inside:
                continue
            label = _merged(label, inner)
        kept = kept.replace(match[0], "", 1)
    tail = _UNIT_TAIL.fullmatch(kept)
    if not label.unit and tail and lexicon.unit(tail[2]) and not lexicon.metric(kept):
        label, kept = replace(label, unit=tail[2]), tail[1]
    return label, kept.strip(":;,. ")


def _merged(label: Label, inner: Label) -> Label:
    return replace(
        label,
        years=label.years or inner.years,
        relative=inner.relative if label.relative is None else label.relative,
        period=label.period or inner.period,
        whole=label.whole or inner.whole,
        aspect=label.aspect or inner.aspect,
        total=label.total or inner.total,
    )


def _core(label: Label, core: str, lexicon: Lexicon) -> Label:
    if done := _known(label, core, lexicon):
        return done
    label, core = _times(label, core)
    if done := _known(label, core, lexicon):
        return done
    if core.endswith("%") and (role := role_words().whole.get(even(core[:-1]))):
        return _with_role(replace(label, unit=label.unit or "%"), role)
    words = role_words()
    for starts, role in words.start:
        if core.startswith(starts) and role in ("this", "last"):
            label, core = _with_role(label, role), core[len(starts) :]
            break
    if done := _known(label, core, lexicon):
        return done
    for begins, listed in ((True, words.start), (False, words.end)):
        for word, role in listed:
            if not (core.startswith(word) if begins else core.endswith(word)) or role in (
                "this",
                "last",
            ):
                continue
            label = _with_role(label, role)
            if role == "serial":
                return label
            core = core[len(word) :] if begins else core[: -len(word)]
            core = core.strip("的:()（）/、 %")
            return _known(label, core, lexicon) or replace(label, name=core)
    unit = label.unit or ("%" if "%" in core else "")
    return replace(label, name=core.removesuffix("末") if label.period else core, unit=unit)


def _known(label: Label, core: str, lexicon: Lexicon) -> Label | None:
    """Return the label with what a whole text names, or None where it is not known."""
    if not core:
        return label
    if role := role_words().whole.get(even(core)):
        return _with_role(label, role)
    if metric := lexicon.metric(core):
        return replace(label, metric=metric)
    if region := lexicon.region(core):
        return replace(label, region=region)
    if category := lexicon.category(core):
        return replace(label, category=category, name=core)
    if lexicon.unit(core) and not label.unit:
        return replace(label, unit=core, name=core if len(core) > 1 else "")
    if place := lexicon.place(core):
        return replace(label, place=place, name=core)
    return None


def _with_role(label: Label, role: str) -> Label:
    if role in ("this", "last", "before_last"):
        aspect = label.aspect
        return replace(
            label, relative={"this": 0, "last": -1, "before_last": -2}[role], aspect=aspect
        )
    if role == "whole":
        return replace(label, whole=True)
    if role in ("total", "part", "own"):
        return replace(label, total=role)
    if role in ASPECTS:
        return replace(label, aspect=label.aspect or role)
    return replace(label, head=role) if role in HEADS else label


def _times(label: Label, core: str) -> tuple[Label, str]:
    """Take years and parts of years out of a text."""
    even_text = core.casefold()
    if match := _YEARS.search(even_text):
        label = replace(label, years=(int(match[1]), int(match[2])))
        return _periods(label, _cut(core, match))
    if match := _DATED.search(even_text):
        whole = int(match[2] or match[4]) == 12 and int(match[3] or match[5] or 31) >= 30
        label = replace(label, years=(int(match[1]),))
        label = replace(label, whole=True) if whole else replace(label, period=match[0])
        return label, _cut(core, match)
    if match := _ONE_YEAR.search(even_text):
        label = replace(label, years=(int(match[1]),))
        core = _cut(core, match)
    elif match := _HAN_YEAR.search(core):
        label = replace(label, years=(int(han_digits(match[1])),))
        core = _cut(core, match)
    return _periods(label, core)


def _periods(label: Label, core: str) -> tuple[Label, str]:
    even_text = core.casefold()
    if match := _WHOLE.search(even_text):
        return replace(label, whole=True), _cut(core, match)
    if match := _PART.search(even_text):
        return replace(label, period=core[match.start() : match.end()]), _cut(core, match)
    return label, core


def _cut(text: str, match: re.Match[str]) -> str:
    return (text[: match.start()] + text[match.end() :]).strip(" :()（）,，、-—")
