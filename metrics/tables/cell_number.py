"""Read the number in one cell, as people write it: 1.36万, 136万余, 约5000, 3.5%, １，２３４.

Stricter than prose: a cell holds one number and its qualifier, scale and unit, nothing else. A
text with two readings is refused with both; what is no number is refused with the reason.
Values are exact decimals. Nothing here knows a row, a file or what is published.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from metrics.i18n import Message, message
from metrics.model.catalogue import fold
from metrics.model.vocabulary import QUALIFIER_WORDS, Vocabulary
from metrics.numbers import SCALES, QualifierKey, plain, read_fraction, read_number
from metrics.numbers.grammar import FORMAL, HAN
from metrics.tables.words import even as even_text
from metrics.tables.words import missing_marks, without_marks, without_tick
from metrics.text import shown

LARGEST = Decimal(10) ** 18
"""From here on a figure is a slip, not a quantity."""
SYMBOLS: dict[str, QualifierKey] = {
    ">=": "at_least", "≥": "at_least", "≧": "at_least", ">": "more_than", "≈": "about",
    "<=": "up_to", "≤": "up_to", "≦": "up_to", "<": "less_than", "~": "about",
}  # fmt: skip
NOT_PUBLISHED = {"未公布", "未发布", "未公开", "暂未公布", "not published", "n/a", "na", "暂缺"}
NO_NUMBER = {"-", "--", "—", "——", "/", "\\", "无", "…", "...", "……", "*", "x", "×", "?", "？"}
_PLAIN = re.compile(r"[+-]?(\d+)(\.\d+)?")
_NUMBER = r"\d[\d, ]*(?:\.\d+)?|\.\d+"
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_EXCEL_ERROR = re.compile(r"#[A-Z0-9/_]+[!?]?|Err:\d+", re.IGNORECASE)
_SPECIAL = re.compile(r"[+-]?(nan|inf|infinity|∞)|nat|none|null|true|false", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?e([+-]?\d+)", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(\s.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}[-/]\d{1,2}"
    r"|(\d{4}年)?\d{1,2}月(\d{1,2}[日号])?|\d{1,2}:\d{2}(:\d{2})?"
    rf"|(\d{{1,2}}-)?({_MONTHS})[a-z]*-\d{{1,4}}|\d{{1,2}}-({_MONTHS})",
    re.IGNORECASE,
)
_MAYBE_DATE = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_ENCLOSED = re.compile(rf"\(({_NUMBER})\)|[△▲]({_NUMBER})")
_NUMERAL = re.compile(f"[0-9{HAN}{FORMAL}几数半]")


@dataclass(frozen=True)
class CellReading:
    """Hold the number of a cell; `qualifier` and `unit` are empty when not stated.

    `plain` is true for digits alone; `scaled` when a scale word like 万 stands in the cell.
    """

    value: Decimal
    qualifier: QualifierKey | Literal[""] = ""
    unit: str = ""
    upper: Decimal | None = None
    plain: bool = True
    scaled: bool = False
    scientific: bool = False


@dataclass(frozen=True)
class CellRefusal:
    """Refuse to read a cell as a number, with what to write instead."""

    code: str
    message: Message
    fix: Message


class NumberReader:
    """Read cells with the qualifiers and units of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = {
            word: key
            for key, one in vocabulary.qualifiers.items()
            for word in (*one.words, one.zh)
            if key
        }
        self.qualifiers: dict[str, QualifierKey] = {
            unicodedata.normalize("NFKC", word): key
            for word, key in words.items()
            if key not in ("range", "exact")
        } | SYMBOLS
        self.units: dict[str, str] = {
            fold(name): key
            for key, unit in vocabulary.units.items()
            for name in (key, *unit.aliases)
        }
        after = self.qualifiers | {"+": "more_than"}
        self.after = dict(sorted(after.items(), key=lambda one: -len(one[0])))
        before = _longest_first(self.qualifiers)
        self._main = re.compile(
            rf"(?P<before>(?:{before})*)\s*(?P<sign>[+-]?)\s*(?P<number>{_NUMBER})\s*"
            rf"(?P<inner>[余多]?)(?P<scale>(?:{_SCALE})?)(?P<rest>.*)",
            re.DOTALL,
        )
        self._range = re.compile(
            rf"(?P<low>{_NUMBER})(?P<low_scale>(?:{_SCALE})?)(?P<low_rest>[^\d至到~—-]*)"
            rf"(?:至|到|-|~|—)(?P<high>{_NUMBER})(?P<scale>(?:{_SCALE})?)(?P<rest>[^\d]*)"
        )
        self._words = re.compile(_longest_first(self.after))

    def read(self, text: str, unit: str = "") -> CellReading | CellRefusal:
        """Return the number in a cleaned, non-empty text; `unit` is the row's own."""
        match = _PLAIN.fullmatch(text) if text.isascii() else None
        if match and not (text[0] == "0" and len(match.group(1)) > 1):
            return _within_reason(CellReading(Decimal(text)), text)
        bare = without_marks(without_tick(text)) or text
        even = unicodedata.normalize("NFKC", bare).strip()
        even = even.replace("−", "-").replace("﹣", "-").replace("–", "-")
        refused = _special(even, text)
        if refused:
            return refused
        if match := _SCIENTIFIC.fullmatch(even):
            return _scientific(even, int(match.group(2)), text)
        if match := self._range.fullmatch(even):
            return self._as_range(match, text, unit)
        match = self._main.fullmatch(even)
        return self._as_number(match, text, unit) if match else self._no_number(even, text)

    def _as_number(self, match: re.Match[str], text: str, unit: str) -> CellReading | CellRefusal:
        number = _digits(match["number"], text)
        if isinstance(number, CellRefusal):
            return number
        qualifiers = [self.qualifiers[word] for word in self._words.findall(match["before"])]
        qualifiers += ["more_than"] if match["inner"] else []
        rest, more = self._rest(match["rest"], unit)
        if rest is None:
            return self._no_number(text, text)
        qualifiers += more
        if len(set(qualifiers)) > 1:
            first, second = (QUALIFIER_WORDS[key] for key in list(dict.fromkeys(qualifiers))[:2])
            return two_readings(text, first, second)
        value = number * SCALES.get(match["scale"], 1)
        value = -value if match["sign"] == "-" else value
        reading = CellReading(
            value,
            qualifiers[0] if qualifiers else "",
            rest,
            plain=False,
            scaled=bool(match["scale"]),
        )
        return _within_reason(reading, text)

    def _rest(self, rest: str, unit: str) -> tuple[str | None, list[QualifierKey]]:
        """Read the qualifiers behind a number; the rest must be a unit or nothing."""
        qualifiers: list[QualifierKey] = []
        for _ in range(3):
            rest = rest.strip()
            known = self._unit(rest, unit)
            if known is not None:
                return known, qualifiers
            for word, key in self.after.items():
                if rest.startswith(word):
                    rest = rest[len(word) :]
                elif rest.endswith(word):
                    rest = rest[: -len(word)]
                else:
                    continue
                qualifiers.append(key)
                break
            else:
                return None, qualifiers
        return self._unit(rest.strip(), unit), qualifiers

    def _unit(self, text: str, unit: str) -> str | None:
        if not text or text == unit:
            return text
        if unit.startswith(f"{text}("):
            return unit  # 436台 below 台(套)
        folded = fold(text)
        return self.units.get(folded) or (unit if unit and folded == fold(unit) else None)

    def _as_range(self, match: re.Match[str], text: str, unit: str) -> CellReading | CellRefusal:
        low, high = _digits(match["low"], text), _digits(match["high"], text)
        if isinstance(low, CellRefusal):
            return low
        if isinstance(high, CellRefusal):
            return high
        scale = SCALES.get(match["scale"], 1)
        low_scale = SCALES.get(match["low_scale"], 1)
        if scale != low_scale and not match["low_scale"]:
            upper = plain(high * scale)
            return _two(text, f"{plain(low)} – {upper}", f"{plain(low * scale)} – {upper}")
        rest, qualifiers = self._rest(match["rest"], unit)
        low_unit, low_qualifiers = self._rest(match["low_rest"], unit)
        if (
            rest is None
            or low_unit is None
            or qualifiers
            or low_qualifiers
            or (low_unit or rest) != rest
        ):
            return self._no_number(text, text)
        low, high = low * low_scale, high * scale
        if low >= high:
            return _refusal("range", text, message("The lower bound is not below the upper one"))
        return CellReading(low, "range", rest, high, plain=False, scaled=scale > 1)

    def _no_number(self, even: str, text: str) -> CellRefusal:
        what = message("“{found}” is not a number in digits", found=shown(text))
        return CellRefusal("not-a-number", what, self._advice(even))

    def _advice(self, even: str) -> Message:
        """Return how to write a number in numerals; no number for a doubtful text."""
        general = message("Write digits only, like 1360000; leave it empty if it is not published")
        first = _NUMERAL.search(even)
        fraction = read_fraction(even, first.start()) if first else None
        if first is None or (fraction and not fraction.sign):
            return general
        number = fraction.number if fraction else read_number(even, first.start())
        if number is None:
            return general
        before, after = even[: number.start], even[number.end :]
        if _NUMERAL.search(after) or "分之" in after:
            return general
        value = plain(number.value) + (fraction.sign if fraction else "")
        if number.upper is not None:
            value = f"{value}至{plain(number.upper)}"
        word = number.inside or next(iter(self._words.findall(before + after)), "")
        if number.bare_scale and before.endswith(("上", "成")):
            word = "余"
        if word:
            return message("Write {value}, and {word} as the qualifier", value=value, word=word)
        return message("Write {value}", value=value)


