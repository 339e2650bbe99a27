"""Show the page of one metric: sentence, chart, years, earlier statements, goals, definition.

Everything that is known of a metric in one region; the source panel is its short form. Without a
metric, or with one that is not there, it lists all metrics.
"""

from metrics.analysis.comparison import has_districts, region_comparison
from metrics.analysis.forms import forms_of
from metrics.analysis.selection import Filters, metric_slug, select
from metrics.clock import day
from metrics.export.summary import everything
from metrics.model.diff import Restated
from metrics.model.figure_id import figure_id
from metrics.model.observation import Observation
from metrics.model.series import Series, categories_present, find_series, series_of, with_region
from metrics.model.target_progress import target_progress
from metrics.store.restatements import restatements
from metrics.wording.citations import place_text, provenance
from metrics.wording.formatter import Formatter
from metrics.wording.paragraph import claim_pieces
from metrics.wording.series import comparison_text
from metrics.wording.targets import STATE_NAMES, goal_text, stated_text
from ui.blocks.bands import category_band, sentence
from ui.blocks.download_dialog import show_download_button
from ui.blocks.header import nothing_published, title_row
from ui.blocks.page_tools import show_origin, show_page_tools
from ui.blocks.selectors import region_switch
from ui.blocks.small_multiples import metric_panel, regions_panel
from ui.blocks.source_panel import figure_link, show_copied, show_sentence, show_sources_of_page
from ui.blocks.version_notice import show_link_status
from ui.components.figures import Cell, line, show_table, table
from ui.components.layout import Box, Grid, Part, show_parts
from ui.components.source_request import metric_page
from ui.session import url_state
from ui.session.markdown import plain_text
from ui.session.view import View


def show_metric(view: View) -> None:
    """Show the whole page."""
    if nothing_published(view):
        return
    series = _asked_series(view)
    if series is None:
        _show_all(view)
    else:
        _show_series(series, view)


def _asked_series(view: View) -> Series | None:
    """Return the series that the address names; what is not there is noticed."""
    data, _ = view.data, view.words
    name = url_state.asked("metric")
    if not name:
        return None
    slug = metric_slug(name, data)
    place = (url_state.asked("category"), url_state.asked("subcategory"))
    found = find_series(data, slug, url_state.asked("region"), *place)
    if found is None:
        found = find_series(data, slug)
    if found is None:
        url_state.notice(
            _(
                "There is no metric “{name}” here; all metrics are listed.",
                name=plain_text(name[:40]),
            )
        )
    return found


def _show_all(view: View) -> None:
    data, fmt, _ = view.data, view.formatter, view.words
    title_row(_("All metrics"))
    url_state.show_notices()
    rows = [
        [
            Cell(fmt.series(one), page=metric_page(one.observations[-1], data)),
            Cell(fmt.category(key)),
            Cell(fmt.unit(one.observations[-1].unit)),
            Cell(one.metric.definition(fmt.language)),
        ]
        for key in categories_present(data)
        for one in series_of(data, key)
    ]
    header = [_("Metric"), _("Category"), _("Unit"), _("Definition")]
    show_table(header, rows, caption=_("All metrics"), key="all_metrics")
    show_page_tools(view)
    show_sources_of_page(fmt)


def _show_series(series: Series, view: View) -> None:
    fmt, _ = view.formatter, view.words
    with title_row(fmt.series(series)):
        region_switch(view.data, _)
    url_state.show_notices()
    year = _year(series, view)
    shown = Filters({"metric": (series.metric.slug,), "region": (series.region,)})
    show_link_status(view, shown)
    restated = restatements(view.store, view.data.version)
    show_parts(_top(series, year, fmt, restated), _, key="top")
    observation = series.published(year)
    if not url_state.only_charts():
        if observation and observation.key not in view.data.table_sources:
            show_sentence(observation, _)
        show_parts(_facts(series, fmt, restated), _, key="facts")
        _show_citation(series, observation, fmt)
    selection = select(view.data, shown)
    show_origin(lambda: selection, _)
    with show_page_tools(view):
        if not url_state.is_bare():
            show_download_button(selection, everything(view.data), view.data.version, _)
    show_sources_of_page(fmt, by_address=False)


def _year(series: Series, view: View) -> int:
    """Return the address's year where it has a figure, else the latest."""
    published = [str(o.year) for o in series.observations if o.value is not None]
    known = published or [str(view.data.years[-1])]
    return int(url_state.chosen("year", known, known[-1], view.words))


