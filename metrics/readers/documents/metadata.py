"""Read title and publication day from the first lines of a report.

Says nothing rather than guess: a title is a line that ends like one, a day stands behind a word
that announces it.
"""

import re
from datetime import date

from metrics.text import reads_like_title

HEAD_CHARACTERS = 3_000
_HEADING = re.compile(r"[(\uff08]?[一二三四五六七八九十\d]{1,3}[)\uff09、.\uff0e]")
_DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
_PUBLISHED = re.compile(
    rf"(?:发布|發布|公布|发文|成文|公开|更新|信息|录入)?(?:时间|時間|日期|于)\s*[:\uff1a]?\s*{_DAY}"
)
_SITE_DAY = re.compile(_DAY)


def title_in(text: str) -> str:
    """Return the first line that reads like a title, or an empty text."""
    for line in text[:HEAD_CHARACTERS].splitlines():
        title = line.strip()
        if not _HEADING.match(title) and reads_like_title(title):
            return title
    return ""


def published_in(text: str) -> date | None:
    """Return the day that the first lines announce as that of publication."""
    found = _PUBLISHED.search(text[:HEAD_CHARACTERS])
    return day_of(found.groups()) if found else None


def day_in(text: str) -> date | None:
    """Return the first day in a text that is nothing but a day and perhaps a time."""
    found = _SITE_DAY.search(text[:200])
    return day_of(found.groups()) if found else None


def day_of(parts: tuple[str | None, ...]) -> date | None:
    """Return the day of a year, a month and a day, or None where there is none."""
    try:
        year, month, day = (int(part or "") for part in parts)
        return date(year, month, day)
    except ValueError:
        return None
