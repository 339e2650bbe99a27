"""Write one file to take along: a year with every number's own words in it, for phone and paper.

Each number is a link to its source in the same file. What the file may weigh is bounded: of a long
history the oldest years go first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from metrics.analysis.drawn import drawn_form
from metrics.analysis.forms import Form, forms_of
from metrics.briefing.content import Briefing, Phrase, Section
from metrics.briefing.figures import Figure, Report
from metrics.charts.bars import yearly_bars
from metrics.charts.svg import svg
from metrics.markup import Markup, tag
from metrics.model.figure_id import figure_id
from metrics.model.series import Series
from metrics.offline.forms import band, figure_form, tones
from metrics.offline.goals import goals
from metrics.offline.page import page
from metrics.offline.sources import CLOSED, sources
from metrics.offline.tables import data_table
from metrics.wording.citations import door_hint
from metrics.wording.formatter import Formatter
from metrics.wording.paragraph import lead_first
from metrics.wording.series import what_lacks

TAKE_ALONG = "html"
"""The ending of the file, and the name of its format."""
MEDIA_TYPE = "text/html; charset=utf-8"
MOST_BYTES = 500_000
MOST_YEARS = (99, 5, 2, 1)
"""Years that a file holds, until it weighs no more than it may."""


@dataclass(frozen=True)
class TakeAlong:
    """Hold what a file is made of; `most` is how many years it holds.

    `seal` is the hash of the publication, empty where there is none.
    """

    briefing: Briefing
    fmt: Formatter
    seal: str
    most: int

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Return the figures of the file by their identifiers."""
        data, shown = self.fmt.dataset, {year for r in self.reports for year in [r.year]}
        listed = (f for f in self.briefing.figures if f.year in shown)
        return {figure_id(f.observation, data): f for f in listed}

    @property
    def reports(self) -> Sequence[Report]:
        """Return the reports of the file's years, the newest first."""
        first = self.briefing.year - self.most
        return [report for report in self.briefing.reports if report.year > first]

    @property
    def years(self) -> list[int]:
        """Return the years of the file, silent ones too, the oldest first."""
        known = self.briefing.sections[0].years
        first = max(self.briefing.year - self.most, min(r.year for r in self.reports) - 1)
        return [year for year in known if year > first]

    def link(self, address: str) -> str:
        """Return where a figure's source stands in the file, by its identifier."""
        figure = self.figures.get(address)
        return f"#f{figure.number}" if figure else ""

    def link_figure(self, figure: Figure, text: str) -> str:
        """Return a text as the way to a figure's source, where that is in the file."""
        there = figure.year > self.briefing.year - self.most
        return tag("a", text, href=f"#f{figure.number}") if there else text


def take_along(briefing: Briefing, fmt: Formatter, *, seal: str = "") -> bytes:
    """Return the file; `fmt` writes the briefing's data set, seen from its region."""
    content = b""
    for most in MOST_YEARS:
        content = _written(TakeAlong(briefing, fmt, seal, most))
        if len(content) <= MOST_BYTES:
            break
    return content


def _written(file: TakeAlong) -> bytes:
    briefing, _ = file.briefing, file.fmt.words
    due = goals(briefing.goals, file.link_figure, _)
    body = tag(
        "body",
        CLOSED,
        _head(file),
        tag("main", _paragraph(file), _facts(briefing), _bands(file), _others(file), due),
        _all_figures(file),
        sources(file.reports, _),
        _foot(file),
    )
    title = f"{briefing.title} · {briefing.bureau}"
    return page(title, body, _, looks=("base", "take_along"))


def _head(file: TakeAlong) -> Markup:
    briefing, _ = file.briefing, file.fmt.words
    name = tag("p", tag("b", briefing.bureau), tag("span", _("Every figure has its source")))
    sample = tag("p", briefing.sample, class_="sample") if briefing.sample else ""
    return tag("header", name, sample, tag("h1", _("{year} in figures", year=briefing.year)))


def _facts(briefing: Briefing) -> Markup:
    """Return scope, report and version, which stand under the paragraph."""
    report = briefing.reports[0].line(briefing.words) if briefing.reports else ""
    facts = " · ".join(filter(None, [briefing.scope, report, briefing.version]))
    return tag("p", facts, class_="facts")


