"""Lay out the slides of the goals: a row for each, its state in words and colour."""

from collections.abc import Sequence

from metrics.briefing.content import Goal
from metrics.briefing.goals import counts_line
from metrics.briefing.pptx.parts import BOTTOM, INNER, MARGIN, TOP, Deck, cell, pages_of
from metrics.briefing.pptx.sections import BODY, head
from metrics.briefing.style import GOAL_COLORS, INK, MUTED, Run

_WIDTHS = (3.2, 0.9, 2.0, 2.6, 1.35)


def show_goals(deck: Deck, most: int | None = None) -> None:
    """Show the goals beside their results, on as many slides as it takes.

    `most` is how many slides there may be; what is left out stands in the full version.
    """
    _, goals = deck.briefing.words, deck.briefing.goals
    if not goals:
        return
    widths = [*_WIDTHS, INNER - sum(_WIDTHS)]
    names = [_("Metric"), _("Deadline"), _("Goal"), _("Result"), _("State"), _("Arithmetic")]
    rows = [head(names, widths), *(_row(goal, widths) for goal in goals)]
    title = _("Goals and progress")
    for at, page in enumerate(pages_of(rows, widths, BOTTOM - TOP)[:most]):
        shown = _("{title} (continued)", title=title) if at else title
        slide = deck.slide(shown, kicker=counts_line(goals))
        deck.table(slide, MARGIN, TOP, widths, page, taller=0.08)
        deck.notes(slide, [f"{goal.name} {goal.goal} · {goal.stated}" for goal in goals])


def _row(goal: Goal, widths: Sequence[float]) -> list[list[Run]]:
    color = GOAL_COLORS.get(goal.key, INK)
    mark = goal.figure.mark if goal.figure else ""
    return [
        cell(goal.name, widths[0], BODY, bold=True),
        cell(str(goal.year), widths[1], BODY),
        cell(goal.goal, widths[2], BODY),
        cell(goal.result or "—", widths[3], BODY, mark=mark),
        cell(goal.state, widths[4], BODY, color=color, bold=True),
        cell(goal.share or "—", widths[5], 10, color=MUTED),
    ]
