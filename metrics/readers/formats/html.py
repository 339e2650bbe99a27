"""Read HTML by lxml: paragraphs become lines, tables rows of tabbed cells.

Menus, scripts and what the page hides are left out and counted. The page's own
title, day and address are read where it states them. Takes UTF-8; nothing is run or fetched.
"""

import re
from typing import Any

from lxml import etree

from metrics.readers.formats.process import Emit, Limits, Refused
from metrics.readers.formats.text_tables import Cell, TextTables, shifted


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SKIPPED = _tags(
    "script style noscript template nav footer aside button select option textarea iframe "
    "object embed svg canvas audio video map dialog datalist"
)
_BLOCKS = _tags(
    "address article blockquote body caption center dd div dl dt fieldset figcaption figure form "
    "h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary details table tr ul"
)
_CELLS = _tags("td th")
_ATTRIBUTES = _tags("class colspan hidden id rowspan span style")
_MENU_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|breadcrumbs?|crumbs?|sidebar|footer?|foot|copyright|share|toolbar|"
    r"topbar|banner|search|login|related|friendlinks?|pager|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,500})\s*-->")
_TITLE_PARTS = re.compile(r"\s*[_|]\s*|\s+-\s+")
_MOST_MENU = 0.3
"""A form, or an element named like a menu, that holds more of the page's text than this stays."""
_LONGEST_CELL = 500  # characters of a cell; longer ones belong to a table that lays out the page
_TITLES = ("articletitle", "og:title")
_DAYS = ("pubdate", "article:published_time", "publishdate", "publish_time", "date")
_ADDRESSES = ("canonical", "og:url", "url")


def read(content: bytes, limits: Limits, emit: Emit) -> None:
    """Emit the text and facts of a web page, and how much was left out."""
    target = _Target(limits)
    parser = etree.HTMLParser(encoding="utf-8", target=target, no_network=True, huge_tree=False)
    try:
        parser.feed(b"<html>" + content)
        root = parser.close()
    finally:
        if target.too_many:
            raise Refused("too-many-elements")
    body = root.find(".//body")
    lengths = _lengths(root)
    everything = lengths[root if body is None else body]
    lines = _Lines(everything, lengths)
    lines.add(root)
    text = lines.text()
    if len(text) > limits["MAX_CHARACTERS"]:
        raise Refused("too-long", found=len(text))
    facts = target.facts
    saved = _SAVED_FROM.search(content[:5_000].decode("utf-8", "replace"))
    emit(
        {
            "text": text,
            "title": next(_values(facts, _TITLES), "") or _heading(root),
            "days": [*_values(facts, _DAYS)],
            "url": next(_values(facts, _ADDRESSES), "") or (saved[1] if saved else ""),
            "left_out": everything - _length_of(text),
            "tables": lines.out.tables,
        }
    )


class _Target:
    """Build text elements, no deeper than allowed, and note the page's facts."""

    def __init__(self, limits: Limits) -> None:
        self.facts: dict[str, str] = {}
        self._nodes, self._depth = limits["MAX_NODES"], limits["MAX_DEPTH"]
        self._builder = etree.TreeBuilder()
        self._open: list[str] = []
        self._skipped = 0

    @property
    def too_many(self) -> bool:
        """Return whether the page has more elements than are read."""
        return self._nodes < 0

    def start(self, tag: str, attributes: Any) -> None:
        """Open an element; one too deep is empty and what it holds lies beside it."""
        self._nodes -= 1
        if self.too_many:
            raise Refused("too-many-elements")
        self._note(tag, attributes)
        self._open.append(tag)
        if tag in _SKIPPED:
            self._skipped += 1
        elif not self._skipped:
            kept = {name: attributes[name] for name in _ATTRIBUTES if name in attributes}
            tag = tag if tag.isalnum() else "span"
            self._builder.start(tag, kept)
            if len(self._open) >= self._depth:
                self._builder.end(tag)

    def end(self, tag: str) -> None:
        """Close an element."""
        deep = len(self._open) >= self._depth
        self._open.pop()
        if tag in _SKIPPED:
            self._skipped -= 1
        elif not self._skipped and not deep:
            self._builder.end(tag if tag.isalnum() else "span")

    def data(self, text: str) -> None:
        """Keep a text where it stands, unless in a skipped element."""
        if not self._skipped:
            self._builder.data(text)

    def close(self) -> Any:
        """Return the root element."""
        return self._builder.close()

    def _note(self, tag: str, attributes: Any) -> None:
        if tag == "meta":
            name = (attributes.get("name") or attributes.get("property") or "").lower()
            self.facts.setdefault(name, attributes.get("content", "").strip())
        elif tag == "link" and attributes.get("rel", "").lower() == "canonical":
            self.facts.setdefault("canonical", attributes.get("href", "").strip())


def _values(facts: dict[str, str], names: tuple[str, ...]) -> Any:
    return (" ".join(facts[name].split()) for name in names if facts.get(name))


