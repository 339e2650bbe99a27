"""Find what the headings of a report are about, where one of them may name a category.

A heading may be a slogan: 严守食品安全底线 is about 食品安全, 坚持以人民为中心 about nothing.
Words of slogans stand in `matching/slogans.csv`, by their `place`: `head` urges, as does `then`
behind it and `one` before two characters; `tail` and, behind any heading, `end` say nothing;
`frame` ends 以…为抓手; `empty` is left of a slogan and names nothing.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from operator import itemgetter

from metrics.model.csv_file import read_words

_CLAUSE = re.compile(r"[^,，、。:：;；\s]+")
_PRINCIPLE = "坚持"
_SHORTEST, _LONGEST = 2, 14


def theme_of(headings: Iterable[str]) -> str:
    """Return the first thing that one of the headings is about, or an empty text.

    What a heading only holds up (坚持立德树人) or frames (以优质均衡为抓手) comes last.
    """
    return min(chain(*map(_things, headings)), key=itemgetter(0), default=(0, ""))[1]


def _things(heading: str) -> Iterator[tuple[int, str]]:
    """Yield each thing that a heading names, and how far it stands back."""
    clauses = _CLAUSE.findall(heading)
    if len(clauses) > 1 and all(_pattern("one", r"{}..").fullmatch(each) for each in clauses):
        return
    for each in clauses:
        if thing := _thing(each):
            yield int(each.startswith(_PRINCIPLE)), thing
        elif framed := _pattern("frame", r"^以(.+)[为作]{}$").search(each):
            yield 2, framed[1]


def _thing(clause: str) -> str:
    """Return what a clause is about, or an empty text; 着力建设高素质教师队伍 is about 教师队伍."""
    if _pattern("frame", r"以.+[为作]{}$").search(clause):
        return ""
    core = clause
    while (urged := _pattern("head", r"^{}").sub("", core)) != core:
        core = _pattern("then", r"^{}(?=..)").sub("", urged)
    if core != clause:
        core = _pattern("tail", r"(?:向.+)?{}+$").sub("", core)
    core = _pattern("end", r"(?<=..){}$").sub("", core)
    named = _SHORTEST <= len(core) <= _LONGEST and core not in _words("empty")
    return core if named else ""


@cache
def _words(place: str) -> tuple[str, ...]:
    rows = read_words("matching/slogans.csv", ("word", "place"))
    return tuple(row["word"] for row in rows if row["place"] == place)


@cache
def _pattern(place: str, around: str) -> re.Pattern[str]:
    """Return a pattern with any word of a place for its braces, the longest first."""
    words = sorted(_words(place), key=len, reverse=True)
    return re.compile(around.replace("{}", f"(?:{'|'.join(words)})"))
