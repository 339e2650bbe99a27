"""Read a row's value, upper bound, qualifier, unit and printed form from its cells.

Two cells about the same number must agree, or the row is refused with both. What is repaired
without doubt (scale words, percent signs, qualifiers in the value) is reported with what it was
read as, and the printed form is kept.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from metrics.i18n import message
from metrics.intake.layout import Layout
from metrics.intake.problem_collector import ProblemCollector
from metrics.intake.row_key import RowKey, not_in_catalogue
from metrics.model.observation import COLUMN_NAMES
from metrics.model.vocabulary import QUALIFIER_WORDS
from metrics.numbers import QualifierKey, grouped
from metrics.problems import Problem
from metrics.readers.grid import Grid
from metrics.tables.cell_number import (
    NOT_PUBLISHED,
    CellReading,
    CellRefusal,
    NumberReader,
    date_refusal,
    says_missing,
    two_readings,
)
from metrics.tables.names import Names
from metrics.text import clean, shown

VALUE, QUALIFIER, UPPER, PRINTED = map(
    COLUMN_NAMES.index, ("value", "qualifier", "upper", "printed")
)
"""Places of the cells in a row that is ordered as COLUMN_NAMES."""
_RAISED = re.compile(r"[\[(（]?[⁰¹²³⁴-⁾₀-₎①-⑳]+[\])）]?")


_PLACEHOLDER = re.compile(r"-9{2,6}(?:\.[09]+)?")
"""What programs write for no figure: -999."""
_NINES = re.compile(r"9{4,6}|-9{2,6}(?:\.[09]+)?")


class RowValue(NamedTuple):
    """Hold a row's value; `printed` is the value cell when it was no plain number."""

    value: Decimal | None
    unit: str
    qualifier: QualifierKey
    upper: Decimal | None
    printed: str


@dataclass(frozen=True)
class _Result:
    row_value: RowValue | None
    problems: tuple[Problem, ...]


