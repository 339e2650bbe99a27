"""Bind numbers of a Word text to observations, and read the bindings of a returned text.

A number is a content control whose tag names year, version and the observation (or goal) by a
digest of its key, inside a bookmark of the same name, which stays where a program drops controls.
What is left to a person is a bookmark that names a digest of its words, so that it is known whether
they were touched. What stands there is compared as printed; sentences are not judged here.
"""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from metrics.i18n import Message, message, words
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation, from_table
from metrics.model.target import Target
from metrics.next_report.content import Piece, PieceKind
from metrics.next_report.phrases import comparison, printed_form
from metrics.wording.formatter import Formatter
from metrics.wording.targets import printed_goal

_LETTERS: dict[str, PieceKind] = {
    **{"n": "number", "c": "comparison", "g": "goal"},
    **{"m": "missing", "u": "unchecked", "w": "to_write"},
}
_NAME = re.compile(
    r"(?P<kind>[ncg])(?P<year>\d{4})_v(?P<version>\d{1,9})_(?P<digest>[0-9a-f]{16})"
    r"|(?P<left>[muw])_(?P<words>[0-9a-f]{16})"
)
_LONGEST = 64
"""Characters of a control's title that Word takes."""


class BoundState(StrEnum):
    """Say what became of a bound number in a returned text.

    `withdrawn` is a number whose observation is not published any more.
    """

    RIGHT = "right"
    STALE = "stale"
    OVERTYPED = "overtyped"
    WITHDRAWN = "withdrawn"


STATE_NAMES: dict[BoundState, Message] = {
    BoundState.RIGHT: message("bound and right"),
    BoundState.STALE: message("older than what is published"),
    BoundState.OVERTYPED: message("overtyped"),
    BoundState.WITHDRAWN: message("no longer published"),
}


OPEN_NAMES: dict[PieceKind, Message] = {
    "missing": message("not published yet"),
    "unchecked": message("last year's number, to be checked"),
    "to_write": message("last year's words, to be written"),
}


@dataclass(frozen=True)
class Bound:
    """Hold a bound number, comparison or goal with what is published and its state.

    `text` is what stands there; `start` and `end` place it in `ReturnedText.text`.
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
class ReturnedText:
    """Hold the text of a returned file, its bound numbers, and what is open."""

    text: str
    bound: tuple[Bound, ...]
    open: tuple[Open, ...] = ()


@dataclass(frozen=True)
class Change:
    """Hold what a refresh wrote: what stood there, what stands there now, of what."""

    then: str
    now: str
    about: Observation | Target | None


@dataclass(frozen=True)
class Binding:
    """Name what a number is bound to; Word shows the `title`."""

    name: str
    title: str


def bind(piece: Piece, version: int) -> Binding:
    """Return the binding of a number or goal; raises ValueError for other pieces."""
    if piece.goal is not None:
        _stated, year, region, _category, _subcategory, metric, *_rest = piece.goal
    elif piece.key is not None:
        year, region, _category, _subcategory, metric = piece.key
    else:
        raise ValueError(piece.kind)
    name = f"{piece.kind[0]}{year:04d}_v{version}_{_digest(piece.goal or piece.key)}"
    return Binding(name, f"{metric} · {year or '—'} · {region} · v{version}"[:_LONGEST])


def left_name(piece: Piece) -> str:
    """Return the name of what is left to a person, by a digest of its words."""
    letter = next(letter for letter, kind in _LETTERS.items() if kind == piece.kind)
    return f"{letter}_{_digest(piece.text)}"


def bookmark(name: str, number: int, inside: Sequence[Any]) -> list[Any]:
    """Return elements in a bookmark; `number` counts the file's bookmarks."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"{name}_{number}")
    end.set(qn("w:id"), str(number))
    return [start, *inside, end]


def control(binding: Binding, number: int, run: Any) -> list[Any]:
    """Return the elements that bind a run; `number` counts the file's controls."""
    outer, facts, inner = (OxmlElement(f"w:sdt{part}") for part in ("", "Pr", "Content"))
    for name, value in (("alias", binding.title), ("tag", binding.name), ("id", str(number))):
        fact = OxmlElement(f"w:{name}")
        fact.set(qn("w:val"), value)
        facts.append(fact)
    inner.append(run)
    outer.extend([facts, inner])
    return bookmark(binding.name, number, [outer])


def bound_numbers(
    content: bytes, dataset: Dataset, as_of: Callable[[int], Dataset]
) -> ReturnedText:
    """Read the bound numbers of a returned Word file, and hold them against `dataset`.

    `as_of` gives the data set of a version. The file must have passed
    `metrics.readers.documents.parse`, which refuses what is no sound Word file.
    """
    readings = _Readings(dataset, as_of)
    text, bound, left = [], [], []
    place = 0
    for paragraph in _paragraphs(Document(io.BytesIO(content))):
        pieces = list(_pieces(paragraph))
        for piece in pieces:
            end = place + len(piece.text)
            if piece.match and piece.match["kind"]:
                bound.append(readings.bound(piece.match, piece.text, place, end))
            elif piece.match and piece.match["words"] == _digest(piece.text):
                left.append(Open(_LETTERS[piece.match["left"]], piece.text, place, end))
            place = end
        text.append("".join(piece.text for piece in pieces))
        place += 1
    return ReturnedText("\n".join(text), tuple(bound), tuple(left))


