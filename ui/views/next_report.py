"""Show the writing of the next report: draft, returned draft, two reports compared.

Files that are dropped here are read and forgotten; nothing is kept or published.
"""

from functools import partial

import streamlit as st

from metrics.i18n import Words
from metrics.next_report import (
    OPEN_NAMES,
    NextReport,
    NoReport,
    PieceKind,
    draft_report,
    kept_texts,
    write_docx,
)
from ui.blocks.header import title_row
from ui.blocks.source_panel import show_sources_of_page
from ui.components.report import Mark, MarkState, show_report
from ui.session import url_state
from ui.session.exports import recorded
from ui.session.markdown import BadgeColor
from ui.session.view import View
from ui.views.report_comparison import show_comparing
from ui.views.returned_draft import WORD, show_checking

_MARKS: dict[PieceKind, MarkState] = {
    "number": "taken",
    "comparison": "taken",
    "goal": "taken",
    "missing": "doubtful",
    "unchecked": "proposed",
    "to_write": "quiet",
}
_COLORS: dict[PieceKind, BadgeColor] = {
    "number": "green",
    "goal": "violet",
    "missing": "orange",
    "unchecked": "blue",
}


def show_next_report(view: View) -> None:
    """Show the whole page."""
    _ = view.words
    title_row(_("Write the next report"))
    url_state.show_notices()
    tabs = [_("Draft"), _("Check a returned draft"), _("Compare two reports")]
    drafting, checking, comparing = st.tabs(tabs)
    with drafting:
        _show_drafting(view)
    with checking:
        show_checking(view)
    with comparing:
        show_comparing(_)
    show_sources_of_page(view.formatter)


def _show_drafting(view: View) -> None:
    _ = view.words
    texts = kept_texts(view.store)
    years = [year for year in reversed(view.data.years) if any(kept < year for kept in texts)]
    if not years:
        newest = view.data.years[-1] if view.data.years else ""
        st.info(
            _(
                "A draft is made from the text of an earlier report and the figures of a later "
                "year. Figures are published up to {year}; texts of reports are kept for: {years}.",
                year=newest,
                years=_.list([str(year) for year in texts]) or _("none yet"),
            )
        )
        st.page_link("pages/extract.py", label=_("Read a report"), icon=":material/plagiarism:")
        return
    with st.container(horizontal=True):
        year = st.selectbox(_("Year of the new report"), years, key="next_year", width=200)
        earlier = [kept for kept in texts if kept < year]
        source = st.selectbox(_("From the report on"), earlier, key="next_from", width=200)
    try:
        report = draft_report(view.store, year, source)
    except NoReport as nothing:
        st.info(_.say(nothing.reason))
        return
    _show_counts(report, _)
    name = f"{report.title or report.year}.docx"
    st.download_button(
        _("Download the draft (Word)"),
        data=recorded(partial(write_docx, report), name),
        file_name=name,
        mime=WORD,
        type="primary",
        on_click="ignore",
        icon=":material/download:",
    )
    text, marks = _marked(report, _)
    with st.container(border=True):
        show_report(text, marks, label=_("The draft"), key="next_report", height=620)


def _piece_names(_: Words) -> dict[PieceKind, str]:
    return {
        "number": _("bound to a published figure"),
        "goal": _("goals of the new report"),
        **{kind: _.say(name) for kind, name in OPEN_NAMES.items()},
    }


def _show_counts(report: NextReport, _: Words) -> None:
    with st.container(horizontal=True):
        for kind, name in _piece_names(_).items():
            count = len(report.pieces(kind))
            if count:
                st.badge(f"{name} {count}", color=_COLORS.get(kind, "gray"))


def _marked(report: NextReport, _: Words) -> tuple[str, list[Mark]]:
    """Return the draft as a text with its pieces marked."""
    names = _piece_names(_)
    text, marks, place = [], [], 0
    for line in report.lines:
        for piece in line.pieces:
            end = place + len(piece.text)
            if state := _MARKS.get(piece.kind):
                note = names.get(piece.kind, names["number"])
                was = _("last year: {figure}", figure=piece.was) if piece.was else ""
                marks.append(Mark(place, end, state, " · ".join(filter(None, (note, was)))))
            text.append(piece.text)
            place = end
        text.append("\n")
        place += 1
    return "".join(text), marks
