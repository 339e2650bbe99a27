"""Hold the reasons that readers see for leaving out a figure of a report.

A record holds the key, so that a reason is written in the reader's language; what is no key is a
text that an editor wrote, and stands as written.
"""

from metrics.i18n import Message, message, words

REASONS: dict[str, Message] = {
    "target": message("A target, not a result"),
    "other-year": message("A figure of another year"),
    "repeated": message("It repeats a figure given elsewhere in the report"),
    "change": message("A rate of change, which follows from published figures"),
    "rank": message("A rank, not a quantity"),
    "background": message("Background, not a statistic of the bureau's own work"),
    "detail": message("A detail of a single activity"),
    "scope": message("Outside the scope of these statistics"),
}


def reason_in(reason: str, language: str) -> str:
    """Return a reason in a language; a text that is no key stands as written."""
    known = REASONS.get(reason)
    return words(language).say(known) if known else reason
