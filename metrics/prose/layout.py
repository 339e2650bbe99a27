"""Normalise a report's text for the rules, with a map back to the offsets of its source.

`normalise` swaps characters one for one (full width to half width, traditional to simplified), so
every offset stays true. `lay_out` then leaves out what only the layout put there (a line end in
the middle of a sentence, a page number between two lines, a space inside `18 462 家`) and keeps
the original offset of every character it kept. No number is read and nothing is rejected here,
except that the numerals of a removed page-number line are handed on by their place.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import compress

from metrics.numbers import HAN_YEAR, SUPERSCRIPTS
from metrics.prose.lexicon import rows
from metrics.prose.units import read_unit

# The full-width comma stays a clause mark. It groups thousands among full-width digits
# (１，２８６), in two groups or more, and before a unit: the 12 of 12，192次 counts nothing.
_KEPT_WIDE = {0xFF0C}
_WIDE_GROUPS = re.compile(
    "(?<![０-９])[０-９]{1,3}(?:，[０-９]{3})+(?![０-９])"
    "|(?<![0-9０-９.,，])(?P<mixed>[1-9][0-9]{0,2}(?:，[0-9]{3})+)(?![0-9]|，[0-9])"
)
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_DASHES = {"–": "-", "‐": "-", "‑": "-", "−": "-", "﹣": "-", "～": "~", "∼": "~", "〜": "~"}
_QUOTES = {"「": "“", "」": "”", "『": "“", "』": "”", "〝": "“", "〞": "”"}

_STRAIGHT_QUOTES = re.compile('["＂]([^"＂\n]{1,40})["＂]')

_TERMINAL = tuple("。!?;:|>")
_SECTION_START = (
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d)"
    r"|第[一二三四五六七八九十百\d]+[章节条部,，、]|[一二三四五六七八九十]是"
    r"|[•●○◆■▪·*>|#①-⑳]|-(?!\d)|——)"
)
_SECTION_LINE = re.compile(_SECTION_START)
_KEY_LINE = re.compile(r"[^\s,，。;:\d]{2,8} ?:")
_PAGE_LINE = re.compile(
    r"[ \t]*(?:[-—]+ ?\d{1,4} ?[-—]+|第 ?\d{1,4} ?页(?:[ ,/]*共 ?\d{1,4} ?页)?|\d{1,3} ?/ ?\d{1,3}"
    r"|[·•] ?\d{1,3} ?[·•])[ \t]*"
)
# A title or a heading without a number ends where its line ends: 2026年工作安排.
_HEADING_LINE = re.compile(
    rf"[^,，。;:]{{2,30}}(?:(?:19|20)\d\d|{HAN_YEAR})年[^,，。;:]{{0,16}}"
    r"(?:报告|总结|公报|年报|要点|计划|安排|打算|情况|重点|任务|目标|思路|举措|回顾)"
    r"|\([一二三四五六七八九十]{1,3}\)[^。;:\d]{2,24}"
    r"|(?:(?:19|20)\d\d年|下一?步|下一?阶段|明年|来年|今后)[^,，。;:]{0,12}"
    r"(?:计划|安排|打算|重点|任务|目标|思路|举措|回顾|总结)"
)
# So does a line of words that is much shorter than the one below it, which is no torn line.
_TITLE_LINE = re.compile(r"[^,，。;:、]{3,29}[^,，。;:、\d]")
_WIDER = 2
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DROPPED_SPACE = re.compile(
    r"(?<=\d) +(?=[\u4e00-\u9fff%‰℃]|(?:k?m|mm|cm|kg|t|GB|TB|[kM]W)(?:²|³)?(?![A-Za-z]))"
    r"|(?<=[\u4e00-\u9fff,，]) +(?=\d+(?:\.\d+)?(?![\d.、]))"
    r"|(?<=[余多万亿千百]) +(?=[\u4e00-\u9fff])"
    r"|(?<=(?<!\d)\d) (?=\d{3}(?:(?: \d{3}){0,6}) ?[\u4e00-\u9fff%])"
    r"|(?<=(?<!\d)\d\d) (?=\d{3}(?:(?: \d{3}){0,6}) ?[\u4e00-\u9fff%])"
    r"|(?<=(?<!\d)\d\d\d) (?=\d{3}(?:(?: \d{3}){0,6}) ?[\u4e00-\u9fff%])"
)
# Numbers that a text layer tore at their point or comma: 98 .6%, 1 , 234项.
_TORN = re.compile(
    r"(?<=\d) +(?=[×*] ?10[\^⁰¹²³⁴-⁹])|(?<=\d[×*]) +(?=10[\^⁰¹²³⁴-⁹])"
    r"|(?<=\d [×*]) +(?=10[\^⁰¹²³⁴-⁹])|(?<=\d) +(?=\.\d)|(?<=\d) +(?=, ?\d{3}(?!\d))"
)
_TORN_BEHIND_POINT = re.compile(
    r"(?<!\d)(?P<whole>\d{1,6})\.(?P<space> +)\d{1,4} ?(?P<next>[%‰\u4e00-\u9fff])"
)
# Marks of footnotes: 1286家①, 死亡人数¹, 1286[1]家. Not of powers (米², 10⁶).
_NOTES = re.compile(
    rf"(?=[{SUPERSCRIPTS}\[〔①-⑳])(?:(?<=[\u4e00-\u9fff\d%”)])(?<!米)(?<!公里)(?<!10)(?<!10¹)"
    rf"[{SUPERSCRIPTS}]{{1,2}}"
    r"|(?<=[\u4e00-\u9fff\d%”)])[\[〔]\d{1,2}[\]〕](?!号)"
    r"|(?<=\d)[①-⑳]|(?<=[\u4e00-\u9fff%])[①-⑳](?=[\d,，。;、)]|$))"
)
_LATER_GROUP = re.compile(r"(?<=\d)( )(?=\d{3}(?:(?: \d{3}){0,6}) ?[\u4e00-\u9fff%])")


@dataclass(frozen=True)
class Page:
    """Hold a report ready for reading: `plain[i]` stands at `origin[i]` of `source`."""

    source: str
    plain: str
    origin: tuple[int, ...]
    removed: tuple[tuple[int, int], ...]  # page-number lines left out of `plain`, in the source
    notes: tuple[tuple[int, int], ...]  # footnote marks left out, in the source

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of `plain[start:end]` in the source."""
        return self.origin[start], self.origin[end - 1] + 1

    def printed(self, start: int, end: int) -> str:
        """Return what the source prints for `plain[start:end]`."""
        first, last = self.place(start, end)
        return self.source[first:last]


