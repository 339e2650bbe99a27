"""Decide what the next report says: last year's sentences with this year's figures.

A sentence that states published figures is kept and its figures are replaced; a sentence without
one is left for a person to write, last year's words beside it. Comparisons follow the one rule of
change and are written by fixed phrases. Refuses a year of which no text is kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from metrics.i18n import Message, message, words
from metrics.model.dataset import Dataset
from metrics.model.observation import Key, Observation, from_table
from metrics.model.series import POINTS, series_of_row
from metrics.prose import Reading, read
from metrics.store.editions import EditionText, Evidence
from metrics.wording.formatter import Formatter
from metrics.wording.series import change_words

PieceKind = Literal["kept", "number", "comparison", "missing", "unchecked", "to_write"]
LineKind = Literal["title", "first", "second", "body"]

_SENTENCE = re.compile(r"[^。；;！!？?]*[。；;！!？?]?")
_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")
_HALF = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_BESIDE_HAN = re.compile(r"(?<=[\u4e00-\u9fff”》）])[,;:()?!]|[,;:()?!](?=[\u4e00-\u9fff“《（])")
_QUOTED = re.compile(r"《[^《》]*》|\d{4}[-—~至]\d{4}年?")


class NoReport(Exception):
    """Say why no report can be made, in words for the reader."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.template)
        self.reason = reason


@dataclass(frozen=True)
class Piece:
    """Hold a run of one kind; `was` is last year's print, `key` the observation's."""

    kind: PieceKind
    text: str
    was: str = ""
    key: Key | None = None


@dataclass(frozen=True)
class Line:
    """Hold a paragraph; of a `second` heading the first `head` pieces are the heading."""

    kind: LineKind
    pieces: tuple[Piece, ...]
    head: int = 0


@dataclass(frozen=True)
class NextReport:
    """Hold a report on `year`, made from that on `from_year`, and its version."""

    year: int
    from_year: int
    title: str
    version: int
    lines: tuple[Line, ...]

    def pieces(self, kind: PieceKind) -> list[Piece]:
        """Return all pieces of a kind in their order."""
        return [piece for line in self.lines for piece in line.pieces if piece.kind == kind]


def prepare(
    text: EditionText,
    places: Mapping[Key, Evidence],
    dataset: Dataset,
    year: int,
) -> NextReport:
    """Return the next report on `year`, made from the text of an earlier one.

    `places` are those of the text's figures (`metrics.store.editions.evidence_of`). Raises
    NoReport where nothing of `year` is published, or no figure of the text has a place.
    """
    own = sorted((p for p in places.values() if p.edition == text.number), key=lambda p: p.start)
    if not any(row.year == year and row.value is not None for row in from_table(dataset.table)):
        raise NoReport(message("Nothing is published for {year} yet", year=year))
    if not own:
        raise NoReport(
            message("No figure of the report on {year} has its place in the text", year=text.year)
        )
    writer = _Writer(text, own, dataset, year)
    return NextReport(year, text.year, writer.title(), dataset.version, tuple(writer.lines()))