def refreshed(content: bytes, dataset: Dataset) -> tuple[bytes, list[Change]]:
    """Write the published numbers into a returned file; return it and what changed.

    What is no longer published is left as it stands.
    """
    readings = _Readings(dataset, lambda _version: dataset)
    file = Document(io.BytesIO(content))
    changes: list[Change] = []
    for paragraph in _paragraphs(file):
        for piece in _pieces(paragraph):
            if piece.match is None or not piece.match["kind"]:
                continue
            now = readings.bound(piece.match, piece.text, 0, 0)
            if now.about is None or now.published == piece.text.strip():
                continue
            changes.append(Change(piece.text, now.published, now.about))
            _replace(piece.texts, now.published)
            if piece.tag is not None:
                name = piece.match.string.replace(
                    f"_v{piece.match['version']}_", f"_v{dataset.version}_"
                )
                piece.tag.set(qn("w:val"), name)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue(), changes


@dataclass(frozen=True)
class _Piece:
    """Hold a run of text elements; `match` is the name that binds them, if any."""

    texts: Sequence[Any]
    match: re.Match[str] | None = None
    tag: Any = None

    @property
    def text(self) -> str:
        return "".join(element.text or "" for element in self.texts)


class _Readings:
    """Find what a binding reads now and read in its version."""

    def __init__(self, dataset: Dataset, as_of: Callable[[int], Dataset]) -> None:
        self._dataset, self._as_of = dataset, as_of
        self._known: dict[int, Mapping[str, Observation | Target]] = {}

    def bound(self, match: re.Match[str], text: str, start: int, end: int) -> Bound:
        """Return the bound number of a name with what stands in its place."""
        kind, version = _LETTERS[match["kind"]], int(match["version"])
        about, now = self._read(kind, match["digest"], self._dataset)
        state = BoundState.OVERTYPED
        if about is None:
            state = BoundState.WITHDRAWN
        elif text.strip() == now:
            state = BoundState.RIGHT
        elif text.strip() == self._read(kind, match["digest"], self._version(version))[1]:
            state = BoundState.STALE
        row = about if isinstance(about, Observation) else None
        goal = about if isinstance(about, Target) else None
        return Bound(kind, version, text, now, state, row, start, end, goal)

    def _version(self, version: int) -> Dataset:
        """Return the data set of a version, else the newest."""
        known = 1 <= version <= self._dataset.version
        return self._as_of(version) if known else self._dataset

    def _read(
        self, kind: PieceKind, digest: str, dataset: Dataset
    ) -> tuple[Observation | Target | None, str]:
        if dataset.version not in self._known:
            rows = (row for row in from_table(dataset.table) if row.value is not None)
            known: list[Observation | Target] = [*rows, *dataset.targets]
            self._known[dataset.version] = {_digest(each.key): each for each in known}
        about = self._known[dataset.version].get(digest)
        if isinstance(about, Target):
            return about, printed_goal(about)
        if about is None:
            return None, ""
        fmt = Formatter(dataset, words("zh"))
        return about, printed_form(about, fmt) if kind == "number" else comparison(about, fmt)


def _digest(named: object) -> str:
    """Return the short name of a key, or of words."""
    return hashlib.sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()[:16]


def _paragraphs(file: Any) -> Iterator[Any]:
    """Yield the paragraphs of the body in their order, those of tables too."""
    return iter(file.element.body.iter(qn("w:p")))


def _pieces(paragraph: Any) -> Iterator[_Piece]:
    """Yield the texts of a paragraph, each bound stretch as one piece."""
    marks: dict[str, re.Match[str]] = {}
    held: tuple[Any, list[Any], re.Match[str] | None] | None = None
    for element in paragraph.iter(qn("w:t"), qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        if element.tag == qn("w:bookmarkStart"):
            if match := _NAME.match(element.get(qn("w:name")) or ""):
                marks[element.get(qn("w:id"))] = match
            continue
        if element.tag == qn("w:bookmarkEnd"):
            marks.pop(element.get(qn("w:id")), None)
            continue
        tag = _tag_of(element, paragraph)
        name = _NAME.fullmatch(tag.get(qn("w:val")) or "") if tag is not None else None
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
            if tag is not None and _NAME.fullmatch(tag.get(qn("w:val")) or ""):
                return tag
        if around is paragraph:
            # A control around the whole paragraph, as some programs write it.
            parent = paragraph.getparent().getparent()
            return None if parent is None else parent.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return None


def _replace(texts: Sequence[Any], text: str) -> None:
    """Write a text into the first of some elements, and empty the others."""
    for at, element in enumerate(texts):
        element.text = text if at == 0 else ""