@cache
def _table() -> dict[int, str]:
    """Return the character table of `normalise`."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in _KEPT_WIDE}
    table.update({ord(space): " " for space in _SPACES})
    table.update({ord(a): b for a, b in {**_DASHES, **_QUOTES}.items()})
    return table | simplified_characters()


@cache
def simplified_characters() -> dict[int, str]:
    """Return the simplified character of each traditional one, for `str.translate`."""
    return {ord(row["traditional"]): row["simplified"] for row in rows("characters")}


def _grouped(match: re.Match[str]) -> str:
    """Return digits with half-width commas, unless a single comma parts two clauses."""
    mixed, text = match["mixed"], match.string
    if mixed and mixed.count("，") == 1:
        end = re.compile(r"(?:\.\d+)?[ +余多]?[十百千]?[万亿]?").match(text, match.end())
        if end is None or not (end.group().strip(" ") or read_unit(text, end.end())):
            return mixed
    return match.group().replace("，", ",")


def normalise(text: str) -> str:
    """Return the text in half-width, simplified characters, offset for offset."""
    curved = _STRAIGHT_QUOTES.sub(r"“\1”", text)
    return _WIDE_GROUPS.sub(_grouped, curved).translate(_table())


def _lines(text: str) -> list[tuple[int, int]]:
    """Return start and end of every line without its line end."""
    found, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        found.append((start, end - 1 if line.endswith("\r") else end))
        start += len(line) + 1
    return found


def _is_prose(line: str) -> bool:
    """Return whether a line may go on in the next one: words, no table, no key."""
    body = line.strip()
    if not body or "|" in body or "\t" in line or body.endswith(_TERMINAL):
        return False
    return bool(_HAN.search(body)) and not _KEY_LINE.match(body)


def _goes_on(line: str, following: str) -> bool:
    """Return whether `following` continues the sentence that `line` leaves open."""
    body = following.rstrip()
    if not body or body[0] in " \t" or "|" in body or "\t" in body:
        return False
    if _SECTION_LINE.match(body) or _KEY_LINE.match(body) or not _is_prose(line):
        return False
    opening = line.strip()
    if re.match(r"[一二三四五六七八九十]{1,3}、", opening) or _HEADING_LINE.fullmatch(opening):
        return False  # a heading has no full stop and still ends
    if _TITLE_LINE.fullmatch(opening) and len(body) >= _WIDER * len(opening):
        return False
    if line.rstrip()[-1].isdigit() and body[0].isdigit():
        return re.match(r"[\d,.]+ ?[\u4e00-\u9fff%‰]", body) is not None
    return True


def _soft_breaks(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the stretches to cut where lines go on, and page-number lines in them."""
    lines = _lines(text)
    cuts: list[tuple[int, int]] = []
    pages: list[tuple[int, int]] = []
    previous: int | None = None
    blank = False
    between: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if _PAGE_LINE.fullmatch(line):
            between.append((start, end))
            continue
        if not line.strip():
            # Blank lines around a page number belong to it; others end a paragraph.
            blank = blank or not between
            continue
        if previous is not None and not (blank and not between):
            before = text[lines[previous][0] : lines[previous][1]]
            if _goes_on(before, line):
                cuts.append((lines[previous][0] + len(before.rstrip()), start))
                pages.extend(between)
        previous, blank, between = number, False, []
    return cuts, pages


