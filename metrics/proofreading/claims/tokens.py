"""Cut a draft into the tokens of claims: figures, years, regions, metrics, cues and stops.

What no token covers are the words that describe the subject. A cue that is a single character
counts only where it can be one: 较 before a year, 多 before a figure.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from metrics.model.catalogue import Metric
from metrics.numbers import HAN_YEAR, SMALL_HAN, han_digits
from metrics.proofreading.claims.indices import BASE_OF_INDEX, index_figures
from metrics.proofreading.claims.published import Published, simplified
from metrics.proofreading.claims.words import (
    NUMBER,
    is_mark,
    is_of_title,
    no_places,
    number_of,
    plan_years,
    starting,
)
from metrics.prose import Page, Rejected, TextFigure

_YEAR = rf"(?:(?:19|20)\d{{2}}|{HAN_YEAR})"
_TO = r"\s?(?:[-—–~至到]{1,2}|to|through)\s?"
_SPAN = re.compile(
    rf"(?:从|自|由)?(?<!\d)({_YEAR})年?[度底末]?{_TO}({_YEAR})年?(?!\d)[度底末]?(?:期间|间)?"
)
_SPAN_EN = re.compile(rf"between ({_YEAR}) and ({_YEAR})(?!\d)")
_AGAINST = re.compile(
    rf"(?<=年)对(?={_YEAR}年)"
    rf"|和(?=(?:[\u4e00-\u9fff]{{1,8}}的)?(?:上年|去年|上一年|前一年|{_YEAR}年)(?:同期)?相?比)"
)
_LIST = re.compile(
    rf"(?<!\d){_YEAR}年?[、和及与](?:{_YEAR}年?[、和及与])*{_YEAR}(?:年度?(?:[两二三四五]年)?|[两二三四五]年)"
)
_SINCE = re.compile(
    rf"(?:自从|自|从|since )?(?<!\d)({_YEAR})年?[度初]?(?:以来|至今|算起|开始|起|以后|到现在)"
    "(?:[的这][一二两三四五六七八九十]年)?"
)
_SINCE_EN = re.compile(rf"since ({_YEAR})(?!\d)")
_ONE = re.compile(rf"(?<!\d)({_YEAR})(?:学?年度|年)(?:全年|底|末|初)?")
_BARE = re.compile(r"(?<!\d)(?<!\d[,.])((?:19|20)\d{2})(?![\d%]|\.\d|,\d{3}(?![\d,])| [a-z]+s\b)")
_BARE_IN = re.compile(r"(?<=\bin )((?:19|20)\d{2})(?= )")
_PLACE = re.compile(
    "(?![比较与在从由和占是即其各全我本该每另同为对将把至到及或于前后])[\u4e00-\u9fff]{2,3}?(?:[区县市乡镇]|街道)(?![域内间划级别镇县市政])"
)
_PLACE_OPENS = re.compile(r"^$|[\s年月日，。；：、（,;:(“在和与及的]")
_FULL_STOP = re.compile(r"(?<![a-z]\.[a-z])(?<!no)\.(?=\s|$)")
_END, _COMMA = "。!?\n", ",，;:()（）；：\t"
_MASKED = frozenset(
    ("law-article", "document-number", "standard", "telephone", "title", "section-number",
     "page-number", "footnote", "furniture", "meeting", "code", "address", "timestamp", "phase")
)  # fmt: skip
_OVER_FIGURES = (
    "districts",
    "others",
    "run",
    "runup",
    "rundown",
    "recent",
    "rank",
    "top",
    "index",
    "span",
)
KINDS_OF_DISTRICT = "区县市旗州盟乡镇"
_KINDS_OF_PLACE = f"{KINDS_OF_DISTRICT}街"
_KIND_OF_PLACE = re.compile(" (?:district|county|city|town)$")
_ONE_KIND = re.compile(rf"([{SMALL_HAN}]|\d)个?([{KINDS_OF_DISTRICT}])")
_MIXED = re.compile(rf"(?:{_ONE_KIND.pattern}){{2,3}}")
_EACH_YEAR = re.compile(rf"{NUMBER}年(?P=n)连?(?P<move>[增升涨降减跌])")
_SHORTEST_NAME = 3
_NO_CUE = {
    "第{n}": re.compile("(?!的)[\u4e00-\u9fff]"),
    "{n}年": re.compile("行动|计划|规划|攻坚|期|级|制|大庆|(?:倍增|提升)(?!了?\\d)"),
    "{n}月": re.compile(r"\s?\d|[\u4e00-\u9fff]日|[底末起初]|以来|开始|[-—–~至到]"),
}
"""What may not stand behind a cue: 第一时间, 三年行动."""
_IN_UNIT = re.compile("(?![的到至在而但于与比较和])[\u4e00-\u9fff]次年")
"""年 behind a unit is not the next year: 演练场次年均增长."""
_PASSED = re.compile("(?<![经通不])[过破]$")
_MONTHS = 12
_REACHED = "到至"
_SIGNED = ("%", "百分点")
_MINUS = re.compile(r"(?:^|[^\d%a-z])[-−－]$")
_HALF = Decimal("0.5")
_OPEN_UNITS, _MORE = ("成", "倍", "番"), re.compile("还?[要有]?[多余强]")


@dataclass(frozen=True)
class Token:
    """Hold one piece of a draft that a claim is made of, by laid-out offsets."""

    start: int
    end: int
    kind: str
    value: str = ""
    number: int = 0
    years: tuple[int, ...] = ()
    region: str = ""
    metric: Metric | None = None
    figure: TextFigure | None = field(default=None, compare=False)


@dataclass(frozen=True)
class _Name:
    words: str
    region: str = ""
    metric: Metric | None = None
    city: bool = False


class Lexer:
    """Cut drafts into tokens, by the words of claims and the names of one data set."""

    def __init__(self, published: Published) -> None:
        by_start: dict[str, list[_Name]] = defaultdict(list)
        for name in _names(published):
            by_start[name.words[0]].append(name)
        self._names = {
            start: sorted(names, key=lambda name: -len(name.words))
            for start, names in by_start.items()
        }
        self._cues = starting()
        named = {region[-1] for region in published.districts} & set(_KINDS_OF_PLACE)
        self._districts, self._kinds = len(published.districts), named or set(_KINDS_OF_PLACE)
        self._ends = Counter(region[-1] for region in published.districts)
        self._pairs = {
            pair for known in published.known for pair in pairwise(simplified(known.metric.zh))
        }

    def tokens(
        self, page: Page, figures: Sequence[TextFigure], rejected: Sequence[Rejected] = ()
    ) -> list[Token]:
        """Return the tokens of a laid-out draft in their order."""
        text = page.plain.lower() if len(page.plain.lower()) == len(page.plain) else page.plain
        placed = [_placed(page, figure) for figure in (*figures, *index_figures(page, rejected))]
        placed.sort(key=lambda each: each.start)
        masked = [
            (bisect_left(page.origin, each.start), bisect_left(page.origin, each.end))
            for each in rejected
            if each.rule in _MASKED
        ]
        return list(self._scan(text, placed, masked))

    def _scan(
        self, text: str, figures: Sequence[Token], masked: Sequence[tuple[int, int]]
    ) -> Iterator[Token]:
        at, number, mask = 0, 0, 0
        while at < len(text):
            while mask < len(masked) and masked[mask][1] <= at:
                mask += 1
            while number < len(figures) and figures[number].start < at:
                number += 1
            figure = figures[number] if number < len(figures) else None
            here = figure if figure and figure.start == at else None
            if text[at] in _REACHED and _lies_between(figures, number, at):
                yield Token(at, at + 1, "to", "to")
                at += 1
                continue
            limit = masked[mask][0] if mask < len(masked) else len(text)
            found = None if limit <= at else self._longest(text, at, limit)
            if here and not (found and found.kind in _OVER_FIGURES and found.end >= here.end):
                found = here
            elif found and figure and found.end > figure.start and found.kind not in _OVER_FIGURES:
                found = None if found.kind not in ("year", "span", "since") else found
            if found is None:
                at = max(at + 1, masked[mask][1]) if limit <= at else at + 1
                continue
            yield found
            at = found.end

    def _longest(self, text: str, at: int, limit: int) -> Token | None:
        """Return the longest token at a place that is no figure."""
        first = text[at]
        if first in _END or (first == "." and _FULL_STOP.match(text, at)):
            return Token(at, at + 1, "end", first)
        if first in _COMMA:
            return Token(at, at + 1, "comma", first)
        if set_to_hundred := BASE_OF_INDEX.match(text, at):
            return Token(at, set_to_hundred.end(), "index")
        found = [
            each
            for each in (
                _year(text, at),
                self._name(text, at),
                self._cue(text, at),
                self._elsewhere(text, at),
            )
            if each and each.end <= limit
        ]
        return max(found, key=lambda each: each.end - each.start, default=None)

    def _counts_districts(self, match: re.Match[str]) -> bool:
        """Return whether words may mean the districts: 72个镇街 are none of a city of 3 区."""
        kinds = set(match[0]) & set(_KINDS_OF_PLACE)
        number = number_of(match.groupdict().get("n") or "")
        return (not kinds or bool(kinds & self._kinds)) and number <= self._districts

    def _of_kinds(self, text: str, at: int) -> Token | None:
        """Return districts counted by their kinds, where so many there are: 两区一县."""
        match = _MIXED.match(text, at)
        if match is None:
            return None
        counts = [(number_of(each), kind) for each, kind in _ONE_KIND.findall(match[0])]
        if any(self._ends[kind] != number for number, kind in counts):
            return None
        number = sum(number for number, _ in counts)
        return Token(at, match.end(), "districts", str(number), number)

    def _none_of(self, text: str, at: int) -> Token | None:
        """Return 零 before words of a metric's name: 矿山零关闭."""
        none = text[at] == "零" and (*text[at + 1 : at + 3],) in self._pairs
        return Token(at, at + 1, "zero") if none else None

    def _elsewhere(self, text: str, at: int) -> Token | None:
        """Return the name of a place that is none of the bureau's: 东海区."""
        match = _PLACE.match(text, at) if _PLACE_OPENS.search(text[max(at - 1, 0) : at]) else None
        if match is None or match[0].endswith(no_places()):
            return None
        if any(self._name(text, place) for place in range(at, match.end())):
            return None
        return Token(at, match.end(), "outside", match[0])

    def _name(self, text: str, at: int) -> Token | None:
        for name in self._names.get(text[at], ()):
            if text.startswith(name.words, at):
                kind = "metric" if name.metric else "city" if name.city else "region"
                return Token(at, at + len(name.words), kind, name.words,
                             region=name.region, metric=name.metric)  # fmt: skip
        return None

    def _cue(self, text: str, at: int) -> Token | None:
        best = self._of_kinds(text, at) or self._none_of(text, at) or _in_each_year(text, at)
        for pattern, words in self._cues.get(text[at], ()):
            match = pattern.match(text, at)
            if match is None or (best and match.end() <= best.end):
                continue
            not_one = _NO_CUE.get(words[0].word)
            if not_one and not_one.match(text, match.end()):
                continue
            if words[0].kind in ("districts", "others") and not self._counts_districts(match):
                continue
            named = match.groupdict().get("n") or ""
            if words[0].kind == "part" and named and number_of(named) == _MONTHS:
                continue  # 截至12月底
            if text[at] == "次" and _IN_UNIT.match(text, at - 1):
                continue
            word = words[0] if len(words) == 1 else next(w for w in words if w.word == match[0])
            number = number_of(named) if named else 0
            years = plan_years(named) if word.kind in ("plan", "planend") else ()
            value = named if word.value == "{n}" else word.value
            best = Token(at, match.end(), word.kind, value, number, years)
        return best


