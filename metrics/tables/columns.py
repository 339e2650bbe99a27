"""Decide what each column of a table is: row labels, figures, units, serial numbers, notes."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.tables.blocks import Block
from metrics.tables.labels import Label, read_label
from metrics.tables.lexicon import Lexicon
from metrics.tables.view import FIGURE, MISSING, SENTENCE, TEXT, YEAR
from metrics.tables.words import even

LABELS = ("metric", "region", "year", "category", "subcategory", "period", "kind", "label")
"""Roles of columns whose cells say something of the figures in their row."""
_PLAIN = {"serial", "note", "ignore"}
_DAY = re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月|[-./]\d{1,2}[-./])\d{1,2}")


@dataclass(frozen=True)
class Column:
    """Hold a column: its place, its header texts from above, their labels, its role."""

    at: int
    texts: tuple[str, ...]
    labels: tuple[Label, ...]
    role: str

    @property
    def title(self) -> str:
        """Return the header's words, the upper lines first."""
        return " ".join(self.texts)


def columns_of(block: Block, lexicon: Lexicon, given: Mapping[int, str]) -> list[Column]:
    """Return the columns of a table; `given` are roles that a person gave, by column."""
    paths = _paths(block)
    found = []
    for at in range(block.left, block.right):
        texts = paths[at]
        labels = _labels(texts, lexicon)
        role = given.get(at) or _role(block, at, labels, lexicon)
        if role or texts:
            found.append(Column(at, texts, labels, role or "ignore"))
    return _with_names(block, _without_days(block, found, given), given)


def _without_days(block: Block, columns: list[Column], given: Mapping[int, str]) -> list[Column]:
    """Make notes of columns of days, when lines were written, beside years."""
    years = [column for column in columns if column.role in ("year", "period")]
    dated = {c.at for c in years if _share(block, c.at, _DAY.match) > 0.9} - {*given}
    if not dated or len(dated) == len(years):
        return columns
    return [replace(c, role="note") if c.at in dated else c for c in columns]


def _labels(texts: Sequence[str], lexicon: Lexicon) -> tuple[Label, ...]:
    """Return the labels of a header; a bare number in it counts months, else quarters."""
    labels = [read_label(text, lexicon) for text in texts]
    upper = [label for label in labels if label.head == "month"]
    numbers = [label for label in labels if label.text.isdecimal() and len(label.text) < 3]
    if not numbers or labels[-1] is not numbers[-1]:
        return tuple(labels)
    quarters = any("季" in label.text for label in upper)
    period = numbers[-1].text + ("季度" if quarters else "月")
    kept = [label for label in labels[:-1] if label not in upper]
    return (*kept, Label(numbers[-1].text, period=period))


def _paths(block: Block) -> dict[int, tuple[str, ...]]:
    """Return the header texts over each column, each once, from above."""
    view, rows = block.view, block.header
    levels = [[view.text(row, at) for at in range(view.width)] for row in rows]
    for level, row in enumerate(rows[:-1]):
        if any((row, at) in view.spans for at in range(block.left, block.right)):
            continue
        last = ""
        for at in range(block.left, block.right):
            below = any(levels[lower][at] for lower in range(level + 1, len(rows)))
            if levels[level][at]:
                last = levels[level][at] if below else ""
            elif below and last:
                levels[level][at] = last
    paths: dict[int, tuple[str, ...]] = {}
    for at in range(block.left, block.right):
        texts = [levels[level][at] for level in range(len(rows)) if levels[level][at]]
        paths[at] = tuple(dict.fromkeys(texts))
    return paths


def _kinds(block: Block, at: int) -> Counter[str]:
    view = block.view
    return Counter(view.kind(text) for row in block.body if (text := view.text(row, at)))


def _share(block: Block, at: int, test: object) -> float:
    """Return the share of a column's words that pass a test."""
    assert callable(test)
    texts = [text for row in block.body if (text := block.view.text(row, at))]
    words = [text for text in texts if block.view.kind(text) in (TEXT, SENTENCE)]
    return sum(bool(test(text)) for text in words) / len(words) if words else 0.0


def _role(block: Block, at: int, labels: tuple[Label, ...], lexicon: Lexicon) -> str:
    kinds = _kinds(block, at)
    numbers = kinds[FIGURE] + kinds[MISSING] + kinds[YEAR]
    words = kinds[TEXT] + kinds[SENTENCE]
    head = _head(block, at, labels, bool(numbers), lexicon)
    if head in _PLAIN:
        return head
    if head == "unit":
        places = words and _share(block, at, lambda text: _is_place(text, lexicon)) > 0.5
        return "region" if places else "unit"
    if head in ("month",):
        return "period"
    if head == "year" and words - kinds[SENTENCE] + numbers != 0:
        return "year"
    if head in ("region", "metric", "category", "subcategory", "kind") and words >= numbers:
        return _by_words(block, at, head, lexicon)
    if not numbers and not words:
        return (
            "figure"
            if labels and head in ("value", "sentence", "") and _is_figure_head(labels)
            else ""
        )
    if numbers and numbers >= words and not _is_serial(block, at, labels):
        return "year" if _holds_years(block, at, labels) else "figure"
    if not words:
        return "serial"
    if numbers and any(label.metric for label in labels):
        return "figure"
    if head in ("value", "sentence") or (kinds[SENTENCE] and _is_figure_head(labels)):
        return "figure"
    return _by_words(block, at, "", lexicon)


