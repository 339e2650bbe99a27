"""Lay out a briefing as a Word text: key figures, goals, findings, charts, sources.

The content decides what it states. Every page carries the facts, tables repeat
their header rows, and nothing is cut off: Word lets long texts flow.
"""

import io

from metrics.briefing.content import Briefing, Goal, Lead, Row, Section
from metrics.briefing.docx.parts import ROOM, Paper
from metrics.briefing.figures import Figure, Report
from metrics.briefing.goals import counts_line
from metrics.briefing.style import GOAL_COLORS, INK, MUTED, Run, sealed
from metrics.briefing.text_fit import mixed

_YEARS_IN_TABLE = 5
_SMALL = 9.0


def lay_out(briefing: Briefing) -> bytes:
    """Return the text as a DOCX file, with charts that can be edited."""
    paper = Paper(briefing)
    _show_title(paper)
    _show_leads(paper)
    _show_goals(paper)
    for section in briefing.sections:
        _show_section(paper, section)
    _show_sources(paper)
    target = io.BytesIO()
    paper.file.save(target)
    return sealed(target.getvalue(), briefing.made)


def _show_title(paper: Paper) -> None:
    briefing = paper.briefing
    if briefing.sample:
        paper.mark(briefing.sample)
    paper.heading(briefing.title, 0)
    paper.line([Run(" · ".join(briefing.facts), 10, MUTED)], after=10)


def _show_leads(paper: Paper) -> None:
    """Show the key figures as a row of cards, and a sentence for each category."""
    briefing, _ = paper.briefing, paper.briefing.words
    paper.heading(_("Key figures of {year}", year=briefing.year), 1)
    cells = [_lead(lead, _("not published")) for lead in briefing.leads]
    colors = [mixed(lead.color, 1) for lead in briefing.leads]
    paper.cards(cells, colors)
    for section in briefing.sections:
        finding = section.finding
        runs = [Run(f"{section.title}  ", 10.5, mixed(section.color, 1), bold=True)]
        runs += [Run(finding.text, 10.5), Run(f" {finding.marks}", 8, MUTED)]
        paper.line(runs, after=3)


def _lead(lead: Lead, missing: str) -> list[list[Run]]:
    figure = lead.figure
    named = [Run(lead.heading, _SMALL, mixed(lead.color, 1), bold=True)]
    number = [Run(figure.text if figure else missing, 15, INK if figure else MUTED, bold=True)]
    number += [Run(f" {figure.mark}", 8, MUTED)] if figure else []
    return [named, number, [Run(lead.change or "\u00a0", 8.5, MUTED)]]


def _show_goals(paper: Paper) -> None:
    """Show the goals beside their results, and how many stand in which state."""
    _, goals = paper.briefing.words, paper.briefing.goals
    if not goals:
        return
    paper.heading(_("Goals and progress"), 1)
    paper.line([Run(counts_line(goals), 10, MUTED)], after=4, together=True)
    names = [_("Metric"), _("Deadline"), _("Goal"), _("Result"), _("State"), _("Arithmetic")]
    widths = [4.2, 1.4, 2.6, 3.2, 1.9, ROOM - 13.3]
    paper.table(names, widths, [_goal(goal) for goal in goals])


def _goal(goal: Goal) -> list[list[list[Run]]]:
    state = Run(goal.state, _SMALL, GOAL_COLORS.get(goal.key, INK), bold=True)
    return [
        [[Run(goal.name, _SMALL, bold=True)]],
        [[Run(str(goal.year), _SMALL)]],
        [[Run(goal.goal, _SMALL)]],
        [[Run(goal.cited or "—", _SMALL)]],
        [[state]],
        [[Run(goal.share or "—", 8.5, MUTED)]],
    ]


def _show_section(paper: Paper, section: Section) -> None:
    """Show a category: finding, sentences, charts, the table, notes."""
    color, several = mixed(section.color, 1), len(section.years) > 1
    paper.heading(section.title, 1, color=color)
    runs = [Run(section.finding.text, 12, bold=True)]
    paper.line([*runs, Run(f" {section.finding.marks}", 8, MUTED)], after=2, together=True)
    paper.line([Run(section.summary, 10, MUTED)], after=4, together=True)
    if several:
        for sentence in section.sentences:
            if sentence == section.finding:
                continue
            runs = [Run(sentence.text, 10.5), Run(f" {sentence.marks}", 8, MUTED)]
            paper.line(runs, style="List Bullet", after=1)
    paper.charts(section.charts, section.color, width=ROOM / 2 - 0.05, height=5.4)
    if several:
        _show_years(paper, section)
    else:
        _show_year(paper, section)
    for note in section.notes:
        paper.line([Run(note, _SMALL, MUTED)], after=1)


