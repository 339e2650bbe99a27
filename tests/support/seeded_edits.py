"""Edits of a report that are made by chance, each with what a comparison must say of it.

An edit stands in a sentence of its own, so that several of a text do not meet. Nothing here knows
how figures are paired.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from metrics.prose import TextFigure, read

KINDS = (
    "value", "unit", "qualifier", "dropped", "new", "swapped", "reworded", "narrowed",
)  # fmt: skip
_UNITS = {"次": "场", "场次": "次", "个": "处", "处": "个", "项": "件", "人": "人次", "人次": "人",
          "件": "起", "支": "个", "家": "户", "家次": "次", "部": "件", "台(套)": "台"}  # fmt: skip
_FRESH = (
    "联合开展夜间巡湖{n}次。", "新配无人机巡护编组{n}个。", "登记民间救护志愿者{n}人。",
    "更换老旧警报器{n}台。", "受理企业信用异议{n}件。", "布设林缘隔离标桩{n}根。",
)  # fmt: skip
_NARROWER = ("（不含区县）", "（含兼职）", "（仅限市直）")


@dataclass(frozen=True)
class Edit:
    """An edit: its kind, and the figures that differ as printed then and now ("" for none)."""

    kind: str
    differing: tuple[tuple[str, str], ...]


def seeded(text: str, number: int, seed: int) -> tuple[str, list[Edit]]:
    """Return a text with so many edits, and the edits."""
    chance = random.Random(seed)
    figures = [figure for figure in read(text).figures if "table-cell" not in figure.rules]
    by_sentence: dict[tuple[int, int], list[TextFigure]] = {}
    for figure in figures:
        by_sentence.setdefault(figure.sentence, []).append(figure)
    whole = [((start, end + 1), own) for (start, end), own in by_sentence.items()]
    sentences = [(at, own) for at, own in whole if text[at[1] - 1 : at[1]] == "。"]
    chance.shuffle(sentences)
    changes: list[tuple[int, int, str]] = []
    edits: list[Edit] = []
    kinds = [KINDS[at % len(KINDS)] for at in range(number)]
    for kind in kinds:
        while sentences:
            (start, end), own = sentences.pop()
            made = _MAKERS[kind](text, (start, end), own, chance)
            if made is not None:
                changes.append(made[0])
                edits.append(Edit(kind, made[1]))
                break
    for start, end, instead in sorted(changes, reverse=True):
        text = text[:start] + instead + text[end:]
    return text, edits


_Made = tuple[tuple[int, int, str], tuple[tuple[str, str], ...]] | None
_Maker = Callable[[str, tuple[int, int], list[TextFigure], random.Random], _Made]


def _value(text: str, _at: object, own: list[TextFigure], chance: random.Random) -> _Made:
    figure = chance.choice(own)
    digit = re.search(r"[1-8]", figure.printed)
    if digit is None:
        return None
    place = figure.start + digit.start()
    now = str(int(text[place]) + 1)
    printed = figure.printed[: digit.start()] + now + figure.printed[digit.end() :]
    return (place, place + 1, now), ((figure.printed, printed),)


def _unit(text: str, _at: object, own: list[TextFigure], _chance: random.Random) -> _Made:
    for figure in own:
        match = re.fullmatch(r"(.*\d[余多万亿]*)(\D+)", figure.printed)
        if match and (other := _UNITS.get(match[2])):
            printed = match[1] + other
            return (figure.start, figure.end, printed), ((figure.printed, printed),)
    return None


def _qualifier(text: str, _at: object, own: list[TextFigure], _chance: random.Random) -> _Made:
    for figure in own:
        match = re.fullmatch(r"(\d{2,})([^\d余多以超近%]+)", figure.printed)
        if match and figure.qualifier == "exact" and text[figure.start - 1] not in "近约超过":
            printed = f"{match[1]}余{match[2]}"
            return (figure.start, figure.end, printed), ((figure.printed, printed),)
    return None


def _dropped(
    _text: str, at: tuple[int, int], own: list[TextFigure], _chance: random.Random
) -> _Made:
    return (*at, ""), tuple((figure.printed, "") for figure in own)


def _new(_text: str, at: tuple[int, int], _own: object, chance: random.Random) -> _Made:
    number = chance.randint(11, 98)
    fresh = chance.choice(_FRESH).format(n=number)
    (figure,) = read(f"全年{fresh}").figures
    return (at[1], at[1], f"全年{fresh}"), (("", figure.printed),)


def _swapped(text: str, at: tuple[int, int], own: list[TextFigure], _chance: object) -> _Made:
    """Swap a sentence with the words of another that has no figure: nothing differs."""
    end = text.find("。", at[1])
    behind = text[at[1] : end + 1]
    if end < 0 or "\n" in behind or re.search(r"[\d一二三四五六七八九十]", behind):
        return None
    sentence = text[slice(*at)]
    if re.match(r"[一二三四五六七八九十]是|全年|其中", sentence.strip()):
        return None
    return (at[0], end + 1, behind + sentence), ()


def _reworded(text: str, at: tuple[int, int], own: list[TextFigure], _chance: object) -> _Made:
    """Put a word of manner into the sentence: no number differs."""
    match = re.compile("开展|组织|建成|新增|完成|举办|排查|检查").search(text, *at)
    if match is None or any(f.start <= match.start() < f.end for f in own):
        return None
    return (match.start(), match.start(), "扎实"), ()


def _narrowed(text: str, _at: object, own: list[TextFigure], chance: random.Random) -> _Made:
    """Narrow what a figure counts by brackets behind it: no number differs."""
    figure = own[-1]
    return (figure.end, figure.end, chance.choice(_NARROWER)), ()


_MAKERS: dict[str, _Maker] = {
    "value": _value, "unit": _unit, "qualifier": _qualifier, "dropped": _dropped, "new": _new,
    "swapped": _swapped, "reworded": _reworded, "narrowed": _narrowed,
}  # fmt: skip


def with_sections_moved(text: str) -> str:
    """Return a text whose second and third parts of (一)(二)(三) changed places."""
    marks = [m.start() for m in re.finditer(r"^[ \t\u3000]*[(（][一二三四]{1}[)）]", text, re.M)]
    if len(marks) < 3:
        return text
    first, second, third = marks[:3]
    end = text.find("\n", third) + 1 or len(text)
    one, two = text[first:second], text[second:third]
    return text[:first] + two + one + text[third:end] + text[end:]