def _paragraph(file: TakeAlong) -> Markup:
    """Return what the year says in one paragraph; of some categories, their findings."""
    fmt, _ = file.fmt, file.fmt.words
    if not file.briefing.phrases:
        findings = [section.finding.text for section in file.briefing.sections]
        return tag("p", fmt.join(findings), class_="said")
    hint = tag("p", door_hint(file.briefing.year, fmt), class_="hint")
    return tag(
        "div",
        tag("p", [_phrase(each, file) for each in file.briefing.phrases], class_="said"),
        hint,
    )


def _phrase(phrase: Phrase, file: TakeAlong) -> str:
    if phrase.figure is None:
        return phrase.text
    category = file.fmt.dataset.vocabulary.category(phrase.figure.observation.category)
    address, style = f"#f{phrase.figure.number}", tones(category.color)
    return tag("a", phrase.text, href=address, class_="door", style=style)


def _bands(file: TakeAlong) -> list[Markup]:
    mains = [section for section in file.briefing.sections if section.main]
    return [_band(section, file) for section in mains or file.briefing.sections]


def _band(section: Section, file: TakeAlong) -> Markup:
    fmt, year = file.fmt, file.briefing.year
    series = lead_first(fmt.dataset.vocabulary.category(section.key), fmt)
    forms = [_form(form, section.color, file) for form in forms_of(series, year, fmt.dataset)]
    note = what_lacks(series, year, fmt)
    if not forms and not note:
        note = fmt.words("No figures published for {year}", year=year)
    return band(section.title, section.color, forms, note=note)


def _form(form: Form, color: str, file: TakeAlong) -> Markup:
    drawn = drawn_form(form, file.briefing.year, file.fmt)
    chart = _chart(form.series[0], color, file) if form.kind == "columns" else None
    return figure_form(drawn, file.link, chart)


def _chart(series: Series, color: str, file: TakeAlong) -> Markup:
    return svg(yearly_bars(series, file.years, color, file.fmt), file.link)


def _others(file: TakeAlong) -> Markup:
    """Return the figures of the categories without a band as one table."""
    sections, _ = file.briefing.sections, file.fmt.words
    others = [section for section in sections if not section.main]
    if not others or len(others) == len(sections):
        return Markup("")
    rows = [
        [
            f"{section.title} · {row.name}",
            file.link_figure(row.figures[-1], row.figures[-1].text),
            row.change or "—",
        ]
        for section in others
        for row in section.rows
        if row.figures[-1]
    ]
    title = _("Other figures")
    header = [_("Metric"), str(file.briefing.year), _("Change")]
    if len(file.years) == 1:
        header, rows = header[:2], [row[:2] for row in rows]
    table = data_table(title, header, rows, numbers=(1,))
    return tag("section", tag("h2", title), table, class_="others")


def _all_figures(file: TakeAlong) -> Markup:
    """Return every figure by metric and year, a table a category."""
    _ = file.fmt.words
    tables = [_category_table(section, file) for section in file.briefing.sections]
    return tag("section", tag("h2", _("All figures")), tables, class_="tables")


def _category_table(section: Section, file: TakeAlong) -> Markup:
    _, years = file.fmt.words, file.years
    places = [section.years.index(year) for year in years][::-1]
    compared = [_("Change")] if len(years) > 1 else []
    header = [_("Metric"), *(str(section.years[at]) for at in places), *compared]
    rows = [
        [row.name, *(_figure(row.figures[at], file) for at in places)]
        + ([row.change or "—"] if compared else [])
        for row in section.rows
    ]
    table = data_table(section.title, header, rows, numbers=range(1, len(places) + 1))
    notes = tag("ul", [tag("li", note) for note in section.notes]) if section.notes else ""
    return tag("div", table, notes, style=tones(section.color))


def _figure(figure: Figure | None, file: TakeAlong) -> str:
    return file.link_figure(figure, figure.text) if figure else file.fmt.words("not published")


def _foot(file: TakeAlong) -> Markup:
    briefing, _ = file.briefing, file.fmt.words
    seal = tag("p", _("Hash of the publication: {hash}", hash=file.seal)) if file.seal else ""
    return tag("footer", tag("p", " · ".join(briefing.facts)), seal)
