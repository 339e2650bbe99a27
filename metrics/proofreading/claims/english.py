"""Read the figures of English drafts for the grammar of claims, and put its tokens in order.

English says behind a figure what Chinese says before it: up 27.2% from 2023, 8,317 drills in 2024.
The tokens of a base and of a year are moved before their figure; then one grammar reads both.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from metrics.proofreading.claims.tokens import Token
from metrics.proofreading.claims.words import COUNTED, MOVES, of_ratio
from metrics.prose import EnglishFigure, TextFigure, is_english, read_english, unit_family

_GROUPED = re.compile(
    r"(?<![\d,.$])\d{1,3}(?:,\d{3})+(?![\d,]|\.\d)"
    r"|(?:(?<=\bfrom )|(?<=\bto )|(?<=\bagainst ))\d{1,3}(?= in (?:19|20)\d\d)"
    r"|(?<=\bfrom )\d{1,3}(?= to \d)|(?<=\d to )\d{1,3}(?=[.,;]?(?:\s|$))"
    r"|(?<![\d,.])\d{1,3}(?= (?:more|fewer|less|higher|lower)\b)"
    rf"|\b(?:{'|'.join(COUNTED)})(?= (?:more|fewer) than\b)"
    rf"|(?<=\bby )(?:\d{{1,3}}|{'|'.join(COUNTED)})"
    r"(?= (?:to|from|in)\b|[.,;]?(?:\s|$))(?! per ?cent)",
    re.IGNORECASE,
)
_TO = re.compile("[-–—]| (?:and|to) ")
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
_TIMES_OF = re.compile(r"(?:[a-z]+ ){0,2}[\d.]+ times", re.IGNORECASE)
_HAN, _WORD = re.compile(r"[\u4e00-\u9fff]"), re.compile("[A-Za-z]{3}")
_DATED = re.compile(r"\b(?:in|since|during|until) (?:19|20)\d\d$", re.IGNORECASE)
_YEAR = 4
"""Digits of a year: in 2024 drills rose, which are not 2024 drills."""
_TIMES = ("year", "ago")
_YEAR_WORDS = ("in", "of", "for", "during", "throughout", "by", "at")
_LOOSE_UNITS = ("人", "家", "个")
"""Units that English words do not tell from others: participants are 人 or 人次."""
_REACH = 24
"""Characters between a figure and the words about it: 8,317 emergency drills in 2024."""


def english_figures(text: str) -> tuple[TextFigure, ...]:
    """Return the figures of an English draft as figures of a text.

    A number with thousands commas, or of a year, is one even where nothing is named: to 8,317.
    """
    found = [each for each in read_english(text) if not _DATED.search(text[: each.start + _YEAR])]
    covered = {place for each in found for place in range(each.start, each.end)}
    for match in _GROUPED.finditer(text):
        if match.start() not in covered:
            digits = match.group().replace(",", "").lower()
            value = Decimal(COUNTED.get(digits, 0) or digits)
            found.append(EnglishFigure(*match.span(), match.group(), value, "exact", "", "",
                                       "level", match.span()))  # fmt: skip
    ordered = sorted(found, key=lambda each: each.start)
    return tuple(_ranges([_multiple(each, text) or _figure(each) for each in ordered], text))


def _ranges(figures: Sequence[TextFigure], text: str) -> Iterator[TextFigure]:
    """Yield figures, the two of a range as one: 3–5 items."""
    held: TextFigure | None = None
    for figure in figures:
        if held and _TO.fullmatch(text[held.end : figure.start]) and held.value < figure.value:
            within = _BETWEEN.search(text[: held.start]) is not None
            if within or text[held.end] in "-–—":
                printed = text[held.start : figure.end]
                held = replace(figure, start=held.start, printed=printed, value=held.value,
                               upper=figure.value)  # fmt: skip
                continue
        if held:
            yield held
        held = figure
    if held:
        yield held


def _multiple(each: EnglishFigure, text: str) -> TextFigure | None:
    """Return a number of times that compares as a multiple: 2.2 times the 2020 level."""
    number = _TIMES_OF.match(text, each.start)
    if number is None or not of_ratio().match(text, number.end()):
        return None
    figure = _figure(replace(each, metric="", unit="倍"))
    return replace(figure, end=number.end(), printed=number.group())


def is_latin(text: str) -> bool:
    """Return whether a draft has words, and none of them is Chinese."""
    return is_english(text) or (_HAN.search(text) is None and _WORD.search(text) is not None)


def _figure(each: EnglishFigure) -> TextFigure:
    return TextFigure(
        start=each.start,
        end=each.end,
        printed=each.printed,
        value=each.value,
        upper=None,
        qualifier=each.qualifier,
        unit="" if each.unit in _LOOSE_UNITS else each.unit,
        family=unit_family(each.unit),
        metric=each.metric,
        action="",
        category="",
        subcategory="",
        year=None,
        scope="",
        change=each.change,
        flags=(),
        rules=("english",),
        confidence=0.5,
        section="",
        sentence=each.sentence,
    )


def in_order(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """Yield the tokens of an English draft with bases and years before their figures."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.kind == "figure":
            behind = _belonging(tokens[place + 1 :], token, text)
            yield from behind
            place += len(behind)
        elif token.kind == "compare" and following and _adjoins(token, following, text):
            token = replace(token, kind="from", value="from")
        elif token.value == "from" and following and following.kind == "span":
            token = replace(token, kind="behind")
        led_by_average = place > 0 and tokens[place - 1].kind == "average"
        if token.kind != "behind" and not (token.kind == "comma" and led_by_average):
            yield token
        place += 1


