"""Check well-formed rows together and against what is published.

Holds years, metrics that are missing, and the wording of the doubts of `metrics.checks`. All are
warnings that a person confirms, or notes; nothing is changed.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.checks import (
    Doubt,
    DoubtKind,
    doubt_beside,
    parts_that_exceed,
    published_beside,
    regions_that_exceed,
)
from metrics.i18n import Message, message
from metrics.intake.layout import Layout
from metrics.intake.problem_collector import ProblemCollector
from metrics.model.diff import main_year, only_compares
from metrics.model.observation import Observation
from metrics.model.vocabulary import QUALIFIER_WORDS
from metrics.numbers import grouped, plain
from metrics.problems import Problem, Severity
from metrics.tables.names import Names, folded_name

LISTED_ROWS = 10
A_FEW = 0.25
"""Share of figures equal to those of another year below which that is no doubt."""
YEARS_AFTER = 1
"""A report of the year after the newest published one is what is expected."""
YEARS_BEFORE = 5
"""Older reports are brought in later, a few years at a time."""
OF_ALL_ROWS = frozenset({"vanished", "parts-exceed"})
"""Kinds of problems that `compare_all` finds: of all rows together, not of one."""
Series = tuple[str, str, str, str]


def written(observation: Observation) -> str:
    """Return what a cell holds of a figure."""
    if observation.value is None:
        return observation.printed
    return observation.printed or plain(observation.value)


def figure_words(observation: Observation) -> Message:
    """Return a figure with its unit and qualifier."""
    if observation.value is None:
        return message("not published")
    upper = "" if observation.upper is None else f" – {grouped(observation.upper)}"
    number = message(
        "{value} {unit}", value=grouped(observation.value) + upper, unit=observation.unit
    )
    if observation.qualifier == "exact":
        return number
    words = QUALIFIER_WORDS.get(observation.qualifier, observation.qualifier)
    return message("{number}, {qualifier}", number=number, qualifier=words)


@dataclass(frozen=True)
class CheckedRows:
    """Hold the rows taken from a file, and the collector of their problems."""

    observations: Sequence[Observation]
    rows: Sequence[int]
    layout: Layout
    collector: ProblemCollector
    names: Names

    def each(self) -> Iterator[tuple[Observation, int]]:
        """Yield each observation with its row in the file."""
        return zip(self.observations, self.rows, strict=True)

    def warn(
        self,
        code: str,
        text: Message,
        fix: Message,
        row: int | None = None,
        column: str = "",
        cell: str | None = None,
        *,
        severity: Severity = "warning",
    ) -> None:
        """Add a warning at a row and one of the columns of COLUMN_NAMES."""
        name = self.layout.name(column) if column else None
        self.collector.add(Problem(code, severity, text, fix, row=row, column=name, found=cell))


def compare(
    table: CheckedRows,
    published: Iterable[Observation],
    named: Collection[Series] = (),
) -> None:
    """Warn of what more than one row shows: years, units, jumps, gaps, parts.

    `named` are the series of rows with an error: they have not vanished. Where a row's names are
    wrong, category and sub-category are empty, and stand for any.
    """
    if not table.observations:
        return
    year = Counter(o.year for o in table.observations).most_common(1)[0][0]
    history = _by_series(published)
    fresh = _without_published(table, history)
    most = sum(each.year == year for each in table.observations)
    if not table.layout.melted and 2 * most > len(table.observations):
        _other_years(fresh, year)
    _far_years(table, history)
    _doubts(fresh, _restated(history, table.observations))
    _compared(table, history, main_year(table.observations))
    _vanished(table, history, year, named)
    _parts(table, history)


def _without_published(
    table: CheckedRows, history: Mapping[Series, list[Observation]]
) -> CheckedRows:
    """Return the rows that state another figure than what is published."""
    known = {old.key: old.figure for series in history.values() for old in series}
    rows = [(new, row) for new, row in table.each() if known.get(new.key) != new.figure]
    return replace(table, observations=[new for new, _ in rows], rows=[row for _, row in rows])


def compare_all(table: CheckedRows, published: Iterable[Observation]) -> None:
    """Warn of what all rows of several files show: missing metrics, parts, sums."""
    if not table.observations:
        return
    year = Counter(o.year for o in table.observations).most_common(1)[0][0]
    history = _by_series(published)
    _vanished(table, history, year, ())
    _parts(table, history)


def _by_series(published: Iterable[Observation]) -> dict[Series, list[Observation]]:
    history: dict[Series, list[Observation]] = defaultdict(list)
    for old in published:
        history[old.key[1:]].append(old)
    return history


def _restated(
    history: Mapping[Series, list[Observation]], rows: Iterable[Observation]
) -> dict[Series, list[Observation]]:
    """Return what is published, as the rows of a file state it anew."""
    anew = {row.key: row for row in rows if row.value is not None}
    return {name: [anew.get(old.key, old) for old in series] for name, series in history.items()}


def _other_years(table: CheckedRows, year: int) -> None:
    """Warn once of each year that is not the file's, with its first rows."""
    others: dict[int, list[int]] = defaultdict(list)
    for observation, row in table.each():
        if observation.year != year:
            others[observation.year].append(row)
    for other, places in sorted(others.items()):
        first = "、".join(map(str, places[:LISTED_ROWS]))
        table.warn(
            "other-year",
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
            "year",
            str(other),
        )


