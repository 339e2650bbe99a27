"""Read the category, subcategory, action and scope of a figure, by weighed evidence.

A figure's category is what it is about, read from five places, the strongest first: the noun that
ends its name, the other words of its name and the verb that opens it, the figure before it in the
sentence, its unit, the headings above it and its clause. `prose/categories.csv` of its field says
for each word what it speaks for, how much it weighs, and in which `place` it counts (everywhere
where the column is empty; `tail` lists what is measured of a thing, which names nothing). The sum
decides; a figure with no evidence is `other`.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache

from metrics.prose.lexicon import one_of, rows, worded
from metrics.prose.phrases import leading_verb
from metrics.prose.sections import Outline

_SCOPE = "<nouns:scope>|我[省市县区局]"
# How often a word's weight counts, by where it stands.
_END, _LAST, _NAME, _START, _NEAR_START, _UNIT, _CLAUSE = 5, 5, 4, 4, 3, 2, 1
_TOLD, _OF_WHICH, _LEADS = 6, 2, 8
_OPENING = 8  # characters of a name in which its verb is looked for
_BEFORE, _BEFORE_OF_RATE, _BEFORE_OF_EVENT = 7, 10, 24
_CLAUSE_MOST, _HEADING_MOST = 8, 12
# A long text that hardly speaks of the field is of another one, and so are most of its figures.
_LONG, _SELDOM, _ELSEWHERE = 400, 12, 22
_SETTLED = ({"drills"}, {"plans"}, {"training"})
_EVENTS = ("training", "drills", "publicity")
_RATE = re.compile(r"(?<=[\u4e00-\u9fff]{2})率\Z")
_ATTENDED = "参[加与演训赛]|受[训众]|听[课众]|<verbs:attend>"
_PEOPLE = r"[员人生众民工户]\Z|<nouns:crowd>"
_PERSON = re.compile("[员人众民]\\Z")
_LINE = re.compile(r"^[ \t#*【]*(?P<body>[^\n,，。;!?|\d:：]{4,24})[】:：*]*[ \t]*$", re.MULTILINE)
_HEADED = re.compile(r"[^,，:：\d]{2,30}\Z")

Scores = dict[str, int]


@dataclass(frozen=True)
class Above:
    """Hold a figure's headings, the nearest last, and its text's field."""

    headings: tuple[str, ...] = ()
    elsewhere: bool = False  # the text is of another field than the bureau's


NOTHING_ABOVE = Above()


@dataclass(frozen=True)
class Evidence:
    """Hold what a figure's category may be read from."""

    metric: str
    unit: str = ""
    clause: str = ""
    before: str = ""  # the category of the figure before it in its sentence
    above: Above = NOTHING_ABOVE


