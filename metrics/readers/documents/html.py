"""HTML saved from a website: paragraphs become lines, tables rows of cells parted by tabs.

Menus, scripts, forms and what the page hides are left out, and how much of it is said. Nothing
is run or fetched. The page's own title, day and address are read where it states them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from metrics.i18n import message
from metrics.problems import Problem
from metrics.readers.documents import document
from metrics.readers.documents.document import Document, doubt, refusal
from metrics.readers.documents.metadata import day_in
from metrics.readers.documents.plain_text import decoded


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "cp950"}
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,500})\s*-->")
_SKIPPED = _tags(
    "script style noscript template nav footer aside form button select option textarea iframe "
    "object embed svg canvas audio video map dialog datalist"
)
_VOID = _tags("area base br col embed hr img input link meta source track wbr")
_CLOSED_BY = {
    "p": "p div table ul ol h1 h2 h3 h4 h5 h6 section article",
    "li": "li",
    "tr": "tr",
    "td": "td th tr",
    "th": "td th tr",
    "option": "option",
}
"""An element that is still open, and the tags that end it without saying so."""
_BLOCKS = _tags(
    "address article blockquote body caption center dd div dl dt fieldset figcaption figure h1 h2 "
    "h3 h4 h5 h6 header hr html li main ol p pre section summary details table tr ul"
)
_MENU_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|breadcrumbs?|crumbs?|sidebar|footer?|foot|copyright|share|toolbar|"
    r"topbar|banner|search|login|related|friendlinks?|pager|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_MENU = 0.3
"""An element that is named like a menu but holds more of the page's text than this stays."""
_LONGEST_CELL = 500


@dataclass
class _Node:
    """An element while the page is read: its children are nodes and texts."""

    tag: str
    attributes: dict[str, str]
    children: list[_Node | str] = field(default_factory=list)


def read(content: bytes) -> Document:
    """Read a web page; raises BrokenData."""
    page, problems = _decoded(content)
    parser = _Tree()
    parser.feed(page)
    parser.close()
    everything = _length(parser.root)
    lines = _Lines(everything)
    lines.add(parser.root)
    text = lines.text()
    left_out = everything - sum(1 for character in text if not character.isspace())
    if left_out > 0:
        said = message("{n} characters of menus and forms were left out", n=f"{left_out:,}")
        problems = (*problems, doubt("menus", said))
    saved = _SAVED_FROM.search(page[:5_000])
    day = next((d for name in _DAYS if (d := day_in(parser.facts.get(name, "")))), None)
    return Document(
        text,
        "",
        "html",
        title=_first(parser.facts, _TITLES) or parser.heading(),
        published=day,
        url=_first(parser.facts, ("canonical", "og:url", "url")) or (saved[1] if saved else ""),
        problems=problems,
    )


_TITLES = ("articletitle", "og:title")
_DAYS = ("pubdate", "article:published_time", "publishdate", "publish_time", "date")


def _first(facts: dict[str, str], names: tuple[str, ...]) -> str:
    return next((" ".join(facts[name].split()) for name in names if facts.get(name)), "")


