"""Say in one short title what a chart shows, by fixed rules from the figures that it draws.

The rules go from what a reader must know to what is merely so: no figure, a goal, a changed
definition, a stated zero, a record of the metric's own history, the change, the figure itself.
Wordings stand in `data/headlines.csv`; the fullest that fits is taken. Names no cause.
"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from metrics.analysis.comparison import RegionFigure
from metrics.model.observation import Observation
from metrics.model.series import Change, Series, changes_definition
from metrics.model.target import Target
from metrics.model.target_progress import TargetState, goals_until, verdict
from metrics.numbers import bounds
from metrics.wording.formatter import Formatter
from metrics.wording.series import change_clause
from metrics.wording.targets import goal_text

LONGEST = {"zh": 22, "en": 60}
"""Characters of a title by language."""
_RECORD_YEARS = 4
"""Comparable years, the latest among them, from which on a record is worth a title."""

Facts = dict[str, object]


GOAL_KINDS, RECORD_KINDS = ("reached", "missed"), ("highest", "lowest")


def headline(
    series: Series, year: int, fmt: Formatter, *, only: Collection[str] | None = None
) -> str:
    """Return the title of a chart of one metric up to a year.

    `only` are the kinds of findings that count; without one of these it is empty.
    """
    name = fmt.series(series)
    for kind, facts in _findings(series, year, fmt):
        if only is None or kind in only:
            return worded(kind, fmt, {"name": name, **facts}) or name
    return name if only is None else ""


def compared_headline(series: Sequence[Series], year: int, fmt: Formatter) -> str:
    """Return the title of a chart of one metric in some regions."""
    if len(series) == 1:
        return headline(series[0], year, fmt)
    stating = [(o, one) for one in series if (o := one.published(year))]
    stating.sort(key=lambda pair: -(pair[0].value or Decimal(0)))
    ranked = [RegionFigure(one.region, o, change=one.change(year)) for o, one in stating]
    return region_headline(ranked, fmt) or fmt.series(series[0])


def region_headline(ranked: Sequence[RegionFigure], fmt: Formatter) -> str:
    """Return the title of a chart of districts: who rose or fell, else who has most."""
    if not ranked:
        return ""
    moved = [(f, f.change) for f in ranked if f.change and f.change.amount is not None]
    amounts = [_difference(change) for _figure, change in moved]
    top = ranked[0]
    facts: Facts = {"n": len(ranked), "region": fmt.region(top.region)}
    if len(moved) == len(ranked) > 1:
        rising = sum(amount > 0 for amount in amounts)
        if rising in (0, len(moved)) and 0 not in amounts:
            far = max(range(len(moved)), key=lambda at: abs(amounts[at]))
            facts["region"] = fmt.region(moved[far][0].region)
            return worded("all_more" if rising else "all_less", fmt, facts)
        return worded("more", fmt, {**facts, "m": rising})
    return worded("most", fmt, {**facts, "figure": fmt.figure(top.observation)})


def changes_headline(series: Sequence[Series], year: int, fmt: Formatter) -> str:
    """Return the title of a chart of many changes: how many each way, and the largest."""
    changes = [(one, one.change(year)) for one in series]
    rates = [(one, c.amount) for one, c in changes if c.kind == "growth" and c.amount is not None]
    amounts = [change.amount for _one, change in changes if change.amount is not None]
    facts: Facts = {"up": sum(a > 0 for a in amounts), "down": sum(a < 0 for a in amounts)}
    if rates:
        facts["name"] = fmt.series(max(rates, key=lambda pair: abs(pair[1]))[0])
    kinds = {(True, True): "moved", (True, False): "risen", (False, True): "fallen"}
    return worded(kinds.get((facts["up"] != 0, facts["down"] != 0), "still"), fmt, facts)


def _difference(change: Change) -> Decimal:
    assert change.old is not None and change.new is not None
    return (change.new.value or Decimal(0)) - (change.old.value or Decimal(0))


def _findings(series: Series, year: int, fmt: Formatter) -> Iterator[tuple[str, Facts]]:
    """Return what there is to say of a year, the most telling first."""
    o = series.published(year)
    if o is None:
        yield "silent", {"year": year}
        return
    facts: Facts = {"figure": fmt.figure(o)}
    goals = goals_until(series, year, fmt.dataset)
    yield from _due(goals, series, year, facts, fmt)
    if changes_definition(o):
        yield "redefined", facts
    change = series.change(year)
    if o.value == 0 and o.qualifier == "exact":
        old = change.old
        known = old is not None and old.value
        yield "none", {**facts, **({"old": fmt.figure(old)} if known and old else {})}
    if record := _record(series, year):
        yield record[0], {**facts, "first": record[1]}
    for goal in goals:
        if goal.year and goal.year > year:
            yield "ahead", {**facts, "goal": goal_text(goal, fmt), "due": goal.year}
    if clause := change_clause(change, fmt):
        yield "changed", {**facts, "change": clause}
    if change.why == "first" and year > min(fmt.dataset.years):
        yield "first", facts
    yield "stated", facts


def _due(
    goals: Sequence[Target], series: Series, year: int, facts: Facts, fmt: Formatter
) -> Iterator[tuple[str, Facts]]:
    """Return what became of the goals of the year."""
    kinds = {TargetState.REACHED: "reached", TargetState.MISSED: "missed"}
    for goal in goals:
        if goal.year == year and (kind := kinds.get(verdict(goal, series, fmt.dataset))):
            yield kind, {**facts, "goal": goal_text(goal, fmt)}


def _record(series: Series, year: int) -> tuple[str, int] | None:
    """Return highest or lowest and the first of the years that can be compared."""
    known = comparable_years(series, year)
    if len(known) < _RECORD_YEARS:
        return None
    last, highest, lowest = bounds(known[-1]), True, True
    # The latest years mostly tell already that there is no record; reading a figure's print costs.
    for one in map(bounds, reversed(known[:-1])):
        highest = highest and last.low > one.high
        lowest = lowest and last.high < one.low
        if not (highest or lowest):
            return None
    return "highest" if highest else "lowest", known[0].year


def comparable_years(series: Series, year: int) -> list[Observation]:
    """Return the figures up to a year since its definition and unit hold."""
    known: list[Observation] = []
    for o in series.observations:
        if o.year > year or o.value is None:
            continue
        if known and (changes_definition(o) or o.unit != known[-1].unit):
            known = []
        known.append(o)
    return known


def worded(kind: str, fmt: Formatter, facts: Facts) -> str:
    """Return the fullest wording of a finding that fits, else its shortest."""
    zh, text = fmt.language == "zh", ""
    for phrase in fmt.dataset.vocabulary.headlines.get(kind, ()):
        try:
            text = (phrase.zh if zh else phrase.en).format(**facts)
        except KeyError:
            continue  # a wording that needs what is not known here
        if len(text) <= LONGEST[fmt.language]:
            return text
    name = str(facts.get("name", text))
    return text if text and len(text) <= LONGEST[fmt.language] else name