def _heading(root: Any) -> str:
    """Return the first h1, else the page's title without the site's name."""
    for tag in ("h1", "title"):
        element = root.find(f".//{tag}")
        text = "" if element is None else _plain(element)
        if text:
            return _TITLE_PARTS.split(text)[0] if tag == "title" else text
    return ""


class _Lines:
    """Collect the lines of a page from its elements."""

    def __init__(self, everything: int, lengths: dict[Any, int]) -> None:
        self._most = _MOST_MENU * max(everything, 1)
        self._lengths = lengths
        self._line: list[str] = []
        self.out = TextTables()

    def text(self) -> str:
        """Return the lines; at most one empty line between two."""
        self._break()
        while self.out.lines and not self.out.lines[-1]:
            self.out.lines.pop()
        return "\n".join(self.out.lines) + "\n"

    def add(self, element: Any) -> None:
        """Add an element with everything in it."""
        tag = element.tag
        if self._is_left_out(element):
            return
        if tag == "table" and _is_data_table(element):
            self._add_table(element)
            return
        block = tag in _BLOCKS or tag in _CELLS
        if block or tag == "br":
            self._break()
        self._line.append(_own_text(element))
        for child in element:
            self.add(child)
            self._line.append(child.tail or "")
        if block:
            self._break()

    def _break(self) -> None:
        self._put(" ".join("".join(self._line).split()))
        self._line = []

    def _put(self, line: str) -> None:
        lines = self.out.lines
        if line or (lines and lines[-1]):
            self.out.add(line)

    def _add_table(self, table: Any) -> None:
        self._break()
        caption = table.find("caption")
        if caption is not None:
            self._put(_plain(caption))
        rows = [(row, [*row.iterchildren(*_CELLS)]) for row in table.iter("tr")]
        rows = [(row, cells) for row, cells in rows if cells]
        self.out.add_table(
            [[_cell(cell) for cell in cells] for _, cells in rows],
            [number for number, (row, _) in enumerate(rows, 1) if _is_hidden(row)],
            _hidden_columns(table),
        )
        self._put("")

    def _is_left_out(self, element: Any) -> bool:
        if element.tag in ("head", "title"):
            return True
        if _is_hidden(element):
            return True
        if element.tag == "body":
            return False
        name = f"{element.get('class')} {element.get('id')}"
        if element.tag != "form" and not _MENU_NAME.search(name):
            return False
        return self._lengths[element] < self._most


def _is_hidden(element: Any) -> bool:
    """Check whether the page hides an element."""
    hidden: bool = element.get("hidden") is not None
    return hidden or _HIDDEN.search(element.get("style", "")) is not None


def _cell(element: Any) -> Cell:
    raised = any(_length_of(each.text or "") for each in element.iter("sup"))
    return Cell(
        _plain(element),
        _span(element, "colspan"),
        _span(element, "rowspan"),
        "raised" if raised else "",
    )


def _span(element: Any, name: str) -> int:
    stated = element.get(name, "1").strip()
    return max(int(stated), 1) if stated.isdecimal() and len(stated) < 4 else 1


def _hidden_columns(table: Any) -> list[int]:
    """Return the columns, from 0, that the page gives but does not show."""
    hidden: list[int] = []
    at = 0
    for column in table.iter("col"):
        span = _span(column, "span")
        hidden += range(at, at + span) if _is_hidden(column) else ()
        at += span
    return hidden


def _is_data_table(table: Any) -> bool:
    """Check whether a table holds cells rather than the page's layout."""
    if table.find(".//table") is not None:
        return False
    rows = _rows(table)
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    return all(len(_plain(cell)) <= _LONGEST_CELL for row in rows for cell in row)


def _rows(table: Any) -> list[list[Any]]:
    rows = ([*row.iterchildren(*_CELLS)] for row in table.iter("tr"))
    return [row for row in rows if row]


def _plain(element: Any) -> str:
    """Return the text of an element on one line, with a space where lines end."""
    parts: list[str] = []
    for event, each in etree.iterwalk(element, ("start", "end")):
        if event == "start":
            parts.append(" " if each.tag in _BLOCKS or each.tag == "br" else "")
            parts.append(_own_text(each))
        elif each is not element:
            parts.append(each.tail or "")
    return " ".join("".join(parts).split())


def _own_text(element: Any) -> str:
    """Return the text at the start of an element; raised digits stay raised."""
    text = element.text or ""
    return shifted(text, "sup")[0] if element.tag == "sup" else text


def _lengths(root: Any) -> dict[Any, int]:
    """Return the length of the text in each element, spaces not counted."""
    lengths: dict[Any, int] = {}
    for element in reversed([*root.iter()]):
        lengths[element] = _length_of(element.text or "") + sum(
            lengths[child] + _length_of(child.tail or "") for child in element
        )
    return lengths


def _length_of(text: str) -> int:
    """Return the number of characters of a text, spaces not counted."""
    return sum(map(len, text.split()))
