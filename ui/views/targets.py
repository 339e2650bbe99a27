"""Show goals and progress: what was promised beside what was reported."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from metrics.model.figure_id import figure_id, goal_id
from metrics.model.target_progress import (
    TargetProgress,
    TargetState,
    target_progress,
    without_target,
)
from metrics.wording.formatter import Formatter
from metrics.wording.targets import STATE_NAMES, arithmetic_text, goal_text, stated_text
from ui.blocks.header import title_row
from ui.blocks.page_tools import show_page_tools
from ui.blocks.source_panel import show_sources_of_page
from ui.components.figures import Cell, show_table
from ui.session import url_state
from ui.session.markdown import BadgeColor
from ui.session.view import View
from ui.views.goal_entry import show_goal_entry
from ui.views.publishing.desk import show_outcome

_COLORS: dict[TargetState, BadgeColor] = {
    TargetState.REACHED: "green",
    TargetState.MISSED: "orange",
    TargetState.UNDER_WAY: "blue",
    TargetState.NOT_DUE: "gray",
    TargetState.NOT_MENTIONED: "violet",
    TargetState.UNDECIDED: "gray",
}


def show_targets(view: View) -> None:
    """Show the whole page."""
    _, fmt = view.words, view.formatter
    title_row(_("Goals and progress"))
    url_state.show_notices()
    show_outcome(_)
    found = target_progress(view.data)
    if not found:
        st.info(_("No report that is published here sets a goal in numbers."))
    for year in dict.fromkeys(progress.target.year for progress in found):
        due = [progress for progress in found if progress.target.year == year]
        heading = _("Goals for {year}", year=year) if year else _("Goals without a deadline")
        st.subheader(heading, anchor=False)
        _show_counts(due, fmt)
        _show_goals(due, f"{year}", heading, fmt)
        if year:
            _show_others(view, year)
    _show_reports_without(view)
    show_page_tools(view, follows_version=False)
    if not url_state.is_bare():
        show_goal_entry(view)
    show_sources_of_page(fmt)


def _show_reports_without(view: View) -> None:
    """Say which reports set no goal in numbers; nothing is made up in their place."""
    _, asked = view.words, {target.stated_in for target in view.data.targets}
    without = [str(year) for year in view.data.editions if year not in asked]
    if without:
        years = _.list(without)
        st.caption(_("Reports that set no goal in numbers: {years}. None is made up.", years=years))


def _show_counts(due: Sequence[TargetProgress], fmt: Formatter) -> None:
    counts = Counter(progress.state for progress in due)
    with st.container(horizontal=True):
        for state in TargetState:
            if counts[state]:
                name = fmt.words.say(STATE_NAMES[state])
                st.badge(f"{name} {counts[state]}", color=_COLORS[state])


def _show_goals(due: Sequence[TargetProgress], key: str, caption: str, fmt: Formatter) -> None:
    _ = fmt.words
    rows = []
    for progress in due:
        target, result = progress.target, progress.result
        address = figure_id(result, fmt.dataset) if result else ""
        shown = f"{result.year} · {fmt.figure(result)}" if result else _("not published")
        metric = fmt.dataset.catalogue.get(target.metric, target.category, target.unit)
        place = "" if target.region == fmt.dataset.bureau.region else fmt.region(target.region)
        rows.append(
            [
                Cell(" ".join(part for part in (place, fmt.name(metric)) if part)),
                Cell(_.say(STATE_NAMES[progress.state])),
                Cell(goal_text(target, fmt), goal_id(target), number=True),
                Cell(shown, address, number=True),
                Cell(arithmetic_text(progress, fmt) or "—"),
                Cell(stated_text(target, _) or "—"),
            ]
        )
    header = [_("Metric"), _("State"), _("Goal"), _("Result"), _("Arithmetic"), _("Stated in")]
    show_table(header, rows, caption=caption, key=f"goals_{key}")


def _show_others(view: View, year: int) -> None:
    _, fmt = view.words, view.formatter
    others = without_target(view.data, year)
    if not others:
        return
    text = _.n(
        "{n} figure of {year} was reported without a goal",
        "{n} figures of {year} were reported without a goal",
        len(others),
        year=year,
    )
    with st.expander(text):
        rows = [
            [Cell(fmt.metric(row)), Cell(fmt.figure(row), figure_id(row, view.data), number=True)]
            for row in others
        ]
        show_table([_("Metric"), _("Result")], rows, caption=text, key=f"others_{year}")
