"""Write the verdicts into the draft's own Word file, as comments and shading.

The secretary's document stays as it is: styles, tables, pictures, own comments. Only the runs that
hold a figure are parted, shaded and given a comment. A draft that came as anything else becomes a
plain Word file first. Where a figure stands is found by its words, as Word's text lies in pieces.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from itertools import groupby
from pathlib import PurePath
from typing import Any
from zipfile import BadZipFile

from lxml.etree import XMLSyntaxError

from metrics.i18n import Words
from metrics.proofreading.marked_copy import (
    COLORS,
    SIGNS,
    counts_text,
    outcome_name,
    published_text,
    reason_text,
)
from metrics.proofreading.verdicts import Proofreading, Verdict
from metrics.readers.documents import Document
from metrics.text import Compact, for_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = (f"{_W}del", f"{_W}moveFrom", _FALLBACK)
_BEHIND_SHADING = (
    "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
_CONTEXTS = (16, 8, 4)
_MOST_LISTED = 20
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 80


def copy_name(document: Document, _: Words, form: str) -> str:
    """Return the name of a marked copy: that of the draft, with a mark."""
    stem = _NOT_IN_NAMES.sub(" ", PurePath(document.name).stem).strip()[:_LONGEST_NAME]
    return f"{_('{name} (proofread)', name=stem or _('draft'))}.{form}"


def as_docx(proofreading: Proofreading, _: Words, original: bytes | None = None) -> bytes:
    """Return the draft, or its `original` Word file, with its verdicts."""
    file = _opened(proofreading.document, original)
    letters, draft = _Letters(file.element.body), Compact(proofreading.document.text)
    found = [(letters.place(verdict, draft), verdict) for verdict in proofreading.verdicts]
    placed = [(place, verdict) for place, verdict in found if place]
    marked = []
    # From the end, so that what is parted moves nothing that is still to be found.
    for place, verdict in sorted(placed, key=lambda each: -each[0].start):
        if runs := letters.parted(place):
            _shade(runs, COLORS[verdict.outcome])
            marked.append((runs, verdict))
    _summarise(file, proofreading, [verdict for place, verdict in found if not place], _)
    for runs, verdict in reversed(marked):
        _comment(file, runs, _comment_text(verdict, _), _)
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def _opened(document: Document, original: bytes | None) -> Any:
    """Return the draft's own Word file, or a plain one with its text."""
    from docx import Document as WordDocument  # only this one download needs the library

    if original is not None and document.kind == "docx":
        try:
            return WordDocument(BytesIO(original))
        except (ValueError, KeyError, BadZipFile, XMLSyntaxError):
            pass  # Only our own reader opens it: the text is written anew.
    file = WordDocument()
    for line in for_xml(document.text, " ").removesuffix("\n").split("\n"):
        file.add_paragraph(line)
    return file


class _Letters:
    """Hold the printed letters of a Word file, each with its element and place."""

    def __init__(self, body: Any) -> None:
        self._letters = [
            (element, at)
            for element in _texts(body)
            for at, letter in enumerate(element.text or "")
            if not letter.isspace()
        ]
        self._text = "".join((element.text or "")[at] for element, at in self._letters)
        self._known: dict[tuple[bool, str], list[int]] = {}

    def place(self, verdict: Verdict, draft: Compact) -> range | None:
        """Return the letters that a verdict is about; None where they are not found."""
        mine = draft.of(verdict.figure.start, verdict.figure.end)
        words = draft.text[mine.start : mine.stop]
        if not words:
            return None
        here, there = self._all(words, draft.text, own=False), self._all(words, self._text)
        if len(here) == len(there) and mine.start in here:
            at = there[here.index(mine.start)]
            return range(at, at + len(words))
        for width in _CONTEXTS:
            before = draft.text[max(0, mine.start - width) : mine.start]
            found = self._all(before + words, self._text)
            if len(found) == 1:
                at = found[0] + len(before)
                return range(at, at + len(words))
        return None

    def _all(self, words: str, text: str, *, own: bool = True) -> list[int]:
        """Return every place of words in a text."""
        if (own, words) not in self._known:
            pattern = re.compile(f"(?={re.escape(words)})")
            self._known[own, words] = [match.start() for match in pattern.finditer(text)]
        return self._known[own, words]

    def parted(self, place: range) -> list[Any]:
        """Part the runs at the ends of a place, and return those that hold its letters."""
        runs = []
        letters = self._letters[place.start : place.stop]
        for element, group in groupby(letters, key=lambda letter: letter[0]):
            places = [at for _element, at in group]
            if element.getparent().tag == f"{_W}r":
                runs.append(_parted(element, places[0], places[-1] + 1))
        return runs


