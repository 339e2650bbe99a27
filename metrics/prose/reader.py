"""Read a report: every numeral becomes a figure or is rejected by a named rule.

Offsets count characters of the text as it came. Nothing is looked up outside the package, and no
value passes through a float; only the confidence, an opinion, is one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from metrics.numbers import QualifierKey
from metrics.prose.categories import (
    NOTHING_ABOVE,
    Above,
    Evidence,
    Topics,
    action_of,
    categorise,
    scope_of,
)
from metrics.prose.clauses import Sentence, Spot, place_figures, sentence_spans
from metrics.prose.layout import Page, lay_out
from metrics.prose.names import ChangeWord, Naming, SentenceContext
from metrics.prose.naming import name_figures
from metrics.prose.non_figures import Masks
from metrics.prose.phrases import without_number
from metrics.prose.plan_parts import Planned
from metrics.prose.plans import Plans
from metrics.prose.quantities import Quantity
from metrics.prose.sections import Outline, Section, outline
from metrics.prose.tables import Cell, read_tables
from metrics.prose.targets import Goal, goal_in_table, goal_of, led_by_bound
from metrics.prose.tokens import NumeralRefusal, left_out_numerals, scan
from metrics.prose.trend import change_of

_DIGITS = re.compile(r"\d+")
# The confidence in a name by the rule that gave it; 0.9 for a rule that is not listed.
_TRUST = {
    "carried-head": 0.75,
    "change-of-previous": 0.8,
    "verb-head": 0.7,
    "earlier-clause": 0.6,
    "list-head": 0.8,
    "attribute": 0.8,
    "figure-verb": 0.6,
    "level-word": 0.75,
    "event-participants": 0.75,
    "participants": 0.75,
    "second-measure": 0.75,
    "share-of": 0.85,
}


@dataclass(frozen=True)
class TextFigure:
    """Hold a figure of a report, with its place and the rules that named it."""

    start: int
    end: int
    printed: str
    value: Decimal
    upper: Decimal | None
    qualifier: QualifierKey
    unit: str
    family: str
    metric: str
    action: str
    category: str
    subcategory: str
    year: int | None
    scope: str
    change: ChangeWord
    flags: tuple[str, ...]
    rules: tuple[str, ...]
    confidence: float
    section: str
    sentence: tuple[int, int]
    goal: Goal | None = None

    @property
    def target(self) -> bool:
        """Return whether the figure is planned, not reached."""
        return self.goal is not None


@dataclass(frozen=True)
class Rejected:
    """Hold a numeral that counts and measures nothing, and the rule that refused it."""

    start: int
    end: int
    printed: str
    rule: str
    section: str


@dataclass(frozen=True)
class Reading:
    """Hold the figures, rejected numerals and sections of one report."""

    figures: tuple[TextFigure, ...]
    rejected: tuple[Rejected, ...]
    sections: tuple[Section, ...]
    year: int | None
    title: str


@dataclass(frozen=True)
class _Surroundings:
    """Hold the words around a figure, in the laid-out text."""

    section: Section | None
    sentence: tuple[int, int]
    before: str = ""
    clause: str = ""
    above: Above = NOTHING_ABOVE
    category: str = ""  # of the figure before


@dataclass(frozen=True)
class _Found:
    """Hold what was found out about a figure of a sentence."""

    naming: Naming
    planned: Planned | None
    above: Above
    category: str  # of the figure before


def read(
    text: str, year: int | None = None, this_year: int | None = None, *, torn: bool = True
) -> Reading:
    """Return every numeral of a report; `year` overrides the reporting year.

    What a text without a year of its own says of `this_year`, China's by default, is planned.
    """
    page = lay_out(text, torn=torn)
    plan = outline(page.plain, year, this_year)
    cells, cell_refusals, owned = read_tables(page.plain)
    phrases: list[Quantity] = []
    refusals = list(cell_refusals)
    for found in scan(page.plain, Masks(page.plain), owned):
        if isinstance(found, NumeralRefusal):
            refusals.append(found)
        else:
            phrases.append(found)
    topics = Topics(page.plain, plan)
    plans = Plans(page.plain, plan)
    figures = [_cell_figure(page, plan, topics, cell, plans.cell(cell)) for cell in cells]
    figures += _prose_figures(page, plan, topics, plans, phrases)
    rejected = [_rejected(page, plan, refusal) for refusal in refusals]
    rejected += [
        Rejected(each.start, each.end, text[each.start : each.end], each.rule, "")
        for each in left_out_numerals(page)
    ]
    return Reading(
        tuple(_restated(sorted(figures, key=lambda figure: figure.start))),
        tuple(sorted(rejected, key=lambda each: each.start)),
        tuple(_in_source(page, section) for section in plan.sections),
        plan.year,
        plan.title,
    )


def _in_source(page: Page, section: Section) -> Section:
    """Return a section with its offsets in the text as it came."""
    start, end = page.place(section.start, section.end)
    return replace(section, start=start, end=end)


def _rejected(page: Page, plan: Outline, refusal: NumeralRefusal) -> Rejected:
    """Return a refusal with its place in the text as it came."""
    start, end = page.place(refusal.start, refusal.end)
    section = plan.at(refusal.start)
    return Rejected(
        start, end, page.source[start:end], refusal.rule, section.path if section else ""
    )


def _prose_figures(
    page: Page, plan: Outline, topics: Topics, plans: Plans, phrases: Sequence[Quantity]
) -> list[TextFigure]:
    """Return the figures of running text, sentence by sentence."""
    figures: list[TextFigure] = []
    index, topic = 0, ""
    for start, end in sentence_spans(page.plain):
        first = index
        while index < len(phrases) and phrases[index].start < end:
            index += 1
        if first == index:
            topic = without_number(page.plain[start:end].strip()) if end - start <= 16 else ""
            continue
        sentence = place_figures(page.plain, start, end, phrases[first:index])
        names = name_figures(sentence, SentenceContext(plan.year, topic))
        above, category = topics.at(start), ""
        for spot, naming, planned in zip(sentence.spots, names, plans.judge(sentence), strict=True):
            found = _Found(naming, planned, above, category)
            figures.append(_prose_figure(page, plan, sentence, spot, found))
            category = figures[-1].category
        topic = ""
    return figures


def _prose_figure(
    page: Page,
    plan: Outline,
    sentence: Sentence,
    spot: Spot,
    found: _Found,
) -> TextFigure:
    """Return one figure of a sentence with its year, flags, scope and category."""
    naming, planned = found.naming, found.planned
    quantity = spot.figure
    if quantity.qualifier == "exact" and (bound := led_by_bound(spot.left)):
        quantity = replace(quantity, qualifier=bound)
    before = page.plain[sentence.start : quantity.start]
    year, flags, goal = naming.year or plan.year, naming.flags, None
    scope, implied = scope_of(before)
    if planned is not None and "before" not in flags:
        year = planned.deadline
        if naming.year and naming.rules[0] == "distributed":
            year = naming.year  # 2026年、2027年分别完成35座、40座
        goal = goal_of(quantity, spot.left, naming.change, year, scope)
        flags = (*flags, "target")
    if implied:
        flags = (*flags, "implied")
    if quantity.shape in ("fraction", "ratio", "half"):
        flags = (*flags, quantity.shape)
    clause = page.plain[max(spot.clause[0], quantity.start - 60) : spot.clause[1]][:120]
    section = plan.at(quantity.start)
    place = sentence.start, sentence.end
    context = _Surroundings(section, place, before, clause, found.above, found.category)
    return _text_figure(page, quantity, replace(naming, year=year, flags=flags), context, goal)


def _cell_figure(
    page: Page, plan: Outline, topics: Topics, cell: Cell, planned: Planned | None
) -> TextFigure:
    """Return the figure of a table cell."""
    quantity = cell.quantity
    year = cell.year or (plan.year - 1 if cell.previous_year and plan.year else plan.year)
    change = change_of(quantity, "", cell.metric) if cell.change == "level" else cell.change
    place, above = (quantity.start, quantity.end), topics.at(quantity.start)
    context = _Surroundings(plan.at(quantity.start), place, above=above)
    year = planned.deadline if planned else year
    goal = goal_in_table(quantity.qualifier, year) if planned else None
    flags = ("target",) if goal else ()
    naming = Naming(cell.metric, change, year, ("table-cell",), flags)
    return _text_figure(page, quantity, naming, context, goal)


def _text_figure(
    page: Page, quantity: Quantity, naming: Naming, context: _Surroundings, goal: Goal | None
) -> TextFigure:
    """Return a figure with its places turned into offsets of the text as it came."""
    start, end = page.place(quantity.start, quantity.end)
    clause = context.before[-40:] + context.clause
    category, subcategory = categorise(
        Evidence(naming.metric, quantity.unit_name, clause, context.category, context.above)
    )
    return TextFigure(
        start=start,
        end=end,
        printed=page.source[start:end],
        value=quantity.value,
        upper=quantity.upper,
        qualifier=quantity.qualifier,
        unit=quantity.unit_name,
        family=quantity.family,
        metric=naming.metric,
        action=action_of(naming.metric, context.clause),
        category=category,
        subcategory=subcategory,
        year=naming.year,
        scope=scope_of(context.before)[0],
        change=naming.change,
        flags=naming.flags,
        rules=naming.rules,
        confidence=_confidence(quantity, naming.rules, naming.flags),
        section=context.section.path if context.section else "",
        sentence=page.place(*context.sentence),
        goal=goal,
    )


def _confidence(quantity: Quantity, rules: tuple[str, ...], flags: tuple[str, ...]) -> float:
    """Return the confidence in the name of a figure, 0.1 to 0.9."""
    trust = min(_TRUST.get(rule, 0.9) for rule in rules)
    if quantity.unit is None:
        trust -= 0.1
    if "order-uncertain" in flags:
        trust -= 0.2
    return round(max(trust, 0.1), 2)


def _restated(figures: list[TextFigure]) -> list[TextFigure]:
    """Return the figures, flagging those that repeat the figure before them."""
    out: list[TextFigure] = []
    for figure in figures:
        before = out[-1] if out else None
        same = (
            before
            and (before.value, before.unit, before.qualifier)
            == (figure.value, figure.unit, figure.qualifier)
            and before.change == figure.change == "level"
            and before.year == figure.year
            and figure.start - before.end < 120
            and _DIGITS.findall(before.metric) == _DIGITS.findall(figure.metric)
            and 2 * len(set(before.metric) & set(figure.metric)) >= len(set(figure.metric))
        )
        out.append(replace(figure, flags=(*figure.flags, "restated")) if same else figure)
    return out
