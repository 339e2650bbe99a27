"""Find a file's encoding by strict decoding and known words.

A decoding counts only when every byte of the file decodes and no character is one that no text
holds. Where several remain, the one under which headers, categories, metrics and units are known
ones wins. Where that does not decide either, the file is refused: text is never misread silently.
"""

import codecs
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from metrics.i18n import Message, message
from metrics.problems import Problem

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
CODECS = {"big5": ("cp950", "big5hkscs"), "gbk": ("gb18030",)}
"""Codecs that are tried, in order, for an encoding whose name differs from its codec's."""
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "utf-16", "utf-16-le", "utf-16-be")
"""What a reader may choose instead of the encoding that was found."""
JUDGED = ("gb18030", "gbk", "big5", "utf-16-le", "utf-16-be")
"""Encodings in which nearly any bytes decode; characters that no text holds rule them out."""
JUDGED_CHARACTERS = 200_000
_MOSTLY = 0.85
"""Share of common characters in a text that also holds rarer ones, as names of places do."""
_CELL_ENDS = re.compile(r"[ \u3000]*[,;\t|│┃，\r\n\"]+[ \u3000]*")
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\x9f\ue000-\uf8ff\ufdd0-\ufdef\uffff]")

Known = Callable[[str], bool]


@dataclass(frozen=True)
class Decoded:
    """Hold text and its encoding; `text` is None where `problems` refuse it."""

    text: str | None
    encoding: str | None
    problems: tuple[Problem, ...] = ()


def decode(content: bytes, known: Known, encoding: str | None = None) -> Decoded:
    """Return the text of a file.

    `known` tells whether a cell is a word of the vocabulary; `encoding` overrules the search.
    Raises LookupError for one that is not in ENCODINGS.
    """
    if encoding is not None:
        if encoding not in ENCODINGS:
            raise LookupError(f"no encoding {encoding!r}; there are {', '.join(ENCODINGS)}")
        return _read_as(content, encoding)
    for mark, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _read_as(content, name)
    if b"\0" in content:
        return _without_mark(content, ("utf-16-le", "utf-16-be"), known)
    if content.isascii():
        return Decoded(content.decode("ascii"), "utf-8")
    return _without_mark(content, ("utf-8", "gb18030", "big5"), known)


def _strictly(content: bytes, encoding: str) -> str | None:
    for codec in CODECS.get(encoding, (encoding,)):
        try:
            text = content.decode(codec)
        except (UnicodeDecodeError, UnicodeError):
            continue
        if not (_IMPOSSIBLE.search(text) if encoding in JUDGED else "\0" in text):
            return text
    return None


def _read_as(content: bytes, encoding: str) -> Decoded:
    text = _strictly(content, encoding)
    return Decoded(text.lstrip("\ufeff"), encoding) if text is not None else _broken(encoding)


def _without_mark(content: bytes, candidates: tuple[str, ...], known: Known) -> Decoded:
    scores: dict[str, int] = {}
    for name in candidates:
        text = _strictly(content, name)
        if text is not None:
            scores[name] = known_cells(text, known)
    if not scores:
        damaged = _almost_utf8(content, known, 0) or _almost_gbk(content, known, 0)
        return damaged or _undecodable(content)
    best = max(scores, key=lambda name: scores[name])
    rivals = [name for name in scores if name != best and scores[name] == scores[best]]
    if scores[best] and not rivals:
        return _chosen(content, best)
    if broken := _almost_utf8(content, known, scores[best]):
        return broken
    if "gb18030" not in scores and (broken := _almost_gbk(content, known, scores[best])):
        return broken
    if "utf-8" in scores:
        return _chosen(content, "utf-8")  # text of another encoding hardly ever is valid UTF-8
    shares = {name: common_share(content, name) for name in scores}
    for enough in (1, _MOSTLY):
        common = [name for name, share in shares.items() if share >= enough]
        if len(common) == 1:
            return _chosen(content, common[0], by_characters=len(scores) > 1)
    return _undecided(tuple(scores))


def known_cells(text: str, known: Known) -> int:
    """Count the cells of a text that are words of the vocabulary and not plain ASCII."""
    cells = _CELL_ENDS.split(text[:JUDGED_CHARACTERS])
    return sum(1 for cell in cells if cell and not cell.isascii() and known(cell))


