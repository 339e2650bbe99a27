"""Problems as they are found in one file, capped by kind so that no file can flood the reader."""

from __future__ import annotations

from collections import Counter

from metrics.i18n import Message, message
from metrics.problems import Problem
from metrics.readers.limits import MAX_OF_A_KIND


class Findings:
    """Collects the problems of a file; beyond a limit those of a kind are only counted."""

    def __init__(self, file: str, sheet: str | None = None) -> None:
        self.file, self.sheet = file, sheet
        self.problems: list[Problem] = []
        self.counts: Counter[tuple[str, str]] = Counter()

    def add(
        self,
        code: str,
        severity: str,
        text: Message,
        fix: Message | None = None,
        row: int | None = None,
        column: str | None = None,
        *,
        found: str | None = None,
    ) -> None:
        """Add one problem at a place in the file."""
        self.counts[code, severity] += 1
        if self.counts[code, severity] <= MAX_OF_A_KIND:
            self.problems.append(
                Problem(code, severity, text, fix, self.file, self.sheet, row, column, found)
            )

    def take(self, problem: Problem) -> None:
        """Add a problem found by a reader that does not know the file's name."""
        self.add(
            problem.code,
            problem.severity,
            problem.message,
            problem.fix,
            problem.row,
            problem.column,
            found=problem.found,
        )

    @property
    def failed(self) -> bool:
        """Whether any problem refuses the file."""
        return any(severity == "error" for _, severity in self.counts)

    def all(self) -> tuple[Problem, ...]:
        """Return every problem, and one for each kind of which some are only counted."""
        rest = tuple(
            Problem(
                code,
                severity,
                message("There are {n} more problems of this kind", n=f"{n - MAX_OF_A_KIND:,}"),
                file=self.file,
                sheet=self.sheet,
            )
            for (code, severity), n in self.counts.items()
            if n > MAX_OF_A_KIND
        )
        return tuple(self.problems) + rest