@cache
def _table(place: str) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return the words that count in a place, and what each says and weighs."""
    table: dict[str, list[tuple[str, int]]] = {}
    for row in rows("categories"):
        if (row.get("place") or "") == place:
            table.setdefault(row["word"], []).append((row["kind"], int(row["weight"])))
    return {word: tuple(entries) for word, entries in table.items()}


def category_of_word(word: str) -> str:
    """Return the category that a word alone speaks for, or an empty text."""
    kinds = {kind for kind, _ in _table("").get(word, ())}
    return kinds.pop() if len(kinds) == 1 else ""


@cache
def _pattern(place: str) -> re.Pattern[str]:
    """Return the words of a place as a pattern, the longest tried first."""
    one = one_of(_table(place))
    return re.compile({"end": rf"{one}\Z", "tail": rf"{one}+\Z"}.get(place, one))


def _heavier(word: str, ending: re.Match[str] | None) -> str:
    """Return the place where the last word of a name weighs more, for events the end."""
    if ending is None or ending.group() != word:
        return ""
    ((kind, weight), *_) = _table("end")[word]
    return "end" if kind in _EVENTS and weight > _table("")[word][0][1] else ""


def _head(metric: str) -> str:
    """Return a name without the measure at its end: 库房面积 → 库房, 备案率 → 备案."""
    return _pattern("tail").sub("", _RATE.sub("", metric)) or metric


def _told_by_end(counted: list[tuple[str, str, int]], verb: str) -> bool:
    """Return whether the last word settles what a name is about: 疏散逃生演练, 审查企业预案."""
    word, place, factor = counted[-1] if counted else ("", "", 0)
    kinds = {kind for kind, _ in _table(place).get(word, ())}
    agrees = any(kind in kinds for kind, _ in _table("start")[verb])
    return factor == _LAST and kinds in _SETTLED and not (kinds == {"training"} and agrees)


def _of_people(head: str, verb: re.Match[str]) -> bool:
    """Return whether a verb opens a name of people it is done to or for: 培训网格员."""
    return verb.start() == 0 and "的" not in head and _PERSON.search(head, verb.end()) is not None


def _inspected(counted: list[tuple[str, str, int]], verb: str) -> bool:
    """Return whether a name is about the inspection of gear: 检查消火栓."""
    word, place, _ = counted[-1] if counted else ("", "", 0)
    kinds = {kind for kind, _ in _table(place).get(word, ())}
    return kinds == {"equipment"} and _table("start")[verb][0][0] == "enforcement"


@lru_cache(maxsize=4096)
def _named(metric: str) -> tuple[tuple[str, str, int], ...]:
    """Return what a name says: word, category and weight of each word that counts."""
    head, attribute = _head(metric), metric.rfind("的", 2)
    hits = list(_pattern("").finditer(metric))
    # 参加培训的执法人员: the attribute outweighs what people are, and a name that says nothing.
    told = any(hit.end() <= attribute for hit in hits)
    named = any(hit.start() > attribute for hit in hits) and not worded(_PEOPLE).search(head)
    attribute = attribute if told and not named else -1
    counted = [(hit.group(), "", _NAME if hit.start() > attribute else _TOLD) for hit in hits]
    ending = _pattern("end").search(head)
    covered = hits and hits[-1].end() >= len(head) and ending and hits[-1].start() <= ending.start()
    if ending and not covered:
        counted.append((ending.group(), "end", _END if attribute < 0 else _OF_WHICH))
    elif counted and attribute < 0:
        # The last word is the thing counted, the words before it say of what.
        counted[-1] = counted[-1][0], _heavier(counted[-1][0], ending if covered else None), _LAST
    verb = _pattern("start").search(metric, 0, _OPENING)
    if verb and not _told_by_end(counted, verb.group()):
        leads = _of_people(head, verb) or _inspected(counted, verb.group())
        factor = _LEADS if leads else _START if verb.start() == 0 else _NEAR_START
        counted.append((verb.group(), "start", factor))
    return tuple(
        (word, kind, weight * factor)
        for word, place, factor in counted
        for kind, weight in _table(place)[word]
    )


@lru_cache(maxsize=4096)
def _clause_says(clause: str) -> tuple[tuple[str, int], ...]:
    """Return what the words of a clause say, each category up to a bound."""
    scores: Scores = {}
    for word in {hit.group() for hit in _pattern("").finditer(clause)}:
        for kind, weight in _table("")[word]:
            scores[kind] = min(scores.get(kind, 0) + weight * _CLAUSE, _CLAUSE_MOST)
    return tuple(scores.items())


@lru_cache(maxsize=1024)
def _heading_says(heading: str) -> tuple[tuple[str, int], ...]:
    """Return what a heading says of the figures below it."""
    scores: Scores = {}
    for place in ("heading", ""):
        for word in {hit.group() for hit in _pattern(place).finditer(heading)}:
            for kind, weight in _table(place)[word]:
                scores[kind] = min(scores.get(kind, 0) + weight, _HEADING_MOST)
    return tuple(scores.items())


def categorise(evidence: Evidence) -> tuple[str, str]:
    """Return category and subcategory, the heaviest word, of a figure."""
    scores: Scores = {}
    best: dict[str, tuple[int, str]] = {}
    for word, kind, weight in _named(evidence.metric):
        scores[kind] = scores.get(kind, 0) + weight
        best[kind] = max(best.get(kind, (0, "")), (weight, word))
    beside = list(_clause_says(evidence.clause))
    beside += [(kind, weight * _UNIT) for kind, weight in _table("unit").get(evidence.unit, ())]
    for distance, heading in enumerate(reversed(evidence.above.headings)):
        beside += [(kind, weight // (distance + 1)) for kind, weight in _heading_says(heading)]
    if evidence.before and (evidence.before != "other" or evidence.unit == "元"):
        attended = evidence.before in _EVENTS and worded(_ATTENDED).search(evidence.metric)
        rate = evidence.unit in ("%", "百分点") or evidence.metric.startswith("平均")
        near = _BEFORE_OF_EVENT if attended else _BEFORE_OF_RATE if rate else _BEFORE
        beside.append((evidence.before, near))
    for kind, weight in beside:
        scores[kind] = scores.get(kind, 0) + weight
    if evidence.above.elsewhere:
        scores["other"] = scores.get("other", 0) + _ELSEWHERE
    if not scores:
        return "other", ""
    winner = max(scores, key=lambda kind: (scores[kind], kind))
    return winner, best.get(winner, (0, ""))[1]


class Topics:
    """Hold the headings above each place of a report, numbered or bare.

    A bureau that lists no words of its field takes every text for one of it.
    """

    def __init__(self, text: str, outline: Outline) -> None:
        spoken = sum(1 for _ in _pattern("domain").finditer(text))
        listed = bool(_table("domain"))
        self.elsewhere = listed and len(text) > _LONG and 1000 * spoken < _SELDOM * len(text)
        marks = [(each.start, each.level, each.heading) for each in outline.sections]
        numbered = {each.start for each in outline.sections}
        for line in _LINE.finditer(text):
            if line.start() not in numbered and line["body"] != outline.title:
                marks.append((line.start(), 4, line["body"]))
        self._places: list[int] = []
        self._paths: list[tuple[str, ...]] = []
        levels = [outline.title, "", "", "", ""]
        self._title = tuple(levels[:1])
        for start, level, heading in sorted(marks):
            levels[level:] = [heading.strip() if _HEADED.match(heading.strip()) else ""]
            levels += [""] * (5 - len(levels))  # what stood below the heading before
            self._places.append(start)
            self._paths.append(tuple(each for each in levels if each))

    def at(self, place: int) -> Above:
        """Return the headings above a place, and whether the text is of another field."""
        index = bisect_right(self._places, place) - 1
        return Above(self._paths[index] if index >= 0 else self._title, self.elsewhere)


def action_of(metric: str, clause: str) -> str:
    """Return the verb that produced the figure, from its name or else its clause."""
    verb = leading_verb(metric)
    if verb:
        return verb
    found = worded("<verbs:act>").search(clause)
    return found.group() if found else ""


def scope_of(sentence: str) -> tuple[str, bool]:
    """Return the nearest scope word before a figure, and whether none is printed."""
    found = worded(_SCOPE).findall(sentence)
    return (found[-1], False) if found else ("", True)