class RowValues:
    """Read the quantities of rows, each combination of cells once."""

    def __init__(
        self,
        names: Names,
        layout: Layout,
        grid: Grid,
        collector: ProblemCollector,
        delimiter: str | None,
    ) -> None:
        self.names, self.layout, self.grid, self.collector = names, layout, grid, collector
        self.reader = NumberReader(names.vocabulary)
        self.places = {name: layout.columns.get(name, -1) for name in ("value", "upper")}
        self.results: dict[tuple[object, ...], _Result] = {}
        after = {at: name for name, at in layout.columns.items()}.get(self.places["value"] + 1)
        order = {"printed": 9, "section": 10, "note": 11}
        self.after_value = order.get(after or "", -1) if delimiter in (",", "，") else -1

    def of(self, number: int, picked: Sequence[str], key: RowKey) -> RowValue | None:
        """Return the row_value of a row, or None after adding the problem that refuses it."""
        mark = ""
        if self.grid.marks:
            mark = self.grid.marks.get((number, self.places["value"]), "")
            mark = mark or self.grid.marks.get((number, self.places["upper"]), "")
        if not mark and (plainly := self._plainly(picked, key)):
            return plainly
        asked = (
            *picked[VALUE : PRINTED + 1],
            key.own_unit,
            key.usual_unit,
            key.scale,
            mark,
        )
        result = self.results.get(asked)
        if result is None:
            result = self._read(picked, key, mark)
            if self.after_value > 0 and _split(picked[VALUE], picked[self.after_value]):
                result = self._as_split(picked)
            else:
                self.results[asked] = result
        for problem in result.problems:
            name = self.layout.name(problem.column or "")
            self.collector.add(replace(problem, row=number, column=name))
        return result.row_value

    def _plainly(self, picked: Sequence[str], key: RowKey) -> RowValue | None:
        """Return the row_value of a row with plain digits and a unit; None for others."""
        raw, unit, printed = (
            picked[VALUE],
            key.stated_unit or key.usual_unit,
            picked[PRINTED],
        )
        if not (raw.isdigit() and raw.isascii() and len(raw) < 18 and unit and unit != "%"):
            return None
        if raw[0] == "0" or _NINES.fullmatch(raw):
            return None
        if picked[UPPER] or picked[QUALIFIER] not in ("", "exact"):
            return None
        if key.scale != 1 or self.names.ratio(unit, key.usual_unit):
            return None
        if printed and printed not in (raw, raw + unit):
            return None
        if self.after_value > PRINTED and picked[self.after_value][:1].isdigit():
            return None
        return RowValue(Decimal(raw), key.own_unit or unit, "exact", None, "")

    def _read(self, picked: Sequence[str], key: RowKey, mark: str) -> _Result:
        text = clean(picked[VALUE])
        problems: list[Problem] = []
        stated, wrong = self._qualifier(clean(picked[QUALIFIER]))
        if wrong:
            return _Result(None, (wrong,))
        unit = key.stated_unit or key.usual_unit
        if not text or text.casefold() in NOT_PUBLISHED or says_missing(text):
            return self._not_published(picked, stated, unit)
        reading = self._number(text, key, mark)
        if isinstance(reading, CellRefusal):
            return _refused(reading, "value", text)
        if _PLACEHOLDER.fullmatch(text) and self._counted(unit):
            return _placeholder(text, unit)
        unit = key.stated_unit or reading.unit or key.usual_unit
        if not unit:
            return _Result(None, (not_in_catalogue("unit"),))
        if refused := self._doubts(reading, key, stated, unit, text):
            return _refused(refused, "value", text)
        upper, refusal = self._upper(clean(picked[UPPER]), reading, key, stated)
        if refusal:
            return _Result(None, (refusal,))
        value = reading.value * key.scale
        ratio = self.names.ratio(unit, key.usual_unit)
        if ratio:
            value, unit = value * ratio, key.usual_unit
            upper = None if upper is None else upper * ratio
        qualifier = stated or reading.qualifier or ("range" if upper is not None else "exact")
        printed = "" if reading.plain and key.scale == 1 and not ratio else text
        if (key.scale != 1 or ratio) and not reading.unit:
            printed += key.unit_text
        row_value = RowValue(value, unit, qualifier, upper, printed)
        if printed:
            problems.append(_value_read(text, row_value))
        row_value, more = self._against_printed(row_value, clean(picked[PRINTED]), stated)
        problems += [*more, *self._plausible(row_value, text, key, reading)]
        if ratio:
            return _Result(row_value, tuple(problems))
        word = key.own_unit or self.names.own_unit(text, unit, key.usual_unit)
        return _Result(row_value._replace(unit=word), tuple(problems))

    def _counted(self, unit: str) -> bool:
        """Return whether figures of a unit are never below zero."""
        return unit == "%" or self.names.vocabulary.unit(unit).count

    def _number(self, text: str, key: RowKey, mark: str) -> CellReading | CellRefusal:
        if mark == "date":
            return date_refusal(text)
        if mark == "scaled":
            shown_as = message("{found} with 万 or 亿, as the cell shows it", found=shown(text))
            return two_readings(text, text, shown_as)
        if mark == "raised" and (whole := unicodedata.normalize("NFKC", text)) != text:
            return two_readings(text, _RAISED.sub("", text) or whole, whole)
        return self.reader.read(text, key.stated_unit or key.usual_unit)

    def _qualifier(self, text: str) -> tuple[QualifierKey | Literal[""], Problem | None]:
        if not text:
            return "", None
        key = self.names.qualifier(text)
        if key:
            return key, None
        known = ", ".join(
            f"{one.zh} ({key})" for key, one in self.names.vocabulary.qualifiers.items()
        )
        what = message("“{found}” is no qualifier", found=shown(text))
        fix = message("Use one of {names}", names=known)
        return "", Problem("qualifier", "error", what, fix, column="qualifier", found=text)

    def _not_published(
        self, picked: Sequence[str], stated: QualifierKey | Literal[""], unit: str
    ) -> _Result:
        if not unit:
            return _Result(None, (not_in_catalogue("unit"),))
        text = message("Taken as not published, which is not 0")
        problem = Problem("not-published", "info", text, column="value", found=clean(picked[VALUE]))
        return _Result(RowValue(None, unit, stated or "exact", None, ""), (problem,))

    def _doubts(
        self,
        reading: CellReading,
        key: RowKey,
        stated: QualifierKey | Literal[""],
        unit: str,
        text: str,
    ) -> CellRefusal | None:
        """Refuse a number on which two cells do not agree."""
        if reading.scaled and key.scale != 1:
            first = f"{grouped(reading.value)} {key.stated_unit}"
            second = f"{grouped(reading.value * key.scale)} {key.stated_unit}"
            return two_readings(f"{text} {key.unit_text}", first, second)
        if reading.unit and key.stated_unit and reading.unit != key.stated_unit:
            return CellRefusal(
                "unit-conflict",
                message(
                    "“{found}” is in {first}, but the row's unit is {second}",
                    found=shown(text),
                    first=reading.unit,
                    second=key.stated_unit,
                ),
                message("Keep the unit that is right, in both cells"),
            )
        if stated and reading.qualifier and stated != reading.qualifier:
            return two_readings(text, QUALIFIER_WORDS[reading.qualifier], QUALIFIER_WORDS[stated])
        if (
            unit == "%"
            and 0 < abs(reading.value) <= 1
            and not reading.unit
            and (not self.grid.percent_known or (self.names.largest_share(key.metric) or 0) > 1)
        ):
            return two_readings(
                text, f"{grouped(reading.value)}%", f"{grouped(reading.value * 100)}%"
            )
        return None

    def _upper(
        self, text: str, reading: CellReading, key: RowKey, stated: str
    ) -> tuple[Decimal | None, Problem | None]:
        scaled = None if reading.upper is None else reading.upper * key.scale
        if not text:
            if stated == "range" and scaled is None:
                what = message("A range needs its upper bound")
                fix = message("Fill in the upper bound, or write the value like 100-200")
                return None, Problem("range", "error", what, fix, column="upper", found="")
            return scaled, None
        upper = self.reader.read(text, key.stated_unit or key.usual_unit)
        if isinstance(upper, CellRefusal):
            return None, Problem(
                upper.code, "error", upper.message, upper.fix, column="upper", found=text
            )
        bound = upper.value * key.scale
        if (
            bound <= reading.value * key.scale
            or (scaled is not None and scaled != bound)
            or (stated or reading.qualifier or "range") != "range"
        ):
            what = message("The upper bound does not go with the value and its qualifier")
            fix = message("An upper bound is for ranges only, and above the value")
            return None, Problem("range", "error", what, fix, column="upper", found=text)
        return bound, None

    def _against_printed(
        self, row_value: RowValue, printed: str, stated: str
    ) -> tuple[RowValue, list[Problem]]:
        """Compare a value with its printed form, and take the qualifier from there."""
        reading = self.reader.read(printed, row_value.unit) if printed else None
        if not isinstance(reading, CellReading):
            return row_value, []
        same = reading.value == row_value.value and reading.unit in ("", row_value.unit)
        if same and reading.qualifier and not stated and row_value.qualifier == "exact":
            text = message(
                "The qualifier is taken from the printed form “{found}”", found=shown(printed)
            )
            problem = Problem(
                "qualifier-from-printed", "info", text, column="printed", found=printed
            )
            return row_value._replace(qualifier=reading.qualifier, upper=reading.upper), [problem]
        if same and (reading.qualifier or "exact") == row_value.qualifier:
            return row_value, []
        text = message(
            "The value is {value} {unit} ({qualifier}), but its printed form is “{found}”",
            value=grouped(row_value.value or Decimal(0)),
            unit=row_value.unit,
            qualifier=QUALIFIER_WORDS[row_value.qualifier],
            found=shown(printed),
        )
        fix = message("Correct the one that is wrong")
        return row_value, [
            Problem("printed-differs", "warning", text, fix, column="printed", found=printed)
        ]

    def _plausible(
        self, row_value: RowValue, text: str, key: RowKey, reading: CellReading
    ) -> list[Problem]:
        value, unit = row_value.value or Decimal(0), self.names.vocabulary.unit(row_value.unit)
        problems: list[Problem] = []
        fix = message("Check the number against its source")
        if value < 0 and unit.count:
            what = message("A count of {unit} below zero", unit=unit.zh)
            problems.append(Problem("negative", "warning", what, fix, column="value", found=text))
        if unit.count and value != value.to_integral_value():
            what = message("A count of {unit} that is not whole", unit=unit.zh)
            problems.append(Problem("fraction", "warning", what, fix, column="value", found=text))
        if unit.zh == "%" and value > 100 and key.category:
            what = message("A share of more than 100%: a part larger than its whole")
            problems.append(Problem("over-whole", "warning", what, fix, column="value", found=text))
        if _NINES.fullmatch(text):
            what = message("“{found}” may stand for no figure, as programs write it", found=text)
            problems.append(Problem("nines", "warning", what, fix, column="value", found=text))
        if reading.scientific:
            what = message("Excel may have cut digits when it wrote the number like this")
            problems.append(Problem("scientific", "warning", what, fix, column="value", found=text))
        return problems

    def _as_split(self, picked: Sequence[str]) -> _Result:
        first, second = clean(picked[VALUE]), clean(picked[self.after_value])
        refusal = two_readings(f"{first},{second}", first, first + second)
        return _refused(refusal, "value", first)


