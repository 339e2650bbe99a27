"""Show sources and definitions: reports, metrics, qualifiers, what is left out."""

import streamlit as st

from metrics.i18n import Words
from metrics.model.dataset import Dataset, Edition, Omitted
from metrics.wording.citations import section_text
from metrics.wording.formatter import Formatter
from metrics.wording.uploaded_tables import of_tables, uploaded_tables
from ui.blocks.header import title_row
from ui.blocks.page_tools import show_page_tools
from ui.blocks.source_panel import show_sources_of_page
from ui.blocks.uploaded_tables import show_uploaded_tables
from ui.components.figures import Cell, show_table
from ui.components.source_request import metric_address
from ui.session import url_state
from ui.session.markdown import plain_text
from ui.session.view import View


def show_sources(view: View) -> None:
    """Show the whole page."""
    _, fmt = view.words, view.formatter
    title_row(_("Sources and definitions"))
    url_state.show_notices()
    st.subheader(_("Reports"), anchor=False)
    _show_editions(fmt)
    if tables := uploaded_tables(fmt):
        st.subheader(_("Uploaded tables"), anchor=False)
        show_uploaded_tables(tables, _, key="uploaded_tables")
    st.subheader(_("Coverage"), anchor=False)
    _show_coverage(fmt)
    st.subheader(_("How figures are read"), anchor=False)
    _show_qualifiers(fmt)
    st.subheader(_("Definitions"), anchor=False)
    _show_catalogue(fmt)
    show_page_tools(view, follows_version=False)
    show_sources_of_page(fmt)


def _show_editions(fmt: Formatter) -> None:
    _, data = fmt.words, fmt.dataset
    for edition in data.reports:
        counted = _stated_in(edition, data)
        with st.container(border=True):
            st.markdown(f"**{plain_text(fmt.name(edition))}**")
            st.caption(_edition_text(edition, counted, fmt))
            if edition.link:
                st.link_button(
                    _("Open the official report"),
                    edition.link,
                    type="tertiary",
                    icon=":material/open_in_new:",
                )


def _stated_in(edition: Edition, data: Dataset) -> int:
    """Return how many rows of its year a report states, not other tables."""
    further = [one for one in data.further_editions if one.year == edition.year]
    named = edition.metrics or [metric for one in further for metric in one.metrics]
    among = data.table[data.table["year"] == edition.year]["metric"].isin(named)
    elsewhere = sum(
        year == edition.year
        and source.report.title != edition.zh
        and (metric in named) == bool(edition.metrics)
        for (year, *_place, metric), source in data.table_sources.items()
    )
    return int((among if edition.metrics else ~among).sum()) - elsewhere


def _edition_text(edition: Edition, counted: int, fmt: Formatter) -> str:
    _ = fmt.words
    facts = {"issuer": plain_text(fmt.issuer(edition)), "year": edition.year, "count": counted}
    if edition.published is None:
        return _("{issuer} · figures of {year}: {count}", **facts)
    return _(
        "{issuer} · published {date} · figures of {year}: {count}",
        **facts,
        date=_.date(edition.published),
    )


def _show_coverage(fmt: Formatter) -> None:
    _, data = fmt.words, fmt.dataset
    for year in reversed(data.years):
        stated = data.table[(data.table["year"] == year) & data.table["value"].notna()]
        placed = of_tables(data, year)
        shown = len(stated[stated["region"] == data.bureau.region]) - placed
        if placed:
            st.markdown(_.n("{n} figure of {year} is from uploaded tables.",
                            "{n} figures of {year} are from uploaded tables.",
                            placed, year=year))  # fmt: skip
        if placed and not shown:
            continue
        left_out = [omitted for omitted in data.omitted if omitted.year == year]
        if not left_out:
            st.markdown(_all_shown(shown, year, fmt))
            continue
        st.markdown(
            _(
                "Figures in the {year} report: {total}, of which {shown} on the dashboard, "
                "{left} left out on purpose.",
                total=shown + len(left_out),
                year=year,
                shown=shown,
                left=len(left_out),
            )
        )
        _show_omitted(left_out, year, _)


def _all_shown(shown: int, year: int, fmt: Formatter) -> str:
    _ = fmt.words
    if year in fmt.dataset.editions:
        return _("All {total} figures of the {year} report are shown.", total=shown, year=year)
    return _.n(
        "{n} figure of {year}, not from a report that is kept here.",
        "{n} figures of {year}, not from a report that is kept here.",
        shown,
        year=year,
    )


def _show_omitted(left_out: list[Omitted], year: int, _: Words) -> None:
    zh = _.language == "zh"
    rows = [
        [
            Cell(o.printed),
            Cell(section_text(o.section, _), number=True),
            Cell(o.what_zh if zh else _in_english(o, _)),
            Cell(o.reason_zh if zh else o.reason_en),
        ]
        for o in left_out
    ]
    header = [_("As printed"), _("Section"), _("What it is"), _("Why it is left out")]
    caption = _("Figures left out, {year}", year=year)
    show_table(header, rows, caption=caption, key=f"omitted_{year}")


def _in_english(omitted: Omitted, _: Words) -> str:
    """Return what a left-out figure is, marked where only its Chinese name is known."""
    if omitted.what_en == omitted.what_zh:
        return _("{name} (name in Chinese)", name=omitted.what_zh)
    return omitted.what_en


def _show_qualifiers(fmt: Formatter) -> None:
    _, data = fmt.words, fmt.dataset
    zh = fmt.language == "zh"
    rows = []
    for qualifier in data.vocabulary.qualifiers.values():
        number = "N–M" if qualifier.key == "range" else "N"
        short = qualifier.short_zh if zh else qualifier.short_en
        rows.append(
            [
                Cell(fmt.name(qualifier)),
                Cell(_.list(list(qualifier.words)) or "—"),
                Cell(fmt.meaning(qualifier).format(number="N", upper="M")),
                Cell(short.format(number)),
            ]
        )
    header = [_("Qualifier"), _("Words in the report"), _("Read as"), _("Shown as")]
    show_table(header, rows, caption=_("How figures are read"), key="qualifiers")


def _show_catalogue(fmt: Formatter) -> None:
    _, data = fmt.words, fmt.dataset
    rows = [
        [
            Cell(fmt.name(metric), page=metric_address([("metric", metric.slug)])),
            Cell(fmt.category(metric.category)),
            Cell(fmt.unit(metric.unit)),
            Cell(metric.definition(_.language)),
        ]
        for metric in data.catalogue.metrics
    ]
    header = [_("Metric"), _("Category"), _("Unit"), _("Definition")]
    show_table(header, rows, caption=_("Definitions"), key="catalogue")