def _is_multiple(token: Token) -> bool:
    return token.figure is not None and token.figure.unit == "倍"


def _belonging(rest: Sequence[Token], figure: Token, text: str) -> list[Token]:
    """Return the tokens behind a figure that say its base or its year."""
    taken: list[Token] = []
    end = figure.end
    for number, token in enumerate(rest):
        apart = "\t" in text[end : token.start] or "\n" in text[end : token.start]
        if apart or token.start - end > _REACH or token.kind in ("end", "comma", "figure"):
            break
        words = text[end : token.start].split()
        led = bool(words) and words[-1].lower() in _YEAR_WORDS
        if not taken and (first := _right_behind(token, figure, words)):
            taken, end = [*first], token.end
            continue
        if token.kind == "mean" and token.start - end <= _REACH:
            taken.append(token)  # 1,184 inspections each month
            end = token.end
            continue
        is_year = led and token.kind in (*_TIMES, "region")
        starts_base = token.kind in ("compare", "behind", "base") and (
            token.kind == "base" or _leads_to_time(rest[number + 1 :])
        )
        in_base = bool(taken) and taken[-1].kind == "compare" and token.kind in (*_TIMES, "region")
        if is_year or starts_base or in_base:
            kind = "compare" if token.kind == "behind" else token.kind
            taken.append(replace(token, kind=kind))
        elif token.kind == "copula" and not taken:
            taken.append(token)
        elif token.kind != "metric":
            break
        elif not taken or [each.kind for each in taken] == ["copula"]:
            # The metric behind a figure names it: 8,317 emergency drills.
            taken.append(token)
        end = token.end
    return taken


def _right_behind(token: Token, figure: Token, words: Sequence[str]) -> list[Token]:
    """Return the tokens that one right behind a figure stands for before it."""
    if token.kind in (*_TIMES, "region") and _is_multiple(figure):
        return [Token(token.start, token.start, "compare"), token]
    if token.kind in (*MOVES, "ago") and not words:
        return [token]  # 551 more than a year earlier, from 93.5 per cent a year earlier
    share = figure.figure is not None and figure.figure.unit == "%"
    if share and token.kind == "city" and list(words) == ["of"]:
        return [Token(token.start, token.start, "share"), token]  # 39.4% of the city's total
    return []


def _adjoins(token: Token, following: Token, text: str) -> bool:
    """Return whether a figure stands right behind a word of comparison: against 6,540."""
    return following.kind == "figure" and not text[token.end : following.start].strip()


def _leads_to_time(rest: Sequence[Token]) -> bool:
    return bool(rest) and rest[0].kind in (*_TIMES, "region")
