"""Say why no figures of a report are proposed: no year, or another language."""

from metrics.i18n import message
from metrics.problems import Problem
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
