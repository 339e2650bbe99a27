"""Read plain figures of English drafts: value, unit, qualifier, name.

A small grammar for proofreading, not a reader of English reports: a figure is named by the words
behind it, or before it where a verb leads up to it. Years, dates, labels (Article 5), times of day,
telephone numbers and compounds (24-hour) are no figures. Numbers in words need a scale (two
million). Units carry the product's own names, so 人次 meets person-times; the words stay English.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from metrics.numbers import QUALIFIERS, QualifierKey
from metrics.prose.lexicon import alternatives, rows
from metrics.prose.names import ChangeWord

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE_BEFORE = re.compile(r"[\w./:#-]\Z")
_CODE_BEHIND = re.compile(r"(?:st|nd|rd|th)\b|[/:]\d|-\d|-[A-Za-z]|[A-Za-z]")
_NAME = re.compile(r" *((?:[A-Za-z][A-Za-z'’/-]*(?: (?=[A-Za-z]))?){1,7})")


@dataclass(frozen=True)
class EnglishFigure:
    """Hold a figure of an English text, in offsets of the text as it came.

    `metric` holds the words that name it; `change` is growth, decline or level.
    """

    start: int
    end: int
    printed: str
    value: Decimal
    qualifier: QualifierKey
    unit: str
    metric: str
    change: ChangeWord
    sentence: tuple[int, int]


def is_english(text: str) -> bool:
    """Check whether a text is English: many words, hardly a Chinese character."""
    return len(_WORD.findall(text)) >= 5 and len(_HAN.findall(text)) * 20 < len(text)


@cache
def _meanings(kind: str) -> dict[str, str]:
    """Return what each word of a kind means, by the word in lower case."""
    return {row["word"].lower(): row["meaning"] for row in rows("english") if row["kind"] == kind}


@cache
def _number() -> re.Pattern[str]:
    """Return the pattern of a figure: sign, number, scale, qualifier, unit."""
    lead, scale, after = (alternatives("english", kind) for kind in ("lead", "scale", "after"))
    units = alternatives("english", "unit")
    return re.compile(
        rf"(?:(?P<lead>\b{lead}) )?(?P<money>(?:RMB|CNY|¥|￥) ?)?"
        rf"(?P<number>{_DIGITS}|\b(?:{'|'.join(_SMALL)})(?= {scale}\b))"
        rf"(?: ?(?P<scale>{scale})\b)?(?P<plus>\+(?!\d))?"
        rf"(?: ?(?P<percent>%|％)| (?P<unit>{units})\b)?(?: (?P<after>{after})\b)?",
        re.IGNORECASE,
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of the words around a figure: labels, verbs, stops."""
    stop, verb = alternatives("english", "stop"), alternatives("english", "verb")
    month, span = alternatives("english", "month"), alternatives("english", "span")
    found = {
        "label": rf"\b{alternatives('english', 'label')}:? ?\Z|\b{month} \Z",
        "time": rf",? {month}\b|[ -]{span}\b|(?:am|pm)\b| ?o['’]clock",
        "unit": rf"\b{alternatives('english', 'unit')}\b(?=\Z| \w+ed\b| of\b)",
        "stop": rf"\b{stop}\b",
        "verb": rf"(?P<subject>[A-Za-z][A-Za-z'’/ -]*?) ?(?:(?<= ){verb}(?: {verb})?|:) ?\Z",
        "articles": rf"^(?:{alternatives('english', 'article')} )+",
        "growth": r"\b(?:rose|grew|increased|up|rise|growth|increase)(?: of| by)? ?\Z",
        "decline": r"\b(?:fell|(?:declin|decreas|dropp)ed|down|fall|decline|decrease)"
        r"(?: of| by)? ?\Z",
    }
    return re.compile(found[name], re.IGNORECASE)


def read_english(text: str) -> tuple[EnglishFigure, ...]:
    """Return the plain figures of an English text, in order."""
    found = []
    for sentence in re.finditer(r"(?:[^.!?;\n]|\.(?=\d)|(?<=No)\.|(?<=Nos)\.)+", text):
        carried = ""
        for match in _number().finditer(text, *sentence.span()):
            figure = _figure(text, match, sentence.span(), carried)
            if figure is not None:
                found.append(figure)
                carried = figure.metric
    return tuple(found)


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Return whether a number dates, labels or times something instead of counting it."""
    if match["scale"] or match["percent"] or match["money"]:
        return False
    start, end = match.span("number")
    before = text[max(0, start - 14) : start]
    if _CODE_BEFORE.search(before) or _pattern("label").search(before):
        return True
    if _CODE_BEHIND.match(text, end) or _pattern("time").match(text, end):
        return not match["unit"]
    return (bool(_YEAR.fullmatch(text, start, end)) and not match["unit"]) or end - start > 9


def _figure(
    text: str, match: re.Match[str], sentence: tuple[int, int], carried: str
) -> EnglishFigure | None:
    """Return the figure of a match; None where it counts or names nothing.

    `carried` names what the figure before counted: rose by 36% to 8,317.
    """
    if _is_label(text, match):
        return None
    digits = match["number"].replace(",", "").lower()
    value = Decimal(_SMALL.index(digits) + 1) if digits in _SMALL else Decimal(digits)
    value *= Decimal(_meanings("scale")[match["scale"].lower()] if match["scale"] else 1)
    before = text[sentence[0] : match.start()]
    metric = _metric(before, match, text[match.end() : sentence[1]])
    if not metric and before.endswith((" to ", " and ", ", up ", ", down ", " by ")):
        metric = carried
    counted = match["unit"] or next(iter(_pattern("unit").findall(metric)), "")
    unit = "%" if match["percent"] else _meanings("unit").get(counted.lower(), "")
    if not metric and not unit and not match["money"]:
        return None
    qualifier = (
        _meanings("lead").get((match["lead"] or "").lower(), "")
        or ("more_than" if match["plus"] else "")
        or _meanings("after").get((match["after"] or "").lower(), "exact")
    )
    rising, falling = (_pattern(each).search(before) for each in ("growth", "decline"))
    return EnglishFigure(
        match.start(),
        match.end(),
        match.group(),
        value.normalize() + 0,
        QUALIFIERS[qualifier],
        "元" if match["money"] and not unit else unit,
        metric,
        "growth" if rising else "decline" if falling else "level",
        sentence,
    )


def _metric(before: str, match: re.Match[str], behind: str) -> str:
    """Return the words that name a figure: of its unit, behind it, or its subject."""
    own = match["unit"] or ""
    named = _NAME.match(behind)
    noun = named.group(1) if named and behind[:1] == " " else ""
    stop = _pattern("stop").search(noun)
    noun = (noun[: stop.start()] if stop else noun).strip()
    noun = _pattern("articles").sub("", noun)
    subject = _pattern("verb").search(before[-90:])
    led = _pattern("articles").sub("", subject["subject"].strip()) if subject else ""
    if match["percent"] or own in ("per cent", "percent", "percentage points", "percentage point"):
        return led or noun
    if behind.startswith(" of ") and noun:
        return noun
    return " ".join(each for each in (own, noun) if each) or led
