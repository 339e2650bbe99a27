"""Put a time that stands in brackets behind a figure where its clause reads it.

由12.4万平方米（2020年）扩至20.1万平方米（2024年）: each year goes before its figure.
由24处增至46处（2020—2024年）: a span is that of the clause. 近五年（2020—2024年） is its span.
"""

from collections.abc import Sequence
from dataclasses import replace

from metrics.proofreading.claims.tokens import Token

_BRACKETS = ("()", "（）")
_SPANS = ("span", "since")
_RESTATED = ("recent", "plan", "ago", "now")


def times_in_place(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens with the times in brackets before the figures they belong to."""
    found, place, opens = list[Token](), 0, 0
    while place < len(tokens):
        token = tokens[place]
        found.append(token)
        place += 1
        if token.kind in ("comma", "end"):
            opens = len(found)
        inside = tokens[place : place + 3]
        if token.kind not in ("figure", *_RESTATED) or not _is_aside(token, inside):
            continue
        if token.kind in _RESTATED:
            found[-1] = replace(inside[1], start=token.start, end=inside[2].end)
            place += 3
            continue
        time, at = inside[1], len(found) - 1
        if time.kind in _SPANS:
            at = opens
        start = found[at].start
        found.insert(at, replace(time, start=start, end=start))
        found.append(replace(time, start=inside[0].start, end=inside[2].end, kind="aside"))
        place += 3
    return found


def _is_aside(figure: Token, inside: Sequence[Token]) -> bool:
    """Return whether nothing but a time stands in brackets behind a figure."""
    if len(inside) < 3 or inside[0].kind != "comma" or inside[2].kind != "comma":
        return False
    opened, time, closed = inside
    adjoins = figure.end == opened.start and opened.end == time.start and time.end == closed.start
    return adjoins and opened.value + closed.value in _BRACKETS and time.kind in ("year", *_SPANS)
