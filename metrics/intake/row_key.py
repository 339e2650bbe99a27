"""Read what a row is about: region, category, sub-category, metric and unit.

Names become canonical. What a row leaves out comes from the catalogue; what the catalogue does not
know keeps its own name. Each combination of texts is understood once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from metrics.i18n import Message, message
from metrics.intake.layout import Layout
from metrics.intake.problem_collector import ProblemCollector
from metrics.model.catalogue import Metric
from metrics.numbers import SCALES
from metrics.problems import Problem, Severity
from metrics.tables.labels import read_label
from metrics.tables.lexicon import Lexicon
from metrics.tables.names import ALIKE, Names, UnitName, folded_name
from metrics.tables.set_aside import is_note, is_total
from metrics.text import clean, is_formula, is_markup, shown

_LONGEST_UNIT = 30
_TEXTS = ("region", "category", "subcategory", "metric", "unit")


@dataclass(frozen=True)
class RowKey:
    """Hold the names of a row; `stated_unit` is its own, `usual_unit` the catalogue's.

    `own_unit` is the stated unit in the row's own word; `scale` is that of a unit like 万人次;
    `odd` marks rows that may be no data rows.
    """

    region: str
    category: str
    subcategory: str
    metric: str
    stated_unit: str
    own_unit: str
    usual_unit: str
    scale: int
    unit_text: str
    known: bool
    odd: bool
    left_out: bool
    problems: tuple[Problem, ...]


class RowKeys:
    """Read the names of rows, each combination of texts once."""

    def __init__(
        self,
        names: Names,
        layout: Layout,
        collector: ProblemCollector,
        answers: Mapping[str, str],
    ) -> None:
        self.names, self.layout, self.collector = names, layout, collector
        self.answers = answers
        self.lacking: dict[str, list[int]] = {}
        """Rows of new metrics without a category, by name."""
        self.spelled: dict[tuple[str, str], str] = {}
        """How a name that nobody knows was spelled first, by its kind and folded form."""
        self.lexicon = Lexicon(names)
        self.keys: dict[tuple[str, ...], RowKey] = {}
        self.reported: set[tuple[str, str | None, str | None, str]] = set()

    def of(self, region: str, category: str, subcategory: str, metric: str, unit: str) -> RowKey:
        """Return the names that these texts mean, read once."""
        raw = (region, category, subcategory, metric, unit)
        key = self.keys.get(raw)
        if key is None:
            key = self.keys[raw] = self._understand(raw)
        return key

    def is_own(self, region: str) -> bool:
        """Return whether a text means the bureau's own region: its name, 全市, 全市合计."""
        return self._own_region(region) == self.names.region

    def named(self, keys: Iterable[RowKey]) -> frozenset[tuple[str, str, str, str]]:
        """Return region, category, sub-category and metric of rows.

        Where the names have an error, category and sub-category are empty.
        """
        return frozenset(
            (key.region, "", "", key.metric)
            if any(problem.severity == "error" for problem in key.problems)
            else (key.region, key.category, key.subcategory, key.metric)
            for key in keys
        )

    def report(self, key: RowKey, row: int) -> bool:
        """Add the problems of a row's names; return whether any is an error."""
        failed = False
        if any(problem.code == "no-category" for problem in key.problems):
            self.lacking.setdefault(key.metric, []).append(row)
        for problem in key.problems:
            failed |= problem.severity == "error"
            about = key.metric if problem.code == "unit-differs" else ""
            once = (problem.code, problem.column, problem.found, about)
            if problem.severity != "error" and once in self.reported:
                continue
            self.reported.add(once)
            name = self.layout.name(problem.column or "")
            self.collector.add(replace(problem, row=row, column=name))
        return failed

    def _understand(self, raw: tuple[str, ...]) -> RowKey:
        region, category, subcategory, metric, unit_text = (clean(text) for text in raw)
        metric, named_unit = self._unwrapped(metric)
        metric, category = self._answered(metric, category)
        problems = [
            problem
            for column, cell in zip(_TEXTS, raw, strict=True)
            if cell and (problem := _unfit(column, cell))
        ]
        category_key, category_problems = self._category(category, self.names.metric(metric))
        known, metric_problems = self._metric(metric, category_key, category)
        unit_text, problem = self._one_unit(named_unit, unit_text)
        problems += [problem] if problem else []
        unit, unit_problems = self._unit(unit_text, known)
        problems += [*category_problems, *metric_problems, *unit_problems, *self._region(region)]
        if not metric:
            problems.append(_missing("metric", message("The row does not name its metric")))
        elif not known and not category_key:
            problems.append(not_in_catalogue("category"))
        listed = self.names.published_metric(metric) or self._spelling("metric", metric)
        same = known if known and category_key in ("", known.category) else None
        return RowKey(
            region=self._own_region(region),
            category=category_key or (known.category if known else ""),
            subcategory=subcategory or (same.subcategory if same else ""),
            metric=known.zh if known else listed,
            stated_unit=unit.name,
            own_unit=self.names.own_unit(unit_text, unit.name, self.lexicon.usual_unit(metric)),
            usual_unit=known.unit if known else "",
            scale=unit.scale,
            unit_text=unit_text,
            known=bool(known or self.names.published_metric(metric)),
            left_out=category == "leave",
            odd=not metric
            or category == "leave"
            or is_note(metric)
            or any(map(is_total, (metric, region, category)))
            or is_total(subcategory),
            problems=tuple(problems),
        )

    def _unwrapped(self, metric: str) -> tuple[str, str]:
        """Return a metric's name without mark, number and unit around it, and that unit."""
        if not metric or self.names.metric(metric) or self.names.published_metric(metric):
            return metric, ""
        label = read_label(metric, self.lexicon)
        if label.metric and not (label.years or label.aspect or label.period or label.total):
            return label.metric, label.unit
        return metric, ""

    def _answered(self, metric: str, category: str) -> tuple[str, str]:
        """Return metric and category as a person answered about a name that is not known."""
        answer = self.answers.get(f"metric:{metric}") or self.answers.get(f"category:{metric}", "")
        if not answer and not category and not self.lexicon.metric(metric):
            answer = self.answers.get("category", "")
        if not answer:
            return metric, category
        known = self.lexicon.metric(answer)
        return (known, category) if known else (metric, answer.removeprefix("new:"))

    def _one_unit(self, named: str, own: str) -> tuple[str, Problem | None]:
        """Return the unit of a row; two that do not agree are an error with both."""
        first = named or self.layout.unit
        if not (own and first):
            return own or first, None
        one, other = self.names.unit(first), self.names.unit(own)
        if one.name != other.name or one.scale == other.scale:
            return own, None
        what = message(
            "The header or title counts in {first}, the row's unit is {second}",
            first=first,
            second=own,
        )
        fix = message("Keep the unit that is right, in both cells")
        return own, Problem("unit-conflict", "error", what, fix, column="unit", found=own)

    def _own_region(self, region: str) -> str:
        if not region:
            return self.names.region
        known = self.names.regions.get(folded_name(region))
        if known:
            return known
        label = read_label(region, self.lexicon)
        if label.total == "own" and region[1:2] == self.names.region[-1:]:
            return self.names.region
        named = label.region or label.place or (label.name if label.of_which else region)
        return self._spelling("region", named)

    def _spelling(self, kind: str, name: str) -> str:
        """Return the first spelling of a name, of full and half width, in the file."""
        return self.spelled.setdefault((kind, folded_name(name)), name) if name else name

    def _region(self, region: str) -> list[Problem]:
        if not region or self.names.regions.get(folded_name(self._own_region(region))):
            return []
        near = self.names.near(region, self.names.regions)
        if near:
            return [_misspelt("region", region, near)]
        what = message("“{found}” is a region that has no figures yet", found=shown(region))
        return [Problem("new-region", "info", what, column="region", found=region)]

    def _category(self, text: str, metric: Metric | None) -> tuple[str, list[Problem]]:
        if not text:
            return "", []
        key = self.names.category(text) or self.names.category_of_word(text)
        if key:
            return key, []
        near = self.names.near(text, self.names.display_categories, ALIKE)
        words = self.names.vocabulary
        known = near and words.category(near).zh
        what = message("“{found}” is no known category; it is kept as a new one", found=shown(text))
        if known:
            what = message(
                "“{found}” is no known category; the nearest is {near}",
                found=shown(text),
                near=known,
            )
        fix = message("If it is meant, it goes in as a new category; otherwise use a known one")
        named = any(one.zh != key for key, one in words.categories.items())
        severity: Severity = "warning" if named or near else "info"
        if metric and severity == "info":
            what = message(
                "“{found}” is no known category; the catalogue's is taken, {known}",
                found=shown(text),
                known=words.category(metric.category).zh,
            )
            return metric.category, [Problem("alias", "info", what, column="category", found=text)]
        return text, [
            Problem("unknown-category", severity, what, fix, column="category", found=text)
        ]

    def _metric(
        self, text: str, category: str, written: str
    ) -> tuple[Metric | None, list[Problem]]:
        """Return the catalogue's metric; an alias counts within its category only."""
        known = self.names.metric(text) if text else None
        listed = self.names.published_metric(text) if text else None
        if known and category not in ("", known.category):
            if listed != known.zh:
                return None, []
            what = message(
                "The catalogue has this metric in the category {known}",
                known=self.names.vocabulary.category(known.category).zh,
            )
            fix = message("Check the category; with another one it counts as another metric")
            return known, [
                Problem("category-differs", "warning", what, fix, column="category", found=written)
            ]
        if known and listed != known.zh:
            what = message("“{found}” is taken as {name}", found=shown(text), name=known.zh)
            return known, [Problem("alias", "info", what, column="metric", found=text)]
        if known or listed or not text:
            return known, []
        if (first := self._spelling("metric", text)) != text:
            what = message("“{found}” is taken as {name}", found=shown(text), name=shown(first))
            return None, [Problem("alias", "info", what, column="metric", found=text)]
        if near := self.names.near(text, self.names.metrics):
            return None, [_misspelt("metric", text, near)]
        what = message("“{found}” is a new metric, known to nobody yet", found=shown(text))
        return None, [Problem("new-metric", "info", what, column="metric", found=text)]

    def _unit(self, text: str, known: Metric | None) -> tuple[UnitName, list[Problem]]:
        if not text:
            return UnitName("", True), []
        if known and text in SCALES:
            return UnitName(known.unit, True, SCALES[text]), []
        unit = self.names.unit(text)
        if text[0].isdigit():
            what = message("“{found}” is a number where a unit belongs", found=shown(text))
            fix = message("A thousands separator may have split the value: write it without")
            return unit, [Problem("unit-number", "error", what, fix, column="unit", found=text)]
        if not unit.known and len(text) > _LONGEST_UNIT:
            what = message("This is too long for a unit: {n} characters", n=len(text))
            fix = message("Write the unit alone, and the rest into the note")
            told = Problem("unit-long", "error", what, fix, column="unit", found=shown(text))
            return unit, [told]
        if not unit.known:
            near = self.names.near(text, self.names.display_units, ALIKE)
            what = message("“{found}” is no known unit; it is kept as it is", found=shown(text))
            if near:
                what = message(
                    "“{found}” is no known unit; the nearest is {near}",
                    found=shown(text),
                    near=near,
                )
            fix = message("If it is meant, it stays; otherwise use a known unit")
            return unit, [Problem("unknown-unit", "warning", what, fix, column="unit", found=text)]
        if known and unit.name != known.unit and not self.names.ratio(unit.name, known.unit):
            what = message(
                "The catalogue counts this metric in {known}, the row in {unit}",
                known=known.unit,
                unit=unit.name,
            )
            fix = message("Check that the same thing is counted")
            return unit, [Problem("unit-differs", "warning", what, fix, column="unit", found=text)]
        return unit, []