def _lies_between(figures: Sequence[Token], number: int, at: int) -> bool:
    """Return whether one character parts two figures: 从845场次到1574场次."""
    if not 0 < number < len(figures):
        return False
    return figures[number - 1].end == at and figures[number].start == at + 1


def _in_each_year(text: str, at: int) -> Token | None:
    """Return as many moves as years: 五年五增."""
    match = _EACH_YEAR.match(text, at)
    if match is None:
        return None
    kind = "runup" if match["move"] in "增升涨" else "rundown"
    return Token(at, match.end(), kind, number=number_of(match["n"]))


def _year(text: str, at: int) -> Token | None:
    if text[at] in "对和" and (against := _AGAINST.match(text, at)):
        return Token(at, against.end(), "compare")
    if text[at] not in "12一二从自由sb":
        return None
    if span := _SPAN.match(text, at) or _SPAN_EN.match(text, at):
        return Token(at, span.end(), "span", years=_between(_number(span[1]), _number(span[2])))
    if since := _SINCE.match(text, at) or _SINCE_EN.match(text, at):
        return Token(at, since.end(), "since", years=(_number(since[1]),))
    if listed := _LIST.match(text, at):
        years = tuple(_number(each) for each in re.findall(_YEAR, listed[0]))
        return Token(at, listed.end(), "span", years=years)
    one = _ONE.match(text, at) or _BARE.match(text, at) or _BARE_IN.match(text, at)
    if one and is_of_title(text, at, one.end()):
        return Token(at, one.end(), "aside", "titled")
    return Token(at, one.end(), "year", years=(_number(one[1]),)) if one else None


