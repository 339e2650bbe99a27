"""Write the goals of a briefing beside the results that answer them, as a table."""

from collections.abc import Callable, Sequence

from metrics.briefing.content import Goal
from metrics.briefing.figures import Figure
from metrics.i18n import Words
from metrics.markup import Markup, tag
from metrics.offline.tables import data_table

LinkFigure = Callable[[Figure, str], str]
"""Writes a text as the way to a figure's source."""


def goals(listed: Sequence[Goal], link: LinkFigure, _: Words) -> Markup:
    """Return the section of goals; empty where no report sets one."""
    if not listed:
        return Markup("")
    title = _("Goals and progress")
    header = [_("Metric"), _("Deadline"), _("State"), _("Goal"), _("Result"), _("Stated in")]
    table = data_table(title, header, [_row(goal, link) for goal in listed], numbers=(3, 4))
    return tag("section", tag("h2", title), table, class_="goals")


def _row(goal: Goal, link: LinkFigure) -> list[str]:
    result = link(goal.figure, goal.result) if goal.figure else goal.result or "—"
    shown = tag("span", result, tag("br"), goal.share) if goal.share else result
    return [goal.name, str(goal.year), goal.state, goal.goal, shown, goal.stated or "—"]
