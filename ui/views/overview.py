"""Show the overview: the year's picture at a glance."""

from collections.abc import Sequence

from metrics.analysis.selection import Filters
from metrics.model.figure_id import figure_id
from metrics.model.series import Series, categories_present, published_in, series_of
from metrics.wording.citations import door_hint
from metrics.wording.formatter import Formatter
from metrics.wording.paragraph import lead_first, main_categories, year_paragraph
from metrics.wording.series import comparison_text, what_lacks
from ui.blocks.bands import category_band, sentence
from ui.blocks.briefing_button import briefing_button
from ui.blocks.header import bureau_name, nothing_published, title_row
from ui.blocks.numerals import report_numerals
from ui.blocks.page_tools import show_page_tools
from ui.blocks.presenter import presenter
from ui.blocks.selectors import year_switch
from ui.blocks.source_panel import show_sources_of_page
from ui.blocks.version_notice import show_link_status
from ui.components.figures import Cell, Content, line, table
from ui.components.layout import Part, as_data, show_parts
from ui.components.source_request import metric_page
from ui.components.switches import Frame, nearest, send_frames
from ui.frame import as_fragment
from ui.session import url_state
from ui.session.view import View


def show_overview(view: View) -> None:
    """Show the whole page."""
    as_fragment(_show, view)


def _show(view: View) -> None:
    data, _ = view.data, view.words
    if not data.years:
        title_row(bureau_name(view))
    if nothing_published(view):
        return
    page = "/".join(["overview", str(data.version), _.language])
    year = _titled_year(view, page)
    url_state.show_notices()
    show_link_status(view, Filters({"region": (data.bureau.region,)}, str(year), str(year)))
    show_parts(_body(view, year), _, key="body", page=page)
    show_page_tools(view)
    show_sources_of_page(view.formatter)
    if not url_state.is_bare():
        others = ({"year": str(each)} for each in nearest(data.years, year))

        def frame(year: str) -> Frame:
            return {"body": as_data(_body(view, int(year)))}

        send_frames(page, {"year": str(year)}, [others], frame)


def _body(view: View, year: int) -> list[Part]:
    """Return what the page shows of a year."""
    fmt = view.formatter
    main = main_categories(fmt)
    body = [Part("year", _paragraph(view, year))]
    for category in main:
        series = lead_first(category, fmt)
        body.append(Part(f"band_{category.key}", category_band(category.key, series, year, fmt)))
    keys = {category.key for category in main}
    present = categories_present(fmt.dataset)
    others = [s for key in present if key not in keys for s in series_of(fmt.dataset, key)]
    body += _others(others, year, fmt)
    body.append(Part("numerals", report_numerals(view, year)))
    return body


def _paragraph(view: View, year: int) -> Content:
    fmt = view.formatter
    hint = f"{door_hint(year, fmt)} {_published(view, year)}"
    return sentence(year_paragraph(year, fmt), fmt, hint=hint)


def _others(series: Sequence[Series], year: int, fmt: Formatter) -> list[Part]:
    """Return the metrics of the other categories as one table."""
    _, shown = fmt.words, [one for one in series if one.published(year)]
    lacking = Part("others_told", line(what_lacks(series, year, fmt)))
    if not shown:
        return [lacking]
    compared = len(fmt.dataset.years) > 1
    header = [_("Other figures"), _("Metric"), _("Figure"), *([_("Change")] if compared else [])]
    named = [one.category for one in shown]
    rows = [
        [
            Cell("" if at and named[at - 1] == one.category else fmt.category(one.category)),
            Cell(fmt.series(one), page=metric_page(one.observations[-1], fmt.dataset)),
            Cell(fmt.figure(o), figure_id(o, fmt.dataset), number=True),
            *([Cell(comparison_text(one, year, fmt))] if compared else []),
        ]
        for at, one in enumerate(shown)
        if (o := one.published(year))
    ]
    return [Part("others", table(header, rows, caption=_("Other figures"), dense=True)), lacking]


def _titled_year(view: View, page: str) -> int:
    """Show the title with the year switch beside it; return the year."""
    data, _ = view.data, view.words
    years = [str(year) for year in data.years]
    year = url_state.chosen("year", years, years[-1], _)
    with title_row(_("{year} in figures", year=year)):
        chosen = year_switch(data, _, page=page)
        briefing_button(view.formatter, chosen, (), view.store)
        presenter(view.formatter, chosen, (), view.store)
    return chosen


def _published(view: View, year: int) -> str:
    data, _ = view.data, view.words
    series = [s for category in categories_present(data) for s in series_of(data, category)]
    facts = {"bureau": bureau_name(view), "count": len(published_in(series, year))}
    edition = data.editions.get(year)
    if edition is None:
        return _("{bureau} · {count} metrics", **facts)
    facts["title"] = view.formatter.name(edition)
    if edition.published is None:
        return _("{bureau} · {count} metrics, all from “{title}”", **facts)
    return _(
        "{bureau} · {count} metrics, all from “{title}” (published {date})",
        **facts,
        date=_.date(edition.published),
    )
