"""Show two reports compared: what changed, went, came, or is reworded.

Files that are dropped here are read and forgotten.
"""

from collections.abc import Sequence

import streamlit as st

from metrics.extraction.report_comparison import (
    CHANGE_NAMES,
    FigurePair,
    ReportChange,
    compare_reports,
)
from metrics.i18n import Words
from metrics.problems import BrokenData
from metrics.readers.documents import parse
from ui.components.figures import Cell, show_table
from ui.session.problem_list import tell_problems
from ui.session.turns import check_size, turn

REPORT_TYPES = ["txt", "html", "htm", "docx", "pdf"]
_COMPARED = "_reports_compared"


def show_comparing(_: Words) -> None:
    """Ask for two reports and show their figures in pairs."""
    st.caption(
        _("Two texts beside each other: numbers that changed, went or came, and definitions that "
          "are said otherwise, each with its sentence then and now.")
    )  # fmt: skip
    left, right = st.columns(2)
    then = left.file_uploader(_("The earlier report"), type=REPORT_TYPES, key="report_then")
    now = right.file_uploader(_("The later report"), type=REPORT_TYPES, key="report_now")
    if then is None or now is None:
        return
    files = [(file.name, file.getvalue()) for file in (then, now)]
    known = st.session_state.get(_COMPARED)
    if known is None or known[0] != files:
        texts = []
        for name, content in files:
            try:
                texts.append(parse(content, name).text)
            except BrokenData as broken:
                tell_problems(_("{name} cannot be read", name=name), broken.problems, _)
                return
        try:
            check_size(*texts)
            with st.spinner(_("Comparing the reports…")), turn():
                known = (files, compare_reports(*texts))
        except BrokenData as broken:
            tell_problems(_("The reports cannot be compared"), broken.problems, _)
            return
        st.session_state[_COMPARED] = known
    _show_pairs(known[1], _)


def _show_pairs(pairs: Sequence[FigurePair], _: Words) -> None:
    counts = {change: sum(pair.change == change for pair in pairs) for change in ReportChange}
    present = [change for change in ReportChange if counts[change]]
    wanted = st.pills(
        _("Show"),
        present,
        selection_mode="multi",
        default=[change for change in present if change != ReportChange.SAME],
        format_func=lambda change: f"{_.say(CHANGE_NAMES[change])} {counts[change]}",
        key="compared_changes",
        label_visibility="collapsed",
        wrap=True,
    )
    shown = [pair for pair in pairs if pair.change in wanted]
    if not shown:
        st.markdown(_("The figures of the two reports are the same."))
        return
    header = [_("Change"), _("Then"), _("Now"), _("Sentence then"), _("Sentence now")]
    rows = [_pair_cells(pair, _) for pair in shown]
    show_table(header, rows, caption=_("Figures of two reports"), key="compared_reports")


def _pair_cells(pair: FigurePair, _: Words) -> list[Cell]:
    parts = [_.say(CHANGE_NAMES[pair.change])]
    if pair.reworded and pair.change == ReportChange.CHANGED:
        parts.append(_.say(CHANGE_NAMES[ReportChange.REWORDED]))
    sides = [f"{each.metric} {each.printed}" if each else "—" for each in (pair.then, pair.now)]
    return [
        Cell(_.list(parts)),
        *(Cell(side) for side in sides),
        Cell(pair.then_sentence or "—"),
        Cell(pair.now_sentence or "—"),
    ]
