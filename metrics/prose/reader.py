"""The public reader: a report in, every numeral accounted for.

`read` gives the figures and the rejected numerals of a report, with offsets into the text as it
came. Nothing is looked up outside the package and no number passes through a float; only the
confidence, which is an opinion, is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from metrics.prose.categories import action_of, categorise, scope_of
from metrics.prose.clauses import Sentence, place_figures, sentence_spans
from metrics.prose.layout import Page, lay_out
from metrics.prose.naming import name_figures
from metrics.prose.naming_rules import Context, Naming
from metrics.prose.non_figures import Masks
from metrics.prose.quantities import Quantity
from metrics.prose.sections import Outline, Section, outline
from metrics.prose.tables import Cell, read_tables
from metrics.prose.targets import is_target
from metrics.prose.tokens import Refusal, page_numerals, scan
from metrics.prose.trend import change_of

# How far each way of naming a figure is to be trusted; what is not listed stands at 0.9.
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
class Figure:
    """One figure of the report, with its evidence."""

    start: int
    end: int
    printed: str
    value: Decimal
    upper: Decimal | None
    qualifier: str
    unit: str
    family: str
    metric: str
    action: str
    category: str
    subcategory: str
    year: int | None
    scope: str
    change: str
    flags: tuple[str, ...]
    rules: tuple[str, ...]
    confidence: float
    section: str
    sentence: tuple[int, int]

    @property
    def target(self) -> bool:
        """Whether the figure is a plan for a coming year and no result."""
        return "target" in self.flags


@dataclass(frozen=True)
class Rejected:
    """One numeral that counts and measures nothing, and the rule that says so."""

    start: int
    end: int
    printed: str
    rule: str
    section: str


@dataclass(frozen=True)
class Reading:
    """Everything read from one report."""

    figures: tuple[Figure, ...]
    rejected: tuple[Rejected, ...]
    sections: tuple[Section, ...]
    year: int | None
    title: str


def read(text: str, year: int | None = None) -> Reading:
    """Account for every numeral of a report; `year` overrides the reporting year read from it."""
    page = lay_out(text)
    plan = outline(page.plain, year)
    cells, cell_refusals, owned = read_tables(page.plain)
    phrases: list[Quantity] = []
    refusals = list(cell_refusals)
    for found in scan(page.plain, Masks(page.plain), owned):
        if isinstance(found, Refusal):
            refusals.append(found)
        else:
            phrases.append(found)
    figures = [_cell_figure(page, plan, cell) for cell in cells]
    figures += _prose_figures(page, plan, phrases)
    rejected = [_rejected(page, plan, refusal) for refusal in refusals]
    rejected += [
        Rejected(start, end, text[start:end], "page-number", "")
        for start, end in page_numerals(page)
    ]
    return Reading(
        tuple(_restated(sorted(figures, key=lambda figure: figure.start))),
        tuple(sorted(rejected, key=lambda each: each.start)),
        tuple(_in_source(page, section) for section in plan.sections),
        plan.year,
        plan.title,
    )


def _in_source(page: Page, section: Section) -> Section:
    """A section with its offsets in the text as it came."""
    start, end = page.place(section.start, section.end)
    return replace(section, start=start, end=end)


def _rejected(page: Page, plan: Outline, refusal: Refusal) -> Rejected:
    """A refusal as a result, with its place in the text as it came."""
    start, end = page.place(refusal.start, refusal.end)
    section = plan.at(refusal.start)
    return Rejected(
        start, end, page.source[start:end], refusal.rule, section.path if section else ""
    )


def _prose_figures(page: Page, plan: Outline, phrases: Sequence[Quantity]) -> list[Figure]:
    """The figures of running text, sentence by sentence."""
    figures: list[Figure] = []
    index, topic = 0, ""
    for start, end in sentence_spans(page.plain):
        first = index
        while index < len(phrases) and phrases[index].start < end:
            index += 1
        if first == index:
            topic = page.plain[start:end].strip() if end - start <= 16 else ""
            continue
        sentence = place_figures(page.plain, start, end, phrases[first:index])
        names = name_figures(sentence, Context(plan.year, topic))
        figures += [
            _figure(page, plan, sentence, number, naming) for number, naming in enumerate(names)
        ]
        topic = ""
    return figures


def _figure(page: Page, plan: Outline, sentence: Sentence, number: int, naming: Naming) -> Figure:
    """One figure of a sentence with everything that is known about it."""
    spot = sentence.spots[number]
    quantity = spot.figure
    section = plan.at(quantity.start)
    clause = page.plain[max(spot.clause[0], quantity.start - 60) : spot.clause[1]][:120]
    before = page.plain[sentence.start : quantity.start]
    scope, implied = scope_of(before)
    year = (
        naming.year or (section.year if section and section.role == "plan" else None) or plan.year
    )
    flags = naming.flags
    if is_target(before, year, plan.year, bool(section and section.role == "plan")):
        flags = (*flags, "target")
    if implied:
        flags = (*flags, "implied")
    if quantity.shape in ("fraction", "ratio", "half"):
        flags = (*flags, quantity.shape)
    category, subcategory = categorise(naming.metric, before[-40:] + clause)
    return _build(
        page,
        quantity,
        naming.metric,
        naming.change,
        year,
        naming.rules,
        flags,
        scope,
        (category, subcategory, action_of(naming.metric, clause)),
        section,
        (sentence.start, sentence.end),
    )


def _cell_figure(page: Page, plan: Outline, cell: Cell) -> Figure:
    """One figure of a table."""
    quantity = cell.quantity
    year = cell.year or (plan.year - 1 if cell.previous_year and plan.year else plan.year)
    change = change_of(quantity, "", cell.metric) if cell.change == "level" else cell.change
    category, subcategory = categorise(cell.metric, "")
    return _build(
        page,
        quantity,
        cell.metric,
        change,
        year,
        ("table-cell",),
        (),
        "",
        (category, subcategory, action_of(cell.metric, "")),
        plan.at(quantity.start),
        (quantity.start, quantity.end),
    )


def _confidence(quantity: Quantity, rules: tuple[str, ...], flags: tuple[str, ...]) -> float:
    """How far the name of a figure is to be trusted, from 0.1 up."""
    trust = min(_TRUST.get(rule, 0.9) for rule in rules)
    if quantity.unit is None:
        trust -= 0.1
    if "order-uncertain" in flags:
        trust -= 0.2
    return round(max(trust, 0.1), 2)


def _build(
    page: Page,
    quantity: Quantity,
    metric: str,
    change: str,
    year: int | None,
    rules: tuple[str, ...],
    flags: tuple[str, ...],
    scope: str,
    kinds: tuple[str, str, str],
    section: Section | None,
    sentence: tuple[int, int],
) -> Figure:
    """A figure with its places turned into offsets of the text as it came."""
    start, end = page.place(quantity.start, quantity.end)
    return Figure(
        start,
        end,
        page.source[start:end],
        quantity.value,
        quantity.upper,
        quantity.qualifier,
        quantity.unit_name,
        quantity.family,
        metric,
        kinds[2],
        kinds[0],
        kinds[1],
        year,
        scope,
        change,
        flags,
        rules,
        _confidence(quantity, rules, flags),
        section.path if section else "",
        page.place(*sentence),
    )


def _restated(figures: list[Figure]) -> list[Figure]:
    """The figures, with those flagged that repeat the one before them in value, unit and words."""
    out: list[Figure] = []
    for figure in figures:
        before = out[-1] if out else None
        same = (
            before
            and (before.value, before.unit, before.qualifier)
            == (figure.value, figure.unit, figure.qualifier)
            and before.change == figure.change == "level"
            and before.year == figure.year
        )
        if same and before and figure.start - before.end < 120:
            shared = len(set(before.metric) & set(figure.metric))
            if 2 * shared >= len(set(figure.metric)):
                figure = replace(figure, flags=(*figure.flags, "restated"))
        out.append(figure)
    return out