def _top(series: Series, year: int, fmt: Formatter, restated: Restated) -> list[Part | Grid]:
    """Return the year's sentence and chart, beside the districts if there are any."""
    data = fmt.dataset
    pieces = claim_pieces((series,), year, fmt) if series.published(year) else ()
    boxes = []
    if len(data.years) > 1:
        boxes.append(Box((metric_panel(series, list(data.years), fmt, restated),)))
    home = series.region == data.bureau.region
    if home and has_districts(data, series):
        place = (series.category, series.subcategory)
        comparison = region_comparison(data, series.metric.slug, *place, year)
        boxes.append(Box((regions_panel(comparison, fmt),)))
    hint = f"{year} · {fmt.category(series.category)} · {fmt.region(series.region)}"
    body: list[Part | Grid] = [Part("sentence", sentence(pieces, fmt, hint=hint))]
    if len(data.years) == 1:
        body += _drawn_alone(series, year, fmt)
    return [*body, Grid(tuple(boxes), columns=2, narrowest=320)] if boxes else body


def _drawn_alone(series: Series, year: int, fmt: Formatter) -> list[Part]:
    """Return a metric of one year in its form, with what it is a part of or leads to."""
    data, own = fmt.dataset, series.metric.zh
    kinds = (data.vocabulary.others(kind) for kind in ("reach_of", "part_of"))
    related = {name for kind in kinds for pair in kind.items() if own in pair for name in pair}
    known = with_region(data, series.region)
    shown = [s for s in series_of(known, series.category) if s.metric.zh in {own, *related}]
    if all(form.kind == "number" for form in forms_of(shown, year, known)):
        return []
    return [Part("drawn", category_band(series.category, shown, year, fmt, titled=False))]


def _facts(series: Series, fmt: Formatter, restated: Restated) -> list[Part]:
    """Return the years, other published values, goals and the definition."""
    _, definition = fmt.words, series.metric.definition(fmt.language)
    parts = [Part("years", _years_table(series, fmt))]
    if versions := _versions(series, fmt, restated):
        header = [_("Year"), _("Published before"), _("Version"), _("Date")]
        caption = _("Published otherwise before")
        parts.append(Part("versions", table(header, versions, caption=caption, dense=True)))
    if goals := _goals(series, fmt):
        header = [_("Goal for"), _("Goal"), _("State"), _("Result"), _("Stated in")]
        parts.append(Part("goals", table(header, goals, caption=_("Goals"), dense=True)))
    facts = [
        _("Definition: {text}", text=definition) if definition else "",
        _("Unit: {unit}", unit=fmt.unit(series.observations[-1].unit)),
        _("Also called: {names}", names=_.list(list(series.metric.aliases)))
        if series.metric.aliases and fmt.language == "zh"
        else "",
    ]
    return [*parts, Part("meaning", line(fmt.join(filter(None, facts)), form="plain"))]


def _years_table(series: Series, fmt: Formatter) -> dict[str, object]:
    _, data = fmt.words, fmt.dataset
    rows = [
        [
            Cell(str(o.year)),
            Cell(fmt.figure(o), figure_id(o, data) if o.value is not None else "", number=True),
            Cell(_change(series, o.year, fmt)),
            Cell("" if o.qualifier == "exact" and o.value is not None else fmt.reading(o)),
            Cell(place_text(o, fmt)),
            Cell(o.note, name=True),
        ]
        for o in reversed(series.observations)
    ]
    header = [_("Year"), _("Figure"), _("Change"), _("Read as"), _("Section"), _("Note")]
    filled = [at for at in range(len(header)) if any(row[at].text for row in rows)]
    rows = [[row[at] for at in filled] for row in rows]
    return dict(
        table([header[at] for at in filled], rows, caption=_("Figures by year"), dense=True)
    )


def _change(series: Series, year: int, fmt: Formatter) -> str:
    change = series.change(year)
    return fmt.change(change) if change.amount is not None else comparison_text(series, year, fmt)


def _versions(series: Series, fmt: Formatter, restated: Restated) -> list[list[Cell]]:
    return [
        [
            Cell(str(o.year)),
            Cell(fmt.figure(earlier.observation), number=True),
            Cell(str(earlier.version), number=True),
            Cell(fmt.words.date(day(earlier.at))),
        ]
        for o in reversed(series.observations)
        for earlier in restated.get(o.key, ())
    ]


def _goals(series: Series, fmt: Formatter) -> list[list[Cell]]:
    _, data = fmt.words, fmt.dataset
    own = (series.metric.zh, series.region, series.category, series.subcategory)
    rows = []
    for progress in target_progress(data):
        goal, result = progress.target, progress.result
        if (goal.metric, goal.region, goal.category, goal.subcategory) != own:
            continue
        shown = f"{result.year} · {fmt.figure(result)}" if result else "—"
        rows.append(
            [
                Cell(str(goal.year or "—")),
                Cell(goal_text(goal, fmt), number=True),
                Cell(_.say(STATE_NAMES[progress.state])),
                Cell(shown, figure_id(result, data) if result else "", number=True),
                Cell(stated_text(goal, _) or "—"),
            ]
        )
    return rows


def _show_citation(series: Series, observation: Observation | None, fmt: Formatter) -> None:
    _, latest = fmt.words, observation or series.observations[-1]
    show_copied(_("Citation"), [provenance(latest, fmt).citations[fmt.language]])
    show_copied(_("Link to this figure"), [figure_link(latest, fmt.dataset)])
