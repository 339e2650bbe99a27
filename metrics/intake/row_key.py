"""What a row is about: region, category, sub-category, metric and unit, with canonical names.

What a row leaves out comes from the catalogue; what the catalogue does not know keeps its own
name. Each combination of texts is understood once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from metrics.i18n import Message, message
from metrics.intake.layout import Layout
from metrics.intake.names import ALIKE, Names, UnitName, folded_name
from metrics.intake.problem_collector import Findings
from metrics.intake.skipped_rows import is_note, is_total
from metrics.model.catalogue import Metric
from metrics.text import clean, is_formula, is_markup, shown


class Remark(NamedTuple):
    """A problem of a name, to be said at every row (errors) or once (the others).

    `about` tells apart what is found alike and still said of each, as a unit of several metrics.
    """

    code: str
    severity: str
    column: str
    found: str
    message: Message
    fix: Message | None = None
    about: str = ""


@dataclass(frozen=True)
class Identity:
    """Names of a row. `stated_unit` is the row's own unit, `usual_unit` the catalogue's.

    `scale` is that of a unit such as 万人次; `odd` marks rows that may be no data rows.
    """

    region: str
    category: str
    subcategory: str
    metric: str
    stated_unit: str
    usual_unit: str
    scale: int
    unit_text: str
    known: bool
    odd: bool
    remarks: tuple[Remark, ...]


class Identities:
    """Understands and remembers the names of rows."""

    def __init__(self, names: Names, layout: Layout, findings: Findings) -> None:
        self.names, self.layout, self.findings = names, layout, findings
        self.found: dict[tuple[str, ...], Identity] = {}
        self.said: set[tuple[str, str, str, str]] = set()

    def of(self, region: str, category: str, subcategory: str, metric: str, unit: str) -> Identity:
        """Return what these texts mean; they are understood once."""
        raw = (region, category, subcategory, metric, unit)
        identity = self.found.get(raw)
        if identity is None:
            identity = self.found[raw] = self._understand(raw)
        return identity

    def named(self) -> frozenset[tuple[str, str, str, str]]:
        """Return region, category, sub-category and metric of all rows.

        Where the names have an error, category and sub-category are empty.
        """
        unclear = {
            raw
            for raw, one in self.found.items()
            if any(r.severity == "error" for r in one.remarks)
        }
        return frozenset(
            (one.region, "", "", one.metric)
            if raw in unclear
            else (one.region, one.category, one.subcategory, one.metric)
            for raw, one in self.found.items()
        )

    def report(self, identity: Identity, row: int) -> bool:
        """Add the remarks of a row's names to the findings; return whether any is an error."""
        failed = False
        for remark in identity.remarks:
            failed |= remark.severity == "error"
            once = (remark.code, remark.column, remark.found, remark.about)
            if remark.severity != "error" and once in self.said:
                continue
            self.said.add(once)
            self.findings.add(
                remark.code,
                remark.severity,
                remark.message,
                remark.fix,
                row,
                self.layout.name(remark.column),
                found=remark.found,
            )
        return failed

    def _understand(self, raw: tuple[str, ...]) -> Identity:
        region, category, subcategory, metric, unit_text = (clean(text) for text in raw)
        remarks = [
            remark
            for column, cell in zip(
                ("region", "category", "subcategory", "metric", "unit"), raw, strict=True
            )
            if cell and (remark := _unfit(column, cell))
        ]
        key, category_remarks = self._category(category)
        known, metric_remarks = self._metric(metric, key, category)
        unit, unit_remarks = self._unit(unit_text or self.layout.unit, known)
        remarks += [*category_remarks, *metric_remarks, *unit_remarks]
        remarks += self._region(region)
        if not metric:
            remarks.append(_missing("metric", message("The row does not name its metric")))
        elif not known and not key:
            remarks.append(_missing("category", _NEW))
        listed = self.names.published_metric(metric)
        same = known if known and key in ("", known.category) else None
        return Identity(
            region=self._own_region(region),
            category=key or (known.category if known else ""),
            subcategory=subcategory or (same.subcategory if same else ""),
            metric=known.zh if known else listed or metric,
            stated_unit=unit.name,
            usual_unit=known.unit if known else "",
            scale=unit.scale,
            unit_text=unit_text,
            known=bool(known or listed),
            odd=not metric
            or is_note(metric)
            or any(map(is_total, (metric, region, category)))
            or is_total(subcategory),
            remarks=tuple(remarks),
        )

    def _own_region(self, region: str) -> str:
        known = self.names.regions.get(folded_name(region)) if region else self.names.region
        return known or region

    def _region(self, region: str) -> list[Remark]:
        if not region or self.names.regions.get(folded_name(region)):
            return []
        near = self.names.near(region, self.names.regions)
        return [_misspelt("region", region, near)] if near else []

    def _category(self, text: str) -> tuple[str, list[Remark]]:
        if not text:
            return "", []
        key = self.names.category(text)
        if key:
            return key, []
        near = self.names.near(text, self.names.shown_categories, ALIKE)
        words = self.names.vocabulary
        known = near and words.category(near).zh
        said = message("“{found}” is no known category; it is kept as a new one", found=shown(text))
        if known:
            said = message(
                "“{found}” is no known category; the nearest is {near}",
                found=shown(text),
                near=known,
            )
        fix = message("If it is meant, it goes in as a new category; otherwise use a known one")
        return text, [Remark("unknown-category", "warning", "category", text, said, fix)]

    def _metric(self, text: str, category: str, written: str) -> tuple[Metric | None, list[Remark]]:
        """Return the catalogue's metric; an alias counts only within the metric's category."""
        known = self.names.metric(text) if text else None
        listed = self.names.published_metric(text) if text else None
        if known and category not in ("", known.category):
            if listed != known.zh:
                return None, []
            said = message(
                "The catalogue has this metric in the category {known}",
                known=self.names.vocabulary.category(known.category).zh,
            )
            fix = message("Check the category; with another one it counts as another metric")
            return known, [Remark("category-differs", "warning", "category", written, said, fix)]
        if known and listed != known.zh:
            said = message("“{found}” is taken as {name}", found=shown(text), name=known.zh)
            return known, [Remark("alias", "info", "metric", text, said)]
        if known or listed or not text:
            return known, []
        if near := self.names.near(text, self.names.metrics):
            return None, [_misspelt("metric", text, near)]
        said = message("“{found}” is a new metric, known to nobody yet", found=shown(text))
        return None, [Remark("new-metric", "info", "metric", text, said)]

    def _unit(self, text: str, known: Metric | None) -> tuple[UnitName, list[Remark]]:
        if not text:
            return UnitName("", True), []
        unit = self.names.unit(text)
        if text[0].isdigit():
            said = message("“{found}” is a number where a unit belongs", found=shown(text))
            fix = message("A thousands separator may have split the value: write it without")
            return unit, [Remark("unit-number", "error", "unit", text, said, fix)]
        if not unit.known:
            near = self.names.near(text, self.names.shown_units, ALIKE)
            said = message("“{found}” is no known unit; it is kept as it is", found=shown(text))
            if near:
                said = message(
                    "“{found}” is no known unit; the nearest is {near}",
                    found=shown(text),
                    near=near,
                )
            fix = message("If it is meant, it stays; otherwise use a known unit")
            return unit, [Remark("unknown-unit", "warning", "unit", text, said, fix)]
        if known and unit.name != known.unit:
            said = message(
                "The catalogue counts this metric in {known}, the row in {unit}",
                known=known.unit,
                unit=unit.name,
            )
            fix = message("Check that the same thing is counted")
            remark = Remark("unit-differs", "warning", "unit", text, said, fix, about=known.zh)
            return unit, [remark]
        return unit, []