def _space_cuts(text: str) -> list[tuple[int, int]]:
    """Return the spaces that set a number apart from words or digit groups."""
    found = [match.span() for match in _DROPPED_SPACE.finditer(text)]
    found += [match.span() for match in _TORN.finditer(text)]
    for match in _TORN_BEHIND_POINT.finditer(text):
        # 总体情况 3. 5家企业 may be a list number: a tear is sure where that cannot be one.
        before = text[max(0, match.start() - 9) : match.start()]
        sure = len(match["whole"]) > 1 or before[-1:] != " " or match["next"] in "%‰万亿"
        if sure and _HAN.match(before.rstrip(" ")[-1:]):
            found.append(match.span("space"))
    # 18 462 317: once the first gap is known to group thousands, so are those behind it.
    ends = {end for _, end in found}
    for match in _LATER_GROUP.finditer(text):
        if match.start() - 3 in ends:
            found.append(match.span())
            ends.add(match.end())
    return found


def lay_out(text: str, *, torn: bool = True) -> Page:
    """Normalise a report and leave out soft line ends and set-apart spaces.

    Lines that are not `torn` are paragraphs, as in Word files and web pages.
    """
    flat = normalise(text)
    cuts, pages = _soft_breaks(flat) if torn else ([], [])
    keep = bytearray(b"\x01") * len(flat)
    notes = [match.span() for match in _NOTES.finditer(flat)]
    for start, end in cuts + _space_cuts(flat) + notes:
        keep[start:end] = bytes(end - start)
    kept = tuple(compress(range(len(flat)), keep))
    return Page(text, "".join(compress(flat, keep)), kept, tuple(pages), tuple(notes))
