"""Give the time of the bureau: every day and hour that readers see is China's.

Stored moments and log lines are UTC and are converted here when they are shown.
"""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def now() -> datetime:
    """Return this moment in China's time."""
    return datetime.now(CHINA)


def day(moment: datetime) -> date:
    """Return the day of an aware moment in China."""
    return moment.astimezone(CHINA).date()


def minute_text(moment: datetime) -> str:
    """Return an aware moment to the minute in China's time, like 2025-03-01 09:30."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
