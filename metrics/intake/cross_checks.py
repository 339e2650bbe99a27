"""What is doubtful about rows that are each well-formed: repeats, and what is published already.

Everything here is a warning that a person ticks off, except one key with two values, which is an
error. Nothing is changed but rows that are equal, which are merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from metrics.checks.parts import is_bounded, known_wholes, part_exceeds
from metrics.i18n import Message, message
from metrics.intake.cell_number import QUALIFIER_WORDS
from metrics.intake.layout import Layout
from metrics.intake.problem_collector import Findings
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.numbers import plain

TENFOLD = 10
LISTED_ROWS = 10
YEARS_AFTER = 1
"""A report of the year after the newest published one is what is expected."""
YEARS_BEFORE = 5
"""Older reports are brought in later, a few years at a time."""
Key = tuple[int, str, str, str, str]
Series = tuple[str, str, str, str]


def without_repeats(
    observations: Sequence[Observation],
    rows: Sequence[int],
    layout: Layout,
    findings: Findings,
) -> tuple[list[Observation], list[int], list[int]]:
    """Merge equal rows with a note; two values for one key are an error naming both rows.

    Returns the observations kept, their rows, and the rows that were merged away.
    """
    first: dict[Key, int] = {}
    kept: list[Observation] = []
    kept_rows: list[int] = []
    merged: list[int] = []
    for observation, row in zip(observations, rows, strict=True):
        at = first.setdefault(observation.key, len(kept))
        if at == len(kept):
            kept.append(observation)
            kept_rows.append(row)
            continue
        merged.append(row)
        _repeat(kept[at], kept_rows[at], observation, row, layout, findings)
    return kept, kept_rows, merged


def _repeat(
    one: Observation, row: int, other: Observation, at: int, layout: Layout, findings: Findings
) -> None:
    def facts(o: Observation) -> tuple[object, ...]:
        return (o.value, o.unit, o.qualifier, o.upper)

    if facts(one) != facts(other):
        findings.add(
            "repeated",
            "error",
            message(
                "{metric} stands in row {row} with {first} and here with {second}",
                metric=one.metric,
                row=row,
                first=_figure(one),
                second=_figure(other),
            ),
            message("Keep the row that is right, and remove the other"),
            at,
            layout.name("value"),
            _written(other),
        )
        return
    texts = (one.printed, one.section, one.note) != (other.printed, other.section, other.note)
    said = message("The same as row {row}; the two are taken as one", row=row)
    if texts:
        said = message("The same figure as row {row}, with other notes; row {row} is kept", row=row)
    findings.add(
        "merged",
        "warning" if texts else "info",
        said,
        None,
        at,
        layout.name("metric"),
        one.metric,
    )


def _written(observation: Observation) -> str:
    if observation.value is None:
        return observation.printed
    return observation.printed or plain(observation.value)


def _figure(observation: Observation) -> Message:
    if observation.value is None:
        return message("not published")
    upper = "" if observation.upper is None else f" – {plain(observation.upper)}"
    number = f"{plain(observation.value)}{upper} {observation.unit}"
    if observation.qualifier == "exact":
        return message("{number}", number=number)
    words = QUALIFIER_WORDS.get(observation.qualifier, observation.qualifier)
    return message("{number}, {qualifier}", number=number, qualifier=words)


def compare(
    observations: Sequence[Observation],
    rows: Sequence[int],
    published: Iterable[Observation],
    dataset: Dataset,
    layout: Layout,
    findings: Findings,
    several_years: bool = False,
    named: Collection[tuple[str, str]] = (),
) -> None:
    """Add the warnings that need more than one row: years, units, jumps, gaps, parts.

    `named` are (region, metric) of all rows, also of those with an error: they have not vanished.
    """
    if not observations:
        return
    year = Counter(o.year for o in observations).most_common(1)[0][0]
    if not several_years:
        _other_years(observations, rows, year, layout, findings)
    history: dict[Series, list[Observation]] = defaultdict(list)
    for old in published:
        history[old.key[1:]].append(old)
    _far_years(observations, rows, history, layout, findings)
    _units_and_jumps(observations, rows, history, layout, findings)
    _vanished(observations, history, year, named, findings)
    _parts(observations, rows, history, dataset, layout, findings)


def _other_years(
    observations: Sequence[Observation],
    rows: Sequence[int],
    year: int,
    layout: Layout,
    findings: Findings,
) -> None:
    """Warn once of each year that is not the file's, with the first rows it stands in."""
    others: dict[int, list[int]] = defaultdict(list)
    for observation, row in zip(observations, rows, strict=True):
        if observation.year != year:
            others[observation.year].append(row)
    for other, places in sorted(others.items()):
        first = "、".join(map(str, places[:LISTED_ROWS]))
        findings.add(
            "other-year",
            "warning",
            message(
                "{n} rows are about {found}, most of the file about {year}; rows {rows}",
                n=f"{len(places):,}",
                found=other,
                year=year,
                rows=first + ("…" if len(places) > LISTED_ROWS else ""),
            )
            if len(places) > 1
            else message(
                "The row is about {found}, most of the file about {year}", found=other, year=year
            ),
            message("Check the year; publishing also changes the figures of {found}", found=other),
            places[0],
            layout.name("year"),
            str(other),
        )