def _longest_first(words: Mapping[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _digits(number: str, text: str) -> Decimal | CellRefusal:
    number = number.strip()
    if re.fullmatch(r"\d*(\.\d+)?", number):
        if len(number) > 1 and number[0] == "0" and number[1] != ".":
            return _refusal(
                "leading-zeros", text, message("“{found}” begins with 0, like a code or a date")
            )
        return Decimal(number)
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?|[1-9]\d{0,2}( \d{3})+(\.\d+)?", number):
        return Decimal(number.replace(",", "").replace(" ", ""))
    if re.fullmatch(r"\d+,\d+", number):
        return _two(text, number.replace(",", "."), number.replace(",", ""))
    return _refusal(
        "separators", text, message("The commas or spaces in “{found}” do not part thousands")
    )


def _within_reason(reading: CellReading, text: str) -> CellReading | CellRefusal:
    if abs(reading.value) >= LARGEST:
        return _refusal("too-large", text, message("“{found}” is larger than any figure can be"))
    return reading if reading.value else replace(reading, value=abs(reading.value))


def _scientific(even: str, exponent: int, text: str) -> CellReading | CellRefusal:
    if not -12 <= exponent <= 17:
        return _refusal("too-large", text, message("“{found}” is larger than any figure can be"))
    return _within_reason(CellReading(Decimal(even), plain=False, scientific=True), text)


def _special(even: str, text: str) -> CellRefusal | None:
    """Refuse dates, and errors that Excel or a program left behind."""
    if even.startswith("="):
        return CellRefusal(
            "formula",
            message("“{found}” is a formula without a result", found=shown(text)),
            message("Write the number, or open the file in Excel and save it again"),
        )
    if set(even) == {"#"}:
        what = message("“{found}”: a mark of statistics, or a column too narrow for its number")
        return _refusal("excel-hashes", text, what)
    if _EXCEL_ERROR.fullmatch(even):
        return _refusal("excel-error", text, message("“{found}” is an error of a spreadsheet"))
    if _SPECIAL.fullmatch(even):
        return _refusal("not-finite", text, message("“{found}” is no finite number"))
    if (match := _MAYBE_DATE.fullmatch(even)) and _could_be_date(match):
        a, b = match.groups()
        return _two(text, f"{a} – {b}", f"{a}月{b}日")
    if _DATE.fullmatch(even):
        return date_refusal(text)
    if match := _ENCLOSED.fullmatch(even):
        number = next(group for group in match.groups() if group)
        return _two(text, number, "-" + number)
    if even.casefold() in NO_NUMBER or even.casefold() in missing_marks():
        return _two(text, "0", message("not published"))
    return None


def says_missing(text: str) -> bool:
    """Return whether a sign or words state that there is no figure: —, 未统计, 暂无."""
    letter = len(text) == 1 and text.isalnum()
    return not letter and even_text(text) in missing_marks()


def date_refusal(text: str) -> CellRefusal:
    """Refuse a date that stands where a number belongs."""
    return CellRefusal(
        "date",
        message("“{found}” is a date, not a number", found=shown(text)),
        message("Excel may have made it from something like 3-5: format the cell as text, retype"),
    )


def _could_be_date(match: re.Match[str]) -> bool:
    a, b = (int(group) for group in match.groups())
    return (1 <= a <= 12 and 1 <= b <= 31) or (1 <= a <= 31 and 1 <= b <= 12)


def _two(text: str, first: str, second: str | Message) -> CellRefusal:
    return two_readings(text, first, second)


def two_readings(text: str, first: str | Message, second: str | Message) -> CellRefusal:
    """Refuse a text that can be read in two ways, naming both."""
    return CellRefusal(
        "two-readings",
        message(
            "“{found}” can be read as {first} or as {second}",
            found=shown(text),
            first=first,
            second=second,
        ),
        message("Write the one that is meant, in digits only"),
    )


def _refusal(code: str, text: str, what: Message) -> CellRefusal:
    return CellRefusal(
        code,
        Message(what.template, {"found": shown(text)} if "{found}" in what.template else {}),
        message("Write digits only, like 1360000; leave it empty if it is not published"),
    )