_NEW = message("The metric is not in the catalogue, and the row does not say this")


def _missing(column: str, said: Message) -> Remark:
    fix = message("Fill it in, or use a name from the catalogue")
    return Remark(f"no-{column}", "error", column, "", said, fix)


def _misspelt(column: str, text: str, near: str) -> Remark:
    said = message("“{found}” is not known; did you mean {near}?", found=shown(text), near=near)
    fix = message("Use the known name if it is the same thing; otherwise leave it as it is")
    return Remark("misspelt", "warning", column, text, said, fix)


def _unfit(column: str, raw: str) -> Remark | None:
    """Refuse a name that is a formula or has lost its characters; remark on HTML."""
    if not raw.startswith("'") and is_formula(raw):
        said = message("“{found}” is a formula, not a name", found=shown(raw))
        fix = message("Write the name; if it must begin like this, put an apostrophe before it")
        return Remark("formula-name", "error", column, shown(raw), said, fix)
    if "\ufffd" in raw or (len(raw) > 1 and not raw.strip("?")):
        said = message("“{found}” has lost its characters when it was saved", found=shown(raw))
        fix = message("Save the file again from where it was made, as XLSX or “CSV UTF-8”")
        return Remark("lost-characters", "error", column, shown(raw), said, fix)
    if is_markup(raw):
        said = message(
            "“{found}” looks like HTML; it is kept and shown as plain text", found=shown(raw)
        )
        fix = message("Remove it if it is not meant")
        return Remark("markup", "warning", column, shown(raw), said, fix)
    return None