def _texts(node: Any) -> Iterator[Any]:
    """Yield the elements of a body that hold printed text, in order."""
    stack = [iter(node)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == f"{_W}t":
            yield child
        elif child.tag not in _LEFT_OUT:
            stack.append(iter(child))


def _parted(element: Any, start: int, end: int) -> Any:
    """Return the run that holds a part of an element's text alone, looks kept."""
    run, text = element.getparent(), element.text
    behind = list(element.itersiblings())
    if text[end:] or behind:
        rest = _like(run)
        if text[end:]:
            rest.append(_with_text(element, text[end:]))
        for sibling in behind:
            rest.append(sibling)
        run.addnext(rest)
    before = [each for each in element.itersiblings(preceding=True) if each.tag != f"{_W}rPr"]
    if not text[:start] and not before:
        _set_text(element, text[:end])
        return run
    middle = _like(run)
    middle.append(_with_text(element, text[start:end]))
    run.addnext(middle)
    _set_text(element, text[:start])
    return middle


def _like(run: Any) -> Any:
    """Return an empty run with another one's properties."""
    made = run.makeelement(run.tag, run.attrib, run.nsmap)
    properties = run.find(f"{_W}rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _with_text(element: Any, text: str) -> Any:
    made = element.makeelement(element.tag, {}, element.nsmap)
    _set_text(made, text)
    return made


def _set_text(element: Any, text: str) -> None:
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _shade(runs: Sequence[Any], color: str) -> None:
    """Give runs a light background; letters and their colour stay."""
    for run in runs:
        properties = run.find(f"{_W}rPr")
        if properties is None:
            properties = run.makeelement(f"{_W}rPr")
            run.insert(0, properties)
        for old in properties.findall(f"{_W}shd"):
            properties.remove(old)
        shading = run.makeelement(
            f"{_W}shd",
            {f"{_W}val": "clear", f"{_W}color": "auto", f"{_W}fill": color.lstrip("#").upper()},
        )
        behind = next((each for each in properties if each.tag in _BEHIND), None)
        if behind is None:
            properties.append(shading)
        else:
            behind.addprevious(shading)


_BEHIND = frozenset(f"{_W}{name}" for name in _BEHIND_SHADING)


def _comment(file: Any, runs: Sequence[Any], text: str, _: Words) -> None:
    from docx.text.run import Run

    anchors = [Run(runs[0], file), Run(runs[-1], file)]
    file.add_comment(anchors, text=text, author=_("Proofreading"), initials=_("PR"))


def _comment_text(verdict: Verdict, _: Words) -> str:
    """Return a verdict as the text of a comment."""
    lines = [
        f"{SIGNS[verdict.outcome]} {outcome_name(verdict.outcome, _)}",
        reason_text(verdict, _),
    ]
    if verdict.suggestion:
        lines.append(_("Write: {figure}", figure=verdict.suggestion))
    lines.append(published_text(verdict))
    return for_xml("\n".join(line for line in lines if line), " ")


def _summarise(file: Any, proofreading: Proofreading, missing: Sequence[Verdict], _: Words) -> None:
    """Put the counts, and verdicts without a place, beside the first words."""
    runs = file.element.body.iter(f"{_W}r")
    first = next((run for run in runs if run.find(f"{_W}t") is not None), None)
    if first is None:
        return
    lines = [counts_text(proofreading, _)]
    if missing:
        lines.append(_("Figures outside the text, in notes or pictures:"))
        lines += [
            f"{each.figure.printed}: {_comment_text(each, _)}" for each in missing[:_MOST_LISTED]
        ]
    _comment(file, [first], for_xml("\n".join(lines), " "), _)
