"""Describe what is wrong with data, so that the reader can mend it.

All wrong data is collected and reported; only a wrong call raises. A problem names the
place as the reader sees it (row 1 is the first line of the file) and is put into words late,
in the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from metrics.i18n import Message, Words

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)  # from the gravest to the lightest


@dataclass(frozen=True)
class Problem:
    """Hold one thing wrong: its place, what stands there, what is expected, the mend.

    `code` names the kind of problem (for grouping and for tests), `row` counts from 1 as Excel
    does, `found` is the text that stands there, `metric` what its row is about, `suggested` a text
    to write instead.
    """

    code: str
    severity: Severity
    message: Message
    fix: Message | None = None
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    found: str | None = None
    metric: str | None = None
    suggested: str | None = None

    def place(self, _: Words) -> str:
        """Return where the problem is, as briefly as the place allows."""
        parts = [part for part in (self.file, self.sheet) if part]
        if self.row is not None:
            parts.append(_("row {row}", row=self.row))
        if self.metric and self.metric != self.found:
            parts.append(self.metric)
        if self.column:
            parts.append(_("column {column}", column=_.say(Message(self.column))))
        return " · ".join(parts)

    def as_dict(self, _: Words) -> dict[str, Any]:
        """Return the problem as JSON of the command line."""
        return {
            "row": self.row,
            "column": self.column,
            "severity": self.severity,
            "found": self.found,
            "message": _.say(self.message),
            "fix": _.say(self.fix) if self.fix else None,
        }


class BrokenData(Exception):
    """Refuse data files that cannot be used; holds all their problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems in the data files")


def most_severe_first(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems ordered by severity, then kind, then row."""
    return sorted(problems, key=lambda p: (SEVERITIES.index(p.severity), p.code, p.row or 0))
