"""Read what became of the bound numbers of a returned Word text, and write them anew.

What stands there is compared as printed; sentences are not judged here. What was struck out or
moved away in tracked changes is no part of the text; what the file lists as bound and holds no more
counts as taken out.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, pairwise
from re import Match
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from metrics.i18n import Message, message, words
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation, from_table
from metrics.model.target import Target
from metrics.next_report.binding import LETTERS, NAME, digest, words_digest
from metrics.next_report.bound_list import listed
from metrics.next_report.content import GAP, PieceKind
from metrics.next_report.phrases import comparison, printed_form
from metrics.text import Compact
from metrics.wording.formatter import Formatter
from metrics.wording.targets import printed_goal

_READ = (qn("w:t"), qn("w:bookmarkStart"), qn("w:bookmarkEnd"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = (qn("w:del"), qn("w:moveFrom"), _FALLBACK)


class BoundState(StrEnum):
    """Say what became of a bound number in a returned text.

    `withdrawn` is a number whose observation is not published any more, `removed` one that the
    file does not hold any more.
    """

    RIGHT = "right"
    STALE = "stale"
    OVERTYPED = "overtyped"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


STATE_NAMES: dict[BoundState, Message] = {
    BoundState.RIGHT: message("bound and right"),
    BoundState.STALE: message("older than what is published"),
    BoundState.OVERTYPED: message("overtyped"),
    BoundState.WITHDRAWN: message("no longer published"),
    BoundState.REMOVED: message("taken out of the draft"),
}


OPEN_NAMES: dict[PieceKind, Message] = {
    "missing": message("not published yet"),
    "unchecked": message("last year's numbers to be checked"),
    "to_write": message("last year's words to be written"),
}


@dataclass(frozen=True)
class Bound:
    """Hold a bound number, comparison or goal with what is published and its state.

    `text` is what stands there; `start` and `end` place it in the text that was read.
    """

    kind: PieceKind
    version: int
    text: str
    published: str
    state: BoundState
    row: Observation | None
    start: int
    end: int
    goal: Target | None = None

    @property
    def about(self) -> Observation | Target | None:
        """Return the observation or the goal that it is bound to."""
        return self.row or self.goal


@dataclass(frozen=True)
class Open:
    """Hold what a person was to fill in, check or write, and has not touched."""

    kind: PieceKind
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class ReturnedNumbers:
    """Hold the bound numbers of a returned file, and what is open."""

    bound: tuple[Bound, ...]
    open: tuple[Open, ...] = ()


@dataclass(frozen=True)
class Change:
    """Hold what a refresh wrote: what stood there, what stands there now, of what."""

    then: str
    now: str
    about: Observation | Target | None


def bound_numbers(
    content: bytes, text: str, dataset: Dataset, as_of: Callable[[int], Dataset]
) -> ReturnedNumbers:
    """Read the bound numbers of a returned Word file, and hold them against `dataset`.

    `text` is what `metrics.readers.documents.parse` reads of the file, and must have read before:
    it refuses what is no sound Word file. `as_of` gives the data set of a version.
    """
    readings, places = _Readings(dataset, as_of), _Places(text)
    file = _opened(content)
    bound, left, held = [], [], Counter[tuple[str, str]]()
    for paragraph in _paragraphs(file):
        pieces = list(_pieces(paragraph))
        for piece, place in zip(pieces, places.of(pieces), strict=True):
            if name := piece.binding:
                held[_thing(name)] += 1
                one = readings.bound(name, piece.text, *place)
                if one.kind != "missing" or one.about is not None:
                    bound.append(one)
                elif piece.text.startswith(GAP):
                    left.append(Open("missing", piece.text, *place))
            elif (
                piece.match
                and piece.match["left"]
                and piece.match["words"] == words_digest(piece.text)
            ):
                left.append(Open(LETTERS[piece.match["left"]], piece.text, *place))
    bound += _removed(file, held, readings)
    return ReturnedNumbers(tuple(bound), tuple(left))


def _thing(name: Match[str]) -> tuple[str, str]:
    """Return what a name binds to, whatever its version; a filled gap is a number."""
    return name["kind"].replace("m", "n"), name["digest"]


def _removed(file: Any, held: Counter[tuple[str, str]], readings: "_Readings") -> Iterator[Bound]:
    """Yield what a file lists as bound and does not hold."""
    for text in listed(file):
        name = NAME.fullmatch(text)
        if name is None or not name["kind"]:
            continue
        if held[_thing(name)]:
            held[_thing(name)] -= 1
            continue
        one = readings.bound(name, "", 0, 0)
        if one.about is not None:
            yield replace(one, state=BoundState.REMOVED)


def refreshed(content: bytes, dataset: Dataset) -> tuple[bytes, list[Change]]:
    """Write the published numbers into a returned file; return it and what changed.

    What is no longer published is left as it stands.
    """
    readings = _Readings(dataset, lambda _version: dataset)
    file = _opened(content)
    changes: list[Change] = []
    for paragraph in _paragraphs(file):
        for piece in _pieces(paragraph):
            name = piece.binding
            if name is None:
                continue
            now = readings.bound(name, piece.text, 0, 0)
            if now.about is None or now.published == piece.text.strip():
                continue
            changes.append(Change(piece.text, now.published, now.about))
            _replace(piece.texts, now.published)
            if piece.tag is not None:
                kind = "n" if name["kind"] == "m" else name["kind"]
                facts = (name["year"], dataset.version, name["digest"])
                piece.tag.set(qn("w:val"), "{}{}_v{}_{}".format(kind, *facts))
    if not changes:
        return content, changes
    written = io.BytesIO()
    file.save(written)
    return written.getvalue(), changes


@dataclass(frozen=True)
class _Piece:
    """Hold a run of text elements; `match` is the name that binds them, if any."""

    texts: Sequence[Any]
    match: Match[str] | None = None
    tag: Any = None

    @property
    def text(self) -> str:
        return "".join(element.text or "" for element in self.texts)

    @property
    def binding(self) -> Match[str] | None:
        """Return the name that binds it, None where it was emptied.

        Word puts a hint into an emptied control.
        """
        if self.match is None or not self.match["kind"] or not self.text.strip():
            return None
        holder = None if self.tag is None else self.tag.getparent()
        emptied = holder is not None and holder.find(qn("w:showingPlcHdr")) is not None
        return None if emptied else self.match


class _Readings:
    """Find what a binding reads now and read in its version."""

    def __init__(self, dataset: Dataset, as_of: Callable[[int], Dataset]) -> None:
        self._dataset, self._as_of = dataset, as_of
        self._known: dict[int, Mapping[str, Observation | Target]] = {}

    def bound(self, match: Match[str], text: str, start: int, end: int) -> Bound:
        """Return the bound number of a name with what stands in its place."""
        kind, version = LETTERS[match["kind"]], int(match["version"])
        about, now = self._read(kind, match["digest"], self._dataset)
        state = BoundState.OVERTYPED
        if about is None:
            state = BoundState.WITHDRAWN
        elif text.strip() == now:
            state = BoundState.RIGHT
        elif self._said(kind, match["digest"], version, text):
            state = BoundState.STALE
        row = about if isinstance(about, Observation) else None
        goal = about if isinstance(about, Target) else None
        return Bound(kind, version, text, now, state, row, start, end, goal)

    def _said(self, kind: PieceKind, short: str, version: int, text: str) -> bool:
        """Return whether a text is what the version says, or that it says nothing yet."""
        if kind == "missing" and text.startswith(GAP):
            return True
        return text.strip() == self._read(kind, short, self._version(version))[1]

    def _version(self, version: int) -> Dataset:
        """Return the data set of a version, else the newest."""
        known = 1 <= version <= self._dataset.version
        return self._as_of(version) if known else self._dataset

    def _read(
        self, kind: PieceKind, short: str, dataset: Dataset
    ) -> tuple[Observation | Target | None, str]:
        if dataset.version not in self._known:
            rows = (row for row in from_table(dataset.table) if row.value is not None)
            known: list[Observation | Target] = [*rows, *dataset.targets]
            self._known[dataset.version] = {digest(each.key): each for each in known}
        about = self._known[dataset.version].get(short)
        if isinstance(about, Target):
            return about, printed_goal(about)
        if about is None:
            return None, ""
        fmt = Formatter(dataset, words("zh"))
        return about, comparison(about, fmt) if kind == "comparison" else printed_form(about, fmt)


class _Places:
    """Find the pieces of a file's paragraphs in its text as it was read.

    A paragraph that reads otherwise there has no place: its pieces begin and end at 0.
    """

    def __init__(self, text: str) -> None:
        self._text, self._at = Compact(text), 0

    def of(self, pieces: Sequence[_Piece]) -> list[tuple[int, int]]:
        """Return start and end of each piece of the next paragraph."""
        words = ["".join(piece.text.split()) for piece in pieces]
        whole = "".join(words)
        at = self._text.text.find(whole, self._at)
        if at < 0:
            at = self._text.text.find(whole)  # a box or note, which the reader puts elsewhere
        if at < 0 or not whole:
            return [(0, 0)] * len(pieces)
        self._at = at + len(whole)
        ends = list(accumulate(map(len, words), initial=at))
        return [self._text.whole(range(start, end)) for start, end in pairwise(ends)]


def _opened(content: bytes) -> Any:
    """Return a Word file; one that only the own reader opens has no bound numbers."""
    try:
        return Document(io.BytesIO(content))
    except (ValueError, KeyError, BadZipFile, XMLSyntaxError):
        return Document()


def _paragraphs(file: Any) -> Iterator[Any]:
    """Yield the paragraphs of the body in their order, those of tables and boxes too."""
    for paragraph in file.element.body.iter(qn("w:p")):
        if not any(around.tag in _LEFT_OUT for around in paragraph.iterancestors()):
            yield paragraph


def _inside(node: Any) -> Iterator[Any]:
    """Yield texts and bookmarks of a paragraph, without those of a paragraph within."""
    for child in node:
        if child.tag in _READ:
            yield child
        elif child.tag not in _LEFT_OUT and child.tag != qn("w:p"):
            yield from _inside(child)


def _pieces(paragraph: Any) -> Iterator[_Piece]:
    """Yield the texts of a paragraph, each bound stretch as one piece."""
    marks: dict[str, Match[str]] = {}
    held: tuple[Any, list[Any], Match[str] | None] | None = None
    for element in _inside(paragraph):
        if element.tag == qn("w:bookmarkStart"):
            if match := NAME.match(element.get(qn("w:name")) or ""):
                marks[element.get(qn("w:id"))] = match
            continue
        if element.tag == qn("w:bookmarkEnd"):
            marks.pop(element.get(qn("w:id")), None)
            continue
        tag = _tag_of(element, paragraph)
        name = NAME.fullmatch(tag.get(qn("w:val")) or "") if tag is not None else None
        name = name or next(reversed(marks.values()), None)
        group = tag if name is not None and tag is not None else name and name.string
        if held and group is not None and held[0] == group:
            held[1].append(element)
            continue
        if held:
            yield _Piece(held[1], held[2], _as_tag(held[0]))
        held = (group, [element], name)
    if held:
        yield _Piece(held[1], held[2], _as_tag(held[0]))


def _as_tag(group: Any) -> Any:
    """Return the tag's element where a control binds, None where a bookmark does."""
    return None if isinstance(group, str) else group


def _tag_of(element: Any, paragraph: Any) -> Any:
    """Return the tag of the control around a text, or None."""
    for around in element.iterancestors():
        if around.tag == qn("w:sdt"):
            tag = around.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
            if tag is not None and NAME.fullmatch(tag.get(qn("w:val")) or ""):
                return tag
        if around is paragraph:
            # A control around the whole paragraph, as some programs write it.
            parent = paragraph.getparent().getparent()
            return None if parent is None else parent.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return None


def _replace(texts: Sequence[Any], text: str) -> None:
    """Write a text into the first of some elements, and empty the others.

    What was missing and is filled in loses its colour.
    """
    for at, element in enumerate(texts):
        missing = (element.text or "").startswith(GAP)
        element.text = text if at == 0 else ""
        for color in list(element.getparent().iter(qn("w:color"))) if missing else ():
            color.getparent().remove(color)
