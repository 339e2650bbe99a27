"""Sort every numeral of a laid-out report into number phrases and refused ones.

`scan` walks the numerals from left to right. A numeral belongs to exactly one result: it is part
of an accepted phrase, or it is refused by the rule that covers it. Tables are read elsewhere; the
stretches they own are passed over here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from metrics.numbers.grammar import ARABIC, FORMAL, HAN
from metrics.prose.acceptance import at_boundary, judge, runs_on, shared_unit
from metrics.prose.layout import Page
from metrics.prose.non_figures import Masks
from metrics.prose.quantities import (
    Quantity,
    read_out_of,
    read_quantity,
    unit_label,
    with_printed_unit,
)

NUMERAL = re.compile(
    rf"(?:{ARABIC})(?:万亿|[百千]?[万亿])?|(?!零下)[{HAN}廿卅]+|[{FORMAL}]{{2,}}"
    r"|[Ⅰ-ⅿ①-⑳㈠-㈩]|半数|一半|过(?<![超通经难双]过)(?<!时间过)半(?![数年月天日径])"
)


@dataclass(frozen=True)
class NumeralRefusal:
    """Hold a numeral of the laid-out text that is no figure, and its rule."""

    start: int
    end: int
    rule: str


def _accept(text: str, quantity: Quantity, done: int) -> tuple[Quantity, str]:
    """Return the phrase with its list's or label's unit, and what refuses it.

    `done` is where the phrase before ended.
    """
    if runs_on(text, quantity, done):
        return quantity, "section-number"
    if quantity.unit is None and quantity.shape == "count" and quantity.number.style == "arabic":
        unit = shared_unit(text, quantity)
        if unit is not None:
            return replace(quantity, unit=replace(unit, start=quantity.end, end=quantity.end)), ""
        label = unit_label(text[max(0, quantity.start - 16) : quantity.start])
        if label and at_boundary(text, quantity.end):
            return with_printed_unit(quantity, label.group(1)), ""
    return quantity, judge(text, quantity)


def scan(
    text: str, masks: Masks, owned: Sequence[tuple[int, int]] = ()
) -> Iterator[Quantity | NumeralRefusal]:
    """Yield the number phrases and refusals of `text` outside `owned` stretches."""
    done, table = 0, 0
    for match in NUMERAL.finditer(text):
        start = match.start()
        while table < len(owned) and owned[table][1] <= start:
            table += 1
        if table < len(owned) and owned[table][0] <= start:
            continue
        if match.end() <= done:
            continue
        start = max(start, done)
        if start > match.start() and not NUMERAL.match(text, start):
            continue
        rule = masks.rule(start)
        quantity = _read(text, start, done, rule)
        rule = "" if quantity else rule
        if quantity is None:
            # A run may go on after the mask: 第三十家 is one, 万一千 is not.
            end = masks.end(start, match.end()) if rule else match.end()
            yield NumeralRefusal(start, end, rule or "word")
            done = end
            if end < match.end():
                yield from _rest(text, masks, end, match.end())
                done = match.end()
            continue
        quantity, refused = _accept(text, quantity, done)
        if refused:
            own = quantity.number.end if quantity.upper is None else quantity.end
            done = max(own, match.end())
            yield NumeralRefusal(start, done, refused)
            continue
        yield quantity
        done = quantity.end
        if done < match.end():
            yield from _rest(text, masks, done, match.end())
            done = match.end()


def _read(text: str, start: int, done: int, rule: str) -> Quantity | None:
    """Return the phrase at a numeral, or the share in 每十次…有四次."""
    if rule == "per-base":
        return read_out_of(text, start, done)
    return None if rule else read_quantity(text, start, done)


def _rest(text: str, masks: Masks, start: int, end: int) -> Iterator[Quantity | NumeralRefusal]:
    """Return what is left of a numeral run behind a mask that ended inside it."""
    rule = masks.rule(start)
    quantity = None if rule else read_quantity(text, start, start)
    if quantity is not None and quantity.end >= end:
        quantity, refused = _accept(text, quantity, start)
        if not refused and quantity.end == end:
            yield quantity
            return
        rule = refused
    yield NumeralRefusal(start, end, rule or "word")


def left_out_numerals(page: Page) -> list[NumeralRefusal]:
    """Return the source's numerals that the layout left out, with their rules."""
    return [
        NumeralRefusal(*match.span(), rule)
        for rule, stretches in (("page-number", page.removed), ("footnote", page.notes))
        for start, end in stretches
        for match in re.compile(r"\d+|[①-⑳]").finditer(page.source, start, end)
    ]
