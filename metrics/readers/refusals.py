"""Put a refusal of the sandbox into words, with the limit that was passed."""

from collections.abc import Mapping
from typing import NamedTuple

from metrics.i18n import Message, message
from metrics.problems import Problem
from metrics.readers import limits
from metrics.readers.formats.process import Refused

_MEGABYTES = ("MAX_BYTES", "MAX_UNPACKED", "MAX_PART", "MAX_MEMORY")


class FileRefusal(NamedTuple):
    """Hold the reason why a file is not read, and the mend.

    The number of `limit` fills `{limit}`; `code` is the problem's where it is not the refusal's.
    """

    text: Message
    fix: Message
    limit: str = ""
    code: str = ""


BUSY = FileRefusal(
    message("Other files are being read; this one waited {limit} seconds for its turn"),
    message("Try again in a minute"),
    "MAX_WAIT",
)
TABLE_LIMITS = {
    "too-many-columns": FileRefusal(
        message("The row has {found} columns; at most {limit} are read"),
        message("Keep the columns of the template and remove the others"),
        "MAX_COLUMNS",
    ),
    "too-many-rows": FileRefusal(
        message("The file has more than {limit} rows, the most that is read"),
        message("Split it into files of fewer rows, for instance one a year"),
        "MAX_ROWS",
    ),
    "cell-too-long": FileRefusal(
        message("A cell of this row holds more than {limit} characters, the most that is read"),
        message("Shorten the text"),
        "MAX_CELL",
    ),
}
"""What a table may not exceed, of whatever kind its file is."""


def as_problem(refused: Refused, refusals: Mapping[str, FileRefusal], prefix: str = "") -> Problem:
    """Return the problem of a refusal; `prefix` goes before its code."""
    refusal = BUSY if refused.code == "busy" else refusals[refused.code]
    found = refused.values.get("found")
    values = {"reason": "", **refused.values}
    if found is not None:
        values["found"] = f"{found:,}"
    if refusal.limit:
        values["limit"] = limit_in_words(refusal.limit)
    return Problem(
        prefix + (refusal.code or refused.code),
        "error",
        message(refusal.text.template, **values),
        refusal.fix,
        row=refused.values.get("row"),
        found=None if found is None else str(found),
    )


def limit_in_words(name: str) -> str:
    """Return the number of a limit, of bytes in megabytes."""
    value = getattr(limits, name)
    return f"{value // 1024**2 if name in _MEGABYTES else value:,}"
