"""Show the writing of the next report: draft, returned draft, two reports compared.

Files that are dropped here are read and forgotten; nothing is kept or published.
"""

from collections.abc import Iterator
from functools import partial

import streamlit as st

from metrics.i18n import Words
from metrics.model.figure_id import figure_id, goal_id
from metrics.model.observation import Observation
from metrics.model.target import Target
from metrics.next_report import (
    OPEN_NAMES,
    NextReport,
    NoReport,
    Piece,
    PieceKind,
    bound_to,
    draft_report,
    kept_texts,
    write_docx,
)
from metrics.wording.formatter import Formatter
from metrics.wording.targets import goal_name
from ui.blocks.header import title_row
from ui.blocks.source_panel import show_sources_of_page
from ui.components.figures import Cell, show_table
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
_CHOSEN = "_next_report_chosen"
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
    _show_chosen(report, view)
    _show_text(report, view)


def _show_text(report: NextReport, view: View) -> None:
    text, marks = _marked(report, view)
    label = view.words("The draft")
    with st.container(border=True):
        show_report(text, marks, label=label, key="next_report", height=620, on_choose=_choose)


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


def _choose(start: int) -> None:
    st.session_state[_CHOSEN] = start


def _placed(report: NextReport) -> Iterator[tuple[int, Piece]]:
    """Yield each piece with its place in the draft as one text, lines ended by a mark."""
    place = 0
    for line in report.lines:
        for piece in line.pieces:
            yield place, piece
            place += len(piece.text)
        yield place, Piece("kept", "\n")
        place += 1


def _marked(report: NextReport, view: View) -> tuple[str, list[Mark]]:
    """Return the draft as a text with its pieces marked."""
    _, names = view.words, _piece_names(view.words)
    chosen = st.session_state.get(_CHOSEN)
    text, marks = [], []
    for place, piece in _placed(report):
        if state := _MARKS.get(piece.kind):
            about = bound_to(piece, view.data)
            facts = (
                names.get(piece.kind, names["number"]),
                _about(about, view.formatter) if about else "",
                f"v{report.version}" if about else "",
                _("last year: {figure}", figure=piece.was) if piece.was else "",
            )
            hint = " · ".join(filter(None, facts))
            end, current = place + len(piece.text), place == chosen
            marks.append(Mark(place, end, state, hint, current, choosable=about is not None))
        text.append(piece.text)
    return "".join(text), marks


def _about(about: Observation | Target, fmt: Formatter) -> str:
    if isinstance(about, Target):
        return goal_name(about, fmt)
    return f"{about.year} {fmt.metric(about)}"


def _show_chosen(report: NextReport, view: View) -> None:
    """Show what the pressed number is bound to, with the way to its source."""
    _, start = view.words, st.session_state.get(_CHOSEN)
    piece = next((piece for place, piece in _placed(report) if place == start), None)
    about = bound_to(piece, view.data) if piece else None
    if piece is None or about is None:
        return
    address = goal_id(about) if isinstance(about, Target) else figure_id(about, view.data)
    cells = [
        Cell(_about(about, view.formatter)),
        Cell(piece.text, address, number=True),
        Cell(f"v{report.version}"),
        Cell(piece.was or "—", number=True),
    ]
    header = [_("Metric"), _("In the draft"), _("Version"), _("Last year")]
    show_table(header, [cells], caption=_("What the number is bound to"), key="draft_number")