def _show_years(paper: Paper, section: Section) -> None:
    """Show the table of metrics by years, some years at a time; the latest come first."""
    _ = paper.briefing.words
    places = list(range(len(section.years)))
    for end in range(len(places), 0, -_YEARS_IN_TABLE):
        block = places[max(0, end - _YEARS_IN_TABLE) : end]
        change = [3.0] if end == len(places) else []
        each = (ROOM - 3.2 - sum(change)) / max(len(block), 4)
        widths = [ROOM - each * len(block) - sum(change), *[each] * len(block), *change]
        names = [_("Metric"), *(str(section.years[at]) for at in block)]
        names += [_("Change")] if change else []
        rows = [
            [
                [[Run(row.name, _SMALL, bold=True)]],
                *(_figure(row.figures[at], paper, strong=at == places[-1]) for at in block),
                *([[[Run(row.change or "—", 8.5, MUTED)]]] if change else []),
            ]
            for row in section.rows
        ]
        paper.table(names, widths, rows, right=range(1, len(widths)))


def _show_year(paper: Paper, section: Section) -> None:
    _ = paper.briefing.words
    names = [_("Metric"), _("Figure"), _("Section"), _("Definition")]
    widths = [4.4, 3.8, 2.4, ROOM - 10.6]
    paper.table(names, widths, [_year_row(row, paper) for row in section.rows])


def _year_row(row: Row, paper: Paper) -> list[list[list[Run]]]:
    figure = row.figures[-1]
    return [
        [[Run(row.name, _SMALL, bold=True)]],
        _figure(figure, paper, strong=True),
        [[Run(figure.section if figure else "", _SMALL, MUTED)]],
        [[Run(row.definition, 8.5, MUTED)]],
    ]


def _figure(figure: Figure | None, paper: Paper, *, strong: bool) -> list[list[Run]]:
    if figure is None:
        return [[Run(paper.briefing.words("not published"), 8.5, MUTED)]]
    return [[Run(figure.text, _SMALL, bold=strong), Run(f" {figure.mark}", 7.5, MUTED)]]


def _show_sources(paper: Paper) -> None:
    """Show where every figure comes from, report by report."""
    _ = paper.briefing.words
    names = [_("No."), _("Metric"), _("As printed"), _("Read as"), _("Section")]
    widths = [1.2, 4.4, 3.2, ROOM - 11.0, 2.2]
    for report in paper.briefing.reports:
        paper.heading(_("Sources: figures of {year}", year=report.year), 1)
        _show_report(paper, report)
        rows = [_source(figure) for figure in report.figures]
        under = [_words(figure) for figure in report.figures]
        paper.table(names, widths, rows, under=under)


def _show_report(paper: Paper, report: Report) -> None:
    runs = [Run(report.line(paper.briefing.words), 10, MUTED)]
    paper.line(runs, after=2, together=True)
    if report.url:
        paper.line([Run(report.url, _SMALL, MUTED)], after=4, together=True)


def _source(figure: Figure) -> list[list[list[Run]]]:
    return [
        [[Run(figure.mark, _SMALL, bold=True)]],
        [[Run(figure.name, _SMALL)]],
        [[Run(figure.printed or figure.text, _SMALL, bold=True)]],
        [[Run(figure.reading, _SMALL)]],
        [[Run(figure.section or "—", _SMALL, MUTED)]],
    ]


def _words(figure: Figure) -> list[Run]:
    """Return a sentence with the figure's words in bold, and its note, as a line."""
    runs: list[Run] = []
    if figure.quote:
        runs = [
            Run(figure.quote.lead, 8.5, MUTED),
            Run(figure.quote.printed, 8.5, bold=True),
            Run(figure.quote.tail, 8.5, MUTED),
        ]
    if figure.note:
        runs.append(Run(f" · {figure.note}" if runs else figure.note, 8.5, MUTED))
    return runs
