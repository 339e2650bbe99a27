"""Say why figures are not proposed: a report of no year or in English, a goal, another year."""

from metrics.i18n import Message, message
from metrics.problems import Problem
from metrics.prose import TextFigure
from metrics.readers.documents import Document


def no_year(document: Document) -> Problem:
    """Return the problem of a report that names no year."""
    return Problem(
        "no-year",
        "error",
        message("The report does not say which year it is about"),
        message("Choose the year"),
        file=document.name or None,
    )


def in_english(document: Document) -> Problem:
    """Refuse a report in English, whose figures would be missed silently."""
    return Problem(
        "english",
        "error",
        message("The report is in English; only Chinese reports are read"),
        message("Give the Chinese report; English drafts can be proofread"),
        file=document.name or None,
    )


def not_of_the_table(figure: TextFigure, year: int) -> Message | None:
    """Return the reason why a figure is none of this year's results, or None."""
    if figure.target:
        return message("It is a target, not a result")
    if "before" in figure.flags:
        return message("It is the value before the change")
    if "restated" in figure.flags:
        return message("It repeats the figure before it")
    if figure.year is not None and figure.year != year:
        return message("It is a figure of {year}", year=figure.year)
    if "part" in figure.flags:
        return message("It is a part of the year")
    return message("It is a rank") if figure.change == "rank" else None