def common_share(content: bytes, encoding: str) -> float:
    """Return the share of non-ASCII characters in the encoding's first plane.

    The first planes of GB 2312 and Big5 hold the few thousand characters in common use; text of
    the one, read as the other, falls outside soon.
    """
    text = _strictly(content, encoding) or ""
    codec, first, last = ("gb2312", 0xB0, 0xD7) if encoding == "gb18030" else ("big5", 0xA4, 0xC6)
    count = Counter(c for c in text[:JUDGED_CHARACTERS] if not c.isascii())

    def is_common(character: str) -> bool:
        try:
            lead = character.encode(codec)[0]
        except UnicodeEncodeError:
            return False
        return first <= lead <= last or lead in (0xA1, 0xA3)

    return sum(n for c, n in count.items() if is_common(c)) / max(sum(count.values()), 1)


def _chosen(content: bytes, encoding: str, by_characters: bool = False) -> Decoded:
    text = _strictly(content, encoding)
    if not by_characters:
        return Decoded(text, encoding)
    named = message("The file says nowhere how it is encoded; it was read as {name}", name=encoding)
    fix = message("Look at the sample cells: if they read well, all is well")
    doubt = Problem("encoding-by-characters", "warning", named, fix, found=encoding)
    return Decoded(text, encoding, (doubt,))


def _almost_utf8(content: bytes, known: Known, rival: int) -> Decoded | None:
    """Refuse a file that is UTF-8 but for a few bytes; other codecs garble it."""
    try:
        content.decode("utf-8")
        return None
    except UnicodeDecodeError as error:
        good, at = content[: error.start].decode("utf-8"), error.start
    if good.isascii() or known_cells(good, known) <= rival:
        return None
    place = f"{at + 1:,}"
    text = message("The file is UTF-8 text, but byte {at} does not belong there", at=place)
    fix = message("Open it where it was made and save it again as “CSV UTF-8”")
    return _refused("encoding-damaged", text, fix, row=good.count("\n") + 1)


def _almost_gbk(content: bytes, known: Known, rival: int) -> Decoded | None:
    """Refuse a file that is GB18030 but for a few bytes, naming the first of them."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        text = content[: error.start].decode("gb18030")
    stranger = _IMPOSSIBLE.search(text)
    good = text[: stranger.start()] if stranger else text
    if good.isascii() or known_cells(good, known) <= rival:
        return None
    at = len(good.encode("gb18030"))
    return _refused(
        "encoding-damaged",
        message(
            "The file is GB18030 (GBK) text, but byte {at} ({byte}) does not belong there",
            at=f"{at + 1:,}",
            byte=content[at : at + 2].hex(" ").upper(),
        ),
        message("Correct this row where the file was made, or save it as “CSV UTF-8”"),
        row=good.count("\n") + 1,
    )


def _broken(encoding: str) -> Decoded:
    text = message("The file is not whole {name} text", name=encoding)
    fix = message("Open it where it was made and save it again as “CSV UTF-8”")
    return _refused("encoding-broken", text, fix, found=encoding)


def _undecodable(content: bytes) -> Decoded:
    if b"\0" in content:
        return _refused(
            "binary",
            message("The file holds NUL bytes: it is no text and no workbook, or is damaged"),
            message("Save the table as XLSX or “CSV UTF-8” and bring that"),
        )
    return _refused(
        "encoding-unknown",
        message("The file is text in none of UTF-8, UTF-16, GB18030 (GBK) and Big5"),
        message("Open it in Excel and save it as XLSX or “CSV UTF-8”"),
    )


def _undecided(candidates: tuple[str, ...]) -> Decoded:
    names = " / ".join(candidates)
    text = message("The file could be {names}, and no known word tells which", names=names)
    fix = message("Choose the encoding, or save the file as “CSV UTF-8”")
    return _refused("encoding-undecided", text, fix, found=names)


def _refused(
    code: str, text: Message, fix: Message, found: str | None = None, row: int | None = None
) -> Decoded:
    return Decoded(None, None, (Problem(code, "error", text, fix, found=found, row=row),))