def not_in_catalogue(column: str) -> Problem:
    """Return the problem of an empty cell that the catalogue cannot fill."""
    text = message("The metric is not in the catalogue, and the row does not say this")
    return _missing(column, text)


def looks_like_markup(column: str, text: str) -> Problem:
    """Return the warning of a text with HTML, which stays plain text."""
    what = message("“{found}” looks like HTML; it is kept and shown as plain text", found=text)
    fix = message("Remove it if it is not meant")
    return Problem("markup", "warning", what, fix, column=column, found=text)


def _missing(column: str, text: Message) -> Problem:
    fix = message("Fill it in, or use a name from the catalogue")
    return Problem(f"no-{column}", "error", text, fix, column=column, found="")


def _misspelt(column: str, text: str, near: str) -> Problem:
    what = message("“{found}” is not known; did you mean {near}?", found=shown(text), near=near)
    fix = message("Use the known name if it is the same thing; otherwise leave it as it is")
    return Problem("misspelt", "warning", what, fix, column=column, found=text)


def _unfit(column: str, raw: str) -> Problem | None:
    """Refuse a name that is a formula or has lost its characters; report HTML."""
    if not raw.startswith("'") and is_formula(raw):
        text = message("“{found}” is a formula, not a name", found=shown(raw))
        fix = message("Write the name; if it must begin like this, put an apostrophe before it")
        return Problem("formula-name", "error", text, fix, column=column, found=shown(raw))
    if "\ufffd" in raw or (len(raw) > 1 and not raw.strip("?")):
        text = message("“{found}” has lost its characters when it was saved", found=shown(raw))
        fix = message("Save the file again from where it was made, as XLSX or “CSV UTF-8”")
        return Problem("lost-characters", "error", text, fix, column=column, found=shown(raw))
    if is_markup(raw):
        return looks_like_markup(column, shown(raw))
    return None