def _placeholder(text: str, unit: str) -> _Result:
    """Take a number that programs write for none as not published, and say so."""
    if not unit:
        return _Result(None, (not_in_catalogue("unit"),))
    what = message("“{found}” is what programs write where there is no figure", found=shown(text))
    fix = message("Taken as not published; if it is meant as a number, write it otherwise")
    problem = Problem("placeholder", "warning", what, fix, column="value", found=text)
    return _Result(RowValue(None, unit, "exact", None, ""), (problem,))


def _split(value: str, after: str) -> bool:
    """Return whether a thousands separator may have split a number over two cells."""
    return (
        bool(re.fullmatch(r"\s*\d{1,3}\s*", value) and re.fullmatch(r"\s*\d{3}\s*", after))
        and value.strip() != after.strip()
    )


def _refused(refusal: CellRefusal, column: str, text: str) -> _Result:
    problem = Problem(
        refusal.code, "error", refusal.message, refusal.fix, column=column, found=text
    )
    return _Result(None, (problem,))


def _value_read(text: str, row_value: RowValue) -> Problem:
    value = grouped(row_value.value or Decimal(0))
    if row_value.upper is not None:
        value += " – " + grouped(row_value.upper)
    what = message(
        "“{found}” is read as {value} {unit}, {qualifier}",
        found=shown(text),
        value=value,
        unit=row_value.unit,
        qualifier=QUALIFIER_WORDS[row_value.qualifier],
    )
    return Problem("value-read", "info", what, column="value", found=text)
