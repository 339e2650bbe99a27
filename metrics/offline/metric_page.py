"""Write what a static page says of one metric: sentence, chart, every figure, words, citation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.briefing.figures import Numbering
from metrics.charts.bars import yearly_bars
from metrics.charts.svg import svg
from metrics.clock import day
from metrics.i18n import LANGUAGES, words
from metrics.markup import Markup, tag
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset
from metrics.model.diff import Restated
from metrics.model.figure_id import figure_id
from metrics.model.observation import Key
from metrics.model.series import Series, regions_present, series_of
from metrics.offline.forms import tones
from metrics.offline.sources import entry
from metrics.offline.tables import data_table
from metrics.store.evidence import Source
from metrics.wording.citations import citation
from metrics.wording.formatter import Formatter
from metrics.wording.paragraph import claim_pieces
from metrics.wording.series import comparison_text

_WIDE = 460


@dataclass(frozen=True)
class MetricPage:
    """Hold a metric with its series, those of the bureau's own region first."""

    metric: Metric
    name: str
    series: tuple[Series, ...]
    latest: str
    years: str

    @classmethod
    def of(cls, metric: Metric, data: Dataset, fmt: Formatter) -> "MetricPage":
        """Return the page of a metric of a data set."""
        own = data.bureau.region
        regions = sorted(regions_present(data), key=lambda region: region != own)
        found = tuple(
            one
            for region in regions
            for one in series_of(data, metric.category, region)
            if one.metric.slug == metric.slug
        )
        shown = [o for one in found[:1] for o in one.observations if o.value is not None]
        latest = f"{shown[-1].year} · {fmt.figure(shown[-1])}" if shown else ""
        return cls(metric, fmt.name(metric), found, latest, fmt.year_ranges(o.year for o in shown))


def metric_body(
    shown: MetricPage, sentences: Mapping[Key, Source], restated: Restated, fmt: Formatter
) -> list[Markup]:
    """Return the sections of a metric's page."""
    _ = fmt.words
    definition = shown.metric.definition(fmt.language)
    defined = tag("p", _("Definition: {text}", text=definition)) if definition else ""
    return [
        *(_series(one, f"s{at}", sentences, fmt) for at, one in enumerate(shown.series, 1)),
        tag("section", tag("h2", _("About the metric")), defined, _cited(shown.series, fmt)),
        _before(shown.series, restated, fmt),
    ]


def _series(series: Series, place: str, sentences: Mapping[Key, Source], fmt: Formatter) -> Markup:
    """Return one series: its claim, its course, then every figure with its words.

    Figures have names that begin with `place`.
    """
    data = fmt.dataset
    published = [o for o in series.observations if o.value is not None]
    if not published:
        return Markup("")
    years = list(range(published[0].year, published[-1].year + 1))
    color = data.vocabulary.category(series.category).color
    numbers = Numbering([series], years, fmt, sentences)
    ids = {figure_id(f.observation, data): f"{place}-{f.year}" for f in numbers.figures}
    pieces = claim_pieces([series], published[-1].year, fmt)
    chart = yearly_bars(series, years, color, fmt)
    drawn = svg(chart, lambda address: f"#{ids[address]}", width=max(_WIDE, 52 * len(years)))
    named = [fmt.region(series.region), fmt.subcategory(series.subcategory)]
    named.append(comparison_text(series, years[-1], fmt))
    return tag(
        "section",
        tag("p", [piece.text for piece in pieces], class_="said"),
        tag("p", " · ".join(filter(None, named)), class_="facts"),
        drawn if len(years) > 1 else "",
        [entry(f, _report(f.year, fmt), fmt.words, f"{place}-{f.year}") for f in numbers.figures],
        style=tones(color),
        class_="series",
    )


def _report(year: int, fmt: Formatter) -> str:
    edition = fmt.dataset.editions.get(year)
    return fmt.report(edition) if edition else ""


def _cited(series: Sequence[Series], fmt: Formatter) -> Markup:
    """Return the citation of the newest figure in both languages."""
    figures = [o for one in series[:1] for o in one.observations if o.value is not None]
    if not figures:
        return Markup("")
    cited = [citation(figures[-1], Formatter(fmt.dataset, words(name))) for name in LANGUAGES]
    return tag("div", tag("h3", fmt.words("Citation")), [tag("p", text) for text in cited])


def _before(series: Sequence[Series], restated: Restated, fmt: Formatter) -> Markup:
    """Return what was published before of figures that were corrected."""
    _ = fmt.words
    rows = [
        [str(o.year), fmt.figure(old.observation), str(old.version), _.date(day(old.at))]
        for one in series
        for o in one.observations
        for old in restated.get(o.key, ())
    ]
    if not rows:
        return Markup("")
    title = _("Published before")
    header = [_("Year"), _("Figure"), _("Version"), _("Date")]
    return tag("section", tag("h2", title), data_table(title, header, rows, numbers=(1,)))
