"""Read the words left of the figures of each row, and the section lines above it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.tables.blocks import Block
from metrics.tables.columns import LABELS, Column
from metrics.tables.context import read_line
from metrics.tables.labels import Label, read_label
from metrics.tables.lexicon import Lexicon
from metrics.tables.set_aside import names_unit
from metrics.tables.words import even, without_marks

_NAMED_AS = ("share", "rate", "average", "score")
"""Aspects that a row's own name may end with: 绿色建筑占比 is counted as such."""
_UNIT = re.compile(r"[(（][^()（）]*[)）]$")
_SAME = {"同上", "〃", "″", '"', "''", "“", "”", "同前"}
_CARRIED = ("category", "subcategory", "region", "year", "label", "metric", "kind", "period")


@dataclass(frozen=True)
class Row:
    """Hold a row of figures: index, labels by role, unit, sections."""

    at: int
    labels: tuple[tuple[str, Label], ...]
    unit: str = ""
    sections: tuple[Label, ...] = ()
    total: str = ""
    unit_line: str = ""
    """The unit that the last line between the rows says: 单位：万元."""


def rows_of(
    block: Block, columns: Sequence[Column], lexicon: Lexicon, given: Mapping[int, str]
) -> list[Row]:
    """Return the rows of figures; `given` are roles of rows that a person gave."""
    names = [column for column in columns if column.role in LABELS]
    units = [column.at for column in columns if column.role == "unit"]
    last: dict[int, str] = {}
    same: dict[int, str] = {}
    stack: list[Label] = []
    above = Label()
    unit_line = ""
    rows: list[Row] = []
    for at in sorted({*block.body, *block.sections}):
        role = given.get(at, "")
        if role in ("ignore", "note", "title", "header"):
            continue
        if names_unit(block.sections.get(at, "")):
            unit_line = next(iter(read_line(block.sections[at], lexicon).units), unit_line)
            continue
        if at in block.sections or role == "section":
            _push(stack, read_label(block.sections.get(at) or _first(block, at), lexicon))
            last.clear()
            continue
        texts = _texts(block, at, names, last, same)
        labels = tuple(
            (column.role, _label(text, column, lexicon))
            for column, text in zip(names, texts, strict=True)
            if text
        )
        labels, above = _of_above(labels, above)
        unit = next((u for c in units if (u := _unit(block, at, c, last))), "")
        total = _total(labels) if role != "total" else "total"
        total = total or ("total" if not labels and _among_places(rows) else "")
        row = Row(at, labels, unit, tuple(stack), total, unit_line)
        if not _has_figures(block, at, columns) and labels and not total:
            _push(stack, labels[-1][1])
        rows.append(row)
    return rows


def _among_places(rows: Sequence[Row]) -> bool:
    """Return whether the rows before are of places; a nameless one sums them."""
    return sum(any(label.region or label.place for _, label in row.labels) for row in rows) > 1


def _of_above(
    labels: tuple[tuple[str, Label], ...], above: Label
) -> tuple[tuple[tuple[str, Label], ...], Label]:
    """Give a place among the names of metrics the metric of the line above: 其中：某区.

    Returns the labels and the metric that the next line may be a place of.
    """
    name = next((label for role, label in labels if role == "metric"), Label())
    place = bool(name.region or name.place) and not name.metric
    if place and (above.metric or above.name) and all(role != "region" for role, _ in labels):
        kept = tuple((role, label) for role, label in labels if label is not name)
        return (*kept, ("metric", above), ("region", name)), above
    return labels, above if place else name


def _first(block: Block, at: int) -> str:
    return next((text for _, text in block.view.row(at, block.left, block.right)), "")


def _texts(
    block: Block, at: int, names: Sequence[Column], last: dict[int, str], above: dict[int, str]
) -> list[str]:
    """Return the texts of the label columns, those given once filled down.

    `last` are the texts that may be filled down, `above` those that 同上 repeats.
    """
    own = [block.view.text(at, column.at) for column in names]
    filled = [number for number, text in enumerate(own) if text]
    found = []
    for number, column in enumerate(names):
        text = own[number]
        finer = any(other > number for other in filled)
        if even(text) in _SAME:
            text = above.get(column.at, "")
        elif not text and finer and column.role in _CARRIED:
            text = last.get(column.at, "")
        elif text:
            last[column.at] = above[column.at] = text
            for later in names[number + 1 :]:
                last.pop(later.at, None)
        found.append(text)
    return found


def _unit(block: Block, at: int, column: int, last: dict[int, str]) -> str:
    text = block.view.text(at, column)
    if even(text) in _SAME:
        return last.get(-1 - column, "")
    if text:
        last[-1 - column] = text
    return without_marks(text)


def _label(text: str, column: Column, lexicon: Lexicon) -> Label:
    """Return the label of a cell, read in the role of its column."""
    label = read_label(text, lexicon)
    bare = without_marks(text)
    if column.role == "region" and label.total and label.name and not (label.place or label.metric):
        return replace(label, total="part", name="")
    if column.role == "region" and not (label.region or label.total):
        place = lexicon.place(bare) or label.place
        return replace(label, region=place or bare, name="", guessed=not place)
    if column.role == "category" and not label.total:
        return replace(
            label, category=label.category or lexicon.category(bare) or label.name or bare
        )
    if column.role == "subcategory":
        return Label(text, name=bare)
    if column.role in ("metric", "label") and label.name and label.aspect in _NAMED_AS:
        return replace(label, aspect="", name=_UNIT.sub("", bare))
    if column.role == "metric" and not (label.metric or label.total):
        timed = label.relative is not None or label.years or label.period or label.whole
        return replace(
            label, name=label.name or label.unit or ("" if timed or label.aspect else bare)
        )
    timed = label.period or label.years or label.total or label.whole
    if column.role == "period" and not timed:
        unit = (
            next((u for u in ("月", "季度") if u[0] in column.title), "") if bare.isdigit() else ""
        )
        return replace(label, period=bare + unit)
    return label


def _total(labels: Sequence[tuple[str, Label]]) -> str:
    """Return which kind of sum of other rows a row is named as; "own" for 全市.

    A named sum of some rows (市区小计) is one; other sums with a name are that name's figure.
    """
    for _, label in labels:
        if label.total == "part" and not (label.region or label.metric):
            return label.total
        if label.total and not label.region and not label.place:
            return "" if label.metric or label.name else label.total
    return ""


def _has_figures(block: Block, at: int, columns: Sequence[Column]) -> bool:
    return any(block.view.text(at, c.at) for c in columns if c.role == "figure")


def _push(stack: list[Label], label: Label) -> None:
    """Put a section above the rows that follow; one of the same depth takes its place."""
    while stack and stack[-1].level >= (label.level or 1):
        stack.pop()
    if not label.of_which:
        stack.append(label if label.level else replace(label, level=1))