def _far_years(
    observations: Sequence[Observation],
    rows: Sequence[int],
    history: Mapping[Series, list[Observation]],
    layout: Layout,
    findings: Findings,
) -> None:
    """Warn once of each year that lies far from all that is published, like a slip of the keys."""
    published = {o.year for old in history.values() for o in old}
    if not published:
        return
    oldest, newest = min(published), max(published)
    first: dict[int, int] = {}
    for observation, row in zip(observations, rows, strict=True):
        first.setdefault(observation.year, row)
    for year, row in sorted(first.items()):
        if year > newest + YEARS_AFTER:
            said = message(
                "The year {found} is after the newest published year, {newest}, by {n} years",
                found=year,
                newest=newest,
                n=year - newest,
            )
        elif year < oldest - YEARS_BEFORE:
            said = message(
                "The year {found} is before the oldest published year, {oldest}, by {n} years",
                found=year,
                oldest=oldest,
                n=oldest - year,
            )
        else:
            continue
        fix = message("Check the year for a slip of the keys")
        findings.add("far-year", "warning", said, fix, row, layout.name("year"), str(year))


def _units_and_jumps(
    observations: Sequence[Observation],
    rows: Sequence[int],
    history: Mapping[Series, list[Observation]],
    layout: Layout,
    findings: Findings,
) -> None:
    if not history:
        return
    for new, row in zip(observations, rows, strict=True):
        before = _comparable(new, history.get(new.key[1:], ()))
        if before is None:
            continue
        if before.unit != new.unit:
            findings.add(
                "unit-changed",
                "warning",
                message(
                    "{metric} is published in {old} for {year}, the row is in {new}",
                    metric=new.metric,
                    old=before.unit,
                    year=before.year,
                    new=new.unit,
                ),
                message("Check that the same thing is counted"),
                row,
                layout.name("unit"),
                new.unit,
            )
        elif _jumps(before.value, new.value):
            findings.add(
                "jump",
                "warning",
                message(
                    "{metric} is {new}; published for {year}: {old}. That is a jump of more "
                    "than tenfold",
                    metric=new.metric,
                    new=_figure(new),
                    year=before.year,
                    old=_figure(before),
                ),
                message("Check for a zero too many or a wrong scale"),
                row,
                layout.name("value"),
                _written(new),
            )


def _comparable(new: Observation, old: Iterable[Observation]) -> Observation | None:
    """Return the published figure to hold a new one against: of the year before, or nearest."""
    candidates = [o for o in old if o.value is not None]
    earlier = [o for o in candidates if o.year < new.year]
    if earlier:
        return max(earlier, key=lambda o: o.year)
    return min(candidates, key=lambda o: o.year, default=None)


def _jumps(old: Decimal | None, new: Decimal | None) -> bool:
    if not old or not new:
        return False
    if (old < 0) != (new < 0):
        return True
    ratio = abs(new / old)
    return ratio > TENFOLD or ratio * TENFOLD < 1


def _vanished(
    observations: Sequence[Observation],
    history: Mapping[Series, list[Observation]],
    year: int,
    named: Collection[tuple[str, str]],
    findings: Findings,
) -> None:
    regions = {o.region for o in observations}
    present = {(o.region, o.metric) for o in observations} | set(named)
    years = {o.year for old in history.values() for o in old if o.year <= year}
    if not years:
        return
    base = max(years)
    missing = [
        o.metric
        for old in history.values()
        for o in old
        if o.year == base
        and o.region in regions
        and o.value is not None
        and (o.region, o.metric) not in present
    ]
    if missing:
        names = list(dict.fromkeys(missing))
        findings.add(
            "vanished",
            "warning",
            message(
                "{n} metrics published for {year} are not in the file: {names}",
                n=len(names),
                year=base,
                names="、".join(names),
            ),
            message("If the report no longer gives them, that is how it is; otherwise add them"),
        )


def _parts(
    observations: Sequence[Observation],
    rows: Sequence[int],
    history: Mapping[Series, list[Observation]],
    dataset: Dataset,
    layout: Layout,
    findings: Findings,
) -> None:
    """Warn where a part is larger than its whole, and where regions add up to more."""
    wholes = known_wholes()
    now: dict[tuple[int, str, str], Observation] = {
        (o.year, o.region, o.metric): o for old in history.values() for o in old
    }
    now |= {(o.year, o.region, o.metric): o for o in observations}
    home = dataset.bureau.region
    additive = {metric.zh for metric in dataset.catalogue.metrics if metric.additive}
    sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for observation, row in zip(observations, rows, strict=True):
        name = wholes.get(observation.metric)
        whole = now.get((observation.year, observation.region, name)) if name else None
        if whole:
            _part(observation, whole, row, layout, findings)
        if observation.region != home and observation.value is not None:
            city = now.get((observation.year, home, observation.metric))
            if city and city.unit == observation.unit and observation.metric in additive:
                sums[observation.year, observation.metric] += observation.value
    for (year, metric), total in sums.items():
        city = now[year, home, metric]
        if city.value is not None and total > (city.upper or city.value) and is_bounded(city):
            findings.add(
                "parts-exceed",
                "warning",
                message(
                    "The regions' {metric} of {year} add up to {total}, more than {whole} of "
                    "{region}",
                    metric=metric,
                    year=year,
                    total=plain(total),
                    whole=plain(city.value),
                    region=home,
                ),
                message("Check the regions' figures and the whole"),
                None,
                layout.name("value"),
                plain(total),
            )


def _part(
    part: Observation, whole: Observation, row: int, layout: Layout, findings: Findings
) -> None:
    exceeds = part_exceeds(part, whole)
    if exceeds is not None and part.value is not None:
        fix = message("Check both figures against their source")
        found = _written(part)
        findings.add("parts-exceed", "warning", exceeds, fix, row, layout.name("value"), found)