class _Writer:
    """Write the lines of one report."""

    def __init__(
        self, text: EditionText, places: Sequence[Evidence], dataset: Dataset, year: int
    ) -> None:
        self._text, self._places, self._year = text, places, year
        self._fmt = Formatter(dataset, words("zh"))
        self._rows = {row.key: row for row in from_table(dataset.table)}
        self._reading: Reading = read(text.text, text.year)

    def title(self) -> str:
        """Return the title with the year moved on."""
        return self._moved_on(self._text.title_zh, plan=False)

    def lines(self) -> Iterator[Line]:
        """Yield the title and the paragraphs."""
        yield Line("title", (Piece("kept", self.title()),))
        for start, end in self._body():
            yield self._line(start, end)

    def _body(self) -> Iterator[tuple[int, int]]:
        """Yield start and end of each paragraph behind title and source line."""
        text, begun = self._text.text, False
        title = re.sub(r"\s", "", self._text.title_zh)
        titled = bool(title) and title in (re.sub(r"\s", "", line) for line in text.split("\n"))
        for match in re.finditer(r"[^\r\n]+", text):
            line = match.group()
            body = line.strip(" \t\u3000\xa0")
            if not body:
                continue
            if titled and re.sub(r"\s", "", line) == title:
                titled = False
                continue
            begun = begun or (not titled and (body[-1] in "。；;" or bool(_FIRST.match(body))))
            if begun:
                start = match.start() + line.index(body)
                yield start, start + len(body)

    def _line(self, start: int, end: int) -> Line:
        body = self._text.text[start:end]
        plan = self._is_plan(start)
        if _FIRST.match(body) and "。" not in body:
            return Line("first", (Piece("kept", self._moved_on(body, plan)),))
        pieces: list[Piece] = []
        head = 0
        for first, last in self._sentences(start, end):
            heading = first == start and _SECOND.match(body) is not None
            pieces += self._sentence(first, last, plan, heading)
            head = len(pieces) if heading else head
        return Line("second" if _SECOND.match(body) else "body", tuple(pieces), head)

    def _sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for match in _SENTENCE.finditer(self._text.text, start, end):
            if match.group():
                yield match.span()

    def _sentence(self, start: int, end: int, plan: bool, heading: bool) -> list[Piece]:
        places = [p for p in self._places if start <= p.start and p.end <= end]
        if not places:
            text = self._text.text[start:end]
            if heading:
                return [Piece("kept", self._moved_on(text, plan))]
            return [Piece("to_write", text)]
        pieces: list[Piece] = []
        at = start
        for place, behind in pairwise([*places, None]):
            assert place is not None
            pieces += self._words(at, place.start, plan)
            bound, compared = self._figure(place)
            pieces.append(bound)
            at = place.end
            stop = behind.start if behind else end
            clause = re.compile(r"[,，。；;、)）]").search(self._text.text, at, stop)
            if compared and clause:
                pieces += self._words(at, clause.start(), plan)
                pieces.append(Piece("comparison", compared, key=bound.key))
                at = clause.start()
        return [*pieces, *self._words(at, end, plan)]

    def _words(self, start: int, end: int, plan: bool) -> list[Piece]:
        """Return the words between figures; other numerals in them are marked."""
        pieces: list[Piece] = []
        at = start
        for figure in self._reading.figures:
            if start <= figure.start and figure.end <= end:
                pieces.append(
                    Piece("kept", self._moved_on(self._text.text[at : figure.start], plan))
                )
                printed = self._text.text[figure.start : figure.end]
                pieces.append(Piece("unchecked", full_width(printed), was=printed))
                at = figure.end
        pieces.append(Piece("kept", self._moved_on(self._text.text[at:end], plan)))
        return [piece for piece in pieces if piece.text]

    def _figure(self, place: Evidence) -> tuple[Piece, str]:
        """Return the figure of the new year and its comparison, which may be empty."""
        key: Key = (self._year, *place.key[1:])
        row = self._rows.get(key)
        if row is None or row.value is None:
            missing = self._fmt.words("to be filled in: {metric}", metric=key[-1])
            return Piece("missing", f"〔{missing}〕", place.printed, key), ""
        return Piece("number", printed_form(row, self._fmt), place.printed, key), comparison(
            row, self._fmt
        )

    def _is_plan(self, place: int) -> bool:
        section = next((s for s in self._reading.sections if s.start <= place < s.end), None)
        return section is not None and section.role == "plan"

    def _moved_on(self, text: str, plan: bool) -> str:
        """Return words with their year moved on.

        Titles of papers and spans of years keep theirs.
        """
        step = self._year - self._text.year
        years = {self._text.year, *([self._text.year + 1] if plan else [])}
        kept = [match.span() for match in _QUOTED.finditer(text)]

        def later(match: re.Match[str]) -> str:
            inside = any(first <= match.start() < last for first, last in kept)
            return match.group() if inside else str(int(match.group()) + step)

        pattern = "|".join(str(year) for year in sorted(years))
        return full_width(re.sub(rf"(?<!\d)(?:{pattern})(?=年)", later, text))


def full_width(text: str) -> str:
    """Return Chinese words with full-width marks; marks between digits stay."""
    return _BESIDE_HAN.sub(lambda match: _HALF[match.group()], text)


def printed_form(row: Observation, fmt: Formatter) -> str:
    """Return a figure as a report prints it: its own print, else number and unit."""
    return fmt.figure(row).replace(",", "")


def comparison(row: Observation, fmt: Formatter) -> str:
    """Return the change on the year before in brackets; empty without a rate.

    A figure in percentage points says how another one changed, and is not compared again. Where a
    qualifier on either side leaves the change open (136万余), none is written.
    """
    series = None if row.unit == POINTS else series_of_row(fmt.dataset, row)
    change = series.change(row.year) if series else None
    if change is None or change.amount is None or change.about:
        return ""
    return fmt.words("({change} on the year before)", change=change_words(change, fmt))