def _decoded(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Decode a page by its mark or by what it declares; by its words where that fails."""
    declared = _CHARSET.search(content[:4096])
    if declared and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii", "replace").lower()
        try:
            return content.decode(_CODECS.get(name, name)).removeprefix("\ufeff"), ()
        except (UnicodeError, LookupError):
            pass
    return decoded(content)


class _Tree(HTMLParser):
    """Builds the elements of a page, forgiving what is not closed, never deeper than allowed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("#page", {})
        self.facts: dict[str, str] = {}
        self._open = [self.root]
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self._count += 1
        if self._count > document.MAX_NODES:
            raise refusal(
                "too-many-elements",
                message("The page has more than {n} elements", n=f"{document.MAX_NODES:,}"),
                message("Open it, copy the text and paste it here"),
            )
        attributes = {name: value or "" for name, value in attrs}
        self._note(tag, attributes)
        while tag in _CLOSED_BY.get(self._open[-1].tag, "").split():
            self._open.pop()
        node = _Node(tag, attributes)
        self._open[-1].children.append(node)
        if tag not in _VOID and len(self._open) < document.MAX_DEPTH:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost open element of that name, and what lies in it."""
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Keep a text where it stands."""
        self._open[-1].children.append(data)

    def heading(self) -> str:
        """Return the first h1, else the page's title without the site's name."""
        for wanted in ("h1", "title"):
            found = _find(self.root, wanted)
            said = " ".join(_plain(found).split()) if found else ""
            if said:
                return re.split(r"\s*[_|]\s*|\s+-\s+", said)[0] if wanted == "title" else said
        return ""

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "meta":
            name = (attributes.get("name") or attributes.get("property") or "").lower()
            self.facts.setdefault(name, attributes.get("content", "").strip())
        elif tag == "link" and attributes.get("rel", "").lower() == "canonical":
            self.facts.setdefault("canonical", attributes.get("href", "").strip())


class _Lines:
    """Collects the lines of a page from its elements."""

    def __init__(self, everything: int) -> None:
        self._everything = max(everything, 1)
        self._lines: list[str] = []
        self._line: list[str] = []

    def text(self) -> str:
        """Return the lines; at most one empty line between two."""
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n") + "\n"

    def add(self, node: _Node) -> None:
        """Add an element with everything in it."""
        if self._is_left_out(node):
            return
        if node.tag == "table" and _is_data_table(node):
            self._add_table(node)
            return
        block = node.tag in _BLOCKS or node.tag in ("td", "th")
        if block or node.tag == "br":
            self._break()
        for child in node.children:
            if isinstance(child, str):
                self._line.append(child)
            else:
                self.add(child)
        if block:
            self._break()

    def _break(self) -> None:
        line = " ".join("".join(self._line).split())
        if line or (self._lines and self._lines[-1]):
            self._lines.append(line)
        self._line = []

    def _add_table(self, table: _Node) -> None:
        self._break()
        for row in _rows(table):
            cells: list[str] = []
            for cell in row:
                cells.append(" ".join(_plain(cell).split()))
                span = cell.attributes.get("colspan", "1")
                wide = int(span) if span.isdecimal() and len(span) < 3 else 1
                cells.extend([""] * (wide - 1))
            self._lines.append("\t".join(cells))
        self._lines.append("")

    def _is_left_out(self, node: _Node) -> bool:
        if node.tag in _SKIPPED or node.tag in ("head", "title"):
            return True
        said = node.attributes
        if "hidden" in said or _HIDDEN.search(said.get("style", "")):
            return True
        if node.tag == "body" or not _MENU_NAME.search(f"{said.get('class')} {said.get('id')}"):
            return False
        return _length(node) < _MOST_MENU * self._everything


def _is_data_table(table: _Node) -> bool:
    """Tell a table of cells from one that lays out the page, with long cells or tables in it."""
    rows = _rows(table)
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    cells = [cell for row in rows for cell in row]
    return not any(_find(cell, "table") or len(_plain(cell)) > _LONGEST_CELL for cell in cells)


def _rows(table: _Node) -> list[list[_Node]]:
    rows: list[list[_Node]] = []
    waiting: list[_Node | str] = list(reversed(table.children))
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            continue
        if node.tag == "tr":
            inner = [each for each in node.children if isinstance(each, _Node)]
            rows.append([cell for cell in inner if cell.tag in ("td", "th")])
        elif node.tag in ("thead", "tbody", "tfoot"):
            waiting.extend(reversed(node.children))
    return [row for row in rows if row]


def _find(node: _Node, tag: str) -> _Node | None:
    waiting: list[_Node] = [node]
    while waiting:
        found = waiting.pop()
        inner = [child for child in found.children if isinstance(child, _Node)]
        for child in inner:
            if child.tag == tag:
                return child
        waiting.extend(reversed(inner))
    return None


def _plain(node: _Node) -> str:
    """Return the texts of an element, with a space where lines end."""
    parts: list[str] = []
    waiting: list[_Node | str] = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            parts.append(found)
        elif found.tag not in _SKIPPED:
            if found.tag in _BLOCKS or found.tag == "br":
                parts.append(" ")
            waiting.extend(reversed(found.children))
    return "".join(parts)


def _length(node: _Node) -> int:
    """Return how many characters of text an element holds, scripts aside and spaces not counted."""
    return sum(1 for character in _plain_of_body(node) if not character.isspace())


def _plain_of_body(node: _Node) -> str:
    body = _find(node, "body") if node.tag == "#page" else None
    return _plain(body or node)