def _far_years(table: CheckedRows, history: Mapping[Series, list[Observation]]) -> None:
    """Warn of years far from all that is published, like a typing slip.

    A file whose years reach back without a gap is a series, not a slip.
    """
    published = {o.year for old in history.values() for o in old}
    if not published:
        return
    oldest, newest = min(published), max(published)
    first: dict[int, int] = {}
    for observation, row in table.each():
        first.setdefault(observation.year, row)
    early = [year for year in sorted(first) if year < oldest - YEARS_BEFORE]
    if early and not set(range(early[0], oldest)) <= first.keys():
        text = message(
            "The year {found} is before the oldest published year, {oldest}, by {n} years",
            found=early[0] if len(early) == 1 else f"{early[0]}–{early[-1]}",
            oldest=oldest,
            n=oldest - early[-1],
        )
        _far_year(table, text, first[early[0]], early[0])
    for year in [year for year in sorted(first) if year > newest + YEARS_AFTER]:
        text = message(
            "The year {found} is after the newest published year, {newest}, by {n} years",
            found=year,
            newest=newest,
            n=year - newest,
        )
        _far_year(table, text, first[year], year)


def _far_year(table: CheckedRows, text: Message, row: int, year: int) -> None:
    fix = message("Check the year for a slip of the keys")
    table.warn("far-year", text, fix, row, "year", str(year))


def _doubts(table: CheckedRows, history: Mapping[Series, list[Observation]]) -> None:
    """Warn of each figure doubtful beside the published one of another year."""
    copied: list[tuple[Doubt, int]] = []
    compared = 0
    for new, row in table.each():
        before = published_beside(new.year, history.get(new.key[1:], ()))
        compared += before is not None
        doubt = doubt_beside(new, before) if before is not None else None
        if doubt is None or (doubt.kind is DoubtKind.SIGN and _below_zero(new, table)):
            continue
        if doubt.kind is DoubtKind.COPIED:
            copied.append((doubt, row))
        elif doubt.kind is DoubtKind.UNIT:
            text = message(
                "{metric} is published in {old} for {year}, the row is in {new}",
                metric=new.metric,
                old=doubt.old.unit,
                year=doubt.old.year,
                new=new.unit,
            )
            fix = message("Check that the same thing is counted")
            table.warn("unit-changed", text, fix, row, "unit", new.unit)
        else:
            fix = message("Check for a zero too many or a wrong scale")
            if doubt.kind is DoubtKind.SIGN:
                fix = message("Check the number against its source")
            table.warn("jump", _jump(doubt), fix, row, "value", written(new))
    if copied:
        _copied(table, copied, few=len(copied) < A_FEW * compared)


def _below_zero(new: Observation, table: CheckedRows) -> bool:
    """Return whether a figure is a count below zero."""
    unit = table.names.vocabulary.unit(new.unit)
    return new.value is not None and new.value < 0 and unit.count


def _compared(
    table: CheckedRows, history: Mapping[Series, list[Observation]], year: int | None
) -> None:
    """Note once the figures that a table repeats without their published words."""
    for new, row in table.each():
        for old in history.get(new.key[1:], ()):
            if old.key == new.key and only_compares(new, old, year):
                text = message(
                    "{metric} of {year} stays as published ({old}); the file says less of it",
                    metric=new.metric,
                    year=new.year,
                    old=figure_words(old),
                )
                fix = message("To change it, bring a file of that year alone")
                table.warn("compared", text, fix, row, "value", written(new), severity="info")