def _head(block: Block, at: int, labels: tuple[Label, ...], numbers: bool, lexicon: Lexicon) -> str:
    """Return the role that a header names, if it is of this column.

    计量单位 may head a line of units, 年份 a line of years, over a column of other words.
    """
    heads = [label.head for label in reversed(labels) if label.head]
    head = heads[0] if heads else ""
    words = any(block.view.kind(block.view.text(row, at)) == TEXT for row in block.body)
    if head == "unit" and words and not _share(block, at, lexicon.unit):
        return next((other for other in heads[1:] if other != "unit"), "unit")
    if head == "year" and words and not numbers:
        return head if _share(block, at, lambda text: _names_years(text, lexicon)) else ""
    return head


def _is_figure_head(labels: tuple[Label, ...]) -> bool:
    return any(
        label.years
        or label.relative is not None
        or label.whole
        or label.metric
        or label.region
        or label.aspect
        or label.head in ("value", "sentence")
        or label.period
        for label in labels
    )


def _is_serial(block: Block, at: int, labels: tuple[Label, ...]) -> bool:
    """Return whether a nameless column at the left or right counts its rows."""
    alone = not any(_kinds(block, other)[FIGURE] for other in range(block.left, at))
    last = at == block.right - 1 and alone
    if labels or not (at == block.left or last):
        return False
    texts = [text for row in block.body if (text := block.view.text(row, at))]
    return texts == [str(n) for n in range(1, len(texts) + 1)] and len(texts) > 1


def _holds_years(block: Block, at: int, labels: tuple[Label, ...]) -> bool:
    """Return whether the leftmost numbers are years, not figures."""
    texts = [text for row in block.body if (text := block.view.text(row, at))]
    if not texts or any(block.view.kind(text) != YEAR for text in texts):
        return False
    named = [label for label in labels if label.head != "year"]
    before = any(_kinds(block, left)[FIGURE] for left in range(block.left, at))
    others = any(
        _kinds(block, right)[FIGURE] or _kinds(block, right)[YEAR]
        for right in range(at + 1, block.right)
    )
    return not named and not before and others and len(set(texts)) == len(texts)


def _by_words(block: Block, at: int, head: str, lexicon: Lexicon) -> str:
    """Return the role of a column of words by what most of them are."""
    if head in ("category", "subcategory", "kind"):
        return head
    metrics = _share(block, at, lambda text: read_label(text, lexicon).metric)
    if metrics > (0 if head == "metric" else 0.3):
        return "metric"
    if _share(block, at, lambda t: _is_place(t, lexicon)) > 0.5:
        return "region"
    if head:
        return head
    if _share(block, at, lexicon.unit) > 0.6:
        return "unit"
    if _share(block, at, lambda text: read_label(text, lexicon).years) > 0.6:
        return "year"
    if _share(block, at, lambda text: read_label(text, lexicon).period) > 0.6:
        return "period"
    if _share(block, at, lexicon.category) > 0.5:
        return "category"
    return "label"


def _names_years(text: str, lexicon: Lexicon) -> bool:
    label = read_label(text, lexicon)
    return bool(label.years) or label.relative is not None


def _is_place(text: str, lexicon: Lexicon) -> bool:
    label = read_label(text, lexicon)
    return bool(label.region or label.place or label.total == "own")


def _with_names(block: Block, columns: list[Column], given: Mapping[int, str]) -> list[Column]:
    """Take the one unnamed column of words left of the figures for the metrics' names.

    Words right of the first figure are remarks where no header says what they are.
    """
    first = next((c.at for c in columns if c.role == "figure"), block.right)
    found = []
    for column in columns:
        role = column.role
        if role == "label" and column.at not in given:
            role = "label" if column.at < first else "unread"
        if role == "unit" and column.at < first and not column.texts and even(column.title):
            role = "unit"
        found.append(Column(column.at, column.texts, column.labels, role))
    names = [c for c in found if c.role in ("metric", "label")]
    if len(names) == 1 and names[0].role == "label" and not names[0].labels[:1]:
        found = [
            c if c is not names[0] else Column(c.at, c.texts, c.labels, "metric") for c in found
        ]
    return found
