"""Show the writing of the next report: draft, returned draft, two reports compared.

Files that are dropped here are read and forgotten; nothing is kept or published.
"""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from metrics.extraction.report_comparison import (
    CHANGE_NAMES,
    FigurePair,
    ReportChange,
    compare_reports,
)
from metrics.i18n import Words
from metrics.model.figure_id import figure_id
from metrics.next_report import (
    STATE_NAMES,
    Bound,
    BoundState,
    NextReport,
    NoReport,
    PieceKind,
    draft_report,
    kept_texts,
    refreshed,
    write_docx,
)
from metrics.problems import BrokenData
from metrics.proofreading.marked_copy import counts_text
from metrics.proofreading.returned_draft import ReturnedDraft, check_draft
from metrics.readers.documents import parse
from metrics.store.aliases import confirmed_aliases
from metrics.store.evidence import sources_of
from metrics.store.published import published
from ui.blocks.header import title_row
from ui.blocks.source_panel import show_source_if_asked
from ui.components.figures import Cell, show_table
from ui.components.report import Mark, show_report
from ui.session import url_state
from ui.session.markdown import plain_text
from ui.session.problem_list import tell_problems
from ui.session.view import View

REPORT_TYPES = ["txt", "html", "htm", "docx", "pdf"]
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MARKS: dict[PieceKind, str] = {
    "number": "taken",
    "comparison": "taken",
    "missing": "doubtful",
    "unchecked": "proposed",
    "to_write": "quiet",
}
_COLORS = {
    BoundState.RIGHT: "green",
    BoundState.STALE: "orange",
    BoundState.OVERTYPED: "orange",
    BoundState.WITHDRAWN: "gray",
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
        _show_checking(view)
    with comparing:
        _show_comparing(_)
    show_source_if_asked(view.formatter)


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
    st.download_button(
        _("Download the draft (Word)"),
        data=partial(write_docx, report),
        file_name=f"{report.title or report.year}.docx",
        mime=_WORD,
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
        "missing": _("not published yet"),
        "unchecked": _("last year's number, to be checked"),
        "to_write": _("last year's words, to be written"),
    }


def _show_counts(report: NextReport, _: Words) -> None:
    colors = {"number": "green", "missing": "orange", "unchecked": "blue", "to_write": "gray"}
    with st.container(horizontal=True):
        for kind, name in _piece_names(_).items():
            count = len(report.pieces(kind))
            if count:
                st.badge(f"{name} {count}", color=colors[kind])  # type: ignore[arg-type]


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


def _show_checking(view: View) -> None:
    _ = view.words
    st.caption(
        _("The Word file that colleagues have edited: which numbers still say what is published, "
          "and whether the figures of new sentences do.")
    )  # fmt: skip
    file = st.file_uploader(_("Drop the returned draft here"), type=["docx"], key="returned")
    if file is None:
        return
    content = file.getvalue()
    try:
        parse(content, file.name)
    except BrokenData as broken:
        tell_problems(_("The draft cannot be read"), broken.problems, _)
        return
    found = check_draft(
        content,
        view.data,
        partial(published, view.store, None),
        confirmed_aliases(view.store),
        sources_of(view.store),
    )
    if not found.bound:
        st.info(_("No number of this file is bound; it was not made here, or lost its marks."))
        return
    _show_states(found, _)
    if any(one.state in (BoundState.STALE, BoundState.OVERTYPED) for one in found.bound):
        st.download_button(
            _("With the published numbers (Word)"),
            data=lambda: refreshed(content, view.data)[0],
            file_name=file.name,
            mime=_WORD,
            on_click="ignore",
            icon=":material/refresh:",
        )
    _show_bound([one for one in found.bound if one.state != BoundState.RIGHT], view)


def _show_states(found: ReturnedDraft, _: Words) -> None:
    with st.container(horizontal=True):
        for state, name in STATE_NAMES.items():
            if count := found.count(state):
                st.badge(f"{_.say(name)} {count}", color=_COLORS[state])  # type: ignore[arg-type]
    other = counts_text(found.proofreading, _)
    st.markdown(plain_text(_("Figures outside the bound numbers: {counts}", counts=other)))


def _show_bound(numbers: Sequence[Bound], view: View) -> None:
    _, fmt = view.words, view.formatter
    if not numbers:
        return
    rows = []
    for one in numbers:
        row = one.row
        rows.append(
            [
                Cell(f"{row.year} {fmt.metric(row)}" if row else "—"),
                Cell(one.text, number=True),
                Cell(one.published, figure_id(row, view.data) if row else "", number=True),
                Cell(_.say(STATE_NAMES[one.state])),
            ]
        )
    header = [_("Metric"), _("In the draft"), _("Published"), _("State")]
    show_table(header, rows, caption=_("Bound numbers that differ"), key="bound")


def _show_comparing(_: Words) -> None:
    left, right = st.columns(2)
    then = left.file_uploader(_("The earlier report"), type=REPORT_TYPES, key="report_then")
    now = right.file_uploader(_("The later report"), type=REPORT_TYPES, key="report_now")
    if then is None or now is None:
        return
    texts = []
    for file in (then, now):
        try:
            texts.append(parse(file.getvalue(), file.name).text)
        except BrokenData as broken:
            tell_problems(_("{name} cannot be read", name=file.name), broken.problems, _)
            return
    pairs = compare_reports(*texts)
    with st.container(horizontal=True):
        for change, name in CHANGE_NAMES.items():
            if count := sum(pair.change == change for pair in pairs):
                st.badge(f"{_.say(name)} {count}", color="gray")
    changed = [pair for pair in pairs if pair.change != ReportChange.SAME]
    if changed:
        header = [_("Change"), _("Then"), _("Now"), _("Sentence then"), _("Sentence now")]
        rows = [_pair_cells(pair, _) for pair in changed]
        show_table(header, rows, caption=_("Figures that differ"), key="compared_reports")


def _pair_cells(pair: FigurePair, _: Words) -> list[Cell]:
    sides = [f"{each.metric} {each.printed}" if each else "—" for each in (pair.then, pair.now)]
    return [
        Cell(_.say(CHANGE_NAMES[pair.change])),
        *(Cell(side) for side in sides),
        Cell(pair.then_sentence),
        Cell(pair.now_sentence),
    ]