def _jump(doubt: Doubt) -> Message:
    """Return the message on how far a figure lies from the published one."""
    facts = {
        "metric": doubt.new.metric,
        "new": figure_words(doubt.new),
        "year": doubt.old.year,
        "old": figure_words(doubt.old),
    }
    if doubt.kind is DoubtKind.ZERO:
        return message("{metric} is {new}; published for {year}: {old}. It fell to zero", **facts)
    if doubt.kind is DoubtKind.SIGN:
        return message("{metric} is {new}; published for {year}: {old}. The sign changed", **facts)
    if doubt.kind is DoubtKind.SLIP:
        return message(
            "{metric} is {new}; published for {year}: {old}. They lie {ratio} times apart, "
            "perhaps a slip of ×{slip}",
            ratio=plain(doubt.ratio),
            slip=f"{doubt.slip:,}",
            **facts,
        )
    return message(
        "{metric} is {new}; published for {year}: {old}. That is a jump of more than tenfold",
        **facts,
    )


def _copied(table: CheckedRows, copied: Sequence[tuple[Doubt, int]], few: bool) -> None:
    """Report once all figures that are exactly those of another year; few are chance."""
    doubt, row = copied[0]
    text = message(
        "{n} figures are exactly those published for another year: {names}",
        n=len(copied),
        names=tuple(dict.fromkeys(one.new.metric for one, _ in copied)),
    )
    if len(copied) == 1:
        text = message(
            "{new} is exactly the figure of {year}: is it this year's?",
            new=message(
                "{metric}: {figure}", metric=doubt.new.metric, figure=figure_words(doubt.new)
            ),
            year=doubt.old.year,
        )
    fix = message("Check that they are this year's")
    severity: Severity = "info" if few else "warning"
    table.warn("copied", text, fix, row, "value", written(doubt.new), severity=severity)


def _vanished(
    table: CheckedRows,
    history: Mapping[Series, list[Observation]],
    year: int,
    named: Collection[Series],
) -> None:
    """Warn once of the series of the year before that the file leaves out.

    Of a year that is published already, what the file does not name stays as it is.
    """
    regions = {o.region for o in table.observations}
    present = {o.key[1:] for o in table.observations} | set(named)
    metrics = {(region, metric) for region, _category, _subcategory, metric in present}
    known = [o for old in history.values() for o in old if o.region in regions]
    base = max((o.year for o in known if o.year <= year), default=year)
    if base == year:
        return
    names: dict[str, None] = {}
    for key, old in history.items():
        region, _category, subcategory, metric = key
        unclear = (region, "", "", metric)
        if region not in regions or key in present or unclear in present:
            continue
        if any(o.year == base and o.value is not None for o in old):
            is_shared = subcategory and (region, metric) in metrics
            names[f"{metric}({subcategory})" if is_shared else metric] = None
    if names:
        text = message(
            "{n} metrics published for {year} have no figure in the file: {names}",
            n=len(names),
            year=base,
            names=tuple(names),
        )
        fix = message("If the report no longer gives them, that is how it is; otherwise add them")
        severity: Severity = "info" if table.layout.melted else "warning"
        table.warn("vanished", text, fix, severity=severity)


def _other_city(region: str, names: Names) -> bool:
    """Return whether a region that is not known reads like a city or a province."""
    return region.endswith(("市", "州", "盟", "省")) and folded_name(region) not in names.regions


def _parts(table: CheckedRows, history: Mapping[Series, list[Observation]]) -> None:
    """Warn of parts larger than their whole, and of regions that add up to more."""
    now = {one.key: one for old in history.values() for one in old}
    now |= {one.key: one for one in table.observations}
    rows = {one.key: row for one, row in table.each()}
    for excess in parts_that_exceed(now, table.names.catalogue):
        new = excess.part if excess.part.key in rows else excess.whole
        if new.key in rows:
            fix = message("Check both figures against their source")
            row = rows[new.key]
            table.warn("parts-exceed", excess.text, fix, row, "value", written(new))
    home = table.names.region
    additive = {metric.zh for metric in table.names.catalogue.metrics if metric.additive}
    added = (one for one in table.observations if one.metric in additive)
    parts = {key: one for key, one in now.items() if not _other_city(one.region, table.names)}
    for sum_ in regions_that_exceed(added, parts, home):
        text = message(
            "The regions' {metric} of {year} add up to {total}, more than {whole} of {region}",
            metric=sum_.city.metric,
            year=sum_.city.year,
            total=grouped(sum_.total),
            whole=written(sum_.city),
            region=home,
        )
        fix = message("Check the regions' figures and the whole")
        table.warn("parts-exceed", text, fix, None, "value", plain(sum_.total))