def _number(digits: str) -> int:
    return int(digits) if digits.isascii() else int(han_digits(digits))


def _between(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1)) if 0 <= last - first < 100 else (first, last)


def _placed(page: Page, figure: TextFigure) -> Token:
    start, end = bisect_left(page.origin, figure.start), bisect_left(page.origin, figure.end)
    if figure.unit in _SIGNED and _MINUS.search(page.plain[:start][-2:]) and figure.value > 0:
        start -= 1  # 增速由32.4%转为-5.2%
        figure = replace(figure, start=page.place(start, end)[0], value=-figure.value)
        figure = replace(figure, printed=page.source[figure.start : figure.end])
    if figure.unit in _OPEN_UNITS[1:] and page.plain[end : end + 1] == "半":
        end += 1  # 翻了一番半
        figure = replace(figure, end=page.place(start, end)[1], value=figure.value + _HALF)
        figure = replace(figure, printed=page.source[figure.start : figure.end])
    if figure.unit and is_mark(page.plain, end - len(figure.unit)):
        end -= len(figure.unit)  # 跨上80万台阶
        printed = figure.printed.removesuffix(figure.unit)
        figure = replace(figure, end=page.place(start, end)[1], printed=printed, unit="")
    passed = is_mark(page.plain, end) or _PASSED.search(page.plain[:start][-2:])
    if figure.qualifier == "exact" and passed:
        figure = replace(figure, qualifier="more_than")  # 迈上8000次台阶, 演练过8000次
    more = _MORE.match(page.plain, end) if figure.unit in _OPEN_UNITS else None
    if more:
        end = more.end()
        _, last = page.place(start, end)
        figure = replace(figure, end=last, printed=page.source[figure.start : last],
                         qualifier="more_than")  # fmt: skip
    return Token(start, end, "figure", figure=figure)


def _names(published: Published) -> Iterator[_Name]:
    """Yield the names of regions, also without 区 or 县, and those of metrics."""
    for region in (*published.regions, *published.silent):
        plain = simplified(region)
        yield _Name(plain.lower(), region=region)
        bare = plain.removesuffix("街道")
        short = bare.rstrip(KINDS_OF_DISTRICT) if len(bare) > 2 else bare
        if short != plain and len(short) >= 2:
            yield _Name(short.lower(), region=region)
        if english := published.english_name(region):
            yield _Name(english.lower(), region=region)
            yield _Name(_KIND_OF_PLACE.sub("", english.lower()), region=region)
    kind = published.own[-1:]
    for word in ("全", "我", "本") if kind in f"{KINDS_OF_DISTRICT}省".replace("市", "") else ():
        yield _Name(word + kind, city=True)
    for known in published.known:
        for name in (*known.label.names, known.metric.en):
            if len(name) >= _SHORTEST_NAME:
                yield _Name(name.lower(), metric=known.metric)
