"""How much a row states: value, upper bound, qualifier, unit and printed form, from its cells.

Whatever two cells say about the same number must agree, or the row is refused with both. What is
repaired without doubt (scale words, percent signs, qualifiers in the value) is said with what it
was read as, and the printed form is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from metrics.i18n import message
from metrics.intake.cell_number import (
    NOT_PUBLISHED,
    QUALIFIER_WORDS,
    NumberReader,
    Reading,
    Refusal,
    date_refusal,
    two_readings,
)
from metrics.intake.layout import Layout
from metrics.intake.names import Names
from metrics.intake.problem_collector import Findings
from metrics.intake.row_key import Identity, Remark
from metrics.model.observation import COLUMN_NAMES
from metrics.numbers import plain
from metrics.readers.grid import Grid
from metrics.text import clean, shown

VALUE, QUALIFIER, UPPER, PRINTED = map(
    COLUMN_NAMES.index, ("value", "qualifier", "upper", "printed")
)
"""Places of the cells in a row that is ordered as COLUMN_NAMES."""
_RAISED = re.compile(r"[\[(（]?[⁰¹²³⁴-⁾₀-₎①-⑳]+[\])）]?")


class Quantity(NamedTuple):
    """What a row states of how much; `printed` is the value cell when it was no plain number."""

    value: Decimal | None
    unit: str
    qualifier: str
    upper: Decimal | None
    printed: str


@dataclass(frozen=True)
class _Result:
    quantity: Quantity | None
    remarks: tuple[Remark, ...]


class Quantities:
    """Reads the quantities of rows, and remembers what each combination of cells means."""

    def __init__(
        self, names: Names, layout: Layout, grid: Grid, findings: Findings, delimiter: str | None
    ) -> None:
        self.names, self.layout, self.grid, self.findings = names, layout, grid, findings
        self.reader = NumberReader(names.vocabulary)
        self.places = {name: layout.columns.get(name, -1) for name in ("value", "upper")}
        self.results: dict[tuple[object, ...], _Result] = {}
        after = {at: name for name, at in layout.columns.items()}.get(self.places["value"] + 1)
        order = {"printed": 9, "section": 10, "note": 11}
        self.after_value = order.get(after or "", -1) if delimiter in (",", "，") else -1

    def of(self, number: int, picked: Sequence[str], identity: Identity) -> Quantity | None:
        """Return the quantity of a row, or None when a problem was added that refuses it."""
        mark = ""
        if self.grid.marks:
            mark = self.grid.marks.get((number, self.places["value"]), "")
            mark = mark or self.grid.marks.get((number, self.places["upper"]), "")
        if not mark and (plainly := self._plainly(picked, identity)):
            return plainly
        asked = (
            *picked[VALUE : PRINTED + 1],
            identity.stated_unit,
            identity.usual_unit,
            identity.scale,
            mark,
        )
        result = self.results.get(asked)
        if result is None:
            result = self._read(picked, identity, mark)
            if self.after_value > 0 and _split(picked[VALUE], picked[self.after_value]):
                result = self._as_split(picked)
            else:
                self.results[asked] = result
        for remark in result.remarks:
            self.findings.add(
                remark.code,
                remark.severity,
                remark.message,
                remark.fix,
                number,
                self.layout.name(remark.column),
                found=remark.found,
            )
        return result.quantity

    def _plainly(self, picked: Sequence[str], identity: Identity) -> Quantity | None:
        """Return the quantity of a row that states digits, a unit and nothing to doubt."""
        raw, unit, printed = (
            picked[VALUE],
            identity.stated_unit or identity.usual_unit,
            picked[PRINTED],
        )
        if not (raw.isdigit() and raw.isascii() and len(raw) < 18 and unit and unit != "%"):
            return None
        if raw[0] == "0" or picked[UPPER] or picked[QUALIFIER] not in ("", "exact"):
            return None
        if identity.scale != 1 or (printed and printed not in (raw, raw + unit)):
            return None
        if self.after_value > PRINTED and picked[self.after_value][:1].isdigit():
            return None
        return Quantity(Decimal(raw), unit, "exact", None, "")

    def _read(self, picked: Sequence[str], identity: Identity, mark: str) -> _Result:
        text = clean(picked[VALUE])
        remarks: list[Remark] = []
        stated, wrong = self._qualifier(clean(picked[QUALIFIER]))
        if wrong:
            return _Result(None, (wrong,))
        unit = identity.stated_unit or identity.usual_unit
        if not text or text.casefold() in NOT_PUBLISHED:
            return self._not_published(picked, identity, stated, unit)
        reading = self._number(text, identity, mark)
        if isinstance(reading, Refusal):
            return _refused(reading, "value", text)
        unit = identity.stated_unit or reading.unit or identity.usual_unit
        if not unit:
            said = message("The metric is not in the catalogue, and the row does not say this")
            fix = message("Fill it in, or use a name from the catalogue")
            return _Result(None, (Remark("no-unit", "error", "unit", "", said, fix),))
        if refused := self._doubts(reading, identity, stated, unit, text):
            return _refused(refused, "value", text)
        upper, refusal = self._upper(clean(picked[UPPER]), reading, identity, stated)
        if refusal:
            return _Result(None, (refusal,))
        value = reading.value * identity.scale
        qualifier = stated or reading.qualifier or ("range" if upper is not None else "exact")
        printed = "" if reading.plain and identity.scale == 1 else text
        if identity.scale != 1:
            printed += identity.unit_text
        quantity = Quantity(value, unit, qualifier, upper, printed)
        if printed:
            remarks.append(_said(text, quantity, reading))
        quantity, more = self._against_printed(quantity, clean(picked[PRINTED]), stated)
        remarks += [*more, *self._plausible(quantity, text, identity, reading)]
        return _Result(quantity, tuple(remarks))

    def _number(self, text: str, identity: Identity, mark: str) -> Reading | Refusal:
        if mark == "date":
            return date_refusal(text)
        if mark == "scaled":
            shown_as = message("{found} with 万 or 亿, as the cell shows it", found=shown(text))
            return two_readings(text, text, shown_as)
        if mark == "raised" and (whole := unicodedata.normalize("NFKC", text)) != text:
            return two_readings(text, _RAISED.sub("", text) or whole, whole)
        return self.reader.read(text, identity.stated_unit or identity.usual_unit)

    def _qualifier(self, text: str) -> tuple[str, Remark | None]:
        if not text:
            return "", None
        key = self.names.qualifier(text)
        if key:
            return key, None
        known = ", ".join(
            f"{one.zh} ({key})" for key, one in self.names.vocabulary.qualifiers.items()
        )
        said = message("“{found}” is no qualifier", found=shown(text))
        fix = message("Use one of {names}", names=known)
        return "", Remark("qualifier", "error", "qualifier", text, said, fix)

    def _not_published(
        self, picked: Sequence[str], identity: Identity, stated: str, unit: str
    ) -> _Result:
        if not unit:
            said = message("The metric is not in the catalogue, and the row does not say this")
            fix = message("Fill it in, or use a name from the catalogue")
            return _Result(None, (Remark("no-unit", "error", "unit", "", said, fix),))
        said = message("Taken as not published, which is not 0")
        remark = Remark("not-published", "info", "value", clean(picked[VALUE]), said)
        return _Result(Quantity(None, unit, stated or "exact", None, ""), (remark,))

    def _doubts(
        self, reading: Reading, identity: Identity, stated: str, unit: str, text: str
    ) -> Refusal | None:
        """Refuse a number about which two cells do not agree."""
        if reading.scaled and identity.scale != 1:
            first = f"{plain(reading.value)} {identity.stated_unit}"
            second = f"{plain(reading.value * identity.scale)} {identity.stated_unit}"
            return two_readings(f"{text} {identity.unit_text}", first, second)
        if reading.unit and identity.stated_unit and reading.unit != identity.stated_unit:
            return Refusal(
                "unit-conflict",
                message(
                    "“{found}” is in {first}, but the row's unit is {second}",
                    found=shown(text),
                    first=reading.unit,
                    second=identity.stated_unit,
                ),
                message("Keep the unit that is right, in both cells"),
            )
        if stated and reading.qualifier and stated != reading.qualifier:
            return two_readings(text, QUALIFIER_WORDS[reading.qualifier], QUALIFIER_WORDS[stated])
        if (
            unit == "%"
            and not self.grid.percent_known
            and 0 < abs(reading.value) <= 1
            and not reading.unit
        ):
            return two_readings(text, f"{plain(reading.value)}%", f"{plain(reading.value * 100)}%")
        return None

    def _upper(
        self, text: str, reading: Reading, identity: Identity, stated: str
    ) -> tuple[Decimal | None, Remark | None]:
        scaled = None if reading.upper is None else reading.upper * identity.scale
        if not text:
            if stated == "range" and scaled is None:
                said = message("A range needs its upper bound")
                fix = message("Fill in the upper bound, or write the value like 100-200")
                return None, Remark("range", "error", "upper", "", said, fix)
            return scaled, None
        upper = self.reader.read(text, identity.stated_unit or identity.usual_unit)
        if isinstance(upper, Refusal):
            return None, Remark(upper.code, "error", "upper", text, upper.message, upper.fix)
        bound = upper.value * identity.scale
        if (
            bound <= reading.value * identity.scale
            or (scaled is not None and scaled != bound)
            or (stated or reading.qualifier or "range") != "range"
        ):
            said = message("The upper bound does not go with the value and its qualifier")
            fix = message("An upper bound is for ranges only, and above the value")
            return None, Remark("range", "error", "upper", text, said, fix)
        return bound, None

    def _against_printed(
        self, quantity: Quantity, printed: str, stated: str
    ) -> tuple[Quantity, list[Remark]]:
        """Compare a value with its own printed form, and take the qualifier left to it."""
        reading = self.reader.read(printed, quantity.unit) if printed else None
        if not isinstance(reading, Reading):
            return quantity, []
        same = reading.value == quantity.value and reading.unit in ("", quantity.unit)
        if same and reading.qualifier and not stated and quantity.qualifier == "exact":
            said = message(
                "The qualifier is taken from the printed form “{found}”", found=shown(printed)
            )
            remark = Remark("qualifier-from-printed", "info", "printed", printed, said)
            return quantity._replace(qualifier=reading.qualifier, upper=reading.upper), [remark]
        if same and (reading.qualifier or "exact") == quantity.qualifier:
            return quantity, []
        said = message(
            "The value is {value} {unit} ({qualifier}), but its printed form is “{found}”",
            value=plain(quantity.value or Decimal(0)),
            unit=quantity.unit,
            qualifier=QUALIFIER_WORDS[quantity.qualifier],
            found=shown(printed),
        )
        fix = message("Correct the one that is wrong")
        return quantity, [Remark("printed-differs", "warning", "printed", printed, said, fix)]

    def _plausible(
        self, quantity: Quantity, text: str, identity: Identity, reading: Reading
    ) -> list[Remark]:
        value, unit = quantity.value or Decimal(0), self.names.vocabulary.unit(quantity.unit)
        remarks: list[Remark] = []
        fix = message("Check the number against its source")
        if value < 0 and unit.count:
            said = message("A count of {unit} below zero", unit=unit.zh)
            remarks.append(Remark("negative", "warning", "value", text, said, fix))
        if unit.count and value != value.to_integral_value():
            said = message("A count of {unit} that is not whole", unit=unit.zh)
            remarks.append(Remark("fraction", "warning", "value", text, said, fix))
        if unit.zh == "%" and value > 100 and identity.category:
            said = message("A share of more than 100%: a part larger than its whole")
            remarks.append(Remark("over-whole", "warning", "value", text, said, fix))
        if reading.scientific:
            said = message("Excel may have cut digits when it wrote the number like this")
            remarks.append(Remark("scientific", "warning", "value", text, said, fix))
        return remarks

    def _as_split(self, picked: Sequence[str]) -> _Result:
        first, second = clean(picked[VALUE]), clean(picked[self.after_value])
        refusal = two_readings(f"{first},{second}", first, first + second)
        return _refused(refusal, "value", first)


def _split(value: str, after: str) -> bool:
    """Tell whether a thousands separator may have split a number over two cells."""
    return (
        bool(re.fullmatch(r"\s*\d{1,3}\s*", value) and re.fullmatch(r"\s*\d{3}\s*", after))
        and value.strip() != after.strip()
    )


def _refused(refusal: Refusal, column: str, found: str) -> _Result:
    remark = Remark(refusal.code, "error", column, found, refusal.message, refusal.fix)
    return _Result(None, (remark,))


def _said(text: str, quantity: Quantity, reading: Reading) -> Remark:
    value = plain(quantity.value or Decimal(0))
    if quantity.upper is not None:
        value += " – " + plain(quantity.upper)
    said = message(
        "“{found}” is read as {value} {unit}, {qualifier}",
        found=shown(text),
        value=value,
        unit=quantity.unit,
        qualifier=QUALIFIER_WORDS[quantity.qualifier],
    )
    return Remark("value-read", "info", "value", text, said)
